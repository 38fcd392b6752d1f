//! Folding: the one normal form in which lines and rules are compared.
//!
//! Web pages print the same furniture in many dresses: `- Advertisement -`, `ADVERTISEMENT`, `Advertisement:`. Folding takes the
//! dress off, so that one entry of a hash map stands for all of them and a rule in any language is only data:
//!
//! 1. Compatibility decomposition (NFKD), without the combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic script and
//!    without invisible format characters, composed again (NFC), in lower case. The design asked for NFKC alone; dropping
//!    the marks is better for this purpose, because capitals lose their accents in half of the languages that have them (`PUBLICITE`,
//!    `ΔΙΑΦΗΜΙΣΗ`), Turkish capitals have their own dots, and Arabic pages write hamza, short vowels and Persian letters as they
//!    please.
//! 2. A number with its separators and its suffix (`1,854`, `1.2K`, `12 тыс.`, `1.2万`, `١٬٢٣٤`) becomes `#`.
//! 3. Apostrophes vanish, and any other punctuation, symbol or emoji becomes one space and is trimmed at both ends. `?`, `%`, `&`,
//!    `@`, `°` and currency signs stay, for they change what a short line means, and so does punctuation between two digits: `2-1`
//!    folds to `#-#` and never looks like a share bar's `2 1`. The full stop of a list number stays: `1. Facebook` is an item of a list.

use std::sync::OnceLock;

use crate::bytes::{HIGH, each, first_beyond_ascii, letters, padded, spaces};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands for a space that may separate thousands, between the two stages. A private-use character of the text itself never gets
/// past the first stage.
const THIN_SPACE: char = '\u{E000}';

/// What is compiled: a line of text, or a phrase of a rule, in which `#` stands for a number and `*` for some words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Text,
    Phrase,
}

/// Folds a piece of text, usually a line, to the form in which rules see it.
///
/// ```
/// assert_eq!(textsieve::fold("- Advertisement -"), "advertisement");
/// assert_eq!(textsieve::fold("👁 1.2K Views"), "# views");
/// assert_eq!(textsieve::fold("0 1,854"), "# #");
/// assert_eq!(textsieve::fold("Arsenal 2-1 Chelsea"), "arsenal #-# chelsea");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folder = Folder::default();
    folder.fold(text);
    folder.out
}

/// Folds a phrase of a rule: as [`fold`], but `#` and `*` are kept.
pub(crate) fn fold_phrase(phrase: &str) -> String {
    let mut folder = Folder::default();
    folder.run(phrase, Source::Phrase);
    folder.out
}

/// Buffers that are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    plain: String,
    out: String,
}

impl Folder {
    /// Folds `text` and gives the result, which stands until the next call.
    pub(crate) fn fold(&mut self, text: &str) -> &str {
        self.run(text, Source::Text);
        &self.out
    }

    fn run(&mut self, text: &str, source: Source) {
        if source == Source::Text {
            let mut out = std::mem::take(&mut self.out).into_bytes();
            let is_plain = shape_plain(text, &mut out);
            self.out = String::from_utf8(out).unwrap_or_default();
            if is_plain {
                return;
            }
        }
        self.out.clear();
        plain(text, &mut self.plain);
        shape(&self.plain, source, &mut self.out);
    }
}

/// Stage one: decomposition, marks, invisible characters, case.
fn plain(text: &str, out: &mut String) {
    out.clear();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = match first_beyond_ascii(rest.as_bytes()) {
            Some(0) if plain_character(c, out) => c.len_utf8(),
            Some(0) => return plain_in_context(text, out),
            ascii => {
                let len = ascii.unwrap_or(rest.len());
                let from = out.len();
                out.push_str(&rest[..len]);
                out[from..].make_ascii_lowercase();
                len
            }
        };
        rest = &rest[len..];
    }
}

/// What a character becomes in stage one, if that does not depend on others: nothing, a character, up to three of ASCII.
#[derive(Debug, Clone, Copy)]
enum Plain {
    Character(char),
    Ascii([u8; 3]),
    InContext,
}

