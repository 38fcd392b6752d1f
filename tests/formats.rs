//! What the program reads and writes: folders, compression, WET, and what happens to what is broken.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::io::{Read, Write};

use support::{CLEAN, DIRTY, Folder, err, gunzip, gzip, out, textsieve, textsieve_on};

fn zstd(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).unwrap()
}

fn unzstd(content: &[u8]) -> Vec<u8> {
    zstd::decode_all(content).unwrap()
}

#[test]
fn a_folder_keeps_its_names_and_its_compression() {
    let folder = Folder::new();
    let (dirty, clean) = (format!("{DIRTY}\n{CLEAN}\r\n\n{DIRTY}"), format!("{CLEAN}\n{CLEAN}\r\n\n{CLEAN}"));
    folder.write("in/b.txt", "It rained.\nAdvertisement\n");
    folder.write("in/sub/deep/a.jsonl", &dirty);
    folder.write("in/sub/packed.jsonl.gz", gzip(dirty.as_bytes()));
    folder.write("in/sub/packed.txt.zst", zstd("It rained.\nAdvertisement\n".as_bytes()));
    // The content tells, not the name.
    folder.write("in/lies.jsonl", zstd(dirty.as_bytes()));
    folder.write("in/empty.jsonl.gz", gzip(b""));
    folder.write("in/empty.txt", "");
    folder.write("in/.hidden.txt", "Advertisement\n");
    let output = textsieve(&["--out", &folder.name("out/new"), &folder.name("in"), "--quiet"]);
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), "", ""));
    let names = ["b.txt", "empty.jsonl.gz", "empty.txt", "lies.jsonl", "sub/deep/a.jsonl", "sub/packed.jsonl.gz", "sub/packed.txt.zst"];
    assert_eq!(folder.list("out/new"), names);
    assert_eq!(folder.read_text("out/new/b.txt"), "It rained.\n");
    assert_eq!(folder.read_text("out/new/sub/deep/a.jsonl"), clean);
    assert_eq!(gunzip(&folder.read("out/new/sub/packed.jsonl.gz")), clean.as_bytes());
    assert_eq!(gunzip(&folder.read("out/new/empty.jsonl.gz")), b"");
    assert_eq!(unzstd(&folder.read("out/new/sub/packed.txt.zst")), b"It rained.\n");
    assert_eq!(unzstd(&folder.read("out/new/lies.jsonl")), clean.as_bytes());
    assert_eq!(folder.read_text("out/new/empty.txt"), "");

    // On standard output they follow one another by name, unpacked.
    // A line that lacks its end gets one.
    let output = textsieve(&[&folder.name("in/sub")]);
    assert_eq!((output.status.code(), out(&output)), (Some(0), &*format!("{clean}\n{clean}\nIt rained.\n")));
}

#[test]
fn compressed_standard_input_is_known_by_its_content() {
    let dirty = format!("{DIRTY}\n");
    for packed in [gzip(dirty.as_bytes()), [gzip(dirty.as_bytes()), gzip(b"")].concat(), zstd(dirty.as_bytes())] {
        let output = textsieve_on(&["--format", "jsonl"], &packed);
        assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), &*format!("{CLEAN}\n"), ""));
    }
    // One that ends before anybody can tell.
    let output = textsieve_on(&[], b"\x1f");
    assert_eq!((output.status.code(), out(&output)), (Some(0), "\x1f"));
}

#[test]
fn many_batches_stay_in_order_on_many_threads() {
    let folder = Folder::new();
    let dirty: String =
        (0..4_000).map(|n| format!("{{\"id\":{n},\"text\":\"It rained.\\nAdvertisement\\n{}\"}}\n", "x".repeat(n))).collect();
    let clean = dirty.replace("Advertisement\\n", "");
    let plain = folder.write("a.jsonl", &dirty);
    let packed = folder.write("b.jsonl.gz", gzip(dirty.as_bytes()));
    for threads in ["1", "2", "7"] {
        let output = textsieve(&["--threads", threads, &plain]);
        assert!(out(&output) == clean, "{threads} threads");
        textsieve(&["--threads", threads, &packed, "--out", &folder.name(threads)]);
        assert!(gunzip(&folder.read(&format!("{threads}/b.jsonl.gz"))) == clean.as_bytes(), "{threads} threads");
    }
    // The same whatever the threads do.
    assert_eq!(folder.read("1/b.jsonl.gz"), folder.read("7/b.jsonl.gz"));
}

