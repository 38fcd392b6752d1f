//! What was learnt, as one block of bytes: how it is written, read and searched.
//!
//! All numbers are little-endian. A header of [`HEADER`] bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `TXTSIEVE` |
//! | 8..12 | version of the format, 1 |
//! | 12..16 | a mark of how this version folds lines, see [`folding`] |
//! | 16..24 | hash of all bytes from 24 on |
//! | 24..32, 32..40, 40..48, 48..56 | number of sites, of lines, of bytes of names, of bytes of examples |
//! | 56..64 | 1 if there are examples, else 0 |
//!
//! Then an index with [`INDEX`] bytes for each site, sorted by name: where its name ends among the names, where its lines end among the lines, the number of pages.
//! Then the names; the lines, [`LINE`] bytes each, the hash and the number of pages it stands in, sorted within each site; and, if there are examples, for each line
//! where its example ends, and the examples.

use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use once_cell::sync::Lazy;

use super::hash::{Of, hash};
use super::page::{LineHash, LineKeys};
use crate::error::{Error, Kind};
use crate::fold::fold;

const MAGIC: &[u8; 8] = b"TXTSIEVE";
const VERSION: u32 = 1;
const HEADER: usize = 64;
const INDEX: usize = 24;
const LINE: usize = 7;

/// A mark of how lines are folded: hashes of lines that were folded otherwise would never be met again.
fn folding() -> u32 {
    static MARK: Lazy<u32> = Lazy::new(|| {
        let lines = [
            "- Advertisement -",
            "👁 1.2K Views",
            "0 1,854",
            "© 2026 ΔΙΑΦΉΜΙΣΗ, Straße & Söhne: 12 тыс. просмотров",
            "閲覧数：１，２３４ 次浏览 ١٬٢٣٤",
            "Don’t miss 2–1 — 26. 5% $5 12:30 3rd?",
            "next()",
        ];
        let keys = lines.map(|line| LineKeys::new(line, &fold(line)).whole.to_le_bytes());
        hash(Of::Line, &keys.concat()) as u32
    });
    *MARK
}

/// What was learnt of many sites by a [`TemplateLearner`](crate::TemplateLearner). A clone costs one reference count.
///
/// In memory it is the file: reading it takes one pass for its checksum and one over the list of sites, and a site is found by halving. A site takes
/// 24 bytes and its name, and each of its lines 7.
///
/// ```
/// use textsieve::{TemplateLearner, Templates};
///
/// let mut learner = TemplateLearner::new();
/// learner.observe("example.org", "Home\nIt rained.");
/// learner.observe("example.org", "Home\nIt snowed.");
/// let templates = learner.finish();
/// let read = Templates::from_bytes(templates.as_bytes().to_vec())?;
/// assert_eq!(read, templates);
/// assert!(Templates::from_bytes(b"Home\nIt rained.".to_vec()).unwrap_err().to_string().contains("not a file of templates"));
/// # Ok::<(), textsieve::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Templates {
    file: Arc<File>,
}

impl PartialEq for Templates {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Templates {}

/// The bytes and where the parts begin.
struct File {
    bytes: Vec<u8>,
    sites: usize,
    names: usize,
    lines: usize,
    line_count: usize,
    /// Where the ends of examples begin, and the examples.
    examples: Option<(usize, usize)>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("sites", &self.sites).field("lines", &self.line_count).finish_non_exhaustive()
    }
}

