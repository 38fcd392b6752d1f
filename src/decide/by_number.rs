//! Numbers by their form, by the line above and by the posts of a thread. See [`number`].

use super::{Kin, NUMBERS_IN_A_ROW, Page, State, number};
use crate::document::is_date;

impl Page<'_, '_> {
    /// Cuts the numbers that are counters by their form or by the line above.
    pub(super) fn judge_by_form(&mut self) {
        let has_comments = self.says.iter().filter(|says| says.is_comment).nth(1).is_some();
        let mut is_thread = None;
        for line in 1..self.lines.len() {
            if matches!(self.lines[line], State::Suspect(_)) && number::is_plain(self.line(line).text()) && self.is_above_button(line) {
                let numbers = (0..=line).rev().take(NUMBERS_IN_A_ROW).take_while(|&line| self.is_number(line)).count();
                for line in line + 1 - numbers..=line + 1 {
                    if let State::Suspect(mark) = self.lines[line] {
                        self.lines[line] = State::Cut(mark);
                    }
                }
            }
            if let State::Suspect(mark) = self.lines[line]
                && self.is_bare(line)
                && (self.is_counter(line, has_comments) || self.is_vote(line) && *is_thread.get_or_insert_with(|| self.is_thread()))
            {
                self.lines[line] = State::Cut(mark);
            }
        }
    }

    /// Cuts the numbers of posts in a thread, as Discourse prints them for readers without scripts: some stand below a count of likes that goes, and
    /// the others go on counting from there.
    pub(super) fn judge_by_series(&mut self) {
        /// So many numbers below counts make a thread.
        const SEEDS: usize = 2;
        let mut posts: Vec<(usize, u32, bool)> = Vec::new();
        for line in 1..self.lines.len() {
            if let Some(number) = number::plain(self.line(line).text()) {
                let is_below_count =
                    self.kin[line - 1].touches(Kin::COUNTED) && self.kin[line - 1].touches(Kin::HEAD) && !self.is_bare(line - 1);
                let is_seed = self.lines[line].is_cut() && self.lines[line - 1].is_cut() && is_below_count;
                posts.push((line, number, is_seed));
            }
        }
        if posts.iter().filter(|post| post.2).count() < SEEDS {
            return;
        }
        for at in 1..posts.len() {
            posts[at].2 |= posts[at - 1].2 && posts[at - 1].1 + 1 == posts[at].1;
        }
        for at in (1..posts.len()).rev() {
            posts[at - 1].2 |= posts[at].2 && posts[at - 1].1 + 1 == posts[at].1;
        }
        for (line, _, _) in posts.into_iter().filter(|post| post.2) {
            if let State::Suspect(mark) = self.lines[line] {
                self.lines[line] = State::Cut(mark);
            }
        }
    }

    /// Whether this is the number that chapters, notes and lists begin with, and something follows it.
    pub(super) fn is_one(&self, line: usize) -> bool {
        line + 1 < self.lines.len() && self.line(line).text().trim_matches(|c: char| !c.is_numeric() || c == '0') == "1"
    }

    pub(super) fn has_numbers_beside(&self, line: usize) -> bool {
        line > 0 && self.is_number(line - 1) || line + 1 < self.lines.len() && self.is_number(line + 1)
    }

    pub(super) fn is_number(&self, line: usize) -> bool {
        !self.line(line).text().contains(char::is_alphabetic)
    }

    /// Whether a number is one of a few below a date, as what XenForo counts of a poster below the day when he joined.
    pub(super) fn is_poster_count(&self, date: usize, line: usize) -> bool {
        line < date + NUMBERS_IN_A_ROW && (date..=line).all(|line| self.is_number(line)) && !(date >= 2 && self.is_number(date - 2))
    }

    /// Whether some lines are nothing but the number of a post.
    pub(super) fn has_posts(&self) -> bool {
        (0..self.lines.len()).filter(|&line| number::is_post(self.line(line).text())).nth(number::THREAD - 1).is_some()
    }

    /// Whether a number, the last of a few, stands right above a share button and none below it, as Substack prints likes and comments.
    fn is_above_button(&self, line: usize) -> bool {
        let button = line + 1;
        let numbers = (0..=line).rev().take(NUMBERS_IN_A_ROW + 1).take_while(|&line| self.is_number(line)).count();
        numbers <= NUMBERS_IN_A_ROW
            && button + 1 < self.lines.len()
            && self.lines[button] != State::Kept
            && self.kin[button].touches(Kin::HEAD)
            && !self.line(button).text().contains(char::is_numeric)
            && self.line(button + 1).is_prose()
    }

