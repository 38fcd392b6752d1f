//! What holds for every text and every pipeline.

use std::borrow::Cow;

use textsieve::{Cleaned, Pipeline};

/// Cleans, and asserts all that is promised of every pipeline of built-in filters and rules.
pub(crate) fn assert_sound<'t>(text: &'t str, pipeline: &Pipeline) -> Cleaned<'t> {
    let cleaned = pipeline.clean(text);
    assert_accounted_for(text, &cleaned);
    let again = pipeline.clean(&cleaned.text);
    assert_eq!(again.text, cleaned.text, "cleaning twice changes nothing more: {:?}", again.removals);
    cleaned
}

/// Asserts that a text and what was cleaned of it fit together.
pub(crate) fn assert_accounted_for(text: &str, cleaned: &Cleaned<'_>) {
    let mut rest = String::new();
    let mut reached = 0;
    for removal in &cleaned.removals {
        assert!(removal.span.start >= reached && removal.span.start < removal.span.end, "sorted, disjoint, not empty: {cleaned:?}");
        assert_eq!(removal.category, removal.rule.category());
        rest.push_str(&text[reached..removal.span.start]);
        reached = removal.span.end;
    }
    rest.push_str(&text[reached..]);
    assert_eq!(cleaned.text, rest, "the text is the input without the removals");
    if cleaned.removals.is_empty() {
        assert_eq!(cleaned.text.len(), text.len());
    }
    assert_line_ends(text, cleaned);
    assert_restores(text, cleaned);
    assert_offsets(text, cleaned);
}

fn assert_line_ends(text: &str, cleaned: &Cleaned<'_>) {
    let blank =
        |text: &str| text.lines().collect::<Vec<_>>().windows(2).filter(|pair| pair.iter().all(|line| line.trim().is_empty())).count();
    assert!(blank(&cleaned.text) <= blank(text), "no blank lines are doubled");
    if !cleaned.text.is_empty() {
        assert_eq!(cleaned.text.ends_with('\n'), text.ends_with('\n'), "the last newline stays as it was");
    }
}

/// Text and removals give the input back, and the text that was given need not be there any more.
fn assert_restores(text: &str, cleaned: &Cleaned<'_>) {
    assert!(
        cleaned
            .removed()
            .map(|(removal, removed)| (removal.span.clone(), removed))
            .eq(cleaned.removals.iter().map(|removal| (removal.span.clone(), &text[removal.span.clone()])))
    );
    assert_eq!(cleaned.restore(), text);
    let owned = cleaned.clone().into_owned();
    assert_eq!(owned.restore(), text);
    assert_eq!(&owned, cleaned);
}

/// Each byte is found where it went, and back.
fn assert_offsets(text: &str, cleaned: &Cleaned<'_>) {
    let offsets = cleaned.offsets();
    let mut kept = 0;
    let mut removals = cleaned.removals.iter().peekable();
    for (offset, byte) in text.bytes().enumerate() {
        while removals.next_if(|removal| removal.span.end <= offset).is_some() {}
        let is_cut = removals.peek().is_some_and(|removal| removal.span.contains(&offset));
        assert_eq!(offsets.to_cleaned(offset), (!is_cut).then_some(kept));
        let left = offsets.span_to_cleaned(offset..offset + 1);
        assert_eq!(left, (!is_cut).then_some(kept..kept + 1));
        if !is_cut {
            assert_eq!((offsets.to_original(kept), cleaned.text.as_bytes()[kept]), (offset, byte));
            assert_eq!(text.is_char_boundary(offset), cleaned.text.is_char_boundary(kept));
            assert_eq!(offsets.span_to_original(kept..kept + 1), offset..offset + 1);
            kept += 1;
        }
    }
    assert_eq!(offsets.to_cleaned(text.len()), Some(cleaned.text.len()));
    assert_eq!(offsets.to_original(cleaned.text.len()), text.len());
}

/// Whether the text was borrowed exactly where nothing was cut.
pub(crate) fn assert_borrows(cleaned: &Cleaned<'_>) {
    assert_eq!(matches!(cleaned.text, Cow::Borrowed(_)), cleaned.removals.is_empty());
}
