//! Characters that could make a statement mislead are refused wherever people read a text.

use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::monitor::{Monitor, Observations};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::statement::Statement;
use work_equivalent::whatif::{Changes, Sweep};

const HIDDEN: [&str; 12] = [
    "\u{61c}", "\u{200b}", "\u{200f}", "\u{202a}", "\u{202e}", "\u{2060}", "\u{2069}", "\u{feff}",
    "\u{2028}", "\u{2029}", "\u{1b}", "\u{9b}",
];

/// The JSON pointers of all texts in a value.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| texts(value, &format!("{at}/{index}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| texts(value, &format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

/// Puts hidden characters into every text of a document in turn: none is accepted, and what is said
/// has none of them.
fn refused_everywhere(document: &Value, read: impl Fn(Value) -> Option<String>) {
    assert_eq!(read(document.clone()), None, "as it is, the document is right");
    let mut pointers = Vec::new();
    texts(document, "", &mut pointers);
    assert!(!pointers.is_empty());
    for (place, pointer) in pointers.iter().enumerate() {
        let hidden = HIDDEN[place % HIDDEN.len()];
        let mut changed = document.clone();
        let text = changed.pointer_mut(pointer).unwrap();
        *text = Value::from(text.as_str().unwrap().to_owned() + hidden);
        let message = read(changed).unwrap_or_else(|| panic!("{pointer} can hold {hidden:?}"));
        assert!(!message.contains(hidden), "{pointer}: {message:?}");
    }
}

/// What the reader says, less what it quotes as it stands: a word that is none of a list of words.
fn without_hidden(error: &serde_json::Error) -> String {
    error.to_string().replace(|c: char| HIDDEN.contains(&c.to_string().as_str()), "")
}

fn sample(file: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(format!("examples/data/small/{file}")).unwrap())
        .unwrap()
}

#[test]
fn no_text_of_a_scheme_hides_anything() {
    refused_everywhere(&sample("scheme.json"), |json| {
        match serde_json::from_value::<SchemeDocument>(json) {
            Ok(document) => Scheme::new(document).err().map(|error| error.to_string()),
            // A word of a list of words, such as a kind.
            Err(_) => Some(String::new()),
        }
    });
}

#[test]
fn no_text_of_facts_hides_anything() {
    let scheme: Scheme = serde_json::from_value(sample("scheme.json")).unwrap();
    refused_everywhere(&sample("facts.json"), |json| {
        let document: FactsDocument = serde_json::from_value(json).unwrap();
        Facts::new(&scheme, &document).err().map(|error| error.to_string())
    });
}

#[test]
fn no_text_of_a_proposal_or_a_sweep_hides_anything() {
    let changes = json!({"name": "提案", "changes": [{
        "path": "scheme.channels[purchase].name", "scale": "1.1", "reason": "草案"
    }]});
    refused_everywhere(&changes, |json| match serde_json::from_value::<Changes>(json.clone()) {
        // A path is quoted where it matches nothing, and nowhere else.
        Ok(_) if json["changes"][0]["path"] != changes["changes"][0]["path"] => Some(String::new()),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    });
    let sweep = json!({"name": "扫", "axes": [{
        "name": "资金", "path": "scheme.title", "by": "scale", "values": ["1"]
    }]});
    refused_everywhere(&sweep, |json| match serde_json::from_value::<Sweep>(json.clone()) {
        Ok(_) if json["axes"][0]["path"] != sweep["axes"][0]["path"] => Some(String::new()),
        Ok(_) => None,
        Err(error) => Some(without_hidden(&error)),
    });
}

#[test]
fn no_text_of_the_monitor_hides_anything() {
    let monitor = json!({"title": "监测", "number": "1号", "issuer": "局", "rules": [{
        "code": "R", "name": "签约率", "cite": "一",
        "rule": {"kind": "target", "measure": "signed", "bound": "at-least", "value": "0.5", "groups": ["g"]}
    }]});
    let said = |error: serde_json::Error| error.to_string();
    refused_everywhere(&monitor, |json| match serde_json::from_value::<Monitor>(json) {
        Ok(_) => None,
        // The reader quotes a word that is none of its own.
        Err(error) => {
            Some(said(error).replace(|c: char| HIDDEN.contains(&c.to_string().as_str()), ""))
        }
    });
    let observations = json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": [{"code": "W01", "name": "甲", "group": "g"}],
        "values": [{"subject": "W01", "measure": "signed", "value": "1", "cite": "年报"}],
        "spells": [{"subject": "W01", "measure": "lent", "who": "甲", "from": "2024-01-01", "until": "2024-02-01"}],
        "transfers": [{"subject": "W01", "code": "T", "name": "资金", "received": "2024-01-01", "amount": "1"}]
    });
    refused_everywhere(&observations, |json| {
        serde_json::from_value::<Observations>(json).err().map(said)
    });
}

#[test]
fn no_text_of_a_statement_that_is_read_back_hides_anything() {
    let scheme: Scheme = serde_json::from_value(sample("scheme.json")).unwrap();
    let document: FactsDocument = serde_json::from_value(sample("facts.json")).unwrap();
    let facts = Facts::new(&scheme, &document).unwrap();
    let statement = serde_json::to_value(settle(&facts).unwrap().statement().unwrap()).unwrap();
    refused_everywhere(&statement, |json| match serde_json::from_value::<Statement>(json) {
        Ok(_) => None,
        Err(error) => {
            Some(error.to_string().replace(|c: char| HIDDEN.contains(&c.to_string().as_str()), ""))
        }
    });
}
