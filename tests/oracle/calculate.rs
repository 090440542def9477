//! The oracle: settles documents by the rule book, stage by stage, in exact fractions, as
//! plainly as it can be written. It expects valid documents.

use num_traits::{Signed, Zero};
use work_equivalent::facts::{FactsDocument, PayeeDocument};
use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, PoolLineKind, PriceDocument, SchemeDocument,
};

use crate::appraise;
use crate::dated::{in_force, in_force_within};
use crate::measure::{Earned, measure};
use crate::numbers::{Fen, Fraction, apportion, fen, read, round, round_money, whole, yuan};

/// What a channel owes, and why.
#[derive(Debug, PartialEq)]
pub struct ChannelOutcome {
    pub code: String,
    pub sources: Option<Fen>,
    pub carve_outs: Option<Fen>,
    pub pool: Option<Fen>,
    pub provision: Option<Fen>,
    pub distributable: Option<Fen>,
    /// Each price with the day it begins: its own where announced, else the period's first.
    pub prices: Vec<(String, Fraction)>,
    /// By code.
    pub payees: Vec<PayeeOutcome>,
    pub appraisal_loss: Fen,
    /// Below zero, it is an overrun.
    pub remainder: Option<Fen>,
}

/// What a channel owes to a payee, and why.
#[derive(Debug, PartialEq)]
pub struct PayeeOutcome {
    pub code: String,
    pub equivalents: Fraction,
    pub score: Option<Fraction>,
    pub coefficient: Fraction,
    pub entitlement: Fen,
    /// All categories of the channel, by code, each with its equivalents and amount.
    pub categories: Vec<(String, Fraction, Fen)>,
    /// All items of the channel, by code, each with its equivalents and amount.
    pub items: Vec<(String, Fraction, Fen)>,
}

/// Why there is no settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A price is to be derived, but there is nothing to divide the pool by.
    NoEquivalents,
    /// More is carved out of a pool than there is.
    PoolNegative,
}

/// Rule 6: settles every channel, in the order of the scheme; the first refusal counts.
pub fn settle(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
) -> Result<Vec<ChannelOutcome>, Refusal> {
    scheme.channels.iter().map(|channel| settle_channel(scheme, facts, channel)).collect()
}

/// What stages 1 and 3 found for a payee.
struct Worked {
    code: String,
    earned: Vec<Earned>,
    /// E, the sum of what was earned.
    equivalents: Fraction,
    score: Option<Fraction>,
    /// c
    coefficient: Fraction,
}

/// What stages 4, 5 and 7 found for a channel.
struct Priced {
    prices: Vec<(String, Fraction)>,
    /// A, in the order of the payees.
    entitlements: Vec<Fen>,
    appraisal_loss: Fen,
}

/// Rule 6 for one channel: pool, measure, appraise, price and entitle, break down, close.
fn settle_channel(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    channel: &ChannelDocument,
) -> Result<ChannelOutcome, Refusal> {
    let pool = pool(facts, channel)?;
    let distributable = pool.as_ref().map(|pool| pool.total.clone() - &pool.provision);
    let mut payees: Vec<&PayeeDocument> = facts.payees.iter().collect();
    payees.sort_by_key(|payee| payee.code.as_bytes());
    let payees: Vec<Worked> =
        payees.into_iter().map(|payee| work(scheme, facts, channel, payee)).collect();
    let priced = price(facts, channel, &payees, distributable.as_ref())?;
    let paid: Fen = priced.entitlements.iter().sum();
    Ok(ChannelOutcome {
        code: channel.code.clone(),
        remainder: distributable
            .as_ref()
            .map(|distributable| distributable - &paid - &priced.appraisal_loss),
        sources: pool.as_ref().map(|pool| pool.sources.clone()),
        carve_outs: pool.as_ref().map(|pool| pool.carve_outs.clone()),
        provision: pool.as_ref().map(|pool| pool.provision.clone()),
        pool: pool.map(|pool| pool.total),
        distributable,
        prices: priced.prices,
        payees: payees
            .into_iter()
            .zip(priced.entitlements)
            .map(|(payee, entitlement)| break_down(scheme, channel, payee, entitlement))
            .collect(),
        appraisal_loss: priced.appraisal_loss,
    })
}

/// Rules 6.1 and 6.3: a payee's equivalents and coefficient, which is 1 without an appraisal.
fn work(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    channel: &ChannelDocument,
    payee: &PayeeDocument,
) -> Worked {
    let earned = measure(scheme, facts, channel, payee);
    let appraisal = channel.appraisal.as_ref().map(|code| {
        let appraisal = scheme.appraisals.iter().find(|appraisal| appraisal.code == *code);
        appraisal.unwrap()
    });
    let score = appraisal.map(|appraisal| appraise::score(appraisal, facts, payee));
    let coefficient = match (appraisal, &score) {
        (Some(appraisal), Some(score)) => appraise::coefficient(&appraisal.curve, score),
        _ => whole(1),
    };
    Worked {
        code: payee.code.clone(),
        equivalents: earned.iter().map(|earned| &earned.equivalents).sum(),
        earned,
        score,
        coefficient,
    }
}

