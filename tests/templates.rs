//! Templates: what is learnt depends on the pages alone, and what is cut is furniture.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use textsieve::{Pipeline, Preset, SiteTemplates, TemplateLearner, TemplatePage, Templates};

mod sites;

const PROSE: [&str; 5] = [
    "The council met on Monday evening and put the vote off for another week, to nobody's surprise.",
    "Eleven residents had come to speak about the plan for the old harbour, and nine of them were against it.",
    "The mayor said that the plan would come back in spring with the figures that had been asked for.",
    "Nobody could say what the new bridge would cost, or who was going to pay for the repairs of the old one.",
    "It was past eleven when the last of them went home through the rain, without an umbrella and without an answer.",
];

const NAMES: [&str; 10] = ["Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas"];

fn learn<'p>(pages: impl IntoIterator<Item = &'p str>) -> Templates {
    let mut learner = TemplateLearner::new();
    pages.into_iter().for_each(|page| learner.observe("s", page));
    learner.finish()
}

/// What is left of the first of these pages after all of them were learnt from, without any rules.
fn left_of_first(pages: &[String]) -> String {
    let site = learn(pages.iter().map(String::as_str)).site("s").unwrap();
    Pipeline::builder().build().unwrap().clean_in(&site, &pages[0]).text.into_owned()
}

/// What stands before and after the paragraph of a page.
type Around = (String, String);
type Lines<'l> = &'l dyn Fn(usize) -> Around;

/// A paragraph that no other page has.
fn own(page: usize) -> String {
    format!("{} So said {}.", PROSE[page % PROSE.len()], NAMES[page])
}

/// Pages with the given lines before and after a paragraph of their own.
fn pages(count: usize, lines: impl Fn(usize) -> Around) -> Vec<String> {
    (0..count)
        .map(|page| {
            let (before, after) = lines(page);
            format!("{before}\n{}\n{after}\n", own(page))
        })
        .collect()
}

