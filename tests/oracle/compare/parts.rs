//! One period inside which the scheme changes: the same figures of every part, or refused for the
//! same reason.

use std::error::Error;

use work_equivalent::scheme::Scheme;
use work_equivalent::statement::StatementInParts;
use work_equivalent::{SettlementInParts, StraddleError, settle_in_parts};

use super::balances::balances;
use super::figures;
use super::read::fen;
use super::settlement::is_refusal;
use crate::generate::Straddle;
use crate::numbers::Fen;
use crate::straddle::{SettledPart, Unsettled, settle};
use crate::together::{Total, closing, totals};

/// Compares one straddling period; whether it settles.
pub fn agree(at: &str, straddle: Straddle, with_traces: bool) -> bool {
    let Straddle { schemes, split, facts } = straddle;
    let oracle = settle(&schemes, split, &facts);
    let schemes: Vec<Scheme> = schemes
        .into_iter()
        .map(|scheme| Scheme::new(scheme).unwrap_or_else(|error| panic!("{at}: {error}")))
        .collect();
    match (oracle, settle_in_parts(&schemes, split, &facts)) {
        (Ok(parts), Ok(settlement)) => {
            settlement_agrees(at, &parts, settlement, with_traces);
            true
        }
        (Err(unsettled), Err(error)) => {
            assert!(
                is_expected(&unsettled, &error),
                "{at}: {unsettled:?}, but {}",
                reasons(&error)
            );
            false
        }
        (Err(unsettled), Ok(_)) => panic!("{at}: {unsettled:?}, but it settles"),
        (Ok(_), Err(error)) => panic!("{at}: settles, but {}", reasons(&error)),
    }
}

/// Compares every figure.
fn settlement_agrees(
    at: &str,
    parts: &[SettledPart],
    settlement: SettlementInParts,
    with_traces: bool,
) {
    let figures = settlement.statement().figures();
    assert_eq!(figures.parts.len(), parts.len(), "{at}: parts");
    for (index, (figures, expected)) in figures.parts.iter().zip(parts).enumerate() {
        let at = format!("{at}, part {index}");
        let period = &expected.part.facts.period;
        assert_eq!(figures.period.from().to_string(), period.from, "{at}: period");
        assert_eq!(figures.period.until().to_string(), period.until, "{at}: period");
        assert_eq!(figures.scheme.number, expected.part.scheme.number, "{at}: scheme");
        figures::agree(&at, figures, &expected.part.scheme, &expected.outcomes, false);
    }
    let expected = totals(parts);
    let totals: Vec<Total> = (figures.payees.iter())
        .map(|it| Total {
            code: it.code.clone(),
            entitlement: fen(it.total),
            recorded: fen(it.recorded),
            payable: fen(it.payable),
            advanced: fen(it.advanced),
            to_pay: fen(it.to_pay),
            carried_forward: fen(it.carried_forward),
        })
        .collect();
    assert_eq!(totals, expected, "{at}: payees");
    let sum = |figure: fn(&Total) -> &Fen| -> Fen { expected.iter().map(figure).sum() };
    assert_eq!(fen(figures.total), sum(|it| &it.entitlement), "{at}: total");
    assert_eq!(fen(figures.recorded), sum(|it| &it.recorded), "{at}: recorded");
    assert_eq!(fen(figures.payable), sum(|it| &it.payable), "{at}: payable");
    assert_eq!(fen(figures.advanced), sum(|it| &it.advanced), "{at}: advanced");

    if with_traces {
        traces_agree(at, &settlement);
    }
    let (_, engine) = settlement.close().unwrap();
    assert_eq!(balances(engine.balances()), balances(&closing(parts)), "{at}: closing");
}

/// Computes the traces again: those of each payee, one for each part.
fn traces_agree(at: &str, settlement: &SettlementInParts) {
    let statement = settlement.statement();
    for payee in &statement.figures().payees {
        let at = format!("{at}, {}", payee.code);
        let traces = settlement.explain(&payee.code).unwrap();
        assert_eq!(traces.len(), statement.figures().parts.len(), "{at}");
        for (trace, part) in traces.iter().zip(&statement.figures().parts) {
            assert_eq!(trace.reevaluate().unwrap(), None, "{at}");
            let total = part.payees.iter().find(|total| total.code == payee.code).unwrap();
            assert_eq!(trace.figure("total").unwrap().value, total.total.to_exact(), "{at}");
        }
    }
    let json = serde_json::to_string(statement).unwrap();
    assert_eq!(serde_json::from_str::<StatementInParts>(&json).unwrap(), *statement, "{at}");
}

/// Whether the engine refuses for the reason of the oracle.
fn is_expected(unsettled: &Unsettled, error: &StraddleError) -> bool {
    let reasons = reasons(error);
    match unsettled {
        Unsettled::Refused(refusal) => is_refusal(refusal, &reasons),
        Unsettled::Stranded(list) => {
            reasons.contains("brought into the part") && reasons.contains(list)
        }
        Unsettled::TooLarge => reasons.contains("is too long for a sum of money"),
    }
}

/// An error with its sources.
pub fn reasons(error: &StraddleError) -> String {
    let mut reasons = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        reasons = format!("{reasons}: {error}");
        source = error.source();
    }
    reasons
}
