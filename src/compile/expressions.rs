//! Regular expressions as instructions for the machine that tells whether a whole line matches, see [`super::machine`].
//!
//! An instruction says where to go on, so those that are the same, with all that follows them, are there once for all expressions. Instructions are
//! made from the end of an expression to its beginning; of each it is known which bytes can follow, so that the machine seldom takes a wrong turn.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::letters;

/// An expression may have so many instructions, its repetitions written out.
const MOST: usize = 20_000;
/// A choice of more ways than this is made by the next byte, if that can be one of so many.
const WAYS: usize = 3;
const BYTES: u32 = 96;

/// Kinds of instructions.
pub(super) mod op {
    pub(crate) const END: u32 = 0;
    /// Length and place of the text, next.
    pub(crate) const LITERAL: u32 = 1;
    /// Class, none, next.
    pub(crate) const CLASS: u32 = 2;
    /// Class, least and most times (sixteen bits each), next, and what it can begin with; the highest bit says that no character of the class is among that.
    pub(crate) const RUN: u32 = 3;
    /// None, place and number of the ways.
    pub(crate) const WAYS: u32 = 4;
    /// None, place of the ways by the next byte, what bytes these are.
    pub(crate) const SWITCH: u32 = 5;
    /// Kind, none, next.
    pub(crate) const LOOK: u32 = 6;
}

/// What an instruction that looks about looks for.
pub(super) mod look {
    pub(crate) const START: u32 = 0;
    pub(crate) const END: u32 = 1;
    /// At a boundary of words of Unicode, or of ASCII: the lowest bits say which of the four cases of word before and word behind are meant.
    pub(crate) const WORD: u32 = 16;
    pub(crate) const ASCII: u32 = 32;
}

/// As many times as there are.
pub(super) const ENDLESS: u16 = u16::MAX;
/// Stands for the end of the line among the bytes that can follow.
pub(super) const END_OF_LINE: u8 = 0xFF;
/// Of a class that has all characters beyond ASCII, instead of a number of ranges.
pub(super) const ALL_BEYOND: u32 = u32::MAX;
pub(super) const ONLY: u32 = 1 << 31;

type Node = [u32; 4];
/// Bytes that can follow.
type Bytes = [u64; 4];

/// Collects expressions.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    nodes: Vec<Node>,
    /// What each can begin with.
    firsts: Vec<u32>,
    /// The bits of the bytes that a way can begin with, see [`letters`], and its instruction.
    ways: Vec<[u32; 3]>,
    targets: Vec<u32>,
    sets: Vec<Bytes>,
    literals: Vec<u8>,
    classes: Vec<[u32; 6]>,
    ranges: Vec<[u32; 2]>,
    known: Known,
    /// Instructions of the expression that is being added.
    count: usize,
}

/// Where what is there already is.
#[derive(Debug, Default)]
struct Known {
    nodes: BTreeMap<Node, u32>,
    ways: BTreeMap<Vec<[u32; 3]>, u32>,
    targets: BTreeMap<Vec<u32>, u32>,
    sets: BTreeMap<Bytes, u32>,
    literals: BTreeMap<Box<[u8]>, u32>,
    classes: BTreeMap<Vec<[u32; 2]>, u32>,
}

/// An expression has too many instructions.
#[derive(Debug)]
pub(crate) struct TooLarge;

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "with its repetitions written out it exceeds the size limit of {MOST} instructions")
    }
}

/// What a machine is made of.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) nodes: Vec<[u8; 16]>,
    pub(crate) ways: Vec<[u8; 12]>,
    pub(crate) targets: Vec<[u8; 4]>,
    pub(crate) sets: Vec<[u8; 32]>,
    pub(crate) literals: Vec<u8>,
    pub(crate) classes: Vec<[u8; 24]>,
    pub(crate) ranges: Vec<[u8; 8]>,
}

impl Builder {
    /// Adds an expression that is to match whole lines, and gives its first instruction.
    pub(crate) fn add(&mut self, hir: &Hir) -> Result<u32, TooLarge> {
        self.count = 0;
        let end = self.node([op::END, 0, 0, 0], only(END_OF_LINE))?;
        self.compile(hir, end)
    }

