//! Memory and speed on what is too large for every day. Run them with
//! `cargo test --release --all-features --test large -- --ignored --nocapture --test-threads 1`.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail, and this one prints figures")]

mod support;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::process::{Child, ExitStatus, Stdio};
use std::time::Instant;

use support::{Folder, command};

/// Runs to the end and gives the peak of the program's memory in MiB.
fn peak(mut child: Child) -> (ExitStatus, u64) {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let known = fs::read_to_string(&status).unwrap_or_default();
        let now = known.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(now.unwrap_or(0) / 1024);
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// JSON lines of about this many bytes.
fn write_lines(folder: &Folder, name: &str, bytes: u64) -> String {
    let prose = "The council met on Monday evening and put the vote off for another week, to nobody's surprise. ";
    let mut out = BufWriter::new(File::create(folder.path(name)).unwrap());
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let paragraphs: String = (0..number % 9).map(|n| format!("{}\\n", prose.repeat(2 + n % 4))).collect();
        let line = format!("{{\"id\":{number},\"text\":\"Title\\n{paragraphs}- Advertisement -\\n{prose}\\nPost Views: {number}\\n\"}}\n");
        out.write_all(line.as_bytes()).unwrap();
        written += line.len() as u64;
        number += 1;
    }
    out.flush().unwrap();
    folder.name(name)
}

fn run(folder: &Folder, path: &str, threads: &str) -> u64 {
    let stats = folder.name("stats.json");
    let bytes = fs::metadata(path).unwrap().len();
    let started = Instant::now();
    let child = command(&["--threads", threads, "--stats", &stats, path]).stdout(Stdio::null()).spawn().unwrap();
    let (status, peak) = peak(child);
    assert!(status.success());
    let seconds = started.elapsed().as_secs_f64();
    println!("{bytes} bytes, {threads} threads: {seconds:.1} s, {:.1} MB/s, peak {peak} MiB", bytes as f64 / seconds / 1e6);
    peak
}

#[test]
#[ignore = "writes 2 GB"]
fn memory_is_flat_whatever_the_size() {
    let folder = Folder::new();
    let small = run(&folder, &write_lines(&folder, "small.jsonl", 50_000_000), "2");
    let path = write_lines(&folder, "large.jsonl", 2_000_000_000);
    run(&folder, &path, "1");
    let large = run(&folder, &path, "2");
    let report = folder.name("report.html");
    let (status, with_report) = peak(command(&["--report", &report, &path]).stdout(Stdio::null()).spawn().unwrap());
    println!("with --report: peak {with_report} MiB, page of {} bytes", fs::metadata(&report).unwrap().len());
    assert!(status.success() && large < small + 32 && with_report < small + 64, "{small}, {large}, {with_report} MiB");
}

#[test]
#[ignore = "takes 2 GB of memory"]
fn a_line_of_300_megabytes_is_one_record() {
    let folder = Folder::new();
    let mut out = BufWriter::new(File::create(folder.path("line.jsonl")).unwrap());
    let part = "The council met on Monday evening and put the vote off for another week.\\nAdvertisement\\n";
    let parts = 300_000_000 / part.len();
    out.write_all(b"{\"id\":1,\"text\":\"").unwrap();
    (0..parts).for_each(|_| out.write_all(part.as_bytes()).unwrap());
    out.write_all(b"\"}\n{\"text\":\"It rained.\\nAdvertisement\\n\"}\n").unwrap();
    out.flush().unwrap();
    let cleaned = File::create(folder.path("cleaned.jsonl")).unwrap();
    let started = Instant::now();
    let (status, peak) = peak(command(&[&folder.name("line.jsonl")]).stdout(cleaned).spawn().unwrap());
    assert!(status.success());
    println!("a line of 300 MB: {:.1} s, peak {peak} MiB", started.elapsed().as_secs_f64());
    let left = part.replace("Advertisement\\n", "").repeat(parts);
    assert!(folder.read_text("cleaned.jsonl") == format!("{{\"id\":1,\"text\":\"{left}\"}}\n{{\"text\":\"It rained.\\n\"}}\n"));
}
