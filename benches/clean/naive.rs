//! What one would write first: one regular expression for each rule, tried on each folded line.

use regex::Regex;
use textsieve::{Rule, fold};

pub(crate) struct Naive(Vec<Regex>);

impl Naive {
    pub(crate) fn new() -> Self {
        Self(textsieve::rules().filter_map(|rule| Regex::new(&pattern(rule)).ok()).collect())
    }

    pub(crate) fn clean(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let folded = fold(line);
            if line.len() > Rule::LINE_LIMIT || !self.0.iter().any(|regex| regex.is_match(&folded)) {
                out.push_str(line);
            }
        }
        out
    }
}

fn pattern(rule: &Rule) -> String {
    let mut alternatives = Vec::new();
    for (kind, patterns) in rule.patterns() {
        let patterns = patterns.iter();
        match kind {
            "lines" => alternatives.extend(patterns.map(|text| phrase(text))),
            "starts" => alternatives.extend(patterns.map(|text| phrase(text) + "(?: .*)?")),
            "ends" => alternatives.extend(patterns.map(|text| format!("(?:.* )?{}", phrase(text)))),
            "contains" => alternatives.extend(patterns.map(|text| format!("(?:.* )?{}(?: .*)?", phrase(text)))),
            "row" => {
                let all: Vec<_> = patterns.map(|text| phrase(text)).collect();
                alternatives.push(format!("(?:(?:{})(?: |$)){{4,}}", all.join("|")));
            }
            "regex" => alternatives.extend(patterns.cloned()),
            _ => {}
        }
    }
    format!("^(?:{})$", alternatives.join("|"))
}

/// A phrase as a regular expression; `#` is a number, `*` some words.
fn phrase(text: &str) -> String {
    let parts: Vec<_> = text.split('*').map(|part| regex::escape(&fold(&part.replace('#', "1")))).collect();
    parts.join(" ?[^ ]+(?: [^ ]+){0,3} ?")
}
