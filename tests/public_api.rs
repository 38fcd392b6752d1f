//! The public interface, as a list that a change has to change as well: `UPDATE=1 cargo test --all-features --test public_api` writes it anew.
//!
//! The lint `unreachable_pub` sees to it that what says `pub` in `src/` is public indeed, so that reading the sources is enough and no
//! other toolchain is needed. What a macro makes stands in the list as the macro's own text.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("bin") {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The public items of a file: each from its `pub` or `impl` to where its body begins.
fn items(source: &str) -> Vec<String> {
    let code = source.split("\n#[cfg(test)]").next().unwrap_or_default();
    let mut items = Vec::new();
    // Whether what is read is in an enum or a trait that is public, whose parts are public too.
    let mut is_open = false;
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let start = line.trim_start();
        let indent = line.len() - start.len();
        is_open &= !line.starts_with('}');
        let is_part = is_open && indent == 4 && start.starts_with(|c: char| c.is_ascii_uppercase() || c == 'f');
        let is_impl = start.starts_with("impl") && indent == 0;
        if !(start.starts_with("pub ") || is_part || is_impl) {
            continue;
        }
        let mut item = start.to_owned();
        while !is_part && !item.contains(['{', ';', '}']) && !item.ends_with(',') {
            let Some(more) = lines.next() else { break };
            item = format!("{item} {}", more.trim());
        }
        is_open |= indent == 0 && (item.starts_with("pub enum") || item.starts_with("pub trait"));
        let is_use = item.starts_with("pub use");
        let item = if is_use { &item } else { item.split(" {").next().unwrap_or_default() };
        items.push(format!("{}{}", " ".repeat(indent), item.trim_end_matches([',', ';'])));
    }
    // An `impl` without public items says nothing, unless it is of a trait.
    let is_bare = |index: usize| {
        let is_own_impl = items[index].starts_with("impl") && !items[index].contains(" for ");
        is_own_impl && items.get(index + 1).is_none_or(|next| !next.starts_with(' '))
    };
    (0..items.len()).filter(|index| !is_bare(*index)).map(|index| items[index].clone()).collect()
}

#[test]
fn the_public_interface_is_the_one_that_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let mut list = String::new();
    for path in files {
        let items = items(&fs::read_to_string(&path).expect("a source file"));
        if !items.is_empty() {
            let name = path.strip_prefix(root).expect("a path within").to_string_lossy().replace('\\', "/");
            list += &format!("{name}\n{}\n\n", items.join("\n"));
        }
    }
    let listed = root.join("tests/public_api.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&listed, &list).expect("the list can be written");
    }
    let listed = fs::read_to_string(&listed).unwrap_or_default().replace("\r\n", "\n");
    let new: Vec<_> = list.lines().filter(|line| !listed.lines().any(|other| other == *line)).collect();
    let gone: Vec<_> = listed.lines().filter(|line| !list.lines().any(|other| other == *line)).collect();
    assert!(list == listed, "the public interface changed; new: {new:#?}; gone: {gone:#?}");
}
