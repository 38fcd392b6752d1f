//! Memory that is used again from text to text, one for each thread.

use std::cell::RefCell;

use crate::compile::Runs;
use crate::fold::Folder;
use crate::pipeline::Match;
use crate::scan::Tried;

/// Buffers, and what was found out about short lines.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) folder: Folder,
    pub(crate) runs: Runs,
    pub(crate) tried: Tried,
    pub(crate) seen: Seen<Option<Match>>,
}

impl Scratch {
    /// Runs something with the scratch of this thread, or where that is in use already, as when a filter cleans a text itself, with another.
    pub(crate) fn with<R>(run: impl FnOnce(&mut Self) -> R) -> R {
        thread_local! {
            static SCRATCH: RefCell<Scratch> = RefCell::default();
        }
        SCRATCH.with(|scratch| match scratch.try_borrow_mut() {
            Ok(mut scratch) => run(&mut scratch),
            Err(_) => run(&mut Self::default()),
        })
    }
}

/// What some function gave for short lines: furniture is the same from page to page, and its folded lines even from site to site.
///
/// A line has one place in the table, where the next one with that place takes over.
#[derive(Debug, Default)]
pub(crate) struct Seen<T> {
    /// Whose results these are.
    owner: u64,
    lines: Vec<Line<T>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Line<T> {
    /// The line's bytes, zeros, and its length; no line is empty.
    text: [[u8; 8]; WORDS],
    result: T,
}

const WORDS: usize = 6;
const LONGEST: usize = 8 * WORDS - 1;
const LINES: usize = 1 << 12;

impl<T: Copy + Default> Seen<T> {
    /// Gives what `find` gives for a line, perhaps from memory. Results of other owners are forgotten.
    pub(crate) fn get_or(&mut self, owner: u64, line: &str, find: impl FnOnce() -> T) -> T {
        if line.len() > LONGEST || line.is_empty() {
            return find();
        }
        if self.owner != owner || self.lines.is_empty() {
            self.owner = owner;
            self.lines.clear();
            self.lines.resize(LINES, Line::default());
        }
        let mut text = [0; 8 * WORDS];
        text[..line.len()].copy_from_slice(line.as_bytes());
        text[LONGEST] = line.len() as u8;
        let mut words = [[0; 8]; WORDS];
        words.copy_from_slice(text.as_chunks().0);
        let hash =
            words.iter().fold(0, |hash: u64, word| (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(0x517C_C1B7_2722_0A95));
        let place = &mut self.lines[(hash >> 52) as usize % LINES];
        // Not compared as one array, for that takes a call.
        let differ = |bits, (one, other): (&[u8; 8], &[u8; 8])| bits | (u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other));
        if place.text.iter().zip(&words).fold(0, differ) != 0 {
            *place = Line { text: words, result: find() };
        }
        place.result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_lines_of_one_owner() {
        let mut seen = Seen::default();
        assert_eq!(seen.get_or(1, "share", || 5), 5);
        assert_eq!(seen.get_or(1, "share", || 6), 5);
        assert_eq!(seen.get_or(1, "share\0", || 7), 7);
        assert_eq!(seen.get_or(2, "share", || 8), 8);
        let long = "share ".repeat(9);
        assert_eq!(seen.get_or(2, &long, || 9), 9);
        assert_eq!(seen.get_or(2, &long, || 10), 10);
        for line in 0..if cfg!(miri) { 100 } else { 10_000 } {
            assert_eq!(seen.get_or(2, &line.to_string(), || line), line);
        }
    }
}
