//! Cases of pool, measure, price, entitlement and breakdown.

use num_traits::ToPrimitive;
use serde_json::{Value, json};
use work_equivalent::exact::{Mode, Rounding};

use super::{
    announced, channel, derived, item, line, merged, money, over, published, settled,
    since_new_year,
};
use crate::generate;
use crate::numbers::{self, Fen, Fraction, whole};
use crate::outcome::Refusal;

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
        settled(channel, &[item], records, &["90"]).unwrap().payees[0].measured.clone()
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
    let provision = |reserve: Value| {
        let pool = json!([line("来", "source", "100"), line("去", "carve-out", "20")]);
        let reserve = merged(json!({ "cite": "试" }), reserve);
        let channel = json!({ "price": derived("treasury"), "pool": pool, "reserve": reserve });
        let outcome = settled(channel, &items, &["A x 01 1"], &["90"]).unwrap();
        assert_eq!(outcome.pool, Some(80_00.into()));
        assert_eq!(
            outcome.distributable,
            outcome.pool.map(|pool| pool - outcome.provision.as_ref().unwrap())
        );
        outcome.provision.unwrap().to_i64().unwrap()
    };
    let tenth = since_new_year("0.1");
    let rate = json!({ "provision": { "rate": tenth } });
    let with_target = |target| merged(rate.clone(), json!({ "target": since_new_year(target) }));
    let amount = |amount| json!({ "provision": { "amount": since_new_year(amount) } });
    assert_eq!(provision(rate.clone()), 8_00);
    assert_eq!(provision(with_target("105")), 5_00);
    assert_eq!(provision(with_target("95")), 0);
    assert_eq!(provision(amount("7.77")), 7_77);
    assert_eq!(provision(amount("200")), 80_00);
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
