//! The report: one page that shows what was cut.

mod page;
mod sample;

pub(crate) use page::is_invisible;
pub(crate) use sample::{Report, Sampler, Samples};
