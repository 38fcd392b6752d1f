//! Reported speech. A sentence that tells what somebody said was written by somebody, be it about newsletters, advertising or cookies.

use crate::document::ends_sentence;
use crate::fold::count_words;

/// Words that tell of somebody's words and that no prompt, notice or disclosure has. Sorted, in lower case.
const SAID: &[&str] = &[
    "admitted",
    "afirmou",
    "aldus",
    "argued",
    "aseguró",
    "betonte",
    "declarou",
    "dedi",
    "dichiarato",
    "dijeron",
    "dijo",
    "disse",
    "dodal",
    "dodala",
    "dodał",
    "dodała",
    "déclaré",
    "erklärte",
    "fragte",
    "insisted",
    "joked",
    "kertoi",
    "közölte",
    "mondta",
    "oświadczył",
    "oświadczyła",
    "powiedział",
    "powiedziała",
    "prohlásil",
    "prohlásila",
    "recalled",
    "rief",
    "sade",
    "sagde",
    "sagt",
    "sagte",
    "sagten",
    "said",
    "sanoi",
    "says",
    "shouted",
    "spus",
    "stwierdził",
    "stwierdziła",
    "testified",
    "told",
    "uvedl",
    "uvedla",
    "warned",
    "wrote",
    "zegt",
    "zei",
    "zufolge",
    "řekl",
    "řekla",
    "δήλωσε",
    "είπε",
    "велел",
    "зазначив",
    "заявив",
    "заявил",
    "заявила",
    "отметил",
    "отметила",
    "повідомив",
    "повідомила",
    "рассказал",
    "рассказала",
    "сказав",
    "сказал",
    "сказала",
    "сообщил",
    "сообщила",
    "אמר",
    "אמרה",
    "قال",
    "قالت",
    "وقال",
    "گفت",
    "कहा",
];

/// A shorter line is a label, whatever it says.
const WORDS: usize = 7;

/// Whether a line is a sentence that tells what somebody said. A line with a colon at its end is none: so comments are headed (`Ann says:`).
pub(crate) fn is_reported(line: &str) -> bool {
    if line.ends_with([':', '：', ';']) || !ends_sentence(line) || count_words(line) < WORDS {
        return false;
    }
    let line = line.to_lowercase();
    line.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).any(|word| SAID.binary_search(&word).is_ok())
}

/// A vowel sign of Devanagari, which is no letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{93A}'..='\u{94F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn said_is_sorted() {
        assert!(SAID.is_sorted(), "{:?}", SAID.windows(2).find(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn sentences_that_report_are_told_from_prompts() {
        for line in [
            "No credit card needed, the shop said, and a week later the bills came.",
            "“You can unsubscribe at any time,” she told the court on Monday.",
            "Newsletter vychází každý pátek a vás v něm nenajdete, řekl starosta.",
            "Рассылка приходит вам каждое утро, сказал мэр на собрании.",
            "उन्होंने कहा कि न्यूज़लेटर हर सुबह आपके इनबॉक्स में आता है।",
        ] {
            assert!(is_reported(line), "{line}");
        }
        for line in [
            "You can unsubscribe at any time by clicking the link in any of our emails.",
            "Ann Weaver says on Monday, the third of May, at noon:",
            "What she said",
            "She said so.",
        ] {
            assert!(!is_reported(line), "{line}");
        }
    }
}
