//! Texts, rules and records that somebody made to do harm.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::time::Duration;

use textsieve::{Config, Pipeline, RulePack};

#[path = "hostile/kinds.rs"]
#[allow(unreachable_pub, reason = "shared with an example")]
mod kinds;

const PROSE: &str = "The council met on Monday evening and put the vote off for another week.\n";

#[test]
fn time_grows_with_the_length_and_no_faster() {
    for (name, pipeline) in kinds::pipelines() {
        // Regular expressions are compiled when they are first needed.
        for (_, unit) in kinds::KINDS {
            let _ = pipeline.clean(&kinds::text(unit, 2_000));
        }
        for (kind, unit) in kinds::KINDS {
            let measure = |bytes: usize| {
                let text = kinds::text(unit, bytes);
                let started = kinds::time_of_this_thread();
                std::hint::black_box(pipeline.clean(&text));
                kinds::time_of_this_thread() - started
            };
            let short = (0..3).map(|_| measure(10_000)).min().unwrap();
            // Ten times the length; quadratic would be ten times that. A machine that is busy is given four times the time.
            let is_linear = (0..3).any(|_| measure(100_000) < short * 10 * 4 + Duration::from_millis(20));
            assert!(is_linear, "{name}, {kind}: {short:?} for 10 kB, {:?} for 100 kB", measure(100_000));
        }
    }
}

#[test]
fn what_cannot_be_seen_hides_nothing() {
    // All that Unicode calls default ignorable.
    let invisible = [
        0xAD..=0xAD,
        0x34F..=0x34F,
        0x61C..=0x61C,
        0x115F..=0x1160,
        0x17B4..=0x17B5,
        0x180B..=0x180F,
        0x200B..=0x200F,
        0x202A..=0x202E,
        0x2060..=0x206F,
        0x3164..=0x3164,
        0xFE00..=0xFE0F,
        0xFEFF..=0xFEFF,
        0xFFA0..=0xFFA0,
        0xFFF0..=0xFFF8,
        0x1BCA0..=0x1BCA3,
        0x1D173..=0x1D17A,
        0xE0000..=0xE01EF,
    ];
    let shown: Vec<String> = invisible
        .into_iter()
        .flatten()
        .filter_map(char::from_u32)
        .filter(|c| {
            let text = format!("{PROSE}{c}A{c}dvertise{c}{c}ment{c}\nSo it was.\n");
            textsieve::clean(&text).text != format!("{PROSE}So it was.\n")
        })
        .map(|c| format!("{:04X}", u32::from(c)))
        .collect();
    assert_eq!(shown, [""; 0]);
}

#[test]
fn marks_and_directions_stay_where_the_text_stays() {
    let kept = [
        "Z\u{351}\u{300}\u{489}a\u{360}lgo wrote that he would come on Monday, and nobody in the whole town was surprised.",
        "\u{202E}desrever si sihT\u{202C}",
        "\u{FEFF}The title",
        "NUL \0 in a line",
        "👩\u{200D}👩\u{200D}👧 and 🏳\u{FE0F}\u{200D}🌈",
        "می\u{200C}خواهم",
    ];
    let text = kept.map(|line| format!("{line}\n- Adver\u{200B}tisement -\n")).concat();
    assert_eq!(textsieve::clean(&text).text, kept.join("\n") + "\n");
}

#[test]
fn a_byte_order_mark_hides_no_first_line() {
    assert_eq!(textsieve::clean("\u{FEFF}Advertisement\nIt rained.\n").text, "It rained.\n");
}

#[test]
fn large_patterns_are_errors_that_name_the_rule() {
    for pattern in [
        "regex = ['(?:(?:(?:a|bc){99}){99}){99}']".to_owned(),
        "regex = ['(?:\\pL-){400}{400}']".to_owned(),
        format!("regex = ['{}a{}']", "(".repeat(5_000), ")".repeat(5_000)),
        format!("regex = ['{}']", "(?:a?b)".repeat(200_000)),
        format!("lines = ['{}']", "* a ".repeat(20_000)),
    ] {
        let started = kinds::time_of_this_thread();
        let error = RulePack::from_toml(&format!("[[rule]]\nid = 'custom/large'\n{pattern}\n")).err().unwrap().to_string();
        assert!(error.starts_with("rule `custom/large`: ") && error.len() < 2_000, "{}", &error[..error.len().min(2_000)]);
        let time = kinds::time_of_this_thread() - started;
        assert!(time < Duration::from_secs(20), "{pattern:.40}: {time:?}");
    }
}