    pub(crate) fn build(&self) -> Parts {
        fn bytes<const N: usize, const M: usize>(list: &[[u32; N]]) -> Vec<[u8; M]> {
            list.iter()
                .map(|words| {
                    let mut bytes = [0; M];
                    bytes.as_chunks_mut().0.iter_mut().zip(words).for_each(|(bytes, word)| *bytes = word.to_le_bytes());
                    bytes
                })
                .collect()
        }
        Parts {
            nodes: bytes(&self.nodes),
            ways: bytes(&self.ways),
            targets: self.targets.iter().map(|target| target.to_le_bytes()).collect(),
            sets: self.sets.iter().map(set_bytes).collect(),
            literals: self.literals.clone(),
            classes: bytes(&self.classes),
            ranges: bytes(&self.ranges),
        }
    }

    fn node(&mut self, node: Node, first: Bytes) -> Result<u32, TooLarge> {
        self.count += 1;
        if self.count > MOST {
            return Err(TooLarge);
        }
        if let Some(known) = self.known.nodes.get(&node) {
            return Ok(*known);
        }
        let index = self.nodes.len() as u32;
        self.nodes.push(node);
        let first = self.set(first);
        self.firsts.push(first);
        self.known.nodes.insert(node, index);
        Ok(index)
    }

    fn first(&self, node: u32) -> Bytes {
        self.sets[self.firsts[node as usize] as usize]
    }

    fn set(&mut self, set: Bytes) -> u32 {
        *self.known.sets.entry(set).or_insert_with(|| {
            self.sets.push(set);
            self.sets.len() as u32 - 1
        })
    }

    fn compile(&mut self, hir: &Hir, next: u32) -> Result<u32, TooLarge> {
        match hir.kind() {
            HirKind::Empty => Ok(next),
            HirKind::Look(look) => {
                let first = self.first(next);
                self.node([op::LOOK | look_kind(*look) << 8, 0, next, 0], first)
            }
            HirKind::Literal(literal) => self.literal(&literal.0, next),
            HirKind::Class(class) => {
                let (class, first) = self.class(&ranges(class));
                self.node([op::CLASS | class << 8, 0, next, 0], first)
            }
            HirKind::Capture(capture) => self.compile(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.compile(part, next)),
            HirKind::Alternation(parts) => {
                let ways = parts.iter().map(|part| self.compile(part, next)).collect::<Result<Vec<_>, _>>()?;
                self.choice(ways)
            }
            HirKind::Repetition(repetition) => match one_character(&repetition.sub) {
                Some(ranges) => self.run(&ranges, repetition, next),
                None => self.repetition(repetition, next),
            },
        }
    }

    fn literal(&mut self, text: &[u8], next: u32) -> Result<u32, TooLarge> {
        let place = *self.known.literals.entry(text.into()).or_insert_with(|| {
            self.literals.extend(text);
            (self.literals.len() - text.len()) as u32
        });
        self.node([op::LITERAL | (text.len() as u32) << 8, place, next, 0], text.first().map_or([0; 4], |byte| only(*byte)))
    }

    fn class(&mut self, ranges: &[[u32; 2]]) -> (u32, Bytes) {
        let first = leads(ranges);
        if let Some(known) = self.known.classes.get(ranges) {
            return (*known, first);
        }
        let mut class = [0; 6];
        let mut beyond = Vec::new();
        for &[from, to] in ranges {
            (from..(to + 1).min(0x80)).for_each(|c| class[c as usize / 32] |= 1 << (c % 32));
            if to >= 0x80 {
                beyond.push([from.max(0x80), to]);
            }
        }
        class[4] = self.ranges.len() as u32;
        class[5] = if covers_all(&beyond) { ALL_BEYOND } else { beyond.len() as u32 };
        self.ranges.extend(beyond);
        let index = self.classes.len() as u32;
        self.classes.push(class);
        self.known.classes.insert(ranges.into(), index);
        (index, first)
    }

    /// A character of a class, several times.
    fn run(&mut self, ranges: &[[u32; 2]], repetition: &Repetition, next: u32) -> Result<u32, TooLarge> {
        let (class, mut first) = self.class(ranges);
        let behind = self.first(next);
        let is_only = first.iter().zip(&behind).all(|(one, other)| one & other == 0);
        if repetition.min == 0 {
            add(&mut first, &behind);
        }
        // No line that is looked at is as long as the largest number.
        let times = |times: u32| times.min(u32::from(ENDLESS) - 1);
        let most = repetition.max.map_or(u32::from(ENDLESS), times);
        let behind = self.set(behind) | if is_only { ONLY } else { 0 };
        self.node([op::RUN | class << 8, times(repetition.min) | most << 16, next, behind], first)
    }

