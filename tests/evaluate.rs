//! `textsieve evaluate`, end to end, on the corpus under `tests/corpus`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use tempfile::TempDir;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/pages.jsonl");

fn evaluate(args: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin!("textsieve")).arg("evaluate").args(args).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The figures as JSON, without those that no two runs share.
fn figures(args: &[&str]) -> Value {
    let output = evaluate(&[&["--json"], args].concat());
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    let mut figures: Value = serde_json::from_str(out(&output)).unwrap();
    for corpus in figures["corpora"].as_array_mut().unwrap() {
        corpus.as_object_mut().unwrap().remove("corpus");
        for text in corpus["texts"].as_array_mut().unwrap() {
            let speed = text.as_object_mut().unwrap().remove("megabytes_per_second").unwrap();
            assert!(speed.as_f64().unwrap() > 0.0);
        }
    }
    figures
}

fn text<'a>(figures: &'a Value, name: &str) -> &'a Value {
    figures["corpora"][0]["texts"].as_array().unwrap().iter().find(|text| text["name"] == name).unwrap()
}

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_small_corpus_gets_better_and_its_gold_loses_nothing() {
    let figures = figures(&["--page-type", "article", CORPUS]);
    // Counted by another program, with Python's `\w+`, on the same pages.
    for (name, pages, precision, recall, f1) in
        [("reader", 10, 0.9044, 0.9797, 0.9405), ("whole", 10, 0.7124, 0.9551, 0.8161), ("gold", 10, 1.0, 1.0, 1.0)]
    {
        let scores = &text(&figures, name)["scores"];
        assert_eq!(scores["pages"], pages);
        for (figure, expected) in [("precision", precision), ("recall", recall), ("f1", f1)] {
            let figure = scores["before"][figure].as_f64().unwrap();
            assert!((figure - expected).abs() < 0.00005, "{name}: {figure} is not {expected}");
        }
    }
    for name in ["reader", "whole"] {
        let scores = &text(&figures, name)["scores"];
        let f1 = |when: &str| scores[when]["f1"].as_f64().unwrap();
        assert!(f1("before") < f1("after") && f1("after") <= f1("best"), "{scores}");
        assert_eq!(scores["change"]["verdict"], "better");
    }
    assert_eq!(text(&figures, "whole")["pages"], 11, "the page without gold counts for what is cut");
    assert_eq!(text(&figures, "gold")["kept"], 1.0);
    assert_eq!(text(&figures, "gold")["scores"]["change"], json!({"f1": 0.0, "low": 0.0, "high": 0.0, "verdict": "same"}));
    assert_eq!(figures["corpora"][0]["worst"], json!([]));
}

#[test]
fn texts_of_one_line_are_judged_by_their_words() {
    let folder = TempDir::new().unwrap();
    let prose =
        "The council met on Monday evening and put the vote off for another week. Nobody was surprised by that, least of all the mayor. "
            .repeat(5);
    let gold = (0..3).map(|n| format!("On day {n} it rained. {prose}")).collect::<Vec<_>>();
    let given = gold.join("\r\nSign up for our newsletter\n\n") + "\n";
    let page = json!({"id": "a", "gold": gold.join("\n"), "texts": {"mine": given}}).to_string();
    let corpus = write(&folder, "corpus.jsonl", &page);
    let flat = given.replace("\r\n", " ").replace("\n\n", " ").replace('\n', "");
    let flat = write(&folder, "flat.jsonl", json!({"id": "a", "gold": gold.join(" "), "texts": {"mine": flat}}).to_string());
    let [lines, line, flat] =
        [figures(&[&corpus]), figures(&["--one-line", &corpus]), figures(&[&flat])].map(|figures| text(&figures, "mine").clone());
    assert_eq!((&line["cuts"], &line["scores"]["after"]), (&flat["cuts"], &flat["scores"]["after"]));
    assert_eq!((&lines["scores"]["before"], &lines["scores"]["best"]), (&line["scores"]["before"], &line["scores"]["best"]));
    assert_eq!(lines["cuts"]["subscription"]["cuts"], 2);
    assert_eq!(line["cuts"]["subscription"]["cuts"], 2);
}

#[test]
fn lines_that_the_gold_lacks_are_counted() {
    let folder = TempDir::new().unwrap();
    let gold = "It rained all day in the town.\nNobody had an umbrella.";
    let mine = "It rained all day in the town.\n\n - Advertisement - \nShare\nFacebook\nNobody had an umbrella.\nThe shop at the corner had sold them all.";
    let page = serde_json::json!({"id": "a", "gold": gold, "texts": {"mine": mine, "other": gold}}).to_string();
    let figures = figures(&[&write(&folder, "a.jsonl", page)]);
    let lines = |name| ["lacking", "lacking_cut"].map(|key| text(&figures, name)["scores"][key].as_u64());
    assert_eq!(lines("mine"), [Some(4), Some(3)]);
    assert_eq!(lines("other"), [Some(0), Some(0)]);
    assert_eq!(lines("gold"), [Some(0), Some(0)]);
}

