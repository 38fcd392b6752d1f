//! The crate's one error type.

use std::path::{Path, PathBuf};

/// What can go wrong while rules, a configuration, templates or a record are read or written. Cleaning itself never fails.
///
/// The message says what to do; [`std::error::Error::source`] has the cause where there is one.
///
/// ```
/// let error = textsieve::RulePack::from_toml("[[rule]]\nid = \"ad/mine\"\nlinez = []").unwrap_err();
/// assert!(error.to_string().contains("unknown field `linez`"), "{error}");
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: Box<Error> },
    #[error("{}", toml_message(.0))]
    Toml(#[from] toml::de::Error),
    #[error("rule `{rule}`: {message}")]
    Rule { rule: String, message: String },
    #[error("unknown {what} `{name}`; known are: {known}")]
    Unknown { what: &'static str, name: String, known: String },
    #[error("{}: cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{0}")]
    Templates(String),
    #[error("{0}")]
    Matcher(String),
    #[error("a percentage is a whole number from 0 to 100, not {0}")]
    Percent(i64),
    #[cfg(feature = "corpus")]
    #[error("{0}")]
    Record(String),
}

impl Error {
    pub(crate) fn rule(rule: &str, message: impl Into<String>) -> Self {
        Kind::Rule { rule: rule.to_owned(), message: message.into() }.into()
    }

    pub(crate) fn unknown(what: &'static str, name: &str, known: &[&str]) -> Self {
        Kind::Unknown { what, name: name.to_owned(), known: known.join(", ") }.into()
    }

    /// Names the file that the error was met in.
    pub(crate) fn within(self, path: &Path) -> Self {
        Kind::File { path: path.to_owned(), source: Box::new(self) }.into()
    }
}

/// The message of the TOML parser, which shows the place.
fn toml_message(error: &toml::de::Error) -> String {
    error.to_string().trim_end().to_owned()
}

pub(crate) fn read_file(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Kind::Read { path: path.to_owned(), source }.into())
}
