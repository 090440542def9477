//! Facts.

use serde_json::json;
use work_equivalent::facts::{
    AdvanceDocument, BudgetDocument, ClaimDocument, FindingDocument, PoolAmountDocument,
};
use work_equivalent::scheme::{FindingKindDocument, InstalmentDocument};

use super::{Case, Job, MILLION, code, day, documents, many, of_facts, record};

pub const CASES: &[Case] = &[
    ("facts: malformed volumes", 2_000, MILLION, malformed_volumes),
    ("facts: the same volume", 2_000, MILLION, same_volume),
    ("facts: corrections of one item", 2_000, MILLION, corrections),
    ("facts: a payee of a megabyte, quoted by many", 1_000, 50_000, long_payee),
    ("facts: payees of one code", 2_000, MILLION, one_payee),
    ("facts: payees and indicators without marks", 300, 30_000, no_marks),
    ("facts: marks of rounds that there are not", 500, 50_000, no_such_round),
    ("facts: advances of instalments that there are not", 500, 100_000, no_such_instalment),
    ("facts: advances and instalments", 500, 100_000, instalments),
    ("facts: budgets of one payee", 2_000, MILLION, budgets),
    ("facts: stocks of one payee, the last first", 2_000, 100_000, stocks),
    ("facts: amounts and lines of a pool", 300, 50_000, pool_amounts),
    ("facts: payees, items and days on which values change", 100, 50_000, table),
    ("facts: payees and channels", 30, 50_000, payees_and_channels),
    ("facts: findings of one code", 2_000, MILLION, findings),
    ("facts: the same claim", 2_000, MILLION, claims),
];

fn malformed_volumes(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, _| {
        volume.verified = Some("1,5".into());
        volume.item = "nothing".to_owned();
        volume.month = Some("2024-13".to_owned());
    });
    of_facts(scheme, facts)
}

fn same_volume(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes = many(count, &facts.volumes[0].clone(), |_, _| {});
    of_facts(scheme, facts)
}

fn corrections(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, number| {
        volume.reported = None;
        volume.verified = Some("-1".into());
        volume.correction = Some(code(number));
    });
    of_facts(scheme, facts)
}

fn long_payee(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    let long = "长".repeat(count * 7);
    facts.payees[0].code.clone_from(&long);
    // What is repeated costs this test a megabyte each: one record has the code, the others none.
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, _| volume.payee.clear());
    facts.volumes[0].payee = long;
    facts.marks.clear();
    of_facts(scheme, facts)
}

fn one_payee(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.payees = many(count, &facts.payees[0].clone(), |_, _| {});
    of_facts(scheme, facts)
}

fn no_marks(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let indicators = &mut scheme.appraisals[0].dimensions[0].indicators;
    *indicators = many(count, &indicators[0].clone(), |indicator, number| {
        indicator.code = code(number);
    });
    facts.payees = many(count, &facts.payees[0].clone(), |payee, number| payee.code = code(number));
    facts.volumes.clear();
    facts.marks.clear();
    of_facts(scheme, facts)
}

fn no_such_round(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let round = |number| json!({"code": code(number), "name": "轮", "weight": "1"});
    let rounds: Vec<_> = (0..count).map(round).collect();
    scheme.appraisals[0].rounds =
        Some(record(json!({"kind": "combined", "of": "scores", "cite": "示例", "rounds": rounds})));
    facts.marks = many(count, &facts.marks[0].clone(), |mark, _| {
        mark.round = Some("nowhere".to_owned());
    });
    of_facts(scheme, facts)
}

