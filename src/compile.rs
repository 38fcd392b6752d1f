//! What rules look for, in the form that the scan uses. Shared with the build script, which compiles the built-in packs, so that a
//! program does not spend its start on reading them.

#[path = "compile/anchors.rs"]
mod anchors;
#[path = "compile/beginnings.rs"]
mod beginnings;
#[path = "compile/expressions.rs"]
mod expressions;
#[path = "compile/frequent.rs"]
mod frequent;
#[path = "compile/gate.rs"]
mod gate;
#[path = "compile/letters.rs"]
pub(crate) mod letters;
#[path = "compile/machine.rs"]
mod machine;
#[path = "compile/phrases.rs"]
mod phrases;
#[path = "compile/reach.rs"]
mod reach;
#[path = "compile/runs.rs"]
mod runs;
#[path = "compile/table.rs"]
mod table;
#[path = "compile/words.rs"]
mod words;

pub(crate) use beginnings::Beginnings;
pub(crate) use gate::{Built, Gate};
pub(crate) use machine::{Machine, Turns};
#[allow(unused_imports, reason = "of the build script")]
pub(crate) use phrases::Parts as PhraseParts;
pub(crate) use phrases::{Builder, Phrases, Then};
pub(crate) use runs::Runs;
pub(crate) use table::Table;
pub(crate) use words::{Pieces, Words};

use crate::fold::{count_words, fold_phrase};

/// The patterns of a rule as they were written.
#[derive(Debug)]
pub(crate) struct Patterns<'r> {
    pub(crate) lines: &'r [String],
    pub(crate) starts: &'r [String],
    pub(crate) ends: &'r [String],
    pub(crate) contains: &'r [String],
    pub(crate) row: &'r [String],
    pub(crate) regex: &'r [String],
    pub(crate) inline: &'r [String],
    pub(crate) max_words: Option<usize>,
}

/// A shorter text within a line says nothing.
const SHORTEST_INLINE: usize = 6;

/// No limit of words.
pub(crate) const UNLIMITED: u16 = u16::MAX;

/// What the rules of a program look for. A rule is its index in some table.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// Phrases at the beginning of a line, and pieces of its first word with the pattern that is worth trying.
    pub(crate) starts: Builder,
    pub(crate) first: Vec<(Box<[u8]>, u32)>,
    pub(crate) beginnings: beginnings::Builder,
    /// The same at the beginning of any word.
    pub(crate) inner: Builder,
    pub(crate) pieces: Vec<(Box<[u8]>, u32)>,
    /// What is inside of long lines, of most rules and of those that pipelines hardly ever have.
    pub(crate) gates: [gate::Builder; 2],
    /// Regular expressions over the whole folded line, and their instructions.
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) expressions: expressions::Builder,
    /// Exact text that goes from within a line, and its rule.
    pub(crate) inline: Vec<(String, u32)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) rule: u32,
    pub(crate) max_words: u16,
    /// The letters that each match has, and those that a match ends with, see [`letters`].
    pub(crate) letters: u64,
    pub(crate) last: u64,
    /// The fewest and the most bytes of a match, and the most spaces.
    pub(crate) shortest: u16,
    pub(crate) longest: u16,
    pub(crate) most_spaces: u8,
    /// The first of its instructions.
    pub(crate) start: u32,
    /// Whether it must be tried on every line, for it has no anchor.
    pub(crate) always: bool,
}

impl Pattern {
    /// The indices of those that must be tried on every line.
    pub(crate) fn without_anchor(patterns: &[Self]) -> Vec<u32> {
        (0..).zip(patterns).filter(|(_, pattern)| pattern.always).map(|(index, _)| index).collect()
    }
}

