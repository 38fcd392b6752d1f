//! Reading a corpus.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;

use crate::corpus::json_message;
use crate::error::{Error, Kind};

/// A page of a corpus. Fields it does not know are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Page {
    /// Its name in the corpus.
    pub id: String,
    /// The kind of page, such as `article`.
    #[serde(default)]
    pub page_type: Option<String>,
    /// The text that is wanted. Without it the page counts for what was cut, not for scores.
    #[serde(default)]
    pub gold: Option<String>,
    /// What each extractor made of the page.
    pub texts: BTreeMap<String, String>,
}

/// The pages of a corpus with the numbers of their lines, from 1. Gzip is known by its first bytes; blank lines are passed over.
///
/// What is not a page is an error and the next line follows; after an error of the reader nothing follows.
///
/// ```
/// use textsieve::evaluate::Pages;
///
/// let corpus = b"{\"id\": \"a\", \"texts\": {}}\n\n{\"id\": \"b\"}\n";
/// let read: Vec<_> = Pages::new(&corpus[..]).map(|(line, page)| (line, page.map(|page| page.id).map_err(|e| e.to_string()))).collect();
/// assert_eq!(read[0], (1, Ok("a".to_owned())));
/// assert_eq!(read[1], (3, Err("not a page: missing field `texts` at column 11".to_owned())));
/// ```
pub struct Pages<'r> {
    reader: Option<Box<dyn BufRead + Send + 'r>>,
    line: usize,
    buffer: Vec<u8>,
    /// What went wrong before the first line.
    error: Option<io::Error>,
}

impl<'r> Pages<'r> {
    /// Pages of a reader, which need not be buffered.
    pub fn new(reader: impl Read + Send + 'r) -> Self {
        const GZIP: &[u8] = b"\x1f\x8b";
        let mut reader = BufReader::new(reader);
        let mut start = Vec::new();
        let error = reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut start).err();
        let gzip = start == GZIP;
        let whole = io::Cursor::new(start).chain(reader);
        let reader: Box<dyn BufRead + Send + 'r> =
            if gzip { Box::new(BufReader::new(MultiGzDecoder::new(whole))) } else { Box::new(whole) };
        Self { reader: Some(reader), line: 0, buffer: Vec::new(), error }
    }

    /// Reads a line that is not blank into the buffer; says whether there was one.
    fn advance(&mut self) -> io::Result<bool> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let Some(reader) = &mut self.reader else { return Ok(false) };
        loop {
            self.line += 1;
            self.buffer.clear();
            if reader.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(false);
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

impl Iterator for Pages<'_> {
    type Item = (usize, Result<Page, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        match self.advance() {
            Ok(true) => Some((self.line, serde_json::from_slice(&self.buffer).map_err(|error| not_a_page(&error)))),
            Ok(false) => {
                self.reader = None;
                None
            }
            Err(error) => {
                self.reader = None;
                Some((self.line, Err(Kind::Record(error.to_string()).into())))
            }
        }
    }
}

impl fmt::Debug for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("line", &self.line).finish_non_exhaustive()
    }
}

/// The parser sees one line at a time, so the number it gives is no help.
fn not_a_page(error: &serde_json::Error) -> Error {
    Kind::Record(format!("not a page: {}", json_message(error))).into()
}
