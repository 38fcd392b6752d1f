//! A pipeline as data.

mod limits;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, read_file};
use crate::filter;
use crate::pipeline::{Pipeline, Preset};
use crate::removal::{Category, RuleId};
use crate::rule::{Rule, RulePack};

pub(crate) use limits::Limits;
pub use limits::{LimitsConfig, Percent};
pub use run::{Format, OnError, RunConfig};

/// The description of a [`Pipeline`], usually read from TOML. Unknown keys and names are errors.
///
/// ```
/// use textsieve::Config;
///
/// let config = Config::from_toml(r#"
///     preset = "minimal"                    # without preset and filters: "article"
///     without = ["share_widgets"]           # filters of the preset that are left out
///     without_rules = ["ad/label"]          # single rules that are left out
///     filters = []                          # filters beside the preset, or instead of it
///     guard = 50                            # percent of the words in paragraphs that may go unless it is sure
///     packs = []                            # files with own rules, beside this file
///     languages = ["en", "de"]              # only rules of these languages; without it: all
///     [categories]                          # families switched on and off, whatever the lines above say
///     gallery = true
///     counter = false
///     [limits]                              # what a text may lose at the most, in percent of its bytes
///     percent = 90
///     [[rule]]                              # own rules, as in a rule pack
///     id = "custom/house"
///     lines = ["the daily planet"]
/// "#)?;
/// let pipeline = config.pipeline()?;
/// let text = "The Daily Planet\nShare on Facebook\nThe council met on Monday evening and put the vote off.\n";
/// assert_eq!(pipeline.clean(text).text, text["The Daily Planet\n".len()..]);
///
/// let error = Config::from_toml("pre_set = 'minimal'").unwrap_err();
/// assert!(error.to_string().contains("expected one of `preset`"), "{error}");
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// The preset to start from. With neither a preset nor filters it is `article`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Names of built-in filters, beside those of the preset.
    pub filters: Vec<String>,
    /// Names of filters of the preset to leave out.
    pub without: Vec<String>,
    /// Single rules to leave out.
    pub without_rules: Vec<RuleId>,
    /// Families of rules that are switched on, or off, whatever preset, filters and packs say. Of the family `custom` there are only
    /// own rules.
    pub categories: BTreeMap<Category, bool>,
    /// The languages (BCP 47) whose rules are taken, beside those of no certain language. All, where it is empty.
    pub languages: Vec<String>,
    /// What a text may lose at the most.
    pub limits: LimitsConfig,
    /// Files with own rules. [`from_path`](Self::from_path) makes them relative to the configuration's own place.
    pub packs: Vec<PathBuf>,
    /// See [`PipelineBuilder::guard`](crate::PipelineBuilder::guard).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<Percent>,
    /// What the program does with it.
    pub run: RunConfig,
    /// Own rules.
    #[serde(rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When the text is not TOML or has a key that is not known.
    pub fn from_toml(toml: &str) -> Result<Self, Error> {
        Ok(toml::from_str(toml).map_err(Kind::Toml)?)
    }

    /// Reads a configuration from a file.
    ///
    /// # Errors
    /// When the file cannot be read, and as [`from_toml`](Self::from_toml).
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let mut config = Self::from_toml(&read_file(path)?).map_err(|error| error.within(path))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.packs = config.packs.iter().map(|pack| folder.join(pack)).collect();
        config.run.within(folder);
        Ok(config)
    }

    /// Builds the pipeline.
    ///
    /// # Errors
    /// When a filter, a rule or a language has an unknown name, when a pack cannot be read, or when a rule does not compile.
    pub fn pipeline(&self) -> Result<Pipeline, Error> {
        let preset = self.preset.or(self.filters.is_empty().then_some(Preset::Article));
        let preset_filters = preset.map_or(&[][..], Preset::filters);
        for name in &self.without {
            filter::by_name(name)?;
            if !preset_filters.contains(&name.as_str()) {
                return Err(Error::unknown("filter of the preset", name, preset_filters));
            }
        }
        let switch = |category: Category| self.categories.get(&category).copied();
        let mut names: BTreeSet<&str> =
            preset_filters.iter().copied().filter(|name| !self.without.iter().any(|without| without == name)).collect();
        names.extend(self.filters.iter().map(String::as_str));
        let mut filters = names.into_iter().map(filter::by_name).collect::<Result<Vec<_>, _>>()?;
        for (category, _) in
            self.categories.iter().filter(|(category, on)| **on && !matches!(category, Category::Template | Category::Custom))
        {
            filters.push(filter::by_category(*category)?);
        }
        filters.retain(|filter| filter.built_in().and_then(switch) != Some(false));

        let mut packs = self.packs.iter().map(RulePack::from_path).collect::<Result<Vec<_>, _>>()?;
        packs.push(RulePack::from_rules(self.rules.clone())?);
        let packs: Vec<Vec<Rule>> = packs.into_iter().map(RulePack::into_rules).collect();
        let rules = || filters.iter().flat_map(|filter| filter.rules()).chain(packs.iter().flatten());
        self.check_languages(rules())?;
        let is_wanted = |rule: &Rule| {
            let language = rule.language();
            let is_spoken = self.languages.is_empty() || matches!(language, "" | "any") || self.languages.iter().any(|one| one == language);
            is_spoken && switch(rule.category()) != Some(false)
        };
        let mut without = self.without_rules.clone();
        if !self.languages.is_empty() {
            let built_in = filters.iter().flat_map(|filter| filter.rules());
            without.extend(built_in.filter(|rule| !is_wanted(rule)).map(|rule| rule.id().clone()));
        }
        let limits = Limits::new(&self.limits, rules());

        let mut builder = Pipeline::builder().limits(limits);
        if let Some(percent) = self.guard {
            builder = builder.guard(percent.get());
        }
        for mut rules in packs {
            rules.retain(|rule| is_wanted(rule));
            builder = builder.filter(RulePack::from_rules(rules)?);
        }
        builder = filters.into_iter().fold(builder, crate::PipelineBuilder::boxed);
        without.into_iter().fold(builder, crate::PipelineBuilder::without_rule).build()
    }

    /// Whether there are rules of every language that is named.
    fn check_languages<'r>(&self, rules: impl Iterator<Item = &'r Rule>) -> Result<(), Error> {
        let mut named = self.languages.iter().chain(self.limits.languages.keys()).peekable();
        if named.peek().is_none() {
            return Ok(());
        }
        let known: BTreeSet<&str> = rules.map(Rule::language).filter(|language| !language.is_empty()).collect();
        match named.find(|name| !known.contains(name.as_str())) {
            Some(name) => Err(Error::unknown("language", name, &known.into_iter().collect::<Vec<_>>())),
            None => Ok(()),
        }
    }
}