/// What stage 2 found.
struct Pool {
    sources: Fen,
    carve_outs: Fen,
    total: Fen,
    provision: Fen,
}

/// Rule 6.2: P = Σ sources − Σ carve-outs ≥ 0, and the provision; none without pool lines.
fn pool(facts: &FactsDocument, channel: &ChannelDocument) -> Result<Option<Pool>, Refusal> {
    if channel.pool.is_empty() {
        return Ok(None);
    }
    let sum = |kind: PoolLineKind| -> Fen {
        let lines = channel.pool.iter().filter(|line| line.kind == kind);
        lines.map(|line| fen(&in_force(&line.amounts, &facts.period.from))).sum()
    };
    let (sources, carve_outs) = (sum(PoolLineKind::Source), sum(PoolLineKind::CarveOut));
    let total = &sources - &carve_outs;
    if total.is_negative() {
        return Err(Refusal::PoolNegative);
    }
    Ok(Some(Pool { provision: provision(facts, channel, &total), sources, carve_outs, total }))
}

/// Rule 6.2, provision: a rate of the pool or an amount, no more than brings the reserve to its
/// target, and no more than the pool.
fn provision(facts: &FactsDocument, channel: &ChannelDocument, pool: &Fen) -> Fen {
    let Some(provision) = &channel.provision else {
        return Fen::zero();
    };
    let first_day = &facts.period.from;
    let wanted = if provision.rate.is_empty() {
        fen(&in_force(&provision.amount, first_day))
    } else {
        round_money(&(in_force(&provision.rate, first_day) * yuan(pool)), channel.money)
    };
    let mut most = pool.clone();
    if !provision.target.is_empty() {
        let reserve =
            facts.reserves.iter().find(|reserve| reserve.channel == channel.code).unwrap();
        let missing = fen(&in_force(&provision.target, first_day)) - fen(&read(&reserve.opening));
        most = most.min(missing.max(Fen::zero()));
    }
    wanted.min(most)
}

/// Rules 6.4 and 6.5: the price by its kind, and what each payee is entitled to.
fn price(
    facts: &FactsDocument,
    channel: &ChannelDocument,
    payees: &[Worked],
    distributable: Option<&Fen>,
) -> Result<Priced, Refusal> {
    let first_day = facts.period.from.clone();
    match &channel.price {
        PriceDocument::Announced { values, .. } => {
            let earned_at_price =
                |earned: &Earned| &earned.equivalents * in_force(values, &earned.date);
            let worth: Vec<Fraction> =
                payees.iter().map(|payee| payee.earned.iter().map(earned_at_price).sum()).collect();
            let (entitlements, nominal) = round_each(channel, payees, &worth);
            Ok(Priced {
                prices: in_force_within(values, &facts.period.from, &facts.period.until),
                appraisal_loss: kept_back(&nominal, &entitlements, distributable),
                entitlements,
            })
        }
        PriceDocument::Derived { appraisal_loss, .. } => {
            let distributable = distributable.unwrap();
            let price = derived_price(*appraisal_loss, payees, distributable)?;
            let (entitlements, appraisal_loss) = match appraisal_loss {
                AppraisalLoss::Redistributed => redistribute(payees, distributable),
                AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
                    withhold(channel, payees, &price, distributable)
                }
            };
            Ok(Priced { prices: vec![(first_day, price)], entitlements, appraisal_loss })
        }
        PriceDocument::Published { appraisal_loss: destination, rounding, .. } => {
            let distributable = distributable.unwrap();
            let price = round(&derived_price(*destination, payees, distributable)?, *rounding);
            let (entitlements, nominal) = round_each(channel, payees, &worth_at(payees, &price));
            let appraisal_loss = match destination {
                AppraisalLoss::Redistributed => Fen::zero(),
                AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
                    kept_back(&nominal, &entitlements, Some(distributable))
                }
            };
            Ok(Priced { prices: vec![(first_day, price)], entitlements, appraisal_loss })
        }
    }
}

/// Rule 6.4: p = D / Σ E, or p = D / Σ E c where appraisal losses are redistributed.
fn derived_price(
    appraisal_loss: AppraisalLoss,
    payees: &[Worked],
    distributable: &Fen,
) -> Result<Fraction, Refusal> {
    let divisor: Fraction = match appraisal_loss {
        AppraisalLoss::Redistributed => payees.iter().map(appraised).sum(),
        AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
            payees.iter().map(|payee| &payee.equivalents).sum()
        }
    };
    if divisor.is_zero() {
        return Err(Refusal::NoEquivalents);
    }
    Ok(yuan(distributable) / divisor)
}

