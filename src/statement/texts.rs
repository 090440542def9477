//! The texts of a statement that is read back: it is printed without a scheme that was checked.

use serde::Serialize;

use super::balance::StatementError;
use crate::text::{MOST_BYTES_OF_A_LINE, is_plain, shown};

/// Whether no text could make what is printed mislead, and each is a line that people can read.
pub(super) fn check(figures: &impl Serialize) -> Result<(), StatementError> {
    let json = serde_json::to_string(figures)
        .map_err(|error| StatementError::unwritable(&error.to_string()))?;
    match objection(&json) {
        None => Ok(()),
        Some(objection) => {
            Err(StatementError::unlike("every text in it can be read", &objection, "plain"))
        }
    }
}

/// What is wrong with a text inside JSON without whitespace, if anything is.
fn objection(json: &str) -> Option<String> {
    // Exact numbers are texts, too, of a length of their own.
    let is_number =
        |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'.' | b'/'));
    let (mut start, mut escaped) = (None, false);
    for (at, c) in json.char_indices() {
        if escaped && !matches!(c, '"' | '\\') {
            return Some("a control character".to_owned());
        }
        if !is_plain(c) {
            return Some(shown(c));
        }
        match (c, start) {
            ('"', Some(from)) if !escaped => {
                let text = json.get(from..at).unwrap_or_default();
                if text.len() > MOST_BYTES_OF_A_LINE && !is_number(text) {
                    return Some(format!("a text of {} bytes", text.len()));
                }
                start = None;
            }
            ('"', None) => start = Some(at + 1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::statement::Statement;
    use crate::statement::tests::settled;

    #[test]
    fn a_statement_that_is_read_back_has_plain_texts() {
        for (name, refused) in [
            ("甲卫生院", None),
            (
                "甲\u{202e}卫生院",
                Some(
                    "the statement does not balance: every text in it can be read, but the character \
                     U+202E is not plain",
                ),
            ),
        ] {
            let mut figures = settled(|_, _| {}).figures().clone();
            figures.payees[0].name = name.to_owned();
            let found = Statement::try_from(figures).map_err(|error| error.to_string());
            assert_eq!(found.err().as_deref(), refused);
        }
    }

    #[test]
    fn texts_are_plain_lines() {
        let objection = |text: &str| {
            let json = serde_json::json!({ "name": text, "cites": ["一", text] });
            super::objection(&json.to_string())
        };
        for text in
            ["", "卫生院(总院) \"A\" \\ /", "\\n", "\\\"\\", &"x".repeat(600), &"1".repeat(9_999)]
        {
            assert_eq!(objection(text), None, "{text}");
        }
        for (text, message) in [
            ("甲\u{202e}乙", "the character U+202E"),
            ("甲\u{85}", "the character U+0085"),
            ("\n", "a control character"),
            ("\\\n", "a control character"),
            ("a\u{1b}[2J", "a control character"),
            ("\"\u{feff}", "the character U+FEFF"),
            (&"长".repeat(201), "a text of 603 bytes"),
            // A quotation mark in a text does not end it.
            (&format!("{0}\"{0}", "x".repeat(300)), "a text of 602 bytes"),
        ] {
            assert_eq!(objection(text).as_deref(), Some(message));
        }
    }
}