/// Appends what a character becomes in stage one; says no if that depends on others.
fn plain_character(c: char, out: &mut String) -> bool {
    static BLOCKS: [OnceLock<Box<[Plain]>>; 256] = [const { OnceLock::new() }; 256];
    let Some(block) = BLOCKS.get(c as usize >> 8) else {
        // Emoji are what they are; what else is there is rare.
        let is_emoji = matches!(c, '\u{1F300}'..='\u{1FAFF}');
        out.extend(is_emoji.then_some(c));
        return is_emoji;
    };
    match block.get_or_init(|| plain_block(c as u32 & !0xFF))[c as usize & 0xFF] {
        Plain::Character(plain) => out.push(plain),
        Plain::Ascii(ascii) => out.extend(ascii.into_iter().filter(|byte| *byte != 0).map(char::from)),
        Plain::InContext => return false,
    }
    true
}

/// The 256 characters from `first` on.
fn plain_block(first: u32) -> Box<[Plain]> {
    let mut alone = String::new();
    let mut plain = |code: u32| {
        let Some(c) = char::from_u32(code) else { return Plain::InContext };
        plain_in_context(c.encode_utf8(&mut [0; 4]), &mut alone);
        // A mark may be composed with the character before it, and so may the parts of a Hangul syllable.
        let is_joined =
            |c: char| is_combining_mark(c) || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}');
        let mut characters = alone.chars();
        match (characters.next(), characters.next()) {
            _ if is_joined(c) && !is_dropped(c) || alone.contains(is_joined) => Plain::InContext,
            (Some(only), None) => Plain::Character(only),
            _ if alone.is_ascii() && alone.len() <= 3 => {
                let mut ascii = [0; 3];
                ascii[..alone.len()].copy_from_slice(alone.as_bytes());
                Plain::Ascii(ascii)
            }
            _ => Plain::InContext,
        }
    };
    (first..first + 256).map(&mut plain).collect()
}

/// Stage one for any text.
fn plain_in_context(text: &str, out: &mut String) {
    out.clear();
    let lower = text
        .chars()
        .map(|c| match c {
            '\u{A0}' | '\u{202F}' | '\u{2009}' => THIN_SPACE,
            // Symbols that would decompose into letters.
            '\u{2120}' | '\u{2122}' | '\u{E000}' => ' ',
            c => c,
        })
        .nfkd()
        .filter(|&c| !is_dropped(c))
        .nfc()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_dropped(c));
    for c in lower {
        match c {
            'ς' => out.push('σ'),
            'ı' => out.push('i'),
            'ى' | 'ی' => out.push('ي'),
            'ک' => out.push('ك'),
            'ß' => out.push_str("ss"),
            '؟' => out.push('?'),
            c => out.push(c),
        }
    }
}

/// Marks that come and go with taste and case, and characters that cannot be seen.
fn is_dropped(c: char) -> bool {
    if c < '\u{AD}' {
        return false;
    }
    matches!(c,
        // Combining marks: Latin and Greek, Cyrillic, Hebrew points, Arabic vowels and hamza, tatweel, selectors, enclosing marks.
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}'
        | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{20D0}'..='\u{20FF}'
        // Format characters of Arabic and Syriac script, and all that Unicode calls default ignorable: soft hyphen, fillers, joiners, directions, byte
        // order mark, tags, selectors.
        | '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Stage two: numbers, punctuation, spaces.
fn shape(text: &str, source: Source, out: &mut String) {
    let mut rest = text;
    // A space is owed before the next character that stays.
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let keep = match c {
            'a'..='z' | 'A'..='Z' => {
                let run = plain_words(rest.as_bytes());
                separate(out, &mut space);
                let from = out.len();
                out.push_str(&rest[..run]);
                out[from..].make_ascii_lowercase();
                rest = &rest[run..];
                continue;
            }
            '#' | '*' if source == Source::Phrase => Some(c),
            '\'' | '’' | '‘' | 'ʼ' | '`' | '‛' | '′' => {
                rest = after;
                continue;
            }
            '%' | '&' | '@' | '?' | '°' => Some(c),
            _ if is_common_letter(c) => Some(c),
            _ if is_digit(c) => {
                rest = skip_number(rest);
                separate(out, &mut space);
                out.push('#');
                continue;
            }
            _ if c.is_ascii() => None,
            _ if is_alphanumeric(c) || is_combining_mark(c) || is_currency(c) => Some(c),
            _ => None,
        };
        let keep = keep.or_else(|| match c {
            '$' => Some(c),
            // Punctuation between two digits, and the full stop of a list number.
            _ if !space && out.as_bytes().last() == Some(&b'#') && !c.is_whitespace() && c != THIN_SPACE => {
                let next = after.chars().next();
                if next.is_some_and(|n| is_digit(n) || (source == Source::Phrase && n == '#')) {
                    Some(if is_dash(c) { '-' } else { c })
                } else {
                    (c == '.' && (out == "#" || !after.contains(char::is_alphanumeric))).then_some('.')
                }
            }
            _ => None,
        });
        match keep {
            Some(kept) => {
                separate(out, &mut space);
                out.push(kept);
            }
            None => space = true,
        }
        rest = after;
    }
}

