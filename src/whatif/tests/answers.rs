//! Solving, sweeps and comparisons on the same small scheme.

use serde_json::{Value as Json, json};

use super::super::*;
use super::{facts, scheme};

/// Equivalents: W01 1.5 × 1000.5 + 1000.5 = 2501.25, × 0.96; W05 2 × 1000.5 + 3 × 1000.5 = 5002.5,
/// × 0.9; together 6903.45. Pool 100,000, reserve 5,000.
#[test]
fn solves_by_hand() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    let covered = Goal::Covered {};
    let kept = Goal::ReserveKeeps { least: "2500".into() };
    for (question, value, broken_by) in [
        // 100,000 ÷ 6903.45 = 14.4855…; 14.49 is 2401.2 × 14.49 = 34,793.39 and 4502.25 × 14.49 =
        // 65,237.60, together 100,030.99.
        (Solve::highest_price("purchase", 2), "14.48", "30.99"),
        // 105,000 ÷ 6903.45 = 15.2098…; 15.21: 36,522.25 + 68,479.22 = 105,001.47.
        (Solve::highest_price("purchase", 2).with_goal(covered.clone()), "15.2", "1.47"),
        // What is owed at 12.04: 28,910.45 + 54,207.09 = 83,117.54; a fen less is a fen short.
        (Solve::lowest_pool("purchase", "funds"), "83117.54", "0.01"),
        // The reserve pays 5,000 of it.
        (Solve::lowest_pool("purchase", "funds").with_goal(covered.clone()), "78117.54", "0.01"),
        // And withholds 1 %: 289.10 + 542.07 = 831.17; so 3,331.17 can be drawn: 79,786.37.
        (Solve::lowest_pool("purchase", "funds").with_goal(kept), "79786.37", "0.01"),
        // 105,000 ÷ 83,117.54 = 1.26327…; at 1.264 28,910.448 × 1.264 = 36,542.81 (…8063),
        // 54,207.09 × 1.264 = 68,517.76: 105,060.57.
        (Solve::highest_growth("purchase", 3, "2", None), "1.263", "60.57"),
        // Whole volumes are 1,000.5 × 1.263 = 1,263.6…, so 1,264 of 28.896 and 54.18 yuan:
        // 36,524.54 + 68,483.52 = 105,008.06.
        (Solve::highest_growth("purchase", 3, "2", Some(0)), "1.262", "8.06"),
    ] {
        let solution = base.solve(&question).unwrap_or_else(|error| panic!("{question:?} {error}"));
        assert_eq!(solution.value.to_string(), value, "{question:?}");
        assert_eq!(solution.broken_by.to_string(), broken_by, "{question:?}");
        let text = toml::to_string(&question).unwrap();
        assert_eq!(toml::from_str::<Solve>(&text).unwrap(), question);
    }

    // An overrun of 20 %: what is owed is 34,692.54 + 65,048.51 = 99,741.05, of which the pool of
    // 97,000 leaves 2,741.05 to the reserve.
    let more: Changes = serde_json::from_value(json!({ "name": "增长", "changes": [
        { "path": "facts.volumes", "scale": "1.2" },
        { "path": "scheme.channels[*].pool[*].amounts", "set": [
            { "from": "2024-01-01", "value": "97000", "cite": "甲" },
        ] },
    ] }))
    .unwrap();
    let (scheme, facts) = more.apply(&scheme, &facts).unwrap();
    let base = Base::new(&scheme, &facts).unwrap();
    let solution = base.solve(&Solve::lowest_reserve("purchase")).unwrap();
    assert_eq!(solution.value.to_string(), "2741.05");
    assert_eq!(solution.beyond.to_string(), "2741.04");
    assert_eq!(solution.changes.changes[0].set, Some("2741.05".into()));
}

