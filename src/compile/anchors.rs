//! Anchors of a regular expression: words of which each line that it matches has at least one in its place.
//!
//! Nearly every pattern of the packs begins with one of a few words, so most can be found as whole phrases are: by the words that a line
//! begins with. The others have a word somewhere in the middle. A pattern with few enough matches needs no regular expression at all.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

use crate::fold::is_unspaced;

/// How a pattern is found.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// Lines that the pattern matches as they are.
    pub(crate) whole: Vec<String>,
    /// Whole words at the beginning of a line, or a piece of the first one.
    pub(crate) starts: Vec<String>,
    pub(crate) first: Vec<String>,
    /// The same anywhere.
    pub(crate) inner: Vec<String>,
    pub(crate) pieces: Vec<String>,
}

/// A pattern with no more matches than this is the list of them.
const FINITE: usize = 64;
/// How far to look, the first that succeeds is taken.
const REACHES: [Reach; 4] = [Reach::new(2, 24, 128), Reach::new(1, 24, 4_096), Reach::new(1, 6, 1_024), Reach::new(1, 3, 1_024)];
const EVERYTHING: Reach = Reach::new(usize::MAX, usize::MAX, FINITE);
/// A pattern may have any number of parts, and matches of any length; these are looked at.
const PARTS: usize = 64;
const LONGEST: usize = 600;
/// A shorter piece of a word is no anchor.
const SHORTEST: usize = 2;

/// How much of a pattern is looked at.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// Words, or bytes of the last one.
    words: usize,
    bytes: usize,
    /// The most that may come of it.
    limit: usize,
    /// How often repetitions around it are followed, multiplied: each one in another multiplies the time.
    times: u32,
}

impl Reach {
    const fn new(words: usize, bytes: usize, limit: usize) -> Self {
        Self { words, bytes, limit, times: 1 }
    }
}

/// Anchors of a pattern that is to match a whole folded line; none where there are no good ones.
pub(crate) fn anchors(hir: &Hir) -> Option<Anchors> {
    if let Some(pieces) = expand(hir, vec![Piece::start()], EVERYTHING)
        && pieces.iter().all(|piece| piece.is_open)
    {
        return Some(Anchors {
            whole: pieces.into_iter().map(|piece| piece.text).filter(|text| !text.is_empty()).collect(),
            ..Anchors::default()
        });
    }
    rarest(hir)
}

/// The anchors that the fewest lines have.
fn rarest(hir: &Hir) -> Option<Anchors> {
    let mut best: Option<(f64, Anchors)> = None;
    for reach in REACHES {
        keep_rarer(&mut best, at_start(hir, reach));
        if best.as_ref().is_some_and(|(share, _)| *share <= RARE) {
            break;
        }
    }
    if best.as_ref().is_none_or(|(share, _)| *share > RARE) {
        keep_rarer(&mut best, inside(hir));
    }
    best.map(|(_, anchors)| anchors)
}

fn keep_rarer(best: &mut Option<(f64, Anchors)>, anchors: Option<Anchors>) {
    if let Some(anchors) = anchors {
        let share = anchors.share();
        if best.as_ref().is_none_or(|(least, _)| share < *least) {
            *best = Some((share, anchors));
        }
    }
}

/// Anchors that fewer lines have need not be improved.
const RARE: f64 = 1e-3;
/// Words per line.
const WORDS: f64 = 15.0;

impl Anchors {
    pub(crate) fn is_nothing_but_whole(&self) -> bool {
        [&self.starts, &self.first, &self.inner, &self.pieces].iter().all(|list| list.is_empty())
    }

    /// Whether some of them are at the beginning of a line.
    pub(crate) fn is_at_start(&self) -> bool {
        !(self.whole.is_empty() && self.starts.is_empty() && self.first.is_empty())
    }

    /// Those that may be anywhere.
    pub(crate) fn texts(&self) -> super::gate::Texts<'_> {
        self.inner.iter().map(|text| (text.as_str(), false)).chain(self.pieces.iter().map(|text| (text.as_str(), true))).collect()
    }

    /// Which share of lines has one of these anchors, roughly.
    fn share(&self) -> f64 {
        let all = |list: &[String], is_whole: bool| list.iter().map(|text| share(text, is_whole)).sum::<f64>();
        all(&self.starts, true) + all(&self.first, false) + WORDS * (all(&self.inner, true) + all(&self.pieces, false))
    }
}

