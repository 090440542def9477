//! The table of units: inside the accepted ranges nothing overflows. All quantities are at their
//! limits at once here, and every figure is what plain fractions say.

use num_bigint::BigInt;
use serde_json::{Value, json};
use work_equivalent::exact::{Mode, Rounding};
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{ChannelFigures, Statement, Trace};
use work_equivalent::units::Number;

use crate::numbers::{self, Fen, Fraction, apportion, fen, round_money, whole};
use crate::support::fraction;

const VOLUME: &str = "9999999999.999999";
const WEIGHT: &str = "9999.999999";
const FACTOR: &str = "99.999999999";
const PRICE: &str = "99999999.9999999999";
const COEFFICIENT: &str = "99.999999999";
const MONEY: &str = "999999999999999.99";

/// So many corrections of one month, each at the edge: more than 64 bits of millionths.
const CORRECTIONS: i64 = 2000;

/// The verified volume of each record of a payee: the most, a little less, the least.
const PAYEES: [(&str, &str); 3] = [("A", VOLUME), ("B", "9999999999.999998"), ("C", "0.000001")];

fn number(text: &str) -> Fraction {
    numbers::read(&Number::from(text))
}

fn dated(value: &str) -> Value {
    json!([{ "from": "0001-01-01", "value": value, "cite": "试" }])
}

