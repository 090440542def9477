//! Paths and changes on a small scheme that has some of everything.

mod answers;
mod sequences;

use serde_json::{Value as Json, json};

use super::*;
use crate::facts::FactsDocument;
use crate::scheme::SchemeDocument;

pub(super) fn scheme() -> SchemeDocument {
    let since = |value: &str| json!([{ "from": "2024-01-01", "value": value, "cite": "甲" }]);
    let item = |code: &str, category: &str, weights: Json| json!({ "code": code, "name": code, "unit": "次", "category": category, "weights": weights });
    serde_json::from_value(json!({
        "title": "试", "number": "试1号", "issuer": "局", "from": "2024-01-01",
        "groups": [{ "code": "plain", "name": "平" }, { "code": "remote", "name": "远" }],
        "income_classes": [{ "code": "bph", "name": "公卫", "cite": "甲" }],
        "categories": [
            { "code": "GX", "name": "随访", "income_class": "bph", "channel": "purchase" },
            { "code": "MZ", "name": "门诊", "income_class": "bph", "channel": "purchase" },
        ],
        "items": [
            item("GX01", "GX", since("1.5")),
            item("GX03", "GX", json!([
                { "from": "2024-01-01", "value": "2", "cite": "甲" },
                { "from": "2024-07-01", "by_group": { "plain": "2", "remote": "3" }, "cite": "乙" },
            ])),
            item("MZ.1", "MZ", since("1")),
        ],
        "appraisals": [{
            "code": "annual", "name": "评", "cite": "甲",
            "curve": { "shape": { "kind": "proportional" }, "cite": "甲" },
            "dimensions": [{ "code": "q", "name": "质", "indicators": [{
                "code": "Q1", "name": "率", "full": "100", "rule": { "kind": "given" }, "cite": "甲",
            }] }],
        }],
        "channels": [{
            "code": "purchase", "name": "购买", "cite": "甲", "appraisal": "annual",
            "unverified": "refuse",
            "price": {
                "kind": "announced", "appraisal_loss": "treasury", "values": since("12.04"),
            },
            "pool": [{
                "code": "funds", "name": "资金", "kind": "source", "amounts": since("100000"),
            }],
            "overrun": { "draw_reserve": true, "rest": { "kind": "carry-forward" }, "cite": "甲" },
            "surplus": { "to_reserve": true, "rest": { "kind": "return" }, "cite": "甲" },
            "reserve": {
                "cite": "甲", "target": since("9000"),
                "withholding": { "rate": since("0.01"), "release": "held" },
            },
        }],
    }))
    .unwrap()
}

pub(super) fn facts() -> FactsDocument {
    let volume = |payee: &str, item: &str, month: &str| {
        let month = format!("2024-{month}");
        json!({ "payee": payee, "item": item, "month": month, "reported": "1100", "verified": "1000.5" })
    };
    serde_json::from_value(json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": [
            { "code": "W01", "name": "甲院", "group": "plain" },
            { "code": "W05", "name": "乙院", "group": "remote" },
        ],
        "volumes": [
            volume("W01", "GX01", "03"), volume("W01", "MZ.1", "03"),
            volume("W05", "GX03", "02"), volume("W05", "GX03", "08"),
        ],
        "marks": [
            { "payee": "W01", "indicator": "Q1", "mark": "96" },
            { "payee": "W05", "indicator": "Q1", "mark": "90" },
        ],
        "opening": { "reserves": [{ "channel": "purchase", "balance": "5000" }] },
    }))
    .unwrap()
}

/// What the documents become, as one tree.
fn changed(changes: &Json) -> Result<Json, ChangesError> {
    let document = json!({ "name": "试算", "changes": changes });
    let changes = Changes::new(serde_json::from_value(document).unwrap())?;
    let (scheme, facts) = changes.apply(&scheme(), &facts())?;
    Ok(json!({ "scheme": scheme, "facts": facts }))
}

fn at<'j>(documents: &'j Json, pointer: &str) -> &'j Json {
    documents.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}"))
}

/// A group that a weight does not name yet is no field that the record lacks.
#[test]
fn weights_of_groups_are_set_one_by_one() {
    let path = "scheme.items[GX03].weights[2024-07-01].by_group.far";
    let error = changed(&json!([{ "path": path, "set": "4" }])).unwrap_err().to_string();
    let near = "scheme.items[GX03].weights[2024-07-01].by_group.plain";
    let expected =
        format!("changes \"试算\": changes[0 {path}]: there is no \"far\"; the nearest is {near}");
    assert_eq!(error, expected);
}

