//! The program `textsieve`: arguments in, library calls, nothing else.

mod args;
mod clean;
mod evaluate;
mod learn;
mod rules;
mod site;
mod templates;

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
        Some(Command::Learn(args)) => learn::run(&args),
        Some(Command::Templates(args)) => templates::run(&args),
        None => clean::run(&cli.clean),
    };
    match result {
        Ok(code) => code,
        // Whoever read the output has seen enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Says something on standard error; if nobody listens, it is not said.
fn complain(message: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "textsieve: {message}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
