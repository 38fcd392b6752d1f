//! Whole blocks: what is there twice, the head, the tail and boxes within a page, the end of its text. See [`blocks`].

use std::collections::HashMap;

use super::{Kin, Page, State};
use crate::blocks::{self, Kind, LineInfo, Main, Twins};
use crate::removal::Block;
use crate::rule::When;

impl Page<'_, '_> {
    /// Cuts what stands above already. Nothing is lost by it, so the guard does not count it.
    pub(super) fn judge_repeats(&mut self, infos: &[LineInfo], twins: &Twins, found: &mut Vec<Block>) {
        let there: Vec<usize> = (0..self.lines.len()).filter(|line| !self.lines[*line].is_cut()).collect();
        let lines: Vec<usize> = there.iter().map(|line| self.index[*line]).collect();
        for range in twins.repeats(&lines, infos) {
            let places = self.document.places();
            let span = places[lines[range.start]].start..places[lines[range.end - 1]].next;
            found.push(Block { span, kind: Kind::Repeat.as_str(), lines: range.len(), marked: 0 });
            there[range].iter().for_each(|line| self.lines[*line] = State::Block(Kind::Repeat));
        }
    }

    /// Cuts comments below a line that says so. They are sure, so the guard does not count them.
    pub(super) fn judge_threads(&mut self, infos: &[LineInfo], found: &mut Vec<Block>) {
        let mut words = 0;
        let mut may_head = |line: usize| {
            let info = infos[self.index[line]];
            words += if info.is_prose && !self.lines[line].is_cut() { info.words } else { 0 };
            words >= blocks::thread::TEXT && self.kin[line].touches(Kin::COMMENTS)
        };
        if self.document.is_segmented() || !(0..self.lines.len()).any(&mut may_head) {
            return;
        }
        let there: Vec<usize> = (0..self.lines.len()).filter(|line| !self.lines[*line].is_cut() || self.says[*line].is_comment).collect();
        let lines = self.seen_lines(&there, infos);
        let document = self.document;
        let text = |line: usize| document.line(self.index[there[line]]).text();
        let Some(label) = blocks::thread::find(&lines, text) else { return };
        there[label..].iter().for_each(|line| self.take(*line, Kind::Comments));
        found.push(self.block(Kind::Comments, &there[label..], &lines[label..]));
    }

