//! Blocks around and within the main part of a page, and the guard.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use textsieve::{Pipeline, Preset, Verdict};

const TEXT: [&str; 4] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.",
    "The mayor said that the plan would come back in spring, with the figures that the council had asked for, and with a new map.",
    "Nobody in the hall believed her, and a fisherman from the north quay said as much when he was asked by a reporter outside.",
];
const HEAD: [&str; 10] = [
    "Home",
    "Log in",
    "Northside",
    "Subscribe",
    "Old Town",
    "Follow us on Facebook",
    "Riverbank",
    "Advertisement",
    "Privacy policy",
    "Sign up",
];
const TAIL: [&str; 7] = [
    "Related articles",
    "Ferry fares to rise",
    "Share this article",
    "A new bridge for the north",
    "Leave a Reply",
    "Riverbank",
    "All rights reserved",
];

fn page(parts: &[&[&str]]) -> String {
    parts.iter().flat_map(|part| part.iter()).fold(String::new(), |page, line| page + line + "\n")
}

#[test]
fn heads_and_tails_go_with_the_lines_that_have_no_phrase() {
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour vote put off", "By Ann Weaver"], &TEXT, &TAIL]);
    let cleaned = textsieve::clean(&page);
    // The title stays, but only once.
    let expected = format!("Harbour vote put off\nBy Ann Weaver\n{}\n", TEXT.join("\n"));
    assert_eq!(cleaned.text, expected);
    assert_eq!(cleaned.verdict, Verdict::Full);
    let kinds: Vec<_> = cleaned.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds.first(), Some(&"head"), "{:?}", cleaned.blocks);
    assert!(cleaned.removals.iter().any(|removal| removal.rule.as_str() == "block/head"));
}

/// A list of houses, each with the same buttons around its name.
fn houses(count: usize) -> String {
    let house = |number| {
        format!(
            "The cook of the house came here from the coast {number} years ago, and what she likes best is fish with herbs from the yard.\n\
             Menu\nHouse number {number}\nGuides\nOld town, quay {number}\n"
        )
    };
    format!("Where to eat this spring\n{}", (1..=count).map(house).collect::<String>())
}

#[test]
fn what_stands_between_the_buttons_of_a_long_list_stays() {
    for count in [16, 40, 1_000] {
        let list = houses(count);
        let cleaned = textsieve::clean(&list);
        let names = |text: &str| text.lines().filter(|line| line.starts_with("House number")).count();
        assert_eq!(names(&cleaned.text), count, "{cleaned:?}");
    }
}

#[test]
fn lists_of_any_length_are_at_rest_when_cleaned() {
    for count in 1..60 {
        let cleaned = textsieve::clean(&houses(count)).text.into_owned();
        assert_eq!(textsieve::clean(&cleaned).text, cleaned, "{count}");
    }
}

#[test]
fn the_minimal_preset_leaves_blocks_alone() {
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour vote put off"], &TEXT, &TAIL]);
    let cleaned = Pipeline::preset(Preset::Minimal).clean(&page);
    assert!(cleaned.text.contains("Northside\n") && cleaned.text.contains("Ferry fares to rise\n") && cleaned.blocks.is_empty());
}

#[test]
fn what_people_write_in_short_lines_stays() {
    let texts: [&[&str]; 5] = [
        // A recipe, verses, an interview, minutes, references.
        &["Ingredients", "2 eggs", "100 g flour", "A pinch of salt", "Method", "1. Beat the eggs.", "2. Add the flour."],
        &["The tide goes out,", "the boats lie down,", "and all the gulls", "go into town."],
        &["What did you see?", "Nothing.", "Who was there?", "My brother."],
        &["Present: A. Weaver, B. Stone", "Item 1: The harbour", "Item 2: The bridge", "Vote: 5 to 4"],
        &["1. Weaver, A.: Harbours of the north. 2019.", "2. Stone, B.: Bridges. 2020.", "3. https://example.org/harbour"],
    ];
    for lines in texts {
        let page = page(&[&["Harbour vote put off"], &TEXT[..2], lines, &TEXT[2..]]);
        assert_eq!(textsieve::clean(&page).text, page);
        let last = page.clone() + &lines.join("\n");
        assert_eq!(textsieve::clean(&last).text, last);
    }
}

#[test]
fn a_table_within_the_text_stays() {
    let table = ["Team", "Points", "Arsenal", "61", "Chelsea", "58", "Leeds", "12"];
    let page = page(&[&["Harbour vote put off"], &TEXT[..2], &table, &TEXT[2..]]);
    assert_eq!(textsieve::clean(&page).text, page);
}

