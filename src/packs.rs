//! The built-in rule packs: `packs/*.toml`, one file per category.

use once_cell::sync::OnceCell;

use crate::error::Error;
use crate::removal::Category;
use crate::rule::{Rule, RulePack};

/// Each pack with the category that all of its rules have.
const PACKS: [(Category, &str, &str); 4] = [
    (Category::Counter, "counter.toml", include_str!("packs/counter.toml")),
    (Category::Ad, "ad.toml", include_str!("packs/ad.toml")),
    (Category::Subscription, "subscription.toml", include_str!("packs/subscription.toml")),
    (Category::Share, "share.toml", include_str!("packs/share.toml")),
];

fn load() -> Result<&'static [(Category, RulePack)], Error> {
    static LOADED: OnceCell<Vec<(Category, RulePack)>> = OnceCell::new();
    let loaded = LOADED.get_or_try_init(|| {
        PACKS
            .iter()
            .map(|(category, name, toml)| {
                let pack = RulePack::from_toml(toml).map_err(|error| error.within(name.as_ref()))?;
                Ok::<_, Error>((*category, pack))
            })
            .collect()
    })?;
    Ok(loaded)
}

/// The rules of a category; none where it has no pack. The packs are part of the program and the test suite loads every one of
/// them, so a pack that cannot be read does not get as far as a user.
pub(crate) fn rules(category: Category) -> &'static [Rule] {
    let packs = load().unwrap_or_default();
    packs.iter().find(|(of, _)| *of == category).map_or(&[], |(_, pack)| pack.rules())
}

/// Every built-in rule, in the order of categories and packs.
///
/// ```
/// assert!(textsieve::rules().any(|rule| rule.id().as_str() == "ad/label"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    Category::ALL.into_iter().flat_map(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_loads_and_keeps_to_its_category() {
        for (category, pack) in load().expect("built-in packs") {
            assert!(!pack.rules().is_empty(), "{category}");
            for rule in pack.rules() {
                assert_eq!(rule.category(), *category, "{}", rule.id());
                assert!(!rule.language().is_empty() && !rule.source().is_empty(), "{} lacks language or source", rule.id());
            }
        }
    }

    #[test]
    fn every_example_of_every_rule_holds_in_the_article_preset() {
        let pipeline = crate::Pipeline::preset(crate::Preset::Article);
        let failures: Vec<_> =
            all().filter_map(|rule| crate::rule::check_rule(rule, &pipeline).err()).map(|error| error.to_string()).collect();
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}