    /// Whether a number is a counter by its form or by the line above; `has_comments` tells whether the page has some.
    fn is_counter(&self, line: usize, has_comments: bool) -> bool {
        let text = self.line(line).text();
        let beside = [line.checked_sub(1), Some(line + 1)].into_iter().flatten().filter(|&other| other < self.lines.len());
        if number::listed(text).is_some() {
            let is_listed = |other: usize| number::listed(self.line(other).text());
            let alone = beside.clone().all(|other| is_listed(other).is_none());
            return if alone { !beside.clone().any(|other| number::is_item(self.line(other).text())) } else { self.is_on_scale(line) };
        }
        if number::is_bracketed(text) {
            // Of a table, a number in brackets is a loss.
            const AROUND: usize = 3;
            let around = line.saturating_sub(AROUND)..self.lines.len().min(line + 1 + AROUND);
            return around.into_iter().all(|other| !self.is_number(other) || self.line(other).text().starts_with('('));
        }
        if let Some(zeros) = number::zeros(text) {
            let is_below_button = self.lines[line - 1] != State::Kept && self.kin[line - 1].touches(Kin::HEAD) && !self.is_bare(line - 1);
            let is_lone = zeros > 1 && !beside.clone().any(|other| self.is_number(other));
            let is_last = line + 1 == self.lines.len() && !(line.saturating_sub(3)..line).any(|other| self.is_number(other));
            if is_below_button || is_lone || is_last {
                return true;
            }
        }
        // In an article such numbers rank things.
        if number::is_post(text) && beside.clone().any(|other| self.lines[other] == State::Kept && self.line(other).is_prose()) {
            return has_comments;
        }
        !text.ends_with('.') && (number::is_stamped(self.line(line - 1).text()) || beside.clone().any(|other| self.is_lone_item(other)))
    }

    /// Whether lines with a stamp at their end make the page a thread of answers and comments.
    fn is_thread(&self) -> bool {
        (0..self.lines.len()).filter(|&line| number::is_stamped(self.line(line).text())).nth(number::THREAD - 1).is_some()
    }

    /// Whether a line is a list item that is a number, beside no other one of that kind.
    fn is_lone_item(&self, line: usize) -> bool {
        let is_item = |line: usize| line < self.lines.len() && number::listed(self.line(line).text()).is_some();
        is_item(line) && !is_item(line + 1) && !(line > 0 && is_item(line - 1))
    }

    /// Whether a number stands above words, and no other number beside it, as the votes of an answer in a thread do.
    fn is_vote(&self, line: usize) -> bool {
        const WORDS: usize = 4;
        let has_words = |line: usize| self.line(line).text().split_whitespace().nth(WORDS - 1).is_some();
        line + 1 < self.lines.len() && has_words(line + 1) && !self.has_numbers_beside(line) && !self.line(line).text().ends_with('.')
    }

    /// Whether a number stands in a run of list items that are 1, 2, 3 and so on.
    fn is_on_scale(&self, line: usize) -> bool {
        let is_number = |line: usize, value: usize| {
            line < self.lines.len() && number::listed(self.line(line).text()).is_some_and(|listed| listed as usize == value)
        };
        let value = number::listed(self.line(line).text()).map_or(0, |value| value as usize);
        let Some(start) = (line + 1).checked_sub(value).filter(|_| (1..=number::LONGEST).contains(&value)) else { return false };
        (start..(line + 1).max(start + number::SCALE)).zip(1..).all(|(line, value)| is_number(line, value))
    }

    /// Whether a number, one of a few, stands between a date and running text or other furniture, and is none of a series of dates and numbers.
    pub(super) fn is_count_below(&self, date: usize, line: usize) -> bool {
        // Of a longer row the ends need not be found.
        let from = line.saturating_sub(NUMBERS_IN_A_ROW).max(date);
        let first = (from..line).rfind(|&before| !self.is_number(before)).map_or(from, |before| before + 1);
        let next = (line..self.lines.len().min(line + 1 + NUMBERS_IN_A_ROW)).find(|&next| !self.is_number(next));
        next.is_some_and(|next| {
            next - first <= NUMBERS_IN_A_ROW && (self.lines[next] != State::Kept || self.line(next).is_prose() && !self.is_one(line))
        }) && !is_date(self.line(line).text())
            && !(date >= 2 && self.is_number(date - 2))
    }
}
