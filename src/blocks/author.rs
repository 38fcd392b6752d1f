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
/// What of the text may follow, for other boxes may.
const REST: f32 = 0.25;
/// With more labels they are those of a list: an article on books has one for each of them.
const BOXES: usize = 3;
/// The last paragraphs that are looked at.
const BIOS: usize = 8;

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

/// The lines that say who wrote the text: one of the last paragraphs, if it begins with a name that stands in a line above the text and nowhere in it (nor does its last
/// word, written small: then it is a heading), and the short lines right above it up to one with that name. Where they have it, the paragraph may begin with the first name alone.
pub(crate) fn named<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Option<Range<usize>> {
    let first = lines.iter().position(Line::is_text)?;
    let mut words: usize = lines.iter().filter(|line| line.is_text()).map(|line| line.info.words).sum();
    let mut below = 0;
    let is_above = |name: &str| (1..first).any(|line| lines[line].info.words <= BYLINE_WORDS && text(line).contains(name));
    let is_label = |line: &usize| !lines[*line].is_text() && lines[*line].info.words <= LABEL_WORDS;
    for bio in (first + 1..lines.len()).rev().filter(|line| lines[*line].is_text()).take(BIOS) {
        words -= lines[bio].info.words;
        if words < TEXT || below as f32 > REST * words as f32 {
            return None;
        }
        below += lines[bio].info.words;
        if text(bio).len() > LONGEST {
            continue;
        }
        let labels = || (first + 1..bio).rev().take(LABELS).take_while(is_label);
        let own = name(text(bio)).filter(|name| is_above(name));
        let told = || labels().find_map(|label| last_name(text(label)).filter(|name| begins(text(bio), name) && is_above(name)));
        let Some(name) = own.or_else(told) else { continue };
        let label = labels().filter(|label| text(*label).contains(name)).last();
        let common = name.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let says = |text: &str| text.contains(name) || text.split(|c: char| !c.is_alphanumeric()).any(|word| word == common);
        let is_spoken_of = (first..bio).any(|line| lines[line].is_text() && says(text(line)));
        // Without a line of its own a name is none of a box, but of what the text ends with.
        if !is_spoken_of && (label.is_some() || below == lines[bio].info.words) {
            return Some(label.unwrap_or(bio)..bio + 1);
        }
    }
    None
}

/// The name that a label ends with, and no more than two words stand before: `Written by Ann Weaver`.
fn last_name(label: &str) -> Option<&str> {
    const BEFORE: usize = 2;
    let before = label.split_whitespace().count().checked_sub(2).filter(|before| *before <= BEFORE)?;
    label.splitn(before + 1, char::is_whitespace).last().and_then(name)
}

/// Whether a text tells of somebody by the first name, and not of something with an article.
fn begins(text: &str, name: &str) -> bool {
    const LETTERS: usize = 4;
    let mut words = text.split_whitespace();
    let first = name.split_whitespace().next();
    words.next().is_some_and(|word| Some(word) == first && word.chars().nth(LETTERS - 1).is_some())
        && words.next().is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// The first two words of a text, if both have a capital and no more than one other with a capital follows, as in the name of a product.
fn name(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let has_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_of_person = |word: &str| has_capital(word) && word.contains(char::is_lowercase);
    if !is_of_person(first) || !is_of_person(second) || first.ends_with([',', ':', ';', '!', '?']) {
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
    fn a_label_ends_with_a_name() {
        assert_eq!(last_name("Written by Ann Weaver"), Some("Ann Weaver"));
        assert_eq!(last_name("Ann Weaver"), Some("Ann Weaver"));
        assert!(["Start lessons with Ann Weaver", "About Ann Weaver again", "Ann", ""].into_iter().all(|label| last_name(label).is_none()));
        assert!(begins("Anna is a reporter.", "Anna Weaver"));
        for text in ["Anna Weaver is one.", "Annas are many.", "Anna", "The harbour is old."] {
            assert!(!begins(text, "Anna Weaver") && !begins(text, "The Harbour"), "{text}");
        }
    }

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
