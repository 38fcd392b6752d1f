//! Blocks: the menu above an article, the teasers and comments below it, boxes in the middle.
//!
//! Most of their lines have no phrase of their own (`Atlanta`, `Careers`, another story's headline), so they are judged together, by
//! what stands around them:
//!
//! - The **main part** of a page runs from its first to its last stretch of running text. Stretches are parted by runs of short lines with
//!   marks in them, or by very long runs, on pages that have [`WHOLE_PAGE`] marks at least; on others all running text is one stretch. A stretch is
//!   main if it has [`MAIN_SHARE`] of the words of the longest one, or [`MAIN_WORDS`].
//! - The **head** before it goes if it is long and has marks, but for running text, the first line, the lines next to the text (the title, a date
//!   line, the lead), and lines that echo the first line.
//! - The **tail** after it goes from its first marked line on, if it is long enough and has marks.
//! - The text is **closed** by the first line that goes and has enough running text before it, if at most a tenth of the
//!   running text follows and marks are a good share of the lines that do. After it goes all but running text.
//! - The **teasers** of other stories begin at the first line that goes for sure and has enough running text before it, if from there on
//!   paragraphs are short and stand alone, each between headlines and dates. Of them, running text goes too. See also [`excerpts`].
//! - The **comments** begin at the first line of comments that has enough running text before it, if marks of comments, or days, are many from there on
//!   and nearly none before: in a forum's thread they are all over, and there the comments are the text. Of them, all goes. See [`ending`], and [`thread`] for those
//!   that a line announces: they may be longer than the text.
//! - An **inner** run of short lines goes between its first and its last mark if marks are a good share of it. Lines that end a sentence
//!   stay, and what stands below each item of a long list is no mark here.
//! - The **rest** begins at a short line below the text that all that stands around it speaks for being its end. See [`rest`].
//! - The **title**, if it stands above the text once more. See [`title`].
//! - The **author**: what says who wrote the text, below it. See [`author`].
//! - **Repeats**: what stands above already, word for word. See [`repeats`].
//! - Lines that the pages of a site share are no marks here, and end no text: what stands beside them and is not shared is the page's own. Where they were looked for,
//!   what stands between a title that the first line repeats and the text stays, if no mark is among it.
//! - **Manuals**: headings that link to themselves (`Index ¶`) are of the main part, and so is all between the first and the last of them. The tail does not begin at a
//!   mark that names from programs follow before the next one, and where they are many there are no teasers: those are tables.
//! - Lines without letters and items of numbered lists stay unless they are marked: prices, tables, references.
//!
//! The figures were chosen by trial on the articles of WCXB's development split and the test pages of fundus, so what they give there (see the README) is
//! tuned. Few sentences that can be explained were preferred to a trained classifier of lines; a trial of one is no fair comparison, for it was
//! cross-validated and these figures were not.

pub(crate) mod author;
mod ending;
mod excerpts;
mod repeats;
pub(crate) mod rest;
pub(crate) mod thread;
pub(crate) mod title;

use std::ops::Range;

use crate::document::{ends_sentence, has_identifier, is_anchored, is_date, is_prose, numbered};
use crate::fold::count_words;
use crate::removal::{Category, RuleId};

pub(crate) use repeats::Twins;

