//! Cleaning files and standard input.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use textsieve::OnError;
use textsieve::corpus::{Compression, Ordered};

use crate::BadUsage;
use crate::args::CleanArgs;
use crate::inputs::{self, Input};
use crate::journal::Journal;
use crate::output::{Output, write_whole};
use crate::progress::Progress;
use crate::reading::{Reading, Signals};
use crate::report::{Report, Sampler};
use crate::sites::Sites;
use crate::source::Source;
use crate::summary::Summary;
use crate::work::{Cleaner, Done, Outcome, Worker};

/// Exit status after a signal.
const STOPPED: i32 = 130;
/// How often a signal is looked for while there is nothing to do.
const TICK: Duration = Duration::from_millis(100);

pub(crate) fn run(args: &CleanArgs) -> Result<ExitCode> {
    let started = Instant::now();
    let source = settle(args)?;
    let run = source.run().clone();
    let mut inputs = inputs::list(&run)?;
    let mut summary = Summary::new();
    let sites = Sites::new(&source.config, &inputs)?;
    let untold = sites.untold();

    let out = run.out.clone().filter(|_| !args.dry_run);
    let shows_text = out.is_none() && !args.dry_run;
    let output = match out {
        Some(folder) => {
            let journal = Journal::open(&folder, &source.config, run.resume)?;
            let all = inputs.len();
            inputs.retain(|input| !journal.is_done(input, &folder));
            summary.files.skipped = (all - inputs.len()) as u64;
            Output::folder(folder, journal)
        }
        None if args.dry_run => Output::Nowhere,
        None => Output::standard(),
    };

    if let Some(threads) = run.threads {
        let threads = usize::from(threads.get());
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("cannot start threads")?;
    }
    let signals = Signals::default();
    for signal in [SIGINT, SIGTERM] {
        // The second one does not wait for anything.
        signal_hook::flag::register_conditional_shutdown(signal, STOPPED, Arc::clone(&signals.stop))?;
        signal_hook::flag::register(signal, Arc::clone(&signals.stop))?;
    }

    let shows_bar = !run.quiet && !args.explain && Progress::is_wanted(shows_text);
    let progress = Progress::new(shows_bar, inputs.iter().map(|input| input.length).sum(), Arc::clone(&signals.read))?;
    let sampler = run.report.as_ref().map(|_| Sampler::default());
    let report = sampler.clone().map(Report::new);
    let worker = Worker {
        cleaner: Cleaner::new(source.pipeline.clone(), &run, sites),
        on_error: run.on_error,
        explain: args.explain,
        compress: !shows_text,
        sampler,
    };
    let outcomes = Ordered::new(Reading::new(inputs, signals.clone()), move |step| worker.work(step));
    let mut writer = Writer { output, progress, summary, report, on_error: run.on_error, left_out: false };
    let ended = writer.take(outcomes, &signals);
    writer.output.discard();
    writer.progress.finish();
    let Writer { mut summary, report, .. } = writer;
    summary.stopped = !matches!(ended, Ok(End::Finished));
    summary.set_time(started.elapsed());

    if ended.as_ref().is_err_and(crate::is_closed_pipe) {
        return ended.map(|_| ExitCode::SUCCESS);
    }
    if let Some(path) = &run.stats {
        write_whole(path, &[serde_json::to_vec_pretty(&summary)?, b"\n".to_vec()].concat())?;
    }
    if let (Some(path), Some(report)) = (&run.report, report) {
        write_whole(path, report.page(&summary).as_bytes())?;
    }
    if args.summary || !run.quiet && (shows_bar || !shows_text) {
        crate::complain(format_args!("{}", summary.to_string().trim_end()));
    }
    let untold = untold.load(Ordering::Relaxed);
    if untold > 0 && !run.quiet {
        crate::complain(format_args!(
            "{} not say of which site it is: cleaned by the rules alone",
            if untold == 1 { "1 record does".to_owned() } else { format!("{untold} records do") }
        ));
    }
    match ended? {
        End::Stopped => Ok(ExitCode::from(STOPPED as u8)),
        _ if summary.has_failed() => Ok(ExitCode::FAILURE),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// The configuration with what the arguments say.
fn settle(args: &CleanArgs) -> Result<Source> {
    let mut source = Source::new(&args.source)?;
    let run = &mut source.config.run;
    run.removals |= args.removals;
    run.resume |= args.resume;
    run.quiet |= args.quiet;
    run.on_error = args.on_error.unwrap_or(run.on_error);
    run.threads = args.threads.and_then(std::num::NonZeroU16::new).or(run.threads);
    let or = |argument: &Option<PathBuf>, configured: &mut Option<PathBuf>| {
        if argument.is_some() {
            configured.clone_from(argument);
        }
    };
    or(&args.out, &mut run.out);
    or(&args.stats, &mut run.stats);
    or(&args.report, &mut run.report);
    for path in [&run.stats, &run.report].into_iter().flatten() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(BadUsage(format!("{} cannot be written: there is no such folder", path.display())).into());
        }
    }
    if run.resume && run.out.is_none() {
        return Err(BadUsage("--resume needs --out: on standard output nobody can tell what is done".into()).into());
    }
    Ok(source)
}

enum End {
    Finished,
    /// By an error, with `--on-error fail`.
    Failed,
    /// By a signal.
    Stopped,
}

/// Takes what is cleaned, in order.
struct Writer {
    output: Output,
    progress: Progress,
    summary: Summary,
    report: Option<Report>,
    on_error: OnError,
    /// The current file is left out.
    left_out: bool,
}

impl Writer {
    /// Writes until the end. Only what cannot be written is an error; what cannot be read or cleaned is said and counted.
    fn take(&mut self, mut outcomes: Ordered<Outcome>, signals: &Signals) -> Result<End> {
        loop {
            let outcome = outcomes.next_within(TICK);
            self.progress.update(self.summary.tally.documents);
            if signals.stop.load(Ordering::Relaxed) {
                return Ok(End::Stopped);
            }
            match outcome {
                Poll::Pending => {}
                Poll::Ready(None) => return Ok(End::Finished),
                Poll::Ready(Some(outcome)) => {
                    if !self.outcome(outcome)? {
                        return Ok(End::Failed);
                    }
                }
            }
        }
    }

    /// Says whether the run goes on.
    fn outcome(&mut self, outcome: Outcome) -> Result<bool> {
        match outcome {
            Outcome::Begin(input) => {
                self.left_out = false;
                self.output.begin(&input)?;
            }
            Outcome::Batch(done) => return self.batch(done?),
            Outcome::End(input, end) => return self.end(&input, end),
        }
        Ok(true)
    }

    fn batch(&mut self, done: Done) -> Result<bool> {
        self.output.write(&done.out)?;
        for note in &done.notes {
            self.progress.say(format_args!("{note}"));
        }
        self.summary.errors += done.errors;
        self.summary.tally.merge(done.tally);
        self.left_out = done.left_out;
        if let Some(report) = &mut self.report {
            report.add(done.samples);
        }
        Ok(!done.stop)
    }

    fn end(&mut self, input: &Input, end: Result<Compression, std::io::Error>) -> Result<bool> {
        match end {
            Ok(compression) if !self.left_out => {
                self.output.finish(input, compression)?;
                self.summary.files.done += 1;
                Ok(true)
            }
            Ok(_) => {
                self.output.discard();
                self.summary.files.failed += 1;
                Ok(true)
            }
            Err(error) => {
                self.output.discard();
                self.summary.files.failed += 1;
                self.progress.say(format_args!("{}: {error}", input.name));
                Ok(self.on_error != OnError::Fail)
            }
        }
    }
}
