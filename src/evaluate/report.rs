//! Figures over all pages of a corpus.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::bootstrap::Change;
use super::judge::{GOLD, Judged, JudgedScores, JudgedText};
use super::score::Scores;
use crate::removal::{Category, RuleId};

/// What a pipeline did to a corpus. Serialises with the names of its fields.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// A row for each extractor by name, the gold text itself at the end.
    pub texts: Vec<TextReport>,
    /// The pages that lost most F1 on any of their texts, the worst first.
    pub worst: Vec<WorstPage>,
}

/// The figures of one extractor's texts.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TextReport {
    /// The extractor, or `gold`.
    pub name: String,
    /// Pages that have a text of it.
    pub pages: usize,
    /// Characters of these texts.
    pub characters: usize,
    /// The share of the characters that cleaning kept, 0 to 1.
    pub kept: f64,
    /// Scores over the pages that have a gold text; none without such pages.
    pub scores: Option<Comparison>,
    /// What was cut.
    pub cuts: BTreeMap<Category, Cuts>,
    /// Speed of cleaning alone, one thread: millions of bytes of UTF-8 a second of the clock, so a busy machine shows less.
    pub megabytes_per_second: f64,
}

/// Scores before and after cleaning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Pages with a gold text.
    pub pages: usize,
    /// The texts as they were.
    pub before: Scores,
    /// The texts after cleaning.
    pub after: Scores,
    /// The texts with all whole lines cut that the gold lacks, see the [module](super).
    pub best: Scores,
    /// The change in F1.
    pub change: Change,
    /// Lines of the texts, blank ones aside, that the gold lacks, by the measure that tells the best lines.
    pub lacking: usize,
    /// Those of them that cleaning cut.
    pub lacking_cut: usize,
    /// The share of the way in F1 from before to best that cleaning went, 1 for all of it; none where there was no way to go.
    pub closed: Option<f64>,
}

/// Cuts of one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Cuts {
    /// How many.
    pub cuts: usize,
    /// Their characters.
    pub characters: usize,
    /// Those whose words the gold has too, there or elsewhere, by the measure that tells the best lines: what to look at first.
    pub in_gold: usize,
}

/// A page that lost F1 by cleaning.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct WorstPage {
    /// The page.
    pub id: String,
    /// How much F1 it lost on the text that lost most.
    pub lost: f64,
    /// Its texts that lost, the worst first.
    pub texts: Vec<LostText>,
    /// What was cut from these texts, each once.
    pub cuts: Vec<LostCut>,
}

/// A text that lost F1 by cleaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LostText {
    /// The extractor, or `gold`.
    pub name: String,
    /// The page's F1 before.
    pub before: f64,
    /// The page's F1 after.
    pub after: f64,
}

/// A cut on a page that lost F1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LostCut {
    /// The rule that cut it.
    pub rule: RuleId,
    /// What was cut, without white space around.
    pub text: String,
    /// Whether the gold has its words: likely the cause of the loss.
    pub in_gold: bool,
}

impl Report {
    /// Sums up pages. `seed` is that of the bootstrap, `worst` the number of worst pages to list. Pages in another order make another sample.
    #[must_use]
    pub fn new(pages: &[Judged], seed: u64, worst: usize) -> Self {
        let mut by_name: BTreeMap<(bool, &str), Vec<&JudgedText>> = BTreeMap::new();
        for text in pages.iter().flat_map(|page| &page.texts) {
            by_name.entry((text.name == GOLD, &text.name)).or_default().push(text);
        }
        let mut lost: Vec<_> = pages.iter().filter_map(WorstPage::new).collect();
        lost.sort_by(|a, b| b.lost.total_cmp(&a.lost));
        lost.truncate(worst);
        Self { texts: by_name.into_iter().map(|((_, name), texts)| TextReport::new(name, &texts, seed)).collect(), worst: lost }
    }
}

impl TextReport {
    fn new(name: &str, texts: &[&JudgedText], seed: u64) -> Self {
        let mut cuts: BTreeMap<Category, Cuts> = BTreeMap::new();
        for cut in texts.iter().flat_map(|text| &text.cuts) {
            let sum = cuts.entry(cut.rule.category()).or_default();
            sum.cuts += 1;
            sum.characters += cut.characters;
            sum.in_gold += usize::from(cut.in_gold);
        }
        let characters: usize = texts.iter().map(|text| text.characters).sum();
        let kept: usize = texts.iter().map(|text| text.characters_kept).sum();
        let bytes: usize = texts.iter().map(|text| text.bytes).sum();
        let cleaning: Duration = texts.iter().map(|text| text.cleaning).sum();
        Self {
            name: name.to_owned(),
            pages: texts.len(),
            characters,
            // Empty texts are not judged.
            kept: kept as f64 / characters as f64,
            scores: Comparison::new(texts, seed),
            cuts,
            megabytes_per_second: bytes as f64 / 1e6 / cleaning.as_secs_f64().max(1e-9),
        }
    }
}

impl Comparison {
    fn new(texts: &[&JudgedText], seed: u64) -> Option<Self> {
        let pages: Vec<_> = texts.iter().filter_map(|text| text.scores).collect();
        let [lacking, lacking_cut] = [0, 1].map(|which| texts.iter().map(|text| text.lacking[which]).sum());
        if pages.is_empty() {
            return None;
        }
        let before = Scores::average(pages.iter().map(|page| page.before));
        let after = Scores::average(pages.iter().map(|page| page.after));
        let best = Scores::average(pages.iter().map(|page| page.best));
        let change = Change::new(&pages.iter().map(|page| (page.before, page.after)).collect::<Vec<_>>(), seed);
        let closed = (best.f1 > before.f1).then(|| (after.f1 - before.f1) / (best.f1 - before.f1));
        Some(Self { pages: pages.len(), before, after, best, change, lacking, lacking_cut, closed })
    }
}

impl WorstPage {
    /// The page, if it lost any F1.
    fn new(page: &Judged) -> Option<Self> {
        let lost = |text: &JudgedText| text.scores.map_or(0.0, JudgedScores::lost);
        let mut texts: Vec<_> = page.texts.iter().filter(|text| lost(text) > 0.0).collect();
        texts.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
        let mut cuts: Vec<LostCut> = Vec::new();
        for cut in texts.iter().flat_map(|text| &text.cuts) {
            let cut = LostCut { rule: cut.rule.clone(), text: cut.text.clone().unwrap_or_default(), in_gold: cut.in_gold };
            if !cuts.contains(&cut) {
                cuts.push(cut);
            }
        }
        let worst = lost(texts.first()?);
        let texts = texts.iter().filter_map(|text| {
            text.scores.map(|scores| LostText { name: text.name.clone(), before: scores.before.f1(), after: scores.after.f1() })
        });
        Some(Self { id: page.id.clone(), lost: worst, texts: texts.collect(), cuts })
    }
}
