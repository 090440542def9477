//! Stage 9, deduct: claims brought forward, then findings; never below zero, and what cannot be
//! recovered is carried forward with its origin (莲政办发〔2023〕75号 三(三)4).

use std::collections::BTreeMap;

use super::SettleError;
use super::close::Closed;
use super::pool::Owed;
use super::price::Priced;
use super::sums::Sums;
use super::withhold::Withheld;
use crate::facts::{Cause, Consequence, Facts, Finding, Origin};
use crate::scheme::Destination;
use crate::units::{Amount, Money};

/// What is deducted in a channel.
#[derive(Clone, Debug)]
pub(super) struct Deducted {
    /// What is left to each payee.
    pub(super) left: Vec<Money>,
    /// By place of payee: those who have to give something back.
    payees: BTreeMap<usize, Vec<Deduction>>,
    pub(super) to_treasury: Money,
    pub(super) to_reserve: Money,
}

impl Deducted {
    /// What one payee has to give back, in the order in which it is deducted.
    pub(super) fn of(&self, payee: usize) -> &[Deduction] {
        self.payees.get(&payee).map_or(&[], Vec::as_slice)
    }
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
    owed: &Owed,
    closed: &Closed,
    withheld: &Withheld,
    price: &Priced,
) -> Result<Deducted, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let deductions_to = record.deductions.as_ref().map(|deductions| deductions.to);
    let mut deducted = Deducted {
        left: Vec::with_capacity(closed.amounts.len()),
        payees: BTreeMap::new(),
        to_treasury: Money::ZERO,
        to_reserve: Money::ZERO,
    };
    for (payee, amount) in closed.amounts.iter().enumerate() {
        let withheld = withheld.of(payee);
        let coming = sums.total([owed.of(payee).paid, *amount, withheld.released])?;
        let mut left = sums.minus(coming, withheld.withheld)?;
        let mut deductions = Vec::new();
        for (origin, due) in dues(facts, channel, payee, price)? {
            let part = due.min(left);
            left = sums.minus(left, part)?;
            // What was advanced too much came from the payer, and goes back to it.
            let to_reserve = deductions_to == Some(Destination::Reserve)
                && matches!(origin.cause, Cause::Finding { .. });
            let total =
                if to_reserve { &mut deducted.to_reserve } else { &mut deducted.to_treasury };
            *total = sums.plus(*total, part)?;
            let carried_forward = sums.minus(due, part)?;
            deductions.push(Deduction { origin, due, deducted: part, carried_forward });
        }
        deducted.left.push(left);
        if !deductions.is_empty() {
            deducted.payees.insert(payee, deductions);
        }
    }
    Ok(deducted)
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