#[test]
fn furniture_goes() {
    let table: [(usize, Lines<'_>); 8] = [
        // Head and foot of two pages.
        (2, &|_| ("Harbour\nMarket".into(), "Imprint".into())),
        // Past a title and an author's name, which are in between.
        (3, &|page| (format!("Harbour\nStory of {}\nMarket", ["rain", "snow", "ice"][page]), "Imprint".into())),
        // A counter in all of many pages.
        (10, &|page| (String::new(), format!("{} readers", page * 37))),
        // A legal notice that reads like a paragraph.
        (5, &|_| (String::new(), "All of what you read here was written by the people of the valley for the people of the valley.".into())),
        // A year that is the same everywhere.
        (3, &|_| (String::new(), "© 2026 The Daily Planet".into())),
        // Who wrote it, of pages that have other names, above the text and below it.
        (10, &|page| (format!("Story of {0}\nWritten by {0} in {1}", NAMES[page], NAMES[9 - page]), String::new())),
        (10, &|page| (String::new(), format!("Filed by {} for {}", NAMES[page], NAMES[(page + 3) % 10]))),
        // What lies below the article between furniture.
        (5, &|page| (String::new(), format!("Earlier\nStory {}\nLater", ["a", "b", "c", "d", "e"][page]))),
    ];
    for (count, lines) in table {
        let pages = pages(count, lines);
        let left = left_of_first(&pages);
        let expected: Vec<&str> = pages[0].lines().filter(|line| **line == own(0) || line.starts_with("Story of")).collect();
        assert_eq!(left.trim(), expected.join("\n"), "{:?}", pages[0]);
    }
}

#[test]
fn what_belongs_to_an_article_stays() {
    let series = "This is one part of a series in which we visit every village of the valley, one after the other.";
    let table: [(usize, Lines<'_>); 13] = [
        // The opening of a series, in half of the pages, first or last.
        (10, &(move |page| (if page % 2 == 0 { series.into() } else { String::new() }, String::new()))),
        (4, &(move |_| (String::new(), series.into()))),
        // A heading between paragraphs, in half of the pages.
        (10, &(|page| (format!("{}\nBackground", PROSE[(page + 1) % 5]), PROSE[(page + 2) % 5].into()))),
        // A title that differs from others in a number only.
        (5, &(|page| (format!("Release 3.{page}"), String::new()))),
        // A date of what is told.
        (5, &(|page| (format!("{} May 2026", page + 1), String::new()))),
        // A pointer in a sentence.
        (2, &(|_| (String::new(), "See also the lists of boats and bridges.".into()))),
        // A line that stands in one page alone.
        (5, &(|page| (if page == 0 { "Harbour".into() } else { String::new() }, String::new()))),
        // Titles with two names in them.
        (10, &(|page| (format!("Letter from {} to {}", NAMES[page], NAMES[9 - page]), String::new()))),
        // A title with a name in it, a line with names in half of the pages, several with names in each, and such lines within the text.
        (10, &(|page| (format!("Meeting with {}", NAMES[page]), String::new()))),
        (
            10,
            &(|page| {
                (if page % 2 == 0 { format!("Written by {} in {}", NAMES[page], NAMES[9 - page]) } else { String::new() }, String::new())
            }),
        ),
        (10, &(|page| (format!("Drawn by {0} in {1}\nDrawn by {1} in {0}", NAMES[page], NAMES[(page + 1) % 10]), String::new()))),
        (10, &(|page| (format!("{}\nDrawn by {} in {}", PROSE[(page + 1) % 5], NAMES[page], NAMES[(page + 1) % 10]), String::new()))),
        // The name of a column, far from any edge.
        (3, &(|page| ((0..3).map(|line| format!("{page} {line} x")).collect::<Vec<_>>().join("\n") + "\nThe column", PROSE[4].into()))),
    ];
    for (row, (count, lines)) in table.into_iter().enumerate() {
        let pages: Vec<String> = pages(count, |page| {
            let (before, after) = lines(page);
            // Of a heading that half of the pages have.
            (if row == 2 && page % 2 == 1 { before.replace("Background", "") } else { before }, after)
        });
        assert_eq!(left_of_first(&pages), pages[0], "row {row}");
    }
}

#[test]
fn shared_lines_are_no_evidence_against_their_neighbours() {
    let menu = "Boats\nBridges\nFerries\nLocks\nPiers\nTides\nTowers\nWharves\nWinches\nYards\nQuays\nRopes";
    let own = |page: usize| {
        let name = ["Anchor", "Buoy", "Crane", "Derrick", "Engine"][page];
        let facts = ["Kind", "Place", "Owner", "Builder", "Use"].map(|label| format!("{label} of the {name}: {name}s of {label}"));
        let text = PROSE.iter().map(|line| line.replace("Monday", name)).collect::<Vec<_>>().join("\n");
        format!("{}\n{text} {name}.\n", facts.join("\n"))
    };
    let pages: Vec<String> = (0..5).map(|page| format!("{menu}\n{}{menu}\n", own(page))).collect();
    let site = learn(pages.iter().map(String::as_str)).site("s").unwrap();
    let cleaned = Pipeline::default().clean_in(&site, &pages[0]);
    assert_eq!(cleaned.text.lines().take(5).collect::<Vec<_>>(), own(0).lines().take(5).collect::<Vec<_>>());
    assert!(cleaned.removals.len() >= 24 && cleaned.blocks.is_empty(), "{:?}", cleaned.blocks);
}

#[test]
fn what_no_other_page_says_is_no_button() {
    // A menu that is known, a table of this page with words that buttons say as well, and a button of all pages.
    let page = |page: usize| {
        let table = if page == 0 { "Skip to content\nError\nPolicy\nContents\nDownload" } else { NAMES[page] };
        format!("Harbour\nMarket\n{}\n{table}\n{}\nSupport\nImprint\n", own(page), own((page + 1) % 10))
    };
    let cleaned_of = |count: usize| {
        let pages: Vec<String> = (0..count).map(page).collect();
        let site = learn(pages.iter().map(String::as_str)).site("s").unwrap();
        Pipeline::default().clean_in(&site, &pages[0]).text.into_owned()
    };
    let all = cleaned_of(5);
    assert!(all.contains("Error\nPolicy\nContents\nDownload\n") && !all.contains("Support") && !all.contains("Market"), "{all}");
    assert!(!cleaned_of(4).contains("Policy"), "of four pages nothing is known");
}

#[test]
fn code_is_no_menu() {
    let pages = |label: &str| -> Vec<String> {
        (0..5).map(|page| format!("Next\nIndex\n{}\n{label}\n{}\nIndex\n", own(page), own((page + 1) % 5))).collect()
    };
    assert!(!left_of_first(&pages("NEXT")).contains("NEXT"));
    for label in ["next()", "Index ¶", "--index"] {
        let mut pages = pages("Next");
        pages[0] = pages[0].replacen("\nNext\n", &format!("\n{label}\n"), 1);
        assert!(left_of_first(&pages).contains(label), "{label}");
    }
}

#[test]
fn texts_without_line_breaks_have_sentences_for_lines() {
    let notice = "You may print what you read here for your own use. It was written by the people of the valley.";
    let page = |page: usize| {
        let text: Vec<String> =
            (0..10).map(|at| PROSE[(page + at) % 5].replace("Monday", NAMES[page]).replace(' ', &format!(" {} ", NAMES[page]))).collect();
        format!("{} {notice}", text.join(" "))
    };
    let pages: Vec<String> = (0..6).map(page).collect();
    assert!(pages.iter().all(|page| page.len() > 1_000 && !page.contains('\n')));
    let site = learn(pages.iter().map(String::as_str)).site("s").unwrap();
    for page in &pages {
        let cleaned = Pipeline::default().clean_in(&site, page);
        assert_eq!(cleaned.text, page.strip_suffix(notice).unwrap().trim_end(), "{:?}", cleaned.removals);
        assert!(!Pipeline::default().clean_in(&site, &cleaned.text).is_changed());
    }
}

#[test]
fn a_page_counts_once() {
    let page = "Harbour\n12 readers\nIt rained.";
    assert!(learn([page, page, "Harbour\n13 readers\nIt rained."]).site("s").is_none());
    assert_eq!(learn([page, page, "Harbour\nIt snowed."]).site("s").unwrap().pages(), 2);
    assert!(learn(["", " \n"]).site("s").is_none());
}

#[test]
fn a_line_counts_once_a_page() {
    let site = learn(["a\nb\nb\nb", "a\nc"]).site("s").unwrap();
    assert_eq!(site.lines().map(|line| line.pages).collect::<Vec<_>>(), [2]);
}

#[test]
fn examples_are_kept_when_asked_for() {
    let mut learner = TemplateLearner::new();
    learner.extend(["HARBOUR\nIt rained.", "- Harbour -\nIt snowed."].map(|page| TemplatePage::with_examples("s", page)));
    let templates = Templates::from_bytes(learner.finish().as_bytes().to_vec()).unwrap();
    let site = templates.site("s").unwrap();
    assert_eq!(site.lines().map(|line| line.example).collect::<Vec<_>>(), [Some("- Harbour -")]);
}

#[test]
fn a_large_site_is_sampled() {
    let mut learner = TemplateLearner::new();
    let pages: Vec<String> =
        (0..2_000).map(|page| format!("Harbour\nword{}\n{}", "a".repeat(page), if page % 2 == 0 { "Half" } else { "" })).collect();
    pages.iter().for_each(|page| learner.observe("s", page));
    assert_eq!((learner.pages(), learner.sites()), (128, 1));
    let templates = learner.finish();
    let site = templates.site("s").unwrap();
    let mut counts: Vec<u8> = site.lines().map(|line| line.pages).collect();
    counts.sort_unstable();
    assert_eq!(counts.len(), 2);
    assert!((43..86).contains(&counts[0]) && counts[1] == 128, "{counts:?}");
}

#[test]
fn eight_parts_are_one_whole() {
    let pages: Vec<(String, String)> =
        (0..12).map(sites::Site::new).flat_map(|site| (0..40).map(move |number| (site.name.clone(), site.page(number).text))).collect();
    let mut whole = TemplateLearner::new();
    let mut parts = vec![TemplateLearner::new(); 8];
    for (at, (site, text)) in pages.iter().enumerate() {
        whole.observe(site, text);
        parts[at * 5 % 8].observe(site, text);
    }
    let merged = parts.into_iter().reduce(|mut one, other| {
        one.merge(other);
        one
    });
    assert_eq!(merged.unwrap().finish(), whole.finish());
}

/// A learner, perhaps with hardly any budget.
fn learner(pages: u8, budget: usize) -> TemplateLearner {
    TemplateLearner::new().with_pages_per_site(pages).with_budget(budget)
}

fn some_pages() -> impl Strategy<Value = Vec<(String, String)>> {
    let line = prop_oneof![
        4 => proptest::sample::select(vec!["Home", "News", "12 readers", "13 readers", "© 2026", "", "•", "About us", "Release 3.1", "Release 3.2", "Written by Ada in News", "Written by Ben in Sport", "next()", PROSE[0]]).prop_map(String::from),
        1 => "[a-z]{1,9}( [a-z]{1,9}){0,3}",
    ];
    let text = proptest::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"));
    let site = proptest::sample::select(vec!["a", "b", "c", "d", "e", "f"]).prop_map(String::from);
    proptest::collection::vec((site, text), 0..60)
}

proptest! {
    #[test]
    fn what_is_learnt_depends_on_the_pages_alone(
        (pages, shuffled) in some_pages().prop_flat_map(|pages| (Just(pages.clone()), Just(pages).prop_shuffle())),
        again in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
        parts in 1_usize..9,
        most in 2_u8..20,
        budget in prop_oneof![Just(usize::MAX), 0_usize..9_000],
    ) {
        let mut whole = learner(most, budget);
        for (site, text) in &pages {
            whole.observe(site, text);
            prop_assert!(whole.size() <= budget);
        }
        let mut learners = vec![learner(most, budget); parts];
        for (at, (site, text)) in shuffled.iter().enumerate() {
            learners[at % parts].add(TemplatePage::new(site, text));
        }
        for index in again {
            if !pages.is_empty() {
                let (site, text) = index.get(&pages);
                learners[0].observe(site, text);
            }
        }
        let merged = learners.into_iter().reduce(|mut one, other| {
            one.merge(other);
            one
        }).unwrap();
        prop_assert_eq!(
            (merged.size(), merged.pages(), merged.pages_per_site(), merged.share_of_sites()),
            (whole.size(), whole.pages(), whole.pages_per_site(), whole.share_of_sites())
        );
        prop_assert_eq!(merged.finish(), whole.finish());
    }

    #[test]
    fn a_file_comes_back_as_it_was(pages in some_pages(), examples in any::<bool>()) {
        let mut learner = TemplateLearner::new();
        learner.extend(pages.iter().map(|(site, text)| if examples { TemplatePage::with_examples(site, text) } else { TemplatePage::new(site, text) }));
        let templates = learner.finish();
        let read = Templates::from_bytes(templates.as_bytes().to_vec()).unwrap();
        for (one, other) in templates.sites().zip(read.sites()) {
            prop_assert_eq!((one.name(), one.pages()), (other.name(), other.pages()));
            prop_assert!(one.lines().eq(other.lines()));
        }
        prop_assert_eq!(read.sites().len(), templates.sites().len());
        prop_assert_eq!(read, templates);
    }

    #[test]
    fn a_broken_file_is_an_error(at in any::<prop::sample::Index>(), with in 1_u8.., cut in any::<prop::sample::Index>(), more in 1_usize..9) {
        let whole = learn(["Home\nNews\nIt rained.", "Home\nNews\nIt snowed."]).as_bytes().to_vec();
        let mut changed = whole.clone();
        *at.get_mut(&mut changed) ^= with;
        prop_assert!(Templates::from_bytes(changed).is_err());
        prop_assert!(Templates::from_bytes(whole[..cut.index(whole.len())].to_vec()).is_err());
        prop_assert!(Templates::from_bytes([whole, vec![0; more]].concat()).is_err());
    }

    #[test]
    fn any_bytes_are_taken_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Templates::from_bytes(bytes.clone()).is_err());
        let _ = Templates::from_bytes([b"TXTSIEVE\x01\0\0\0".to_vec(), bytes].concat());
    }
}

