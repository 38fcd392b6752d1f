//! Filters of others may do anything, and cleaning holds.

use std::ops::Range;

use textsieve::{Document, Filter, Line, Marks, Pipeline, Preset, RuleId};

const TEXT: &str = "Die Höhe über Grund.\n\nAdvertisement\nÄ\n";

fn rule() -> RuleId {
    "custom/own".parse().expect("an id")
}

/// Marks one span, of whatever text.
#[derive(Debug)]
struct Spans(Range<usize>);

impl Filter for Spans {
    fn document(&self, _: &Document<'_>, marks: &mut Marks) {
        marks.cut(self.0.clone(), &rule());
        marks.suspect(self.0.clone(), &rule());
    }
}

#[test]
fn spans_outside_of_the_text_or_within_a_character_are_narrowed() {
    let ends = (0..TEXT.len() + 3).chain([usize::MAX - 1, usize::MAX]);
    for (start, end) in ends.clone().flat_map(|start| ends.clone().map(move |end| (start, end))) {
        let pipeline = Pipeline::builder().filter(Spans(start..end)).build().expect("a pipeline");
        let cleaned = pipeline.clean(TEXT);
        let rest: String = TEXT
            .char_indices()
            .filter(|(at, _)| !cleaned.removals.iter().any(|removal| removal.span.contains(at)))
            .map(|(_, c)| c)
            .collect();
        assert_eq!(cleaned.text, rest, "{start}..{end}");
        assert_eq!(cleaned.restore(), TEXT, "{start}..{end}");
        if start >= end || start >= TEXT.len() {
            assert!(!cleaned.is_changed(), "{start}..{end}: {:?}", cleaned.removals);
        }
    }
}

/// Asks another pipeline, in the middle of a pass.
#[derive(Debug)]
struct Asks(Pipeline);

impl Filter for Asks {
    fn line(&self, line: &Line<'_>, marks: &mut Marks) {
        if self.0.clean(line.text()).text.is_empty() {
            marks.cut(line.span(), &rule());
        }
    }
}

#[test]
fn a_filter_may_clean() {
    let pipeline = Pipeline::builder().filter(Asks(Pipeline::preset(Preset::Article))).build().expect("a pipeline");
    assert_eq!(pipeline.clean(TEXT).text, "Die Höhe über Grund.\n\nÄ\n");
}

/// Always finds something more.
#[derive(Debug)]
struct Never;

impl Filter for Never {
    fn line(&self, line: &Line<'_>, marks: &mut Marks) {
        let first = line.text().chars().next().map_or(0, char::len_utf8);
        marks.cut(line.span().start..line.span().start + first, &rule());
    }
}

#[test]
fn a_filter_that_never_comes_to_rest_is_not_asked_for_ever() {
    let text = "a".repeat(500);
    let cleaned = Pipeline::builder().filter(Never).build().expect("a pipeline").clean(&text).into_owned();
    assert!((1..100).contains(&(text.len() - cleaned.text.len())), "{}", cleaned.text.len());
    assert_eq!(cleaned.restore(), text);
}
