//! Cleaning files and standard input.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use rayon::prelude::*;
use textsieve::corpus::{JsonLines, Record};
use textsieve::{Cleaned, Config, Pipeline};

use crate::args::{CleanArgs, Format};
use crate::complain;
use crate::site::Sites;

/// How much of JSON lines is read before it is cleaned, at the most; whole lines beyond it are read to their end.
const BATCH: usize = 4 << 20;

pub(crate) fn run(args: &CleanArgs) -> Result<ExitCode> {
    let pipeline = match &args.config {
        Some(path) => match Config::from_path(path).and_then(|config| config.pipeline()) {
            Ok(pipeline) => pipeline,
            Err(error) => {
                complain(format_args!("{}", with_path(&error, path)));
                return Ok(ExitCode::from(2));
            }
        },
        None => Pipeline::preset(args.preset.unwrap_or_default()),
    };
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("cannot start threads")?;
    }
    let sites = match Sites::new(&args.site, &args.files, &args.field) {
        Ok(sites) => sites,
        Err(message) => {
            complain(format_args!("{message}"));
            return Ok(ExitCode::from(2));
        }
    };
    let mut cleaner = Cleaner { args, pipeline, sites, failed: false, out: io::stdout().lock() };
    let standard_input = [PathBuf::from("-")];
    let files = if args.files.is_empty() { &standard_input } else { args.files.as_slice() };
    for path in files {
        cleaner.file(path)?;
    }
    Ok(if cleaner.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The error with the configuration's path, where it does not name a file itself.
pub(crate) fn with_path(error: &textsieve::Error, path: &Path) -> String {
    let message = error.to_string();
    if message.contains(&*path.to_string_lossy()) { message } else { format!("{}: {message}", path.display()) }
}

struct Cleaner<'a> {
    args: &'a CleanArgs,
    pipeline: Pipeline,
    sites: Sites,
    failed: bool,
    out: io::StdoutLock<'static>,
}

impl Cleaner<'_> {
    /// Cleans one file. Only what cannot be written is an error; what cannot be read or cleaned is said and noted.
    fn file(&mut self, path: &Path) -> Result<()> {
        let standard_input = path.as_os_str() == "-";
        let name = if standard_input { "standard input".into() } else { path.display().to_string() };
        let input: Result<Box<dyn Read>, io::Error> =
            if standard_input { Ok(Box::new(io::stdin().lock())) } else { File::open(path).map(|file| Box::new(file) as Box<dyn Read>) };
        match input {
            Ok(input) => match self.args.format.unwrap_or_else(|| format_by_name(path)) {
                Format::Text => self.text(input, &name),
                Format::Jsonl => self.json_lines(input, &name),
            },
            Err(error) => {
                self.fail(format_args!("{name}: {error}"));
                Ok(())
            }
        }
    }

    fn fail(&mut self, message: std::fmt::Arguments<'_>) {
        self.failed = true;
        complain(message);
    }

    fn text(&mut self, mut input: impl Read, name: &str) -> Result<()> {
        let mut bytes = Vec::new();
        if let Err(error) = input.read_to_end(&mut bytes) {
            self.fail(format_args!("{name}: {error}"));
            return Ok(());
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if self.args.lossy => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.fail(format_args!("{name}: invalid UTF-8 at byte {at}, passed through uncleaned; --lossy replaces it"));
                self.out.write_all(error.as_bytes())?;
                return Ok(());
            }
        };
        let pipeline = self.sites.pipeline(&self.pipeline);
        let cleaned = pipeline.clean(&text);
        self.out.write_all(cleaned.text.as_bytes())?;
        self.out.flush()?;
        if self.args.explain {
            explain(name, &text, &cleaned);
        }
        Ok(())
    }

    fn json_lines(&mut self, mut input: impl Read, name: &str) -> Result<()> {
        let records = JsonLines::new(&self.args.field).with_removals(self.args.removals).with_lossy(self.args.lossy);
        let mut buffer = Vec::new();
        let mut line_number = 0;
        loop {
            // What a slow writer has sent so far is answered at once.
            let more = match read_some(&mut input, &mut buffer) {
                Ok(more) => more,
                Err(error) => {
                    self.fail(format_args!("{name}: {error}"));
                    false
                }
            };
            let whole = if more { memchr::memrchr(b'\n', &buffer).map_or(0, |at| at + 1) } else { buffer.len() };
            self.batch(&records, &buffer[..whole], name, &mut line_number)?;
            buffer.drain(..whole);
            if !more {
                return Ok(());
            }
        }
    }

    fn batch(&mut self, records: &JsonLines, batch: &[u8], name: &str, line_number: &mut usize) -> Result<()> {
        let lines: Vec<&[u8]> = batch.split_inclusive(|&byte| byte == b'\n').collect();
        let clean = |line| records.clean(&self.sites.pipeline_for(&self.pipeline, line)?, without_terminator(line));
        let results: Vec<_> = lines.par_iter().map(|line| clean(line)).collect();
        let mut out = Vec::with_capacity(batch.len());
        for (line, result) in lines.into_iter().zip(results) {
            *line_number += 1;
            let body = without_terminator(line);
            match result {
                Ok(record) => {
                    out.extend_from_slice(&record.line);
                    if self.args.explain {
                        explain_record(name, *line_number, &record);
                    }
                }
                Err(error) => {
                    self.fail(format_args!("{name}:{line_number}: {error}"));
                    out.extend_from_slice(body);
                }
            }
            out.extend_from_slice(&line[body.len()..]);
        }
        self.out.write_all(&out)?;
        self.out.flush()?;
        Ok(())
    }
}

fn format_by_name(path: &Path) -> Format {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some(extension) if extension.eq_ignore_ascii_case("jsonl") || extension.eq_ignore_ascii_case("ndjson") => Format::Jsonl,
        _ => Format::Text,
    }
}

/// Reads what is there, up to a batch, and says whether there may be more.
fn read_some(input: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let held = buffer.len();
    buffer.resize(held + BATCH, 0);
    let mut read = 0;
    let result = loop {
        match input.read(&mut buffer[held + read..]) {
            Ok(0) => break Ok(read > 0),
            Ok(more) => {
                read += more;
                if read == BATCH || memchr::memchr(b'\n', &buffer[held..held + read]).is_some() {
                    break Ok(true);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    buffer.truncate(held + read);
    result
}

fn without_terminator(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Says for each removal of a text where it was: `FILE:LINE: RULE: what was cut`.
fn explain(name: &str, text: &str, cleaned: &Cleaned<'_>) {
    let mut line = 1;
    let mut counted = 0;
    for removal in &cleaned.removals {
        let cut = &text[removal.span.clone()];
        let first = removal.span.start + (cut.len() - cut.trim_start().len());
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..first]).count();
        counted = first;
        complain(format_args!("{name}:{line}: {}: {:?}", removal.rule, cut.trim()));
    }
}

fn explain_record(name: &str, line_number: usize, record: &Record<'_>) {
    for removal in &record.cleaned.removals {
        let cut = record.original[removal.span.clone()].trim();
        complain(format_args!("{name}:{line_number}: {}: {cut:?}", removal.rule));
    }
}
