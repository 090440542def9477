//! The same documents in another order.
//!
//! Every list of a document is shuffled but those whose order says something, so that a list which
//! is added to a document is shuffled from the first day.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::random::Random;
use crate::samples::{Case, Watch};

/// Lists of a scheme that say something by their order: an appraisal is told in the order of its
/// dimensions and indicators; bands, points and steps rise; rounds follow one another in time, and
/// tiers pass money on.
const SCHEME: &[&str] =
    &["dimensions", "indicators", "bands", "points", "steps", "rounds", "transfers"];

/// The case with all that means nothing by its order in another one.
pub fn shuffled(case: &Case, random: &mut Random) -> Case {
    let watch = case.watch.as_ref().map(|watch| Watch {
        monitor: document(&watch.monitor, &[], random),
        observations: document(&watch.observations, &[], random),
        base: watch.base.as_ref().map(|base| document(base, &[], random)),
    });
    let schemes = case.schemes.iter().map(|scheme| document(scheme, SCHEME, random)).collect();
    Case { schemes, facts: document(&case.facts, &[], random), watch }
}

fn document<T: Serialize + DeserializeOwned>(
    document: &T,
    ordered: &[&str],
    random: &mut Random,
) -> T {
    let mut value = serde_json::to_value(document).unwrap();
    shuffle(&mut value, true, ordered, random);
    serde_json::from_value(value).unwrap()
}

fn shuffle(value: &mut Value, free: bool, ordered: &[&str], random: &mut Random) {
    match value {
        Value::Array(list) => {
            if free {
                random.shuffle(list);
            }
            for record in list {
                shuffle(record, true, ordered, random);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                shuffle(field, !ordered.contains(&key.as_str()), ordered, random);
            }
        }
        _ => {}
    }
}
