//! Tells of most lines of running text that no pattern matches them, before they are folded.
//!
//! Of each phrase and pattern that may begin anywhere in a line it is known which words a line must have for it: for up to four sets of
//! words that it cannot do without, the rarest, a word of each; and how many words the longest line has. Few lines of prose have all words of some pattern and
//! are short enough for it. The gate reads lines as they are, so it sees only those that folding leaves alone but for case, numbers and
//! punctuation: ASCII with typographic quotes, dashes and the like.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::frequent::share_of_lines;
use super::table::{self, Table};
use crate::bytes::{bits, each, first_beyond_ascii, letters, padded};

/// So many spaces or more, which is no limit.
pub(crate) const ANY: u8 = u8::MAX;
/// The sets of a pattern that are looked at: so many, and while more than a few lines have all of them, also those that so many lines have.
const SETS: usize = 4;
const RARE: f64 = 0.15;
const FEW: f64 = 0.002;
const COMMON: f64 = 0.7;

/// Letters of a word that are looked at, and of a piece of one. Of a shorter piece there are many, up to a length that is avoided.
const WHOLE: usize = 8;
const PIECE: usize = 4;
const SHORTEST: usize = 3;

/// What must be in a line: a word or a piece, and the word right before it, zero if that is all the same.
type Key = (u64, u64);
/// Words of which a line has one.
type Set = BTreeSet<Key>;

/// Marks a word that is a piece, one that is looked for behind another, and a set that is the rarest of some pattern.
const IS_PIECE: u64 = 1 << 63;
const IS_SECOND: u64 = 1 << 55;
const IS_FIRST: u16 = 1 << 15;

/// Of any number, and the share of lines that have one.
const NUMBER: Key = (1, 0);
const NUMBER_SHARE: f64 = 0.35;

/// Collects a gate.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    sets: BTreeMap<Set, u16>,
    /// For the sets of each pattern the most spaces of a line.
    wants: BTreeMap<Vec<u16>, u8>,
    /// The most spaces of a line of which nothing can be said.
    anything: u8,
}

/// Folded texts, each of which may stand at the beginning of any word; the last word of a piece may go on.
pub(crate) type Texts<'t> = Vec<(&'t str, bool)>;

impl Builder {
    /// Adds a phrase or a pattern by sets of texts, of each of which all its matches have one.
    pub(crate) fn add(&mut self, sets: &[Texts<'_>], most_spaces: u8) {
        let keys = |shortest| sets.iter().filter_map(|texts| set(texts, shortest)).collect::<Vec<_>>();
        let mut sets = keys(SHORTEST);
        if sets.is_empty() {
            sets = keys(1);
        }
        sets.sort_by(|(one_set, one), (other_set, other)| one.total_cmp(other).then_with(|| one_set.cmp(other_set)));
        let mut wanted: Vec<u16> = Vec::new();
        let mut all = 1.0;
        for (set, share) in sets {
            if set.is_empty() {
                // Of texts that no line has which is asked about.
                return;
            }
            let next = self.sets.len() as u16;
            let is_new = !self.sets.get(&set).is_some_and(|known| wanted.contains(known));
            if is_new && wanted.len() < SETS && share < if all > FEW { COMMON } else { RARE } {
                all *= share;
                wanted.push(*self.sets.entry(set).or_insert(next));
            }
        }
        if wanted.is_empty() {
            self.anything = self.anything.max(most_spaces);
        } else {
            let most = self.wants.entry(wanted).or_default();
            *most = (*most).max(most_spaces);
        }
    }

    /// What a gate is built from.
    pub(crate) fn build(&self) -> Parts {
        let mut most_of_set = vec![0; self.sets.len()];
        let mut wants = vec![Vec::new(); self.sets.len()];
        for (wanted, most) in &self.wants {
            for set in wanted {
                most_of_set[usize::from(*set)] = u32::from(*most).max(most_of_set[usize::from(*set)]);
            }
            wants[usize::from(wanted[0])].push((wanted, *most));
        }
        let mut of_key: BTreeMap<Key, (u32, Vec<u16>)> = BTreeMap::new();
        for (keys, set) in &self.sets {
            for key in keys {
                let (most, sets) = of_key.entry(*key).or_default();
                *most = most_of_set[usize::from(*set)].max(*most);
                sets.push(*set);
            }
        }
        let is_first = |set: &u16| if wants[usize::from(*set)].is_empty() { 0 } else { IS_FIRST };
        let words = of_key.keys().map(|(word, before)| if *before == 0 { *word } else { word | IS_SECOND }).collect();
        let mut lists = Vec::new();
        let mut keys = BTreeMap::new();
        for (key, (most, sets)) in of_key {
            keys.insert(hash(key), (lists.len() as u32) << 8 | most);
            lists.push(sets.len() as u16);
            lists.extend(sets.iter().map(|set| set | is_first(set)));
        }
        let mut firsts = Vec::new();
        for wants in wants {
            firsts.push(lists.len() as u32);
            lists.push(wants.len() as u16);
            for (wanted, most) in wants {
                lists.push((wanted.len() as u16 - 1) << 8 | u16::from(most));
                lists.extend(&wanted[1..]);
            }
        }
        let (slots, bits) = table::build(&keys);
        Parts { slots, bits, words, lists, firsts, anything: self.anything }
    }
}

/// What a gate consists of.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The table of keys, see [`table::build`]; to each belong the most spaces of a line and, above these eight bits, the place of its sets in `lists`.
    pub(crate) slots: Vec<[u8; 12]>,
    pub(crate) bits: Vec<u8>,
    /// The words and pieces of all keys.
    pub(crate) words: BTreeSet<u64>,
    /// After its length, each list: sets of a key, those marked that are the rarest of some pattern, and patterns by their rarest set, each as the most spaces of a line, above these eight bits
    /// the number of its other sets, and these.
    pub(crate) lists: Vec<u16>,
    /// For each set the place of its list of patterns.
    pub(crate) firsts: Vec<u32>,
    pub(crate) anything: u8,
}

