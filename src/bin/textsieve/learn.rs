//! `textsieve learn`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueHint};
use flate2::bufread::MultiGzDecoder;
use rayon::prelude::*;
use textsieve::{SiteFields, TemplateLearner};

use crate::complain;
use crate::site::key;

/// How much is read before it is looked at.
const BATCH: usize = 4 << 20;

#[derive(Debug, Args)]
pub(crate) struct LearnArgs {
    /// JSON lines, gzipped or not; "-" is standard input
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    corpora: Vec<PathBuf>,
    /// JSON field with the address of the page, of which the host is the site, or with a name of the site
    #[arg(long, value_name = "NAME")]
    site_field: String,
    /// Take the registered domain for the site, not the host
    #[arg(long)]
    domain: bool,
    /// Where to write what was learnt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
    /// JSON field with the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// Keep an example of each line, for `textsieve templates` to show
    #[arg(long)]
    examples: bool,
    /// Learn from so many pages of a site at the most, 2 to 255
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u8).range(2..))]
    pages_per_site: u8,
    /// Take so much memory at the most, in MiB; where that is too little, fewer pages of each site are kept, then fewer sites
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    memory: u32,
    /// Threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

pub(crate) fn run(args: &LearnArgs) -> Result<ExitCode> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("cannot start threads")?;
    }
    let fields = SiteFields::new(&args.field, &args.site_field, key(args.domain));
    let learner = TemplateLearner::new().with_pages_per_site(args.pages_per_site).with_budget((args.memory as usize) << 20);
    let mut reader = Reader { fields, examples: args.examples, learner, pages: 0, without_site: 0, failed: 0 };
    for path in &args.corpora {
        reader.file(path, |message| complain(format_args!("{message}")));
    }
    let Reader { learner, pages, without_site, failed, .. } = reader;
    let (kept, share) = (learner.pages_per_site(), learner.share_of_sites());
    let sites = learner.sites();
    let templates = learner.finish();
    templates.write_to(&args.out)?;
    complain(format_args!(
        "{pages} pages of {sites} sites; {} sites have two pages or more, and {} shared lines; {} bytes",
        templates.sites().len(),
        templates.line_count(),
        templates.as_bytes().len()
    ));
    if kept < args.pages_per_site || share < 1.0 {
        complain(format_args!("the memory was enough for {kept} pages a site and {} % of the sites; --memory sets it", 100.0 * share));
    }
    if without_site > 0 {
        complain(format_args!("{without_site} records have no site in the field `{}`", args.site_field));
    }
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads corpora and shows their pages to a learner.
pub(crate) struct Reader {
    pub(crate) fields: SiteFields,
    pub(crate) examples: bool,
    pub(crate) learner: TemplateLearner,
    pub(crate) pages: u64,
    pub(crate) without_site: u64,
    /// Records and files that could not be read.
    pub(crate) failed: u64,
}

impl Reader {
    /// Reads a file. What cannot be read is said and counted.
    pub(crate) fn file(&mut self, path: &Path, mut say: impl FnMut(String)) {
        let name = if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() };
        let result = open(path).and_then(|mut input| {
            let mut first = 1;
            loop {
                let batch = lines(&mut input)?;
                if batch.is_empty() {
                    return Ok(());
                }
                first += self.batch(&batch, first, &name, &mut say);
            }
        });
        if let Err(error) = result {
            self.failed += 1;
            say(format!("{name}: {error}"));
        }
    }

    /// Looks at some lines and says how many they were.
    fn batch(&mut self, batch: &[u8], first: u64, name: &str, mut say: impl FnMut(String)) -> u64 {
        let lines: Vec<&[u8]> = batch.split_inclusive(|&byte| byte == b'\n').collect();
        let pages: Vec<_> = lines.par_iter().map(|line| self.fields.page(line, self.examples)).collect();
        for ((number, line), page) in (first..).zip(&lines).zip(pages) {
            match page {
                Ok(Some(page)) => {
                    self.pages += 1;
                    self.learner.add(page);
                }
                Ok(None) => self.without_site += u64::from(!line.trim_ascii().is_empty()),
                Err(error) => {
                    self.failed += 1;
                    say(format!("{name}:{number}: {error}"));
                }
            }
        }
        lines.len() as u64
    }
}

/// A reader of what a file holds, gzipped or not.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    const GZIP: &[u8] = b"\x1f\x8b";
    let input: Box<dyn Read> = if path.as_os_str() == "-" { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut input = BufReader::with_capacity(1 << 16, input);
    Ok(if input.fill_buf()?.starts_with(GZIP) { Box::new(BufReader::new(MultiGzDecoder::new(input))) } else { Box::new(input) })
}

/// Some whole lines; none at the end.
fn lines(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut batch = Vec::with_capacity(BATCH + BATCH / 8);
    while batch.len() < BATCH && input.read_until(b'\n', &mut batch)? > 0 {}
    Ok(batch)
}
