//! Any bytes as a JSON line. The first one says how it is read.

use serde_json::Value;
use textsieve::Pipeline;
use textsieve::corpus::JsonLines;

use super::sound::assert_accounted_for;

pub(crate) fn run(data: &[u8]) {
    let Some((&how, line)) = data.split_first() else { return };
    let records = JsonLines::new("text").with_removals(how & 1 != 0).with_lossy(how & 2 != 0);
    let Ok(record) = records.clean(&Pipeline::default(), line) else { return };
    let Some(text) = record.text else {
        assert_eq!(&*record.bytes, line);
        return;
    };
    assert_accounted_for(&text, &record.cleaned);
    if how & 3 == 0 && !record.cleaned.is_changed() {
        assert_eq!(&*record.bytes, line);
    }
    // Not every JSON is a `Value`: a number may be too large.
    let Ok(Value::Object(mut before)) = serde_json::from_str(&String::from_utf8_lossy(line)) else { return };
    let Value::Object(mut after) = serde_json::from_slice(&record.bytes).expect("what was written is JSON") else {
        panic!("an object stays one");
    };
    assert_eq!(before.remove("text"), Some(text.into()));
    assert_eq!(after.remove("text"), Some(record.cleaned.text.to_string().into()));
    if how & 1 != 0 {
        before.remove("removals");
        assert_eq!(after.remove("removals"), Some(serde_json::to_value(&record.cleaned.removals).expect("removals are data")));
    }
    assert_eq!(after, before);
}