    fn repetition(&mut self, repetition: &Repetition, next: u32) -> Result<u32, TooLarge> {
        let sub = &*repetition.sub;
        let (mut node, mut least) = (next, repetition.min);
        match repetition.max {
            Some(most) => {
                for _ in least..most {
                    let way = self.compile(sub, node)?;
                    node = self.choice(vec![way, next])?;
                }
            }
            None => {
                // What it can begin with must be known before it is there.
                let mut first = self.first(next);
                add(&mut first, &first_of(sub).0);
                let again = self.nodes.len() as u32;
                let first = self.set(first);
                self.nodes.push([op::END, 0, 0, 0]);
                self.firsts.push(first);
                let way = self.compile(sub, again)?;
                let (place, count) = self.ways(&[way, next]);
                self.nodes[again as usize] = [op::WAYS, place, count, 0];
                node = again;
                if least > 0 {
                    least -= 1;
                    node = way;
                }
            }
        }
        (0..least).try_fold(node, |node, _| self.compile(sub, node))
    }

    fn ways(&mut self, ways: &[u32]) -> (u32, u32) {
        let bits = |set: Bytes| (0..=u8::MAX).filter(|byte| has(&set, *byte)).fold(0, |bits, byte| bits | letters::bit(byte));
        let with_bits = |way: &u32| {
            let bits = bits(self.first(*way));
            [bits as u32, (bits >> 32) as u32, *way]
        };
        let ways: Vec<_> = ways.iter().map(with_bits).collect();
        let count = ways.len() as u32;
        let place = *self.known.ways.entry(ways).or_insert_with_key(|ways| {
            self.ways.extend(ways);
            (self.ways.len() - ways.len()) as u32
        });
        (place, count)
    }

    /// A choice of ways, none of which is better than another.
    fn choice(&mut self, mut ways: Vec<u32>) -> Result<u32, TooLarge> {
        let mut seen = BTreeSet::new();
        ways.retain(|way| seen.insert(*way));
        if let [way] = ways[..] {
            return Ok(way);
        }
        let mut first = [0; 4];
        ways.iter().for_each(|way| add(&mut first, &self.first(*way)));
        let count = first.iter().map(|bits| bits.count_ones()).sum::<u32>();
        if ways.len() <= WAYS || count > BYTES {
            let (place, count) = self.ways(&ways);
            return self.node([op::WAYS, place, count, 0], first);
        }
        let mut targets = Vec::new();
        for byte in (0..=u8::MAX).filter(|byte| has(&first, *byte)) {
            let of_byte: Vec<_> = ways.iter().copied().filter(|way| has(&self.first(*way), byte)).collect();
            targets.push(match of_byte[..] {
                [way] => way,
                _ => {
                    let (place, count) = self.ways(&of_byte);
                    self.node([op::WAYS, place, count, 0], first)?
                }
            });
        }
        let place = *self.known.targets.entry(targets).or_insert_with_key(|targets| {
            self.targets.extend(targets);
            (self.targets.len() - targets.len()) as u32
        });
        let set = self.set(first);
        self.node([op::SWITCH, place, set, 0], first)
    }
}

/// What a text that matches can begin with, and whether it can be empty.
fn first_of(hir: &Hir) -> (Bytes, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => ([0; 4], true),
        HirKind::Literal(literal) => (literal.0.first().map_or([0; 4], |byte| only(*byte)), false),
        HirKind::Class(class) => (leads(&ranges(class)), false),
        HirKind::Capture(capture) => first_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (first, is_empty) = first_of(&repetition.sub);
            (first, is_empty || repetition.min == 0)
        }
        HirKind::Concat(parts) => {
            let mut all = [0; 4];
            for part in parts {
                let (first, is_empty) = first_of(part);
                add(&mut all, &first);
                if !is_empty {
                    return (all, false);
                }
            }
            (all, true)
        }
        HirKind::Alternation(parts) => {
            let (mut all, mut any) = ([0; 4], false);
            for (first, is_empty) in parts.iter().map(first_of) {
                add(&mut all, &first);
                any |= is_empty;
            }
            (all, any)
        }
    }
}

