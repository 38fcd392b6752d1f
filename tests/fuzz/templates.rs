//! Any bytes as a file of templates, and any pages to learn from. The first byte says which: the file's checksum is made right in one case, so that
//! what it guards is reached.

use textsieve::{Pipeline, TemplateLearner, TemplatePage, Templates};

use super::sound::{assert_accounted_for, assert_sound};

#[path = "../../src/templates/hash.rs"]
#[allow(unreachable_pub)]
mod hash;

pub(crate) fn run(data: &[u8]) {
    let Some((&how, data)) = data.split_first() else { return };
    match how % 3 {
        0 => read(data.to_vec()),
        1 => {
            let mut bytes = learnt(&["Home\nIt rained.\n12", "Home\nIt snowed.\n12", "Home\nIt froze."]).as_bytes().to_vec();
            // Each three bytes change one.
            for change in data.chunks_exact(3) {
                let at = 24 + usize::from(u16::from_le_bytes([change[0], change[1]])) % (bytes.len() - 24);
                bytes[at] = change[2];
            }
            let checksum = hash::hash(hash::Of::File, &bytes[24..]);
            bytes[16..24].copy_from_slice(&checksum.to_le_bytes());
            read(bytes);
        }
        _ => {
            let pages = super::page::page(data);
            // Half of the time as texts without line breaks, which have sentences for lines.
            let pages = if how >= 0x80 { pages.replace("\n\n", "\t").replace('\n', " ").replace('\t', "\n\n") } else { pages };
            let pages: Vec<&str> = pages.split("\n\n").collect();
            let templates = learnt(&pages);
            assert_eq!(Templates::from_bytes(templates.as_bytes().to_vec()).expect("what was written can be read"), templates);
            if let Some(site) = templates.site("a.example") {
                let pipeline = Pipeline::default().with_site(site);
                for page in pages {
                    assert_sound(page, &pipeline);
                }
            }
        }
    }
}

fn learnt(pages: &[&str]) -> Templates {
    let mut learner = TemplateLearner::new();
    pages.iter().for_each(|page| learner.add(TemplatePage::with_examples("a.example", page)));
    learner.finish()
}

fn read(bytes: Vec<u8>) {
    let Ok(templates) = Templates::from_bytes(bytes) else { return };
    for site in templates.sites() {
        assert_eq!(templates.site(site.name()).map(|found| found.pages()), Some(site.pages()));
        assert_eq!(site.lines().count(), site.lines().len());
        let text = "Home\nIt rained.\n12\n";
        assert_accounted_for(text, &Pipeline::default().clean_in(&site, text));
    }
}
