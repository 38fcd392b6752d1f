//! Where the text ends, by the weight of all that stands around a line: what tells the end of a text has many forms (the newest posts of a
//! blog with long summaries, offers, offices, a quiz), and no single sign of it is sure.
//!
//! Each short line below [`TEXT`] words of running text, with furniture below it, is weighed. What speaks for an end is furniture around it, paragraphs that break
//! off below it, names, dates, and lines of a word or two; what speaks against it is much text below it, in paragraphs that follow each
//! other, or text right above or below it. The first line that weighs enough ends the text.
//!
//! The [weights](weight) are those of a logistic regression over the texts of five extractors and the gold text for half of the sites of the corpora that the README names, rounded. The
//! other half was only measured on. Weighed lines of the gold text count threefold, as do those of the extractor that leaves least.

use super::Line;

/// Words of text before the line, of a paragraph of it on the average, and the share of its paragraphs that stand right below another: lists of
/// things and posts of a forum have single paragraphs all over.
const TEXT: usize = 100;
const AVERAGE: usize = 20;
const PAIRS: f32 = 0.2;
/// What may be below it of the text, and of all words, for a long list may belong to the text.
const REST: f32 = 0.4;
/// The share of the lines below it that must go already.
const CUT: f32 = 0.08;
/// Lines that must be below it, itself among them.
const LINES: usize = 6;
/// What a line must weigh: more on whole pages, which have much that looks like an end above the end.
const WEIGHT: f32 = 2.2;
const WHOLE_PAGE_WEIGHT: f32 = 3.5;

/// More words of a short line count for no more, nor do more lines that go.
const LINE_WORDS: usize = 20;
const CUT_LINES: usize = 11;
const TINY_WORDS: usize = 3;
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=4;
/// So many words without the end of a sentence break off.
const BROKEN_WORDS: usize = 15;

/// What there is from a line to the end.
#[derive(Debug, Default, Clone, Copy)]
struct Part {
    /// Lines that stay so far, and those that go.
    kept: usize,
    cut: usize,
    words: usize,
    /// Those of short lines too.
    all_words: usize,
    paragraphs: usize,
    /// Paragraphs right below another.
    pairs: usize,
    longest: usize,
    /// Paragraphs that break off.
    broken: usize,
    /// Lines that are no running text, those of a few words, those that are a day, and those that look like a name.
    short: usize,
    tiny: usize,
    dates: usize,
    names: usize,
}

impl Part {
    fn add(&mut self, line: &Line, next: Option<&Line>, text: &str) {
        if line.is_cut {
            self.cut += 1;
            return;
        }
        self.kept += 1;
        self.all_words += line.info.words;
        if line.is_text() {
            self.words += line.info.words;
            self.paragraphs += 1;
            self.pairs += usize::from(next.is_some_and(Line::is_text));
            self.longest = self.longest.max(line.info.words);
            self.broken += usize::from(is_broken(line));
        } else {
            self.short += 1;
            self.tiny += usize::from(line.info.words <= TINY_WORDS);
            self.dates += usize::from(line.info.is_date);
            self.names += usize::from(NAME_WORDS.contains(&line.info.words) && capitals(text) == 1.0);
        }
    }
}

/// The line at which the text ends, if one weighs enough. Takes the lines with what has been cut of them, and their text.
pub(crate) fn find<'t>(lines: &[Line], is_whole_page: bool, text: impl Fn(usize) -> &'t str) -> Option<usize> {
    if !lines.iter().any(|line| line.is_cut) {
        return None;
    }
    let mut part = Part::default();
    let mut parts = vec![part; lines.len()];
    for (at, line) in lines.iter().enumerate().rev() {
        part.add(line, lines.get(at + 1), text(at));
        parts[at] = part;
    }
    let enough = if is_whole_page { WHOLE_PAGE_WEIGHT } else { WEIGHT };
    (1..lines.len()).find(|&at| may_end(&lines[at], &part, &parts[at]) && weight(lines, at, text(at), &part, &parts[at]) > enough)
}

fn may_end(line: &Line, all: &Part, rest: &Part) -> bool {
    let (words, paragraphs) = (all.words - rest.words, all.paragraphs - rest.paragraphs);
    !line.is_cut
        && !line.info.is_prose
        && share(rest.cut, rest.kept + rest.cut) >= CUT
        && rest.kept + rest.cut >= LINES
        && words >= TEXT
        && words > AVERAGE * paragraphs
        && share(all.pairs - rest.pairs, paragraphs) >= PAIRS
        && share(rest.words, all.words) <= REST
        && share(rest.all_words, all.all_words) <= REST
}

/// What speaks for an end of the text at a line, less what speaks against it.
fn weight(lines: &[Line], at: usize, text: &str, all: &Part, rest: &Part) -> f32 {
    let (line, previous, next) = (&lines[at], &lines[at - 1], lines.get(at + 1));
    let left = share(rest.words, all.words);
    let is = |sign: bool| f32::from(u8::from(sign));
    let signs = [
        // How much is below.
        -5.2 * left,
        -0.5 * is(left > 0.1),
        -0.3 * log(rest.kept),
        // Furniture below and above.
        0.5 * log(rest.cut.min(CUT_LINES)),
        -1.5 * share(rest.cut, rest.kept + rest.cut),
        share(all.cut - rest.cut, all.kept + all.cut - rest.kept - rest.cut),
        // The paragraphs below, and those above.
        -2.1 * share(rest.pairs, rest.paragraphs),
        3.2 * share(rest.broken, rest.paragraphs),
        -0.5 * log(rest.longest),
        share(all.pairs - rest.pairs, all.paragraphs - rest.paragraphs),
        // The short lines below.
        -share(rest.short, rest.kept),
        0.9 * share(rest.dates, rest.short),
        1.4 * share(rest.names, rest.short),
        0.9 * share(rest.tiny, rest.short),
        // The line itself.
        -0.3 * line.info.words.min(LINE_WORDS) as f32 / 10.0,
        0.6 * capitals(text),
        is(line.info.is_date),
        0.5 * is(text.ends_with('?')),
        -is(text.starts_with(['•', '·', '*', '-'])),
        0.8 * is(!text.contains(char::is_alphabetic)),
        // The lines beside it.
        0.9 * is(previous.is_cut),
        -0.4 * is(previous.is_text()),
        -0.5 * is(!previous.is_cut && previous.info.ends_sentence),
        -is(next.is_some_and(Line::is_text)),
    ];
    2.5 + signs.iter().sum::<f32>()
}

fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}

fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

pub(super) fn is_broken(line: &Line) -> bool {
    line.info.has_ellipsis || line.info.words >= BROKEN_WORDS && !line.info.ends_sentence
}

/// The share of the words with a capital, of those that begin with a letter.
fn capitals(text: &str) -> f32 {
    let first = |word: &str| word.chars().next().filter(|c| c.is_alphabetic());
    let (words, capitals) = text
        .split_whitespace()
        .filter_map(first)
        .fold((0, 0), |(words, capitals), first| (words + 1, capitals + usize::from(first.is_uppercase())));
    share(capitals, words)
}
