//! `textsieve diff`: what would be cut, in its place, in the terminal.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;
use textsieve::corpus::Record;
use textsieve::{Cleaned, Error, Verdict};

use crate::args::{Colour, DiffArgs};
use crate::excerpt::{Context, Part, excerpt};
use crate::reading::{Batch, Reading, Records, Signals, Step};
use crate::sites::Sites;
use crate::source::Source;
use crate::summary::GUARDED;
use crate::work::{Cleaner, without_terminator};
use crate::{complain, inputs};

/// Of a long line this much is shown on each side of a cut, in bytes.
const LONG: usize = 400;

pub(crate) fn run(args: &DiffArgs) -> Result<ExitCode> {
    let mut source = Source::new(&args.source)?;
    // Nothing is written, so the files need no places.
    source.config.run.out = None;
    let colour = match args.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let inputs = inputs::list(source.run())?;
    let sites = Sites::new(&source.config, &inputs)?;
    let cleaner = Cleaner::new(source.pipeline.clone(), source.run(), sites);
    let context = Context { lines: args.context, bytes: LONG };
    let mut diff = Diff { cleaner, context, colour, failed: false, out: io::BufWriter::new(io::stdout().lock()) };
    for step in Reading::new(inputs, Signals::default()) {
        match step {
            Step::Batch(batch) => diff.batch(&batch)?,
            Step::End(input, Err(error)) => diff.fail(format_args!("{}: {error}", input.name)),
            Step::Begin(_) | Step::End(_, Ok(_)) => {}
        }
    }
    diff.out.flush()?;
    Ok(if diff.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

struct Diff {
    cleaner: Cleaner,
    context: Context,
    colour: bool,
    failed: bool,
    out: io::BufWriter<io::StdoutLock<'static>>,
}

impl Diff {
    fn fail(&mut self, message: std::fmt::Arguments<'_>) {
        self.failed = true;
        complain(message);
    }

    fn batch(&mut self, batch: &Batch) -> Result<()> {
        let name = &batch.input.name;
        match &batch.records {
            Records::Text(text) => self.record(name, self.cleaner.text(text))?,
            Records::Lines(lines) => {
                for (number, line) in (batch.first..).zip(lines.split_inclusive(|&byte| byte == b'\n')) {
                    self.record(&format!("{name}:{number}"), self.cleaner.line(without_terminator(line)))?;
                }
            }
            Records::Debris(_) => {}
            Records::Wet(records) => {
                for (number, record) in (batch.first..).zip(records) {
                    self.record(&format!("{name}: record {number}"), self.cleaner.wet(record))?;
                }
            }
        }
        // Whoever waits for the answer gets it.
        self.out.flush()?;
        Ok(())
    }

    fn record(&mut self, name: &str, result: Result<Record<'_>, Error>) -> Result<()> {
        match result {
            Ok(record) => {
                if let Some(text) = record.text.as_deref()
                    && (record.cleaned.is_changed() || record.cleaned.verdict != Verdict::Full)
                {
                    let shown = render(name, text, &record.cleaned, self.context, self.colour);
                    self.out.write_all(shown.as_bytes())?;
                }
            }
            Err(error) => self.fail(format_args!("{name}: {error}")),
        }
        Ok(())
    }
}

/// A line as it is printed.
#[derive(Default)]
struct Shown {
    text: String,
    rules: Vec<String>,
    has_kept: bool,
    /// Blocks that begin with it.
    blocks: Vec<String>,
}

const RED: &str = "\x1b[31m";
const DIM: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

fn render(name: &str, text: &str, cleaned: &Cleaned<'_>, context: Context, colour: bool) -> String {
    let paint = |style: &str, text: &str| if colour && !text.is_empty() { format!("{style}{text}{PLAIN}") } else { text.to_owned() };
    let mut out = paint(BOLD, &harmless(name)) + "\n";
    if cleaned.verdict == Verdict::Guarded {
        let _ = writeln!(out, "{}", paint(DIM, &format!("        {GUARDED}")));
    }
    if !cleaned.is_changed() {
        return out;
    }
    let mut number = 1;
    let mut line = Shown::default();
    let mut end_line = |line: &mut Shown, number: usize| {
        let Shown { text, rules, has_kept, blocks } = std::mem::take(line);
        for block in blocks {
            let _ = writeln!(out, "{}", paint(DIM, &format!("        {block}")));
        }
        let mark = match (rules.is_empty(), has_kept) {
            (true, _) => ' ',
            (false, true) => '~',
            (false, false) => '-',
        };
        let _ = write!(out, "{} {} {text}", paint(DIM, &format!("{number:5}")), paint(RED, &mark.to_string()));
        if !rules.is_empty() {
            let _ = write!(out, "  {}", paint(DIM, &format!("[{}]", rules.join(", "))));
        }
        out.push('\n');
    };
    for part in excerpt(text, cleaned, context) {
        if let Part::Block(block) = part {
            line.blocks.push(block.to_string());
        }
        for piece in part.text().split_inclusive('\n') {
            let visible = harmless(piece.trim_end_matches(['\n', '\r']));
            match part {
                Part::Kept(_) => {
                    line.has_kept |= !visible.trim().is_empty();
                    line.text.push_str(&visible);
                }
                Part::Cut(_, rule) if !visible.trim().is_empty() => {
                    // Without colours a part of a line needs brackets to be told from the rest.
                    let open = line.has_kept && !colour;
                    line.text.push_str(&if open { format!("[-{visible}-]") } else { paint(RED, &visible) });
                    if !line.rules.iter().any(|known| known == rule.as_str()) {
                        line.rules.push(rule.to_string());
                    }
                }
                Part::Cut(..) | Part::Block(_) => {}
                Part::Far(_) if line.text.ends_with('…') => {}
                Part::Far(_) if !piece.trim().is_empty() => line.text.push('…'),
                Part::Far(_) => {}
            }
            if piece.ends_with('\n') {
                if matches!(part, Part::Far(_)) && line.rules.is_empty() && !line.has_kept {
                    line = Shown::default();
                } else {
                    end_line(&mut line, number);
                }
                number += 1;
            }
        }
    }
    if !line.text.is_empty() {
        end_line(&mut line, number);
    }
    out
}

/// The text without anything that a terminal would obey.
fn harmless(text: &str) -> String {
    let is_harmful = |c: char| c != '\t' && (c.is_control() || crate::report::is_invisible(c));
    if !text.contains(is_harmful) {
        return text.to_owned();
    }
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if is_harmful(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
        out
    })
}
