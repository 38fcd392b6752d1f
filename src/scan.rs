//! The scan: everything that the rules of all filters look for, in one matcher.
//!
//! Whole lines and beginnings of lines, which are nearly all there is, lie in one sorted table: the hash of a folded line is computed
//! once, byte by byte, and looked up at each end of a word. So a line costs the same whatever the number of rules. Endings and
//! inner phrases share one Aho-Corasick automaton with a literal of each pattern; a regular expression is compiled when
//! its literal is first met, for most languages' never are (compiling all of them takes more than a second). A line longer than any
//! rule allows is not looked at.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use once_cell::sync::OnceCell;
use regex::Regex;

use crate::compile::{Hash, Program, UNLIMITED, Use, WHOLE_LINE};
use crate::error::{Error, Kind};
use crate::fold::{count_words, is_unspaced, is_word_boundary};

/// Index of a rule in the pipeline's table.
pub(crate) type RuleIndex = u32;

/// The compiled needs of all rules of a pipeline.
#[derive(Debug)]
pub(crate) struct Scan {
    phrases: Phrases,
    literals: Option<AhoCorasick>,
    uses: Vec<Use>,
    patterns: Vec<Pattern>,
    /// Patterns that are tried on every line.
    always: Vec<u32>,
}

/// A regular expression over the whole folded line.
#[derive(Debug)]
struct Pattern {
    rule: RuleIndex,
    max_words: u32,
    source: String,
    compiled: OnceCell<Option<Regex>>,
}

impl Scan {
    pub(crate) fn new(program: Program) -> Result<Self, Error> {
        let (literals, uses): (Vec<_>, Vec<_>) = program.literals.into_iter().unzip();
        let literals = if literals.is_empty() {
            None
        } else {
            let automaton = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(&literals)
                .map_err(|error| Kind::Matcher(format!("the phrases of all rules together are too large: {error}")))?;
            Some(automaton)
        };
        let always = (0..).zip(&program.patterns).filter(|(_, pattern)| pattern.always).map(|(index, _)| index).collect();
        let patterns = program
            .patterns
            .into_iter()
            .map(|pattern| Pattern { rule: pattern.rule, max_words: pattern.max_words, source: pattern.source, compiled: OnceCell::new() })
            .collect();
        Ok(Self { phrases: Phrases::new(program.phrases, program.longest_start), literals, uses, patterns, always })
    }

    /// The rules of which some phrase is all of a folded line, regular expressions aside.
    pub(crate) fn whole(&self, folded: &str) -> impl Iterator<Item = RuleIndex> + '_ {
        let mut hash = Hash::default();
        folded.bytes().for_each(|byte| hash.add(byte));
        self.phrases.get(hash.finish()).filter(|(_, limit)| *limit == WHOLE_LINE).map(|(rule, _)| rule)
    }

    /// Calls `found` for each rule that a folded line matches, in no order, perhaps more than once.
    pub(crate) fn matches(&self, folded: &str, mut found: impl FnMut(RuleIndex)) {
        if folded.is_empty() {
            return;
        }
        let mut words = None;
        let mut short_enough = |limit: u32| limit == UNLIMITED || limit as usize >= *words.get_or_insert_with(|| count_words(folded));
        self.phrases.matches(folded, &mut found, &mut short_enough);
        let mut last_tried = u32::MAX;
        for hit in self.literals.iter().flat_map(|literals| literals.find_overlapping_iter(folded)) {
            match self.uses[hit.pattern().as_usize()] {
                Use::End(rule, max_words) => {
                    if hit.end() == folded.len() && is_word_boundary(folded, hit.start()) && short_enough(max_words) {
                        found(rule);
                    }
                }
                Use::Inner(rule, max_words) => {
                    if is_word_boundary(folded, hit.start()) && is_word_boundary(folded, hit.end()) && short_enough(max_words) {
                        found(rule);
                    }
                }
                Use::Trigger(index) if index != last_tried => {
                    last_tried = index;
                    self.patterns[index as usize].try_on(folded, &mut found, &mut short_enough);
                }
                Use::Trigger(_) => {}
            }
        }
        for &index in &self.always {
            self.patterns[index as usize].try_on(folded, &mut found, &mut short_enough);
        }
    }
}

impl Pattern {
    fn try_on(&self, folded: &str, found: &mut impl FnMut(RuleIndex), short_enough: &mut impl FnMut(u32) -> bool) {
        if !short_enough(self.max_words) {
            return;
        }
        // That it compiles was seen when a user's pack was read, and by the tests for the built-in ones.
        let compiled = self.compiled.get_or_init(|| Regex::new(&format!("^(?:{})$", self.source)).ok());
        if compiled.as_ref().is_some_and(|regex| regex.is_match(folded)) {
            found(self.rule);
        }
    }
}

/// Hashes of whole lines and of beginnings of lines.
#[derive(Debug)]
struct Phrases {
    /// Hash, rule, limit of words; sorted.
    entries: Vec<(u64, RuleIndex, u32)>,
    /// Where the entries begin whose hash has these [`Self::BITS`] first.
    buckets: Vec<u32>,
    longest_start: usize,
}

impl Phrases {
    const BITS: u32 = 16;

    fn new(mut entries: Vec<(u64, RuleIndex, u32)>, longest_start: usize) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut buckets = vec![0; (1 << Self::BITS) + 1];
        for (hash, ..) in &entries {
            buckets[Self::bucket(*hash) + 1] += 1;
        }
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { entries, buckets, longest_start }
    }

    fn bucket(hash: u64) -> usize {
        (hash >> (64 - Self::BITS)) as usize
    }

    fn get(&self, hash: u64) -> impl Iterator<Item = (RuleIndex, u32)> + '_ {
        let bucket = Self::bucket(hash);
        let entries = &self.entries[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        entries.iter().filter(move |(of, ..)| *of == hash).map(|(_, rule, limit)| (*rule, *limit))
    }

    /// Looks up the line, and every beginning of it that ends a word.
    fn matches(&self, folded: &str, found: &mut impl FnMut(RuleIndex), short_enough: &mut impl FnMut(u32) -> bool) {
        let mut hash = Hash::default();
        let mut before = ' ';
        for (at, c) in folded.char_indices() {
            if at > 0 && at <= self.longest_start {
                let ends_word = is_unspaced(before) || is_unspaced(c) || !before.is_alphanumeric() || !c.is_alphanumeric();
                if ends_word {
                    for (rule, limit) in self.get(hash.finish()) {
                        if limit != WHOLE_LINE && short_enough(limit) {
                            found(rule);
                        }
                    }
                }
            }
            folded.as_bytes()[at..at + c.len_utf8()].iter().for_each(|&byte| hash.add(byte));
            before = c;
        }
        for (rule, limit) in self.get(hash.finish()) {
            if limit == WHOLE_LINE || short_enough(limit) {
                found(rule);
            }
        }
    }
}
