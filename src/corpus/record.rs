//! A record after cleaning, and what the kinds of records share.

use std::borrow::Cow;
use std::ops::Range;

use crate::error::{Error, Kind};
use crate::removal::Cleaned;

/// A record after cleaning.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Record<'r> {
    /// What to write in the record's place; borrowed when it is as it was. A record that is a line has no terminator.
    pub bytes: Cow<'r, [u8]>,
    /// The text before cleaning; `None` where the record holds none, like a blank line, and passes as it is.
    pub text: Option<Cow<'r, str>>,
    /// The text after cleaning, and what went.
    pub cleaned: Cleaned<'static>,
}

impl<'r> Record<'r> {
    /// A record that holds no text.
    pub(super) fn passed(bytes: &'r [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes), text: None, cleaned: Cleaned::default() }
    }

    /// The same, independent of the bytes that were given.
    #[must_use]
    pub fn into_owned(self) -> Record<'static> {
        Record {
            bytes: Cow::Owned(self.bytes.into_owned()),
            text: self.text.map(|text| Cow::Owned(text.into_owned())),
            cleaned: self.cleaned,
        }
    }
}

/// The text of some bytes; `of` says of what an error counts them.
pub(super) fn decode<'r>(bytes: &'r [u8], lossy: bool, of: &str) -> Result<Cow<'r, str>, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if lossy => Ok(String::from_utf8_lossy(bytes)),
        Err(error) => Err(record_error(format!("invalid UTF-8 at byte {} of the {of}; --lossy replaces it", error.valid_up_to()))),
    }
}

/// The bytes with some spans, which are sorted and disjoint, replaced.
pub(super) fn splice<'r>(bytes: &'r [u8], edits: &[(Range<usize>, String)]) -> Cow<'r, [u8]> {
    if edits.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let cut: usize = edits.iter().map(|(span, _)| span.len()).sum();
    let mut out = Vec::with_capacity(bytes.len() - cut + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut from = 0;
    for (span, new) in edits {
        out.extend_from_slice(&bytes[from..span.start]);
        out.extend_from_slice(new.as_bytes());
        from = span.end;
    }
    out.extend_from_slice(&bytes[from..]);
    Cow::Owned(out)
}

/// What a JSON parser says of a record, which has one line.
pub(crate) fn json_message(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

/// A byte order mark at the start of a file stands before its first record.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

pub(super) fn record_error(message: String) -> Error {
    Kind::Record(message).into()
}
