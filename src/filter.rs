//! Filters: the units that a pipeline is composed of.

use std::fmt::Debug;
use std::ops::Range;

use crate::decide::Kin;
use crate::document::{Document, Line};
use crate::packs;
use crate::removal::{Category, RuleId};
use crate::rule::{Rule, When};

/// A filter marks what should go; it never edits, and it does not see what other filters marked.
///
/// A filter brings rules, or code, or both. The rules of all filters of a pipeline are compiled into one matcher, so a filter of
/// rules costs next to nothing more than another; code is called for each line. The order of filters does not matter.
///
/// ```
/// use textsieve::{Filter, Line, Marks, Pipeline, RuleId};
///
/// /// Removes lines of nothing but capitals, where they stand among other furniture.
/// #[derive(Debug)]
/// struct Shouting(RuleId);
///
/// impl Filter for Shouting {
///     fn line(&self, line: &Line<'_>, marks: &mut Marks) {
///         let text = line.text();
///         if text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase) {
///             marks.suspect(line.span(), &self.0);
///         }
///     }
/// }
///
/// let pipeline = Pipeline::builder()
///     .filter(Shouting("custom/shouting".parse()?))
///     .filter(textsieve::AdMarkers)
///     .build()?;
/// assert_eq!(pipeline.clean("BUY NOW\n- Advertisement -\nIt rained.\n").text, "It rained.\n");
/// assert_eq!(pipeline.clean("BUY NOW\nIt rained.\n").text, "BUY NOW\nIt rained.\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
pub trait Filter: Debug + Send + Sync {
    /// The rules of this filter, read once, when the pipeline is built.
    fn rules(&self) -> &[Rule] {
        &[]
    }

    /// Called for each line that is not blank and no longer than [`Rule::LINE_LIMIT`] bytes.
    fn line(&self, line: &Line<'_>, marks: &mut Marks) {
        let _ = (line, marks);
    }

    /// Called once for each text, for what cannot be seen in a single line.
    fn document(&self, document: &Document<'_>, marks: &mut Marks) {
        let _ = (document, marks);
    }

    /// Whether [`line`](Self::line) and [`document`](Self::document) do nothing, so that they need not be called.
    fn is_only_rules(&self) -> bool {
        false
    }

    /// The category of built-in rules that the filter stands for. Not for other crates: only built-in rules are compiled beforehand.
    #[doc(hidden)]
    fn built_in(&self) -> Option<Category> {
        None
    }

    /// Whether built-in rules of families that the pipeline does not cut are to be evidence. Not for other crates: see [`Witnesses`].
    #[doc(hidden)]
    fn calls_witnesses(&self) -> bool {
        false
    }
}

/// Where filters note what should go.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub(crate) list: Vec<Mark>,
}

/// One note of a filter.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) span: Range<usize>,
    pub(crate) rule: RuleRef,
    pub(crate) when: When,
    /// The line has no letters; numbers are evidence of nothing.
    pub(crate) bare: bool,
    /// Evidence only: the line is furniture of a family that this pipeline does not cut.
    pub(crate) witness: bool,
    /// The kin of all rules that the line matches.
    pub(crate) kin: Kin,
}

/// A rule of the pipeline's table, or one that a filter's code named.
#[derive(Debug, Clone)]
pub(crate) enum RuleRef {
    Table(u32),
    Named(RuleId),
}

impl Marks {
    /// Notes that these bytes of the text should go, for sure.
    ///
    /// A span that covers all of a line but its white space removes the line with its terminator. Of spans outside the text the part
    /// outside is ignored, and a span that starts or ends within a character is narrowed.
    pub fn cut(&mut self, span: Range<usize>, rule: &RuleId) {
        self.push(span, rule, When::Anywhere);
    }

    /// Notes that these bytes should go if they are in company, see [`When::Company`]. Only whole lines can be suspects; other spans
    /// are ignored.
    pub fn suspect(&mut self, span: Range<usize>, rule: &RuleId) {
        self.push(span, rule, When::Company);
    }

    fn push(&mut self, span: Range<usize>, rule: &RuleId, when: When) {
        self.list.push(Mark { span, rule: RuleRef::Named(rule.clone()), when, bare: false, witness: false, kin: Kin::of(rule) });
    }
}

