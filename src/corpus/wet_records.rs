//! Finding the records of a WET file, broken ones among them.

use std::io::{self, BufReader, Read};

use memchr::memmem;

use super::wet::{Headers, is_terminator};

/// The records of a WET file, headers and terminators included; together they are the file, byte for byte.
///
/// What lies between two records, or is not a whole record, comes as a record that [`Wet::clean`](super::Wet::clean) finds an error in; the
/// next one starts where a line begins with `WARC/1.`. Memory holds one record, or 16 MiB of broken ones at a time.
///
/// ```
/// use textsieve::corpus::WetRecords;
///
/// let file = "WARC/1.0\r\nContent-Length: 1\r\n\r\na\r\n\r\n".repeat(3);
/// let records: Vec<_> = WetRecords::new(file.as_bytes()).collect::<Result<_, _>>()?;
/// assert_eq!((records.len(), records.concat()), (3, file.into_bytes()));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct WetRecords<R> {
    input: BufReader<R>,
    /// What is read and not yet given.
    buffer: Vec<u8>,
    at_end: bool,
    /// What read error is to be told once the buffer is empty.
    error: Option<io::Error>,
}

const READ: usize = 256 << 10;
/// Headers that are longer are none.
const HEADERS: usize = 256 << 10;
/// A block that says it is longer is broken; Common Crawl cuts texts at 1 MiB.
const LONGEST: usize = 512 << 20;
const BROKEN: usize = 16 << 20;
const NEXT: &[u8] = b"\nWARC/1.";

impl<R: Read> WetRecords<R> {
    /// Reads from this, which need not be buffered.
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(READ, input), buffer: Vec::new(), at_end: false, error: None }
    }

    /// Reads until this much is there, or all there is.
    fn fill(&mut self, length: usize) {
        if self.buffer.len() < length && !self.at_end {
            let missing = (length - self.buffer.len()) as u64;
            if let Err(error) = self.input.by_ref().take(missing).read_to_end(&mut self.buffer) {
                self.error = Some(error);
            }
            self.at_end = self.buffer.len() < length;
        }
    }

    /// How long the record at the start of the buffer is; `None` where there is no whole one.
    fn whole_record(&mut self) -> Option<usize> {
        let mut wanted = 4 << 10;
        let headers = loop {
            self.fill(wanted);
            if let Ok(headers) = Headers::of(&self.buffer) {
                break headers;
            }
            let may_go_on = self.buffer.starts_with(b"WARC/") && !has_blank_line(&self.buffer);
            if self.at_end || !may_go_on || wanted >= HEADERS {
                return None;
            }
            wanted *= 2;
        };
        let end = headers.record_end()?;
        if headers.length > LONGEST {
            return None;
        }
        self.fill(end + 4);
        let terminator = self.buffer.get(end..)?;
        let length = if terminator.starts_with(b"\n\n") { 2 } else { terminator.len().min(4) };
        let is_whole = is_terminator(&terminator[..length]) && (length == 4 || terminator.starts_with(b"\n\n") || self.at_end);
        is_whole.then_some(end + length)
    }

    /// How much of the buffer lies before the next start of a record.
    fn broken_part(&mut self) -> usize {
        let mut looked_at = 0;
        loop {
            if let Some(at) = memmem::find(&self.buffer[looked_at..], NEXT) {
                return looked_at + at + 1;
            }
            if self.at_end || self.buffer.len() >= BROKEN {
                // The marker may have begun.
                let tail = if self.at_end { 0 } else { NEXT.len() - 1 };
                return self.buffer.len() - tail;
            }
            looked_at = self.buffer.len().saturating_sub(NEXT.len() - 1);
            self.fill(self.buffer.len() + READ);
        }
    }
}

impl<R: Read> Iterator for WetRecords<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.fill(1);
        if self.buffer.is_empty() {
            return self.error.take().map(Err);
        }
        let length = match self.whole_record() {
            Some(length) => length,
            None => self.broken_part(),
        };
        let rest = self.buffer.split_off(length);
        Some(Ok(std::mem::replace(&mut self.buffer, rest)))
    }
}

/// Whether the headers have an end.
fn has_blank_line(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"\n\r\n").is_some() || memmem::find(bytes, b"\n\n").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> String {
        format!("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n", text.len())
    }

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(7);
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn records(file: &str) -> Vec<String> {
        WetRecords::new(Slow(file.as_bytes())).map(|record| String::from_utf8(record.unwrap()).unwrap()).collect()
    }

    #[test]
    fn whole_records_are_found() {
        // A text may look like a record.
        let file = [record("a"), record(""), record(&record("inner")), record(&"long ".repeat(10_000))];
        assert_eq!(records(&file.concat()), file);
        // The last terminator may lack.
        let short = file.concat().trim_end().to_owned();
        assert_eq!(records(&short).concat(), short);
        assert_eq!(records(&short).len(), 4);
    }

    #[test]
    fn broken_ones_do_not_take_others_along() {
        let good = record("good");
        for broken in [
            "WARC/1.0\r\nWARC-Type: conversion\r\n\r\nno length\r\n\r\n".to_owned(),
            record("too long").replace("Length: 8", "Length: 9999999"),
            record("far too long").replace("Length: 12", "Length: 99999999999999999999"),
            record("too short").replace("Length: 9", "Length: 3"),
            "no headers at all\r\n".to_owned(),
            "\r\n".to_owned(),
        ] {
            let file = [good.clone(), broken.clone(), good.clone(), good.clone()];
            assert_eq!(records(&file.concat()), file, "{broken:?}");
        }
    }

    #[test]
    fn one_cut_short_is_the_last() {
        let file = record("good") + &record("cut short")[..64];
        assert_eq!(records(&file), [record("good"), record("cut short")[..64].to_owned()]);
    }

    #[test]
    fn long_debris_comes_in_parts() {
        let file = "x".repeat(BROKEN * 2) + "\n" + &record("good");
        let parts: Vec<_> = WetRecords::new(file.as_bytes()).map(Result::unwrap).collect();
        assert_eq!(parts.concat(), file.as_bytes());
        assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= BROKEN + READ), "{}", parts.len());
        assert_eq!(parts.last().unwrap(), record("good").as_bytes());
    }
}
