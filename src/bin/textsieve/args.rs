//! The arguments of the program.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::learn::LearnArgs;
use crate::site::SiteArgs;
use crate::templates::TemplatesArgs;

/// Removes view counters, ad markers, subscription prompts, share widgets and other page furniture from scraped article text.
///
/// Reads files, or standard input without any, and writes the cleaned text to standard output. Exit status: 0 fine, 1 something could not be
/// read or cleaned (it is passed through as it was, and standard error says where), 2 bad usage.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) clean: CleanArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the built-in rules: id, category, language, first example
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = RuleFormat::Text)]
        format: RuleFormat,
    },
    /// Show one rule: what it removes, what it keeps, where it comes from
    Explain {
        /// The rule's id, such as ad/label
        rule: String,
    },
    /// Measure a pipeline on corpora with human-reviewed text: F1 before and after, what was cut, and the pages it harmed most
    ///
    /// A corpus is JSON lines, gzipped or not: {"id", "page_type"?, "gold"?, "texts": {EXTRACTOR: TEXT}}. Counted are runs of four words
    /// against the gold text, page by page, then averaged over pages. `best` is what cutting whole lines could reach, `closed` the share
    /// of the way to it. A change is called better or worse only when its 95 % bootstrap interval over pages excludes 0. Exit status: 0 fine,
    /// 1 a page or file could not be read (standard error says which), 2 bad usage.
    Evaluate(EvaluateArgs),
    /// Learn which lines the pages of each site of a corpus share
    ///
    /// Exit status: 0 fine, 1 a record or file could not be read (standard error says which), 2 bad usage.
    Learn(LearnArgs),
    /// Show what was learnt: all sites, or the shared lines of one
    Templates(TemplatesArgs),
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArgs {
    /// Corpora; "-" is standard input
    #[arg(value_name = "CORPUS", required = true)]
    pub(crate) corpora: Vec<PathBuf>,
    /// Set of filters [default: article]
    #[arg(long, value_parser = parse_preset, value_name = "minimal|article")]
    pub(crate) preset: Option<textsieve::Preset>,
    /// A pipeline of one's own
    #[arg(long, value_name = "FILE.toml", conflicts_with = "preset")]
    pub(crate) config: Option<PathBuf>,
    /// Only pages of this type
    #[arg(long, value_name = "TYPE")]
    pub(crate) page_type: Option<String>,
    /// Only texts from this extractor; may be given more than once; `gold` is the gold text [default: all]
    #[arg(long = "extractor", value_name = "NAME")]
    pub(crate) extractors: Vec<String>,
    /// How many of the pages that lost most F1 are shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) worst: usize,
    /// Print all figures as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Seed of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct CleanArgs {
    /// Files to clean; "-" is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What the files hold: one text, or a JSON object a line [default: by file name, else text]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// JSON field with the text; all other fields pass through as they are
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) field: String,
    /// Set of filters [default: article]
    #[arg(long, value_parser = parse_preset, value_name = "minimal|article")]
    pub(crate) preset: Option<textsieve::Preset>,
    /// A pipeline of one's own
    #[arg(long, value_name = "FILE.toml", conflicts_with = "preset")]
    pub(crate) config: Option<PathBuf>,
    /// JSON lines: add "removals": [{"start","end","rule","category"}], byte offsets into the text before cleaning
    #[arg(long)]
    pub(crate) removals: bool,
    /// Say on standard error what was cut and by which rule
    #[arg(long)]
    pub(crate) explain: bool,
    /// Replace invalid UTF-8 instead of passing the text through uncleaned
    #[arg(long)]
    pub(crate) lossy: bool,
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    /// Threads for JSON lines [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RuleFormat {
    /// One line a rule
    Text,
    /// All there is to know
    Json,
    /// A table of the number of patterns by language and category
    Coverage,
}

fn parse_preset(name: &str) -> Result<textsieve::Preset, textsieve::Error> {
    name.parse()
}