impl Templates {
    /// Takes the bytes of a file.
    ///
    /// # Errors
    /// When they are something else, when they are damaged or cut short, and when they are of a version that is not compatible.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Error> {
        Ok(Self { file: Arc::new(File::new(bytes)?) })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, and as [`from_bytes`](Self::from_bytes).
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|source| Error::from(Kind::Read { path: path.to_owned(), source }))?;
        Self::from_bytes(bytes).map_err(|error| error.within(path))
    }

    /// What a file of it holds.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.file.bytes
    }

    /// Writes a file. It appears whole or not at all, for it is written under another name beside.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_to(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.part", std::process::id()));
        let written = fs::File::create(&beside)
            .and_then(|mut file| file.write_all(self.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&beside, path));
        written.map_err(|source| {
            // It may never have been there.
            let _ = fs::remove_file(&beside);
            Kind::Write { path: path.to_owned(), source }.into()
        })
    }

    /// The templates of a site; none if fewer than two of its pages were seen.
    #[must_use]
    pub fn site(&self, name: &str) -> Option<SiteTemplates> {
        let (mut low, mut high) = (0, self.file.sites);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.file.name(middle).cmp(name.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(self.nth(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All sites, sorted by name.
    pub fn sites(&self) -> impl ExactSizeIterator<Item = SiteTemplates> + '_ {
        (0..self.file.sites).map(|index| self.nth(index))
    }

    fn nth(&self, index: usize) -> SiteTemplates {
        let lines = self.file.lines_of(index);
        let pages = self.file.pages(index);
        SiteTemplates { file: Arc::clone(&self.file), index, lines, pages }
    }

    /// The number of lines of all sites.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.file.line_count
    }
}

/// The templates of one site, and a [`Filter`](crate::Filter) that marks the lines that its pages share; see [`Pipeline::clean_in`](crate::Pipeline::clean_in).
///
/// A clone costs one reference count.
#[derive(Debug, Clone)]
pub struct SiteTemplates {
    file: Arc<File>,
    index: usize,
    lines: Range<usize>,
    pages: u8,
}

/// A line that pages of a site share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedLine<'t> {
    /// In how many of the [`SiteTemplates::pages`] it stands.
    pub pages: u8,
    /// What it reads like on one of them, if the learner was asked to keep that. A line with numbers is there twice: with numbers as `#`, and as it
    /// stands, if several pages have the same numbers. So is a line with names, as it stands and without them.
    pub example: Option<&'t str>,
}

impl SiteTemplates {
    /// The name of the site.
    #[must_use]
    pub fn name(&self) -> &str {
        std::str::from_utf8(self.file.name(self.index)).unwrap_or_default()
    }

    /// How many pages of the site were learnt from.
    #[must_use]
    pub fn pages(&self) -> u8 {
        self.pages
    }

