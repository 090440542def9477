//! Changes that come after others: what they select, and what is said of those that miss.

use serde_json::{Value as Json, json};

use super::super::*;
use super::{at, changed};

/// The changes of a table's row, and one more.
fn with(before: &Json, change: Json) -> Json {
    let mut changes = before.as_array().cloned().unwrap();
    changes.push(change);
    changes.into()
}

#[test]
fn paths_select_what_the_changes_before_left() {
    let mark = json!([{ "path": "facts.marks[W01].mark", "set": 7 }]);
    let price = json!([{ "path": "scheme.channels[purchase].price.values[*].value", "set": "13" }]);
    let voucher = json!([{ "path": "facts.volumes[month=2024-08].correction", "set": "冲1" }]);
    let days = json!([{ "path": "facts.volumes[month=2024-08]", "set": {
        "payee": "W05", "item": "GX03", "from": "2024-08-01", "until": "2024-09-01",
        "reported": "5", "verified": "4",
    } }]);
    let by_group = ["plain", "remote"].map(|g| format!("/scheme/items/1/weights/1/by_group/{g}"));
    let by_group = [by_group[0].as_str(), by_group[1].as_str()];
    for (before, path, pointers) in [
        (json!([]), "scheme.items[GX03].weights[*].by_group[*]", &by_group[..]),
        (
            json!([]),
            "facts.volumes[W05].verified",
            &["/facts/volumes/2/verified", "/facts/volumes/3/verified"],
        ),
        (mark, "facts.marks[mark=7].mark", &["/facts/marks/0/mark"]),
        // What the items are is still known.
        (price, "facts.volumes[category=MZ].verified", &["/facts/volumes/1/verified"]),
        (voucher, "facts.volumes[correction=冲1].verified", &["/facts/volumes/3/verified"]),
        (days.clone(), "facts.volumes[from=2024-08-01].verified", &["/facts/volumes/3/verified"]),
        (days.clone(), "facts.volumes[until=2024-09-01].verified", &["/facts/volumes/3/verified"]),
        (days, "facts.volumes[reported=5].verified", &["/facts/volumes/3/verified"]),
    ] {
        let left = changed(&before).unwrap();
        let mut expected = left.clone();
        for pointer in pointers {
            let number: crate::exact::Exact = at(&left, pointer).as_str().unwrap().parse().unwrap();
            let thrice = number.times(&crate::exact::Exact::from(3)).to_string();
            *expected.pointer_mut(pointer).unwrap() = thrice.into();
        }
        let after = changed(&with(&before, json!({ "path": path, "scale": "3" })));
        assert_eq!(after.unwrap_or_else(|error| panic!("{error}")), expected, "{path}");
    }
    // Texts of a list are selected by what they say.
    let after = changed(&json!([
        { "path": "scheme.repeals", "set": ["试0号", "试00号"] },
        { "path": "scheme.repeals[试00号]", "set": "试9号" },
    ]));
    assert_eq!(at(&after.unwrap(), "/scheme/repeals"), &json!(["试0号", "试9号"]));
}

