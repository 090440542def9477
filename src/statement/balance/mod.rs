//! The equations that every statement satisfies, to the fen.

mod cycle;
mod equation;
mod totals;

pub use equation::StatementError;
pub(super) use equation::sum;

use super::figures::{
    CategoryFigures, ChannelFigures, PayeeFigures, PoolFigures, PriceFigures, StatementFigures,
};
use crate::scheme::{AppraisalLoss, PoolLineKind};
use crate::units::{Equivalents, Money};
use equation::{Of, equal, in_order, not_negative};

/// Checks every equation, from the parts to the whole.
pub(super) fn check(figures: &StatementFigures) -> Result<(), StatementError> {
    figures.channels.iter().try_for_each(|channel| {
        let of = Of { what: "channel", code: &channel.code, parent: None };
        check_channel(channel, of)
    })?;
    totals::check(figures)
}

fn check_channel(channel: &ChannelFigures, of: Of<'_>) -> Result<(), StatementError> {
    for payee in &channel.payees {
        let of = Of { what: "payee", code: &payee.code, parent: Some(&of) };
        check_payee(payee, of)?;
    }
    let entitlement = sum(channel.payees.iter().map(|payee| payee.entitlement))?;
    equal("the payees' amounts make up the entitlement", of, &entitlement, &channel.entitlement)?;
    let buys_equivalents =
        !matches!(channel.price, PriceFigures::Quota { .. } | PriceFigures::Stated {});
    let stated = channel.equivalents.is_some();
    equal("equivalents are stated where the channel buys them", of, &stated, &buys_equivalents)?;
    let equivalents = channel.equivalents.as_ref();
    let parts = channel.payees.iter().map(|payee| &payee.equivalents);
    check_equivalents("the payees' equivalents make up the sum", of, parts, equivalents)?;

    check_categories(&channel.categories, equivalents, channel.entitlement, of)?;
    for (place, category) in channel.categories.iter().enumerate() {
        let of = Of { what: "category", code: &category.code, parent: Some(&of) };
        let mut amounts = Vec::with_capacity(channel.payees.len());
        for payee in &channel.payees {
            let part = payee.categories.get(place).filter(|part| part.code == category.code);
            equal("every payee has the category", of, &part.is_some(), &true)?;
            amounts.extend(part.map(|part| part.amount));
        }
        equal("the payees' parts make up the amount", of, &sum(amounts)?, &category.amount)?;
    }

    let appraisal_loss = channel.appraisal_loss.amount;
    not_negative("the appraisal loss", of, appraisal_loss)?;
    if channel.appraisal_loss.to == AppraisalLoss::Redistributed {
        equal("money that is redistributed is not lost", of, &appraisal_loss, &Money::ZERO)?;
    }
    check_loss(channel, of)?;
    equal(
        "a remainder is stated where there is a pool",
        of,
        &channel.remainder.is_some(),
        &channel.pool.is_some(),
    )?;
    if let (Some(pool), Some(remainder)) = (&channel.pool, channel.remainder) {
        check_pool(pool, of)?;
        let used = sum([channel.entitlement, appraisal_loss, remainder])?;
        let equation = "entitlement + appraisal loss + remainder = distributable";
        equal(equation, of, &used, &pool.distributable)?;
    }
    cycle::check_channel(channel, of)
}

/// Where amounts are rounded products, the appraisal loss is what payees would have got with a
/// coefficient of one, less what they get, as far as the pool still holds it. Where the pool is
/// apportioned, the loss is one of its parts.
fn check_loss(channel: &ChannelFigures, of: Of<'_>) -> Result<(), StatementError> {
    let appraised =
        channel.payees.iter().any(|payee| payee.score.is_some() || !payee.rounds.is_empty());
    let lost = &channel.appraisal_loss.amount;
    if !appraised {
        return equal("without an appraisal nothing is lost to it", of, lost, &Money::ZERO);
    }
    let redistributed = channel.appraisal_loss.to == AppraisalLoss::Redistributed;
    if redistributed || matches!(channel.price, PriceFigures::Derived { .. }) {
        return Ok(());
    }
    let before = sum(channel.payees.iter().map(|payee| payee.before_appraisal))?;
    let most = channel.pool.as_ref().map_or(before, |pool| pool.distributable.min(before));
    let kept = most.checked_sub(channel.entitlement).unwrap_or(Money::ZERO).max(Money::ZERO);
    let equation = "the appraisal loss is what the payees do not get of what the pool holds";
    equal(equation, of, lost, &kept)
}

