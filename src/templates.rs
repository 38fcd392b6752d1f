//! Furniture learnt from many pages of one site: the lines that they share.
//!
//! 1. A [`TemplateLearner`] is shown pages and keeps, of each site, the hashes of the lines of some of them.
//! 2. It gives [`Templates`]: of each site the lines that several of its pages share, and how many do. They are one block of bytes, in memory as in a
//!    file.
//! 3. [`SiteTemplates`] are those of one site, and a filter. [`Pipeline::clean_in`](crate::Pipeline::clean_in) uses it beside the filters of a pipeline.
//!
//! `docs/templates.md` has what this gives on real sites, and why the thresholds are what they are.

mod clean;
mod file;
mod hash;
mod judge;
mod key;
mod learner;
mod page;
#[cfg(feature = "corpus")]
mod record;

pub use file::{SharedLine, SiteTemplates, Templates};
pub use key::SiteKey;
pub use learner::TemplateLearner;
pub use page::TemplatePage;
#[cfg(feature = "corpus")]
pub use record::SiteFields;
