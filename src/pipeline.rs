//! The pipeline: filters in, cleaned text out.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use once_cell::sync::Lazy;
use serde::{Deserialize, Serialize};

use crate::again;
use crate::compile::{Program, is_seldom_taken};
use crate::config::{Limits, Percent};
use crate::decide::{Blocks, Decision, Kin, Patience, decide};
use crate::document::{Document, Line, is_reply, is_technical};
use crate::error::Error;
use crate::filter::{self, Filter, Mark, Marks, RuleRef};
use crate::fold::Folder;
use crate::inline::Inline;
use crate::packs;
use crate::removal::{Category, Cleaned, RuleId, Verdict};
use crate::reported::is_reported;
use crate::rule::{Rule, When};
use crate::scan::{Scan, Tried};
use crate::scratch::Scratch;
use crate::segment::{self, Weight};
use crate::sentence::is_end;
use crate::templates::SiteTemplates;

/// How often what is left of a text is cleaned as a new one.
const ROUNDS: usize = 16;

/// A set of built-in filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Preset {
    /// View counters, ad markers, subscription prompts and share widgets, with all other furniture as [`Witnesses`](crate::Witnesses).
    Minimal,
    /// Everything that is safe on the text of articles.
    #[default]
    Article,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 2] = [Self::Minimal, Self::Article];

    /// The preset's name in configuration and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Article => "article",
        }
    }

    fn categories(self) -> impl Iterator<Item = Category> {
        self.filters().iter().filter_map(|name| filter::by_name(name).ok()?.built_in())
    }

    /// The names of its filters.
    #[must_use]
    pub const fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Minimal => &["view_counters", "ad_markers", "subscription_prompts", "share_widgets", "witnesses"],
            Self::Article => &[
                "view_counters",
                "ad_markers",
                "subscription_prompts",
                "share_widgets",
                "consent",
                "login_prompts",
                "comment_prompts",
                "related_links",
                "navigation",
                "legal_notices",
                "technical_messages",
                "markup_debris",
                "gallery_marks",
                "page_blocks",
            ],
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Preset {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.as_str() == name)
            .ok_or_else(|| Error::unknown("preset", name, &Self::ALL.map(Self::as_str)))
    }
}

/// Filters, compiled. Built once, then shared: it is `Send + Sync`, and a clone costs one reference count.
///
/// ```
/// use textsieve::{Pipeline, Preset};
///
/// let pipeline = Pipeline::preset(Preset::Article);
/// let cleaned = pipeline.clean("Title\n\n- Advertisement -\n\nIt rained all day.\n");
/// assert_eq!(cleaned.text, "Title\n\nIt rained all day.\n");
/// assert_eq!(cleaned.removals[0].rule.as_str(), "ad/label");
/// ```
#[derive(Clone)]
pub struct Pipeline {
    inner: Arc<Inner>,
    /// The site that all pages are of.
    site: Option<SiteTemplates>,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

struct Inner {
    /// No other pipeline of the process has it.
    id: u64,
    filters: Vec<Box<dyn Filter>>,
    table: Vec<TableRule>,
    scan: Scan,
    inline: Inline,
    blocks: Blocks,
    limits: Limits,
}

/// What cleaning needs of a rule once it is compiled.
struct TableRule {
    id: RuleId,
    when: When,
    /// It cuts nothing, for its family is none of the pipeline's.
    is_witness: bool,
    /// A user wrote it, and it is taken by its word.
    is_user: bool,
    /// How far its language is from the one of most pages.
    spread: u8,
    kin: Kin,
}

impl Pipeline {
    /// Starts a pipeline without any filter.
    pub fn builder() -> PipelineBuilder {
        PipelineBuilder::default()
    }

    /// The pipeline of a preset. It is built at the first call and shared from then on.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        static MINIMAL: Lazy<Pipeline> = Lazy::new(|| Pipeline::built_in(Preset::Minimal));
        static ARTICLE: Lazy<Pipeline> = Lazy::new(|| Pipeline::built_in(Preset::Article));
        match preset {
            Preset::Minimal => MINIMAL.clone(),
            Preset::Article => ARTICLE.clone(),
        }
    }

