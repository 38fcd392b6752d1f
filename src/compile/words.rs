//! What may stand at the beginning of any word of a line.

use super::phrases::{Phrases, Then};
use crate::bytes::{HIGH, each, padded};
use crate::fold::is_word_boundary;

/// Phrases, and pieces of words.
///
/// At each beginning of a word the next bytes are looked up in small tables of bits, and only where a phrase or a piece may begin is it looked for.
#[derive(Debug)]
pub(crate) struct Words {
    phrase_gate: Gate,
    piece_gate: Gate,
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
        let mut words = Self { phrase_gate: Gate::new(), piece_gate: Gate::new(), phrases, pieces };
        beginnings.into_iter().for_each(|beginning| words.phrase_gate.open(beginning));
        words.pieces.all().for_each(|(piece, len)| words.piece_gate.open(&piece[..len]));
        words
    }

    /// Calls `found` for each phrase at its place in a line of so many spaces, and for the pattern of each piece.
    pub(crate) fn search(&self, folded: &str, spaces: u8, mut found: impl FnMut(Then)) {
        if folded.is_ascii() {
            beginnings_in_ascii(folded.as_bytes(), |at| self.at(folded, at, spaces, &mut found));
            return;
        }
        let mut before = Class::Other;
        for (at, byte) in folded.bytes().enumerate() {
            let class = CLASSES[usize::from(byte)];
            match class {
                Class::Inside => continue,
                Class::Space => {}
                Class::Letter if before == Class::Letter => {}
                _ => self.at(folded, at, spaces, &mut found),
            }
            before = class;
        }
    }

    #[inline]
    fn at(&self, folded: &str, at: usize, spaces: u8, found: &mut impl FnMut(Then)) {
        let rest = &folded.as_bytes()[at..];
        let first = u64::from_le_bytes(padded(rest));
        let (has_phrase, has_piece) = (self.phrase_gate.is_open(first), self.piece_gate.is_open(first));
        if !(has_phrase | has_piece) || !is_word_boundary(folded, at) {
            return;
        }
        if has_phrase {
            self.phrases.search(&folded[at..], spaces, &mut *found);
        }
        if has_piece {
            self.pieces.search(rest, |pattern| found(Then::Try(pattern)));
        }
    }
}

/// Calls `found` with each place in a folded text of ASCII where a word may begin, eight bytes at a time.
fn beginnings_in_ascii(text: &[u8], mut found: impl FnMut(usize)) {
    // The bit of the byte before, if that was no letter.
    let mut before = 0x80;
    for start in (0..text.len()).step_by(8) {
        let bytes = u64::from_le_bytes(padded(&text[start..]));
        let letters = (bytes + each(0x80 - b'a')) & !(bytes + each(0x7F - b'z')) & HIGH;
        let others = !letters & HIGH;
        // Zeros after the end are not wanted any more than spaces.
        let wanted = (bytes + each(0x7F - b' ')) & HIGH;
        let mut beginnings = (others << 8 | before | others) & wanted;
        before = others >> 56;
        while beginnings != 0 {
            found(start + beginnings.trailing_zeros() as usize / 8);
            beginnings &= beginnings - 1;
        }
    }
}

/// Which first eight bytes there are, hashed, and of what is shorter which first six, four or two.
#[derive(Debug)]
struct Gate {
    bits: Box<[[u64; 1 << (Gate::BITS - 6)]; 4]>,
}

impl Gate {
    const LENGTHS: [usize; 4] = [8, 6, 4, 2];
    /// Logarithm of the number of bits of each length.
    const BITS: u32 = 16;

    fn new() -> Self {
        Self { bits: Box::new([[0; 1 << (Self::BITS - 6)]; 4]) }
    }

    fn bit(kind: usize, first: u64) -> usize {
        let first = first << (64 - 8 * Self::LENGTHS[kind]);
        (first.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - Self::BITS)) as usize
    }

    fn open(&mut self, beginning: &[u8]) {
        let kind = Self::LENGTHS.iter().position(|len| beginning.len() >= *len);
        let mut set = |kind: usize, first: &[u8]| {
            let bit = Self::bit(kind, u64::from_le_bytes(padded(first)));
            self.bits[kind][bit / 64] |= 1 << (bit % 64);
        };
        match (kind, beginning) {
            (Some(kind), _) => set(kind, beginning),
            (None, [first, ..]) => (0..=u8::MAX).for_each(|second| set(3, &[*first, second])),
            (None, []) => {}
        }
    }

    /// Whether something begins as a text does of which these are the first eight bytes, or all and zeros.
    #[inline]
    fn is_open(&self, first: u64) -> bool {
        let is_set = |kind: usize| {
            let bit = Self::bit(kind, first);
            self.bits[kind][bit / 64] >> (bit % 64)
        };
        // All are looked up, for which of them says so cannot be foreseen.
        (is_set(0) | is_set(1) | is_set(2) | is_set(3)) & 1 != 0
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
    fn words_of_ascii_begin_where_others_do() {
        let texts = ["", "a", "#", " a", "share this page now please", "# views", "up#% #km @home", "a&b c? d", "abcdefg hijklmno pq#r"];
        for text in texts {
            let mut fast = Vec::new();
            beginnings_in_ascii(text.as_bytes(), |at| fast.push(at));
            let is_beginning = |at: &usize| text.as_bytes()[*at] != b' ' && is_word_boundary(text, *at);
            assert_eq!(fast, (0..text.len()).filter(is_beginning).collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn finds_phrases_and_pieces_at_beginnings_of_words() {
        let phrases = ["our newsletter", "ad", "分享", "#%", "z"];
        let mut builder = Builder::default();
        (0..).zip(phrases).for_each(|(index, phrase)| builder.add(phrase, Then::Try(index), 255));
        let pieces = [(b"subscri".as_slice().into(), 5)];
        let words = Words::new(Phrases::new(&builder), builder.beginnings(), pieces);
        let found = |line: &str| {
            let mut all = Vec::new();
            words.search(line, 0, |then| all.push(then));
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
