//! Measuring a pipeline on a corpus with human-reviewed text (feature `corpus`).
//!
//! A corpus is JSON lines, plain or gzipped, one [`Page`] a line: the gold text, and what one or more extractors made of the page.
//! An [`Evaluation`] cleans each text and compares it with the gold, and a [`Report`] sums up: precision, recall and F1 before and after,
//! how much better cutting whole lines could have been, what was cut, and the pages that lost most.
//!
//! # The measure
//!
//! Words are runs of letters, digits and underscores, as `\w+` of Python's `re` finds them; combining marks part words. A text is the multiset
//! of its runs of four words, its [`Shingles`]; a text of one to three words is one run. A page's precision is the share of the text's
//! shingles that the gold has, its recall the share of the gold's shingles that the text has. Both are averaged over pages (a page whose text is empty has no
//! precision, one whose gold is empty no recall), and F1 is that of the two averages. It is the measure of the public benchmarks of article extraction.
//!
//! # The best by whole lines
//!
//! A line of four words or more is kept when more than half of its own shingles are in the gold, a shorter one when its words stand in the
//! gold side by side. Of the text that is left and the untouched one, the better by the page's F1 counts, and the former when neither is: of a text that shares nothing
//! with the gold nothing is left, and as an empty text it no longer counts in the average precision. That is the best by the measure; a cleaner that
//! never empties a page stays below it. It is greedy, so a little more may be possible.
//!
//! # Whether a change is one
//!
//! Pages are drawn with replacement, as many as there are, [`RESAMPLES`] times, each time the same pages before and after cleaning; the interval has the
//! middle 95 % of the differences in F1. Only when it excludes 0 is a change called better or worse.
//!
//! ```
//! use textsieve::Pipeline;
//! use textsieve::evaluate::{Evaluation, Pages, Report};
//!
//! let corpus = br#"{"id": "1", "gold": "It rained all day.", "texts": {"mine": "It rained all day.\n- Advertisement -"}}"#;
//! let evaluation = Evaluation::new(Pipeline::default());
//! let mut judged = Vec::new();
//! for (line, page) in Pages::new(&corpus[..]) {
//!     judged.push(evaluation.judge(&page?));
//! }
//! let report = Report::new(&judged, 1, 10);
//! let scores = report.texts[0].scores.as_ref().unwrap();
//! assert_eq!((scores.before.precision, scores.after.precision), (0.5, 1.0));
//! # Ok::<(), textsieve::Error>(())
//! ```

mod bootstrap;
mod gold;
mod judge;
mod page;
mod report;
mod score;
mod shingles;

pub use bootstrap::{Change, RESAMPLES, Verdict};
pub use judge::{Evaluation, Judged};
pub use page::{Page, Pages};
pub use report::{Comparison, Cuts, LostCut, LostText, Report, TextReport, WorstPage};
pub use score::{Overlap, Scores};
pub use shingles::Shingles;