/// The length of the ASCII letters at the start of a text, single spaces between them included.
fn plain_words(text: &[u8]) -> usize {
    let mut len = 0;
    while let Some(&byte) = text.get(len) {
        let is_space = byte == b' ' && text.get(len + 1).is_some_and(u8::is_ascii_alphabetic);
        if !(byte.is_ascii_alphabetic() || is_space && len > 0 && text[len - 1] != b' ') {
            break;
        }
        let block: [u8; BLOCK] = padded(&text[len..]);
        let count = plain_letters(block);
        len += if count > 0 && block[count - 1] == b' ' { count - 1 } else { count }.max(1);
    }
    len
}

/// Both stages of a text in ASCII, perhaps with typographic quotes and dashes; `out` is used again. Says no if the text has anything else.
fn shape_plain(text: &str, out: &mut Vec<u8>) -> bool {
    let bytes = text.as_bytes();
    // What becomes of a byte, and the space that is owed. Blocks are written whole, though not all of them is wanted.
    out.clear();
    out.resize(bytes.len() + 1 + BLOCK, 0);
    let (mut at, mut len) = (0, 0);
    let mut space = false;
    while let Some(&byte) = bytes.get(at) {
        let shaped = if byte < 0x80 { ASCII[usize::from(byte)] } else { BEYOND };
        if shaped > b' ' {
            if space {
                out[len] = b' ';
                len += usize::from(len > 0);
                space = false;
            }
            // Letters and single spaces, which prose mostly consists of, many at a time.
            let block: [u8; BLOCK] = padded(&bytes[at..]);
            let count = plain_letters(block);
            if count > 0 {
                let lower = u64::from_le_bytes(block) | each(0x20);
                if let Some(to) = out[len..].first_chunk_mut() {
                    *to = lower.to_le_bytes();
                }
                at += count;
                space = block[count - 1] == b' ';
                len += count - usize::from(space);
                continue;
            }
            out[len] = shaped;
            len += 1;
            at += 1;
            continue;
        }
        let is_inside_number = !space && len > 0 && out[len - 1] == b'#';
        match shaped {
            SKIPPED => at += 1,
            DIGIT => {
                if space {
                    out[len] = b' ';
                    len += usize::from(len > 0);
                    space = false;
                }
                out[len] = b'#';
                len += 1;
                at = text.len() - skip_number(&text[at..]).len();
            }
            BEYOND => match bytes[at..] {
                [0xE2, 0x80, 0x98 | 0x99 | 0x9B, ..] => at += 3,
                [0xE2, 0x80, 0x90..=0x95, b'0'..=b'9', ..] if is_inside_number => {
                    out[len] = b'-';
                    len += 1;
                    at += 3;
                }
                // Other dashes, quotes and fixed spaces, if they are not of a number.
                [0xE2, 0x80, 0x90..=0xA7, ..] if !is_inside_number => {
                    at += 3;
                    space = true;
                }
                [0xC2, 0xA0 | 0xAB | 0xBB, ..] if !is_inside_number => {
                    at += 2;
                    space = true;
                }
                _ => return false,
            },
            _ => {
                at += 1;
                let kept = is_inside_number
                    && !byte.is_ascii_whitespace()
                    && byte != 0x0B
                    && (bytes.get(at).is_some_and(u8::is_ascii_digit)
                        || byte == b'.' && (len == 1 || !bytes[at..].iter().any(u8::is_ascii_alphanumeric)));
                if kept {
                    out[len] = byte;
                    len += 1;
                } else {
                    space = true;
                }
            }
        }
    }
    out.truncate(len);
    true
}

