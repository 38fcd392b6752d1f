//! Tells of most lines of running text that no pattern matches them, before they are folded.
//!
//! Of each phrase and pattern that may begin anywhere in a line it is known which words a line must have for it: for up to four sets of
//! words that it cannot do without, the rarest, a word of each; and how many words the longest line has. Few lines of prose have all words of some pattern and
//! are short enough for it. The gate is asked about lines as they are, see [`Runs`].
//!
//! Of most lines a small filter tells that they have no word of a rarest set; only where they have one all their words are looked up.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::frequent::share_of_lines;
use super::runs::{Runs, WHOLE};
use super::table::{self, Table};

/// So many spaces or more, which is no limit.
pub(crate) const ANY: u8 = u8::MAX;
/// The sets of a pattern that are looked at: so many, and while more than a few lines have all of them, also those that so many lines have.
const SETS: usize = 4;
const RARE: f64 = 0.15;
const FEW: f64 = 0.002;
const COMMON: f64 = 0.7;

/// Letters of a piece of a word that are looked at: so many, or where it has not as many, fewer. Of a still shorter piece there are many, up to a length
/// that is avoided.
const LONG_PIECE: usize = 6;
const PIECE: usize = 4;
const SHORTEST: usize = 3;

/// What must be in a line: a word or a piece, and the word right before it, zero if that is all the same.
type Key = (u64, u64);
/// Words of which a line has one.
type Set = BTreeSet<Key>;

/// Marks a word that is a piece, one that is looked for behind another, and a set that is the rarest of some pattern.
pub(super) const IS_PIECE: u64 = 1 << 63;
const IS_SECOND: u64 = 1 << 55;
const IS_FIRST: u16 = 1 << 15;
/// Marks a key of which some set is the rarest of a pattern.
const HAS_FIRST: u32 = 1 << 31;

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
        let has_first = |sets: &[u16]| sets.iter().any(|set| is_first(set) != 0);
        let mut rare = BTreeMap::new();
        for (key, (_, sets)) in of_key.iter().filter(|(key, _)| **key != NUMBER) {
            let most = sets.iter().flat_map(|set| &wants[usize::from(*set)]).map(|(_, most)| *most).max();
            if let Some(most) = most {
                let known = rare.entry(rarer(*key)).or_default();
                *known = most.max(*known);
            }
        }
        let mut lists = Vec::new();
        let mut keys = BTreeMap::new();
        for (key, (most, sets)) in of_key {
            let has_first = if has_first(&sets) { HAS_FIRST } else { 0 };
            keys.insert(hash(key), has_first | (lists.len() as u32) << 8 | most);
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
        Parts { slots, bits, words, rare, lists, firsts, anything: self.anything }
    }
}

/// What a gate consists of.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The table of keys, see [`table::build`]; to each belong the most spaces of a line and, above these eight bits, the place of its sets in `lists`, and
    /// whether one is the rarest of some pattern.
    pub(crate) slots: Vec<[u8; 12]>,
    pub(crate) bits: Vec<u8>,
    /// The words and pieces of all keys.
    pub(crate) words: BTreeSet<u64>,
    /// The rarer words and pieces of the keys of rarest sets, and the most spaces of a line for a pattern of these.
    pub(crate) rare: BTreeMap<u64, u8>,
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
    let len = if run.len() < LONG_PIECE { PIECE } else { LONG_PIECE };
    let mut all = vec![run.as_bytes()[..run.len().min(len)].to_vec()];
    // What may follow a short one: letters, or nothing.
    for at in run.len()..PIECE {
        let longer: Vec<_> =
            all.iter().filter(|key| key.len() == at).flat_map(|key| (b'a'..=b'z').map(|letter| [&**key, &[letter]].concat())).collect();
        all.extend(longer);
    }
    all.iter().map(|key| (word(key) | IS_PIECE, before)).collect()
}

/// The word of a key that fewer lines have.
fn rarer((word, before): Key) -> u64 {
    let share = |letters: u64, is_piece| {
        let letters = letters.to_le_bytes();
        let len = letters.iter().position(|letter| *letter == 0).unwrap_or(WHOLE);
        share_of_lines(&String::from_utf8_lossy(&letters[..len]), is_piece)
    };
    let is_piece = word & IS_PIECE != 0;
    if before != 0 && share(before, false) < share(word & !IS_PIECE, is_piece) { before } else { word }
}