/// Twelve months of three items, one of them banded, one banded below a ceiling.
fn scheme(price: &Value, coefficient: &str) -> Value {
    let item = |code: &str| {
        json!({
            "code": code, "name": code, "unit": "次", "category": "类", "weights": dated(WEIGHT),
        })
    };
    let [plain, mut banded, mut capped] = ["x", "y", "z"].map(item);
    let bands = json!({ "cite": "试", "steps": [{ "above": "0", "factor": FACTOR }] });
    banded["bands"] = bands.clone();
    capped["bands"] = bands;
    capped["ceiling"] = dated(VOLUME);
    let line = |code: &str| json!({ "code": code, "name": code, "kind": "source", "amounts": dated(MONEY) });
    json!({
        "title": "案", "number": "1号", "issuer": "局", "from": "0001-01-01",
        "groups": [{ "code": "组", "name": "组", "difficulty": dated(FACTOR) }],
        "income_classes": [{ "code": "收", "name": "收", "cite": "试" }],
        "categories": [{ "code": "类", "name": "类", "income_class": "收", "channel": "道" }],
        "items": [plain, banded, capped],
        "appraisals": [{
            "code": "评", "name": "评", "cite": "试",
            "curve": { "cite": "试", "shape": {
                "kind": "bands", "bands": [{ "from": "0", "value": coefficient }],
            } },
            "dimensions": [{ "code": "维", "name": "维", "indicators": [{
                "code": "标", "name": "标", "full": VOLUME, "rule": { "kind": "given" },
                "cite": "试",
            }] }],
        }],
        "channels": [{
            "code": "道", "name": "道", "cite": "试", "unverified": "refuse", "appraisal": "评",
            "price": price, "pool": [line("甲"), line("乙"), line("丙")],
            "overrun": { "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "试" },
            "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "试" },
            "reserve": {
                "cite": "试", "target": dated(MONEY), "provision": { "amount": dated(MONEY) },
            },
        }],
    })
}

fn facts() -> Value {
    let mut volumes = Vec::new();
    for (payee, volume) in PAYEES {
        for item in ["x", "y", "z"] {
            for month in 1..=12 {
                volumes.push(json!({
                    "payee": payee, "item": item, "month": format!("9998-{month:02}"),
                    "verified": volume, "reported": VOLUME,
                }));
            }
        }
    }
    for voucher in 0..CORRECTIONS {
        volumes.push(json!({
            "payee": "A", "item": "x", "month": "9998-12", "verified": VOLUME, "reported": VOLUME,
            "correction": format!("冲{voucher}"),
        }));
    }
    let payees = PAYEES.map(|(code, _)| json!({ "code": code, "name": code, "group": "组" }));
    let marks = PAYEES.map(|(code, _)| json!({ "payee": code, "indicator": "标", "mark": VOLUME }));
    json!({
        "period": { "from": "9998-01-01", "until": "9999-01-01" },
        "payees": payees, "volumes": volumes, "marks": marks,
        "opening": { "reserves": [{ "channel": "道", "balance": "0.01" }] },
    })
}

/// The equivalents of each payee: twelve months plain and banded, and as much as the ceiling
/// leaves.
fn equivalents() -> Vec<Fraction> {
    let of = |(payee, volume): (&str, &str)| {
        let year = number(volume) * whole(12);
        let corrections = if payee == "A" { number(VOLUME) * whole(CORRECTIONS) } else { whole(0) };
        let capped = year.clone().min(number(VOLUME));
        let volume = &year + corrections + (year + capped) * number(FACTOR);
        volume * number(WEIGHT) * number(FACTOR)
    };
    PAYEES.map(of).into()
}

/// The pool is three sources less a provision that fills the reserve from one fen to its target.
fn distributable() -> Fen {
    fen(&(number(MONEY) * whole(2) + number("0.01")))
}

/// Settles, checks what does not depend on the price, and returns the figures of the channel.
fn settled(price: &Value, coefficient: &str) -> ChannelFigures {
    let scheme: Scheme = serde_json::from_value(scheme(price, coefficient)).unwrap();
    let document = serde_json::from_value(facts()).unwrap();
    let facts = Facts::new(&scheme, &document).unwrap();
    let settlement = settle(&facts).unwrap();
    let statement = settlement.statement_by_item().unwrap();
    let json = serde_json::to_string(&statement).unwrap();
    assert_eq!(serde_json::from_str::<Statement>(&json).unwrap(), statement);
    for payee in facts.payees() {
        let trace = settlement.explain(payee).unwrap();
        assert_eq!(trace.reevaluate(), Ok(None));
        let json = serde_json::to_string(&trace).unwrap();
        assert_eq!(serde_json::from_str::<Trace>(&json).unwrap(), trace);
        assert!(!trace.to_string().is_empty());
    }

    let channel = statement.figures().channels[0].clone();
    let measured: Vec<Fraction> = channel
        .payees
        .iter()
        .map(|payee| fraction(payee.equivalents.as_ref().unwrap().exact()))
        .collect();
    assert_eq!(measured, equivalents());
    let pool = channel.pool.as_ref().unwrap();
    assert_eq!(BigInt::from(pool.distributable.fen()), distributable());
    for payee in &channel.payees {
        assert_eq!(fraction(payee.coefficient.as_ref().unwrap().exact()), number(coefficient));
    }
    channel
}

fn entitlements(channel: &ChannelFigures) -> Vec<Fen> {
    channel.payees.iter().map(|payee| BigInt::from(payee.entitlement.fen())).collect()
}

/// Products of equivalents, price and coefficient, in fen.
fn products(price: &Fraction, coefficient: &str) -> Vec<Fen> {
    let product = |equivalents: Fraction| equivalents * price * number(coefficient);
    equivalents().into_iter().map(|e| round_money(&product(e), None)).collect()
}

#[test]
fn an_announced_price_at_the_edge() {
    let price =
        json!({ "kind": "announced", "appraisal_loss": "treasury", "values": dated(PRICE) });
    let channel = settled(&price, COEFFICIENT);
    assert_eq!(entitlements(&channel), products(&number(PRICE), COEFFICIENT));
    let most = entitlements(&channel).into_iter().max().unwrap();
    assert!(most > BigInt::from(10).pow(31), "the edge is far out: {most}");
}

#[test]
fn a_derived_price_at_the_edge() {
    let derived = |appraisal_loss| json!({ "kind": "derived", "appraisal_loss": appraisal_loss, "cite": "试" });
    let all: Fraction = equivalents().iter().sum();
    let pool = Fraction::new(distributable(), 100.into());
    // Coefficients above one leave nothing to apportion.
    let channel = settled(&derived("treasury"), COEFFICIENT);
    assert_eq!(entitlements(&channel), products(&(&pool / &all), COEFFICIENT));

    let coefficient = "0.000000001";
    let channel = settled(&derived("treasury"), coefficient);
    let mut weights: Vec<Fraction> =
        equivalents().iter().map(|equivalents| equivalents * number(coefficient)).collect();
    weights.push(&all - weights.iter().sum::<Fraction>());
    let mut parts = apportion(&distributable(), &weights);
    assert_eq!(Some(BigInt::from(channel.appraisal_loss.amount.fen())), parts.pop());
    assert_eq!(entitlements(&channel), parts);

    for coefficient in [COEFFICIENT, coefficient] {
        let channel = settled(&derived("redistributed"), coefficient);
        assert_eq!(entitlements(&channel), apportion(&distributable(), &equivalents()));
    }
}

#[test]
fn a_published_price_at_the_edge() {
    let price = json!({
        "kind": "published", "appraisal_loss": "reserve", "cite": "试",
        "rounding": { "places": 12, "mode": "away-from-zero" },
    });
    let rounding = Rounding::new(12, Mode::AwayFromZero).unwrap();
    let pool = Fraction::new(distributable(), 100.into());
    let all: Fraction = equivalents().iter().sum();
    let published = numbers::round(&(pool / all), rounding);
    let channel = settled(&price, COEFFICIENT);
    assert_eq!(entitlements(&channel), products(&published, COEFFICIENT));
}
