//! A file that is one text.

use std::borrow::Cow;

use super::Record;
use super::record::decode;
use crate::error::Error;
use crate::pipeline::Pipeline;

/// Cleans a file that is one text.
///
/// ```
/// use textsieve::{Pipeline, corpus::PlainText};
///
/// let cleaned = PlainText::new().clean(&Pipeline::default(), b"It rained.\n- Advertisement -\n")?;
/// assert_eq!(&*cleaned.bytes, b"It rained.\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainText {
    lossy: bool,
}

impl PlainText {
    /// Texts in UTF-8.
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

    /// Cleans the whole content of a file.
    ///
    /// # Errors
    /// When it is not UTF-8. Write it as it was, then.
    pub fn clean<'r>(&self, pipeline: &Pipeline, bytes: &'r [u8]) -> Result<Record<'r>, Error> {
        let text = decode(bytes, self.lossy, "text")?;
        let cleaned = pipeline.clean(&text).into_owned();
        let bytes = match &text {
            Cow::Borrowed(text) if !cleaned.is_changed() => Cow::Borrowed(text.as_bytes()),
            _ => Cow::Owned(cleaned.text.as_bytes().to_vec()),
        };
        Ok(Record { bytes, text: Some(text), cleaned })
    }
}
