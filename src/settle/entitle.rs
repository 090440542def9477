//! Stage 5, entitle: what each payee is owed, `A_i = E_i × p × c_i` in fen, and what the appraisal
//! keeps from payees (莲政办发〔2023〕75号 三(二)5, 三(三)3).

use super::SettleError;
use super::appraise::Appraised;
use super::each::all;
use super::measure::Measures;
use super::pool::Pool;
use super::price::{Priced, appraised_equivalents};
use super::sums::Sums;
use crate::exact::Share;
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Channel};
use crate::units::{Amount, Equivalents, Money};

/// What the payees of a channel are owed.
#[derive(Clone, Debug)]
pub(super) struct Entitled {
    /// In order of payee code.
    pub(super) payees: Vec<Entitlement>,
    pub(super) entitlement: Money,
    pub(super) appraisal_loss: Money,
    /// What is left of the pool, or below zero what it lacks; none without a pool.
    pub(super) remainder: Option<Money>,
}

impl Entitled {
    /// The appraisal loss, as far as it goes there.
    pub(super) fn loss_to(&self, channel: &Channel, to: AppraisalLoss) -> Money {
        if channel.appraisal_loss == to { self.appraisal_loss } else { Money::ZERO }
    }
}

/// What one payee is owed.
#[derive(Clone, Debug)]
pub(super) struct Entitlement {
    /// Equivalents × price, rounded.
    pub(super) before_appraisal: Money,
    pub(super) amount: Money,
    /// Where it is a part of the pool rather than a rounded product.
    pub(super) share: Option<Share>,
}

/// The entitlements of a channel.
pub(super) fn entitle(
    facts: &Facts<'_>,
    channel: usize,
    pool: Option<&Pool>,
    measured: &Measures,
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Entitled, SettleError> {
    let record = &facts.scheme.channels[channel];
    let apportioned = match (price, pool) {
        (Priced::Derived { divisor, .. }, Some(pool)) => {
            apportion_pool(record, pool, measured, appraised, divisor)?
        }
        _ => None,
    };
    let (payees, part) = match apportioned {
        Some((parts, loss)) => (take_parts(record, parts, measured, price)?, Some(loss)),
        None => (round_products(record, measured, appraised, price)?, None),
    };

    let sums = Sums(&record.code);
    let entitlement = sums.total(payees.iter().map(|payee| payee.amount))?;
    let spare = pool.map(|pool| sums.minus(pool.distributable, entitlement)).transpose()?;
    let appraisal_loss = if let Some(part) = part {
        part
    } else {
        let full = sums.total(payees.iter().map(|payee| payee.before_appraisal))?;
        loss_of_products(record, sums.minus(full, entitlement)?, spare)
    };
    let remainder = spare.map(|spare| sums.minus(spare, appraisal_loss)).transpose()?;
    Ok(Entitled { payees, entitlement, appraisal_loss, remainder })
}

/// Rounds to fen.
fn rounded(channel: &Channel, value: &Amount) -> Result<Money, SettleError> {
    value.round(channel.money).map_err(|error| SettleError::amount(&channel.code, error))
}

/// `A_i = round(E_i × p × c_i)`, once for each payee.
fn round_products(
    channel: &Channel,
    measured: &Measures,
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Vec<Entitlement>, SettleError> {
    let products = measured.iter().zip(appraised).map(|(measured, appraised)| {
        let value = price.value_of(measured);
        let before_appraisal = rounded(channel, &value)?;
        let amount = price.value_after_appraisal(measured, &value, appraised);
        Ok(Entitlement { before_appraisal, amount: rounded(channel, &amount)?, share: None })
    });
    all(products)
}

/// The payees' parts of a pool, beside what their equivalents are worth before appraisal.
fn take_parts(
    channel: &Channel,
    parts: Vec<(Money, Share)>,
    measured: &Measures,
    price: &Priced,
) -> Result<Vec<Entitlement>, SettleError> {
    let parts = measured.iter().zip(parts).map(|(measured, (amount, share))| {
        let before_appraisal = rounded(channel, &price.value_of(measured))?;
        Ok(Entitlement { before_appraisal, amount, share: Some(share) })
    });
    all(parts)
}

/// The parts of a pool that payees get, in order of payee code, and the appraisal's.
type PartsAndLoss = (Vec<(Money, Share)>, Money);

/// A pool whose price is derived and not rounded is apportioned over `E_i × c_i`, so that the
/// parts sum to it to the fen. Where the appraisal's money is not redistributed, it is one more
/// part, `Σ E_i (1 − c_i)`, which sorts after every payee. Where coefficients above one make that
/// part negative, demand exceeds the pool, and nothing is apportioned.
fn apportion_pool(
    channel: &Channel,
    pool: &Pool,
    measured: &Measures,
    appraised: &[Appraised],
    divisor: &Equivalents,
) -> Result<Option<PartsAndLoss>, SettleError> {
    let mut weights = Vec::with_capacity(appraised.len() + 1);
    weights.extend(appraised_equivalents(measured, appraised).map(Equivalents::into_exact));
    let kept = divisor.exact().minus(&weights.iter().sum());
    if kept.is_negative() {
        return Ok(None);
    }
    weights.push(kept);
    let mut parts = pool
        .distributable
        .apportion(&weights)
        .map_err(|error| SettleError::apportion(&channel.code, &error))?;
    let loss = parts.pop().map_or(Money::ZERO, |(amount, _)| amount);
    Ok(Some((parts, loss)))
}

/// What the appraisal keeps of rounded products, as far as the pool holds it after the payees.
fn loss_of_products(channel: &Channel, kept: Money, spare: Option<Money>) -> Money {
    if channel.appraisal_loss == AppraisalLoss::Redistributed {
        return Money::ZERO;
    }
    let most = spare.unwrap_or(kept);
    kept.min(most).max(Money::ZERO)
}
