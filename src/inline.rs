//! Furniture inside a line: `…said Smith.Advertisement`, `[ad_1]`, `, opens new tab`.
//!
//! A sentence somebody wrote must stay, and most furniture reads like one when it stands in a paragraph. So a line is cut into only where
//! the form shows that nobody wrote it there:
//!
//! - **Exact text** of a rule's key `inline`, which people do not write: `(Opens in new window)`.
//! - **Short codes** and other text in square brackets that a rule for debris of markup takes as a line: `[vc_row]`.
//! - **Pieces** between sentences that a rule takes as a line and that are sure anywhere, if they are glued to the sentence before
//!   (`…said Smith.Read more`), are all in capitals (`SIGN UP FOR OUR NEWSLETTER`), stand between dashes, stars or brackets
//!   (`- Advertisement -`), or stand at the end of a line without the end of a sentence (`…for a week. Read more »`).
//!
//! Long paragraphs are most of what is cleaned, so nothing here looks at every sentence: one pass for the exact text, one for
//! the ends of sentences that looks at the bytes behind each, one for brackets. Only what has the form is folded and compared.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3_iter};
use once_cell::sync::Lazy;
use regex::Regex;

use crate::document::{Document, is_prose};
use crate::error::{Error, Kind};
use crate::fold::{count_words, is_word_boundary};
use crate::packs;
use crate::removal::Category;
use crate::sentence::{self, is_closing, is_end, may_begin};

/// The longest piece in bytes.
const PIECE: usize = 160;
/// The longest short code.
const CODE: usize = 400;
/// Letters that make capitals a sign.
const CAPITALS: usize = 7;
/// The longest piece that is glued to the sentence before, in bytes, and the longest that more text follows, in words. Some
/// extractors glue all sentences together, so that most of these are looked at in vain.
const GLUED: usize = 64;
const WORDS: usize = 3;

/// What is looked for within lines.
#[derive(Debug)]
pub(crate) struct Inline {
    /// For each built-in rule its index in the pipeline's table; none where no text is of a rule that is taken.
    built_in: Option<Vec<Option<u32>>>,
    own: Option<Texts>,
}

/// Exact texts, each with its rule.
#[derive(Debug)]
struct Texts {
    searcher: Regex,
    rules: HashMap<Box<str>, u32>,
}

/// Of built-in rules, not to be compiled for each pipeline. That they compile is seen by the tests.
static BUILT_IN: Lazy<Option<Texts>> = Lazy::new(|| Texts::new(packs::inline().to_vec()).ok());

/// A rule that takes a piece of text as a line and is sure anywhere.
pub(crate) type Sure = (u32, Category);

impl Inline {
    /// `taken` are the indices of the built-in rules in the pipeline's table; `own` are the texts of others.
    pub(crate) fn new(taken: &[Option<u32>], own: &[(String, u32)]) -> Result<Self, Error> {
        let is_taken = packs::inline().iter().any(|(_, rule)| taken[*rule as usize].is_some());
        let own: Vec<_> = own.iter().map(|(text, rule)| (text.as_str(), *rule)).collect();
        Ok(Self { built_in: is_taken.then(|| taken.to_vec()), own: if own.is_empty() { None } else { Some(Texts::new(own)?) } })
    }

    /// Calls `found` for each span that goes, with its rule, in no order. `sure` tells the rule that takes a piece of text as a line.
    pub(crate) fn find(&self, document: &Document<'_>, sure: impl FnMut(&str) -> Option<Sure>, mut found: impl FnMut(Range<usize>, u32)) {
        let text = document.text();
        if let (Some(taken), Some(texts)) = (&self.built_in, &*BUILT_IN) {
            texts.find(text, |span, rule| taken[rule as usize].into_iter().for_each(|rule| found(span.clone(), rule)));
        }
        self.own.iter().for_each(|texts| texts.find(text, &mut found));
        let mut pieces = Pieces { text, sure, found };
        pieces.behind_sentences();
        pieces.in_brackets();
        pieces.at_ends_of_lines(document);
    }
}

impl Texts {
    fn new(mut texts: Vec<(&str, u32)>) -> Result<Self, Error> {
        // The longest first, for an expression takes the first of its branches that fits.
        texts.sort_by_key(|(text, rule)| (Reverse(text.len()), *text, *rule));
        texts.dedup_by_key(|(text, _)| *text);
        let branches: Vec<_> = texts.iter().map(|(text, _)| regex::escape(text)).collect();
        let searcher = Regex::new(&branches.join("|"))
            .map_err(|error| Kind::Matcher(format!("the exact texts of all rules together are too large: {error}")))?;
        Ok(Self { searcher, rules: texts.into_iter().map(|(text, rule)| (text.into(), rule)).collect() })
    }

    /// Calls `found` for each place of a text and the rule it is of.
    fn find(&self, text: &str, mut found: impl FnMut(Range<usize>, u32)) {
        for hit in self.searcher.find_iter(text) {
            if is_word_boundary(text, hit.start()) && is_word_boundary(text, hit.end()) {
                self.rules.get(hit.as_str()).into_iter().for_each(|rule| found(with_space(text, hit.range()), *rule));
            }
        }
    }
}

