//! The report as HTML.
//!
//! Every text comes from pages that somebody else wrote. Each goes through [`Escaped`], into element content or a quoted attribute and nowhere else; and should
//! one get through all the same, the page's content security policy runs no script but its own.

use std::fmt::{self, Display, Write};

use data_encoding::BASE64;
use indicatif::HumanBytes;
use sha2::{Digest, Sha256};
use textsieve::Category;

use super::sample::{EVEN, LONGEST, Report, Sample, SamplePart};
use crate::summary::{GUARDED, Summary, by_cuts, counted, percent_of};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const TOP_RULES: usize = 40;

impl Report {
    /// The whole page.
    pub(crate) fn page(&self, summary: &Summary) -> String {
        let mut out = String::new();
        // Writing to a string never fails.
        let _ = self.write(&mut out, summary);
        out
    }

    fn write(&self, out: &mut String, summary: &Summary) -> fmt::Result {
        let hash = |content: &str| format!("'sha256-{}'", BASE64.encode(&Sha256::digest(content)));
        writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(
            out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {}; script-src {}\">",
            hash(STYLE),
            hash(SCRIPT)
        )?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>textsieve report</title>")?;
        writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>")?;
        writeln!(out, "<header><h1>What textsieve cut</h1><button id=\"theme\" type=\"button\">Dark or light</button></header>\n<main>")?;
        totals(out, summary)?;
        self.categories(out, summary)?;
        self.rules(out, summary)?;
        self.samples(out, summary)?;
        writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
    }

    fn categories(&self, out: &mut String, summary: &Summary) -> fmt::Result {
        let counts = by_cuts(&summary.tally.categories);
        let most = counts.first().map_or(1, |(_, count)| count.cuts.max(1));
        writeln!(out, "<section><h2>Cuts by category</h2><p>Take the tick away and a category's cuts are not marked below.</p>")?;
        writeln!(out, "<table class=\"chart\"><thead><tr><th>category</th><th></th><th>cuts</th><th>bytes</th></tr></thead><tbody>")?;
        for (name, count) in &counts {
            let width = 100.0 * count.cuts as f64 / most as f64;
            writeln!(
                out,
                "<tr><td><label><input type=\"checkbox\" name=\"category\" value=\"{name}\" checked> <span class=\"key\" data-category=\"{name}\">{name}</span></label></td>\
                 <td class=\"bar\"><svg width=\"100%\" height=\"14\" aria-hidden=\"true\"><rect data-category=\"{name}\" width=\"{width:.1}%\" height=\"14\"/></svg></td>\
                 <td>{}</td><td>{}</td></tr>",
                count.cuts,
                count.bytes,
                name = Escaped(name)
            )?;
        }
        writeln!(out, "</tbody></table></section>")
    }

    fn rules(&self, out: &mut String, summary: &Summary) -> fmt::Result {
        let counts = by_cuts(&summary.tally.rules);
        let shown = counts.len().min(TOP_RULES);
        writeln!(
            out,
            "<section><h2>Top rules</h2><p>{shown} of {}; open one for lines that it cut.</p>",
            counted(counts.len() as u64, "rule")
        )?;
        for (name, count) in counts.iter().take(TOP_RULES) {
            let category = name.split('/').next().unwrap_or_default();
            writeln!(
                out,
                "<details><summary><span class=\"key\" data-category=\"{}\">{}</span> {}, {}</summary><ul>",
                Escaped(category),
                Escaped(name),
                counted(count.cuts, "cut"),
                HumanBytes(count.bytes)
            )?;
            let lines = self.lines.iter().find(|(rule, _)| rule.as_str() == name).map_or(&[][..], |(_, lines)| lines);
            for line in lines {
                writeln!(out, "<li><bdi>{}</bdi></li>", Escaped(line))?;
            }
            writeln!(out, "</ul></details>")?;
        }
        writeln!(out, "</section>")
    }