    /// Cuts whole blocks, and notes them in `found`.
    pub(super) fn judge_blocks(&mut self, infos: &[LineInfo], knows_site: bool, found: &mut Vec<Block>) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut is_marked = |line: usize| {
            // What the pages of a site share tells nothing of a line beside it that they do not share: that one is this page's own.
            let is_kept = matches!(self.lines[line], State::Kept | State::Block(Kind::Repeat));
            if is_kept || self.is_bare(line) || self.kin[line] == Kin::TEMPLATE {
                return false;
            }
            let times = seen.entry(self.line(line).text()).or_default();
            *times += 1;
            *times <= blocks::REPEATS
        };
        // What stands there twice may be in a list of what the page has.
        let code = |line: usize| self.line(line).text().trim_end_matches(['¶', ' ']);
        let mut codes: HashMap<&str, usize> = HashMap::new();
        for line in (0..self.lines.len()).filter(|line| infos[self.index[*line]].is_code) {
            *codes.entry(code(line)).or_default() += 1;
        }
        let is_code = |line: usize| infos[self.index[line]].is_code && codes.get(code(line)) == Some(&1);
        let mut lines: Vec<blocks::Line> = (0..self.lines.len())
            .map(|line| blocks::Line { is_marked: is_marked(line), is_code: is_code(line), ..self.seen_line(line, infos) })
            .collect();
        for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.is_related || line.is_marked) {
            let times = seen.get(self.line(at).text());
            // A label below each item of a list is none of what follows the text.
            line.is_related &= times == Some(&1);
            line.is_of_items = times.is_some_and(|times| *times > blocks::ITEMS);
        }
        if lines.is_empty() {
            return;
        }
        let title = self.line(0).text().to_lowercase();
        let is_title = |line: usize| blocks::is_heading(&title, &lines[line], self.line(line).text());
        let Some(main) = Main::find(&lines, is_title) else { return };
        for (kind, range) in main.blocks(&lines) {
            let mut cut = 0;
            let mut is_below_title = false;
            let is_echo = |line: &usize| !self.lines[*line].is_cut() && blocks::echoes(&title, self.line(*line).text());
            // Where the site is known, what stands between a title and the text without a mark among it is the page's own.
            let opening = if kind == Kind::Head && knows_site { range.clone().rfind(is_echo) } else { None }
                .filter(|echo| !lines[*echo..range.end].iter().any(|line| line.is_marked || line.is_cut));
            for line in range.clone() {
                if self.lines[line].is_cut() {
                    continue;
                }
                if kind == Kind::Head {
                    let is_lead = std::mem::take(&mut is_below_title) && lines[line].info.words >= blocks::LEAD;
                    is_below_title = blocks::echoes(&title, self.line(line).text());
                    let is_opening = opening.is_some_and(|opening| line > opening);
                    if is_lead || is_below_title || is_opening {
                        continue;
                    }
                }
                if !kind.takes(&lines[line]) {
                    continue;
                }
                cut += 1;
                self.take(line, kind);
            }
            if cut > 0 {
                let places = self.document.places();
                let span = places[self.index[range.start]].start..places[self.index[range.end - 1]].next;
                let marked = range.clone().filter(|line| lines[*line].is_marked).count();
                found.push(Block { span, kind: kind.as_str(), lines: range.len(), marked });
            }
        }
    }

    /// Cuts what is left above and below the text: the title once more, what follows a line that ends the text by all that stands around it, and
    /// who wrote it.
    pub(super) fn judge_ends(&mut self, infos: &[LineInfo], sure: &[State], guard: f32, found: &mut Vec<Block>) {
        if self.document.is_segmented() {
            return;
        }
        // What the pages of a site share is as good as not there.
        let there: Vec<usize> =
            (0..self.lines.len()).filter(|line| !self.lines[*line].is_cut() || self.kin[*line] != Kin::TEMPLATE).collect();
        let mut lines = self.seen_lines(&there, infos);
        let cut = lines.iter().filter(|line| line.is_cut).count();
        let document = self.document;
        let text = |line: usize| document.line(self.index[there[line]]).text();
        if let Some(from) = blocks::rest::find(&lines, cut >= blocks::WHOLE_PAGE, text) {
            self.cut_block(Kind::Rest, &there[from..], &lines[from..], infos, sure, guard, found);
            lines = self.seen_lines(&there, infos);
        }
        let text = |line: usize| document.line(self.index[there[line]]).text();
        let author = blocks::author::labelled(&lines, text).or_else(|| blocks::author::named(&lines, text));
        if let Some(author) = author {
            self.cut_block(Kind::Author, &there[author.clone()], &lines[author], infos, sure, guard, found);
        }
        let kept = || (0..there.len()).filter(|line| !self.lines[there[*line]].is_cut());
        let lines: Vec<blocks::Line> = kept().map(|line| lines[line]).collect();
        let there: Vec<usize> = kept().map(|line| there[line]).collect();
        let text = |line: usize| document.line(self.index[there[line]]).text();
        for line in blocks::title::again(&lines, text) {
            self.cut_block(Kind::Repeat, &there[line..line + 1], &lines[line..line + 1], infos, sure, guard, found);
        }
    }

    fn seen_lines(&self, there: &[usize], infos: &[LineInfo]) -> Vec<blocks::Line> {
        there.iter().map(|line| self.seen_line(*line, infos)).collect()
    }

    /// A line as far as blocks are concerned, whatever other lines read the same.
    fn seen_line(&self, line: usize, infos: &[LineInfo]) -> blocks::Line {
        let state = self.lines[line];
        // What the pages of a site share ends no text.
        let is_own = self.kin[line] != Kin::TEMPLATE;
        blocks::Line {
            info: infos[self.index[line]],
            is_marked: state != State::Kept,
            is_cut: state.is_cut(),
            may_close: is_own && state.is_cut(),
            is_sure: is_own && matches!(state, State::Cut(mark) if self.marks[mark].when == When::Anywhere),
            is_related: self.says[line].is_related,
            is_comment: self.says[line].is_comment,
            heads_comments: self.kin[line].touches(Kin::COMMENTS),
            is_author: self.says[line].is_author,
            is_number: self.is_bare(line),
            is_code: infos[self.index[line]].is_code,
            is_of_items: false,
        }
    }

    /// Cuts the lines of a block that go with it, unless too little would be left.
    #[expect(clippy::too_many_arguments, reason = "a block, what is known of it, and what the guard asks")]
    fn cut_block(
        &mut self,
        kind: Kind,
        there: &[usize],
        lines: &[blocks::Line],
        infos: &[LineInfo],
        sure: &[State],
        guard: f32,
        found: &mut Vec<Block>,
    ) {
        let before = self.lines.clone();
        for (&line, _) in there.iter().zip(lines).filter(|(_, seen)| !seen.is_cut && kind.takes(seen)) {
            self.take(line, kind);
        }
        if self.leaves_too_little(infos, sure, guard) {
            self.lines = before;
        } else if self.lines != before {
            found.push(self.block(kind, there, lines));
        }
    }

    /// Cuts a line that goes with a block, by its own mark if it has one.
    fn take(&mut self, line: usize, kind: Kind) {
        self.lines[line] = match self.lines[line] {
            State::Suspect(mark) | State::Cut(mark) => State::Cut(mark),
            State::Kept | State::Block(_) => State::Block(kind),
        };
    }

    /// A block of some lines, with its evidence.
    fn block(&self, kind: Kind, there: &[usize], lines: &[blocks::Line]) -> Block {
        let places = self.document.places();
        let span = places[self.index[there[0]]].start..places[self.index[there[there.len() - 1]]].next;
        let marked = lines.iter().filter(|line| line.is_marked).count();
        Block { span, kind: kind.as_str(), lines: there.len(), marked }
    }

    /// Whether more than this share of the words in paragraphs would go, or all of them, beside what is sure.
    pub(super) fn leaves_too_little(&self, infos: &[LineInfo], sure: &[State], share: f32) -> bool {
        let mut words = 0;
        let mut gone = 0;
        for (line, state) in self.lines.iter().enumerate() {
            let info = infos[self.index[line]];
            if info.is_prose && !sure[line].is_cut() {
                words += info.words;
                gone += if state.is_cut() { info.words } else { 0 };
            }
        }
        gone > 0 && (gone == words || gone as f32 > share * words as f32)
    }
}