#[test]
fn paths_lead_everywhere() {
    for (path, pointers) in [
        (
            "scheme.channels[purchase].price.values[*].value",
            &["/scheme/channels/0/price/values/0/value"][..],
        ),
        (
            "scheme.items[GX03].weights[2024-07-01].by_group.remote",
            &["/scheme/items/1/weights/1/by_group/remote"],
        ),
        (
            "scheme.items[GX03].weights[*].by_group[remote]",
            &["/scheme/items/1/weights/1/by_group/remote"],
        ),
        (
            "scheme.items[category=GX].weights",
            &[
                "/scheme/items/0/weights/0/value",
                "/scheme/items/1/weights/0/value",
                "/scheme/items/1/weights/1/by_group/plain",
                "/scheme/items/1/weights/1/by_group/remote",
            ],
        ),
        (
            "scheme.items[GX03].weights[*].by_group",
            &[
                "/scheme/items/1/weights/1/by_group/plain",
                "/scheme/items/1/weights/1/by_group/remote",
            ],
        ),
        (
            "scheme.items[channel=purchase,category=MZ].weights[*]",
            &["/scheme/items/2/weights/0/value"],
        ),
        ("scheme.items[\"MZ.1\"].weights[*].value", &["/scheme/items/2/weights/0/value"]),
        (
            "scheme.channels[purchase].pool[funds].amounts[2024-01-01].value",
            &["/scheme/channels/0/pool/0/amounts/0/value"],
        ),
        (
            "scheme.channels[purchase].reserve.withholding.rate",
            &["/scheme/channels/0/reserve/withholding/rate/0/value"],
        ),
        (
            "scheme.appraisals[annual].dimensions[*].indicators[Q1].full",
            &["/scheme/appraisals/0/dimensions/0/indicators/0/full"],
        ),
        ("facts.marks[payee=W05,indicator=Q1].mark", &["/facts/marks/1/mark"]),
        ("facts.marks[W05].mark", &["/facts/marks/1/mark"]),
        ("facts.marks[group=remote].mark", &["/facts/marks/1/mark"]),
        ("facts.opening.reserves[purchase].balance", &["/facts/opening/reserves/0/balance"]),
        (
            "facts.volumes[item=GX03].verified",
            &["/facts/volumes/2/verified", "/facts/volumes/3/verified"],
        ),
        (
            "facts.volumes[category=GX,payee=W01]",
            &["/facts/volumes/0/verified", "/facts/volumes/0/reported"],
        ),
        ("facts.volumes[group=remote,month=2024-08].reported", &["/facts/volumes/3/reported"]),
        ("facts.volumes[item=\"MZ.1\"].verified", &["/facts/volumes/1/verified"]),
        (
            "facts.volumes",
            &[
                "/facts/volumes/0/verified",
                "/facts/volumes/0/reported",
                "/facts/volumes/1/verified",
                "/facts/volumes/1/reported",
                "/facts/volumes/2/verified",
                "/facts/volumes/2/reported",
                "/facts/volumes/3/verified",
                "/facts/volumes/3/reported",
            ],
        ),
    ] {
        let before = json!({ "scheme": scheme(), "facts": facts() });
        let mut expected = before.clone();
        for pointer in pointers {
            let number: crate::exact::Exact =
                at(&before, pointer).as_str().unwrap().parse().unwrap();
            *expected.pointer_mut(pointer).unwrap() =
                number.times(&crate::exact::Exact::from(3)).to_string().into();
        }
        let after = changed(&json!([{ "path": path, "scale": "3" }]));
        assert_eq!(after.unwrap_or_else(|error| panic!("{error}")), expected, "{path}");
    }
}