/// The keys of some texts, and the share of lines that have one of them. None if a text has neither letters nor a number.
fn set(texts: &Texts<'_>, shortest: usize) -> Option<(Set, f64)> {
    // Lines that have such letters are not asked about.
    let is_possible = |text: &str| !text.contains(|c: char| c.is_alphanumeric() && !c.is_ascii());
    let mut keys = Set::new();
    let mut all = 0.0;
    let is_number = |text: &str| text.contains('#');
    let has_number = texts.iter().any(|(text, _)| is_number(text) && !text.contains(char::is_alphabetic));
    for (text, is_piece) in texts {
        if has_number && is_number(text) {
            keys.insert(NUMBER);
        } else if is_possible(text) {
            let (share, rarest) = rarest(text, *is_piece, shortest)?;
            all += share;
            keys.extend(rarest);
        }
    }
    Some((keys, if has_number { all + NUMBER_SHARE } else { all }))
}

/// The rarest word of a text, or two that follow each other, and the share of lines that have them.
fn rarest(text: &str, is_piece: bool, shortest: usize) -> Option<(f64, Vec<Key>)> {
    let mut best: Option<(f64, Vec<Key>)> = None;
    let mut before = None;
    let words = text.split_inclusive(|c: char| !c.is_ascii_lowercase());
    let mut at = 0;
    for piece in words {
        at += piece.len();
        let run = piece.trim_end_matches(|c: char| !c.is_ascii_lowercase());
        if run.is_empty() {
            before = None;
            continue;
        }
        let is_open = is_piece && at == text.len() && run.len() == piece.len();
        if is_open && run.len() < shortest {
            continue;
        }
        let share = share_of_lines(run, is_open);
        let after = before.map_or(0, |(_, key)| key);
        let mut candidates = vec![(share, keys(run, is_open, 0))];
        if let Some((share_before, _)) = before {
            candidates.push((share * share_before * 0.3, keys(run, is_open, after)));
        }
        for (share, keys) in candidates {
            if best.as_ref().is_none_or(|(least, _)| share < *least) {
                best = Some((share, keys));
            }
        }
        before = piece.ends_with(' ').then(|| (share, word(run.as_bytes())));
    }
    best
}

