//! Words and runs of words, as hashes.

use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::char::is_combining_mark;

/// How many words a shingle has.
pub(super) const SIZE: usize = 4;

/// A text as the multiset of its runs of four words. A text of one to three words is one run.
///
/// Runs are kept as hashes of 64 bits.
///
/// ```
/// use textsieve::evaluate::Shingles;
///
/// let gold = Shingles::new("It rained all day, all day.");
/// let text = Shingles::new("It rained: all day!");
/// assert_eq!((gold.len(), text.len(), gold.shared(&text)), (3, 1, 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles {
    sorted: Vec<u64>,
}

impl Shingles {
    /// The shingles of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::of(&words(text))
    }

    pub(super) fn of(words: &[u64]) -> Self {
        let mut sorted: Vec<u64> = runs(words).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// How many there are, each as often as it occurs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether the text has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many both have, each as often as it occurs in both.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut left, mut right) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut shared = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let order = a.cmp(b);
            shared += usize::from(order.is_eq());
            if order.is_le() {
                left.next();
            }
            if order.is_ge() {
                right.next();
            }
        }
        shared
    }

    pub(super) fn contains(&self, run: u64) -> bool {
        self.sorted.binary_search(&run).is_ok()
    }
}

/// The hashes of a text's words, in order.
pub(super) fn words(text: &str) -> Vec<u64> {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(hash).collect()
}

/// The hashes of the runs of four words, or of the one run of all when there are fewer.
pub(super) fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    let size = words.len().clamp(1, SIZE);
    words.windows(size).map(run)
}

/// The hash of one run of words.
pub(super) fn run(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |state, word| mix(state.rotate_left(5) ^ word))
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The finaliser of splitmix64.
pub(super) fn mix(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What `\w` is to Python: letters, numbers, underscore. Rust counts vowel signs and letters in circles as letters too.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let encircled = matches!(c, 'Ⓐ'..='ⓩ' | '\u{1F130}'..='\u{1F149}' | '\u{1F150}'..='\u{1F169}' | '\u{1F170}'..='\u{1F189}');
    c.is_alphanumeric() && !is_combining_mark(c) && !encircled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_python() {
        let texts: [(&str, &[&str]); 7] = [
            ("snake_case, it's 3.5x", &["snake_case", "it", "s", "3", "5x"]),
            ("  \n-- ", &[]),
            ("Überraschung für 2½ m²", &["Überraschung", "für", "2½", "m²"]),
            ("cafe\u{301}s", &["cafe", "s"]),
            ("हिन्दी", &["ह", "न", "द"]),
            ("Ⓐbc🅰d Ⅷ", &["bc", "d", "Ⅷ"]),
            ("委員会は、木曜日", &["委員会は", "木曜日"]),
        ];
        for (text, expected) in texts {
            assert_eq!(words(text), expected.iter().map(|word| hash(word)).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn runs_are_counted_as_often_as_they_occur() {
        assert_eq!(["", "a", "a b c", "a b c d", "a b c d e"].map(|text| Shingles::new(text).len()), [0, 1, 1, 1, 2]);
        let twice = Shingles::new("a b c d a b c d");
        assert_eq!((twice.len(), twice.shared(&twice)), (5, 5));
        assert_eq!(twice.shared(&Shingles::new("a b c d")), 1);
        assert_eq!(twice.shared(&Shingles::new("d c b a")), 0);
        assert_eq!(Shingles::new("a b").shared(&Shingles::new("a b c d")), 0);
        assert_eq!(Shingles::new("A b").shared(&Shingles::new("a b")), 0, "case matters");
    }
}
