//! Cases of a period inside which the scheme changes.

use num_traits::ToPrimitive;
use serde_json::{Value, json};
use work_equivalent::scheme::Split;

use super::{announced, at_one_yuan, documents, item, line, merged, since_new_year};
use crate::numbers::Fen;
use crate::straddle::{SettledPart, settle};
use crate::together::{closing, totals};

/// Settles a leap year or the year before in two parts, A and B with a record of each payee in
/// each part.
fn in_parts(
    split: Split,
    (from, change, until): (&str, &str, &str),
    more: Value,
) -> Vec<SettledPart> {
    straddling(split, (from, change, until), [more.clone(), more], json!({}))
}

/// Settles a period of two channels' rules in turn, with more facts.
fn straddling(
    split: Split,
    (from, change, until): (&str, &str, &str),
    rules: [Value; 2],
    facts: Value,
) -> Vec<SettledPart> {
    let [first, second] =
        rules.map(|more| documents(at_one_yuan(more), &[item("x", json!({}))], &[], &["90"; 2]));
    let (mut schemes, base) = (vec![first.0, second.0], first.1);
    for (scheme, from) in schemes.iter_mut().zip(["2023-01-01", change]) {
        *scheme = moved(scheme, from);
    }
    let period = json!({ "period": { "from": from, "until": until } });
    let facts = merged(merged(base, period), facts);
    let schemes: Vec<_> =
        schemes.into_iter().map(|it| serde_json::from_value(it).unwrap()).collect();
    settle(&schemes, split, &serde_json::from_value(facts).unwrap()).unwrap()
}

/// A scheme with all that is in force since the new year in force since another day.
fn moved(scheme: &Value, from: &str) -> Value {
    let text = scheme.to_string().replace("2024-01-01", from).replace("2024-07-01", "2029-07-01");
    serde_json::from_str(&text).unwrap()
}

/// A record of whole days.
fn record(payee: &str, from: &str, until: &str, volume: &str) -> Value {
    json!({ "payee": payee, "item": "x", "from": from, "until": until, "verified": volume })
}

/// One figure of each part, in fen.
fn of_parts(parts: &[SettledPart], figure: fn(&SettledPart) -> &Fen) -> Vec<i64> {
    parts.iter().map(|part| figure(part).to_i64().unwrap()).collect()
}

/// A pool of one source.
fn pool(amount: &str) -> Value {
    json!({ "pool": [line("来", "source", amount)] })
}

/// The pools of a split period.
fn pools(split: Split, days: (&str, &str, &str), amount: &str) -> Vec<i64> {
    of_parts(&in_parts(split, days, pool(amount)), |it| it.outcomes[0].pool.as_ref().unwrap())
}

/// The scheme changes a week before the end of 2023.
const A_WEEK_BEFORE: (&str, &str, &str) = ("2023-01-01", "2023-12-25", "2024-01-01");

#[test]
fn a_pool_is_split_by_days_or_months() {
    assert_eq!(pools(Split::Days, A_WEEK_BEFORE, "365.00"), [358_00, 7_00]);
    // 365.00 × (11 + 24/31) / 12 = 358.1317…, and 365.00 × (7/31) / 12 = 6.8682…
    assert_eq!(pools(Split::Months, A_WEEK_BEFORE, "365.00"), [358_13, 6_87]);
    assert_eq!(pools(Split::Months, A_WEEK_BEFORE, "372.00"), [365_00, 7_00]);
    assert_eq!(pools(Split::Amounts, A_WEEK_BEFORE, "365.00"), [365_00, 365_00]);
    // 10.00 × 358/365 = 9.80821…; 7/365 = 0.19178…
    assert_eq!(pools(Split::Days, A_WEEK_BEFORE, "10.00"), [9_81, 19]);
}

#[test]
fn a_fen_that_ties_goes_to_the_earlier_part() {
    let halves = ("2023-01-01", "2023-01-16", "2023-01-31");
    assert_eq!(pools(Split::Days, halves, "0.01"), [1, 0]);
    assert_eq!(pools(Split::Days, halves, "0.03"), [2, 1]);
    assert_eq!(pools(Split::Months, halves, "0.03"), [2, 1]);
    // 29 days of 31 and 29 of 29 are not the same part of a month: 1.00 × 29/60 = 0.48333…
    let months = ("2024-01-03", "2024-02-01", "2024-03-01");
    assert_eq!(pools(Split::Days, months, "0.01"), [1, 0]);
    assert_eq!(pools(Split::Months, months, "0.01"), [0, 1]);
    assert_eq!(pools(Split::Months, months, "1.00"), [48, 52]);
}

