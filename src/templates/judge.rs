//! Which of the lines that pages of a site share are furniture.
//!
//! Sites share more than furniture: headings (`Description`, `See also`), labels of tables, a sentence that opens each part of a series, titles that differ in
//! a number. So how many pages share a line is only the beginning. It counts as the **least share** of all pages of the site that is likely to have it: the lower end of
//! Wilson's interval of 95 %, which for 2 of 2 pages is 0.34, for 3 of 3 is 0.44, for 5 of 5 is 0.57, for 10 of 20 is 0.30 and for 100 of 100 is 0.96. Then:
//!
//! - a line goes anywhere if three pages share it and the least share is [`SURE`];
//! - a line that nearly all pages have with other names in it (`Posted by Ada in News`), each of them once, before or after the text, goes as well;
//! - any other needs the company of shared lines, and a least share of [`LIKELY`] or [`PERHAPS`]: in a row of them, or at the edge of the page;
//! - below the last paragraph up to two lines between lines that go, go with them: the titles between `Previous topic` and `Next topic`;
//! - a paragraph or a sentence of [`SENTENCE`] words is never taken for the company that it keeps (`See also the list of functions.`), and neither is a line whose numbers are other ones on each page, for it may be a title (`Release 3.2`), a date
//!   of an event, a row of a table; a counter or a date that is furniture stands in nearly all pages.
//!
//! The judgement is repeated on what is left until nothing more goes, because a cleaned text must come out of a second cleaning as it is.

use crate::document::{Document, Line, ends_sentence};
use crate::filter::{Filter, Marks};
use crate::fold::count_words;
use crate::removal::{Category, Removal, RuleId};

use super::file::SiteTemplates;
use super::page::{LineHash, LineKeys, masked};

/// The least share of a line that goes wherever it stands, in at least so many pages.
const SURE: f64 = 0.55;
const SURE_PAGES: u8 = 3;
/// The same for a line whose numbers are others on each page.
const SURE_VARYING: f64 = 0.6;
/// The least share of a line at the edge of a page, or in a row of [`ROW`] shared lines.
const LIKELY: f64 = 0.3;
const ROW: usize = 3;
/// The least share of a line in a row of [`LONG_ROW`].
const PERHAPS: f64 = 0.15;
const LONG_ROW: usize = 4;
/// A sentence of fewer words is a label, such as `All rights reserved.`
const SENTENCE: usize = 5;
/// How many lines of no known kind may stand between two lines of a page's edge, and between two lines that go.
const GAP: usize = 2;

/// What is a button on one page of so many should be on another one too; a line of more words may have a name in it.
const STRANGER_PAGES: u8 = 5;
const STRANGER_WORDS: usize = 2;

/// Of the rules by which a shared line goes.
const LINE: RuleId = RuleId::built_in("template/line", Category::Template);
const ROWS: RuleId = RuleId::built_in("template/row", Category::Template);
const EDGE: RuleId = RuleId::built_in("template/edge", Category::Template);
const BETWEEN: RuleId = RuleId::built_in("template/between", Category::Template);

/// What is known of a line of the page.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Least share, 0 if the line needs company and may not have it.
    share: f64,
    is_sure: bool,
    is_prose: bool,
    /// What stands for it without its names, if nearly all pages of the site have that.
    masked: Option<LineHash>,
    /// Some other page of the site has it, or may have it.
    is_shared: bool,
    /// Something was marked in it, or it goes: it parts nothing.
    is_marked: bool,
}

impl Filter for SiteTemplates {
    /// Rows and edges are seen best when the filters of rules have had their say, which they have where this one stands last. What it marks is
    /// all that it does here; [`Pipeline::clean_in`](crate::Pipeline::clean_in) leans on the site's pages where it judges what rules suspect as well.
    fn document(&self, document: &Document<'_>, marks: &mut Marks) {
        let mut seen = self.look();
        document.lines().for_each(|line| seen.line(&line));
        seen.mark(document, marks);
    }
}

