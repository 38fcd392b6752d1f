//! What a page prints twice: a lead above the text and at its head, a passage once more for smaller screens.
//!
//! - A line right below one that reads the same goes, if it is long: refrains are short.
//! - A **passage** goes that stands above already, line by line in the same order, if it has [`PASSAGE_LINES`] and running text enough. A single
//!   paragraph that stands further above stays: lists say the same of several things, and a refrain comes back.
//!
//! Of what is there twice the first stays, so nothing that was written is lost.

use std::collections::HashMap;
use std::ops::Range;

use super::LineInfo;
use crate::bytes::padded;
use crate::document::Document;

/// Words of a line that repeats the one above.
const LINE_WORDS: usize = 12;
/// Lines of a passage, how many of them are running text, and the words of these.
const PASSAGE_LINES: usize = 3;
const PASSAGE_TEXT: usize = 2;
const PASSAGE_WORDS: usize = 100;
/// Shorter lines have not as many words as any repeat must have, not even in scripts of three bytes a character.
const SHORTEST: usize = 2 * 9;

/// For each line of a document the first that reads the same.
#[derive(Debug)]
pub(crate) struct Twins {
    first: Vec<u32>,
}

impl Twins {
    /// None where no long line is there twice, which is seen without reading the lines.
    pub(crate) fn find(document: &Document<'_>) -> Option<Self> {
        let text = |line: u32| document.line(line as usize).text();
        let count = document.places().len() as u32;
        if !may_have_equal(document.lines().map(|line| line.text()).filter(|text| text.len() >= SHORTEST).map(key), count as usize) {
            return None;
        }
        let mut first: Vec<u32> = (0..count).collect();
        let mut lines: Vec<(u64, u32)> = first.iter().map(|line| (key(text(*line)), *line)).collect();
        lines.sort_unstable();
        for group in lines.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
            let mut seen = HashMap::with_capacity(group.len());
            group.iter().for_each(|(_, line)| first[*line as usize] = *seen.entry(text(*line)).or_insert(*line));
        }
        Some(Self { first })
    }

    /// The lines that say once more what stands above them, in order; `lines` are the lines of the document that are there.
    pub(crate) fn repeats(&self, lines: &[usize], infos: &[LineInfo]) -> Vec<Range<usize>> {
        let twin = |at: usize| self.first[lines[at]];
        let info = |at: usize| infos[lines[at]];
        let is_text = |at: &usize| info(*at).is_prose && info(*at).ends_sentence;
        let mut first = vec![None; self.first.len()];
        let mut repeats: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let is_again = at > 0 && twin(at) == twin(at - 1) && info(at).words >= LINE_WORDS;
            let before = &mut first[twin(at) as usize];
            let passage = match *before {
                _ if is_again => Some(at..at + 1),
                Some(before) => {
                    let free = repeats.last().map_or(0, |last| last.end);
                    let passage = self.passage(lines, before, at, free);
                    let text = || passage.clone().filter(is_text);
                    let words: usize = text().map(|line| info(line).words).sum();
                    (passage.len() >= PASSAGE_LINES && text().count() >= PASSAGE_TEXT && words >= PASSAGE_WORDS).then_some(passage)
                }
                None => {
                    *before = is_text(&at).then_some(at);
                    None
                }
            };
            at = passage.as_ref().map_or(at + 1, |passage| passage.end);
            repeats.extend(passage);
        }
        repeats
    }

    /// The lines around `at` that are those around `before`, from `free` on.
    fn passage(&self, lines: &[usize], before: usize, at: usize, free: usize) -> Range<usize> {
        let is_same = |one: usize, other: usize| self.first[lines[one]] == self.first[lines[other]];
        let mut up = 0;
        while up < before && up + 1 < at - before && at - up > free && is_same(before - up - 1, at - up - 1) {
            up += 1;
        }
        let mut down = 1;
        while at + down < lines.len() && before + down < at - up && is_same(before + down, at + down) {
            down += 1;
        }
        at - up..at + down
    }
}

