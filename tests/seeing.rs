//! The report and `textsieve diff`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use support::{Folder, err, out, textsieve, textsieve_on};

const PROSE: &str = "The council met on Monday evening and put the vote off for another week.";
const MORE: &str = "Nobody in the hall was surprised by that, least of all the mayor and her two deputies.";

/// The page for some texts of JSON lines.
fn report(folder: &Folder, texts: &[String]) -> String {
    let lines: String = texts.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
    let path = folder.write("pages.jsonl", lines);
    let output = textsieve(&["--dry-run", "--quiet", "--report", &folder.name("report.html"), &path]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    folder.read_text("report.html")
}

/// Texts that try to break out of whatever they are put in; each is cut, and stands beside a cut, and in an attribute (as a name).
const HOSTILE: [&str; 8] = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=\"document.title='owned'\">",
    "' onmouseover='document.title=1' x='",
    "</pre></article></script><script>document.title='owned'</script>",
    "<!-- --><style>*{display:none}</style>",
    "&lt;b&gt; &#60;script&#62;",
    "\u{202E}desrever\u{2066} \u{0}\u{1b}[31m \u{FEFF}",
    "${document.title='owned'} {{7*7}} `x`",
];

fn hostile_report(folder: &Folder) -> String {
    let config = folder.write("config.toml", "[[rule]]\nid = 'custom/hostile'\nregex = ['.*zzz']\nmax_words = 30\n");
    for (n, text) in HOSTILE.iter().enumerate() {
        folder.write(&format!("in/<b>{n}\"'&.txt"), format!("{PROSE}\n{text}\n{text} zzz\n{text}\n{PROSE}\n"));
    }
    let output = textsieve(&["--config", &config, "--dry-run", "--quiet", "--report", &folder.name("report.html"), &folder.name("in")]);
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    folder.read_text("report.html")
}

const TEXT: [&str; 4] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.",
    "The mayor said that the plan would come back in spring, with the figures that the council had asked for, and with a new map.",
    "Nobody in the hall believed her, and a fisherman from the north quay said as much when he was asked by a reporter outside.",
];

/// A whole page with a menu above its text and a footer below, where some lines may be put.
fn whole_page(in_head: &[&str], in_tail: &[&str]) -> String {
    let head = ["Home", "Log in", "Northside", "Subscribe", "Old Town", "Follow us on Facebook", "Riverbank", "Advertisement", "Sign up"];
    let tail = ["Related articles", "Ferry fares to rise", "Share this article", "Leave a Reply", "Riverbank", "All rights reserved"];
    [&["Harbour vote put off"], &head[..6], in_head, &head[6..], &["By Ann Weaver"], &TEXT, &tail[..4], in_tail, &tail[4..]]
        .concat()
        .join("\n")
}

/// A page of which a careful guard keeps nearly all: a stretch of text parted from the rest.
fn guarded_page() -> String {
    let page = whole_page(&[], &[]);
    let (above, tail) = page.split_once(&TEXT.join("\n")).unwrap();
    let text = TEXT.join("\n");
    format!("{above}{text}\n{text}{tail}{tail}\n{}{tail}", TEXT[3])
}

/// The page without what it brings itself.
fn body(page: &str) -> &str {
    let body = page.split_once("<body>").unwrap().1;
    body.rsplit_once("<script>").unwrap().0
}

#[test]
fn hostile_text_stays_text() {
    let folder = Folder::new();
    let page = hostile_report(&folder);
    let body = body(&page);
    assert_eq!(body.matches("<del ").count(), HOSTILE.len(), "each was cut");
    // Every tag is one of the page's own, and every attribute.
    let tags = [
        "header", "h1", "h2", "h3", "button", "main", "section", "div", "b", "p", "table", "thead", "tbody", "tr", "th", "td", "label",
        "input", "span", "svg", "rect", "details", "summary", "ul", "li", "bdi", "article", "pre", "del", "i", "select", "option",
    ];
    let attributes = [
        "id",
        "type",
        "class",
        "name",
        "value",
        "checked",
        "data-category",
        "data-rule",
        "data-longest",
        "data-cuts",
        "data-share",
        "data-name",
        "title",
        "width",
        "height",
        "aria-hidden",
        "autocomplete",
        "dir",
    ];
    for tag in body.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap();
        let mut parts = inside.trim_start_matches('/').splitn(2, ' ');
        assert!(tags.contains(&parts.next().unwrap()), "<{inside}>");
        // Attributes are quoted, so that after quotes are taken out the names are left.
        let rest = parts.next().unwrap_or("");
        let names = rest.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        for name in names.split_whitespace().filter(|name| *name != "/") {
            assert!(attributes.contains(&name.trim_end_matches('=')), "{name} in <{inside}>");
        }
    }
    for invisible in ['\u{202E}', '\u{2066}', '\u{0}', '\u{1b}', '\u{FEFF}'] {
        assert!(!page.contains(invisible), "{invisible:?}");
    }
    assert!(body.contains("⟨U+202E⟩desrever⟨U+2066⟩") && body.contains("&amp;lt;b&amp;gt; &amp;#60;script&amp;#62;"));
}