#[test]
fn a_miss_is_of_the_place_that_came_farthest() {
    let no_weights = json!([{ "path": "scheme.items[GX01].weights", "set": [] }]);
    let no_volumes = json!([{ "path": "facts.volumes", "set": [] }]);
    for (before, path, message) in [
        // Of three items, the second has weights of that day.
        (
            json!([]),
            "scheme.items[*].weights[2024-07-01].by_group.remot",
            "there is no \"remot\"; the nearest is \
             scheme.items[*].weights[2024-07-01].by_group.remote",
        ),
        // Of two that come as far, the first.
        (
            json!([]),
            "scheme.items[category=GX].weights[2024-07-02]",
            "there is no \"2024-07-02\" in scheme.items[category=GX].weights; the nearest is \
             scheme.items[category=GX].weights[2024-01-01]",
        ),
        (
            json!([]),
            "scheme.items[weights=1].unit",
            "no record of scheme.items has \"weights\" as a text; the nearest is \
             scheme.items[unit=…]",
        ),
        (
            json!([]),
            "scheme.channels[reserve=1].name",
            "no record of scheme.channels has \"reserve\" as a text; the nearest is \
             scheme.channels[cite=…]",
        ),
        (no_weights.clone(), "scheme.items[GX01].weights", "matches nothing"),
        (
            no_weights.clone(),
            "scheme.items[GX01].weights[2024-01-01]",
            "scheme.items[GX01].weights is empty",
        ),
        (no_weights, "scheme.items[GX01].weights[*]", "scheme.items[GX01].weights is empty"),
        (no_volumes.clone(), "facts.volumes[W01]", "facts.volumes is empty"),
        (no_volumes, "facts.volumes", "facts.volumes is empty"),
    ] {
        let error = changed(&with(&before, json!({ "path": path, "scale": "1" }))).unwrap_err();
        let index = before.as_array().unwrap().len();
        let expected = format!("changes \"试算\": changes[{index} {path}]: {message}");
        assert_eq!(error.to_string(), expected);
    }
}

/// Every problem as its index, its path and its message.
fn problems(error: &ChangesError) -> Vec<(Option<usize>, &str, &str)> {
    let problems = error.problems().iter();
    problems.map(|problem| (problem.index(), problem.path(), problem.message())).collect()
}

#[test]
fn all_problems_are_told_and_ten_of_them_at_length() {
    // A look at every record for each of a thousand would take long.
    let error = changed(&vec![json!({ "path": "facts.marks[W1].mark", "add": "1" }); 12].into());
    let error = error.unwrap_err();
    let missed = "there is no \"W1\" in facts.marks";
    let expected: Vec<_> =
        (0..12).map(|index| (Some(index), "facts.marks[W1].mark", missed)).collect();
    assert_eq!(problems(&error), expected);
    let near: Vec<usize> = error.problems().iter().map(|problem| problem.nearest().len()).collect();
    assert_eq!(near, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0]);
    // So are those of volumes, which have a way of their own.
    let of_volumes = json!({ "path": "facts.volumes[payee=W1].verified", "add": "1" });
    let error = changed(&vec![of_volumes; 11].into()).unwrap_err();
    let near = error.problems().iter().map(|problem| problem.nearest().is_empty());
    assert_eq!(near.collect::<Vec<_>>(), [vec![false; 10], vec![true]].concat());
    let deeper = json!({ "path": "facts.volumes[*].verified.value", "add": "1" });
    let error = changed(&vec![deeper].into()).unwrap_err();
    assert_eq!(
        problems(&error),
        [(
            Some(0),
            "facts.volumes[*].verified.value",
            "facts.volumes[*].verified has nothing in it"
        )]
    );

    // Documents that cannot be read are read again to find by which change.
    let good = json!({ "path": "scheme.items[GX03].unit", "set": "份" });
    let bad = json!({ "path": "scheme.items[GX01].unit", "set": [] });
    let error = changed(&[&good, &good, &bad].map(Json::clone).to_vec().into()).unwrap_err();
    let message = "invalid type: sequence, expected a string";
    assert_eq!(problems(&error), [(Some(2), "scheme.items[GX01].unit", message)]);
    let error = changed(&[good, bad].iter().cycle().take(22).cloned().collect()).unwrap_err();
    let expected: Vec<_> =
        (0..10).map(|index| (Some(2 * index + 1), "scheme.items[GX01].unit", message)).collect();
    assert_eq!(problems(&error), expected);

    let unnamed = ChangesDocument { name: "\n".to_owned(), changes: Vec::new() };
    let error = Changes::new(unnamed).unwrap_err();
    assert_eq!(
        problems(&error),
        [(None, "", "\"name\" is empty: write what people should read there")]
    );
}