/// A site whose lines meet the built-in rules, paragraphs and each other in every way.
fn known_site() -> SiteTemplates {
    let page = |page: usize| {
        let shared = |line: usize, of: usize| {
            if page.is_multiple_of(of) { format!("shared {}", ["one", "two", "three", "four", "five", "six"][line]) } else { String::new() }
        };
        let some: Vec<String> = (0..6).map(|line| shared(line, line + 1)).collect();
        let notice = if page.is_multiple_of(2) { PROSE[4] } else { "" };
        let name = NAMES[page % 10];
        let own = "x".repeat(page + 1);
        format!("Harbour\nWritten by {name} in {name}\n{}\nown {own}\n{notice}\n{page} seen\n© 2026 us\n", some.join("\n"))
    };
    let pages: Vec<String> = (0..12).map(page).collect();
    learn(pages.iter().map(String::as_str)).site("s").unwrap()
}

#[test]
fn a_site_is_a_filter_as_well() {
    let site = known_site();
    let text = format!("Harbour\nshared one\nshared two\n{}\n{}\n77 seen\n© 2026 us\n", PROSE[0], PROSE[1]);
    let as_filter = Pipeline::builder().preset(Preset::Article).filter(site.clone()).build().unwrap().clean(&text).text.into_owned();
    assert_eq!(as_filter, Pipeline::default().clean_in(&site, &text).text);
    assert!(!as_filter.contains("shared one"), "{as_filter}");
}

