//! `textsieve learn`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueHint};
use textsieve::corpus::{Ordered, Wet};
use textsieve::{Config, Error, Format, SiteFields, SiteKey, TemplateLearner, TemplatePage};

use crate::args::one_of;
use crate::inputs::{self, Input};
use crate::reading::{Batch, Reading, Records, Signals, Step};
use crate::sites::key;
use crate::work::without_terminator;
use crate::{BadUsage, complain};

#[derive(Debug, Args)]
pub(crate) struct LearnArgs {
    /// Files to learn from, and folders with all that is in them; "-" is standard input
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::AnyPath)]
    corpora: Vec<PathBuf>,
    /// What the files hold: JSON lines or WET records [default: by file name, else jsonl]
    #[arg(long, value_parser = one_of(&[Format::Jsonl, Format::Wet], Format::as_str))]
    format: Option<Format>,
    /// JSON field with the address of the page, of which the host is the site, or with a name of the site; WET records have their own
    #[arg(long, value_name = "NAME")]
    site_field: Option<String>,
    /// Take the registered domain for the site, not the host
    #[arg(long)]
    domain: bool,
    /// Where to write what was learnt
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
    /// JSON field with the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// Replace invalid UTF-8 in WET records instead of passing over the page
    #[arg(long)]
    lossy: bool,
    /// Keep an example of each line, for `textsieve templates` to show
    #[arg(long)]
    examples: bool,
    /// Learn from so many pages of a site at the most, 2 to 255
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u8).range(2..))]
    pages_per_site: u8,
    /// Take so much memory at the most, in MiB; where that is too little, fewer pages of each site are kept, then fewer sites
    #[arg(long, value_name = "MIB", default_value_t = 2048)]
    memory: u32,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

pub(crate) fn run(args: &LearnArgs) -> Result<ExitCode> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("cannot start threads")?;
    }
    let mut config = Config::default();
    config.run.files.clone_from(&args.corpora);
    config.run.format = args.format;
    let mut inputs = inputs::list(&config.run)?;
    // A plain text does not say where it is from.
    inputs.iter_mut().filter(|input| input.format == Format::Text).for_each(|input| input.format = Format::Jsonl);
    if args.site_field.is_none() && inputs.iter().any(|input| input.format == Format::Jsonl) {
        return Err(BadUsage("of which site is a page? --site-field names the JSON field that tells".into()).into());
    }
    let key = key(args.domain);
    let fields = args.site_field.as_ref().map(|site| SiteFields::new(&args.field, site, key));
    let look = Look { examples: args.examples, ..Look::new(fields, key, args.lossy) };

    let mut learner = TemplateLearner::new().with_pages_per_site(args.pages_per_site).with_budget((args.memory as usize) << 20);
    let (mut pages, mut without_site, mut failed) = (0, 0, false);
    show(inputs, look, |looked| {
        pages += looked.pages.len();
        without_site += looked.without_site;
        failed |= !looked.errors.is_empty();
        looked.errors.iter().for_each(|error| complain(format_args!("{error}")));
        learner.extend(looked.pages);
    });
    let (sites, kept, share) = (learner.sites(), learner.pages_per_site(), learner.share_of_sites());
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
        complain(format_args!("{without_site} records do not say of which site they are"));
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads files and shows what was seen on their pages to `learn`, in order.
pub(crate) fn show(inputs: Vec<Input>, look: Look, learn: impl FnMut(Looked)) {
    Ordered::new(Reading::new(inputs, Signals::default()), move |step| look.step(step)).for_each(learn);
}

/// Looks at pages.
pub(crate) struct Look {
    fields: Option<SiteFields>,
    key: SiteKey,
    wet: Wet,
    examples: bool,
}

/// What was seen.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) pages: Vec<TemplatePage>,
    /// Records whose site is not told.
    without_site: u64,
    errors: Vec<String>,
}

impl Look {
    pub(crate) fn new(fields: Option<SiteFields>, key: SiteKey, lossy: bool) -> Self {
        Self { fields, key, wet: Wet::new().with_lossy(lossy), examples: false }
    }

    fn step(&self, step: Step) -> Looked {
        let mut looked = Looked::default();
        match step {
            Step::Batch(batch) => self.batch(&batch, &mut looked),
            Step::End(input, Err(error)) => looked.errors.push(format!("{}: {error}", input.name)),
            Step::Begin(_) | Step::End(_, Ok(_)) => {}
        }
        looked
    }

    fn batch(&self, batch: &Batch, looked: &mut Looked) {
        let name = &batch.input.name;
        match (&batch.records, &self.fields) {
            (Records::Lines(lines), Some(fields)) => {
                for (number, line) in (batch.first..).zip(lines.split_inclusive(|&byte| byte == b'\n')) {
                    let line = without_terminator(line);
                    if !line.trim_ascii().is_empty() {
                        looked.add(fields.page(line, self.examples), || format!("{name}:{number}"));
                    }
                }
            }
            (Records::Wet(records), _) => {
                for (number, record) in (batch.first..).zip(records) {
                    match self.wet.address(record) {
                        // Not a page.
                        Ok(None) => {}
                        Ok(Some(address)) => looked.add(self.wet_page(record, &address), || format!("{name}: record {number}")),
                        Err(error) => looked.errors.push(format!("{name}: record {number}: {error}")),
                    }
                }
            }
            _ => {}
        }
    }

    fn wet_page(&self, record: &[u8], address: &str) -> Result<Option<TemplatePage>, Error> {
        let Some(site) = self.key.of(address) else { return Ok(None) };
        let text = self.wet.text(record)?.unwrap_or_default();
        Ok(Some(if self.examples { TemplatePage::with_examples(&site, &text) } else { TemplatePage::new(&site, &text) }))
    }
}

impl Looked {
    fn add(&mut self, page: Result<Option<TemplatePage>, Error>, name: impl Fn() -> String) {
        match page {
            Ok(Some(page)) => self.pages.push(page),
            Ok(None) => self.without_site += 1,
            Err(error) => self.errors.push(format!("{}: {error}", name())),
        }
    }
}
