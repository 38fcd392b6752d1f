//! The files that are cleaned, folders taken apart, and where each of them goes.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;
use textsieve::{Format, RunConfig};

use crate::BadUsage;
use crate::source::is_standard_input;

/// One file to clean.
#[derive(Debug)]
pub(crate) struct Input {
    /// `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// As it is called in messages.
    pub(crate) name: String,
    pub(crate) format: Format,
    /// Its place in the output folder.
    pub(crate) place: PathBuf,
    /// Bytes, as far as they are known.
    pub(crate) length: u64,
    /// Why it cannot be read.
    pub(crate) error: Option<io::Error>,
}

impl Input {
    /// The same file, to be read once more.
    pub(crate) fn again(&self) -> Self {
        let Self { path, name, format, place, length, .. } = self;
        Self { path: path.clone(), name: name.clone(), format: *format, place: place.clone(), length: *length, error: None }
    }
}

/// Lists the files of a run, those of a folder by name.
pub(crate) fn list(run: &RunConfig) -> Result<Vec<Input>> {
    let out = run.out.as_ref().and_then(|out| fs::canonicalize(out).ok());
    if let Some(out) = run.out.as_ref().filter(|out| out.exists() && !out.is_dir()) {
        return Err(BadUsage(format!("--out names a folder, and {} is none", out.display())).into());
    }
    let mut inputs = Vec::new();
    for path in &run.files {
        if is_standard_input(path) {
            if run.out.is_some() {
                return Err(BadUsage("standard input has no name to be written under; leave out --out".into()).into());
            }
            let format = run.format.unwrap_or(Format::Text);
            inputs.push(Input { path: None, name: "standard input".into(), format, place: PathBuf::new(), length: 0, error: None });
        } else if path.is_dir() {
            if out.is_some() && fs::canonicalize(path).ok() == out {
                return Err(BadUsage(format!("{} would be written over itself; name another --out", path.display())).into());
            }
            folder(path, Path::new(""), run, out.as_deref(), &mut inputs);
        } else {
            let place = path.file_name().map(PathBuf::from).unwrap_or_default();
            inputs.push(file(path.clone(), place, run, None));
        }
    }
    if let Some(out) = &run.out {
        check_places(&inputs, out)?;
    }
    Ok(inputs)
}

fn file(path: PathBuf, place: PathBuf, run: &RunConfig, error: Option<io::Error>) -> Input {
    let name = path.display().to_string();
    let format = run.format.unwrap_or_else(|| format_by_name(&path));
    let length = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    Input { path: Some(path), name, format, place, length, error }
}

/// Adds what is in a folder, hidden files and the output folder aside.
fn folder(path: &Path, place: &Path, run: &RunConfig, out: Option<&Path>, inputs: &mut Vec<Input>) {
    if out.is_some() && fs::canonicalize(path).ok().as_deref() == out {
        return;
    }
    let entries = fs::read_dir(path).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>());
    let mut names = match entries {
        Ok(names) => names,
        Err(error) => {
            inputs.push(file(path.to_owned(), place.to_owned(), run, Some(error)));
            return;
        }
    };
    names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
    names.sort();
    for name in names {
        let (path, place) = (path.join(&name), place.join(&name));
        // A link to a folder may lead round in circles.
        if path.is_dir() && !path.is_symlink() {
            folder(&path, &place, run, out, inputs);
        } else if !path.is_dir() {
            inputs.push(file(path, place, run, None));
        }
    }
}

/// Whether every file has a place of its own, and none is its own place.
fn check_places(inputs: &[Input], out: &Path) -> Result<()> {
    let mut taken: HashMap<&Path, &str> = HashMap::new();
    for input in inputs {
        if let Some(other) = taken.insert(&input.place, &input.name) {
            let message = format!("{other} and {} would both be written to {}", input.name, out.join(&input.place).display());
            return Err(BadUsage(message).into());
        }
        let place = fs::canonicalize(out.join(&input.place)).ok();
        if place.is_some() && place == input.path.as_ref().and_then(|path| fs::canonicalize(path).ok()) {
            return Err(BadUsage(format!("{} would be written over itself; name another --out", input.name)).into());
        }
    }
    Ok(())
}

/// What a name tells; `.gz` and `.zst` at its end tell nothing.
fn format_by_name(path: &Path) -> Format {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((_, "jsonl" | "ndjson")) => Format::Jsonl,
        Some((_, "wet")) => Format::Wet,
        _ => Format::Text,
    }
}
