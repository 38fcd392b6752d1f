//! Where the text ends: what follows is teasers, comments, or the page's foot.

use std::ops::Range;

use super::{Kind, Line};

/// Words of text before the line that closes it.
const CLOSING_TEXT: usize = 100;
/// What may follow it of the text, and the marks and their share of the lines that must.
const CLOSING_REST: f32 = 0.1;
const CLOSING_MARKS: usize = 2;
const CLOSING_SHARE: f32 = 0.3;
/// Words of text before teasers, and of a paragraph of it on the average: a page of short paragraphs all over cannot be told from its teasers.
const TEASERS_TEXT: usize = 100;
const TEASERS_AVERAGE: usize = 20;
/// What of the text may be theirs, below a text of which this share of the paragraphs stand right below another, and below one that is
/// in single paragraphs under headings itself.
const TEASERS_REST: f32 = 0.5;
const TEXT_PAIRS: f32 = 0.2;
const TEASERS_LITTLE: f32 = 0.1;
/// Of the last four paragraphs of the text so many must stand right below another: else the line may stand between two sections of a list.
const LAST_PAIRS: u32 = 2;
/// The lines that must follow, the most words of a paragraph among them, and the share of the paragraphs that may stand right below another.
const TEASERS_LINES: usize = 6;
const TEASERS_LONGEST: usize = 40;
/// So many summaries make a list, if no label says so; two may be paragraphs of the text.
const TEASERS: usize = 3;
/// The share of code in the lines that may follow: tables of a manual are made of names and short paragraphs as well.
const TEASERS_CODE: f32 = 0.15;
/// The same below a label of other stories that the page has only once.
const RELATED_LONGEST: usize = 60;
const TEASERS_PAIRS: f32 = 0.15;
/// Words of text before comments, and what of the text may be theirs.
const COMMENTS_TEXT: usize = 200;
const COMMENTS_REST: f32 = 0.25;
const COMMENTS_MARKS: usize = 4;
/// More may be theirs if marks are close: of all lines, and for so many words one.
const THREAD_REST: f32 = 0.5;
const THREAD_MARKS: usize = 3;
const THREAD_SHARE: f32 = 0.1;
const THREAD_WORDS: usize = 60;
/// Days that a text may have before its comments, and in how many lines of them the first day must be.
const TEXT_DATES: usize = 2;
const THREAD_DATE: usize = 4;
/// In a forum thread the text itself stands between marks of comments. So for one mark before there must be so many after.
const THREAD_BEFORE: usize = 16;

/// What there is from a line to the end, or before it.
#[derive(Debug, Default, Clone, Copy)]
struct Part {
    lines: usize,
    marks: usize,
    comments: usize,
    words: usize,
    paragraphs: usize,
    /// Paragraphs right below another.
    pairs: usize,
    longest: usize,
    /// Lines with letters that are neither paragraphs nor marked, and days: headlines, dates.
    headlines: usize,
    /// Lines with names from a program.
    code: usize,
    /// Lines that are a day or a time of day, which comments have as well.
    dates: usize,
    /// Which of the last four paragraphs stand right below another, a bit for each.
    last_pairs: u8,
}

impl Part {
    fn add(&mut self, line: &Line, beside: Option<&Line>) {
        self.lines += 1;
        self.marks += usize::from(line.is_marked);
        self.comments += usize::from(line.is_comment);
        self.code += usize::from(line.is_code);
        self.dates += usize::from(line.info.is_date && !line.is_comment);
        let says_something = !line.info.is_item || line.info.is_date;
        self.headlines += usize::from(!line.is_marked && !line.is_text() && says_something);
        if line.is_text() {
            self.words += line.info.words;
            self.paragraphs += 1;
            self.longest = self.longest.max(line.info.words);
            let is_pair = beside.is_some_and(Line::is_text);
            self.pairs += usize::from(is_pair);
            self.last_pairs = (self.last_pairs << 1 | u8::from(is_pair)) & 0b1111;
        }
    }

    fn pairs_share(&self) -> f32 {
        self.pairs as f32 / self.paragraphs.max(1) as f32
    }

    /// The share of its words in those of both.
    fn share_after(&self, before: &Self) -> f32 {
        self.words as f32 / (before.words + self.words).max(1) as f32
    }
}