    fn built_in(preset: Preset) -> Self {
        // The test suite builds every preset, so this cannot fail in a program that passed it.
        Self::builder().preset(preset).build().unwrap_or_else(|error| unreachable!("built-in rules: {error}"))
    }

    /// The same pipeline for pages of one site: [`clean`](Self::clean) then does what [`clean_in`](Self::clean_in) does. Nothing is compiled again.
    #[must_use]
    pub fn with_site(&self, site: SiteTemplates) -> Self {
        Self { inner: Arc::clone(&self.inner), site: Some(site) }
    }

    /// Cleans one text. It never fails and never panics, and it looks at nothing but the text.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cleaned<'t> {
        let mut cleaned = self.clean_lines(text);
        // A line of which a part went is another line, and may go as a whole; where whole lines went, sentences may be the units of what is left.
        for round in 0.. {
            if !is_cut_into(text, &cleaned) && !is_left_unbroken(&cleaned) {
                break;
            }
            let more = self.clean_lines(&cleaned.text).into_owned();
            if !more.is_changed() {
                break;
            }
            // A text that is made to lose a bit each time stays as it is, for then a second cleaning has the same to say. Filters of others
            // may never come to rest.
            if round == ROUNDS {
                if self.inner.filters.is_empty() {
                    cleaned = Cleaned::new(text, Decision { verdict: Verdict::Guarded, ..Decision::default() });
                }
                break;
            }
            cleaned = again::add(text, cleaned, more);
        }
        self.inner.limits.apply(text, cleaned)
    }

    fn clean_lines<'t>(&self, text: &'t str) -> Cleaned<'t> {
        match &self.site {
            Some(site) => self.clean_of(site, text),
            None => self.clean_marked(text, Marks::default()),
        }
    }

    fn clean_marked<'t>(&self, text: &'t str, mut marks: Marks) -> Cleaned<'t> {
        let document = self.document(text);
        self.mark(&document, &mut marks, |_| {});
        self.decide(&document, &marks)
    }

    /// The lines of a text, or its sentences where it has hardly any lines.
    pub(crate) fn document<'t>(&self, text: &'t str) -> Document<'t> {
        let document = Document::new(text);
        if segment::is_unbroken(&document) { self.segmented(&document) } else { document }
    }

    fn segmented<'t>(&self, document: &Document<'t>) -> Document<'t> {
        let (mut word_folder, mut folder) = (Folder::default(), Folder::default());
        let may_begin = |word: &str| {
            // What is no word of letters alone may be folded together with the next one.
            !word.bytes().all(|byte| byte.is_ascii_alphabetic()) || self.inner.scan.may_begin_with(word_folder.fold(word))
        };
        segment::segmented(document, may_begin, |piece| {
            let folded = folder.fold(piece);
            if !folded.contains(char::is_alphabetic) {
                return None;
            }
            // Many a word of a heading is also the name of something: `Social`, `Ads`, but not `Advertisement`.
            let is_word = !folded.contains(' ') && folded.len() < 12 && piece.contains(char::is_lowercase);
            let weight = |rule: &TableRule| match rule.when {
                When::Anywhere if is_word => Weight::Weak,
                When::Anywhere => Weight::Sure,
                When::Company if rule.id.category() == Category::Share => Weight::Share,
                When::Company => Weight::Weak,
            };
            let mut best = None;
            self.inner.scan.whole(folded, |index| best = best.max(Some(weight(&self.inner.table[index as usize]))));
            best
        })
    }

    /// Lets all filters mark a document, and shows each line to someone else, folded if it was folded for the filters.
    pub(crate) fn mark(&self, document: &Document<'_>, marks: &mut Marks, mut also: impl FnMut(&Line<'_>)) {
        Scratch::with(|scratch| self.mark_with(scratch, document, marks, &mut also));
    }

    fn mark_with(&self, scratch: &mut Scratch, document: &Document<'_>, marks: &mut Marks, also: &mut impl FnMut(&Line<'_>)) {
        let inner = &*self.inner;
        let Scratch { folder, runs, tried, seen } = scratch;
        for line in document.lines() {
            if line.text().len() > Rule::LINE_LIMIT {
                also(&line);
                continue;
            }
            // Filters in code see every line; the rules need not see running text.
            if inner.filters.is_empty() && !inner.scan.may_match(line.text(), folder, runs) {
                also(&line);
                continue;
            }
            let folded = folder.fold(line.text());
            // What people say is no suspect, be it a word of buttons as well. (A button ends no sentence: `Yes! Fun? No!`) And no code is.
            if let Some(Match { index, when, bare, witness, user, kin }) = seen.get_or(inner.id, folded, || inner.best_match(folded, tried))
                && (when == When::Anywhere
                    || !(is_reply(line.text()) || is_technical(line.text()) || document.is_segmented() && line.text().ends_with(is_end)))
                && (user || !is_reported(line.text()))
            {
                marks.list.push(Mark { span: line.span(), rule: RuleRef::Table(index), when, bare, witness, kin });
            }
            let line = line.with_folded(folded);
            inner.filters.iter().for_each(|filter| filter.line(&line, marks));
            also(&line);
        }
        let sure = |piece: &str| {
            let folded = folder.fold(piece);
            let Match { index, .. } = seen.get_or(inner.id, folded, || inner.best_match(folded, tried))?;
            // Of the rule itself: a witness may have made the match surer than it is.
            let rule = &inner.table[index as usize];
            (rule.when == When::Anywhere && !rule.is_witness).then(|| (index, rule.id.category()))
        };
        inner.inline.find(document, sure, |span, index| {
            let rule = &inner.table[index as usize];
            if !rule.is_witness {
                let TableRule { kin, .. } = *rule;
                marks.list.push(Mark { span, rule: RuleRef::Table(index), when: When::Anywhere, bare: false, witness: false, kin });
            }
        });
        inner.filters.iter().for_each(|filter| filter.document(document, marks));
    }

    /// Whether a rule says the same on all pages of a site: a built-in one, and none of numbers, names or dates.
    pub(crate) fn is_label(&self, rule: u32) -> bool {
        let TableRule { id, is_user, .. } = &self.inner.table[rule as usize];
        !is_user && !matches!(id.category(), Category::Counter | Category::Byline | Category::Caption)
    }

    pub(crate) fn decide<'t>(&self, document: &Document<'t>, marks: &Marks) -> Cleaned<'t> {
        let inner = &*self.inner;
        let blocks = Blocks { knows_site: self.site.is_some(), ..inner.blocks };
        let decision = decide(document, &marks.list, blocks, |rule| match rule {
            RuleRef::Table(index) => &inner.table[*index as usize].id,
            RuleRef::Named(id) => id,
        });
        Cleaned::new(document.text(), decision)
    }

    #[cfg(test)]
    pub(crate) fn with_patience(mut self, patience: Patience) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.blocks.patience = patience;
        }
        self
    }

    /// Cleans a text whose first line is furniture for sure.
    pub(crate) fn clean_below_furniture<'t>(&self, text: &'t str, rule: &RuleId) -> Cleaned<'t> {
        let mut marks = Marks::default();
        marks.cut(0..text.find('\n').unwrap_or(text.len()), rule);
        self.clean_marked(text, marks)
    }
}

