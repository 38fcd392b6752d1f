//! What cleaning gives back: the text that is left, and every removal with its reason.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::decide::Decision;
use crate::error::Error;
use crate::restore::Removed;

/// The kind of furniture that a rule removes. It is the first part of the rule's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Category {
    /// Views, reads, shares, likes, votes, downloads, reading time.
    Counter,
    /// Advertisement markers and sponsor or affiliate disclosures.
    Ad,
    /// Newsletters, notifications, app installs, memberships, donations.
    Subscription,
    /// Share buttons, network names, follow-us, print and e-mail.
    Share,
    /// Cookie and privacy notices that ask for consent.
    Consent,
    /// Log-in prompts and paywalls.
    Login,
    /// Comment prompts and the data printed around comments.
    Comment,
    /// Labels of other stories: related, recommended, next, previous.
    Related,
    /// Menus, breadcrumbs, tags, pagination.
    Navigation,
    /// Copyright and agency notices, links to terms.
    Legal,
    /// Script, loading, browser and player messages.
    Technical,
    /// Debris of markup: tags, entities, short codes.
    Markup,
    /// Gallery counters and photo credits.
    Gallery,
    /// Authors, dates, author boxes.
    Byline,
    /// Captions.
    Caption,
    /// Whole blocks around and within the main part of a page, whose lines need no phrase of their own.
    Block,
    /// Lines that the pages of a site share, see [`SiteTemplates`](crate::SiteTemplates).
    Template,
    /// A user's own rules and filters.
    Custom,
}

impl Category {
    /// Every category, in the order of their declaration.
    pub const ALL: [Self; 18] = [
        Self::Counter,
        Self::Ad,
        Self::Subscription,
        Self::Share,
        Self::Consent,
        Self::Login,
        Self::Comment,
        Self::Related,
        Self::Navigation,
        Self::Legal,
        Self::Technical,
        Self::Markup,
        Self::Gallery,
        Self::Byline,
        Self::Caption,
        Self::Block,
        Self::Template,
        Self::Custom,
    ];

    /// The category's name as it stands in rule ids, removals and configuration.
    ///
    /// ```
    /// assert_eq!(textsieve::Category::Ad.as_str(), "ad");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Ad => "ad",
            Self::Subscription => "subscription",
            Self::Share => "share",
            Self::Consent => "consent",
            Self::Login => "login",
            Self::Comment => "comment",
            Self::Related => "related",
            Self::Navigation => "navigation",
            Self::Legal => "legal",
            Self::Technical => "technical",
            Self::Markup => "markup",
            Self::Gallery => "gallery",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Block => "block",
            Self::Template => "template",
            Self::Custom => "custom",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Category {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|category| category.as_str() == name)
            .ok_or_else(|| Error::unknown("category", name, &Self::ALL.map(Self::as_str)))
    }
}

/// The stable name of a rule, `category/name`, such as `ad/label`. Cheap to clone.
///
/// ```
/// use textsieve::{Category, RuleId};
/// let id: RuleId = "custom/house-line".parse()?;
/// assert_eq!(id.category(), Category::Custom);
/// assert!("House Line".parse::<RuleId>().is_err());
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Clone)]
pub struct RuleId {
    name: Name,
    category: Category,
}

#[derive(Clone)]
enum Name {
    /// Of a built-in rule: threads that cut the same line share no counter.
    Static(&'static str),
    Shared(Arc<str>),
}

impl RuleId {
    pub(crate) const fn built_in(name: &'static str, category: Category) -> Self {
        Self { name: Name::Static(name), category }
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.name {
            Name::Static(name) => name,
            Name::Shared(name) => name,
        }
    }