/// A page while it is looked at for the lines that pages of its site share.
pub(super) struct Look<'s> {
    site: &'s SiteTemplates,
    lines: Vec<Known>,
}

impl SiteTemplates {
    pub(super) fn look(&self) -> Look<'_> {
        Look { site: self, lines: Vec::new() }
    }
}

impl Look<'_> {
    /// Looks at the next line.
    pub(super) fn line(&mut self, line: &Line<'_>) {
        let keys = LineKeys::new(line.text(), &line.folded());
        let mut pages = self.site.pages_with(keys.line);
        let mut varies = false;
        if let Some(exact) = keys.exact.filter(|_| pages > 0) {
            let same = self.site.pages_with(exact);
            varies = usize::from(same) * 2 < usize::from(pages);
            pages = if varies { pages } else { same };
        }
        let mut known = Known { is_prose: line.is_prose(), is_shared: pages > 0, ..Known::default() };
        if pages > 0 {
            let share = least_share(pages, self.site.pages());
            known.is_sure = pages >= SURE_PAGES && share >= if varies { SURE_VARYING } else { SURE };
            let is_sentence = || ends_sentence(line.text()) && count_words(line.text()) >= SENTENCE;
            known.share = if known.is_sure || !(varies || known.is_prose || is_sentence()) { share } else { 0.0 };
        }
        if !known.is_sure && !known.is_prose {
            known.masked = masked(line.text()).filter(|hash| {
                let pages = self.site.pages_with(*hash);
                pages >= SURE_PAGES && least_share(pages, self.site.pages()) >= SURE_VARYING
            });
        }
        self.lines.push(known);
    }

    /// Marks the lines that go.
    pub(super) fn mark(&mut self, document: &Document<'_>, marks: &mut Marks) {
        if self.shares_nothing() {
            return;
        }
        let places = document.places();
        for mark in &marks.list {
            let from = places.partition_point(|place| place.last <= mark.span.start);
            for (line, _) in self.lines[from..].iter_mut().zip(places[from..].iter().take_while(|place| place.first < mark.span.end)) {
                line.is_marked = true;
            }
        }
        for (line, cut) in document.lines().zip(Page::judge(self.lines.clone())) {
            if let Some(rule) = cut {
                marks.cut(line.span(), &rule);
            }
        }
    }

    /// Whether the judgement would be another one without the lines that went.
    pub(super) fn would_go_on(&self, document: &Document<'_>, removals: &[Removal]) -> bool {
        if self.shares_nothing() {
            return false;
        }
        let went = |at: usize| {
            removals[removals.partition_point(|removal| removal.span.end <= at)..].first().is_some_and(|next| next.span.start <= at)
        };
        let left = document.places().iter().zip(&self.lines).filter(|(place, _)| !went(place.first)).map(|(_, line)| *line);
        Page::judge(left.collect()).iter().any(Option::is_some)
    }

    /// Whether a line is a short one that no other page of the site has, as far as enough pages tell. Of long pages the middle was not learnt from, but a
    /// button that stands in the middle of one stands further up on another.
    pub(super) fn is_stranger(&self, line: usize, text: &str) -> bool {
        self.site.pages() >= STRANGER_PAGES && !self.lines[line].is_shared && count_words(text) <= STRANGER_WORDS
    }

    fn shares_nothing(&self) -> bool {
        self.lines.iter().all(|line| line.share == 0.0 && line.masked.is_none())
    }
}

/// The lower end of Wilson's interval of 95 % for the share of pages that have a line.
fn least_share(pages: u8, of: u8) -> f64 {
    const Z: f64 = 1.96;
    let (n, p) = (f64::from(of), f64::from(pages) / f64::from(of));
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    (p + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n)
}

struct Page {
    lines: Vec<Known>,
    cuts: Vec<Option<RuleId>>,
}

