//! Compiles the rule packs, so that a new language is a new file in `src/packs` and nothing else, and a program that cleans does not
//! read any of them.

#[path = "src/bytes.rs"]
#[allow(dead_code, unreachable_pub)]
mod bytes;
#[path = "src/compile.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod compile;
#[path = "src/fold.rs"]
#[allow(dead_code, unreachable_pub)]
mod fold;

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use compile::{Patterns, Program};
use serde::Deserialize;

/// What has to be known of a pack at this point; the crate itself reads all of it, strictly.
#[derive(Deserialize)]
struct Pack {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Rule {
    id: String,
    language: String,
    when: String,
    lines: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
    contains: Vec<String>,
    row: Vec<String>,
    regex: Vec<String>,
    inline: Vec<String>,
    max_words: Option<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/packs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/packs");
    let mut packs = String::new();
    let mut rules = String::new();
    let mut program = Program::default();
    let mut index = 0;
    for category in sorted(&root)? {
        for path in sorted(&category)? {
            let name = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            let category = name.split('/').next().unwrap_or_default();
            writeln!(packs, "({category:?}, {name:?}, include_str!({:?})),", path.to_string_lossy())?;
            let pack: Pack = toml::from_str(&fs::read_to_string(&path)?).map_err(|error| format!("{name}: {error}"))?;
            for rule in pack.rule {
                let patterns = Patterns {
                    lines: &rule.lines,
                    starts: &rule.starts,
                    ends: &rule.ends,
                    contains: &rule.contains,
                    row: &rule.row,
                    regex: &rule.regex,
                    inline: &rule.inline,
                    max_words: rule.max_words,
                };
                program
                    .add(index, &patterns, compile::is_seldom_taken(category))
                    .map_err(|message| format!("{name}: rule `{}`: {message}", rule.id))?;
                writeln!(rules, "({category:?}, {:?}, {:?}, {}),", rule.id, rule.language, rule.when == "company")?;
                index += 1;
            }
        }
    }
    let mut out = String::new();
    writeln!(out, "/// Category, file and content of each pack.\npub(super) static PACKS: &[(&str, &str, &str)] = &[{packs}];")?;
    writeln!(
        out,
        "/// Category, id, language, and whether it needs company, of each rule.\npub(super) static RULES: &[(&str, &str, &str, bool)] = &[{rules}];"
    )?;
    writeln!(out, "/// How each phrase inside lines begins.\npub(super) static BEGINNINGS: &[&[u8]] = &[")?;
    for beginning in program.inner.beginnings() {
        writeln!(out, "b\"{}\",", beginning.escape_ascii())?;
    }
    for (name, pieces) in [("FIRST", &program.first), ("PIECES", &program.pieces)] {
        writeln!(out, "];\n/// Piece and pattern.\npub(super) static {name}: &[(&[u8], u32)] = &[")?;
        for (piece, pattern) in pieces {
            writeln!(out, "(b\"{}\", {pattern}),", piece.escape_ascii())?;
        }
    }
    writeln!(
        out,
        "];\n/// Rule, limit of words, letters of all matches and of their ends, shortest and longest match in bytes, limit of spaces, first instruction, whether it has no anchor.\npub(super) type Pattern = (u32, u16, u64, u64, u16, u16, u8, u32, bool);\npub(super) static PATTERNS: &[Pattern] = &["
    )?;
    for pattern in &program.patterns {
        let compile::Pattern { rule, max_words, letters, last, shortest, longest, most_spaces, start, always } = pattern;
        writeln!(out, "({rule}, {max_words}, {letters}, {last}, {shortest}, {longest}, {most_spaces}, {start}, {always}),")?;
    }
    writeln!(out, "];\n/// Exact text within a line, rule.\npub(super) static INLINE: &[(&str, u32)] = &{:?};", program.inline)?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    for (name, table) in [("starts", &program.starts), ("inner", &program.inner)] {
        let compile::PhraseParts { slots, bits, heads, rest, entries } = table.build();
        let parts = [slots.concat(), bits, heads.concat(), rest.concat(), entries.concat()];
        for (part, bytes) in ["slots", "bits", "heads", "rest", "entries"].iter().zip(parts) {
            fs::write(folder.join(name).with_extension(part), bytes)?;
        }
    }
    let beginnings = program.beginnings.build();
    writeln!(
        out,
        "/// First and second words of lines, pieces of first words, and the most spaces of a line.\npub(super) static PAIRS: &[(u64, u64, u8)] = &{:?};\npub(super) static FIRST_PIECES: &[(u64, u8)] = &{:?};",
        beginnings.pairs, beginnings.pieces
    )?;
    let parts = program.expressions.build();
    let parts = [
        parts.nodes.concat(),
        parts.ways.concat(),
        parts.targets.concat(),
        parts.sets.concat(),
        parts.literals,
        parts.classes.concat(),
        parts.ranges.concat(),
    ];
    for (name, part) in ["nodes", "ways", "targets", "sets", "literals", "classes", "ranges"].iter().zip(parts) {
        fs::write(folder.join(name).with_extension("machine"), part)?;
    }
    writeln!(
        out,
        "#[derive(Clone, Copy)]\npub(super) struct Gate {{ pub(super) lists: &'static [u16], pub(super) firsts: &'static [u32], pub(super) words: &'static [u64], pub(super) rare: &'static [(u64, u8)], pub(super) anything: u8 }}\npub(super) static GATES: [Gate; 2] = ["
    )?;
    for (name, gate) in ["gate", "gate-seldom"].iter().zip(&program.gates) {
        let gate = gate.build();
        fs::write(folder.join(format!("{name}.slots")), gate.slots.concat())?;
        fs::write(folder.join(format!("{name}.bits")), gate.bits)?;
        let (words, rare): (Vec<_>, Vec<_>) = (gate.words.iter().collect(), gate.rare.iter().collect());
        let (lists, firsts, anything) = (gate.lists, gate.firsts, gate.anything);
        writeln!(out, "Gate {{ lists: &{lists:?}, firsts: &{firsts:?}, words: &{words:?}, rare: &{rare:?}, anything: {anything} }},")?;
    }
    writeln!(out, "];")?;
    fs::write(folder.join("packs.rs"), out)?;
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
