//! Runs: whole files or none, going on after a kill, signals, full disks, counts, progress.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{CLEAN, DIRTY, Folder, command, err, out, textsieve, textsieve_on};

fn stats(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&folder.read(name)).unwrap()
}

#[test]
fn counts_are_true() {
    let folder = Folder::new();
    let a = folder.write("a.jsonl", format!("{DIRTY}\n{CLEAN}\n\nbroken\n"));
    let b = folder.write("b.txt", "It rained.\nPost Views: 345\n");
    let path = folder.name("stats.json");
    let output = textsieve(&["--stats", &path, "--summary", &a, &b, "/no/such/file"]);
    assert_eq!(output.status.code(), Some(1));
    let mut stats = stats(&folder, "stats.json");
    assert!(stats["seconds"].take().as_f64().is_some());
    let ad = json!({"cuts": 1, "bytes": 18});
    let counter = json!({"cuts": 1, "bytes": 16});
    let expected = json!({
        "version": env!("CARGO_PKG_VERSION"), "files": {"done": 2, "skipped": 0, "failed": 1}, "errors": 1, "stopped": false, "seconds": null,
        "documents": 3, "changed": 2, "guarded": 0, "bytes_in": 45 + 27 + 27, "bytes_out": 27 + 27 + 11, "removed": {"cuts": 2, "bytes": 34},
        "categories": {"ad": &ad, "counter": &counter}, "rules": {"ad/label": &ad, "counter/views": &counter},
    });
    assert_eq!(stats, expected);
    for part in [
        "3 documents, 2 of them changed",
        "99 B in, 65 B out (34.34 % cut)",
        "2 done, 1 failed; 1 record could not be cleaned",
        "ad               1  18 B",
        "top rules ad/label",
    ] {
        assert!(err(&output).contains(part), "{part}: {}", err(&output));
    }
}

#[test]
fn a_dry_run_writes_no_text() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", format!("{DIRTY}\n"));
    let output = textsieve(&["--dry-run", "--out", &folder.name("out"), "--stats", &folder.name("stats.json"), &path]);
    assert_eq!((output.status.code(), out(&output)), (Some(0), ""));
    assert!(err(&output).contains("1 document, 1 of them changed"), "{}", err(&output));
    assert!(!folder.path("out").exists());
    assert_eq!(stats(&folder, "stats.json")["removed"]["cuts"], 1);
    let output = textsieve(&["--dry-run", "--quiet", &path]);
    assert_eq!((out(&output), err(&output)), ("", ""));
}

#[test]
fn the_summary_comes_where_it_does_not_disturb() {
    let folder = Folder::new();
    let path = folder.write("a.txt", "Advertisement\n");
    assert_eq!(err(&textsieve(&[&path])), "");
    assert!(err(&textsieve(&[&path, "--summary"])).contains("1 document,"));
    assert!(err(&textsieve(&[&path, "--out", &folder.name("out")])).contains("1 document,"));
    assert_eq!(err(&textsieve(&[&path, "--out", &folder.name("out"), "--quiet"])), "");
    // Quiet is not dumb.
    assert!(err(&textsieve(&["/no/such/file", "--quiet"])).contains("/no/such/file"));
}