/// The keys of a word that stands right behind another, zero if it is all the same behind which.
fn keys(run: &str, is_piece: bool, before: u64) -> Vec<Key> {
    if !is_piece {
        return vec![(word(run.as_bytes()), before)];
    }
    let mut all = vec![run.as_bytes()[..run.len().min(PIECE)].to_vec()];
    // What may follow a short one: letters, or nothing.
    for at in run.len()..PIECE {
        let longer: Vec<_> =
            all.iter().filter(|key| key.len() == at).flat_map(|key| (b'a'..=b'z').map(|letter| [&**key, &[letter]].concat())).collect();
        all.extend(longer);
    }
    all.iter().map(|key| (word(key) | IS_PIECE, before)).collect()
}

/// A set of words by their hashes.
type Bits = [u64; BITS / 64];
const BITS: usize = 1 << 16;

/// The gate as it is asked.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Which words some key is of alone, which behind another, and the same of pieces: nearly all words of prose need not be looked up.
    known: Box<[Bits; 4]>,
    keys: Table,
    lists: Cow<'static, [u16]>,
    firsts: Cow<'static, [u32]>,
    anything: u8,
}

impl Gate {
    pub(crate) fn new(builder: &Builder) -> Self {
        let parts = builder.build();
        Self::from_parts(Table::from_parts(parts.slots, parts.bits), parts.lists, parts.firsts, parts.words, parts.anything)
    }

    /// A gate of what was built before.
    pub(crate) fn from_parts(
        keys: Table,
        lists: impl Into<Cow<'static, [u16]>>,
        firsts: impl Into<Cow<'static, [u32]>>,
        words: impl IntoIterator<Item = u64>,
        anything: u8,
    ) -> Self {
        let mut known = Box::new([[0; BITS / 64]; 4]);
        for word in words {
            let kind = 2 * usize::from(word & IS_PIECE != 0) + usize::from(word & IS_SECOND != 0);
            let bit = bit(word & !(IS_PIECE | IS_SECOND));
            known[kind][bit / 64] |= 1 << (bit % 64);
        }
        Self { known, keys, lists: lists.into(), firsts: firsts.into(), anything }
    }

    /// Whether some phrase or pattern may match a line that [is plain](is_plain) and has at least so many spaces once it is folded.
    pub(crate) fn is_open(&self, line: &str, spaces: u8) -> bool {
        if self.anything >= spaces {
            return true;
        }
        let mut met = Met::new();
        let mut meet = |key: Key| {
            if let Some(value) = self.keys.get(hash(key))
                && value as u8 >= spaces
            {
                self.list(value >> 8).iter().for_each(|set| met.add(*set));
            }
        };
        let [alone, second, piece, second_piece] = &*self.known;
        let is_set = |bits: &Bits, bit: usize| bits[bit / 64] >> (bit % 64) & 1 != 0;
        each_run(line.as_bytes(), |run, before| {
            let at = bit(run);
            if is_set(alone, at) {
                meet((run, 0));
            }
            if is_set(second, at) {
                meet((run, before));
            }
            let run = run & PIECE_MASK;
            let at = bit(run);
            if is_set(piece, at) {
                meet((run | IS_PIECE, 0));
            }
            if is_set(second_piece, at) {
                meet((run | IS_PIECE, before));
            }
        });
        // Without a way out of the loop, so that many bytes are looked at at once.
        if line.bytes().fold(false, |found, byte| found | byte.is_ascii_digit()) {
            meet(NUMBER);
        }
        met.is_full() || met.firsts().iter().any(|set| self.is_wanted(*set, spaces, &met))
    }

    /// Whether a pattern of which this set is the rarest may match a line.
    fn is_wanted(&self, set: u16, spaces: u8, met: &Met) -> bool {
        let at = self.firsts[usize::from(set)] as usize;
        let mut rest = &self.lists[at + 1..];
        (0..self.lists[at]).any(|_| {
            let (others, most) = (usize::from(rest[0] >> 8), rest[0] as u8);
            let is_met = most >= spaces && rest[1..=others].iter().all(|set| met.has(*set));
            rest = &rest[1 + others..];
            is_met
        })
    }

    fn list(&self, at: u32) -> &[u16] {
        let at = at as usize;
        &self.lists[at + 1..][..usize::from(self.lists[at])]
    }
}

