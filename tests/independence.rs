//! What the cleaning of a text does not depend on: other texts, threads, rules that it does not match, and, as far as can be, the texts before and after.

use std::ops::Range;
use std::sync::LazyLock;

use proptest::prelude::*;
use textsieve::{Category, Config, Pipeline, Preset, Rule, RulePack, When};

use crate::arbitrary::{line, text};

mod arbitrary;

/// Paragraphs that no rule matches.
const PROSE: [&str; 4] = [
    "The council met on Monday evening and put the vote off for another week, to nobody's surprise.",
    "Eleven residents had come to speak about the plan for the old harbour, and nine of them were against it.",
    "Der Rat kam am Montagabend zusammen und verschob die Abstimmung um eine weitere Woche, was niemanden überraschte.",
    "委員会は木曜日に再び開かれ、計画について採決を行う予定だと議長が述べた。",
];

/// A rule alone and sure anywhere, so that what it matches is what it cuts.
fn matcher(rule: &Rule) -> Pipeline {
    let mut rule = serde_json::to_value(rule).expect("a rule is data");
    rule["when"] = "anywhere".into();
    let pack: RulePack = serde_json::from_value(serde_json::json!({ "rule": [rule] })).expect("it was a rule");
    Pipeline::builder().filter(pack).build().expect("it was a rule")
}

static WITHOUT_BLOCKS: LazyLock<Pipeline> = LazyLock::new(|| {
    let config = Config::from_toml("preset = 'article'\nwithout = ['page_blocks']").expect("a configuration");
    config.pipeline().expect("built-in filters")
});

/// The paragraphs of a text.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    textsieve::Document::new(text).lines().filter(textsieve::Line::is_prose).map(|line| line.span()).collect()
}

/// The removal that took this.
fn taken(pipeline: &Pipeline, text: &str, span: &Range<usize>) -> Option<textsieve::Removal> {
    pipeline.clean(text).removals.into_iter().find(|removal| removal.span.start <= span.start && removal.span.end >= span.end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn other_texts_and_threads_change_nothing(texts in proptest::collection::vec(text(), 2..12)) {
        let pipeline = Pipeline::default();
        let cleaned: Vec<_> = texts.iter().map(|text| pipeline.clean(text)).collect();
        // One that has seen nothing yet, and sees the last one first.
        let fresh = Pipeline::builder().preset(Preset::Article).build().expect("a preset");
        let mut reversed: Vec<_> = texts.iter().rev().map(|text| fresh.clean(text)).collect();
        reversed.reverse();
        prop_assert_eq!(&reversed, &cleaned);
        let parallel: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = texts.iter().map(|text| scope.spawn(|| (pipeline.clean(text), pipeline.clone().clean(text)))).collect();
            threads.into_iter().map(|thread| thread.join().expect("cleaning does not panic")).collect()
        });
        for ((one, other), cleaned) in parallel.iter().zip(&cleaned) {
            prop_assert_eq!(one, cleaned);
            prop_assert_eq!(other, cleaned);
        }
    }

    /// For a pipeline with and without a rule gives the same for every text that the rule does not match.
    #[test]
    fn a_rule_changes_nothing_where_it_does_not_match(
        rule in proptest::sample::select(textsieve::rules().collect::<Vec<_>>()),
        texts in proptest::collection::vec(text(), 8),
    ) {
        let known = |rule: &Rule| !matches!(rule.category(), Category::Byline | Category::Caption);
        prop_assume!(known(rule));
        let rule_alone = matcher(rule);
        let without = Pipeline::builder().preset(Preset::Article).without_rule(rule.id().clone()).build().expect("the preset has the rule");
        for text in texts.iter().filter(|text| !rule_alone.clean(text).is_changed()) {
            prop_assert_eq!(Pipeline::default().clean(text), without.clean(text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A paragraph that stays in each of two texts goes from both together only if it is a suspect, which company or place has made sure, or if
    /// `PageBlocks` takes it for other stories or comments below the main text, or has seen it above.
    #[test]
    fn two_texts_are_cleaned_like_each_of_them(one in text(), other in text()) {
        let both = format!("{one}\n\n{other}");
        for (pipeline, blocks) in [(&*WITHOUT_BLOCKS, false), (&Pipeline::default(), true)] {
            let parts = paragraphs(&one).into_iter().map(|span| (&one, span, 0));
            let parts = parts.chain(paragraphs(&other).into_iter().map(|span| (&other, span, one.len() + 2)));
            for (part, span, before) in parts.filter(|(part, span, _)| taken(pipeline, part, span).is_none()) {
                let Some(removal) = taken(pipeline, &both, &(span.start + before..span.end + before)) else { continue };
                let rule = textsieve::rules().find(|rule| *rule.id() == removal.rule);
                let is_suspect = rule.is_some_and(|rule| rule.when() == When::Company);
                let is_below = blocks && matches!(removal.rule.as_str(), "block/tail" | "block/comments" | "block/rest");
                let is_again = blocks && removal.rule.as_str() == "block/repeat" && both[..removal.span.start].contains(&part[span.clone()]);
                prop_assert!(is_suspect || is_below || is_again, "{:?} of {:?} goes by {:?}", &part[span], both, removal);
            }
        }
    }

    /// Which never happens to articles that have little furniture, such as extractors give: their paragraphs stay whatever follows.
    #[test]
    fn two_articles_keep_their_paragraphs(
        articles in proptest::collection::vec((1_usize..6, proptest::collection::vec((line(), 0_usize..6), 0..4)), 2..4),
    ) {
        // What is there twice may go once.
        let mut told = 0;
        let mut article = |(prose, furniture): &(usize, Vec<(String, usize)>)| {
            let before = told;
            told += prose;
            let paragraphs: Vec<String> = (before..told).map(|n| format!("{} That was on day {n}.", PROSE[n % PROSE.len()])).collect();
            let mut lines: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
            for (line, at) in furniture.iter().filter(|(line, _)| !line.contains('\n')) {
                lines.insert(at % (lines.len() + 1), line);
            }
            lines.join("\n")
        };
        let both = articles.iter().map(&mut article).collect::<Vec<_>>().join("\n\n");
        for span in paragraphs(&both).into_iter().filter(|span| both[span.clone()].contains(" That was on day ")) {
            prop_assert_eq!(taken(&Pipeline::default(), &both, &span), None, "{:?} goes from {:?}", &both[span], both);
        }
    }
}