struct Pieces<'t, S, F> {
    text: &'t str,
    sure: S,
    found: F,
}

impl<S: FnMut(&str) -> Option<Sure>, F: FnMut(Range<usize>, u32)> Pieces<'_, S, F> {
    /// Looks at what stands behind each end of a sentence.
    fn behind_sentences(&mut self) {
        let bytes = self.text.as_bytes();
        for at in memchr3_iter(b'.', b'!', b'?', bytes) {
            // What nearly every end of a sentence has behind it, first.
            match (bytes.get(at + 1), bytes.get(at + 2), bytes.get(at + 3)) {
                (None | Some(b'\n' | b'\r' | b'.' | b',' | b'0'..=b'9' | b'a'..=b'z' | b'/'), ..) => continue,
                (Some(b' '), Some(b'a'..=b'z' | b'0'..=b'9'), _) => continue,
                (Some(b' '), Some(b'A'..=b'Z'), Some(next)) if next.is_ascii() && !next.is_ascii_uppercase() => continue,
                _ => {}
            }
            let behind = &self.text[at + 1..];
            let closed = at + 1 + behind.len() - behind.trim_start_matches(is_closing).len();
            let start = closed + self.text[closed..].len() - self.text[closed..].trim_start_matches(is_blank).len();
            let Some(first) = self.text[start..].chars().next() else { continue };
            if start == closed {
                if first.is_uppercase() && ends_word(&self.text[..at]) {
                    self.glued(start);
                }
            } else if first.is_uppercase() {
                self.in_capitals(start, &self.text[..at]);
            } else if matches!(first, '-' | '–' | '—' | '*' | '=' | '(' | '~') {
                self.between_signs(start, first);
            }
        }
    }

    /// A piece that no space parts from the sentence before.
    fn glued(&mut self, start: usize) {
        let line = window(self.text, start, GLUED + 1);
        let end = sentence::end(line, 0);
        // The sentence behind it may be glued to it as well; a rule that takes both is asked first.
        if [Some(end), glued_end(&line[..end])].into_iter().flatten().any(|end| end <= GLUED && self.cut(start..start + end, |_| true)) {
            return;
        }
        // A phrase with more text behind it: the longest that a word follows with which a sentence may begin.
        let mut ends = [0; WORDS];
        let (mut count, mut words, mut before) = (0, 0, ' ');
        for (at, c) in line.char_indices() {
            words += usize::from(is_blank(c));
            let is_end = is_blank(c) && may_begin(line[at..].trim_start()) || c.is_uppercase() && before.is_lowercase();
            if is_end && at >= CAPITALS {
                ends[count] = at;
                count += 1;
            }
            if words == WORDS || count == WORDS {
                break;
            }
            before = c;
        }
        ends[..count].iter().rev().any(|end| self.cut(start..start + end, |_| true));
    }

    /// A piece all in capitals, behind text that is not.
    fn in_capitals(&mut self, start: usize, before: &str) {
        let line = window(self.text, start, PIECE + 1);
        let mut end = 0;
        let mut last = 0;
        for word in line.split_inclusive(is_blank) {
            if word.contains(char::is_lowercase) {
                break;
            }
            (last, end) = (end, end + word.len());
        }
        let is_capitals = line[..end].chars().filter(|c| c.is_uppercase()).count() >= CAPITALS;
        // Of the line above nothing is asked, for it may go.
        if !is_capitals || end > PIECE || before.chars().rev().take_while(|c| *c != '\n').take(30).all(|c| !c.is_lowercase()) {
            return;
        }
        // `A` and `I` may begin the sentence that follows.
        let ends = [(end, true), (last, line[last..end].trim_end().chars().count() == 1)];
        for (end, _) in ends.into_iter().filter(|(_, is_possible)| *is_possible) {
            let piece = line[..end].trim_end();
            if (end == line.len() || may_begin(&line[end..])) && self.cut(start..start + piece.len(), |_| true) {
                return;
            }
        }
        let end = sentence::end(line, 0);
        if end < last {
            self.cut(start..start + end, |_| true);
        }
    }

    /// A piece between two dashes or the like.
    fn between_signs(&mut self, start: usize, sign: char) {
        let line = window(self.text, start, PIECE + 1);
        let inner = line.trim_start_matches(sign);
        let closing = if sign == '(' { ')' } else { sign };
        let Some(close) = inner.find(closing) else { return };
        let rest = inner[close..].trim_start_matches(closing);
        if (rest.is_empty() || rest.starts_with(is_blank)) && may_begin(rest) && !inner[..close].contains(is_end) {
            self.cut(start..start + line.len() - rest.len(), is_label);
        }
    }

    /// Short codes anywhere, other text in square brackets between sentences.
    fn in_brackets(&mut self) {
        let bytes = self.text.as_bytes();
        for start in memchr_iter(b'[', bytes) {
            let near = &bytes[start..bytes.len().min(start + CODE)];
            let Some(end) = memchr(b']', near).map(|at| start + at + 1) else { continue };
            if memchr(b'\n', &bytes[start..end]).is_some() {
                continue;
            }
            let before = self.text[..start].trim_end_matches(is_blank);
            let is_between = (before.is_empty() || before.ends_with(|c| is_end(c) || is_closing(c) || c == '\n'))
                && may_begin(window(self.text, end, GLUED).trim_start());
            let is_code = self.text[start + 1..end].starts_with('/') || self.text[start..end].contains(['_', '=']);
            self.cut(start..end, |category| if is_code { category == Category::Markup } else { is_between && is_label(category) });
        }
    }

    /// Pieces at the ends of lines that end no sentence.
    fn at_ends_of_lines(&mut self, document: &Document<'_>) {
        for place in document.places() {
            let line = &self.text[place.first..place.last];
            let ends_sentence = line.ends_with(|c| is_end(c) && c != '…' || matches!(c, '"' | '”' | ')' | ']')) && !line.ends_with("...");
            if line.len() < 40 || ends_sentence {
                continue;
            }
            let Some(start) = last_sentence(line) else { continue };
            let before = line[..start].trim_end();
            if is_prose(before, count_words(before)) {
                self.cut(place.first + start..place.last, |_| true);
            }
        }
    }

    /// Cuts a piece if a rule takes it as a line.
    fn cut(&mut self, piece: Range<usize>, fits: impl Fn(Category) -> bool) -> bool {
        match (self.sure)(&self.text[piece.clone()]) {
            Some((rule, category)) if fits(category) => {
                (self.found)(with_space(self.text, piece), rule);
                true
            }
            _ => false,
        }
    }
}

