//! A filter of one's own in twenty lines: `cargo run --example own_filter`.

use textsieve::{Filter, Line, Marks, Pipeline, Preset, RuleId};

/// Removes the line that a news agency puts under each of its stories: a place, a slash, initials.
#[derive(Debug)]
struct Initials(RuleId);

impl Filter for Initials {
    fn line(&self, line: &Line<'_>, marks: &mut Marks) {
        let short = line.text().len() < 24;
        if short && line.text().split_once('/').is_some_and(|(_, who)| who.len() <= 3 && who.chars().all(char::is_lowercase)) {
            // `cut` where it is sure; `suspect` where the line should go only beside other furniture.
            marks.cut(line.span(), &self.0);
        }
    }
}

fn main() -> Result<(), textsieve::Error> {
    let pipeline = Pipeline::builder().preset(Preset::Article).filter(Initials("custom/initials".parse()?)).build()?;
    let cleaned = pipeline.clean("The council met on Monday.\nBern/abc\nShare this article\n");
    assert_eq!(cleaned.text, "The council met on Monday.\n");
    assert_eq!(cleaned.removals[0].rule.as_str(), "custom/initials");
    Ok(())
}
