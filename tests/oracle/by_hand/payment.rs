//! Cases of what is owed, of advances and plans, and of what is left to the next period.

use serde_json::{Value, json};
use work_equivalent::facts::OpeningDocument;

use super::{
    at_one_yuan, documents, each, item, line, merged, settled, settled_from, since_new_year,
};
use crate::dated::{days_after, month_end};
use crate::numbers::Fen;
use crate::opening::next_opening;
use crate::outcome::{ChannelOutcome, PlanOutcome};

/// Settles a channel that owes 60 and 40 yuan for this period, with facts of its own.
fn paid(more: Value, facts: Value) -> ChannelOutcome {
    let records = ["A x 01 60", "B x 01 40"];
    let documents = documents(at_one_yuan(more), &[item("x", json!({}))], &records, &["90"; 2]);
    settled_from((documents.0, merged(documents.1, facts))).unwrap()
}

#[test]
fn what_was_owed_is_paid_first() {
    let owed =
        |payee: &str, amount: &str| json!({ "channel": "道", "payee": payee, "amount": amount });
    let owed = json!({ "opening": { "owed": [owed("B", "60"), owed("A", "30")] } });
    let carried = json!({ "overrun": { "draw_reserve": false, "cite": "试",
        "rest": { "kind": "carry-forward" } } });
    let with_pool = |amount: &str| {
        let pool = json!({ "pool": [line("来", "source", amount)] });
        paid(merged(pool, carried.clone()), owed.clone())
    };
    // 90 of 110 for what was owed; 20 of 100 for this period
    let outcome = with_pool("110");
    assert_eq!(each(&outcome, |it| &it.owed.paid), [30_00, 60_00]);
    assert_eq!(each(&outcome, |it| &it.owed.after), [48_00, 32_00]);
    assert_eq!(each(&outcome, |it| &it.payable), [42_00, 68_00]);
    // 50 of 90 over 30 : 60, and nothing for this period
    let outcome = with_pool("50");
    assert_eq!(outcome.distributable, Some(Fen::from(0)));
    assert_eq!(each(&outcome, |it| &it.owed.paid), [16_67, 33_33]);
    assert_eq!(each(&outcome, |it| &it.owed.after), [73_33, 66_67]);
    // without a pool, all of it
    let outcome = paid(json!({}), owed);
    assert_eq!(each(&outcome, |it| &it.payable), [90_00, 100_00]);
    assert_eq!(outcome.money.appropriated, Fen::from(190_00));
}

#[test]
fn advances_are_set_off() {
    let advance = |code: &str, payee: &str, amount: &str| {
        json!({ "code": code, "channel": "道", "payee": payee, "date": "2024-05-06",
            "amount": amount })
    };
    let advances = [advance("1", "A", "50"), advance("2", "A", "25.5"), advance("3", "B", "1")];
    let settled = |excess: &str| {
        let rule = json!({ "advances": { "excess": excess, "cite": "试" } });
        paid(rule, json!({ "advances": advances }))
    };
    let carried = settled("carry-forward");
    assert_eq!(each(&carried, |it| &it.balance), [-15_50, 39_00]);
    assert_eq!(each(&carried, |it| &it.carried_forward), [15_50, 0]);
    let recovered = settled("recover");
    assert_eq!(each(&recovered, |it| &it.balance), [-15_50, 39_00]);
    assert_eq!(each(&recovered, |it| &it.carried_forward), [0, 0]);
}

/// The plan of payee A with a base, two instalments and two transfers.
fn planned(base: &str, more: Value) -> PlanOutcome {
    let instalment = |code: &str, share: &str, month: u8, day: u8| {
        json!({ "code": code, "name": code, "share": share, "month": month, "day": day,
            "cite": "试" })
    };
    let plan = json!({
        "base": "previous-entitlement",
        "instalments": [instalment("二", "0.25", 11, 15), instalment("一", "0.5", 2, 31)],
        "transfers": [
            { "name": "市", "days": 30, "cite": "试" }, { "name": "县", "month_ends": 1, "cite": "试" },
            { "name": "院", "month_ends": 0, "cite": "试" },
        ],
    });
    let rule = json!({ "advances": { "excess": "recover", "cite": "试", "plan": plan } });
    let entitlement = |payee: &str| json!({ "channel": "道", "payee": payee, "amount": base });
    let opening = json!({ "entitlements": [entitlement("A"), entitlement("B")] });
    let mut outcome = paid(rule, merged(json!({ "opening": opening }), more));
    outcome.payees.remove(0).plan.unwrap()
}

