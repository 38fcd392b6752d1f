//! Splitting a stream into batches of whole lines.

use std::io::{self, Read};

/// Whole lines, as many as make a batch.
pub(crate) struct LineBatches<R> {
    input: R,
    /// The start of the next batch, without a newline.
    tail: Vec<u8>,
    /// Whether lines are given as soon as they are there, for whoever waits for an answer.
    eager: bool,
    at_end: bool,
    error: Option<io::Error>,
}

pub(crate) enum Piece {
    Lines(Vec<u8>),
    /// A line that the input broke off in.
    Unfinished(Vec<u8>),
}

/// Bytes of a batch; one line alone may be longer.
pub(crate) const BATCH: usize = 1 << 20;
/// What a pipe holds.
const PIPE: usize = 64 << 10;

impl<R: Read> LineBatches<R> {
    pub(crate) fn new(input: R, eager: bool) -> Self {
        Self { input, tail: Vec::new(), eager, at_end: false, error: None }
    }

    /// Reads on; 0 is the end.
    fn read(&mut self, buffer: &mut Vec<u8>) -> io::Result<usize> {
        if !self.eager {
            return self.input.by_ref().take(BATCH as u64).read_to_end(buffer);
        }
        let held = buffer.len();
        buffer.resize(held + PIPE, 0);
        let result = loop {
            match self.input.read(&mut buffer[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        buffer.truncate(held + result.as_ref().map_or(0, |read| *read));
        result
    }
}

impl<R: Read> Iterator for LineBatches<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut buffer = std::mem::take(&mut self.tail);
        let mut searched = buffer.len();
        while !self.at_end {
            match self.read(&mut buffer) {
                Ok(read) => self.at_end = read == 0,
                Err(error) => {
                    self.at_end = true;
                    self.error = Some(error);
                }
            }
            if let Some(at) = memchr::memrchr(b'\n', &buffer[searched..])
                && (!self.at_end || self.error.is_some())
            {
                self.tail = buffer.split_off(searched + at + 1);
                return Some(Ok(Piece::Lines(buffer)));
            }
            searched = buffer.len();
        }
        if buffer.is_empty() {
            return self.error.take().map(Err);
        }
        Some(Ok(if self.error.is_some() { Piece::Unfinished(buffer) } else { Piece::Lines(buffer) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives this many bytes at a time, then an error if there is one.
    struct Slow<'a>(&'a [u8], usize, Option<io::Error>);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(self.1);
            if length == 0
                && let Some(error) = self.2.take()
            {
                return Err(error);
            }
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn pieces(input: Slow<'_>, eager: bool) -> Vec<(&'static str, String)> {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        LineBatches::new(input, eager)
            .map(|piece| match piece {
                Ok(Piece::Lines(lines)) => ("lines", text(lines)),
                Ok(Piece::Unfinished(line)) => ("unfinished", text(line)),
                Err(error) => ("error", error.to_string()),
            })
            .collect()
    }

    #[test]
    fn batches_are_whole_lines() {
        let line = "x".repeat(300_000) + "\n";
        let text = line.repeat(20) + "end";
        for eager in [false, true] {
            let pieces = pieces(Slow(text.as_bytes(), 50_000, None), eager);
            assert!(pieces.len() > 5, "{}", pieces.len());
            assert!(pieces.iter().rev().skip(1).all(|(kind, lines)| *kind == "lines" && lines.ends_with('\n')));
            assert_eq!(pieces.into_iter().map(|(_, lines)| lines).collect::<String>(), text);
        }
        assert!(pieces(Slow(b"", 1, None), false).is_empty());
    }

    #[test]
    fn a_line_is_given_as_soon_as_it_is_there() {
        assert_eq!(pieces(Slow(b"a\nb\n", 2, None), true), [("lines", "a\n".to_owned()), ("lines", "b\n".to_owned())]);
    }

    #[test]
    fn an_error_comes_after_what_was_read() {
        for eager in [false, true] {
            let found = pieces(Slow(b"a\nbc", 2, Some(io::Error::other("gone"))), eager);
            let expected = [("lines", "a\n"), ("unfinished", "bc"), ("error", "gone")];
            assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
        }
    }
}
