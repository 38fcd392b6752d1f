//! `textsieve config`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use crate::args::ConfigArgs;
use crate::source::read_config;

/// Every key with its default.
const DEFAULT: &str = include_str!("default.toml");
const SCHEMA: &str = include_str!("config.schema.json");

pub(crate) fn run(args: &ConfigArgs) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    match &args.check {
        Some(path) => {
            read_config(path)?;
            writeln!(out, "{}: sound", path.display())?;
        }
        None => out.write_all(if args.print_schema { SCHEMA } else { DEFAULT }.as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