/// What the rules say of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    index: u32,
    when: When,
    bare: bool,
    witness: bool,
    user: bool,
    kin: Kin,
}

impl Inner {
    /// The rule that a folded line is cut by: the surest, among those the one of the first category and of the commonest language, and then the
    /// first by name, so that the order of filters does not matter. Witnesses come after all others, but they make a line as sure as they are. With it the kin of all rules that match.
    fn best_match(&self, folded: &str, tried: &mut Tried) -> Option<Match> {
        let mut best: Option<Match> = None;
        self.scan.matches(folded, tried, |index| {
            let rule = |index: u32| &self.table[index as usize];
            let rank = |index: u32| {
                let TableRule { id, when, is_witness, spread, .. } = rule(index);
                (*is_witness, *when, id.category().as_str(), *spread, id)
            };
            let TableRule { when, is_witness: witness, is_user: user, kin, .. } = *rule(index);
            let found = Match { index, when, bare: false, witness, user, kin };
            best = Some(match best.take() {
                Some(other) => {
                    let (when, kin) = (found.when.min(other.when), found.kin.and(other.kin));
                    let user = found.user || other.user;
                    Match { when, kin, user, ..if rank(index) < rank(other.index) { found } else { other } }
                }
                None => found,
            });
        });
        best.map(|best| Match { bare: best.when == When::Company && !folded.contains(char::is_alphabetic), ..best })
    }
}