#[test]
fn a_very_long_line_is_one_record() {
    let folder = Folder::new();
    let dirty =
        format!("{DIRTY}\n{{\"text\":\"{}\"}}\n{DIRTY}\n", format!("{}\\nAdvertisement\\n", "It rained. ".repeat(2_000)).repeat(300));
    let path = folder.write("long.jsonl", &dirty);
    let output = textsieve(&[&path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output) == dirty.replace("Advertisement\\n", "").replace("- Advertisement -\\n", "").replace(DIRTY, CLEAN));
}

const INFO: &str = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 14\r\n\r\nAdvertisement\n\r\n\r\n";

/// A record as Common Crawl writes it; the digests are those that `sha1sum` and `base32` give.
fn wet(text: &str, digest: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://planet.example/?q=1\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n\
         WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Block-Digest: sha1:{digest}\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    )
}

fn wet_dirty() -> String {
    wet("It rained.\n- Advertisement -\nIt rained more.\n", "4SF3KTR545KUNQ2XIOUUEYMC4OOOXA2V")
}

fn wet_clean() -> String {
    wet("It rained.\nIt rained more.\n", "5G4PGHWMHK5G6IJO7AFENUCIQBF4BCUB")
}

#[test]
fn wet_records_keep_their_headers_and_get_true_lengths_and_digests() {
    let folder = Folder::new();
    let dirty = [INFO, &wet_dirty(), &wet_clean(), &wet_dirty()];
    let clean = [INFO, &wet_clean(), &wet_clean(), &wet_clean()];
    let plain = folder.write("a.warc.wet", dirty.concat());
    let output = textsieve(&[&plain]);
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), &*clean.concat(), ""));

    let members: Vec<u8> = dirty.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    let packed = folder.write("a.warc.wet.gz", members);
    let output = textsieve(&["--out", &folder.name("out"), &packed]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    // Still a member for each record, so that an index by offsets can be made again.
    let written = folder.read("out/a.warc.wet.gz");
    let mut rest = &written[..];
    for record in clean {
        let mut text = String::new();
        let mut member = flate2::bufread::GzDecoder::new(rest);
        member.read_to_string(&mut text).unwrap();
        assert_eq!(text, record);
        rest = member.into_inner();
    }
    assert!(rest.is_empty());
}

#[test]
fn a_broken_wet_record_takes_no_other_along() {
    let broken = wet_dirty().replace("Content-Length: 45", "Content-Length: 4500");
    let file = [INFO, &wet_dirty(), &broken, &wet_dirty()].concat();
    for (way, code, expected) in [
        ("pass", 1, [INFO, &wet_clean(), &broken, &wet_clean()].concat()),
        ("skip", 1, [INFO, &wet_clean(), &wet_clean()].concat()),
        ("fail", 1, [INFO, &wet_clean()].concat()),
    ] {
        let output = textsieve_on(&["--format", "wet", "--on-error", way], file.as_bytes());
        assert_eq!((output.status.code(), out(&output)), (Some(code), &*expected), "{way}");
        assert_eq!(err(&output).lines().count(), 1, "{}", err(&output));
        assert!(err(&output).starts_with("textsieve: standard input: record 3: a WET record"), "{}", err(&output));
    }
}

#[test]
fn a_byte_order_mark_is_no_error() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", format!("\u{FEFF}{DIRTY}\r\n{DIRTY}\r\n"));
    let output = textsieve(&[&path]);
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), &*format!("\u{FEFF}{CLEAN}\r\n{CLEAN}\r\n"), ""));
    let text = folder.write("a.txt", "\u{FEFF}Advertisement\nIt rained.\n");
    assert_eq!(out(&textsieve(&[&text])), "It rained.\n");
}

#[test]
fn ways_with_errors() {
    let folder = Folder::new();
    let lines = format!("{DIRTY}\nbroken\n{DIRTY}\n");
    let path = folder.write("a.jsonl", &lines);
    let text = folder.write("b.txt", b"\xff");
    for (way, expected, b) in [
        ("pass", format!("{CLEAN}\nbroken\n{CLEAN}\n"), &b"\xff"[..]),
        ("skip", format!("{CLEAN}\n{CLEAN}\n"), b""),
        ("fail", format!("{CLEAN}\n"), b""),
    ] {
        let output = textsieve(&["--on-error", way, &path, &text]);
        assert_eq!((output.status.code(), &output.stdout), (Some(1), &[expected.as_bytes(), b].concat()), "{way}");
        assert!(err(&output).contains("a.jsonl:2: not a JSON object"), "{}", err(&output));
        assert_eq!(err(&output).contains("b.txt: invalid UTF-8"), way != "fail", "{}", err(&output));

        textsieve(&["--on-error", way, &path, &text, "--out", &folder.name(way)]);
        let names: &[&str] = match way {
            "pass" => &["a.jsonl", "b.txt"],
            "skip" => &["a.jsonl"],
            _ => &[],
        };
        assert_eq!(folder.list(way), names, "{way}");
    }
}

