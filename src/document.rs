//! A text seen as its lines.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr_iter, memchr2_iter};

use crate::fold::{count_words, fold};

/// A text and its lines that are not blank.
///
/// A line ends with `\n` or `\r\n`; the last one may end without. The document only borrows the text and never changes it.
///
/// ```
/// let document = textsieve::Document::new("Title\r\n\r\n  Share this  \n");
/// let lines: Vec<_> = document.lines().map(|line| line.text()).collect();
/// assert_eq!(lines, ["Title", "Share this"]);
/// ```
#[derive(Debug, Clone)]
pub struct Document<'t> {
    text: &'t str,
    lines: Vec<Place>,
    /// Whether the places are sentences, see [`segment`](crate::segment).
    is_segmented: bool,
}

/// Where a line lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Start of the line, its indentation included.
    pub(crate) start: usize,
    /// First byte and end of the line without the white space around it.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// After the terminator.
    pub(crate) next: usize,
}

impl<'t> Document<'t> {
    /// Splits a text into lines.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, lines: places(text).collect(), is_segmented: false }
    }

    /// A text with sentences for lines.
    pub(crate) fn of_sentences(text: &'t str, lines: Vec<Place>) -> Self {
        Self { text, lines, is_segmented: true }
    }

    pub(crate) fn is_segmented(&self) -> bool {
        self.is_segmented
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The lines that are not blank, in order.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Line<'_>> + DoubleEndedIterator {
        (0..self.lines.len()).map(|index| self.line(index))
    }

    pub(crate) fn line(&self, index: usize) -> Line<'_> {
        let place = self.lines[index];
        Line { text: &self.text[place.first..place.last], start: place.first, folded: None }
    }

    pub(crate) fn places(&self) -> &[Place] {
        &self.lines
    }
}

/// The lines of a text that are not blank.
fn places(text: &str) -> impl Iterator<Item = Place> {
    let mut ends = memchr_iter(b'\n', text.as_bytes());
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < text.len() {
            let begin = start;
            let end = ends.next().unwrap_or(text.len());
            start = (end + 1).min(text.len());
            let line = &text[begin..end];
            let head = line.trim_start();
            let body = head.trim_end();
            if !body.is_empty() {
                let first = end - head.len();
                return Some(Place { start: begin, first, last: first + body.len(), next: start });
            }
        }
        None
    })
}

/// One line that is not blank.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    text: &'a str,
    start: usize,
    folded: Option<&'a str>,
}

impl<'a> Line<'a> {
    pub(crate) fn with_folded(self, folded: &'a str) -> Self {
        Self { folded: Some(folded), ..self }
    }

    /// The line without the white space around it and without its terminator.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where [`text`](Self::text) lies: bytes of the document's text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The line as rules see it, see [`fold`](crate::fold()). Inside [`Filter::line`](crate::Filter::line) it was computed already and costs nothing.
    #[must_use]
    pub fn folded(&self) -> Cow<'a, str> {
        match self.folded {
            Some(folded) => Cow::Borrowed(folded),
            None => Cow::Owned(fold(self.text)),
        }
    }

    /// Whether the line reads like running text: some length and the end of a sentence, or great length.
    ///
    /// The paragraphs of a document are found by it, before the first and after the last of which furniture is likelier.
    ///
    /// ```
    /// let document = textsieve::Document::new("Share\nThe council met on Monday and put the vote off for a week.");
    /// assert_eq!(document.lines().map(|line| line.is_prose()).collect::<Vec<_>>(), [false, true]);
    /// ```
    #[must_use]
    pub fn is_prose(&self) -> bool {
        // Even in scripts of three bytes a character this many bytes are SHORT words.
        if self.text.len() < 2 * SHORT {
            return false;
        }
        // A word of a spaced script takes two bytes at least.
        is_prose(self.text, if self.text.len() > 2_000 { LONG } else { count_words(self.text) })
    }
}

/// Words that make a line running text: with the end of a sentence, with a question mark (headlines are often questions), without either.
const SHORT: usize = 9;
const QUESTION: usize = 20;
const LONG: usize = 30;

