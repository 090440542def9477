//! Vectors of a single sum: rounding and apportionment.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::exact::{Exact, Mode, Rounding};
use work_equivalent::units::Money;

use super::document::{Flag, Vector};
use super::{At, Check, Outcome};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Apportion {
    amount: Money,
    weights: BTreeMap<String, Exact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum ApportionExpected {
    Parts(BTreeMap<String, Value>),
    Error(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Round {
    number: Exact,
    places: u8,
    mode: Mode,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundExpected {
    value: Value,
}

/// Input and expectation of a vector; its problems are noted.
fn read<I: DeserializeOwned, E: DeserializeOwned>(
    vector: &Vector,
    outcome: &mut Outcome,
) -> Option<(I, E)> {
    let problem = |place: &str, error: serde_json::Error| format!("{place}：{error}");
    let input = serde_json::from_value(vector.input.clone());
    let expected = serde_json::from_value(vector.expected.clone());
    match (input, expected) {
        (Ok(input), Ok(expected)) => Some((input, expected)),
        (input, expected) => {
            outcome.problems.extend(input.err().map(|error| problem("input", error)));
            outcome.problems.extend(expected.err().map(|error| problem("expected", error)));
            None
        }
    }
}

pub fn round(vector: &Vector, outcome: &mut Outcome) {
    let Some((input, expected)) = read::<Round, RoundExpected>(vector, outcome) else { return };
    match Rounding::new(input.places, input.mode) {
        Err(error) => outcome.problems.push(format!("input：{error}")),
        Ok(rounding) => {
            let found = rounding.round(&input.number);
            outcome.number("value".to_owned(), &expected.value, &found);
        }
    }
}

pub fn apportion(vector: &Vector, outcome: &mut Outcome) {
    let Some((input, expected)) = read::<Apportion, ApportionExpected>(vector, outcome) else {
        return;
    };
    let (codes, weights): (Vec<String>, Vec<Exact>) = input.weights.into_iter().unzip();
    let parts = input.amount.apportion(&weights);
    let parts = parts.map(|parts| parts.iter().map(|part| part.0).collect::<Vec<Money>>());
    match (expected, parts) {
        (ApportionExpected::Error(message), parts) => {
            let found = parts.err().map_or_else(|| "无".to_owned(), |error| error.to_string());
            let agrees = found.contains(&message);
            let place = "error".to_owned();
            outcome.checks.push(Check::of_texts(At::Input, place, &message, &found, agrees));
        }
        (ApportionExpected::Parts(_), Err(error)) => {
            outcome.problems.push(format!("不能分摊：{error}"));
        }
        (ApportionExpected::Parts(stated), Ok(parts)) => {
            for (code, stated) in &stated {
                match codes.iter().position(|known| known == code) {
                    None => {
                        let codes = codes.join("、");
                        outcome.problems.push(format!("parts：没有 {code}；有：{codes}"));
                    }
                    Some(at) => {
                        let found = parts[at].to_exact();
                        outcome.number(format!("parts[{code}]"), stated, &found);
                    }
                }
            }
            if vector.flags.contains(&Flag::AnyOrder)
                && let Some(order) = in_any_order(input.amount, &weights, &parts)
            {
                let place = "自检".to_owned();
                let check = Check::of_texts(At::Arithmetic, place, "与顺序无关", &order, false);
                outcome.checks.push(check);
            }
        }
    }
}

/// Turning the list around and around changes no part; else, what changes it.
fn in_any_order(amount: Money, weights: &[Exact], parts: &[Money]) -> Option<String> {
    for shift in 0..weights.len() {
        for reverse in [false, true] {
            let mut turned: Vec<(Exact, Money)> =
                weights.iter().cloned().zip(parts.iter().copied()).collect();
            turned.rotate_left(shift);
            if reverse {
                turned.reverse();
            }
            let (weights, expected): (Vec<Exact>, Vec<Money>) = turned.into_iter().unzip();
            let found: Option<Vec<Money>> = amount
                .apportion(&weights)
                .ok()
                .map(|parts| parts.into_iter().map(|part| part.0).collect());
            if found.as_ref() != Some(&expected) {
                return Some(format!("移动{shift}位后变了"));
            }
        }
    }
    None
}
