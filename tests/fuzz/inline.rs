//! Texts with hardly any line breaks: furniture glued to sentences, in capitals, between signs, in rows; exact texts of the key `inline`.
//!
//! Two bytes say which piece comes next; whether a space parts it from the one after it is a bit of the first.

use std::sync::LazyLock;

use textsieve::Rule;

use super::page::PIECES;

static EXACT: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let patterns = textsieve::rules().flat_map(Rule::patterns);
    patterns.filter(|(key, _)| *key == "inline").flat_map(|(_, texts)| texts).map(String::as_str).collect()
});

const SIGNS: [(&str, &str); 8] =
    [("- ", " -"), ("[", "]"), ("(", ")"), ("*** ", " ***"), ("— ", " —"), ("[/", "]"), ("=", "="), ("“", "”")];
const GLUE: [&str; 12] = ["\n", "\n\n", "\r\n", ".", "! ", "?", "…", " | ", ": ", "\u{a0}", "\u{200b}", "。"];

/// The text that some bytes stand for.
pub(crate) fn text(data: &[u8]) -> String {
    let mut text = String::new();
    for pair in data.chunks_exact(2) {
        let (kind, index) = (pair[0], usize::from(pair[0] / 16) << 8 | usize::from(pair[1]));
        let [furniture, near, short, prose, _] = &*PIECES;
        let of = |pieces: &[&'static str]| pieces[index % pieces.len()];
        match kind % 8 {
            0 => text.push_str(of(furniture)),
            1 => text.push_str(&of(furniture).to_uppercase()),
            2 => {
                let (open, close) = SIGNS[index % SIGNS.len()];
                text.extend([open, furniture[index / SIGNS.len() % furniture.len()], close]);
            }
            3 => text.push_str(of(&EXACT)),
            4 => text.push_str(of(prose)),
            5 => text.push_str(of(short)),
            6 => text.push_str(of(near)),
            _ => text.push_str(of(&GLUE)),
        }
        if kind & 8 == 0 {
            text.push(' ');
        }
    }
    text
}

pub(crate) fn run(data: &[u8]) {
    super::assert_sound_in_all(&text(data));
}