/// Whether a text of so many words reads like running text.
pub(crate) fn is_prose(text: &str, words: usize) -> bool {
    words >= LONG || words >= SHORT && ends_sentence(text) && (words >= QUESTION || !text.ends_with(['?', '？', '؟']))
}

/// Whether a line is a sentence of one word, such as `No.` or `“Thanks!”`, or the beginning of one (`Next,`). Buttons have no full stop and no comma.
pub(crate) fn is_reply(text: &str) -> bool {
    let word = text.trim_matches(['"', '“', '”', '„', '«', '»', '\'', '‘', '’']);
    word.ends_with(['.', '!', ',']) && !word.ends_with("..") && !word.contains(char::is_whitespace)
}

/// Whether a line is code or the anchored heading of a manual, by marks that buttons and labels do not have: `open()`, `--help`, `-x`, `__name__`,
/// `Index ¶`, and a line of a map that is drawn with letters, `#..X.#`.
pub(crate) fn is_technical(text: &str) -> bool {
    let option = || {
        let name = text.strip_prefix("--").or_else(|| text.strip_prefix('-').filter(|name| name.len() == 1));
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.ends_with('-'))
    };
    let call = || text.strip_suffix("()").is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
    let private = || text.starts_with("__") && text.ends_with("__") && !text.contains(char::is_whitespace);
    let drawn = || {
        let mut letters = text.chars().filter(char::is_ascii_alphabetic);
        let letter = letters.next();
        letter.is_some()
            && letters.all(|other| Some(other) == letter)
            && text.bytes().filter(|byte| b".#".contains(byte)).count() > 1
            && text.bytes().all(|byte| b".#".contains(&byte) || byte.is_ascii_alphabetic())
    };
    is_anchored(text) || call() || option() || private() || drawn()
}

/// Whether a line ends with the sign by which the headings and definitions of manuals link to themselves, which are of the text and no menu's.
pub(crate) fn is_anchored(text: &str) -> bool {
    text.ends_with('¶')
}

/// Whether some word of a line is a name from a program, with an underscore or colons within it: `max_line_length`, `std::fs`. Names of accounts, tags
/// and addresses of pages have underscores as well.
pub(crate) fn has_identifier(text: &str) -> bool {
    let is_within = |at: usize, len: usize| {
        let is_name = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        is_name(text[..at].chars().next_back()) && is_name(text[at + len..].chars().next())
    };
    let has_name = memchr2_iter(b'_', b':', text.as_bytes()).any(|at| match &text.as_bytes()[at..] {
        [b'_', ..] => is_within(at, 1),
        [b':', b':', ..] => is_within(at, 2),
        _ => false,
    });
    has_name && !text.contains(['@', '#']) && !text.contains("//")
}

/// Whether a short line tells a day or a time of day: a year and a day of the month before it or in one word with it, or hour and minute.
pub(crate) fn is_date(text: &str) -> bool {
    const LONGEST: usize = 80;
    const WORDS: usize = 8;
    /// Between the day of the month and the year: `25 de mayo de 2025`.
    const BETWEEN: usize = 3;
    // Without a way out of the loop, so that many bytes are looked at at once.
    let has_digit = |text: &str| text.bytes().fold(false, |found, byte| found | byte.is_ascii_digit());
    if text.len() > LONGEST || !has_digit(text) || text.contains(['$', '€', '£', '¥', '%', '=', '(', '"']) {
        return false;
    }
    let is_year = |number: &str| number.len() == 4 && matches!(number.parse(), Ok(1990..=2050));
    let is_day = |number: &str| matches!(number.parse(), Ok(1..=31_u8));
    let mut day = None;
    let mut is_dated = false;
    for (place, word) in text.split_whitespace().enumerate() {
        if place == WORDS {
            return false;
        }
        if !word.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let numbers = || word.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        is_dated |= numbers().any(is_year) && (numbers().count() >= 3 || day.is_some_and(|day| place - day <= BETWEEN + 1));
        if numbers().any(is_day) {
            day = Some(place);
        }
        let hour = word.trim_matches(|c: char| !c.is_ascii_digit());
        is_dated |= hour.split_once(':').is_some_and(|(hour, minute)| {
            hour.len() <= 2 && minute.len() == 2 && matches!((hour.parse(), minute.parse()), (Ok(0..=23_u8), Ok(0..=59_u8)))
        }) && text.len() > hour.len();
    }
    is_dated
}

