//! Blocks around and within the main part of a page, and the guard.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use textsieve::{Pipeline, Preset, Verdict};

const TEXT: [&str; 4] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.",
    "The mayor said that the plan would come back in spring, with the figures that the council had asked for, and with a new map.",
    "Nobody in the hall believed her, and a fisherman from the north quay said as much when he was asked by a reporter outside.",
];
const HEAD: [&str; 10] = [
    "Home",
    "Log in",
    "Northside",
    "Subscribe",
    "Old Town",
    "Follow us on Facebook",
    "Riverbank",
    "Advertisement",
    "Privacy policy",
    "Sign up",
];
const TAIL: [&str; 7] = [
    "Related articles",
    "Ferry fares to rise",
    "Share this article",
    "A new bridge for the north",
    "Leave a Reply",
    "Riverbank",
    "All rights reserved",
];

fn page(parts: &[&[&str]]) -> String {
    parts.iter().flat_map(|part| part.iter()).fold(String::new(), |page, line| page + line + "\n")
}

#[test]
fn heads_and_tails_go_with_the_lines_that_have_no_phrase() {
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour vote put off", "By Ann Weaver"], &TEXT, &TAIL]);
    let cleaned = textsieve::clean(&page);
    let expected = format!("Harbour vote put off\nHarbour vote put off\nBy Ann Weaver\n{}\n", TEXT.join("\n"));
    assert_eq!(cleaned.text, expected);
    assert_eq!(cleaned.verdict, Verdict::Full);
    let kinds: Vec<_> = cleaned.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds.first(), Some(&"head"), "{:?}", cleaned.blocks);
    assert!(cleaned.removals.iter().any(|removal| removal.rule.as_str() == "block/head"));
}

#[test]
fn the_minimal_preset_leaves_blocks_alone() {
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour vote put off"], &TEXT, &TAIL]);
    let cleaned = Pipeline::preset(Preset::Minimal).clean(&page);
    assert!(cleaned.text.contains("Northside\n") && cleaned.text.contains("Ferry fares to rise\n") && cleaned.blocks.is_empty());
}

#[test]
fn what_people_write_in_short_lines_stays() {
    let texts: [&[&str]; 5] = [
        // A recipe, verses, an interview, minutes, references.
        &["Ingredients", "2 eggs", "100 g flour", "A pinch of salt", "Method", "1. Beat the eggs.", "2. Add the flour."],
        &["The tide goes out,", "the boats lie down,", "and all the gulls", "go into town."],
        &["What did you see?", "Nothing.", "Who was there?", "My brother."],
        &["Present: A. Weaver, B. Stone", "Item 1: The harbour", "Item 2: The bridge", "Vote: 5 to 4"],
        &["1. Weaver, A.: Harbours of the north. 2019.", "2. Stone, B.: Bridges. 2020.", "3. https://example.org/harbour"],
    ];
    for lines in texts {
        let page = page(&[&["Harbour vote put off"], &TEXT[..2], lines, &TEXT[2..]]);
        assert_eq!(textsieve::clean(&page).text, page);
        let last = page.clone() + &lines.join("\n");
        assert_eq!(textsieve::clean(&last).text, last);
    }
}

#[test]
fn a_table_within_the_text_stays() {
    let table = ["Team", "Points", "Arsenal", "61", "Chelsea", "58", "Leeds", "12"];
    let page = page(&[&["Harbour vote put off"], &TEXT[..2], &table, &TEXT[2..]]);
    assert_eq!(textsieve::clean(&page).text, page);
}

#[test]
fn the_guard_keeps_paragraphs() {
    // Two stretches of text, parted by furniture: the longer one is the main part, the other would go with the tail.
    let short = [TEXT[3]];
    let long = [TEXT, TEXT].concat();
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour"], &long, &TAIL, &TAIL, &short, &TAIL]);
    let careful = Pipeline::builder().preset(Preset::Article).guard(1).build().unwrap().clean(&page);
    assert_eq!(careful.verdict, Verdict::Guarded);
    assert_eq!(careful.text.matches(TEXT[3]).count(), 3);
    assert!(!careful.text.contains("Follow us on Facebook"), "what is sure goes all the same");
    let usual = textsieve::clean(&page);
    assert_eq!(usual.verdict, Verdict::Full);
    assert_eq!(usual.text.matches(TEXT[3]).count(), 2);
}

#[test]
fn cleaning_a_page_of_blocks_twice_changes_nothing_more() {
    for parts in
        [vec![&HEAD[..], &TEXT, &TAIL], vec![&TEXT[..], &TAIL, &TEXT[..1], &HEAD], vec![&HEAD[..], &TAIL, &TEXT, &HEAD, &TEXT, &TAIL]]
    {
        let once = textsieve::clean(&page(&parts)).text.into_owned();
        assert_eq!(textsieve::clean(&once).text, once);
    }
}
