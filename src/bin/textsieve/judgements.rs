//! What `textsieve explain` says of ids that name a judgement and no rule with phrases.

/// A judgement that names its cuts like a rule.
pub(crate) struct Judgement {
    pub(crate) id: &'static str,
    /// What it removes.
    pub(crate) removes: &'static str,
    /// What it keeps.
    pub(crate) keeps: &'static str,
}

/// Every one of them.
pub(crate) const JUDGEMENTS: [Judgement; 13] = [
    Judgement {
        id: "block/head",
        removes: "Lines above the main part of a whole page (its menu, its boxes) that no rule knows by themselves, where the block is long enough and other \
                  lines of it are marked.",
        keeps: "Running text, the first line and what echoes it, the lines next to the text, and unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/inner",
        removes: "Lines between the first and the last marked line of a run of short lines within the text, where a good share of the run is marked.",
        keeps: "Lines that end a sentence, and unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/tail",
        removes: "What follows the main part of a whole page, from its first marked line on: teasers, other stories, the footer; running text too.",
        keeps: "Unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/closing",
        removes: "What follows a line that goes near the end of the text, where a good share of it is marked.",
        keeps: "Running text, and unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/comments",
        removes: "What readers wrote: all that follows a line of comments, where many lines from there on are marked as comments, or are days below a label of comments, and nearly none before.",
        keeps: "Unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/teasers",
        removes: "Other stories below the text: all that follows a line that goes for sure, where paragraphs from there on are short and stand alone, each between headlines and \
                  dates; running text too. And three summaries or more that break off, each below a headline and a day.",
        keeps: "Unmarked items of lists and figures.",
    },
    Judgement {
        id: "block/rest",
        removes: "What follows a short line below the text that all that stands around it speaks for being the end of the text: furniture, paragraphs that break off, names, \
                  dates, very short lines; running text too.",
        keeps: "Unmarked items of lists and figures, and all where much text follows, or no furniture.",
    },
    Judgement {
        id: "block/author",
        removes: "Who wrote the text, said below it: the paragraph below a label such as `About the author`, and the last paragraph, where that begins with a name that stands in a \
                  line above the text; its heading too.",
        keeps: "The line with the name above the text, and who is named in the text.",
    },
    Judgement {
        id: "block/repeat",
        removes: "A line of twelve words or more right below one that reads the same, a passage of three lines or more, with a hundred words in sentences, that \
                  stands further above already, line by line, and above the text the title once more: a line that reads the same, and the first line if it is the \
                  title with the name of the site.",
        keeps: "What comes first, shorter lines, and single paragraphs that come back further below.",
    },
    Judgement {
        id: "template/line",
        removes: "A line that most pages of the site have, wherever it stands.",
        keeps: "A line that only some of them have, and one whose numbers are others on each page unless nearly all have it.",
    },
    Judgement {
        id: "template/edge",
        removes: "A line that some pages of the site have, above the first or below the last paragraph, with no more than a few other lines outside of it.",
        keeps: "Paragraphs.",
    },
    Judgement {
        id: "template/row",
        removes: "A line that some pages of the site have, in a row of such lines or of lines that rules have marked.",
        keeps: "Paragraphs, and such a line alone.",
    },
    Judgement {
        id: "template/between",
        removes: "The one or two lines between lines of the site that go, below the last paragraph: the titles between `Previous` and `Next`.",
        keeps: "Everything above the last paragraph.",
    },
];

impl Judgement {
    /// Who judges so.
    pub(crate) fn judge(&self) -> &'static str {
        match self.id.split('/').next() {
            Some("block") => "the filter `page_blocks`; the evidence is in a report, in `textsieve diff` and in `Cleaned::blocks`",
            _ => "what `textsieve learn` has seen on other pages of the site; `textsieve templates FILE --site HOST` shows it",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_that_the_library_gives_is_there() {
        let sources = [include_str!("../../blocks.rs"), include_str!("../../templates/judge.rs")].concat();
        let is_id = |word: &&str| word.starts_with("block/") || word.starts_with("template/");
        let mut given: Vec<_> = sources.split('"').filter(is_id).collect();
        given.sort_unstable();
        given.dedup();
        let mut known = JUDGEMENTS.map(|judgement| judgement.id);
        known.sort_unstable();
        assert_eq!(given, known);
    }
}
