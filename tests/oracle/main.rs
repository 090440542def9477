//! The oracle: an independent settlement by the rule book, in plain code over exact fractions,
//! with a generator of random cases. It shares the document types with the library and nothing
//! else. The tests here check the oracle itself, against cases worked by hand; `compare.rs` holds
//! the engine against it.

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]

mod appraise;
mod calculate;
mod compare;
mod coverage;
mod dated;
mod generate;
mod measure;
mod numbers;

use calculate::{ChannelOutcome, Refusal, settle};
use num_traits::ToPrimitive;
use numbers::{Fen, Fraction, whole};
use serde_json::{Value, json};
use work_equivalent::exact::{Mode, Rounding};

/// A value in force since the new year.
fn since_new_year(value: &str) -> Value {
    json!([{ "from": "2024-01-01", "value": value, "cite": "试" }])
}

/// A pool line.
fn line(code: &str, kind: &str, amount: &str) -> Value {
    json!({ "code": code, "name": code, "kind": kind, "amounts": since_new_year(amount) })
}

/// A channel with a pool of one source.
fn channel(price: Value, pool: &str) -> Value {
    let mut channel = json!({ "pool": [line("来源", "source", pool)] });
    channel["price"] = price;
    channel
}

/// A price that is derived from the pool.
fn derived(appraisal_loss: &str) -> Value {
    json!({ "kind": "derived", "appraisal_loss": appraisal_loss, "cite": "试" })
}

/// A price that is derived from the pool and published with two places, towards zero.
fn published(appraisal_loss: &str) -> Value {
    let rounding = json!({ "places": 2, "mode": "towards-zero" });
    json!({ "kind": "published", "appraisal_loss": appraisal_loss, "rounding": rounding, "cite": "试" })
}

/// A price that is announced, and changes in July.
fn announced(first: &str, from_july: &str) -> Value {
    let values = json!([
        { "from": "2024-01-01", "value": first, "cite": "试" },
        { "from": "2024-07-01", "value": from_july, "cite": "试" },
    ]);
    json!({ "kind": "announced", "appraisal_loss": "treasury", "values": values })
}

/// An item of category `类` with weight 1, and what else is said of it.
fn item(code: &str, more: Value) -> Value {
    let weights = since_new_year("1");
    let item = json!({
        "code": code, "name": code, "unit": "人次", "category": "类", "weights": weights,
    });
    merged(item, more)
}

/// An object with some fields set or replaced.
fn merged(mut object: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("not an object: {more}") };
    object.as_object_mut().unwrap().extend(more);
    object
}

/// A record: payee, item, month of 2024 and verified volume; `~` marks a correction.
fn record(text: &str) -> Value {
    let (text, voucher) = match text.strip_prefix('~') {
        Some(text) => (text, Some(text)),
        None => (text, None),
    };
    let [payee, item, month, volume] = text.split(' ').collect::<Vec<_>>()[..] else {
        panic!("not a record: {text}")
    };
    let month = format!("2024-{month}");
    let mut record = json!({ "payee": payee, "item": item, "month": month, "verified": volume });
    if let Some(voucher) = voucher {
        record["correction"] = json!(voucher);
    }
    record
}

/// Settles a channel over the year 2024. Payees are A, B and C as far as there are scores; the
/// coefficient of a score up to 90 is a hundredth of it, and rises to 1.2 at 100.
fn settled(
    channel: Value,
    items: &[Value],
    records: &[&str],
    scores: &[&str],
) -> Result<ChannelOutcome, Refusal> {
    let points = json!([
        { "score": "0", "value": "0" }, { "score": "90", "value": "0.9" },
        { "score": "100", "value": "1.2" },
    ]);
    let appraisal = json!({
        "code": "评", "name": "评", "cite": "试",
        "curve": { "shape": { "kind": "piecewise", "points": points }, "cite": "试" },
        "dimensions": [{ "code": "维", "name": "维", "indicators": [{
            "code": "标", "name": "标", "full": "100", "rule": { "kind": "given" }, "cite": "试",
        }] }],
    });
    let defaults = json!({
        "code": "道", "name": "道", "cite": "试", "unverified": "refuse", "appraisal": "评",
    });
    let category =
        |code| json!({ "code": code, "name": code, "income_class": "收", "channel": "道" });
    let codes = ["A", "B", "C"].into_iter().zip(scores);
    let payees: Vec<Value> = codes
        .clone()
        .map(|(code, _)| json!({ "code": code, "name": code, "group": "组" }))
        .collect();
    let marks: Vec<Value> = codes
        .map(|(code, score)| json!({ "payee": code, "indicator": "标", "mark": score }))
        .collect();
    let scheme = json!({
        "title": "案", "number": "1号", "issuer": "局", "from": "2024-01-01",
        "groups": [{ "code": "组", "name": "组" }],
        "income_classes": [{ "code": "收", "name": "收", "cite": "试" }],
        "categories": [category("类"), category("别")],
        "items": items, "appraisals": [appraisal], "channels": [merged(defaults, channel)],
    });
    let facts = json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": payees, "marks": marks,
        "volumes": records.iter().copied().map(record).collect::<Vec<_>>(),
        "reserves": [{ "channel": "道", "opening": "100" }],
    });
    let scheme = serde_json::from_value(scheme).unwrap();
    let facts = serde_json::from_value(facts).unwrap();
    settle(&scheme, &facts).map(|mut channels| channels.remove(0))
}

