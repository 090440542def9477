//! The parts of a straddling period together: totals, and what is left behind.

use std::collections::BTreeMap;

use work_equivalent::facts::{OpeningDocument, PayeeAmountDocument};

use crate::numbers::Fen;
use crate::opening::{next_opening, written};
use crate::straddle::SettledPart;

/// A payee over all parts.
#[derive(Debug, Default, PartialEq)]
pub struct Total {
    pub code: String,
    pub entitlement: Fen,
    pub recorded: Fen,
    pub payable: Fen,
    pub advanced: Fen,
    pub to_pay: Fen,
    pub carried_forward: Fen,
}

/// What the last part leaves behind, with what was owed over all parts.
pub fn closing(parts: &[SettledPart]) -> OpeningDocument {
    let last = parts.last().unwrap();
    let mut closing = next_opening(&last.part.facts, &last.outcomes);
    let mut sums: BTreeMap<(&str, &str), Fen> = BTreeMap::new();
    for outcome in parts.iter().flat_map(|part| &part.outcomes) {
        for payee in &outcome.payees {
            *sums.entry((&outcome.code, &payee.code)).or_default() += &payee.entitlement;
        }
    }
    let sums = sums.into_iter().map(|((channel, payee), sum)| PayeeAmountDocument {
        channel: channel.to_owned(),
        payee: payee.to_owned(),
        amount: written(&sum),
    });
    closing.entitlements = sums.collect();
    closing
}

/// Each payee over all parts and channels, by code. An excess that is carried forward is neither
/// paid nor paid back now, and what the last part leaves of it is a claim.
pub fn totals(parts: &[SettledPart]) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        for payee in part.outcomes.iter().flat_map(|outcome| &outcome.payees) {
            let place = totals.iter().position(|total| total.code == payee.code);
            let place = place.unwrap_or_else(|| {
                totals.push(Total { code: payee.code.clone(), ..Total::default() });
                totals.len() - 1
            });
            let total = &mut totals[place];
            total.entitlement += &payee.entitlement;
            total.recorded += &payee.recorded;
            total.payable += &payee.payable;
            total.advanced += &payee.advanced;
            total.to_pay += &payee.balance + &payee.carried_forward;
            if is_last {
                let claims = payee.deductions.iter().map(|it| &it.carried_forward);
                total.carried_forward += claims.sum::<Fen>() + &payee.carried_forward;
            }
        }
    }
    totals.sort_by(|one, other| one.code.as_bytes().cmp(other.code.as_bytes()));
    totals
}