/// Whether some cut begins or ends within a line.
fn is_cut_into(text: &str, cleaned: &Cleaned<'_>) -> bool {
    // A carriage return alone ends no line.
    let ends_line = |at: usize| text[at..].starts_with('\n') || text[at..].starts_with("\r\n");
    let is_edge = |at: usize| at == 0 || at == text.len() || text.as_bytes()[at - 1] == b'\n' || ends_line(at);
    cleaned.removals.iter().any(|removal| !is_edge(removal.span.start) || !is_edge(removal.span.end))
}

/// Whether some lines went, and what is left has hardly any line breaks.
fn is_left_unbroken(cleaned: &Cleaned<'_>) -> bool {
    cleaned.is_changed() && segment::is_unbroken(&Document::new(&cleaned.text))
}

impl Default for Pipeline {
    /// The preset `article`.
    fn default() -> Self {
        Self::preset(Preset::Article)
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("rules", &self.inner.table.len())
            .field("filters", &self.inner.filters)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

/// Puts a pipeline together.
///
/// ```
/// use textsieve::{AdMarkers, Pipeline, ShareWidgets};
///
/// let pipeline = Pipeline::builder()
///     .filter(AdMarkers)
///     .filter(ShareWidgets)
///     .without_rule("ad/label".parse()?)
///     .build()?;
/// assert_eq!(pipeline.clean("Advertisement\nStory continues below advertisement\n").text, "Advertisement\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct PipelineBuilder {
    filters: Vec<Box<dyn Filter>>,
    without: Vec<RuleId>,
    guard: Option<u8>,
    limits: Limits,
}

impl PipelineBuilder {
    const GUARD: u8 = 50;

    /// Adds the filters of a preset.
    pub fn preset(self, preset: Preset) -> Self {
        preset.filters().iter().fold(self, |builder, name| match filter::by_name(name) {
            Ok(filter) => builder.boxed(filter),
            Err(_) => builder,
        })
    }

    /// Adds a filter: a built-in one, a [`RulePack`](crate::RulePack), or your own.
    pub fn filter(self, filter: impl Filter + 'static) -> Self {
        self.boxed(Box::new(filter))
    }

    pub(crate) fn boxed(mut self, filter: Box<dyn Filter>) -> Self {
        self.filters.push(filter);
        self
    }

    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Leaves out one rule of the filters.
    pub fn without_rule(mut self, rule: RuleId) -> Self {
        self.without.push(rule);
        self
    }

