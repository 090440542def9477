//! Cases of scoring rules, curves, rounds and vetoes.

use serde_json::{Value, json};
use work_equivalent::scheme::{RuleDocument, ShapeDocument};

use super::{
    announced, channel, derived, documents, item, merged, money, over, settled_from, since_new_year,
};
use crate::appraise;
use crate::numbers::whole;
use crate::outcome::ChannelOutcome;

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
    let kinds: Vec<&str> = rules.iter().map(|(rule, ..)| rule["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, RuleDocument::KINDS);
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
            None,
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
    let piecewise = json!({ "kind": "piecewise", "points": [
        { "score": "60", "value": "0.5" }, { "score": "90", "value": "1" },
    ] });
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
        (json!({ "shape": piecewise }), whole(70), over(2, 3)),
        (json!({ "shape": piecewise }), whole(91), whole(1)),
    ];
    for kind in ShapeDocument::KINDS {
        assert!(curves.iter().any(|(curve, ..)| curve["shape"]["kind"] == *kind), "{kind}");
    }
    for (curve, score, expected) in curves {
        let document =
            serde_json::from_value(merged(curve.clone(), json!({ "cite": "试" }))).unwrap();
        assert_eq!(appraise::coefficient(&document, &score), expected, "{curve}");
    }
}

/// Settles 100 units in March and 50 in September at 10 and 12 yuan for payee A, whose rounds
/// have these scores, and against whom there are vetoes, each of a coefficient and perhaps a round.
fn with_rounds(
    channel: Value,
    rounds: Value,
    curve: Value,
    scores: &[&str],
    vetoes: &[(&str, Option<&str>)],
) -> ChannelOutcome {
    let records = ["A x 03 100", "A x 09 50"];
    let (mut scheme, mut facts) = documents(channel, &[item("x", json!({}))], &records, &["0"]);
    let has_rounds = !rounds.is_null();
    let appraisal = &mut scheme["appraisals"][0];
    appraisal["rounds"] = rounds;
    appraisal["curve"] = merged(appraisal["curve"].take(), curve);
    let marks = scores.iter().enumerate().map(|(index, score)| {
        let round = has_rounds.then(|| format!("{}", index + 1));
        json!({ "payee": "A", "indicator": "标", "mark": score, "round": round })
    });
    facts["marks"] = marks.collect();
    let indices = vetoes.iter().enumerate();
    let kind = |(index, (coefficient, _)): (usize, &(&str, Option<&str>))| {
        let rule = json!({ "kind": "veto", "appraisal": "评",
            "coefficient": since_new_year(coefficient) });
        json!({ "code": format!("k{index}"), "name": "否", "cite": "试", "rule": rule })
    };
    scheme["finding_kinds"] = indices.clone().map(kind).collect();
    let finding = |(index, (_, round)): (usize, &(&str, Option<&str>))| {
        json!({ "code": format!("{index}"), "kind": format!("k{index}"), "payee": "A",
            "round": round })
    };
    facts["findings"] = indices.map(finding).collect();
    settled_from((scheme, facts)).unwrap()
}

/// Two rounds that combine by weights 1 and 3.
fn combined(of: &str) -> Value {
    let round = |code: &str, weight: &str| json!({ "code": code, "name": code, "weight": weight });
    json!({ "kind": "combined", "of": of, "cite": "试", "rounds": [round("1", "1"), round("2", "3")] })
}

/// Two rounds that govern a part each.
fn by_part(months: [u8; 2]) -> Value {
    let round = |code: &str, months: u8| json!({ "code": code, "name": code, "months": months });
    json!({ "kind": "by-part", "cite": "试", "rounds": [round("1", months[0]), round("2", months[1])] })
}

