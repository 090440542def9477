//! The oracle: settles documents by the rule book, stage by stage, in exact fractions, as
//! plainly as it can be written. It expects valid documents.

use num_traits::Zero;
use work_equivalent::facts::{Cause, FactsDocument, PayeeDocument};
use work_equivalent::scheme::{Destination, Excess, SchemeDocument};

use crate::appraise::{Appraised, appraise};
use crate::breakdown::break_down;
use crate::close::{close, withhold};
use crate::deduct::deduct;
use crate::measure::{Earned, measure};
use crate::numbers::{Fen, Fraction};
use crate::outcome::{
    ChannelOutcome, ClosingOutcome, DeductionOutcome, MoneyOutcome, OwedOutcome, PayeeOutcome,
    Refusal, ReserveOutcome, ShareOutcome,
};
use crate::pay;
use crate::pool::{Pool, owed_before, owed_paid, pool};
use crate::price::{price, price_on};
use crate::quotas::quotas;
use crate::setting::Setting;

/// Rule 6: settles every channel, in the order of the scheme; of several refusals, that of the
/// channel whose code is first counts.
pub fn settle(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
) -> Result<Vec<ChannelOutcome>, Refusal> {
    let mut outcomes = Vec::new();
    let mut refusals = Vec::new();
    for channel in &scheme.channels {
        match settle_channel(&Setting::new(scheme, facts, channel)) {
            Ok(outcome) => outcomes.push(outcome),
            Err(refusal) => refusals.push((channel.code.as_bytes(), refusal)),
        }
    }
    match refusals.into_iter().min_by_key(|(code, _)| *code) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(outcomes),
    }
}

/// What stages 1 and 3 found for a payee.
pub struct Worked {
    pub earned: Vec<Earned>,
    /// E or V, the sum of what was earned.
    pub measured: Fraction,
    pub appraised: Appraised,
    /// Σ E c or Σ V c, each part of the period with its own coefficient.
    pub after_appraisal: Fraction,
}

/// Whether an amount of a payee has more than 36 digits before the point: what is disallowed can be
/// worth that at a price that was derived from next to nothing.
fn is_out_of_range(payee: &PayeeOutcome) -> bool {
    let due = payee.deductions.iter().map(|deduction| &deduction.due);
    let mut amounts = due.chain([&payee.before_appraisal, &payee.entitlement]);
    amounts.any(|amount| *amount >= Fen::from(10).pow(38))
}

/// Stages 1 and 3.
fn work(setting: &Setting, payee: &PayeeDocument) -> Worked {
    let earned = measure(setting, payee);
    let appraised = appraise(setting, payee);
    let with_coefficient =
        |earned: &Earned| &earned.measured * appraised.coefficient_on(setting, &earned.date);
    Worked {
        measured: earned.iter().map(|earned| &earned.measured).sum(),
        after_appraisal: earned.iter().map(with_coefficient).sum(),
        appraised,
        earned,
    }
}

/// What a channel is owed whose price does not come out of a pool: Σ A.
pub fn demand(setting: &Setting) -> Fen {
    let payees: Vec<Worked> = setting.payees.iter().map(|payee| work(setting, payee)).collect();
    price(setting, &payees, None).unwrap().entitlements.iter().sum()
}

/// What stages 2, 7 and 8 found for a payee.
struct Kept {
    share: ShareOutcome,
    owed_before: Fen,
    owed_paid: Fen,
    withheld: Fen,
    released: Fen,
}

/// All ten stages for one channel.
fn settle_channel(setting: &Setting) -> Result<ChannelOutcome, Refusal> {
    let pool = pool(setting)?;
    let payees: Vec<Worked> = setting.payees.iter().map(|payee| work(setting, payee)).collect();
    let priced = price(setting, &payees, pool.as_ref().map(|pool| &pool.distributable))?;
    let (closing, shares) =
        close(setting, pool.as_ref(), &priced.entitlements, &priced.appraisal_loss)?;

    let mut reserve =
        reserve_before(setting, pool.as_ref(), closing.as_ref(), &priced.appraisal_loss);
    let (withheld, released) = withhold(setting, &shares, &reserve.closing);
    let owed_before = owed_before(setting);
    let owed_paid = owed_paid(&owed_before, pool.as_ref());

    let mut outcomes = Vec::new();
    for (index, worked) in payees.into_iter().enumerate() {
        let kept = Kept {
            share: shares[index].clone(),
            owed_before: owed_before[index].clone(),
            owed_paid: owed_paid[index].clone(),
            withheld: withheld[index].clone(),
            released: released[index].clone(),
        };
        let entitlement = priced.entitlements[index].clone();
        let payee = setting.payees[index];
        outcomes.push(settle_payee(setting, payee, worked, entitlement, kept, &priced.prices));
    }

    if outcomes.iter().any(is_out_of_range) {
        return Err(Refusal::OutOfRange);
    }
    let (to_treasury, to_reserve) = deducted(setting, &outcomes);
    reserve.withheld = withheld.iter().sum();
    reserve.released = released.iter().sum();
    reserve.deducted = to_reserve;
    reserve.closing += &reserve.withheld - &reserve.released + &reserve.deducted;
    let demand: Fen = priced.entitlements.iter().sum();
    let recorded: Fen = outcomes.iter().map(|payee| &payee.recorded).sum();
    let mut treasury = to_treasury;
    if let Some(closing) = &closing {
        treasury += &closing.returned;
        if !setting.appraisal_loss_to_reserve() {
            treasury += &priced.appraisal_loss;
        }
    }
    let of_pool = |figure: fn(&Pool) -> &Fen| pool.as_ref().map(|pool| figure(pool).clone());
    Ok(ChannelOutcome {
        code: setting.channel.code.clone(),
        sources: of_pool(|pool| &pool.sources),
        carve_outs: of_pool(|pool| &pool.carve_outs),
        lines: pool.as_ref().map(|pool| pool.lines.clone()),
        beyond_limit: of_pool(|pool| &pool.beyond_limit),
        pool: of_pool(|pool| &pool.total),
        provision: of_pool(|pool| &pool.provision),
        owed_paid: of_pool(|pool| &pool.owed_paid),
        distributable: of_pool(|pool| &pool.distributable),
        remainder: of_pool(|pool| &pool.distributable)
            .map(|distributable| distributable - &demand - &priced.appraisal_loss),
        money: MoneyOutcome {
            appropriated: match &pool {
                Some(pool) => pool.total.clone(),
                None => demand + owed_paid.iter().sum::<Fen>() - recorded,
            },
            payer_share: closing.as_ref().map_or(Fen::zero(), |it| it.payer_share.clone()),
            payable: outcomes.iter().map(|payee| &payee.payable).sum(),
            treasury,
        },
        buys_equivalents: setting.buys_equivalents(),
        prices: priced.prices,
        quotas: quotas(setting),
        paid_by: setting.channel.recorded.as_ref().map(|recorded| recorded.by.clone()),
        payees: outcomes,
        appraisal_loss: priced.appraisal_loss,
        closing,
        reserve: setting.channel.reserve.is_some().then_some(reserve),
    })
}

