//! Puts real furniture into prose, cleans, and prints a table of which furniture survived and which prose was lost.
//!
//! `cargo run --release --example prose_kept -- [TRIES]`
#![allow(clippy::print_stdout, reason = "prints a table")]

use std::collections::BTreeMap;

use textsieve::Pipeline;

use prose::{Density, Outcome};

#[path = "../tests/prose/mod.rs"]
mod prose;

fn main() {
    let tries = std::env::args().nth(1).and_then(|tries| tries.parse().ok()).unwrap_or(200_u64);
    let pipeline = Pipeline::default();
    for density in [Density::Light, Density::Heavy] {
        println!("{density:?}: {tries} tries for each text; lines left of those put in, lines lost of the text");
        println!("{:<16}{:>16}{:>18}{:>18}", "", "sure, left", "suspects, left", "prose, lost");
        let (mut all, mut lost) = (Outcome::default(), BTreeMap::new());
        for text in prose::corpus() {
            let mut outcome = Outcome::default();
            for seed in 0..tries {
                outcome += prose::try_once(&text, &pipeline, density, seed, |line, rule| {
                    *lost.entry((rule.to_owned(), format!("{}: {line}", text.language))).or_insert(0) += 1;
                });
            }
            print(&format!("{} {}", text.language, text.genre), &outcome);
            all += outcome;
        }
        print("all", &all);
        let mut lost: Vec<_> = lost.into_iter().map(|(what, times)| (times, what)).collect();
        lost.sort_by(|one, other| other.cmp(one));
        for (times, (rule, line)) in lost.iter().take(40) {
            println!("  {times:>6} {rule:<28} {line}");
        }
    }
}

fn print(name: &str, outcome: &Outcome) {
    let cell = |count: usize, part: usize| format!("{count} {:.2}%", 100.0 * part as f64 / count.max(1) as f64);
    let Outcome { sure, sure_left, suspects, suspects_left, prose, prose_lost } = *outcome;
    println!("{name:<16}{:>16}{:>18}{:>18}", cell(sure, sure_left), cell(suspects, suspects_left), cell(prose, prose_lost));
}
