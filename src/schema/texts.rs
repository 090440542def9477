//! Doc comments as descriptions: for people who do not read Rust.

use serde_json::Value;

/// Turns the doc comments of a schema into running text.
pub(super) fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            // Not where a document has a key of this name.
            if let Some(Value::String(text)) = keys.get_mut("description") {
                *text = running(text);
            }
            keys.values_mut().for_each(tidy);
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// A text up to its example, whose paragraphs are lines, and whose links are plain names without
/// their modules.
fn running(text: &str) -> String {
    let text = text.split("```").next().unwrap_or_default().trim_end();
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    let text = paragraphs.collect::<Vec<_>>().join("\n");
    let mut pieces = text.split("[`");
    let mut found = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (link, rest) = piece.split_once("`]").unwrap_or((piece, ""));
        let name = link.rsplit("::").next().unwrap_or(link);
        found = format!("{found}`{name}`{rest}");
    }
    found
}