/// The entitlements, the appraisal loss and what remains, in fen.
fn money(outcome: &ChannelOutcome) -> (Vec<i64>, i64, Option<i64>) {
    let fen = |fen: &Fen| fen.to_i64().unwrap();
    let entitlements = outcome.payees.iter().map(|payee| fen(&payee.entitlement)).collect();
    (entitlements, fen(&outcome.appraisal_loss), outcome.remainder.as_ref().map(fen))
}

/// A fraction.
fn over(numerator: i64, denominator: i64) -> Fraction {
    whole(numerator) / whole(denominator)
}

#[test]
fn a_tie_goes_to_the_first_code() {
    let records = ["C x 01 1", "B x 01 1", "A x 01 1"];
    let channel = channel(derived("redistributed"), "100");
    let outcome = settled(channel, &[item("x", json!({}))], &records, &["90"; 3]).unwrap();
    assert_eq!(money(&outcome), (vec![33_34, 33_33, 33_33], 0, Some(0)));
    assert_eq!(outcome.prices, [("2024-01-01".to_owned(), over(1000, 27))]);
}

#[test]
fn a_remainder_goes_to_the_largest_fraction() {
    let records = ["A x 01 445455", "B x 01 9091", "C x 01 545455"];
    let channel = channel(derived("redistributed"), "220.00");
    let outcome = settled(channel, &[item("x", json!({}))], &records, &["90"; 3]).unwrap();
    assert_eq!(money(&outcome), (vec![98_00, 2_00, 120_00], 0, Some(0)));
}

#[test]
fn the_treasury_has_a_part_of_its_own() {
    let (items, records) = ([item("x", json!({}))], ["A x 01 100", "B x 01 100"]);
    let settled = |pool, scores: &[&str]| {
        settled(channel(derived("treasury"), pool), &items, &records, scores).unwrap()
    };
    // 90 : 60 : 50
    assert_eq!(money(&settled("100", &["90", "60"])), (vec![45_00, 30_00], 25_00, Some(0)));
    // 50 : 50 : 100 of 3 fen is 0.75, 0.75, 1.5; of 2 fen 0.5, 0.5, 1
    assert_eq!(money(&settled("0.03", &["50", "50"])), (vec![1, 1], 1, Some(0)));
    assert_eq!(money(&settled("0.02", &["50", "50"])), (vec![1, 0], 1, Some(0)));
    // 120 and 90 of 200, and the treasury would have to add 10
    assert_eq!(money(&settled("100", &["100", "90"])), (vec![60_00, 45_00], 0, Some(-5_00)));
}

#[test]
fn a_published_price_is_rounded_once() {
    let (items, records) = ([item("x", json!({}))], ["A x 01 1", "B x 01 2"]);
    let settled = |appraisal_loss, scores: &[&str]| {
        settled(channel(published(appraisal_loss), "100"), &items, &records, scores).unwrap()
    };
    // 100 / 3 = 33.33; what 66.66 loses is the appraisal loss, the rest remains
    let outcome = settled("treasury", &["95", "50"]);
    assert_eq!(outcome.prices[0].1, over(3333, 100));
    assert_eq!(money(&outcome), (vec![35_00, 33_33], 31_66, Some(1)));
    // 100 / (1.05 + 1) = 48.78
    let outcome = settled("redistributed", &["95", "50"]);
    assert_eq!(money(&outcome), (vec![51_22, 48_78], 0, Some(0)));
}

#[test]
fn an_announced_price_changes_inside_the_year() {
    let (items, records) = ([item("x", json!({}))], ["A x 03 100", "A x 09 50"]);
    let price = announced("10", "12");
    let outcome = settled(json!({ "price": price }), &items, &records, &["85"]).unwrap();
    assert_eq!(money(&outcome), (vec![1360_00], 240_00, None));
    let from: Vec<&str> = outcome.prices.iter().map(|(from, _)| from.as_str()).collect();
    assert_eq!(from, ["2024-01-01", "2024-07-01"]);
    let tight = channel(price.clone(), "1500");
    assert_eq!(money(&settled(tight, &items, &records, &["85"]).unwrap()).1, 140_00);
    let overrun = channel(price, "1000");
    let outcome = settled(overrun, &items, &records, &["85"]).unwrap();
    assert_eq!(money(&outcome), (vec![1360_00], 0, Some(-360_00)));
}

