//! Suspects by where they stand: below a date, before the first or after the last paragraph, in a row with surer lines.

use std::ops::Range;

use super::{Kin, NUMBERS_IN_A_ROW, Page, State, number};
use crate::blocks::Kind;
use crate::document::{ends_sentence, is_date};
use crate::fold::count_words;

impl Page<'_, '_> {
    /// Judges the suspects.
    pub(super) fn judge(&mut self) {
        self.judge_by_date();
        self.judge_by_form();
        self.judge_by_place();
        self.judge_by_company();
        self.judge_by_series();
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
        let start = usize::from(!self.is_above_title());
        for line in (start..first.min(count).max(start)).chain(last + 1..count).filter(|line| *line >= start) {
            if let State::Suspect(mark) = self.lines[line]
                && !self.is_bare(line)
                && !self.is_table_head(line)
            {
                self.lines[line] = State::Cut(mark);
            }
        }
        // Numbers last, from the text outwards: what stood between them and the text may have gone.
        let is_text = first < count;
        self.cut_numbers((0..first.min(count)).rev(), is_text);
        self.cut_numbers(last + 1..count, is_text);
        self.cut_numbers(0..first.min(count), false);
        self.cut_numbers((last + 1..count).rev(), false);
    }

    /// Whether the first line of the text is a counter, a button or a prompt, and the title stands below it, which does not speak of it.
    fn is_above_title(&self) -> bool {
        const TITLE: Range<usize> = 4..26;
        if self.lines.len() < 3 || self.document.is_segmented() {
            return false;
        }
        let [first, title] = [0, 1].map(|line| self.line(line).text());
        // A single word of a form may be the heading of a manual page.
        (self.kin[0].touches(Kin::HEAD) || self.kin[0].touches(Kin::AD.and(Kin::PROMPTS)) && count_words(first) > 1)
            && TITLE.contains(&count_words(title))
            && !ends_sentence(title)
            && !first.ends_with(['.', '?', '。', '？'])
            && !self.is_bare(0)
            && !has_word_of(title, first)
    }

    /// Cuts lone numbers while nothing that stays lies between them and running text, which may go itself.
    fn cut_numbers(&mut self, lines: impl Iterator<Item = usize>, mut is_beside_text: bool) {
        for line in lines {
            match self.lines[line] {
                State::Cut(_) | State::Block(_) => is_beside_text |= self.line(line).is_prose(),
                State::Suspect(mark)
                    if is_beside_text
                        && self.is_bare(line)
                        && !self.is_one(line)
                        && !number::is_numbered(self.line(line).text())
                        && !self.has_numbers_beside(line) =>
                {
                    self.lines[line] = State::Cut(mark);
                }
                // A paragraph to a pipeline that has not the filter by which it is a suspect.
                _ => is_beside_text = self.lines[line] != State::Kept && !self.is_bare(line) && self.line(line).is_prose(),
            }
        }
    }

    /// Cuts the suspects that follow the date of an article: the counters and buttons below its headline. Numbers only where running text or other
    /// furniture comes next, for else they may be a table.
    fn judge_by_date(&mut self) {
        let mut has_posts = None;
        for date in 1..self.lines.len() {
            if self.lines[date] == State::Kept || !is_date(self.line(date - 1).text()) {
                continue;
            }
            // A longer row is no head of an article, and rows of dates would take time.
            const LONGEST: usize = 64;
            let last = self.lines.len().min(date + LONGEST);
            let end = (date..last).find(|&line| self.lines[line] == State::Kept).unwrap_or(last);
            for line in date..end {
                if let State::Suspect(mark) = self.lines[line]
                    && if self.is_bare(line) {
                        self.is_count_below(date, line)
                            || line == date && number::is_post(self.line(line).text())
                            || self.is_poster_count(date, line) && *has_posts.get_or_insert_with(|| self.has_posts())
                    } else {
                        self.kin[line].touches(Kin::HEAD) && !self.is_table_head(line)
                    }
                {
                    self.lines[line] = State::Cut(mark);
                }
            }
        }
    }

