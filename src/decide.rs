//! The decision: which marks become cuts.
//!
//! A mark that is sure anywhere is a cut. A suspect (a line that people write too) needs company or place:
//!
//! - it stands in an unbroken row of marked lines, blank lines aside, of which one is sure, or of which three are suspects of at
//!   least two rules: `Share`, `Facebook`, `Print` among themselves are enough, a list of three networks is not;
//! - it stands before the first or after the last paragraph, and is not the very first line, which may be the title.
//!
//! A line of nothing but numbers (`0 1,854`) is evidence of nothing. It goes with a row that goes, if no more than three such lines
//! follow each other, for more are a table; and alone it goes only right before the first or right after the last paragraph,
//! with no other line of numbers beside it.
//!
//! Two promises shape this: cleaning twice changes nothing more, and a pipeline with fewer filters never cuts more. So a line that goes for sure is
//! never a paragraph, and no condition asks for the absence of a mark.

use std::ops::Range;

use crate::document::{Document, Line};
use crate::filter::{Mark, RuleRef};
use crate::removal::{Removal, RuleId};
use crate::rule::When;

/// More numbers than this in a row are a table.
const NUMBERS_IN_A_ROW: usize = 3;
/// Suspects that are sure of each other.
const SUSPECTS_IN_A_ROW: usize = 3;

/// Gives the removals for the marks of a text: sorted, disjoint, on character boundaries.
pub(crate) fn decide<'m>(document: &Document<'_>, marks: &'m [Mark], rule: impl Fn(&'m RuleRef) -> &'m RuleId) -> Vec<Removal> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut page = Page { document, lines: vec![State::Kept; document.places().len()], marks };
    let mut inline = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        page.place(index, mark, &rule, &mut inline);
    }
    inline.sort_unstable_by_key(|(span, mark): &(Range<usize>, usize)| (span.start, span.end, *mark));
    page.cut_lines_emptied_by(&inline);
    page.judge_by_place();
    page.judge_by_company();
    page.removals(&inline, |mark| rule(&marks[mark].rule).clone())
}

/// What is known of a line; the number is the mark that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Kept,
    Suspect(usize),
    Cut(usize),
}

struct Page<'d, 'm> {
    document: &'d Document<'d>,
    lines: Vec<State>,
    marks: &'m [Mark],
}