/// Whether the text between signs or brackets may be of this family. People put sources, credits and asides into brackets.
fn is_label(category: Category) -> bool {
    matches!(category, Category::Ad | Category::Share | Category::Subscription | Category::Related | Category::Technical | Category::Custom)
}

/// Where the last piece of a line begins, behind the end of a sentence and not too far from the end.
fn last_sentence(line: &str) -> Option<usize> {
    let mut from = line.len().saturating_sub(PIECE);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    // An ellipsis belongs to the text before it, or after it to a link: `… Read more …`.
    let piece = line[from..].trim_end_matches(|c: char| is_end(c) || is_blank(c));
    let end = piece.rfind(is_end)?;
    let behind = piece[end..].trim_start_matches(|c| is_end(c) || is_closing(c));
    let start = behind.trim_start_matches(is_blank);
    let is_initial = piece.as_bytes()[end] == b'.' && !ends_word(&piece[..end]) && !piece[..end].ends_with('.');
    (may_begin(start) && !is_initial && !start.is_empty()).then(|| from + piece.len() - start.len())
}

/// Where the first sentence ends that another one is glued to.
fn glued_end(line: &str) -> Option<usize> {
    line.match_indices(is_end).find_map(|(at, sign)| {
        let end = at + sign.len();
        (line[end..].starts_with(char::is_uppercase) && ends_word(&line[..at])).then_some(end)
    })
}

/// Whether a text ends like a word before a full stop, and not like an initial, a number or a part of an address.
fn ends_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_lowercase() || is_closing(c) || c.is_alphabetic() && !c.is_uppercase())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n' && c != '\r'
}

/// What follows in the line, but not much more than `length` bytes.
fn window(text: &str, from: usize, length: usize) -> &str {
    let mut end = text.len().min(from + length);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let end = memchr(b'\n', &text.as_bytes()[from..end]).map_or(end, |at| from + at);
    text[from..end].trim_end_matches('\r')
}

/// A piece with the white space that goes with it, so that the sentences around it stay as far apart as sentences are.
fn with_space(text: &str, piece: Range<usize>) -> Range<usize> {
    let before = text[..piece.start].trim_end_matches(is_blank);
    let after = text[piece.end..].trim_start_matches(is_blank);
    let begins_line = before.is_empty() || before.ends_with('\n');
    let ends_line = after.is_empty() || after.starts_with(['\n', '\r']);
    let is_apart = before.len() < piece.start;
    let space_end = text.len() - after.len();
    if begins_line || is_apart && space_end > piece.end && !ends_line {
        piece.start..space_end
    } else if is_apart {
        before.len()..piece.end
    } else {
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_space_between_sentences_stays() {
        for (text, left) in [
            ("A. X B.", "A. B."),
            ("A. X", "A."),
            ("X B.", "B."),
            ("A.X B.", "A. B."),
            ("A X, b", "A, b"),
            ("A. X\nB.", "A.\nB."),
            ("A.\nX B.", "A.\nB."),
        ] {
            let at = text.find('X').expect("it is there");
            let span = with_space(text, at..at + 1);
            assert_eq!([&text[..span.start], &text[span.end..]].concat(), left);
        }
    }
}
