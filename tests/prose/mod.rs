//! Prose with real furniture put into it, cleaned: which furniture survived, and which prose was lost.
//!
//! `LANGUAGE/GENRE.txt` beside this file is prose that somebody wrote for this purpose. The furniture is what the rules of that language, and the English ones, give as
//! examples of what they remove.

#![allow(dead_code, unreachable_pub, reason = "a test and an example each use a part of it")]

use std::fs;
use std::ops::{AddAssign, Range};
use std::path::Path;

use textsieve::{Category, Pipeline, Rule, When};

/// A text of the corpus.
pub struct Prose {
    pub language: String,
    pub genre: String,
    lines: Vec<String>,
}

/// All texts, by language and genre.
pub fn corpus() -> Vec<Prose> {
    let sorted = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
    let folders = sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose"));
    let files = folders.iter().filter(|path| path.is_dir()).flat_map(|folder| sorted(folder).into_iter().map(|path| (name(folder), path)));
    let read = |(language, path): (String, std::path::PathBuf)| {
        let lines = fs::read_to_string(&path).expect("prose").lines().map(str::to_owned).collect();
        Prose { language, genre: name(&path), lines }
    };
    files.map(read).collect()
}

/// How furniture is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// Three lines somewhere, as in the output of an extractor.
    Light,
    /// A row of eight before the text, two rows of three within, and one of eight after.
    Heavy,
}

/// Counts of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Of rules that are sure anywhere, and how many of them survived.
    pub sure: usize,
    pub sure_left: usize,
    /// Of rules that need company.
    pub suspects: usize,
    pub suspects_left: usize,
    pub prose: usize,
    pub prose_lost: usize,
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.sure += other.sure;
        self.sure_left += other.sure_left;
        self.suspects += other.suspects;
        self.suspects_left += other.suspects_left;
        self.prose += other.prose;
        self.prose_lost += other.prose_lost;
    }
}

/// Numbers by chance, the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

enum Kind {
    Prose,
    Furniture(When),
}

/// Puts furniture in, cleans, and counts; `lost` is told of each line of prose that went, and of the rule that took it.
pub fn try_once(prose: &Prose, pipeline: &Pipeline, density: Density, seed: u64, mut lost: impl FnMut(&str, &str)) -> Outcome {
    let mut chance = Chance(seed);
    let furniture: Vec<(&str, When)> = textsieve::rules()
        .filter(|rule| !matches!(rule.category(), Category::Byline | Category::Caption))
        .filter(|rule| matches!(rule.language(), "any" | "en") || rule.language() == prose.language)
        .flat_map(|rule: &Rule| rule.removes().iter().map(|line| (line.as_str(), rule.when())))
        .filter(|(line, _)| !line.contains('\n'))
        .collect();
    // Before which line of the text, and how many.
    let count = prose.lines.len();
    let places: Vec<(usize, usize)> = match density {
        Density::Light => (0..3).map(|_| (chance.below(count + 1), 1)).collect(),
        Density::Heavy => vec![(0, 8), (chance.below(count), 3), (chance.below(count), 3), (count, 8)],
    };
    let mut text = String::new();
    let mut lines: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut push = |line: &str, kind: Kind| {
        lines.push((text.len()..text.len() + line.len(), kind));
        text.push_str(line);
        text.push('\n');
    };
    for at in 0..=count {
        for _ in places.iter().filter(|(place, _)| *place == at).flat_map(|(_, times)| 0..*times) {
            let (line, when) = furniture[chance.below(furniture.len())];
            push(line, Kind::Furniture(when));
        }
        if let Some(line) = prose.lines.get(at) {
            push(line, Kind::Prose);
        }
    }
    let cleaned = pipeline.clean(&text);
    let offsets = cleaned.offsets();
    let mut outcome = Outcome::default();
    for (span, kind) in lines.into_iter().filter(|(span, _)| !span.is_empty()) {
        let left = offsets.span_to_cleaned(span.clone());
        match kind {
            Kind::Furniture(When::Anywhere) => {
                outcome.sure += 1;
                outcome.sure_left += usize::from(left.is_some());
            }
            Kind::Furniture(_) => {
                outcome.suspects += 1;
                outcome.suspects_left += usize::from(left.is_some());
            }
            Kind::Prose => {
                outcome.prose += 1;
                if left.is_none_or(|left| left.len() < span.len()) {
                    outcome.prose_lost += 1;
                    let rule = cleaned.removals.iter().find(|removal| removal.span.start < span.end && removal.span.end > span.start);
                    lost(&text[span], rule.map_or("", |removal| removal.rule.as_str()));
                }
            }
        }
    }
    outcome
}
