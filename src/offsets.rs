//! Offsets before and after cleaning.

use std::ops::Range;

use crate::removal::{Cleaned, Removal};

/// Maps byte offsets between a text and what cleaning left of it, both ways, so that annotations of the one are found in the other.
///
/// An offset here is that of the byte that stands there. A text's own length may be asked for as well: it maps to the other text's length. An offset on
/// a character boundary maps to one. A look-up halves the list of removals, so it takes no time to speak of.
///
/// ```
/// let before = "It rained.\n- Advertisement -\nIt rained more.\n";
/// let cleaned = textsieve::clean(before);
/// let offsets = cleaned.offsets();
/// assert_eq!(offsets.to_cleaned(before.find("more").unwrap()), cleaned.text.find("more"));
/// assert_eq!(offsets.to_cleaned(before.find("Adv").unwrap()), None);
/// assert_eq!(offsets.to_original(cleaned.text.find("more").unwrap()), before.find("more").unwrap());
///
/// // Of an annotation is left what was not cut of it.
/// let all = offsets.span_to_cleaned(0..before.len()).unwrap();
/// assert_eq!(&cleaned.text[all], cleaned.text);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Sorted, disjoint, not touching, not empty.
    cuts: Vec<Cut>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cut {
    span: Range<usize>,
    /// Where it lies in the cleaned text: between the byte before this offset and the byte at it.
    at: usize,
}

impl Offsets {
    /// The offsets of a text that lost these removals, in any order. For the removals that a program has written, for example; a [`Cleaned`] gives its
    /// [own](Cleaned::offsets).
    ///
    /// ```
    /// use textsieve::{Offsets, Removal};
    ///
    /// let record = r#"[{"start":11,"end":29,"rule":"ad/label","category":"ad"}]"#;
    /// let removals: Vec<Removal> = serde_json::from_str(record)?;
    /// assert_eq!(Offsets::new(&removals).to_original(11), 29);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(removals: &[Removal]) -> Self {
        let mut spans: Vec<_> = removals.iter().map(|removal| removal.span.clone()).filter(|span| !span.is_empty()).collect();
        spans.sort_unstable_by_key(|span| span.start);
        let mut cuts: Vec<Cut> = Vec::new();
        let mut gone = 0;
        for span in spans {
            match cuts.last_mut() {
                Some(last) if span.start <= last.span.end => {
                    gone += span.end.saturating_sub(last.span.end);
                    last.span.end = last.span.end.max(span.end);
                }
                _ => {
                    cuts.push(Cut { at: span.start - gone, span: span.clone() });
                    gone += span.len();
                }
            }
        }
        Self { cuts }
    }

    /// Where a byte of the text that was given stands in the cleaned text; `None` if it was removed.
    #[must_use]
    pub fn to_cleaned(&self, offset: usize) -> Option<usize> {
        // The text may end with the last removal.
        let is_cut = self.last_cut(|cut| cut.span.start <= offset).is_some_and(|cut| offset < cut.span.end);
        if is_cut { None } else { Some(self.kept_before(offset)) }
    }

    /// Where a byte of the cleaned text stands in the text that was given.
    #[must_use]
    pub fn to_original(&self, offset: usize) -> usize {
        self.last_cut(|cut| cut.at <= offset).map_or(offset, |cut| cut.span.end + (offset - cut.at))
    }

    /// What is left of a span of the text that was given; `None` if nothing is. Where something was cut within it, the parts around are one span now.
    #[must_use]
    pub fn span_to_cleaned(&self, span: Range<usize>) -> Option<Range<usize>> {
        let left = self.kept_before(span.start)..self.kept_before(span.end);
        (!left.is_empty()).then_some(left)
    }

    /// The part of the text that was given from the first byte of a span of the cleaned text to its last one, what was cut between them included. An
    /// empty span gives an empty one.
    #[must_use]
    pub fn span_to_original(&self, span: Range<usize>) -> Range<usize> {
        let start = self.to_original(span.start);
        let end = if span.is_empty() { start } else { self.to_original(span.end - 1) + 1 };
        start..end
    }

    /// The parts of the text that was given that a span of the cleaned text consists of.
    pub(crate) fn parts_of_original(&self, span: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let Range { start, end } = self.span_to_original(span.clone());
        let first = self.cuts.partition_point(|cut| cut.at <= span.start);
        let after = first + self.cuts[first..].partition_point(|cut| cut.at < span.end);
        let within = &self.cuts[first..after];
        let starts = std::iter::once(start).chain(within.iter().map(|cut| cut.span.end));
        let ends = within.iter().map(|cut| cut.span.start).chain(std::iter::once(end));
        starts.zip(ends).map(|(start, end)| start..end).filter(|part| !part.is_empty())
    }

    /// How many of the bytes before an offset of the text that was given are left.
    fn kept_before(&self, offset: usize) -> usize {
        self.last_cut(|cut| cut.span.start <= offset).map_or(offset, |cut| cut.at + offset.saturating_sub(cut.span.end))
    }

    /// The last cut of which this holds, as it does of all before.
    fn last_cut(&self, holds: impl Fn(&Cut) -> bool) -> Option<&Cut> {
        self.cuts[..self.cuts.partition_point(holds)].last()
    }
}

impl Cleaned<'_> {
    /// Maps offsets between the text that was given and [`text`](Self::text).
    #[must_use]
    pub fn offsets(&self) -> Offsets {
        Offsets::new(&self.removals)
    }
}
