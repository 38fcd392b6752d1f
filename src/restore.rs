//! What was removed, kept so that the text that was given can be had again.

use std::borrow::Cow;

use crate::removal::{Cleaned, Removal};

/// The bytes that the removals took.
#[derive(Debug, Clone)]
pub(crate) enum Removed<'t> {
    /// Within the text that was given.
    Within(&'t str),
    /// One after the other, for that text may be gone.
    Joined(String),
}

impl Default for Removed<'_> {
    fn default() -> Self {
        Self::Within("")
    }
}

impl Removed<'_> {
    pub(crate) fn into_owned(self, removals: &[Removal]) -> Removed<'static> {
        Removed::Joined(match self {
            Self::Within(text) => removals.iter().filter_map(|removal| text.get(removal.span.clone())).collect(),
            Self::Joined(parts) => parts,
        })
    }
}

impl<'t> Cleaned<'t> {
    /// Each removal with the text that it took, in order.
    ///
    /// ```
    /// let cleaned = textsieve::clean("It rained.\n- Advertisement -\n").into_owned();
    /// let removed: Vec<_> = cleaned.removed().map(|(removal, text)| (removal.rule.as_str(), text)).collect();
    /// assert_eq!(removed, [("ad/label", "- Advertisement -\n")]);
    /// ```
    pub fn removed(&self) -> impl Iterator<Item = (&Removal, &str)> {
        let mut at = 0;
        self.removals.iter().filter_map(move |removal| {
            let text = match &self.removed {
                Removed::Within(text) => text.get(removal.span.clone()),
                Removed::Joined(parts) => {
                    let from = at;
                    at += removal.span.len();
                    parts.get(from..at)
                }
            };
            Some((removal, text?))
        })
    }

    /// The text that was given, byte for byte. It is put together of [`text`](Self::text) and [`removed`](Self::removed), so it asks for both as cleaning
    /// left them.
    ///
    /// ```
    /// let page = "It rained.\r\n\r\n- Advertisement -\r\n\r\nIt rained more.";
    /// let cleaned = textsieve::clean(page).into_owned();
    /// assert_eq!(cleaned.text, "It rained.\r\n\r\nIt rained more.");
    /// assert_eq!(cleaned.restore(), page);
    /// ```
    #[must_use]
    pub fn restore(&self) -> Cow<'_, str> {
        if self.removals.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        if let Removed::Within(text) = self.removed {
            return Cow::Borrowed(text);
        }
        let mut whole = String::new();
        let mut rest: &str = &self.text;
        for (removal, removed) in self.removed() {
            let (kept, after) = rest.split_at_checked(removal.span.start.saturating_sub(whole.len())).unwrap_or((rest, ""));
            whole.push_str(kept);
            whole.push_str(removed);
            rest = after;
        }
        whole.push_str(rest);
        Cow::Owned(whole)
    }
}
