//! The decision: which marks become cuts.
//!
//! A mark that is sure anywhere is a cut. A suspect (a line that people write too) needs company or place:
//!
//! - it stands in an unbroken row of marked lines, blank lines aside, of which one is sure and of its own kin, or two are sure and no ad
//!   markers, which stand beside headings as often as not;
//! - four buttons of a share or follow bar, each another one, follow each other;
//! - it is a counter or a share button that follows a date, as below the headline of an article;
//! - it stands before the first or after the last paragraph, and is not the very first line, which may be the title, nor at the head of a table. The first
//!   line goes if it is a counter, a button or a prompt and a title stands right below it that does not speak of it.
//!
//! A line of nothing but numbers (`0 1,854`) is evidence of nothing, but beside a suspect that says what is counted (`Views`, `Comments`)
//! it makes the row sure. It goes with a row that goes, if no more than three such lines follow each other, for more are a table; and alone it goes
//! only right before the first or right after the last paragraph, with no other line of numbers beside it.
//!
//! A number goes by its form as well, and below the stamp of a comment: see [`number`]. So does the number of a post where the numbers of other posts
//! of the thread go; a number above a share button and running text; and in a thread with numbered posts what stands right below a date, for that is
//! the day when somebody joined.
//!
//! Then the filter [`PageBlocks`](crate::PageBlocks) looks for whole blocks, see [`blocks`](crate::blocks); for what is there twice before all else.
//!
//! The decision is taken again on what is left until nothing more goes, because a cleaned text must come out of a second cleaning as it is. That takes no more than
//! some [`Patience`]: after it only what is sure goes, and the rest is judged anew, as a second cleaning would judge it; if that takes too long as well, it stays.
//!
//! Two promises shape this: cleaning twice changes nothing more, and a pipeline with fewer rule filters never cuts more. So a line that goes for sure is
//! never a paragraph, and no condition of a rule asks for the absence of a mark.

mod number;

use std::collections::HashMap;
use std::ops::Range;

use crate::blocks::{self, Kind, LineInfo, Main, Twins};
use crate::document::{Document, Line, ends_sentence, is_date};
use crate::filter::{Mark, RuleRef};
use crate::fold::count_words;
use crate::removal::{Block, Category, Removal, RuleId, Verdict};
use crate::rule::When;

/// More numbers than this in a row are a table.
const NUMBERS_IN_A_ROW: usize = 3;

/// How much is judged before a text is taken for one that is made to take time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// How often all lines may be judged again. Pages need two or three rounds, and each judges only what the one before has left.
    pub(crate) rounds: usize,
    /// Lines beyond that, so that a short page may need as many rounds as it likes.
    pub(crate) lines: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self { rounds: 16, lines: 100_000 }
    }
}

/// What comes of the marks of a text.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// Sorted, disjoint, on character boundaries.
    pub(crate) removals: Vec<Removal>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) verdict: Verdict,
}

/// How whole blocks are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blocks {
    /// The guard's share; none where they are not.
    pub(crate) guard: Option<f32>,
    /// Of a block go only those lines that have marks of their own.
    pub(crate) are_witnesses: bool,
    /// The lines that pages of the site share were looked for.
    pub(crate) knows_site: bool,
    pub(crate) patience: Patience,
}

/// What does not change from round to round.
#[derive(Clone, Copy)]
struct Judge<'d> {
    infos: &'d [LineInfo],
    twins: Option<&'d Twins>,
    blocks: Blocks,
    has_witnesses: bool,
}

