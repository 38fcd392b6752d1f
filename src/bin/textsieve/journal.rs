//! What a run has done in its output folder, so that another one can go on.
//!
//! The first line of the file has the settings that the output hangs on; each further line names a file that is whole, with the length and the age
//! of what it was made of. A line that a killed run left unfinished is no line.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use textsieve::Config;

use crate::BadUsage;
use crate::inputs::Input;

const NAME: &str = ".textsieve-run.jsonl";

/// The journal of an output folder; while it is open no other run writes there.
pub(crate) struct Journal {
    file: File,
    path: PathBuf,
    /// What each file was made of.
    done: HashMap<String, Value>,
}

impl Journal {
    /// Opens the journal of a folder. Without `resume`, or in a new folder, nothing is done yet.
    pub(crate) fn open(folder: &Path, config: &Config, resume: bool) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let path = folder.join(NAME);
        let context = || path.display().to_string();
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path).with_context(context)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => bail!("another run is writing to {}", folder.display()),
            // Some network file systems know no locks.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let mut journal = Self { file, path, done: HashMap::new() };
        let settings = settings(config)?;
        let earlier = journal.read()?;
        match earlier {
            Some(earlier) if resume && earlier == settings => {}
            Some(_) if resume => {
                let message = format!("{} was written with other settings or by another version; run without --resume", folder.display());
                return Err(BadUsage(message).into());
            }
            _ => {
                journal.done.clear();
                journal.file.set_len(0).with_context(|| journal.path.display().to_string())?;
                journal.append(&settings)?;
            }
        }
        Ok(journal)
    }

    /// Reads the settings and the files; takes off a line that is not whole.
    fn read(&mut self) -> Result<Option<Value>> {
        let context = || self.path.display().to_string();
        let mut text = Vec::new();
        self.file.rewind().and_then(|()| self.file.read_to_end(&mut text)).with_context(context)?;
        let whole = memchr::memrchr(b'\n', &text).map_or(0, |at| at + 1);
        self.file.set_len(whole as u64).with_context(context)?;
        let mut lines = text[..whole].split(|&byte| byte == b'\n').map(serde_json::from_slice::<Value>);
        let settings = lines.next().and_then(Result::ok);
        for mut line in lines.map_while(Result::ok) {
            if let Value::String(place) = line["file"].take() {
                self.done.insert(place, line["from"].take());
            }
        }
        Ok(settings)
    }

    fn append(&mut self, line: &Value) -> Result<()> {
        self.file.write_all(format!("{line}\n").as_bytes()).with_context(|| self.path.display().to_string())
    }

    /// Whether the file is there and was made of what the input is now.
    pub(crate) fn is_done(&self, input: &Input, folder: &Path) -> bool {
        let from = self.done.get(&*input.place.to_string_lossy());
        from.is_some_and(|from| from_of(input).is_some_and(|now| now == *from)) && folder.join(&input.place).is_file()
    }

    /// Notes a file that is whole.
    pub(crate) fn note(&mut self, input: &Input) -> Result<()> {
        match from_of(input) {
            Some(from) => self.append(&json!({"file": input.place.to_string_lossy(), "from": from})),
            None => Ok(()),
        }
    }
}

/// The length and the age of an input.
fn from_of(input: &Input) -> Option<Value> {
    let metadata = fs::metadata(input.path.as_ref()?).ok()?;
    let age = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(json!([input.name, metadata.len(), age.as_secs(), age.subsec_nanos()]))
}

/// The settings that the output hangs on.
fn settings(config: &Config) -> Result<Value> {
    let mut pipeline = config.clone();
    let run = std::mem::take(&mut pipeline.run);
    let digest = |path: &PathBuf| -> Result<String> {
        Ok(HEXLOWER.encode(&Sha256::digest(fs::read(path).with_context(|| path.display().to_string())?)))
    };
    let packs = pipeline.packs.iter().map(digest).collect::<Result<Vec<_>>>()?;
    pipeline.packs.clear();
    Ok(json!({
        "textsieve": env!("CARGO_PKG_VERSION"),
        "pipeline": pipeline,
        "packs": packs,
        "format": run.format,
        "field": run.field.as_deref().unwrap_or("text"),
        "templates": run.templates.as_ref().map(digest).transpose()?,
        "learn": run.learn,
        "site": [run.site, run.site_field],
        "domain": run.domain,
        "removals": run.removals,
        "lossy": run.lossy,
        "on_error": run.on_error,
    }))
}