#[test]
fn repetitions_in_repetitions_take_no_time() {
    for pattern in [
        format!("a{}r", "+".repeat(100)),
        format!("-{}r", "+".repeat(100)),
        format!("{}a?{} b", "(?:".repeat(12), "){2}".repeat(12)),
        format!("x{}a|bc?{} b", "(?:".repeat(12), "c){0,4}".repeat(12)),
        format!("{}a|{} b", "(?:".repeat(100), "){0,1}".repeat(100)),
    ] {
        let started = kinds::time_of_this_thread();
        let pack = RulePack::from_toml(&format!("[[rule]]\nid = 'custom/nested'\nregex = ['{pattern}']\n"));
        assert!(pack.is_ok() || pack.unwrap_err().to_string().contains("size limit"), "{pattern}");
        let time = kinds::time_of_this_thread() - started;
        assert!(time < Duration::from_secs(10), "{pattern}: {time:?}");
    }
}

#[test]
fn patterns_that_backtrack_elsewhere_take_no_time() {
    let pack = "[[rule]]\nid = 'custom/slow'\nregex = ['(?:a|aa)+b', '(?:a+)+b', '(?:[a-z]*)*#', '(?:.*,)*x']\n";
    let pipeline = Pipeline::builder().filter(RulePack::from_toml(pack).unwrap()).build().unwrap();
    let text = ("a".repeat(599) + "\n").repeat(100);
    let started = kinds::time_of_this_thread();
    assert!(!pipeline.clean(&text).is_changed());
    let time = kinds::time_of_this_thread() - started;
    assert!(time < Duration::from_secs(10), "{time:?}");
}

#[test]
fn deep_nesting_is_an_error() {
    for depth in [200, 100_000] {
        for toml in [
            format!("packs = {}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("limits = {}1{}", "{ a = ".repeat(depth), " }".repeat(depth)),
            format!("[{}]", "a.".repeat(depth) + "a"),
            format!("{}a = 1", "a.".repeat(depth)),
        ] {
            assert!(Config::from_toml(&toml).is_err());
            assert!(RulePack::from_toml(&toml).is_err());
        }
    }
}

#[cfg(feature = "corpus")]
mod records {
    use textsieve::Pipeline;
    use textsieve::corpus::JsonLines;

    fn clean(line: &str) -> Result<String, String> {
        let record = JsonLines::new("text").clean(&Pipeline::default(), line.as_bytes()).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(record.bytes.into_owned()).unwrap())
    }

    #[test]
    fn lone_surrogates_are_errors_in_the_text_alone() {
        for text in ["\\ud83d", "\\udc41", "\\ud83d\\ud83d", "\\ud83dx"] {
            let error = clean(&format!("{{\"text\":\"It rained. {text}\\nAdvertisement\"}}")).unwrap_err();
            assert!(error.contains("the field `text` is not a string of valid text"), "{error}");
            // What is not looked at stays as it is.
            let other = |text: &str| format!("{{\"other\":\"\\ud83d\",\"text\":\"{text}\"}}");
            assert_eq!(clean(&other("It rained.\\nAdvertisement\\n")).as_deref(), Ok(&*other("It rained.\\n")));
        }
    }

    #[test]
    fn escapes_hide_nothing() {
        assert_eq!(
            clean("{\"text\":\"It rained.\\n\\u0041dver\\u200btisement\\n\\u0000\\n\"}").as_deref(),
            Ok("{\"text\":\"It rained.\\n\\u0000\\n\"}")
        );
    }

    #[test]
    fn a_byte_order_mark_before_the_first_record_stays() {
        assert_eq!(clean("\u{FEFF}{\"text\":\"It rained.\\nAdvertisement\\n\"}").as_deref(), Ok("\u{FEFF}{\"text\":\"It rained.\\n\"}"));
        assert_eq!(clean("\u{FEFF}").as_deref(), Ok("\u{FEFF}"));
    }

    #[test]
    fn deep_nesting_beside_the_text_is_no_crash() {
        let line = format!("{{\"deep\":{}{},\"text\":\"Advertisement\"}}", "[".repeat(100_000), "]".repeat(100_000));
        match clean(&line) {
            Ok(cleaned) => assert!(cleaned.ends_with(",\"text\":\"\"}")),
            Err(error) => assert!(error.contains("recursion limit"), "{error}"),
        }
    }
}