fn check_pool(pool: &PoolFigures, of: Of<'_>) -> Result<(), StatementError> {
    let lines = |kind| {
        let lines = pool.lines.iter().filter(move |line| line.kind == kind);
        sum(lines.map(|line| line.amount))
    };
    equal("the sources make up their sum", of, &lines(PoolLineKind::Source)?, &pool.sources)?;
    let carve_outs = lines(PoolLineKind::CarveOut)?;
    equal("the carve-outs make up their sum", of, &carve_outs, &pool.carve_outs)?;
    let parts = sum([pool.pool, pool.beyond_limit, pool.carve_outs])?;
    equal("pool + beyond the limit + carve-outs = sources", of, &parts, &pool.sources)?;
    check_limit(pool, of)?;
    let split = sum([pool.provision, pool.owed_paid, pool.distributable])?;
    equal("provision + owed paid + distributable = pool", of, &split, &pool.pool)?;
    not_negative("the provision", of, pool.provision)?;
    not_negative("the owed paid", of, pool.owed_paid)?;
    not_negative("the distributable pool", of, pool.distributable)
}

/// Nothing lies beyond a limit that the pool does not reach; without one, nothing does.
fn check_limit(pool: &PoolFigures, of: Of<'_>) -> Result<(), StatementError> {
    not_negative("what lies beyond the limit", of, pool.beyond_limit)?;
    let limit = pool.lines.iter().find(|line| line.kind == PoolLineKind::Limit);
    let none_beyond = pool.beyond_limit == Money::ZERO;
    let within = limit.map_or(none_beyond, |limit| {
        pool.pool <= limit.amount && (none_beyond || pool.pool == limit.amount)
    });
    equal("the pool is within its limit, and reaches it where some lies beyond", of, &within, &true)
}

/// Equivalents make up the whole; where the channel does not buy them, no part has any.
fn check_equivalents<'p>(
    equation: &'static str,
    of: Of<'_>,
    parts: impl Iterator<Item = &'p Option<Equivalents>> + Clone,
    whole: Option<&Equivalents>,
) -> Result<(), StatementError> {
    let alike = parts.clone().all(|part| part.is_some() == whole.is_some());
    equal("equivalents are stated where the channel buys them", of, &alike, &true)?;
    match whole {
        Some(whole) => equal(equation, of, &parts.flatten().sum(), whole),
        None => Ok(()),
    }
}

fn check_payee(payee: &PayeeFigures, of: Of<'_>) -> Result<(), StatementError> {
    not_negative("the entitlement", of, payee.entitlement)?;
    let equivalents = payee.equivalents.as_ref();
    check_categories(&payee.categories, equivalents, payee.entitlement, of)?;
    cycle::check_payee(payee, of)
}

/// Categories make up the whole and, where items are given, items make up their category.
fn check_categories(
    categories: &[CategoryFigures],
    equivalents: Option<&Equivalents>,
    amount: Money,
    of: Of<'_>,
) -> Result<(), StatementError> {
    in_order("categories", of, categories.iter().map(|category| category.code.as_str()))?;
    let amounts = sum(categories.iter().map(|category| category.amount))?;
    equal("the categories make up the amount", of, &amounts, &amount)?;
    let parts = categories.iter().map(|category| &category.equivalents);
    check_equivalents("the categories make up the equivalents", of, parts, equivalents)?;
    for category in categories.iter().filter(|category| !category.items.is_empty()) {
        let of = Of { what: "category", code: &category.code, parent: Some(&of) };
        in_order("items", of, category.items.iter().map(|item| item.code.as_str()))?;
        let amounts = sum(category.items.iter().map(|item| item.amount))?;
        equal("the items make up the amount", of, &amounts, &category.amount)?;
        let parts = category.items.iter().map(|item| &item.equivalents);
        let whole = category.equivalents.as_ref();
        check_equivalents("the items make up the equivalents", of, parts, whole)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
