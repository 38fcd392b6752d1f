//! Cuts inside lines, and texts without line breaks.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::sync::LazyLock;

use proptest::prelude::*;
use textsieve::{Document, Filter, Marks, Pipeline, Preset, RuleId, RulePack, Verdict};

/// Long enough for no rule to take it for a prompt if it has one inside.
const PROSE: &str = "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week, \
    to nobody's surprise, for the figures that it had asked for in spring were not there yet, said Ann Weaver.";

fn assert_left(text: &str, left: &str) {
    let cleaned = textsieve::clean(text);
    assert_eq!(cleaned.text, left, "{text:?} {:?}", cleaned.removals);
    assert_eq!(textsieve::clean(left).text, left, "once more");
}

#[test]
fn leftovers_that_are_glued_to_a_paragraph_go() {
    let table = [
        ("{}Advertisement", "{}"),
        ("{} Advertisement", "{}"),
        ("{}Advertisement {}", "{} {}"),
        ("{}Read more", "{}"),
        ("{} Read more »", "{}"),
        ("{} Continue reading…", "{}"),
        ("{} [Read More...]", "{}"),
        ("{} SIGN UP FOR OUR NEWSLETTER {}", "{} {}"),
        ("{} ADVERTISEMENT A man in the hall laughed.", "{} A man in the hall laughed."),
        ("{} - ADVERTISEMENT - {}", "{} {}"),
        ("{} — Advertisement — {}", "{} {}"),
        ("{} (Advertisement) {}", "{} {}"),
        ("{} Advertisement - story continues below {}", "{} {}"),
        ("{} Advertisement - story continues below", "{}"),
        ("{} La suite après cette publicité {}", "{} {}"),
        ("{} Share this:FacebookTwitterWhatsApp", "{}"),
        ("{} [ad_1] {}", "{} {}"),
        ("[ad_1] {}", "{}"),
        ("{}[ad_2]", "{}"),
        ("{} [vc_row][/vc_row] {}", "{} {}"),
        ("{} (adsbygoogle = window.adsbygoogle || []).push({}); {}", "{} (adsbygoogle = window.adsbygoogle || []).push({}); {}"),
        ("The report, opens new tab by the harbour office, says little.", "The report by the harbour office, says little."),
        ("See the plan (Opens in new window), the map (opens in a new tab) and the list.", "See the plan, the map and the list."),
        ("Der Plan (öffnet in neuem Fenster) ist da.", "Der Plan ist da."),
    ];
    for (text, left) in table {
        let (text, left) = if text.contains("adsbygoogle") {
            (format!("{PROSE} (adsbygoogle = window.adsbygoogle || []).push({{}}); {PROSE}"), format!("{PROSE} {PROSE}"))
        } else {
            (text.replace("{}", PROSE), left.replace("{}", PROSE))
        };
        assert_left(&text, &left);
        let last = FILLER[0];
        assert_left(&format!("Title\n\n{text}\n\n{last}\n"), &format!("Title\n\n{left}\n\n{last}\n"));
    }
}

#[test]
fn furniture_that_is_glued_to_more_of_it_goes_at_once() {
    assert_left(&format!("{PROSE}{}", "Want to advertise in the Harbour Ledger?".repeat(40)), PROSE);
}

#[test]
fn a_line_of_nothing_but_exact_texts_goes_as_a_line_whoever_else_knows_it() {
    let line = "Weiterlesen nach der Anzeige Advertisement - Page continues below";
    for preset in Preset::ALL {
        for (text, left) in [("\n{}", ""), ("A.\n\n{}\n\nB.\n", "A.\n\nB.\n")] {
            assert_eq!(Pipeline::preset(preset).clean(&text.replace("{}", line)).text, left, "{preset}");
        }
    }
}

#[test]
fn a_carriage_return_alone_is_within_a_line() {
    // The line that loses its end is then no paragraph any more, and what stands below it is judged anew.
    let text = "r t m m d z u h d A m e w , w m .\ns o e se p t rs a h.\r١٣٤ مشاهدة\n委員会は木曜日に再び開か計画について採決を行う予定だと議長が述べた。\n\
        розсилку\nC\nNewsletter\nв\nr t m m d n d r e g m e e , s n .";
    let pipeline = Pipeline::preset(Preset::Minimal);
    let cleaned = pipeline.clean(text);
    assert!(cleaned.text.contains("rs a h.\n委員会"), "{}", cleaned.text);
    assert_eq!(pipeline.clean(&cleaned.text).text, cleaned.text);
}

#[test]
fn what_would_lose_a_bit_each_time_stays_as_it_is() {
    let pack =
        RulePack::from_toml("[[rule]]\nid = 'custom/code'\ninline = ['(abc def)']\nremoves = ['(abc def)']\nkeeps = ['(abc)']\n").unwrap();
    let pipeline = Pipeline::builder().filter(pack).build().unwrap();
    let text = |around: usize| format!("{PROSE} {}(abc def){} {PROSE}", "(abc ".repeat(around), " def)".repeat(around));
    assert_eq!(pipeline.clean(&text(10)).text, format!("{PROSE} {PROSE}"));
    let deep = text(100);
    let cleaned = pipeline.clean(&deep);
    assert_eq!((&*cleaned.text, cleaned.verdict), (&*deep, Verdict::Guarded));
}

