//! A rule pack of one's own: `cargo run --example own_rules`. A file is read with `RulePack::from_path`.

use textsieve::{Pipeline, Preset, RulePack};

const RULES: &str = r##"
[[rule]]
id = "custom/house"
language = "en"
source = "the foot of every story of the Daily Planet"
lines = ["the daily planet", "issue # of *"]
starts = ["this story first ran in"]
max_words = 12
removes = ["THE DAILY PLANET", "Issue 12 of 2024", "This story first ran in the Planet."]
keeps = ["The Daily Planet hired a new editor."]
"##;

fn main() -> Result<(), textsieve::Error> {
    let pack = RulePack::from_toml(RULES)?;
    // Runs the examples that the rules carry.
    pack.check()?;
    let pipeline = Pipeline::builder().preset(Preset::Article).filter(pack).build()?;
    let cleaned = pipeline.clean("The council met on Monday.\nIssue 12 of 2024\nShare this article\n");
    assert_eq!(cleaned.text, "The council met on Monday.\n");
    Ok(())
}
