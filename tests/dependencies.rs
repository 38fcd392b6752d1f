//! What the crate depends on: licences that go with its own, few versions of one package, one source. `deny.toml` has the same for `cargo deny`.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// One of them is enough of a choice (`OR`); all of them are needed of a sum (`AND`).
const LICENCES: [&str; 10] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn is_allowed(licence: &str) -> bool {
    let licence = licence.replace(" / ", " OR ").replace('/', " OR ");
    licence
        .split(" AND ")
        .all(|part| part.trim_matches(['(', ')']).split(" OR ").any(|one| LICENCES.contains(&one.trim_matches(['(', ')', ' ']))))
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let about = Command::new(&cargo).arg("-vV").output().expect("cargo runs the tests");
    let about = String::from_utf8_lossy(&about.stdout).into_owned();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo knows where it is");
    // What other platforms need was perhaps never downloaded.
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--all-features", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs the tests");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn text<'v>(package: &'v Value, key: &str) -> &'v str {
    package[key].as_str().unwrap_or_default()
}

#[test]
fn licences_sources_and_versions_are_in_order() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 50);
    let bad: Vec<_> = packages
        .iter()
        .filter(|package| !is_allowed(text(package, "license")))
        .map(|package| format!("{} {}", text(package, "name"), package["license"]))
        .collect();
    assert_eq!(bad, [""; 0]);
    let elsewhere: Vec<_> = packages
        .iter()
        .filter(|package| {
            !package["source"].is_null() && text(package, "source") != "registry+https://github.com/rust-lang/crates.io-index"
        })
        .map(|package| text(package, "id"))
        .collect();
    assert_eq!(elsewhere, [""; 0]);
    // What a user of the library or the program builds, which dependencies for tests are no part of.
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages.iter().filter(|package| is_built(&metadata, text(package, "id"))) {
        versions.entry(text(package, "name")).or_default().push(text(package, "version"));
    }
    let twice: Vec<_> = versions.iter().filter(|(_, versions)| versions.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Whether a package is needed without the tests.
fn is_built(metadata: &Value, id: &str) -> bool {
    let nodes = metadata["resolve"]["nodes"].as_array().expect("a graph");
    let root = text(&metadata["resolve"], "root");
    let mut seen = vec![root];
    let mut at = 0;
    while let Some(next) = seen.get(at) {
        let node = nodes.iter().find(|node| node["id"] == **next).expect("a package of the graph");
        for dependency in node["deps"].as_array().into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().expect("kinds");
            let is_needed = kinds.iter().any(|kind| kind["kind"] != "dev");
            let id = text(dependency, "pkg");
            if is_needed && !seen.contains(&id) {
                seen.push(id);
            }
        }
        at += 1;
    }
    seen.contains(&id)
}