/// So many equal lines count as marks, not more: a list of links in an article may have "Read more" below each.
pub(crate) const REPEATS: usize = 2;
/// With more of them each belongs to an item of a list, and so does what stands between two of them: they bound no inner block.
pub(crate) const ITEMS: usize = 12;
/// Marks that tell a whole page from an extractor's output.
pub(crate) const WHOLE_PAGE: usize = 10;
/// Short lines with at least so many marks part two stretches of text, as do so many without.
const PARTING_LINES: usize = 6;
const PARTING_MARKS: usize = 2;
const PARTING_RUN: usize = 40;
/// Of the words of the longest stretch.
const MAIN_SHARE: f32 = 0.15;
const MAIN_WORDS: usize = 200;
/// A paragraph counts for no more words than this, so that none makes a stretch alone.
const PARAGRAPH_WORDS: usize = 150;
/// A page with fewer words in paragraphs, or a smaller share of them, has no main part: it is a listing.
const LEAST_WORDS: usize = 60;
const LEAST_SHARE: f32 = 0.2;
/// Lines and marks that make a head, and the lines before the text that stay.
const HEAD_LINES: usize = 6;
const HEAD_MARKS: usize = 3;
const HEAD_KEPT: usize = 2;
/// Lines and marks that make a tail.
const TAIL_LINES: usize = 5;
const TAIL_MARKS: usize = 3;
/// Lines of code between two marks by which the tail does not begin at the first of them.
const TAIL_CODE: usize = 2;
/// Lines and marks that make an inner block, and the share of its lines that must be marked.
const INNER_LINES: usize = 4;
const INNER_MARKS: usize = 2;
const INNER_SHARE: f32 = 0.4;
/// A line that ends a sentence is none with fewer words.
const SENTENCE: usize = 4;
/// Words of a line right below the title that make it the lead.
pub(crate) const LEAD: usize = 12;
/// A shorter echo of the title is not one.
const ECHO: usize = 12;

/// What a line looks like, whatever its words say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineInfo {
    pub(crate) words: usize,
    pub(crate) is_prose: bool,
    ends_sentence: bool,
    /// The heading of a manual, which links to itself.
    is_anchored: bool,
    /// Of an item of a numbered list, or zero.
    number: u16,
    /// Has names from a program.
    pub(crate) is_code: bool,
    /// A day or a time of day.
    is_date: bool,
    /// Ends with an ellipsis.
    has_ellipsis: bool,
    /// An item of a numbered list, such as a reference, or a line without letters, such as a price or a figure of a table.
    is_item: bool,
}

impl LineInfo {
    pub(crate) fn new(text: &str) -> Self {
        // Long lines are running text; their words need not be counted one by one.
        const LONG: usize = 1_200;
        if text.len() > LONG {
            return Self {
                words: PARAGRAPH_WORDS,
                is_prose: true,
                ends_sentence: true,
                is_anchored: false,
                number: 0,
                is_code: false,
                is_date: false,
                has_ellipsis: false,
                is_item: false,
            };
        }
        let words = count_words(text);
        let item = if text.starts_with(|c: char| c.is_ascii_digit()) { numbered(text) } else { None };
        // Most lines have none of these, and that is seen at once.
        let mut signs = [false; 2];
        for byte in text.bytes() {
            signs[0] |= matches!(byte, b'_' | b':');
            signs[1] |= byte.is_ascii_digit();
        }
        Self {
            words: words.min(PARAGRAPH_WORDS),
            is_prose: is_prose(text, words),
            ends_sentence: ends_sentence(text),
            is_anchored: is_anchored(text),
            number: item.and_then(|(number, _)| number.parse().ok()).unwrap_or_default(),
            is_code: signs[0] && has_identifier(text),
            is_date: signs[1] && is_date(text),
            has_ellipsis: has_ellipsis(text),
            is_item: item.is_some() || !text.contains(char::is_alphabetic),
        }
    }
}

fn has_ellipsis(text: &str) -> bool {
    let text = text.trim_end_matches([' ', ']']);
    text.ends_with('…') || text.ends_with("...")
}

/// A line as far as blocks are concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) info: LineInfo,
    pub(crate) is_marked: bool,
    pub(crate) is_cut: bool,
    /// It is cut, and not only because pages of the site share it.
    pub(crate) may_close: bool,
    /// A rule says so without asking for company or place.
    pub(crate) is_sure: bool,
    /// A label of other stories, for sure.
    pub(crate) is_related: bool,
    pub(crate) is_comment: bool,
    /// It stands above the comments of the page, perhaps with their number.
    pub(crate) heads_comments: bool,
    /// It tells who wrote the text, or is a label of that.
    pub(crate) is_author: bool,
    /// A number that a rule for lone counters has marked.
    pub(crate) is_number: bool,
    /// It has names from a program, and the page has it but once.
    pub(crate) is_code: bool,
    /// More than [`ITEMS`] read the same.
    pub(crate) is_of_items: bool,
}