#[test]
fn ceilings_and_bands_count_the_year_in_order() {
    let bands = json!({ "bands": { "cite": "试", "steps": [
        { "above": "0", "factor": "1" }, { "above": "100", "factor": "0.5" },
        { "above": "200", "factor": "0" },
    ] } });
    let ceiling = json!({ "ceiling": since_new_year("150") });
    let from_february = json!({ "weights": [
        { "from": "2024-01-01", "value": "1", "cite": "试" },
        { "from": "2024-02-01", "by_group": { "组": "2" }, "cite": "试" },
    ] });
    let equivalents = |more: &[&Value], records: &[&str]| {
        let item =
            more.iter().fold(item("x", json!({})), |item, more| merged(item, (*more).clone()));
        let channel = json!({ "price": announced("1", "1") });
        settled(channel, &[item], records, &["90"]).unwrap().payees[0].equivalents.clone()
    };
    let two_months = ["A x 02 100", "A x 01 100"];
    assert_eq!(equivalents(&[&ceiling], &two_months), whole(150));
    assert_eq!(equivalents(&[&ceiling, &from_february], &two_months), whole(100 + 50 * 2));
    assert_eq!(equivalents(&[&bands], &two_months), whole(150));
    // what lies above 200 counts nothing, what lies above the ceiling does not reach it
    assert_eq!(equivalents(&[&bands], &["A x 01 150", "A x 02 100"]), whole(150));
    assert_eq!(equivalents(&[&bands, &ceiling], &["A x 01 150", "A x 02 100"]), whole(125));
    // 0 → 150 − 30 counts 110, 120 → 220 counts 40
    let corrected = ["A x 01 150", "~A x 01 -30", "A x 02 100"];
    assert_eq!(equivalents(&[&bands, &from_february], &corrected), whole(110 + 40 * 2));
    // 0 → −10 takes 10 back, −10 → 100 counts 110
    assert_eq!(equivalents(&[&bands], &["~A x 01 -10", "A x 02 110"]), whole(100));
}

#[test]
fn a_provision_fills_the_reserve_no_further_than_its_target() {
    let items = [item("x", json!({}))];
    let provision = |provision: Value| {
        let pool = json!([line("来", "source", "100"), line("去", "carve-out", "20")]);
        let channel = json!({ "price": derived("treasury"), "pool": pool, "provision": provision });
        let outcome = settled(channel, &items, &["A x 01 1"], &["90"]).unwrap();
        assert_eq!(outcome.pool, Some(80_00.into()));
        assert_eq!(
            outcome.distributable,
            outcome.pool.map(|pool| pool - outcome.provision.as_ref().unwrap())
        );
        outcome.provision.unwrap().to_i64().unwrap()
    };
    let tenth = since_new_year("0.1");
    assert_eq!(provision(json!({ "rate": tenth })), 8_00);
    assert_eq!(provision(json!({ "rate": tenth, "target": since_new_year("105") })), 5_00);
    assert_eq!(provision(json!({ "rate": tenth, "target": since_new_year("95") })), 0);
    assert_eq!(provision(json!({ "amount": since_new_year("7.77") })), 7_77);
    assert_eq!(provision(json!({ "amount": since_new_year("200") })), 80_00);
}

#[test]
fn an_entitlement_is_broken_down_by_category_and_then_by_item() {
    let other = item("a", json!({ "category": "别" }));
    let items = [item("y", json!({})), item("x", json!({})), other];
    let records = ["A x 01 1", "A y 01 1", "A a 01 1"];
    let channel = channel(derived("redistributed"), "100");
    let outcome = settled(channel, &items, &records, &["90"]).unwrap();
    let parts = |parts: &[(String, Fraction, Fen)]| -> Vec<(String, i64)> {
        parts.iter().map(|(code, _, fen)| (code.clone(), fen.to_i64().unwrap())).collect()
    };
    let expected = |parts: &[(&str, i64)]| -> Vec<(String, i64)> {
        parts.iter().map(|&(code, fen)| (code.to_owned(), fen)).collect()
    };
    let payee = &outcome.payees[0];
    assert_eq!(parts(&payee.categories), expected(&[("别", 33_33), ("类", 66_67)]));
    assert_eq!(parts(&payee.items), expected(&[("a", 33_33), ("x", 33_34), ("y", 33_33)]));
}