/// Whether some of so many keys at the most are equal, or too many of them alike to tell in this way.
fn may_have_equal(keys: impl Iterator<Item = u64>, count: usize) -> bool {
    let mut slots = vec![0; (2 * count).next_power_of_two()];
    let mut steps = 8 * count;
    for key in keys {
        // Zero is an empty slot.
        let key = key.max(1);
        let mut at = (key >> 32) as usize % slots.len();
        while slots[at] != 0 {
            if slots[at] == key || steps == 0 {
                return true;
            }
            steps -= 1;
            at = (at + 1) % slots.len();
        }
        slots[at] = key;
    }
    false
}

/// What lines that read the same have in common: their length, and some bytes of them; all where they are short.
fn key(text: &str) -> u64 {
    let bytes = text.as_bytes();
    if bytes.len() < 8 {
        return u64::from_be_bytes(padded(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    let middle = (bytes.len() - 8) / 2;
    let parts = [&bytes[..8], &bytes[middle..middle + 8], &bytes[bytes.len() - 8..]];
    parts.iter().fold(bytes.len() as u64, |key, part| {
        let part = part.iter().fold(0, |part, byte| part << 8 | u64::from(*byte));
        (key.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [Range<usize>; 0] = [];
    const LEAD: &str = "The council met on Monday evening and put the vote on the harbour off for another week.";
    const TEXT: [&str; 3] = [
        "Eleven residents had come to speak about the plan for the old harbour, and nine of them were against it, as far as one could tell from what \
         they said and from what the others shouted while they were speaking, until the doors were closed.",
        "The mayor had nothing to say to that.",
        "She said that the plan would come back in spring, with the figures that the council had asked for, with a new map of the quay on which one could \
         see what was to go, and with answers to all of the letters that had come in from both sides of the river since the beginning of the year.",
    ];

    fn repeats(lines: &[&str]) -> Vec<Range<usize>> {
        let text = lines.join("\n");
        let document = Document::new(&text);
        let infos: Vec<LineInfo> = lines.iter().map(|line| LineInfo::new(line)).collect();
        let all: Vec<usize> = (0..lines.len()).collect();
        Twins::find(&document).map_or(Vec::new(), |twins| twins.repeats(&all, &infos))
    }

    #[test]
    fn a_line_right_below_itself_goes() {
        assert_eq!(repeats(&["Harbour", LEAD, LEAD, LEAD, "Quay"]), [2..3, 3..4]);
        assert_eq!(repeats(&[LEAD, "Harbour", LEAD]), NONE);
        assert_eq!(repeats(&["Row, row, row your boat, gently down the stream", "Row, row, row your boat, gently down the stream"]), NONE);
    }

    #[test]
    fn a_passage_goes_with_its_headings() {
        let passage = ["The vote", TEXT[0], TEXT[1], "Spring", TEXT[2]];
        let page = [&["Harbour"][..], &passage, &["Share"], &passage, &passage, &["Quay"]].concat();
        assert_eq!(repeats(&page), [7..12, 12..17]);
        // Parts of it, or less of it, may come back.
        assert_eq!(repeats(&[TEXT[0], "Harbour", TEXT[2], TEXT[1], "Quay", TEXT[0], "Spring", TEXT[2]]), NONE);
        let twice = ["The vote", TEXT[0], TEXT[1]];
        assert_eq!(repeats(&[&twice[..], &["Quay"], &twice].concat()), NONE);
    }

    #[test]
    fn lines_of_one_key_are_told_apart() {
        let (one, other) = (
            "The harbour - a walk by night - and the quay of the old town itself",
            "The harbour - a look by night - and the quay of the old town itself",
        );
        assert_eq!(key(one), key(other));
        assert_eq!(repeats(&[one, other]), NONE);
    }
}
