//! The gold text of a page, and the best that cutting whole lines could do against it.

use super::score::Overlap;
use super::shingles::{self, SIZE, Shingles, run, runs};

/// The gold text: what is to be there.
#[derive(Debug)]
pub(super) struct Gold {
    shingles: Shingles,
    /// Runs of one to three words, to look up short lines.
    short: Vec<u64>,
}

impl Gold {
    pub(super) fn new(text: &str) -> Self {
        let words = shingles::words(text);
        let mut short: Vec<u64> = (1..SIZE).flat_map(|size| words.windows(size).map(run)).collect();
        short.sort_unstable();
        Self { shingles: Shingles::of(&words), short }
    }

    pub(super) fn overlap(&self, words: &[u64]) -> Overlap {
        Overlap::new(&self.shingles, &Shingles::of(words))
    }

    /// Whether these words look like a part of the gold: more than half of their runs of four are there, or all of them side by side when
    /// there are fewer. Nothing is a part of any text.
    pub(super) fn has(&self, words: &[u64]) -> bool {
        if words.len() < SIZE {
            return words.is_empty() || self.short.binary_search(&run(words)).is_ok();
        }
        let there = runs(words).filter(|&run| self.shingles.contains(run)).count();
        2 * there > words.len() + 1 - SIZE
    }

    /// The better of the text with the lines that the gold has and the untouched text; the former when neither is better.
    pub(super) fn best(&self, lines: &[Vec<u64>], untouched: Overlap) -> Overlap {
        let kept = self.overlap(&lines.iter().filter(|line| self.has(line)).flatten().copied().collect::<Vec<_>>());
        if kept.f1() >= untouched.f1() { kept } else { untouched }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::shingles::words;

    fn best(gold: &str, text: &str) -> (f64, f64) {
        let gold = Gold::new(gold);
        let lines: Vec<_> = text.lines().map(words).collect();
        let untouched = gold.overlap(&lines.concat());
        (untouched.f1(), gold.best(&lines, untouched).f1())
    }

    #[test]
    fn lines_of_the_gold_are_kept() {
        let gold = "Rain\nIt rained all day in the town.\nNobody had an umbrella.";
        // The gold has 12 words, 9 shingles; the text 15 words, 12 shingles, of which "Share this" breaks one of the gold's.
        let (before, after) = best(gold, "Rain\nShare this\nIt rained all day in the town.\nNobody had an umbrella.\nAdvertisement");
        assert_eq!((before, after), (16.0 / 21.0, 1.0));
        // Half of its runs of four is not enough: "it rained all day" is there, "rained all day long" is not.
        assert!(!Gold::new(gold).has(&words("It rained all day long")));
        assert!(Gold::new(gold).has(&words("It rained all day in September")));
        assert!(Gold::new(gold).has(&words("an umbrella")) && !Gold::new(gold).has(&words("umbrella an")));
    }

    #[test]
    fn the_untouched_text_is_a_candidate() {
        // A line with 4 shingles of 12 in the gold: cut, nothing would be left.
        let gold = Gold::new("a b c d e f g");
        let lines = [words("x y z a b c d e f g p q r s t")];
        let untouched = gold.overlap(&lines.concat());
        assert_eq!(untouched, Overlap { shared: 4, extra: 8, missing: 0 });
        assert!(!gold.has(&lines[0]));
        assert_eq!(gold.best(&lines, untouched), untouched);
    }

    #[test]
    fn nothing_is_better_than_nothing_of_the_gold() {
        let gold = Gold::new("a b c d e");
        let lines = [words("v w x y z")];
        let best = gold.best(&lines, gold.overlap(&lines.concat()));
        assert_eq!(best, Overlap { shared: 0, extra: 0, missing: 2 });
    }
}
