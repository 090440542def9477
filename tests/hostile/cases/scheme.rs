//! Schemes.

use serde_json::json;
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;

use super::{Case, Job, MILLION, code, day, documents, many, of_facts, of_scheme, record};

pub const CASES: &[Case] = &[
    ("scheme: malformed weights", 2_000, MILLION, malformed_weights),
    ("scheme: items of one code", 2_000, MILLION, one_code),
    ("scheme: channels that buy nothing", 500, 200_000, unbought_channels),
    ("scheme: kinds of finding and channels", 500, 200_000, kinds_and_channels),
    ("scheme: appraisals and channels", 500, 100_000, appraisals_and_channels),
    ("scheme: groups and weights", 60, 100_000, groups_and_weights),
    ("scheme: groups without a weight", 60, 100_000, groups_without_a_weight),
    ("scheme: bands of a curve, with a cliff each", 2_000, MILLION, cliffs),
    ("scheme: points of a curve, settled", 2_000, MILLION, points),
    ("scheme: a code of a megabyte, quoted by many", 1_000, 50_000, long_code),
    ("scheme: names of a megabyte", 100, 20_000, long_names),
    ("scheme: keys of a megabyte", 1_000, 50_000, long_keys),
    ("scheme: values that start on one day", 2_000, MILLION, one_day),
    ("scheme: days on which values change", 200, 50_000, changes),
];

fn malformed_weights(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let mut item = scheme.items[0].clone();
    item.weights[0].value = Some("1,5".into());
    scheme.items = many(count, &item, |item, number| item.code = code(number));
    of_scheme(scheme)
}

fn one_code(count: usize) -> Job {
    let (mut scheme, _) = documents();
    scheme.items = many(count, &scheme.items[0].clone(), |_, _| {});
    of_scheme(scheme)
}

fn unbought_channels(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let more = many(count, &scheme.channels[0], |channel, number| channel.code = code(number));
    scheme.channels.extend(more);
    scheme.categories = many(count, &scheme.categories[0].clone(), |category, number| {
        category.code = code(number);
    });
    of_scheme(scheme)
}

fn kinds_and_channels(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let kind = record(json!({
        "code": "", "name": "违规", "cite": "示例", "rule": {"kind": "stated", "channel": "purchase"}
    }));
    scheme.finding_kinds =
        many(count, &kind, |kind: &mut work_equivalent::scheme::FindingKindDocument, number| {
            kind.code = code(number);
        });
    let channel = scheme.channels[0].clone();
    scheme.channels = many(count, &channel, |channel, number| channel.code = code(number));
    scheme.channels.push(channel);
    of_scheme(scheme)
}

fn appraisals_and_channels(count: usize) -> Job {
    let (mut scheme, facts) = documents();
    let more = many(count, &scheme.appraisals[0], |appraisal, number| {
        appraisal.code = code(number);
        appraisal.dimensions[0].indicators[0].code = code(number);
    });
    scheme.appraisals.extend(more);
    let (channel, category) = (scheme.channels[0].clone(), scheme.categories[0].clone());
    scheme.channels.extend(many(count, &channel, |channel, number| channel.code = code(number)));
    scheme.categories.extend(many(count, &category, |category, number| {
        category.code = code(number);
        category.channel = code(number);
    }));
    of_facts(scheme, facts)
}

fn groups_and_weights(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let (group, item) = (scheme.groups[0].clone(), scheme.items[0].clone());
    scheme.groups = many(count, &group, |group, number| group.code = code(number));
    scheme.items = many(count, &item, |item, number| item.code = code(number));
    of_scheme(scheme)
}

fn groups_without_a_weight(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let (group, mut item) = (scheme.groups[0].clone(), scheme.items[0].clone());
    item.weights[0].value = None;
    item.weights[0].by_group = Some(std::collections::BTreeMap::new());
    scheme.groups = many(count, &group, |group, number| group.code = code(number));
    scheme.items = many(count, &item, |item, number| item.code = code(number));
    of_scheme(scheme)
}

fn score(count: usize, number: usize) -> String {
    // Rising from 0, as many as there are places for.
    let scaled = number * 100_000_000 / count;
    format!("{}.{:06}", scaled / 1_000_000, scaled % 1_000_000)
}

fn cliffs(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let band = |number| json!({"from": score(count, number), "value": (number % 2).to_string()});
    let bands: Vec<_> = (0..count).map(band).collect();
    scheme.appraisals[0].curve.shape = record(json!({"kind": "bands", "bands": bands}));
    of_scheme(scheme)
}

fn points(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let point = |number| json!({"score": score(count, number), "value": (number % 2).to_string()});
    let points: Vec<_> = (0..count).map(point).collect();
    scheme.appraisals[0].curve.shape = record(json!({"kind": "piecewise", "points": points}));
    facts.payees = many(100, &facts.payees[0].clone(), |payee, number| payee.code = code(number));
    facts.marks = many(100, &facts.marks[0].clone(), |mark, number| mark.payee = code(number));
    facts.volumes = many(100, &facts.volumes[0].clone(), |volume, number| {
        volume.payee = code(number);
    });
    let scheme = Scheme::new(scheme).unwrap();
    Box::new(move || {
        let facts = Facts::new(&scheme, &facts).unwrap();
        let settlement = settle(&facts).unwrap();
        settlement.statement().unwrap().figures().total.to_string()
    })
}

fn long_code(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let long = "长".repeat(count * 7);
    scheme.channels[0].code.clone_from(&long);
    scheme.categories[0].channel = long;
    let mut item = scheme.items[0].clone();
    item.quotas = item.weights.clone();
    scheme.items = many(count, &item, |item, number| item.code = code(number));
    of_scheme(scheme)
}

fn long_names(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let long = "名".repeat(count * 20);
    scheme.title.clone_from(&long);
    scheme.number.clone_from(&long);
    scheme.items[0].code.clone_from(&long);
    scheme.items[0].name.clone_from(&long);
    scheme.items[0].weights[0].cite.clone_from(&long);
    scheme.items[0].weights[0].value = Some(long.clone().into());
    scheme.items[0].weights[0].from = long;
    of_scheme(scheme)
}

fn long_keys(count: usize) -> Job {
    let (mut scheme, _) = documents();
    let long = "g".repeat(count * 20);
    scheme.groups[0].code.clone_from(&long);
    let mut item = scheme.items[0].clone();
    item.category = "nowhere".to_owned();
    item.weights[0].value = None;
    item.weights[0].by_group = Some(std::collections::BTreeMap::new());
    scheme.items = many(count, &item, |item, number| item.code = code(number));
    of_scheme(scheme)
}

fn one_day(count: usize) -> Job {
    let (mut scheme, _) = documents();
    scheme.items[0].weights = many(count, &scheme.items[0].weights[0].clone(), |_, _| {});
    of_scheme(scheme)
}

/// Every item changes on a day of its own: the period has as many segments as there are items.
fn changes(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let mut item = scheme.items[0].clone();
    item.weights.push(item.weights[0].clone());
    let more = many(count, &item, |item, number| {
        item.code = code(number);
        item.weights[1].from = day(number + 1);
    });
    scheme.items.extend(more);
    facts.period.until = day(count + 400);
    let volume = facts.volumes[0].clone();
    facts.volumes = many(count, &volume, |volume, number| {
        volume.month = None;
        volume.from = Some(day(0));
        volume.until = Some(day(count + 1));
        volume.correction = Some(code(number));
    });
    of_facts(scheme, facts)
}