#[test]
fn what_people_write_in_a_paragraph_stays() {
    let texts = [
        "{} Subscribe to our newsletter. {}",
        "{} Read more about it in chapter 4. {}",
        "{} You can read more here.",
        "{} Advertising Standards Authority rules apply.",
        "{} Advertisement spending fell.",
        "{} STOP the war, they cried. {}",
        "{} BREAKING NEWS from the harbour. {}",
        "{} NATO said so. {}",
        "He wrote [sic] that “[advertising] is dead” and [she] laughed.",
        "Write to us at [email protected] if you know more.",
        "The play opens in a new window of time.",
        "The shop (opens at nine) is round the corner.",
        "He joined the U.S.Navy and J.R.Weaver did not.",
        "Use Node.js or ASP.Net.",
        "let a = [foo_bar, baz]; const [x, setX] = useState([]);",
        "1. Advertising",
        "{} 5. Advertising",
        "They had a share. Shares fell. Share and share alike, she said.",
        "She asked twice: “Why?” Share prices fell.",
    ];
    for text in texts {
        let text = text.replace("{}", PROSE);
        assert_left(&text, &text);
        let page = format!("Title\n\n{PROSE}\n\n{text}\n\n{PROSE}\n");
        assert_left(&page, &page);
    }
}

#[test]
fn a_line_of_which_nothing_is_left_goes_as_a_line() {
    assert_left("It rained.\n[ad_1] [ad_2]\nIt snowed.\n", "It rained.\nIt snowed.\n");
    assert_left("It rained.\n\nShare this (Opens in new window)\n\nIt snowed.\n", "It rained.\n\nIt snowed.\n");
}

#[test]
fn removals_inside_a_line_tell_bytes_and_rule() {
    let text = format!("Größe.\n{PROSE}Advertisement\n");
    let cleaned = textsieve::clean(&text);
    let removal = &cleaned.removals[0];
    assert_eq!((&text[removal.span.clone()], removal.rule.as_str()), ("Advertisement", "ad/label"));
}

#[test]
fn packs_may_bring_exact_text() {
    let pack: RulePack = r#"
        [[rule]]
        id = "custom/exclusive"
        inline = ["(Planet exclusive)"]
        removes = ["(Planet exclusive)"]
        keeps = ["An exclusive of the planet.", "It was (planet exclusive) or not."]
    "#
    .parse()
    .unwrap();
    pack.check().unwrap();
    let pipeline = Pipeline::builder().filter(pack).build().unwrap();
    assert_eq!(pipeline.clean("The mayor (Planet exclusive) resigned.").text, "The mayor resigned.");

    let rule = |more: &str| format!("[[rule]]\nid = \"custom/x\"\nremoves = [\"x\"]\nkeeps = [\"y\"]\n{more}").parse::<RulePack>();
    assert!(rule("inline = [\"(a)\"]").unwrap_err().to_string().contains("too short"));
    assert!(rule("when = \"company\"\ninline = [\"(exclusive)\"]").unwrap_err().to_string().contains("company"));
}

#[test]
fn rules_of_others_hold_in_texts_without_line_breaks() {
    let pack =
        "[[rule]]\nid = 'custom/house'\nlines = ['from our own house']\nremoves = ['From our own house']\nkeeps = ['From our house']\n";
    let pipeline = Pipeline::builder().filter(RulePack::from_toml(pack).unwrap()).build().unwrap();
    let text = |between: &str| format!("{}{between}{}", format!("{PROSE} ").repeat(5), [PROSE; 5].join(" "));
    assert_eq!(
        pipeline.clean(&text("From our own house The weir at the old mill was mended, said the mayor. ")).text,
        text("The weir at the old mill was mended, said the mayor. ")
    );
    assert!(!pipeline.clean(&text("")).is_changed());
}

#[test]
fn examples_of_exact_text_are_tried_inside_a_line() {
    let pack = |inline: &str, keep: &str| {
        let toml = format!(
            "[[rule]]\nid = 'custom/x'\ninline = ['{inline}']\nlines = ['(an exclusive']\nremoves = ['{inline}']\nkeeps = ['{keep}']\n"
        );
        RulePack::from_toml(&toml).unwrap().check().map_err(|error| error.to_string())
    };
    assert_eq!(pack("(an exclusive)", "No."), Ok(()));
    assert!(pack("(an exclusive)", "So (an exclusive) it was.").unwrap_err().contains("must stay"));
}

const FILLER: [&str; 3] = [
    "The harbour office had asked for the vote in the spring, for the quay is falling to pieces and the boats lie on the mud at low tide.",
    "Several residents had waited for three hours, and the youngest of them asked why nobody had told them that the plan was off by then.",
    "In the end the mayor promised that she would come back with the figures, a new map and a plan for the fish market on the north side.",
];