/// In which lines a word matters, by its first letters: nearly all words of prose are none of a few thousand, or matter in shorter lines only.
#[derive(Debug)]
pub(super) struct Filter {
    /// The most spaces of a line in which a word matters, by its first six letters, hashed; and for short pieces by their four.
    long: Box<[u8; 1 << Self::LONG_BITS]>,
    short: Box<[u8; 1 << Self::SHORT_BITS]>,
}

impl Filter {
    const LONG_BITS: u32 = 17;
    const SHORT_BITS: u32 = 13;

    /// Of words with the most spaces of a line in which they matter.
    pub(super) fn new(words: impl IntoIterator<Item = (u64, u8)>) -> Self {
        let mut filter = Self { long: Box::new([0; 1 << Self::LONG_BITS]), short: Box::new([0; 1 << Self::SHORT_BITS]) };
        for (word, spaces) in words {
            let letters = word & !IS_PIECE;
            let is_short_piece = word & IS_PIECE != 0 && letters >> (8 * PIECE) == 0;
            let place = if is_short_piece { &mut filter.short[Self::short(letters)] } else { &mut filter.long[Self::long(letters)] };
            // So that zero says that there is none.
            *place = (*place).max(spaces.saturating_add(1));
        }
        filter
    }

    fn long(word: u64) -> usize {
        ((word & first_letters(LONG_PIECE)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - Self::LONG_BITS)) as usize
    }

    fn short(word: u64) -> usize {
        ((word as u32).wrapping_mul(0x9E37_79B1) >> (32 - Self::SHORT_BITS)) as usize
    }

    pub(super) fn has(&self, word: u64, spaces: u8) -> bool {
        self.long[Self::long(word)].max(self.short[Self::short(word)]) > spaces.min(ANY - 1)
    }
}

const fn first_letters(count: usize) -> u64 {
    (1 << (8 * count)) - 1
}

/// A set of words by their hashes.
type Bits = [u64; BITS / 64];
const BITS: usize = 1 << 16;

/// The gate as it is asked.
#[derive(Debug)]
pub(crate) struct Gate {
    rare: Filter,
    /// Which words some key is of alone, which behind another, and the same of pieces: many words of prose need not be looked up.
    known: Box<[Bits; 4]>,
    keys: Table,
    lists: Cow<'static, [u16]>,
    firsts: Cow<'static, [u32]>,
    anything: u8,
}

/// What a gate is made of that was built before.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) keys: Table,
    pub(crate) lists: Cow<'static, [u16]>,
    pub(crate) firsts: Cow<'static, [u32]>,
    pub(crate) anything: u8,
}

impl Gate {
    pub(crate) fn new(builder: &Builder) -> Self {
        let Parts { slots, bits, words, rare, lists, firsts, anything } = builder.build();
        let built = Built { keys: Table::from_parts(slots, bits), lists: lists.into(), firsts: firsts.into(), anything };
        Self::from_parts(built, words, rare)
    }

    pub(crate) fn from_parts(built: Built, words: impl IntoIterator<Item = u64>, rare: impl IntoIterator<Item = (u64, u8)>) -> Self {
        let mut known = Box::new([[0; BITS / 64]; 4]);
        for word in words {
            let kind = 2 * usize::from(word & IS_PIECE != 0) + usize::from(word & IS_SECOND != 0);
            let bit = bit(word & !(IS_PIECE | IS_SECOND));
            known[kind][bit / 64] |= 1 << (bit % 64);
        }
        let Built { keys, lists, firsts, anything } = built;
        Self { rare: Filter::new(rare), known, keys, lists, firsts, anything }
    }

    /// Whether some phrase or pattern may match the line of these words.
    pub(crate) fn is_open(&self, runs: &Runs) -> bool {
        if self.anything >= runs.spaces() {
            return true;
        }
        if !self.has_rare(runs) {
            return false;
        }
        let spaces = runs.spaces();
        let mut met = Met::new();
        let mut meet = |key: Key| {
            if let Some(value) = self.keys.get(hash(key))
                && value as u8 >= spaces
            {
                self.list(value).iter().for_each(|set| met.add(*set));
            }
        };
        let [alone, second, piece, second_piece] = &*self.known;
        let is_set = |bits: &Bits, bit: usize| bits[bit / 64] >> (bit % 64) & 1 != 0;
        let mut before = 0;
        for &run in runs.words() {
            let at = bit(run);
            if is_set(alone, at) {
                meet((run, 0));
            }
            if is_set(second, at) {
                meet((run, before));
            }
            for run in pieces(run) {
                let at = bit(run);
                if is_set(piece, at) {
                    meet((run | IS_PIECE, 0));
                }
                if is_set(second_piece, at) {
                    meet((run | IS_PIECE, before));
                }
            }
            before = run;
        }
        if runs.has_digit() {
            meet(NUMBER);
        }
        met.is_full() || met.firsts().iter().any(|set| self.is_wanted(*set, spaces, &met))
    }