impl Program {
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty() && self.inner.is_empty() && self.patterns.is_empty()
    }

    /// Adds a rule's patterns. Of rules that are seldom taken it is said whether some long line may match them apart from others.
    pub(crate) fn add(&mut self, rule: u32, patterns: &Patterns<'_>, is_seldom_taken: bool) -> Result<(), String> {
        let gate = usize::from(is_seldom_taken);
        let max_words = patterns.max_words.map_or(UNLIMITED, |words| u16::try_from(words).unwrap_or(UNLIMITED).max(1));
        let limited = [patterns.starts, patterns.ends, patterns.contains].concat();
        if !limited.is_empty() && patterns.max_words.is_none() {
            return Err("`starts`, `ends` and `contains` need `max_words`, the longest line they may remove".into());
        }
        if limited.is_empty() && [patterns.lines, patterns.row, patterns.regex, patterns.inline].iter().all(|list| list.is_empty()) {
            return Err("needs at least one of `lines`, `starts`, `ends`, `contains`, `row`, `regex`, `inline`".into());
        }
        for line in patterns.lines {
            match folded(line)? {
                Phrase::Plain(phrase) => self.add_start(&phrase, Then::Last(rule, UNLIMITED), spaces_in(&phrase)),
                Phrase::Wild(pattern) => self.add_pattern(rule, UNLIMITED, &pattern, gate)?,
            }
        }
        for start in patterns.starts {
            match folded(start)? {
                Phrase::Plain(phrase) => self.add_start(&phrase, Then::Found(rule, max_words), spaces_of(max_words)),
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, &format!("{pattern}(?: .*)?"), gate)?,
            }
        }
        for end in patterns.ends {
            match folded(end)? {
                Phrase::Plain(phrase) => self.add_inner(&phrase, Then::Last(rule, max_words), spaces_of(max_words), gate),
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, &format!("(?:.* )?{pattern}"), gate)?,
            }
        }
        for inner in patterns.contains {
            match folded(inner)? {
                Phrase::Plain(phrase) => self.add_inner(&phrase, Then::Found(rule, max_words), spaces_of(max_words), gate),
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, &format!("(?:.* )?{pattern}(?: .*)?"), gate)?,
            }
        }
        if !patterns.row.is_empty() {
            self.add_pattern(rule, UNLIMITED, &row(patterns.row)?, gate)?;
        }
        for pattern in patterns.regex {
            self.add_pattern(rule, max_words, pattern, gate)?;
        }
        for literal in patterns.inline {
            let literal = literal.trim();
            if literal.chars().count() < SHORTEST_INLINE {
                return Err(format!("`{literal}` is too short for `inline`, which needs {SHORTEST_INLINE} characters to be sure of"));
            }
            self.inline.push((literal.to_owned(), rule));
        }
        Ok(())
    }

    fn add_pattern(&mut self, rule: u32, max_words: u16, source: &str, gate: usize) -> Result<(), String> {
        let hir = regex_syntax::parse(source).map_err(|error| bad_regex(source, &error))?;
        let index = self.patterns.len() as u32;
        let anchors = anchors::anchors(&hir);
        for whole in anchors.iter().flat_map(|anchors| &anchors.whole) {
            if max_words == UNLIMITED || count_words(whole) <= usize::from(max_words) {
                self.add_start(whole, Then::Last(rule, UNLIMITED), spaces_in(whole));
            }
        }
        let most_spaces =
            reach::most_spaces(&hir).map_or(gate::ANY, |spaces| spaces.try_into().unwrap_or(gate::ANY)).min(spaces_of(max_words));
        let always = match anchors {
            Some(anchors) => {
                if anchors.is_nothing_but_whole() {
                    return Ok(());
                }
                anchors.starts.iter().for_each(|start| self.add_start(start, Then::Try(index), most_spaces));
                anchors.first.iter().for_each(|piece| self.beginnings.add_piece(piece, most_spaces));
                self.first.extend(anchors.first.iter().map(|piece| (piece.as_bytes().into(), index)));
                anchors.inner.iter().for_each(|inner| self.inner.add(inner, Then::Try(index), most_spaces));
                // A plain line has no other letters than those of ASCII.
                if (!anchors.inner.is_empty() || !anchors.pieces.is_empty()) && !anchors::needs_beyond_ascii(&hir) {
                    let all = anchors::all_inside(&hir);
                    // Of what may stand at the beginning the gate knows nothing.
                    let sets: Vec<_> = all.iter().filter(|set| !set.is_at_start()).chain([&anchors]).map(|set| set.texts()).collect();
                    self.gates[gate].add(&sets, most_spaces);
                }
                self.pieces.extend(anchors.pieces.iter().map(|piece| (piece.as_bytes().into(), index)));
                false
            }
            None => true,
        };
        let start = self.expressions.add(&hir).map_err(|error| bad_regex(source, &error))?;
        let bytes = |len: Option<usize>| len.and_then(|len| u16::try_from(len).ok());
        self.patterns.push(Pattern {
            rule,
            max_words,
            letters: letters::required(&hir),
            last: letters::last(&hir),
            shortest: bytes(hir.properties().minimum_len()).unwrap_or(0),
            longest: bytes(hir.properties().maximum_len()).unwrap_or(u16::MAX),
            most_spaces,
            start,
            always,
        });
        Ok(())
    }

    fn add_start(&mut self, text: &str, then: Then, most_spaces: u8) {
        self.starts.add(text, then, most_spaces);
        self.beginnings.add(text, most_spaces);
    }

    fn add_inner(&mut self, phrase: &str, then: Then, most_spaces: u8, gate: usize) {
        self.inner.add(phrase, then, most_spaces);
        self.gates[gate].add(&[vec![(phrase, false)]], most_spaces);
    }
}