/// The channel pays advances, by a plan of so many instalments.
fn with_instalments(count: usize, advance: impl Fn(&mut AdvanceDocument, usize)) -> Job {
    let (mut scheme, mut facts) = documents();
    let instalment: InstalmentDocument = record(json!({
        "code": "", "name": "期", "share": "0.000001", "month": "1", "day": "1", "cite": "示例"
    }));
    let instalments = many(count, &instalment, |record, number| record.code = code(number));
    scheme.channels[0].advances = Some(record(json!({
        "excess": "recover", "cite": "示例",
        "plan": {"base": "budget", "instalments": serde_json::to_value(instalments).unwrap()}
    })));
    let record: AdvanceDocument = record(json!({
        "code": "", "payee": "W01", "channel": "purchase", "date": "2024-03-01", "amount": "1"
    }));
    facts.advances = many(count, &record, |record, number| {
        record.code = code(number);
        advance(record, number);
    });
    of_facts(scheme, facts)
}

fn no_such_instalment(count: usize) -> Job {
    with_instalments(count, |advance, _| advance.instalment = Some("nowhere".to_owned()))
}

fn instalments(count: usize) -> Job {
    with_instalments(count, |advance, number| advance.instalment = Some(code(number)))
}

fn budgets(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    let budget: BudgetDocument =
        record(json!({"payee": "W01", "channel": "purchase", "amount": "1"}));
    facts.budgets = many(count, &budget, |_, _| {});
    of_facts(scheme, facts)
}

fn stocks(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    scheme.items[0].per = Some(record(json!("month")));
    facts.period.until = day(count + 400);
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, number| {
        volume.month = None;
        volume.from = Some(day(count - number - 1));
        volume.until = Some(day(count - number));
    });
    of_facts(scheme, facts)
}

fn pool_amounts(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let mut line = scheme.channels[0].pool[0].clone();
    line.amounts.clear();
    line.stated = Some(record(json!({"cite": "示例"})));
    scheme.channels[0].pool = many(count, &line, |line, number| line.code = code(number));
    let amount: PoolAmountDocument =
        record(json!({"channel": "purchase", "line": "", "amount": "1", "cite": "示例"}));
    facts.pool_amounts = many(count, &amount, |amount, number| amount.line = code(number));
    of_facts(scheme, facts)
}

fn table(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let mut item = scheme.items[0].clone();
    item.weights.push(item.weights[0].clone());
    scheme.items.extend(many(count, &item, |item, number| {
        item.code = code(number);
        item.weights[1].from = day(number + 1);
    }));
    facts.period.until = day(count + 400);
    let (payee, mark) = (facts.payees[0].clone(), facts.marks[0].clone());
    facts.payees.extend(many(count, &payee, |payee, number| payee.code = code(number)));
    facts.marks.extend(many(count, &mark, |mark, number| mark.payee = code(number)));
    of_facts(scheme, facts)
}

fn payees_and_channels(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let (channel, category) = (scheme.channels[0].clone(), scheme.categories[0].clone());
    scheme.channels.extend(many(count, &channel, |channel, number| channel.code = code(number)));
    scheme.categories.extend(many(count, &category, |category, number| {
        category.code = code(number);
        category.channel = code(number);
    }));
    let (payee, mark) = (facts.payees[0].clone(), facts.marks[0].clone());
    facts.payees.extend(many(count, &payee, |payee, number| payee.code = code(number)));
    facts.marks.extend(many(count, &mark, |mark, number| mark.payee = code(number)));
    of_facts(scheme, facts)
}

fn findings(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let kind: FindingKindDocument = record(json!({
        "code": "K", "name": "虚报", "cite": "示例",
        "rule": {"kind": "disallow", "multiple": [{"from": "2024-01-01", "value": "0", "cite": "示例"}]}
    }));
    scheme.finding_kinds.push(kind);
    let finding: FindingDocument = record(json!({
        "code": "F", "kind": "K", "payee": "W01", "item": "M01", "month": "2024-03", "volume": "9999"
    }));
    facts.findings = many(count, &finding, |_, _| {});
    of_facts(scheme, facts)
}

fn claims(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    let claim: ClaimDocument = record(json!({
        "channel": "purchase", "payee": "W01", "amount": "1", "cause": {"kind": "advances"},
        "period": {"from": "2023-01-01", "until": "2024-01-01"}
    }));
    facts.opening.claims = many(count, &claim, |_, _| {});
    of_facts(scheme, facts)
}
