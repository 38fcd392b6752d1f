//! The machine that tells whether a whole line matches an expression, see [`super::expressions`].
//!
//! `Regex` reads a long text faster, but thousands of them take much memory, and time to compile, however short the lines are and however seldom most expressions
//! are tried (`docs/speed.md`). These instructions are made when the crate is built and take 3 MB for all rules.
//!
//! The machine takes one way and goes back where it was wrong, which is seldom: the next byte tells most ways apart. Should it go back too often, it begins again and
//! notes where it has been, so that time grows with the line and the expression, and never faster.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::{memchr, memrchr};

use super::expressions::{ALL_BEYOND, END_OF_LINE, ENDLESS, ONLY, Parts, look, op};
use super::letters;

/// Steps back before the machine notes where it has been.
const PATIENCE: usize = 2_000;

/// Compiled expressions.
#[derive(Debug)]
pub(crate) struct Machine {
    nodes: Cow<'static, [[u8; 16]]>,
    ways: Cow<'static, [[u8; 12]]>,
    targets: Cow<'static, [[u8; 4]]>,
    sets: Cow<'static, [[u8; 32]]>,
    literals: Cow<'static, [u8]>,
    classes: Cow<'static, [[u8; 24]]>,
    ranges: Cow<'static, [[u8; 8]]>,
}

/// Where to go on if the way that was taken is wrong.
#[derive(Debug, Clone, Copy)]
enum Turn {
    /// One of the ways from `way` to `end`.
    Ways { way: u32, end: u32, at: usize },
    /// After a shorter run, which ends before `at` and not before `least`.
    Run { node: u32, least: usize, at: usize },
}

/// The memory of a machine at work, which is used again.
#[derive(Debug, Default)]
pub(crate) struct Turns(Vec<Turn>);

