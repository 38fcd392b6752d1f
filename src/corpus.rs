//! Corpora (feature `corpus`): records in, cleaned records out, on many cores and in flat memory.
//!
//! - [`JsonLines`], [`Wet`] and [`PlainText`] clean one record and leave every byte outside of its text as it was; [`WetRecords`] finds the records of
//!   a WET file.
//! - [`decompressed`] opens gzip and zstd by their content, [`Compression::compress`] writes them.
//! - [`CleanIterator`] cleans the texts of any iterator, one by one or on all cores; [`Ordered`] is what lies below: a map on all cores that
//!   keeps the order and reads ahead no further than a few items.
//! - [`Tally`] counts what went, by category and rule.
//!
//! ```
//! use textsieve::Pipeline;
//! use textsieve::corpus::{JsonLines, Ordered, Tally};
//!
//! let input = "{\"text\":\"Advertisement\\nIt rained.\"}\n{\"text\":\"It rained.\"}\n".repeat(1000);
//! let lines: Vec<_> = input.lines().map(str::to_owned).collect(); // usually a reader's lines
//!
//! let (records, pipeline) = (JsonLines::new("text"), Pipeline::default());
//! let cleaned = Ordered::new(lines, move |line| records.clean(&pipeline, line.as_bytes()).map(|record| record.into_owned()));
//! let mut tally = Tally::default();
//! for record in cleaned {
//!     tally.add_record(&record?);
//! }
//! assert_eq!((tally.documents, tally.changed, tally.removed.bytes), (2000, 1000, 14_000));
//! # Ok::<(), textsieve::Error>(())
//! ```

mod clean_iterator;
mod compression;
mod digest;
mod json_lines;
mod ordered;
mod plain_text;
mod record;
mod tally;
mod wet;
mod wet_records;

pub use clean_iterator::{CleanIterator, CleanTexts};
pub use compression::{Compression, Decompressed, decompressed};
pub use json_lines::JsonLines;
pub use ordered::Ordered;
pub use plain_text::PlainText;
pub use record::Record;
pub(crate) use record::{BYTE_ORDER_MARK, json_message};
pub use tally::{Count, Tally};
pub use wet::Wet;
pub use wet_records::WetRecords;
