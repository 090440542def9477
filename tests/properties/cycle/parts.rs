//! A statement in parts holds together, as one for the whole year does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use work_equivalent::facts::{Closing, Facts, OpeningDocument};
use work_equivalent::scheme::Base;
use work_equivalent::settle;
use work_equivalent::statement::{PayeeFigures, Statement, StatementInParts};

use super::checked;
use super::order::shuffle;
use super::straddle::{SPLITS, Straddle, all_checked, in_parts, straddle};
use super::tampering::{add_fen, places};
use crate::support::{check, seeds};

#[test]
fn a_statement_in_parts_holds_together() {
    check(96, &seeds(), |seed| {
        let mut case = straddle(seed);
        let schemes = all_checked(&case.schemes);
        let split = *case.random.pick(&SPLITS);
        let settled = in_parts(&schemes, split, &case.facts)?;
        for payee in &case.facts.payees {
            for trace in settled.explain(&payee.code).unwrap() {
                prop_assert_eq!(trace.reevaluate().unwrap(), None);
            }
        }
        let statement = settled.statement().clone();
        let parts = statement.parts();
        prop_assert_eq!(parts.len(), schemes.len());
        for (before, part) in parts.iter().zip(parts.iter().skip(1)) {
            prop_assert!(part.follows(before).is_ok());
        }
        totals(&statement)?;

        let json = serde_json::to_string(&statement).unwrap();
        let back: StatementInParts = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &statement);
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
        prop_assert_eq!(back.digest().unwrap(), statement.digest().unwrap());

        // The order of the documents does not matter.
        let mut facts = case.facts.clone();
        for scheme in &mut case.schemes {
            shuffle(scheme, &mut facts, &mut case.random);
        }
        let schemes = all_checked(&case.schemes);
        let again = in_parts(&schemes, split, &facts)?;
        prop_assert_eq!(again.statement(), &statement);

        let (closed, closing) = settled.close().unwrap();
        prop_assert_eq!(&closed, &statement);
        opens_the_next_year(case, &statement, closing)
    });
}

/// What the last part leaves behind opens the next year, in which instalments are shares of what
/// payees were owed in all parts.
fn opens_the_next_year(
    mut case: Straddle,
    before: &StatementInParts,
    closing: Closing,
) -> TestCaseResult {
    let mut scheme = case.schemes.pop().unwrap();
    let advances = scheme.channels.iter_mut().filter_map(|channel| channel.advances.as_mut());
    for plan in advances.filter_map(|advances| advances.plan.as_mut()) {
        plan.base = Base::PreviousEntitlement;
    }
    let mut facts = case.facts;
    (facts.period.from, facts.period.until) = ("2025-01-01".into(), "2026-01-01".into());
    facts.opening = OpeningDocument::default();
    facts.budgets.clear();
    facts.volumes.clear();
    facts.findings.clear();
    facts.advances.clear();
    let scheme = checked(&scheme);
    let facts = Facts::following(&scheme, &facts, closing).unwrap();
    let settled = settle(&facts).map_err(|error| TestCaseError::reject(error.to_string()))?;
    let figures = settled.statement().unwrap().figures();
    prop_assert!(settled.statement().unwrap().follows(before.parts().last().unwrap()).is_ok());
    for (place, channel) in figures.channels.iter().enumerate() {
        for (payee, own) in channel.payees.iter().enumerate() {
            let entitled = before
                .parts()
                .iter()
                .map(|part| part.figures().channels[place].payees[payee].entitlement.fen());
            let entitled = entitled.sum::<i128>();
            prop_assert!(own.plan.as_ref().is_none_or(|plan| plan.base.fen() == entitled));
        }
    }
    Ok(())
}

/// What a payee still has to give back at the end.
fn claims(payee: &PayeeFigures) -> i128 {
    let deductions = payee.deductions.iter().map(|deduction| deduction.carried_forward.fen());
    deductions.sum::<i128>() + payee.carried_forward.fen()
}

