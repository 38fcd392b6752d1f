//! What the cut lines are of the text, in bytes.

use std::ops::Range;

use super::{Page, State};
use crate::removal::{Removal, RuleId};

impl Page<'_, '_> {
    pub(super) fn removals(&self, inline: &[(Range<usize>, usize)], rule: impl Fn(usize) -> RuleId) -> Vec<Removal> {
        let mut removals = Vec::new();
        let mut inline = inline.iter().peekable();
        let mut line = 0;
        while line < self.lines.len() {
            let place = self.document.places()[line];
            if !self.lines[line].is_cut() {
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
            }
            let end = (line..self.lines.len()).find(|&line| !self.lines[line].is_cut()).unwrap_or(self.lines.len());
            let (end, span) = self.part_of_row(line..end);
            for index in line..end {
                let rule = match self.lines[index] {
                    State::Cut(mark) => rule(mark),
                    State::Block(kind) => kind.rule(),
                    State::Kept | State::Suspect(_) => continue,
                };
                let from = if index == line { span.start } else { self.document.places()[index].start };
                let to = if index + 1 == end { span.end } else { self.document.places()[index + 1].start };
                removals.push(Removal::new(from..to, rule));
            }
            let last = self.document.places()[end - 1].last;
            while inline.next_if(|(span, _)| span.end <= last).is_some() {}
            line = end;
        }
        removals
    }

    /// How much of a row goes as one, and the bytes of it: whole lines, or sentences of one line where these are the units.
    fn part_of_row(&self, row: Range<usize>) -> (usize, Range<usize>) {
        let places = self.document.places();
        if row.start == 0 || self.ends_line(row.start - 1) {
            return match (row.start + 1..=row.end).rev().find(|end| self.ends_line(end - 1)) {
                Some(end) => (end, self.row_span(row.start..end)),
                None => (row.end, places[row.start].start..places[row.end].start),
            };
        }
        match (row.start + 1..=row.end).find(|end| self.ends_line(end - 1)) {
            Some(end) => (end, places[row.start - 1].last..places[end - 1].last),
            None => (row.end, places[row.start].start..places[row.end].start),
        }
    }

    fn ends_line(&self, line: usize) -> bool {
        let place = self.document.places()[line];
        let text = self.document.text();
        place.next == text.len() || text[place.last..place.next].contains('\n')
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
