//! Prints the time for a byte of texts that are made to cost time, from 1 kB on. It does not grow with the length.
//!
//! `cargo run --release --example slopes -- [LARGEST BYTES]`
#![allow(clippy::print_stdout, reason = "prints a table")]
#![allow(unreachable_pub, reason = "shared with a test")]

use std::time::Duration;

#[path = "../tests/hostile/kinds.rs"]
mod kinds;

fn main() {
    let largest: usize = std::env::args().nth(1).and_then(|bytes| bytes.parse().ok()).unwrap_or(10_000_000);
    let sizes: Vec<usize> = std::iter::successors(Some(1_000), |size| Some(size * 10)).take_while(|size| *size <= largest).collect();
    for (name, pipeline) in kinds::pipelines() {
        println!("{name}: nanoseconds for a byte, by the number of bytes");
        println!("{:<28}{}", "", sizes.iter().map(|size| format!("{size:>12}")).collect::<String>());
        for (kind, unit) in kinds::KINDS {
            print!("{kind:<28}");
            for &size in &sizes {
                let text = kinds::text(unit, size);
                let (mut best, mut all) = (Duration::MAX, Duration::ZERO);
                // What is short is measured more often, and regular expressions are compiled when they are first needed.
                let _ = pipeline.clean(&kinds::text(unit, 1_000));
                while best == Duration::MAX || all < Duration::from_millis(20) {
                    let started = kinds::time_of_this_thread();
                    std::hint::black_box(pipeline.clean(&text));
                    let time = kinds::time_of_this_thread() - started;
                    best = best.min(time);
                    all += time;
                }
                print!("{:>12.1}", best.as_secs_f64() * 1e9 / text.len() as f64);
            }
            println!();
        }
    }
}
