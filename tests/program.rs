//! The program's contract, end to end.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const TEXT: &str = "Title\r\n\r\n0 1,854\r\n\r\nThe council met on Monday evening and put the vote off for another week.\r\n- Advertisement -\r\nIt rained.";
const CLEAN: &str = "Title\r\n\r\nThe council met on Monday evening and put the vote off for another week.\r\nIt rained.";

fn textsieve(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("textsieve"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that stops early closes the pipe.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn cleans_standard_input_and_files() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "page.txt", TEXT);
    for args in [&[][..], &["-"], &[&path]] {
        let output = textsieve(args, TEXT.as_bytes());
        assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), CLEAN, ""));
    }
}

#[test]
fn explains_text_on_standard_error() {
    let output = textsieve(&["--explain"], TEXT.as_bytes());
    assert_eq!(out(&output), CLEAN);
    assert_eq!(
        err(&output),
        "textsieve: standard input:3: counter/bare: \"0 1,854\"\ntextsieve: standard input:6: ad/label: \"- Advertisement -\"\n"
    );
}

#[test]
fn json_lines_keep_everything_else() {
    let folder = TempDir::new().unwrap();
    let lines = [
        r#"{"id" : 12345678901234567890123, "text":"Title\n- Advertisement -\n", "x": [1.50, {"text": "Share this:"}]}"#,
        "",
        r#"{"text": "It rained. \u00e9\/"}"#,
        r#"  {"text": "Advertisement"}  "#,
    ];
    let input = lines.join("\n") + "\r\n";
    let path = file(&folder, "pages.jsonl", &input);
    let output = textsieve(&[&path], b"");
    let expected = [
        r#"{"id" : 12345678901234567890123, "text":"Title\n", "x": [1.50, {"text": "Share this:"}]}"#,
        "",
        r#"{"text": "It rained. \u00e9\/"}"#,
        r#"  {"text": ""}  "#,
    ];
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), &*(expected.join("\n") + "\r\n"), ""));
}

#[test]
fn json_lines_tell_removals() {
    let text = "Título\n- Advertisement -\nIt rained.";
    let input = format!("{}\n{}\n", json!({"body": text}), json!({"removals": "old", "body": "It rained."}));
    let output = textsieve(&["--format", "jsonl", "--field", "body", "--removals"], input.as_bytes());
    let lines: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let cut = json!([{"start": 8, "end": 26, "rule": "ad/label", "category": "ad"}]);
    assert_eq!(lines, [json!({"body": "Título\nIt rained.", "removals": cut}), json!({"body": "It rained.", "removals": []})]);
    assert_eq!(&text[8..26], "- Advertisement -\n");
}

#[test]
fn bad_records_pass_through_and_are_named() {
    let folder = TempDir::new().unwrap();
    let good = "{\"text\":\"Advertisement\\nIt rained.\"}\n";
    let bad: [&[u8]; 6] = [
        b"{\"text\": \"broken\n",
        b"{\"body\": \"no text\"}\n",
        b"[\"not an object\"]\n",
        b"{\"text\": 12}\n",
        b"{\"text\": \"\xff\"}\n",
        b"{\"text\": \"a\", \"text\": \"b\"}\n",
    ];
    let mut input = Vec::new();
    let mut expected = Vec::new();
    for line in bad {
        input.extend_from_slice(good.as_bytes());
        input.extend_from_slice(line);
        expected.extend_from_slice(b"{\"text\":\"It rained.\"}\n");
        expected.extend_from_slice(line);
    }
    let path = file(&folder, "pages.jsonl", &input);
    let output = textsieve(&["--threads", "2", &path], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, expected);
    let said: Vec<_> = err(&output).lines().collect();
    assert_eq!(said.len(), bad.len(), "{said:?}");
    for ((line, what), said) in (1..)
        .zip(["not a JSON object", "lacks the field `text`", "not a JSON object", "not a string", "invalid UTF-8 at byte 10", "twice"])
        .zip(said)
    {
        assert!(said.contains(&format!("pages.jsonl:{}: ", 2 * line)) && said.contains(what), "{said}");
    }
    let lossy = textsieve(&["--lossy", "--format", "jsonl"], b"{\"text\": \"Share this:\\n\xff\"}\n");
    assert_eq!((lossy.status.code(), out(&lossy)), (Some(0), "{\"text\": \"\u{FFFD}\"}\n"));
}

#[test]
fn bad_text_passes_through_and_is_named() {
    let folder = TempDir::new().unwrap();
    let bad = file(&folder, "bad.txt", b"Advertisement\nIt \xff rained.\n");
    let good = file(&folder, "good.txt", "Advertisement\nIt rained.\n");
    let output = textsieve(&[&bad, "/no/such/file", &good], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"Advertisement\nIt \xff rained.\nIt rained.\n");
    let said: Vec<_> = err(&output).lines().collect();
    assert!(said[0].contains("bad.txt: invalid UTF-8 at byte 17") && said[1].contains("/no/such/file: "), "{said:?}");
    let lossy = textsieve(&["--lossy", &bad], b"");
    assert_eq!((lossy.status.code(), out(&lossy)), (Some(0), "It \u{FFFD} rained.\n"));
}

