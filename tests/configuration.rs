//! The configuration of a run, its defaults and its schema.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use serde_json::{Value, json};
use support::{Folder, err, out, textsieve};
use textsieve::{Category, Config, Preset};

fn schema() -> Value {
    serde_json::from_slice(&textsieve(&["config", "--print-schema"]).stdout).unwrap()
}

fn value(toml: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
}

/// The default with every key that has none set as well.
fn all_keys() -> String {
    out(&textsieve(&["config", "--print-default"])).replace("#: ", "")
}

#[test]
fn the_printed_default_is_the_default() {
    let output = textsieve(&["config", "--print-default"]);
    let mut printed = Config::from_toml(out(&output)).unwrap();
    assert_eq!((printed.preset.take(), printed.run.field.take()), (Some(Preset::Article), Some("text".to_owned())));
    assert_eq!(printed, Config::default());
}

#[test]
fn every_key_is_documented_and_true() {
    let config = Config::from_toml(&all_keys()).unwrap();
    config.pipeline().unwrap();
    // What a key shows is the default of the preset, too.
    let by_default: Vec<_> = textsieve::rules().map(textsieve::Rule::category).collect();
    for category in Category::ALL {
        let on = config.categories[&category];
        let in_preset = !matches!(category, Category::Byline | Category::Caption);
        assert_eq!(on, in_preset, "{category}");
        let has_rules = !matches!(category, Category::Block | Category::Template | Category::Custom);
        assert_eq!(by_default.contains(&category), has_rules, "{category}");
    }
}

#[test]
fn the_schema_knows_every_key_and_no_other() {
    let schema = schema();
    let config = serde_json::to_value(Config::from_toml(&all_keys()).unwrap()).unwrap();
    let keys = |value: &Value| {
        let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    let all = [
        ("", "/properties", ""),
        ("/run", "/properties/run/properties", ""),
        ("/limits", "/properties/limits/properties", ""),
        ("/rule/0", "/$defs/rule/properties", "contains ends regex"),
    ];
    for (in_config, in_schema, unset) in all {
        let mut found = keys(config.pointer(in_config).unwrap());
        found.extend(unset.split_whitespace().map(str::to_owned));
        found.sort();
        assert_eq!(found, keys(schema.pointer(in_schema).unwrap()), "{in_config}");
    }
    let names = |pointer: &str| -> Vec<String> { serde_json::from_value(schema.pointer(pointer).unwrap().clone()).unwrap() };
    assert_eq!(names("/$defs/category/enum"), Category::ALL.map(|category| category.to_string()));
    assert_eq!(names("/properties/preset/enum"), Preset::ALL.map(|preset| preset.to_string()));
    for filter in names("/$defs/filters/items/enum") {
        Config::from_toml(&format!("filters = ['{filter}']")).unwrap().pipeline().unwrap();
    }
    let error = Config::from_toml("filters = ['nothing']").unwrap().pipeline().unwrap_err().to_string();
    assert_eq!(error.split("known are: ").nth(1).unwrap().split(", ").collect::<Vec<_>>(), names("/$defs/filters/items/enum"));
}

#[test]
fn the_schema_and_the_program_agree() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    jsonschema::meta::validate(&schema()).unwrap();
    let folder = Folder::new();
    let check = |toml: &str| textsieve(&["config", "--check", &folder.write("config.toml", toml)]);
    let default = out(&textsieve(&["config", "--print-default"])).to_owned();
    for toml in [
        &*default,
        &all_keys(),
        "",
        "[run]\nfiles = ['a', 'b']\nthreads = 3",
        "[categories]\nad = false",
        "[limits]\npercent = 0\nlanguages = { de = 10 }",
        "guard = 100",
        "guard = 0",
        "without = ['page_blocks']\nwithout_rules = ['ad/label']",
        "languages = ['en']",
        "[[rule]]\nid = 'custom/a'\nlines = ['a']",
    ] {
        assert!(
            validator.is_valid(&value(toml)),
            "{toml}: {:?}",
            validator.iter_errors(&value(toml)).map(|e| e.to_string()).collect::<Vec<_>>()
        );
        let output = check(toml);
        assert_eq!(output.status.code(), Some(0), "{toml}: {}", err(&output));
    }
    for toml in [
        "presett = 'minimal'",
        "preset = 'maximal'",
        "filters = ['adverts']",
        "without_rules = ['Ad/Label']",
        "[categories]\nadverts = false",
        "[categories]\nad = 'off'",
        "[limits]\npercent = 101",
        "[limits]\npercent = -1",
        "guard = 101",
        "guard = 1000",
        "[limits.languages]\nde = 'much'",
        "[run]\nthreads = 0",
        "[run]\nformat = 'html'",
        "[run]\non_error = 'ignore'",
        "[run]\nthread = 1",
        "[[rule]]\nid = 'custom/a'\nline = ['a']",
        "[[rule]]\nid = 'nowhere/a'\nlines = ['a']",
        "[[rule]]\nlines = ['a']",
    ] {
        assert!(!validator.is_valid(&value(toml)), "{toml}");
        let output = check(toml);
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "{toml}");
        assert!(err(&output).contains("config.toml"), "{toml}: {}", err(&output));
    }
    // What only the program can know.
    for (toml, told) in
        [("languages = ['xx']", "known are: any"), ("[limits.languages]\nxx = 1", "`xx`"), ("[categories]\ncustom = true", "")]
    {
        let output = check(toml);
        assert_eq!(output.status.code(), Some(if told.is_empty() { 0 } else { 2 }), "{toml}: {}", err(&output));
        assert!(err(&output).contains(told), "{toml}: {}", err(&output));
    }
}

