//! Records of WET files, the texts of Common Crawl.

use std::borrow::Cow;
use std::ops::Range;

use super::Record;
use super::digest::digest_like;
use super::record::{decode, record_error, splice};
use crate::error::Error;
use crate::pipeline::Pipeline;

/// Cleans records of WET files: the blocks of `conversion` records that are plain text. Where the text changed, `Content-Length` and the digests
/// follow it (a digest of an unknown algorithm is dropped); every other byte of the headers, and every other record, stays as it was.
///
/// ```
/// use textsieve::{Pipeline, corpus::Wet};
///
/// let record = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 25\r\n\r\nIt rained.\nAdvertisement\n\r\n\r\n";
/// let cleaned = Wet::new().clean(&Pipeline::default(), record)?;
/// let text = std::str::from_utf8(&cleaned.bytes).unwrap();
/// assert_eq!(text, "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 11\r\n\r\nIt rained.\n\r\n\r\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wet {
    lossy: bool,
}

impl Wet {
    /// Records as Common Crawl writes them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether invalid UTF-8 is replaced with U+FFFD instead of being an error.
    #[must_use]
    pub fn with_lossy(mut self, yes: bool) -> Self {
        self.lossy = yes;
        self
    }

    /// Cleans one record, headers and terminator included, as [`WetRecords`](super::WetRecords) gives it.
    ///
    /// # Errors
    /// When it is not a whole record, or its text is not UTF-8. Write it as it was, then.
    pub fn clean<'r>(&self, pipeline: &Pipeline, record: &'r [u8]) -> Result<Record<'r>, Error> {
        let headers = Headers::of(record)?;
        let block = headers.block(record)?;
        if !headers.is_text(record) {
            return Ok(Record::passed(record));
        }
        let text = decode(&record[block.clone()], self.lossy, "text")?;
        let cleaned = pipeline.clean(&text).into_owned();
        let mut edits = Vec::new();
        if cleaned.is_changed() || matches!(text, Cow::Owned(_)) {
            let new = if cleaned.is_changed() { &cleaned.text } else { &text };
            for header in &headers.list {
                let value = || String::from_utf8_lossy(&record[header.value.clone()]);
                if header.is(record, "Content-Length") {
                    edits.push((header.value.clone(), new.len().to_string()));
                } else if header.is(record, "WARC-Block-Digest") || header.is(record, "WARC-Payload-Digest") {
                    edits.push(match digest_like(&value(), new.as_bytes()) {
                        Some(digest) => (header.value.clone(), digest),
                        None => (header.line.clone(), String::new()),
                    });
                }
            }
            edits.push((block, new.to_string()));
        }
        Ok(Record { bytes: splice(record, &edits), text: Some(text), cleaned })
    }

    /// The text of a record. None if it has none that [`clean`](Self::clean) would look at.
    ///
    /// # Errors
    /// As [`clean`](Self::clean).
    pub fn text<'r>(&self, record: &'r [u8]) -> Result<Option<Cow<'r, str>>, Error> {
        let headers = Headers::of(record)?;
        let block = headers.block(record)?;
        if headers.is_text(record) { decode(&record[block], self.lossy, "text").map(Some) } else { Ok(None) }
    }

    /// The address of the page that a record is of: its `WARC-Target-URI`. None if it has no text that [`clean`](Self::clean) would look at.
    ///
    /// # Errors
    /// When it is not a record.
    ///
    /// ```
    /// let record = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 2\r\n\r\nHi\r\n\r\n";
    /// let wet = textsieve::corpus::Wet::new();
    /// assert_eq!((wet.address(record)?.as_deref(), wet.text(record)?.as_deref()), (Some("http://a.example/"), Some("Hi")));
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    pub fn address<'r>(&self, record: &'r [u8]) -> Result<Option<Cow<'r, str>>, Error> {
        let headers = Headers::of(record)?;
        let address = headers.list.iter().find(|header| header.is(record, "WARC-Target-URI")).filter(|_| headers.is_text(record));
        Ok(address.map(|header| String::from_utf8_lossy(&record[header.value.clone()])))
    }
}

/// The headers of a record; spans are of the record's bytes.
#[derive(Debug)]
pub(super) struct Headers {
    list: Vec<Header>,
    /// Where the block starts.
    end: usize,
    /// How long the block says it is.
    pub(super) length: usize,
}

#[derive(Debug)]
struct Header {
    line: Range<usize>,
    name: Range<usize>,
    value: Range<usize>,
}

impl Header {
    fn is(&self, record: &[u8], name: &str) -> bool {
        record[self.name.clone()].eq_ignore_ascii_case(name.as_bytes())
    }
}