#[test]
fn every_rule_gives_marks() {
    let rules = [
        (json!({ "kind": "given" }), "8", whole(8)),
        (json!({ "kind": "yes-no" }), "1", whole(10)),
        (json!({ "kind": "at-least", "target": "90" }), "81", whole(9)),
        (json!({ "kind": "at-most", "target": "5" }), "15", over(10, 3)),
        (
            json!({ "kind": "bands", "bands": [
            { "from": "0", "marks": "1" }, { "from": "0.6", "marks": "5" },
        ] }),
            "0.6",
            whole(5),
        ),
        (
            json!({ "kind": "linear", "low": { "at": "1", "marks": "10" },
            "high": { "at": "5", "marks": "0" } }),
            "2",
            over(15, 2),
        ),
    ];
    let payee = json!({ "code": "A", "name": "A", "group": "组" });
    for (rule, mark, expected) in rules {
        let indicator =
            json!({ "code": "标", "name": "标", "full": "10", "rule": rule, "cite": "试" });
        let appraisal = json!({ "code": "评", "name": "评", "cite": "试",
            "curve": { "shape": { "kind": "proportional" }, "cite": "试" },
            "dimensions": [{ "code": "维", "name": "维", "indicators": [indicator] }],
        });
        let facts = json!({ "period": { "from": "2024-01-01", "until": "2025-01-01" },
            "payees": [payee], "volumes": [],
            "marks": [{ "payee": "A", "indicator": "标", "mark": mark }],
        });
        let score = appraise::score(
            &serde_json::from_value(appraisal).unwrap(),
            &serde_json::from_value(facts).unwrap(),
            &serde_json::from_value(payee.clone()).unwrap(),
        );
        assert_eq!(score, expected * whole(10), "{rule}");
    }
}

#[test]
fn every_curve_gives_a_coefficient() {
    let bands = json!({ "kind": "bands", "bands": [
        { "from": "0", "value": "0.5" }, { "from": "80", "value": "1" },
    ] });
    let full_from = json!({ "kind": "full-from", "threshold": "85" });
    let rounding = json!({ "places": 2, "mode": "half-to-even" });
    let curves = [
        (json!({ "shape": { "kind": "proportional" } }), over(200, 3), over(2, 3)),
        (
            json!({ "shape": { "kind": "proportional" }, "rounding": rounding }),
            over(200, 3),
            over(67, 100),
        ),
        (json!({ "shape": { "kind": "proportional" }, "floor": "0.7" }), over(200, 3), over(7, 10)),
        (json!({ "shape": { "kind": "proportional" }, "cap": "0.6" }), over(200, 3), over(6, 10)),
        (json!({ "shape": bands }), whole(80), whole(1)),
        (json!({ "shape": bands }), over(799, 10), over(1, 2)),
        (json!({ "shape": full_from }), whole(85), whole(1)),
        (json!({ "shape": full_from }), whole(84), over(84, 100)),
    ];
    for (curve, score, expected) in curves {
        let document =
            serde_json::from_value(merged(curve.clone(), json!({ "cite": "试" }))).unwrap();
        assert_eq!(appraise::coefficient(&document, &score), expected, "{curve}");
    }
}

#[test]
fn every_mode_rounds() {
    let modes = [Mode::HalfAwayFromZero, Mode::HalfToEven, Mode::TowardsZero, Mode::AwayFromZero];
    for (hundredths, tenths) in
        [(25, [3, 2, 2, 3]), (35, [4, 4, 3, 4]), (21, [2, 2, 2, 3]), (-25, [-3, -2, -2, -3])]
    {
        for (mode, expected) in modes.into_iter().zip(tenths) {
            let rounded = numbers::round(&over(hundredths, 100), Rounding::new(1, mode).unwrap());
            assert_eq!(rounded, over(expected, 10), "{hundredths} {mode:?}");
        }
    }
}

#[test]
fn what_cannot_be_settled_is_refused() {
    let items = [item("x", json!({}))];
    let idle = settled(channel(derived("treasury"), "100"), &items, &["A x 01 0"], &["90"]);
    assert_eq!(idle, Err(Refusal::NoEquivalents));
    let failed = settled(channel(derived("redistributed"), "100"), &items, &["A x 01 1"], &["0"]);
    assert_eq!(failed, Err(Refusal::NoEquivalents));
    let pool = json!([line("来", "source", "10"), line("去", "carve-out", "10.01")]);
    let overdrawn = json!({ "price": derived("treasury"), "pool": pool });
    assert_eq!(settled(overdrawn, &items, &["A x 01 1"], &["90"]), Err(Refusal::PoolNegative));
}

#[test]
fn a_seed_always_gives_the_same_case() {
    for seed in 0..100 {
        assert_eq!(generate::case(seed), generate::case(seed));
    }
    assert_ne!(generate::case(1), generate::case(2));
}