/// Whether a word is among the most frequent ones of some language, or common in furniture.
pub(super) fn is_common(word: &str) -> bool {
    /// Sorted.
    const COMMON: &[&str] = &[
        "a", "all", "also", "am", "an", "and", "are", "as", "at", "be", "by", "can", "das", "de", "del", "den", "der", "die", "do", "du",
        "el", "en", "er", "et", "for", "from", "get", "has", "have", "he", "here", "i", "if", "in", "is", "it", "je", "la", "le", "los",
        "more", "my", "new", "no", "not", "of", "on", "one", "or", "our", "she", "so", "te", "that", "the", "their", "there", "they",
        "this", "to", "un", "und", "up", "was", "we", "what", "when", "who", "will", "with", "you", "your",
    ];
    COMMON.binary_search(&word).is_ok()
}

/// How often a text of some words stands in a certain place. That common words are common is all that matters here.
fn share(text: &str, is_whole: bool) -> f64 {
    let mut words = text.split_inclusive(' ').peekable();
    let mut share = 1.0;
    while let Some(word) = words.next() {
        let is_part = words.peek().is_none() && !is_whole && !word.ends_with(' ');
        let word = word.trim_end();
        let halves = word.chars().filter(|&c| is_unspaced(c)).count();
        share *= if halves > 0 {
            0.02_f64.powi(halves as i32)
        } else if word.contains('#') || word.len() == 1 && is_part {
            0.08
        } else if is_common(word) || word.len() == 2 && is_part {
            0.03
        } else if word.len() <= 3 {
            2e-3
        } else if is_part && word.len() == 4 {
            3e-4
        } else {
            2e-5
        };
    }
    share
}

fn at_start(hir: &Hir, reach: Reach) -> Option<Anchors> {
    {
        let pieces = expand(hir, vec![Piece::start()], reach)?;
        let mut anchors = Anchors::default();
        // No folded line begins with a space.
        for piece in pieces.into_iter().filter(|piece| !piece.text.starts_with(' ')) {
            if piece.is_open {
                anchors.whole.extend(Some(piece.text).filter(|text| !text.is_empty()));
                continue;
            }
            let words = last_boundary(&piece.text);
            match piece.text.len() {
                0 => return None,
                _ if is_better_whole(&piece.text, words) => anchors.starts.push(piece.text[..words].to_owned()),
                _ => anchors.first.push(piece.text),
            }
        }
        anchors.starts.sort_unstable();
        anchors.starts.dedup();
        Some(anchors)
    }
}

/// Whether the first words of a text, which are found faster, are about as rare as all of it.
fn is_better_whole(text: &str, words: usize) -> bool {
    words > 0 && share(&text[..words], true) <= 10.0 * share(text, false)
}

