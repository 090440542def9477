//! Text that people read: quoted briefly, and free of characters that could mislead.

use core::fmt::{self, Write};
use std::borrow::Cow;

/// The longest text that is quoted whole, in characters: every code that is accepted is.
const MOST_QUOTED: usize = MOST_BYTES_OF_A_CODE;

/// A text as a message quotes it: shortened, so that a megabyte of input stays out of it, and with
/// its hidden characters spelled out, so that the message itself cannot mislead.
pub(crate) fn clip(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(MOST_QUOTED).map(|(end, _)| end);
    let short = end.and_then(|end| text.get(..end)).unwrap_or(text);
    if end.is_none() && short.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::new();
    for c in short.chars() {
        if is_plain(c) {
            quoted.push(c);
        } else {
            quoted.extend(c.escape_unicode());
        }
    }
    if end.is_some() {
        quoted.push('…');
    }
    Cow::Owned(quoted)
}

/// A text that is repeated, or kept beside many others, cut where it is longer than so many bytes.
pub(crate) fn brief(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
    Cow::Owned(text.get(..end.unwrap_or(0)).unwrap_or_default().to_owned() + "…")
}

/// Some of the words, and how many more there are; none where there are none.
pub(crate) fn some_of<'w>(words: impl ExactSizeIterator<Item = &'w str>) -> Option<String> {
    const MOST: usize = 20;
    let more = words.len().saturating_sub(MOST);
    let listed: Vec<Cow<'_, str>> = words.take(MOST).map(clip).collect();
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!listed.is_empty()).then(|| listed.join(", ") + &more)
}

/// The longest code, in bytes.
const MOST_BYTES_OF_A_CODE: usize = 64;

/// The longest line that people read, in bytes: two hundred Chinese characters.
pub(crate) const MOST_BYTES_OF_A_LINE: usize = 600;

/// What is wrong with a code by which records refer to each other, if anything is.
pub(crate) fn objection_to_code(code: &str) -> Option<String> {
    if code.is_empty() {
        return Some("is empty: give a code".to_owned());
    }
    if code.len() > MOST_BYTES_OF_A_CODE {
        return Some(too_long(code, MOST_BYTES_OF_A_CODE));
    }
    // Ids of figures are codes between slashes.
    let bad = code.chars().find(|c| !is_plain(*c) || c.is_whitespace() || *c == '/')?;
    Some(format!("contains {}: a code has no spaces, slashes or control characters", shown(bad)))
}

/// What is wrong with a name that can be left empty, if anything is.
pub(crate) fn objection_to_name(name: &str) -> Option<String> {
    let objection = if name.is_empty() { None } else { objection_to_line(name) };
    objection.map(|objection| format!("\"name\" {objection}"))
}

/// What is wrong with a name, a citation, or another line that people read, if anything is.
pub(crate) fn objection_to_line(line: &str) -> Option<String> {
    if line.trim().is_empty() {
        return Some("is empty: write what people should read there".to_owned());
    }
    if line.len() > MOST_BYTES_OF_A_LINE {
        return Some(too_long(line, MOST_BYTES_OF_A_LINE));
    }
    let bad = line.chars().find(|c| !is_plain(*c))?;
    Some(format!("contains {}, which could make a statement mislead: type it again", shown(bad)))
}

fn too_long(text: &str, most: usize) -> String {
    format!("is {} bytes long: at most {most}", text.len())
}

/// A character as a message names it.
pub(crate) fn shown(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        c if is_plain(c) && !c.is_whitespace() => format!("\"{c}\""),
        c => format!("the character U+{:04X}", u32::from(c)),
    }
}

/// Whether a character is neither a control character nor one that reorders or hides text: marks of
/// direction, line and paragraph separators, what has no width, variants that look alike.
pub(crate) fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Writes a number within a width. A precision is not followed: it would cut digits off.
pub(crate) fn pad(f: &mut fmt::Formatter<'_>, number: &str) -> fmt::Result {
    let missing = f.width().unwrap_or(0).saturating_sub(number.chars().count());
    let before = match f.align() {
        Some(fmt::Alignment::Left) => 0,
        Some(fmt::Alignment::Center) => missing / 2,
        // Numbers stand on the right.
        Some(fmt::Alignment::Right) | None => missing,
    };
    let fill = f.fill();
    (0..before).try_for_each(|_| f.write_char(fill))?;
    f.write_str(number)?;
    (before..missing).try_for_each(|_| f.write_char(fill))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_on_a_character_boundary() {
        assert_eq!(clip("短"), "短");
        assert_eq!(clip(&"长".repeat(64)), "长".repeat(64));
        assert_eq!(clip(&"长".repeat(65)), format!("{}…", "长".repeat(64)));
        assert_eq!(clip("a\u{202e}b\u{1b}"), "a\\u{202e}b\\u{1b}");
    }

    #[test]
    fn a_character_is_shown_by_itself_or_by_its_number() {
        for (c, expected) in [
            (' ', "a space"),
            ('\n', "a line break"),
            ('\t', "a tab"),
            ('x', "\"x\""),
            ('\u{3000}', "the character U+3000"),
            ('\u{202e}', "the character U+202E"),
        ] {
            assert_eq!(shown(c), expected);
        }
    }

    #[test]
    fn cuts_what_is_repeated() {
        assert_eq!(brief("长短", 6), "长短");
        assert_eq!(brief("长短", 5), "长…");
        assert_eq!(brief("长短", 2), "…");
    }

    #[test]
    fn lists_some_and_counts_the_rest() {
        let words = |count: usize| some_of((0..count).map(|_| "W"));
        assert_eq!(words(0), None);
        assert_eq!(words(2).unwrap(), "W, W");
        assert_eq!(words(20).unwrap(), ["W"; 20].join(", "));
        assert_eq!(words(23).unwrap(), ["W"; 20].join(", ") + " and 3 more");
    }

    #[test]
    fn a_name_can_be_left_empty_and_no_more() {
        assert_eq!(objection_to_name(""), None);
        assert_eq!(objection_to_name("试算"), None);
        let blank = "\"name\" is empty: write what people should read there";
        assert_eq!(objection_to_name(" ").unwrap(), blank);
    }

    #[test]
    fn plain_text_has_no_hidden_characters() {
        assert!("卫生院(总院) A-1,。 \u{3000}é".chars().all(is_plain));
        let hidden =
            ['\n', '\u{0}', '\u{7f}', '\u{85}', '\u{ad}', '\u{61c}', '\u{200b}', '\u{200f}'];
        let reordering = ['\u{2028}', '\u{2029}', '\u{202a}', '\u{202e}', '\u{2060}', '\u{2066}'];
        let other = ['\u{2069}', '\u{3164}', '\u{feff}', '\u{fff9}', '\u{e0041}'];
        for c in hidden.into_iter().chain(reordering).chain(other) {
            assert!(!is_plain(c), "{c:?}");
        }
    }
}
