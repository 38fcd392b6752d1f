//! Texts that are made to cost time, in any length.

use std::time::Duration;

use textsieve::{AdMarkers, Filter, Line, Marks, Pipeline, RuleId};

/// A name, and what is repeated.
pub const KINDS: [(&str, &str); 30] = [
    ("one letter", "a"),
    ("one space", " "),
    ("one digit", "7"),
    ("one line end", "\n"),
    ("one NUL", "\0"),
    ("one emoji", "👁"),
    ("one ideograph", "字"),
    ("combining marks", "\u{301}"),
    ("bidi controls", "\u{202E}\u{2066}\u{2069}"),
    ("zero-width joiners", "A\u{200B}d\u{200D}v"),
    ("ligature that unfolds", "ﷺ"),
    ("Hangul in pieces", "\u{1112}\u{1161}\u{11AB}"),
    ("thousands", "1,854"),
    ("words", "vote "),
    ("lines of a letter", "a\n"),
    ("lines of a number", "12\n"),
    ("dates and numbers", "2024-05-12\n12\n"),
    ("list items that are numbers", "• 7\n"),
    ("paragraphs and numbers of posts", "The council met on Monday evening and put the vote off for another week.\n#12 ·\n"),
    ("lines of white space", " \t\r\n"),
    ("furniture", "- Advertisement -\n"),
    ("near misses", "Advertisements spend\nSubscribe to our newslette\nShare on Facebo\nPost Views: many\n"),
    ("suspects", "Share\n"),
    ("suspects and numbers", "Share\n12\nComments\n3 4\n"),
    ("suspects between lines", "Share\nThe mill\nPrint\nThe weir\n"),
    ("prose", "The council met on Monday evening and put the vote off for another week, to nobody's surprise.\n"),
    (
        "prose and furniture",
        "The council met on Monday evening and put the vote off for another week.\nShare\n- Advertisement -\nRelated\n",
    ),
    (
        "menus",
        "Home\nLog in\nNorthside\nSubscribe\nOld Town\nFollow us on Facebook\n\nThe council met on Monday evening and put it off for a week.\n",
    ),
    ("items with buttons", "The council met on Monday evening and put the vote off for another week.\nMenu\nThe mill\nGuides\nThe weir\n"),
    ("lines as long as rules go", LONG),
];

/// Nearly [`LINE_LIMIT`](textsieve::Rule::LINE_LIMIT) bytes of what many rules begin with.
const LONG: &str = "share share share share share follow follow follow follow share share share share share follow follow follow follow share share \
    share share share follow follow follow follow share share share share share follow follow follow follow share share share share share follow \
    follow follow follow share share share share share follow follow follow follow share share share share share follow follow follow follow share \
    share share share share follow follow follow follow share share share share share follow follow follow follow share share share share share \
    follow\n";

/// So many bytes of a kind, or a few less.
pub fn text(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

/// Cuts a part of each line, and suspects each line.
#[derive(Debug)]
struct Parts(RuleId);

impl Filter for Parts {
    fn line(&self, line: &Line<'_>, marks: &mut Marks) {
        let span = line.span();
        marks.cut(span.start..span.start + span.len() / 2, &self.0);
        marks.cut(span.start + span.len() / 4..span.end - span.len() / 4, &self.0);
        marks.suspect(span, &self.0);
    }
}

/// The preset `article`, and a filter of one's own that marks parts of all lines.
pub fn pipelines() -> [(&'static str, Pipeline); 2] {
    let parts = Parts("custom/parts".parse().expect("an id"));
    let own = Pipeline::builder().filter(AdMarkers).filter(textsieve::PageBlocks).filter(parts);
    [("article", Pipeline::default()), ("own filter", own.build().expect("built-in filters"))]
}

/// What other processes do does not count, where the system can tell.
#[cfg(unix)]
pub fn time_of_this_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
pub fn time_of_this_thread() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