/// Each payee over all parts, and everybody.
fn totals(statement: &StatementInParts) -> TestCaseResult {
    let figures = statement.figures();
    let parts: Vec<_> = statement.parts().iter().map(Statement::figures).collect();
    for (place, total) in figures.payees.iter().enumerate() {
        let own = || parts.iter().map(|part| &part.payees[place]);
        prop_assert!(own().all(|part| part.code == total.code));
        prop_assert_eq!(own().map(|part| part.total.fen()).sum::<i128>(), total.total.fen());
        prop_assert_eq!(own().map(|part| part.payable.fen()).sum::<i128>(), total.payable.fen());
        prop_assert_eq!(own().map(|part| part.advanced.fen()).sum::<i128>(), total.advanced.fen());
        // An excess that is carried forward is not paid back now; the last part's is a claim.
        let carried = parts.iter().flat_map(|part| &part.channels);
        let carried: i128 =
            carried.map(|channel| channel.payees[place].carried_forward.fen()).sum();
        let balance = own().map(|part| part.balance.fen()).sum::<i128>() + carried;
        prop_assert_eq!(balance, total.to_pay.fen());
        let last = parts.last().unwrap().channels.iter().map(|channel| &channel.payees[place]);
        prop_assert_eq!(last.map(claims).sum::<i128>(), total.carried_forward.fen());
    }
    for (sum, of_parts) in [
        (figures.total, parts.iter().map(|part| part.total.fen()).sum::<i128>()),
        (figures.payable, parts.iter().map(|part| part.payable.fen()).sum()),
        (figures.advanced, parts.iter().map(|part| part.advanced.fen()).sum()),
    ] {
        prop_assert_eq!(sum.fen(), of_parts);
    }
    Ok(())
}

#[test]
fn no_total_over_the_parts_can_be_changed_alone() {
    check(32, &seeds(), |seed| {
        let mut case = straddle(seed);
        let schemes = all_checked(&case.schemes);
        let settled = in_parts(&schemes, *case.random.pick(&SPLITS), &case.facts)?;
        let mut json = serde_json::to_value(settled.statement()).unwrap();
        for place in places(&json) {
            let before = json.pointer(&place).unwrap().as_str().map(str::to_owned);
            let of_parts = place.starts_with("/parts/");
            let Some(after) = before.as_ref().and_then(|before| add_fen(before, 1)) else {
                continue;
            };
            // Inside a part, what no equation fixes is fixed by the digest that the next one names.
            let last = format!("/parts/{}/", schemes.len() - 1);
            let is_in_last = place.starts_with(&last);
            if of_parts && (is_in_last || case.random.chance(80)) {
                continue;
            }
            *json.pointer_mut(&place).unwrap() = Value::from(after);
            let read = serde_json::from_value::<StatementInParts>(json.clone());
            prop_assert!(read.is_err(), "{}", place);
            *json.pointer_mut(&place).unwrap() = Value::from(before);
        }
        Ok(())
    });
}

#[test]
fn one_scheme_is_one_part() {
    check(96, &seeds(), |seed| {
        let mut case = super::case(seed);
        let once = super::statement(&case.scheme, &case.facts)?;
        let schemes = [checked(&case.scheme)];
        let settled = in_parts(&schemes, *case.random.pick(&SPLITS), &case.facts)?;
        let (statement, closing) = settled.close().unwrap();
        prop_assert_eq!(statement.parts(), std::slice::from_ref(&once));
        let figures = once.figures();
        let totals: BTreeMap<_, _> = (figures.payees.iter())
            .map(|payee| (payee.code.clone(), [payee.total, payee.payable, payee.advanced]))
            .collect();
        let in_parts = statement.figures().payees.iter();
        let in_parts: BTreeMap<_, _> = in_parts
            .map(|payee| (payee.code.clone(), [payee.total, payee.payable, payee.advanced]))
            .collect();
        prop_assert_eq!(totals, in_parts);
        let facts = Facts::new(&schemes[0], &case.facts).unwrap();
        prop_assert_eq!(settle(&facts).unwrap().close().unwrap().1, closing);
        Ok(())
    });
}
