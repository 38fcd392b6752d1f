//! The fuzz targets on their saved seeds, and on damaged ones.
#![cfg(feature = "corpus")]
#![allow(clippy::print_stdout, reason = "says which seed fails")]

use std::fs;
use std::path::Path;

mod fuzz;

#[test]
fn every_seed_of_every_target_holds() {
    for (name, run) in fuzz::TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name);
        let mut seeds: Vec<_> = fs::read_dir(folder).expect("every target has seeds").map(|seed| seed.expect("a seed").path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name}");
        for path in seeds {
            println!("{}", path.display());
            let seed = fs::read(path).expect("a seed");
            run(&seed);
            // Cut short, with a bit flipped, and twice: some forty inputs more for each.
            let step = seed.len() / 20 + 1;
            for at in (0..seed.len()).step_by(step) {
                run(&seed[..at]);
                let mut flipped = seed.clone();
                flipped[at] ^= 1 << (at % 8);
                run(&flipped);
            }
            run(&[&seed[..], &seed[..]].concat());
        }
    }
}