/// Parts of a machine as they are in a file, in the order of its fields.
pub(crate) type Files = [&'static [u8]; 7];

impl Machine {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            nodes: parts.nodes.into(),
            ways: parts.ways.into(),
            targets: parts.targets.into(),
            sets: parts.sets.into(),
            literals: parts.literals.into(),
            classes: parts.classes.into(),
            ranges: parts.ranges.into(),
        }
    }

    pub(crate) fn from_bytes([nodes, ways, targets, sets, literals, classes, ranges]: Files) -> Self {
        Self {
            nodes: nodes.as_chunks().0.into(),
            ways: ways.as_chunks().0.into(),
            targets: targets.as_chunks().0.into(),
            sets: sets.as_chunks().0.into(),
            literals: literals.into(),
            classes: classes.as_chunks().0.into(),
            ranges: ranges.as_chunks().0.into(),
        }
    }

    /// Whether all of a line matches the expression that begins with this instruction.
    pub(crate) fn is_match(&self, start: u32, line: &str, turns: &mut Turns) -> bool {
        self.run(start, line, turns, None).unwrap_or_else(|| self.run(start, line, turns, Some(HashSet::new())).unwrap_or(false))
    }

    /// None if it went back too often without noting where it has been.
    fn run(&self, start: u32, line: &str, Turns(turns): &mut Turns, mut been: Option<HashSet<(u32, usize)>>) -> Option<bool> {
        let text = line.as_bytes();
        turns.clear();
        let mut steps = 0;
        // Whether a place is new, as far as that is noted.
        let mut is_new = |node: u32, at: usize| match &mut been {
            Some(been) => Some(been.insert((node, at))),
            None => {
                steps += 1;
                (steps <= PATIENCE).then_some(true)
            }
        };
        let byte_at = |at: usize| text.get(at).copied().unwrap_or(END_OF_LINE);
        let (mut node, mut at) = (start, 0);
        loop {
            let [head, one, next, last] = words(&self.nodes[node as usize]);
            let goes_on = match head & 0xFF {
                op::END => {
                    if at == text.len() {
                        return Some(true);
                    }
                    false
                }
                op::LITERAL => {
                    let len = (head >> 8) as usize;
                    let literal = &self.literals[one as usize..][..len];
                    let is_there = begins_with(&text[at..], literal);
                    (node, at) = (next, at + if is_there { len } else { 0 });
                    is_there
                }
                op::CLASS => {
                    let len = self.class(head >> 8).one(line, at);
                    (node, at) = (next, at + len);
                    len > 0
                }
                op::RUN => {
                    let (min, max) = (one as u16, (one >> 16) as u16);
                    match self.class(head >> 8).run(line, at, min, max) {
                        None => false,
                        Some((_, end)) if last & ONLY != 0 => {
                            (node, at) = (next, end);
                            true
                        }
                        Some((least, end)) => {
                            // As if from a longer run.
                            turns.push(Turn::Run { node, least, at: end + 1 });
                            false
                        }
                    }
                }
                op::WAYS => {
                    if is_new(node, at)? {
                        turns.push(Turn::Ways { way: one, end: one + next, at });
                    }
                    false
                }
                op::SWITCH => match self.rank(next, byte_at(at)) {
                    Some(rank) => {
                        node = u32::from_le_bytes(self.targets[one as usize + rank]);
                        true
                    }
                    None => false,
                },
                _ => {
                    node = next;
                    is_there(head >> 8, line, at)
                }
            };
            if goes_on {
                continue;
            }
            // The next way that may be right.
            loop {
                match turns.last_mut() {
                    None => return Some(false),
                    Some(Turn::Ways { way, end, at: from }) => {
                        let bit = letters::bit(byte_at(*from));
                        let mut right_ways = (*way..*end).filter_map(|way| self.way(way, bit).map(|node| (way, node)));
                        let Some((_, right)) = right_ways.next() else {
                            turns.pop();
                            continue;
                        };
                        (node, at) = (right, *from);
                        let other = right_ways.next().map(|(way, _)| way);
                        match other {
                            Some(other) => *way = other,
                            None => drop(turns.pop()),
                        }
                        break;
                    }
                    Some(Turn::Run { node: run, least, at: end }) => {
                        let [_, _, next, behind] = words(&self.nodes[*run as usize]);
                        let right = self.last_with(behind & !ONLY, next, line, *least, *end);
                        let Some(right) = right else {
                            turns.pop();
                            continue;
                        };
                        *end = right;
                        let run = *run;
                        if is_new(run, right)? {
                            (node, at) = (next, right);
                            break;
                        }
                    }
                }
            }
        }
    }

    /// The last place before `end`, and not before `least`, where a set allows to go on to an instruction.
    fn last_with(&self, set: u32, next: u32, line: &str, least: usize, end: usize) -> Option<usize> {
        let [head, place, ..]: [u32; 4] = words(&self.nodes[next as usize]);
        let text = line.as_bytes();
        if head & 0xFF == op::LITERAL {
            let region = text.get(least..end.min(text.len()))?;
            return memrchr(self.literals[place as usize], region).map(|at| least + at);
        }
        let is_right = |at: &usize| line.is_char_boundary(*at) && self.has(set, text.get(*at).copied().unwrap_or(END_OF_LINE));
        (least..end).rev().find(is_right)
    }

    /// The instruction of a way, if the way may begin with a byte of this bit.
    fn way(&self, way: u32, bit: u64) -> Option<u32> {
        let [low, high, node] = words(&self.ways[way as usize]);
        ((u64::from(low) | u64::from(high) << 32) & bit != 0).then_some(node)
    }

    fn has(&self, set: u32, byte: u8) -> bool {
        self.sets[set as usize][usize::from(byte) / 8] >> (byte % 8) & 1 != 0
    }

    /// The number of bytes in a set before this one, if that is in it too.
    fn rank(&self, set: u32, byte: u8) -> Option<usize> {
        let (sets, _) = self.sets[set as usize].as_chunks();
        let bits = |index: usize| u64::from_le_bytes(sets[index]);
        let (index, bit) = (usize::from(byte) / 64, byte % 64);
        let here = bits(index);
        (here >> bit & 1 != 0)
            .then(|| ((0..index).map(|index| bits(index).count_ones()).sum::<u32>() + (here & ((1 << bit) - 1)).count_ones()) as usize)
    }

    fn class(&self, class: u32) -> Characters<'_> {
        let [a, b, c, d, place, count] = words(&self.classes[class as usize]);
        let ascii = [u64::from(a) | u64::from(b) << 32, u64::from(c) | u64::from(d) << 32];
        let beyond = if count == ALL_BEYOND { None } else { Some(&self.ranges[place as usize..][..count as usize]) };
        Characters { ascii, beyond }
    }
}