    /// Sets how much [`PageBlocks`](crate::PageBlocks) and the rules that need company may take of a page, in percent of the words that stand in
    /// paragraphs (50 if it is not set). Were it more, or all paragraphs, only what is sure anywhere goes and [`Cleaned::verdict`] says so.
    ///
    /// Lines that a page prints twice, and comments below a line that counts them (`59 Comments`), are as sure as those.
    ///
    /// Paragraphs and not all words are what counts, because on a whole page more than half of the words may be menus. With 100 only a page that
    /// would lose all of its paragraphs is guarded. More is an error of [`build`](Self::build).
    ///
    /// ```
    /// use textsieve::{Pipeline, Preset};
    ///
    /// let strict = Pipeline::builder().preset(Preset::Article).guard(10).build()?;
    /// assert_eq!(strict.clean("It rained.\nAdvertisement\n").text, "It rained.\n");
    /// assert!(Pipeline::builder().guard(101).build().is_err());
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    pub fn guard(mut self, percent: u8) -> Self {
        self.guard = Some(percent);
        self
    }

    /// Compiles the pipeline. A rule that two filters bring is taken once.
    ///
    /// # Errors
    /// When two different rules have the same id, when a rule to leave out is not there, when a rule does not compile, or when the guard is more than
    /// 100 percent.
    pub fn build(self) -> Result<Pipeline, Error> {
        let categories: Vec<_> = self.filters.iter().filter_map(|filter| filter.built_in()).collect();
        let is_heard = self.filters.iter().any(|filter| filter.calls_witnesses());
        let heard: Vec<_> =
            if is_heard { Preset::Article.categories().chain(categories.iter().copied()).collect() } else { categories.clone() };
        let (mut table, built_in) = packs::select(&heard, &self.without);
        let mut program = Program::default();
        let mut own: HashMap<&RuleId, &Rule> = HashMap::new();
        for rule in self.filters.iter().filter(|filter| filter.built_in().is_none()).flat_map(|filter| filter.rules()) {
            let built_in = if categories.contains(&rule.category()) { packs::rules(rule.category()) } else { &[] };
            let same_id = own.insert(rule.id(), rule).or_else(|| built_in.iter().find(|other| other.id() == rule.id()));
            match same_id {
                Some(same) if same == rule => continue,
                Some(_) => return Err(Error::rule(rule.id().as_str(), "is the id of two different rules; rename one")),
                None if self.without.contains(rule.id()) => continue,
                None => {}
            }
            rule.compile(table.len() as u32, &mut program)?;
            table.push((rule.id().clone(), rule.when(), packs::spread(rule.language())));
        }
        let is_there = |id: &RuleId| own.contains_key(id) || categories.contains(&id.category()) && packs::has(id);
        if let Some(missing) = self.without.iter().find(|id| !is_there(id)) {
            let message = "cannot be left out, for no filter of the pipeline has it; `textsieve rules` lists the built-in ones";
            return Err(Error::rule(missing.as_str(), message));
        }
        let inline = Inline::new(&built_in, &program.inline)?;
        let gates = [false, true].map(|seldom| heard.iter().any(|category| is_seldom_taken(category.as_str()) == seldom));
        let scan = Scan::new((!heard.is_empty()).then_some(built_in), gates, &program);
        let is_own = |id: &RuleId| categories.contains(&id.category()) || own.contains_key(id);
        let is_user = |id: &RuleId| own.contains_key(id);
        let row = |(id, when, spread): packs::Row| TableRule {
            is_witness: !is_own(&id),
            is_user: is_user(&id),
            kin: Kin::of(&id),
            id,
            when,
            spread,
        };
        let table = table.into_iter().map(row).collect();
        let guard = f32::from(Percent::try_from(self.guard.unwrap_or(Self::GUARD))?.get()) / 100.0;
        let blocks = Blocks {
            guard: heard.contains(&Category::Block).then_some(guard),
            are_witnesses: !categories.contains(&Category::Block),
            knows_site: false,
            patience: Patience::default(),
        };
        let filters = self.filters.into_iter().filter(|filter| !filter.is_only_rules()).collect();
        Ok(Pipeline {
            inner: Arc::new(Inner {
                id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
                filters,
                table,
                scan,
                inline,
                blocks,
                limits: self.limits,
            }),
            site: None,
        })
    }
}