#[test]
fn instalments_are_due_in_order() {
    let advance = json!({ "code": "1", "channel": "道", "payee": "A", "date": "2024-05-06",
        "amount": "7", "instalment": "二" });
    let plan = planned("100.01", json!({ "advances": [advance] }));
    let found: Vec<_> =
        plan.instalments.iter().map(|it| (it.code.as_str(), it.due.as_str(), &it.paid)).collect();
    let (nothing, seven) = (Fen::from(0), Fen::from(7_00));
    assert_eq!(found, [("一", "2024-02-29", &nothing), ("二", "2024-11-15", &seven)]);
    // 50.005, 25.0025 and 25.0025
    let amounts: Vec<&Fen> = plan.instalments.iter().map(|it| &it.amount).collect();
    assert_eq!(amounts, [&Fen::from(50_01), &Fen::from(25_00)]);
    assert_eq!(plan.at_settlement, Fen::from(25_00));
    let deadlines: Vec<&str> =
        plan.instalments[0].deadlines.iter().map(|(_, by)| by.as_str()).collect();
    assert_eq!(deadlines, ["2024-03-30", "2024-04-30", "2024-04-30"]);
    // half a fen for the first, a quarter each for the second and the settlement
    let plan = planned("0.02", json!({}));
    assert_eq!(plan.instalments[1].amount, Fen::from(1));
}

#[test]
fn days_are_counted_over_months_and_years() {
    assert_eq!(days_after("2023-12-31", 0), "2023-12-31");
    assert_eq!(days_after("2023-12-31", 366), "2024-12-31");
    assert_eq!(days_after("2024-02-28", 2), "2024-03-01");
    assert_eq!(days_after("2100-02-28", 1), "2100-03-01");
    assert_eq!(month_end("2023-11-30", 3), "2024-02-29");
}

#[test]
fn the_closing_of_a_period_opens_the_next() {
    let channel = json!({
        "pool": [line("来", "source", "50")],
        "overrun": { "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "试" },
        "reserve": { "cite": "试",
            "withholding": { "rate": since_new_year("0.1"), "release": "held" } },
        "deductions": { "to": "treasury", "cite": "试" },
        "advances": { "excess": "carry-forward", "cite": "试" },
    });
    let records = ["A x 01 60", "B x 01 40"];
    let (scheme, facts) =
        documents(at_one_yuan(channel), &[item("x", json!({}))], &records, &["90"; 2]);
    let stated = json!({ "kind": "stated", "channel": "道" });
    let kinds = json!([{ "code": "k", "name": "k", "cite": "试", "rule": stated }]);
    let scheme = merged(scheme, json!({ "finding_kinds": kinds }));
    let facts = merged(
        facts,
        json!({
            "findings": [{ "code": "f", "kind": "k", "payee": "A", "amount": "30" }],
            "advances": [{ "code": "v", "payee": "B", "channel": "道", "date": "2024-03-01",
                "amount": "18.01" }],
        }),
    );
    let outcome = settled_from((scheme, facts.clone())).unwrap();
    let opening = next_opening(&serde_json::from_value(facts).unwrap(), &[outcome]);
    let of =
        |payee: &str, amount: &str| json!({ "channel": "道", "payee": payee, "amount": amount });
    let this_year = json!({ "from": "2024-01-01", "until": "2025-01-01" });
    let claim = |payee: &str, cause: Value, amount: &str| {
        merged(of(payee, amount), json!({ "period": this_year, "cause": cause }))
    };
    // A has 30 − 3 for a claim of 30, B 20 − 2 for an advance of 18.01
    let expected: OpeningDocument = serde_json::from_value(json!({
        "reserves": [{ "channel": "道", "balance": "105.00" }],
        "owed": [of("A", "30.00"), of("B", "20.00")],
        "claims": [
            claim("A", json!({ "kind": "finding", "code": "f" }), "3.00"),
            claim("B", json!({ "kind": "advances" }), "0.01"),
        ],
        "entitlements": [of("A", "60.00"), of("B", "40.00")],
    }))
    .unwrap();
    assert_eq!(opening, expected);
}

#[test]
fn nothing_is_paid_in_the_abstract() {
    let outcome = settled(at_one_yuan(json!({})), &[item("x", json!({}))], &["A x 01 1"], &["90"]);
    let payee = outcome.unwrap().payees.remove(0);
    assert!(payee.plan.is_none() && payee.deductions.is_empty());
    assert_eq!((payee.payable, payee.balance), (Fen::from(1_00), Fen::from(1_00)));
}