/// The number of an item of a numbered list, in digits, and what the item says: `12. Flour`.
pub(crate) fn numbered(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    rest.strip_prefix(". ").filter(|_| !number.is_empty()).map(|rest| (number, rest))
}

/// Whether a sentence ends at the end of the text, closing quotes, brackets and note numbers aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let closing =
        |c: char| matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '«' | '›' | ')' | ']' | '」' | '』' | '）' | '*') || c.is_whitespace();
    matches!(
        text.trim_end_matches(closing).chars().next_back(),
        Some('.' | '!' | '?' | '…' | ':' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | ';')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_places() {
        let text = "\n  one \r\n\t\n\u{3000}two\nthree";
        let document = Document::new(text);
        let places: Vec<_> = document.places().iter().map(|p| (&text[p.start..p.next], &text[p.first..p.last])).collect();
        assert_eq!(places, [("  one \r\n", "one"), ("\u{3000}two\n", "two"), ("three", "three")]);
        assert_eq!(Document::new("").places().len(), 0);
        assert_eq!(Document::new("\n\n").places().len(), 0);
    }

    #[test]
    fn replies_are_told_from_buttons() {
        assert!(["No.", "“Thanks!”", "«Да.»", "Stop!", "Next,"].into_iter().all(is_reply));
        assert!(!["No", "Loading...", "Loading…", "Read more.", "Share:", "Newsletter?", "", "12"].into_iter().any(is_reply));
    }

    #[test]
    fn code_is_told_from_buttons() {
        for text in ["open()", "File.close()", "--help", "--no-index", "-x", "__name__", "Index ¶", "to_bytes()", "..X.....X.", "#X#X"] {
            assert!(is_technical(text), "{text}");
        }
        for text in [
            "Open",
            "Comments ()",
            "--- Advertisement ---",
            "--Advertisement--",
            "- Share",
            "-5",
            "x",
            "()",
            "Open (new window)",
            "#X",
            "X",
            "...more",
        ] {
            assert!(!is_technical(text), "{text}");
        }
        assert!(["max_line_length", "See std::fs for more"].into_iter().all(has_identifier));
        assert!(
            ![
                "_Share_",
                "Photo: @old_harbour",
                "#old_harbour",
                "https://harbour.example/old_harbour",
                "Read more ::",
                "a::",
                "Home",
                "Name: ____"
            ]
            .into_iter()
            .any(has_identifier)
        );
    }

    #[test]
    fn dates_are_told_from_numbers() {
        for text in [
            "Dec 19, 2025",
            "19 December 2025",
            "25 de mayo de 2025 16:51 h",
            "28.11.2024",
            "2024-05-03",
            "Publiziert: 01.07.2023, 11:16",
            "2024年5月3日",
            "17:41 JST, October 13, 2024",
            "12:28 Uhr",
        ] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "2025",
            "2025 Hyundai Ioniq 6",
            "10:30",
            "4.5 of 5",
            "Sales in 2024",
            "1,854",
            "It rained on 5 May 2020 and on the day after, too.",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn prose_is_told_from_labels() {
        let prose = [
            "The committee will meet again on Thursday to vote on the plan.",
            "委員会は木曜日に再び開かれ、計画について採決を行う予定です。",
            "“We did not expect it to take this long,” she said.",
        ];
        let labels = ["Share this article", "Home News Sport Business Travel", "1,234 views", "分享到微博", "Read more."];
        for text in prose {
            assert!(Document::new(text).line(0).is_prose(), "{text}");
        }
        for text in labels {
            assert!(!Document::new(text).line(0).is_prose(), "{text}");
        }
    }
}
