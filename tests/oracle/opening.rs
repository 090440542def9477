//! What one period leaves to the next.

use num_traits::Signed;
use work_equivalent::facts::{
    Cause, ClaimDocument, FactsDocument, OpeningDocument, PayeeAmountDocument, PeriodDocument,
    ReserveBalanceDocument,
};
use work_equivalent::units::Number;

use crate::numbers::Fen;
use crate::outcome::{ChannelOutcome, DeductionOutcome};

/// The closing balances of a period as the opening balances of the next, amounts of zero left out
/// except for entitlements.
pub fn next_opening(facts: &FactsDocument, outcomes: &[ChannelOutcome]) -> OpeningDocument {
    let mut opening = OpeningDocument::default();
    for outcome in outcomes {
        let channel = &outcome.code;
        if let Some(reserve) = &outcome.reserve {
            opening.reserves.push(ReserveBalanceDocument {
                channel: channel.clone(),
                balance: written(&reserve.closing),
            });
        }
        for payee in &outcome.payees {
            let amount = |amount: &Fen| PayeeAmountDocument {
                channel: channel.clone(),
                payee: payee.code.clone(),
                amount: written(amount),
            };
            opening.entitlements.push(amount(&payee.entitlement));
            if payee.owed.after.is_positive() {
                opening.owed.push(amount(&payee.owed.after));
            }
            let over_advance = DeductionOutcome {
                from: facts.period.from.clone(),
                until: facts.period.until.clone(),
                cause: Cause::Advances {},
                due: payee.carried_forward.clone(),
                deducted: Fen::default(),
                carried_forward: payee.carried_forward.clone(),
            };
            for claim in payee.deductions.iter().chain([&over_advance]) {
                if claim.carried_forward.is_positive() {
                    opening.claims.push(ClaimDocument {
                        channel: channel.clone(),
                        payee: payee.code.clone(),
                        period: PeriodDocument {
                            from: claim.from.clone(),
                            until: claim.until.clone(),
                        },
                        cause: claim.cause.clone(),
                        amount: written(&claim.carried_forward),
                    });
                }
            }
        }
    }
    opening
}

/// An amount in yuan as a document writes it.
pub fn written(amount: &Fen) -> Number {
    let (yuan, fen) = (amount / Fen::from(100), amount % Fen::from(100));
    Number::from(format!("{yuan}.{fen:0>2}"))
}
