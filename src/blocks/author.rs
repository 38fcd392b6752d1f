//! Who wrote the text, said below it.

use std::ops::Range;

use super::Line;

/// Words of text above what is said of the author, and the length of that in bytes.
const TEXT: usize = 100;
const LONGEST: usize = 1_200;
/// Words of a name, of a line with one, and of one between the name and what is said, such as an office, and how many lines these are.
const NAME: usize = 3;
const BYLINE_WORDS: usize = 10;
const LABEL_WORDS: usize = 8;
const LABELS: usize = 3;
/// What of the text may follow, for other boxes may, and how many labels there may be: an article on books has one for each of them.
const REST: f32 = 0.25;
const BOXES: usize = 3;

/// The box below a label such as `About the author`: short lines, of which one may be a name, and the paragraph that tells of whom it is.
pub(crate) fn labelled<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Option<Range<usize>> {
    let words = |range: Range<usize>| lines[range].iter().filter(|line| line.is_text()).map(|line| line.info.words).sum::<usize>();
    let mut above = 0;
    let is_label = |line: &usize| {
        above += words(*line..line + 1);
        above >= TEXT && lines[*line].is_author && !lines[*line].is_text()
    };
    let mut labels = (0..lines.len()).filter(is_label);
    let label = labels.next().filter(|_| labels.nth(BOXES - 1).is_none())?;
    let is_bio = |line: &usize| lines[*line].is_text() && text(*line).len() <= LONGEST;
    let bio = (label + 1..lines.len()).take(LABELS + 1).find(|line| lines[*line].is_text()).filter(is_bio)?;
    let person = (label + 1..bio)
        .filter_map(|line| name(text(line)))
        .find_map(|name| name.split_whitespace().next().filter(|first| text(bio).contains(first)))
        .or_else(|| name(text(bio)))?;
    let is_of_text = (0..label).any(|line| lines[line].is_text() && text(line).contains(person));
    let end = bio + 1;
    (!is_of_text && words(end..lines.len()) as f32 <= REST * words(0..label) as f32).then_some(label..end)
}

/// The lines that say who wrote the text: the last paragraph, if it begins with a name that stands in a line above the text and nowhere in it,
/// and the short lines right above it up to one with that name.
pub(crate) fn named<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Option<Range<usize>> {
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

/// The first two words of a text, if both have a capital and no more than one other with a capital follows, as in the name of a product.
fn name(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let has_capital = |word: &str| word.starts_with(char::is_uppercase);
    if !has_capital(first) || !has_capital(second) || first.ends_with([',', ':', ';', '!', '?']) {
        return None;
    }
    let capitals = text.split_whitespace().take_while(|word| has_capital(word)).count();
    if capitals > NAME && !second.ends_with(',') {
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
    fn names_are_two_words_with_capitals() {
        assert_eq!(name("Ann Weaver is a reporter."), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver’s books are many."), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver, who lives here, wrote it."), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver"), Some("Ann Weaver"));
        assert_eq!(name("Ann Weaver, Managing Editor, Harbour Ledger"), Some("Ann Weaver"));
        assert_eq!(name("The Elite Applicant Package has all that."), None);
        assert!(["The council met.", "However, Ann said so.", "Ann", ""].into_iter().all(|text| name(text).is_none()));
    }
}
