//! `textsieve evaluate`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde_json::json;
use textsieve::Pipeline;
use textsieve::evaluate::{Comparison, Evaluation, Judged, Pages, RESAMPLES, Report, TextReport, Verdict, WorstPage};

use crate::args::EvaluateArgs;
use crate::complain;
use crate::source::read_config;

/// How many pages are held in memory at a time.
const BATCH: usize = 256;
/// Texts side by side in a table of 120 columns.
const ACROSS: usize = 6;
/// Cuts shown of one page.
const CUTS: usize = 8;
/// Characters shown of one cut.
const SNIPPET: usize = 76;

pub(crate) fn run(args: &EvaluateArgs) -> Result<ExitCode> {
    let pipeline = match &args.config {
        Some(path) => read_config(path)?.1,
        None => Pipeline::preset(args.preset.unwrap_or_default()),
    };
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global().context("cannot start threads")?;
    }
    let evaluation = Evaluation::new(pipeline).with_extractors(args.extractors.clone()).as_one_line(args.one_line);
    let mut failed = false;
    let mut reports = Vec::new();
    for path in &args.corpora {
        let pages = judge(&evaluation, path, args.page_type.as_deref(), &mut failed);
        let report = Report::new(&pages, args.seed, args.worst);
        for name in missing(args, &report) {
            failed = true;
            complain(format_args!("{}: no text from `{name}` on any page that was asked for", path.display()));
        }
        reports.push((path, report));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.json {
        let corpora: Vec<_> =
            reports.iter().map(|(path, report)| json!({"corpus": path, "texts": report.texts, "worst": report.worst})).collect();
        serde_json::to_writer_pretty(&mut out, &json!({"seed": args.seed, "resamples": RESAMPLES, "corpora": corpora}))?;
        writeln!(out)?;
    } else {
        for (index, (path, report)) in reports.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{}", path.display())?;
            scores(&mut out, &report.texts)?;
            report.texts.chunks(ACROSS).try_for_each(|texts| cuts(&mut out, texts))?;
            worst(&mut out, &report.worst)?;
        }
    }
    out.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads and judges the pages of a corpus; what cannot be read is said.
fn judge(evaluation: &Evaluation, path: &Path, page_type: Option<&str>, failed: &mut bool) -> Vec<Judged> {
    let standard_input = path.as_os_str() == "-";
    let name = if standard_input { "standard input".into() } else { path.display().to_string() };
    let input: Result<Box<dyn Read + Send>, io::Error> =
        if standard_input { Ok(Box::new(io::stdin())) } else { File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>) };
    let mut judged = Vec::new();
    match input {
        Ok(input) => {
            let mut pages = Pages::new(input)
                .filter_map(|(line, page)| match page {
                    Ok(page) => Some(page),
                    Err(error) => {
                        *failed = true;
                        complain(format_args!("{name}:{line}: {error}"));
                        None
                    }
                })
                .filter(|page| page_type.is_none() || page.page_type.as_deref() == page_type);
            loop {
                let batch: Vec<_> = pages.by_ref().take(BATCH).collect();
                if batch.is_empty() {
                    break;
                }
                judged.par_extend(batch.par_iter().map(|page| evaluation.judge(page)));
            }
        }
        Err(error) => {
            *failed = true;
            complain(format_args!("{name}: {error}"));
        }
    }
    judged
}

/// The extractors that were asked for and are not there.
fn missing<'a>(args: &'a EvaluateArgs, report: &Report) -> Vec<&'a str> {
    let there = |name: &str| report.texts.iter().any(|text| text.name == name);
    args.extractors.iter().map(String::as_str).filter(|name| !there(name)).collect()
}

