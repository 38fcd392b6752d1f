//! The program `textsieve`: arguments in, library calls, nothing else.

mod args;
mod clean;
mod config;
mod diff;
mod evaluate;
mod excerpt;
mod inputs;
mod journal;
mod judgements;
mod learn;
mod lines;
mod output;
mod progress;
mod reading;
mod report;
mod rules;
mod shell;
mod sites;
mod source;
mod summary;
mod templates;
mod work;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Some(Command::Rules { format }) => rules::list(format),
        Some(Command::Explain { rule }) => rules::explain(&rule),
        Some(Command::Evaluate(args)) => evaluate::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Learn(args)) => learn::run(&args),
        Some(Command::Templates(args)) => templates::run(&args),
        Some(Command::Config(args)) => config::run(&args),
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Man) => shell::manual(),
        None => clean::run(&cli.clean),
    };
    match result {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            if error.is::<BadUsage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// An error of whoever called the program: exit status 2.
#[derive(Debug)]
struct BadUsage(String);

impl fmt::Display for BadUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadUsage {}

/// Says something on standard error; if nobody listens, it is not said.
fn complain(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "textsieve: {message}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
