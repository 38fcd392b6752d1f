//! `textsieve rules` and `textsieve explain`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use textsieve::{Category, Rule, When};

use crate::args::RuleFormat;
use crate::judgements::{JUDGEMENTS, Judgement};

pub(crate) fn list(format: RuleFormat) -> Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match format {
        RuleFormat::Text => {
            let width = textsieve::rules().map(|rule| rule.id().as_str().len()).max().unwrap_or(0);
            for rule in textsieve::rules() {
                let example = rule.removes().first().map_or("", |example| example.lines().next().unwrap_or(""));
                writeln!(out, "{:width$}  {:12}  {:4}  {example}", rule.id(), rule.category(), rule.language())?;
            }
        }
        RuleFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &textsieve::rules().collect::<Vec<_>>())?;
            writeln!(out)?;
        }
        RuleFormat::Coverage => coverage(&mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn coverage(out: &mut impl Write) -> io::Result<()> {
    let categories: Vec<_> =
        Category::ALL.into_iter().filter(|category| !matches!(category, Category::Block | Category::Custom | Category::Template)).collect();
    let mut languages: BTreeMap<&str, BTreeMap<Category, usize>> = BTreeMap::new();
    for rule in textsieve::rules() {
        let patterns: usize = rule.patterns().map(|(_, patterns)| patterns.len()).sum();
        *languages.entry(rule.language()).or_default().entry(rule.category()).or_default() += patterns;
    }
    let names: Vec<_> = categories.iter().map(|category| category.as_str()).collect();
    writeln!(
        out,
        "# What is covered\n\nThe number of patterns of the built-in rules by language and family, as `textsieve rules --format coverage` prints it.\n"
    )?;
    writeln!(out, "| | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "---:|".repeat(names.len()))?;
    for (language, counts) in languages {
        let counts: Vec<_> = categories.iter().map(|category| counts.get(category).map_or(String::new(), usize::to_string)).collect();
        writeln!(out, "| {language} | {} |", counts.join(" | "))?;
    }
    Ok(())
}

pub(crate) fn explain(id: &str) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    if let Some(rule) = textsieve::rules().find(|rule| rule.id().as_str() == id) {
        print(&mut out, rule)?;
    } else if let Some(judgement) = JUDGEMENTS.iter().find(|judgement| judgement.id == id) {
        print_judgement(&mut out, judgement)?;
    } else {
        let all = textsieve::rules().map(|rule| rule.id().as_str()).chain(JUDGEMENTS.iter().map(|judgement| judgement.id));
        let near: Vec<_> = all.filter(|known| is_near(known, id)).collect();
        let hint = if near.is_empty() { "`textsieve rules` lists them".into() } else { format!("near: {}", near.join(", ")) };
        crate::complain(format_args!("no built-in rule `{id}`; {hint}"));
        return Ok(ExitCode::from(2));
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn is_near(known: &str, id: &str) -> bool {
    let part = |id: &str| id.split('/').next_back().unwrap_or("").to_owned();
    known.contains(id) || known.contains(&part(id)) || known.split('/').next() == id.split('/').next()
}

fn print_judgement(out: &mut impl Write, judgement: &Judgement) -> io::Result<()> {
    let category = judgement.id.split('/').next().unwrap_or_default();
    writeln!(out, "{}\n  category  {category}\n  judge     {}", judgement.id, judgement.judge())?;
    writeln!(out, "removes\n  {}\nkeeps\n  {}", judgement.removes, judgement.keeps)
}

fn print(out: &mut impl Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "{}", rule.id())?;
    writeln!(out, "  category  {}", rule.category())?;
    writeln!(out, "  language  {}", rule.language())?;
    writeln!(out, "  source    {}", rule.source())?;
    let when = match rule.when() {
        When::Anywhere => "anywhere",
        _ => "in company: beside other furniture, before the first or after the last paragraph",
    };
    writeln!(out, "  when      {when}")?;
    if let Some(words) = rule.max_words() {
        writeln!(out, "  at most   {words} words")?;
    }
    for (title, examples) in [("removes", rule.removes()), ("keeps", rule.keeps())] {
        writeln!(out, "{title}")?;
        for example in examples {
            writeln!(out, "  {}", example.replace('\n', "\n  "))?;
        }
    }
    for (key, patterns) in rule.patterns() {
        writeln!(out, "{key}")?;
        for pattern in patterns {
            writeln!(out, "  {pattern}")?;
        }
    }
    Ok(())
}
