//! Cleaning the pages of a site whose templates are known.

use super::file::SiteTemplates;
use super::judge::Look;
use crate::again::add;
use crate::document::Document;
use crate::filter::{Mark, Marks, RuleRef};
use crate::pipeline::Pipeline;
use crate::removal::Cleaned;
use crate::rule::When;

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

    /// Takes away the suspicion from short lines that no other page of the site has. What people write and buttons say as well (`Policy`, `Error`) is on all
    /// pages of a site if it is a button. Counters, bylines and captions are others on each page.
    fn drop_strangers(&self, document: &Document<'_>, look: &Look<'_>, marks: &mut Marks) {
        let is_label = |mark: &Mark| match mark.rule {
            RuleRef::Table(index) => self.is_label(index),
            RuleRef::Named(_) => false,
        };
        let places = document.places();
        marks.list.retain(|mark| {
            let line = places.partition_point(|place| place.last <= mark.span.start);
            mark.when == When::Anywhere || mark.bare || !is_label(mark) || !look.is_stranger(line, &document.text()[mark.span.clone()])
        });
    }

    /// Cleans, and says whether more would go if the result was cleaned once more.
    fn clean_once<'t>(&self, site: &SiteTemplates, text: &'t str) -> (Cleaned<'t>, bool) {
        let document = self.document(text);
        let mut marks = Marks::default();
        let mut look = site.look();
        self.mark(&document, &mut marks, |line| look.line(line));
        self.drop_strangers(&document, &look, &mut marks);
        look.mark(&document, &mut marks);
        let cleaned = self.decide(&document, &marks);
        let goes_on = look.would_go_on(&document, &cleaned.removals);
        (cleaned, goes_on)
    }
}