impl Line {
    fn is_text(&self) -> bool {
        self.info.is_prose && !self.is_cut
    }
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Head,
    Inner,
    Tail,
    Closing,
    Teasers,
    Comments,
    Rest,
    Author,
    Repeat,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Inner => "inner",
            Self::Tail => "tail",
            Self::Closing => "closing",
            Self::Teasers => "teasers",
            Self::Comments => "comments",
            Self::Rest => "rest",
            Self::Author => "author",
            Self::Repeat => "repeat",
        }
    }

    pub(crate) fn rule(self) -> RuleId {
        let name = match self {
            Self::Head => "block/head",
            Self::Inner => "block/inner",
            Self::Tail => "block/tail",
            Self::Closing => "block/closing",
            Self::Teasers => "block/teasers",
            Self::Comments => "block/comments",
            Self::Rest => "block/rest",
            Self::Author => "block/author",
            Self::Repeat => "block/repeat",
        };
        RuleId::built_in(name, Category::Block)
    }

    /// Whether a line of such a block goes with it.
    pub(crate) fn takes(self, line: &Line) -> bool {
        let is_loose = line.is_marked || !line.info.is_item;
        match self {
            Self::Head => !line.info.is_prose && (is_loose || line.is_number),
            Self::Inner => (!line.info.ends_sentence || line.info.words < SENTENCE) && is_loose,
            Self::Closing => !line.info.is_prose && is_loose,
            Self::Tail | Self::Teasers | Self::Rest => is_loose || line.is_number,
            // Comments may be numbered.
            Self::Comments | Self::Author | Self::Repeat => true,
        }
    }
}

/// The main part of a page.
#[derive(Debug)]
pub(crate) struct Main {
    /// Where it begins; headings may stand before the first of its running text.
    body: usize,
    first: usize,
    last: usize,
    is_whole_page: bool,
}

impl Main {
    /// Finds it; none where there is too little text. `is_title` tells which lines say the title once more.
    pub(crate) fn find(lines: &[Line], is_title: impl Fn(usize) -> bool) -> Option<Self> {
        let marks = lines.iter().filter(|line| line.is_marked).count();
        let is_whole_page = marks >= WHOLE_PAGE;
        // First and last line, and words.
        let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
        let mut words_of_all = 0;
        let (mut run, mut run_marks) = (0, 0);
        for (at, line) in lines.iter().enumerate() {
            if !line.is_text() {
                run += 1;
                run_marks += usize::from(line.is_marked);
                continue;
            }
            words_of_all += line.info.words;
            let parts = is_whole_page && (run >= PARTING_LINES && run_marks >= PARTING_MARKS || run >= PARTING_RUN && run_marks >= 1);
            match stretches.last_mut() {
                Some(stretch) if !parts => {
                    stretch.1 = at;
                    stretch.2 += line.info.words;
                }
                _ => stretches.push((at, at, line.info.words)),
            }
            (run, run_marks) = (0, 0);
        }
        let words: usize = lines.iter().filter(|line| !line.is_cut).map(|line| line.info.words).sum();
        if words_of_all < LEAST_WORDS || (words_of_all as f32) < LEAST_SHARE * words as f32 {
            return None;
        }
        let longest = stretches.iter().map(|stretch| stretch.2).max()?;
        let is_main = |stretch: &&(usize, usize, usize)| stretch.2 >= MAIN_WORDS || stretch.2 as f32 >= MAIN_SHARE * longest as f32;
        let mut first = stretches.iter().find(is_main)?.0;
        let last = stretches.iter().rfind(is_main)?.1;
        // Below its title a text may begin with a few words, and a list or a table before the next ones.
        if is_whole_page && let Some(title) = (1..first).find(|line| is_title(*line)) {
            let is_below = |stretch: &&(usize, usize, usize)| stretch.0 > title && stretch.2 >= LEAST_WORDS;
            first = stretches.iter().find(is_below).map_or(first, |stretch| first.min(stretch.0));
        }
        // The headings of a manual are of the main part, and so is what they are the headings of.
        let is_anchored = |line: &Line| line.info.is_anchored && !line.is_cut;
        let body = lines.iter().position(is_anchored).map_or(first, |heading| heading.min(first));
        let last = lines.iter().rposition(is_anchored).map_or(last, |heading| heading.max(last));
        Some(Self { body, first, last, is_whole_page })
    }