#[test]
fn resuming_does_what_is_missing_and_nothing_else() {
    let folder = Folder::new();
    let dirty = format!("{DIRTY}\n");
    for name in ["in/a.jsonl", "in/b.jsonl", "in/c.jsonl"] {
        folder.write(name, &dirty);
    }
    let [place, counts, files] = ["out", "stats.json", "in"].map(|name| folder.name(name));
    let run = |more: &[&str]| {
        let args = [&["--out", &place, "--stats", &counts, &files], more].concat();
        let output = textsieve(&args);
        let files = if output.status.success() { stats(&folder, "stats.json")["files"].clone() } else { Value::Null };
        (output.status.code(), [files["done"].as_u64(), files["skipped"].as_u64()], err(&output).to_owned())
    };
    assert_eq!(run(&[]).1, [Some(3), Some(0)]);
    assert_eq!(run(&["--resume"]).1, [Some(0), Some(3)]);
    // One was lost, one has a newer original.
    fs::remove_file(folder.path("out/a.jsonl")).unwrap();
    folder.write("in/b.jsonl", dirty.repeat(2));
    assert_eq!(run(&["--resume"]).1, [Some(2), Some(1)]);
    assert_eq!(folder.read_text("out/b.jsonl"), format!("{CLEAN}\n").repeat(2));
    // What other settings made is not taken for done.
    let (code, _, told) = run(&["--resume", "--removals"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("other settings"), "{told}");
    // Without --resume everything is done anew, and what an earlier run did is forgotten.
    assert_eq!(run(&["--removals"]).1, [Some(3), Some(0)]);
    assert!(folder.read_text("out/a.jsonl").contains("\"removals\":["));
    assert_eq!(run(&["--removals", "--resume"]).1, [Some(0), Some(3)]);
}

#[test]
fn a_file_that_cannot_be_written_ends_the_run() {
    let folder = Folder::new();
    let path = folder.write("a.txt", "Advertisement\n");
    folder.write("out/a.txt/in-the-way", "");
    let output = textsieve(&["--out", &folder.name("out"), &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("a.txt"), "{}", err(&output));
    assert_eq!(folder.list("out"), ["a.txt/in-the-way"]);
}

#[test]
fn completions_and_manual_page_have_every_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = textsieve(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("on-error") && out(&output).contains("completions"), "{shell}");
    }
    let output = textsieve(&["man"]);
    let page = out(&output).replace('\\', "");
    assert!(page.starts_with(".ie") && page.contains(".TH"), "{page}");
    let help = textsieve(&["--help"]);
    for option in out(&help).split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2) {
        let option = option.trim_end_matches([',', ';', '.', ':']);
        assert!(page.contains(option), "{option}");
    }
    assert!(page.contains("--print-default") && page.contains("--color"));
    assert_eq!(textsieve(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn standard_input_may_stand_among_files() {
    let folder = Folder::new();
    let path = folder.write("a.txt", "one\nAdvertisement\n");
    let output = textsieve_on(&[&path, "-", &path], b"two\nAdvertisement\n");
    assert_eq!(out(&output), "one\ntwo\none\n");
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::process::{Child, Stdio};

    use rustix::fs::{CWD, Mode, mkfifoat};
    use rustix::process::{Pid, Signal, kill_process};

    use super::support::wait_for;
    use super::*;

    /// Three files; the second is a pipe that has given half of its lines and keeps the program waiting.
    fn stuck_run(folder: &Folder) -> (Child, File) {
        let dirty = format!("{DIRTY}\n").repeat(1_000);
        folder.write("in/a.jsonl", &dirty);
        folder.write("in/c.jsonl", &dirty);
        mkfifoat(CWD, folder.path("in/b.jsonl"), Mode::RUSR | Mode::WUSR).unwrap();
        let child = command(&["--out", &folder.name("out"), &folder.name("in")]).spawn().unwrap();
        let mut pipe = File::options().write(true).open(folder.path("in/b.jsonl")).unwrap();
        pipe.write_all(&dirty.as_bytes()[..dirty.len() / 2]).unwrap();
        wait_for("a file that is not whole", || {
            folder.list("out").iter().any(|name| name.starts_with(".b.jsonl.") && !folder.read(&format!("out/{name}")).is_empty())
        });
        (child, pipe)
    }

    fn kill(child: &Child, signal: Signal) {
        kill_process(Pid::from_child(child), signal).unwrap();
    }

    #[test]
    fn after_a_kill_the_next_run_goes_on() {
        let folder = Folder::new();
        let (mut child, pipe) = stuck_run(&folder);
        kill(&child, Signal::KILL);
        child.wait().unwrap();
        drop(pipe);
        // What is there under its name is whole.
        let left = folder.list("out");
        assert!(left.len() == 2 && left.contains(&"a.jsonl".to_owned()) && left[0].starts_with(".b.jsonl."), "{left:?}");
        let dirty = format!("{DIRTY}\n").repeat(1_000);
        assert_eq!(folder.read_text("out/a.jsonl"), dirty.replace(DIRTY, CLEAN));
        // The kill may have torn the last line of the journal.
        let mut journal = File::options().append(true).open(folder.path("out/.textsieve-run.jsonl")).unwrap();
        journal.write_all(b"{\"file\":\"c.js").unwrap();

        fs::remove_file(folder.path("in/b.jsonl")).unwrap();
        folder.write("in/b.jsonl", &dirty);
        let output = textsieve(&["--out", &folder.name("out"), "--resume", "--stats", &folder.name("stats.json"), &folder.name("in")]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(stats(&folder, "stats.json")["files"], json!({"done": 2, "skipped": 1, "failed": 0}));
        assert_eq!(folder.list("out"), ["a.jsonl", "b.jsonl", "c.jsonl"]);
        for name in folder.list("out") {
            assert_eq!(folder.read_text(&format!("out/{name}")), dirty.replace(DIRTY, CLEAN), "{name}");
        }
    }

    #[test]
    fn a_signal_stops_the_run_cleanly() {
        for signal in [Signal::INT, Signal::TERM] {
            let folder = Folder::new();
            let (child, pipe) = stuck_run(&folder);
            kill(&child, signal);
            let output = child.wait_with_output().unwrap();
            drop(pipe);
            assert_eq!(output.status.code(), Some(130));
            assert!(err(&output).starts_with("textsieve: stopped after "), "{}", err(&output));
            assert_eq!(folder.list("out"), ["a.jsonl"]);
        }
        // On standard output, what is written is whole lines.
        let mut child = command(&["--format", "jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{DIRTY}\n{{\"text\":").unwrap();
        let mut answer = vec![0; CLEAN.len() + 1];
        child.stdout.as_mut().unwrap().read_exact(&mut answer).unwrap();
        kill(&child, Signal::INT);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &answer), (Some(130), &format!("{CLEAN}\n").into_bytes()));
    }

    #[test]
    fn two_runs_do_not_write_to_one_folder() {
        let folder = Folder::new();
        let (mut child, pipe) = stuck_run(&folder);
        let other = folder.write("other.txt", "Advertisement\n");
        let output = textsieve(&["--out", &folder.name("out"), &other]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("another run is writing to"), "{}", err(&output));
        drop(pipe);
        assert!(child.wait().unwrap().success());
        assert_eq!(folder.list("out"), ["a.jsonl", "b.jsonl", "c.jsonl"]);
    }

    #[test]
    fn a_progress_bar_shows_on_a_terminal() {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
        use rustix::termios::{Winsize, tcsetwinsize};

        let folder = Folder::new();
        let input = folder.write("a.jsonl", format!("{DIRTY}\n").repeat(50_000));
        let on_terminal = |args: &[&str]| {
            let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&terminal).unwrap();
            unlockpt(&terminal).unwrap();
            let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
            let slave = File::options().read(true).write(true).open(name).unwrap();
            tcsetwinsize(&slave, Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
            let mut child = command(args).env("TERM", "xterm").stdout(Stdio::null()).stderr(slave).spawn().unwrap();
            let mut shown = Vec::new();
            // The read fails once nobody holds the other end.
            let _ = File::from(terminal).read_to_end(&mut shown);
            assert!(child.wait().unwrap().success());
            String::from_utf8(shown).unwrap()
        };
        let shown = on_terminal(&[&input]);
        for part in ["MiB", " left", "/s", " %", " documents"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        // The summary comes after it, and errors do not break it.
        assert!(shown.rfind("50000 documents, 50000 of them changed") > shown.rfind(" left"), "{shown}");
        assert_eq!(on_terminal(&[&input, "--quiet"]), "");
    }

    #[test]
    fn a_full_device_is_an_error_that_is_said() {
        let Ok(full) = File::options().write(true).open("/dev/full") else { return };
        let folder = Folder::new();
        let path = folder.write("a.txt", "It rained.\n");
        let output = command(&[&path]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("No space left on device"), "{}", err(&output));
    }

    /// Needs to be root, for it mounts a file system of 1 MiB.
    #[test]
    #[ignore = "mounts a file system: TEXTSIEVE_MOUNT=1 cargo test --all-features --test runs -- --ignored full_disk"]
    fn a_full_disk_leaves_no_half_file() {
        assert!(std::env::var_os("TEXTSIEVE_MOUNT").is_some(), "set TEXTSIEVE_MOUNT=1");
        let folder = Folder::new();
        let dirty = format!("{DIRTY}\n").repeat(9_000);
        for name in ["in/a.jsonl", "in/b.jsonl", "in/c.jsonl", "in/d.jsonl"] {
            folder.write(name, &dirty);
        }
        fs::create_dir(folder.path("out")).unwrap();
        let mount = |program: &str, args: &[&str]| {
            assert!(std::process::Command::new(program).args(args).arg(folder.name("out")).status().unwrap().success());
        };
        mount("mount", &["-t", "tmpfs", "-o", "size=1m", "tmpfs"]);
        let output = textsieve(&["--out", &folder.name("out"), &folder.name("in")]);
        let (left, whole) = (folder.list("out"), folder.read_text("out/a.jsonl"));
        // With room, the run goes on.
        mount("mount", &["-o", "remount,size=8m"]);
        let next = textsieve(&["--out", &folder.name("out"), "--resume", &folder.name("in"), "--stats", &folder.name("stats.json")]);
        let names = folder.list("out");
        let d = folder.read_text("out/d.jsonl");
        mount("umount", &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("No space left on device"), "{}", err(&output));
        assert_eq!(left, ["a.jsonl"]);
        assert_eq!(whole, dirty.replace(DIRTY, CLEAN));
        assert_eq!(next.status.code(), Some(0), "{}", err(&next));
        assert_eq!(names, ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"]);
        assert_eq!((d, stats(&folder, "stats.json")["files"]["skipped"].as_u64()), (whole, Some(1)));
    }
}