    /// Cuts the suspects that stand in a row with surer lines.
    fn judge_by_company(&mut self) {
        let mut start = 0;
        while start < self.lines.len() {
            if self.lines[start] == State::Kept {
                start += 1;
                continue;
            }
            let end = self.row_end(start);
            let company = self.company_of(start..end);
            for line in start..end {
                if let State::Suspect(mark) = self.lines[line]
                    && company.touches(self.kin[line])
                {
                    self.lines[line] = State::Cut(mark);
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

    /// Whose suspects a row makes sure.
    fn company_of(&self, row: Range<usize>) -> Kin {
        let mut kin = Kin::NONE;
        let mut sure = 0;
        let mut before: Option<usize> = None;
        for line in row.clone() {
            // Lines that may go without either do not part a number from what it counts.
            if before.is_some_and(|before| self.is_count(before, line)) || line > 0 && self.is_count(line - 1, line) {
                return Kin::ALL;
            }
            let is_cut = self.lines[line].is_cut();
            if !is_cut && self.kin[line] != Kin::AD {
                before = Some(line);
            }
            if is_cut && !self.is_bare(line) {
                kin = kin.and(self.kin[line]);
                sure += usize::from(self.kin[line] != Kin::AD && self.lines[line] != State::Block(Kind::Repeat));
            }
        }
        let kin = if kin.touches(Kin::TEMPLATE) { kin.and(Kin::FRAME) } else { kin };
        let kin = if self.has_bar(row) { kin.and(Kin::HEAD) } else { kin };
        if sure >= 2 { Kin::ALL } else { kin }
    }

    /// Whether so many buttons of share and follow bars, each another one, follow each other in a row, as where a bar is printed one button a line.
    fn has_bar(&self, row: Range<usize>) -> bool {
        const BUTTONS: usize = 4;
        let is_button = |line: &usize| self.kin[*line].touches(Kin::HEAD) && !self.line(*line).text().contains(char::is_numeric);
        let mut start = row.start;
        while start + BUTTONS <= row.end {
            let bar = start..start + BUTTONS;
            let Some(other) = bar.clone().rev().find(|line| !is_button(line)) else {
                let is_new = |line: usize| (start..line).all(|before| self.line(before).text() != self.line(line).text());
                if bar.clone().all(is_new) && !self.is_table_head(bar.end - 1) {
                    return true;
                }
                start += 1;
                continue;
            };
            start = other + 1;
        }
        false
    }

    /// Whether one of two lines is a number, perhaps with its unit (`3 min`), and the other says what is counted.
    fn is_count(&self, one: usize, other: usize) -> bool {
        // A list's number and another one are no count of what stands beside them.
        if [one, other].into_iter().any(|line| self.is_bare(line) && number::is_numbered(self.line(line).text())) {
            return false;
        }
        let counts = |line: usize| self.lines[line] != State::Kept && self.kin[line].touches(Kin::COUNTED);
        let has_number = |line: usize| self.line(line).text().contains(char::is_numeric);
        match (self.is_bare(one), self.is_bare(other)) {
            (true, true) => false,
            (true, false) => counts(other),
            (false, true) => counts(one),
            (false, false) => counts(one) && counts(other) && has_number(one) != has_number(other),
        }
    }

    /// Whether a line without numbers stands above lines of names that no rule knows and lines of numbers, as the heads of a table's columns do.
    fn is_table_head(&self, line: usize) -> bool {
        const CELLS: usize = 8;
        const NAME: usize = 4;
        if self.line(line).text().contains(char::is_numeric) {
            return false;
        }
        let cells = line + 1..self.lines.len().min(line + 1 + CELLS);
        if cells.clone().filter(|&cell| self.is_number(cell)).count() < 3 {
            return false;
        }
        let mut names = cells.filter(|&cell| self.lines[cell] == State::Kept && !self.is_number(cell)).map(|cell| self.line(cell).text());
        let mut short = 0;
        names.all(|name| {
            short += 1;
            name.split_whitespace().nth(NAME).is_none()
        }) && short >= 2
    }
}

/// Whether a line has a longer word of another one.
fn has_word_of(line: &str, other: &str) -> bool {
    const LETTERS: usize = 4;
    let words = |text: &str| {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(LETTERS - 1).is_some());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let own = words(line);
    words(other).iter().any(|word| own.contains(word))
}
