//! The oracle against cases worked by hand.

mod appraisals;
mod channels;
mod closing;
mod deductions;
mod payment;
mod pools;
mod stages;
mod stocks;
mod straddle;

use num_traits::ToPrimitive;
use serde_json::{Value, json};

use crate::calculate::settle;
use crate::numbers::{Fen, Fraction, whole};
use crate::outcome::{ChannelOutcome, PayeeOutcome, Refusal};

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

/// Scheme and facts of a channel over the year 2024. Payees are A, B and C as far as there are
/// scores; the coefficient of a score up to 90 is a hundredth of it, and rises to 1.2 at 100.
fn documents(channel: Value, items: &[Value], records: &[&str], scores: &[&str]) -> (Value, Value) {
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
        "overrun": { "draw_reserve": false, "rest": { "kind": "prorate" }, "cite": "试" },
        "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "试" },
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
        "opening": { "reserves": [{ "channel": "道", "balance": "100" }] },
    });
    (scheme, facts)
}

/// Settles documents of one channel.
fn settled_from((scheme, facts): (Value, Value)) -> Result<ChannelOutcome, Refusal> {
    let scheme = serde_json::from_value(scheme).unwrap();
    let facts = serde_json::from_value(facts).unwrap();
    settle(&scheme, &facts).map(|mut channels| channels.remove(0))
}

/// Settles [`documents`].
fn settled(
    channel: Value,
    items: &[Value],
    records: &[&str],
    scores: &[&str],
) -> Result<ChannelOutcome, Refusal> {
    settled_from(documents(channel, items, records, scores))
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

/// One figure of every payee, in fen.
fn each(outcome: &ChannelOutcome, figure: fn(&PayeeOutcome) -> &Fen) -> Vec<i64> {
    outcome.payees.iter().map(|payee| figure(payee).to_i64().unwrap()).collect()
}

/// A channel at a price of 1 yuan without an appraisal, with what else is said of it.
fn at_one_yuan(more: Value) -> Value {
    merged(json!({ "appraisal": null, "price": announced("1", "1") }), more)
}