#[test]
fn a_truncated_gzip_is_read_as_far_as_it_goes_and_leaves_no_file() {
    let folder = Folder::new();
    let packed = gzip(format!("{DIRTY}\n").repeat(8_000).as_bytes());
    let good = folder.write("good.jsonl.gz", &packed);
    for (name, content) in [("cut.jsonl.gz", &packed[..packed.len() / 2]), ("tail.jsonl.gz", &packed[..packed.len() - 4])] {
        let cut = folder.write(name, content);
        let output = textsieve(&[&cut]);
        assert_eq!(output.status.code(), Some(1));
        let whole_lines: Vec<_> = out(&output).split_inclusive('\n').filter(|line| line.ends_with('\n')).collect();
        assert!(whole_lines.len() > 2_000 && whole_lines.iter().all(|line| *line == format!("{CLEAN}\n")), "{}", whole_lines.len());
        assert!(err(&output).contains(name) && err(&output).lines().count() == 1, "{}", err(&output));

        let output = textsieve(&[&cut, &good, "--out", &folder.name("out"), "--quiet"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(folder.list("out"), ["good.jsonl.gz"]);
    }
    let packed = zstd(format!("{DIRTY}\n").repeat(8_000).as_bytes());
    let cut = folder.write("cut.jsonl.zst", &packed[..packed.len() / 2]);
    let output = textsieve(&[&cut, "--out", &folder.name("out2")]);
    assert_eq!((output.status.code(), folder.list("out2").len()), (Some(1), 0));
}

#[test]
fn places_that_cannot_be_written_to_are_bad_usage() {
    let folder = Folder::new();
    let one = folder.write("one/a.txt", "Advertisement\n");
    let two = folder.write("two/a.txt", "Advertisement\n");
    for (args, told) in [
        (&["--out", &folder.name("out"), &one, &two][..], "would both be written to"),
        (&["--out", &folder.name("one"), &one], "over itself"),
        (&["--out", &folder.name("one"), &folder.name("."), "--format", "text"], ""),
        (&["--out", &folder.name("out"), "-"], "standard input"),
        (&["--out", &folder.name("out")], "standard input"),
        (&["--resume", &one], "--out"),
        (&["--out", &folder.name("two"), &folder.name("two")], "over itself"),
        (&["--out", &one, &two], "--out names a folder"),
        (&["--stats", &folder.name("none/stats.json"), &one], "no such folder"),
        (&["--report", &folder.name("none/report.html"), &one, "--dry-run"], "no such folder"),
    ] {
        let output = textsieve(args);
        assert_eq!(output.status.code(), Some(if told.is_empty() { 0 } else { 2 }), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(told), "{}", err(&output));
    }
    // The output folder, where it lies among the input, is not read.
    assert_eq!(folder.list("one"), ["a.txt", "two/a.txt"]);
    assert_eq!(folder.read_text("one/a.txt"), "Advertisement\n");
    assert_eq!(folder.read_text("one/two/a.txt"), "");
}

#[test]
fn a_reader_that_goes_away_ends_the_run() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", format!("{DIRTY}\n").repeat(100_000));
    let mut child = support::command(&[&path, "--stats", &folder.name("stats.json")]).spawn().unwrap();
    let mut start = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
}

#[test]
fn a_slow_reader_makes_the_program_wait() {
    // More than pipes and batches hold: were everything read ahead, the writer would get rid of all of it.
    let record = format!("{{\"text\":\"{}\"}}\n", "It rained. ".repeat(10_000));
    let length = record.len();
    let mut child = support::command(&["--format", "jsonl", "--threads", "2"]).stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let (sent, received) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        for number in 0..300 {
            stdin.write_all(record.as_bytes()).unwrap();
            sent.send(number).unwrap();
        }
    });
    // Until it stalls.
    while received.recv_timeout(std::time::Duration::from_secs(2)).is_ok() {}
    assert!(!writer.is_finished(), "nobody waited");
    let mut written = 0;
    let mut stdout = child.stdout.take().unwrap();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match stdout.read(&mut buffer).unwrap() {
            0 => break,
            read => written += read,
        }
    }
    writer.join().unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(written, 300 * length);
}
