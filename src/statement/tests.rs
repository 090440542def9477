//! Statements that the tests of these files share.

use serde_json::{Value, json};

use super::{Statement, StatementInParts};
use crate::facts::Closing;
use crate::sample::{self, since};
use crate::scheme::Split;

/// The statement of the smallest sample after a change of its scheme and facts.
pub(super) fn settled(change: impl FnOnce(&mut Value, &mut Value)) -> Statement {
    closed(change).0
}

/// The same, and what it leaves behind.
pub(super) fn closed(change: impl FnOnce(&mut Value, &mut Value)) -> (Statement, Closing) {
    sample::settlement(change, |settlement| settlement.close().unwrap())
}

/// All of the money cycle: a pool that does not suffice, a reserve that is drawn on and withheld
/// for, deductions larger than what is payable, advances.
pub(super) fn cycle(scheme: &mut Value, facts: &mut Value) {
    let channel = &mut scheme["channels"][0];
    channel["price"] =
        json!({ "kind": "announced", "appraisal_loss": "treasury", "values": since("20") });
    channel["overrun"] =
        json!({ "draw_reserve": true, "rest": { "kind": "carry-forward" }, "cite": "示例" });
    channel["reserve"] = json!({
        "cite": "示例", "target": since("8000"),
        "provision": { "amount": since("1000") },
        "withholding": { "rate": since("0.1"), "release": "above-target" },
    });
    channel["deductions"] = json!({ "to": "reserve", "cite": "示例" });
    channel["advances"] = json!({ "excess": "carry-forward", "cite": "示例", "plan": {
        "base": "budget",
        "instalments": [
            { "code": "Q1", "name": "首期", "share": "0.5", "month": 1, "day": 31, "cite": "示例" },
        ],
    } });
    scheme["finding_kinds"] = json!([{
        "code": "kind", "name": "核查", "cite": "示例",
        "rule": { "kind": "stated", "channel": "purchase" },
    }]);
    facts["findings"] = json!([
        { "code": "F1", "kind": "kind", "payee": "W02", "amount": "500000.00" },
        { "code": "F2", "kind": "kind", "payee": "W02", "amount": "3.00" },
    ]);
    facts["budgets"] = json!([
        { "payee": "W01", "channel": "purchase", "amount": "100" },
        { "payee": "W02", "channel": "purchase", "amount": "100" },
    ]);
    facts["advances"] = json!([
        { "code": "V1", "payee": "W02", "channel": "purchase", "instalment": "Q1",
          "date": "2024-01-31", "amount": "50" },
    ]);
    facts["opening"] = json!({
        "reserves": [{ "channel": "purchase", "balance": "5000" }],
        "owed": [{ "channel": "purchase", "payee": "W01", "amount": "10" }],
    });
}

/// The same, where the scheme is followed by another on a day.
pub(super) fn in_parts(day: &str) -> StatementInParts {
    let schemes = sample::successive(day);
    let settlement = crate::settle_in_parts(&schemes, Split::Months, &sample::facts()).unwrap();
    settlement.statement().clone()
}
