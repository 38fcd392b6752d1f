//! The words of a line as it is, before it is folded.
//!
//! Only of lines that folding leaves alone but for case, numbers and punctuation: ASCII with typographic quotes, dashes and the like.

use crate::bytes::{bits, each, first_beyond_ascii, letters, padded};

/// Letters of a word that are looked at.
pub(crate) const WHOLE: usize = 8;

/// The runs of letters of a line, and what else can be told of it without folding it.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    words: Vec<u64>,
    spaces: u8,
    has_digit: bool,
}

impl Runs {
    /// The first eight letters of each run of letters, in lower case. Apostrophes in a run are left out, as they are when the line is folded.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many spaces the line has at least once it is folded; 255 are as many as any line has.
    pub(crate) fn spaces(&self) -> u8 {
        self.spaces
    }

    pub(crate) fn has_digit(&self) -> bool {
        self.has_digit
    }

    /// Reads a line. If it is no plain one, it says so and does nothing.
    pub(crate) fn read(&mut self, line: &str) -> bool {
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
        if !line.is_ascii() && !is_plain(line) {
            return false;
        }
        let line = line.as_bytes();
        // Without a way out of the loop, so that many bytes are looked at at once.
        self.has_digit = line.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
        self.words.clear();
        let (mut spaces, mut is_last_space) = (0_usize, false);
        // Where a run ends that goes on behind an apostrophe.
        let mut joined_to = 0;
        let mut is_letter_before = 0;
        let mut next_mask = mask(line);
        for at in (0..line.len()).step_by(64) {
            let letters = next_mask;
            next_mask = mask(line.get(at + 64..).unwrap_or_default());
            let mut starts = letters & !(letters << 1 | is_letter_before);
            is_letter_before = letters >> 63;
            while starts != 0 {
                let bit = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let start = at + bit;
                if start < joined_to {
                    continue;
                }
                let mut len = (letters >> bit).trailing_ones() as usize;
                if bit + len == 64 {
                    len += next_mask.trailing_ones() as usize;
                }
                let mut run = (u64::from_le_bytes(padded(&line[start..])) | each(0x20)) & MASKS[len.min(WHOLE)];
                let mut end = start + len;
                if matches!(line.get(end), Some(b'\'' | b'`' | 0xE2)) || len >= 64 {
                    (run, end) = joined(line, start);
                    joined_to = end;
                }
                self.words.push(run);
                // A space behind a word and perhaps a sign stays, if anything stays behind it.
                is_last_space = is_space_behind(line, end);
                spaces += usize::from(is_last_space);
            }
        }
        self.spaces = (spaces - usize::from(is_last_space)).try_into().unwrap_or(u8::MAX);
        true
    }
}

/// A bit for each letter among the next 64 bytes.
fn mask(text: &[u8]) -> u64 {
    let of_block = |at: usize, block: [u8; 8]| bits(letters(u64::from_le_bytes(block))) << (8 * at);
    match text.first_chunk::<64>() {
        Some(all) => all.as_chunks().0.iter().enumerate().fold(0, |mask, (at, block)| mask | of_block(at, *block)),
        None => text.chunks(8).enumerate().fold(0, |mask, (at, block)| mask | of_block(at, padded(block))),
    }
}

/// Whether a space follows at the end of a run, or behind a sign there.
fn is_space_behind(line: &[u8], end: usize) -> bool {
    let [next, after] = padded(&line[end..]);
    next == b' ' || after == b' ' && matches!(next, b',' | b'.' | b';' | b':' | b'!' | b'?' | b')' | b'"')
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
fn is_plain(line: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Runs {
        let mut runs = Runs::default();
        assert!(runs.read(line), "{line}");
        runs
    }

    fn words(line: &str) -> Vec<String> {
        read(line).words().iter().map(|run| String::from_utf8_lossy(&run.to_le_bytes()).trim_end_matches('\0').to_owned()).collect()
    }

    #[test]
    fn runs_are_the_words_of_the_folded_line() {
        assert_eq!(words("It's the l’article of O'Neil-Smith, 5km"), ["its", "the", "larticle", "of", "oneil", "smith", "km"]);
        assert_eq!(words("'Advertisement' — don’t"), ["advertis", "dont"]);
        assert_eq!(words("abcdefgh'ijk lmnopqrs—tuv"), ["abcdefgh", "lmnopqrs", "tuv"]);
        assert_eq!(words(""), [""; 0]);
        let long = format!("{} {}x {}", "a".repeat(50), "b".repeat(70), "It rained on and off, all day. ".repeat(9));
        for line in ["Don't you — 'really' — see that it’s the cat's? No: the dogs’.", "a b-c d.e f'g' h", &long] {
            let folded = crate::fold(line);
            let all = folded.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty());
            assert_eq!(words(line), all.map(|word| word.chars().take(WHOLE).collect::<String>()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn spaces_are_never_more_than_those_of_the_folded_line() {
        let pieces = ["a", "mil", " ", " ", ",", "5", "-", "'", "’", ".", "?", "k", "\u{A0}", "—", ")", "+"];
        let mut number = 1_u64;
        for _ in 0..if cfg!(miri) { 10 } else { 20_000 } {
            let mut line = String::new();
            for _ in 0..12 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                line.push_str(pieces[(number >> 33) as usize % pieces.len()]);
            }
            let line = line.trim();
            let folded = crate::fold(line).bytes().filter(|byte| *byte == b' ').count();
            assert!(usize::from(read(line).spaces()) <= folded, "{line}");
        }
        for (line, spaces) in
            [("", 0), ("It rained on Monday", 3), ("It rained, all day. On", 4), ("Share -", 0), (&*"word ".repeat(300), 255)]
        {
            assert_eq!(read(line).spaces(), spaces, "{line}");
        }
    }

    #[test]
    fn plain_lines_are_told_from_others() {
        let mut runs = Runs::default();
        assert!(runs.read("“It rained” – they say…") && !runs.read("Él dijo") && !runs.read("\u{200B}"));
        assert!(read("In 1998").has_digit() && !read("In May").has_digit());
    }
}
