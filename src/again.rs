//! Cleaning what was cleaned already, with one account of both.

use std::ops::Range;

use crate::decide::Decision;
use crate::removal::{Block, Cleaned, Removal, Verdict};

/// Puts the removals of a second cleaning beside those of the first, whose text the second was given.
pub(crate) fn add<'t>(text: &'t str, first: Cleaned<'t>, second: Cleaned<'static>) -> Cleaned<'t> {
    let kept = kept(text, &first.removals);
    let mut removals = first.removals;
    let mut blocks = first.blocks;
    for removal in second.removals {
        removals.extend(before(&kept, &removal.span).map(|span| Removal::new(span, removal.rule.clone())));
    }
    removals.sort_unstable_by_key(|removal| removal.span.start);
    for block in second.blocks {
        let (mut parts, mut whole) = (before(&kept, &block.span), None);
        for part in &mut parts {
            whole = Some(whole.map_or(part.clone(), |whole: Range<usize>| whole.start..part.end));
        }
        blocks.extend(whole.map(|span| Block { span, ..block }));
    }
    blocks.sort_by_key(|block| block.span.start);
    let verdict = if first.verdict == Verdict::Guarded { first.verdict } else { second.verdict };
    Cleaned::new(text, Decision { removals, blocks, verdict })
}

/// A part of a text that was kept: where it lies in the text, and from where on in what is left of it.
struct Kept {
    span: Range<usize>,
    at: usize,
}

impl Kept {
    /// Where it ends in what is left.
    fn end(&self) -> usize {
        self.at + self.span.len()
    }
}

/// What was kept of a text, in order.
fn kept(text: &str, removals: &[Removal]) -> Vec<Kept> {
    let starts = std::iter::once(0).chain(removals.iter().map(|removal| removal.span.end));
    let ends = removals.iter().map(|removal| removal.span.start).chain(std::iter::once(text.len()));
    let mut at = 0;
    let part = |(start, end): (usize, usize)| {
        let part = Kept { span: start..end, at };
        at = part.end();
        part
    };
    starts.zip(ends).map(part).filter(|kept| !kept.span.is_empty()).collect()
}

/// Where the bytes of a span of the kept text lie in the whole text. The parts before the span are not walked through, for there may be many spans.
fn before<'k>(kept: &'k [Kept], span: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'k {
    let span = span.clone();
    let first = kept.partition_point(|kept| kept.end() <= span.start);
    kept[first..]
        .iter()
        .take_while({
            let end = span.end;
            move |kept| kept.at < end
        })
        .map(move |kept| {
            let part = span.start.max(kept.at)..span.end.min(kept.end());
            kept.span.start + part.start - kept.at..kept.span.start + part.end - kept.at
        })
}