/// The lines at which the text ends, each with what it ends with: at most one that closes it, and one after which all goes.
pub(super) fn endings(lines: &[Line]) -> impl Iterator<Item = (usize, Kind)> {
    let (mut closing, mut all) = (None, None);
    if lines.iter().any(|line| line.is_sure || line.is_comment || line.is_cut) {
        let mut rest = Part::default();
        let mut rests: Vec<Part> = vec![rest; lines.len()];
        for (at, line) in lines.iter().enumerate().rev() {
            rest.add(line, lines.get(at + 1));
            rests[at] = rest;
        }
        let mut before = Part::default();
        for (at, line) in lines.iter().enumerate() {
            let rest = rests[at];
            if closing.is_none() && line.may_close && is_closed(&before, &rest) {
                closing = Some((at, Kind::Closing));
            }
            let is_dated = rests.get(at + THREAD_DATE).is_some_and(|below| below.dates < rest.dates);
            if is_thread(line, is_dated, &before, &rest) {
                all = Some((at, Kind::Comments));
            } else if line.is_sure && are_teasers(line, lines.get(at + 1), &before, &rest) {
                all = Some((at, Kind::Teasers));
            }
            if all.is_some() {
                break;
            }
            before.add(line, at.checked_sub(1).map(|before| &lines[before]));
        }
    }
    closing.into_iter().chain(all)
}

/// Whether hardly any text follows, and furniture does.
fn is_closed(before: &Part, rest: &Part) -> bool {
    before.words >= CLOSING_TEXT
        && rest.share_after(before) <= CLOSING_REST
        && rest.marks >= CLOSING_MARKS
        && rest.marks as f32 >= CLOSING_SHARE * rest.lines as f32
}

/// Whether the text before is made of paragraphs, and what follows of headlines, dates and short paragraphs by turns. Headlines alone may be any list,
/// if nothing says that they are of other stories; and where a paragraph comes first, the text goes on. Furniture between paragraphs makes them no summaries.
fn are_teasers(line: &Line, next: Option<&Line>, before: &Part, rest: &Part) -> bool {
    before.words >= TEASERS_TEXT
        && (line.is_related || next.is_some_and(|next| !next.is_text()))
        && before.words > TEASERS_AVERAGE * before.paragraphs
        && rest.share_after(before) <= if is_of_paragraphs(before) { TEASERS_REST } else { TEASERS_LITTLE }
        && rest.lines >= TEASERS_LINES
        && (rest.code as f32) <= TEASERS_CODE * rest.lines as f32
        && (rest.paragraphs >= TEASERS || line.is_related)
        && rest.headlines >= rest.paragraphs
        && rest.longest <= if line.is_related { RELATED_LONGEST } else { TEASERS_LONGEST }
        && rest.pairs_share() <= TEASERS_PAIRS
}

/// Of rows of lines, in order, those that may be teasers: a text is above them, and no less than they are.
pub(super) fn below_text(lines: &[Line], rows: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let add = |part: &mut Part, range: Range<usize>| {
        range.for_each(|at| part.add(&lines[at], at.checked_sub(1).map(|before| &lines[before])));
    };
    let mut before = Part::default();
    let mut reached = 0;
    let is_below = |row: &Range<usize>| {
        add(&mut before, reached..row.start);
        let mut teasers = Part::default();
        add(&mut teasers, row.clone());
        let is_below = before.words >= TEASERS_TEXT
            && before.words > TEASERS_AVERAGE * before.paragraphs
            && teasers.share_after(&before) <= TEASERS_REST
            && is_of_paragraphs(&before);
        add(&mut before, row.clone());
        reached = row.end;
        is_below
    };
    rows.filter(is_below).collect()
}

/// Whether paragraphs follow each other, from the first to the last.
fn is_of_paragraphs(text: &Part) -> bool {
    text.pairs_share() >= TEXT_PAIRS && text.last_pairs.count_ones() >= LAST_PAIRS
}

/// Whether comments begin at a line.
fn is_thread(line: &Line, is_dated: bool, before: &Part, rest: &Part) -> bool {
    if !line.is_comment || before.words < COMMENTS_TEXT {
        return false;
    }
    let share = rest.share_after(before);
    // Each comment has its day. So have the posts of a thread; a text has the day of its first and of its last version.
    let marks = rest.comments + if is_dated && before.dates <= TEXT_DATES { rest.dates } else { 0 };
    if THREAD_BEFORE * before.comments > marks {
        return false;
    }
    let is_close = marks as f32 >= THREAD_SHARE * rest.lines as f32 && rest.words <= THREAD_WORDS * marks;
    line.is_cut && share <= COMMENTS_REST && rest.comments >= COMMENTS_MARKS || is_close && share <= THREAD_REST && marks >= THREAD_MARKS
}
