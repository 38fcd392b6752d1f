//! What a page says of itself: its title once more, and at the end who wrote it.

use super::Line;

/// A title has so many words at least: a shorter line may be a section, a name, a refrain.
const TITLE_WORDS: usize = 3;
/// It is not said more often, so that lists of one line take no time.
const TIMES: usize = 8;
/// Lines between the title of the window, which has the name of the site in it, and that of the article.
const BETWEEN: usize = 3;

/// The lines above the text that say the title once more, in order: a later one that reads the same, and the first line if it is
/// the title with the name of the site behind or before it, and the title follows. `lines` are those that are there, `text` is theirs.
pub(crate) fn again<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Vec<usize> {
    let head = lines.iter().position(Line::is_text).unwrap_or(0);
    if head < 2 {
        return Vec::new();
    }
    let title = text(0);
    // A title has no full stop; a refrain may.
    let is_title =
        |line: &usize| lines[*line].info.words >= TITLE_WORDS && !text(*line).ends_with(['.', '。']) && is_part(title, text(*line));
    let titles: Vec<usize> = (1..head).filter(is_title).take(TIMES).collect();
    let mut again = Vec::new();
    if titles.first().is_some_and(|line| *line <= 1 + BETWEEN && text(*line) != title) {
        again.push(0);
    }
    for (place, line) in titles.iter().enumerate() {
        let before =
            if text(*line) == title { Some(0) } else { titles[..place].iter().copied().find(|before| text(*before) == text(*line)) };
        again.extend(before.map(|_| *line));
    }
    again
}

/// Whether a line is the title, or what stands before or behind the sign that parts it from the name of the site.
fn is_part(title: &str, line: &str) -> bool {
    let is_sign = |rest: &str| {
        rest.trim().chars().next().is_some_and(|c| matches!(c, '|' | '-' | '–' | '—' | '·' | '•' | '»' | '«' | ':' | '~' | '/'))
    };
    let ends_with_sign = |rest: &str| rest.trim().chars().next_back().is_some_and(|c| matches!(c, '|' | '–' | '—' | '·' | '•' | '»' | '«'));
    line == title
        || title.strip_prefix(line).is_some_and(|rest| rest.starts_with(char::is_whitespace) && is_sign(rest))
        || title.strip_suffix(line).is_some_and(|rest| rest.ends_with(char::is_whitespace) && ends_with_sign(rest))
}

/// Words of text above what is said of the author, and the length of that in bytes.
const TEXT: usize = 100;
const LONGEST: usize = 1_200;
/// Words of a line with a name, and of one between the name and what is said, such as an office, and how many lines these are.
const BYLINE_WORDS: usize = 10;
const LABEL_WORDS: usize = 8;
const LABELS: usize = 3;

/// The lines that say who wrote the text: the last paragraph, if it begins with a name that stands in a line above the text and nowhere in it,
/// and the short lines right above it up to one with that name.
pub(crate) fn author<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Option<std::ops::Range<usize>> {
    let last = lines.iter().rposition(Line::is_text)?;
    let first = lines.iter().position(Line::is_text)?;
    let words: usize = lines[..last].iter().filter(|line| line.is_text()).map(|line| line.info.words).sum();
    if words < TEXT || text(last).len() > LONGEST {
        return None;
    }
    let name = name(text(last))?;
    let has_name = |line: &usize| text(*line).contains(name);
    if !(1..first).any(|line| lines[line].info.words <= BYLINE_WORDS && has_name(&line))
        || (first..last).filter(|line| lines[*line].is_text()).any(|line| has_name(&line))
    {
        return None;
    }
    let is_label = |line: &usize| !lines[*line].is_text() && lines[*line].info.words <= LABEL_WORDS;
    let label = (first + 1..last).rev().take(LABELS).take_while(is_label).filter(has_name).last();
    Some(label.unwrap_or(last)..last + 1)
}

/// The first two words of a text, if both have a capital.
fn name(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let has_capital = |word: &str| word.starts_with(char::is_uppercase);
    if !has_capital(first) || !has_capital(second) || first.ends_with([',', ':', ';', '!', '?']) {
        return None;
    }
    let end = text.find(second)? + second.len();
    let name = text[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    name.contains(char::is_whitespace).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_sites() {
        for (title, line) in [
            ("Harbour vote put off | The Ledger", "Harbour vote put off"),
            ("Harbour vote put off - The Ledger", "Harbour vote put off"),
            ("The Ledger » Harbour vote put off", "Harbour vote put off"),
            ("Harbour vote put off", "Harbour vote put off"),
        ] {
            assert!(is_part(title, line), "{title}");
        }
        for (title, line) in [
            ("Harbour vote put off again", "Harbour vote put off"),
            ("Harbour vote put-off", "Harbour vote put"),
            ("After the vote", "the vote"),
        ] {
            assert!(!is_part(title, line), "{title}");
        }
    }

    #[test]
    fn names_are_two_words_with_capitals() {
        assert_eq!(name("Ann Weaver is a reporter."), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver’s books are many."), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver, who lives here, wrote it."), Some("Ann Weaver"));
        assert!(["The council met.", "However, Ann said so.", "Ann", ""].into_iter().all(|text| name(text).is_none()));
    }
}
