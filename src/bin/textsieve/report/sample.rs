//! Which documents and lines the report shows.
//!
//! Of all documents that lost something the report takes those with the longest cuts, where a mistake costs most, and some that are drawn evenly. What is
//! drawn hangs on the documents' names only, so that the same run gives the same page, whatever the threads do.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use textsieve::{Cleaned, RuleId, Verdict};

use crate::excerpt::{Context, Part, excerpt};

pub(super) const LONGEST: usize = 100;
pub(super) const EVEN: usize = 300;
/// Lines that are shown for a rule.
const LINES: usize = 5;
const CONTEXT: Context = Context { lines: 2, bytes: 300 };
/// Bytes that are shown of one cut, and about as many as are shown of a document.
const CUT: usize = 2_000;
const DOCUMENT: usize = 12_000;

/// A document with its cuts.
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) bytes: usize,
    pub(super) cuts: usize,
    pub(super) cut_bytes: usize,
    /// Bytes of the longest cut.
    pub(super) longest: usize,
    pub(super) parts: Vec<SamplePart>,
    /// Cuts for which there was no room.
    pub(super) more_cuts: usize,
    pub(super) is_guarded: bool,
    draw: u64,
}

pub(super) enum SamplePart {
    Kept(String),
    /// With the bytes that are left out at the end.
    Cut(String, RuleId, usize),
    /// Bytes that are not shown.
    Far(usize),
    /// What is known of the block that begins with the next cut.
    Block(String),
}

/// What one batch has for the report.
#[derive(Default)]
pub(crate) struct Samples {
    documents: Vec<Sample>,
    lines: BTreeMap<RuleId, Vec<String>>,
}

/// Looks for documents worth to be shown. Clones share what they know.
#[derive(Clone)]
pub(crate) struct Sampler {
    /// What is drawn behind this is out already.
    even: Arc<AtomicU64>,
    /// What is shorter is out already.
    longest: Arc<AtomicU64>,
}

impl Default for Sampler {
    fn default() -> Self {
        Self { even: Arc::new(AtomicU64::new(u64::MAX)), longest: Arc::new(AtomicU64::new(0)) }
    }
}

impl Sampler {
    /// Looks at one document.
    pub(crate) fn look(&self, name: &str, text: &str, cleaned: &Cleaned<'_>, samples: &mut Samples) {
        for removal in &cleaned.removals {
            let line = text[removal.span.clone()].trim();
            let known = match samples.lines.get_mut(&removal.rule) {
                Some(known) => known,
                None => samples.lines.entry(removal.rule.clone()).or_default(),
            };
            add_line(known, &line[..boundary(line, CUT)]);
        }
        let Some(longest) = cleaned.removals.iter().map(|removal| removal.span.len()).max() else { return };
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let draw = hasher.finish();
        if draw > self.even.load(Ordering::Relaxed) && (longest as u64) < self.longest.load(Ordering::Relaxed) {
            return;
        }
        let cut_bytes = text.len() - cleaned.text.len();
        let cuts = cleaned.removals.len();
        let mut sample = Sample {
            name: name.to_owned(),
            bytes: text.len(),
            cuts,
            cut_bytes,
            longest,
            parts: Vec::new(),
            more_cuts: cuts,
            is_guarded: cleaned.verdict == Verdict::Guarded,
            draw,
        };
        let mut left = DOCUMENT;
        for part in excerpt(text, cleaned, CONTEXT) {
            let (shown, length) = match part {
                Part::Kept(text) => (SamplePart::Kept(text.to_owned()), text.len()),
                Part::Cut(text, rule) => {
                    sample.more_cuts -= 1;
                    let end = boundary(text, CUT);
                    (SamplePart::Cut(text[..end].to_owned(), rule.clone(), text.len() - end), end)
                }
                Part::Far(text) => (SamplePart::Far(text.len()), 0),
                Part::Block(block) => (SamplePart::Block(block.to_string()), 0),
            };
            sample.parts.push(shown);
            left = left.saturating_sub(length);
            if left == 0 {
                break;
            }
        }
        samples.documents.push(sample);
    }
}

