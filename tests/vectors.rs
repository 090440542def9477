//! Runs the reviewed vectors in `tests/vectors/`: documents with an input and the figures that
//! someone worked out by hand. `tests/vectors/README.md` describes the format.

#[path = "vectors/monitor.rs"]
mod monitor;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;
use work_equivalent::exact::{Exact, Mode, Rounding};
use work_equivalent::facts::{Closing, Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument, Split};
use work_equivalent::statement::Statement;
use work_equivalent::units::Money;
use work_equivalent::{Settlement, StraddleError, settle, settle_in_parts};

const FORMAT: &str = "work-equivalent vectors, version 1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    title: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    id: String,
    kind: Kind,
    comment: Vec<String>,
    source: String,
    flags: BTreeSet<String>,
    input: Value,
    expected: Value,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Apportion,
    Round,
    Settle,
    Years,
    Straddle,
    Monitor,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Apportion {
    amount: Money,
    weights: BTreeMap<String, Exact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum ApportionExpected {
    Parts(BTreeMap<String, Money>),
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
    value: Exact,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settle {
    scheme: SchemeDocument,
    facts: FactsDocument,
}

/// Periods that follow one another, each opened with what the one before left behind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Years {
    years: Vec<Settle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearsExpected {
    statements: Vec<Value>,
}

/// A period inside which the scheme changes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Straddle {
    schemes: Vec<SchemeDocument>,
    split: Split,
    facts: FactsDocument,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StraddleExpected {
    #[serde(default)]
    parts: Vec<Value>,
    payees: Option<Value>,
    errors: Option<Vec<String>>,
}

/// Whatever is left out is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettleExpected {
    statement: Option<Value>,
    #[serde(default)]
    trace: BTreeMap<String, BTreeMap<String, Exact>>,
    #[serde(default)]
    warnings: Vec<String>,
    errors: Option<Vec<String>>,
}

#[test]
fn every_vector_holds() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut ids = BTreeSet::new();
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: File = serde_json::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(file.format, FORMAT, "{}", path.display());
        for vector in file.vectors {
            assert!(ids.insert(vector.id.clone()), "{} occurs twice", vector.id);
            assert!(!vector.comment.is_empty() && !vector.source.is_empty(), "{}", vector.id);
            if let Err(message) = run(&vector) {
                failures.push(format!("{}: {message}", vector.id));
            }
        }
    }
    println!("{} vectors", ids.len());
    assert!(ids.len() >= 60, "the folder lost vectors: {}", ids.len());
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn run(vector: &Vector) -> Result<(), String> {
    let input = vector.input.clone();
    let expected = vector.expected.clone();
    match vector.kind {
        Kind::Apportion => apportion(parse(input)?, parse(expected)?, vector),
        Kind::Round => round(&parse(input)?, &parse(expected)?),
        Kind::Settle => settle_vector(parse(input)?, &parse(expected)?),
        Kind::Years => years_vector(parse(input)?, &parse(expected)?),
        Kind::Straddle => straddle_vector(parse(input)?, &parse(expected)?),
        Kind::Monitor => monitor::run(parse(input)?, &parse(expected)?),
    }
}

fn parse<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn apportion(input: Apportion, expected: ApportionExpected, vector: &Vector) -> Result<(), String> {
    let (codes, weights): (Vec<String>, Vec<Exact>) = input.weights.into_iter().unzip();
    let outcome = input.amount.apportion(&weights);
    match expected {
        ApportionExpected::Error(message) => match outcome {
            Err(error) if error.to_string().contains(&message) => Ok(()),
            other => Err(format!("{other:?} is not the error \"{message}\"")),
        },
        ApportionExpected::Parts(parts) => {
            let amounts: Vec<Money> =
                outcome.map_err(|error| error.to_string())?.iter().map(|part| part.0).collect();
            let found: BTreeMap<String, Money> = codes.into_iter().zip(amounts.clone()).collect();
            if found != parts {
                return Err(format!("{found:?} is not {parts:?}"));
            }
            if vector.flags.contains("any-order") {
                in_any_order(input.amount, &weights, &amounts)?;
            }
            Ok(())
        }
    }
}

