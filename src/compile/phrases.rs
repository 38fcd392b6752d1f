//! A table of phrases of whole words, by their hashes.
//!
//! It is a trie whose nodes are hashes: the hash of a folded line is computed byte by byte and looked up at each end of a word, and
//! where it is not there, nothing longer is. Most lines of prose are done with after two words, whatever the number of rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::fold::is_unspaced;

/// What it means that a phrase stands where it was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Then {
    /// The rule matches if nothing follows.
    Last(u32, u16),
    /// The rule matches if the line has at most so many words.
    Found(u32, u16),
    /// The pattern with this index is worth trying.
    Try(u32),
}

/// In eight bytes: index, limit of words, kind, and whether more belong to the same words.
type Packed = [u8; 8];

impl Then {
    fn pack(self, has_more: bool) -> Packed {
        let (kind, index, words) = match self {
            Self::Last(rule, words) => (0, rule, words),
            Self::Found(rule, words) => (1, rule, words),
            Self::Try(pattern) => (2, pattern, 0),
        };
        (u64::from(index) | u64::from(words) << 32 | kind << 48 | u64::from(has_more) << 56).to_le_bytes()
    }

    fn unpack(packed: Packed) -> (Self, bool) {
        let bits = u64::from_le_bytes(packed);
        let (index, words) = (bits as u32, (bits >> 32) as u16);
        let then = match (bits >> 48) as u8 {
            0 => Self::Last(index, words),
            1 => Self::Found(index, words),
            _ => Self::Try(index),
        };
        (then, bits >> 56 != 0)
    }
}

/// A hash that can be asked for at every byte. Two of some hundred thousand phrases in the same one of 2^64 places do not happen by chance,
/// so the phrases themselves are not kept.
#[derive(Debug, Default, Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn add(&mut self, byte: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(byte).wrapping_add(0x9E)).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    /// Never zero, which marks an empty slot.
    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 29)).max(1)
    }
}

/// Collects a table.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// By hash, for the table to be the same whatever the order.
    entries: BTreeMap<u64, BTreeSet<Then>>,
    beginnings: BTreeSet<Box<[u8]>>,
}

impl Builder {
    /// Adds a folded text of whole words.
    pub(crate) fn add(&mut self, text: &str, then: Then) {
        self.beginnings.insert(text.as_bytes()[..text.len().min(8)].into());
        let mut nodes = Vec::new();
        ends_of_words(text, |hash, _| {
            nodes.push(hash);
            true
        });
        let last = nodes.pop();
        for node in nodes {
            self.entries.entry(node).or_default();
        }
        if let Some(last) = last {
            self.entries.entry(last).or_default().insert(then);
        }
    }

    /// The first eight bytes of each phrase, or all.
    pub(crate) fn beginnings(&self) -> impl Iterator<Item = &[u8]> {
        self.beginnings.iter().map(|beginning| &**beginning)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The table's slots, its entries, and the bits of the hashes.
    pub(crate) fn build(&self) -> (Vec<Slot>, Vec<Packed>, Vec<u8>) {
        // One slot at least stays empty, where a search ends.
        let capacity = self.entries.len() * 3 / 2 + 1;
        let mut slots = vec![Slot::default(); capacity];
        let mut packed = vec![Packed::default()];
        let mut bits = vec![0; self.entries.len().div_ceil(2).next_power_of_two()];
        for (&hash, thens) in &self.entries {
            let first = if thens.is_empty() { 0 } else { packed.len() as u32 };
            packed.extend(thens.iter().enumerate().map(|(at, then)| then.pack(at + 1 < thens.len())));
            let bit = bit(hash, bits.len());
            bits[bit / 8] |= 1 << (bit % 8);
            let mut at = home(hash, capacity);
            while slots[at] != Slot::default() {
                at = (at + 1) % capacity;
            }
            slots[at][..8].copy_from_slice(&hash.to_le_bytes());
            slots[at][8..].copy_from_slice(&first.to_le_bytes());
        }
        (slots, packed, bits)
    }
}

/// A hash and the index of the first entry, zero if there is none.
type Slot = [u8; 12];

fn home(hash: u64, capacity: usize) -> usize {
    ((u128::from(hash) * capacity as u128) >> 64) as usize
}

/// The place of a hash among the bits, which tell in a small part of the memory that most hashes are not there.
fn bit(hash: u64, bytes: usize) -> usize {
    hash as usize & (8 * bytes - 1)
}

/// Calls `end` with the hash at each end of a word, and whether that is the end of the text, until it says that this is enough.
fn ends_of_words(text: &str, mut end: impl FnMut(u64, bool) -> bool) {
    let mut hash = Hash::default();
    let mut chars = text.chars();
    let Some(mut before) = chars.next() else { return };
    before.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hash.add(byte));
    for c in chars {
        if before != ' '
            && (is_unspaced(before) || is_unspaced(c) || !before.is_alphanumeric() || !c.is_alphanumeric())
            && !end(hash.finish(), false)
        {
            return;
        }
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hash.add(byte));
        before = c;
    }
    end(hash.finish(), true);
}

/// The table as it is searched.
#[derive(Debug)]
pub(crate) struct Phrases {
    bits: Cow<'static, [u8]>,
    slots: Cow<'static, [Slot]>,
    entries: Cow<'static, [Packed]>,
}

impl Phrases {
    pub(crate) fn new(builder: &Builder) -> Self {
        let (slots, entries, bits) = builder.build();
        Self { bits: bits.into(), slots: slots.into(), entries: entries.into() }
    }

    /// A table that was built before.
    pub(crate) fn from_bytes(slots: &'static [u8], entries: &'static [u8], bits: &'static [u8]) -> Self {
        Self { bits: bits.into(), slots: slots.as_chunks().0.into(), entries: entries.as_chunks().0.into() }
    }

    fn first(&self, hash: u64) -> Option<usize> {
        let bit = bit(hash, self.bits.len());
        if self.bits[bit / 8] >> (bit % 8) & 1 == 0 {
            return None;
        }
        let mut at = home(hash, self.slots.len());
        loop {
            let [hash_bytes @ .., a, b, c, d] = self.slots[at];
            let found = u64::from_le_bytes(hash_bytes);
            if found == hash {
                return Some(u32::from_le_bytes([a, b, c, d]) as usize);
            }
            if found == 0 {
                return None;
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
    }

    /// Calls `found` for whatever phrases a folded text, a line or the rest of one, begins with.
    pub(crate) fn search(&self, folded: &str, mut found: impl FnMut(Then)) {
        ends_of_words(folded, |hash, is_all| {
            let Some(mut at) = self.first(hash) else { return false };
            while at > 0 {
                let (then, has_more) = Then::unpack(self.entries[at]);
                if is_all || !matches!(then, Then::Last(..)) {
                    found(then);
                }
                at = if has_more { at + 1 } else { 0 };
            }
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_lines_and_beginnings() {
        let mut builder = Builder::default();
        builder.add("share this", Then::Last(1, 9));
        builder.add("share", Then::Found(2, 9));
        builder.add("分享", Then::Try(3));
        let table = Phrases::new(&builder);
        let found = |line: &str| {
            let mut all = Vec::new();
            table.search(line, |then| all.push(then));
            all
        };
        assert_eq!(found("share this"), [Then::Found(2, 9), Then::Last(1, 9)]);
        assert_eq!(found("share this page"), [Then::Found(2, 9)]);
        assert_eq!(found("shares"), []);
        assert_eq!(found("分享到微博"), [Then::Try(3)]);
        assert_eq!(found(""), []);
    }
}
