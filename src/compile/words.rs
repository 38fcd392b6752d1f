//! What may stand at the beginning of any word of a line.

use super::phrases::{Phrases, Then};
use crate::fold::is_word_boundary;

/// Phrases, and pieces of words.
///
/// At each beginning of a word the next bytes are looked up in small tables of bits, and only where a phrase or a piece may begin is it looked for.
#[derive(Debug)]
pub(crate) struct Words {
    phrases: Phrases,
    phrase_gates: Gates,
    pieces: Pieces,
    piece_gates: Gates,
}

impl Words {
    /// `beginnings` are the first eight bytes of each phrase, or all.
    pub(crate) fn new<'b>(
        phrases: Phrases,
        beginnings: impl IntoIterator<Item = &'b [u8]>,
        pieces: impl IntoIterator<Item = (Box<[u8]>, u32)>,
    ) -> Self {
        let pieces = Pieces::new(pieces);
        let mut words = Self { phrases, phrase_gates: Gates::default(), pieces, piece_gates: Gates::default() };
        beginnings.into_iter().for_each(|beginning| words.phrase_gates.open(beginning));
        words.pieces.all().for_each(|(piece, len)| words.piece_gates.open(&piece[..len]));
        words
    }

    /// Calls `found` for each phrase at its place, and for the pattern of each piece.
    pub(crate) fn search(&self, folded: &str, mut found: impl FnMut(Then)) {
        let bytes = folded.as_bytes();
        let mut before = Class::Other;
        for (at, &byte) in bytes.iter().enumerate() {
            let class = CLASSES[usize::from(byte)];
            match class {
                Class::Inside => continue,
                Class::Space => {}
                Class::Letter if before == Class::Letter => {}
                _ => {
                    let rest = &bytes[at..];
                    if self.phrase_gates.are_open(rest) && is_word_boundary(folded, at) {
                        self.phrases.search(&folded[at..], &mut found);
                    }
                    if self.piece_gates.are_open(rest) && is_word_boundary(folded, at) {
                        self.pieces.search(rest, |pattern| found(Then::Try(pattern)));
                    }
                }
            }
            before = class;
        }
    }
}

/// Which first bytes there are: eight and four of them, hashed, and two.
#[derive(Debug)]
struct Gates {
    eight: Vec<u64>,
    four: Vec<u64>,
    two: Vec<u64>,
}

impl Default for Gates {
    fn default() -> Self {
        Self { eight: vec![0; 1 << 10], four: vec![0; 1 << 9], two: vec![0; 1 << 10] }
    }
}

impl Gates {
    fn eight(first: [u8; 8]) -> usize {
        (u64::from_le_bytes(first).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
    }

    fn four(first: [u8; 4]) -> usize {
        (u32::from_le_bytes(first).wrapping_mul(0x9E37_79B1) >> 17) as usize
    }

    fn two(first: [u8; 2]) -> usize {
        usize::from(u16::from_le_bytes(first))
    }

    fn open(&mut self, beginning: &[u8]) {
        let set = |bits: &mut Vec<u64>, bit: usize| bits[bit / 64] |= 1 << (bit % 64);
        if let Some(first) = beginning.first_chunk() {
            set(&mut self.eight, Self::eight(*first));
        } else if let Some(first) = beginning.first_chunk() {
            set(&mut self.four, Self::four(*first));
        } else if let Some(first) = beginning.first_chunk() {
            set(&mut self.two, Self::two(*first));
        } else if let Some(&first) = beginning.first() {
            (0..=u8::MAX).for_each(|second| set(&mut self.two, Self::two([first, second])));
        }
    }

    fn are_open(&self, rest: &[u8]) -> bool {
        let is_set = |bits: &[u64], bit: usize| bits[bit / 64] >> (bit % 64) & 1 != 0;
        let first: [u8; 8] = padded(rest);
        let [a, b, c, d, ..] = first;
        is_set(&self.eight, Self::eight(first)) || is_set(&self.four, Self::four([a, b, c, d])) || is_set(&self.two, Self::two([a, b]))
    }
}

/// Beginnings of words, and the pattern that is worth trying where one stands.
#[derive(Debug)]
pub(crate) struct Pieces {
    long: Table<4>,
    /// Those that have no four bytes, and those that have no two.
    short: Table<2>,
    shortest: Table<1>,
}

impl Pieces {
    pub(crate) fn new(pieces: impl IntoIterator<Item = (Box<[u8]>, u32)>) -> Self {
        let mut lists = [const { Vec::new() }; 3];
        for (piece, pattern) in pieces {
            let list = match piece.len() {
                0 | 1 => &mut lists[2],
                2 | 3 => &mut lists[1],
                _ => &mut lists[0],
            };
            list.push(Piece::new(&piece, pattern));
        }
        let [long, short, shortest] = lists;
        Self { long: Table::new(long), short: Table::new(short), shortest: Table::new(shortest) }
    }