impl Headers {
    /// Reads the headers at the start of a record.
    pub(super) fn of(record: &[u8]) -> Result<Self, Error> {
        if !record.starts_with(b"WARC/") {
            return Err(record_error("not a WET record: no `WARC/` at its start".into()));
        }
        let mut list = Vec::new();
        let mut at = 0;
        loop {
            let Some(length) = memchr::memchr(b'\n', &record[at..]) else {
                return Err(record_error("a WET record whose headers do not end".into()));
            };
            let line = at..at + length + 1;
            at = line.end;
            let header = trimmed(record, line.clone());
            if header.is_empty() {
                break;
            }
            if let Some(colon) = memchr::memchr(b':', &record[header.clone()]) {
                let name = trimmed(record, header.start..header.start + colon);
                let value = trimmed(record, header.start + colon + 1..header.end);
                list.push(Header { line, name, value });
            }
        }
        let mut lengths = list.iter().filter(|header| header.is(record, "Content-Length")).map(|header| &record[header.value.clone()]);
        let length = match (lengths.next(), lengths.next()) {
            (Some(length), None) => std::str::from_utf8(length).ok().and_then(|length| length.parse().ok()),
            _ => None,
        };
        let length = length.ok_or_else(|| record_error("a WET record without one Content-Length that is a number".into()))?;
        Ok(Self { list, end: at, length })
    }

    /// Where the record ends if its length is right, without the terminator.
    pub(super) fn record_end(&self) -> Option<usize> {
        self.end.checked_add(self.length)
    }

    /// The block, if the record is just as long as it says.
    fn block(&self, record: &[u8]) -> Result<Range<usize>, Error> {
        match self.record_end() {
            Some(end) if end <= record.len() && is_terminator(&record[end..]) => Ok(self.end..end),
            Some(end) if end > record.len() => {
                let message = format!("a WET record cut short: {} of {} bytes are there", record.len() - self.end, self.length);
                Err(record_error(message))
            }
            _ => Err(record_error("a WET record whose Content-Length is wrong: no blank lines after the block".into())),
        }
    }

    fn is_text(&self, record: &[u8]) -> bool {
        let header = |name| self.list.iter().find(|header| header.is(record, name)).map(|header| &record[header.value.clone()]);
        let is_plain = |kind: &[u8]| kind.len() >= 10 && kind[..10].eq_ignore_ascii_case(b"text/plain");
        header("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case(b"conversion")) && header("Content-Type").is_none_or(is_plain)
    }
}

/// Whether this may follow a block: two line ends, or fewer at the end of a file.
pub(super) fn is_terminator(bytes: &[u8]) -> bool {
    b"\r\n\r\n".starts_with(bytes) || b"\n\n".starts_with(bytes)
}

/// The span without the white space around it.
fn trimmed(bytes: &[u8], span: Range<usize>) -> Range<usize> {
    let part = &bytes[span.clone()];
    let start = part.len() - part.trim_ascii_start().len();
    let length = part.trim_ascii().len();
    span.start + start..span.start + start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(record: &[u8]) -> Result<Record<'_>, Error> {
        Wet::new().clean(&Pipeline::default(), record)
    }

    #[test]
    fn digests_follow_the_text_and_unknown_ones_go() {
        let record = "WARC/1.0\r\nwarc-type:conversion\r\nWARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\nWARC-Payload-Digest: \
                      blake3:abc\r\nX-Odd : 1 \r\nContent-Length:   17\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nabc\nAdvertisement\r\n\r\n";
        let cleaned = clean(record.as_bytes()).unwrap();
        let expected = "WARC/1.0\r\nwarc-type:conversion\r\nWARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\nX-Odd : 1 \
                        \r\nContent-Length:   3\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nabc\r\n\r\n";
        assert_eq!(std::str::from_utf8(&cleaned.bytes).unwrap(), expected);
        assert_eq!(cleaned.text.as_deref(), Some("abc\nAdvertisement"));
    }

    #[test]
    fn other_records_pass_as_they_are() {
        for record in [
            "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 13\r\n\r\nAdvertisement\r\n\r\n",
            "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\nAdvertisement\r\n\r\n",
        ] {
            let cleaned = clean(record.as_bytes()).unwrap();
            assert_eq!((&*cleaned.bytes, cleaned.text), (record.as_bytes(), None));
        }
    }

    #[test]
    fn broken_records_are_errors() {
        for (record, told) in [
            ("Advertisement", "no `WARC/`"),
            ("WARC/1.0\r\nContent-Length: 3\r\n", "do not end"),
            ("WARC/1.0\r\nWARC-Type: conversion\r\n\r\nabc\r\n\r\n", "without one Content-Length"),
            ("WARC/1.0\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n", "without one Content-Length"),
            ("WARC/1.0\r\nContent-Length: -3\r\n\r\nabc\r\n\r\n", "without one Content-Length"),
            ("WARC/1.0\r\nContent-Length: 99\r\n\r\nabc\r\n\r\n", "7 of 99 bytes"),
            ("WARC/1.0\r\nContent-Length: 2\r\n\r\nabc\r\n\r\n", "Content-Length is wrong"),
        ] {
            let error = clean(record.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(told), "{record:?}: {error}");
        }
    }
}