    fn samples(&self, out: &mut String, summary: &Summary) -> fmt::Result {
        let documents = self.documents();
        writeln!(out, "<section><h2>Documents</h2>")?;
        if (documents.len() as u64) < summary.tally.changed {
            writeln!(
                out,
                "<p class=\"note\">A sample: {} of the {} documents with cuts, namely the {LONGEST} with the longest cuts and {EVEN} drawn evenly.</p>",
                documents.len(),
                summary.tally.changed
            )?;
        } else {
            writeln!(out, "<p class=\"note\">All {} with cuts.</p>", counted(summary.tally.changed, "document"))?;
        }
        writeln!(
            out,
            "<p class=\"controls\"><label>Order <select id=\"order\"><option value=\"longest\">longest cut first</option>\
             <option value=\"cuts\">most cuts first</option><option value=\"share\">largest share first</option>\
             <option value=\"name\">by name</option></select></label> \
             <label>Rule, block or name <input id=\"search\" type=\"search\" autocomplete=\"off\"></label> <span id=\"shown\"></span></p>"
        )?;
        writeln!(out, "<div id=\"documents\">")?;
        for sample in documents {
            document(out, sample)?;
        }
        writeln!(out, "</div></section>")
    }
}

fn totals(out: &mut String, summary: &Summary) -> fmt::Result {
    let tally = &summary.tally;
    let cut = tally.bytes_in - tally.bytes_out.min(tally.bytes_in);
    writeln!(out, "<section class=\"totals\">")?;
    let mut tile = |name: &str, value: &dyn Display| writeln!(out, "<div><b>{value}</b> {name}</div>");
    tile("documents", &tally.documents)?;
    tile("of them changed", &tally.changed)?;
    tile("cuts", &tally.removed.cuts)?;
    if tally.guarded > 0 {
        tile("guarded", &tally.guarded)?;
    }
    tile("in", &HumanBytes(tally.bytes_in))?;
    tile("out", &HumanBytes(tally.bytes_out))?;
    tile("cut", &format_args!("{:.2} %", percent_of(cut, tally.bytes_in)))?;
    tile("files", &summary.files.done)?;
    if summary.errors > 0 || summary.files.failed > 0 {
        tile("not cleaned", &(summary.errors + summary.files.failed))?;
    }
    if summary.stopped {
        tile("before its end", &"stopped")?;
    }
    writeln!(out, "</section>")
}

fn document(out: &mut String, sample: &Sample) -> fmt::Result {
    let share = percent_of(sample.cut_bytes as u64, sample.bytes as u64);
    writeln!(
        out,
        "<article data-longest=\"{}\" data-cuts=\"{}\" data-share=\"{share:.3}\" data-name=\"{name}\"><h3><bdi>{name}</bdi></h3>\
         <p>{}, {} of {} bytes ({share:.1} %)</p>",
        sample.longest,
        sample.cuts,
        counted(sample.cuts as u64, "cut"),
        sample.cut_bytes,
        sample.bytes,
        name = Escaped(&sample.name)
    )?;
    if sample.is_guarded {
        writeln!(out, "<p class=\"evidence\">{}</p>", Escaped(GUARDED))?;
    }
    // A newline right after the tag would be swallowed.
    writeln!(out, "<pre dir=\"auto\">")?;
    for part in &sample.parts {
        match part {
            SamplePart::Kept(text) => write!(out, "{}", Escaped(text))?,
            SamplePart::Cut(text, rule, more) => {
                let category: Category = rule.category();
                write!(out, "<del data-category=\"{category}\" data-rule=\"{rule}\" title=\"{rule}\">", rule = Escaped(rule.as_str()))?;
                write!(out, "{}", Escaped(text))?;
                if *more > 0 {
                    write!(out, "<i>… {more} bytes more</i>")?;
                }
                write!(out, "</del>")?;
            }
            SamplePart::Far(bytes) => writeln!(out, "<i>… {bytes} bytes</i>")?,
            SamplePart::Block(block) => write!(out, "<i class=\"evidence\" data-category=\"block\">{}</i>", Escaped(block))?,
        }
    }
    write!(out, "</pre>")?;
    if sample.more_cuts > 0 {
        write!(out, "<p class=\"note\">{} not shown.</p>", counted(sample.more_cuts as u64, "more cut"))?;
    }
    writeln!(out, "</article>")
}

/// Text for element content and quoted attributes. What would not be seen, or would turn the text round, is spelt out.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\r' => {}
                '\n' | '\t' => f.write_char(c)?,
                c if c.is_control() || is_invisible(c) => write!(f, "⟨U+{:04X}⟩", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Whether a character steers how others are shown: embeddings and overrides of direction, separators, tags.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}
