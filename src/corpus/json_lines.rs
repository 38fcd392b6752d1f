//! JSON lines: one object a line, one of its fields the text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Record;
use super::record::{BYTE_ORDER_MARK, decode, json_message, record_error, splice};
use crate::error::Error;
use crate::pipeline::Pipeline;

/// Cleans records of JSON lines in place: every byte outside of the text stays as it is, numbers of any size, order of fields and white
/// space included.
///
/// ```
/// use textsieve::{Pipeline, corpus::JsonLines};
///
/// let records = JsonLines::new("text").with_removals(true);
/// let record = br#"{"id": 1e400, "text": "It rained.\n- Advertisement -"}"#;
/// let cleaned = records.clean(&Pipeline::default(), record)?;
/// assert_eq!(
///     std::str::from_utf8(&cleaned.bytes).unwrap(),
///     r#"{"id": 1e400, "text": "It rained.","removals":[{"start":10,"end":28,"rule":"ad/label","category":"ad"}]}"#
/// );
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLines {
    field: String,
    removals: bool,
    lossy: bool,
}

impl JsonLines {
    /// Records whose text stands in this field.
    #[must_use]
    pub fn new(field: impl Into<String>) -> Self {
        Self { field: field.into(), removals: false, lossy: false }
    }

    /// Whether a field `removals` is added (or replaced): a list of `{"start", "end", "rule", "category"}`, offsets in bytes of the
    /// UTF-8 text before cleaning.
    #[must_use]
    pub fn with_removals(mut self, yes: bool) -> Self {
        self.removals = yes;
        self
    }

    /// Whether invalid UTF-8 is replaced with U+FFFD instead of being an error.
    #[must_use]
    pub fn with_lossy(mut self, yes: bool) -> Self {
        self.lossy = yes;
        self
    }

    /// Cleans one record, a line without its terminator. A blank line stays as it is.
    ///
    /// # Errors
    /// When the line is not UTF-8 or not a JSON object, or when the field is missing, there twice, or not a string. Write the line as it was, then.
    pub fn clean<'r>(&self, pipeline: &Pipeline, line: &'r [u8]) -> Result<Record<'r>, Error> {
        match decode(line, self.lossy, "line")? {
            Cow::Borrowed(text) => self.clean_str(pipeline, text),
            Cow::Owned(text) => self.clean_str(pipeline, &text).map(Record::into_owned),
        }
    }

    fn clean_str<'r>(&self, pipeline: &Pipeline, line: &'r str) -> Result<Record<'r>, Error> {
        if without_mark(line).trim().is_empty() {
            return Ok(Record::passed(line.as_bytes()));
        }
        let fields = self.find(line)?;
        let original = fields.text;
        let cleaned = pipeline.clean(&original).into_owned();
        let mut edits = Vec::new();
        if cleaned.is_changed() {
            edits.push((fields.text_span, json(&cleaned.text)?));
        }
        if self.removals {
            let removals = json(&cleaned.removals)?;
            edits.push(match fields.removals_span {
                Some(span) => (span, removals),
                None => (fields.end..fields.end, format!(",\"removals\":{removals}")),
            });
        }
        edits.sort_by_key(|(span, _)| span.start);
        Ok(Record { bytes: splice(line.as_bytes(), &edits), text: Some(original), cleaned })
    }

    fn find<'r>(&self, line: &'r str) -> Result<Fields<'r>, Error> {
        let mut parser = serde_json::Deserializer::from_str(without_mark(line));
        let raw = parser
            .deserialize_map(FieldFinder { field: &self.field })
            .and_then(|raw| parser.end().map(|()| raw))
            .map_err(|error| record_error(format!("not a JSON object: {}", json_message(&error))))?;
        if raw.twice {
            return Err(record_error(format!("the field `{}` is there twice", self.field)));
        }
        let Some(text) = raw.text else {
            return Err(record_error(format!("lacks the field `{}`; --field names another", self.field)));
        };
        let text_span = span_within(line, text);
        let text = serde_json::from_str::<JsonString<'_>>(text)
            // Its columns are those of the value.
            .map_err(|error| error.to_string().split(" at line ").next().unwrap_or_default().to_owned())
            .map_err(|error| record_error(format!("the field `{}` is not a string of valid text: {error}", self.field)))?;
        let end = line.trim_end().len() - 1;
        Ok(Fields { text: text.0, text_span, removals_span: raw.removals.map(|removals| span_within(line, removals)), end })
    }
}

/// Where a record's fields lie.
struct Fields<'r> {
    text: Cow<'r, str>,
    text_span: Range<usize>,
    removals_span: Option<Range<usize>>,
    /// The object's closing brace.
    end: usize,
}

#[derive(serde::Deserialize)]
struct JsonString<'r>(#[serde(borrow)] Cow<'r, str>);

/// The raw values of the fields that matter.
#[derive(Default)]
struct RawFields<'r> {
    text: Option<&'r str>,
    removals: Option<&'r str>,
    twice: bool,
}

struct FieldFinder<'f> {
    field: &'f str,
}

impl<'r> Visitor<'r> for FieldFinder<'_> {
    type Value = RawFields<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = RawFields::default();
        while let Some(JsonString(key)) = map.next_key()? {
            if key == self.field {
                fields.twice |= fields.text.is_some();
                fields.text = Some(map.next_value::<&RawValue>()?.get());
            } else if key == "removals" {
                fields.removals = Some(map.next_value::<&RawValue>()?.get());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(fields)
    }
}

/// The line without the byte order mark that some programs put before the first one of a file.
fn without_mark(line: &str) -> &str {
    line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)
}

/// Where `part`, which borrows from `whole`, lies in it.
fn span_within(whole: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| record_error(error.to_string()))
}
