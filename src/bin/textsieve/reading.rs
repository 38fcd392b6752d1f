//! Reading the files of a run, batch by batch.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use textsieve::Format;
use textsieve::corpus::{Compression, Decompressed, WetRecords, decompressed};

use crate::inputs::Input;
use crate::lines::{BATCH, LineBatches, Piece};

/// What there is to do next.
pub(crate) enum Step {
    Begin(Arc<Input>),
    Batch(Batch),
    /// The file is read, to its end or to an error.
    End(Arc<Input>, Result<Compression, io::Error>),
}

/// Some records of a file.
pub(crate) struct Batch {
    pub(crate) input: Arc<Input>,
    pub(crate) compression: Compression,
    /// Number of the first record, from 1.
    pub(crate) first: u64,
    pub(crate) records: Records,
}

pub(crate) enum Records {
    Text(Vec<u8>),
    Lines(Vec<u8>),
    /// A line that a file broke off in, which is no record.
    Debris(Vec<u8>),
    Wet(Vec<Vec<u8>>),
}

/// What reading and the rest of the program tell each other.
#[derive(Clone, Default)]
pub(crate) struct Signals {
    /// Nothing more is to be read.
    pub(crate) stop: Arc<AtomicBool>,
    /// Bytes that were read, before decompression.
    pub(crate) read: Arc<AtomicU64>,
}

/// Reads files one after the other.
pub(crate) struct Reading {
    inputs: std::vec::IntoIter<Input>,
    open: Option<Open>,
    signals: Signals,
}

struct Open {
    input: Arc<Input>,
    compression: Compression,
    next: u64,
    content: Content,
}

enum Content {
    Text(Option<Reader>),
    Lines(LineBatches<Reader>),
    /// With an error that was met behind the records of a batch.
    Wet(WetRecords<Reader>, Option<io::Error>),
}

type Reader = Decompressed<Counted>;

impl Reading {
    pub(crate) fn new(inputs: Vec<Input>, signals: Signals) -> Self {
        Self { inputs: inputs.into_iter(), open: None, signals }
    }

    fn open(&mut self, mut input: Input) -> Step {
        let mut open = || {
            if let Some(error) = input.error.take() {
                return Err(error);
            }
            // Whoever writes to a pipe may wait for the answer.
            let (source, eager): (Box<dyn Read + Send>, bool) = match &input.path {
                None => (Box::new(io::stdin()), true),
                Some(path) => {
                    let file = File::open(path)?;
                    let eager = !file.metadata()?.is_file();
                    (Box::new(file), eager)
                }
            };
            let (compression, reader) = decompressed(Counted { input: source, read: Arc::clone(&self.signals.read) })?;
            let content = match input.format {
                Format::Jsonl => Content::Lines(LineBatches::new(reader, eager)),
                Format::Wet => Content::Wet(WetRecords::new(reader), None),
                _ => Content::Text(Some(reader)),
            };
            Ok((compression, content))
        };
        let opened = open();
        let input = Arc::new(input);
        match opened {
            Ok((compression, content)) => {
                self.open = Some(Open { input: Arc::clone(&input), compression, next: 1, content });
                Step::Begin(input)
            }
            Err(error) => Step::End(input, Err(error)),
        }
    }
}

impl Iterator for Reading {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.signals.stop.load(Ordering::Relaxed) {
            return None;
        }
        let Some(open) = &mut self.open else {
            let input = self.inputs.next()?;
            return Some(self.open(input));
        };
        match open.content.next() {
            Some(Ok(records)) => {
                let first = open.next;
                open.next += records.count();
                Some(Step::Batch(Batch { input: Arc::clone(&open.input), compression: open.compression, first, records }))
            }
            Some(Err(error)) => {
                let input = self.open.take()?.input;
                Some(Step::End(input, Err(error)))
            }
            None => {
                let open = self.open.take()?;
                Some(Step::End(open.input, Ok(open.compression)))
            }
        }
    }
}

impl Content {
    fn next(&mut self) -> Option<io::Result<Records>> {
        match self {
            Self::Text(reader) => {
                let mut text = Vec::new();
                Some(reader.take()?.read_to_end(&mut text).map(|_| Records::Text(text)))
            }
            Self::Lines(batches) => Some(batches.next()?.map(|piece| match piece {
                Piece::Lines(lines) => Records::Lines(lines),
                Piece::Unfinished(line) => Records::Debris(line),
            })),
            Self::Wet(records, error) => {
                let mut batch = Vec::new();
                let mut length = 0;
                while length < BATCH && error.is_none() {
                    match records.next() {
                        Some(Ok(record)) => {
                            length += record.len();
                            batch.push(record);
                        }
                        Some(Err(met)) => *error = Some(met),
                        None => break,
                    }
                }
                if batch.is_empty() { error.take().map(Err) } else { Some(Ok(Records::Wet(batch))) }
            }
        }
    }
}

impl Records {
    /// Counted here as well as where they are cleaned, so that a batch knows its first number before the one before it is done.
    fn count(&self) -> u64 {
        match self {
            Self::Text(_) => 1,
            Self::Lines(lines) => {
                let unended = !lines.is_empty() && !lines.ends_with(b"\n");
                memchr::memchr_iter(b'\n', lines).count() as u64 + u64::from(unended)
            }
            Self::Debris(_) => 0,
            Self::Wet(records) => records.len() as u64,
        }
    }
}

struct Counted {
    input: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
