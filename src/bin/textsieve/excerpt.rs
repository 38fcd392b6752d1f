//! The cuts of a text with a little of what stands around them.

use textsieve::{Block, Cleaned, RuleId};

/// A part of a text; all parts of an excerpt together are the text, blocks aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    Kept(&'t str),
    Cut(&'t str, &'t RuleId),
    /// Kept as well, but too far from a cut to be shown.
    Far(&'t str),
    /// The next cut is the first one of this block.
    Block(&'t Block),
}

impl<'t> Part<'t> {
    pub(crate) fn text(&self) -> &'t str {
        match self {
            Self::Kept(text) | Self::Cut(text, _) | Self::Far(text) => text,
            Self::Block(_) => "",
        }
    }
}

/// How much is shown on each side of a cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
}

/// Takes a text apart at its removals.
pub(crate) fn excerpt<'t>(text: &'t str, cleaned: &'t Cleaned<'_>, context: Context) -> Vec<Part<'t>> {
    let removals = &cleaned.removals;
    let mut blocks = cleaned.blocks.iter().peekable();
    let mut parts = Vec::new();
    let mut from = 0;
    for (number, removal) in removals.iter().enumerate() {
        kept(&text[from..removal.span.start], number > 0, true, context, &mut parts);
        while let Some(block) = blocks.next_if(|block| block.span.start < removal.span.end) {
            parts.push(Part::Block(block));
        }
        parts.push(Part::Cut(&text[removal.span.clone()], &removal.rule));
        from = removal.span.end;
    }
    kept(&text[from..], !removals.is_empty(), false, context, &mut parts);
    parts
}

/// Adds what lies between two cuts.
fn kept<'t>(text: &'t str, after_cut: bool, before_cut: bool, context: Context, parts: &mut Vec<Part<'t>>) {
    let head = if after_cut { head(text, context) } else { 0 };
    let tail = if before_cut { tail(text, context) } else { text.len() };
    let shown = if head < tail {
        [Part::Kept(&text[..head]), Part::Far(&text[head..tail]), Part::Kept(&text[tail..])].to_vec()
    } else {
        vec![Part::Kept(text)]
    };
    parts.extend(shown.into_iter().filter(|part| !matches!(part, Part::Kept("") | Part::Far(""))));
}

/// Where the first lines end.
fn head(text: &str, context: Context) -> usize {
    let last = context.lines.checked_sub(1);
    let end = last.map_or(0, |last| memchr::memchr_iter(b'\n', text.as_bytes()).nth(last).map_or(text.len(), |at| at + 1));
    (0..=end.min(context.bytes)).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Where the last lines start.
fn tail(text: &str, context: Context) -> usize {
    let start = memchr::memrchr_iter(b'\n', text.as_bytes()).nth(context.lines).map_or(0, |at| at + 1);
    (start.max(text.len().saturating_sub(context.bytes))..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_text() {
        let text = "one\ntwo\nthree\nfour\nAdvertisement\nfive\nsix\nseven\neight\nnine\nAdvertisement\nten\n";
        let cleaned = textsieve::clean(text);
        let parts = excerpt(text, &cleaned, Context { lines: 1, bytes: 100 });
        let shown: Vec<_> = parts
            .iter()
            .map(|part| match part {
                Part::Kept(text) => ("kept", *text),
                Part::Cut(text, _) => ("cut", *text),
                Part::Far(text) => ("far", *text),
                Part::Block(block) => ("block", block.kind),
            })
            .collect();
        let expected = [
            ("far", "one\ntwo\nthree\n"),
            ("kept", "four\n"),
            ("cut", "Advertisement\n"),
            ("kept", "five\n"),
            ("far", "six\nseven\neight\n"),
            ("kept", "nine\n"),
            ("cut", "Advertisement\n"),
            ("kept", "ten\n"),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        let text = format!("{0}\nAdvertisement\n{0}", "é".repeat(1_000));
        let cleaned = textsieve::clean(&text);
        for bytes in 0..9 {
            let parts = excerpt(&text, &cleaned, Context { lines: 3, bytes });
            let whole: String = parts.iter().map(Part::text).collect();
            assert_eq!(whole, text);
            assert!(parts.iter().all(|part| !matches!(part, Part::Kept(text) if text.len() > bytes)));
        }
    }
}