/// A class of characters: those of ASCII, and ranges of others, all of them if there are none.
struct Characters<'m> {
    ascii: [u64; 2],
    beyond: Option<&'m [[u8; 8]]>,
}

impl Characters<'_> {
    /// The length of the character at this place, zero if it is none of these.
    #[inline]
    fn one(&self, line: &str, at: usize) -> usize {
        let Some(&byte) = line.as_bytes().get(at) else { return 0 };
        if byte < 0x80 {
            return (self.ascii[usize::from(byte) / 64] >> (byte % 64) & 1) as usize;
        }
        let Some(c) = line[at..].chars().next() else { return 0 };
        let is_in = self.beyond.is_none_or(|ranges| {
            let after = ranges.partition_point(|range| words::<2, 8>(range)[0] <= u32::from(c));
            after > 0 && u32::from(c) <= words::<2, 8>(&ranges[after - 1])[1]
        });
        if is_in { c.len_utf8() } else { 0 }
    }

    /// Where the shortest and the longest run of such characters end.
    fn run(&self, line: &str, start: usize, min: u16, max: u16) -> Option<(usize, usize)> {
        let (mut at, mut times, mut least) = (start, 0, start);
        let end = self.end_of_endless(line.as_bytes(), start);
        // There are no more characters than bytes.
        let enough = if end.is_some_and(|end| max == ENDLESS || end - start <= usize::from(max)) { min } else { max };
        while times < enough || enough == ENDLESS {
            let len = self.one(line, at);
            if len == 0 {
                break;
            }
            at += len;
            times = times.saturating_add(1);
            if times == min {
                least = at;
            }
        }
        (times >= min).then_some((least, if enough == max { at } else { end.unwrap_or(at) }))
    }

    /// If all characters but one of ASCII are of this class: where the next of these is, or the end.
    fn end_of_endless(&self, text: &[u8], start: usize) -> Option<usize> {
        let [low, high] = self.ascii.map(|bits| !bits);
        if self.beyond.is_some() || low.count_ones() + high.count_ones() != 1 {
            return None;
        }
        let other = if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() } as u8;
        Some(memchr(other, &text[start..]).map_or(text.len(), |len| start + len))
    }
}

/// Whether what is looked for is there.
fn is_there(kind: u32, line: &str, at: usize) -> bool {
    match kind {
        look::START => at == 0,
        look::END => at == line.len(),
        _ => {
            let is_word = |c: char| {
                if kind & look::ASCII != 0 { c.is_ascii_alphanumeric() || c == '_' } else { regex_syntax::is_word_character(c) }
            };
            let before = line[..at].chars().next_back().is_some_and(is_word);
            let behind = line[at..].chars().next().is_some_and(is_word);
            kind >> (u32::from(before) | u32::from(behind) << 1) & 1 != 0
        }
    }
}

/// Literals are short, so that a call to compare them takes longer than it does.
#[inline]
fn begins_with(text: &[u8], literal: &[u8]) -> bool {
    text.len() >= literal.len() && text.iter().zip(literal).all(|(one, other)| one == other)
}

