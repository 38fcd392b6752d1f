//! The scan: everything that the rules of all filters look for, in one matcher.
//!
//! Whole lines and beginnings of lines, which are nearly all there is, lie in one table of hashes, see [`Phrases`]; so do the first words of most
//! patterns. What may stand anywhere in a line is found at the beginnings of its words, see [`Words`]. So a line costs the same whatever the number of
//! rules. A regular expression is tried by a [`Machine`] where its anchor stands. A line longer than any rule allows is not looked at, and of other
//! long lines most are told to be running text at a glance, see [`Gate`].
//!
//! The design asked for one Aho-Corasick automaton. It reads every byte of every line and its states do not fit into a cache, while furniture
//! is told from prose by its first words.

use once_cell::sync::Lazy;

use crate::compile::{
    Beginnings, Gate, Machine, Pattern, Phrases, Pieces, Program, Runs, Then, Turns, UNLIMITED, Words, letters, spaces_in,
};
use crate::fold::{Folder, count_words};
use crate::packs::BUILT_IN;

/// Index of a rule in the pipeline's table.
pub(crate) type RuleIndex = u32;

/// The compiled needs of all rules of a pipeline.
#[derive(Debug)]
pub(crate) struct Scan {
    /// The built-in rules that are taken: their indices in the pipeline's table.
    built_in: Option<Vec<Option<RuleIndex>>>,
    /// Which gates of the built-in rules are asked.
    gates: [bool; 2],
    own: Option<Matcher>,
}

/// Patterns that were tried on a line, and the memory for trying them.
#[derive(Debug, Default)]
pub(crate) struct Tried(Vec<u32>, Turns);

impl Scan {
    /// `built_in` are the built-in rules that are taken, if any, and `gates` says of which kinds they are: of most categories, and of those that few pipelines
    /// take.
    pub(crate) fn new(built_in: Option<Vec<Option<RuleIndex>>>, gates: [bool; 2], own: &Program) -> Self {
        if built_in.is_some() {
            // A program that counts what its start takes should see all of it.
            Lazy::force(&BUILT_IN);
        }
        Self { built_in, gates, own: (!own.is_empty()).then(|| Matcher::new(own)) }
    }

    /// Calls `found` for each rule of which some phrase is all of a folded line, other patterns aside.
    pub(crate) fn whole(&self, folded: &str, mut found: impl FnMut(RuleIndex)) {
        if let Some(taken) = &self.built_in {
            BUILT_IN.whole(folded, |rule| taken[rule as usize].into_iter().for_each(&mut found));
        }
        if let Some(own) = &self.own {
            own.whole(folded, found);
        }
    }

    /// Whether some phrase may begin with this folded word.
    pub(crate) fn may_begin_with(&self, word: &str) -> bool {
        self.built_in.is_some() && BUILT_IN.starts.has_first(word) || self.own.as_ref().is_some_and(|own| own.starts.has_first(word))
    }

    /// Whether some rule may match a line, as far as can be told without folding it. Long lines of prose are told apart at a glance.
    pub(crate) fn may_match(&self, line: &str, folder: &mut Folder, runs: &mut Runs) -> bool {
        if line.len() < GLANCED_AT {
            return true;
        }
        let Some(end) = end_of_word(line).filter(|_| runs.read(line)) else { return true };
        let mut may_match = |matcher: &Matcher, asked| {
            let may_begin = matcher.beginnings.may_begin(line, runs) != Some(false) && {
                let beginning = folder.fold(&line[..end]);
                beginning.len() < BEGINNING / 2 || matcher.may_begin(beginning, runs)
            };
            may_begin || matcher.may_match_inside(runs, asked)
        };
        self.built_in.is_some() && may_match(&BUILT_IN, self.gates) || self.own.as_ref().is_some_and(|own| may_match(own, [true, false]))
    }

    /// Calls `found` for each rule that a folded line matches, in no order, perhaps more than once.
    pub(crate) fn matches(&self, folded: &str, tried: &mut Tried, mut found: impl FnMut(RuleIndex)) {
        if folded.is_empty() {
            return;
        }
        if let Some(taken) = &self.built_in {
            let is_taken = |rule: u32| taken[rule as usize].is_some();
            BUILT_IN.matches(folded, tried, is_taken, |rule| taken[rule as usize].into_iter().for_each(&mut found));
        }
        if let Some(own) = &self.own {
            own.matches(folded, tried, |_| true, found);
        }
    }
}

/// Shorter lines are folded and looked up.
const GLANCED_AT: usize = 80;
/// At least so many bytes are looked at of a line's beginning.
const BEGINNING: usize = 32;

