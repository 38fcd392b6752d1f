//! textsieve under Apache Spark, one worker killed on the way. On when TEXTSIEVE_SPARK=1; needs Java, and TEXTSIEVE_PYTHON may name a Python that
//! has pyspark (python3 if not).
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail, and this one prints figures")]

mod support;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};
use support::{Folder, command, wait_for};

const BYTES: usize = 220_000_000;

/// The processes below another one that work for Spark.
fn executors(of: u32) -> Vec<i32> {
    let stat = |pid: &str| fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let parent = |pid: &str| stat(pid).rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1).map(str::to_owned));
    let is_below = |pid: &str| {
        let above = std::iter::successors(Some(pid.to_owned()), |pid| parent(pid).filter(|pid| pid != "0"));
        above.into_iter().any(|pid| pid == of.to_string())
    };
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let cmdline = fs::read_to_string(format!("/proc/{name}/cmdline")).unwrap_or_default();
        if cmdline.contains("CoarseGrainedExecutorBackend") && is_below(&name) {
            found.extend(name.parse::<i32>());
        }
    }
    found
}

#[test]
fn a_killed_worker_changes_nothing() {
    if std::env::var("TEXTSIEVE_SPARK").as_deref() != Ok("1") {
        println!("off; TEXTSIEVE_SPARK=1 turns it on");
        return;
    }
    let folder = Folder::new();
    let prose = "The council met on Monday evening and put the vote off for another week, to nobody’s surprise. ";
    let mut lines = String::with_capacity(BYTES + 10_000);
    for number in 0.. {
        let text = format!("Title {number}\\n{}\\n- Advertisement -\\n{prose}\\nPost Views: {number}\\n", prose.repeat(number % 17));
        let end = if number % 5 == 0 { "\r\n" } else { "\n" };
        lines.push_str(&format!("{{\"id\":{number},\"big\":12345678901234567890123,\"text\":\"{text}\"}}{end}"));
        if lines.len() > BYTES {
            break;
        }
    }
    fs::File::create(folder.path("in.jsonl")).unwrap().write_all(lines.as_bytes()).unwrap();
    drop(lines);

    let python = std::env::var("TEXTSIEVE_PYTHON").unwrap_or_else(|_| "python3".into());
    let home = Command::new(&python).args(["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"]).output().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/spark/clean.py");
    let started = Instant::now();
    let mut spark = Command::new(&python)
        .args([script, &folder.name("in.jsonl"), &folder.name("out"), "--master", "local-cluster[2,1,1024]", "--partitions", "24"])
        .args(["--program", assert_cmd::cargo::cargo_bin!("textsieve").to_str().unwrap()])
        .env("SPARK_HOME", String::from_utf8(home.stdout).unwrap().trim())
        .env("PYSPARK_PYTHON", &python)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .current_dir(folder.path(""))
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.path("log")).unwrap())
        .spawn()
        .unwrap();
    // Some partitions are done, some are not.
    wait_for("the first partition", || {
        assert!(spark.try_wait().unwrap().is_none(), "{}", folder.read_text("log"));
        folder.list("out/_temporary").iter().filter(|name| name.contains("task_") && name.contains("/part-")).count() >= 4
    });
    let workers = executors(spark.id());
    assert_eq!(workers.len(), 2, "{workers:?}");
    kill_process(Pid::from_raw(workers[0]).unwrap(), Signal::KILL).unwrap();
    let killed = started.elapsed();
    assert!(spark.wait().unwrap().success(), "{}", folder.read_text("log"));
    let took = started.elapsed();
    assert!(folder.read_text("log").contains("Lost executor"), "{}", folder.read_text("log"));

    let alone = Instant::now();
    let output = command(&[&folder.name("in.jsonl")]).output().unwrap();
    let parts: Vec<_> = folder.list("out").into_iter().filter(|name| name.starts_with("part-")).collect();
    let together: Vec<u8> = parts.iter().flat_map(|name| folder.read(&format!("out/{name}"))).collect();
    println!(
        "{} bytes in {} partitions, a worker killed after {:.1} s: {:.1} s under Spark, {:.1} s alone",
        fs::metadata(folder.path("in.jsonl")).unwrap().len(),
        parts.len(),
        killed.as_secs_f64(),
        took.as_secs_f64(),
        alone.elapsed().as_secs_f64()
    );
    assert!(parts.len() >= 24 && folder.path("out/_SUCCESS").exists());
    assert!(together == output.stdout, "{} and {} bytes", together.len(), output.stdout.len());
}