    /// The category in front of the slash.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category
    }
}

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RuleId {}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl std::hash::Hash for RuleId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl FromStr for RuleId {
    type Err = Error;

    /// Takes `category/name`, the name in lower-case ASCII letters, digits and hyphens.
    fn from_str(id: &str) -> Result<Self, Error> {
        let name_ok = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        match id.split_once('/') {
            Some((category, name)) if name_ok(name) => Ok(Self {
                category: category.parse().map_err(|error: Error| Error::rule(id, error.to_string()))?,
                name: Name::Shared(id.into()),
            }),
            _ => Err(Error::rule(id, "an id is `category/name`, the name in lower-case letters, digits and hyphens")),
        }
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleId({self})")
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = Cow::<'de, str>::deserialize(deserializer)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}

/// One cut: what went, and which rule said so.
///
/// Serialised as `{"start", "end", "rule", "category"}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawRemoval")]
#[non_exhaustive]
pub struct Removal {
    /// Bytes of the text that was given to [`Pipeline::clean`](crate::Pipeline::clean), on character boundaries. A line that goes takes its
    /// terminator with it, and the blank lines that would else stand doubled.
    pub span: Range<usize>,
    /// The rule that removed it.
    pub rule: RuleId,
    /// The rule's category.
    pub category: Category,
}

impl Removal {
    pub(crate) fn new(span: Range<usize>, rule: RuleId) -> Self {
        Self { span, category: rule.category(), rule }
    }
}

impl Serialize for Removal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Removal", 4)?;
        out.serialize_field("start", &self.span.start)?;
        out.serialize_field("end", &self.span.end)?;
        out.serialize_field("rule", &self.rule)?;
        out.serialize_field("category", &self.category)?;
        out.end()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRemoval {
    start: usize,
    end: usize,
    rule: RuleId,
    category: Category,
}

impl TryFrom<RawRemoval> for Removal {
    type Error = Error;

    fn try_from(raw: RawRemoval) -> Result<Self, Error> {
        if raw.rule.category() != raw.category {
            return Err(Error::rule(raw.rule.as_str(), format!("is not of category `{}`", raw.category)));
        }
        if raw.start > raw.end {
            return Err(Error::rule(raw.rule.as_str(), "a removal starts after its end"));
        }
        Ok(Self::new(raw.start..raw.end, raw.rule))
    }
}

/// A cleaned text and the account of what was removed.
///
/// Nothing is lost: [`restore`](Self::restore) gives back the text that was given, and [`offsets`](Self::offsets) finds a place of the one in the other.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Cleaned<'t> {
    /// What is left. Borrowed exactly when nothing was removed.
    pub text: Cow<'t, str>,
    /// The removals, sorted by place, disjoint, none of them empty.
    pub removals: Vec<Removal>,
    /// The blocks of which lines were removed for the company they keep, see [`PageBlocks`](crate::PageBlocks); sorted by place.
    pub blocks: Vec<Block>,
    /// Whether everything was removed that the filters asked for.
    pub verdict: Verdict,
    pub(crate) removed: Removed<'t>,
}

impl PartialEq for Cleaned<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.removals, &self.blocks, self.verdict) == (&other.text, &other.removals, &other.blocks, other.verdict)
            && self.removed().eq(other.removed())
    }
}

impl Eq for Cleaned<'_> {}

/// A block of lines that were judged together: the evidence for the removals in it.
///
/// ```
/// let page = "Harbour vote put off\nHome\nLog in\nNorthside\nSubscribe\nOld Town\nFollow us on Facebook\n\
///     The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.\n\
///     Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.\n\
///     The mayor said that the plan would come back in spring, with the figures that the council had asked for, and with a new map.\n";
/// let cleaned = textsieve::clean(page);
/// assert_eq!(cleaned.blocks[0].to_string(), "inner block: 6 lines, 4 marked");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Block {
    /// Bytes of the text that was given, from the start of the block's first line to the end of its last one.
    pub span: Range<usize>,
    /// Where it stands or what it is: `head`, `inner`, `tail`, `closing`, `teasers`, `comments`, `rest`, `author`, or `repeat` for what stands above
    /// already.
    pub kind: &'static str,
    /// How many lines it has, blank ones aside.
    pub lines: usize,
    /// How many of them some rule or filter had marked.
    pub marked: usize,
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} block: {} lines, {} marked", self.kind, self.lines, self.marked)
    }
}

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Verdict {
    /// All that was marked and kept the company it needs was removed.
    #[default]
    Full,
    /// That would have taken too much of the page, so that only what is sure anywhere was removed; see
    /// [`PipelineBuilder::guard`](crate::PipelineBuilder::guard). Or the text is made so that it would lose a bit more each time it is cleaned:
    /// then nothing was removed.
    Guarded,
}

impl<'t> Cleaned<'t> {
    /// `text` without the spans of `removals`, which are sorted and disjoint.
    pub(crate) fn new(text: &'t str, decision: Decision) -> Self {
        let Decision { removals, blocks, verdict } = decision;
        if removals.is_empty() {
            return Self { text: Cow::Borrowed(text), removals, blocks, verdict, removed: Removed::Within(text) };
        }
        let cut: usize = removals.iter().map(|removal| removal.span.len()).sum();
        let mut left = String::with_capacity(text.len() - cut);
        let mut from = 0;
        for removal in &removals {
            left.push_str(&text[from..removal.span.start]);
            from = removal.span.end;
        }
        left.push_str(&text[from..]);
        Self { text: Cow::Owned(left), removals, blocks, verdict, removed: Removed::Within(text) }
    }

    /// The same, independent of the text that was given. What was removed is copied.
    #[must_use]
    pub fn into_owned(self) -> Cleaned<'static> {
        let Self { text, removals, blocks, verdict, removed } = self;
        Cleaned { text: Cow::Owned(text.into_owned()), removed: removed.into_owned(&removals), removals, blocks, verdict }
    }

    /// Whether anything was removed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.removals.is_empty()
    }
}