#[test]
fn manuals_keep_their_headings_and_tables() {
    // Headings that link to themselves above the text and below it.
    let headings =
        ["harbour — Boats and bridges ¶", "Source code: lib/harbour", "class Boat (length, draught) ¶", "A boat that may lie at a quay"];
    let options = ["--fast ¶", "Sails in any weather", "--help ¶", "Shows this text"];
    let manual = page(&[&["Harbour - Manual"], &HEAD, &headings, &TEXT, &options, &TAIL]);
    let expected = page(&[&["Harbour - Manual"], &headings, &TEXT, &options]);
    assert_eq!(textsieve::clean(&manual).text, expected);

    // A table with a word that menus have, and names of programs in it.
    let table = ["Index", "max_draught", "in metres", "max_length", "in metres too", "is_moored", "true or false", "has_crew"];
    let manual = page(&[&["Harbour - Manual"], &HEAD, &["Harbour - Manual", "Boats"], &TEXT, &table, &TAIL]);
    let left = textsieve::clean(&manual).text.into_owned();
    assert!(table[1..].iter().all(|line| left.contains(line)) && !left.contains("Ferry fares"), "{left}");
    // What is a list of what stands elsewhere is none.
    let listed = page(&[&["Harbour - Manual"], &HEAD, &table[1..], &["Boats", "A list"], &TEXT, &table, &TAIL]);
    assert!(!textsieve::clean(&listed).text.contains("has_crew"));

    // Words of buttons are not, where they are code.
    let code = ["open()", "print()", "--help", "-x", "__name__", "Share ¶"];
    let all = page(&[&["Harbour - Manual"], &TEXT[..2], &["Share", "Tweet", "Facebook"], &code, &TEXT[2..]]);
    assert_eq!(textsieve::clean(&all).text, page(&[&["Harbour - Manual"], &TEXT[..2], &code, &TEXT[2..]]));
}

#[test]
fn the_guard_keeps_paragraphs() {
    // Two stretches of text, parted by furniture: the longer one is the main part, the other would go with the tail.
    let short = [TEXT[3]];
    let long = [TEXT, TEXT].concat();
    let page = page(&[&["Harbour vote put off"], &HEAD, &["Harbour"], &long, &TAIL, &TAIL, &short, &TAIL]);
    let careful = Pipeline::builder().preset(Preset::Article).guard(1).build().unwrap().clean(&page);
    assert_eq!(careful.verdict, Verdict::Guarded);
    assert_eq!(careful.text.matches(TEXT[3]).count(), 3);
    assert!(!careful.text.contains("Follow us on Facebook"), "what is sure goes all the same");
    let usual = textsieve::clean(&page);
    assert_eq!(usual.verdict, Verdict::Full);
    assert_eq!(usual.text.matches(TEXT[3]).count(), 2);
}

#[test]
fn cleaning_a_page_of_blocks_twice_changes_nothing_more() {
    for parts in
        [vec![&HEAD[..], &TEXT, &TAIL], vec![&TEXT[..], &TAIL, &TEXT[..1], &HEAD], vec![&HEAD[..], &TAIL, &TEXT, &HEAD, &TEXT, &TAIL]]
    {
        let once = textsieve::clean(&page(&parts)).text.into_owned();
        assert_eq!(textsieve::clean(&once).text, once);
    }
}

/// The rules of the lines that went, by the line's text.
fn rule_of<'c>(cleaned: &'c textsieve::Cleaned<'_>, page: &str, line: &str) -> Option<&'c str> {
    let at = page.find(line).unwrap();
    cleaned.removals.iter().find(|removal| removal.span.contains(&at)).map(|removal| removal.rule.as_str())
}

#[test]
fn teasers_below_the_text_go_with_their_summaries() {
    let teasers = [
        "Read next",
        "Ferry fares to rise",
        "12 May 2024",
        "The harbour company wants two more coins for every crossing from the summer on.",
        "A bridge for the north",
        "11 May 2024",
        "Two firms have handed in their drawings, and both of them are over the budget.",
        "Swans are back",
        "9 May 2024",
        "The pair that left the old pond in March has come back with four young ones.",
    ];
    let page = page(&[&["Harbour vote put off"], &TEXT, &TEXT, &teasers]);
    let cleaned = textsieve::clean(&page);
    assert!(cleaned.text.ends_with(&format!("{}\n", TEXT[3])), "{}", cleaned.text);
    assert_eq!(rule_of(&cleaned, &page, teasers[3]), Some("block/teasers"));
    assert!(cleaned.blocks.iter().any(|block| block.kind == "teasers"));
}

