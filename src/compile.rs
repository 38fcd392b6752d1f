//! What rules look for, in the form that the scan uses. Shared with the build script, which compiles the built-in packs, so that a
//! program does not spend its start on reading them.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind};

use crate::fold::fold_phrase;

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
pub(crate) const UNLIMITED: u32 = u32::MAX;

/// What the rules of a program look for. A rule is its index in some table.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// Hash, rule, and the longest line for the beginning of a line; whole lines have [`WHOLE_LINE`] there.
    pub(crate) phrases: Vec<(u64, u32, u32)>,
    /// The longest phrase in bytes that a line may begin with.
    pub(crate) longest_start: usize,
    /// Literals for one automaton.
    pub(crate) literals: Vec<(Vec<u8>, Use)>,
    /// Regular expressions over the whole folded line.
    pub(crate) patterns: Vec<Pattern>,
    /// Exact text that goes from within a line, and its rule.
    pub(crate) inline: Vec<(String, u32)>,
}

/// In place of a limit of words: the phrase is the whole line.
pub(crate) const WHOLE_LINE: u32 = 0;

/// What it means that a literal stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The rule matches if the literal ends the line, which has at most so many words.
    End(u32, u32),
    /// The rule matches if the line has at most so many words.
    Inner(u32, u32),
    /// The pattern with this index is worth trying.
    Trigger(u32),
}

#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) rule: u32,
    pub(crate) max_words: u32,
    pub(crate) source: String,
    /// Whether it must be tried on every line, for it has no literal.
    pub(crate) always: bool,
}

impl Program {
    /// Adds a rule's patterns.
    pub(crate) fn add(&mut self, rule: u32, patterns: &Patterns<'_>) -> Result<(), String> {
        let max_words = patterns.max_words.map_or(UNLIMITED, |words| u32::try_from(words).unwrap_or(UNLIMITED).max(1));
        let limited = [patterns.starts, patterns.ends, patterns.contains].concat();
        if !limited.is_empty() && patterns.max_words.is_none() {
            return Err("`starts`, `ends` and `contains` need `max_words`, the longest line they may remove".into());
        }
        if limited.is_empty() && [patterns.lines, patterns.row, patterns.regex, patterns.inline].iter().all(|list| list.is_empty()) {
            return Err("needs at least one of `lines`, `starts`, `ends`, `contains`, `row`, `regex`, `inline`".into());
        }
        for line in patterns.lines {
            match folded(line)? {
                Phrase::Plain(phrase) => self.phrases.push((hash(&phrase), rule, WHOLE_LINE)),
                Phrase::Wild(pattern) => self.add_pattern(rule, UNLIMITED, pattern)?,
            }
        }
        for start in patterns.starts {
            match folded(start)? {
                Phrase::Plain(phrase) => {
                    self.longest_start = self.longest_start.max(phrase.len());
                    self.phrases.push((hash(&phrase), rule, max_words));
                }
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, format!("{pattern}(?: .*)?"))?,
            }
        }
        for end in patterns.ends {
            match folded(end)? {
                Phrase::Plain(phrase) => self.literals.push((phrase.into_bytes(), Use::End(rule, max_words))),
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, format!("(?:.* )?{pattern}"))?,
            }
        }
        for inner in patterns.contains {
            match folded(inner)? {
                Phrase::Plain(phrase) => self.literals.push((phrase.into_bytes(), Use::Inner(rule, max_words))),
                Phrase::Wild(pattern) => self.add_pattern(rule, max_words, format!("(?:.* )?{pattern}(?: .*)?"))?,
            }
        }
        if !patterns.row.is_empty() {
            self.add_pattern(rule, UNLIMITED, row(patterns.row)?)?;
        }
        for pattern in patterns.regex {
            self.add_pattern(rule, max_words, pattern.clone())?;
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

    fn add_pattern(&mut self, rule: u32, max_words: u32, source: String) -> Result<(), String> {
        let index = self.patterns.len() as u32;
        let triggers = triggers(&source).map_err(|error| format!("`{source}` is not a regular expression: {error}"))?;
        let always = triggers.is_none();
        self.literals.extend(triggers.into_iter().flatten().map(|literal| (literal, Use::Trigger(index))));
        self.patterns.push(Pattern { rule, max_words, source, always });
        Ok(())
    }
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

/// Literals of which each match of the pattern has at least one; none where there are no good ones.
fn triggers(pattern: &str) -> Result<Option<Vec<Vec<u8>>>, String> {
    let hir = regex_syntax::parse(pattern).map_err(|error| error.to_string())?;
    let mut candidates = vec![literals(ExtractKind::Suffix, &hir), literals(ExtractKind::Prefix, &hir)];
    if let HirKind::Concat(parts) = hir.kind() {
        // What follows an optional beginning has to be there too.
        candidates.extend((1..parts.len()).map(|at| literals(ExtractKind::Prefix, &Hir::concat(parts[at..].to_vec()))));
    }
    // The longer the literals, the fewer lines are tried in vain; the fewer, the smaller the automaton.
    let rank = |literals: &Vec<Vec<u8>>| (literals.iter().map(|literal| literal.len().min(5)).min(), std::cmp::Reverse(literals.len()));
    Ok(candidates.into_iter().flatten().max_by_key(rank))
}

fn literals(kind: ExtractKind, hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut seq = Extractor::new().kind(kind).limit_total(32).limit_literal_len(12).extract(hir);
    seq.dedup();
    let literals: Vec<_> = seq.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    (!literals.is_empty() && literals.iter().all(|literal| !literal.is_empty())).then_some(literals)
}

fn hash(text: &str) -> u64 {
    let mut hash = Hash::default();
    text.bytes().for_each(|byte| hash.add(byte));
    hash.finish()
}

/// A hash that can be asked for at every byte. Two of some hundred thousand phrases in the same one of 2^64 places do not happen by chance,
/// so the phrases themselves are not kept.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn add(&mut self, byte: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(byte).wrapping_add(0x9E)).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    pub(crate) fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 29)
    }
}