#[test]
fn blocks_and_guarded_texts_are_shown() {
    let folder = Folder::new();
    let page = report(&folder, &[whole_page(&[], &[])]);
    // Each block's evidence stands before its first cut, and the lines that went with it bear its name.
    let (before, after) = page.split_once("<i class=\"evidence\" data-category=\"block\">head block: ").unwrap();
    assert!(before.ends_with("\nHarbour vote put off\n"), "{page}");
    let (evidence, after) = after.split_once("</i>").unwrap();
    assert!(
        evidence.contains(" lines, ") && evidence.ends_with(" marked") && after.starts_with("<del data-category=\"navigation\""),
        "{page}"
    );
    assert!(page.contains("<del data-category=\"block\" data-rule=\"block/head\" title=\"block/head\">Northside\n</del>"), "{page}");
    assert!(page.contains("tail block: "), "{page}");
    assert!(!body(&page).contains("guarded"), "{page}");

    let config = folder.write("config.toml", "guard = 1\n");
    let path = folder.write("page.txt", guarded_page());
    let args = ["--config", &config, "--dry-run", "--report", &folder.name("report.html"), "--stats", &folder.name("stats.json"), &path];
    let output = textsieve(&args);
    assert!(err(&output).contains("1 document, 1 of them changed, 1 guarded\n"), "{}", err(&output));
    let page = folder.read_text("report.html");
    assert!(page.contains("<div><b>1</b> guarded</div>"), "{page}");
    assert!(page.contains("<p class=\"evidence\">guarded: so much of the paragraphs"), "{page}");
    assert!(folder.read_text("stats.json").contains("\"guarded\": 1"));
    let output = textsieve(&["--config", &config, "--explain", &path]);
    assert!(err(&output).contains("page.txt: guarded: "), "{}", err(&output));
}

#[test]
fn hostile_text_in_a_block_stays_text() {
    let folder = Folder::new();
    let hostile: Vec<_> = HOSTILE.iter().filter(|text| !text.contains('\u{0}')).copied().collect();
    let page = report(&folder, &[whole_page(&hostile, &hostile)]);
    let body = body(&page);
    let is_own = |tag: &str| !["script", "img", "style", "b onmouse", "!--"].iter().any(|other| tag.starts_with(other));
    assert!(body.split('<').skip(1).all(|tag| is_own(tag.trim_start_matches('/'))));
    assert!(body.matches("title=\"block/").count() > hostile.len(), "{body}");
    assert!(body.contains("title=\"block/head\">&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;\n</del>"), "{body}");
}

#[test]
fn every_category_has_a_colour_of_its_own() {
    let folder = Folder::new();
    let page = report(&folder, &[PROSE.to_owned()]);
    let hues: std::collections::BTreeSet<_> = textsieve::Category::ALL
        .iter()
        .map(|category| {
            let selector = format!("[data-category=\"{category}\"] {{ --hue: ");
            page.split(&*selector).nth(1).unwrap_or_else(|| panic!("{category}")).split(';').next().unwrap()
        })
        .collect();
    assert_eq!(hues.len(), textsieve::Category::ALL.len(), "{hues:?}");
}

