//! Cleaning one batch.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use textsieve::corpus::{Compression, JsonLines, PlainText, Record, Tally, Wet};
use textsieve::{Cleaned, Error, OnError, Pipeline, RunConfig, Verdict};

use crate::inputs::Input;
use crate::reading::{Batch, Records, Step};
use crate::report::{Sampler, Samples};
use crate::sites::Sites;
use crate::summary::GUARDED;

/// What every thread needs to clean.
pub(crate) struct Worker {
    pub(crate) cleaner: Cleaner,
    pub(crate) on_error: OnError,
    pub(crate) explain: bool,
    /// Whether files keep their compression.
    pub(crate) compress: bool,
    pub(crate) sampler: Option<Sampler>,
}

/// A step of reading, worked on.
pub(crate) enum Outcome {
    Begin(Arc<Input>),
    Batch(io::Result<Done>),
    End(Arc<Input>, Result<Compression, io::Error>),
}

/// A batch, cleaned.
#[derive(Default)]
pub(crate) struct Done {
    /// What is to be written, as it is to be written.
    pub(crate) out: Vec<u8>,
    pub(crate) tally: Tally,
    /// What is to be said.
    pub(crate) notes: Vec<String>,
    /// Records that could not be cleaned.
    pub(crate) errors: u64,
    /// The file is one text that is left out.
    pub(crate) left_out: bool,
    /// The run ends here.
    pub(crate) stop: bool,
    pub(crate) samples: Samples,
}

impl Worker {
    pub(crate) fn work(&self, step: Step) -> Outcome {
        match step {
            Step::Begin(input) => Outcome::Begin(input),
            Step::Batch(batch) => Outcome::Batch(self.batch(batch)),
            Step::End(input, end) => Outcome::End(input, end),
        }
    }

    fn batch(&self, batch: Batch) -> io::Result<Done> {
        let name = &batch.input.name;
        let compression = if self.compress { batch.compression } else { Compression::None };
        let mut done = Done::default();
        match batch.records {
            Records::Text(text) => {
                self.record(&text, name, self.cleaner.text(&text), &mut done);
                done.left_out = done.errors > 0 && self.on_error == OnError::Skip;
            }
            Records::Lines(lines) => {
                done.out.reserve(lines.len());
                for (number, line) in (batch.first..).zip(lines.split_inclusive(|&byte| byte == b'\n')) {
                    let body = without_terminator(line);
                    if self.record(body, &format!("{name}:{number}"), self.cleaner.line(body), &mut done) {
                        done.out.extend_from_slice(&line[body.len()..]);
                    }
                    if done.stop {
                        break;
                    }
                }
            }
            Records::Debris(line) if self.on_error == OnError::Pass => done.out = line,
            Records::Debris(_) => {}
            Records::Wet(records) => {
                // Each is a member of its own, as Common Crawl has it.
                let mut members = Vec::new();
                for (number, record) in (batch.first..).zip(records) {
                    self.record(&record, &format!("{name}: record {number}"), self.cleaner.wet(&record), &mut done);
                    if compression != Compression::None && !done.out.is_empty() {
                        members.extend(compression.compress(std::mem::take(&mut done.out))?);
                    }
                    if done.stop {
                        break;
                    }
                }
                if compression != Compression::None {
                    done.out = members;
                }
                return Ok(done);
            }
        }
        done.out = compression.compress(done.out)?;
        Ok(done)
    }

    /// Notes a cleaned record, and says whether it is written.
    fn record(&self, bytes: &[u8], name: &str, result: Result<Record<'_>, Error>, done: &mut Done) -> bool {
        match result {
            Ok(record) => {
                done.tally.add_record(&record);
                if let Some(text) = &record.text {
                    if self.explain {
                        explain(name, text, &record.cleaned, &mut done.notes);
                    }
                    if let Some(sampler) = &self.sampler {
                        sampler.look(name, text, &record.cleaned, &mut done.samples);
                    }
                }
                match record.bytes {
                    Cow::Owned(bytes) if done.out.is_empty() => done.out = bytes,
                    bytes => done.out.extend_from_slice(&bytes),
                }
                true
            }
            Err(error) => {
                done.errors += 1;
                let then = match self.on_error {
                    OnError::Pass => {
                        done.out.extend_from_slice(bytes);
                        "passed through uncleaned"
                    }
                    OnError::Skip => "left out",
                    _ => {
                        done.stop = true;
                        "the run stops"
                    }
                };
                done.notes.push(format!("{name}: {error} ({then})"));
                self.on_error == OnError::Pass
            }
        }
    }
}

/// Cleans records of every kind.
pub(crate) struct Cleaner {
    pipeline: Pipeline,
    sites: Sites,
    text: PlainText,
    lines: JsonLines,
    wet: Wet,
}

impl Cleaner {
    pub(crate) fn new(pipeline: Pipeline, run: &RunConfig, sites: Sites) -> Self {
        let field = run.field.as_deref().unwrap_or("text");
        Self {
            pipeline,
            sites,
            text: PlainText::new().with_lossy(run.lossy),
            lines: JsonLines::new(field).with_removals(run.removals).with_lossy(run.lossy),
            wet: Wet::new().with_lossy(run.lossy),
        }
    }

    pub(crate) fn text<'r>(&self, text: &'r [u8]) -> Result<Record<'r>, Error> {
        self.text.clean(&self.sites.pipeline(&self.pipeline), text)
    }

    pub(crate) fn line<'r>(&self, line: &'r [u8]) -> Result<Record<'r>, Error> {
        self.lines.clean(&self.sites.pipeline_of_line(&self.pipeline, line)?, line)
    }

    pub(crate) fn wet<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Error> {
        self.wet.clean(&self.sites.pipeline_of_wet(&self.pipeline, record)?, record)
    }
}

pub(crate) fn without_terminator(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Says for each removal where it was: `FILE:LINE: RULE: what was cut`.
fn explain(name: &str, text: &str, cleaned: &Cleaned<'_>, notes: &mut Vec<String>) {
    if cleaned.verdict == Verdict::Guarded {
        notes.push(format!("{name}: {GUARDED}"));
    }
    let mut line = 1;
    let mut counted = 0;
    for removal in &cleaned.removals {
        let cut = &text[removal.span.clone()];
        let first = removal.span.start + (cut.len() - cut.trim_start().len());
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..first]).count();
        counted = first;
        notes.push(format!("{name}:{line}: {}: {:?}", removal.rule, cut.trim()));
    }
}
