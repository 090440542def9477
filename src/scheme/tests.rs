//! What a scheme may say at most, and what it may not.

use serde_json::{Value, json};

use super::*;
use crate::sample::{self, since};

/// What is wrong with the smallest sample after a change.
fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut document = sample::scheme();
    change(&mut document);
    match Scheme::new(serde_json::from_value(document).unwrap()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_ceiling_is_not_below_zero() {
    let ceiling = |value| problems(|scheme| scheme["items"][0]["ceiling"] = since(value));
    assert_eq!(ceiling("0"), [""; 0]);
    assert_eq!(ceiling("5"), [""; 0]);
    assert_eq!(ceiling("-0.5"), ["items[0 M01].ceiling: is below zero: a ceiling is zero or more"]);
}

#[test]
fn bands_of_volumes_rise_from_zero() {
    let bands = |above: &[&str]| {
        let steps = above.iter().map(|above| json!({"above": above, "factor": "1"}));
        let bands = json!({"cite": "示例", "steps": steps.collect::<Vec<_>>()});
        problems(|scheme| scheme["items"][0]["bands"] = bands)
    };
    assert_eq!(bands(&["0", "10", "10.000001"]), [""; 0]);
    assert_eq!(
        bands(&["0", "10", "10"]),
        ["items[0 M01].bands.steps[2].above: 10 is not above 10, where the band before begins"]
    );
    assert_eq!(
        bands(&["5", "4"]),
        [
            "items[0 M01].bands.steps[0].above: the first band begins above 5: begin above 0",
            "items[0 M01].bands.steps[1].above: 4 is not above 5, where the band before begins"
        ]
    );
}

#[test]
fn a_veto_forces_the_coefficient_down() {
    let veto = |coefficient| {
        let rule =
            json!({"kind": "veto", "appraisal": "annual", "coefficient": since(coefficient)});
        let kind = json!({"code": "V", "name": "一票否决", "cite": "示例", "rule": rule});
        problems(|scheme| scheme["finding_kinds"] = json!([kind]))
    };
    assert_eq!(veto("1"), [""; 0]);
    assert_eq!(
        veto("1.000001"),
        ["finding_kinds[0 V].rule.coefficient[0].value: 1.000001 is above 1: a veto forces the \
          coefficient down"]
    );
}

#[test]
fn instalments_are_at_most_the_whole() {
    let plan = |shares: &[&str]| {
        let instalments = shares.iter().enumerate().map(|(index, share)| {
            json!({"code": format!("I{index}"), "name": "预拨", "share": share, "month": "1", "day": "1", "cite": "示例"})
        });
        let plan = json!({"base": "budget", "instalments": instalments.collect::<Vec<_>>()});
        let advances = json!({"excess": "recover", "cite": "示例", "plan": plan});
        problems(|scheme| scheme["channels"][0]["advances"] = advances)
    };
    assert_eq!(plan(&["0.5", "0.5"]), [""; 0]);
    let place = "channels[0 purchase].advances.plan.instalments";
    assert_eq!(
        plan(&["0.5", "0.500001"]),
        [format!(
            "{place}: the shares sum to 1.000001: together they are at most 1, the whole base"
        )]
    );
}

#[test]
fn of_many_problems_a_thousand_are_listed() {
    let mut document: SchemeDocument = sample::scheme();
    document.items = vec![document.items[0].clone(); 1_004];
    let error = Scheme::new(document).unwrap_err();
    assert_eq!((error.problems().len(), error.unlisted()), (1_000, 3));
}

#[test]
fn values_of_items_are_counted_before_they_are_laid_out_by_group() {
    // Each item counts as one, and each of its weights, too.
    let of = |items: usize| {
        let mut document: SchemeDocument = sample::scheme();
        document.items = vec![document.items[0].clone(); items];
        let group = |at| GroupDocument { code: format!("G{at}"), ..document.groups[0].clone() };
        document.groups = (0..4_096).map(group).collect();
        let error = Scheme::new(document).unwrap_err();
        let found = error.problems().iter().map(ToString::to_string);
        found.filter(|problem| problem.starts_with("items:")).collect::<Vec<_>>()
    };
    assert_eq!(of(1_024), [""; 0]);
    assert_eq!(
        of(1_025),
        [
            "items: 4096 groups × 2050 items and their values are too many: their product is at most 8388608"
        ]
    );
}

#[test]
fn of_an_item_whose_category_is_unknown_no_more_is_said() {
    let unknown =
        ["items[0 M01].category: there is no category \"gone\": there is clinic, records"];
    for key in ["weights", "quotas"] {
        let found = problems(|scheme| {
            let item = scheme["items"][0].as_object_mut().unwrap();
            let worth = item.remove("weights").unwrap();
            item.insert(key.to_owned(), worth);
            item.insert("category".to_owned(), "gone".into());
        });
        assert_eq!(found, unknown, "{key}");
    }
}

#[test]
fn dimensions_have_codes_of_their_own() {
    let found = problems(|scheme| {
        let dimensions = scheme["appraisals"][0]["dimensions"].as_array_mut().unwrap();
        let mut again = dimensions[0].clone();
        again["indicators"][0]["code"] = "Q2".into();
        dimensions.push(again);
    });
    let [problem] = &found[..] else { panic!("{found:?}") };
    assert!(problem.ends_with(".code: occurs twice: codes are unique"), "{problem}");
}
