//! What learning the furniture of a site gives, by the number of its pages: `cargo run --release --features corpus --example template_gain -- [--without FILTER]
//! [FILE.jsonl]...`
//!
//! A file has a JSON object a line, `{"url", "text", "gold"}`: the text of a whole page and of its main part. Without a file it takes made-up sites. Of each site up to 100 pages are drawn,
//! parted into groups of so many, and each group is learnt from and cleaned on its own. Standard error names what was cut wrongly and what was left. Precision and recall are of runs of four words, as in `textsieve::evaluate`.

#![allow(clippy::print_stdout, reason = "its table is what it is for")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;

use textsieve::evaluate::Shingles;
use textsieve::{Category, Config, Pipeline, SiteKey, TemplateLearner};

#[path = "../tests/sites/mod.rs"]
mod sites;

const SIZES: [usize; 6] = [2, 3, 5, 10, 30, 100];
/// Of smaller groups fewer pages are enough.
const MOST_PAGES: usize = 100;
/// Lines that are named of those that were cut wrongly or left.
const SHOWN: usize = 40;

#[derive(serde::Deserialize)]
struct Page {
    url: String,
    text: String,
    gold: String,
}

/// Sums over pages.
#[derive(Clone, Copy, Default)]
struct Sum {
    pages: f64,
    precision: f64,
    recall: f64,
}

impl Sum {
    fn add(&mut self, gold: &Shingles, text: &str) {
        let text = Shingles::new(text);
        let shared = gold.shared(&text) as f64;
        self.pages += 1.0;
        self.precision += if text.is_empty() { 0.0 } else { shared / text.len() as f64 };
        self.recall += if gold.is_empty() { 1.0 } else { shared / gold.len() as f64 };
    }

    fn recall(&self) -> f64 {
        self.recall / self.pages
    }

    fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision / self.pages, self.recall());
        2.0 * precision * recall / (precision + recall)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut by_site: BTreeMap<String, Vec<Page>> = BTreeMap::new();
    let mut config = Config::default();
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    if files.first().is_some_and(|argument| argument == "--without") {
        config.without = files.drain(..files.len().min(2)).skip(1).collect();
    }
    for file in &files {
        for line in std::fs::read_to_string(file)?.lines() {
            let page: Page = serde_json::from_str(line)?;
            by_site.entry(SiteKey::Host.of(&page.url).ok_or("a page without a site")?).or_default().push(page);
        }
    }
    if files.is_empty() {
        for site in (0..20).map(sites::Site::new) {
            let pages = (0..MOST_PAGES as u64).map(|number| site.page(number));
            by_site
                .insert(site.name.clone(), pages.map(|page| Page { url: site.name.clone(), text: page.text, gold: page.gold }).collect());
        }
    }
    let rules = config.pipeline()?;
    let nothing = Pipeline::builder().build()?;
    let mut all: BTreeMap<usize, ([f64; 5], [f64; 4], f64)> = BTreeMap::new();
    let mut wrong: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut left: BTreeMap<(usize, String), usize> = BTreeMap::new();
    println!("| | | F1: | | | | | recall lost, in points: | | | |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    println!("| site | pages | as it is | all shared lines | templates | rules | both | all shared lines | templates | rules | both |");
    for (name, mut pages) in by_site {
        // In an order that has nothing to do with the files': by a hash of the text.
        pages
            .sort_by_cached_key(|page| page.text.bytes().fold(0_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)));
        pages.truncate(MOST_PAGES);
        for size in SIZES.into_iter().filter(|size| *size <= pages.len()) {
            let mut sums = [Sum::default(); 5];
            for group in pages.chunks_exact(size) {
                let mut learner = TemplateLearner::new();
                group.iter().for_each(|page| learner.observe(&name, &page.text));
                let templates = learner.finish();
                let site = templates.site(&name);
                let shared = shared_lines(group);
                for page in group {
                    let gold = Shingles::new(&page.gold);
                    let in_site = |pipeline: &Pipeline| match &site {
                        Some(site) => pipeline.clean_in(site, &page.text),
                        None => pipeline.clean(&page.text),
                    };
                    let alone = in_site(&nothing);
                    for removal in alone.removals.iter().filter(|removal| removal.category == Category::Template) {
                        let line = page.text[removal.span.clone()].trim();
                        if Shingles::new(line).shared(&gold) > 0 {
                            *wrong.entry((size, format!("{name} {}: {}", removal.rule, short(line)))).or_default() += 1;
                        }
                    }
                    let others: String = page.text.split_inclusive('\n').filter(|line| !shared.contains(&textsieve::fold(line))).collect();
                    let both = in_site(&rules);
                    for line in both.text.lines().filter(|line| !line.is_empty() && !page.gold.contains(line)) {
                        *left.entry((size, format!("{name}: {}", short(line)))).or_default() += 1;
                    }
                    let texts = [page.text.clone(), others, alone.text.into(), rules.clean(&page.text).text.into(), both.text.into()];
                    sums.iter_mut().zip(&texts).for_each(|(sum, text)| sum.add(&gold, text));
                }
            }
            let f1 = sums.map(|sum| sum.f1());
            let lost = [1, 2, 3, 4].map(|at| 100.0 * (sums[0].recall() - sums[at].recall()));
            print_row(&name, size, f1, lost);
            let total = all.entry(size).or_default();
            (0..5).for_each(|at| total.0[at] += f1[at]);
            (0..4).for_each(|at| total.1[at] += lost[at]);
            total.2 += 1.0;
        }
    }
    for (size, (f1, lost, sites)) in all {
        print_row(&format!("mean of {sites} sites"), size, f1.map(|sum| sum / sites), lost.map(|sum| sum / sites));
    }
    for (title, counts) in [("cut wrongly by templates", wrong), ("left by both", left)] {
        eprintln!("{title}:");
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((size, what), count) in counts.into_iter().take(SHOWN) {
            eprintln!("{count:5} times, {size} pages: {what}");
        }
    }
    Ok(())
}

fn short(line: &str) -> String {
    line.chars().take(60).collect()
}

/// Lines that three pages share, or two if there are no more: what one would cut without second thoughts.
fn shared_lines(pages: &[Page]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let lines: HashSet<String> = page.text.lines().map(textsieve::fold).filter(|line| !line.is_empty()).collect();
        lines.into_iter().for_each(|line| *counts.entry(line).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count >= pages.len().min(3)).map(|(line, _)| line).collect()
}

fn print_row(name: &str, size: usize, f1: [f64; 5], lost: [f64; 4]) {
    let cells = f1.iter().map(|f1| format!("{f1:.3}")).chain(lost.iter().map(|lost| format!("{lost:.2}")));
    println!("| {name} | {size} | {} |", cells.collect::<Vec<_>>().join(" | "));
}