/// Which sets a line has a word of.
#[derive(Debug)]
struct Met {
    /// Of sets whose numbers are congruent it is enough that one is met.
    bits: [u64; Self::SETS / 64],
    firsts: [u16; Self::FIRSTS],
    len: usize,
}

impl Met {
    const SETS: usize = 1 << 11;
    /// More sets that are the rarest of some pattern than prose has.
    const FIRSTS: usize = 64;

    fn new() -> Self {
        Self { bits: [0; Self::SETS / 64], firsts: [0; Self::FIRSTS], len: 0 }
    }

    fn add(&mut self, set: u16) {
        let bit = usize::from(set & !IS_FIRST) % Self::SETS;
        let bits = &mut self.bits[bit / 64];
        if set & IS_FIRST != 0 && *bits >> (bit % 64) & 1 == 0 && self.len < Self::FIRSTS {
            self.firsts[self.len] = set & !IS_FIRST;
            self.len += 1;
        }
        *bits |= 1 << (bit % 64);
    }

    fn is_full(&self) -> bool {
        self.len == Self::FIRSTS
    }

    fn has(&self, set: u16) -> bool {
        let bit = usize::from(set) % Self::SETS;
        self.bits[bit / 64] >> (bit % 64) & 1 != 0
    }

    fn firsts(&self) -> &[u16] {
        &self.firsts[..self.len]
    }
}

const PIECE_MASK: u64 = (1 << (8 * PIECE)) - 1;

fn word(letters: &[u8]) -> u64 {
    let mut word = [0; WHOLE];
    let len = letters.len().min(WHOLE);
    word[..len].copy_from_slice(&letters[..len]);
    u64::from_le_bytes(word)
}

/// The place of a word among the bits of those that are looked up.
fn bit(word: u64) -> usize {
    (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

fn hash((word, before): Key) -> u64 {
    let mixed = (word ^ before.wrapping_mul(0x517C_C1B7_2722_0A95).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 32)).max(1)
}

/// Calls `found` with the first eight letters of each run of letters, in lower case, and those of the run before. Apostrophes in a run are left out, as
/// they are when the line is folded.
fn each_run(line: &[u8], mut found: impl FnMut(u64, u64)) {
    const STEP: usize = 64 - WHOLE;
    /// The bytes of a word that belong to a run of this length.
    const MASKS: [u64; WHOLE + 1] = {
        let mut masks = [u64::MAX; WHOLE + 1];
        let mut len = 0;
        while len < WHOLE {
            masks[len] = (1 << (8 * len)) - 1;
            len += 1;
        }
        masks
    };
    let mut before = 0;
    // Where a run ends that goes on behind an apostrophe.
    let mut joined_to = 0;
    let mut is_letter_before = 0;
    for at in (0..line.len()).step_by(STEP) {
        // A bit for each letter; the beginnings of runs among the last ones are found by the next step.
        let mut mask = 0;
        for (part, start) in (at..line.len().min(at + 64)).step_by(8).enumerate() {
            mask |= bits(letters(u64::from_le_bytes(padded(&line[start..])))) << (8 * part);
        }
        let mut starts = mask & !(mask << 1 | is_letter_before) & (u64::MAX >> WHOLE);
        is_letter_before = mask >> (STEP - 1) & 1;
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            let start = at + bit as usize;
            if start < joined_to {
                continue;
            }
            let len = (!(mask >> bit)).trailing_zeros() as usize;
            let mut run = (u64::from_le_bytes(padded(&line[start..])) | each(0x20)) & MASKS[len.min(WHOLE)];
            if len >= WHOLE || matches!(line.get(start + len), Some(b'\'' | b'`' | 0xE2)) {
                (run, joined_to) = joined(line, start);
            }
            found(run, before);
            before = run;
        }
    }
}

/// The first letters of a run that apostrophes may be part of, and where it ends.
fn joined(line: &[u8], start: usize) -> (u64, usize) {
    let mut run = [0; WHOLE];
    let mut len = 0;
    let mut at = start;
    loop {
        match &line[at..] {
            [letter, ..] if letter.is_ascii_alphabetic() => {
                if len < WHOLE {
                    run[len] = letter.to_ascii_lowercase();
                    len += 1;
                }
                at += 1;
            }
            [b'\'' | b'`', ..] => at += 1,
            [0xE2, 0x80, 0x98 | 0x99 | 0x9B, ..] => at += 3,
            _ => return (u64::from_le_bytes(run), at),
        }
    }
}