/// Where the last word of a text that is known to be complete ends.
fn last_boundary(text: &str) -> usize {
    let is_end = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    let end = text.char_indices().rev().find(|(_, c)| is_end(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    text[..end].trim_end().len()
}

fn inside(hir: &Hir) -> Option<Anchors> {
    let mut best = None;
    all_inside(hir).into_iter().for_each(|anchors| keep_rarer(&mut best, Some(anchors)));
    best.map(|(_, anchors)| anchors)
}

/// Sets of anchors of each of which all matches have one.
pub(crate) fn all_inside(hir: &Hir) -> Vec<Anchors> {
    match hir.kind() {
        HirKind::Capture(capture) => all_inside(&capture.sub),
        HirKind::Alternation(alternatives) => each(alternatives.iter(), rarest).into_iter().collect(),
        HirKind::Concat(parts) => {
            let mut all = Vec::new();
            if let Some(alternatives) = alternatives(&parts[0]) {
                let alternative = |first: &Hir| Hir::concat([std::slice::from_ref(first), &parts[1..parts.len().min(PARTS)]].concat());
                let alternatives: Vec<_> = alternatives.iter().map(alternative).collect();
                all.extend(each(alternatives.iter(), rarest));
            }
            let mut is_boundary = true;
            for at in 0..parts.len().min(PARTS) {
                if !matches!(parts[at].kind(), HirKind::Repetition(repetition) if repetition.min == 0) {
                    let rest = &parts[at..parts.len().min(at + PARTS)];
                    all.extend(literals(&Hir::concat(rest.to_vec()), is_boundary));
                    if is_boundary && let Some(alternatives) = alternatives(&parts[at]) {
                        all.extend(each(alternatives.iter(), |first| inside_first(first, &rest[1..])));
                    }
                }
                is_boundary = ends_at_boundary(&parts[at], is_boundary);
            }
            all
        }
        _ => literals(hir, true).into_iter().collect(),
    }
}

/// The rarest anchors inside the first part of a pattern, which begins where a word may.
fn inside_first(first: &Hir, rest: &[Hir]) -> Option<Anchors> {
    let parts = match first.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(first),
    };
    let mut best = None;
    let mut is_boundary = true;
    for at in 0..parts.len().min(PARTS) {
        if !matches!(parts[at].kind(), HirKind::Repetition(repetition) if repetition.min == 0) {
            keep_rarer(&mut best, literals(&Hir::concat([&parts[at..], rest].concat()), is_boundary));
        }
        is_boundary = ends_at_boundary(&parts[at], is_boundary);
    }
    best.map(|(_, anchors)| anchors)
}

/// Whether every match has a character that is not of ASCII.
pub(crate) fn needs_beyond_ascii(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Literal(literal) => !literal.0.is_ascii(),
        HirKind::Class(Class::Unicode(class)) => class.iter().all(|range| !range.start().is_ascii()),
        HirKind::Capture(capture) => needs_beyond_ascii(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_beyond_ascii(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().any(needs_beyond_ascii),
        HirKind::Alternation(parts) => parts.iter().all(needs_beyond_ascii),
    }
}

/// The alternatives that a part of a pattern consists of.
fn alternatives(part: &Hir) -> Option<&[Hir]> {
    match part.kind() {
        HirKind::Capture(capture) => alternatives(&capture.sub),
        HirKind::Alternation(alternatives) => Some(alternatives),
        _ => None,
    }
}

/// Anchors of all alternatives, each in its own way.
fn each<'h>(alternatives: impl Iterator<Item = &'h Hir>, anchors: impl Fn(&Hir) -> Option<Anchors>) -> Option<Anchors> {
    let mut all = Anchors::default();
    for alternative in alternatives {
        let anchors = anchors(alternative)?;
        all.whole.extend(anchors.whole);
        all.starts.extend(anchors.starts);
        all.first.extend(anchors.first);
        all.inner.extend(anchors.inner);
        all.pieces.extend(anchors.pieces);
    }
    Some(all)
}

/// What a part may begin with, if a word can only begin there.
fn literals(hir: &Hir, is_boundary: bool) -> Option<Anchors> {
    let is_start = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    let mut best = None;
    'reaches: for reach in REACHES {
        let Some(pieces) = expand(hir, vec![Piece::start()], reach) else { continue };
        if !is_boundary && !pieces.iter().all(|piece| piece.text.starts_with(is_start)) {
            break;
        }
        let mut anchors = Anchors::default();
        for piece in pieces {
            let text = piece.text.trim_start();
            // Where the whole pattern ends, a line does, and so a word.
            let words = if piece.is_open { text.len() } else { last_boundary(text) };
            match text.len() {
                _ if is_better_whole(text, words) => anchors.inner.push(text[..words].to_owned()),
                0..SHORTEST => continue 'reaches,
                _ => anchors.pieces.push(text.to_owned()),
            }
        }
        anchors.inner.sort_unstable();
        anchors.inner.dedup();
        keep_rarer(&mut best, Some(anchors));
        if best.as_ref().is_some_and(|(share, _)| *share <= RARE) {
            break;
        }
    }
    best.map(|(_, anchors)| anchors)
}

/// Whether a word can only end where a match of this ends, if it can where that begins.
fn ends_at_boundary(hir: &Hir, before: bool) -> bool {
    let is_end = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    match hir.kind() {
        HirKind::Empty => before,
        HirKind::Look(look) => before || matches!(look, Look::WordAscii | Look::WordUnicode | Look::Start),
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().next_back().is_none_or(is_end)),
        HirKind::Class(Class::Unicode(class)) => class.iter().all(|range| range.len() < 64 && (range.start()..=range.end()).all(is_end)),
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(Repetition { min, sub, .. }) => {
            let once = ends_at_boundary(sub, before);
            once && (once == before || ends_at_boundary(sub, once)) && (*min > 0 || before)
        }
        HirKind::Capture(capture) => ends_at_boundary(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| ends_at_boundary(part, before)),
        HirKind::Alternation(parts) => parts.iter().all(|part| ends_at_boundary(part, before)),
    }
}

/// The beginning of a match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    text: String,
    /// Nothing but `text` has been matched up to here; else something follows that is not looked at.
    is_open: bool,
}

impl Piece {
    fn start() -> Self {
        Self { text: String::new(), is_open: true }
    }

    fn close(mut self) -> Self {
        self.is_open = false;
        self
    }

