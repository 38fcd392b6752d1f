//! Counts the instructions that cleaning takes for a byte of each kind of text, which no other process disturbs, and compares them with the
//! most that `benches/instructions.txt` allows. Needs valgrind.
//!
//! `cargo run --release --example instructions`; with `UPDATE=1` the file is written anew, with a tenth to spare.
#![allow(clippy::print_stdout, reason = "prints a table")]

#[path = "../benches/clean/texts.rs"]
#[allow(dead_code, reason = "shared with a benchmark")]
mod texts;

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::process::Command;

use textsieve::Pipeline;

const ALLOWED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.txt");
/// Valgrind is slow, so an eighth of the texts.
const PART: usize = 8;
/// How often they are cleaned by the process that is counted and by the one whose count is taken off, which has all that is done once.
const PASSES: [usize; 2] = [3, 1];

fn main() -> Result<(), Box<dyn Error>> {
    if let [_, kind, passes] = &*std::env::args().collect::<Vec<_>>() {
        clean(kind, passes.parse()?);
        return Ok(());
    }
    let file = std::fs::read_to_string(ALLOWED).unwrap_or_default();
    let allowed: HashMap<&str, f64> =
        file.lines().filter_map(|line| line.split_once(": ")).filter_map(|(kind, most)| Some((kind, most.parse().ok()?))).collect();
    let mut new = String::from("# Instructions for a byte, at the most; `UPDATE=1 .ci/instructions` writes this file.\n");
    let mut too_many = Vec::new();
    println!("{:<22}{:>8}{:>10}", "instructions a byte", "counted", "allowed");
    for text in texts::Text::all() {
        let (kind, documents) = (text.name, &text.documents[..text.documents.len() / PART]);
        let bytes: usize = documents.iter().map(String::len).sum();
        let [more, once] = PASSES;
        let counted = (count(kind, more)? - count(kind, once)?) / ((more - once) * bytes) as f64;
        let most = allowed.get(kind).copied();
        println!("{kind:<22}{counted:>8.1}{:>10}", most.map_or("-".to_owned(), |most| most.to_string()));
        writeln!(new, "{kind}: {}", (counted * 1.1).ceil())?;
        if most.is_none_or(|most| counted > most) {
            too_many.push(kind);
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(ALLOWED, new)?;
    } else if !too_many.is_empty() {
        return Err(format!("more than allowed: {}", too_many.join(", ")).into());
    }
    Ok(())
}

fn clean(kind: &str, passes: usize) {
    let pipeline = Pipeline::default();
    let documents = texts::Text::all().into_iter().find(|text| text.name == kind).map(|text| text.documents).unwrap_or_default();
    let part = &documents[..documents.len() / PART];
    let left: usize = (0..passes).flat_map(|_| part).map(|text| pipeline.clean(text).text.len()).sum();
    println!("{left}");
}

/// All instructions of a process that cleans the texts so often.
fn count(kind: &str, passes: usize) -> Result<f64, Box<dyn Error>> {
    let valgrind = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
    let output = Command::new("valgrind").args(valgrind).arg(std::env::current_exe()?).args([kind, &passes.to_string()]).output()?;
    let said = String::from_utf8(output.stderr)?;
    let count = said.lines().find_map(|line| line.split_once("I   refs:")).map(|(_, count)| count.trim().replace(',', ""));
    Ok(count.ok_or_else(|| format!("valgrind says: {said}"))?.parse()?)
}
