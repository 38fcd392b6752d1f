//! Any bytes as a text.

pub(crate) fn run(data: &[u8]) {
    super::assert_sound_in_all(&String::from_utf8_lossy(data));
}
