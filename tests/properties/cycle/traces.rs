//! Every trace can be computed again and says what the statement says; and every figure that a
//! rule of the money cycle computes cites the clause of that rule.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use work_equivalent::exact::Exact;
use work_equivalent::facts::Facts;
use work_equivalent::settle;
use work_equivalent::statement::{Figure, Stage, StatementFigures, Trace};
use work_equivalent::units::Money;

use super::{case, checked};
use crate::support::{check, seeds};

/// The traces of a case, with the figures of its statement.
fn traces(seed: u64) -> Result<(StatementFigures, Vec<Trace>), TestCaseError> {
    let case = case(seed);
    let scheme = checked(&case.scheme);
    let facts = Facts::new(&scheme, &case.facts).unwrap();
    let settled = settle(&facts).map_err(|error| TestCaseError::reject(error.to_string()))?;
    let traces = facts.payees().map(|payee| settled.explain(payee).unwrap());
    Ok((settled.statement().unwrap().figures().clone(), traces.collect()))
}

fn says(trace: &Trace, id: &str, amount: Money) -> TestCaseResult {
    let value = trace.figure(id).map(|figure| &figure.value);
    prop_assert_eq!(value, Some(&amount.to_exact()), "{} of {}", id, trace.payee);
    Ok(())
}

#[test]
fn traces_reproduce_the_statement() {
    check(128, &seeds(), |seed| {
        let (figures, traces) = traces(seed)?;
        prop_assert_eq!(traces.len(), figures.payees.len());
        for (place, trace) in traces.iter().enumerate() {
            prop_assert_eq!(trace.reevaluate().unwrap(), None);
            for channel in &figures.channels {
                let payee = &channel.payees[place];
                prop_assert_eq!(&trace.payee, &payee.code);
                let id = |rest: &str| format!("{}/{rest}", channel.code);
                for (rest, amount) in [
                    ("entitlement", payee.entitlement),
                    ("closed", payee.closed),
                    ("owed-paid", payee.owed_paid),
                    ("withheld", payee.withheld),
                    ("released", payee.released),
                    ("deducted", payee.deducted),
                    ("payable", payee.payable),
                    ("advanced", payee.advanced),
                    ("balance", payee.balance),
                ] {
                    says(trace, &id(rest), amount)?;
                }
                // What is not zero is explained.
                for (rest, amount) in [
                    ("owed-before", payee.owed_before),
                    ("borne", payee.borne),
                    ("owed", payee.owed),
                    ("retained", payee.retained),
                    ("carried-forward", payee.carried_forward),
                ] {
                    if amount.fen() > 0 || trace.figure(&id(rest)).is_some() {
                        says(trace, &id(rest), amount)?;
                    }
                }
                for (index, deduction) in payee.deductions.iter().enumerate() {
                    let id = |rest: &str| id(&format!("deduction/{}/{rest}", index + 1));
                    says(trace, &id("due"), deduction.due)?;
                    says(trace, &id("deducted"), deduction.deducted)?;
                    if deduction.carried_forward.fen() > 0 {
                        says(trace, &id("carried-forward"), deduction.carried_forward)?;
                    }
                }
                if let Some(plan) = &payee.plan {
                    says(trace, &id("base"), plan.base)?;
                    for instalment in &plan.instalments {
                        says(
                            trace,
                            &id(&format!("instalment/{}", instalment.code)),
                            instalment.amount,
                        )?;
                    }
                }
                if let Some(reserve) = &channel.reserve {
                    says(trace, &id("reserve-opening"), reserve.opening)?;
                }
                if let Some(closing) = &channel.closing {
                    let what = if closing.gap.fen() > 0 { "gap" } else { "surplus" };
                    says(
                        trace,
                        &id(what),
                        if what == "gap" { closing.gap } else { closing.surplus },
                    )?;
                }
            }
            let total = &figures.payees[place];
            says(trace, "total", total.total)?;
            says(trace, "total/all/payable", total.payable)?;
            says(trace, "total/all/advanced", total.advanced)?;
            says(trace, "total/all/balance", total.balance)?;
        }
        Ok(())
    });
}

