//! Learning from pages and cleaning with what was learnt, beside the limit of the job, which is to split the text into lines and copy them:
//! `cargo bench --bench templates`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use textsieve::{Pipeline, TemplateLearner, TemplatePage, Templates};

#[path = "../tests/sites/mod.rs"]
mod sites;

const PAGES: u64 = 100;

/// Pages of some sites, with the names of these.
fn pages() -> Vec<(String, String)> {
    (0..8).map(sites::Site::new).flat_map(|site| (0..PAGES).map(move |page| (site.name.clone(), site.page(page).text))).collect()
}

fn learnt(pages: &[(String, String)]) -> Templates {
    let mut learner = TemplateLearner::new();
    pages.iter().for_each(|(site, text)| learner.observe(site, text));
    learner.finish()
}

fn learn(c: &mut Criterion) {
    let pages = pages();
    let mut group = c.benchmark_group("learn");
    group.throughput(Throughput::Bytes(pages.iter().map(|(_, text)| text.len() as u64).sum()));
    group.bench_function("look at pages", |b| {
        b.iter(|| pages.iter().map(|(site, text)| TemplatePage::new(black_box(site), black_box(text))).collect::<Vec<_>>());
    });
    group.bench_function("learn", |b| b.iter(|| learnt(black_box(&pages))));
    group.finish();
}

fn clean(c: &mut Criterion) {
    let pages = pages();
    let templates = learnt(&pages);
    let (nothing, article) = (Pipeline::builder().build().expect("no filters"), Pipeline::default());
    let mut group = c.benchmark_group("clean in a site");
    group.throughput(Throughput::Bytes(pages.iter().map(|(_, text)| text.len() as u64).sum()));
    group.bench_function("limit", |b| {
        b.iter(|| {
            for (_, text) in &pages {
                let mut out = String::with_capacity(text.len());
                black_box(text).split_inclusive('\n').for_each(|line| out.push_str(line));
                black_box(out);
            }
        });
    });
    for (name, pipeline) in [("templates", &nothing), ("templates and article", &article)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                for (site, text) in &pages {
                    let site = templates.site(site).expect("it was learnt");
                    black_box(pipeline.clean_in(&site, black_box(text)));
                }
            });
        });
    }
    group.bench_function("article", |b| b.iter(|| pages.iter().for_each(|(_, text)| drop(black_box(article.clean(black_box(text)))))));
    group.finish();
}

/// What a program spends before its first page.
fn load(c: &mut Criterion) {
    let bytes = learnt(&pages()).as_bytes().to_vec();
    let mut group = c.benchmark_group("load");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("templates", |b| b.iter(|| Templates::from_bytes(black_box(bytes.clone()))));
    group.finish();
}

criterion_group!(benches, learn, clean, load);
criterion_main!(benches);
