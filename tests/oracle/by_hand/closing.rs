//! Cases of overrun, surplus, withholding and the reserve.

use serde_json::{Value, json};

use super::{announced, at_one_yuan, each, item, line, merged, settled, since_new_year};
use crate::numbers::Fen;
use crate::outcome::{ChannelOutcome, Refusal};

/// Settles a channel that owes 60, 40 and 20 yuan; its reserve opens with 100.
fn closed(more: Value) -> Result<ChannelOutcome, Refusal> {
    let records = ["A x 01 60", "B x 01 40", "C x 01 20"];
    settled(at_one_yuan(more), &[item("x", json!({}))], &records, &["90"; 3])
}

/// A pool of one source.
fn pool(amount: &str) -> Value {
    json!({ "pool": [line("来源", "source", amount)] })
}

/// A pool with a rule for overruns.
fn overrun(amount: &str, draw_reserve: bool, rest: Value) -> Value {
    let mut overrun = json!({ "draw_reserve": draw_reserve, "cite": "试" });
    overrun["rest"] = rest;
    merged(pool(amount), json!({ "overrun": overrun }))
}

/// A pool with a rule for surpluses.
fn surplus(amount: &str, to_reserve: bool, rest: Value) -> Value {
    let mut surplus = json!({ "to_reserve": to_reserve, "cite": "试" });
    surplus["rest"] = rest;
    merged(pool(amount), json!({ "surplus": surplus }))
}

/// A reserve.
fn reserve(more: Value) -> Value {
    json!({ "reserve": merged(json!({ "cite": "试" }), more) })
}

/// A reserve with a target.
fn target(amount: &str) -> Value {
    reserve(json!({ "target": since_new_year(amount) }))
}

/// The payer's share of an overrun.
fn payer(share: &str) -> Value {
    json!({ "kind": "share", "payer": since_new_year(share) })
}

/// The share of a surplus that stays with the payees.
fn retain(share: &str) -> Value {
    json!({ "kind": "retain", "share": since_new_year(share) })
}

/// Amounts are rounded up to whole yuan.
fn up_to_yuan() -> Value {
    json!({ "money": { "places": 0, "mode": "away-from-zero" } })
}

#[test]
fn an_overrun_is_borne_owed_or_shared() {
    let prorated = closed(overrun("100", false, json!({ "kind": "prorate" }))).unwrap();
    assert_eq!(each(&prorated, |it| &it.share.closed), [50_00, 33_33, 16_67]);
    assert_eq!(each(&prorated, |it| &it.share.borne), [10_00, 6_67, 3_33]);
    assert_eq!(each(&prorated, |it| &it.payable), [50_00, 33_33, 16_67]);

    let carried = closed(overrun("100", false, json!({ "kind": "carry-forward" }))).unwrap();
    assert_eq!(each(&carried, |it| &it.share.closed), [50_00, 33_33, 16_67]);
    assert_eq!(each(&carried, |it| &it.share.borne), [0, 0, 0]);
    assert_eq!(each(&carried, |it| &it.owed.after), [10_00, 6_67, 3_33]);

    let shared = closed(overrun("100", false, payer("0.5"))).unwrap();
    assert_eq!(each(&shared, |it| &it.share.closed), [55_00, 36_67, 18_33]);
    assert_eq!(shared.money.payer_share, Fen::from(10_00));
    // what a third of 20 is, rounded up to a whole yuan
    let up = closed(merged(overrun("100", false, payer("0.333333333")), up_to_yuan())).unwrap();
    assert_eq!(up.money.payer_share, Fen::from(7_00));
    // no more than the rest, though that is less than a yuan
    let up = closed(merged(overrun("119.70", false, payer("0.1")), up_to_yuan())).unwrap();
    assert_eq!(up.money.payer_share, Fen::from(30));
    assert_eq!(each(&up, |it| &it.share.closed), [60_00, 40_00, 20_00]);

    let rejected = closed(overrun("100", false, json!({ "kind": "reject" })));
    assert_eq!(rejected, Err(Refusal::Overrun { rest: Fen::from(20_00) }));
}

#[test]
fn a_reserve_is_drawn_on_first() {
    let reject = json!({ "kind": "reject" });
    let drawn = closed(merged(overrun("100", true, reject.clone()), reserve(json!({})))).unwrap();
    assert_eq!(each(&drawn, |it| &it.share.closed), [60_00, 40_00, 20_00]);
    assert_eq!(drawn.reserve.unwrap().closing, Fen::from(80_00));

    // 100 of the 110 that are lacking
    let short = closed(merged(overrun("10", true, reject), reserve(json!({}))));
    assert_eq!(short, Err(Refusal::Overrun { rest: Fen::from(10_00) }));
    let prorate = json!({ "kind": "prorate" });
    let short = closed(merged(overrun("10", true, prorate.clone()), reserve(json!({})))).unwrap();
    assert_eq!(each(&short, |it| &it.share.closed), [55_00, 36_67, 18_33]);
    assert_eq!(short.reserve.unwrap().closing, Fen::from(0));

    // what is set aside can be drawn at once: 100 + 50 − (120 − 50)
    let provision = reserve(json!({ "provision": { "rate": since_new_year("0.5") } }));
    let both = closed(merged(overrun("100", true, prorate), provision)).unwrap();
    assert_eq!(each(&both, |it| &it.share.closed), [60_00, 40_00, 20_00]);
    assert_eq!(both.reserve.unwrap().closing, Fen::from(80_00));
}

