//! Rules: what furniture looks like, as data, with examples inside.

use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::compile::{Patterns, Program};
use crate::error::{Error, read_file};
use crate::filter::Filter;
use crate::fold::fold;
use crate::pipeline::Pipeline;
use crate::removal::{Category, RuleId};

/// Where a rule is sure of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum When {
    /// Anywhere: nobody writes such a line.
    #[default]
    Anywhere,
    /// Only in company: next to another line that goes, in a row of suspects of several kinds, before the first paragraph or
    /// after the last one. For lines that people write too (`Share`, `Facebook`, `0 1,854`). A sentence of one word (`No.`, `Thanks!`) is no such line.
    Company,
}

/// One rule: the lines it removes, and examples of lines it removes and keeps.
///
/// A rule is read from TOML, see [`RulePack`]. Every line of the text and every phrase of the rule are [folded](crate::fold()) before they
/// are compared. Lines longer than [`Rule::LINE_LIMIT`] bytes are never matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    id: RuleId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default)]
    when: When,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    starts: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ends: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contains: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    row: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regex: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inline: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_words: Option<usize>,
    #[serde(default)]
    removes: Vec<String>,
    #[serde(default)]
    keeps: Vec<String>,
}

impl Rule {
    /// The longest line in bytes, without the white space around it, that any rule is tried on. Furniture is short; 600 bytes are some
    /// 100 words of English and 60 of Hindi.
    pub const LINE_LIMIT: usize = 600;

    /// The rule's name.
    #[must_use]
    pub fn id(&self) -> &RuleId {
        &self.id
    }

    /// The family, from the id.
    #[must_use]
    pub fn category(&self) -> Category {
        self.id.category()
    }

    /// The language tag (BCP 47) of the phrases; `any` or empty where it does not matter.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What prints such lines, or where they were seen.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where the rule is sure of itself.
    #[must_use]
    pub fn when(&self) -> When {
        self.when
    }

    /// Examples of lines that it removes.
    #[must_use]
    pub fn removes(&self) -> &[String] {
        &self.removes
    }

    /// Examples of lines that must stay.
    #[must_use]
    pub fn keeps(&self) -> &[String] {
        &self.keeps
    }

    /// The longest line in words that `starts`, `ends`, `contains` and `regex` may match.
    #[must_use]
    pub fn max_words(&self) -> Option<usize> {
        self.max_words
    }

    /// The patterns as they were written, each kind with the key it stands under.
    pub fn patterns(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        [
            ("lines", &self.lines),
            ("starts", &self.starts),
            ("ends", &self.ends),
            ("contains", &self.contains),
            ("row", &self.row),
            ("regex", &self.regex),
            ("inline", &self.inline),
        ]
        .into_iter()
        .filter(|(_, patterns)| !patterns.is_empty())
        .map(|(key, patterns)| (key, patterns.as_slice()))
    }

    /// Adds what the rule looks for to a program, and sees that none of it is too large.
    pub(crate) fn compile(&self, index: u32, program: &mut Program) -> Result<(), Error> {
        if self.when == When::Company && !self.inline.is_empty() {
            return Err(Error::rule(self.id.as_str(), "`inline` is for what goes anywhere, not for what needs company"));
        }
        let patterns = Patterns {
            lines: &self.lines,
            starts: &self.starts,
            ends: &self.ends,
            contains: &self.contains,
            row: &self.row,
            regex: &self.regex,
            inline: &self.inline,
            max_words: self.max_words,
        };
        program.add(index, &patterns, false).map_err(|message| Error::rule(self.id.as_str(), message))
    }
}

/// Rules that belong together, read from TOML; also a [`Filter`] that applies them.
///
/// ```
/// use textsieve::{Pipeline, RulePack};
///
/// let pack: RulePack = r##"
///     [[rule]]
///     id = "custom/house"                       # category/name
///     language = "en"
///     lines = ["the daily planet", "issue # of *"]   # whole line; `#` a number, `*` one to four words
///     starts = ["this story first ran in"]      # likewise `ends`, `contains`, and `regex` on the folded line
///     max_words = 12                            # the longest line that `starts` ... may remove
///     row = ["planet home", "sports desk", "letters"]   # a line of four or more of these and nothing else
///     inline = ["(planet exclusive)"]            # exact text that goes from within a line, the rest of which stays
///     removes = ["THE DAILY PLANET", "Issue 12 of 2024", "This story first ran in the Planet.", "(planet exclusive)"]
///     keeps = ["The Daily Planet hired a new editor."]
/// "##.parse()?;
/// pack.check()?;
///
/// let pipeline = Pipeline::builder().filter(pack).build()?;
/// assert_eq!(pipeline.clean("Issue 12 of 2024\nIt rained.\n").text, "It rained.\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
}