/// Turning the list around and around changes no part.
fn in_any_order(amount: Money, weights: &[Exact], amounts: &[Money]) -> Result<(), String> {
    for shift in 0..weights.len() {
        for reverse in [false, true] {
            let mut turned: Vec<(Exact, Money)> =
                weights.iter().cloned().zip(amounts.iter().copied()).collect();
            turned.rotate_left(shift);
            if reverse {
                turned.reverse();
            }
            let (weights, expected): (Vec<Exact>, Vec<Money>) = turned.into_iter().unzip();
            let parts = amount.apportion(&weights).map_err(|error| error.to_string())?;
            let found: Vec<Money> = parts.into_iter().map(|part| part.0).collect();
            if found != expected {
                return Err(format!("turned by {shift}: {found:?} is not {expected:?}"));
            }
        }
    }
    Ok(())
}

fn round(input: &Round, expected: &RoundExpected) -> Result<(), String> {
    let rounding = Rounding::new(input.places, input.mode).map_err(|error| error.to_string())?;
    let found = rounding.round(&input.number);
    if found == expected.value { Ok(()) } else { Err(format!("{found} is not {}", expected.value)) }
}

fn settle_vector(input: Settle, expected: &SettleExpected) -> Result<(), String> {
    let found = settled(input, expected);
    match (&expected.errors, found) {
        (None, found) => found.map_err(|errors| errors.join("; ")),
        (Some(errors), Err(found)) if found == *errors => Ok(()),
        (Some(errors), found) => Err(format!("{found:?} is not {errors:?}")),
    }
}