#[test]
fn a_surplus_fills_the_reserve_and_is_returned_or_retained() {
    let back = json!({ "kind": "return" });
    let returned = closed(surplus("150", false, back.clone())).unwrap();
    assert_eq!(returned.money.treasury, Fen::from(30_00));

    let all = closed(merged(surplus("150", true, back.clone()), reserve(json!({})))).unwrap();
    assert_eq!(all.reserve.unwrap().surplus, Fen::from(30_00));
    let filled = closed(merged(surplus("150", true, back), target("110"))).unwrap();
    assert_eq!(filled.reserve.unwrap().closing, Fen::from(110_00));
    assert_eq!(filled.money.treasury, Fen::from(20_00));

    let half = closed(surplus("150", false, retain("0.5"))).unwrap();
    assert_eq!(each(&half, |it| &it.share.retained), [7_50, 5_00, 2_50]);
    assert_eq!(each(&half, |it| &it.payable), [67_50, 45_00, 22_50]);
    let quarter = closed(merged(surplus("150", true, retain("0.25")), target("110"))).unwrap();
    assert_eq!(each(&quarter, |it| &it.share.retained), [2_50, 1_67, 83]);
    assert_eq!(quarter.money.treasury, Fen::from(15_00));
    // all of 30 yuan and 50 fen, though it rounds up to 31 yuan
    let up = closed(merged(surplus("150.50", false, retain("1")), up_to_yuan())).unwrap();
    assert_eq!(up.closing.unwrap().retained, Fen::from(30_50));

    let idle = at_one_yuan(surplus("150", false, retain("0.5")));
    let idle = settled(idle, &[item("x", json!({}))], &["A x 01 0"], &["90"]);
    assert_eq!(idle, Err(Refusal::NobodyRetains));
}

#[test]
fn the_appraisal_loss_fills_the_reserve_before_a_surplus() {
    let price = merged(announced("1", "1"), json!({ "appraisal_loss": "reserve" }));
    let channel = merged(surplus("150", true, json!({ "kind": "return" })), target("170"));
    let channel = merged(channel, json!({ "price": price }));
    let records = ["A x 01 60", "B x 01 60"];
    let outcome = settled(channel, &[item("x", json!({}))], &records, &["50"; 2]).unwrap();
    // 150 − 60 − 60 = 30 are left; 100 + 60 lack 10 of the target
    let reserve = outcome.reserve.unwrap();
    assert_eq!((reserve.appraisal_loss, reserve.surplus), (Fen::from(60_00), Fen::from(10_00)));
    assert_eq!(reserve.closing, Fen::from(170_00));
    assert_eq!(outcome.money.treasury, Fen::from(20_00));
}

#[test]
fn a_withholding_is_held_or_released() {
    let withholding = |release: &str, more: Value| {
        let withholding = json!({ "rate": since_new_year("0.1"), "release": release });
        closed(reserve(merged(json!({ "withholding": withholding }), more))).unwrap()
    };
    let held = withholding("held", json!({}));
    assert_eq!(each(&held, |it| &it.withheld), [6_00, 4_00, 2_00]);
    assert_eq!(each(&held, |it| &it.payable), [54_00, 36_00, 18_00]);
    assert_eq!(held.reserve.unwrap().closing, Fen::from(112_00));

    let all = withholding("all", json!({}));
    assert_eq!(each(&all, |it| &it.payable), [60_00, 40_00, 20_00]);
    assert_eq!(all.reserve.unwrap().closing, Fen::from(100_00));

    // 112 are 7 above 105
    let above = withholding("above-target", json!({ "target": since_new_year("105") }));
    assert_eq!(each(&above, |it| &it.released), [3_50, 2_33, 1_17]);
    assert_eq!(above.reserve.unwrap().closing, Fen::from(105_00));
    let above = withholding("above-target", json!({ "target": since_new_year("90") }));
    assert_eq!(each(&above, |it| &it.released), [6_00, 4_00, 2_00]);
    let below = withholding("above-target", json!({ "target": since_new_year("112") }));
    assert_eq!(each(&below, |it| &it.released), [0, 0, 0]);

    // half of 30 fen, rounded up to a yuan, is more than there is
    let half = json!({ "withholding": { "rate": since_new_year("0.5"), "release": "held" } });
    let up = merged(merged(pool("0.60"), up_to_yuan()), reserve(half));
    assert_eq!(each(&closed(up).unwrap(), |it| &it.withheld), [30, 20, 10]);
}
