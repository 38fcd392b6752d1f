//! Cleaning the texts of a page and comparing them with its gold.

use std::time::{Duration, Instant};

use super::gold::Gold;
use super::page::Page;
use super::score::Overlap;
use super::shingles::words;
use crate::pipeline::Pipeline;
use crate::removal::{Cleaned, RuleId};

/// The name under which the gold text itself is judged, as a text that must lose nothing.
pub(super) const GOLD: &str = "gold";

/// Judges pages by a pipeline. It is `Send + Sync`: pages may be judged in any order, on any thread.
///
/// See the [module](super) for an example.
#[derive(Debug, Clone)]
pub struct Evaluation {
    pipeline: Pipeline,
    extractors: Vec<String>,
    is_one_line: bool,
}

/// A page's texts, each before and after cleaning. A [`Report`](super::Report) is made of many.
#[derive(Debug, Clone)]
pub struct Judged {
    pub(super) id: String,
    pub(super) texts: Vec<JudgedText>,
}

#[derive(Debug, Clone)]
pub(super) struct JudgedText {
    pub(super) name: String,
    pub(super) bytes: usize,
    pub(super) characters: usize,
    pub(super) characters_kept: usize,
    pub(super) cleaning: Duration,
    pub(super) scores: Option<JudgedScores>,
    /// Lines that the gold lacks, and those of them that went.
    pub(super) lacking: [usize; 2],
    pub(super) cuts: Vec<Cut>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct JudgedScores {
    pub(super) before: Overlap,
    pub(super) after: Overlap,
    pub(super) best: Overlap,
}

#[derive(Debug, Clone)]
pub(super) struct Cut {
    pub(super) rule: RuleId,
    pub(super) characters: usize,
    pub(super) in_gold: bool,
    /// What was cut, where the page lost by cutting.
    pub(super) text: Option<String>,
}

impl Evaluation {
    /// Judges all texts of a page and its gold.
    #[must_use]
    pub fn new(pipeline: Pipeline) -> Self {
        Self { pipeline, extractors: Vec::new(), is_one_line: false }
    }

    /// Judges only the texts of these extractors; `gold` stands for the gold text. An empty list means all.
    #[must_use]
    pub fn with_extractors(mut self, names: Vec<String>) -> Self {
        self.extractors = names;
        self
    }

    /// Makes one line of each text before it is cleaned, the gold included, as some extractors give it: line breaks become spaces. The best by whole lines is
    /// still that of the lines there were.
    ///
    /// ```
    /// use textsieve::evaluate::{Evaluation, Page, Report};
    /// use textsieve::{Category, Pipeline};
    ///
    /// let page: Page = serde_json::from_str(r#"{"id": "a", "texts": {"mine": "It rained all day.\n- Advertisement -\nIt snowed.\n"}}"#)?;
    /// let evaluation = Evaluation::new(Pipeline::default()).as_one_line(true);
    /// let report = Report::new(&[evaluation.judge(&page)], 1, 0);
    /// assert_eq!(report.texts[0].cuts[&Category::Ad].cuts, 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn as_one_line(mut self, yes: bool) -> Self {
        self.is_one_line = yes;
        self
    }

    /// Cleans the texts of a page and compares them with its gold. Empty texts do not count.
    #[must_use]
    pub fn judge(&self, page: &Page) -> Judged {
        let gold = page.gold.as_deref().filter(|gold| !gold.is_empty());
        let reference = gold.map(Gold::new);
        let texts = page.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).filter(|&(name, _)| name != GOLD);
        let wanted = |name: &str| self.extractors.is_empty() || self.extractors.iter().any(|known| known == name);
        let texts = texts
            .chain(gold.map(|gold| (GOLD, gold)))
            .filter(|&(name, text)| !text.is_empty() && wanted(name))
            .map(|(name, text)| self.text(name, text, reference.as_ref()))
            .collect();
        Judged { id: page.id.clone(), texts }
    }

    fn text(&self, name: &str, given: &str, gold: Option<&Gold>) -> JudgedText {
        let text = if self.is_one_line { &*one_line(given) } else { given };
        let start = Instant::now();
        let cleaned = self.pipeline.clean(text);
        let cleaning = start.elapsed();
        let scores = gold.map(|gold| {
            let lines: Vec<_> = given.lines().map(words).collect();
            let before = gold.overlap(&lines.concat());
            let after = if cleaned.is_changed() { gold.overlap(&words(&cleaned.text)) } else { before };
            JudgedScores { before, after, best: gold.best(&lines, before) }
        });
        JudgedText {
            name: name.to_owned(),
            bytes: text.len(),
            characters: text.chars().count(),
            characters_kept: cleaned.text.chars().count(),
            cleaning,
            scores,
            lacking: gold.map_or([0; 2], |gold| lacking(text, &cleaned, gold)),
            cuts: cuts(text, &cleaned, gold, scores.is_some_and(|scores| scores.lost() > 0.0)),
        }
    }
}

impl JudgedScores {
    /// How much of its F1 the page lost.
    pub(super) fn lost(self) -> f64 {
        self.before.f1() - self.after.f1()
    }
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

/// The lines of a text, blank ones aside, that the gold lacks, and those of them of which nothing is left.
fn lacking(text: &str, cleaned: &Cleaned<'_>, gold: &Gold) -> [usize; 2] {
    let mut removals = cleaned.removals.iter().peekable();
    let (mut lines, mut cut, mut end) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let words = words(line);
        if !words.is_empty() && !gold.has(&words) {
            lines += 1;
            let content = start + line.len() - line.trim_start().len()..start + line.trim_end().len();
            while removals.next_if(|removal| removal.span.end < content.end).is_some() {}
            cut += usize::from(removals.peek().is_some_and(|removal| removal.span.start <= content.start));
        }
    }
    [lines, cut]
}

fn cuts(text: &str, cleaned: &Cleaned<'_>, gold: Option<&Gold>, with_text: bool) -> Vec<Cut> {
    let cut = |removal: &crate::Removal| {
        let cut = &text[removal.span.clone()];
        let words = words(cut);
        Cut {
            rule: removal.rule.clone(),
            characters: cut.chars().count(),
            in_gold: !words.is_empty() && gold.is_some_and(|gold| gold.has(&words)),
            text: with_text.then(|| cut.trim().to_owned()),
        }
    };
    cleaned.removals.iter().map(cut).collect()
}
