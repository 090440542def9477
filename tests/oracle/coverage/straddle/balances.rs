//! What must occur of balances between parts.

use num_traits::{Signed, Zero};
use work_equivalent::facts::Cause;

use super::{Case, Feature, feature, of_later, of_later_payee, payees, settled};
use crate::outcome::Refusal;
use crate::straddle::{SettledPart, Unsettled};
use crate::together::closing;

/// What one part leaves to the next.
pub(super) fn features() -> Vec<Feature> {
    vec![
        of_later("reserve brought into a part", |_, outcome, before| {
            before.is_some() && outcome.reserve.as_ref().is_some_and(|it| it.opening.is_positive())
        }),
        of_later("reserve drawn on that a part before filled", |_, outcome, before| {
            let before = before.and_then(|it| it.reserve.as_ref());
            let closing = outcome.closing.as_ref();
            before.is_some_and(|it| it.closing > it.opening)
                && closing.is_some_and(|it| it.drawn.is_positive())
        }),
        of_later("reserve with a target that a part reached", |_, outcome, before| {
            let before = before.and_then(|it| it.reserve.as_ref());
            before.is_some_and(|it| it.closing.is_positive())
                && (outcome.reserve.as_ref())
                    .is_some_and(|it| it.target.as_ref().is_some_and(|most| *most <= it.opening))
        }),
        of_later("reserve with a target begins", |channel, _, before| {
            let has_target =
                channel.reserve.as_ref().is_some_and(|reserve| !reserve.target.is_empty());
            has_target && before.is_none_or(|before| before.reserve.is_none())
        }),
        of_later("reserve ends empty", |channel, _, before| {
            let before = before.and_then(|it| it.reserve.as_ref());
            channel.reserve.is_none() && before.is_some_and(|it| it.closing.is_zero())
        }),
        settled("channel ends with an empty reserve", |_, parts| {
            parts.windows(2).any(|pair| {
                let goes_on = |code: &str| pair[1].outcomes.iter().any(|it| it.code == code);
                pair[0].outcomes.iter().any(|it| it.reserve.is_some() && !goes_on(&it.code))
            })
        }),
        of_later_payee("owed by a part, and paid", |_, payee| payee.owed.paid.is_positive()),
        of_later_payee("owed by a part, and not paid", |_, payee| {
            payee.owed.before > payee.owed.paid
        }),
        of_later_payee("owed by a part, and paid without a pool", |channel, payee| {
            channel.pool.is_empty() && payee.owed.paid.is_positive()
        }),
        settled("finding of a part deducted in the next", |case, parts| {
            deducts(case, parts, |cause| matches!(cause, Cause::Finding { .. }))
        }),
        settled("advance of a part deducted in the next", |case, parts| {
            deducts(case, parts, |cause| matches!(cause, Cause::Advances {}))
        }),
        settled("claims of a part still there at the end", |case, parts| {
            closing(parts).claims.iter().any(|it| {
                it.period.until != case.given.facts.period.until
                    && it.period.from >= case.given.facts.period.from
            })
        }),
        settled("advance of a part still there at the end", |case, parts| {
            let first = &case.parts[0].until;
            let mut claims = closing(parts).claims.into_iter();
            claims.any(|it| it.period.until == *first && matches!(it.cause, Cause::Advances {}))
        }),
        settled("claim from before the period in a later part", |case, parts| {
            let from = &case.given.facts.period.from;
            payees(&parts[1..]).any(|it| it.deductions.iter().any(|it| it.from < *from))
        }),
        feature("a balance that has no place", |case| {
            matches!(case.outcome, Err(Unsettled::Stranded(_)))
        }),
        feature("a balance too large to state", |case| {
            matches!(case.outcome, Err(Unsettled::TooLarge))
        }),
        feature("a pool below zero", |case| {
            matches!(case.outcome, Err(Unsettled::Refused(Refusal::PoolNegative)))
        }),
        feature("an overrun is rejected", |case| {
            matches!(case.outcome, Err(Unsettled::Refused(Refusal::Overrun { .. })))
        }),
    ]
}

/// Whether a later part deducts what arose in one before.
fn deducts(case: &Case, parts: &[SettledPart], is_so: fn(&Cause) -> bool) -> bool {
    let from = &case.given.facts.period.from;
    parts[1..].iter().any(|part| {
        payees(std::slice::from_ref(part)).flat_map(|payee| &payee.deductions).any(|it| {
            let is_of_part_before = it.from >= *from && it.from < part.part.facts.period.from;
            is_of_part_before && it.deducted.is_positive() && is_so(&it.cause)
        })
    })
}