#[test]
fn rounds_combine_by_scores_or_by_coefficients() {
    let channel = json!({ "price": announced("10", "12") });
    let settled = |of: &str, curve: Value, scores: &[&str]| {
        let outcome = with_rounds(channel.clone(), combined(of), curve, scores, &[]);
        let payee = &outcome.payees[0];
        (payee.score.clone(), payee.coefficient.clone().unwrap())
    };
    // (100 + 3 × 80) / 4 = 85
    let by_scores = settled("scores", json!({}), &["100", "80"]);
    assert_eq!(by_scores, (Some(whole(85)), over(85, 100)));
    // (1.2 + 3 × 0.8) / 4
    assert_eq!(settled("coefficients", json!({}), &["100", "80"]), (None, over(9, 10)));
    // (0.88 + 3 × 0.84) / 4 = 0.85 is rounded once, to 0.9: from 0.9 and 0.8 it would be 0.8
    let tenths = json!({ "rounding": { "places": 1, "mode": "half-away-from-zero" } });
    assert_eq!(settled("coefficients", tenths, &["88", "84"]), (None, over(9, 10)));
    let floor = json!({ "floor": "0.88" });
    assert_eq!(settled("coefficients", floor, &["100", "80"]), (None, over(96, 100)));
}

#[test]
fn a_round_governs_its_part_of_the_period() {
    let settled = |channel: Value, months: [u8; 2]| {
        with_rounds(channel, by_part(months), json!({}), &["50", "90"], &[])
    };
    let announced = json!({ "price": announced("10", "12") });
    // 100 × 10 × 0.5 + 50 × 12 × 0.9, of 1600
    let outcome = settled(announced.clone(), [6, 6]);
    assert_eq!(money(&outcome), (vec![1040_00], 560_00, None));
    let payee = &outcome.payees[0];
    assert_eq!((&payee.score, &payee.coefficient), (&None, &None));
    assert_eq!((&payee.measured, &payee.appraised), (&whole(150), &whole(95)));
    let rounds: Vec<_> = payee.rounds.iter().map(|it| it.coefficient.clone().unwrap()).collect();
    assert_eq!(rounds, [over(1, 2), over(9, 10)]);
    // March is the second round's, and then it is not
    assert_eq!(money(&settled(announced.clone(), [2, 10])).0, [1440_00]);
    assert_eq!(money(&settled(announced, [3, 9])).0, [1040_00]);
    // 95 : 55 of 150
    let kept = settled(channel(derived("treasury"), "150"), [6, 6]);
    assert_eq!(money(&kept), (vec![95_00], 55_00, Some(0)));
}

#[test]
fn a_veto_is_the_most_that_a_coefficient_can_be() {
    let channel = json!({ "price": announced("10", "12") });
    let settled = |rounds: Value, scores: &[&str], vetoes: &[(&str, Option<&str>)]| {
        money(&with_rounds(channel.clone(), rounds, json!({}), scores, vetoes)).0
    };
    // of 1600
    assert_eq!(settled(Value::Null, &["80"], &[]), [1280_00]);
    assert_eq!(settled(Value::Null, &["80"], &[("0.5", None)]), [800_00]);
    assert_eq!(settled(Value::Null, &["80"], &[("0.9", None)]), [1280_00]);
    assert_eq!(settled(Value::Null, &["80"], &[("0.5", None), ("0.25", None)]), [400_00]);
    assert_eq!(settled(combined("coefficients"), &["80"; 2], &[("0", None)]), [0]);
    assert_eq!(settled(combined("scores"), &["80"; 2], &[("0.5", None)]), [800_00]);
    // of 1000 and 600
    let halves = by_part([6, 6]);
    let scores = ["80", "50"];
    assert_eq!(settled(halves.clone(), &scores, &[]), [1100_00]);
    assert_eq!(settled(halves.clone(), &scores, &[("0.6", None)]), [900_00]);
    assert_eq!(settled(halves.clone(), &scores, &[("0.6", Some("2"))]), [1100_00]);
    assert_eq!(settled(halves.clone(), &scores, &[("0.1", Some("2"))]), [860_00]);
    assert_eq!(settled(halves, &scores, &[("0.1", Some("2")), ("0.2", None)]), [260_00]);
}
