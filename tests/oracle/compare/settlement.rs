//! One settlement: the same figures, or refused for the same reason.

use work_equivalent::facts::{Closing, Facts};
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use super::figures::agree;
use crate::outcome::{ChannelOutcome, Refusal};

/// Compares one case; the statement and what it leaves to the next, if it settles.
pub fn compare(
    at: &str,
    scheme: &SchemeDocument,
    facts: &Facts,
    oracle: &Result<Vec<ChannelOutcome>, Refusal>,
    with_traces: bool,
) -> Option<(Statement, Closing)> {
    let (outcomes, settlement) = match (oracle, settle(facts)) {
        (Ok(outcomes), Ok(settlement)) => (outcomes, settlement),
        (Err(refusal), Err(error)) => {
            assert!(is_refusal(refusal, &error.to_string()), "{at}: {refusal:?}, but {error}");
            return None;
        }
        (oracle, engine) => panic!("{at}: {oracle:?}, but {engine:?}"),
    };
    let statement = settlement.statement_by_item().unwrap();
    agree(at, statement.figures(), scheme, outcomes, true);

    // A trace is slow to write out in full for every payee of every seed.
    if with_traces {
        for payee in facts.payees() {
            let trace = settlement.explain(payee).unwrap();
            assert_eq!(trace.reevaluate().unwrap(), None, "{at}, {payee}");
            let total = statement.figures().payees.iter().find(|total| total.code == payee);
            let figure = trace.figure("total").unwrap();
            assert_eq!(figure.value, total.unwrap().total.to_exact(), "{at}, {payee}");
            let json = serde_json::to_string(&trace).unwrap();
            assert_eq!(
                serde_json::from_str::<work_equivalent::statement::Trace>(&json).unwrap(),
                trace
            );
        }
        let json = serde_json::to_string(&statement).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&json).unwrap(), statement, "{at}");
    }
    Some(settlement.close().unwrap())
}

/// Whether the engine refuses for the reason of the oracle.
pub fn is_refusal(refusal: &Refusal, error: &str) -> bool {
    match refusal {
        Refusal::NoEquivalents => error.contains("no equivalents"),
        Refusal::PoolNegative => error.contains("exceed sources"),
        Refusal::Overrun { rest } => {
            let (yuan, fen) = (rest / 100, rest % 100);
            // What is missing is the whole gap, or what the reserve leaves of it.
            let missing = format!("{yuan}.{fen:0>2}");
            error.contains("rejects an overrun")
                && (error.contains(&format!("{missing} are missing"))
                    || error.contains(&format!("owed {missing} yuan")))
        }
        Refusal::NobodyRetains => error.contains("retain"),
        Refusal::OutOfRange => error.contains("is out of range"),
    }
}
