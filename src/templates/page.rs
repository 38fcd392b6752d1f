//! A page as far as templates are concerned: the hashes of its lines.

use super::hash::{Of, hash};
use crate::document::{Document, ends_sentence, is_technical};
use crate::fold::Folder;
use crate::segment;

/// What stands for a line in memory and in files. That two of the lines of a site have the same one by chance does not happen with 2^48 of them:
/// a site of 255 pages with 512 different lines each has one such pair with a probability of 0.00003.
pub(crate) type LineHash = [u8; 6];

/// Of a page with more lines only so many are looked at from its start, and so many from its end.
const EDGE: usize = 256;
/// The longest example of a line, in bytes.
const EXAMPLE: usize = 120;

/// What a [`TemplateLearner`](crate::TemplateLearner) needs to know of a page. It takes about six bytes a line, and it is here that the work is done, so
/// make it in any thread and give it to the learner in one.
///
/// ```
/// use textsieve::{TemplateLearner, TemplatePage};
///
/// let mut learner = TemplateLearner::new();
/// let pages = std::thread::scope(|threads| {
///     let page = |text: &'static str| threads.spawn(move || TemplatePage::new("example.org", text));
///     [page("Home\nOne story"), page("Home\nAnother story")].map(|thread| thread.join().unwrap())
/// });
/// learner.extend(pages);
/// assert_eq!(learner.finish().site("example.org").unwrap().lines().len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePage {
    pub(super) site: Box<str>,
    pub(super) kept: KeptPage,
}

/// A page without the name of its site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeptPage {
    /// Of the folded text: a page that was fetched twice is one page, be its counters as they may.
    pub(super) id: u64,
    /// Sorted, each one once.
    pub(super) lines: Box<[LineHash]>,
    /// As many as lines, or none.
    pub(super) examples: Box<[Box<str>]>,
}

impl KeptPage {
    /// The bytes that it takes in memory, and a little for the allocator.
    pub(super) fn size(&self) -> usize {
        let examples: usize = self.examples.iter().map(|example| 32 + example.len()).sum();
        64 + 6 * self.lines.len() + examples
    }
}

impl TemplatePage {
    /// A page of a site. A site is any name, but the same one for all of its pages, see [`SiteKey`](crate::SiteKey). Of the lines those are looked at that are
    /// among the first 256 or the last 256 which are not blank.
    #[must_use]
    pub fn new(site: &str, text: &str) -> Self {
        Self::build(site, text, false)
    }

    /// The same, with the texts of its lines, cut off at 120 bytes, so that one can see what was learnt. They take many times the memory.
    #[must_use]
    pub fn with_examples(site: &str, text: &str) -> Self {
        Self::build(site, text, true)
    }

    fn build(site: &str, text: &str, examples: bool) -> Self {
        let document = Document::new(text);
        // Without rules, and so without phrases parted from sentences.
        let document = if segment::is_unbroken(&document) { segment::segmented(&document, |_| false, |_| None) } else { document };
        let count = document.places().len();
        let mut folder = Folder::default();
        let mut lines: Vec<(LineHash, &str)> = Vec::with_capacity(count.min(2 * EDGE));
        let mut id = hash(Of::Page, &[]);
        let is_text = |index: &usize| document.line(*index).is_prose();
        let (first, last) = ((0..count).find(is_text).unwrap_or(count), (0..count).rfind(is_text).unwrap_or(count));
        let mut masks: Vec<(LineHash, &str)> = Vec::new();
        for (index, line) in document.lines().enumerate() {
            let keys = LineKeys::new(line.text(), folder.fold(line.text()));
            id = hash(Of::Page, &(u128::from(id) << 64 | u128::from(keys.whole)).to_le_bytes());
            if index < EDGE || index + EDGE >= count {
                lines.push((keys.line, line.text()));
                lines.extend(keys.exact.map(|exact| (exact, line.text())));
                let masked = if (first..=last).contains(&index) { None } else { masked(line.text()) };
                masks.extend(masked.map(|masked| (masked, line.text())));
            }
        }
        // Of a byline there is one on a page.
        masks.sort_unstable();
        lines.extend(masks.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() == 1).map(|same| same[0]));
        // Of equal lines the first by its text, so that an example does not depend on the order of pages.
        lines.sort_unstable();
        lines.dedup_by_key(|(hash, _)| *hash);
        let kept = KeptPage {
            id,
            lines: lines.iter().map(|(hash, _)| *hash).collect(),
            examples: if examples { lines.iter().map(|(_, text)| example(text)).collect() } else { Box::default() },
        };
        Self { site: site.into(), kept }
    }

    /// The name of its site.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }
}

fn example(text: &str) -> Box<str> {
    let end = (0..=text.len().min(EXAMPLE)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].into()
}

/// The hashes that a line is known by.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineKeys {
    pub(super) whole: u64,
    /// Of the folded line, in which numbers are `#`; of the line as it is if nothing is left of it, or if it is code: `next()` is not `Next`.
    pub(super) line: LineHash,
    /// Of the line as it is, where it has numbers: it tells `© 2026` from a date that is another one on each page.
    pub(super) exact: Option<LineHash>,
}

impl LineKeys {
    /// Of a line as it is and as it is folded.
    pub(super) fn new(text: &str, folded: &str) -> Self {
        let whole =
            if folded.is_empty() || is_technical(text) { hash(Of::Exact, text.as_bytes()) } else { hash(Of::Line, folded.as_bytes()) };
        let exact = folded.contains('#').then(|| short(hash(Of::Exact, text.as_bytes())));
        Self { whole, line: short(whole), exact }
    }
}

/// What stands for a line of a few words with the names in it left out, if there are two: `Posted by Ada in News` is `posted by * in *`. One name alone
/// may be what the title of each page ends with: `Interview with Ada`.
pub(super) fn masked(text: &str) -> Option<LineHash> {
    const WORDS: std::ops::RangeInclusive<usize> = 4..=9;
    const LONGEST: usize = 80;
    if text.len() > LONGEST || !text.contains(' ') || ends_sentence(text) {
        return None;
    }
    let (mut form, mut words, mut names, mut is_name) = (String::new(), 0, 0, false);
    for (at, word) in text.split_whitespace().enumerate() {
        let was_name = std::mem::replace(&mut is_name, at > 0 && word.starts_with(char::is_uppercase));
        words += 1;
        if is_name && was_name {
            continue;
        }
        form.push(' ');
        if is_name {
            names += 1;
            form.push('*');
        } else {
            form.push_str(word);
        }
    }
    (WORDS.contains(&words) && names == 2 && !form.contains(|c: char| c.is_ascii_digit())).then(|| short(hash(Of::Masked, form.as_bytes())))
}

fn short(hash: u64) -> LineHash {
    let [a, b, c, d, e, f, ..] = hash.to_be_bytes();
    [a, b, c, d, e, f]
}
