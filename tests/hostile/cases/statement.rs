//! Statements and traces that are read back.

use serde_json::json;
use work_equivalent::facts::{Facts, FactsDocument, PayeeAmountDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{Reason, Statement, StatementFigures, Supplement, Trace};
use work_equivalent::whatif::Comparison;

use super::{Case, Job, code, documents, many, record};

pub const CASES: &[Case] = &[
    ("statement: categories and classes of income", 300, 50_000, classes),
    ("statement: balances that do not follow", 300, 50_000, follows),
    ("statement: a supplement of all payees", 300, 20_000, supplement),
    ("statement: a comparison of channels", 100, 2_000, comparison),
    ("trace: notes of a figure", 2_000, 200_000, notes),
    ("trace: operands with a label of a megabyte", 1_000, 50_000, operands),
    ("trace: operands with many notes", 300, 20_000, operands_with_notes),
    ("trace: figures", 2_000, 200_000, figures),
];

fn with_payees(count: usize) -> FactsDocument {
    let (_, mut facts) = documents();
    facts.payees = many(count, &facts.payees[0].clone(), |payee, number| payee.code = code(number));
    facts.marks = many(count, &facts.marks[0].clone(), |mark, number| mark.payee = code(number));
    facts.volumes = many(count, &facts.volumes[0].clone(), |volume, number| {
        volume.payee = code(number);
    });
    facts
}

fn classes(count: usize) -> Job {
    let (mut scheme, facts) = documents();
    let (class, category) = (scheme.income_classes[0].clone(), scheme.categories[0].clone());
    scheme.income_classes.extend(many(count, &class, |class, number| class.code = code(number)));
    scheme.categories.extend(many(count, &category, |category, number| {
        category.code = code(number);
        category.income_class = code(number);
    }));
    let scheme = Scheme::new(scheme).unwrap();
    let facts = Facts::new(&scheme, &facts).unwrap();
    let settlement = settle(&facts).unwrap();
    let figures: StatementFigures = settlement.statement().unwrap().figures().clone();
    Box::new(move || match Statement::new(figures) {
        Ok(statement) => statement.figures().total.to_string(),
        Err(error) => error.to_string(),
    })
}

fn follows(count: usize) -> Job {
    let (mut scheme, _) = documents();
    // Nothing is in the pool: all of it stays owed.
    scheme.channels[0].price = record(json!({
        "kind": "announced", "appraisal_loss": "treasury",
        "values": [{"from": "2024-01-01", "value": "1", "cite": "示例"}]
    }));
    let facts = with_payees(count);
    let scheme = Scheme::new(scheme).unwrap();
    let (before, closing) = settle(&Facts::new(&scheme, &facts).unwrap()).unwrap().close().unwrap();
    let mut next = facts;
    next.period.from = "2025-01-01".to_owned();
    next.period.until = "2026-01-01".to_owned();
    next.volumes.clear();
    next.opening.after = closing.balances().after.clone();
    let owed: PayeeAmountDocument =
        record(json!({"channel": "purchase", "payee": "", "amount": "1"}));
    next.opening.owed = many(count, &owed, |owed, number| owed.payee = code(number));
    // The last line alone differs, so that all are looked through.
    let mut right: Vec<PayeeAmountDocument> = closing.balances().owed.clone();
    if let Some(last) = right.last_mut() {
        last.amount = "1".into();
        next.opening.owed = right;
    }
    let next = settle(&Facts::new(&scheme, &next).unwrap()).unwrap().close().unwrap().0;
    Box::new(move || match next.follows(&before) {
        Ok(()) => "follows".to_owned(),
        Err(error) => error.to_string(),
    })
}

fn supplement(count: usize) -> Job {
    let (scheme, _) = documents();
    let scheme = Scheme::new(scheme).unwrap();
    let statement = |mark: &str| {
        let mut facts = with_payees(count);
        facts.marks.iter_mut().for_each(|record| record.mark = mark.into());
        settle(&Facts::new(&scheme, &facts).unwrap()).unwrap().close().unwrap().0
    };
    let (closed, corrected) = (statement("90"), statement("95"));
    let reason = Reason { payee: None, text: "复核".to_owned() };
    Box::new(move || match Supplement::new(&closed, &corrected, &[reason]) {
        Ok(supplement) => supplement.changes().len().to_string(),
        Err(error) => error.to_string(),
    })
}

fn comparison(count: usize) -> Job {
    let (mut scheme, facts) = documents();
    let (channel, category) = (scheme.channels[0].clone(), scheme.categories[0].clone());
    scheme.channels.extend(many(count, &channel, |channel, number| channel.code = code(number)));
    scheme.categories.extend(many(count, &category, |category, number| {
        category.code = code(number);
        category.channel = code(number);
    }));
    scheme.channels.iter_mut().for_each(|channel| {
        channel.price = record(json!({
            "kind": "announced", "appraisal_loss": "treasury",
            "values": [{"from": "2024-01-01", "value": "1", "cite": "示例"}]
        }));
    });
    let scheme = Scheme::new(scheme).unwrap();
    let statement = settle(&Facts::new(&scheme, &facts).unwrap()).unwrap().close().unwrap().0;
    Box::new(move || Comparison::new(&statement, &statement).channels.len().to_string())
}

/// A trace of a figure that is given and one that is computed.
fn trace() -> Trace {
    record(json!({
        "scheme": "示例", "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "payee": "W01", "name": "甲卫生院",
        "figures": [
            {"id": "a", "stage": "measure", "label": "甲", "unit": "yuan", "exact": "1",
                "value": "1", "cites": [], "notes": []},
            {"id": "b", "stage": "measure", "label": "乙", "unit": "yuan", "exact": "1",
                "value": "1", "cites": [], "notes": [], "formula": {"product": []}}
        ]
    }))
}

fn of_trace(trace: Trace) -> Job {
    Box::new(move || {
        assert_eq!(trace.reevaluate(), Ok(None));
        // The text grows with the trace: its length is what is looked at.
        let (text, json) = (trace.to_string(), serde_json::to_string(&trace).unwrap());
        assert!(text.len() < 50 * json.len() + 1_000, "{} of {}", text.len(), json.len());
        "printed".to_owned()
    })
}

fn notes(count: usize) -> Job {
    let mut trace = trace();
    trace.figures[1].notes = (0..count).map(code).collect();
    trace.figures[1].cites = (0..count).map(code).collect();
    of_trace(trace)
}

fn refer(trace: &mut Trace, count: usize) {
    trace.figures[1].formula =
        Some(record(json!({"product": vec![json!({"figure": "a"}); count]})));
}

fn operands(count: usize) -> Job {
    let mut trace = trace();
    refer(&mut trace, count);
    trace.figures[0].label = "长".repeat(count * 7);
    of_trace(trace)
}

fn operands_with_notes(count: usize) -> Job {
    let mut trace = trace();
    refer(&mut trace, count);
    trace.figures[0].notes = (0..count).map(code).collect();
    of_trace(trace)
}

fn figures(count: usize) -> Job {
    let mut trace = trace();
    let figure = trace.figures[1].clone();
    trace.figures.extend(many(count, &figure, |figure, number| {
        figure.id = code(number);
        figure.formula = Some(record(json!({"figure": "a"})));
    }));
    of_trace(trace)
}