/// E c: what a payee's equivalents are worth after appraisal.
fn appraised(payee: &Worked) -> Fraction {
    &payee.equivalents * &payee.coefficient
}

/// E p: what each payee's equivalents are worth at one price, before appraisal.
fn worth_at(payees: &[Worked], price: &Fraction) -> Vec<Fraction> {
    payees.iter().map(|payee| &payee.equivalents * price).collect()
}

/// Rule 6.5: A = round(E p c), and beside it what it would be with full coefficients, round(E p).
fn round_each(
    channel: &ChannelDocument,
    payees: &[Worked],
    worth: &[Fraction],
) -> (Vec<Fen>, Vec<Fen>) {
    payees
        .iter()
        .zip(worth)
        .map(|(payee, worth)| {
            let entitlement = round_money(&(worth * &payee.coefficient), channel.money);
            (entitlement, round_money(worth, channel.money))
        })
        .unzip()
}

/// Rule 6.5, derived and redistributed: D apportioned over E c, so that there is no appraisal loss.
fn redistribute(payees: &[Worked], distributable: &Fen) -> (Vec<Fen>, Fen) {
    let weights: Vec<Fraction> = payees.iter().map(appraised).collect();
    (apportion(distributable, &weights), Fen::zero())
}

/// Rule 6.5, derived and not redistributed: D apportioned over E c and one more part, Σ E (1 − c),
/// which comes last and is the appraisal loss; where that part is negative, each A is rounded.
fn withhold(
    channel: &ChannelDocument,
    payees: &[Worked],
    price: &Fraction,
    distributable: &Fen,
) -> (Vec<Fen>, Fen) {
    let mut weights: Vec<Fraction> = payees.iter().map(appraised).collect();
    let lost: Fraction = payees.iter().map(|payee| &payee.equivalents - appraised(payee)).sum();
    if lost.is_negative() {
        let (entitlements, nominal) = round_each(channel, payees, &worth_at(payees, price));
        let appraisal_loss = kept_back(&nominal, &entitlements, Some(distributable));
        return (entitlements, appraisal_loss);
    }
    weights.push(lost);
    let mut parts = apportion(distributable, &weights);
    let appraisal_loss = parts.pop().unwrap();
    (parts, appraisal_loss)
}

/// Rule 4, envelope, money that appraisal withholds: Σ (round(E p) − A), not below zero, and with a
/// pool no more than what is left of it.
fn kept_back(nominal: &[Fen], entitlements: &[Fen], distributable: Option<&Fen>) -> Fen {
    let paid: Fen = entitlements.iter().sum();
    let lost = (nominal.iter().sum::<Fen>() - &paid).max(Fen::zero());
    match distributable {
        Some(distributable) => lost.min((distributable - paid).max(Fen::zero())),
        None => lost,
    }
}

/// Rule 6.6: A apportioned over the categories by equivalents, then each category's amount over
/// its items, both in the order of their codes.
fn break_down(
    scheme: &SchemeDocument,
    channel: &ChannelDocument,
    payee: Worked,
    entitlement: Fen,
) -> PayeeOutcome {
    let of_item = |code: &str| -> Fraction {
        let earned = payee.earned.iter().filter(|earned| earned.item == code);
        earned.map(|earned| &earned.equivalents).sum()
    };
    let mut codes: Vec<&String> = scheme
        .categories
        .iter()
        .filter(|category| category.channel == channel.code)
        .map(|category| &category.code)
        .collect();
    codes.sort_by_key(|code| code.as_bytes());
    let mut items_by_category: Vec<Vec<(String, Fraction)>> = Vec::new();
    for code in &codes {
        let mut items: Vec<(String, Fraction)> = scheme
            .items
            .iter()
            .filter(|item| item.category == **code)
            .map(|item| (item.code.clone(), of_item(&item.code)))
            .collect();
        items.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
        items_by_category.push(items);
    }
    let sums: Vec<Fraction> = items_by_category
        .iter()
        .map(|items| items.iter().map(|(_, equivalents)| equivalents).sum())
        .collect();
    let amounts = apportion(&entitlement, &sums);
    let mut items = Vec::new();
    for (of_category, amount) in items_by_category.into_iter().zip(&amounts) {
        let (codes, weights): (Vec<String>, Vec<Fraction>) = of_category.into_iter().unzip();
        let parts = apportion(amount, &weights);
        items.extend(
            codes.into_iter().zip(weights).zip(parts).map(|((code, e), part)| (code, e, part)),
        );
    }
    items.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
    let categories = codes.into_iter().cloned().zip(sums).zip(amounts);
    PayeeOutcome {
        categories: categories.map(|((code, e), amount)| (code, e, amount)).collect(),
        items,
        code: payee.code,
        equivalents: payee.equivalents,
        score: payee.score,
        coefficient: payee.coefficient,
        entitlement,
    }
}