impl RulePack {
    /// Reads a pack.
    ///
    /// # Errors
    /// When the text is not TOML, has an unknown key or category, or a rule that matches nothing or is no regular expression.
    pub fn from_toml(toml: &str) -> Result<Self, Error> {
        let pack = Self::parse(toml)?;
        pack.validate()?;
        Ok(pack)
    }

    /// Reads a pack without looking closer at its rules.
    pub(crate) fn parse(toml: &str) -> Result<Self, Error> {
        Ok(toml::from_str(toml).map_err(crate::error::Kind::Toml)?)
    }

    /// Reads a pack from a file.
    ///
    /// # Errors
    /// When the file cannot be read, and as [`from_toml`](Self::from_toml).
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::from_toml(&read_file(path)?).map_err(|error| error.within(path))
    }

    pub(crate) fn into_rules(self) -> Vec<Rule> {
        self.rules
    }

    pub(crate) fn from_rules(rules: Vec<Rule>) -> Result<Self, Error> {
        let pack = Self { rules };
        pack.validate()?;
        Ok(pack)
    }

    pub(crate) fn validate(&self) -> Result<(), Error> {
        let mut seen = std::collections::HashSet::new();
        for rule in &self.rules {
            rule.compile(0, &mut Program::default())?;
            if !seen.insert(rule.id()) {
                return Err(Error::rule(rule.id().as_str(), "is there twice"));
            }
        }
        Ok(())
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Runs the examples of every rule: each of `removes` must go by this rule alone, below other furniture where the rule needs
    /// company; each of `keeps` must stay, alone and between two paragraphs.
    ///
    /// # Errors
    /// For the first example that fails, and for a rule that lacks either kind.
    pub fn check(&self) -> Result<(), Error> {
        let pipeline = Pipeline::builder().filter(self.clone()).build()?;
        self.rules.iter().try_for_each(|rule| check_rule(rule, &pipeline))
    }
}

const PROSE: &str = "The council met on Monday evening and put the vote off for another week, to nobody's surprise.";

/// Checks the examples of one rule against a pipeline that has it.
pub(crate) fn check_rule(rule: &Rule, pipeline: &Pipeline) -> Result<(), Error> {
    let fail = |message: String| Err(Error::rule(rule.id().as_str(), message));
    if rule.removes().is_empty() || rule.keeps().is_empty() {
        return fail("needs examples, both `removes` and `keeps`".into());
    }
    // With no other rule beside it, so that it is this one that cuts.
    let alone = Pipeline::builder().filter(RulePack { rules: vec![rule.clone()] }).build()?;
    for example in rule.removes() {
        let left = match rule.when() {
            When::Anywhere => alone.clean(example).text,
            When::Company => Cow::Owned(alone.clean_below_furniture(&format!("furniture\n{example}"), rule.id()).text.into_owned()),
        };
        if !left.is_empty() {
            return fail(format!("leaves {left:?} of its example {example:?}, which folds to {:?}", fold(example)));
        }
        if rule.inline.iter().any(|text| text == example) {
            let left = alone.clean(&format!("{PROSE} {example} {PROSE}")).text.into_owned();
            if left != format!("{PROSE} {PROSE}") {
                return fail(format!("leaves {left:?} of a line with its example {example:?}"));
            }
        }
    }
    for example in rule.keeps() {
        for text in [example.clone(), format!("{PROSE}\n\n{example}\n\n{PROSE}\n")] {
            let cleaned = pipeline.clean(&text);
            if cleaned.is_changed() {
                return fail(format!("its example {example:?} must stay, with removals {:?}", cleaned.removals));
            }
        }
    }
    Ok(())
}

impl FromStr for RulePack {
    type Err = Error;

    fn from_str(toml: &str) -> Result<Self, Error> {
        Self::from_toml(toml)
    }
}

impl Filter for RulePack {
    fn rules(&self) -> &[Rule] {
        &self.rules
    }

    fn is_only_rules(&self) -> bool {
        true
    }
}
