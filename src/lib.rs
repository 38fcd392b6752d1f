#![doc = include_str!("../README.md")]

#[cfg(feature = "corpus")]
pub mod corpus;
#[cfg(feature = "corpus")]
pub mod evaluate;

mod again;
mod blocks;
mod bytes;
mod compile;
mod config;
mod decide;
mod document;
mod error;
mod filter;
mod fold;
mod inline;
mod offsets;
mod packs;
mod pipeline;
mod removal;
mod reported;
mod restore;
mod rule;
mod scan;
mod scratch;
mod segment;
mod sentence;
mod templates;

pub use config::{Config, Format, LimitsConfig, OnError, Percent, RunConfig};
pub use document::{Document, Line};
pub use error::Error;
pub use filter::{
    AdMarkers, Bylines, Captions, CommentPrompts, Consent, Filter, GalleryMarks, LegalNotices, LoginPrompts, Marks, MarkupDebris,
    Navigation, PageBlocks, RelatedLinks, ShareWidgets, SubscriptionPrompts, TechnicalMessages, ViewCounters, Witnesses,
};
pub use fold::fold;
pub use offsets::Offsets;
pub use packs::all as rules;
pub use pipeline::{Pipeline, PipelineBuilder, Preset};
pub use removal::{Block, Category, Cleaned, Removal, RuleId, Verdict};
pub use rule::{Rule, RulePack, When};
#[cfg(feature = "corpus")]
pub use templates::SiteFields;
pub use templates::{SharedLine, SiteKey, SiteTemplates, TemplateLearner, TemplatePage, Templates};

/// Cleans one text with the preset `article`.
///
/// ```
/// let cleaned = textsieve::clean("Title\n0 1,854\nIt rained all day, and nobody in the town had brought an umbrella.\n- Advertisement -\n");
/// assert_eq!(cleaned.text, "Title\nIt rained all day, and nobody in the town had brought an umbrella.\n");
/// ```
#[must_use]
pub fn clean(text: &str) -> Cleaned<'_> {
    Pipeline::default().clean(text)
}
