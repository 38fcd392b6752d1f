//! Any bytes as a WET file. The first one says how it is read.

use textsieve::Pipeline;
use textsieve::corpus::{Wet, WetRecords};

use super::sound::assert_accounted_for;

pub(crate) fn run(data: &[u8]) {
    let Some((&how, file)) = data.split_first() else { return };
    let wet = Wet::new().with_lossy(how & 1 != 0);
    let mut read = Vec::new();
    for record in WetRecords::new(file) {
        let record = record.expect("reading bytes does not fail");
        assert!(!record.is_empty());
        read.extend_from_slice(&record);
        let cleaned = wet.clean(&Pipeline::default(), &record);
        assert_eq!(wet.text(&record).is_ok(), cleaned.is_ok());
        let Ok(cleaned) = cleaned else { continue };
        assert!(wet.address(&record).is_ok());
        let Some(text) = &cleaned.text else {
            assert_eq!(*cleaned.bytes, *record);
            continue;
        };
        assert_accounted_for(text, &cleaned.cleaned);
        let again = wet.clean(&Pipeline::default(), &cleaned.bytes).expect("what was written is a record");
        assert_eq!(again.text.as_deref(), Some(&*cleaned.cleaned.text));
        assert_eq!(again.bytes, cleaned.bytes);
    }
    assert_eq!(read, file, "the records are the file");
}
