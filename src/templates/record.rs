//! The site and the text of a record of JSON lines.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::key::SiteKey;
use super::page::TemplatePage;
use crate::corpus::{BYTE_ORDER_MARK, json_message};
use crate::error::{Error, Kind};

/// In which fields of a record of JSON lines the site and the text of a page stand (feature `corpus`).
///
/// ```
/// use textsieve::{SiteFields, SiteKey, TemplateLearner};
///
/// let fields = SiteFields::new("text", "url", SiteKey::Host);
/// let record = br#"{"url": "https://www.example.org/1", "text": "Home\nIt rained."}"#;
/// assert_eq!(fields.site(record)?.as_deref(), Some("example.org"));
/// assert_eq!(fields.page(record, false)?.unwrap().site(), "example.org");
/// assert_eq!(fields.site(br#"{"text": "It rained."}"#)?, None);
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFields {
    text: String,
    site: String,
    key: SiteKey,
}

impl SiteFields {
    /// The names of the field with the text and of the one with the address or the name of the site. The latter may stand within another: `meta.url` is the
    /// field `url` of the object `meta`, unless the record has a field `meta.url`.
    ///
    /// ```
    /// use textsieve::{SiteFields, SiteKey};
    ///
    /// let fields = SiteFields::new("text", "meta.url", SiteKey::Host);
    /// let record = br#"{"text": "It rained.", "meta": {"url": "https://example.org/1"}}"#;
    /// assert_eq!(fields.site(record)?.as_deref(), Some("example.org"));
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    #[must_use]
    pub fn new(text: impl Into<String>, site: impl Into<String>, key: SiteKey) -> Self {
        Self { text: text.into(), site: site.into(), key }
    }

    /// The site of a record; none if the field is missing or `null`, or if there is no site in it.
    ///
    /// # Errors
    /// When the record is not UTF-8, not a JSON object, or when the field is not a string.
    pub fn site(&self, record: &[u8]) -> Result<Option<String>, Error> {
        let fields = self.read(record, false)?;
        Ok(fields.site.and_then(|url| self.key.of(&url)))
    }

    /// The page of a record, for a [`TemplateLearner`](crate::TemplateLearner), with examples of its lines or without; none if it has no site, and for a
    /// blank line.
    ///
    /// # Errors
    /// As [`site`](Self::site), and when there is a site and no text.
    pub fn page(&self, record: &[u8], examples: bool) -> Result<Option<TemplatePage>, Error> {
        if record.trim_ascii().is_empty() {
            return Ok(None);
        }
        let fields = self.read(record, true)?;
        let Some(site) = fields.site.and_then(|url| self.key.of(&url)) else { return Ok(None) };
        let Some(text) = fields.text else { return Err(bad(format!("lacks the field `{}`; --field names another", self.text))) };
        Ok(Some(if examples { TemplatePage::with_examples(&site, &text) } else { TemplatePage::new(&site, &text) }))
    }

    fn read<'r>(&self, record: &'r [u8], with_text: bool) -> Result<Fields<'r>, Error> {
        let record = record.strip_prefix(BYTE_ORDER_MARK.encode_utf8(&mut [0; 3]).as_bytes()).unwrap_or(record);
        let mut parser = serde_json::Deserializer::from_slice(record);
        let fields = parser.deserialize_map(Finder { fields: self, with_text }).and_then(|fields| parser.end().map(|()| fields));
        fields.map_err(|error| bad(format!("not a record with a site: {}", json_message(&error))))
    }
}

/// The string at a path within a value.
fn at_path<'r>(value: &'r RawValue, path: &str) -> Option<Cow<'r, str>> {
    let mut fields: HashMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
    match (fields.remove(path), path.split_once('.')) {
        (Some(value), _) => serde_json::from_str::<JsonString<'_>>(value.get()).ok().map(|string| string.0),
        (None, Some((outer, inner))) => at_path(fields.remove(outer)?, inner),
        (None, None) => None,
    }
}

fn bad(message: String) -> Error {
    Kind::Record(message).into()
}

#[derive(Default)]
struct Fields<'r> {
    text: Option<Cow<'r, str>>,
    site: Option<Cow<'r, str>>,
}

#[derive(serde::Deserialize)]
struct JsonString<'r>(#[serde(borrow)] Cow<'r, str>);

struct Finder<'f> {
    fields: &'f SiteFields,
    with_text: bool,
}

impl<'r> Visitor<'r> for Finder<'_> {
    type Value = Fields<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        let path = self.fields.site.split_once('.');
        let mut within = None;
        while let Some(JsonString(key)) = map.next_key()? {
            let is_site = key == self.fields.site;
            let is_text = self.with_text && key == self.fields.text;
            if is_site || is_text {
                let Some(JsonString(value)) = map.next_value::<Option<JsonString<'r>>>()? else { continue };
                let place = if is_site { &mut fields.site } else { &mut fields.text };
                if place.replace(value).is_some() {
                    return Err(A::Error::custom(format_args!("the field `{key}` is there twice")));
                }
            } else if let Some((_, inner)) = path.filter(|(outer, _)| key == *outer) {
                within = at_path(map.next_value()?, inner);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        fields.site = fields.site.or(within);
        Ok(fields)
    }
}
