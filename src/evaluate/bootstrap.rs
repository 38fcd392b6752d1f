//! Whether a change in F1 is more than the luck of the pages drawn.

use serde::Serialize;

use super::score::{Overlap, Scores};
use super::shingles::mix;

/// How many times pages are drawn.
pub const RESAMPLES: usize = 1_000;

/// The change in F1 by cleaning, and how far it may be luck.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// F1 after less F1 before.
    pub f1: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// What the interval allows to say.
    pub verdict: Verdict,
}

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Verdict {
    /// The interval lies above 0.
    Better,
    /// The interval lies below 0.
    Worse,
    /// The interval has 0 in it: no difference can be told.
    Same,
}

impl Change {
    /// The change over pages given as they were before and after. The same seed and pages give the same interval.
    pub(super) fn new(pages: &[(Overlap, Overlap)], seed: u64) -> Self {
        let mut random = Random { state: seed };
        let mut drawn: Vec<f64> = (0..RESAMPLES)
            .map(|_| {
                let sample: Vec<_> = (0..pages.len()).map(|_| pages[random.below(pages.len())]).collect();
                difference(&sample)
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        let tail = RESAMPLES / 40;
        let (low, high) = (drawn[tail], drawn[RESAMPLES - 1 - tail]);
        let verdict = match (low > 0.0, high < 0.0) {
            (true, _) => Verdict::Better,
            (_, true) => Verdict::Worse,
            _ => Verdict::Same,
        };
        Self { f1: difference(pages), low, high, verdict }
    }
}

fn difference(pages: &[(Overlap, Overlap)]) -> f64 {
    Scores::average(pages.iter().map(|page| page.1)).f1 - Scores::average(pages.iter().map(|page| page.0)).f1
}

/// The generator splitmix64.
struct Random {
    state: u64,
}

impl Random {
    /// A number from 0 to `limit`, exclusive.
    fn below(&mut self, limit: usize) -> usize {
        let value = mix(self.state);
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((u128::from(value) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(shared: usize, extra: usize) -> Overlap {
        Overlap { shared, extra, missing: 0 }
    }

    #[test]
    fn a_change_on_every_page_is_one() {
        let better: Vec<_> = (1..50).map(|n| (page(n, 5), page(n, 4))).collect();
        let worse: Vec<_> = better.iter().map(|&(before, after)| (after, before)).collect();
        let (better, worse) = (Change::new(&better, 7), Change::new(&worse, 7));
        assert_eq!((better.verdict, worse.verdict), (Verdict::Better, Verdict::Worse));
        assert!(0.0 < better.low && better.low < better.f1 && better.f1 < better.high);
        assert_eq!((better.low, better.high), (-worse.high, -worse.low));
    }

    #[test]
    fn one_page_of_many_is_luck() {
        let mut pages = vec![(page(10, 1), page(10, 1)); 50];
        let unchanged = Change::new(&pages, 7);
        assert_eq!((unchanged.f1, unchanged.low, unchanged.high, unchanged.verdict), (0.0, 0.0, 0.0, Verdict::Same));
        pages[3].1 = page(10, 0);
        let change = Change::new(&pages, 7);
        assert!(change.f1 > 0.0);
        assert_eq!((change.low, change.verdict), (0.0, Verdict::Same));
    }

    #[test]
    fn the_seed_decides() {
        let pages: Vec<_> = (1..40).map(|n| (page(n, 5), page(n, n % 7))).collect();
        assert_eq!(Change::new(&pages, 1), Change::new(&pages, 1));
        assert_ne!(Change::new(&pages, 1), Change::new(&pages, 2));
    }
}
