//! Comments below a line that says so: `59 Comments` and about as many posts, or `Comments` and many marks of posts, close to each other.
//!
//! They may be longer than the text, and there is no doubt of them, so the guard does not count them.

use super::Line;

/// Words of text above them.
pub(crate) const TEXT: usize = 100;
/// A smaller number is soon reached by chance, and a larger one counts no comments of a page.
const COUNTED: std::ops::RangeInclusive<usize> = 3..=5_000;
/// So many posts for one that is counted are there, or so many in all, for some may be on another page; and so many marks has a post at the most: a name, a day, buttons.
const LEAST: f32 = 0.5;
const MANY: usize = 12;
const MARKS: usize = 5;
/// Without a number, a mark for so many words, and for so many lines.
const CLOSE_WORDS: usize = 60;
const CLOSE_LINES: usize = 5;
/// The first post begins within so many lines.
const BELOW: usize = 4;
/// The most words of text for a post, in the mean.
const WORDS: usize = 150;
/// So many marks for each that counts comments: where they are more, a list of texts counts those of each.
const LABELS: usize = 4;
/// So many posts for each mark of comments above: in a forum's thread they are all over, and the posts are the text.
const BEFORE: usize = 16;

/// What stands from a line to the end.
#[derive(Debug, Default, Clone, Copy)]
struct Rest {
    lines: usize,
    /// Words of running text.
    words: usize,
    /// Lines that belong to comments, and days.
    marks: usize,
    /// Of them those that count comments, as in a list of texts.
    labels: usize,
    /// Items whose numbers grow, and the number of the first and of the last of them.
    items: usize,
    first: usize,
    last: usize,
    /// Lines to the first mark or item.
    post: usize,
}

impl Rest {
    fn above(self, line: &Line) -> Self {
        let number = usize::from(line.info.number);
        let is_mark = line.is_comment || line.info.is_date;
        let (items, first, last) = match number {
            0 => (self.items, self.first, self.last),
            _ if self.items > 0 && number < self.first => (self.items + 1, number, self.last),
            _ => (1, number, number),
        };
        Self {
            lines: self.lines + 1,
            words: self.words + if line.is_text() { line.info.words } else { 0 },
            marks: self.marks + usize::from(is_mark),
            labels: self.labels + usize::from(line.heads_comments),
            items,
            first,
            last,
            post: if is_mark || number > 0 { 0 } else { self.post + 1 },
        }
    }

    /// Whether posts follow; `counted` tells how many.
    fn has_posts(&self, counted: Option<usize>) -> bool {
        let is_begun = self.post < BELOW && LABELS * self.labels <= self.marks.max(self.items);
        let Some(counted) = counted else {
            return is_begun && self.marks >= MANY && self.words <= CLOSE_WORDS * self.marks && self.lines <= CLOSE_LINES * self.marks;
        };
        let is_about = |posts: usize, most: usize| {
            posts >= *COUNTED.start() && (posts >= MANY || posts as f32 >= LEAST * counted as f32) && posts <= most
        };
        is_begun
            && COUNTED.contains(&counted)
            && (is_about(self.marks, MARKS * counted) || is_about(self.items, counted) && self.last <= counted)
            && self.words <= WORDS * self.marks.max(self.items)
    }
}

/// The line that says so and below which comments begin.
pub(crate) fn find<'t>(lines: &[Line], text: impl Fn(usize) -> &'t str) -> Option<usize> {
    let mut rest = Rest::default();
    let mut below: Vec<Rest> = lines
        .iter()
        .rev()
        .map(|line| {
            let below = rest;
            rest = rest.above(line);
            below
        })
        .collect();
    below.reverse();
    let (mut words, mut comments) = (0, 0);
    (0..lines.len()).find(|&at| {
        let line = &lines[at];
        let is_thread = words >= TEXT
            && line.heads_comments
            && !line.is_text()
            && BEFORE * comments <= below[at].marks.max(below[at].items)
            && below[at].has_posts(count(text(at)));
        words += if line.is_text() { line.info.words } else { 0 };
        comments += usize::from(line.is_comment);
        is_thread
    })
}

/// The number that a line begins or ends with, in brackets perhaps.
fn count(text: &str) -> Option<usize> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_digit = |c: char| c.is_ascii_digit();
    let first = &text[..text.find(|c: char| !is_digit(c)).unwrap_or(text.len())];
    let last = &text[text.rfind(|c: char| !is_digit(c)).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))..];
    first.parse().or_else(|_| last.parse()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_at_either_end() {
        for (text, number) in [
            ("59 Comments on “A year in 3 songs”", Some(59)),
            ("Comments (12)", Some(12)),
            ("12", Some(12)),
            ("コメント12件", None),
            ("评论：7", Some(7)),
            ("Comments", None),
            ("", None),
        ] {
            assert_eq!(count(text), number, "{text}");
        }
    }
}