#[test]
fn the_table_is_aligned_and_fits() {
    let output = evaluate(&[CORPUS]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    let lines: Vec<_> = out(&output).lines().collect();
    assert!(lines[0].ends_with("pages.jsonl"));
    // The path aside, which is as long as it is.
    assert!(lines[1..].iter().all(|line| line.chars().count() <= 120), "{}", out(&output));
    let row = |start: &str| *lines.iter().find(|line| line.starts_with(start)).unwrap();
    let header = row("text ");
    for name in ["reader ", "whole ", "gold "] {
        let row = row(name);
        assert_eq!(row.find('['), header.find("change"), "{row}");
        assert_eq!(row.find('>'), header.find("precision").map(|at| at + "0.1234".len()), "{row}");
    }
    assert!(row("gold ").ends_with("same") && row("whole ").ends_with("better"));
    assert!(row("cuts ").ends_with("gold") && row("ad ").contains(" (0)"));
}

#[test]
fn gzip_standard_input_and_threads_change_nothing() {
    let folder = TempDir::new().unwrap();
    let corpus = fs::read(CORPUS).unwrap();
    // Neither the name nor the number of members matters.
    let half = corpus.len() / 2;
    let packed = [gzip(&corpus[..half]), gzip(&corpus[half..])].concat();
    let packed_path = write(&folder, "pages.bin", &packed);
    let expected = figures(&["--threads", "1", CORPUS]);
    assert_eq!(figures(&["--threads", "2", CORPUS]), expected);
    assert_eq!(figures(&[&packed_path]), expected);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("textsieve"))
        .args(["evaluate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&packed).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && out(&output).starts_with("-\n\ntext"), "{}", out(&output));
}

#[test]
fn the_seed_decides_the_interval_and_nothing_else() {
    let [one, again, two] = ["1", "1", "2"].map(|seed| figures(&["--seed", seed, CORPUS]));
    assert_eq!(one, again);
    let (one, two) = (&text(&one, "whole")["scores"], &text(&two, "whole")["scores"]);
    assert_ne!(one["change"]["low"], two["change"]["low"]);
    assert_eq!((&one["change"]["f1"], &one["after"]), (&two["change"]["f1"], &two["after"]));
}

#[test]
fn pages_that_lose_are_named_with_the_line_and_the_rule() {
    let folder = TempDir::new().unwrap();
    let config = "[[rule]]\nid = 'custom/tide'\nlines = ['the tide went out']\n[[rule]]\nid = 'custom/flour'\nlines = ['200 g flour']\n";
    let config = write(&folder, "config.toml", config);
    let figures = figures(&["--config", &config, "--worst", "1", "--extractor", "gold", "--extractor", "reader", CORPUS]);
    let worst = &figures["corpora"][0]["worst"];
    assert_eq!(worst.as_array().unwrap().len(), 1);
    assert_eq!(worst[0]["id"], "poem-low-water");
    assert_eq!(worst[0]["cuts"], json!([{"rule": "custom/tide", "text": "The tide went out", "in_gold": true}]));
    // 23 words, 20 shingles; without four of the words 16, two of which run over the gap.
    let lost = worst[0]["texts"].as_array().unwrap().iter().find(|text| text["name"] == "gold").unwrap();
    assert_eq!(lost["before"], 1.0);
    assert!((lost["after"].as_f64().unwrap() - 2.0 * 14.0 / (20.0 + 16.0)).abs() < 1e-12, "{lost}");
    assert_eq!(text(&figures, "gold")["cuts"]["custom"], json!({"cuts": 2, "characters": 30, "in_gold": 2}));

    let output = evaluate(&["--config", &config, CORPUS]);
    let lines: Vec<_> = out(&output).lines().collect();
    let at = lines.iter().position(|line| line.contains(" poem-low-water: ")).unwrap();
    assert!(lines[at].starts_with("-0.") && lines[at].contains("gold 1.0000>"), "{}", lines[at]);
    assert_eq!(lines[at + 1].split_whitespace().collect::<Vec<_>>().join(" "), r#"custom/tide "The tide went out""#);
    assert!(lines.iter().any(|line| line.contains(" recipe-plums: ")));
}

#[test]
fn bad_pages_are_named_and_the_others_count() {
    let folder = TempDir::new().unwrap();
    let good = r#"{"id": "a", "gold": "It rained all day.", "texts": {"mine": "It rained all day.\nAdvertisement"}}"#;
    let lines: [&[u8]; 6] =
        [good.as_bytes(), b"{\"id\": \"b\"", b"", b"{\"id\": \"c\"}", b"{\"id\": \"\xff\", \"texts\": {}}", good.as_bytes()];
    let bad = write(&folder, "bad.jsonl", lines.join(&b'\n'));
    let packed = gzip(&fs::read(CORPUS).unwrap());
    let cut_off = write(&folder, "cut-off.jsonl.gz", &packed[..packed.len() / 2]);
    let output = evaluate(&["--json", &bad, "/no/such/file", &cut_off]);
    assert_eq!(output.status.code(), Some(1));
    let said: Vec<_> = err(&output).lines().collect();
    let expected = [
        "bad.jsonl:2: not a page: EOF",
        "bad.jsonl:4: not a page: missing field `texts`",
        "bad.jsonl:5: not a page: ",
        "/no/such/file: ",
        "cut-off.jsonl.gz:",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with("textsieve: ") && said.contains(expected), "{said} lacks {expected}");
    }
    let figures: Value = serde_json::from_str(out(&output)).unwrap();
    assert_eq!(text(&figures, "mine")["pages"], 2);
    assert_eq!(text(&figures, "mine")["scores"]["before"]["precision"], 0.5);
}

#[test]
fn usage_is_checked() {
    assert!(Path::new(CORPUS).exists());
    for args in
        [&[][..], &["--seed", "x", CORPUS], &["--threads", "0", CORPUS], &["--preset", "maximal", CORPUS], &["--config", "/no", CORPUS]]
    {
        assert_eq!(evaluate(args).status.code(), Some(2), "{args:?}");
    }
    let output = evaluate(&["--extractor", "whle", CORPUS]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("no text from `whle`"), "{}", err(&output));
}