#[cfg(feature = "corpus")]
#[test]
fn records_say_where_they_are_from_or_what_is_wrong() {
    use textsieve::{SiteFields, SiteKey};

    let fields = SiteFields::new("text", "meta.url", SiteKey::Host);
    let site = |record: &str| fields.site(record.as_bytes()).map_err(|error| error.to_string());
    let page = |record: &str| {
        fields.page(record.as_bytes(), true).map(|page| page.map(|page| page.site().to_owned())).map_err(|error| error.to_string())
    };
    for (record, is_at) in [
        (r#"{"meta": {"url": "http://a.example/1"}, "text": "x"}"#, Some("a.example")),
        (r#"{"meta": {"url": "http://a.example/1"}, "meta.url": "http://b.example/1", "text": "x"}"#, Some("b.example")),
        (r#"{"meta": {"url": 7}, "text": "x"}"#, None),
        (r#"{"meta": {"other": 7}, "text": "x"}"#, None),
        (r#"{"meta": [], "text": "x"}"#, None),
        (r#"{"text": "x"}"#, None),
        (r#"{"meta.url": null, "text": "x"}"#, None),
    ] {
        assert_eq!(site(record).unwrap().as_deref(), is_at, "{record}");
        assert_eq!(page(record).unwrap().as_deref(), is_at, "{record}");
    }
    assert_eq!(page("  "), Ok(None));
    for (record, message) in [
        (r#"{"meta.url": "a.example"}"#, "lacks the field `text`"),
        (r#"{"meta.url": "a.example", "meta.url": "b.example", "text": "x"}"#, "there twice"),
        (r#"{"meta.url": 7, "text": "x"}"#, "not a record with a site"),
        ("[]", "an object"),
        ("{", "not a record"),
    ] {
        assert!(page(record).unwrap_err().contains(message), "{record}: {:?}", page(record));
    }
}

fn text_of_the_site() -> impl Strategy<Value = String> {
    let furniture: Vec<String> = textsieve::rules().flat_map(|rule| rule.removes().iter().cloned()).collect();
    let known = [
        "Harbour",
        "shared one",
        "shared two",
        "shared three",
        "shared four",
        "shared five",
        "shared six",
        "77 seen",
        "© 2026 us",
        "Written by Ada in News",
        "Written by Ben in Sport",
        "next()",
        "Next",
        "to_bytes",
        "Harbour ¶",
        PROSE[4],
    ];
    let line = prop_oneof![
        6 => proptest::sample::select(known.to_vec()).prop_map(String::from),
        2 => proptest::sample::select(furniture),
        2 => proptest::sample::select(vec!["", "Share", "Facebook", "12", "0 1,854", "A line of its own", "Another one", "A third"]).prop_map(String::from),
        2 => proptest::sample::select(PROSE.to_vec()).prop_map(String::from),
    ];
    proptest::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn cleaning_in_a_site_is_sound(text in text_of_the_site(), in_one_line in proptest::bool::weighted(0.1)) {
        let text = if in_one_line { text.repeat(4).replace('\n', " ") } else { text };
        let site = known_site();
        for pipeline in [Pipeline::default(), Pipeline::preset(textsieve::Preset::Minimal), Pipeline::builder().build().unwrap()] {
            let cleaned = pipeline.clean_in(&site, &text);
            let mut rest = String::new();
            let mut reached = 0;
            for removal in &cleaned.removals {
                prop_assert!(removal.span.start >= reached && removal.span.start < removal.span.end, "{:?}", cleaned);
                rest.push_str(&text[reached..removal.span.start]);
                reached = removal.span.end;
            }
            rest.push_str(&text[reached..]);
            prop_assert_eq!(&cleaned.text, &rest);
            let again = pipeline.clean_in(&site, &cleaned.text);
            prop_assert_eq!(&again.text, &cleaned.text, "{:?}", again.removals);
        }
    }
}

/// The program, end to end.
#[cfg(feature = "cli")]
mod program {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::process::{Command, Output, Stdio};

    use serde_json::{Value, json};
    use tempfile::TempDir;

    use super::sites::Site;

    fn textsieve(folder: &Path, args: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("textsieve"))
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read may have closed it.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    fn err(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    /// Twelve pages of each of two sites, one page of a third, one without a site.
    fn corpus() -> Vec<String> {
        let record = |url: Value, text: &str| json!({"url": url, "body": text, "n": 1}).to_string();
        let mut records = Vec::new();
        for number in 0..12 {
            for site in [Site::new(0), Site::new(1)] {
                records.push(record(json!(format!("https://www.{}/page{number}", site.name)), &site.page(number).text));
            }
        }
        records.push(record(json!("https://once.example/"), "Home\nIt rained."));
        records.push(record(Value::Null, "Home\nIt rained."));
        records
    }

    #[test]
    fn learns_and_cleans() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("pages.jsonl"), corpus().join("\n")).unwrap();
        let learn = ["learn", "pages.jsonl", "--field", "body", "--site-field", "url", "--examples", "--out", "site.templates"];
        let output = textsieve(folder.path(), &learn, b"");
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(err(&output).contains("25 pages of 3 sites; 2 sites have two pages or more"), "{}", err(&output));
        assert!(err(&output).contains("1 records do not say of which site they are"), "{}", err(&output));

        let clean = ["--field", "body", "--templates", "site.templates", "--site-field", "url", "--removals", "pages.jsonl"];
        let output = textsieve(folder.path(), &clean, b"");
        let told = "textsieve: 1 record does not say of which site it is: cleaned by the rules alone\n";
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), told));
        let lines: Vec<Value> = output.stdout.split(|&byte| byte == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect();
        assert_eq!(lines.len(), 26);
        let first = lines[0]["removals"].to_string();
        assert!(first.contains("template/line") && first.contains(r#""category":"template""#), "{first}");
        assert!(!lines[0]["body"].as_str().unwrap().contains("Accessibility"));
        assert!(lines[24..].iter().all(|line| !line.to_string().contains("template/")), "there the rules are alone");

        // In one step, and by the site's name.
        let one_step = textsieve(folder.path(), &["--field", "body", "--learn", "--site-field", "url", "--removals", "pages.jsonl"], b"");
        assert_eq!(one_step.stdout, output.stdout);
        let page = Site::new(0).page(3).text;
        let by_name = textsieve(folder.path(), &["--templates", "site.templates", "--site", "https://site0.example/x"], page.as_bytes());
        assert_eq!(String::from_utf8(by_name.stdout).unwrap(), lines[6]["body"].as_str().unwrap());
    }

    #[test]
    fn learns_the_same_in_any_order_and_with_any_threads() {
        let folder = TempDir::new().unwrap();
        let mut records = corpus();
        fs::write(folder.path().join("one.jsonl"), records.join("\n")).unwrap();
        records.rotate_left(7);
        records.reverse();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(records.join("\r\n").as_bytes()).unwrap();
        fs::write(folder.path().join("two.jsonl.gz"), gzip.finish().unwrap()).unwrap();
        for (input, out, threads) in [("one.jsonl", "one", "1"), ("two.jsonl.gz", "two", "3")] {
            let args = ["learn", input, "--field", "body", "--site-field", "url", "--domain", "--out", out, "--threads", threads];
            assert_eq!(textsieve(folder.path(), &args, b"").status.code(), Some(0));
        }
        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        assert_eq!(read("one"), read("two"));
        // Nothing is left beside.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    }

    #[test]
    fn wet_records_say_where_they_are_from() {
        let folder = TempDir::new().unwrap();
        let record = |number: u64| {
            let text = Site::new(1).page(number).text;
            let length = text.len();
            format!(
                "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/{number}\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
            )
        };
        fs::write(folder.path().join("crawl.wet"), (0..12).map(record).collect::<String>()).unwrap();
        let output = textsieve(folder.path(), &["learn", "crawl.wet", "--out", "t"], b"");
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(err(&output).contains("12 pages of 1 sites"), "{}", err(&output));
        let cleaned = textsieve(folder.path(), &["--templates", "t", "crawl.wet"], b"");
        let learnt = textsieve(folder.path(), &["--learn", "crawl.wet"], b"");
        assert_eq!(cleaned.stdout, learnt.stdout);
        let (cleaned, before) = (String::from_utf8(cleaned.stdout).unwrap(), (0..12).map(record).collect::<String>());
        let own = "Barrierefreiheit";
        assert_eq!((before.matches(own).count(), cleaned.matches(own).count()), (12, 0));
        assert_eq!(cleaned.matches("WARC/1.0").count(), 12);
    }

    #[test]
    fn a_configuration_may_say_it() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("pages.jsonl"), corpus().join("\n")).unwrap();
        let by_arguments = textsieve(folder.path(), &["--field", "body", "--learn", "--site-field", "url", "pages.jsonl"], b"");
        let run = "[run]\nfiles = ['pages.jsonl']\nfield = 'body'\nlearn = true\nsite_field = 'url'\n";
        fs::write(folder.path().join("run.toml"), run).unwrap();
        assert_eq!(textsieve(folder.path(), &["--config", "run.toml"], b"").stdout, by_arguments.stdout);
        fs::write(folder.path().join("off.toml"), format!("{run}[categories]\ntemplate = false\n")).unwrap();
        let off = textsieve(folder.path(), &["--config", "off.toml"], b"");
        assert_eq!(off.stdout, textsieve(folder.path(), &["--field", "body", "pages.jsonl"], b"").stdout);
        assert_ne!(off.stdout, by_arguments.stdout);
    }

    #[test]
    fn shows_what_was_learnt() {
        let folder = TempDir::new().unwrap();
        let pages = "{\"s\": \"a\", \"text\": \"Harbour\\nIt rained.\"}\n{\"s\": \"a\", \"text\": \"Harbour\\nIt snowed.\"}\n";
        for (examples, shown) in [(&["--examples"][..], "2 of 2\tHarbour\n"), (&[], "2 of 2\t(learn with --examples to see it)\n")] {
            let args = [&["learn", "-", "--site-field", "s", "--out", "t"][..], examples].concat();
            assert_eq!(textsieve(folder.path(), &args, pages.as_bytes()).status.code(), Some(0));
            let output = textsieve(folder.path(), &["templates", "t", "--site", "a"], b"");
            assert_eq!(String::from_utf8(output.stdout).unwrap(), shown);
        }
        assert_eq!(textsieve(folder.path(), &["templates", "t"], b"").stdout, b"a\t2 pages\t1 lines\n");
        let output = textsieve(folder.path(), &["templates", "t", "--site", "b"], b"");
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("nothing was learnt of the site `b`"), "{}", err(&output));
    }

    #[test]
    fn says_what_is_wrong() {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("pages.jsonl"), "{\"s\": \"a\", \"text\": \"x\"}\n{\"s\": \"a\"}\nx\n").unwrap();
        let output = textsieve(folder.path(), &["learn", "pages.jsonl", "none.jsonl", "--site-field", "s", "--out", "t"], b"");
        assert_eq!(output.status.code(), Some(1));
        let said = err(&output);
        for part in [
            "pages.jsonl:2: lacks the field `text`",
            "pages.jsonl:3: not a record with a site",
            "none.jsonl: No such file",
            "1 pages of 1 sites",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let table: [(&[&str], i32, &str); 7] = [
            (&["learn", "pages.jsonl", "--out", "t"], 2, "of which site is a page? --site-field"),
            (&["--templates", "pages.jsonl", "--site", "a"], 2, "pages.jsonl: this is not a file of templates"),
            (&["--templates", "none", "--site", "a"], 2, "none: No such file"),
            (&["--templates", "t"], 2, "of which site is a page? --site-field"),
            (&["--learn", "--site-field", "s"], 2, "--learn reads its input twice"),
            (&["--learn", "pages.jsonl"], 2, "of which site is a page?"),
            (&["templates", "pages.jsonl"], 1, "this is not a file of templates"),
        ];
        for (args, code, message) in table {
            let output = textsieve(folder.path(), args, b"It rained.");
            assert_eq!(output.status.code(), Some(code), "{args:?}: {}", err(&output));
            assert!(err(&output).contains(message), "{args:?}: {}", err(&output));
        }
        let output = textsieve(
            folder.path(),
            &["--format", "jsonl", "--templates", "t", "--site-field", "s"],
            b"{\"s\": 1, \"text\": \"It rained.\"}",
        );
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b"{\"s\": 1, \"text\": \"It rained.\"}"[..]));
    }
}
