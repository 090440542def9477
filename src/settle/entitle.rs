//! Stage 5, entitle: what each payee is owed, `A_i = E_i × p × c_i` in fen, and what the appraisal
//! keeps from payees (莲政办发〔2023〕75号 三(二)5, 三(三)3).

use super::SettleError;
use super::appraise::Appraised;
use super::measure::Measured;
use super::pool::Pool;
use super::price::{Priced, appraised_equivalents};
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Channel};
use crate::units::{Equivalents, Money};

/// What the payees of a channel are owed.
#[derive(Clone, Debug)]
pub(super) struct Entitled {
    /// In order of payee code.
    pub(super) payees: Vec<Entitlement>,
    pub(super) entitlement: Money,
    pub(super) appraisal_loss: Money,
    /// What is left of the pool, or below zero what it lacks; none without a pool.
    pub(super) remainder: Option<Money>,
    /// Where the distributable pool was apportioned: over how many equivalents.
    pub(super) apportioned_over: Option<Equivalents>,
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
    measured: &[Measured],
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Entitled, SettleError> {
    let record = &facts.scheme.channels[channel];
    let before_appraisal = measured
        .iter()
        .map(|measured| price.value_of(measured).round(record.money))
        .collect::<Result<Vec<Money>, _>>()
        .map_err(|error| SettleError::amount(&record.code, error))?;

    let apportioned = match (price, pool) {
        (Priced::Derived { divisor, .. }, Some(pool)) => {
            apportion_pool(record, pool, measured, appraised, divisor)?
        }
        _ => None,
    };
    let (amounts, appraisal_loss, apportioned_over) = match apportioned {
        Some((amounts, appraisal_loss, over)) => (amounts, Some(appraisal_loss), Some(over)),
        None => (round_products(record, measured, appraised, price)?, None, None),
    };

    let range = || SettleError::sum_out_of_range(&record.code);
    let entitlement =
        Money::checked_sum(amounts.iter().map(|(amount, _)| *amount)).ok_or_else(range)?;
    let spare = match pool {
        None => None,
        Some(pool) => Some(pool.distributable.checked_sub(entitlement).ok_or_else(range)?),
    };
    let appraisal_loss = if let Some(appraisal_loss) = appraisal_loss {
        appraisal_loss
    } else {
        let full = Money::checked_sum(before_appraisal.iter().copied()).ok_or_else(range)?;
        let kept = full.checked_sub(entitlement).ok_or_else(range)?;
        loss_to_appraisal(record, kept, spare)
    };
    let remainder = match spare {
        None => None,
        Some(spare) => Some(spare.checked_sub(appraisal_loss).ok_or_else(range)?),
    };
    let payees = before_appraisal
        .into_iter()
        .zip(amounts)
        .map(|(before_appraisal, (amount, share))| Entitlement { before_appraisal, amount, share })
        .collect();
    Ok(Entitled { payees, entitlement, appraisal_loss, remainder, apportioned_over })
}

/// `A_i = round(E_i × p × c_i)`, once for each payee.
fn round_products(
    channel: &Channel,
    measured: &[Measured],
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Vec<(Money, Option<Share>)>, SettleError> {
    measured
        .iter()
        .zip(appraised)
        .map(|(measured, appraised)| {
            let amount = &price.value_of(measured) * &appraised.coefficient;
            amount
                .round(channel.money)
                .map(|amount| (amount, None))
                .map_err(|error| SettleError::amount(&channel.code, error))
        })
        .collect()
}

/// The amounts of the payees with their shares, what the appraisal keeps, and the sum of the weights.
type Apportioned = (Vec<(Money, Option<Share>)>, Money, Equivalents);

/// A pool whose price is derived and not rounded is apportioned over `E_i × c_i`, so that the
/// parts sum to it to the fen. Where the appraisal's money is not redistributed, it is one more
/// part, `Σ E_i (1 − c_i)`, which sorts after every payee. Where coefficients above one make that
/// part negative, demand exceeds the pool, and nothing is apportioned.
fn apportion_pool(
    channel: &Channel,
    pool: &Pool,
    measured: &[Measured],
    appraised: &[Appraised],
    divisor: &Equivalents,
) -> Result<Option<Apportioned>, SettleError> {
    let mut weights: Vec<Exact> = appraised_equivalents(measured, appraised)
        .map(|equivalents| equivalents.exact().clone())
        .collect();
    let kept = divisor.exact().minus(&weights.iter().sum());
    if kept.is_negative() {
        return Ok(None);
    }
    weights.push(kept);
    let mut parts = pool
        .distributable
        .apportion(&weights)
        .map_err(|error| SettleError::apportion(&channel.code, &error))?;
    let appraisal_loss = parts.pop().map_or(Money::ZERO, |(amount, _)| amount);
    let payees = parts.into_iter().map(|(amount, share)| (amount, Some(share))).collect();
    Ok(Some((payees, appraisal_loss, divisor.clone())))
}

/// What the appraisal keeps of rounded products, as far as the pool holds it after the payees.
fn loss_to_appraisal(channel: &Channel, kept: Money, spare: Option<Money>) -> Money {
    if channel.appraisal_loss == AppraisalLoss::Redistributed || channel.appraisal.is_none() {
        return Money::ZERO;
    }
    let most = spare.unwrap_or(kept);
    kept.min(most).max(Money::ZERO)
}
