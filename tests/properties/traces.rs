//! Rule 8, trace: it can be re-evaluated on its own and must reproduce the statement.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use work_equivalent::exact::Exact;
use work_equivalent::statement::{StatementFigures, Trace};
use work_equivalent::units::Money;

use crate::random::Random;
use crate::support::{check, seeds, settled_case};

/// A figure of the trace is this one.
fn says(trace: &Trace, id: &str, value: &Exact) -> TestCaseResult {
    let figure = trace.figure(id);
    prop_assert_eq!(figure.map(|figure| &figure.value), Some(value), "{} of {}", id, trace.payee);
    Ok(())
}

fn says_money(trace: &Trace, id: &str, value: Money) -> TestCaseResult {
    says(trace, id, &value.to_exact())
}

fn reproduces(trace: &Trace, place: usize, figures: &StatementFigures) -> TestCaseResult {
    prop_assert_eq!(trace.reevaluate().unwrap(), None);
    for channel in &figures.channels {
        let payee = &channel.payees[place];
        let id = |rest: &str| format!("{}/{rest}", channel.code);
        if let Some(equivalents) = &payee.equivalents {
            says(trace, &id("equivalents"), equivalents.exact())?;
        }
        if channel.paid_by.is_some() {
            says_money(trace, &id("recorded"), payee.recorded)?;
        }
        if let Some(score) = &payee.score {
            says(trace, &id("score"), score.exact())?;
        }
        if let Some(coefficient) = &payee.coefficient {
            says(trace, &id("coefficient"), coefficient.exact())?;
        }
        says_money(trace, &id("before-appraisal"), payee.before_appraisal)?;
        says_money(trace, &id("entitlement"), payee.entitlement)?;
        for category in &payee.categories {
            if let Some(equivalents) = &category.equivalents {
                let id = id(&format!("equivalents/{}", category.code));
                says(trace, &id, equivalents.exact())?;
            }
            says_money(trace, &id(&format!("category/{}", category.code)), category.amount)?;
        }
        if let Some(pool) = &channel.pool {
            for line in &pool.lines {
                says_money(trace, &id(&format!("pool/{}", line.code)), line.amount)?;
            }
            if !pool.beyond_limit.is_zero() {
                says_money(trace, &id("beyond-limit"), pool.beyond_limit)?;
            }
            says_money(trace, &id("pool"), pool.pool)?;
            says_money(trace, &id("distributable"), pool.distributable)?;
        }
    }
    let total = &figures.payees[place];
    prop_assert_eq!(&trace.payee, &total.code);
    for class in &total.income_classes {
        says_money(trace, &format!("total/income/{}", class.code), class.amount)?;
    }
    says_money(trace, "total", total.total)
}

#[test]
fn traces_reproduce_the_statement() {
    check(300, &seeds(), |seed| {
        let settled = settled_case(seed)?;
        let figures = settled.statement.figures();
        prop_assert_eq!(settled.traces.len(), figures.payees.len());
        for (place, trace) in settled.traces.iter().enumerate() {
            reproduces(trace, place, figures)?;
        }
        Ok(())
    });
}

#[test]
fn a_trace_says_which_figure_was_changed() {
    check(60, &seeds(), |seed| {
        let settled = settled_case(seed)?;
        let mut random = Random::new(seed);
        let mut trace = random.pick(&settled.traces).clone();
        for place in 0..trace.figures.len() {
            let change = Exact::scaled(random.between(1, 1_000_000).into(), 4);
            let before = trace.figures[place].clone();
            let changed = before.value.plus(&change);
            trace.figures[place].value = changed.clone();
            let difference = trace.reevaluate().unwrap().unwrap();
            prop_assert_eq!(&difference.id, &before.id);
            prop_assert_eq!(&difference.stated, &changed);
            prop_assert_eq!(&difference.recomputed, &before.value);

            // What was before rounding is a figure too, and so are both at once where computed.
            trace.figures[place] = before.clone();
            trace.figures[place].exact = before.exact.plus(&change);
            prop_assert_eq!(trace.reevaluate().unwrap().unwrap().id, before.id.clone());
            trace.figures[place].value = changed;
            if before.formula.is_some() {
                prop_assert_eq!(trace.reevaluate().unwrap().unwrap().id, before.id.clone());
            }
            trace.figures[place] = before;
        }
        Ok(())
    });
}