#[test]
fn a_text_that_goes_on_below_a_label_is_no_teaser() {
    // Two paragraphs in a row, a long one, or nothing that goes for sure above them.
    let label = ["Read next", "Ferry fares to rise"];
    let long = TEXT.join(" ");
    let goes_on: [&[&str]; 2] =
        [&["On the quay", TEXT[0], TEXT[1], "In the hall", TEXT[2], TEXT[3]], &["On the quay", &long, "In the hall", TEXT[3], "At home"]];
    for rest in &goes_on {
        let text = page(&[&["Harbour vote put off"], &TEXT, &TEXT, &label, rest]);
        let text = textsieve::clean(&text).text.into_owned();
        assert!(text.ends_with(&rest.iter().fold(String::new(), |page, line| page + line + "\n")), "{text}");
    }
    let sections = ["On the quay", TEXT[3], "In the hall", TEXT[2], "At home", TEXT[1], "On the way"];
    let text = page(&[&["Harbour vote put off"], &TEXT, &TEXT, &sections]);
    assert_eq!(textsieve::clean(&text).text, text);
    // What has no letters is the headline of nothing.
    let goes_on = ["Advertisement", "¡", "1,234 views", TEXT[3], "In the hall", TEXT[2], "At home", TEXT[1]];
    let text = page(&[&["Harbour vote put off"], &TEXT.map(|line| &line[1..]), &TEXT.map(|line| &line[2..]), &goes_on]);
    assert!(textsieve::clean(&text).text.ends_with(&page(&[&goes_on[3..]])));
}

const THREAD: [&str; 9] = [
    "Ann Weaver says:",
    "I was there, and it was a good deal louder than you write.",
    "Reply",
    "Ben Stone says:",
    "Louder than the last time? Then I am glad that I stayed at home with a book.",
    "Reply",
    "1. Cleo Marsh says:",
    "1. It was not loud at all where we stood, at the back by the door.",
    "Reply",
];

#[test]
fn comments_below_the_text_go_with_what_people_wrote() {
    let article = [TEXT, TEXT, TEXT].concat();
    let page = page(&[&["Harbour vote put off"], &article, &THREAD, &["Leave a Reply"]]);
    let cleaned = textsieve::clean(&page);
    assert!(cleaned.text.ends_with(&format!("{}\n", TEXT[3])), "{}", cleaned.text);
    assert_eq!(rule_of(&cleaned, &page, THREAD[7]), Some("block/comments"));
}