/// The last boundary between characters up to here.
fn boundary(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn add_line(known: &mut Vec<String>, line: &str) {
    if known.len() < LINES && !known.iter().any(|other| other == line) {
        known.push(line.to_owned());
    }
}

/// Collects samples.
pub(crate) struct Report {
    sampler: Sampler,
    even: BTreeMap<(u64, String), Arc<Sample>>,
    longest: BTreeMap<(Reverse<usize>, u64, String), Arc<Sample>>,
    pub(super) lines: BTreeMap<RuleId, Vec<String>>,
}

impl Report {
    pub(crate) fn new(sampler: Sampler) -> Self {
        Self { sampler, even: BTreeMap::new(), longest: BTreeMap::new(), lines: BTreeMap::new() }
    }

    /// Adds what a batch has.
    pub(crate) fn add(&mut self, samples: Samples) {
        for (rule, lines) in samples.lines {
            let known = self.lines.entry(rule).or_default();
            lines.iter().for_each(|line| add_line(known, line));
        }
        for sample in samples.documents {
            let sample = Arc::new(sample);
            self.even.insert((sample.draw, sample.name.clone()), Arc::clone(&sample));
            self.longest.insert((Reverse(sample.longest), sample.draw, sample.name.clone()), sample);
            if self.even.len() > EVEN {
                self.even.pop_last();
            }
            if self.longest.len() > LONGEST {
                self.longest.pop_last();
            }
        }
        if let (EVEN, Some(((draw, _), _))) = (self.even.len(), self.even.last_key_value()) {
            self.sampler.even.store(*draw, Ordering::Relaxed);
        }
        if let (LONGEST, Some(((Reverse(longest), ..), _))) = (self.longest.len(), self.longest.last_key_value()) {
            self.sampler.longest.store(*longest as u64, Ordering::Relaxed);
        }
    }

    /// The documents that are shown, longest cuts first.
    pub(super) fn documents(&self) -> Vec<&Sample> {
        let all: BTreeMap<_, _> =
            self.longest.values().chain(self.even.values()).map(|sample| ((Reverse(sample.longest), &sample.name), &**sample)).collect();
        all.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_documents_are_taken_whatever_the_batches() {
        let text = |n: usize| format!("It rained.\n{}\nAdvertisement", "Advertisement\n".repeat(n % 200));
        let names = |batch: usize| {
            let sampler = Sampler::default();
            let mut report = Report::new(sampler.clone());
            let numbers: Vec<_> = (0..2_000).collect();
            for numbers in numbers.chunks(batch) {
                let mut samples = Samples::default();
                for n in numbers {
                    let text = text(*n);
                    sampler.look(&n.to_string(), &text, &textsieve::clean(&text), &mut samples);
                }
                report.add(samples);
            }
            report.documents().iter().map(|sample| sample.name.clone()).collect::<Vec<_>>()
        };
        let one = names(1);
        assert!(one.len() >= EVEN && one.len() <= EVEN + LONGEST, "{}", one.len());
        assert_eq!(one, names(700));
    }

    #[test]
    fn a_sample_is_no_longer_than_it_may_be() {
        let text = format!("{}{}", "Advertisement\nIt rained, and nobody had an umbrella.\n".repeat(2_000), "é".repeat(5_000));
        let mut samples = Samples::default();
        Sampler::default().look("name", &text, &textsieve::clean(&text), &mut samples);
        let sample = &samples.documents[0];
        let length: usize =
            sample.parts.iter().map(|part| if let SamplePart::Kept(t) | SamplePart::Cut(t, ..) = part { t.len() } else { 0 }).sum();
        let cuts = sample.parts.iter().filter(|part| matches!(part, SamplePart::Cut(..))).count();
        assert!(length <= DOCUMENT + CUT, "{length}");
        assert_eq!((sample.cuts, sample.more_cuts), (2_000, 2_000 - cuts));
    }
}
