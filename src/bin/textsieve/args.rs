//! The arguments of the program.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use textsieve::{Format, OnError, Preset};

use crate::learn::LearnArgs;
use crate::templates::TemplatesArgs;

/// Removes view counters, ad markers, subscription prompts, share widgets and other page furniture from scraped article text.
///
/// Reads files, or standard input without any, and writes the cleaned text to standard output, or to a folder with --out. Gzip and zstd are
/// known by their content. Exit status: 0 fine, 1 something could not be read or cleaned (it is passed through as it was, and standard error
/// says where), 2 bad usage, 130 stopped by a signal.
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
    /// of the way to it, `not in gold, cut` the share of the lines that the gold lacks which went. A change is called better or worse only when its 95 % bootstrap interval over pages excludes 0. Exit status: 0 fine,
    /// 1 a page or file could not be read (standard error says which), 2 bad usage.
    Evaluate(EvaluateArgs),
    /// Show in the terminal what would be cut, in its place
    Diff(DiffArgs),
    /// Learn which lines the pages of each site of a corpus share
    ///
    /// Exit status: 0 fine, 1 a record or file could not be read (standard error says which), 2 bad usage.
    Learn(LearnArgs),
    /// Show what was learnt: all sites, or the lines that the pages of one share
    Templates(TemplatesArgs),
    /// Print a configuration with its defaults, or check one
    Config(ConfigArgs),
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, as roff
    Man,
}

/// What is cleaned, and by which pipeline.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// Files to clean, and folders with all that is in them; "-" is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<PathBuf>,
    /// What the files hold: one text, a JSON object a line, or WET records [default: by file name, else text]
    #[arg(long, value_parser = one_of(Format::ALL, Format::as_str))]
    pub(crate) format: Option<Format>,
    /// JSON field with the text; all other fields pass through as they are [default: text]
    #[arg(long, value_name = "NAME")]
    pub(crate) field: Option<String>,
    /// Set of filters [default: article]
    #[arg(long, value_parser = one_of(&Preset::ALL, Preset::as_str), hide_possible_values = true, value_name = "minimal|article")]
    pub(crate) preset: Option<Preset>,
    /// A pipeline and a run of one's own, see `textsieve config`
    #[arg(long, value_name = "FILE.toml", conflicts_with = "preset", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Replace invalid UTF-8 instead of passing the text through uncleaned
    #[arg(long)]
    pub(crate) lossy: bool,
    /// Cut what the pages of a site share as well, by a file of `textsieve learn`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) templates: Option<PathBuf>,
    /// The same, learnt from the files themselves, which are read twice
    #[arg(long, conflicts_with = "templates")]
    pub(crate) learn: bool,
    /// JSON field with the address of the page, of which the host is the site, or with a name of the site; WET records have their own
    #[arg(long, value_name = "NAME", conflicts_with = "site")]
    pub(crate) site_field: Option<String>,
    /// The site that all pages are of
    #[arg(long, value_name = "HOST")]
    pub(crate) site: Option<String>,
    /// Take the registered domain for the site, not the host
    #[arg(long)]
    pub(crate) domain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CleanArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// JSON lines: add "removals": [{"start","end","rule","category"}], byte offsets into the text before cleaning
    #[arg(long)]
    pub(crate) removals: bool,
    /// Say on standard error what was cut and by which rule
    #[arg(long)]
    pub(crate) explain: bool,
    /// What happens to what cannot be cleaned: the run stops, it is left out, or it passes as it is [default: pass]
    #[arg(long, value_parser = one_of(OnError::ALL, OnError::as_str), value_name = "WAY")]
    pub(crate) on_error: Option<OnError>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Write to this folder, under the same names and with the same compression; a file appears only when it is whole
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Skip the files that an earlier run with the same --out and settings has done
    #[arg(long)]
    pub(crate) resume: bool,
    /// Clean, count and report, but write no cleaned text
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write what was counted, by category and rule
    #[arg(long, value_name = "FILE.json", value_hint = ValueHint::FilePath)]
    pub(crate) stats: Option<PathBuf>,
    /// Write a page that shows what was cut, in its place
    #[arg(long, value_name = "FILE.html", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Sum up on standard error at the end; done anyway with --out, with --dry-run, and where a progress bar is shown
    #[arg(long)]
    pub(crate) summary: bool,
    /// No progress bar and no summary; errors are still said
    #[arg(long, short, conflicts_with = "summary")]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArgs {
    /// Corpora; "-" is standard input
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) corpora: Vec<PathBuf>,
    /// Set of filters [default: article]
    #[arg(long, value_parser = one_of(&Preset::ALL, Preset::as_str), hide_possible_values = true, value_name = "minimal|article")]
    pub(crate) preset: Option<Preset>,
    /// A pipeline of one's own
    #[arg(long, value_name = "FILE.toml", conflicts_with = "preset", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Only pages of this type
    #[arg(long, value_name = "TYPE")]
    pub(crate) page_type: Option<String>,
    /// Only texts from this extractor; may be given more than once; `gold` is the gold text [default: all]
    #[arg(long = "extractor", value_name = "NAME")]
    pub(crate) extractors: Vec<String>,
    /// Make one line of each text before it is cleaned, as some extractors give it
    #[arg(long)]
    pub(crate) one_line: bool,
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
pub(crate) struct DiffArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    /// Lines shown around a cut
    #[arg(long, short = 'C', value_name = "N", default_value_t = 2)]
    pub(crate) context: usize,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ConfigArgs {
    /// Print every key with its default and what it does
    #[arg(long)]
    pub(crate) print_default: bool,
    /// Print the JSON schema
    #[arg(long)]
    pub(crate) print_schema: bool,
    /// Say whether a configuration is sound
    #[arg(long, value_name = "FILE.toml", value_hint = ValueHint::FilePath)]
    pub(crate) check: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
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

/// Takes the name of one of these.
pub(crate) fn one_of<T>(all: &[T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = textsieve::Error> + Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(|one| name(*one))).try_map(|name| name.parse::<T>())
}