    /// The blocks around it and within it, in order.
    pub(crate) fn blocks(&self, lines: &[Line]) -> Vec<(Kind, Range<usize>)> {
        let marks = |range: Range<usize>| lines[range].iter().filter(|line| line.is_marked).count();
        let mut blocks = Vec::new();
        if !self.is_whole_page {
            blocks.extend(inner(lines, 1..self.first.max(1)));
        } else if self.first >= HEAD_LINES && marks(0..self.first) >= HEAD_MARKS {
            let end = self.body.min(self.first - HEAD_KEPT);
            blocks.push((Kind::Head, 1..end.max(1)));
        }
        let mut at = self.first;
        while at <= self.last {
            let end = (at..=self.last).find(|line| lines[*line].is_text()).unwrap_or(self.last + 1);
            blocks.extend(inner(lines, at..end));
            at = end + 1;
        }
        let tail = self.last + 1..lines.len();
        let is_tail = self.is_whole_page && tail.len() >= TAIL_LINES && marks(tail.clone()) >= TAIL_MARKS;
        let from = if is_tail { tail_start(lines, tail.clone()) } else { None };
        let mut ends: Vec<(usize, Kind)> = from.map(|from| (from, Kind::Tail)).into_iter().chain(ending::endings(lines)).collect();
        ends.sort_by_key(|(from, _)| *from);
        // Behind a line that closes the text some of it may stay, up to one after which all goes.
        ends.truncate(1 + ends.iter().take_while(|(_, kind)| *kind == Kind::Closing).count());
        match ends.first() {
            Some((from, _)) => blocks.retain(|(_, block)| block.end <= *from),
            None => blocks.extend(inner(lines, tail)),
        }
        let next = ends.iter().skip(1).map(|(from, _)| *from).chain([lines.len()]);
        let end = ends.first().map_or(lines.len(), |(from, _)| *from);
        blocks.extend(excerpts::find(&lines[..end]).into_iter().map(|range| (Kind::Teasers, range)));
        blocks.extend(ends.iter().zip(next).map(|((from, kind), to)| (*kind, *from..to)).filter(|(_, range)| !range.is_empty()));
        blocks
    }
}

/// The first marked line that no code follows before the next one: a table of a manual may have a word of menus among its own.
fn tail_start(lines: &[Line], tail: Range<usize>) -> Option<usize> {
    let marked = |from: usize| (from..tail.end).find(|line| lines[*line].is_marked);
    let mut at = marked(tail.start)?;
    while let Some(next) = marked(at + 1)
        && lines[at..next].iter().filter(|line| line.is_code).count() >= TAIL_CODE
    {
        at = next;
    }
    Some(at)
}

/// The part of a run of short lines that is a block, if any.
fn inner(lines: &[Line], run: Range<usize>) -> Option<(Kind, Range<usize>)> {
    if run.len() < INNER_LINES {
        return None;
    }
    let is_mark = |line: &usize| lines[*line].is_marked && !lines[*line].is_of_items;
    let marks = run.clone().filter(is_mark).count();
    if marks < INNER_MARKS || (marks as f32) < INNER_SHARE * run.len() as f32 {
        return None;
    }
    let from = run.clone().find(is_mark)?;
    let to = run.rev().find(is_mark)?;
    Some((Kind::Inner, from..to + 1))
}

/// Whether a line with some words repeats the title, in lower case, or a part of it.
pub(crate) fn is_heading(title: &str, line: &Line, text: &str) -> bool {
    const WORDS: usize = 3;
    /// A longer first line is no title, and to look for others in it would take time.
    const LONGEST: usize = 400;
    title.len() <= LONGEST && line.info.words >= WORDS && !line.is_text() && echoes(title, text)
}

/// Whether a line repeats the title, in lower case, or a part of it.
pub(crate) fn echoes(title: &str, line: &str) -> bool {
    if line.len() <= ECHO && !(line.eq_ignore_ascii_case(title) && line.contains(' ')) || line.len() > 4 * title.len() + 64 {
        return false;
    }
    let line = line.trim_end_matches(['¶', ' ']).to_lowercase();
    title.contains(&line) || title.len() > ECHO && line.contains(title)
}
