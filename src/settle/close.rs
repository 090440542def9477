//! Stage 7, close: what the payees are owed is brought together with what the pool holds.
//!
//! An overrun is drawn from the risk reserve, and the rest is borne by the payees, carried forward
//! as owed, shared with the payer, or refused; a surplus goes to the reserve up to its target, and
//! the rest is retained or returned (莲政办发〔2023〕75号 三(三)2; 青政办〔2019〕35号 四(四)).

use super::SettleError;
use super::entitle::Entitled;
use super::pool::{Owed, Pool, room};
use super::sums::Sums;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Channel, OverrunRest, SurplusRest};
use crate::statement::ClosingFigures;
use crate::units::{Amount, Money};

/// How a channel closes.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    /// None without a pool: what is owed is what is paid.
    pub(super) totals: Option<ClosingFigures>,
    /// What is left of each entitlement, or becomes of it.
    pub(super) amounts: Vec<Money>,
    /// Empty where closing moves nothing, and nothing was owed before.
    payees: Vec<ClosedPayee>,
}

impl Closed {
    /// What closing moved: nothing without a pool.
    pub(super) fn moved(&self) -> ClosingFigures {
        self.totals.clone().unwrap_or_default()
    }

    /// What closing does to one payee.
    pub(super) fn of(&self, payee: usize) -> ClosedPayee {
        self.payees.get(payee).copied().unwrap_or_default()
    }
}

/// What closing does to one payee; at most one of the three is not zero.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClosedPayee {
    pub(super) borne: Money,
    pub(super) owed: Money,
    pub(super) retained: Money,
    /// What it is owed in the end, with what the pool could not pay of what was owed before.
    pub(super) owed_after: Money,
    /// Its share of what there is, or of what is retained, where that was apportioned.
    pub(super) share: Option<Share>,
}

/// Closes a channel.
pub(super) fn close(
    facts: &Facts<'_>,
    channel: usize,
    pool: Option<&Pool>,
    owed: &Owed,
    entitled: &Entitled,
) -> Result<Closed, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let amounts = entitled.payees.iter().map(|payee| payee.amount).collect();
    let mut closed = Closed { totals: None, amounts, payees: Vec::new() };
    if let (Some(pool), Some(remainder)) = (pool, entitled.remainder) {
        closed.totals = Some(if remainder.is_negative() {
            let gap = sums.minus(Money::ZERO, remainder)?;
            overrun(facts, channel, pool, entitled, gap, &mut closed)?
        } else {
            surplus(facts, channel, pool, entitled, remainder, &mut closed)?
        });
    }
    let payees = owed.payees().max(closed.payees.len());
    closed.payees.resize(payees, ClosedPayee::default());
    for (place, payee) in closed.payees.iter_mut().enumerate() {
        let owed = owed.of(place);
        payee.owed_after = sums.plus(sums.minus(owed.before, owed.paid)?, payee.owed)?;
    }
    Ok(closed)
}

/// What the reserve holds before it is drawn on: the opening balance and the period's provision.
pub(super) fn drawable(
    facts: &Facts<'_>,
    channel: usize,
    pool: &Pool,
) -> Result<Money, SettleError> {
    let opening = facts.opening.reserve(channel);
    Sums(&facts.scheme.channels[channel].code).plus(opening, pool.provision)
}

