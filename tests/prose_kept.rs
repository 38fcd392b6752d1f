//! Prose of many genres and languages comes back whole when real furniture is put into it. `examples/prose_kept.rs` prints the table.

use prose::{Density, Outcome};

#[path = "prose/mod.rs"]
mod prose;

const TRIES: u64 = 40;

fn outcome(density: Density, of: impl Fn(&prose::Prose) -> bool) -> (Outcome, Vec<String>) {
    let pipeline = textsieve::Pipeline::default();
    let (mut all, mut lost) = (Outcome::default(), Vec::new());
    for text in prose::corpus().iter().filter(|text| of(text)) {
        for seed in 0..TRIES {
            all += prose::try_once(text, &pipeline, density, seed, |line, rule| lost.push(format!("{rule}: {line}")));
        }
    }
    lost.sort();
    lost.dedup();
    (all, lost)
}

#[test]
fn furniture_goes_and_prose_stays() {
    let (outcome, lost) = outcome(Density::Light, |_| true);
    assert!(outcome.prose > 15_000 && outcome.sure > 2_000, "{outcome:?}");
    assert_eq!(outcome.sure_left, 0);
    // What is lost are short lines of dialogues and lists that stand between two lines of furniture, and the last lines of some texts.
    assert!(outcome.prose_lost * 100 < outcome.prose, "{outcome:?}: {lost:#?}");
}

#[test]
fn recipes_and_tables_stay_whole() {
    for genre in ["recipe", "sports", "tutorial"] {
        let (outcome, lost) = outcome(Density::Light, |text| text.genre == genre);
        assert!(outcome.prose > 700, "{outcome:?}");
        assert_eq!(outcome.prose_lost, 0, "{genre}: {lost:#?}");
    }
}

#[test]
fn pages_with_much_furniture_lose_it() {
    let (outcome, lost) = outcome(Density::Heavy, |_| true);
    assert!(outcome.sure_left * 1000 < outcome.sure, "{outcome:?}");
    assert!(outcome.suspects_left * 20 < outcome.suspects, "{outcome:?}");
    assert!(outcome.prose_lost * 100 < outcome.prose * 7, "{outcome:?}: {lost:#?}");
}
