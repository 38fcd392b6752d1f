//! Prints the memory that cleaning takes with all rules of all languages, beside the text itself. Linux only, for it reads `/proc`.
//!
//! `cargo run --release --example memory`
//!
//! The rules' tables are part of the program, of which the system loads what is touched, 4 kB at a time: so `program` counts code as well. `heap` is
//! all else. The texts are those of `cargo bench`, made by another process, with furniture that needs nearly every regular expression.
#![allow(clippy::print_stdout, reason = "prints a table")]

#[path = "../benches/clean/texts.rs"]
#[allow(dead_code, reason = "shared with a benchmark")]
mod texts;

use std::error::Error;
use std::process::Command;

use textsieve::{Pipeline, Preset};

/// Kilobytes of memory in use: of the program's file, and of the process alone.
fn in_use() -> Result<[i64; 2], Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let of = |key: &str| status.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0);
    Ok([of("RssFile:"), of("RssAnon:")])
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("texts") {
        texts::Text::all().iter().flat_map(|text| &text.documents).for_each(|text| print!("{text}\u{c}"));
        return Ok(());
    }
    let texts = String::from_utf8(Command::new(std::env::current_exe()?).arg("texts").output()?.stdout)?;
    let long = "The council met on Monday evening and put the vote off, to nobody's surprise. ".repeat(1_300_000);
    let _touched = long.len();
    let before = in_use()?;
    println!("{:<44}{:>10}{:>10}", "kB in use, all in all", "program", "heap");
    let show = |what: &str| -> Result<(), Box<dyn Error>> {
        let [program, heap] = in_use()?;
        println!("{what:<44}{:>10}{:>10}", program - before[0], heap - before[1]);
        Ok(())
    };
    let pipeline = Pipeline::builder().preset(Preset::Article).build()?;
    show("a pipeline is built")?;
    let first: usize = pipeline.clean("Title\n- Advertisement -\nIt rained.\n").text.len();
    show("a short text is cleaned")?;
    let rest: usize = texts.split('\u{c}').map(|text| pipeline.clean(text).text.len()).sum();
    show(&format!("{:.1} MB in {} texts are cleaned", texts.len() as f64 / 1e6, texts.split('\u{c}').count()))?;
    let line = pipeline.clean(&long).text.len();
    show(&format!("a line of {:.0} MB is cleaned", long.len() as f64 / 1e6))?;
    let more = (0..100).map(|_| Pipeline::builder().preset(Preset::Article).build()).collect::<Result<Vec<_>, _>>()?;
    show("a hundred more pipelines are built")?;
    std::hint::black_box((first, rest, line, more));
    Ok(())
}
