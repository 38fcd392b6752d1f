//! Throughput beside two others in the same run: the limit of the job, which is to split the text into lines and copy them, and a naive
//! pipeline with one regular expression for each rule. `cargo bench --bench clean`.
//!
//! The texts are generated from the rules' own examples and a few sentences. Their lines have the lengths that were measured on the pages of WCXB's
//! development split, all page types together: extractor output has 120 to 150 bytes a line in the mean, of which two thirds lie in lines
//! of 160 to 600 bytes; whole pages have 54 bytes a line, two lines in three below 40 bytes. `TEXTSIEVE_CORPUS` names a text file of your own,
//! in which form feeds part documents, to be measured as well.

#[path = "clean/naive.rs"]
mod naive;
#[path = "clean/texts.rs"]
mod texts;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use textsieve::{Pipeline, Preset};

use naive::Naive;
use texts::Text;

fn limit(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.split_inclusive('\n').for_each(|line| out.push_str(line));
    out
}

fn clean(c: &mut Criterion) {
    let pipeline = Pipeline::preset(Preset::Article);
    let mut texts = Text::all();
    if let Some(path) = std::env::var_os("TEXTSIEVE_CORPUS") {
        let corpus = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        texts.push(Text { name: "corpus", documents: corpus.split('\u{c}').map(str::to_owned).collect() });
    }
    let mut group = c.benchmark_group("clean");
    group.sample_size(20);
    for Text { name, documents } in &texts {
        group.throughput(Throughput::Bytes(documents.iter().map(|text| text.len() as u64).sum()));
        group.bench_with_input(BenchmarkId::new("limit", name), documents, |b, documents| {
            b.iter(|| documents.iter().map(|text| limit(black_box(text)).len()).sum::<usize>());
        });
        group.bench_with_input(BenchmarkId::new("article", name), documents, |b, documents| {
            b.iter(|| documents.iter().map(|text| pipeline.clean(black_box(text)).text.len()).sum::<usize>());
        });
    }
    group.finish();
}

/// A part of the text is enough: this takes long.
fn naive(c: &mut Criterion) {
    let naive = Naive::new();
    let mut group = c.benchmark_group("clean");
    group.sample_size(10);
    for Text { name, documents } in Text::all().iter().filter(|text| ["extractor output", "whole pages"].contains(&text.name)) {
        let documents = &documents[..4];
        group.throughput(Throughput::Bytes(documents.iter().map(|text| text.len() as u64).sum()));
        group.bench_with_input(BenchmarkId::new("naive", name), documents, |b, documents| {
            b.iter(|| documents.iter().map(|text| naive.clean(black_box(text)).len()).sum::<usize>());
        });
    }
    group.finish();
}

/// What a program spends at its start: once the tables of all rules, and for each pipeline the choice of its own.
fn build(c: &mut Criterion) {
    c.bench_function("build/article", |b| b.iter(|| Pipeline::builder().preset(Preset::Article).build()));
    c.bench_function("build/packs with their examples", |b| b.iter(|| textsieve::rules().map(|rule| rule.removes().len()).sum::<usize>()));
}

criterion_group!(benches, clean, naive, build);
criterion_main!(benches);
