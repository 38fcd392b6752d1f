//! Which bytes a line has, in 64 bits, against those that an expression cannot do without: most expressions that are worth trying by their anchor are
//! told from a short line by it.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::expressions::ranges;

/// Letters, signs that folding keeps, and other bytes, several of which share a bit.
const BITS: [u8; 256] = {
    let signs = b" #%?&@$-.";
    let mut bits = [35; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte >= 0x80 {
            bits[byte] = 36 + (byte % 28) as u8;
        } else if (byte as u8).is_ascii_lowercase() {
            bits[byte] = byte as u8 - b'a';
        }
        byte += 1;
    }
    let mut sign = 0;
    while sign < signs.len() {
        bits[signs[sign] as usize] = 26 + sign as u8;
        sign += 1;
    }
    bits
};

/// The bit of a byte.
pub(crate) fn bit(byte: u8) -> u64 {
    1 << BITS[usize::from(byte)]
}

/// The bits of all bytes of a text.
pub(crate) fn of(text: &[u8]) -> u64 {
    text.iter().fold(0, |bits, byte| bits | bit(*byte))
}

/// The bits that every match has.
pub(super) fn required(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => of(&literal.0),
        HirKind::Class(class) => {
            let all = last_of_class(class);
            if all.is_power_of_two() { all } else { 0 }
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) => {
            if repetition.min == 0 {
                0
            } else {
                required(&repetition.sub)
            }
        }
        HirKind::Concat(parts) => parts.iter().map(required).fold(0, |all, bits| all | bits),
        HirKind::Alternation(parts) => parts.iter().map(required).fold(u64::MAX, |all, bits| all & bits),
    }
}

/// The bits of the last bytes of all matches; all bits if a match may be empty.
pub(super) fn last(hir: &Hir) -> u64 {
    match last_of(hir) {
        (bits, false) => bits,
        _ => u64::MAX,
    }
}

/// The bits of last bytes, and whether a match may be empty.
fn last_of(hir: &Hir) -> (u64, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => (literal.0.last().map_or(0, |byte| bit(*byte)), literal.0.is_empty()),
        HirKind::Class(class) => (last_of_class(class), false),
        HirKind::Capture(capture) => last_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (bits, is_empty) = last_of(&repetition.sub);
            (bits, is_empty || repetition.min == 0)
        }
        HirKind::Concat(parts) => {
            let mut all = 0;
            for part in parts.iter().rev() {
                let (bits, is_empty) = last_of(part);
                all |= bits;
                if !is_empty {
                    return (all, false);
                }
            }
            (all, true)
        }
        HirKind::Alternation(parts) => {
            parts.iter().map(last_of).fold((0, false), |(all, any), (bits, is_empty)| (all | bits, any || is_empty))
        }
    }
}

/// The bits of the last bytes of a class's characters.
fn last_of_class(class: &Class) -> u64 {
    let mut all = 0;
    for [from, to] in ranges(class) {
        (from..=to.min(0x7F)).for_each(|byte| all |= bit(byte as u8));
        // The last byte of a character has its last six bits.
        let beyond = from.max(0x80);
        (beyond..=to.min(beyond + 63)).for_each(|c| all |= bit(0x80 | (c & 0x3F) as u8));
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn of_expression(expression: &str) -> (u64, u64) {
        let hir = regex_syntax::parse(expression).unwrap();
        (required(&hir), last(&hir))
    }

    #[test]
    fn what_every_match_has() {
        assert_eq!(of_expression("(ab|ac)d?"), (of(b"a"), of(b"bcd")));
        assert_eq!(of_expression("[ab]+x*"), (0, of(b"abx")));
        assert_eq!(of_expression("(a b)?"), (0, u64::MAX));
        assert_eq!(of_expression("# views?$"), (of(b"# view"), of(b"ws")));
        assert_eq!(of_expression("é"), (of("é".as_bytes()), bit(0xA9)));
        assert_eq!(of_expression("[éè]").1, of(&[0xA9, 0xA8]));
    }

    const PARTS: [&str; 12] = ["a", "b*", "é?", "[aé]", "[^b]", "#", "(ab|é)", "( .*)?", "(a|b| )+", "\\b", "(é|a?)", "x{0,2}"];

    proptest! {
        #[test]
        fn no_match_lacks_what_is_required(line in "[ab é#]{0,5}", parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 1..5)) {
            let expression = parts.concat();
            let (required, last) = of_expression(&expression);
            if Regex::new(&format!("^(?:{expression})$")).unwrap().is_match(&line) {
                prop_assert_eq!(required & !of(line.as_bytes()), 0);
                prop_assert!(line.as_bytes().last().is_none_or(|byte| last & bit(*byte) != 0));
            }
        }
    }
}