/// Decides on the marks of a text.
pub(crate) fn decide<'m>(document: &Document<'_>, marks: &'m [Mark], blocks: Blocks, rule: impl Fn(&'m RuleRef) -> &'m RuleId) -> Decision {
    // Sentences come back, in refrains and in what is taken for one.
    let twins = if blocks.guard.is_some() && !document.is_segmented() { Twins::find(document) } else { None };
    if marks.iter().all(|mark| mark.witness) && (twins.is_none() || blocks.are_witnesses) {
        return Decision::default();
    }
    let count = document.places().len();
    let mut page = Page {
        document,
        index: (0..count).collect(),
        lines: vec![State::Kept; count],
        kin: vec![Kin::NONE; count],
        says: vec![Says::default(); count],
        marks,
    };
    let mut inline = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        page.place(index, mark, &rule, &mut inline);
    }
    inline.sort_unstable_by_key(|(span, mark): &(Range<usize>, usize)| (span.start, span.end, *mark));
    page.cut_lines_emptied_by(&inline);
    let mut decision = Decision::default();
    let looked_at = if blocks.guard.is_some() { 0..count } else { 0..0 };
    let infos: Vec<LineInfo> = looked_at.map(|line| LineInfo::new(document.line(line).text())).collect();
    let has_witnesses = blocks.guard.is_some() && blocks.are_witnesses || marks.iter().any(|mark| mark.witness);
    let judge = Judge { infos: &infos, twins: twins.as_ref(), blocks, has_witnesses };
    let mut rest = page.clone();
    if !page.come_to_rest(rest.clone(), judge, &mut decision) {
        // What is sure goes, and the rest is judged as a second cleaning would judge it. If that comes to no rest either, it will not then.
        page.lines.clone_from(&rest.lines);
        page.spare_witnesses(blocks);
        rest.drop_lines(|line| page.lines[line].is_cut());
        let sure = page.lines.clone();
        decision.blocks.clear();
        if rest.lines.len() == count || !page.come_to_rest(rest, judge, &mut decision) {
            page.lines = sure;
            decision.blocks.clear();
        }
        decision.verdict = Verdict::Guarded;
    }
    decision.blocks.retain(|_| !blocks.are_witnesses);
    decision.blocks.sort_by_key(|block| block.span.start);
    decision.removals = page.removals(&inline, |mark| rule(&marks[mark].rule).clone());
    decision
}

/// Categories that stand together on pages, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kin(u8);

impl Kin {
    const NONE: Self = Self(0);
    const AD: Self = Self(1);
    /// Counters and comments, which numbers belong to.
    const COUNTED: Self = Self(2);
    /// All of a page's calls for a reaction.
    const REACTIONS: Self = Self(4);
    const PROMPTS: Self = Self(8);
    const FRAME: Self = Self(16);
    /// Counters and share buttons, which stand below the headline of an article.
    const HEAD: Self = Self(32);
    const ALL: Self = Self(63);
    /// Lines that the pages of a site share: as company they are of the frame.
    const TEMPLATE: Self = Self(64);
    /// Of a line of numbers: it goes with anything but an ad marker, which may stand above the number of a chapter.
    const NUMBER: Self = Self(62);