    fn all(&self) -> impl Iterator<Item = ([u8; 16], usize)> {
        let all = self.long.pieces.iter().chain(&self.short.pieces).chain(&self.shortest.pieces);
        all.map(|piece| (piece.bytes.to_le_bytes(), piece.mask.count_ones() as usize / 8))
    }

    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(u32)) {
        let text = u128::from_le_bytes(padded(text));
        self.long.search(text, &mut found);
        self.short.search(text, &mut found);
        self.shortest.search(text, &mut found);
    }
}

/// The first bytes; after the end follow zeros.
fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; N];
        padded[..text.len()].copy_from_slice(text);
        padded
    })
}

/// A piece, of which the first sixteen bytes are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    bytes: u128,
    mask: u128,
    pattern: u32,
}

impl Piece {
    fn new(piece: &[u8], pattern: u32) -> Self {
        let bits = 8 * piece.len().min(16) as u32;
        Self { bytes: u128::from_le_bytes(padded(piece)), mask: u128::MAX.checked_shr(128 - bits).unwrap_or(0), pattern }
    }
}

/// Pieces by their first `N` bytes.
#[derive(Debug)]
struct Table<const N: usize> {
    /// Where the pieces of each bucket begin.
    buckets: Vec<u32>,
    pieces: Vec<Piece>,
}

impl<const N: usize> Table<N> {
    const BITS: u32 = 12;

    fn new(mut pieces: Vec<Piece>) -> Self {
        pieces.sort_unstable_by_key(|piece| (Self::bucket(piece.bytes), *piece));
        pieces.dedup();
        let buckets =
            (0..=1 << Self::BITS).map(|bucket| pieces.partition_point(|piece| Self::bucket(piece.bytes) < bucket) as u32).collect();
        Self { buckets, pieces }
    }

    fn bucket(bytes: u128) -> usize {
        let first = bytes as u32 & (u32::MAX >> (32 - 8 * N));
        (first.wrapping_mul(0x9E37_79B1) >> (32 - Self::BITS)) as usize
    }

    fn search(&self, text: u128, found: &mut impl FnMut(u32)) {
        let bucket = Self::bucket(text);
        let pieces = &self.pieces[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        pieces.iter().filter(|piece| text & piece.mask == piece.bytes).for_each(|piece| found(piece.pattern));
    }
}

/// What a byte of a folded text says about the beginning of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    /// A letter of ASCII, or the first byte of a character of a script with spaces.
    Letter,
    /// Not the first byte of a character.
    Inside,
    /// Before and after such a character a word may begin.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' => Class::Space,
            b'a'..=b'z' | 0xC3..=0xDF => Class::Letter,
            0x80..=0xBF => Class::Inside,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::super::phrases::Builder;
    use super::*;

    #[test]
    fn finds_phrases_and_pieces_at_beginnings_of_words() {
        let phrases = ["our newsletter", "ad", "分享", "#%", "z"];
        let mut builder = Builder::default();
        (0..).zip(phrases).for_each(|(index, phrase)| builder.add(phrase, Then::Try(index)));
        let pieces = [(b"subscri".as_slice().into(), 5)];
        let words = Words::new(Phrases::new(&builder), builder.beginnings(), pieces);
        let found = |line: &str| {
            let mut all = Vec::new();
            words.search(line, |then| all.push(then));
            all
        };
        assert_eq!(found("read our newsletter now"), [Then::Try(0)]);
        assert_eq!(found("our newsletters"), []);
        assert_eq!(found("an ad here"), [Then::Try(1)]);
        assert_eq!(found("an ad"), [Then::Try(1)]);
        assert_eq!(found("点击分享到"), [Then::Try(2)]);
        assert_eq!(found("up#%"), [Then::Try(3)]);
        assert_eq!(found("a z"), [Then::Try(4)]);
        assert_eq!(found("to subscribe"), [Then::Try(5)]);
        assert_eq!(found("unsubscribe"), []);
    }
}
