//! Numbers that stand alone on their line and are counters by their form or by the line above, whatever else a page has.
//!
//! What may be said of them was found on the corpora, by one half of the pages (on the other half it holds as well): of some 600 lines that are
//! a bullet and a number, of 120 numbers right below a time stamp and of 150 counts in brackets, one in a hundred is in the gold text.

use crate::document;

/// A smaller number in brackets may be that of an equation or of a note.
const BRACKETED: u32 = 100;
/// A shorter ascending list of numbers may be anything.
pub(super) const SCALE: usize = 3;
/// The highest number of such a run that is looked at.
pub(super) const LONGEST: usize = 100;
/// So many lines with a stamp at their end make a thread of answers and comments.
pub(super) const THREAD: usize = 3;
/// A shorter line with a stamp at its end may be the label of a measurement.
const STAMPED_WORDS: usize = 6;

/// The number of a list item that is nothing else (`• 12`, `- 313`, `1. 12`): votes of a comment, a scale of stars, the pages of a list. A year is none,
/// for it may be the title of a book, and neither is the number of the item once more.
pub(super) fn listed(text: &str) -> Option<u32> {
    if let Some((number, rest)) = numbered(text) {
        return value(rest).filter(|value| !is_year(rest, *value) && *value != number);
    }
    let rest = match text.strip_prefix(['•', '·', '‣', '▪']) {
        Some(rest) => rest.trim_start(),
        None => text.strip_prefix(['-', '–', '—', '*'])?.strip_prefix(' ')?,
    };
    value(rest).filter(|value| !is_year(rest, *value))
}

/// The number of an item of a numbered list, and what the item says.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = document::numbered(text)?;
    plain(number).map(|number| (number, rest.trim_start()))
}

/// Whether a line is an item of a numbered list.
pub(super) fn is_numbered(text: &str) -> bool {
    numbered(text).is_some()
}

/// Whether a line is a list item with words.
pub(super) fn is_item(text: &str) -> bool {
    let has_bullet =
        text.starts_with(['•', '·', '‣', '▪']) || text.strip_prefix(['-', '–', '—', '*']).is_some_and(|rest| rest.starts_with(' '));
    (has_bullet || is_numbered(text)) && text.contains(char::is_alphabetic)
}

/// Whether a line is one number that may count something, and no year.
pub(super) fn is_plain(text: &str) -> bool {
    value(text).is_some_and(|value| !is_year(text, value))
}

/// Whether a number in brackets counts something, as in `(1,204)`.
pub(super) fn is_bracketed(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) else { return false };
    value(inner).is_some_and(|value| value >= BRACKETED && !is_year(inner, value))
}

/// Whether a line ends with a day and a time of day and is not just that: `I agree. Commented May 7, 2019 at 20:38`.
pub(super) fn is_stamped(text: &str) -> bool {
    /// Where the year stands, before the time of day and what belongs to it.
    const BEFORE: usize = 3;
    let mut words = text.split_whitespace().rev().peekable();
    words.next_if(|word| word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm"));
    let is_time = words.next().is_some_and(|word| {
        let word = word.trim_end_matches(|c: char| !c.is_ascii_digit() && !c.is_ascii_alphabetic());
        word.split_once(':').is_some_and(|(hour, minute)| {
            matches!((hour.parse(), minute.get(..2).unwrap_or_default().parse()), (Ok(0..=23_u8), Ok(0..=59_u8))) && minute.len() <= 4
        })
    });
    let has_year = words
        .take(BEFORE)
        .any(|word| word.trim_matches(|c: char| !c.is_ascii_digit()).parse().is_ok_and(|year: u32| (1990..=2050).contains(&year)));
    is_time && has_year && text.split_whitespace().nth(STAMPED_WORDS - 1).is_some()
}

/// Whether this is the number of a post in a thread: `#12`.
pub(super) fn is_post(text: &str) -> bool {
    let number = text.strip_prefix('#').map(|number| number.trim_end_matches([' ', '·', '•']));
    number.is_some_and(|number| (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The number that is all of a line, of at most three digits.
pub(super) fn plain(text: &str) -> Option<u32> {
    const DIGITS: usize = 3;
    let is_plain = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}

/// How many zeros a line has that has nothing else: what a share bar counts on a new page.
pub(super) fn zeros(text: &str) -> Option<usize> {
    text.split_whitespace().all(|word| word == "0").then(|| text.split_whitespace().count())
}

/// A number of digits with separators of thousands, or with `k` or `m` behind.
fn value(text: &str) -> Option<u32> {
    let (number, unit) = match text.trim_end_matches(['k', 'K', 'm', 'M']) {
        short if short.len() < text.len() => (short, 1_000),
        _ => (text, 1),
    };
    if !number.starts_with(|c: char| c.is_ascii_digit()) || !number.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits: String = number.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    digits.parse::<u32>().ok().map(|value| value.saturating_mul(unit))
}

fn is_year(text: &str, value: u32) -> bool {
    text.len() == 4 && (1000..=2100).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_items_that_are_numbers() {
        for (text, expected) in [
            ("• 12", Some(12)),
            ("•4", Some(4)),
            ("- 313", Some(313)),
            ("· 1.2k", Some(12_000)),
            ("-4", None),
            ("• 1984", None),
            ("- 5 eggs", None),
            ("12", None),
            ("• 3.", None),
            ("1. 6", Some(6)),
            ("2. 2", None),
            ("3. 1984", None),
            ("3. 5 eggs", None),
        ] {
            assert_eq!(listed(text), expected, "{text}");
        }
        assert!(is_item("- 5 eggs") && is_item("• Author") && is_item("2. Eggs") && !is_item("• 5") && !is_item("-5 degrees"));
        assert!(is_plain("12") && is_plain("1.2K") && !is_plain("2019") && !is_plain("12%"));
    }

    #[test]
    fn numbers_of_posts() {
        assert_eq!(["7", "120", "1204", "7.", "+7", "a", ""].map(plain), [Some(7), Some(120), None, None, None, None, None]);
    }

    #[test]
    fn counts_of_nothing() {
        assert_eq!(["0", "0 0 0", "0 1", "00", "0."].map(zeros), [Some(1), Some(3), None, None, None]);
    }

    #[test]
    fn counts_in_brackets() {
        assert!(["(1,204)", "(313)", "(7.6k)"].into_iter().all(is_bracketed));
        assert!(!["(12)", "(2019)", "(a)", "1,204", "(1,204", "()"].into_iter().any(is_bracketed));
    }

    #[test]
    fn stamps_and_posts() {
        for text in ["Same here, it never rained. Commented May 7, 2019 at 20:38", "I saw it. Anna, 12 March 2024, 5:12 pm"] {
            assert!(is_stamped(text), "{text}");
        }
        for text in [
            "May 7, 2019 at 20:38",
            "Station A 2019-05-07 20:38",
            "The match ended 20:38 in the year they won the cup",
            "It rained in May 2019 again",
        ] {
            assert!(!is_stamped(text), "{text}");
        }
        assert!(["#1", "#12 ·"].into_iter().all(is_post) && !["1", "#", "#ad", "# 1", "#000000"].into_iter().any(is_post));
    }
}
