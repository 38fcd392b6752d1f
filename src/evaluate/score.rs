//! Precision, recall and F1.

use serde::Serialize;

use super::shingles::Shingles;

/// A text's shingles against the gold's, counted on one page.
///
/// ```
/// use textsieve::evaluate::{Overlap, Shingles};
///
/// let overlap = Overlap::new(&Shingles::new("a b c d e f"), &Shingles::new("a b c d e"));
/// assert_eq!((overlap.shared, overlap.extra, overlap.missing), (2, 0, 1));
/// assert_eq!((overlap.precision(), overlap.f1()), (Some(1.0), 0.8));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Overlap {
    /// Both have them.
    pub shared: usize,
    /// Only the text has them.
    pub extra: usize,
    /// Only the gold has them.
    pub missing: usize,
}

impl Overlap {
    /// Counts what a text shares with the gold.
    #[must_use]
    pub fn new(gold: &Shingles, text: &Shingles) -> Self {
        let shared = gold.shared(text);
        Self { shared, extra: text.len() - shared, missing: gold.len() - shared }
    }

    /// The share of the text that the gold has, 0 to 1; none for an empty text.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        share(self.shared, self.extra)
    }

    /// The share of the gold that the text has, 0 to 1; none for an empty gold.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        share(self.shared, self.missing)
    }

    /// The page's own F1, 0 to 1; 1 when text and gold are both empty.
    #[must_use]
    pub fn f1(self) -> f64 {
        share(2 * self.shared, self.extra + self.missing).unwrap_or(1.0)
    }
}

fn share(part: usize, rest: usize) -> Option<f64> {
    (part + rest > 0).then(|| part as f64 / (part + rest) as f64)
}

/// Averages over pages, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Scores {
    /// The average precision of the pages that have one.
    pub precision: f64,
    /// The average recall of the pages that have one.
    pub recall: f64,
    /// F1 of the two averages.
    pub f1: f64,
}

impl Scores {
    /// Averages pages. Without any, all is 0.
    ///
    /// ```
    /// use textsieve::evaluate::{Overlap, Scores, Shingles};
    ///
    /// let gold = Shingles::new("It rained all day");
    /// let same = Overlap::new(&gold, &gold);
    /// let other = Overlap::new(&gold, &Shingles::new("The sun was out"));
    /// assert_eq!(Scores::average([same, other]).f1, 0.5);
    /// ```
    #[must_use]
    pub fn average(pages: impl IntoIterator<Item = Overlap>) -> Self {
        let (mut precision, mut recall) = (Mean::default(), Mean::default());
        for page in pages {
            precision.add(page.precision());
            recall.add(page.recall());
        }
        let (precision, recall) = (precision.value(), recall.value());
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: usize,
}

impl Mean {
    fn add(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.sum += value;
            self.count += 1;
        }
    }

    fn value(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum / self.count as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(gold: &str, text: &str) -> Overlap {
        Overlap::new(&Shingles::new(gold), &Shingles::new(text))
    }

    #[test]
    fn pages_by_hand() {
        // Gold: abcd bcde; text: abcd bcde cdex dexy.
        let page = overlap("a b c d e", "a b c d e x y");
        assert_eq!(page, Overlap { shared: 2, extra: 2, missing: 0 });
        assert_eq!((page.precision(), page.recall(), page.f1()), (Some(0.5), Some(1.0), 2.0 / 3.0));
        let empty = overlap("a b", "");
        assert_eq!((empty.precision(), empty.recall(), empty.f1()), (None, Some(0.0), 0.0));
        let no_gold = overlap("...", "a b");
        assert_eq!((no_gold.precision(), no_gold.recall(), no_gold.f1()), (Some(0.0), None, 0.0));
        assert_eq!(overlap("", "").f1(), 1.0);
    }

    #[test]
    fn averages_by_hand() {
        // Precision 1/2, 1, none; recall 1, 1/2, 0.
        let pages = [overlap("a b c d e", "a b c d e x y"), overlap("a b c d e", "a b c d"), overlap("a b", "")];
        let scores = Scores::average(pages);
        assert_eq!((scores.precision, scores.recall), (0.75, 0.5));
        assert!((scores.f1 - 0.6).abs() < 1e-12);
        assert_eq!(Scores::average([]), Scores::default());
    }
}
