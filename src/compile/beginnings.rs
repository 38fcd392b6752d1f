//! With which words lines may begin that some rule matches from their beginning, for the glance at long lines.

use std::collections::BTreeMap;

use super::gate::{Filter, IS_PIECE, longest_piece, word};
use super::runs::Runs;

/// Lines with fewer spaces are not asked about, so that shorter phrases need not be known, which are most.
const SPACES: u8 = 8;

/// Collects beginnings.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// A first word and the second one, zero where that is all the same, and the most spaces of a line.
    pairs: BTreeMap<(u64, u64), u8>,
    /// Pieces of first words.
    pieces: BTreeMap<u64, u8>,
}

impl Builder {
    /// Adds a folded text of whole words.
    pub(crate) fn add(&mut self, text: &str, most_spaces: u8) {
        let (first, rest) = split(text);
        if !text.is_ascii() || first.is_empty() || most_spaces < SPACES {
            // The lines that are asked about are in ASCII and begin with a letter.
            return;
        }
        let second = split(rest.strip_prefix(' ').unwrap_or(rest)).0;
        let most = self.pairs.entry((word(first.as_bytes()), word(second.as_bytes()))).or_default();
        *most = most_spaces.max(*most);
    }

    /// Adds the beginning of a folded text, of which the last word may go on.
    pub(crate) fn add_piece(&mut self, text: &str, most_spaces: u8) {
        let (first, rest) = split(text);
        if !rest.is_empty() {
            self.add(first, if text.is_ascii() { most_spaces } else { 0 });
        } else if !first.is_empty() && most_spaces >= SPACES {
            let most = self.pieces.entry(word(first.as_bytes())).or_default();
            *most = most_spaces.max(*most);
        }
    }

    pub(crate) fn build(&self) -> Parts {
        let pairs = self.pairs.iter().map(|((first, second), most)| (*first, *second, *most)).collect();
        Parts { pairs, pieces: self.pieces.iter().map(|(word, most)| (*word, *most)).collect() }
    }
}

/// What beginnings consist of when they are built.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) pairs: Vec<(u64, u64, u8)>,
    pub(crate) pieces: Vec<(u64, u8)>,
}

/// The letters that a folded text begins with, and the rest.
fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(text.len()))
}

/// Beginnings as they are asked for.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// The most spaces of a line that begins with two words, or with a word and anything behind it, by their hash.
    pairs: Box<[u8; 1 << Self::BITS]>,
    pieces: Filter,
    /// The same of pieces of one to three letters, by the first three letters of the word.
    short: Box<[u8; 1 << 15]>,
}

impl Beginnings {
    const BITS: u32 = 18;
    /// Letters of a short piece.
    const SHORT: usize = 3;

    pub(crate) fn new(builder: &Builder) -> Self {
        let Parts { pairs, pieces } = builder.build();
        Self::from_parts(pairs, pieces)
    }

    /// Of what was built before.
    pub(crate) fn from_parts(pairs: impl IntoIterator<Item = (u64, u64, u8)>, pieces: impl IntoIterator<Item = (u64, u8)>) -> Self {
        let mut all = Box::new([0; 1 << Self::BITS]);
        for (first, second, spaces) in pairs {
            let place = &mut all[Self::place(first, second)];
            *place = spaces.max(*place);
        }
        let mut short = Box::new([0; 1 << 15]);
        let mut long = Vec::new();
        for (letters, spaces) in pieces {
            if letters >> (8 * Self::SHORT) != 0 {
                long.push((longest_piece(letters) | IS_PIECE, spaces));
                continue;
            }
            let len = letters.to_le_bytes().iter().position(|letter| *letter == 0).unwrap_or(Self::SHORT);
            // Whatever letters follow it.
            short.iter_mut().skip(Self::short(letters)).step_by(1 << (5 * len)).for_each(|most| *most = spaces.max(*most));
        }
        Self { pairs: all, pieces: Filter::new(long), short }
    }

    /// Five bits for each of the first three letters.
    fn short(word: u64) -> usize {
        (0..Self::SHORT).map(|at| (word as usize >> (8 * at) & 0x1F) << (5 * at)).sum()
    }

    fn place(first: u64, second: u64) -> usize {
        let mixed = first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0x517C_C1B7_2722_0A95).rotate_left(29);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - Self::BITS)) as usize
    }

    /// Whether some rule may match a plain line from its beginning; none where that must be found out in another way.
    pub(crate) fn may_begin(&self, line: &str, runs: &Runs) -> Option<bool> {
        let (&first, rest) = runs.words().split_first()?;
        let spaces = runs.spaces();
        let has = |second: u64| self.pairs[Self::place(first, second)] >= spaces;
        // What stands before the first of these is left out when the line is folded.
        let stays = |byte: &u8| byte.is_ascii_alphanumeric() || b"%&?@$".contains(byte);
        let is_known = spaces >= SPACES && line.bytes().find(stays).is_some_and(|byte| byte.is_ascii_alphabetic());
        is_known.then(|| {
            let has_pair = has(0) || rest.first().is_some_and(|second| has(*second));
            has_pair || self.pieces.has(first, spaces) || self.short[Self::short(first)] >= spaces
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_words_or_pieces_of_them() {
        let mut builder = Builder::default();
        builder.add("sign up", 12);
        builder.add("thanks", 12);
        builder.add("top #", 12);
        builder.add("in short", 7);
        builder.add("été", 20);
        builder.add_piece("subscri", 255);
        builder.add_piece("al", 20);
        builder.add_piece("get the be", 20);
        let beginnings = Beginnings::new(&builder);
        let may_begin = |line: &str| {
            let mut runs = Runs::default();
            assert!(runs.read(line));
            beginnings.may_begin(line, &runs)
        };
        const REST: &str = "it was for all who were there on that day";
        for line in ["Sign up", "Thanks, all", "Thank's", "Top 10", "Top", "Subscribers", "Get a", "Also", "Al"] {
            assert_eq!(may_begin(&format!("{line} {REST}")), Some(true), "{line}");
        }
        for line in ["Sign in", "Signs up", "Thank", "In short", "Subs", "Gets", "Am"] {
            assert_eq!(may_begin(&format!("{line} {REST}")), Some(false), "{line}");
        }
        assert_eq!(may_begin(&format!("Sign up {REST} and on the day after")), Some(false));
        assert_eq!(may_begin(&format!("Subscribe {}", "a ".repeat(290))), Some(true));
        assert_eq!(may_begin(&format!("“Sign up” {REST}")), Some(true));
        assert_eq!(may_begin(&format!("— 'Sign in' {REST}")), Some(false));
        assert_eq!([may_begin(&format!("“5 {REST}")), may_begin(&format!("? {REST}")), may_begin("Thank you"), may_begin("")], [None; 4]);
    }
}
