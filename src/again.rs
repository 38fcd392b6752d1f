//! Cleaning what was cleaned already, with one account of both.

use crate::decide::Decision;
use crate::removal::{Block, Cleaned, Removal, Verdict};

/// Puts the removals of a second cleaning beside those of the first, whose text the second was given.
pub(crate) fn add<'t>(text: &'t str, first: Cleaned<'t>, second: Cleaned<'static>) -> Cleaned<'t> {
    let offsets = first.offsets();
    let mut removals = first.removals;
    let mut blocks = first.blocks;
    for removal in second.removals {
        removals.extend(offsets.parts_of_original(removal.span).map(|span| Removal::new(span, removal.rule.clone())));
    }
    removals.sort_unstable_by_key(|removal| removal.span.start);
    for block in second.blocks {
        blocks.push(Block { span: offsets.span_to_original(block.span), ..block });
    }
    blocks.sort_by_key(|block| block.span.start);
    let verdict = if first.verdict == Verdict::Guarded { first.verdict } else { second.verdict };
    Cleaned::new(text, Decision { removals, blocks, verdict })
}
