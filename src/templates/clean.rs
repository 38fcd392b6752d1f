//! Cleaning the pages of a site whose templates are known.

use std::ops::Range;

use super::file::SiteTemplates;
use crate::decide::Decision;
use crate::document::Document;
use crate::filter::Marks;
use crate::pipeline::Pipeline;
use crate::removal::{Block, Cleaned, Removal};

impl Pipeline {
    /// Cleans a page of a site with the filters of this pipeline and with what was learnt of the site.
    ///
    /// As with [`clean`](Self::clean), cleaning the result once more, for the same site, changes nothing more.
    ///
    /// ```
    /// use textsieve::{Pipeline, TemplateLearner};
    ///
    /// let mut learner = TemplateLearner::new();
    /// let page = |story: &str| format!("Harbour\nMarket\n{story}\nAbout this house\n");
    /// ["It rained.", "It snowed.", "It froze."].iter().for_each(|story| learner.observe("example.org", &page(story)));
    ///
    /// let site = learner.finish().site("example.org").unwrap();
    /// let page = page("It thawed.");
    /// let cleaned = Pipeline::default().clean_in(&site, &page);
    /// assert_eq!(cleaned.text, "It thawed.\n");
    /// assert_eq!(cleaned.removals[0].rule.as_str(), "template/edge");
    /// ```
    #[must_use]
    pub fn clean_in<'t>(&self, site: &SiteTemplates, text: &'t str) -> Cleaned<'t> {
        self.with_site(site.clone()).clean(text)
    }

    /// Cleans until nothing more goes: what other filters take away may bring lines together that the pages of a site share.
    pub(crate) fn clean_of<'t>(&self, site: &SiteTemplates, text: &'t str) -> Cleaned<'t> {
        let (mut cleaned, mut goes_on) = self.clean_once(site, text);
        while goes_on {
            let (more, still) = self.clean_once(site, &cleaned.text);
            goes_on = still && more.is_changed();
            let more = more.into_owned();
            cleaned = add(text, cleaned, more);
        }
        cleaned
    }

    /// Cleans, and says whether more would go if the result was cleaned once more.
    fn clean_once<'t>(&self, site: &SiteTemplates, text: &'t str) -> (Cleaned<'t>, bool) {
        let document = Document::new(text);
        let mut marks = Marks::default();
        let mut look = site.look();
        self.mark(&document, &mut marks, |line| look.line(line));
        look.mark(&document, &mut marks);
        let cleaned = self.decide(&document, &marks);
        let goes_on = look.would_go_on(&document, &cleaned.removals);
        (cleaned, goes_on)
    }
}

/// Puts the removals of a second cleaning beside those of the first.
fn add<'t>(text: &'t str, first: Cleaned<'t>, second: Cleaned<'static>) -> Cleaned<'t> {
    let kept = kept(text, &first.removals);
    let mut removals = first.removals;
    let mut blocks = first.blocks;
    for removal in second.removals {
        removals.extend(before(&kept, &removal.span).map(|span| Removal::new(span, removal.rule.clone())));
    }
    removals.sort_unstable_by_key(|removal| removal.span.start);
    for block in second.blocks {
        let (mut parts, mut whole) = (before(&kept, &block.span), None);
        for part in &mut parts {
            whole = Some(whole.map_or(part.clone(), |whole: Range<usize>| whole.start..part.end));
        }
        blocks.extend(whole.map(|span| Block { span, ..block }));
    }
    blocks.sort_by_key(|block| block.span.start);
    Cleaned::new(text, Decision { removals, blocks, verdict: second.verdict })
}

/// What was kept of a text: where it lies in it.
fn kept(text: &str, removals: &[Removal]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(removals.iter().map(|removal| removal.span.end));
    let ends = removals.iter().map(|removal| removal.span.start).chain(std::iter::once(text.len()));
    starts.zip(ends).map(|(start, end)| start..end).filter(|kept| !kept.is_empty()).collect()
}

/// Where the bytes of a span of the kept text lie in the whole text.
fn before<'k>(kept: &'k [Range<usize>], span: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'k {
    let span = span.clone();
    kept.iter()
        .scan(0, move |at, kept| {
            let here = *at..*at + kept.len();
            *at = here.end;
            let part = span.start.max(here.start)..span.end.min(here.end);
            Some(if part.is_empty() { 0..0 } else { kept.start + part.start - here.start..kept.start + part.end - here.start })
        })
        .filter(|part| !part.is_empty())
}
