//! Stage 9, deduct: claims brought forward, then findings; never below zero, and what cannot be
//! recovered is carried forward with its origin (莲政办发〔2023〕75号 三(三)4).

use super::SettleError;
use super::close::Closed;
use super::pool::OwedPaid;
use super::price::Priced;
use super::sums::Sums;
use super::withhold::Withheld;
use crate::facts::{Cause, Consequence, Facts, Finding, Origin};
use crate::scheme::Destination;
use crate::units::{Amount, Money};

/// What is deducted in a channel.
#[derive(Clone, Debug)]
pub(super) struct Deducted {
    /// In order of payee code.
    pub(super) payees: Vec<DeductedPayee>,
    pub(super) to_treasury: Money,
    pub(super) to_reserve: Money,
}

/// What is deducted from one payee.
#[derive(Clone, Debug)]
pub(super) struct DeductedPayee {
    /// What could be deducted at most.
    pub(super) available: Money,
    /// In the order in which it is deducted.
    pub(super) deductions: Vec<Deduction>,
    pub(super) deducted: Money,
}

/// What a payee has to give back.
#[derive(Clone, Debug)]
pub(super) struct Deduction {
    pub(super) origin: Origin,
    pub(super) due: Money,
    pub(super) deducted: Money,
    pub(super) carried_forward: Money,
}

/// Deducts from what the payees of a channel would be paid.
pub(super) fn deduct(
    facts: &Facts<'_>,
    channel: usize,
    owed: &[OwedPaid],
    closed: &Closed,
    withheld: &Withheld,
    price: &Priced,
) -> Result<Deducted, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let deductions_to = record.deductions.as_ref().map(|deductions| deductions.to);
    let (mut treasury, mut reserve) = (Money::ZERO, Money::ZERO);
    let mut payees = Vec::with_capacity(closed.payees.len());
    for (payee, ((owed, closed), withheld)) in
        owed.iter().zip(&closed.payees).zip(&withheld.payees).enumerate()
    {
        let coming = sums.total([owed.paid, closed.amount, withheld.released])?;
        let available = sums.minus(coming, withheld.withheld)?;
        let mut left = available;
        let mut deductions = Vec::new();
        for (origin, due) in dues(facts, channel, payee, price)? {
            let deducted = due.min(left);
            left = sums.minus(left, deducted)?;
            // What was advanced too much came from the payer, and goes back to it.
            let to_reserve = deductions_to == Some(Destination::Reserve)
                && matches!(origin.cause, Cause::Finding { .. });
            let total = if to_reserve { &mut reserve } else { &mut treasury };
            *total = sums.plus(*total, deducted)?;
            let carried_forward = sums.minus(due, deducted)?;
            deductions.push(Deduction { origin, due, deducted, carried_forward });
        }
        let deducted = sums.minus(available, left)?;
        payees.push(DeductedPayee { available, deductions, deducted });
    }
    Ok(Deducted { payees, to_treasury: treasury, to_reserve: reserve })
}

/// What a payee has to give back: first what was brought forward, in order of origin, then this
/// period's findings, in order of code.
fn dues(
    facts: &Facts<'_>,
    channel: usize,
    payee: usize,
    price: &Priced,
) -> Result<Vec<(Origin, Money)>, SettleError> {
    let claims = facts.opening.claims[payee].iter().filter(|claim| claim.channel == channel);
    let mut dues: Vec<(Origin, Money)> =
        claims.map(|claim| (claim.origin.clone(), claim.amount)).collect();
    for finding in &facts.findings[payee] {
        if let Some(due) = due(facts, channel, payee, finding, price)? {
            let cause = Cause::Finding { code: finding.code.clone() };
            dues.push((Origin { period: facts.period, cause }, due));
        }
    }
    Ok(dues)
}

/// What a finding makes a payee give back in a channel; none where it concerns another.
fn due(
    facts: &Facts<'_>,
    channel: usize,
    payee: usize,
    finding: &Finding<'_>,
    price: &Priced,
) -> Result<Option<Money>, SettleError> {
    let scheme = facts.scheme;
    match &finding.consequence {
        Consequence::Amount { channel: of, amount, .. } => Ok((*of == channel).then_some(*amount)),
        Consequence::Veto { .. } => Ok(None),
        Consequence::Disallow { item, days, volume, multiple } => {
            if scheme.channel_of(*item) != channel {
                return Ok(None);
            }
            let record = &scheme.channels[channel];
            let group = facts.payees[payee].group;
            let segment = facts.plan.segment_of(days.from());
            // Facts hold no disallowed volume where there is no weight or price.
            let Ok(rate) = facts.plan.rate(group, *item, days.from()) else { return Ok(None) };
            let price = price.in_segment(segment);
            let mut value = volume.to_exact().times(&rate.weight.to_exact()).times(&price);
            if let Some(difficulty) = rate.difficulty {
                value = value.times(&difficulty.value.to_exact());
            }
            Amount::from_exact(value.times(&multiple.value.to_exact()))
                .round(record.money)
                .map(Some)
                .map_err(|error| SettleError::amount(&record.code, error))
        }
    }
}