fn problems(problems: &[work_equivalent::Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Settles one year after the other, and compares each statement.
fn years_vector(input: Years, expected: &YearsExpected) -> Result<(), String> {
    let mut differences = Vec::new();
    let mut closing: Option<Closing> = None;
    let mut before: Option<Statement> = None;
    if input.years.len() != expected.statements.len() {
        return Err("needs a statement for each year".to_owned());
    }
    for (year, part) in input.years.into_iter().zip(&expected.statements) {
        let scheme = Scheme::new(year.scheme).map_err(|error| error.to_string())?;
        let facts = match closing.take() {
            None => Facts::new(&scheme, &year.facts),
            Some(closing) => Facts::following(&scheme, &year.facts, closing),
        };
        let facts = facts.map_err(|error| error.to_string())?;
        let settlement = settle(&facts).map_err(|error| error.to_string())?;
        let whole = settlement.statement_by_item().map_err(|error| error.to_string())?;
        compare("statement", &serde_json::to_value(&whole).unwrap(), part, &mut differences);
        retrace(&facts, &settlement, &mut differences);
        let (statement, left) = settlement.close().map_err(|error| error.to_string())?;
        if let Some(before) = before.replace(statement.clone()) {
            statement.follows(&before).map_err(|error| error.to_string())?;
        }
        closing = Some(left);
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("; ")) }
}

/// Every payee's trace gives its figures again.
fn retrace(facts: &Facts<'_>, settlement: &Settlement<'_>, differences: &mut Vec<String>) {
    for payee in facts.payees() {
        let trace = settlement.explain(payee).unwrap();
        match trace.reevaluate() {
            Ok(None) => {}
            other => differences.push(format!("the trace of {payee}: {other:?}")),
        }
    }
}

fn straddle_vector(input: Straddle, expected: &StraddleExpected) -> Result<(), String> {
    match (&expected.errors, straddled(input, expected)) {
        (None, found) => found.map_err(|errors| errors.join("; ")),
        (Some(errors), Err(found)) if found == *errors => Ok(()),
        (Some(errors), found) => Err(format!("{found:?} is not {errors:?}")),
    }
}

fn straddled(input: Straddle, expected: &StraddleExpected) -> Result<(), Vec<String>> {
    let schemes = input.schemes.into_iter().map(Scheme::new).collect::<Result<Vec<_>, _>>();
    let schemes = schemes.map_err(|error| problems(error.problems()))?;
    let settlement =
        settle_in_parts(&schemes, input.split, &input.facts).map_err(|error| match error {
            StraddleError::Facts(error) => problems(error.problems()),
            other => vec![other.to_string()],
        })?;
    let mut differences = Vec::new();
    let whole = serde_json::to_value(settlement.statement()).unwrap();
    let parts = Value::Array(expected.parts.clone());
    compare("parts", &whole["parts"], &parts, &mut differences);
    if let Some(payees) = &expected.payees {
        compare("payees", &whole["payees"], payees, &mut differences);
    }
    for payee in settlement.statement().figures().payees.iter().map(|payee| &payee.code) {
        for trace in settlement.explain(payee).map_err(|error| vec![error.to_string()])? {
            match trace.reevaluate() {
                Ok(None) => {}
                other => differences.push(format!("the trace of {payee}: {other:?}")),
            }
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(differences) }
}

/// Settles and compares; the errors are those of the input.
fn settled(input: Settle, expected: &SettleExpected) -> Result<(), Vec<String>> {
    let scheme = Scheme::new(input.scheme).map_err(|error| problems(error.problems()))?;
    let facts = Facts::new(&scheme, &input.facts).map_err(|error| problems(error.problems()))?;
    let settlement = settle(&facts).map_err(|error| vec![error.to_string()])?;

    let mut differences = Vec::new();
    let warnings: Vec<String> = scheme.warnings().iter().map(ToString::to_string).collect();
    let same = warnings.len() == expected.warnings.len()
        && warnings.iter().zip(&expected.warnings).all(|(found, part)| found.contains(part));
    if !same {
        differences.push(format!("warnings {warnings:?} are not {:?}", expected.warnings));
    }
    let statement = settlement.statement_by_item().map_err(|error| vec![error.to_string()])?;
    if let Some(part) = &expected.statement {
        let whole = serde_json::to_value(&statement).unwrap();
        compare("statement", &whole, part, &mut differences);
    }
    for payee in facts.payees() {
        let trace = settlement.explain(payee).map_err(|error| vec![error.to_string()])?;
        if let Some(difference) = trace.reevaluate().map_err(|error| vec![error.to_string()])? {
            differences.push(format!("the trace of {payee} differs: {difference:?}"));
        }
        for (id, value) in expected.trace.get(payee).into_iter().flatten() {
            match trace.figure(id) {
                Some(figure) if figure.value == *value => {}
                Some(figure) => differences.push(format!("{id}: {} is not {value}", figure.value)),
                None => differences.push(format!("{id} is not in the trace")),
            }
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(differences) }
}

/// Whether the whole holds all of the part; records of a list are found by their code.
fn compare(place: &str, whole: &Value, part: &Value, differences: &mut Vec<String>) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, part) in part {
                let whole = whole.get(key).unwrap_or(&Value::Null);
                compare(&format!("{place}.{key}"), whole, part, differences);
            }
        }
        (Value::Array(whole), Value::Array(part)) => {
            let coded = part.iter().any(|record| record.get("code").is_some());
            if !coded && whole.len() != part.len() {
                let (found, wanted) = (whole.len(), part.len());
                differences.push(format!("{place}: {found} records are not {wanted}"));
            }
            for (index, part) in part.iter().enumerate() {
                let code = part.get("code");
                let place =
                    format!("{place}[{}]", code.and_then(Value::as_str).unwrap_or_default());
                let found = match code {
                    Some(_) => whole.iter().find(|record| record.get("code") == code),
                    None => whole.get(index),
                };
                compare(&place, found.unwrap_or(&Value::Null), part, differences);
            }
        }
        _ if whole == part => {}
        _ => differences.push(format!("{place}: {whole} is not {part}")),
    }
}

/// The vector that a 28-digit engine gets wrong: multiplying in the same order with a `Decimal`
/// loses the last digits, and with them a fen.
#[test]
fn twenty_eight_digits_are_a_fen_off() {
    use rust_decimal::{Decimal, RoundingStrategy};

    let number = |text| Decimal::from_str_exact(text).unwrap();
    let product = number("5238700802.721747")
        .checked_mul(number("38.597737"))
        .and_then(|product| product.checked_mul(number("6193410.0183282141")))
        .unwrap();
    let rounded = product.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    assert_eq!(rounded.to_string(), "1252319866545531403.32");

    let exact = "5238700802.721747"
        .parse::<Exact>()
        .unwrap()
        .times(&"38.597737".parse().unwrap())
        .times(&"6193410.0183282141".parse().unwrap());
    assert_eq!(Rounding::FEN.round(&exact).to_string(), "1252319866545531403.31");
}
