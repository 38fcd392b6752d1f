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

mod by_block;
mod by_company;
mod by_number;
mod number;
mod removals;

use std::ops::Range;

use crate::blocks::{Kind, LineInfo, Twins};
use crate::document::{Document, Line};
use crate::filter::{Mark, RuleRef};
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
    /// Of a line that stands above the comments of a page, perhaps with their number.
    const COMMENTS: Self = Self(128);
    /// Of a line of numbers: it goes with anything but an ad marker, which may stand above the number of a chapter.
    const NUMBER: Self = Self(62);

    pub(crate) fn of(rule: &RuleId) -> Self {
        let heads_comments = ["counter/comments", "comment/heading"].iter().any(|name| rule.as_str().starts_with(name));
        let kin = match rule.category() {
            Category::Ad => Self::AD,
            Category::Counter => Self::COUNTED.and(Self::REACTIONS).and(Self::HEAD),
            Category::Comment => Self::COUNTED.and(Self::REACTIONS),
            Category::Share => Self::REACTIONS.and(Self::HEAD),
            Category::Subscription | Category::Login | Category::Consent => Self::PROMPTS,
            Category::Custom => Self::AD.and(Self::REACTIONS).and(Self::PROMPTS).and(Self::FRAME),
            Category::Template => Self::TEMPLATE,
            _ => Self::FRAME,
        };
        if heads_comments { kin.and(Self::COMMENTS) } else { kin }
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
            if blocks.guard.is_some() {
                left.judge_threads(infos, &mut decision.blocks);
            }
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
            says.is_comment |= id.category() == Category::Comment || mark.kin.touches(Kin::COMMENTS);
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
