//! A table of phrases of whole words, by their hashes.
//!
//! It is a trie whose nodes are hashes: the hash of a folded line is computed byte by byte and looked up at each end of a word, and
//! where it is not there, nothing longer is. Most lines of prose are done with after two words, whatever the number of rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::table::{self, Slot, Table};
use crate::bytes::{HIGH, letters, padded};
use crate::fold::{is_alphanumeric, is_unspaced};

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

/// A hash that can be asked for at the end of every word. Two of some hundred thousand phrases in the same one of 2^64 places do not happen by chance,
/// so the phrases themselves are not kept.
#[derive(Debug, Default, Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// Adds a word and the space before it. No folded text has zeros.
    fn add(&mut self, mut word: &[u8]) {
        loop {
            let product = u128::from(self.0 ^ u64::from_le_bytes(padded(word)) ^ 0x9E37_79B9_7F4A_7C15) * 0x517C_C1B7_2722_0A95;
            self.0 = product as u64 ^ (product >> 64) as u64;
            match word.get(8..) {
                Some(rest) if !rest.is_empty() => word = rest,
                _ => return,
            }
        }
    }

    /// Never zero, which marks an empty slot.
    fn finish(self) -> u64 {
        self.0.max(1)
    }
}

/// Collects a table.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    /// For each first word, by hash, for the table to be the same whatever the order.
    heads: BTreeMap<u64, Head>,
    beginnings: BTreeSet<Box<[u8]>>,
}

/// A first word, and what begins with it and another one.
#[derive(Debug, Default)]
struct Head {
    node: Node,
    rest: BTreeMap<u64, Node>,
}

#[derive(Debug, Default)]
struct Node {
    thens: BTreeSet<Then>,
    /// The most spaces of a line in which this or what goes on from here matters.
    most_spaces: u8,
}

impl Node {
    /// The most spaces, and above these eight bits where the entries begin that are added to the others, zero if there are none.
    fn pack(&self, packed: &mut Vec<Packed>) -> u32 {
        let Self { thens, most_spaces } = self;
        let first = if thens.is_empty() { 0 } else { packed.len() as u32 };
        packed.extend(thens.iter().enumerate().map(|(at, then)| then.pack(at + 1 < thens.len())));
        first << 8 | u32::from(*most_spaces)
    }
}

/// What phrases consist of when they are built.
#[derive(Debug)]
pub(crate) struct Parts {
    /// A table of first words, see [`table::build`]: their places in `heads`.
    pub(crate) slots: Vec<Slot>,
    pub(crate) bits: Vec<u8>,
    pub(crate) heads: Vec<PackedHead>,
    /// For each first word a region of slots.
    pub(crate) rest: Vec<Slot>,
    pub(crate) entries: Vec<Packed>,
}

impl Builder {
    /// Adds a folded text of whole words, which matters in lines of at most so many spaces.
    pub(crate) fn add(&mut self, text: &str, then: Then, most_spaces: u8) {
        self.beginnings.insert(text.as_bytes()[..text.len().min(8)].into());
        let mut nodes = Vec::new();
        ends_of_words(text, |hash, _| {
            nodes.push(hash);
            true
        });
        let Some((first, rest)) = nodes.split_first() else { return };
        let head = self.heads.entry(*first).or_default();
        let mut node = &mut head.node;
        node.most_spaces = node.most_spaces.max(most_spaces);
        for hash in rest {
            node = head.rest.entry(*hash).or_default();
            node.most_spaces = node.most_spaces.max(most_spaces);
        }
        node.thens.insert(then);
    }

    /// The first eight bytes of each phrase, or all.
    pub(crate) fn beginnings(&self) -> impl Iterator<Item = &[u8]> {
        self.beginnings.iter().map(|beginning| &**beginning)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    pub(crate) fn build(&self) -> Parts {
        let mut entries = vec![Packed::default()];
        let (mut firsts, mut heads, mut rest) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (&hash, head) in &self.heads {
            firsts.insert(hash, heads.len() as u32);
            let node = head.node.pack(&mut entries);
            let region = table::slots(&head.rest.iter().map(|(hash, node)| (*hash, node.pack(&mut entries))).collect());
            heads.push(pack_head([node, rest.len() as u32, region.len() as u32]));
            rest.extend(region);
        }
        let (slots, bits) = table::build(&firsts);
        Parts { slots, bits, heads, rest, entries }
    }
}

/// The node of a first word, the place of its region, and the length of that.
type PackedHead = [u8; 12];

fn pack_head(head: [u32; 3]) -> PackedHead {
    let mut packed = PackedHead::default();
    packed.as_chunks_mut().0.iter_mut().zip(head).for_each(|(bytes, part)| *bytes = part.to_le_bytes());
    packed
}

fn unpack_head(packed: PackedHead) -> [u32; 3] {
    let (parts, _) = packed.as_chunks();
    std::array::from_fn(|part| u32::from_le_bytes(parts[part]))
}

/// Calls `end` with the hash at each end of a word, and whether that is the end of the text, until it says that this is enough.
fn ends_of_words(text: &str, mut end: impl FnMut(u64, bool) -> bool) {
    let mut hash = Hash::default();
    let mut at = 0;
    while at < text.len() {
        let to = end_of_word(text, at);
        hash.add(&text.as_bytes()[at..to]);
        if !end(hash.finish(), to == text.len()) {
            return;
        }
        at = to;
    }
}

/// Where the word ends that begins, perhaps with a space before it, at a place of a folded text.
fn end_of_word(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let from = at + usize::from(bytes[at] == b' ');
    let mut to = from;
    loop {
        let others = !letters(u64::from_le_bytes(padded(&bytes[to..]))) & HIGH;
        to += others.trailing_zeros() as usize / 8;
        if others != 0 {
            break;
        }
    }
    match bytes.get(to) {
        None => to,
        Some(byte) if !byte.is_ascii() || byte.is_ascii_digit() => end_of_any_word(text, from),
        // A sign is a word of its own.
        Some(_) => to + usize::from(to == from),
    }
}

/// The same of any script.
fn end_of_any_word(text: &str, from: usize) -> usize {
    let mut chars = text[from..].char_indices();
    let Some((_, mut before)) = chars.next() else { return from };
    for (at, c) in chars {
        if is_unspaced(before) || is_unspaced(c) || !is_alphanumeric(before) || !is_alphanumeric(c) {
            return from + at;
        }
        before = c;
    }
    text.len()
}

/// The table as it is searched.
///
/// What begins with the same word lies side by side: the lines of a corpus begin with a few words of a language, so that what is looked up for them stays
/// in a near cache, and all other languages' phrases stay out of it.
#[derive(Debug)]
pub(crate) struct Phrases {
    firsts: Table,
    heads: Cow<'static, [PackedHead]>,
    rest: Cow<'static, [Slot]>,
    entries: Cow<'static, [Packed]>,
}

impl Phrases {
    pub(crate) fn new(builder: &Builder) -> Self {
        let Parts { slots, bits, heads, rest, entries } = builder.build();
        Self { firsts: Table::from_parts(slots, bits), heads: heads.into(), rest: rest.into(), entries: entries.into() }
    }

