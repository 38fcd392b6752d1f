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

/// What was kept of a text: where it lies in it.
fn kept(text: &str, removals: &[Removal]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(removals.iter().map(|removal| removal.span.end));
    let ends = removals.iter().map(|removal| removal.span.start).chain(std::iter::once(text.len()));
    starts.zip(ends).map(|(start, end)| start..end).filter(|kept| !kept.is_empty()).collect()
}

/// Where the bytes of a span of the kept text lie in the whole text.
fn before<'k>(kept: &'k [Range<usize>], span: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'k {
    let span = span.clone();
    kept.iter()
        .scan(0, move |at, kept| {
            let here = *at..*at + kept.len();
            *at = here.end;
            let part = span.start.max(here.start)..span.end.min(here.end);
            Some(if part.is_empty() { 0..0 } else { kept.start + part.start - here.start..kept.start + part.end - here.start })
        })
        .filter(|part| !part.is_empty())
}