#[test]
fn changes_are_made_in_order() {
    let after = changed(&json!([
        { "path": "facts.payees[W01].group", "set": "remote" },
        { "path": "facts.marks[group=remote].mark", "add": "1.5" },
        { "path": "facts.marks[group=remote].mark", "scale": "1.1", "places": 1 },
        { "path": "scheme.items[GX01].category", "set": "MZ" },
        { "path": "facts.volumes[category=MZ].verified", "set": 7 },
        { "path": "facts.volumes[verified=7].correction", "set": "冲1" },
        { "path": "facts.period", "set": { "from": "2024-01-01", "until": "2024-12-01" } },
    ]))
    .unwrap();
    for (pointer, value) in [
        ("/facts/marks/0/mark", "107.3"), // (96 + 1.5) × 1.1 = 107.25
        ("/facts/marks/1/mark", "100.7"), // (90 + 1.5) × 1.1 = 100.65
        ("/facts/volumes/0/verified", "7"),
        ("/facts/volumes/1/verified", "7"),
        ("/facts/volumes/1/correction", "冲1"),
        ("/facts/volumes/2/verified", "1000.5"),
        ("/facts/period/until", "2024-12-01"),
        ("/scheme/items/0/category", "MZ"),
    ] {
        assert_eq!(at(&after, pointer), value, "{pointer}");
    }
}

#[test]
fn a_set_can_put_in_what_was_left_out() {
    let curve = json!({
        "shape": { "kind": "full-from", "threshold": "85" }, "cap": "1", "cite": "草案",
    });
    let ceiling = json!([{ "from": "2024-01-01", "value": "900", "cite": "草案" }]);
    let after = changed(&json!([
        { "path": "scheme.appraisals[annual].curve", "set": curve },
        { "path": "scheme.items[GX01].ceiling", "set": ceiling },
        { "path": "scheme.until", "set": "2026-01-01" },
    ]))
    .unwrap();
    assert_eq!(at(&after, "/scheme/appraisals/0/curve"), &curve);
    assert_eq!(at(&after, "/scheme/items/0/ceiling"), &ceiling);
    assert_eq!(at(&after, "/scheme/until"), "2026-01-01");
}

#[test]
fn what_matches_nothing_names_the_nearest() {
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (path, message) in [
        (
            "scheme.chanels[purchase].price",
            "there is no \"chanels\"; the nearest is scheme.channels",
        ),
        (
            "scheme.channels[purchas].price.values[*].value",
            "there is no \"purchas\" in scheme.channels; the nearest is scheme.channels[purchase]",
        ),
        (
            "scheme.channels[purchase].prise.values[*].value",
            "there is no \"prise\"; the nearest is scheme.channels[purchase].price",
        ),
        (
            "scheme.items[GX3].weights",
            "there is no \"GX3\" in scheme.items; the nearest are scheme.items[GX03], \
             scheme.items[GX01]",
        ),
        (
            "scheme.items.weights",
            "scheme.items is a list: select records of it in brackets; the nearest are \
             scheme.items[GX01], scheme.items[GX03]",
        ),
        (
            "scheme.items[category=XG].weights",
            "no record of scheme.items has \"XG\" as its category; the nearest are \
             scheme.items[category=GX], scheme.items[category=MZ]",
        ),
        (
            "scheme.items[kategory=GX].weights",
            "no record of scheme.items has \"kategory\"; the nearest is \
             scheme.items[category=…]",
        ),
        (
            "scheme.items[code=GX01,category=MZ].weights",
            "no record of scheme.items meets all of these conditions",
        ),
        (
            "scheme.items[GX03].weights[2024-07-02].by_group.remote",
            "there is no \"2024-07-02\" in scheme.items[GX03].weights; the nearest are \
             scheme.items[GX03].weights[2024-07-01], scheme.items[GX03].weights[2024-01-01]",
        ),
        (
            "scheme.items[GX03].weights[2024-07-01].by_group.remot",
            "there is no \"remot\"; the nearest is \
             scheme.items[GX03].weights[2024-07-01].by_group.remote",
        ),
        ("scheme.title.text", "scheme.title has nothing in it"),
        (
            "facts.volumes[item=GX04].verified",
            "no record of facts.volumes has \"GX04\" as its item; the nearest are \
             facts.volumes[item=GX01], facts.volumes[item=GX03]",
        ),
        (
            "facts.volumes[grup=remote]",
            "no record of facts.volumes has \"grup\"; the nearest is facts.volumes[group=…]",
        ),
        (
            "facts.volumes[*].verifed",
            "there is no \"verifed\"; the nearest is facts.volumes[*].verified",
        ),
        ("facts.volumes[W01].correction", "\"correction\" is not a number: set it instead"),
        (
            "facts.volumes.verified",
            "facts.volumes is a list: select records of it in brackets; the nearest is \
             facts.volumes[*]",
        ),
        (
            "facts.volumes[payee=W01,item=GX03]",
            "no record of facts.volumes meets all of these conditions",
        ),
        ("scheme.title", "\"title\" is not a number: set it instead"),
        ("scheme.channels[purchase].price.kind", "\"announced\" is not a number: set it instead"),
        ("scheme.appraisals[annual]", "is a record, not a number: name the number in it"),
    ] {
        let error = changed(&json!([{ "path": path, "scale": "1" }])).unwrap_err();
        found.push(error.to_string());
        expected.push(format!("changes \"试算\": changes[0 {path}]: {message}"));
    }
    assert_eq!(found, expected);
}