/// Paragraphs without line breaks, with `middle` between them and `last` behind them.
fn one_line(middle: &str, last: &str) -> String {
    [&FILLER.repeat(3).join(" "), middle, &FILLER.repeat(2).join(" "), last]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn sentences_are_the_units_of_a_text_without_line_breaks() {
    let furniture = [
        "Advertisement",
        "ADVERTISEMENT",
        "Share this article",
        "Sign up for our newsletter.",
        "Share Facebook Twitter WhatsApp Email",
        "Facebook Twitter LinkedIn Advertisement",
        "You might also like",
        "Story continues below advertisement",
    ];
    for part in furniture {
        assert_left(&one_line(part, ""), &one_line("", ""));
        assert_left(&one_line("", part), &one_line("", ""));
        assert_left(&one_line(part, &format!("{part}\n")), &(one_line("", "") + "\n"));
    }
    assert_left(&one_line("", "Share Tweet Print Related articles"), &one_line("", ""));
}

#[test]
fn sentences_of_people_stay_in_a_text_without_line_breaks() {
    let sentences = [
        "Advertising Standards Authority rules apply in the harbour.",
        "He works at Facebook Ireland and likes Google Maps.",
        "Networks such as Facebook, Twitter, LinkedIn and TikTok were asked.",
        "Tedious? Yes! Fun? No!",
        "1. Leeds 2. Oslo 3. Share 4. Print 5. Bergen",
        "Advertising: When you sign the lease, the sign is yours.",
        "Dr. Weaver and Mr. Stone of the U.S. Senate agreed.",
        "Social Media Marketing and Search Advertising Costs are on the rise.",
    ];
    for sentence in sentences {
        assert_left(&one_line(sentence, ""), &one_line(sentence, ""));
        assert_left(&one_line("", sentence), &one_line("", sentence));
    }
}

#[test]
fn a_long_line_among_others_is_no_text_without_line_breaks() {
    let line = one_line("Sign up for our newsletter.", "");
    let others: Vec<_> = (0..30).map(|day| format!("{PROSE} That was on day {day} of the strike.")).collect();
    let text = format!("{line}\n{}\n", others.join("\n"));
    assert_left(&text, &text);
}

/// A filter that cuts parts of lines, beside those of the crate.
#[derive(Debug)]
struct Notes(RuleId);

impl Filter for Notes {
    fn document(&self, document: &Document<'_>, marks: &mut Marks) {
        document.text().match_indices("[note]").for_each(|(at, note)| marks.cut(at..at + note.len(), &self.0));
    }
}

static WITH_NOTES: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::builder().preset(Preset::Article).filter(Notes("custom/note".parse().unwrap())).build().unwrap());

fn part() -> impl Strategy<Value = String> {
    let furniture: Vec<String> = textsieve::rules().flat_map(|rule| rule.removes().iter().cloned()).collect();
    let kept: Vec<String> = textsieve::rules().flat_map(|rule| rule.keeps().iter().cloned()).collect();
    let glue = vec![
        "[ad_1]",
        "(Opens in new window)",
        ", opens new tab",
        "[note]",
        "Advertisement",
        "ADVERTISEMENT",
        "Share",
        "Facebook",
        "- Advertisement -",
        "»",
        "5.",
    ];
    prop_oneof![
        3 => proptest::sample::select(furniture),
        2 => proptest::sample::select(kept),
        3 => proptest::sample::select(glue).prop_map(String::from),
        3 => proptest::sample::select(FILLER.to_vec()).prop_map(String::from),
        1 => Just("委員会は木曜日に再び開かれ、計画について採決を行う予定だと議長が述べた。".to_owned()),
        1 => ".{0,20}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let between = proptest::sample::select(vec![" ", " ", " ", "", "\u{a0}", "\n"]);
    let parts = |count| proptest::collection::vec((part(), between.clone()), count);
    prop_oneof![parts(0..12), parts(12..40)].prop_map(|parts| parts.iter().flat_map(|(part, between)| [part.as_str(), between]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn removals_account_for_the_text_and_cleaning_twice_changes_nothing(text in text()) {
        for pipeline in [&Pipeline::preset(Preset::Article), &Pipeline::preset(Preset::Minimal), &*WITH_NOTES] {
            let cleaned = pipeline.clean(&text);
            let (mut left, mut reached) = (String::new(), 0);
            for removal in &cleaned.removals {
                prop_assert!(removal.span.start >= reached && !removal.span.is_empty());
                left.push_str(&text[reached..removal.span.start]);
                reached = removal.span.end;
            }
            left.push_str(&text[reached..]);
            prop_assert_eq!(&left, &cleaned.text);
            let again = pipeline.clean(&cleaned.text);
            prop_assert_eq!(&again.text, &cleaned.text, "{:?}", again.removals);
        }
    }
}
