//! What is said and written at the end of a run.

use std::fmt::{self, Write};
use std::time::Duration;

use indicatif::HumanBytes;
use serde::Serialize;
use textsieve::corpus::{Count, Tally};

/// A run in numbers. Serialised it is the file of `--stats`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Summary {
    /// Of the program.
    pub(crate) version: &'static str,
    pub(crate) files: Files,
    /// Records that could not be cleaned.
    pub(crate) errors: u64,
    /// Stopped by a signal or by an error.
    pub(crate) stopped: bool,
    pub(crate) seconds: f64,
    #[serde(flatten)]
    pub(crate) tally: Tally,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Files {
    /// Cleaned to their end.
    pub(crate) done: u64,
    /// Done by an earlier run.
    pub(crate) skipped: u64,
    /// Not read, or not to their end, or left out.
    pub(crate) failed: u64,
}

const TOP_RULES: usize = 10;

/// What is said of a text that the guard has kept most of.
pub(crate) const GUARDED: &str = "guarded: so much of the paragraphs would have gone that only what is sure went";

impl Summary {
    pub(crate) fn new() -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), ..Self::default() }
    }

    pub(crate) fn set_time(&mut self, time: Duration) {
        self.seconds = (time.as_secs_f64() * 1000.0).round() / 1000.0;
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.errors > 0 || self.files.failed > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = &self.tally;
        let stopped = if self.stopped { "stopped after " } else { "" };
        let percent = percent_of(tally.bytes_in - tally.bytes_out.min(tally.bytes_in), tally.bytes_in);
        write!(f, "{stopped}{}, {} of them changed", counted(tally.documents, "document"), tally.changed)?;
        if tally.guarded > 0 {
            write!(f, ", {} guarded", tally.guarded)?;
        }
        f.write_char('\n')?;
        let rate = HumanBytes((tally.bytes_in as f64 / self.seconds.max(0.001)) as u64);
        let [before, after] = [tally.bytes_in, tally.bytes_out].map(HumanBytes);
        writeln!(f, "  text      {before} in, {after} out ({percent:.2} % cut), {:.1} s, {rate}/s", self.seconds)?;
        let Files { done, skipped, failed } = self.files;
        write!(f, "  files     {done} done")?;
        for (count, what) in [(skipped, "done before"), (failed, "failed")] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        if self.errors > 0 {
            write!(f, "; {} could not be cleaned", counted(self.errors, "record"))?;
        }
        f.write_char('\n')?;
        for (title, counts) in [("cuts", by_cuts(&tally.categories)), ("top rules", by_cuts(&tally.rules))] {
            let width = counts.iter().take(TOP_RULES).map(|(name, _)| name.len()).max().unwrap_or(0);
            for (line, (name, count)) in counts.iter().take(if title == "cuts" { usize::MAX } else { TOP_RULES }).enumerate() {
                let title = if line == 0 { title } else { "" };
                writeln!(f, "  {title:9} {name:width$}  {:>9}  {}", count.cuts, HumanBytes(count.bytes))?;
            }
        }
        Ok(())
    }
}

/// The counts, most cuts first.
pub(crate) fn by_cuts<K: fmt::Display + Ord>(counts: &std::collections::BTreeMap<K, Count>) -> Vec<(String, Count)> {
    let mut list: Vec<_> = counts.iter().map(|(name, count)| (name.to_string(), *count)).collect();
    list.sort_by(|(one, a), (other, b)| b.cuts.cmp(&a.cuts).then_with(|| one.cmp(other)));
    list
}

pub(crate) fn percent_of(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
