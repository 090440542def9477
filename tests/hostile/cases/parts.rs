//! Facts of a period inside which the scheme changes.

use serde_json::json;
use work_equivalent::facts::{ApprovedDocument, BudgetDocument, FindingDocument};
use work_equivalent::scheme::{FindingKindDocument, Scheme, Split};
use work_equivalent::settle_in_parts;

use super::{Case, Job, MILLION, code, documents, many, record};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;

pub const CASES: &[Case] = &[
    ("parts: malformed volumes", 2_000, MILLION, malformed_volumes),
    ("parts: findings and their kinds", 500, 100_000, findings),
    ("parts: budgets and channels", 500, 100_000, budgets),
    ("parts: approved numbers and items", 500, 100_000, approved),
];

/// What is said of facts under a scheme and the one that repeals it in July.
fn of_parts(scheme: &SchemeDocument, facts: FactsDocument) -> Job {
    let mut after = scheme.clone();
    after.repeals.push(scheme.number.clone());
    after.number = "示例〔2024〕2号".to_owned();
    after.from = "2024-07-01".to_owned();
    let schemes = [Scheme::new(scheme.clone()).unwrap(), Scheme::new(after).unwrap()];
    Box::new(move || match settle_in_parts(&schemes, Split::Days, &facts) {
        Ok(_) => "settled".to_owned(),
        Err(error) => error.to_string(),
    })
}

fn malformed_volumes(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, _| {
        volume.verified = Some("1,5".into());
        volume.month = None;
        volume.from = Some("2024-05-01".to_owned());
        volume.until = Some("2024-08-01".to_owned());
    });
    of_parts(&scheme, facts)
}

fn findings(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let kind: FindingKindDocument = record(json!({
        "code": "", "name": "违规", "cite": "示例",
        "rule": {"kind": "veto", "appraisal": "annual",
            "coefficient": [{"from": "2024-01-01", "value": "0", "cite": "示例"}]}
    }));
    scheme.finding_kinds = many(count, &kind, |kind, number| kind.code = code(number));
    let finding: FindingDocument = record(json!({"code": "", "kind": "K", "payee": "W01"}));
    facts.findings = many(count, &finding, |finding, number| finding.code = code(number));
    of_parts(&scheme, facts)
}

fn budgets(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let (channel, category) = (scheme.channels[0].clone(), scheme.categories[0].clone());
    scheme.channels.extend(many(count, &channel, |channel, number| channel.code = code(number)));
    scheme.categories.extend(many(count, &category, |category, number| {
        category.code = code(number);
        category.channel = code(number);
    }));
    let budget: BudgetDocument =
        record(json!({"payee": "W01", "channel": "purchase", "amount": "1"}));
    facts.budgets = many(count, &budget, |_, _| {});
    of_parts(&scheme, facts)
}

fn approved(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    let item = scheme.items[0].clone();
    scheme.items.extend(many(count, &item, |item, number| item.code = code(number)));
    let approved: ApprovedDocument =
        record(json!({"payee": "W01", "item": "M01", "number": "1", "cite": "示例"}));
    facts.approved = many(count, &approved, |_, _| {});
    of_parts(&scheme, facts)
}