/// Whether the rules of a category are taken by few pipelines: no preset cuts by them.
pub(crate) fn is_seldom_taken(category: &str) -> bool {
    matches!(category, "byline" | "caption")
}

/// The spaces of a folded line; 255 are as many as any line has.
pub(crate) fn spaces_in(folded: &str) -> u8 {
    folded.bytes().filter(|byte| *byte == b' ').count().try_into().unwrap_or(gate::ANY)
}

/// The most spaces of a line of so many words.
fn spaces_of(words: u16) -> u8 {
    words.saturating_sub(1).try_into().unwrap_or(gate::ANY)
}

/// Says what is wrong with a regular expression; of a long one it shows the beginning.
fn bad_regex(source: &str, error: &impl std::fmt::Display) -> String {
    const SHOWN: usize = 80;
    let error = error.to_string();
    if source.len() <= SHOWN {
        return format!("`{source}` is not a regular expression: {error}");
    }
    let shown: String = source.chars().take(SHOWN).collect();
    // Above its last line is the whole of it once more.
    let error = error.lines().last().unwrap_or_default();
    format!("`{shown}...` is not a regular expression: {}", error.strip_prefix("error: ").unwrap_or(error))
}

/// A phrase, folded.
enum Phrase {
    Plain(String),
    /// With wildcards, as a regular expression: each `*` stands for one to four words.
    Wild(String),
}

fn folded(phrase: &str) -> Result<Phrase, String> {
    let folded = fold_phrase(phrase);
    if !folded.chars().any(|c| c != '*' && c != ' ') {
        return Err(format!("`{phrase}` is empty once it is folded"));
    }
    if !folded.contains('*') {
        return Ok(Phrase::Plain(folded));
    }
    let parts: Vec<_> = folded.split('*').map(regex_syntax::escape).collect();
    Ok(Phrase::Wild(parts.join("[^ ]+(?: [^ ]+){0,3}")))
}

/// At least four of these phrases one after the other, and nothing else, as a regular expression.
fn row(phrases: &[String]) -> Result<String, String> {
    let mut parts = Vec::new();
    for phrase in phrases {
        parts.push(match folded(phrase)? {
            Phrase::Plain(phrase) => regex_syntax::escape(&phrase),
            Phrase::Wild(pattern) => pattern,
        });
    }
    Ok(format!("(?:(?:{})(?: |$)){{4,}}", parts.join("|")))
}
