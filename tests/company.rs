//! What makes a suspect go: the lines around it, and where it stands.

use textsieve::{Pipeline, Preset};

const TEXT: [&str; 2] = [
    "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.",
    "Several of them had waited for three hours, and the youngest asked why nobody had told them that the plan was off the table by then.",
];

/// What both presets leave of these lines below a headline and a sentence, and above a text.
fn left_below_headline(lines: &[&str]) -> Vec<String> {
    let page = format!(
        "Vote put off\nThe council will meet again next week, the mayor said on Monday.\n{}\n{}\n",
        lines.join("\n"),
        TEXT.join("\n")
    );
    let article = Pipeline::preset(Preset::Article).clean(&page).text.into_owned();
    assert_eq!(Pipeline::preset(Preset::Minimal).clean(&page).text, article);
    article.lines().skip(2).take_while(|line| *line != TEXT[0]).map(String::from).collect()
}

#[test]
fn counters_and_buttons_go_below_a_date() {
    for lines in [
        &["Dec 19, 2025", "5", "2", "Share"][..],
        &["25 de mayo de 2025 16:51 h", "47"],
        &["28.11.2024", "4 min."],
        &["Publiziert: 01.07.2023, 11:16", "Teilen", "267"],
    ] {
        assert_eq!(left_below_headline(lines), lines[..1], "{lines:?}");
    }
}

#[test]
fn what_else_follows_a_date_stays() {
    for lines in [
        // A row of measurements, the first item of a list, words that are none of a share bar.
        &["Dec 19, 2025", "5", "Dec 20, 2025", "7"][..],
        &["Top 10 of 2025", "1"],
        &["2025 Heron 6", "12"],
        &["Dec 19, 2025", "Ann Weaver"],
    ] {
        assert_eq!(left_below_headline(lines), lines, "{lines:?}");
    }
}

#[test]
fn tables_and_notes_below_the_last_paragraph_stay() {
    for below in [
        "Team\nPoints\nHarbour\n31\nNorthside\n28\nOld Town\n25\n",
        "Member\nVotes\nAnn Weaver\n1,204\nJoe Heron\n986\nMary Egret\n12\n",
        "1\nWeaver, The Old Harbour, p. 12\n",
    ] {
        let page = format!("Vote put off\n{}\n{below}", TEXT.join("\n"));
        for preset in Preset::ALL {
            assert_eq!(Pipeline::preset(preset).clean(&page).text, page);
        }
    }
}

#[test]
fn the_minimal_preset_hears_other_families() {
    let page = format!("Vote put off\n{}\nShare\nLeave a Reply\nLog in to comment\n1,204\n{}\n", TEXT[0], TEXT[1]);
    let cleaned = Pipeline::preset(Preset::Minimal).clean(&page);
    assert_eq!(cleaned.text, format!("Vote put off\n{}\nLeave a Reply\nLog in to comment\n{}\n", TEXT[0], TEXT[1]));
}

/// What is left of some lines between two paragraphs.
fn left_between_paragraphs(lines: &[&str]) -> Vec<String> {
    let page = format!("Vote put off\n{}\n{}\n{}\n", TEXT[0], lines.join("\n"), TEXT[1]);
    let cleaned = Pipeline::preset(Preset::Article).clean(&page).text.into_owned();
    assert_eq!(Pipeline::preset(Preset::Article).clean(&cleaned).text, cleaned);
    cleaned.lines().skip(2).take_while(|line| *line != TEXT[1]).map(String::from).collect()
}

#[test]
fn numbers_that_are_counters_by_their_form_go() {
    for lines in [&["• 12"][..], &["- 313"], &["• 1", "• 2", "• 3", "• 4", "• 5"], &["(1,204)"], &["(7.6k)"], &["1. 14"]] {
        assert!(left_between_paragraphs(lines).is_empty(), "{lines:?}");
    }
    let comment = "The pier was closed long before that day. Commented May 7, 2019 at 20:38";
    assert_eq!(left_between_paragraphs(&[comment, "• 3"]), [comment]);
    assert_eq!(left_between_paragraphs(&[comment, "12"]), [comment]);
    assert!(left_between_paragraphs(&["Reply", "Leave a Comment", "#12 ·"]).is_empty());
    assert!(left_between_paragraphs(&["12", "• 3"]).is_empty());
    // A thread of answers: the votes of the next answer.
    let answer = "It was closed because of the storm, the harbour office told me.";
    let others = [
        "My father still had a key to it. Commented May 7, 2019 at 21:05",
        "You can see the old poles still. Answered May 8, 2019 at 7:12",
    ];
    let thread = [comment, others[0], others[1], "Anna"];
    assert_eq!(left_between_paragraphs(&[&thread[..], &["12", answer]].concat()), [&thread[..], &[answer]].concat());
    assert_eq!(left_between_paragraphs(&[comment, "Anna", "12", answer]), [comment, "Anna", "12", answer]);
}

#[test]
fn numbers_that_people_write_stay() {
    for lines in [
        // Items of a list, numbers that were drawn, titles, the losses of a table, equations and notes, scores, years, chapters.
        &["• 5 eggs", "• 12", "• flour"][..],
        &["• 4", "• 17", "• 23", "• 31"],
        &["- 1984", "- Emma"],
        &["• 1917"],
        &["Revenue", "5,000", "Loss", "(1,204)", "Cash", "300"],
        &["(2)"],
        &["1. 1", "Look at the tide table.", "2. 2", "Ask the harbour office."],
        &["1. 12", "2. Eggs"],
        &["2019", "Share", "Ann Weaver"],
        &["#1", "The Harbour Inn", "#2", "The Old Pier"],
        &["2 eggs", "• 3 lemons", "12"],
        &["(2019)"],
        &["Harbour", "2", "Northside", "1"],
        &["1984"],
        &["7"],
        &["1. 5", "2. 4", "3. 17"],
        &["2 cups", "12"],
        &["Answers", "12", "5", "31"],
        // A log of measurements.
        &["Station A 2019-05-07 20:38", "21", "Station A 2019-05-07 21:38", "22"],
        &["The clock of the old harbour stopped in 1931 at 20:38", "12"],
    ] {
        assert_eq!(left_between_paragraphs(lines), lines, "{lines:?}");
    }
}