fn overrun(
    facts: &Facts<'_>,
    channel: usize,
    pool: &Pool,
    entitled: &Entitled,
    gap: Money,
    closed: &mut Closed,
) -> Result<ClosingFigures, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    // A channel with a pool has both rules.
    let rule = record.closing.as_ref().map(|closing| &closing.overrun);
    let drawn = match rule {
        Some(rule) if rule.draw_reserve => gap.min(drawable(facts, channel, pool)?),
        _ => Money::ZERO,
    };
    let rest = sums.minus(gap, drawn)?;
    let mut totals = ClosingFigures { gap, drawn, ..ClosingFigures::default() };
    match rule.map(|rule| &rule.rest) {
        // The reserve covers all of it.
        _ if rest == Money::ZERO => {}
        None | Some(OverrunRest::Prorate) => totals.borne = rest,
        Some(OverrunRest::CarryForward) => totals.owed = rest,
        Some(OverrunRest::Share(_)) => {
            let rate = facts.plan.envelope(channel).payer.map(|rate| rate.value.to_exact());
            totals.payer_share = part_of(record, rest, rate)?;
            totals.borne = sums.minus(rest, totals.payer_share)?;
        }
        Some(OverrunRest::Reject) => {
            return Err(SettleError::overrun(&record.code, gap, drawn, rest));
        }
    }
    let missing = sums.plus(totals.borne, totals.owed)?;
    if missing == Money::ZERO {
        // No payee bears anything.
        return Ok(totals);
    }
    let there_is = sums.minus(entitled.entitlement, missing)?;
    let parts = apportion(record, there_is, entitled)?;
    closed.payees.reserve_exact(parts.len());
    for (amount, (part, share)) in closed.amounts.iter_mut().zip(parts) {
        let less = sums.minus(*amount, part)?;
        *amount = part;
        let is_owed = totals.owed > Money::ZERO;
        let (borne, owed) = if is_owed { (Money::ZERO, less) } else { (less, Money::ZERO) };
        let share = Some(share);
        closed.payees.push(ClosedPayee { borne, owed, share, ..ClosedPayee::default() });
    }
    Ok(totals)
}

fn surplus(
    facts: &Facts<'_>,
    channel: usize,
    pool: &Pool,
    entitled: &Entitled,
    surplus: Money,
    closed: &mut Closed,
) -> Result<ClosingFigures, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let rule = record.closing.as_ref().map(|closing| &closing.surplus);
    let to_reserve = match rule {
        Some(rule) if rule.to_reserve => {
            let lost = entitled.loss_to(record, AppraisalLoss::Reserve);
            let balance = sums.plus(drawable(facts, channel, pool)?, lost)?;
            let target = facts.plan.envelope(channel).target;
            target.map_or(surplus, |target| surplus.min(room(balance, target.value)))
        }
        _ => Money::ZERO,
    };
    let rest = sums.minus(surplus, to_reserve)?;
    let retained = match rule.map(|rule| &rule.rest) {
        Some(SurplusRest::Retain(_)) => {
            let rate = facts.plan.envelope(channel).retained.map(|rate| rate.value.to_exact());
            part_of(record, rest, rate)?
        }
        None | Some(SurplusRest::Return) => Money::ZERO,
    };
    if retained > Money::ZERO {
        if entitled.entitlement == Money::ZERO {
            return Err(SettleError::nobody_retains(&record.code, retained));
        }
        let parts = apportion(record, retained, entitled)?;
        closed.payees.reserve_exact(parts.len());
        for (amount, (part, share)) in closed.amounts.iter_mut().zip(parts) {
            *amount = sums.plus(*amount, part)?;
            let share = Some(share);
            closed.payees.push(ClosedPayee { retained: part, share, ..ClosedPayee::default() });
        }
    }
    let returned = sums.minus(rest, retained)?;
    Ok(ClosingFigures { surplus, to_reserve, retained, returned, ..ClosingFigures::default() })
}

/// A share of an amount, rounded, and never more than the amount.
fn part_of(channel: &Channel, amount: Money, rate: Option<Exact>) -> Result<Money, SettleError> {
    let exact = amount.to_exact().times(&rate.unwrap_or_else(Exact::zero));
    let part = Amount::from_exact(exact)
        .round(channel.money)
        .map_err(|error| SettleError::amount(&channel.code, error))?;
    Ok(part.min(amount))
}

/// An amount apportioned over the entitlements.
fn apportion(
    channel: &Channel,
    amount: Money,
    entitled: &Entitled,
) -> Result<Vec<(Money, Share)>, SettleError> {
    let weights: Vec<Exact> = entitled.payees.iter().map(|payee| payee.amount.to_exact()).collect();
    amount.apportion(&weights).map_err(|error| SettleError::apportion(&channel.code, &error))
}
