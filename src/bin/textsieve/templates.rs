//! `textsieve templates`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueHint};
use textsieve::{SiteKey, Templates};

use crate::complain;

#[derive(Debug, Args)]
pub(crate) struct TemplatesArgs {
    /// A file of `textsieve learn`
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Show the lines that the pages of this site share
    #[arg(long, value_name = "HOST")]
    site: Option<String>,
}

pub(crate) fn run(args: &TemplatesArgs) -> Result<ExitCode> {
    let templates = Templates::from_path(&args.file)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match &args.site {
        None => {
            for site in templates.sites() {
                writeln!(out, "{}\t{} pages\t{} lines", site.name(), site.pages(), site.lines().len())?;
            }
        }
        Some(host) => {
            // As it was learnt under, or as the host of an address.
            let Some(site) = templates.site(host).or_else(|| templates.site(&SiteKey::Host.of(host)?)) else {
                complain(format_args!("{}: nothing was learnt of the site `{host}`; without --site all are listed", args.file.display()));
                return Ok(ExitCode::FAILURE);
            };
            let mut lines: Vec<_> = site.lines().collect();
            lines.sort_by_key(|line| (std::cmp::Reverse(line.pages), line.example));
            for line in lines {
                let example = line.example.unwrap_or("(learn with --examples to see it)");
                writeln!(out, "{} of {}\t{example}", line.pages, site.pages())?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
