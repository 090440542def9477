//! Stage 2, pool: `P = Σ sources − Σ carve-outs`, no more than its limit, provision `R`,
//! distributable `D = P − R` (莲政办发〔2023〕75号 三(二)5, 三(二)2, 三(三)2, 四(二)).

use super::SettleError;
use super::sums::Sums;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::scheme::{LineInForce, PoolLineKind, ProvisionInForce};
use crate::units::{Amount, Money};

/// The pool of a channel.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// In the order of the channel's lines.
    pub(super) lines: Vec<Money>,
    pub(super) sources: Money,
    pub(super) carve_outs: Money,
    /// What of the rest lies beyond the limit, and stays with the payer.
    pub(super) beyond_limit: Money,
    pub(super) available: Money,
    pub(super) provision: Money,
    /// What payees were still owed and are paid first.
    pub(super) owed_paid: Money,
    pub(super) distributable: Money,
}

/// What the payees were still owed from the period before. Nothing is kept where nobody was owed
/// anything: lists of payees are most of the memory that a settlement takes.
#[derive(Clone, Debug)]
pub(super) struct Owed(Vec<OwedPaid>);

impl Owed {
    /// Of how many payees something is kept: of all or none.
    pub(super) fn payees(&self) -> usize {
        self.0.len()
    }

    /// What one payee was owed.
    pub(super) fn of(&self, payee: usize) -> OwedPaid {
        self.0.get(payee).copied().unwrap_or_default()
    }

    /// What is paid of it to each who was owed anything.
    pub(super) fn paid(&self) -> impl Iterator<Item = Money> {
        self.0.iter().map(|owed| owed.paid)
    }
}

/// What a payee was still owed from the period before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OwedPaid {
    pub(super) before: Money,
    pub(super) paid: Money,
    /// Its share, where the pool does not hold all that is owed.
    pub(super) share: Option<Share>,
}

/// The pool of a channel, none where an announced price does without; and what it pays first: what
/// payees were still owed.
pub(super) fn pool(facts: &Facts<'_>, channel: usize) -> Result<(Option<Pool>, Owed), SettleError> {
    let record = &facts.scheme.channels[channel];
    if record.pool.is_empty() {
        return Ok((None, owed(facts, channel, None)?));
    }
    let sums = Sums(&record.code);
    let lines = lines(facts, channel)?;
    let sum = |kind| {
        let lines = record.pool.iter().zip(&lines).filter(|(line, _)| line.kind == kind);
        sums.total(lines.map(|(_, amount)| *amount))
    };
    let sources = sum(PoolLineKind::Source)?;
    let carve_outs = sum(PoolLineKind::CarveOut)?;
    let left = sums.minus(sources, carve_outs)?;
    if left.is_negative() {
        return Err(SettleError::pool_negative(&record.code, sources, carve_outs));
    }
    let limit = record.pool.iter().zip(&lines).find(|(line, _)| line.kind == PoolLineKind::Limit);
    let available = limit.map_or(left, |(_, limit)| left.min(*limit));
    let beyond_limit = sums.minus(left, available)?;
    let provision = provision(facts, channel, available)?;
    let left = sums.minus(available, provision)?;
    let owed = owed(facts, channel, Some(left))?;
    let owed_paid = sums.total(owed.paid())?;
    let distributable = sums.minus(left, owed_paid)?;
    let pool = Pool {
        lines,
        sources,
        carve_outs,
        beyond_limit,
        available,
        provision,
        owed_paid,
        distributable,
    };
    Ok((Some(pool), owed))
}

/// What each line holds: an amount of the scheme, what the facts state, or a rate of what all
/// other lines leave of the sources.
fn lines(facts: &Facts<'_>, channel: usize) -> Result<Vec<Money>, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let in_force = &facts.plan.envelope(channel).lines;
    let mut amounts = Vec::with_capacity(in_force.len());
    for (place, line) in in_force.iter().enumerate() {
        amounts.push(match line {
            LineInForce::Amount(amount) => amount.value,
            LineInForce::Stated { .. } => {
                let stated = facts.pool_amounts[channel][place].iter();
                sums.total(stated.map(|entry| entry.amount))?
            }
            LineInForce::Rate(_) => Money::ZERO,
        });
    }
    let sum = |kind| {
        let lines = record.pool.iter().zip(&amounts).filter(|(line, _)| line.kind == kind);
        sums.total(lines.map(|(_, amount)| *amount))
    };
    let (sources, fixed) = (sum(PoolLineKind::Source)?, sum(PoolLineKind::CarveOut)?);
    let base = sums.minus(sources, fixed)?;
    if base.is_negative() {
        return Err(SettleError::pool_negative(&record.code, sources, fixed));
    }
    for (amount, line) in amounts.iter_mut().zip(in_force) {
        if let LineInForce::Rate(rate) = line {
            *amount = Amount::from_exact(base.to_exact().times(&rate.value.to_exact()))
                .round(record.money)
                .map_err(|error| SettleError::amount(&record.code, error))?;
        }
    }
    Ok(amounts)
}

/// What is set aside: the rate of the pool or the amount, no more than the pool, and no more than
/// brings the reserve to its target.
fn provision(facts: &Facts<'_>, channel: usize, pool: Money) -> Result<Money, SettleError> {
    let record = &facts.scheme.channels[channel];
    let envelope = facts.plan.envelope(channel);
    let full = match &envelope.provision {
        None => return Ok(Money::ZERO),
        Some(ProvisionInForce::Amount(amount)) => amount.value,
        Some(ProvisionInForce::Rate(rate)) => {
            Amount::from_exact(pool.to_exact().times(&rate.value.to_exact()))
                .round(record.money)
                .map_err(|error| SettleError::amount(&record.code, error))?
        }
    };
    let opening = facts.opening.reserve(channel);
    let room = envelope.target.map_or(pool, |target| room(opening, target.value));
    Ok(full.min(room).min(pool))
}

/// What the reserve can take until it reaches its target.
pub(super) fn room(balance: Money, target: Money) -> Money {
    target.checked_sub(balance).unwrap_or(Money::ZERO).max(Money::ZERO)
}

/// What payees were still owed, paid as far as there is money: all of it, or a share each.
fn owed(facts: &Facts<'_>, channel: usize, left: Option<Money>) -> Result<Owed, SettleError> {
    let code = &facts.scheme.channels[channel].code;
    let owed = &facts.opening.owed[channel];
    let all = Sums(code).total(owed.iter().copied())?;
    if all == Money::ZERO {
        return Ok(Owed(Vec::new()));
    }
    let Some(left) = left.filter(|left| *left < all) else {
        let paid = |before: &Money| OwedPaid { before: *before, paid: *before, share: None };
        return Ok(Owed(owed.iter().map(paid).collect()));
    };
    let weights: Vec<Exact> = owed.iter().map(|owed| owed.to_exact()).collect();
    let parts = left.apportion(&weights).map_err(|error| SettleError::apportion(code, &error))?;
    let parts = owed.iter().zip(parts);
    let paid = |(before, (paid, share)): (&Money, _)| OwedPaid {
        before: *before,
        paid,
        share: Some(share),
    };
    Ok(Owed(parts.map(paid).collect()))
}
