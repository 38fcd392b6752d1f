//! A map from hashes to numbers that is built once and looked up often, mostly in vain.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A hash and its value. No hash is zero, which marks an empty slot.
pub(crate) type Slot = [u8; 12];

/// The table as it is searched.
#[derive(Debug)]
pub(crate) struct Table {
    /// They tell in a small part of the memory that most hashes are not there.
    bits: Cow<'static, [u8]>,
    slots: Cow<'static, [Slot]>,
}

impl Table {
    /// A table of what [`build`] gave.
    pub(crate) fn from_parts(slots: Vec<Slot>, bits: Vec<u8>) -> Self {
        Self { bits: bits.into(), slots: slots.into() }
    }

    /// A table that was built before.
    pub(crate) fn from_bytes(slots: &'static [u8], bits: &'static [u8]) -> Self {
        Self { bits: bits.into(), slots: slots.as_chunks().0.into() }
    }

    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        let bit = bit(hash, self.bits.len());
        if self.bits[bit / 8] >> (bit % 8) & 1 == 0 {
            return None;
        }
        find(&self.slots, hash)
    }
}

/// The value of a hash among [`slots`].
#[inline]
pub(super) fn find(slots: &[Slot], hash: u64) -> Option<u32> {
    let mut at = home(hash, slots.len());
    loop {
        let [hash_bytes @ .., a, b, c, d] = slots[at];
        let found = u64::from_le_bytes(hash_bytes);
        if found == hash {
            return Some(u32::from_le_bytes([a, b, c, d]));
        }
        if found == 0 {
            return None;
        }
        at = if at + 1 == slots.len() { 0 } else { at + 1 };
    }
}

/// The table's slots and its bits.
pub(crate) fn build(entries: &BTreeMap<u64, u32>) -> (Vec<Slot>, Vec<u8>) {
    let mut bits = vec![0; entries.len().div_ceil(2).next_power_of_two()];
    for hash in entries.keys() {
        let bit = bit(*hash, bits.len());
        bits[bit / 8] |= 1 << (bit % 8);
    }
    (slots(entries), bits)
}

/// Hashes with their values, to be [found](find).
pub(super) fn slots(entries: &BTreeMap<u64, u32>) -> Vec<Slot> {
    // One slot at least stays empty, where a search ends.
    let capacity = entries.len() * 3 / 2 + 1;
    let mut slots = vec![Slot::default(); capacity];
    for (&hash, &value) in entries {
        let mut at = home(hash, capacity);
        while slots[at] != Slot::default() {
            at = (at + 1) % capacity;
        }
        slots[at][..8].copy_from_slice(&hash.to_le_bytes());
        slots[at][8..].copy_from_slice(&value.to_le_bytes());
    }
    slots
}

fn home(hash: u64, capacity: usize) -> usize {
    ((u128::from(hash) * capacity as u128) >> 64) as usize
}

fn bit(hash: u64, bytes: usize) -> usize {
    hash as usize & (8 * bytes - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_was_given() {
        let hash = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15).max(1);
        let entries: BTreeMap<_, _> = (1..500).map(|number| (hash(number), number as u32)).collect();
        let (slots, bits) = build(&entries);
        let table = Table::from_parts(slots, bits);
        for number in 1..1_000 {
            assert_eq!(table.get(hash(number)), (number < 500).then_some(number as u32));
        }
        let (slots, bits) = build(&BTreeMap::new());
        assert_eq!(Table::from_parts(slots, bits).get(5), None);
    }
}