fn words<const N: usize, const M: usize>(bytes: &[u8; M]) -> [u32; N] {
    let (chunks, _) = bytes.as_chunks();
    std::array::from_fn(|index| u32::from_le_bytes(chunks[index]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::super::expressions::Builder;
    use super::*;
    use crate::fold::Folder;

    /// A machine of one expression, and where that begins.
    fn machine(expression: &str) -> (Machine, u32) {
        let mut builder = Builder::default();
        let start = builder.add(&regex_syntax::parse(expression).unwrap()).unwrap();
        (Machine::new(builder.build()), start)
    }

    /// That a machine agrees with `Regex`, whether it notes where it has been or not.
    fn agrees(expression: &str, lines: impl IntoIterator<Item = impl AsRef<str>>) -> usize {
        let (machine, start) = machine(expression);
        let regex = Regex::new(&format!("^(?:{expression})$")).unwrap();
        let mut turns = Turns::default();
        let mut matches = 0;
        for line in lines {
            let line = line.as_ref();
            let expected = regex.is_match(line);
            assert_eq!(machine.is_match(start, line, &mut turns), expected, "`{expression}` and {line:?}");
            let noted = machine.run(start, line, &mut turns, Some(HashSet::new()));
            assert_eq!(noted, Some(expected), "with notes, `{expression}` and {line:?}");
            matches += usize::from(expected);
        }
        matches
    }

    #[test]
    fn agrees_with_regex_on_the_expressions_of_the_rules() {
        // All of them would take a minute to compile.
        const EVERY: usize = 23;
        let mut folder = Folder::default();
        let (mut index, mut matches) = (0, 0);
        for rule in crate::rules() {
            let examples: Vec<_> = rule.removes().iter().chain(rule.keeps()).map(|line| folder.fold(line).to_owned()).collect();
            // And lines that are nearly the same.
            let lines: Vec<_> = examples
                .iter()
                .flat_map(|line| {
                    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
                    [line.clone(), rest.to_owned(), first.to_owned(), format!("{line} {first}"), format!("{first} {line}")]
                })
                .collect();
            for expression in rule.patterns().filter(|(key, _)| *key == "regex").flat_map(|(_, expressions)| expressions) {
                index += 1;
                if index % EVERY == 0 {
                    matches += agrees(expression, &lines);
                }
            }
        }
        assert!(matches > 100, "{matches}");
    }

    #[test]
    fn looks_about_as_regex_does() {
        let lines = ["", "a", "a b", " a", "é", "a é", "é-b", "ab", "_a", "٣", "a\nb", "日本", "日 本"];
        for expression in [
            r"\b.*",
            r".*\b",
            r".*\B.*",
            r"(?-u:\b).*",
            r".*(?-u:\B)\w",
            r"\b{start}.+",
            r".+\b{end}",
            r"\b{start-half}.+",
            r".+\b{end-half}",
            r"^a|b$|\z",
            r"(?s:.*)",
            r"(?m:^)a(?:\n|$)*b?",
            r"[^\n]*",
            r"[^ ]+( [^ ]+)?",
            r"\PL*",
            r"\W\p{Han}?",
            r"[[:^ascii:]]+",
            r"(?-u:[a-z])+",
            r"[a&&b]|a",
            r"a{0}",
            r"[^ab]{2,3}|a{1,900}",
        ] {
            agrees(expression, lines);
        }
    }

    #[test]
    fn notes_where_it_has_been_when_it_goes_back_too_often() {
        for expression in [r"(?:a|aa|a?)*(?:a|b)*c", r"(?:.*a){12}b", r"(?:a*)*(?:a*)*(?:a*)*b", "(?:a?){60}a{60}b|c"] {
            let (machine, start) = machine(expression);
            let mut turns = Turns::default();
            for len in [50, 400] {
                let line = "a".repeat(len);
                assert_eq!(machine.run(start, &line, &mut turns, None), None, "{expression}");
                assert!(!machine.is_match(start, &line, &mut turns), "{expression}");
            }
        }
    }

    #[test]
    fn large_expressions_are_errors() {
        for expression in ["(?:(?:ab{99}c){99}){99}", "(?:a?b){99999}"] {
            let error = Builder::default().add(&regex_syntax::parse(expression).unwrap()).unwrap_err();
            assert!(error.to_string().contains("size limit"));
        }
    }

    /// Expressions over a small alphabet.
    fn expressions() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => "[ab]{1,3}",
            1 => Just("é".to_owned()),
            1 => Just(" ".to_owned()),
            1 => Just(".".to_owned()),
            1 => Just("[^ ]".to_owned()),
            1 => Just("[^a]".to_owned()),
            1 => Just("[aé]".to_owned()),
            1 => Just(r"\b".to_owned()),
            1 => Just("$".to_owned()),
        ];
        part.prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                3 => prop::collection::vec(inner.clone(), 2..6).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                4 => (inner, prop::sample::select(vec!["?", "*", "+", "{2}", "{0,2}", "{1,3}", "{2,}", "*?"]))
                    .prop_map(|(part, times)| format!("(?:{part}){times}")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_regex(expression in expressions(), lines in prop::collection::vec("[ab é]{0,12}", 1..8)) {
            agrees(&expression, lines);
        }
    }
}