/// The end of a word not far from the beginning of a line, such that folding what stands before it gives the beginning of the folded line.
fn end_of_word(line: &str) -> Option<usize> {
    let is_end = |at: &usize| matches!(line.as_bytes()[at - 1..at + 2], [before, b' ', after] if before.is_ascii_alphabetic() && after.is_ascii_alphabetic());
    (BEGINNING..line.len().min(2 * BEGINNING) - 1).find(is_end)
}

/// Tables and patterns that belong together.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) gates: [Gate; 2],
    pub(crate) beginnings: Beginnings,
    pub(crate) starts: Phrases,
    pub(crate) first: Pieces,
    pub(crate) words: Words,
    pub(crate) machine: Machine,
    pub(crate) patterns: Vec<Pattern>,
    /// Patterns that are tried on every line.
    pub(crate) always: Vec<u32>,
}

impl Matcher {
    fn new(program: &Program) -> Self {
        let words = Words::new(Phrases::new(&program.inner), program.inner.beginnings(), program.pieces.iter().cloned());
        Self {
            gates: program.gates.each_ref().map(Gate::new),
            beginnings: Beginnings::new(&program.beginnings),
            starts: Phrases::new(&program.starts),
            first: Pieces::new(program.first.iter().cloned()),
            words,
            machine: Machine::new(program.expressions.build()),
            always: Pattern::without_anchor(&program.patterns),
            patterns: program.patterns.clone(),
        }
    }

    fn whole(&self, folded: &str, mut found: impl FnMut(u32)) {
        self.starts.search(folded, spaces_in(folded), |then| {
            if let Then::Last(rule, _) = then {
                found(rule);
            }
        });
    }

    /// Whether some pattern may match the line of these words from its beginning, which is this once it is folded.
    fn may_begin(&self, beginning: &str, runs: &Runs) -> bool {
        let spaces = runs.spaces();
        let mut may = self.starts.may_begin(beginning, spaces);
        self.first.search(beginning.as_bytes(), |pattern| may |= self.patterns[pattern as usize].most_spaces >= spaces);
        may
    }

    /// Whether some other pattern may match the line of these words, as far as it is of a gate that is asked.
    fn may_match_inside(&self, runs: &Runs, asked: [bool; 2]) -> bool {
        let may = self.always.iter().any(|pattern| self.patterns[*pattern as usize].most_spaces >= runs.spaces());
        may || self.gates.iter().zip(asked).any(|(gate, is_asked)| is_asked && gate.is_open(runs))
    }