macro_rules! rule_filters {
    ($($(#[$doc:meta])* $filter:ident = $name:literal, $category:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
            pub struct $filter;

            impl Filter for $filter {
                fn rules(&self) -> &[Rule] {
                    packs::rules(Category::$category)
                }

                fn is_only_rules(&self) -> bool {
                    true
                }

                fn built_in(&self) -> Option<Category> {
                    Some(Category::$category)
                }
            }
        )*

        /// The built-in filters by the names that a configuration uses.
        const NAMED: &[(&str, fn() -> Box<dyn Filter>)] = &[$(($name, || Box::new($filter)),)* ("witnesses", || Box::new(Witnesses))];
    };
}

rule_filters! {
    /// View counters and their like: views, reads, shares, likes, votes, downloads, reading time.
    ///
    /// ```
    /// let pipeline = textsieve::Pipeline::builder().filter(textsieve::ViewCounters).build()?;
    /// assert_eq!(pipeline.clean("Title\nPost Views: 345\nIt rained.").text, "Title\nIt rained.");
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    ViewCounters = "view_counters", Counter;

    /// Advertisement markers, "story continues below", sponsor and affiliate disclosures.
    ///
    /// ```
    /// let pipeline = textsieve::Pipeline::builder().filter(textsieve::AdMarkers).build()?;
    /// assert_eq!(pipeline.clean("- Advertisement -\nAdvertisement spending fell.").text, "Advertisement spending fell.");
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    AdMarkers = "ad_markers", Ad;

    /// Newsletter, notification, app, membership and donation prompts.
    ///
    /// ```
    /// let pipeline = textsieve::Pipeline::builder().filter(textsieve::SubscriptionPrompts).build()?;
    /// assert_eq!(pipeline.clean("It rained.\nSubscribe to our newsletter!").text, "It rained.");
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    SubscriptionPrompts = "subscription_prompts", Subscription;

    /// Share buttons, network names, follow-us, print and e-mail links.
    ///
    /// ```
    /// let pipeline = textsieve::Pipeline::builder().filter(textsieve::ShareWidgets).build()?;
    /// assert_eq!(pipeline.clean("It rained.\nClick to share on X (Opens in new window)").text, "It rained.");
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    ShareWidgets = "share_widgets", Share;

    /// Cookie and privacy notices that ask for consent.
    Consent = "consent", Consent;

    /// Log-in prompts and paywalls.
    LoginPrompts = "login_prompts", Login;

    /// Comment prompts, and what is printed around comments.
    CommentPrompts = "comment_prompts", Comment;

    /// Labels of other stories: related, recommended, next, previous.
    RelatedLinks = "related_links", Related;

    /// Menus, breadcrumbs, tags, pagination, "back to top", "skip to content".
    Navigation = "navigation", Navigation;

    /// Copyright and agency notices, links to terms and privacy policies.
    LegalNotices = "legal_notices", Legal;

    /// Script, loading, browser and player messages.
    TechnicalMessages = "technical_messages", Technical;

    /// Debris of markup: stray tags, entities, short codes.
    MarkupDebris = "markup_debris", Markup;

    /// Gallery counters and photo credits.
    GalleryMarks = "gallery_marks", Gallery;

    /// Authors and dates. In no preset, for they are part of an article to some.
    Bylines = "bylines", Byline;

    /// Whole blocks: the menu above the main part of a page, teasers and comments below it, boxes within.
    ///
    /// It has no phrases. It looks for runs of lines of which the other filters have marked a share, and it removes the lines between the marked ones as
    /// well. Alone it removes only what a page prints twice: a long line right below one that reads the same, and a passage of three lines or more that stands
    /// above already. [`Cleaned::blocks`](crate::Cleaned::blocks) tells the evidence. Comments below a line that counts them
    /// (`59 Comments`) go however long they are. A guard keeps all else from removing too much of a page, see [`PipelineBuilder::guard`](crate::PipelineBuilder::guard).
    PageBlocks = "page_blocks", Block;

    /// Captions of pictures. In no preset, for they are part of an article to some.
    Captions = "captions", Caption;
}

/// Lets the rules of all families testify, those of families that the pipeline does not cut as well.
///
/// It removes nothing itself. A `Share` or a bare `12` is cut in company only, and the company of a share bar is often a comment prompt, a login link or a
/// cookie notice. With this filter such lines are company, and the blocks of [`PageBlocks`] are a place, though they stay where they are. So a
/// pipeline of few families cuts of its families what the preset `article` cuts. It costs as much as that preset.
///
/// ```
/// use textsieve::{Pipeline, ViewCounters, Witnesses};
///
/// let text = "Title\n12\nLeave a Comment\nIt rained on Monday.\n";
/// let alone = Pipeline::builder().filter(ViewCounters).build()?;
/// assert_eq!(alone.clean(text).text, text);
/// let heard = Pipeline::builder().filter(ViewCounters).filter(Witnesses).build()?;
/// assert_eq!(heard.clean(text).text, "Title\nLeave a Comment\nIt rained on Monday.\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Witnesses;

impl Filter for Witnesses {
    fn is_only_rules(&self) -> bool {
        true
    }

    fn calls_witnesses(&self) -> bool {
        true
    }
}

/// The built-in filter of this name.
pub(crate) fn by_name(name: &str) -> Result<Box<dyn Filter>, crate::Error> {
    match NAMED.iter().find(|(known, _)| *known == name) {
        Some((_, make)) => Ok(make()),
        None => {
            let known: Vec<_> = NAMED.iter().map(|(known, _)| *known).collect();
            Err(crate::Error::unknown("filter", name, &known))
        }
    }
}

/// The built-in filter of a category.
pub(crate) fn by_category(category: Category) -> Result<Box<dyn Filter>, crate::Error> {
    let filters = || NAMED.iter().map(|(_, make)| make());
    filters().find(|filter| filter.built_in() == Some(category)).ok_or_else(|| {
        let known: Vec<_> = filters().filter_map(|filter| filter.built_in()).map(Category::as_str).collect();
        crate::Error::unknown("category with rules", category.as_str(), &known)
    })
}
