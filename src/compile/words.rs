//! What may stand at the beginning of any word of a line.

use super::phrases::{Phrases, Then};
use crate::fold::is_word_boundary;

/// Phrases, and pieces of words.
///
/// At each beginning of a word the next bytes are looked up in small tables of bits, and only where a phrase or a piece may begin is it looked for.
#[derive(Debug)]
pub(crate) struct Words {
    gates: Gates,
    phrases: Phrases,
    pieces: Pieces,
}

impl Words {
    /// `beginnings` are the first eight bytes of each phrase, or all.
    pub(crate) fn new<'b>(
        phrases: Phrases,
        beginnings: impl IntoIterator<Item = &'b [u8]>,
        pieces: impl IntoIterator<Item = (Box<[u8]>, u32)>,
    ) -> Self {
        let pieces = Pieces::new(pieces);
        let mut gates = Gates::default();
        beginnings.into_iter().for_each(|beginning| gates.open(beginning));
        pieces.all().for_each(|piece| gates.open(piece));
        Self { gates, phrases, pieces }
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
                _ if self.gates.are_open(&bytes[at..]) && is_word_boundary(folded, at) => {
                    self.phrases.search(&folded[at..], &mut found);
                    self.pieces.search(&bytes[at..], |pattern| found(Then::Try(pattern)));
                }
                _ => {}
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
        let mut set = |bits: &mut Vec<u64>, bit: usize| bits[bit / 64] |= 1 << (bit % 64);
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
        // After the end follow zeros.
        let first: [u8; 8] = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; 8];
            padded[..rest.len()].copy_from_slice(rest);
            padded
        });
        let [a, b, c, d, ..] = first;
        is_set(&self.eight, Self::eight(first)) || is_set(&self.four, Self::four([a, b, c, d])) || is_set(&self.two, Self::two([a, b]))
    }
}

/// Beginnings of words, and the pattern that is worth trying where one stands.
#[derive(Debug)]
pub(crate) struct Pieces {
    /// Sorted by the first four bytes.
    long: Vec<(u32, Box<[u8]>, u32)>,
    /// Those that have no four.
    short: Vec<(Box<[u8]>, u32)>,
}

impl Pieces {
    pub(crate) fn new(pieces: impl IntoIterator<Item = (Box<[u8]>, u32)>) -> Self {
        let (mut long, mut short) = (Vec::new(), Vec::new());
        for (piece, pattern) in pieces {
            match piece.first_chunk() {
                Some(first) => long.push((u32::from_le_bytes(*first), piece, pattern)),
                None => short.push((piece, pattern)),
            }
        }
        long.sort_unstable();
        Self { long, short }
    }

    fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.long.iter().map(|(_, piece, _)| &**piece).chain(self.short.iter().map(|(piece, _)| &**piece))
    }

    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(u32)) {
        if let Some(first) = text.first_chunk() {
            let key = u32::from_le_bytes(*first);
            let from = self.long.partition_point(|(other, ..)| *other < key);
            let same = self.long[from..].iter().take_while(|(other, ..)| *other == key);
            same.filter(|(_, piece, _)| text.starts_with(piece)).for_each(|(.., pattern)| found(*pattern));
        }
        self.short.iter().filter(|(piece, _)| text.starts_with(piece)).for_each(|(_, pattern)| found(*pattern));
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
