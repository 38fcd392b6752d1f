//! Throughput beside the limit of the job, which is to split the text into lines and copy them: `cargo bench`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textsieve::{Pipeline, Preset};

/// A page as extractors give it: paragraphs, and a share of the rules' own examples between them.
fn page(paragraphs_for_each_leftover: usize) -> String {
    const PROSE: &str =
        "The council met on Monday evening, heard eleven residents on the plan for the old harbour, and put the vote off for another week.";
    let leftovers: Vec<&str> = textsieve::rules().filter_map(|rule| rule.removes().first()).map(String::as_str).collect();
    let mut text = String::new();
    for leftover in leftovers.iter().cycle().take(2_000) {
        for sentences in 0..paragraphs_for_each_leftover {
            for _ in 0..=sentences % 4 {
                text.push_str(PROSE);
            }
            text.push('\n');
        }
        text.push_str(leftover);
        text.push('\n');
    }
    text
}

fn limit(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.split_inclusive('\n').for_each(|line| out.push_str(line));
    out
}

fn clean(c: &mut Criterion) {
    let pipeline = Pipeline::preset(Preset::Article);
    let mut group = c.benchmark_group("clean");
    for (name, text) in [("extractor output", page(12)), ("whole page", page(1))] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("limit", name), &text, |b, text| b.iter(|| limit(black_box(text))));
        group.bench_with_input(BenchmarkId::new("article", name), &text, |b, text| b.iter(|| pipeline.clean(black_box(text))));
    }
    group.finish();
}

/// What a program spends at its start.
fn build(c: &mut Criterion) {
    c.bench_function("build/article", |b| b.iter(|| Pipeline::builder().preset(Preset::Article).build()));
}

criterion_group!(benches, clean, build);
criterion_main!(benches);