#[test]
fn says_why_there_is_no_answer() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    let price = || Solve::highest_price("purchase", 2);
    for (question, message) in [
        // 2401.2 × 20 + 4502.25 × 20 = 138,069.00.
        (
            price().between("20", "30"),
            "there is no answer: already at 20, the low end of the range, the goal is missed by \
             38069.00 yuan",
        ),
        (
            price().between("1", "14"),
            "there is no answer: the goal still holds at 14, the high end of the range, so nothing \
             in it breaks the goal",
        ),
        (
            Solve::lowest_reserve("purchase"),
            "there is no answer: the goal still holds at 0, the low end of the range, so nothing in \
             it breaks the goal",
        ),
        (
            Solve::lowest_pool("purchase", "funds").between("0", "80000"),
            "there is no answer: already at 80000, the high end of the range, the goal is missed by \
             3117.54 yuan",
        ),
        (price().between("2", "1"), "the range of the unknown: 2 is above 1"),
        (
            price().between("0", "1.005"),
            "the range of the unknown: 1.005 has more decimal places than are asked for",
        ),
        (
            price().with_goal(Goal::ReserveKeeps { least: "-1".into() }),
            "\"least\" is not a sum of money in yuan: \"-1\" is negative: a sum of money in yuan is \
             zero or more",
        ),
        (Solve { channel: "Purchase".to_owned(), ..price() }, "there is no channel \"Purchase\""),
        (
            Solve::highest_price("x", 2),
            "at 0: changes \"scheme.channels[\"x\"].price.values[*].value = 0\": \
             changes[0 scheme.channels[\"x\"].price.values[*].value]: there is no \"x\" in \
             scheme.channels; the nearest is scheme.channels[purchase]",
        ),
    ] {
        assert_eq!(base.solve(&question).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_sweep_is_a_table() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    let sweep: Sweep = serde_json::from_value(json!({ "name": "试算", "axes": [
        { "name": "单价", "path": "scheme.channels[purchase].price.values[*].value", "by": "set",
          "values": ["12.04", "-1"] },
        { "name": "服务量增长", "path": "facts.volumes[*]", "by": "scale",
          "range": { "low": "1", "high": "1.21", "step": "0.2" } },
    ] }))
    .unwrap();
    assert_eq!((sweep.len(), sweep.is_empty(), sweep.values(4)), (4, false, None));
    let table = base.sweep(&sweep, |_| {});
    let problem = "\"scheme 试1号: channels[0 purchase].price.values[0].value: \"\"-1\"\" is \
                   negative: a unit price is zero or more\"";
    // What is paid for full marks, 2501.25 × 12.04 = 30,115.05 and 5002.5 × 12.04 = 60,230.10, less
    // 83,117.54 that is owed is 7,227.61 of appraisal loss. Of the 9,654.85 that are left, 4,000
    // bring the reserve to its target, and 5,654.85 go back beside the loss. Withheld: 831.17.
    //
    // With a fifth more, 36,138.06 + 72,276.12 = 108,414.18 less 99,741.05 is more than the pool
    // holds after what is owed: 258.95 is lost and goes back. Withheld: 346.93 + 650.49 = 997.42.
    assert_eq!(
        table.to_string().lines().collect::<Vec<_>>(),
        [
            "单价,服务量增长,购买·单价,购买·应付额,购买·应支付额,购买·超支,购买·结余,\
             购买·风险金期末余额,购买·退回财政,未能结算的原因",
            "12.04,1,12.04,83117.54,82286.37,0.00,9654.85,9831.17,12882.46,",
            "12.04,1.2,12.04,99741.05,98743.63,0.00,0.00,5997.42,258.95,",
            &format!("-1,1,,,,,,,,{problem}"),
            &format!("-1,1.2,,,,,,,,{problem}"),
        ]
    );
}

#[test]
fn sweeps_are_checked() {
    let sweep = |document: Json| Sweep::new(serde_json::from_value(document).unwrap());
    let axis = |more: Json| {
        let mut axis = json!({ "name": "价", "path": "scheme.from", "by": "scale" });
        axis.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        axis
    };
    let range = |low: &str, high: &str, step: &str| json!({ "range": { "low": low, "high": high, "step": step } });
    let error = sweep(json!({ "name": "试", "axes": [
        axis(json!({})),
        axis(json!({ "values": ["1"], "range": { "low": "1", "high": "2", "step": "1" } })),
        axis(json!({ "values": ["1", "5%"] })),
        axis(json!({ "values": [true] })),
        axis(json!({ "values": ["1"], "path": "from" })),
        axis(json!({ "values": ["1"], "name": " " })),
        axis(range("1", "0", "1")),
        axis(range("0", "1", "0")),
        axis(json!({ "values": ["1"], "places": 13 })),
    ] }))
    .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "axes[0 价]: has no value: give \"values\" or \"range\"",
            "axes[1 价]: has both \"values\" and \"range\": give one",
            "axes[2 价]: \"5%\" is not a number to scale by",
            "axes[3 价]: true is not a number to scale by or add",
            "axes[4 价]: a path begins with \"scheme\" or \"facts\", not \"from\"",
            "axes[5  ]: \"name\" is empty: write what people should read there",
            "axes[6 价]: 1 is above 0",
            "axes[7 价]: a step of 0 leads nowhere: it is above zero",
            "axes[8 价]: \"places\" is above 12",
        ]
    );
    for (document, message) in [
        (json!({ "name": "试", "axes": [] }), "sweep \"试\": needs an axis at least"),
        (
            json!({ "name": "试", "axes": [axis(range("0", "1", "0.000001"))] }),
            "sweep \"试\": has more than 1000000 variants: draw samples",
        ),
        (
            json!({ "name": "试", "axes": [axis(range("0", "1", "1"))],
                "samples": { "count": 0, "seed": 1 } }),
            "sweep \"试\": tries nothing: give at least one value, and one sample",
        ),
        (
            json!({ "name": "试", "axes": [axis(range("1", "18446744073709551615", "1"))] }),
            "sweep \"试\": has more than 1000000 variants: draw samples",
        ),
        (
            json!({ "name": "试", "axes": [axis(range("1", "18446744073709551616", "1"))] }),
            "sweep \"试\": axes[0 价]: \"range\" has 2⁶⁴ numbers or more",
        ),
    ] {
        assert_eq!(sweep(document).unwrap_err().to_string(), message);
    }
    // The reference implementation's first numbers of this seed, below 3: …317, …973, …423 mod 3.
    let drawn = sweep(json!({ "name": "试", "axes": [axis(range("0", "2", "1"))],
        "samples": { "count": 3, "seed": 1_234_567 } }))
    .unwrap();
    let values: Vec<String> = (0..3).map(|at| drawn.values(at).unwrap()[0].to_string()).collect();
    assert_eq!(values, ["0", "1", "0"]);
}