/// The characters of an expression that matches just one.
fn one_character(hir: &Hir) -> Option<Vec<[u32; 2]>> {
    match hir.kind() {
        HirKind::Class(class) => Some(ranges(class)),
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            let c = u32::from(chars.next()?);
            chars.next().is_none().then(|| vec![[c, c]])
        }
        HirKind::Capture(capture) => one_character(&capture.sub),
        _ => None,
    }
}

/// The characters of a class, from first to last.
pub(super) fn ranges(class: &Class) -> Vec<[u32; 2]> {
    match class {
        Class::Unicode(class) => class.iter().map(|range| [range.start().into(), range.end().into()]).collect(),
        // Of ASCII only, for what is matched is UTF-8.
        Class::Bytes(class) => class.iter().map(|range| [range.start().into(), range.end().into()]).collect(),
    }
}

/// The first bytes of characters.
fn leads(ranges: &[[u32; 2]]) -> Bytes {
    let mut first = [0; 4];
    for [from, to] in ranges {
        (lead(*from)..=lead(*to)).for_each(|byte| set_bit(&mut first, byte));
    }
    first
}

/// The first byte of a character in UTF-8.
fn lead(c: u32) -> u8 {
    let c = char::from_u32(c).unwrap_or_default();
    c.encode_utf8(&mut [0; 4]).as_bytes()[0]
}

fn covers_all(beyond: &[[u32; 2]]) -> bool {
    let mut from = 0x80;
    for range in beyond {
        if range[0] > from {
            return false;
        }
        // There are no characters between these.
        from = if range[1] == 0xD7FF { 0xE000 } else { range[1] + 1 };
    }
    from > u32::from(char::MAX)
}

fn look_kind(look: Look) -> u32 {
    // Of word before and word behind, a bit for each of the four cases.
    let word = |meant: fn(bool, bool) -> bool| (0..4).filter(|case| meant(case & 1 != 0, case & 2 != 0)).map(|case| 1 << case).sum::<u32>();
    match look {
        Look::Start | Look::StartLF | Look::StartCRLF => look::START,
        Look::End | Look::EndLF | Look::EndCRLF => look::END,
        Look::WordUnicode => look::WORD | word(|before, behind| before != behind),
        Look::WordAscii => look::WORD | look::ASCII | word(|before, behind| before != behind),
        Look::WordUnicodeNegate => look::WORD | word(|before, behind| before == behind),
        Look::WordAsciiNegate => look::WORD | look::ASCII | word(|before, behind| before == behind),
        Look::WordStartUnicode => look::WORD | word(|before, behind| !before && behind),
        Look::WordStartAscii => look::WORD | look::ASCII | word(|before, behind| !before && behind),
        Look::WordEndUnicode => look::WORD | word(|before, behind| before && !behind),
        Look::WordEndAscii => look::WORD | look::ASCII | word(|before, behind| before && !behind),
        Look::WordStartHalfUnicode => look::WORD | word(|before, _| !before),
        Look::WordStartHalfAscii => look::WORD | look::ASCII | word(|before, _| !before),
        Look::WordEndHalfUnicode => look::WORD | word(|_, behind| !behind),
        Look::WordEndHalfAscii => look::WORD | look::ASCII | word(|_, behind| !behind),
    }
}

fn only(byte: u8) -> Bytes {
    let mut set = [0; 4];
    set_bit(&mut set, byte);
    set
}

fn set_bit(set: &mut Bytes, byte: u8) {
    set[usize::from(byte) / 64] |= 1 << (byte % 64);
}

fn has(set: &Bytes, byte: u8) -> bool {
    set[usize::from(byte) / 64] >> (byte % 64) & 1 != 0
}

fn add(set: &mut Bytes, other: &Bytes) {
    set.iter_mut().zip(other).for_each(|(bits, more)| *bits |= more);
}

fn set_bytes(set: &Bytes) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.as_chunks_mut().0.iter_mut().zip(set).for_each(|(bytes, bits)| *bytes = bits.to_le_bytes());
    bytes
}
