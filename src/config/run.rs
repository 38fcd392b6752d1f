//! What the program does with a pipeline.

use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A run of the program: the table `[run]` of a configuration. What the command line says goes before it.
///
/// ```
/// use textsieve::{Config, Format, OnError};
///
/// let config = Config::from_toml("[run]\nfiles = ['crawl']\nout = 'cleaned'\nformat = 'wet'\non_error = 'skip'")?;
/// assert_eq!((config.run.format, config.run.on_error), (Some(Format::Wet), OnError::Skip));
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct RunConfig {
    /// Files and folders to clean. All paths here are relative to the configuration's own place.
    pub files: Vec<PathBuf>,
    /// What the files hold; without it their names tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// JSON field with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// File of what was learnt of sites, whose shared lines are cut beside what the pipeline cuts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub templates: Option<PathBuf>,
    /// Whether that is learnt from the files themselves, which are read twice.
    pub learn: bool,
    /// JSON field with the address of a page, or with a name of its site. A WET record has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_field: Option<String>,
    /// The site of all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Whether the registered domain is the site, not the host.
    pub domain: bool,
    /// Whether JSON lines get a field with what was cut.
    pub removals: bool,
    /// Whether invalid UTF-8 is replaced.
    pub lossy: bool,
    /// What happens to what cannot be cleaned.
    pub on_error: OnError,
    /// Number of threads; without it one for each core.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threads: Option<NonZeroU16>,
    /// Folder for the cleaned files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<PathBuf>,
    /// Whether files that are there already are skipped.
    pub resume: bool,
    /// File for the counts, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats: Option<PathBuf>,
    /// File for the report, as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<PathBuf>,
    /// Whether there is no progress bar and no summary.
    pub quiet: bool,
}

impl RunConfig {
    /// Makes the paths relative to a folder.
    pub(super) fn within(&mut self, folder: &Path) {
        let one = [&mut self.out, &mut self.stats, &mut self.report, &mut self.templates].into_iter().flatten();
        for path in self.files.iter_mut().chain(one).filter(|path| path.as_os_str() != "-") {
            *path = folder.join(&*path);
        }
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
            #[serde(rename_all = "lowercase")]
            #[non_exhaustive]
            pub enum $name { $($(#[$variant_doc])* $variant),* }

            impl $name {
                /// Every one of them.
                pub const ALL: &[Self] = &[$(Self::$variant),*];

                /// The name in configuration and on the command line.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $text),* }
                }
            }

            impl FromStr for $name {
                type Err = Error;

                fn from_str(name: &str) -> Result<Self, Error> {
                    let known: Vec<_> = Self::ALL.iter().map(|one| one.as_str()).collect();
                    Self::ALL.iter().find(|one| one.as_str() == name).copied().ok_or_else(|| Error::unknown($what, name, &known))
                }
            }
        )*
    };
}

names! {
    /// What a file holds.
    ///
    /// ```
    /// assert_eq!("jsonl".parse::<textsieve::Format>()?, textsieve::Format::Jsonl);
    /// # Ok::<(), textsieve::Error>(())
    /// ```
    Format, "format" {
        /// One text.
        Text = "text",
        /// A JSON object a line.
        Jsonl = "jsonl",
        /// WET records, the texts of Common Crawl.
        Wet = "wet",
    }

    /// What happens to what cannot be cleaned.
    ///
    /// ```
    /// assert_eq!(textsieve::OnError::default().as_str(), "pass");
    /// ```
    #[derive(Default)]
    OnError, "way with errors" {
        /// The run stops.
        Fail = "fail",
        /// It is left out.
        Skip = "skip",
        /// It passes as it is.
        #[default]
        Pass = "pass",
    }
}
