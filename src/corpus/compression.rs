//! Gzip and zstd, told by their content.

use std::fmt;
use std::io::{self, BufReader, Cursor, Read, Write};

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// Gzip, of one member or many.
    Gzip,
    /// Zstandard, of one frame or many.
    Zstd,
}

impl Compression {
    /// What the first bytes tell. Neither magic number is valid UTF-8, so no text is taken for a compressed one.
    ///
    /// ```
    /// use textsieve::corpus::Compression;
    /// assert_eq!(Compression::of(b"\x1f\x8b\x08\x00"), Compression::Gzip);
    /// assert_eq!(Compression::of(b"It rained."), Compression::None);
    /// ```
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        Self::MAGIC.into_iter().find(|(_, magic)| start.starts_with(magic)).map_or(Self::None, |(compression, _)| compression)
    }

    const MAGIC: [(Self, &[u8]); 2] = [(Self::Gzip, &[0x1f, 0x8b, 8]), (Self::Zstd, &[0x28, 0xb5, 0x2f, 0xfd])];

    /// Compresses a block into a member or frame of its own; a file may be written as a row of them. `Compression::None` gives the
    /// bytes back.
    ///
    /// # Errors
    /// When the encoder fails, which it does for lack of memory only.
    pub fn compress(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes),
            Self::Gzip => {
                let out = Vec::with_capacity(bytes.len() / 2);
                let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::default());
                encoder.write_all(&bytes)?;
                encoder.finish()
            }
            Self::Zstd => zstd::bulk::compress(&bytes, zstd::DEFAULT_COMPRESSION_LEVEL),
        }
    }
}

/// Reads a file that may be compressed, and says whether it was. No more is waited for than is needed to tell.
///
/// ```
/// use std::io::Read;
/// use textsieve::corpus::{Compression, decompressed};
///
/// let packed = Compression::Zstd.compress(b"It rained.".to_vec())?;
/// let (compression, mut reader) = decompressed(std::io::Cursor::new(packed))?;
/// let mut text = String::new();
/// reader.read_to_string(&mut text)?;
/// assert_eq!((compression, &*text), (Compression::Zstd, "It rained."));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// When the first bytes cannot be read.
pub fn decompressed<R: Read>(mut input: R) -> io::Result<(Compression, Decompressed<R>)> {
    let mut start = Vec::new();
    let may_be_magic = |start: &[u8]| Compression::MAGIC.iter().any(|(_, magic)| start.len() < magic.len() && magic.starts_with(start));
    while may_be_magic(&start) {
        let mut byte = [0];
        match input.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => start.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let compression = Compression::of(&start);
    let whole = Cursor::new(start).chain(input);
    let reader = match compression {
        Compression::None => Inner::Plain(whole),
        Compression::Gzip => Inner::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(BUFFER, whole)))),
        Compression::Zstd => Inner::Zstd(zstd::Decoder::new(whole)?),
    };
    Ok((compression, Decompressed(reader)))
}

const BUFFER: usize = 128 << 10;

/// The reader of [`decompressed`].
pub struct Decompressed<R: Read>(Inner<R>);

type Whole<R> = io::Chain<Cursor<Vec<u8>>, R>;

enum Inner<R: Read> {
    Plain(Whole<R>),
    Gzip(Box<flate2::bufread::MultiGzDecoder<BufReader<Whole<R>>>>),
    Zstd(zstd::Decoder<'static, BufReader<Whole<R>>>),
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain(reader) => reader.read(buffer),
            Inner::Gzip(reader) => reader.read(buffer),
            Inner::Zstd(reader) => reader.read(buffer),
        }
    }
}

impl<R: Read> fmt::Debug for Decompressed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decompressed").finish_non_exhaustive()
    }
}