/// What becomes of bytes of ASCII: lower case, a sign that stays, or one of these.
const ASCII: [u8; 128] = {
    let mut shaped = [PARTING; 128];
    let mut byte = 0;
    while byte < 128 {
        shaped[byte as usize] = match byte {
            b'a'..=b'z' | b'%' | b'&' | b'@' | b'?' | b'$' => byte,
            b'A'..=b'Z' => byte | 0x20,
            b'0'..=b'9' => DIGIT,
            b'\'' | b'`' => SKIPPED,
            _ => PARTING,
        };
        byte += 1;
    }
    shaped
};
const PARTING: u8 = 0;
const DIGIT: u8 = 1;
const SKIPPED: u8 = 2;
/// Not in ASCII.
const BEYOND: u8 = 3;

const BLOCK: usize = 8;

/// How many bytes a block begins with that are letters and single spaces, none if the first is no letter.
fn plain_letters(block: [u8; BLOCK]) -> usize {
    let bytes = u64::from_le_bytes(block);
    let (letters, spaces) = (letters(bytes), spaces(bytes));
    let plain = letters | spaces & !(spaces << 8);
    if letters & 0x80 == 0 { 0 } else { (!plain & HIGH).trailing_zeros() as usize / 8 }
}

fn separate(out: &mut String, space: &mut bool) {
    if *space && !out.is_empty() {
        out.push(' ');
    }
    *space = false;
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Letters of which that is seen at a glance.
fn is_common_letter(c: char) -> bool {
    matches!(c, 'à'..='ö' | 'ø'..='ÿ' | 'α'..='ω' | 'а'..='џ' | 'א'..='ת' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9FFF}' | '가'..='\u{D7A3}')
}

/// The same as [`char::is_alphanumeric`], which looks most letters up in a table.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    is_common_letter(c) || c.is_alphanumeric()
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '֏' | '؋' | '৲' | '৳' | '฿' | '\u{20A0}'..='\u{20C0}')
}

/// A decimal digit of any script (Unicode category Nd; the blocks of scripts that the packs know).
fn is_digit(c: char) -> bool {
    match c {
        '0'..='9' => true,
        c if c < '\u{660}' => false,
        c => matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{7C0}'..='\u{7C9}' | '\u{966}'..='\u{96F}'
            | '\u{9E6}'..='\u{9EF}' | '\u{A66}'..='\u{A6F}' | '\u{AE6}'..='\u{AEF}' | '\u{B66}'..='\u{B6F}' | '\u{BE6}'..='\u{BEF}'
            | '\u{C66}'..='\u{C6F}' | '\u{CE6}'..='\u{CEF}' | '\u{D66}'..='\u{D6F}' | '\u{E50}'..='\u{E59}' | '\u{ED0}'..='\u{ED9}'
            | '\u{F20}'..='\u{F29}' | '\u{1040}'..='\u{1049}' | '\u{17E0}'..='\u{17E9}'),
    }
}

/// Words for thousands and millions that news sites put after a counter.
const SCALES: [&str; 16] =
    ["mil", "mio", "mln", "tys", "tsd", "тыс", "тис", "млн", "bin", "rb", "jt", "ribu", "lakh", "crore", "mrd", "млрд"];

/// What follows the number at the start of `text`.
fn skip_number(text: &str) -> &str {
    let mut rest = text.trim_start_matches(is_digit);
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let digits = after.chars().take_while(|&c| is_digit(c)).count();
        match c {
            '.' | ',' | '\'' | '’' | '٬' | '٫' | '،' if digits > 0 => {}
            // A thin or fixed space separates only whole thousands.
            THIN_SPACE if digits == 3 => {}
            _ => break,
        }
        rest = after.trim_start_matches(is_digit);
        // Thousands, or in India also hundreds, may follow each other; a decimal part is the last, and a date has none.
        if digits != 3 && !(c == ',' && digits == 2) {
            break;
        }
    }
    let bare = rest;
    if let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let letter = matches!(c, 'k' | 'K' | 'm' | 'M' | 'b' | 'B') && !after.starts_with(char::is_alphanumeric);
        if letter || matches!(c, '万' | '萬' | '億' | '亿' | '만' | '千' | '천' | '억') {
            rest = after;
        } else {
            let word = rest.strip_prefix([' ', THIN_SPACE]).unwrap_or(rest);
            rest = SCALES.iter().find_map(|scale| skip_scale(word, scale)).unwrap_or(bare);
        }
    }
    rest.strip_prefix('+').unwrap_or(rest)
}

fn skip_scale<'t>(text: &'t str, scale: &str) -> Option<&'t str> {
    let head = text.get(..scale.len())?;
    let after = &text[scale.len()..];
    (head.eq_ignore_ascii_case(scale) && !after.starts_with(char::is_alphanumeric)).then(|| after.strip_prefix('.').unwrap_or(after))
}

