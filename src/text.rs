//! Text that people read: quoted briefly, and free of characters that could mislead.

use std::borrow::Cow;

/// Shortens a text that is quoted in a message, so that a megabyte of input stays out of it.
pub(crate) fn clip(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// Whether a character is neither a control character nor one that reorders or hides text.
pub(crate) fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_on_a_character_boundary() {
        assert_eq!(clip("短"), "短");
        assert_eq!(clip(&"长".repeat(60)), "长".repeat(60));
        assert_eq!(clip(&"长".repeat(61)), format!("{}…", "长".repeat(60)));
    }

    #[test]
    fn plain_text_has_no_hidden_characters() {
        assert!("卫生院(总院) A-1,。 ".chars().all(is_plain));
        for hidden in ['\n', '\u{0}', '\u{7f}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert!(!is_plain(hidden), "{hidden:?}");
        }
    }
}