/// The ledger of the reserve before anything is withheld.
fn reserve_before(
    setting: &Setting,
    pool: Option<&Pool>,
    closing: Option<&ClosingOutcome>,
    appraisal_loss: &Fen,
) -> ReserveOutcome {
    let mut reserve = ReserveOutcome {
        opening: setting.reserve_opening(),
        target: setting.reserve_target(),
        ..ReserveOutcome::default()
    };
    if let (Some(pool), Some(closing)) = (pool, closing) {
        reserve.provision.clone_from(&pool.provision);
        reserve.drawn.clone_from(&closing.drawn);
        reserve.surplus.clone_from(&closing.to_reserve);
        if setting.appraisal_loss_to_reserve() {
            reserve.appraisal_loss.clone_from(appraisal_loss);
        }
    }
    reserve.closing = &reserve.opening + &reserve.provision - &reserve.drawn
        + &reserve.appraisal_loss
        + &reserve.surplus;
    reserve
}

/// Stages 6, 9 and 10 for one payee.
fn settle_payee(
    setting: &Setting,
    payee: &PayeeDocument,
    worked: Worked,
    entitlement: Fen,
    kept: Kept,
    prices: &[(String, Fraction)],
) -> PayeeOutcome {
    let broken_down = break_down(setting, &worked.earned, &entitlement);
    let available = &kept.owed_paid + &kept.share.closed - &kept.withheld + &kept.released;
    let deductions = deduct(setting, payee, prices, &available);
    let deducted: Fen = deductions.iter().map(|deduction| &deduction.deducted).sum();
    // What others pay is theirs to pay.
    let recorded = match &setting.channel.recorded {
        Some(_) => kept.share.closed.clone(),
        None => Fen::zero(),
    };
    let payable = available - &deducted - &recorded;
    let advanced = pay::advanced(setting, payee);
    let balance = &payable - &advanced;
    let is_carried_forward = (setting.channel.advances.as_ref())
        .is_some_and(|advances| advances.excess == Excess::CarryForward);
    let in_full: Fraction = (worked.earned.iter())
        .map(|earned| &earned.measured * price_on(setting, prices, &earned.date))
        .sum();
    PayeeOutcome {
        code: payee.code.clone(),
        before_appraisal: setting.round(&in_full),
        measured: worked.measured,
        score: worked.appraised.score,
        coefficient: worked.appraised.coefficient,
        rounds: worked.appraised.rounds,
        appraised: worked.after_appraisal,
        entitlement,
        categories: broken_down.categories,
        items: broken_down.items,
        owed: OwedOutcome {
            after: &kept.owed_before - &kept.owed_paid + &kept.share.owed,
            before: kept.owed_before,
            paid: kept.owed_paid,
        },
        share: kept.share,
        withheld: kept.withheld,
        released: kept.released,
        deductions,
        deducted,
        recorded,
        payable,
        plan: pay::plan(setting, payee),
        advanced,
        carried_forward: if is_carried_forward {
            (-&balance).max(Fen::zero())
        } else {
            Fen::zero()
        },
        balance,
    }
}

/// What is deducted in the channel: into the treasury, and into the reserve. What comes of
/// advances goes back to the treasury, which advanced it.
fn deducted(setting: &Setting, payees: &[PayeeOutcome]) -> (Fen, Fen) {
    let (mut treasury, mut reserve) = (Fen::zero(), Fen::zero());
    for deduction in payees.iter().flat_map(|payee| &payee.deductions) {
        let DeductionOutcome { cause, deducted, .. } = deduction;
        let to = match cause {
            Cause::Advances {} => Destination::Treasury,
            Cause::Finding { .. } => setting.channel.deductions.as_ref().unwrap().to,
        };
        match to {
            Destination::Treasury => treasury += deducted,
            Destination::Reserve => reserve += deducted,
        }
    }
    (treasury, reserve)
}
