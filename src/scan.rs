//! The scan: everything that the rules of all filters look for, compiled once into one matcher.
//!
//! Most rules are whole folded lines and cost one look-up in a hash map, whatever their number. Beginnings, endings and inner phrases
//! share one Aho-Corasick automaton, regular expressions one multi-pattern automaton. A line longer than any rule allows is not
//! looked at.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::{RegexSet, RegexSetBuilder};

use crate::error::{Error, Kind};
use crate::fold::{count_words, is_word_boundary};
use crate::rule::{Need, Rule};

/// Index of a rule in the pipeline's table.
pub(crate) type RuleIndex = u32;

/// The compiled needs of all rules of a pipeline.
#[derive(Debug)]
pub(crate) struct Scan {
    lines: HashMap<Box<str>, Vec<RuleIndex>>,
    affixes: Option<AhoCorasick>,
    affix_rules: Vec<Limited>,
    regexes: RegexSet,
    regex_rules: Vec<Limited>,
}

/// A pattern's rule, where in the line it must stand, and the longest line it allows, in words.
#[derive(Debug, Clone, Copy)]
struct Limited {
    rule: RuleIndex,
    place: Place,
    max_words: usize,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Start,
    End,
    Anywhere,
}

impl Scan {
    /// Compiles the rules; a rule's index is its place in `rules`.
    pub(crate) fn new<'r>(rules: impl Iterator<Item = &'r Rule>) -> Result<Self, Error> {
        let mut lines: HashMap<Box<str>, Vec<RuleIndex>> = HashMap::new();
        let (mut phrases, mut affix_rules) = (Vec::new(), Vec::new());
        let (mut patterns, mut regex_rules) = (Vec::new(), Vec::new());
        for (index, rule) in rules.enumerate() {
            let index = index as RuleIndex;
            let max_words = rule.max_words().unwrap_or(usize::MAX);
            for need in rule.needs()? {
                let (phrase, place) = match need {
                    Need::Line(line) => {
                        let rules = lines.entry(line.into()).or_default();
                        if rules.last() != Some(&index) {
                            rules.push(index);
                        }
                        continue;
                    }
                    Need::Regex(pattern) => {
                        patterns.push(format!("^(?:{pattern})$"));
                        regex_rules.push(Limited { rule: index, place: Place::Anywhere, max_words });
                        continue;
                    }
                    Need::Start(phrase) => (phrase, Place::Start),
                    Need::End(phrase) => (phrase, Place::End),
                    Need::Contains(phrase) => (phrase, Place::Anywhere),
                };
                phrases.push(phrase);
                affix_rules.push(Limited { rule: index, place, max_words });
            }
        }
        let affixes = if phrases.is_empty() {
            None
        } else {
            let automaton = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(&phrases)
                .map_err(|error| Kind::Matcher(format!("the phrases of all rules together are too large: {error}")))?;
            Some(automaton)
        };
        let regexes = RegexSetBuilder::new(&patterns)
            .build()
            .map_err(|error| Kind::Matcher(format!("the regular expressions of all rules together are too large: {error}")))?;
        Ok(Self { lines, affixes, affix_rules, regexes, regex_rules })
    }

    /// Calls `found` for each rule that a folded line matches, in no order, perhaps more than once.
    pub(crate) fn matches(&self, folded: &str, mut found: impl FnMut(RuleIndex)) {
        if folded.is_empty() {
            return;
        }
        if let Some(rules) = self.lines.get(folded) {
            rules.iter().copied().for_each(&mut found);
        }
        let mut words = None;
        let mut short_enough = |limit: &Limited| limit.max_words >= *words.get_or_insert_with(|| count_words(folded));
        if let Some(affixes) = &self.affixes {
            for hit in affixes.find_overlapping_iter(folded) {
                let limit = &self.affix_rules[hit.pattern().as_usize()];
                let in_place = match limit.place {
                    Place::Start => hit.start() == 0 && is_word_boundary(folded, hit.end()),
                    Place::End => hit.end() == folded.len() && is_word_boundary(folded, hit.start()),
                    Place::Anywhere => is_word_boundary(folded, hit.start()) && is_word_boundary(folded, hit.end()),
                };
                if in_place && short_enough(limit) {
                    found(limit.rule);
                }
            }
        }
        if !self.regexes.is_empty() {
            for pattern in self.regexes.matches(folded).iter() {
                let limit = &self.regex_rules[pattern];
                if short_enough(limit) {
                    found(limit.rule);
                }
            }
        }
    }
}