/// Whether words of this character's script are written without spaces between them.
pub(crate) fn is_unspaced(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..)
}

/// The number of words of a text: runs between spaces, or in scripts without spaces two characters to a word.
pub(crate) fn count_words(text: &str) -> usize {
    if has_plain_spaces(text) {
        return count_ascii_words(text.as_bytes());
    }
    text.split_whitespace()
        .map(|word| {
            if word.is_ascii() {
                return 1;
            }
            match word.chars().filter(|&c| is_unspaced(c)).count() {
                0 => 1,
                n => n.div_ceil(2),
            }
        })
        .sum()
}

/// Whether a text has no white space but that of ASCII, and words of no script without spaces: all of it is ASCII, or Latin, Greek, Cyrillic, Hebrew or Arabic
/// script, or typographic quotes and dashes.
fn has_plain_spaces(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // Without a way out of the loop, so that many bytes are looked at at once.
    if !rest.iter().fold(false, |found, byte| found | (*byte == 0xC2) | (*byte >= 0xE0)) {
        return true;
    }
    while let Some(at) = first_beyond_ascii(rest) {
        rest = match &rest[at..] {
            // Quotes, dashes and signs.
            [0xE2, 0x80, 0x90..=0xA7, rest @ ..] | [0xC2, 0xA1..=0xBF, rest @ ..] | [0xC3..=0xDF, _, rest @ ..] => rest,
            _ => return false,
        };
    }
    true
}

fn count_ascii_words(text: &[u8]) -> usize {
    let is_space = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') < 5;
    let Some(&first) = text.first() else { return 0 };
    // In pieces whose count fits into a byte, which the compiler counts many at a time.
    let begins = text.chunks(255).zip(text[1..].chunks(255)).map(|(before, after)| {
        usize::from(before.iter().zip(after).map(|(before, after)| u8::from(is_space(*before) & !is_space(*after))).sum::<u8>())
    });
    usize::from(!is_space(first)) + begins.sum::<usize>()
}

