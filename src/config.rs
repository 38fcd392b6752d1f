//! A pipeline as data.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, read_file};
use crate::filter;
use crate::pipeline::{Pipeline, Preset};
use crate::removal::RuleId;
use crate::rule::{Rule, RulePack};

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
///     [[rule]]                              # own rules, as in a rule pack
///     id = "custom/house"
///     lines = ["the daily planet"]
/// "#)?;
/// let pipeline = config.pipeline()?;
/// assert_eq!(pipeline.clean("The Daily Planet\nShare on Facebook\n").text, "Share on Facebook\n");
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
    /// Files with own rules. [`from_path`](Self::from_path) makes them relative to the configuration's own place.
    pub packs: Vec<PathBuf>,
    /// See [`PipelineBuilder::guard`](crate::PipelineBuilder::guard).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<u8>,
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
        Ok(config)
    }

    /// Builds the pipeline.
    ///
    /// # Errors
    /// When a filter or a rule has an unknown name, when a pack cannot be read, or when a rule does not compile.
    pub fn pipeline(&self) -> Result<Pipeline, Error> {
        let preset = self.preset.or(self.filters.is_empty().then_some(Preset::Article));
        let preset_filters = preset.map_or(&[][..], Preset::filters);
        for name in &self.without {
            filter::by_name(name)?;
            if !preset_filters.contains(&name.as_str()) {
                return Err(Error::unknown("filter of the preset", name, preset_filters));
            }
        }
        let mut builder = Pipeline::builder();
        if let Some(percent) = self.guard {
            builder = builder.guard(percent);
        }
        for name in preset_filters.iter().filter(|name| !self.without.iter().any(|without| without == *name)) {
            builder = builder.boxed(filter::by_name(name)?);
        }
        for name in &self.filters {
            builder = builder.boxed(filter::by_name(name)?);
        }
        for path in &self.packs {
            builder = builder.filter(RulePack::from_path(path)?);
        }
        builder = builder.filter(RulePack::from_rules(self.rules.clone())?);
        self.without_rules.iter().cloned().fold(builder, crate::PipelineBuilder::without_rule).build()
    }
}