impl<'m> Page<'_, 'm> {
    /// Puts a mark on the lines that it covers and the rest of it, if any, into `inline`.
    fn place(&mut self, index: usize, mark: &'m Mark, rule: &impl Fn(&'m RuleRef) -> &'m RuleId, inline: &mut Vec<(Range<usize>, usize)>) {
        let span = on_boundaries(self.document.text(), &mark.span);
        let places = self.document.places();
        let from = places.partition_point(|place| place.last <= span.start);
        for (line, place) in places.iter().enumerate().skip(from).take_while(|(_, place)| place.first < span.end) {
            if span.start > place.first || span.end < place.last {
                let part = span.start.max(place.first)..span.end.min(place.last);
                if mark.when == When::Anywhere && !part.is_empty() {
                    inline.push((part, index));
                }
                continue;
            }
            let better = |other: usize| {
                let other = &self.marks[other];
                (mark.when, rule(&mark.rule)) < (other.when, rule(&other.rule))
            };
            let wins = match self.lines[line] {
                State::Kept => true,
                State::Suspect(other) | State::Cut(other) => better(other),
            };
            if wins {
                self.lines[line] = match mark.when {
                    When::Anywhere => State::Cut(index),
                    When::Company => State::Suspect(index),
                };
            }
        }
    }

    /// A line of which inline cuts leave nothing is cut as a line.
    fn cut_lines_emptied_by(&mut self, inline: &[(Range<usize>, usize)]) {
        for (span, mark) in inline {
            let line = self.document.places().partition_point(|place| place.last <= span.start);
            let place = self.document.places()[line];
            if span.start != place.first || matches!(self.lines[line], State::Cut(_)) {
                continue;
            }
            let mut reached = place.first;
            for (span, _) in inline.iter().filter(|(span, _)| span.start >= place.first && span.end <= place.last) {
                if self.document.text()[reached..span.start.max(reached)].trim().is_empty() {
                    reached = reached.max(span.end);
                }
            }
            if self.document.text()[reached..place.last].trim().is_empty() {
                self.lines[line] = State::Cut(*mark);
            }
        }
    }

    fn line(&self, index: usize) -> Line<'_> {
        self.document.line(index)
    }

    fn is_bare(&self, index: usize) -> bool {
        matches!(self.lines[index], State::Suspect(mark) | State::Cut(mark) if self.marks[mark].bare)
    }

    /// Cuts the suspects before the first and after the last paragraph.
    fn judge_by_place(&mut self) {
        let count = self.lines.len();
        if !self.lines.iter().any(|state| matches!(state, State::Suspect(_))) {
            return;
        }
        let is_paragraph = |line: &usize| self.lines[*line] == State::Kept && self.line(*line).is_prose();
        let (first, last) = match (0..count).find(is_paragraph) {
            Some(first) => (first, (first..count).rfind(is_paragraph).unwrap_or(first)),
            // All paragraphs were furniture: then everything stands outside of the text. None at all: then there is no outside.
            None if (0..count).any(|line| self.lines[line] != State::Kept && self.line(line).is_prose()) => (count, count),
            None => return,
        };
        for line in (0..first.min(count)).chain(last + 1..count) {
            let State::Suspect(mark) = self.lines[line] else { continue };
            let goes = if self.is_bare(line) {
                (line + 1 == first || line == last + 1) && !self.has_numbers_beside(line)
            } else {
                line > 0 || self.lines.get(1).is_some_and(|next| *next != State::Kept && !self.is_bare(1))
            };
            if goes {
                self.lines[line] = State::Cut(mark);
            }
        }
    }

    fn has_numbers_beside(&self, line: usize) -> bool {
        let is_number = |line: usize| self.is_bare(line) || !self.line(line).text().contains(char::is_alphabetic);
        line > 0 && is_number(line - 1) || line + 1 < self.lines.len() && is_number(line + 1)
    }

    /// Cuts the suspects that stand in a row with surer lines.
    fn judge_by_company(&mut self) {
        let mut start = 0;
        while start < self.lines.len() {
            let end = self.row_end(start);
            if self.is_row_sure(start..end) {
                for state in &mut self.lines[start..end] {
                    if let State::Suspect(mark) = *state {
                        *state = State::Cut(mark);
                    }
                }
            }
            start = end.max(start + 1);
        }
    }

    /// The end of the row of marked lines that begins at `start`; `start` itself where none begins.
    fn row_end(&self, start: usize) -> usize {
        let mut line = start;
        while line < self.lines.len() && self.lines[line] != State::Kept {
            if self.is_bare(line) && (line == 0 || !self.is_bare(line - 1)) {
                let numbers = (line..self.lines.len()).take_while(|&line| self.is_bare(line)).count();
                if numbers > NUMBERS_IN_A_ROW {
                    // A table ends the row; from its own start it is a row of its own, sure of nothing.
                    return if line == start { line + numbers } else { line };
                }
            }
            line += 1;
        }
        line
    }

    fn is_row_sure(&self, row: Range<usize>) -> bool {
        let mut suspects = 0;
        let mut first_rule = None;
        let mut several = false;
        for line in row {
            if self.is_bare(line) {
                continue;
            }
            match self.lines[line] {
                State::Cut(_) => return true,
                State::Suspect(mark) => {
                    suspects += 1;
                    let rule = &self.marks[mark].rule;
                    several |= first_rule.is_some_and(|first| !same_rule(first, rule));
                    first_rule.get_or_insert(rule);
                }
                State::Kept => {}
            }
        }
        several && suspects >= SUSPECTS_IN_A_ROW
    }

    fn removals(&self, inline: &[(Range<usize>, usize)], rule: impl Fn(usize) -> RuleId) -> Vec<Removal> {
        let mut removals = Vec::new();
        let mut inline = inline.iter().peekable();
        let mut line = 0;
        while line < self.lines.len() {
            let place = self.document.places()[line];
            let State::Cut(_) = self.lines[line] else {
                let mut reached = place.first;
                while let Some((span, mark)) = inline.next_if(|(span, _)| span.end <= place.last) {
                    let part = span.start.max(reached)..span.end;
                    if !part.is_empty() {
                        reached = part.end;
                        removals.push(Removal::new(part, rule(*mark)));
                    }
                }
                line += 1;
                continue;
            };
            let end = (line..self.lines.len()).find(|&line| !matches!(self.lines[line], State::Cut(_))).unwrap_or(self.lines.len());
            let span = self.row_span(line..end);
            for index in line..end {
                let State::Cut(mark) = self.lines[index] else { continue };
                let from = if index == line { span.start } else { self.document.places()[index].start };
                let to = if index + 1 == end { span.end } else { self.document.places()[index + 1].start };
                removals.push(Removal::new(from..to, rule(mark)));
            }
            let last = self.document.places()[end - 1].last;
            while inline.next_if(|(span, _)| span.end <= last).is_some() {}
            line = end;
        }
        removals
    }

    /// The bytes that go with a row of lines: their terminators, and blank lines that would else follow other blank lines or
    /// stand at the end. A text that has no last newline gets none.
    fn row_span(&self, row: Range<usize>) -> Range<usize> {
        let text = self.document.text();
        let places = self.document.places();
        let start = places[row.start].start;
        let before = if row.start > 0 { places[row.start - 1].next } else { 0 };
        if row.end < places.len() {
            let blank_before = row.start == 0 || before < start;
            return start..if blank_before { places[row.end].start } else { places[row.end - 1].next };
        }
        if row.start == 0 {
            return 0..text.len();
        }
        if text.ends_with('\n') {
            return before..text.len();
        }
        let line = text[..before].strip_suffix('\n').unwrap_or(&text[..before]);
        line.strip_suffix('\r').unwrap_or(line).len()..text.len()
    }
}

fn same_rule(one: &RuleRef, other: &RuleRef) -> bool {
    match (one, other) {
        (RuleRef::Table(one), RuleRef::Table(other)) => one == other,
        (RuleRef::Named(one), RuleRef::Named(other)) => one == other,
        _ => false,
    }
}

/// The part of a span that lies within the text and on character boundaries.
fn on_boundaries(text: &str, span: &Range<usize>) -> Range<usize> {
    let mut end = span.end.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut start = span.start.min(end);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start..end.max(start)
}