impl Page {
    /// Gives for each line the rule by which it goes.
    fn judge(lines: Vec<Known>) -> Vec<Option<RuleId>> {
        let mut page = Self { cuts: vec![None; lines.len()], lines };
        for line in 0..page.lines.len() {
            if page.lines[line].is_sure {
                page.cut(line, &LINE);
            }
        }
        loop {
            let mut more = page.judge_rows(ROW, LIKELY);
            more |= page.judge_rows(LONG_ROW, PERHAPS);
            more |= page.judge_edge(0..page.lines.len());
            more |= page.judge_edge((0..page.lines.len()).rev());
            more |= page.judge_between();
            more |= page.judge_masked();
            if !more {
                return page.cuts;
            }
        }
    }

    /// Cuts the line before or after the text that differs from those of other pages in its names, if there is but one. Before the text something must
    /// stand above it that stays, for of a page's own lines the title comes first (`Letter from Ada to Ben`).
    fn judge_masked(&mut self) -> bool {
        let is_text = |line: &usize| self.lines[*line].is_prose && !self.is_cut(*line);
        let all = 0..self.lines.len();
        let (first, last) = (all.clone().find(is_text).unwrap_or(all.end), all.clone().rfind(is_text).unwrap_or(all.end));
        let title = all.clone().find(|line| !self.lines[*line].is_marked).unwrap_or(all.end);
        let outside = all.filter(|line| *line < first || *line > last);
        let mut masked: Vec<_> = outside.filter_map(|line| self.lines[line].masked.map(|masked| (masked, line))).collect();
        masked.sort_unstable();
        let mut more = false;
        for same in masked.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() == 1 && same[0].1 > title) {
            more |= self.cut(same[0].1, &LINE);
        }
        more
    }

    /// Says whether that is news.
    fn cut(&mut self, line: usize, rule: &RuleId) -> bool {
        let is_news = self.cuts[line].is_none();
        if is_news {
            self.cuts[line] = Some(rule.clone());
            self.lines[line].is_marked = true;
        }
        is_news
    }

    fn is_cut(&self, line: usize) -> bool {
        self.cuts[line].is_some()
    }

    /// Cuts rows of so many shared lines. Lines that rules have marked count.
    fn judge_rows(&mut self, least: usize, share: f64) -> bool {
        let is_shared = |line: &Known| line.is_marked || line.share >= share;
        let (mut more, mut start) = (false, 0);
        while start < self.lines.len() {
            let end = start + self.lines[start..].iter().take_while(|line| is_shared(line)).count();
            if end - start >= least {
                for line in start..end {
                    more |= self.lines[line].share >= share && self.cut(line, &ROWS);
                }
            }
            start = end + 1;
        }
        more
    }

    /// Cuts shared lines from an edge of the page inwards, up to the first paragraph or to more lines of no known kind than may stand between.
    fn judge_edge(&mut self, lines: impl Iterator<Item = usize>) -> bool {
        let (mut more, mut unknown) = (false, 0);
        for line in lines {
            let known = self.lines[line];
            if known.share >= LIKELY {
                more |= self.cut(line, &EDGE);
                unknown = 0;
            } else if !known.is_marked {
                unknown += 1;
                if known.is_prose || unknown > GAP {
                    break;
                }
            }
        }
        more
    }

    /// Cuts the few lines between lines that go, below the last paragraph.
    fn judge_between(&mut self) -> bool {
        let is_text = |line: &usize| self.lines[*line].is_prose && !self.is_cut(*line);
        let Some(last) = (0..self.lines.len()).rfind(is_text) else { return false };
        let (mut more, mut before) = (false, None);
        for line in last + 1..self.lines.len() {
            if !self.is_cut(line) {
                continue;
            }
            if let Some(before) = before
                && (1..=GAP).contains(&(line - before - 1))
            {
                for between in before + 1..line {
                    more |= self.cut(between, &BETWEEN);
                }
            }
            before = Some(line);
        }
        more
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_shares_are_those_that_the_docs_name() {
        for (pages, of, share) in [(2, 2, 0.34), (3, 3, 0.44), (5, 5, 0.57), (10, 20, 0.30), (100, 100, 0.96)] {
            assert!((least_share(pages, of) - share).abs() < 0.005, "{pages} of {of}: {}", least_share(pages, of));
        }
    }
}
