//! What holds for every text, whatever stands in it.

use std::sync::LazyLock;

use proptest::prelude::*;
use textsieve::{AdMarkers, Category, Pipeline, Preset, ShareWidgets, SubscriptionPrompts, ViewCounters};

use crate::arbitrary::text;
use crate::sound::{assert_borrows, assert_sound};

mod arbitrary;
#[path = "fuzz/sound.rs"]
mod sound;

/// Every pipeline of one to four of the mission's filters.
static SUBSETS: LazyLock<Vec<(Vec<Category>, Pipeline)>> = LazyLock::new(|| {
    (1..16u8)
        .map(|mask| {
            let mut builder = Pipeline::builder();
            let mut categories = Vec::new();
            // From the last to the first, for the order must not matter.
            if mask & 8 != 0 {
                builder = builder.filter(ShareWidgets);
                categories.push(Category::Share);
            }
            if mask & 4 != 0 {
                builder = builder.filter(SubscriptionPrompts);
                categories.push(Category::Subscription);
            }
            if mask & 2 != 0 {
                builder = builder.filter(AdMarkers);
                categories.push(Category::Ad);
            }
            if mask & 1 != 0 {
                builder = builder.filter(ViewCounters);
                categories.push(Category::Counter);
            }
            (categories, builder.build().expect("built-in filters"))
        })
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn removals_account_for_the_text(text in text()) {
        for preset in Preset::ALL {
            assert_borrows(&assert_sound(&text, &Pipeline::preset(preset)));
        }
    }

    #[test]
    fn any_text_is_cleaned_soundly(text in "\\PC*|(?s).{0,200}") {
        assert_sound(&text, &Pipeline::default());
    }

    #[test]
    fn fewer_filters_never_cut_more(text in text()) {
        let all = Pipeline::preset(Preset::Minimal).clean(&text);
        for (categories, pipeline) in SUBSETS.iter() {
            for removal in pipeline.clean(&text).removals {
                prop_assert!(categories.contains(&removal.category));
                // Which of two blank lines goes depends on what else does; the line itself must not.
                let line = text[removal.span.clone()].trim();
                let start = line.as_ptr() as usize - text.as_ptr() as usize;
                let gone: usize = all.removals.iter().map(|other| {
                    other.span.end.min(start + line.len()).saturating_sub(other.span.start.max(start))
                }).sum();
                prop_assert_eq!(gone, line.len(), "{:?} is not all gone in {:?}", removal, all);
            }
        }
    }

    #[test]
    fn carriage_returns_stay(text in text()) {
        let unix = text.replace('\r', "");
        let dos = unix.replace('\n', "\r\n");
        let cleaned = textsieve::clean(&dos);
        prop_assert_eq!(cleaned.text.replace("\r\n", "\n"), textsieve::clean(&unix).text);
        prop_assert!(!cleaned.text.replace("\r\n", "").contains(['\r', '\n']));
    }
}

#[test]
fn a_paragraph_that_other_filters_suspect_is_one_to_a_number() {
    let text = "Il sito utilizza cookie per seguire i lettori, dicono due università.\n12";
    let alone = Pipeline::builder().filter(ViewCounters).build().expect("a built-in filter");
    assert_eq!(alone.clean(text).text, Pipeline::preset(Preset::Minimal).clean(text).text);
}
