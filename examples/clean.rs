//! Cleans a file with the library: `cargo run --example clean -- FILE`.

use textsieve::{Pipeline, Preset};

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: clean FILE");
        std::process::exit(2);
    };
    let text = std::fs::read_to_string(path)?;
    // Build a pipeline once, then use it for every text, from any thread.
    let pipeline = Pipeline::preset(Preset::Article);
    let cleaned = pipeline.clean(&text);
    for removal in &cleaned.removals {
        eprintln!("{:?} {}: {:?}", removal.span, removal.rule, text[removal.span.clone()].trim());
    }
    std::io::Write::write_all(&mut std::io::stdout(), cleaned.text.as_bytes())
}
