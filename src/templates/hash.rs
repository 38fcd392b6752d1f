//! The hash that templates are learnt and kept by. It is written to files, so it must never change.

/// What a hash is of, so that two kinds of things never meet by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Of {
    /// A folded line, in which numbers are `#`.
    Line = 0x9E37_79B9_7F4A_7C15,
    /// A line as it was written.
    Exact = 0xC2B2_AE3D_27D4_EB4F,
    /// A line with its names left out.
    Masked = 0xD6E8_FEB8_6659_FD93,
    Page = 0x1656_67B1_9E37_79F9,
    Site = 0x27D4_EB2F_1656_67C5,
    File = 0x8538_ECB5_BD45_6EA3,
}

/// The hash of some bytes, the same on every machine.
pub(crate) fn hash(of: Of, bytes: &[u8]) -> u64 {
    let mut hash = mix(of as u64, (bytes.len() as u64) << 1 ^ 0xA076_1D64_78BD_642F);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(word), 0xE703_7ED1_A0B4_28DB);
    }
    let mut word = [0; 8];
    word[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(hash ^ u64::from_le_bytes(word), 0x8EBC_6AF0_9C88_C6E3)
}

/// Both halves of a product, folded; the offset keeps a zero from sticking. Of the other number the last bit does not count.
fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one ^ 0x5896_5E6D_1C3B_A94F) * u128::from(other | 1);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_files_say() {
        // Of files that were written before: these never change.
        let table =
            [("", 559_329_834_014_180_504_u64), ("about us", 9_520_101_783_497_986_604), ("über uns und mehr", 647_607_152_136_252_954)];
        assert_eq!(table.map(|(text, _)| hash(Of::Line, text.as_bytes())), table.map(|(_, hash)| hash));
        let kinds = [Of::Line, Of::Exact, Of::Masked, Of::Page, Of::Site, Of::File];
        let mut hashes: Vec<_> =
            kinds.into_iter().flat_map(|of| ["", "\0", "about us", "about ut"].map(|text| hash(of, text.as_bytes()))).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 24);
    }

    #[test]
    fn spreads_its_bits() {
        // Each bit is set in about half of the hashes of numbers.
        let mut set = [0; 64];
        for number in 0..4_096_u32 {
            let hash = hash(Of::Line, &number.to_le_bytes());
            (0..64).for_each(|bit| set[bit] += hash >> bit & 1);
        }
        assert!(set.iter().all(|&count| (1_800..2_300).contains(&count)), "{set:?}");
    }
}
