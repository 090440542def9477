//! Cases of items that are measured over time.

use serde_json::{Value, json};

use super::{documents, item, merged, over, settled_from, since_new_year};
use crate::numbers::{Fraction, whole};

/// What a payee has of an item at 1 yuan per month or year, with records of days and numbers.
fn counted(per: &str, records: &[(&str, &str, &str)], more: Value, facts: Value) -> Fraction {
    let quotas = json!({ "weights": [], "quotas": since_new_year("1"), "per": per });
    let quota = json!({ "price": { "kind": "quota", "appraisal_loss": "treasury", "cite": "试" } });
    let items = [item("x", merged(quotas, more))];
    let (scheme, documents) = documents(quota, &items, &[], &["90"]);
    let record = |(from, until, number): &(&str, &str, &str)| json!({ "payee": "A", "item": "x", "from": from, "until": until, "verified": number });
    let volumes: Vec<Value> = records.iter().map(record).collect();
    let facts = merged(merged(documents, json!({ "volumes": volumes })), facts);
    settled_from((scheme, facts)).unwrap().payees[0].measured.clone()
}

/// A number from one day until another.
fn one(per: &str, from: &str, until: &str, number: &str) -> Fraction {
    counted(per, &[(from, until, number)], json!({}), json!({}))
}

#[test]
fn whole_months_count_one_and_cut_months_by_their_days() {
    assert_eq!(one("month", "2024-01-01", "2025-01-01", "2.5"), whole(30));
    assert_eq!(one("month", "2024-12-25", "2025-01-01", "1"), over(7, 31));
    // 7/31 + 1 + 15/31
    assert_eq!(one("month", "2024-01-25", "2024-03-16", "1"), over(53, 31));
    // 15 days of 29, and 5 of 31
    assert_eq!(one("month", "2024-02-15", "2024-03-06", "1"), over(15, 29) + over(5, 31));
    assert_eq!(one("month", "2024-04-10", "2024-04-11", "30"), whole(1));
    assert_eq!(one("month", "2024-04-10", "2024-04-11", "0"), whole(0));
}

#[test]
fn a_year_has_twelve_months() {
    assert_eq!(one("year", "2024-01-01", "2025-01-01", "7"), whole(7));
    assert_eq!(one("year", "2024-01-01", "2024-07-01", "1"), over(1, 2));
    assert_eq!(one("year", "2024-12-25", "2025-01-01", "1"), over(7, 31 * 12));
}

#[test]
fn no_more_counts_than_was_approved_on_any_day() {
    let approved = json!({ "approved": { "cite": "试" } });
    let number = |number: &str| json!({ "approved": [{ "payee": "A", "item": "x", "number": number, "cite": "批" }] });
    let records = [("2024-01-01", "2024-03-01", "5"), ("2024-03-01", "2024-05-01", "1")];
    let counted = |most: &str| counted("month", &records, approved.clone(), number(most));
    // 3 in two months and 1 in two, not 3 on average
    assert_eq!(counted("3"), whole(8));
    assert_eq!(counted("9"), whole(12));
    assert_eq!(counted("0"), whole(0));
}

#[test]
fn what_is_there_can_be_worth_equivalents() {
    let price = json!({ "price": { "kind": "announced", "appraisal_loss": "treasury",
        "values": since_new_year("100") }, "appraisal": null });
    let items = [item("x", json!({ "weights": since_new_year("1.2"), "per": "month" }))];
    let (mut scheme, mut facts) = documents(price, &items, &[], &["90"]);
    scheme["groups"][0]["difficulty"] = since_new_year("1.5");
    facts["volumes"] = json!([{ "payee": "A", "item": "x", "month": "2024-02", "verified": "10" }]);
    let outcome = settled_from((scheme, facts)).unwrap();
    assert_eq!(outcome.payees[0].measured, whole(18));
    assert_eq!(outcome.payees[0].entitlement, 1800_00.into());
}