#[test]
fn each_line_and_a_provision_are_split_and_rates_are_not() {
    let reserve = |provision: Value| json!({ "reserve": { "cite": "试", "provision": provision } });
    let lines = json!({ "pool": [
        line("来", "source", "365"), line("又", "source", "36.50"), line("去", "carve-out", "73"),
    ] });
    let amount = merged(lines.clone(), reserve(json!({ "amount": since_new_year("3.65") })));
    let parts = in_parts(Split::Days, A_WEEK_BEFORE, amount);
    let figure = |it: fn(&SettledPart) -> &Option<Fen>| {
        parts.iter().map(|part| it(part).clone().unwrap().to_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(figure(|it| &it.outcomes[0].sources), [393_80, 7_70]);
    assert_eq!(figure(|it| &it.outcomes[0].carve_outs), [71_60, 1_40]);
    assert_eq!(figure(|it| &it.outcomes[0].provision), [3_58, 7]);

    let rate = merged(lines, reserve(json!({ "rate": since_new_year("0.1") })));
    let parts = in_parts(Split::Days, A_WEEK_BEFORE, rate);
    assert_eq!(of_parts(&parts, |it| it.outcomes[0].provision.as_ref().unwrap()), [32_22, 63]);
}

#[test]
fn records_findings_and_advances_have_their_part() {
    let rules = |price: &str, excess: &str| {
        json!({
            "price": announced(price, price), "deductions": { "to": "treasury", "cite": "试" },
            "advances": { "excess": excess, "cite": "试" },
        })
    };
    let advance = |code: &str, date: &str, amount: &str| json!({ "code": code, "payee": "A", "channel": "道", "date": date, "amount": amount });
    let parts = straddling(
        Split::Days,
        A_WEEK_BEFORE,
        [rules("1", "carry-forward"), rules("2", "carry-forward")],
        json!({
            "volumes": [
                record("A", "2023-12-01", "2023-12-25", "50"),
                record("A", "2023-12-25", "2024-01-01", "30"),
            ],
            "advances": [
                advance("1", "2022-12-31", "40"), advance("2", "2023-12-24", "35"),
                advance("3", "2023-12-25", "5"), advance("4", "2024-02-01", "4"),
            ],
        }),
    );
    let payee = |part: usize| &parts[part].outcomes[0].payees[0];
    assert_eq!([0, 1].map(|part| payee(part).entitlement.clone()), [50_00, 60_00].map(Fen::from));
    assert_eq!([0, 1].map(|part| payee(part).advanced.clone()), [75_00, 9_00].map(Fen::from));
    // 25 too much in the first part are deducted in the second
    assert_eq!(payee(0).carried_forward, Fen::from(25_00));
    assert_eq!(payee(1).deductions[0].until, "2023-12-25");
    assert_eq!(payee(1).payable, Fen::from(35_00));
    // 50 + 60 − 75 − 9
    let totals = totals(&parts);
    assert_eq!((&totals[0].payable, &totals[0].to_pay), (&Fen::from(85_00), &Fen::from(26_00)));
    let closing = closing(&parts);
    assert_eq!(closing.claims, []);
    assert_eq!(closing.entitlements[0].amount.as_str(), "110.00");
    assert_eq!(closing.entitlements[1].amount.as_str(), "0.00");
}

#[test]
fn what_one_part_owes_the_next_pays() {
    let carried = json!({
        "overrun": { "draw_reserve": false, "cite": "试", "rest": { "kind": "carry-forward" } },
    });
    let owes = merged(pool("40"), carried);
    let parts = straddling(
        Split::Amounts,
        A_WEEK_BEFORE,
        [owes, pool("15")],
        json!({ "volumes": [
            record("A", "2023-12-01", "2023-12-25", "50"),
            record("B", "2023-12-25", "2024-01-01", "3"),
        ] }),
    );
    let [first, second] = [0, 1].map(|part| &parts[part].outcomes[0].payees);
    assert_eq!(first[0].owed.after, Fen::from(10_00));
    assert_eq!(second[0].owed.paid, Fen::from(10_00));
    // 15 − 10 − 3 are returned
    assert_eq!(parts[1].outcomes[0].money.treasury, Fen::from(2_00));
    assert!(closing(&parts).owed.is_empty());
}

#[test]
fn what_was_advanced_too_much_counts_once() {
    let rules =
        |price: &str| merged(json!({ "price": announced(price, price) }), carries_forward());
    let advance = json!({
        "code": "1", "payee": "A", "channel": "道", "date": "2023-05-06", "amount": "40",
    });
    let with = |volumes: Value| {
        let facts = json!({ "advances": [advance], "volumes": volumes });
        straddling(Split::Days, A_WEEK_BEFORE, [rules("1"), rules("1")], facts)
    };
    // 40 too much, of which the second part deducts nothing, 30, or all
    let of_volume = |volume: &str| with(json!([record("A", "2023-12-25", "2024-01-01", volume)]));
    for (volume, payable, balance, carried) in
        [("0", 0, 0, 40_00), ("30", 0, 0, 10_00), ("50", 10_00, 10_00, 0)]
    {
        let parts = of_volume(volume);
        let totals = totals(&parts);
        assert_eq!(totals[0].payable, Fen::from(payable), "{volume}");
        assert_eq!(totals[0].to_pay, Fen::from(balance), "{volume}");
        assert_eq!(totals[0].carried_forward, Fen::from(carried), "{volume}");
        assert_eq!(closing(&parts).claims.len(), usize::from(carried > 0), "{volume}");
    }
}

#[test]
fn a_limit_is_split_and_a_rate_is_not() {
    let rate = json!({ "code": "提", "name": "提", "kind": "carve-out",
        "rate": since_new_year("0.1") });
    let lines = json!({ "pool": [
        line("来", "source", "365"), rate, line("限", "limit", "182.50"),
    ] });
    let parts = in_parts(Split::Days, A_WEEK_BEFORE, lines);
    let figure = |it: fn(&SettledPart) -> &Option<Fen>| {
        parts.iter().map(|part| it(part).clone().unwrap().to_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(figure(|it| &it.outcomes[0].carve_outs), [35_80, 70]);
    // 358 − 35.80 − 179, and 7 − 0.70 − 3.50
    assert_eq!(figure(|it| &it.outcomes[0].beyond_limit), [143_20, 2_80]);
    assert_eq!(figure(|it| &it.outcomes[0].pool), [179_00, 3_50]);
}

/// Too much of an advance is a claim.
fn carries_forward() -> Value {
    json!({ "advances": { "excess": "carry-forward", "cite": "试" } })
}
