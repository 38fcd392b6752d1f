//! Learning from pages in any order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::file::{Templates, Writer};
use super::hash::{Of, hash};
use super::page::{KeptPage, LineHash, TemplatePage};

/// Learns which lines the pages of a site share.
///
/// Of each site it keeps up to [`pages_per_site`](Self::pages_per_site) different pages, as hashes of their lines: those whose own hashes are the
/// smallest. Such a sample is fair, and it depends neither on the order of pages, nor on how often each was seen, nor on how they were spread over
/// learners that were merged. So what is learnt is the same, to the byte, from the same pages.
///
/// # What may be missed
///
/// A site with no more than `pages_per_site` different pages is learnt exactly. Of a larger one the share of pages in which a line stands is that
/// of a random sample: with 128 pages its standard error is at most 4.5 points, and a line that half of the pages have is seen in less than a third of
/// the sample once in ten thousand times.
///
/// Where all that is kept would take more than the [budget](Self::with_budget), `pages_per_site` is halved for all sites, until it is 8. If even that is too
/// much, half of the sites are given up, by a hash of their names, then half of those that are left, and so on; [`share_of_sites`](Self::share_of_sites) says
/// how many are left. A site is learnt from such a fair sample or not at all.
///
/// ```
/// use textsieve::TemplateLearner;
///
/// let mut learner = TemplateLearner::new();
/// for story in ["Rain is due.", "Harbour vote put off.", "The mayor resigned."] {
///     learner.observe("example.org", &format!("Home\nNews\n{story}\n© 2026 The Daily Planet\n"));
/// }
/// let templates = learner.finish();
/// let site = templates.site("example.org").unwrap();
/// assert_eq!(site.pages(), 3);
/// assert_eq!(textsieve::clean("Sport\nNews").text, "Sport\nNews");
/// let page = "Home\nNews\nThe council met on Monday evening and put the vote off for another week.\n© 2026 The Daily Planet\n";
/// let cleaned = textsieve::Pipeline::default().clean_in(&site, page);
/// assert_eq!(cleaned.text, "The council met on Monday evening and put the vote off for another week.\n");
/// ```
#[derive(Debug, Clone)]
pub struct TemplateLearner {
    sites: HashMap<Box<str>, SitePages>,
    most_pages: u8,
    budget: usize,
    /// How many times something was halved to stay within the budget.
    level: u32,
    /// What everything that is kept takes at the most.
    size: usize,
}

#[derive(Debug, Clone, Default)]
struct SitePages {
    /// Sorted by their ids, each of them once.
    pages: Vec<KeptPage>,
    /// The size of the largest page that was ever seen of the site, kept or not.
    ///
    /// What a site may take is reckoned with it and not with the pages that are kept now. So it never gets less when a page is added, and the budget is
    /// overdrawn with all pages if it ever is with some of them: otherwise the level would depend on their order.
    largest: usize,
}

/// A site without its pages and its name.
const SITE: usize = 128;

impl SitePages {
    fn size(&self, name: usize) -> usize {
        SITE + name + self.pages.len() * self.largest
    }

    fn add(&mut self, page: KeptPage, most: usize) {
        match self.pages.binary_search_by_key(&page.id, |page| page.id) {
            // The same but for numbers: the first in order, whichever came first.
            Ok(at) if page < self.pages[at] => self.pages[at] = page,
            Ok(_) => {}
            Err(at) if at < most => {
                self.pages.truncate(most - 1);
                self.pages.insert(at, page);
            }
            Err(_) => {}
        }
    }
}

impl Default for TemplateLearner {
    fn default() -> Self {
        Self::new()
    }
}

impl TemplateLearner {
    const PAGES: u8 = 128;
    const FEWEST_PAGES: u8 = 8;
    const BUDGET: usize = 2 << 30;

    /// A learner that keeps up to 128 pages a site and takes up to 2 GiB.
    #[must_use]
    pub fn new() -> Self {
        Self { sites: HashMap::new(), most_pages: Self::PAGES, budget: Self::BUDGET, level: 0, size: 0 }
    }

    /// Sets how many pages of a site are kept at the most, 2 or more.
    #[must_use]
    pub fn with_pages_per_site(mut self, pages: u8) -> Self {
        self.most_pages = pages.max(2);
        self.prune();
        self.stay_within_budget();
        self
    }

    /// Sets how many bytes the learner may take. It is reckoned as if all pages that are kept of a site were as large as its largest, so in truth it takes
    /// less.
    #[must_use]
    pub fn with_budget(mut self, bytes: usize) -> Self {
        self.budget = bytes;
        self.stay_within_budget();
        self
    }

    /// Looks at a page of a site.
    pub fn observe(&mut self, site: &str, text: &str) {
        self.add(TemplatePage::new(site, text));
    }

    /// Looks at a page that was prepared before, perhaps in another thread.
    pub fn add(&mut self, page: TemplatePage) {
        let TemplatePage { site, kept } = page;
        let size = kept.size();
        // A page without text says nothing of its site.
        if !kept.lines.is_empty() {
            self.add_to_site(site, size, [kept]);
            self.stay_within_budget();
        }
    }

