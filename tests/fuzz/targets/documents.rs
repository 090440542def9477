//! What the targets share: reading and checking documents, and what must hold of whatever settles.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::facts::{Closing, Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::{Statement, Supplement};
use work_equivalent::whatif::Comparison;
use work_equivalent::{measure, settle};

/// A field of an input as a document; none where it is not there or not such a document.
pub fn field<T: DeserializeOwned>(input: &Value, name: &str) -> Option<T> {
    serde_json::from_value(input.get(name)?.clone()).ok()
}

/// The scheme and the facts of an input.
pub fn documents(input: &Value) -> Option<(SchemeDocument, FactsDocument)> {
    Some((field(input, "scheme")?, field(input, "facts")?))
}

/// A scheme that passes its checks; where it does not, problems say so.
pub fn checked_scheme(document: &SchemeDocument) -> Option<Scheme> {
    match Scheme::new(document.clone()) {
        Ok(scheme) => {
            assert_eq!(scheme.document(), document);
            assert!(scheme.warnings().iter().all(|warning| !warning.to_string().is_empty()));
            Some(scheme)
        }
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            None
        }
    }
}

/// Facts that pass their checks; where they do not, problems say so.
pub fn checked_facts<'s>(scheme: &'s Scheme, document: &FactsDocument) -> Option<Facts<'s>> {
    match Facts::new(scheme, document) {
        Ok(facts) => Some(facts),
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            None
        }
    }
}

/// The statement by item of the scheme and the facts of an input, where they settle.
pub fn statement(input: &Value) -> Option<Statement> {
    let (scheme, facts) = documents(input)?;
    let scheme = checked_scheme(&scheme)?;
    let facts = checked_facts(&scheme, &facts)?;
    let settlement = settle(&facts).ok()?;
    Some(settlement.statement_by_item().unwrap())
}

/// Whether every list of dated values of schemes has one for each day of the facts, as the oracle
/// expects it: the crate asks for values on those days alone on which they are needed.
pub fn is_for_the_oracle(schemes: &[SchemeDocument], facts: &FactsDocument) -> bool {
    let (from, until) = (facts.period.from.as_str(), facts.period.until.as_str());
    schemes.iter().all(|scheme| {
        let begins = scheme.from.as_str().max(from);
        let ends = scheme.until.as_deref().map_or(until, |ends| ends.min(until));
        covers(&serde_json::to_value(scheme).unwrap(), begins, ends)
    })
}

fn covers(value: &Value, from: &str, until: &str) -> bool {
    let within = |value| covers(value, from, until);
    match value {
        Value::Object(fields) => fields.values().all(within),
        Value::Array(list) => list.iter().all(within) && series_covers(list, from, until),
        _ => true,
    }
}

fn series_covers(list: &[Value], from: &str, until: &str) -> bool {
    let mut spans: Vec<(&str, Option<&str>)> = (list.iter())
        .filter_map(|it| Some((it.get("from")?.as_str()?, it.get("until").and_then(Value::as_str))))
        .collect();
    spans.sort_unstable();
    let has_no_gap = spans.windows(2).all(|pair| pair[0].1.is_none_or(|ends| ends >= pair[1].0));
    let begins = spans.first().is_none_or(|(begins, _)| *begins <= from);
    has_no_gap && begins && spans.last().and_then(|it| it.1).is_none_or(|ends| ends >= until)
}

/// Writes a value and reads it back; the text.
pub fn reads_back<T: Serialize + DeserializeOwned>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(serde_json::to_string(&back).unwrap(), text, "reads back as another");
    text
}

/// Settles, and holds all that can be said of it against each other; what it leaves behind, where
/// it settles.
pub fn settled_alike(facts: &Facts<'_>) -> Option<(Statement, Closing)> {
    let settlement = match settle(facts) {
        Ok(settlement) => settlement,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return None;
        }
    };
    let statement = settlement.statement().unwrap().clone();
    let by_item = settlement.statement_by_item().unwrap();
    for statement in [&statement, &by_item] {
        reads_back(statement);
        assert_eq!(Statement::new(statement.figures().clone()).as_ref(), Ok(statement));
        assert!(statement.to_string().contains(&statement.digest().unwrap()));
    }
    let measured = measure(facts);
    for (channel, by_item) in statement.figures().channels.iter().zip(&by_item.figures().channels) {
        if channel.equivalents.is_some() {
            assert_eq!(measured.total(&channel.code), channel.equivalents, "{}", channel.code);
        }
        assert_eq!(channel.entitlement, by_item.entitlement);
        assert_eq!(channel.money, by_item.money);
    }
    for payee in facts.payees() {
        let notice = statement.notice(payee).unwrap();
        assert!(notice.to_string().contains(&notice.digest().unwrap()));
        assert!(!settlement.explain(payee).unwrap().to_string().is_empty());
    }
    assert!(Supplement::new(&statement, &statement, &[]).is_err(), "nothing changed");
    let same = Comparison::new(&statement, &statement);
    assert!(
        same.payable.difference.is_zero() && same.winners().chain(same.losers()).next().is_none()
    );
    let (closed, closing) = settlement.close().unwrap();
    assert_eq!(closed, statement);
    reads_back(&closing);
    Some((statement, closing))
}