#[test]
fn a_configuration_makes_a_whole_run() {
    let folder = Folder::new();
    folder.write("in/a.ndjson", "{\"body\":\"The Daily Planet\\nAdvertisement\\nShare on Facebook\\nBy Jane Doe\\n\"}\nbroken\n");
    folder.write("rules.toml", "[[rule]]\nid = 'custom/house'\nlines = ['the daily planet']\n");
    let config = folder.write(
        "config.toml",
        "packs = ['rules.toml']\n[categories]\nad = false\n[run]\nfiles = ['in']\nfield = 'body'\nremovals = true\non_error = 'skip'\n\
         threads = 1\nout = 'out'\nstats = 'stats.json'\nreport = 'report.html'\nquiet = true\n",
    );
    // Paths are relative to the configuration, wherever the program runs.
    let output = textsieve(&["--config", &config]);
    assert_eq!((output.status.code(), out(&output)), (Some(1), ""));
    assert!(err(&output).contains("a.ndjson:2:") && err(&output).lines().count() == 1, "{}", err(&output));
    let written = folder.read_text("out/a.ndjson");
    assert!(written.starts_with("{\"body\":\"Advertisement\\n"), "{written}");
    assert!(written.contains("custom/house") && written.contains("share/") && written.lines().count() == 1, "{written}");
    assert!(folder.read_text("stats.json").contains("custom/house"));
    assert!(folder.read_text("report.html").contains("custom/house"));

    // Arguments go before it.
    let other = folder.write("b.jsonl", "{\"text\":\"The Daily Planet\\n\"}\n");
    let output = textsieve(&["--config", &config, "--field", "text", "--out", &folder.name("elsewhere"), &other]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(folder.list("elsewhere"), ["b.jsonl"]);
}

#[test]
fn categories_languages_and_limits() {
    let prose = |day: &str| format!("The council met on {day} evening and put the vote off for another week, to nobody's surprise.");
    let [first, second, third, fourth] = ["Monday", "Friday", "Sunday", "market"].map(prose);
    let text = format!("{first}\nAdvertisement\n{second}\nAnzeige\n{third}\nSubscribe to our newsletter\n{fourth}\n");
    let left = |toml: &str| {
        let cleaned = Config::from_toml(toml).unwrap().pipeline().unwrap().clean(&text).into_owned();
        let lines: Vec<_> = cleaned.text.lines().filter(|line| !line.ends_with("to nobody's surprise.")).map(str::to_owned).collect();
        lines.join("|")
    };
    assert_eq!(left(""), "");
    assert_eq!(left("[categories]\nad = false"), "Advertisement|Anzeige");
    assert_eq!(left("filters = ['ad_markers']\n[categories]\nad = false\nsubscription = true"), "Advertisement|Anzeige");
    assert_eq!(left("preset = 'minimal'\nwithout = ['ad_markers']\n[categories]\nad = true"), "");
    assert_eq!(left("languages = ['de']"), "Advertisement|Subscribe to our newsletter");
    assert_eq!(left("languages = ['en']"), "Anzeige");
    // 14 + 8 + 28 of 430 bytes.
    assert_eq!(left("[limits]\npercent = 12"), "");
    assert_eq!(left("[limits]\npercent = 11"), "Advertisement|Anzeige|Subscribe to our newsletter");
    assert_eq!(left("[limits.languages]\nde = 1"), "Anzeige");
    assert_eq!(left("[limits.languages]\nde = 2\nen = 9"), "Advertisement|Subscribe to our newsletter");
    // Own rules are switched like others.
    let own = "[[rule]]\nid = 'custom/mine'\nlanguage = 'fr'\nlines = ['advertisement']\n[[rule]]\nid = 'ad/mine'\nlines = ['anzeige']\n";
    assert_eq!(left(&format!("preset = 'minimal'\nwithout = ['ad_markers']\n{own}")), "");
    assert_eq!(left(&format!("preset = 'minimal'\ncategories = {{ ad = false, custom = false }}\n{own}")), "Advertisement|Anzeige");
    assert_eq!(left(&format!("filters = ['share_widgets']\nlanguages = ['fr']\n{own}")), "Subscribe to our newsletter");
    assert_eq!(json!(Config::from_toml("").unwrap()), json!(Config::default()));
}