    pub(crate) fn of(category: Category) -> Self {
        match category {
            Category::Ad => Self::AD,
            Category::Counter => Self::COUNTED.and(Self::REACTIONS).and(Self::HEAD),
            Category::Comment => Self::COUNTED.and(Self::REACTIONS),
            Category::Share => Self::REACTIONS.and(Self::HEAD),
            Category::Subscription | Category::Login | Category::Consent => Self::PROMPTS,
            Category::Custom => Self::AD.and(Self::REACTIONS).and(Self::PROMPTS).and(Self::FRAME),
            Category::Template => Self::TEMPLATE,
            _ => Self::FRAME,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What is known of a line; the number is the mark that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Kept,
    Suspect(usize),
    Cut(usize),
    /// Cut as part of a block, with no mark of its own.
    Block(Kind),
}

impl State {
    fn is_cut(self) -> bool {
        matches!(self, Self::Cut(_) | Self::Block(_))
    }
}

/// What the marks of a line say of it, whichever of them names it.
#[derive(Debug, Default, Clone, Copy)]
struct Says {
    /// A label of other stories, for sure.
    is_related: bool,
    /// It belongs to comments.
    is_comment: bool,
    /// It tells who wrote the text, or is a label of that.
    is_author: bool,
}

/// Lines of a document, all or what is left of them.
#[derive(Clone)]
struct Page<'d, 'm> {
    document: &'d Document<'d>,
    /// Which lines of the document they are.
    index: Vec<usize>,
    lines: Vec<State>,
    /// The kin of all marks of each line, so that it does not matter which of them names it.
    kin: Vec<Kin>,
    says: Vec<Says>,
    marks: &'m [Mark],
}

impl<'m> Page<'_, 'm> {
    /// Judges the lines of `rest`, until of what a second cleaning would find no more goes. Says whether it came to that.
    fn come_to_rest(&mut self, mut rest: Self, judge: Judge<'_>, decision: &mut Decision) -> bool {
        let Patience { rounds, lines } = judge.blocks.patience;
        let mut budget = rounds * rest.lines.len() + lines;
        while self.settle(rest.clone(), judge, &mut budget, decision) {
            // Witnesses stay in the text, so a second cleaning would begin with what was cut gone and all of them there.
            self.spare_witnesses(judge.blocks);
            if !rest.drop_lines(|line| self.lines[line].is_cut()) || !judge.has_witnesses {
                return true;
            }
        }
        false
    }

    /// Judges the lines of `left`, again and again without those that went, until no more do. Says whether that was within the budget, in lines.
    fn settle(&mut self, mut left: Self, judge: Judge<'_>, budget: &mut usize, decision: &mut Decision) -> bool {
        let Judge { infos, twins, blocks, .. } = judge;
        loop {
            let Some(rest) = budget.checked_sub(left.lines.len()) else { return false };
            *budget = rest;
            twins.into_iter().for_each(|twins| left.judge_repeats(infos, twins, &mut decision.blocks));
            let sure = left.lines.clone();
            let mut found = Vec::new();
            left.judge();
            if let Some(guard) = blocks.guard {
                left.judge_blocks(infos, blocks.knows_site, &mut found);
                if left.leaves_too_little(infos, &sure, guard) {
                    found.clear();
                    left.lines = sure;
                    if blocks.are_witnesses {
                        left.judge();
                    } else {
                        decision.verdict = Verdict::Guarded;
                    }
                } else {
                    left.judge_ends(infos, &sure, guard, &mut found);
                }
            }
            decision.blocks.append(&mut found);
            for (at, line) in left.index.iter().enumerate() {
                self.lines[*line] = left.lines[at];
            }
            if !left.drop_lines(|line| self.lines[line].is_cut()) {
                return true;
            }
        }
    }

    /// Keeps what was cut as evidence only.
    fn spare_witnesses(&mut self, blocks: Blocks) {
        for state in &mut self.lines {
            let is_witness = match *state {
                State::Cut(mark) | State::Suspect(mark) => self.marks[mark].witness,
                State::Block(_) => blocks.are_witnesses,
                State::Kept => false,
            };
            if is_witness {
                *state = State::Kept;
            }
        }
    }

    /// Puts a mark on the lines that it covers and the rest of it, if any, into `inline`.
    fn place(&mut self, index: usize, mark: &'m Mark, rule: &impl Fn(&'m RuleRef) -> &'m RuleId, inline: &mut Vec<(Range<usize>, usize)>) {
        let span = on_boundaries(self.document.text(), &mark.span);
        let places = self.document.places();
        let from = places.partition_point(|place| place.last <= span.start);
        for (line, place) in places.iter().enumerate().skip(from).take_while(|(_, place)| place.first < span.end) {
            if span.start > place.first || span.end < place.last {
                let part = span.start.max(place.first)..span.end.min(place.last);
                if mark.when == When::Anywhere && !mark.witness && !part.is_empty() {
                    inline.push((part, index));
                }
                continue;
            }
            self.kin[line] = self.kin[line].and(if mark.bare { Kin::NUMBER } else { mark.kin });
            let id = rule(&mark.rule);
            let says = &mut self.says[line];
            says.is_related |= id.category() == Category::Related && mark.when == When::Anywhere;
            says.is_comment |= id.category() == Category::Comment || id.as_str().starts_with("counter/comments");
            says.is_author |= id.category() == Category::Byline || id.as_str().starts_with("related/author-box");
            let better = |other: usize| {
                let other = &self.marks[other];
                (mark.witness, mark.when, rule(&mark.rule)) < (other.witness, other.when, rule(&other.rule))
            };
            let wins = match self.lines[line] {
                State::Kept => true,
                State::Suspect(other) | State::Cut(other) => better(other),
                State::Block(_) => false,
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
        for (at, (span, mark)) in inline.iter().enumerate() {
            let line = self.document.places().partition_point(|place| place.last <= span.start);
            let place = self.document.places()[line];
            let is_cut_already = matches!(self.lines[line], State::Cut(mark) if !self.marks[mark].witness);
            if span.start != place.first || is_cut_already {
                continue;
            }
            let mut reached = place.first;
            for (span, _) in inline[at..].iter().take_while(|(span, _)| span.start < place.last) {
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
        self.document.line(self.index[index])
    }

    /// Cuts what stands above already. Nothing is lost by it, so the guard does not count it.
    fn judge_repeats(&mut self, infos: &[LineInfo], twins: &Twins, found: &mut Vec<Block>) {
        let there: Vec<usize> = (0..self.lines.len()).filter(|line| !self.lines[*line].is_cut()).collect();
        let lines: Vec<usize> = there.iter().map(|line| self.index[*line]).collect();
        for range in twins.repeats(&lines, infos) {
            let places = self.document.places();
            let span = places[lines[range.start]].start..places[lines[range.end - 1]].next;
            found.push(Block { span, kind: Kind::Repeat.as_str(), lines: range.len(), marked: 0 });
            there[range].iter().for_each(|line| self.lines[*line] = State::Block(Kind::Repeat));
        }
    }

    /// Judges the suspects.
    fn judge(&mut self) {
        self.judge_by_date();
        self.judge_by_form();
        self.judge_by_place();
        self.judge_by_company();
        self.judge_by_series();
    }

    /// Cuts whole blocks, and notes them in `found`.
    fn judge_blocks(&mut self, infos: &[LineInfo], knows_site: bool, found: &mut Vec<Block>) {
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
                self.lines[line] = match self.lines[line] {
                    State::Suspect(mark) => State::Cut(mark),
                    _ => State::Block(kind),
                };
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
    fn judge_ends(&mut self, infos: &[LineInfo], sure: &[State], guard: f32, found: &mut Vec<Block>) {
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
            self.lines[line] = match self.lines[line] {
                State::Suspect(mark) => State::Cut(mark),
                _ => State::Block(kind),
            };
        }
        if self.leaves_too_little(infos, sure, guard) {
            self.lines = before;
        } else if self.lines != before {
            let places = self.document.places();
            let span = places[self.index[there[0]]].start..places[self.index[there[there.len() - 1]]].next;
            let marked = lines.iter().filter(|line| line.is_marked).count();
            found.push(Block { span, kind: kind.as_str(), lines: there.len(), marked });
        }
    }

    /// Whether more than this share of the words in paragraphs would go, or all of them, beside what is sure.
    fn leaves_too_little(&self, infos: &[LineInfo], sure: &[State], share: f32) -> bool {
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

    /// Leaves out those lines of the document that are cut, and says whether there were any.
    fn drop_lines(&mut self, is_cut: impl Fn(usize) -> bool) -> bool {
        let kept: Vec<usize> = (0..self.lines.len()).filter(|at| !is_cut(self.index[*at])).collect();
        if kept.len() == self.lines.len() {
            return false;
        }
        self.index = kept.iter().map(|line| self.index[*line]).collect();
        self.kin = kept.iter().map(|line| self.kin[*line]).collect();
        self.says = kept.iter().map(|line| self.says[*line]).collect();
        self.lines = kept.iter().map(|line| self.lines[*line]).collect();
        true
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
                _ => is_beside_text = false,
            }
        }
    }

    /// Whether this is the number that chapters, notes and lists begin with, and something follows it.
    fn is_one(&self, line: usize) -> bool {
        line + 1 < self.lines.len() && self.line(line).text().trim_matches(|c: char| !c.is_numeric() || c == '0') == "1"
    }

    fn has_numbers_beside(&self, line: usize) -> bool {
        line > 0 && self.is_number(line - 1) || line + 1 < self.lines.len() && self.is_number(line + 1)
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

    fn is_number(&self, line: usize) -> bool {
        !self.line(line).text().contains(char::is_alphabetic)
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

    /// Whether a number is one of a few below a date, as what XenForo counts of a poster below the day when he joined.
    fn is_poster_count(&self, date: usize, line: usize) -> bool {
        line < date + NUMBERS_IN_A_ROW && (date..=line).all(|line| self.is_number(line)) && !(date >= 2 && self.is_number(date - 2))
    }

    /// Whether some lines are nothing but the number of a post.
    fn has_posts(&self) -> bool {
        (0..self.lines.len()).filter(|&line| number::is_post(self.line(line).text())).nth(number::THREAD - 1).is_some()
    }

    /// Cuts the numbers that are counters by their form or by the line above.
    fn judge_by_form(&mut self) {
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
    fn is_count_below(&self, date: usize, line: usize) -> bool {
        // Of a longer row the ends need not be found.
        let from = line.saturating_sub(NUMBERS_IN_A_ROW).max(date);
        let first = (from..line).rfind(|&before| !self.is_number(before)).map_or(from, |before| before + 1);
        let next = (line..self.lines.len().min(line + 1 + NUMBERS_IN_A_ROW)).find(|&next| !self.is_number(next));
        next.is_some_and(|next| {
            next - first <= NUMBERS_IN_A_ROW && (self.lines[next] != State::Kept || self.line(next).is_prose() && !self.is_one(line))
        }) && !is_date(self.line(line).text())
            && !(date >= 2 && self.is_number(date - 2))
    }

    /// Cuts the suspects that stand in a row with surer lines.
    fn judge_by_company(&mut self) {
        let mut start = 0;
        while start < self.lines.len() {
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

    /// Cuts the numbers of posts in a thread, as Discourse prints them for readers without scripts: some stand below a count of likes that goes, and
    /// the others go on counting from there.
    fn judge_by_series(&mut self) {
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

    fn removals(&self, inline: &[(Range<usize>, usize)], rule: impl Fn(usize) -> RuleId) -> Vec<Removal> {
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::Patience;
    use crate::{Pipeline, Preset, Rule, Verdict};

    const PROSE: &str = "The council met on Monday evening and put the vote off for another week, to nobody's surprise, on the day";

    /// Pipelines that judge each line once, twice and three times at most.
    static IN_HASTE: LazyLock<Vec<Pipeline>> = LazyLock::new(|| {
        let presets = Preset::ALL.into_iter().flat_map(|preset| [1, 2, 3].map(|rounds| (preset, rounds)));
        let build =
            |(preset, rounds)| Pipeline::builder().preset(preset).build().expect("a preset").with_patience(Patience { rounds, lines: 0 });
        presets.map(build).collect()
    });

    fn line() -> impl Strategy<Value = String> {
        let furniture: Vec<String> = crate::rules().flat_map(Rule::removes).cloned().collect();
        prop_oneof![
            4 => proptest::sample::select(furniture),
            2 => proptest::sample::select(vec!["Share", "Menu", "Guides", "Old town", "12", "House Number One", ""]).prop_map(String::from),
            2 => (0..20).prop_map(|day| format!("{PROSE} {day}.")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_judged_in_haste_is_judged_the_same_again(lines in proptest::collection::vec(line(), 0..48)) {
            let text = lines.join("\n");
            for pipeline in &*IN_HASTE {
                let cleaned = pipeline.clean(&text);
                prop_assert_eq!(&pipeline.clean(&cleaned.text).text, &cleaned.text);
            }
        }
    }

    #[test]
    fn out_of_patience_what_is_sure_goes() {
        let text = format!("Harbour vote put off\n{PROSE} 1.\n- Advertisement -\nShare\nFacebook\n{PROSE} 2.\n");
        let cleaned = IN_HASTE[0].clean(&text);
        assert_eq!(cleaned.verdict, Verdict::Guarded);
        assert!(!cleaned.text.contains("Advertisement"), "{cleaned:?}");
        assert_eq!(Pipeline::preset(Preset::ALL[0]).clean(&text).verdict, Verdict::Full);
    }
}