#[test]
fn a_comparison_reads_well() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    let changes: Changes = serde_json::from_value(json!({ "name": "试算", "changes": [
        { "path": "scheme.items[GX03].weights", "scale": "1.1" },
        { "path": "facts.marks[W01].mark", "add": "-6" },
    ] }))
    .unwrap();
    let comparison = Comparison::new(base.statement(), &base.changed(&changes).unwrap());
    insta::assert_snapshot!(comparison);
}

#[test]
fn a_refusal_to_settle_misses_the_goal_or_holds() {
    let rest = |what: &str, rest: Json| {
        let path = format!("scheme.channels[purchase].{what}.rest");
        let change = json!({ "name": "试算", "changes": [{ "path": path, "set": rest }] });
        serde_json::from_value::<Changes>(change).unwrap()
    };
    let share = json!([{ "from": "2024-01-01", "value": "1", "cite": "甲" }]);
    let price = || Solve::highest_price("purchase", 2);
    for (changes, question, value, broken_by) in [
        // As where nothing is refused: `solves_by_hand`.
        (rest("overrun", json!({ "kind": "reject" })), price(), "14.48", "30.99"),
        (
            rest("overrun", json!({ "kind": "reject" })),
            price().with_goal(Goal::Covered {}),
            "15.2",
            "1.47",
        ),
        // At a price of zero the surplus is nobody's to retain.
        (rest("surplus", json!({ "kind": "retain", "share": share })), price(), "14.48", "30.99"),
    ] {
        let (scheme, facts) = changes.apply(&scheme(), &facts()).unwrap();
        let base = Base::new(&scheme, &facts).unwrap();
        let solution = base.solve(&question).unwrap_or_else(|error| panic!("{question:?} {error}"));
        assert_eq!(solution.value.to_string(), value, "{question:?}");
        assert_eq!(solution.broken_by.to_string(), broken_by, "{question:?}");
    }
}

#[test]
fn who_stays_neither_wins_nor_loses() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    let codes = |entries: Vec<&Entry>| -> Vec<String> {
        entries.iter().map(|entry| entry.code.clone()).collect()
    };
    for (changes, winners, losers, counts, details) in [
        (json!([]), &[][..], &[][..], "增加 0 家，减少 0 家，不变 2 家。", &[][..]),
        (
            json!([{ "path": "facts.marks[W01].mark", "add": "-6" }]),
            &[],
            &["W01"],
            "增加 0 家，减少 1 家，不变 1 家。",
            &[
                "| W05 | 乙院 | 54,207.09 | 54,207.09 | 0.00 | 53,665.02 | 53,665.02 | 0.00 |",
                "| W01 | 甲院 | 28,910.45 | 27,103.55 | -1,806.90 | 28,621.35 | 26,832.51 | -1,788.84 |",
            ],
        ),
        // Only what is payable changes.
        (
            json!([{ "path": "scheme.channels[purchase].reserve.withholding.rate", "scale": "0" }]),
            &["W05", "W01"],
            &[],
            "增加 2 家，减少 0 家，不变 0 家。",
            &[
                "| W05 | 乙院 | 54,207.09 | 54,207.09 | 0.00 | 53,665.02 | 54,207.09 | +542.07 |",
                "| W01 | 甲院 | 28,910.45 | 28,910.45 | 0.00 | 28,621.35 | 28,910.45 | +289.10 |",
            ],
        ),
    ] {
        let document = json!({ "name": "试算", "changes": changes });
        let changes: Changes = serde_json::from_value(document).unwrap();
        let comparison = Comparison::new(base.statement(), &base.changed(&changes).unwrap());
        assert_eq!(codes(comparison.winners().collect()), winners);
        assert_eq!(codes(comparison.losers().collect()), losers);
        let text = comparison.to_string();
        assert!(text.contains(counts), "{text}");
        // The rows of the channel, which is left out where nothing in it changes.
        let section = text.split_once("## 购买（purchase）").map_or("", |(_, section)| section);
        let rows = section.lines().filter(|line| line.starts_with("| W"));
        let rows: Vec<String> =
            rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(rows, details);
    }
}