#[test]
fn several_authors_go_one_by_one() {
    let authors = [
        "Anna Weaver",
        "Anna has lived at the harbour with two cats and a boat for eleven years, and writes about all of them.",
        "About Ben Stone",
        "Ben Stone is a reporter at the harbour, where he has lived with a dog for three years.",
    ];
    let text = page(&[
        &["Harbour vote put off", "By Anna Weaver and Ben Stone"],
        &TEXT,
        &["Advertisement"],
        &TEXT.map(|line| &line[1..]),
        &authors,
    ]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(cleaned.text, page(&[&["Harbour vote put off", "By Anna Weaver and Ben Stone"], &TEXT, &TEXT.map(|line| &line[1..])]));
    assert_eq!(rule_of(&cleaned, &text, authors[1]), Some("block/author"));
    // A section whose heading says what the title says.
    let section = ["Harbour Vote", "Harbour votes have been put off as long as anybody here can remember, and this one will be."];
    let text = page(&[&["The paper", "Harbour Vote"], &TEXT, &["Advertisement"], &TEXT.map(|line| &line[1..]), &section]);
    assert!(textsieve::clean(&text).text.contains(section[1]));
}

#[test]
fn comments_below_a_label_go_by_their_days() {
    let thread =
        ["• May 3, 2024", "Ann Weaver", THREAD[1], "• May 4, 2024", "Ben Stone", THREAD[4], "• May 4, 2024", "Cleo Marsh", THREAD[7]];
    let article = [TEXT, TEXT.map(|line| &line[1..]), TEXT.map(|line| &line[2..])].concat();
    let text = page(&[&["Harbour vote put off", "May 1, 2024"], &article, &["Comments"], &thread]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(rule_of(&cleaned, &text, THREAD[4]), Some("block/comments"));
    assert!(cleaned.text.ends_with(&format!("{}\n", article[11])), "{}", cleaned.text);
    // A timeline below no label, and posts that have had their days before.
    for head in [
        &["Harbour vote put off", "How it came"][..],
        &["Harbour vote put off", thread[0], TEXT[0], thread[3], TEXT[1], thread[6], TEXT[2], "Comments"],
    ] {
        let text = page(&[&head[..1], &head[1..head.len() - 1], &article, &head[head.len() - 1..], &thread]);
        assert!(textsieve::clean(&text).text.contains(THREAD[4]), "{text}");
    }
}

/// Fourteen posts, longer together than the text is, with what a page prints above each.
fn posts(head: impl Fn(usize) -> String) -> String {
    let said = |number| format!("{} That is what {number} of us heard at the back of the hall, and nobody there was quieter.", THREAD[4]);
    (1..=14).map(|number| head(number) + &said(number) + "\n").collect()
}

#[test]
fn comments_that_a_label_counts_go_however_long_they_are() {
    let numbered = posts(|number| format!("{number}. "));
    let signed = posts(|number| format!("Ann Weaver {} says:\nMay {number}, 2024 at 8:15 am\n", ["Senior", "Junior"][number % 2]));
    let article = [TEXT, TEXT.map(|line| &line[1..])].concat();
    let page_of = |label, posts: &str| page(&[&["Harbour vote put off"], &article, &[label, posts]]);
    let kept = page(&[&["Harbour vote put off"], &article]);
    for (label, posts) in [
        ("14 Comments on “Harbour vote put off”", &numbered),
        ("14 comments:", &numbered),
        ("14 kommentarer", &numbered),
        ("40 Comments", &signed),
        ("Comments (14)", &signed),
        ("Comments", &signed),
        ("Комментарии", &signed),
    ] {
        let text = page_of(label, posts);
        let cleaned = textsieve::clean(&text);
        assert_eq!(cleaned.text, kept, "{label}");
        assert_eq!(cleaned.verdict, Verdict::Full, "{label}");
    }
    // A list that the number is not of, and one below no label.
    for label in ["6 Comments", "Comments", "Harbour rules", "140 shares"] {
        let text = page_of(label, &numbered);
        assert!(textsieve::clean(&text).text.contains("\n14. "), "{label}");
    }
    // The number above the text, and a list of texts with the number of each.
    let text = page(&[&["Harbour vote put off", "14 Comments"], &article, &article.iter().map(|line| &line[2..]).collect::<Vec<_>>()]);
    assert!(textsieve::clean(&text).text.contains(&TEXT[3][2..]));
    let texts: Vec<String> =
        (1..9).flat_map(|day| [format!("{} {day}", TEXT[day % 4]), format!("May {day}, 2024"), format!("{day} comments")]).collect();
    let text = page(&[&["Harbour blog"], &TEXT, &texts.iter().map(String::as_str).collect::<Vec<_>>()]);
    assert!(textsieve::clean(&text).text.contains(&texts[21]));
}

#[test]
fn summaries_that_break_off_go_with_their_headlines_and_days() {
    let broken = [
        "The ferry to the islands will cost a good deal more from next month on, its owner said on Friday, and there will be two fewer of them each day...",
        "Two firms have handed in their drawings for the bridge in the north, and both of them are over what the council has said it will spend on […]",
        "The pair of swans that left the old pond in March has come back with four young ones, and the keeper who had given up on them was the first to",
    ];
    let posts = [
        "May 3, 2024",
        "Ferry fares to rise",
        broken[0],
        "May 2, 2024",
        "A new bridge",
        broken[1],
        "May 1, 2024",
        "Swans are back",
        broken[2],
    ];
    let article = [TEXT, TEXT.map(|line| &line[1..])].concat();
    let text = page(&[&["Harbour vote put off"], &article[..4], &["Advertisement"], &article[4..], &posts, &["12 Quay Street"]]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(cleaned.text, page(&[&["Harbour vote put off"], &article, &["12 Quay Street"]]));
    assert_eq!(rule_of(&cleaned, &text, broken[1]), Some("block/teasers"));
    // Whole sentences, two of them, or no days: a timeline, a list of what the page is about.
    let whole = broken.map(|post| format!("{} so.", post.trim_end_matches(['.', ' ', '[', '…', ']'])));
    let whole = [posts[0], posts[1], &whole[0], posts[3], posts[4], &whole[1], posts[6], posts[7], &whole[2]];
    let undated = [posts[1], posts[2], posts[4], posts[5], posts[7], posts[8]];
    for rest in [&whole[..], &posts[..6], &undated] {
        let text = page(&[&["Harbour vote put off"], &article[..4], &["Advertisement"], &article[4..], rest]);
        assert_eq!(textsieve::clean(&text).text, text.replace("Advertisement\n", ""));
    }
}

#[test]
fn the_posts_of_a_forum_stay() {
    // Marks of comments stand between them from the first one on.
    let post = [TEXT[0], "Reply", "Ben Stone says:", TEXT[1], "Reply", "Ann Weaver says:", TEXT[2], "Reply", "Cleo Marsh says:", TEXT[3]];
    let page = page(&[&["Harbour vote put off", "Ann Weaver says:"], &post, &post, &post, &THREAD, &["Leave a Reply"]]);
    let text = textsieve::clean(&page).text.into_owned();
    for written in TEXT.iter().chain([&THREAD[1], &THREAD[4], &THREAD[7]]) {
        assert!(text.contains(written), "{written}: {text}");
    }
}

#[test]
fn what_a_page_prints_twice_stays_once() {
    // The lead above and below an advertisement, then all of it again.
    let article = [&["Harbour vote put off"], &TEXT[..1], &["Advertisement"], &TEXT, &["By Ann Weaver"]].concat();
    let twice = page(&[&article, &article]);
    let cleaned = textsieve::clean(&twice);
    assert_eq!(cleaned.text, page(&[&["Harbour vote put off"], &TEXT, &["By Ann Weaver"]]));
    assert_eq!(rule_of(&cleaned, &twice, TEXT[3]), None);
    assert!(cleaned.blocks.iter().any(|block| block.kind == "repeat"), "{:?}", cleaned.blocks);
    assert_eq!(textsieve::clean(&cleaned.text).text, cleaned.text);
    // Sentences of one line may come back.
    let told = page(&[&TEXT, &["They all went home by the last ferry, and the vote was put off once more."]]).replace('\n', " ").repeat(2);
    assert_eq!(textsieve::clean(&told).text, told);
}

#[test]
fn verses_and_steps_come_back() {
    let refrain = "And the gulls cried all over the harbour that night,";
    let song = page(&[&["The tide goes out,", refrain], &["the boats lie down,", refrain, refrain]]);
    assert_eq!(textsieve::clean(&song).text, song);
    let step = "Beat the eggs until they are pale, then fold in the flour little by little.";
    let recipe = page(&[&["Sponge", step, "Bake it."], &["Cream", "Heat the milk.", step]]);
    assert_eq!(textsieve::clean(&recipe).text, recipe);
}

#[test]
fn summaries_below_a_label_of_other_stories_may_be_longer() {
    let long = "The ferry to the islands will cost a good deal more from next month on, its owner said on Friday, and there will be two fewer of them each day, \
                the last one leaving at nine in the evening instead of at eleven, as it has for thirty years.";
    let items = ["Ferry fares to rise", long, "A new bridge for the north", TEXT[3], "Riverbank", "At home"];
    let article = [TEXT, TEXT.map(|line| &line[1..])].concat();
    let below = page(&[&["Harbour vote put off"], &article, &["Related articles"], &items]);
    assert_eq!(rule_of(&textsieve::clean(&below), &below, long), Some("block/teasers"));
    // Not if the label stands below each item of a list.
    let list =
        page(&[&["Harbour vote put off", "The quay", TEXT[0], "Read more", "The hall"], &article, &["Read more"], &items, &["Read more"]]);
    assert!(textsieve::clean(&list).text.contains(long));
}

#[test]
fn the_title_above_the_text_stays_once() {
    let title = "Harbour vote put off";
    let text = page(&[&["Harbour vote put off | The Harbour Ledger", "Northside", title, title, "By Ann Weaver"], &TEXT]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(cleaned.text, page(&[&["Northside", title, "By Ann Weaver"], &TEXT]));
    assert_eq!(rule_of(&cleaned, &text, "Harbour vote put off | "), Some("block/repeat"));
    assert_eq!(textsieve::clean(&cleaned.text).text, cleaned.text);
    // A title that has another one in it, one of two words, and lines below text stay.
    for head in [&["Harbour vote put off again", "Harbour vote put off"][..], &["The harbour", "The harbour"], &[title, TEXT[0], title]] {
        let text = page(&[head, &TEXT[1..]]);
        assert_eq!(textsieve::clean(&text).text, text);
    }
}

#[test]
fn who_wrote_the_text_goes() {
    let about = "Ann Weaver is a reporter at the harbour, where she has lived with two cats and a boat for eleven years.";
    let again = TEXT.map(|line| &line[1..]);
    let text = page(&[&["Harbour vote put off", "By Ann Weaver"], &TEXT, &["Advertisement"], &again, &["Ann Weaver", "Reporter", about]]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(cleaned.text, page(&[&["Harbour vote put off", "By Ann Weaver"], &TEXT, &again]));
    assert_eq!(rule_of(&cleaned, &text, about), Some("block/author"));
    // Who is named in the text is what it is about; and a name must stand above it, and no product.
    let told = "The plan was drawn by Ann Weaver, who did not want to say anything about it.";
    let product = "Ann Weaver Harbour Cat Food is for cats that live at a harbour, for it has all that such a cat needs.";
    for (byline, told, about) in
        [("By Ann Weaver", told, about), ("By Ben Stone", TEXT[3], about), ("Ann Weaver Harbour Cat Food", TEXT[3], product)]
    {
        let text = page(&[&["Harbour vote put off", byline], &TEXT, &["Advertisement", told, about]]);
        assert!(textsieve::clean(&text).text.ends_with(&format!("{told}\n{about}\n")));
    }
}

#[test]
fn the_box_of_an_author_goes_with_its_label() {
    for (label, name, about) in [
        (
            "About the Author",
            "Ann Weaver, Reporter",
            "Ann has lived at the harbour with two cats and a boat for eleven years, and writes about all of them.",
        ),
        (
            "Über die Autorin",
            "Anna Weber",
            "Anna Weber lebt seit elf Jahren mit zwei Katzen und einem Boot am Hafen und schreibt über alle drei.",
        ),
    ] {
        let rest = ["The ferry does not run on Sundays from the first of November until the last of March."];
        let text = page(&[&["Harbour vote put off"], &TEXT, &TEXT.map(|line| &line[1..]), &[label, name, about], &rest]);
        let cleaned = textsieve::clean(&text);
        assert_eq!(cleaned.text, page(&[&["Harbour vote put off"], &TEXT, &TEXT.map(|line| &line[1..]), &rest]));
        assert_eq!(rule_of(&cleaned, &text, about), Some("block/author"));
        assert_eq!(textsieve::clean(&cleaned.text).text, cleaned.text);
        // Much text below it is of the article, and so is somebody whom the text has spoken of.
        let goes_on = page(&[&["Harbour vote put off"], &TEXT, &[label, name, about], &TEXT.map(|line| &line[1..])]);
        let told = "The plan was drawn by Ann, or Anna Weber, who did not want to say anything about it at all.";
        let spoken_of = page(&[&["Harbour vote put off"], &TEXT, &[told, TEXT[3], label, name, about]]);
        for text in [goes_on, spoken_of] {
            assert!(textsieve::clean(&text).text.contains(about), "{label}");
        }
    }
}

#[test]
fn offers_below_the_text_go_by_their_weight() {
    // Summaries that break off, too long for teasers, without a label.
    let long = "The ferry to the islands will cost a good deal more from next month on, its owner said on Friday, and there will be two fewer of them each day, \
                the last one leaving at nine in the evening instead of at eleven, as it has for thirty years, and";
    let offers = [
        "Advertisement",
        "Ben Stone",
        "Ferry Fares To Rise",
        "3 May 2024",
        long,
        "Swans Are Back",
        "1 May 2024",
        long,
        "Cleo Marsh",
        "All rights reserved",
        "12 Quay Street",
    ];
    let article = [TEXT, TEXT.map(|line| &line[1..]), TEXT.map(|line| &line[2..]), TEXT.map(|line| &line[3..])].concat();
    let text = page(&[&["Harbour vote put off"], &article, &offers]);
    let cleaned = textsieve::clean(&text);
    assert_eq!(rule_of(&cleaned, &text, "Ferry Fares"), Some("block/rest"), "{}", cleaned.text);
    assert_eq!(textsieve::clean(&cleaned.text).text, cleaned.text);
    // Nothing is an end by weight alone: there must be furniture.
    let text =
        page(&[&["Harbour vote put off"], &article, &["Ben Stone", "Ferry Fares To Rise", long, "Swans Are Back", long, "Cleo Marsh"]]);
    assert_eq!(textsieve::clean(&text).text, text);
}
