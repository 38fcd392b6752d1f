//! Texts without line breaks: there the sentence is the unit.
//!
//! Some extractors give a page as one line. Of such a text every sentence is judged as a line is in others, by the same rules, with company and
//! place judged between sentences. Furniture ends no sentence, so it stands glued to the one after it, or in rows:
//! `… for a week. Share Facebook X Advertisement The mayor said …`. So within a sentence phrases of rules are looked for, at words that
//! may begin one, up to words that may begin the next, and parted from the text:
//!
//! - in rows of [`ROW`] phrases;
//! - at the beginning of a sentence, if the phrase is long or the word after it begins a sentence for sure, for it is written small elsewhere in
//!   the text (`Advertisement The mayor`, but not `Advertising Standards Authority`);
//! - elsewhere only rows and long phrases.
//!
//! Parting takes nothing away; whether a part goes is decided as for lines.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use crate::document::{Document, Place};
use crate::sentence::{may_begin, sentences};

/// A text has no line breaks to speak of if its lines, blank ones aside, are longer than this on average, in bytes. Of the texts that
/// extractors give, one in two hundred is such, and nearly all of these are one line.
const UNBROKEN: usize = 1_000;
/// So many phrases in a row are one anywhere.
const ROW: usize = 3;
/// So many different phrases in a row are a menu.
const MENU: usize = 5;
/// So many words make a phrase long.
const LONG: usize = 3;
/// The longest phrase in words that is looked for.
const WORDS: usize = 10;

/// Whether sentences are the units of a text, and not lines.
pub(crate) fn is_unbroken(document: &Document<'_>) -> bool {
    let places = document.places();
    !places.is_empty() && document.text().len() / places.len() > UNBROKEN
}

/// The same text with sentences and phrases for lines. `may_begin` tells whether some phrase of a rule may begin with a word, and `weight` what a piece of
/// text is worth as such a phrase.
pub(crate) fn segmented<'t>(
    document: &Document<'t>,
    mut may_begin: impl FnMut(&str) -> bool,
    mut weight: impl FnMut(&str) -> Option<Weight>,
) -> Document<'t> {
    let text = document.text();
    let small = OnceCell::new();
    let mut units = Vec::new();
    for line in document.places() {
        let mut starts = Vec::new();
        for sentence in sentences(&text[line.first..line.last]) {
            let sentence = line.first + sentence.start..line.first + sentence.end;
            starts.push(sentence.start);
            Sentence { text, words: words(text, &sentence), small: &small }.part(&mut may_begin, &mut weight, &mut starts);
        }
        for (at, first) in starts.iter().enumerate() {
            let next = starts.get(at + 1).copied();
            units.push(Place {
                start: if at == 0 { line.start } else { *first },
                first: *first,
                last: first + text[*first..next.unwrap_or(line.last)].trim_end().len(),
                next: next.unwrap_or(line.next),
            });
        }
    }
    Document::of_sentences(text, units)
}

struct Sentence<'t, 's> {
    text: &'t str,
    words: Vec<Range<usize>>,
    /// All words of the text that begin with a small letter; most texts are not asked for them.
    small: &'s OnceCell<HashSet<&'t str>>,
}

/// A phrase of some rule: which words of the sentence it is.
struct Phrase {
    words: Range<usize>,
    weight: Weight,
}

/// What a phrase says of the row that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Little: it may be any word of a title.
    Weak,
    /// It is a button of a share bar.
    Share,
    /// Its rule is sure anywhere.
    Sure,
}

impl Sentence<'_, '_> {
    /// Adds where parts of the sentence begin, but for the first.
    fn part(&self, may_begin: impl FnMut(&str) -> bool, weight: impl FnMut(&str) -> Option<Weight>, starts: &mut Vec<usize>) {
        let phrases = self.phrases(may_begin, weight);
        for row in phrases.chunk_by(|one, other| one.words.end == other.words.start) {
            let (from, to) = (row[0].words.start, row[row.len() - 1].words.end);
            if from == 0 && to == self.words.len() && row.len() == 1 || !self.is_parted(row, from, to) {
                continue;
            }
            let begins = row.iter().map(|phrase| phrase.words.start).chain((to < self.words.len()).then_some(to));
            starts.extend(begins.filter(|word| *word > 0).map(|word| self.words[word].start));
        }
    }

    fn is_parted(&self, row: &[Phrase], from: usize, to: usize) -> bool {
        let is_last = to == self.words.len();
        let begins_sentence = || is_last || self.small().contains(self.word(to).to_lowercase().as_str());
        let is_long = row.iter().any(|phrase| phrase.weight == Weight::Sure && phrase.words.len() >= LONG);
        let strong = row.iter().filter(|phrase| phrase.weight > Weight::Weak).count();
        // Text follows that the label is of: `Advertising: When you`.
        let is_label = row.len() == 1 && !is_last && self.text[..self.words[to - 1].end].ends_with(':');
        if is_label {
            return false;
        }
        match from {
            0 => is_long || strong >= ROW || strong > 0 && begins_sentence(),
            _ if strong >= ROW => true,
            _ if begins_sentence() => is_long || strong + 1 >= ROW,
            _ => self.is_menu(row),
        }
    }

    fn small(&self) -> &HashSet<&str> {
        self.small.get_or_init(|| self.text.split_whitespace().map(bare).filter(|word| word.starts_with(char::is_lowercase)).collect())
    }

    /// Whether a row is long enough to be a menu, whatever it is of.
    fn is_menu(&self, row: &[Phrase]) -> bool {
        let names: HashSet<&str> = row.iter().map(|phrase| self.word(phrase.words.start)).collect();
        names.len() >= MENU
    }

    /// The phrases of a sentence from left to right, of those that begin at a word the longest.
    fn phrases(&self, mut may_begin_phrase: impl FnMut(&str) -> bool, mut weight: impl FnMut(&str) -> Option<Weight>) -> Vec<Phrase> {
        let begins: Vec<bool> = self.words.iter().map(|word| may_begin(&self.text[word.clone()])).collect();
        let mut phrases = Vec::new();
        let mut from = 0;
        while from < self.words.len() {
            let mut ends = (from + 1..=self.words.len().min(from + WORDS)).rev();
            let found = if (from == 0 || begins[from]) && may_begin_phrase(&self.text[self.words[from].clone()]) {
                ends.find_map(|to| {
                    let piece = &self.text[self.words[from].start..self.words[to - 1].end];
                    let is_apart = begins.get(to).is_none_or(|begins| *begins) && !self.is_joined(from) && !self.is_joined(to);
                    let weight = if is_apart { weight(piece) } else { None }?;
                    Some(Phrase { words: from..to, weight })
                })
            } else {
                None
            };
            from = found.as_ref().map_or(from + 1, |phrase| phrase.words.end);
            phrases.extend(found);
        }
        phrases
    }

    /// Whether a word goes on with what the word before began: `Facebook, X`, `Food & Drink`, `Advertising: When`.
    fn is_joined(&self, word: usize) -> bool {
        let is_sign = |word: &str| matches!(word, "&" | "+" | "/" | "-" | "–" | "—");
        let text = |word: usize| self.words.get(word).map_or("", |word| &self.text[word.clone()]);
        word > 0 && word < self.words.len() && (text(word - 1).ends_with([',', '&']) || is_sign(text(word - 1)) || is_sign(text(word)))
    }

    fn word(&self, index: usize) -> &str {
        bare(&self.text[self.words[index].clone()])
    }
}

fn words(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text[span.clone()].split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