    /// Whether a line has a word of a set that is the rarest of some pattern.
    fn has_rare(&self, runs: &Runs) -> bool {
        let spaces = runs.spaces();
        let is_first = |key: Key| {
            let value = self.keys.get(hash(key)).filter(|value| value & HAS_FIRST != 0 && *value as u8 >= spaces);
            value.is_some_and(|value| self.list(value).iter().any(|set| set & IS_FIRST != 0 && self.may_want(set & !IS_FIRST, spaces)))
        };
        let words = runs.words();
        let is_rare = |at: usize| {
            let Some(&run) = words.get(at) else { return false };
            let before = if at == 0 { 0 } else { words[at - 1] };
            let is_first = |run: u64| is_first((run, 0)) || is_first((run, before));
            is_first(run) || pieces(run).any(|run| is_first(run | IS_PIECE))
        };
        // It may be the first word of two.
        runs.has_digit() && is_first(NUMBER)
            || (0..words.len()).any(|at| self.rare.has(words[at], spaces) && (is_rare(at) || is_rare(at + 1)))
    }

    /// Whether a pattern of which this set is the rarest may match a line of so many spaces.
    fn may_want(&self, set: u16, spaces: u8) -> bool {
        self.wants(set).any(|(most, _)| most >= spaces)
    }

    /// Whether a pattern of which this set is the rarest may match a line.
    fn is_wanted(&self, set: u16, spaces: u8, met: &Met) -> bool {
        self.wants(set).any(|(most, others)| most >= spaces && others.iter().all(|set| met.has(*set)))
    }

    /// Of each pattern of which this set is the rarest, the most spaces of a line and its other sets.
    fn wants(&self, set: u16) -> impl Iterator<Item = (u8, &[u16])> {
        let at = self.firsts[usize::from(set)] as usize;
        let mut rest = &self.lists[at + 1..];
        (0..self.lists[at]).map(move |_| {
            let (most, others) = (rest[0] as u8, usize::from(rest[0] >> 8));
            let wanted = &rest[1..=others];
            rest = &rest[1 + others..];
            (most, wanted)
        })
    }

    /// The sets of a key.
    fn list(&self, value: u32) -> &[u16] {
        let at = ((value & !HAS_FIRST) >> 8) as usize;
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

/// The pieces of a word that are looked up.
fn pieces(word: u64) -> impl Iterator<Item = u64> {
    let longest = longest_piece(word);
    [Some(word & first_letters(PIECE)), (longest >> (8 * PIECE) != 0).then_some(longest)].into_iter().flatten()
}

/// What is looked at of a piece of four letters or more.
pub(super) fn longest_piece(word: u64) -> u64 {
    let has_more = word >> (8 * (LONG_PIECE - 1)) != 0;
    word & first_letters(if has_more { LONG_PIECE } else { PIECE })
}

/// The first letters of a word.
pub(super) fn word(letters: &[u8]) -> u64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_needs_a_word_of_each_set_and_must_be_short_enough() {
        let is_open = |gate: &Gate, line: &str| {
            let mut runs = Runs::default();
            assert!(runs.read(line));
            gate.is_open(&runs)
        };
        let mut builder = Builder::default();
        builder.add(&[vec![("our newsletter", false)]], 9);
        builder.add(&[vec![("cookie", true)], vec![("this site", false), ("we", false)]], 3);
        builder.add(&[vec![("subs", true)]], 3);
        let gate = Gate::new(&builder);
        let long = "Read our newsletter today, which has all that there is to say";
        assert!(is_open(&gate, "Read our Newsletter today") && !is_open(&gate, long) && !is_open(&gate, "The newsletter is our best"));
        assert!(is_open(&gate, "Cookies: we use") && !is_open(&gate, "Cookies are what we use") && !is_open(&gate, "Cookies are good"));
        assert!(is_open(&gate, "The subscribers") && !is_open(&gate, "The subways") && !is_open(&gate, "what we use"));
        builder.add(&[vec![("%", false)]], 1);
        let gate = Gate::new(&builder);
        assert!(is_open(&gate, "any thing") && !is_open(&gate, "any other thing"));
    }
}