    /// Takes in what another learner has seen: it is as if this one had seen it itself. Of their settings the smaller ones hold from now on.
    pub fn merge(&mut self, other: Self) {
        self.most_pages = self.most_pages.min(other.most_pages);
        self.budget = self.budget.min(other.budget);
        self.level = self.level.max(other.level);
        self.prune();
        for (site, pages) in other.sites {
            self.add_to_site(site, pages.largest, pages.pages);
        }
        self.stay_within_budget();
    }

    fn add_to_site(&mut self, site: Box<str>, largest: usize, pages: impl IntoIterator<Item = KeptPage>) {
        if !keeps_site(&site, self.halved_sites()) {
            return;
        }
        let most = usize::from(self.pages_per_site());
        let name = site.len();
        let (site, before) = match self.sites.entry(site) {
            Entry::Occupied(entry) => {
                let site = entry.into_mut();
                let size = site.size(name);
                (site, size)
            }
            Entry::Vacant(entry) => (entry.insert(SitePages::default()), 0),
        };
        site.largest = site.largest.max(largest);
        pages.into_iter().for_each(|page| site.add(page, most));
        self.size = self.size - before + site.size(name);
    }

    fn stay_within_budget(&mut self) {
        while self.size > self.budget && !self.sites.is_empty() {
            self.level += 1;
            self.prune();
        }
    }

    /// How many pages of a site are kept now.
    #[must_use]
    pub fn pages_per_site(&self) -> u8 {
        let fewest = self.most_pages.min(Self::FEWEST_PAGES);
        (self.most_pages.checked_shr(self.level).unwrap_or(0)).max(fewest)
    }

    /// The share of all sites that are kept: 1, or if the budget was too small 1/2, 1/4 and so on.
    #[must_use]
    pub fn share_of_sites(&self) -> f64 {
        0.5_f64.powi(self.halved_sites() as i32)
    }

    /// How many of the levels went into giving up sites.
    fn halved_sites(&self) -> u32 {
        let fewest = self.most_pages.min(Self::FEWEST_PAGES);
        let halved_pages = (0..8).take_while(|level| self.most_pages >> level > fewest).count() as u32;
        self.level.saturating_sub(halved_pages).min(64)
    }

    /// The number of sites that are kept.
    #[must_use]
    pub fn sites(&self) -> usize {
        self.sites.len()
    }

    /// The number of pages that are kept.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.sites.values().map(|site| site.pages.len()).sum()
    }

    /// How many bytes are reckoned for all that is kept; never more than the budget.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Gives up what this level does not keep.
    fn prune(&mut self) {
        let most = usize::from(self.pages_per_site());
        let halved = self.halved_sites();
        self.sites.retain(|site, pages| {
            pages.pages.truncate(most);
            keeps_site(site, halved)
        });
        self.size = self.sites.iter().map(|(site, pages)| pages.size(site.len())).sum();
    }

    /// What was learnt: of each site with two pages or more the lines that at least two of them share, and at least a tenth.
    #[must_use]
    pub fn finish(self) -> Templates {
        let mut sites: Vec<_> = self.sites.into_iter().filter(|(_, site)| site.pages.len() > 1).collect();
        sites.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let mut writer = Writer::default();
        for (name, site) in sites {
            let pages = site.pages.len();
            let lines = shared(&site.pages).filter(|line| line.pages >= 2 && line.pages * 10 >= pages);
            writer.site(&name, pages as u8, lines.map(|line| (line.hash, line.pages as u8, line.example)));
        }
        writer.finish()
    }
}

impl Extend<TemplatePage> for TemplateLearner {
    fn extend<I: IntoIterator<Item = TemplatePage>>(&mut self, pages: I) {
        pages.into_iter().for_each(|page| self.add(page));
    }
}

struct Shared<'p> {
    hash: LineHash,
    pages: usize,
    example: Option<&'p str>,
}

/// All lines of some pages, sorted, with the number of pages each stands in and the first of its examples.
fn shared(pages: &[KeptPage]) -> impl Iterator<Item = Shared<'_>> {
    let mut all: Vec<(LineHash, Option<&str>)> = Vec::with_capacity(pages.iter().map(|page| page.lines.len()).sum());
    for page in pages {
        all.extend(page.lines.iter().enumerate().map(|(at, hash)| (*hash, page.examples.get(at).map(|example| &**example))));
    }
    all.sort_unstable_by_key(|(hash, example)| (*hash, example.is_none(), *example));
    let mut at = 0;
    std::iter::from_fn(move || {
        let (hash, example) = *all.get(at)?;
        let pages = all[at..].iter().take_while(|(other, _)| *other == hash).count();
        at += pages;
        Some(Shared { hash, pages, example })
    })
}

fn keeps_site(name: &str, halved: u32) -> bool {
    halved < 64 && hash(Of::Site, name.as_bytes()).leading_zeros() >= halved
}
