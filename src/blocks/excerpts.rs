//! Summaries of other stories that break off, each below a headline and a day: `…and the council has [...]`.
//!
//! A text may have a paragraph that breaks off, but no row of them. Without days such a row may be a list of what the page is about.

use std::ops::Range;

use super::Line;
use super::ending::below_text;
use super::rest::is_broken;

/// So many make a row.
const ROW: usize = 3;
/// The lines that may stand above each: its headline, its section, its day, its author.
const ABOVE: usize = 4;

/// A row, as places among the lines that are there.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Its first and its last summary, and how many there are.
    first: usize,
    last: usize,
    count: usize,
    /// The fewest lines that stand above one.
    above: usize,
}

/// The rows of summaries below the text.
pub(super) fn find(lines: &[Line]) -> Vec<Range<usize>> {
    let there: Vec<usize> = (0..lines.len()).filter(|line| !lines[*line].is_cut).collect();
    let mut rows = Vec::new();
    let mut row: Option<Row> = None;
    let (mut above, mut days) = (0, 0);
    for (at, line) in there.iter().map(|line| &lines[*line]).enumerate() {
        if !line.is_text() {
            above += 1;
            days += usize::from(line.info.is_date);
            continue;
        }
        let is_excerpt = days > 0 && above > days && is_broken(line);
        if !is_excerpt || above > ABOVE {
            rows.extend(row.take());
        }
        if is_excerpt {
            let begun = row.unwrap_or(Row { first: at, last: at, count: 0, above });
            row = Some(Row { last: at, count: begun.count + 1, above: begun.above.min(above), ..begun });
        }
        (above, days) = (0, 0);
    }
    rows.extend(row);
    let bounds = |row: Row| there[row.first - row.above]..there[row.last] + 1;
    below_text(lines, rows.into_iter().filter(|row| row.count >= ROW).map(bounds))
}