#[test]
fn the_page_needs_nothing_else_and_runs_nothing_else() {
    let folder = Folder::new();
    let page = report(&folder, &[format!("{PROSE}\nAdvertisement\n")]);
    for outside in ["http:", "https:", "src=", "href=", "@import", "url(", "<link", " style=", "innerHTML", "eval("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let policy = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"));
}

#[test]
fn cuts_stand_in_their_place_with_their_rules() {
    let folder = Folder::new();
    let page = report(&folder, &[format!("{PROSE}\nAdvertisement\n{MORE}\n"), format!("{PROSE}\nPost Views: 345\n"), PROSE.to_owned()]);
    let cut = "<del data-category=\"ad\" data-rule=\"ad/label\" title=\"ad/label\">Advertisement\n</del>";
    assert!(page.contains(&format!("{PROSE}\n{cut}{MORE}\n</pre>")), "{page}");
    assert!(page.contains("<b>3</b> documents") && page.contains("<b>2</b> of them changed"));
    assert!(page.contains("All 2 documents with cuts"));
    assert!(page.contains("<li><bdi>Post Views: 345</bdi></li>"));
    assert_eq!(page.matches("<article ").count(), 2);
    // Longest cuts first.
    assert!(page.find("pages.jsonl:2").unwrap() < page.find("pages.jsonl:1").unwrap());
}

#[test]
fn of_many_documents_a_sample_is_shown_and_said_to_be_one() {
    let folder = Folder::new();
    let texts: Vec<_> = (0..10_000).map(|n| format!("{PROSE}\n{n} views\n{}", "Advertisement\n".repeat(n % 3))).collect();
    let page = report(&folder, &texts);
    let shown = page.matches("<article ").count();
    assert!((300..=400).contains(&shown), "{shown}");
    assert!(page.contains(&format!("A sample: {shown} of the 10000 documents")), "{page}");
    assert!(page.contains("<b>10000</b> documents") && page.len() < 2_000_000, "{}", page.len());
    // The same run gives the same page.
    assert!(body(&report(&folder, &texts)) == body(&page));
}

/// Loads the hostile page in a browser: its own script runs, no other does.
#[test]
#[ignore = "needs a browser: TEXTSIEVE_CHROMIUM=/usr/bin/chromium cargo test --all-features --test seeing -- --ignored browser"]
fn the_page_works_in_a_browser() {
    let folder = Folder::new();
    hostile_report(&folder);
    let profile = format!("--user-data-dir={}", folder.name("profile"));
    let page = format!("file://{}", folder.name("report.html"));
    let output = std::process::Command::new(std::env::var_os("TEXTSIEVE_CHROMIUM").expect("TEXTSIEVE_CHROMIUM names a browser"))
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--enable-logging=stderr", &profile, "--dump-dom", &page])
        .output()
        .unwrap();
    let (dom, log) = (out(&output), err(&output));
    assert!(dom.contains("<title>textsieve report</title>"), "{dom}");
    assert!(dom.contains(&format!("<span id=\"shown\">{} shown</span>", HOSTILE.len())), "{dom}");
    assert!(!log.contains("Content Security Policy") && !log.contains("Uncaught"), "{log}");
    assert!(!dom.contains("<img") && dom.matches("<script").count() == 1 && dom.matches("<style").count() == 1);
}

#[test]
fn diff_shows_cuts_in_their_place() {
    let folder = Folder::new();
    let path =
        folder.write("page.txt", format!("Title\nOne.\nTwo.\n{PROSE}\nAdvertisement\n{MORE}\nThree.\nFour.\nFive.\nPost Views: 345\nEnd"));
    let output = textsieve(&["diff", "--context", "1", &path]);
    let expected = format!(
        "{path}\n    4   {PROSE}\n    5 - Advertisement  [ad/label]\n    6   {MORE}\n    9   Five.\n   10 - Post Views: 345  [counter/views]\n   11   End\n"
    );
    assert_eq!((output.status.code(), out(&output), err(&output)), (Some(0), &*expected, ""));
    let coloured = textsieve(&["diff", "-C0", "--color", "always", &path]);
    assert!(out(&coloured).contains("\u{1b}[31mAdvertisement\u{1b}[0m  \u{1b}[2m[ad/label]\u{1b}[0m"), "{}", out(&coloured));
    assert!(!out(&coloured).contains(PROSE));
}

#[test]
fn diff_tells_of_blocks_and_guarded_texts() {
    let folder = Folder::new();
    let path = folder.write("page.txt", whole_page(&[], &[]));
    let output = textsieve(&["diff", "-C0", &path]);
    let shown: Vec<_> = out(&output).lines().collect();
    assert!(shown[1].starts_with("        head block: ") && shown[2].starts_with("    2 - Home  [navigation/"), "{shown:?}");
    assert!(out(&output).contains("    4 - Northside  [block/head]\n"), "{}", out(&output));
    assert!(out(&output).contains("\n        tail block: "), "{}", out(&output));

    let config = folder.write("config.toml", "guard = 1\n");
    let path = folder.write("page.txt", guarded_page());
    let output = textsieve(&["diff", "--config", &config, &path]);
    assert!(out(&output).starts_with(&format!("{path}\n        guarded: so much of the paragraphs")), "{}", out(&output));
    // It is said of a text that lost nothing, too.
    let config = folder
        .write("config.toml", "guard = 1\nfilters = ['page_blocks']\n[[rule]]\nid = 'custom/item'\nwhen = 'company'\nlines = ['item #']\n");
    let items: String = (1..20).map(|n| format!("Item {n}\n")).collect();
    let text = TEXT.join("\n");
    let path = folder.write("page.txt", format!("{text}\n{text}\n{items}{}\n{items}", TEXT[3]));
    let output = textsieve(&["diff", "--config", &config, &path]);
    assert_eq!(out(&output).lines().count(), 2, "{}", out(&output));
    assert!(out(&output).contains("guarded: "), "{}", out(&output));
}

#[test]
fn diff_reads_what_the_program_reads() {
    let folder = Folder::new();
    let lines = "{\"body\":\"It rained.\"}\n{\"body\":\"It rained.\\nAdvertisement\\n\"}\nbroken\n";
    let path = folder.write("pages.jsonl.gz", support::gzip(lines.as_bytes()));
    let output = textsieve(&["diff", "--field", "body", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), format!("{path}:2\n    1   It rained.\n    2 - Advertisement  [ad/label]\n"));
    assert!(err(&output).contains("pages.jsonl.gz:3: not a JSON object"), "{}", err(&output));
}

#[test]
fn diff_gives_the_terminal_nothing_to_obey() {
    let text = "It \u{1b}]0;owned\u{7}rained.\u{202E}\nAdvertisement\n\u{9b}31mIt rained more.\r\n";
    let output = textsieve_on(&["diff", "--color", "never"], text.as_bytes());
    assert!(out(&output).contains("It \\u{1b}]0;owned\\u{7}rained.\\u{202e}\n"), "{}", out(&output));
    assert!(!out(&output).contains(|c: char| c.is_control() && c != '\n'));
}
