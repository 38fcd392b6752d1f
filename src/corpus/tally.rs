//! Counting what went.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Record;
use crate::removal::{Category, Cleaned, RuleId, Verdict};

/// What was cleaned and what went, by category and rule. Tallies of parts add up to the tally of the whole.
///
/// ```
/// use textsieve::{Category, corpus::Tally};
///
/// let mut tally = Tally::default();
/// let text = "It rained.\n- Advertisement -\n";
/// tally.add(text, &textsieve::clean(text));
/// assert_eq!((tally.documents, tally.bytes_in, tally.bytes_out), (1, 29, 11));
/// assert_eq!(tally.categories[&Category::Ad].cuts, 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tally {
    /// Texts that were cleaned.
    pub documents: u64,
    /// Texts that lost something.
    pub changed: u64,
    /// Texts of which the guard let go only what is sure, see [`Verdict::Guarded`].
    pub guarded: u64,
    /// Bytes of the texts before.
    pub bytes_in: u64,
    /// Bytes of the texts after.
    pub bytes_out: u64,
    /// All that went.
    pub removed: Count,
    /// What went, by category.
    pub categories: BTreeMap<Category, Count>,
    /// What went, by rule.
    pub rules: BTreeMap<RuleId, Count>,
}

/// How much went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count {
    /// Removals.
    pub cuts: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.bytes += other.bytes;
    }
}

impl Tally {
    /// Counts one text.
    pub fn add(&mut self, text: &str, cleaned: &Cleaned<'_>) {
        self.documents += 1;
        self.changed += u64::from(cleaned.is_changed());
        self.guarded += u64::from(cleaned.verdict == Verdict::Guarded);
        self.bytes_in += text.len() as u64;
        self.bytes_out += cleaned.text.len() as u64;
        for removal in &cleaned.removals {
            let cut = Count { cuts: 1, bytes: removal.span.len() as u64 };
            self.removed.add(cut);
            self.categories.entry(removal.category).or_default().add(cut);
            match self.rules.get_mut(&removal.rule) {
                Some(count) => count.add(cut),
                None => {
                    self.rules.insert(removal.rule.clone(), cut);
                }
            }
        }
    }

    /// Counts the text of a record, if it holds one.
    pub fn add_record(&mut self, record: &Record<'_>) {
        if let Some(text) = &record.text {
            self.add(text, &record.cleaned);
        }
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.guarded += other.guarded;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.removed.add(other.removed);
        for (category, count) in other.categories {
            self.categories.entry(category).or_default().add(count);
        }
        for (rule, count) in other.rules {
            self.rules.entry(rule).or_default().add(count);
        }
    }
}