#[test]
fn a_field_that_a_record_cannot_have_is_named_with_its_neighbours() {
    let error = changed(&json!([
        { "path": "scheme.channels[purchase].apraisal", "set": "annual" },
        { "path": "facts.marks[*].marc", "set": "1" },
        { "path": "scheme.channels[purchase].unverified", "set": "maybe" },
        { "path": "scheme.items[GX01].unit", "set": "份" },
    ]))
    .unwrap_err();
    assert_eq!(
        error.problems().iter().map(ChangeProblem::to_string).collect::<Vec<_>>(),
        [
            "changes[0 scheme.channels[purchase].apraisal]: there is no \"apraisal\"; the nearest \
             are scheme.channels[purchase].appraisal, scheme.channels[purchase].price, \
             scheme.channels[purchase].pool",
            "changes[1 facts.marks[*].marc]: there is no \"marc\"; the nearest are \
             facts.marks[*].mark, facts.marks[*].payee, facts.marks[*].indicator",
            "changes[2 scheme.channels[purchase].unverified]: unknown variant `maybe`, expected \
             `refuse` or `pay-reported`",
        ]
    );
    assert_eq!(error.problems()[1].index(), Some(1));
    assert_eq!(error.problems()[1].nearest()[0], "facts.marks[*].mark");
}

#[test]
fn changes_are_checked_before_they_are_made() {
    let error = changed(&json!([
        { "path": "price", "set": "1" },
        { "path": "scheme.items" },
        { "path": "scheme.items[*].weights", "scale": "5%" },
        { "path": "scheme.items[*].weights", "scale": "1", "add": "1" },
        { "path": "scheme.items[*].weights", "set": "1", "places": 2 },
        { "path": "scheme.items[*].weights", "add": "1/3" },
        { "path": "scheme.items[*].weights", "add": "1", "places": 13 },
        { "path": "scheme.items[*].weights", "add": "1", "places": 12 },
    ]))
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "changes \"试算\": 7 problems\n  \
         changes[0 price]: a path begins with \"scheme\" or \"facts\", not \"price\"\n  \
         changes[1 scheme.items]: needs one of \"set\", \"scale\" and \"add\"\n  \
         changes[2 scheme.items[*].weights]: \"5%\" is not a number to scale by\n  \
         changes[3 scheme.items[*].weights]: needs one of \"set\", \"scale\" and \"add\"\n  \
         changes[4 scheme.items[*].weights]: \"places\" has no effect beside \"set\": leave it out\n  \
         changes[5 scheme.items[*].weights]: \"1/3\" is not a number to add\n  \
         changes[6 scheme.items[*].weights]: \"places\" is above 12"
    );
    for json in [
        r#"{"name": "x", "changes": [{"path": "scheme.from", "set": 1.5}]}"#,
        r#"{"name": "x", "changes": [{"path": "scheme.from", "sett": "1"}]}"#,
        r#"{"name": "x", "change": []}"#,
    ] {
        assert!(serde_json::from_str::<ChangesDocument>(json).is_err(), "{json}");
    }
}

#[test]
fn a_result_out_of_range_is_said_by_the_ordinary_checks() {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).unwrap();
    for (path, factor, message) in [
        ("facts.volumes[W01]", "1.0000001", "too long for a volume"),
        ("facts.marks[W01].mark", "2", "marks[0 W01].mark"),
        ("scheme.channels[purchase].price.values", "-1", "negative"),
    ] {
        let change = ChangeDocument::scale(path, factor);
        let document = ChangesDocument { name: "试算".to_owned(), changes: vec![change] };
        let changes = Changes::new(document).unwrap();
        let error = base.changed(&changes).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert_eq!(base.totals(&changes).unwrap_err().to_string(), error);
    }
}
