//! The title of a page, where it says it once more.

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
}
