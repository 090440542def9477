//! Text that people read: quoted briefly, and free of characters that could mislead.

use core::fmt::{self, Write};
use std::borrow::Cow;

/// A text as a message quotes it: shortened, so that a megabyte of input stays out of it, and with
/// its hidden characters spelled out, so that the message itself cannot mislead.
pub(crate) fn clip(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    let end = text.char_indices().nth(MOST).map(|(end, _)| end);
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

/// Whether a character is neither a control character nor one that reorders or hides text.
pub(crate) fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
        assert_eq!(clip(&"长".repeat(60)), "长".repeat(60));
        assert_eq!(clip(&"长".repeat(61)), format!("{}…", "长".repeat(60)));
        assert_eq!(clip("a\u{202e}b\u{1b}"), "a\\u{202e}b\\u{1b}");
    }

    #[test]
    fn plain_text_has_no_hidden_characters() {
        assert!("卫生院(总院) A-1,。 ".chars().all(is_plain));
        for hidden in ['\n', '\u{0}', '\u{7f}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert!(!is_plain(hidden), "{hidden:?}");
        }
    }
}