/// The clauses of the rules that compute a figure, by what comes after the channel in its id; none
/// for a plain sum or difference of figures; an error for an id that is not known here.
#[allow(clippy::match_same_arms, reason = "the arms stand by stage")]
fn clauses(rest: &str, figure: &Figure) -> Result<&'static [&'static str], String> {
    let is_share = || is_a(figure, "share");
    let is_nothing = || figure.value == Exact::zero();
    let parts: Vec<&str> = rest.split('/').collect();
    Ok(match parts.as_slice() {
        // Close.
        ["gap" | "surplus" | "rest" | "covered" | "drawable"] => &[],
        ["drawn" | "borne" | "owed"] => &["超支"],
        ["payer-full" | "payer-share"] => &["分担率"],
        ["to-reserve" | "retained"] => &["结余"],
        ["retained-full" | "all-retained"] => &["留用率"],
        ["closed"] if is_share() => &["超支"],
        ["closed"] => &[],
        // Withhold.
        ["withheld-full" | "withheld"] => &["计提率"],
        ["reserve-balance"] => &[],
        ["all-released"] => &["目标"],
        ["released"] if is_share() => &["目标", "计提率"],
        ["released"] => &["计提率"],
        // Deduct.
        ["available" | "deducted"] | ["deduction", _, "carried-forward"] => &[],
        ["deduction", _, "due"] => &["情形", "倍数"],
        // What was advanced too much, and what costs nothing: no clause says where it goes.
        ["deduction", _, "deducted"] if figure.label.contains("预拨超付") => &[],
        ["deduction", _, "deducted"] if is_nothing() => &[],
        ["deduction", _, "deducted"] => &["核减去向"],
        // Pay.
        ["payable" | "balance"] => &[],
        ["instalment", _] => &["分期"],
        ["advanced"] if is_nothing() => &[],
        ["advanced"] => &["预拨"],
        ["carried-forward"] => &["预拨"],
        _ => return Err(format!("which rule computes {rest}?")),
    })
}

/// Whether the formula of a figure is of a kind.
fn is_a(figure: &Figure, kind: &str) -> bool {
    serde_json::to_value(&figure.formula).unwrap().get(kind).is_some()
}

/// The ids of the figures that a formula refers to.
fn operands(formula: &Value, found: &mut BTreeSet<String>) {
    match formula {
        Value::Array(list) => list.iter().for_each(|part| operands(part, found)),
        Value::Object(fields) => {
            for (key, part) in fields {
                match part {
                    Value::String(id) if key == "figure" => drop(found.insert(id.clone())),
                    _ => operands(part, found),
                }
            }
        }
        _ => {}
    }
}

/// The citations of a figure and of its operands, and of theirs inside the same stage.
fn citations<'t>(trace: &'t Trace, figure: &'t Figure) -> Vec<&'t String> {
    let mut cites: Vec<&String> = figure.cites.iter().collect();
    let mut ids = BTreeSet::new();
    operands(&serde_json::to_value(&figure.formula).unwrap(), &mut ids);
    for operand in ids.iter().filter_map(|id| trace.figure(id)) {
        if operand.stage == figure.stage {
            cites.extend(citations(trace, operand));
        } else {
            cites.extend(&operand.cites);
        }
    }
    cites
}

#[test]
fn what_a_rule_computes_cites_its_clause() {
    check(128, &seeds(), |seed| {
        let (_, traces) = traces(seed)?;
        for trace in &traces {
            let cycle = [Stage::Close, Stage::Withhold, Stage::Deduct, Stage::Pay];
            let computed = trace.figures.iter().filter(|figure| figure.formula.is_some());
            for figure in computed.filter(|figure| cycle.contains(&figure.stage)) {
                let (_, rest) = figure.id.split_once('/').unwrap();
                let clauses = clauses(rest, figure).map_err(TestCaseError::fail)?;
                let cites = citations(trace, figure);
                for clause in clauses {
                    let is_cited = cites.iter().any(|cite| cite.starts_with(clause));
                    prop_assert!(is_cited, "{} cites {:?}, not {}", figure.id, cites, clause);
                }
            }
        }
        Ok(())
    });
}