/// Whether folding leaves all letters of a line as they are, but for their case.
pub(crate) fn is_plain(line: &str) -> bool {
    let mut rest = line.as_bytes();
    while let Some(at) = first_beyond_ascii(rest) {
        rest = match &rest[at..] {
            // Dashes, quotes, dots, and fixed spaces.
            [0xE2, 0x80, 0x90..=0xA7, rest @ ..] | [0xC2, 0xA0 | 0xAB | 0xBB, rest @ ..] => rest,
            _ => return false,
        };
    }
    true
}

/// How many spaces a plain line has at least once it is folded.
pub(crate) fn least_spaces(line: &str) -> u8 {
    let line = line.as_bytes();
    let is_letter = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let mut spaces: usize = 0;
    if let (Some(middle), Some(after)) = (line.get(1..), line.get(2..)) {
        // In pieces whose count fits into a byte, which the compiler counts many at a time.
        for ((before, space), after) in line.chunks(255).zip(middle.chunks(255)).zip(after.chunks(255)) {
            let between = before.iter().zip(space).zip(after);
            let is_between =
                |((before, space), after): ((&u8, &u8), &u8)| u8::from(is_letter(*before) & (*space == b' ') & is_letter(*after));
            spaces += usize::from(between.map(is_between).sum::<u8>());
        }
    }
    spaces.try_into().unwrap_or(ANY)
}
#[cfg(test)]
mod tests {
    use super::*;

    fn runs(line: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_run(line.as_bytes(), |run, _| {
            all.push(String::from_utf8_lossy(&run.to_le_bytes()).trim_end_matches('\0').to_owned());
        });
        all
    }

    #[test]
    fn runs_are_the_words_of_the_folded_line() {
        assert_eq!(runs("It's the l’article of O'Neil-Smith, 5km"), ["its", "the", "larticle", "of", "oneil", "smith", "km"]);
        assert_eq!(runs("'Advertisement' — don’t"), ["advertis", "dont"]);
        assert_eq!(runs("abcdefgh'ijk lmnopqrs—tuv"), ["abcdefgh", "lmnopqrs", "tuv"]);
        assert_eq!(runs(""), [""; 0]);
        for line in ["Don't you — 'really' — see that it’s the cat's? No: the dogs’.", "a b-c d.e f'g' h"] {
            let folded = crate::fold(line);
            let words = folded.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty());
            assert_eq!(runs(line), words.map(|word| word.chars().take(WHOLE).collect::<String>()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn spaces_are_never_more_than_those_of_the_folded_line() {
        for line in ["", "a", "a b", "a  b - c 5 mil d", "It rained on Monday, and 12 000 people stayed at home.", &"word ".repeat(300)] {
            let folded = crate::fold(line).bytes().filter(|byte| *byte == b' ').count();
            assert!(usize::from(least_spaces(line)) <= folded, "{line}");
        }
        assert_eq!(least_spaces("It rained on Monday"), 3);
    }

    #[test]
    fn a_line_needs_a_word_of_each_set_and_must_be_short_enough() {
        let mut builder = Builder::default();
        builder.add(&[vec![("our newsletter", false)]], 9);
        builder.add(&[vec![("cookie", true)], vec![("this site", false), ("we", false)]], 20);
        let gate = Gate::new(&builder);
        let is_open = |line, spaces| gate.is_open(line, spaces);
        assert!(is_open("Read our Newsletter today", 3) && !is_open("Read our newsletter today", 10));
        assert!(!is_open("The newsletter is our best", 4));
        assert!(is_open("Cookies are what we use", 4) && !is_open("Cookies are good", 2) && !is_open("what we use", 2));
        builder.add(&[vec![("%", false)]], 5);
        let gate = Gate::new(&builder);
        assert!(gate.is_open("anything", 5) && !gate.is_open("anything", 6));
    }
}
