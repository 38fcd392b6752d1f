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

/// The rows of summaries below the text.
pub(super) fn find(lines: &[Line]) -> Vec<Range<usize>> {
    let there: Vec<usize> = (0..lines.len()).filter(|line| !lines[*line].is_cut).collect();
    let mut rows = Vec::new();
    // The first and the last summary of a row, how many there are, and the fewest lines that stand above one.
    let mut row: Option<(usize, usize, usize, usize)> = None;
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
            let (first, _, count, least) = row.unwrap_or((at, at, 0, above));
            row = Some((first, at, count + 1, least.min(above)));
        }
        (above, days) = (0, 0);
    }
    rows.extend(row);
    let is_row = |row: &(usize, usize, usize, usize)| row.2 >= ROW;
    let bounds = |(first, last, _, least): (usize, usize, usize, usize)| there[first - least.min(ABOVE)]..there[last] + 1;
    below_text(lines, rows.into_iter().filter(is_row).map(bounds))
}