    /// The lines that its pages share, in no order that means anything.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = SharedLine<'_>> {
        self.lines.clone().map(|line| SharedLine { pages: self.file.line(line)[LINE - 1], example: self.file.example(line) })
    }

    /// In how many pages a line stands; 0 if in fewer than were worth a note.
    pub(super) fn pages_with(&self, hash: LineHash) -> u8 {
        let (mut low, mut high) = (self.lines.start, self.lines.end);
        while low < high {
            let middle = low + (high - low) / 2;
            let line = self.file.line(middle);
            match line[..LINE - 1].cmp(&hash[..]) {
                std::cmp::Ordering::Equal => return line[LINE - 1],
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        0
    }
}

impl File {
    fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(broken("this is not a file of templates; `textsieve learn` makes one"));
        }
        let damaged = || broken("the file of templates is damaged or was cut short; learn it again");
        if bytes.len() < HEADER {
            return Err(damaged());
        }
        let version = u32_at(&bytes, 8);
        if version != VERSION {
            return Err(broken(&format!("the file of templates has version {version}, and this program knows {VERSION}; learn it again")));
        }
        if u64_at(&bytes, 16) != hash(Of::File, &bytes[24..]) {
            return Err(damaged());
        }
        if u32_at(&bytes, 12) != folding() {
            return Err(broken("the templates were learnt by a version that compares lines in another form; learn them again"));
        }
        Self::with_parts(bytes).ok_or_else(damaged)
    }

    /// Finds the parts, and sees that all of them are within the file, whatever it says.
    fn with_parts(bytes: Vec<u8>) -> Option<Self> {
        let number = |at| usize::try_from(u64_at(&bytes, at)).ok();
        let (sites, line_count, name_bytes, example_bytes) = (number(24)?, number(32)?, number(40)?, number(48)?);
        let has_examples = match u64_at(&bytes, 56) {
            0 if example_bytes == 0 => false,
            1 => true,
            _ => return None,
        };
        let names = sites.checked_mul(INDEX)?.checked_add(HEADER)?;
        let lines = names.checked_add(name_bytes)?;
        let ends = line_count.checked_mul(LINE)?.checked_add(lines)?;
        let texts = if has_examples { line_count.checked_mul(8)?.checked_add(ends)? } else { ends };
        if texts.checked_add(example_bytes)? != bytes.len() {
            return None;
        }
        let examples = has_examples.then_some((ends, texts));
        let file = Self { bytes, sites, names, lines, line_count, examples };
        file.is_sound(name_bytes).then_some(file)
    }

    /// Whether the index is: ends that only grow, up to all there is; names of text, sorted.
    fn is_sound(&self, name_bytes: usize) -> bool {
        let mut before = (0, 0);
        for site in 0..self.sites {
            let (name, lines, pages) = self.index(site);
            let is_sorted = |name: &[u8]| site == 0 || self.name(site - 1) < name;
            if name < before.0 || name > name_bytes || lines < before.1 || lines > self.line_count || !(2..=255).contains(&pages) {
                return false;
            }
            if std::str::from_utf8(self.name(site)).is_err() || !is_sorted(self.name(site)) {
                return false;
            }
            before = (name, lines);
        }
        before == (name_bytes, self.line_count)
    }

    /// Where the name and the lines of a site end, and its number of pages. What does not fit a `usize` is too large for any file.
    fn index(&self, site: usize) -> (usize, usize, u64) {
        let at = HEADER + site * INDEX;
        let number = |at| usize::try_from(u64_at(&self.bytes, at)).unwrap_or(usize::MAX);
        (number(at), number(at + 8), u64_at(&self.bytes, at + 16))
    }

    fn before(&self, site: usize) -> (usize, usize) {
        site.checked_sub(1).map_or((0, 0), |before| {
            let (name, lines, _) = self.index(before);
            (name, lines)
        })
    }

    fn name(&self, site: usize) -> &[u8] {
        &self.bytes[self.names + self.before(site).0..self.names + self.index(site).0]
    }

    fn lines_of(&self, site: usize) -> Range<usize> {
        self.before(site).1..self.index(site).1
    }

    fn pages(&self, site: usize) -> u8 {
        self.index(site).2 as u8
    }

    fn line(&self, line: usize) -> &[u8] {
        &self.bytes[self.lines + line * LINE..self.lines + (line + 1) * LINE]
    }

    fn example(&self, line: usize) -> Option<&str> {
        let (ends, texts) = self.examples?;
        let end = |line: usize| usize::try_from(u64_at(&self.bytes, ends + line * 8)).ok()?.checked_add(texts);
        let start = if line == 0 { texts } else { end(line - 1)? };
        self.bytes.get(start..end(line)?).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

/// Four bytes that are there.
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

/// Eight bytes that are there.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

fn broken(message: &str) -> Error {
    Kind::Templates(message.to_owned()).into()
}

/// Puts a file together, site by site in the order of their names.
#[derive(Debug, Default)]
pub(super) struct Writer {
    sites: u64,
    index: Vec<u8>,
    names: Vec<u8>,
    lines: Vec<u8>,
    example_ends: Vec<u8>,
    examples: Vec<u8>,
    has_examples: bool,
}

impl Writer {
    /// Adds a site with its lines, which are sorted.
    pub(super) fn site<'l>(&mut self, name: &str, pages: u8, lines: impl Iterator<Item = (LineHash, u8, Option<&'l str>)>) {
        for (hash, pages, example) in lines {
            self.lines.extend(hash);
            self.lines.push(pages);
            self.has_examples |= example.is_some();
            self.examples.extend(example.unwrap_or_default().bytes());
            self.example_ends.extend((self.examples.len() as u64).to_le_bytes());
        }
        self.sites += 1;
        self.names.extend(name.bytes());
        self.index.extend((self.names.len() as u64).to_le_bytes());
        self.index.extend(((self.lines.len() / LINE) as u64).to_le_bytes());
        self.index.extend(u64::from(pages).to_le_bytes());
    }

    pub(super) fn finish(mut self) -> Templates {
        if !self.has_examples {
            self.example_ends.clear();
        }
        let mut bytes = Vec::with_capacity(
            HEADER + self.index.len() + self.names.len() + self.lines.len() + self.example_ends.len() + self.examples.len(),
        );
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(folding().to_le_bytes());
        bytes.extend([0; 8]);
        let numbers = [
            self.sites,
            (self.lines.len() / LINE) as u64,
            self.names.len() as u64,
            self.examples.len() as u64,
            u64::from(self.has_examples),
        ];
        bytes.extend(numbers.into_iter().flat_map(u64::to_le_bytes));
        for part in [&self.index, &self.names, &self.lines, &self.example_ends, &self.examples] {
            bytes.extend(part);
        }
        let checksum = hash(Of::File, &bytes[24..]);
        bytes[16..24].copy_from_slice(&checksum.to_le_bytes());
        let file = File {
            sites: self.sites as usize,
            names: HEADER + self.index.len(),
            lines: HEADER + self.index.len() + self.names.len(),
            line_count: self.lines.len() / LINE,
            examples: self.has_examples.then(|| {
                let ends = HEADER + self.index.len() + self.names.len() + self.lines.len();
                (ends, ends + self.example_ends.len())
            }),
            bytes,
        };
        Templates { file: Arc::new(file) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn templates() -> Templates {
        let mut writer = Writer::default();
        let line = |first: u8, pages: u8, example: &'static str| ([first, 0, 0, 0, 0, 0], pages, Some(example));
        writer.site("a.example", 9, [line(1, 2, "one"), line(3, 9, "two")].into_iter());
        writer.site("b.example", 255, std::iter::empty());
        writer.site("c.example", 2, [line(2, 2, "three")].into_iter());
        writer.finish()
    }

    fn signed(mut bytes: Vec<u8>) -> Vec<u8> {
        let checksum = hash(Of::File, &bytes[24..]);
        bytes[16..24].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    #[test]
    fn what_was_written_is_found() {
        let read = Templates::from_bytes(templates().as_bytes().to_vec()).unwrap();
        let site = read.site("a.example").unwrap();
        assert_eq!((site.name(), site.pages(), site.lines().len()), ("a.example", 9, 2));
        assert_eq!(site.lines().map(|line| (line.pages, line.example)).collect::<Vec<_>>(), [(2, Some("one")), (9, Some("two"))]);
        assert_eq!([[1, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0]].map(|hash| site.pages_with(hash)), [2, 0, 9]);
        assert_eq!(read.site("c.example").unwrap().lines().next().unwrap().example, Some("three"));
        assert_eq!(read.sites().map(|site| site.pages()).collect::<Vec<_>>(), [9, 255, 2]);
        assert!(["", "a", "b", "d.example"].into_iter().all(|name| read.site(name).is_none()));
    }

    #[test]
    fn errors_say_what_to_do() {
        let mut version = templates().as_bytes().to_vec();
        version[8] = 2;
        let mut folding = templates().as_bytes().to_vec();
        folding[12] ^= 1;
        let table = [
            (b"{}".to_vec(), "not a file of templates; `textsieve learn` makes one"),
            (MAGIC.to_vec(), "damaged or was cut short"),
            (version, "has version 2, and this program knows 1"),
            (signed(folding), "compares lines in another form"),
        ];
        for (bytes, message) in table {
            let error = Templates::from_bytes(bytes).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    proptest! {
        /// Even a file that carries the right checksum may say anything.
        #[test]
        fn no_file_is_trusted(changes in proptest::collection::vec((24_usize..400, any::<u8>()), 1..6), length in 64_usize..400) {
            let mut bytes = templates().as_bytes().to_vec();
            for (at, byte) in changes {
                let count = bytes.len();
                bytes[24 + at % (count - 24)] = byte;
            }
            bytes.truncate(length.max(HEADER));
            if let Ok(read) = Templates::from_bytes(signed(bytes)) {
                for site in read.sites() {
                    prop_assert_eq!(site.lines().count(), site.lines().len());
                    site.pages_with([1; 6]);
                    prop_assert!(read.site(site.name()).is_some());
                }
            }
        }
    }
}
