//! Prints how much longer cleaning takes with ten times the rules.
//!
//! `cargo run --release --example many_rules -- [TIMES]`
//!
//! Nine packs stand beside the built-in rules. Each has their patterns again, of the same kinds and lengths, with every word replaced by another one of
//! the rules of that language, but for words that stand in prose: those stay, so that the new patterns begin as often with what stands in texts.
#![allow(clippy::print_stdout, reason = "prints a table")]

#[path = "../tests/hostile/kinds.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with a test")]
mod kinds;
#[path = "../benches/clean/texts.rs"]
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use textsieve::{Pipeline, PipelineBuilder, Preset, Rule, RulePack, When};

/// The words of the patterns of each language, but for those that stand in prose.
type Words = BTreeMap<String, Vec<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let times: usize = std::env::args().nth(1).map_or(Ok(10), |times| times.parse())?;
    let words = words();
    let of_kinds = |is_taken: fn(&str) -> bool| -> Result<Pipeline, Box<dyn Error>> {
        let packs = (1..times).map(|copy| pack(&words, copy, is_taken)).collect::<Result<Vec<_>, _>>()?;
        let patterns = packs.iter().flat_map(RulePack::rules).flat_map(Rule::patterns).map(|(_, patterns)| patterns.len()).sum::<usize>();
        let started = kinds::time_of_this_thread();
        let builder = Pipeline::builder().preset(Preset::Article);
        let pipeline = packs.into_iter().fold(builder, PipelineBuilder::filter).build()?;
        println!("a pipeline with {patterns} more patterns is built in {:.1?}", kinds::time_of_this_thread() - started);
        Ok(pipeline)
    };
    let built_in = textsieve::rules().flat_map(Rule::patterns).map(|(_, patterns)| patterns.len()).sum::<usize>();
    println!("{} rules with {built_in} patterns are built in", textsieve::rules().count());
    let pipelines = [of_kinds(|_| false)?, of_kinds(|kind| kind != "regex")?, of_kinds(|_| true)?];
    println!(
        "{:<22}{:>10}{:>20}{:>8}{:>20}{:>8}",
        "nanoseconds a byte", "built in", "with more phrases", "ratio", "and expressions", "ratio"
    );
    let mut sums = [0.0; 3];
    for texts::Text { name, documents } in texts::Text::all() {
        let bytes: usize = documents.iter().map(String::len).sum();
        let measure = |pipeline: &Pipeline| {
            let started = kinds::time_of_this_thread();
            documents.iter().for_each(|text| drop(black_box(pipeline.clean(black_box(text)))));
            kinds::time_of_this_thread() - started
        };
        // In turns, so that what disturbs one disturbs the others; the first turn compiles.
        let turns: Vec<_> = (0..8).map(|_| pipelines.each_ref().map(measure)).skip(1).collect();
        let [few, phrases, all] = [0, 1, 2].map(|which: usize| {
            let mut times: Vec<Duration> = turns.iter().map(|turn| turn[which]).collect();
            times.sort_unstable();
            times[times.len() / 2].as_secs_f64() * 1e9 / bytes as f64
        });
        println!("{name:<22}{few:>10.2}{phrases:>20.2}{:>8.2}{all:>20.2}{:>8.2}", phrases / few, all / few);
        sums = [sums[0] + 1.0, sums[1] + phrases / few, sums[2] + all / few];
    }
    println!("{:<52}{:>8.2}{:>28.2}", "mean", sums[1] / sums[0], sums[2] / sums[0]);
    Ok(())
}

fn words() -> Words {
    let texts = texts::Text::all().into_iter().filter(|text| ["nothing to cut", "non-Latin text"].contains(&text.name));
    let prose: String = texts.flat_map(|text| text.documents).collect();
    let prose: BTreeSet<String> = prose.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rule in textsieve::rules() {
        let of_language = words.entry(rule.language().to_owned()).or_default();
        for pattern in rule.patterns().flat_map(|(_, patterns)| patterns) {
            replaced(pattern, &mut |word| {
                if !prose.contains(&word.to_lowercase()) {
                    of_language.insert(word.to_owned());
                }
                String::new()
            });
        }
    }
    words.into_iter().map(|(language, words)| (language, words.into_iter().collect())).collect()
}

/// The built-in rules with other words.
fn pack(words: &Words, copy: usize, is_taken: fn(&str) -> bool) -> Result<RulePack, Box<dyn Error>> {
    let mut toml = String::new();
    for rule in textsieve::rules() {
        let of_language = &words[rule.language()];
        let mut one = format!("[[rule]]\nid = \"{}-{copy}\"\n", rule.id());
        if rule.when() == When::Company {
            one.push_str("when = \"company\"\n");
        }
        if let Some(max) = rule.max_words() {
            writeln!(one, "max_words = {max}")?;
        }
        for (key, patterns) in rule.patterns().filter(|(key, _)| is_taken(key)) {
            let patterns: Vec<_> = patterns
                .iter()
                .map(|pattern| (pattern, replaced(pattern, &mut |word| other(of_language, word, copy).to_owned())))
                .filter(|(pattern, replaced)| replaced != *pattern)
                .map(|(_, pattern)| format!("{pattern:?}").replace("\\'", "'"))
                .collect();
            if !patterns.is_empty() {
                writeln!(one, "{key} = [{}]", patterns.join(", "))?;
            }
        }
        // A few have words in a place where not every word can be.
        if RulePack::from_toml(&one).is_ok() {
            toml += &one;
        }
    }
    Ok(RulePack::from_toml(&toml)?)
}

/// Another word of about that length; the same one if it is none of these.
fn other<'w>(words: &'w [String], word: &'w str, copy: usize) -> &'w str {
    if words.binary_search_by(|other| other.as_str().cmp(word)).is_err() {
        return word;
    }
    let seed = word.bytes().fold(copy as u64 + 1, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)) as usize;
    let fits = |other: &&String| other.chars().count().abs_diff(word.chars().count()) <= 1;
    let from = seed % words.len();
    words[from..].iter().chain(&words[..from]).find(fits).map_or(word, String::as_str)
}

/// A pattern with each word replaced; what is not a word of a regular expression stays.
fn replaced(pattern: &str, with: &mut impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let len = match c {
            '\\' if rest[1..].starts_with(['p', 'P']) && rest[2..].starts_with('{') => rest.find('}').map_or(rest.len(), |at| at + 1),
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => rest.find(']').map_or(rest.len(), |at| at + 1),
            '{' => rest.find('}').map_or(rest.len(), |at| at + 1),
            '(' if rest.starts_with("(?") => rest.find([':', ')']).map_or(rest.len(), |at| at + 1),
            _ if c.is_alphabetic() => {
                let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
                // `s?`, `e?` and the like are endings of words.
                out.push_str(&if word.chars().count() > 1 { with(word) } else { word.to_owned() });
                rest = &rest[word.len()..];
                continue;
            }
            _ => c.len_utf8(),
        };
        out.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    out
}
