//! What is fuzzed: each target takes any bytes and panics if something that is promised does not hold. `fuzz/` runs them under libFuzzer, and
//! `tests/fuzz_seeds.rs` runs them on the saved seeds.
#![allow(dead_code, reason = "a fuzz target runs one of them")]

pub(crate) mod config;
pub(crate) mod inline;
pub(crate) mod json_line;
pub(crate) mod page;
pub(crate) mod rule_pack;
pub(crate) mod sound;
pub(crate) mod templates;
pub(crate) mod text;
pub(crate) mod wet;

use std::sync::LazyLock;

use textsieve::{Bylines, Captions, Pipeline, PipelineBuilder, Preset};

/// Takes any bytes; panics if something that is promised does not hold.
pub(crate) type Target = fn(&[u8]);

/// Every target by name.
pub(crate) const TARGETS: [(&str, Target); 8] = [
    ("config", config::run),
    ("inline", inline::run),
    ("json_line", json_line::run),
    ("page", page::run),
    ("rule_pack", rule_pack::run),
    ("templates", templates::run),
    ("text", text::run),
    ("wet", wet::run),
];

/// The presets, and all filters that there are.
static PIPELINES: LazyLock<[Pipeline; 3]> = LazyLock::new(|| {
    let build = |builder: PipelineBuilder| builder.build().expect("built-in filters");
    [
        Pipeline::preset(Preset::Minimal),
        Pipeline::preset(Preset::Article),
        build(Pipeline::builder().preset(Preset::Article).filter(Bylines).filter(Captions)),
    ]
});

fn assert_sound_in_all(text: &str) {
    for pipeline in PIPELINES.iter() {
        sound::assert_borrows(&sound::assert_sound(text, pipeline));
    }
}
