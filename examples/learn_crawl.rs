//! What it takes to learn from a large crawl of made-up sites: `cargo run --release --example learn_crawl -- PAGES SITES [BUDGET IN MIB]`
//!
//! A site has as many pages as another. They are made and looked at in threads, and one of them learns. The time to make them is left out of the speed.

#![allow(clippy::print_stdout, reason = "its figures are what it is for")]

use std::error::Error;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use textsieve::{TemplateLearner, TemplatePage};

#[path = "../tests/sites/mod.rs"]
mod sites;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let mut next = |default| arguments.next().unwrap_or(Ok(default));
    let (pages, sites, budget) = (next(100_000)?, next(10_000)?.max(1), next(2_048)?);
    let threads = std::thread::available_parallelism()?.get() as u64;
    let mut learner = TemplateLearner::new().with_budget(usize::try_from(budget << 20)?);
    let start = Instant::now();
    let (sender, receiver) = sync_channel::<(Vec<TemplatePage>, usize, Duration)>(threads as usize);
    let (mut bytes, mut looking, mut adding) = (0, Duration::ZERO, Duration::ZERO);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let sender = sender.clone();
            scope.spawn(move || {
                for site in (thread..sites).step_by(threads as usize) {
                    let made = sites::Site::new(site);
                    let texts: Vec<String> = (0..pages / sites).map(|page| made.page(page).text).collect();
                    let start = Instant::now();
                    let looked_at = texts.iter().map(|text| TemplatePage::new(&made.name, text)).collect();
                    if sender.send((looked_at, texts.iter().map(String::len).sum(), start.elapsed())).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (pages, length, time) in receiver {
            bytes += length;
            looking += time;
            let start = Instant::now();
            learner.extend(pages);
            adding += start.elapsed();
        }
    });
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{} pages of {} sites, {megabytes:.0} MB, in {:.1} s with the time to make them",
        pages / sites * sites,
        sites,
        start.elapsed().as_secs_f64()
    );
    println!(
        "looked at with {:.0} MB/s a thread, added with {:.0} MB/s",
        megabytes / looking.as_secs_f64(),
        megabytes / adding.as_secs_f64()
    );
    println!(
        "kept: {} pages of {} sites, {} a site at most; reckoned {:.0} MiB",
        learner.pages(),
        learner.sites(),
        learner.pages_per_site(),
        learner.size() as f64 / f64::from(1 << 20)
    );
    print_memory("after learning");
    let start = Instant::now();
    let templates = learner.finish();
    let size = templates.as_bytes().len();
    println!(
        "finished in {:.1} s: {} sites, {size} bytes, {:.0} a site",
        start.elapsed().as_secs_f64(),
        templates.sites().len(),
        size as f64 / sites as f64
    );
    print_memory("at the most");
    Ok(())
}

/// As Linux tells it.
fn print_memory(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("memory {when}: {}", line.trim());
    }
}
