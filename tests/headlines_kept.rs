//! Headlines and sentences about advertising, newsletters, cookies, sharing and logging in, of twelve languages, which have the words of furniture and are
//! none. `tests/headlines` and `tests/sentences` have a file for each language.

use std::fs;

use textsieve::Pipeline;

const TEXT: [&str; 2] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.",
];

fn lines_of(folder: &str) -> Vec<String> {
    let folder = format!("{}/tests/{folder}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).expect("the folder is there");
    let texts = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("text"));
    texts.flat_map(|text| text.lines().map(String::from).collect::<Vec<_>>()).collect()
}

/// Which lines are lost from a page that `page` makes of each.
fn lost(lines: &[String], page: impl Fn(&str) -> String) -> Vec<&str> {
    let pipeline = Pipeline::default();
    let is_lost = |line: &&String| !pipeline.clean(&page(line)).text.lines().any(|left| left == **line);
    lines.iter().filter(is_lost).map(String::as_str).collect()
}

#[test]
fn headlines_stay() {
    let headlines = lines_of("headlines");
    assert!(headlines.len() > 450);
    let between = lost(&headlines, |line| format!("Vote put off\n{}\n{line}\n{}\n", TEXT[0], TEXT[1]));
    assert!(between.len() <= 2, "{between:#?}");
    // Below the last paragraph the words of a prompt are enough.
    let below = lost(&headlines, |line| format!("Vote put off\n{}\n{}\n{line}\n", TEXT[0], TEXT[1]));
    assert!(below.len() <= 10, "{below:#?}");
}

#[test]
fn sentences_stay() {
    let sentences = lines_of("sentences");
    assert!(sentences.len() > 200);
    let lost = lost(&sentences, |line| format!("Vote put off\n{}\n{line}\n{}\n", TEXT[0], TEXT[1]));
    assert!(lost.len() * 10 <= sentences.len(), "{lost:#?}");
}
