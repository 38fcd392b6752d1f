//! Any bytes as a user's rules.

use textsieve::{Pipeline, Rule, RulePack};

use super::sound::assert_sound;

pub(crate) fn run(data: &[u8]) {
    let Ok(toml) = std::str::from_utf8(data) else { return };
    let Ok(pack) = RulePack::from_toml(toml) else { return };
    let json = serde_json::to_string(&pack).expect("a pack is data");
    assert_eq!(serde_json::from_str::<RulePack>(&json).expect("it was written from a pack"), pack);
    let holds = pack.check().is_ok();
    let pipeline = Pipeline::builder().filter(pack.clone()).build().expect("a pack that was read compiles");
    let phrases = pack.rules().iter().flat_map(Rule::patterns).flat_map(|(_, patterns)| patterns).map(String::as_str);
    let examples = pack.rules().iter().flat_map(|rule| rule.removes().iter().chain(rule.keeps())).map(String::as_str);
    let text: Vec<&str> =
        phrases.chain(examples).chain(["", "The council met on Monday evening and put the vote off for a week."]).collect();
    assert_sound(&text.join("\n"), &pipeline);
    if holds {
        for example in pack.rules().iter().flat_map(Rule::keeps) {
            assert_eq!(pipeline.clean(example).text, *example);
        }
    }
}
