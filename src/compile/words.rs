//! Literals that stand at the beginning of a word anywhere in a line.

use crate::fold::is_word_boundary;

/// What it means that a literal stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// The rule matches if the literal ends the line, which has at most so many words.
    End(u32, u16),
    /// The rule matches if the literal ends a word and the line has at most so many.
    Inner(u32, u16),
    /// The pattern with this index is worth trying.
    Try(u32),
    /// The same, if the literal begins the line.
    TryFirst(u32),
}

/// The literals as they are searched: at each beginning of a word a few bytes are looked up in a small table, and only where they may
/// begin a literal, it is compared.
#[derive(Debug)]
pub(crate) struct Words {
    /// Which first bytes there are: four, hashed, and two, for the literals that have no four.
    long: Vec<u64>,
    short: Vec<u64>,
    /// Sorted by the bytes.
    literals: Vec<(u32, Box<[u8]>, Use)>,
    short_literals: Vec<(Box<[u8]>, Use)>,
}

impl Words {
    pub(crate) fn new(all: impl IntoIterator<Item = (Box<[u8]>, Use)>) -> Self {
        let mut words = Self { long: vec![0; Self::BITS / 64], short: vec![0; 1 << 10], literals: Vec::new(), short_literals: Vec::new() };
        for (literal, used_as) in all {
            match literal.first_chunk() {
                Some(first) => {
                    let key = u32::from_le_bytes(*first);
                    let bit = Self::bit(key);
                    words.long[bit / 64] |= 1 << (bit % 64);
                    words.literals.push((key, literal, used_as));
                }
                None => {
                    let pairs = match *literal {
                        [first] => (0..=u8::MAX).map(|second| Self::pair(&[first, second])).collect(),
                        _ => vec![Self::pair(&literal)],
                    };
                    pairs.into_iter().for_each(|pair| words.short[pair / 64] |= 1 << (pair % 64));
                    words.short_literals.push((literal, used_as));
                }
            }
        }
        words.literals.sort_unstable();
        words.short_literals.sort_unstable();
        words
    }

    const BITS: usize = 1 << 15;

    fn bit(key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> 17) as usize
    }

    /// The first two bytes; after the end follow zeros.
    fn pair(bytes: &[u8]) -> usize {
        let byte = |at: usize| bytes.get(at).copied().map_or(0, usize::from);
        byte(0) | byte(1) << 8
    }

    /// Calls `found` for each literal at its place: with its use and where it ends.
    pub(crate) fn search(&self, folded: &str, mut found: impl FnMut(usize, usize, Use)) {
        let bytes = folded.as_bytes();
        let mut before = Class::Other;
        for (at, &byte) in bytes.iter().enumerate() {
            let class = CLASSES[usize::from(byte)];
            match class {
                Class::Inside => continue,
                Class::Space => {}
                Class::Letter if before == Class::Letter => {}
                _ => self.at(folded, at, &mut found),
            }
            before = class;
        }
    }

    fn at(&self, folded: &str, at: usize, found: &mut impl FnMut(usize, usize, Use)) {
        let rest = &folded.as_bytes()[at..];
        if let Some(first) = rest.first_chunk() {
            let key = u32::from_le_bytes(*first);
            let bit = Self::bit(key);
            if self.long[bit / 64] >> (bit % 64) & 1 != 0 && is_word_boundary(folded, at) {
                let from = self.literals.partition_point(|(other, ..)| *other < key);
                let same = self.literals[from..].iter().take_while(|(other, ..)| *other == key);
                for (_, literal, used_as) in same.filter(|(_, literal, _)| rest.starts_with(literal)) {
                    found(at, at + literal.len(), *used_as);
                }
            }
        }
        let pair = Self::pair(rest);
        if self.short[pair / 64] >> (pair % 64) & 1 != 0 && is_word_boundary(folded, at) {
            for (literal, used_as) in self.short_literals.iter().filter(|(literal, _)| rest.starts_with(literal)) {
                found(at, at + literal.len(), *used_as);
            }
        }
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
    use super::*;

    #[test]
    fn finds_literals_at_beginnings_of_words() {
        let literals = ["newsletter", "ad ", "分享", "#%", "z"];
        let words = Words::new((0..).zip(literals).map(|(at, literal)| (literal.as_bytes().into(), Use::Try(at))));
        let found = |line: &str| {
            let mut all = Vec::new();
            words.search(line, |at, end, used_as| all.push((at, end, used_as)));
            all
        };
        assert_eq!(found("our newsletters"), [(4, 14, Use::Try(0))]);
        assert_eq!(found("enewsletter"), []);
        assert_eq!(found("an ad here"), [(3, 6, Use::Try(1))]);
        assert_eq!(found("点击分享到"), [(6, 12, Use::Try(2))]);
        assert_eq!(found("up#%"), [(2, 4, Use::Try(3))]);
        assert_eq!(found("a z"), [(2, 3, Use::Try(4))]);
    }
}
