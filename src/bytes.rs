//! Eight bytes at a time.

/// The high bit of each byte.
pub(crate) const HIGH: u64 = each(0x80);

/// The same byte eight times.
pub(crate) const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The first bytes; after the end follow zeros.
pub(crate) fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    text.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; N];
        padded[..text.len()].copy_from_slice(text);
        padded
    })
}

/// The high bit of each byte that is a letter of ASCII.
pub(crate) fn letters(bytes: u64) -> u64 {
    between(bytes | each(0x20), b'a', b'z') & !bytes
}

/// The high bit of each byte that is a space.
pub(crate) fn spaces(bytes: u64) -> u64 {
    between(bytes, b' ', b' ') & !bytes
}

/// The place of the first byte that is not ASCII.
pub(crate) fn first_beyond_ascii(text: &[u8]) -> Option<usize> {
    let (blocks, _) = text.as_chunks();
    let plain = 8 * blocks.iter().take_while(|block| u64::from_le_bytes(**block) & HIGH == 0).count();
    text[plain..].iter().position(|byte| !byte.is_ascii()).map(|at| plain + at)
}

/// The high bit of each byte that is in a range of ASCII, whatever its own high bit is.
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & !HIGH;
    (low + each(0x80 - first)) & !(low + each(0x7F - last)) & HIGH
}

/// A bit for each byte of which the high bit is set.
pub(crate) fn bits(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_single_bytes() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut all = [b'7'; 8];
                all[at] = byte;
                let is_set = |high: u64| bits(high) >> at & 1 != 0;
                let word = u64::from_le_bytes(all);
                assert_eq!(is_set(letters(word)), byte.is_ascii_alphabetic(), "{byte}");
                assert_eq!(is_set(spaces(word)), byte == b' ', "{byte}");
                assert_eq!(bits(between(word, b'7', b'7')) | 1 << at, 0xFF, "{byte}");
            }
        }
        for at in 0..20 {
            let text = format!("{}é", "a".repeat(at));
            assert_eq!(first_beyond_ascii(text.as_bytes()), Some(at));
            assert_eq!(first_beyond_ascii(&text.as_bytes()[..at]), None);
        }
        assert_eq!(padded::<4>(b"ab"), *b"ab\0\0");
    }
}