#[test]
fn numbers_of_posts_go_with_those_below_likes() {
    let posts = ["The old pier is closed.", "It was closed in spring too.", "They say it opens in May.", "I walked past it today."];
    let thread = ["1 Like", "2", posts[0], "3", posts[1], "4 Likes", "4", posts[2], "5", posts[3]];
    assert_eq!(left_between_paragraphs(&thread), posts);
    // One count makes no thread, and a series that others interrupt is none.
    assert_eq!(left_between_paragraphs(&thread[..5]), [posts[0], "3", posts[1]]);
    let broken = ["1 Like", "2", posts[0], "7", posts[1], "4 Likes", "9", posts[2]];
    assert_eq!(left_between_paragraphs(&broken), [posts[0], "7", posts[1], posts[2]]);
    let list = ["1", "Clean the pier.", "2", "Paint the boats.", "3", "Rest."];
    assert_eq!(left_between_paragraphs(&list), list);
}

#[test]
fn counts_of_nothing_go() {
    for lines in [&["0 0"][..], &["0 0 0"], &["Share", "0"]] {
        assert!(left_between_paragraphs(lines).iter().all(|line| line == "Share"), "{lines:?}");
    }
    for lines in [&["0"][..], &["Harbour", "0", "Northside", "0"], &["Wins", "0 0", "3 1", "2 2", "1 1"]] {
        assert_eq!(left_between_paragraphs(lines), lines, "{lines:?}");
    }
}

#[test]
fn a_bar_of_buttons_goes() {
    assert!(left_between_paragraphs(&["Facebook", "Threads", "Instagram", "YouTube"]).is_empty());
    for lines in [&["Facebook", "Threads", "Instagram"][..], &["Facebook", "Threads", "Facebook", "Threads"]] {
        assert_eq!(left_between_paragraphs(lines), lines, "{lines:?}");
    }
}

#[test]
fn numbers_of_verses_and_sayings_stay() {
    let verses = [
        "Nobody counts the herons of the north, and nobody counts the years that they have stood there in the mud.",
        "Who mends a net at night mends it twice.",
        "The tide asks no harbour master.",
        "An old pier has many friends, and none of them brings a plank.",
    ];
    let text = verses.iter().zip(1..).map(|(verse, number)| format!("{number}\n{verse}\n")).collect::<String>();
    for preset in Preset::ALL {
        assert_eq!(Pipeline::preset(preset).clean(&text).text, text);
    }
}

#[test]
fn what_stands_above_the_title_goes_if_it_is_a_button_or_a_counter() {
    let page = |first: &str, title: &str| format!("{first}\n{title}\n{}\n", TEXT.join("\n"));
    let title = "Vote on the old harbour put off";
    for preset in Preset::ALL {
        let pipeline = Pipeline::preset(preset);
        for first in ["Share", "4 min", "Ledger Sponsored", "Subscribe to Coast Notes"] {
            assert_eq!(pipeline.clean(&page(first, title)).text, page(first, title)[first.len() + 1..], "{first}");
        }
        // A number may be that of a chapter, and a title is what the next line speaks of, or what running text follows.
        for (first, title) in [
            ("12", title),
            ("Name", title),
            ("Facebook", "What Facebook knows of the old harbour"),
            ("Share", "The last boat left at noon."),
        ] {
            assert_eq!(pipeline.clean(&page(first, title)).text, page(first, title), "{first}");
        }
    }
}

#[test]
fn numbers_above_a_share_button_and_below_the_day_when_somebody_joined_go() {
    assert!(left_between_paragraphs(&["41", "10", "Share"]).is_empty());
    for lines in [&["41", "Share", "12"][..], &["41", "Share", "Ann Weaver"], &["41", "10", "4", "7", "Share"]] {
        assert_eq!(left_between_paragraphs(lines), lines, "{lines:?}");
    }
    let post = |number: &'static str, text: &'static str| ["heron", "May 3, 2017", "1,571", "The coast", "Mar 27, 2025", number, text];
    let texts = ["The old pier is closed.", "It was closed in spring too.", "They say it opens in May."];
    let thread = [post("#2", texts[0]), post("#3", texts[1]), post("#4", texts[2])].concat();
    assert!(!left_between_paragraphs(&thread).contains(&"1,571".to_owned()));
    assert!(left_between_paragraphs(&thread[..7]).contains(&"1,571".to_owned()));
}

#[test]
fn a_number_that_ends_the_text_goes() {
    let page = |last: &str| format!("Vote put off\n{}\n{last}\n", TEXT.join("\n"));
    for preset in Preset::ALL {
        let pipeline = Pipeline::preset(preset);
        assert_eq!(pipeline.clean(&page("1")).text, page("").trim_end().to_owned() + "\n");
        assert_eq!(pipeline.clean(&page("Ann Weaver, Harbour\n0")).text, page("Ann Weaver, Harbour"));
        for kept in ["1\nWeaver, The Old Harbour, p. 12", "Northside\n3\nHarbour\n0"] {
            assert_eq!(pipeline.clean(&page(kept)).text, page(kept));
        }
    }
}