fn scores(out: &mut impl Write, texts: &[TextReport]) -> io::Result<()> {
    writeln!(
        out,
        "\n{:17} {:>5} {:>7}  {:13}  {:13}  {:13}  {:>6} {:>6}  change in F1, 95 %",
        "text", "pages", "kept", "precision", "recall", "F1", "best", "closed"
    )?;
    for text in texts {
        write!(out, "{:17} {:>5} {:>7}", clip(&text.name, 17), text.pages, percent(text.kept))?;
        match &text.scores {
            Some(scores) => writeln!(out, "{}", comparison(scores))?,
            None => writeln!(out, "  no gold text to compare with")?,
        }
    }
    Ok(())
}

fn comparison(scores: &Comparison) -> String {
    let Comparison { before, after, best, change, .. } = scores;
    let step = |before: f64, after: f64| format!("{before:.4}>{after:.4}");
    let verdict = match change.verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        _ => "same",
    };
    format!(
        "  {}  {}  {}  {:.4} {:>6}  [{:+.4},{:+.4}] {verdict}",
        step(before.precision, after.precision),
        step(before.recall, after.recall),
        step(before.f1, after.f1),
        best.f1,
        scores.closed.map_or("-".into(), |closed| format!("{:.1}%", 100.0 * closed)),
        change.low,
        change.high,
    )
}

/// A share that is not all must not look like all.
fn percent(share: f64) -> String {
    let digits = if share > 0.9995 && share < 1.0 { 3 } else { 2 };
    format!("{:.digits$}%", 100.0 * share)
}

fn cuts(out: &mut impl Write, texts: &[TextReport]) -> io::Result<()> {
    write!(out, "\n{:17}", "cuts (in gold)")?;
    texts.iter().try_for_each(|text| write!(out, " {:>16}", clip(&text.name, 16)))?;
    writeln!(out)?;
    let categories: BTreeSet<_> = texts.iter().flat_map(|text| text.cuts.keys()).collect();
    for category in categories {
        write!(out, "{category:17}")?;
        for text in texts {
            let cuts = text.cuts.get(category).copied().unwrap_or_default();
            write!(out, " {:>16}", if cuts.cuts == 0 { "-".into() } else { format!("{} ({})", cuts.cuts, cuts.in_gold) })?;
        }
        writeln!(out)?;
    }
    write!(out, "{:17}", "not in gold, cut")?;
    for text in texts {
        let share =
            text.scores.as_ref().filter(|scores| scores.lacking > 0).map(|scores| scores.lacking_cut as f64 / scores.lacking as f64);
        write!(out, " {:>16}", share.map_or("-".into(), percent))?;
    }
    writeln!(out)?;
    write!(out, "{:17}", "cleaning, MB/s")?;
    texts.iter().try_for_each(|text| write!(out, " {:>16.1}", text.megabytes_per_second))?;
    writeln!(out)
}

fn worst(out: &mut impl Write, pages: &[WorstPage]) -> io::Result<()> {
    if pages.is_empty() {
        return Ok(());
    }
    writeln!(out, "\npages that lost most F1, with what was cut of the gold (or all that was cut, when none of it is in the gold)")?;
    for page in pages {
        let texts: Vec<_> = page.texts.iter().map(|text| format!("{} {:.4}>{:.4}", text.name, text.before, text.after)).collect();
        writeln!(out, "{:+.4} {}: {}", -page.lost, page.id, texts.join(", "))?;
        let suspects = page.cuts.iter().filter(|cut| cut.in_gold);
        let shown: Vec<_> = if suspects.clone().count() > 0 { suspects.collect() } else { page.cuts.iter().collect() };
        for cut in shown.iter().take(CUTS) {
            writeln!(out, "        {:32} {:?}", cut.rule, clip(&cut.text, SNIPPET))?;
        }
        if shown.len() > CUTS {
            writeln!(out, "        and {} more", shown.len() - CUTS)?;
        }
    }
    Ok(())
}

/// At most so many characters.
fn clip(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit { text.to_owned() } else { text.chars().take(limit - 1).chain(['…']).collect() }
}
