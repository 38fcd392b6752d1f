//! Texts for property tests.

use proptest::prelude::*;

/// Lines in which rules, places and numbers meet: real furniture, near misses, prose, blank lines.
pub(crate) fn line() -> impl Strategy<Value = String> {
    let furniture: Vec<String> = textsieve::rules().flat_map(|rule| rule.removes().iter().cloned()).collect();
    let kept: Vec<String> = textsieve::rules().flat_map(|rule| rule.keeps().iter().cloned()).collect();
    prop_oneof![
        4 => proptest::sample::select(furniture),
        2 => proptest::sample::select(kept),
        3 => proptest::sample::select(vec!["", " ", "\t", "12", "0 1,854", "Share", "Facebook", "Print", "Newsletter", "12 34 56"]).prop_map(String::from),
        2 => Just("The council met on Monday evening and put the vote off for another week, to nobody's surprise.".to_owned()),
        1 => Just("委員会は木曜日に再び開かれ、計画について採決を行う予定だと議長が述べた。".to_owned()),
        1 => ".{0,40}",
    ]
}

pub(crate) fn text() -> impl Strategy<Value = String> {
    let terminator = proptest::sample::select(vec!["\n", "\n", "\n\n", "\r\n", "\n\n\n"]);
    (proptest::collection::vec((line(), terminator), 0..14), any::<bool>()).prop_map(|(lines, last_newline)| {
        let mut text: String = lines.iter().flat_map(|(line, end)| [line.as_str(), end]).collect();
        if !last_newline {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        text
    })
}
