//! What a text may lose at the most.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::decide::Decision;
use crate::error::{Error, Kind};
use crate::removal::{Block, Cleaned, RuleId};
use crate::rule::Rule;

/// What a text may lose at the most, in percent of its bytes. Without any, cleaning may take all of it.
///
/// ```
/// use textsieve::Config;
///
/// let config = Config::from_toml(r#"
///     [limits]
///     percent = 80             # a text that would lose more stays as it is
///     languages = { de = 50 }  # if German rules would cut more than this, they cut nothing of it
/// "#)?;
/// let pipeline = config.pipeline()?;
/// assert_eq!(pipeline.clean("Advertisement\n").text, "Advertisement\n");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct LimitsConfig {
    /// By all rules together; a text that would lose more stays as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// By the rules of a language (BCP 47); rules that would cut more cut nothing of this text.
    pub languages: BTreeMap<String, Percent>,
}

/// A whole number from 0 to 100.
///
/// ```
/// use textsieve::{LimitsConfig, Percent};
///
/// let mut limits = LimitsConfig::default();
/// limits.percent = Some(Percent::try_from(80)?);
/// assert_eq!(limits.percent.map(Percent::get), Some(80));
/// assert!(Percent::try_from(101).is_err());
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "RawPercent")]
pub struct Percent(u8);

impl Percent {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    fn of(self, length: usize) -> usize {
        // A text of so many bytes does not fit into memory.
        length.saturating_mul(self.0.into()) / 100
    }
}

impl TryFrom<u8> for Percent {
    type Error = Error;

    fn try_from(percent: u8) -> Result<Self, Error> {
        RawPercent(percent.into()).try_into()
    }
}

/// As it is written, so that an error says what is wrong with it.
#[derive(Deserialize)]
struct RawPercent(i64);

impl TryFrom<RawPercent> for Percent {
    type Error = Error;

    fn try_from(RawPercent(percent): RawPercent) -> Result<Self, Error> {
        match u8::try_from(percent) {
            Ok(number @ 0..=100) => Ok(Self(number)),
            _ => Err(Kind::Percent(percent).into()),
        }
    }
}

/// Limits in force.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    whole: Option<Percent>,
    /// By rules of one language: their number in `languages`.
    languages: Vec<Percent>,
    language_of: HashMap<RuleId, usize>,
}

impl Limits {
    pub(super) fn new<'r>(config: &LimitsConfig, rules: impl Iterator<Item = &'r Rule>) -> Self {
        let names: Vec<_> = config.languages.keys().collect();
        let mut limits = Self { whole: config.percent, languages: config.languages.values().copied().collect(), ..Self::default() };
        if !names.is_empty() {
            let limited = |rule: &Rule| Some((rule.id().clone(), names.iter().position(|name| *name == rule.language())?));
            limits.language_of = rules.filter_map(limited).collect();
        }
        limits
    }

    /// Takes back what goes too far.
    pub(crate) fn apply<'t>(&self, text: &'t str, mut cleaned: Cleaned<'t>) -> Cleaned<'t> {
        if !self.languages.is_empty() && cleaned.is_changed() {
            let mut cut = vec![0; self.languages.len()];
            for removal in &cleaned.removals {
                if let Some(language) = self.language_of.get(&removal.rule) {
                    cut[*language] += removal.span.len();
                }
            }
            let goes_too_far = |rule: &RuleId| self.language_of.get(rule).is_some_and(|&n| cut[n] > self.languages[n].of(text.len()));
            if cleaned.removals.iter().any(|removal| goes_too_far(&removal.rule)) {
                cleaned.removals.retain(|removal| !goes_too_far(&removal.rule));
                let is_cut = |block: &Block| cleaned.removals.iter().any(|removal| block.span.contains(&removal.span.start));
                cleaned.blocks.retain(is_cut);
                cleaned = Cleaned::new(text, Decision { removals: cleaned.removals, blocks: cleaned.blocks, verdict: cleaned.verdict });
            }
        }
        match self.whole {
            Some(percent) if text.len() - cleaned.text.len() > percent.of(text.len()) => {
                Cleaned::new(text, Decision { verdict: cleaned.verdict, ..Decision::default() })
            }
            _ => cleaned,
        }
    }
}
