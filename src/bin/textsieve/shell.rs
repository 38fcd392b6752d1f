//! What a system wants of a program: completions and a manual page, both from the definitions of the arguments.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;

pub(crate) fn completions(shell: Shell) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "textsieve", &mut script);
    print(&script)
}

pub(crate) fn manual() -> Result<ExitCode> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let man = clap_mangen::Man::new(subcommand.clone());
        writeln!(page, ".SH \"{}\"", subcommand.get_display_name().unwrap_or(subcommand.get_name()).replace('-', " ").to_uppercase())?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    print(&page)
}

fn print(content: &[u8]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    out.write_all(content)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