    /// The piece with more text, closed at the end of so many words that are not common ones.
    fn with(&self, more: &str, reach: Reach) -> Self {
        let mut text = self.text.clone();
        let mut last_word = text.rfind(' ').map_or(0, |at| at + 1);
        for c in more.chars() {
            text.push(c);
            let is_end = c == ' ' && last_word + 1 < text.len() || is_unspaced(c);
            if is_end && rare_words(&text) >= reach.words || text.len() - last_word >= reach.bytes || text.len() >= LONGEST {
                return Self { text, is_open: false };
            }
            if c == ' ' {
                last_word = text.len();
            }
        }
        Self { text, is_open: true }
    }
}

/// The number of words that are neither common nor numbers; two characters of a script without spaces are one.
fn rare_words(text: &str) -> usize {
    let halves = |word: &str| match word.chars().filter(|&c| is_unspaced(c)).count() {
        0 => 2 * usize::from(!is_common(word) && !word.contains('#')),
        unspaced => unspaced,
    };
    text.split_whitespace().map(halves).sum::<usize>() / 2
}

/// Goes on with each open piece through a part of a pattern; nothing if that makes too many.
fn expand(hir: &Hir, pieces: Vec<Piece>, reach: Reach) -> Option<Vec<Piece>> {
    let (open, mut done): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|piece| piece.is_open);
    if open.is_empty() {
        return Some(done);
    }
    match hir.kind() {
        HirKind::Empty => done.extend(open),
        // What is required there is not looked at, so the piece is not the whole match.
        HirKind::Look(_) => done.extend(open.into_iter().map(Piece::close)),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            done.extend(open.iter().map(|piece| piece.with(text, reach)));
        }
        HirKind::Class(Class::Unicode(class)) if class.iter().map(ClassUnicodeRange::len).sum::<usize>() <= 12 => {
            let characters: Vec<char> = class.iter().flat_map(|range| range.start()..=range.end()).collect();
            for piece in &open {
                done.extend(characters.iter().map(|c| piece.with(c.encode_utf8(&mut [0; 4]), reach)));
            }
        }
        HirKind::Class(_) => done.extend(open.into_iter().map(Piece::close)),
        HirKind::Capture(capture) => done.extend(expand(&capture.sub, open, reach)?),
        HirKind::Concat(parts) => {
            let mut pieces = open;
            for part in parts {
                pieces = expand(part, pieces, reach)?;
                if !pieces.iter().any(|piece| piece.is_open) {
                    break;
                }
            }
            done.extend(pieces);
        }
        HirKind::Alternation(parts) => {
            for part in parts {
                done.extend(expand(part, open.clone(), reach)?);
                if done.len() > 4 * reach.limit {
                    done = unique(done, reach.limit)?;
                }
            }
        }
        HirKind::Repetition(repetition) => done.extend(repeat(repetition, open, reach)?),
    }
    unique(done, reach.limit)
}

fn repeat(repetition: &Repetition, open: Vec<Piece>, reach: Reach) -> Option<Vec<Piece>> {
    /// What is repeated more often is not followed.
    const TIMES: u32 = 4;
    /// Nor are repetitions in repetitions when it comes to more than this.
    const MOST: u32 = 1_000;
    let max = repetition.max.unwrap_or(u32::MAX);
    let reach = Reach { times: reach.times.saturating_mul(max.clamp(1, 2 * TIMES)), ..reach };
    if reach.times > MOST {
        return Some(open.into_iter().map(Piece::close).collect());
    }
    let mut pieces = open;
    for _ in 0..repetition.min.min(TIMES) {
        pieces = expand(&repetition.sub, pieces, reach)?;
    }
    if repetition.min > TIMES {
        return Some(pieces.into_iter().map(Piece::close).collect());
    }
    let mut latest = pieces.clone();
    for _ in repetition.min..max.min(repetition.min + TIMES) {
        latest.retain(|piece| piece.is_open);
        if latest.is_empty() {
            return Some(pieces);
        }
        latest = expand(&repetition.sub, latest, reach)?;
        pieces.extend(latest.iter().cloned());
        pieces = unique(pieces, reach.limit)?;
    }
    if max > repetition.min + TIMES {
        pieces.extend(latest.into_iter().map(Piece::close));
    }
    unique(pieces, reach.limit)
}

fn unique(mut pieces: Vec<Piece>, limit: usize) -> Option<Vec<Piece>> {
    pieces.sort_unstable();
    pieces.dedup();
    (pieces.len() <= limit).then_some(pieces)
}
