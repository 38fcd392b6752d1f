//! Pages that are made of what the interesting paths ask for: real furniture, near misses, numbers, prose, blank lines.
//!
//! Two bytes say which piece comes next; [`RAW`] takes the bytes that follow as they are.

use std::sync::LazyLock;

use textsieve::Rule;

const RAW: u8 = 0xFF;

/// Furniture, near misses, short lines, prose, ends of lines.
pub(crate) static PIECES: LazyLock<[Vec<&'static str>; 5]> = LazyLock::new(|| {
    let furniture = textsieve::rules().flat_map(Rule::removes).map(String::as_str).collect();
    let near = textsieve::rules().flat_map(Rule::keeps).map(String::as_str).collect();
    let short = "12/0 1,854/1/12 34 56/- 7 -/Share/Facebook/Print/Views/Comments/Newsletter/Home/Atlanta/Careers/Chapter One/“No,” she said./1. Flour/2–1/\
                 www.a.example/Harbour vote put off/HARBOUR VOTE PUT OFF/###/* * *"
        .split('/')
        .collect();
    let prose = vec![
        "The council met on Monday evening and put the vote off for another week, to nobody's surprise.",
        "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then, nor who \
         had taken it off, nor when it would come back, and the mayor, who had been asked the same at noon, gave the same answer.",
        "委員会は木曜日に再び開かれ、計画について採決を行う予定だと議長が述べた。",
        "Der Rat kam am Montagabend zusammen und verschob die Abstimmung um eine weitere Woche, was niemanden überraschte.",
        "Did anybody ask the people who live at the harbour what they would like to see there in ten years?",
        "She laughed. Then she subscribed to the newsletter, shared it on Facebook, and went to bed at last.",
    ];
    let ends = vec!["\n", "\n", "\n\n", "\r\n", "\n\n\n", " ", "\t\n", "\u{a0}", ": ", " | ", "\u{200b}", "\r", "  \n"];
    [furniture, near, short, prose, ends]
});

/// The page that some bytes stand for.
pub(crate) fn page(data: &[u8]) -> String {
    let mut page = String::new();
    let mut bytes = data.iter().copied();
    while let (Some(kind), Some(which)) = (bytes.next(), bytes.next()) {
        if kind == RAW {
            let raw: Vec<u8> = bytes.by_ref().take(which.into()).collect();
            page.push_str(&String::from_utf8_lossy(&raw));
            continue;
        }
        // The high bits of the first byte and the second one choose the piece, and most pieces end a line.
        let pieces = &PIECES[usize::from(kind % 8).min(4)];
        let index = usize::from(kind / 16) << 8 | usize::from(which);
        page.push_str(pieces[index % pieces.len()]);
        if kind % 8 < 4 && kind & 8 == 0 {
            page.push('\n');
        }
    }
    page
}

pub(crate) fn run(data: &[u8]) {
    super::assert_sound_in_all(&page(data));
}
