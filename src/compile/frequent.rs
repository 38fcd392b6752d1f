//! How many lines of running text have a word.

use std::sync::LazyLock;

/// Words and, in per mille, the share of lines of 80 bytes and more that have them: those that five lines in a thousand have in the output of three extractors for
/// the pages of WCXB's development split, numbers and apostrophes aside, and the most frequent words of some languages that are rare there.
static FREQUENT: LazyLock<Vec<(&str, f64)>> = LazyLock::new(|| {
    let entry = |line: &'static str| line.split_once(' ').and_then(|(word, share)| Some((word, share.parse::<f64>().ok()? / 1_000.0)));
    include_str!("frequent.txt").lines().filter_map(entry).collect()
});

/// Of other words, which most languages have.
const OTHER: f64 = 3e-4;
const SHORT: f64 = 3e-3;

/// The share of lines that have a word, roughly; of a piece, some word that begins with it.
pub(super) fn share_of_lines(word: &str, is_piece: bool) -> f64 {
    let other = match word.len() {
        1 => 0.3,
        2 => 0.1,
        3 if is_piece => 0.03,
        0..=3 => SHORT,
        4 if is_piece => SHORT,
        _ => OTHER,
    };
    let from = FREQUENT.partition_point(|(frequent, _)| *frequent < word);
    let alike = FREQUENT[from..].iter().take_while(|(frequent, _)| if is_piece { frequent.starts_with(word) } else { *frequent == word });
    other.max(alike.map(|(_, share)| share).sum())
}