/// Whether a word may end at byte `at` of a folded text. `at` lies on a character boundary.
pub(crate) fn is_word_boundary(folded: &str, at: usize) -> bool {
    let before = folded[..at].chars().next_back();
    let after = folded[at..].chars().next();
    match (before, after) {
        (Some(b), Some(a)) => is_unspaced(b) || is_unspaced(a) || !is_alphanumeric(b) || !is_alphanumeric(a),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(miri, ignore = "meets so many blocks of characters that it takes minutes")]
    fn folds_what_pages_print() {
        let table = [
            ("", ""),
            ("- Advertisement -", "advertisement"),
            ("**ADVERTISEMENT**", "advertisement"),
            ("A\u{200B}dver\u{AD}tisement", "advertisement"),
            ("Ａｄｖｅｒｔｉｓｅｍｅｎｔ", "advertisement"),
            ("PUBLICITÉ", "publicite"),
            ("ΔΙΑΦΉΜΙΣΗ", "διαφημιση"),
            ("Στίχος", "στιχοσ"),
            ("İzlenme: 1.234", "izlenme #"),
            ("👁️ 1.2K Views", "# views"),
            ("0 1,854", "# #"),
            ("1 854 vues", "# # vues"),
            ("1\u{202F}854 vues", "# vues"),
            ("12\u{A0}34", "# #"),
            ("12 тыс. просмотров", "# просмотров"),
            ("12 Тыс. просмотров", "# просмотров"),
            ("12 tysiące", "# tysiace"),
            ("1.2万次浏览", "#次浏览"),
            ("조회수 1,234", "조회수 #"),
            ("閲覧数：１，２３４", "閲覧数 #"),
            ("١٬٢٣٤ مشاهدة", "# مشاهدة"),
            ("إعلان", "اعلان"),
            ("१,२३४ बार देखा गया", "# बार देखा गया"),
            ("100+ shares", "# shares"),
            ("1.234.567,89", "#"),
            ("1,23,456 views", "# views"),
            ("17.05.2021", "#.#"),
            ("2-1", "#-#"),
            ("2–1", "#-#"),
            ("12/05/2024", "#/#/#"),
            ("10:30", "#:#"),
            ("$5", "$#"),
            ("5%", "#%"),
            ("26.", "#."),
            ("1. Facebook", "#. facebook"),
            ("(12)", "#"),
            ("Jan 5, 2024", "jan # #"),
            ("5km", "#km"),
            ("Don’t miss", "dont miss"),
            ("Newsletter?", "newsletter?"),
            ("Share on Facebook (Opens in new window)", "share on facebook opens in new window"),
            ("#hashtag", "hashtag"),
            ("\u{E000}x", "x"),
            ("Straße", "strasse"),
        ];
        for (text, folded) in table {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn plain_text_is_shaped_like_any_text() {
        let parts = [
            "Share",
            " ",
            "  ",
            "1,854",
            "views",
            "'",
            ".",
            "-",
            "#",
            "$5",
            "12 mil ",
            "3k",
            "Word and another word ",
            "5. ",
            "%",
            "\t",
            "\u{b}",
            "A",
            "7",
            "’",
            "‘",
            "‛",
            "–",
            "—",
            "…",
            "“",
            "”",
            "\u{A0}",
            "000",
            "mil",
            "«",
            "»",
            "‗",
            "․",
            "•",
            "‧",
            "٣",
            "5—6",
            "²",
            "é",
            "\u{301}",
            "K",
            "万",
            "+",
            "½",
            "\u{200B}",
            "don’t ",
            "\u{AD}",
        ];
        let (mut unfolded, mut slow, mut fast) = (String::new(), String::new(), Vec::new());
        let mut fits = 0;
        let mut number = 1_u64;
        for round in 0..if cfg!(miri) { 200 } else { 100_000 } {
            // The first ones alone are ASCII.
            let of = if round % 3 == 0 { 19 } else { parts.len() };
            let mut text = String::new();
            for _ in 0..1 + round % 7 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[(number >> 33) as usize % of]);
            }
            plain(&text, &mut unfolded);
            slow.clear();
            shape(&unfolded, Source::Text, &mut slow);
            if shape_plain(&text, &mut fast) {
                assert_eq!(String::from_utf8_lossy(&fast), slow, "{text:?}");
                fits += 1;
            }
            assert!(!text.is_ascii() || fast.is_ascii() && fits > 0);
            assert_eq!(fold(&text), slow, "{text:?}");
        }
        assert!(cfg!(miri) || fits > 50_000, "{fits}");
    }

    #[test]
    fn common_letters_are_letters() {
        for c in ('\0'..='\u{FFFF}').filter(|c| is_common_letter(*c)) {
            assert!(c.is_alphanumeric() && !is_digit(c) && !is_currency(c), "{c}");
        }
    }

    #[test]
    fn characters_alone_fold_as_in_context() {
        let (mut fast, mut slow) = (String::new(), String::new());
        let neighbours = ["", "e", "\u{301}", "か", "\u{3099}", "ハ", "가", "\u{11A8}", "ก", "א", "İ", "ﬁ…½™", "क", "\u{93C}"];
        // Miri takes some seconds for each block of 256 that is met.
        for code in (0x80..0x1_1000).step_by(if cfg!(miri) { 20_011 } else { 1 }) {
            let Some(c) = char::from_u32(code) else { continue };
            let before = neighbours[code as usize % neighbours.len()];
            let after = neighbours[code as usize / 7 % neighbours.len()];
            let text = format!("{before}{c}{after}");
            plain(&text, &mut fast);
            plain_in_context(&text, &mut slow);
            assert_eq!(fast, slow, "{text:?}, {code:x}");
        }
    }

    #[test]
    fn words_are_counted_alike_in_all_lengths() {
        for len in (0..600).step_by(if cfg!(miri) { 29 } else { 1 }) {
            let text: String = "ab c\td  e\u{1f}f\n—“é ”".chars().cycle().skip(len % 7).take(len).collect();
            assert_eq!(count_words(&text), text.split_whitespace().count(), "{text:?}");
        }
    }

    #[test]
    fn phrases_keep_their_placeholders() {
        assert_eq!(fold_phrase("# Views"), "# views");
        assert_eq!(fold_phrase("Posted by * in *"), "posted by * in *");
        assert_eq!(fold_phrase("#/#"), "#/#");
    }

    #[test]
    fn words_and_boundaries() {
        assert_eq!(count_words("share on facebook"), 3);
        assert_eq!(count_words("分享到微博"), 3);
        assert!(is_word_boundary("share this", 5));
        assert!(!is_word_boundary("shares", 5));
        assert!(is_word_boundary("分享到微博", 6));
    }
}
