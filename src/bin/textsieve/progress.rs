//! The progress bar, and what is said beside it.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::complain;

/// A bar on standard error; none where nobody would see it, or where it would stand in the text.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    read: Arc<AtomicU64>,
}

impl Progress {
    /// Whether a bar makes sense: somebody looks at standard error and not at standard output.
    pub(crate) fn is_wanted(writes_to_standard_output: bool) -> bool {
        io::stderr().is_terminal() && !(writes_to_standard_output && io::stdout().is_terminal())
    }

    /// A bar up to this many bytes; 0 where nobody knows.
    pub(crate) fn new(shown: bool, bytes: u64, read: Arc<AtomicU64>) -> Result<Self> {
        if !shown {
            return Ok(Self { bar: None, read });
        }
        let known = "{bar:30} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left  {msg}";
        let unknown = "{spinner} {bytes}  {bytes_per_sec}  {msg}";
        let bar = ProgressBar::with_draw_target((bytes > 0).then_some(bytes), ProgressDrawTarget::stderr());
        bar.set_style(ProgressStyle::with_template(if bytes > 0 { known } else { unknown })?);
        bar.enable_steady_tick(Duration::from_millis(200));
        Ok(Self { bar: Some(bar), read })
    }

    /// Shows how far reading is.
    pub(crate) fn update(&self, documents: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.read.load(Ordering::Relaxed));
            bar.set_message(format!("{documents} documents"));
        }
    }

    /// Says something without breaking the bar.
    pub(crate) fn say(&self, message: std::fmt::Arguments<'_>) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(message)),
            None => complain(message),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
