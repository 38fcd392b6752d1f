//! Where cleaned files go.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;
use textsieve::Format;
use textsieve::corpus::Compression;

use crate::inputs::Input;
use crate::journal::Journal;

/// The end of the name of a file that is not whole.
const PARTIAL: &str = ".textsieve-partial";

pub(crate) enum Output {
    Standard(Standard),
    Folder(Box<Folder>),
    Nowhere,
}

/// Standard output, where one file follows another.
pub(crate) struct Standard {
    out: io::StdoutLock<'static>,
    /// The file at hand is one of lines.
    has_lines: bool,
    /// Nothing of it is written.
    is_new: bool,
    /// The last line lacks its end.
    is_open: bool,
}

/// A folder that files appear in when they are whole.
pub(crate) struct Folder {
    path: PathBuf,
    journal: Journal,
    current: Option<Partial>,
    /// Folders without what an earlier run left.
    swept: HashSet<PathBuf>,
}

struct Partial {
    file: NamedTempFile,
    target: PathBuf,
    is_empty: bool,
}

impl Output {
    pub(crate) fn folder(path: PathBuf, journal: Journal) -> Self {
        Self::Folder(Box::new(Folder { path, journal, current: None, swept: HashSet::new() }))
    }

    pub(crate) fn standard() -> Self {
        Self::Standard(Standard { out: io::stdout().lock(), has_lines: false, is_new: true, is_open: false })
    }

    pub(crate) fn begin(&mut self, input: &Input) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.begin(input)?,
            Self::Standard(standard) => (standard.has_lines, standard.is_new) = (input.format == Format::Jsonl, true),
            Self::Nowhere => {}
        }
        Ok(())
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Standard(standard) => standard.write(bytes)?,
            Self::Folder(folder) => {
                if let Some(partial) = &mut folder.current {
                    partial.is_empty &= bytes.is_empty();
                    partial.file.write_all(bytes).with_context(|| partial.target.display().to_string())?;
                }
            }
            Self::Nowhere => {}
        }
        Ok(())
    }

    /// The file is whole.
    pub(crate) fn finish(&mut self, input: &Input, compression: Compression) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.finish(input, compression),
            Self::Standard(_) | Self::Nowhere => Ok(()),
        }
    }

    /// The file will not be whole.
    pub(crate) fn discard(&mut self) {
        if let Self::Folder(folder) = self {
            folder.current = None;
        }
    }
}

impl Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(last) = bytes.last() else { return Ok(()) };
        // Else the last record of one file and the first of the next would be one line.
        if self.is_new && self.is_open {
            self.out.write_all(b"\n")?;
        }
        (self.is_new, self.is_open) = (false, self.has_lines && *last != b'\n');
        self.out.write_all(bytes)?;
        self.out.flush()
    }
}

impl Folder {
    fn begin(&mut self, input: &Input) -> Result<()> {
        let target = self.path.join(&input.place);
        let parent = target.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        if self.swept.insert(parent.to_owned()) {
            sweep(parent);
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let file = create_beside(parent, &name).with_context(|| parent.display().to_string())?;
        self.current = Some(Partial { file, target, is_empty: true });
        Ok(())
    }

    fn finish(&mut self, input: &Input, compression: Compression) -> Result<()> {
        let Some(mut partial) = self.current.take() else { return Ok(()) };
        let context = || partial.target.display().to_string();
        if partial.is_empty && compression != Compression::None {
            partial.file.write_all(&compression.compress(Vec::new())?).with_context(context)?;
        }
        // Some file systems tell only now that they are full.
        partial.file.as_file().sync_all().with_context(context)?;
        let target = partial.target.clone();
        partial.file.persist(&target).map_err(|error| error.error).with_context(|| target.display().to_string())?;
        self.journal.note(input)
    }
}

/// Removes what killed runs left.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") && name.as_encoded_bytes().ends_with(PARTIAL.as_bytes()) {
            // One that cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn create_beside(folder: &Path, name: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    let prefix = format!(".{}.", name.chars().take(60).collect::<String>());
    builder.prefix(&prefix).suffix(PARTIAL);
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Writes a file that appears only when it is whole; to a pipe or the like it writes directly.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let write = || {
        if path.exists() && !path.is_file() {
            return fs::write(path, content);
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut file = create_beside(parent, &name)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| path.display().to_string())
}