    fn matches(&self, folded: &str, tried: &mut Tried, is_taken: impl Fn(u32) -> bool, mut found: impl FnMut(u32)) {
        let spaces = spaces_in(folded);
        let mut words = None;
        // Words of ASCII have a space between them.
        let most_words = if folded.is_ascii() { usize::from(spaces) + 1 } else { usize::MAX };
        let mut short_enough = |limit: u16| {
            let limit = usize::from(limit);
            limit == usize::from(UNLIMITED)
                || spaces < u8::MAX && most_words <= limit
                || limit >= *words.get_or_insert_with(|| count_words(folded))
        };
        let last = folded.as_bytes().last().map_or(0, |byte| letters::bit(*byte));
        let mut all_letters = None;
        let Tried(tried, turns) = tried;
        tried.clear();
        let mut try_pattern = |index: u32, found: &mut dyn FnMut(u32), short_enough: &mut dyn FnMut(u16) -> bool| {
            if tried.contains(&index) {
                return;
            }
            tried.push(index);
            let pattern = &self.patterns[index as usize];
            if spaces <= pattern.most_spaces
                && pattern.last & last != 0
                && folded.len() >= usize::from(pattern.shortest)
                && (folded.len() <= usize::from(pattern.longest) || pattern.longest == UNLIMITED)
                && pattern.letters & !*all_letters.get_or_insert_with(|| letters::of(folded.as_bytes())) == 0
                && is_taken(pattern.rule)
                && short_enough(pattern.max_words)
                && self.machine.is_match(pattern.start, folded, turns)
            {
                found(pattern.rule);
            }
        };
        let mut then = |then: Then| match then {
            Then::Last(rule, limit) | Then::Found(rule, limit) => {
                if short_enough(limit) {
                    found(rule);
                }
            }
            Then::Try(pattern) => try_pattern(pattern, &mut found, &mut short_enough),
        };
        self.starts.search(folded, spaces, &mut then);
        self.first.search(folded.as_bytes(), |pattern| then(Then::Try(pattern)));
        self.words.search(folded, spaces, &mut then);
        self.always.iter().for_each(|pattern| then(Then::Try(*pattern)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that are cut into by nothing, so that what stands between them decides.
    const BEFORE: &str = "Eleven residents spoke on Monday evening about the plan for the old harbour, among them a baker whose family has lived there since the flood, and the council put the vote off for another week, to nobody’s surprise.";
    const AFTER: &str = "It rained – and didn't stop – until the bridge was under water.";

    fn all_rules() -> Scan {
        Scan::new(Some((0..crate::rules().count() as u32).map(Some).collect()), [true; 2], &Program::default())
    }

    #[test]
    fn no_line_that_matches_is_passed_over() {
        let scan = all_rules();
        let mut folder = Folder::default();
        let mut tried = Tried::default();
        let mut runs = Runs::default();
        let (mut matched, mut passed) = (0, 0);
        for example in crate::rules().flat_map(|rule| rule.removes().iter().chain(rule.keeps())) {
            for line in
                [example.clone(), format!("{example} {AFTER}"), format!("{BEFORE} {example}"), format!("{BEFORE} {example} {AFTER}")]
            {
                let may_match = scan.may_match(&line, &mut folder, &mut runs);
                let mut is_match = false;
                scan.matches(folder.fold(&line), &mut tried, |_| is_match = true);
                assert!(may_match || !is_match, "{line}");
                matched += usize::from(is_match && line.len() >= GLANCED_AT && runs.read(&line));
                passed += usize::from(!may_match);
            }
        }
        assert!(matched > 500 && passed > 500, "{matched} lines match, {passed} are passed over");
    }

    #[test]
    fn no_line_that_matches_among_other_words_is_passed_over() {
        let examples: Vec<&String> = crate::rules().flat_map(|rule| rule.removes().iter().chain(rule.keeps())).collect();
        // Two words of prose for one of the rules.
        let prose = format!("{BEFORE} {AFTER}");
        let words: Vec<&str> = examples.iter().flat_map(|example| example.split_whitespace()).filter(|word| word.is_ascii()).collect();
        let words: Vec<&str> =
            words.into_iter().zip(prose.split(' ').cycle().step_by(7)).flat_map(|(word, other)| [other, word, other]).collect();
        let scan = all_rules();
        let (mut folder, mut tried, mut runs) = (Folder::default(), Tried::default(), Runs::default());
        let mut number = 1_u64;
        let mut below = |end: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % end
        };
        let (mut matched, mut passed) = (0, 0);
        for example in &examples {
            let mut parts = Vec::new();
            (0..below(3)).for_each(|_| parts.push(words[below(words.len())]));
            parts.push(example);
            (0..below(12)).for_each(|_| parts.push(words[below(words.len())]));
            let signs = [" ", " ", " ", " ", ", ", ". ", " – ", "’s ", " 5 ", " 'n' "];
            let line: String = parts.iter().flat_map(|part| [*part, signs[below(signs.len())]]).collect();
            let line = line.trim();
            let may_match = scan.may_match(line, &mut folder, &mut runs);
            let mut is_match = false;
            scan.matches(folder.fold(line), &mut tried, |_| is_match = true);
            assert!(may_match || !is_match, "{line}");
            matched += usize::from(is_match && line.len() >= GLANCED_AT && runs.read(line));
            passed += usize::from(!may_match);
        }
        assert!(matched > 200 && passed > 500, "{matched} lines match, {passed} are passed over");
    }

    #[test]
    fn most_prose_is_passed_over() {
        const SENTENCES: [&str; 5] = [
            "Rents near the station rose by 4.5% in two years, and those who were born there say that none of their children will find a flat they can pay.",
            "She has worked at the mill for twenty years and remembers the flood of that spring, when the water stood a metre high in the hall and the men slept upstairs.",
            "The engineer did not expect the repair to take half a year, but nobody wants a bridge that closes whenever it rains for more than an hour.",
            "Two of the five candidates didn't answer; the others wrote that they'd rather see the old harbour filled in than sold to a firm from the capital.",
            "In the third winter the wolves came down to the river, and the shepherds, who had laughed at the old fences, began to mend them by night.",
        ];
        let scan = all_rules();
        let (mut folder, mut runs) = (Folder::default(), Runs::default());
        let passed = SENTENCES.iter().filter(|line| !scan.may_match(line, &mut folder, &mut runs)).count();
        assert!(passed >= 3, "{passed}");
    }
}
