//! Where sentences end and begin.

use std::ops::Range;

/// Titles and the like that a full stop behind them shortens.
const SHORTENED: [&str; 24] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Sra", "Jr", "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "Sgt", "Capt", "Rev", "Hon", "No",
    "Vol", "Fig", "vs", "Nr",
];

/// More digits may be a year.
const ITEM: usize = 3;

/// Ends a sentence, whatever follows.
pub(crate) fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥')
}

/// Ends a sentence without a space behind it, as in Chinese and Japanese.
fn is_wide_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．')
}

/// Closes a quotation or a parenthesis behind the end of a sentence.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '›' | ')' | ']' | '」' | '』' | '）')
}

/// Whether a sentence may begin with this word: not with a small letter, nor with one of a script that has no capitals but
/// parts its words, for there a word at the beginning looks like any other.
pub(crate) fn may_begin(word: &str) -> bool {
    let first = word.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
    first.is_none_or(|c| c.is_uppercase() || !c.is_alphabetic() || crate::fold::is_unspaced(c))
}

/// The sentences of a line: what lies between two ends. White space around them is left out.
pub(crate) fn sentences(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = &line[from..];
        let start = from + rest.len() - rest.trim_start().len();
        if start == line.len() {
            return None;
        }
        from = end(line, start);
        Some(start..start + line[start..from].trim_end().len())
    })
}

/// Where the sentence ends that begins at `start`: behind its end and what closes it, or at the end of the line.
pub(crate) fn end(line: &str, start: usize) -> usize {
    let mut from = start;
    while let Some((at, c)) = next_end(line, from) {
        let behind = line[at..].trim_start_matches(|c| is_end(c) || is_closing(c));
        let end = line.len() - behind.len();
        // `J. Weaver`, `U.S. Senate`, `12. Leeds`: one capital is no sentence, nor is the number of an item.
        let is_apart = behind.is_empty() || behind.starts_with(char::is_whitespace) || is_wide_end(c);
        if is_apart
            && !(c == '.' && is_short(last_word(&line[start..at])))
            && behind.split_whitespace().next().is_none_or(|word| !begins_small(word))
        {
            return end;
        }
        from = end;
    }
    line.len()
}

/// The next character that may end a sentence.
fn next_end(line: &str, mut from: usize) -> Option<(usize, char)> {
    /// The first bytes of such characters.
    const FIRST: [bool; 256] = {
        let mut first = [false; 256];
        let bytes = b".!?\xE2\xE3\xEF\xD8\xDB\xE0";
        let mut at = 0;
        while at < bytes.len() {
            first[bytes[at] as usize] = true;
            at += 1;
        }
        first
    };
    loop {
        let at = from + line.as_bytes()[from..].iter().position(|byte| FIRST[usize::from(*byte)])?;
        let c = line[at..].chars().next()?;
        if is_end(c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(char::is_alphanumeric).len()..]
}

/// Whether a full stop behind a word ends no sentence.
fn is_short(word: &str) -> bool {
    let is_initial = word.chars().next().is_some_and(|first| first.is_uppercase() && first.len_utf8() == word.len());
    let is_number = !word.is_empty() && word.chars().all(char::is_numeric) && word.chars().nth(ITEM).is_none();
    is_initial || is_number || SHORTENED.contains(&word)
}

fn begins_small(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_is_found() {
        for c in ('\0'..=char::MAX).filter(|c| is_end(*c)) {
            assert_eq!(next_end(&format!("aé中{c}"), 0), Some((6, c)));
        }
    }

    #[test]
    fn sentences_end_where_the_next_one_begins() {
        let table: [(&str, &[&str]); 6] = [
            ("It rained. It snowed!  “Why?” he asked. So", &["It rained.", "It snowed!", "“Why?” he asked.", "So"]),
            (
                "12. Mr. J. Weaver of the U.S. Senate paid 3.50 to e.g. both.",
                &["12. Mr. J. Weaver of the U.S. Senate paid 3.50 to e.g. both."],
            ),
            ("雨が降った。雪も降った。", &["雨が降った。", "雪も降った。"]),
            ("Wait... what? Yes…", &["Wait... what?", "Yes…"]),
            ("(It rained.) It snowed", &["(It rained.)", "It snowed"]),
            ("  ", &[]),
        ];
        for (line, expected) in table {
            assert_eq!(sentences(line).map(|span| &line[span]).collect::<Vec<_>>(), expected, "{line}");
        }
    }

    #[test]
    fn words_that_may_begin_a_sentence() {
        assert!(["The", "“The", "5", "—", "広告", "Ö"].iter().all(|word| may_begin(word)));
        assert!(["the", "(opens", "إعلان", "광고"].iter().all(|word| !may_begin(word)));
    }
}
