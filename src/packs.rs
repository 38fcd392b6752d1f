//! The built-in rule packs: `packs/CATEGORY/LANGUAGE.toml`. A new file there is a new pack; the build script finds and compiles it.

use once_cell::sync::{Lazy, OnceCell};

use crate::compile::{Beginnings, Built, Gate, Machine, Pattern, Phrases, Pieces, Table, Words};
use crate::error::Error;
use crate::removal::{Category, RuleId};
use crate::rule::{Rule, RulePack, When};
use crate::scan::Matcher;

/// The packs as the build script left them.
mod compiled {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

/// The rules of a category, with their examples; none where it has no pack. They are read when they are first asked for. The test suite
/// loads every pack, so one that cannot be read does not get as far as a user.
pub(crate) fn rules(category: Category) -> &'static [Rule] {
    static LOADED: [OnceCell<Vec<Rule>>; Category::ALL.len()] = [const { OnceCell::new() }; Category::ALL.len()];
    LOADED[category as usize].get_or_try_init(|| load(category)).map_or(&[], Vec::as_slice)
}

fn load(category: Category) -> Result<Vec<Rule>, Error> {
    let mut rules = Vec::new();
    for (_, name, toml) in compiled::PACKS.iter().filter(|(of, ..)| *of == category.as_str()) {
        rules.extend(RulePack::parse(toml).map_err(|error| error.within(name.as_ref()))?.into_rules());
    }
    Ok(rules)
}

/// Every built-in rule, in the order of categories and languages.
///
/// ```
/// assert!(textsieve::rules().any(|rule| rule.id().as_str() == "ad/label"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    Category::ALL.into_iter().flat_map(rules)
}

/// Languages by the number of pages that are written in them, roughly. Where rules of several languages match a line, the first of them names
/// the cut: `Newsletter` is English unless only a Czech rule knows it.
const SPREAD: &[&str] = &[
    "any", "en", "es", "de", "ja", "fr", "pt", "ru", "it", "nl", "pl", "tr", "zh", "fa", "vi", "id", "cs", "ko", "uk", "hu", "sv", "ro",
    "el", "da", "fi", "sk", "bg", "no", "th", "ar", "he", "hi",
];

/// A rule of a pipeline as the table of it begins: id, place, and of which language's rules it is one, by [`SPREAD`].
pub(crate) type Row = (RuleId, When, u8);

/// The row of every built-in rule, by index.
static TABLE: Lazy<Vec<Row>> = Lazy::new(|| {
    let rule = |(category, id, language, company): &(&str, &'static str, &str, bool)| {
        let category = category.parse().unwrap_or(Category::Custom);
        (RuleId::built_in(id, category), if *company { When::Company } else { When::Anywhere }, spread(language))
    };
    compiled::RULES.iter().map(rule).collect()
});

/// The place of a language among all, the last for one that is not known.
pub(crate) fn spread(language: &str) -> u8 {
    SPREAD.iter().position(|known| *known == language).unwrap_or(SPREAD.len()) as u8
}

/// Whether there is a built-in rule with this id.
pub(crate) fn has(id: &RuleId) -> bool {
    TABLE.iter().any(|(known, ..)| known == id)
}

/// The built-in rules, compiled. A rule is its index among all.
pub(crate) static BUILT_IN: Lazy<Matcher> = Lazy::new(|| {
    let pattern = |&(rule, max_words, letters, last, shortest, longest, most_spaces, start, always): &compiled::Pattern| Pattern {
        rule,
        max_words,
        letters,
        last,
        shortest,
        longest,
        most_spaces,
        start,
        always,
    };
    macro_rules! built {
        ($($name:literal),+) => {
            include_bytes!(concat!(env!("OUT_DIR"), $($name),+))
        };
    }
    let pieces = |list: &'static [(&[u8], u32)]| list.iter().map(|&(piece, pattern)| (piece.into(), pattern));
    macro_rules! phrases {
        ($name:literal) => {
            Phrases::from_bytes([
                built!("/", $name, ".slots"),
                built!("/", $name, ".bits"),
                built!("/", $name, ".heads"),
                built!("/", $name, ".rest"),
                built!("/", $name, ".entries"),
            ])
        };
    }
    let (starts, inner) = (phrases!("starts"), phrases!("inner"));
    let words = Words::new(inner, compiled::BEGINNINGS.iter().copied(), pieces(compiled::PIECES));
    macro_rules! gate {
        ($name:literal, $part:expr) => {{
            let compiled::Gate { lists, firsts, words, rare, anything } = $part;
            let keys = Table::from_bytes(built!("/", $name, ".slots"), built!("/", $name, ".bits"));
            let built = Built { keys, lists: lists.into(), firsts: firsts.into(), anything };
            Gate::from_parts(built, words.iter().copied(), rare.iter().copied())
        }};
    }
    let machine = Machine::from_bytes([
        built!("/nodes.machine"),
        built!("/ways.machine"),
        built!("/targets.machine"),
        built!("/sets.machine"),
        built!("/literals.machine"),
        built!("/classes.machine"),
        built!("/ranges.machine"),
    ]);
    let patterns: Vec<Pattern> = compiled::PATTERNS.iter().map(pattern).collect();
    Matcher {
        gates: [gate!("gate", compiled::GATES[0]), gate!("gate-seldom", compiled::GATES[1])],
        beginnings: Beginnings::from_parts(compiled::PAIRS.iter().copied(), compiled::FIRST_PIECES.iter().copied()),
        starts,
        first: Pieces::new(pieces(compiled::FIRST)),
        words,
        machine,
        always: Pattern::without_anchor(&patterns),
        patterns,
    }
});

/// Exact text that goes from within a line, and the built-in rule that says so.
pub(crate) fn inline() -> &'static [(&'static str, u32)] {
    compiled::INLINE
}

/// Gives the built-in rules of some categories, and for each of all its place in that list.
pub(crate) fn select(categories: &[Category], without: &[RuleId]) -> (Vec<Row>, Vec<Option<u32>>) {
    let mut table = Vec::new();
    let taken = TABLE
        .iter()
        .map(|row @ (id, ..)| {
            (categories.contains(&id.category()) && !without.contains(id)).then(|| {
                table.push(row.clone());
                table.len() as u32 - 1
            })
        })
        .collect();
    (table, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_loads_and_says_where_it_comes_from() {
        let mut count = 0;
        for category in Category::ALL {
            for rule in load(category).expect("built-in packs") {
                assert_eq!(rule.category(), category, "{}", rule.id());
                assert!(!rule.language().is_empty() && !rule.source().is_empty(), "{} lacks language or source", rule.id());
                count += 1;
            }
        }
        assert_eq!(count, compiled::RULES.len());
        RulePack::from_rules(all().cloned().collect()).expect("no id is there twice, and every regular expression compiles");
    }

    #[test]
    fn every_example_of_every_rule_holds_in_the_article_preset() {
        let pipeline = crate::Pipeline::preset(crate::Preset::Article);
        let failures: Vec<_> =
            all().filter_map(|rule| crate::rule::check_rule(rule, &pipeline).err()).map(|error| error.to_string()).collect();
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}