    /// What was built before.
    pub(crate) fn from_bytes([slots, bits, heads, rest, entries]: [&'static [u8]; 5]) -> Self {
        Self {
            firsts: Table::from_bytes(slots, bits),
            heads: heads.as_chunks().0.into(),
            rest: rest.as_chunks().0.into(),
            entries: entries.as_chunks().0.into(),
        }
    }

    /// Calls `found` for whatever phrases a folded text, a line of so many spaces or the rest of one, begins with.
    pub(crate) fn search(&self, folded: &str, spaces: u8, mut found: impl FnMut(Then)) {
        self.each_node(folded, spaces, |node, is_all| {
            let mut at = (node >> 8) as usize;
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

    /// Whether some phrase begins with this word.
    pub(crate) fn has_first(&self, word: &str) -> bool {
        let mut has = false;
        self.each_node(word, 0, |_, _| {
            has = true;
            false
        });
        has
    }

    /// Whether lines of so many spaces that begin with a folded text and have more behind it may begin with some phrase.
    pub(crate) fn may_begin(&self, folded: &str, spaces: u8) -> bool {
        let mut may = false;
        self.each_node(folded, spaces, |node, is_all| {
            may = is_all || node >> 8 != 0;
            !may
        });
        may
    }

    /// Calls `found` with the node at each end of a word that matters in lines of so many spaces, and whether that is the end of the text, until it says
    /// that this is enough.
    fn each_node(&self, folded: &str, spaces: u8, mut found: impl FnMut(u32, bool) -> bool) {
        let mut region: Option<&[Slot]> = None;
        ends_of_words(folded, |hash, is_all| {
            let node = match region {
                Some(region) => table::find(region, hash),
                None => self.firsts.get(hash).map(|head| {
                    let [node, start, len] = unpack_head(self.heads[head as usize]);
                    region = Some(&self.rest[start as usize..][..len as usize]);
                    node
                }),
            };
            node.is_some_and(|node| node as u8 >= spaces && found(node, is_all))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::ANY;
    use super::*;
    use crate::fold::is_word_boundary;

    #[test]
    fn words_end_where_folded_words_do() {
        for text in
            ["share this page", "a %b ?", "# views#%", "abcdefghijklmnop qrstuvwxyz", "année dernière", "a分享b到 c", "#°c é", "x1y"]
        {
            let (mut ends, mut at) = (Vec::new(), 0);
            while at < text.len() {
                at = end_of_word(text, at);
                ends.push(at);
            }
            let is_end = |at: &usize| text.is_char_boundary(*at) && !text[..*at].ends_with(' ') && is_word_boundary(text, *at);
            assert_eq!(ends, (1..=text.len()).filter(is_end).collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn finds_whole_lines_and_beginnings() {
        let mut builder = Builder::default();
        builder.add("share this", Then::Last(1, 9), 1);
        builder.add("share", Then::Found(2, 9), 8);
        builder.add("分享", Then::Try(3), ANY);
        let table = Phrases::new(&builder);
        let found = |line: &str| {
            let mut all = Vec::new();
            table.search(line, 0, |then| all.push(then));
            all
        };
        assert_eq!(found("share this"), [Then::Found(2, 9), Then::Last(1, 9)]);
        assert_eq!(found("share this page"), [Then::Found(2, 9)]);
        assert_eq!(found("shares"), []);
        assert_eq!(found("分享到微博"), [Then::Try(3)]);
        assert_eq!(found(""), []);
        assert!(table.may_begin("share this", 8) && !table.may_begin("share this", 9) && !table.may_begin("shares", 1));
    }
}