#[test]
fn presets_and_configurations() {
    let folder = TempDir::new().unwrap();
    file(&folder, "rules.toml", "[[rule]]\nid = 'custom/house'\nlines = ['the daily planet']\n");
    let config = file(
        &folder,
        "config.toml",
        "filters = ['ad_markers']\npacks = ['rules.toml']\nwithout_rules = ['ad/continues', 'ad/continues-inline', 'ad/sponsor-sentence', 'ad/short']\n",
    );
    let output = textsieve(&["--config", &config], b"Advertisement\nShare this:\nThe Daily Planet\nStory continues below advertisement\n");
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), "Share this:\nStory continues below advertisement\n", ""));
    let output = textsieve(&["--preset", "minimal"], b"Advertisement\nIt rained.\n");
    assert_eq!(out(&output), "It rained.\n");
}

#[test]
fn bad_usage_says_what_is_allowed() {
    let folder = TempDir::new().unwrap();
    for (config, told) in [
        ("presett = 'minimal'", "`preset`"),
        ("preset = 'maximal'", "`minimal`"),
        ("filters = ['adverts']", "ad_markers"),
        ("without_rules = ['ad/nothing']", "textsieve rules"),
        ("packs = ['missing.toml']", "missing.toml"),
        ("[[rule]]\nid = 'custom/a'\nregex = ['(']", "not a regular expression"),
        ("[[rule]]\nid = 'nowhere/a'\nlines = ['a']", "custom"),
        ("[[rule]]\nid = 'custom/a'\nstarts = ['a']", "max_words"),
    ] {
        let path = file(&folder, "config.toml", config);
        let output = textsieve(&["--config", &path], b"Advertisement\n");
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "{config}");
        assert!(err(&output).contains(told) && err(&output).contains("config.toml"), "{config}: {}", err(&output));
    }
    for args in
        [&["--preset", "maximal"][..], &["--no-such"], &["--threads", "0"], &["explain", "ad/lable"], &["--config", "/no/such/file"]]
    {
        let output = textsieve(args, b"");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!err(&output).is_empty());
    }
    let output = textsieve(&["explain", "ad/lable"], b"");
    assert!(err(&output).contains("ad/label"), "{}", err(&output));
}

#[test]
fn lists_and_explains_rules() {
    let output = textsieve(&["rules"], b"");
    assert_eq!(output.status.code(), Some(0));
    let line = out(&output).lines().find(|line| line.starts_with("ad/label ")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["ad/label", "ad", "en", "-", "Advertisement", "-"]);
    assert_eq!(out(&output).lines().count(), textsieve::rules().count());

    let output = textsieve(&["rules", "--format", "json"], b"");
    let rules: Vec<Value> = serde_json::from_str(out(&output)).unwrap();
    assert_eq!(rules.len(), textsieve::rules().count());

    let output = textsieve(&["rules", "--format", "coverage"], b"");
    assert!(out(&output) == include_str!("../docs/coverage.md"), "run `textsieve rules --format coverage > docs/coverage.md`");

    // What is cut by judgement has an id as well.
    for id in ["block/head", "block/inner", "block/tail", "block/closing", "block/comments", "template/line", "template/edge"] {
        let output = textsieve(&["explain", id], b"");
        assert_eq!(output.status.code(), Some(0), "{id}");
        let category = format!("category  {}", id.split('/').next().unwrap());
        for part in [id, &category, "judge", "removes", "keeps"] {
            assert!(out(&output).contains(part), "{id}: {part}");
        }
    }
    let output = textsieve(&["explain", "block/foot"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("block/tail"), "{}", err(&output));
    let output = textsieve(&["explain", "ad/label"], b"");
    for part in ["category  ad", "language  en", "- Advertisement -", "Advertisement spending fell by 4% in 2019.", "source"] {
        assert!(out(&output).contains(part), "{part}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("textsieve"))
        .args(["--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..100_000 {
        if stdin.write_all(b"{\"text\":\"It rained all day, and nobody had an umbrella.\"}\n").is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
}

#[test]
fn an_engine_that_waits_for_each_answer_gets_it() {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("textsieve"))
        .args(["--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        writeln!(stdin, "{{\"n\":{number},\"text\":\"Advertisement\\nIt rained.\"}}").unwrap();
        let mut answer = String::new();
        stdout.read_line(&mut answer).unwrap();
        assert_eq!(answer, format!("{{\"n\":{number},\"text\":\"It rained.\"}}\n"));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
