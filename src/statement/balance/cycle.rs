//! The equations of the money cycle: closing, reserve, deductions, advances, and the balance law.

use super::equation::{Of, StatementError, equal, not_negative, sum};
use crate::scheme::AppraisalLoss;
use crate::statement::{
    ChannelFigures, ClosingFigures, DeductionFigures, PayeeFigures, ReserveFigures,
};
use crate::units::Money;

/// What one payee is paid follows from what it was owed.
pub(super) fn check_payee(payee: &PayeeFigures, of: Of<'_>) -> Result<(), StatementError> {
    for (what, amount) in [
        ("what it bears", payee.borne),
        ("what is newly owed", payee.owed),
        ("what it retains", payee.retained),
        ("the closed entitlement", payee.closed),
        ("what was owed before", payee.owed_before),
        ("what is paid of it", payee.owed_paid),
        ("what is owed after", payee.owed_after),
        ("the withholding", payee.withheld),
        ("the release", payee.released),
        ("the deduction", payee.deducted),
        ("what others pay", payee.recorded),
        ("what is payable", payee.payable),
        ("what was advanced", payee.advanced),
        ("what is carried forward", payee.carried_forward),
    ] {
        not_negative(what, of, amount)?;
    }
    let entitled = sum([payee.entitlement, payee.retained])?;
    let closed = sum([payee.closed, payee.borne, payee.owed])?;
    let equation = "closed + borne + owed = entitlement + retained";
    equal(equation, of, &closed, &entitled)?;
    let before = sum([payee.owed_before, payee.owed])?;
    let after = sum([payee.owed_after, payee.owed_paid])?;
    equal("owed after + owed paid = owed before + owed", of, &after, &before)?;
    let within = payee.withheld <= payee.closed && payee.released <= payee.withheld;
    equal("no more is released than withheld, and withheld than closed", of, &within, &true)?;

    check_deductions(payee, of)?;
    let coming = sum([payee.closed, payee.owed_paid, payee.released])?;
    let going = sum([payee.payable, payee.withheld, payee.deducted, payee.recorded])?;
    let equation = "payable + withheld + deducted + recorded = closed + owed paid + released";
    equal(equation, of, &going, &coming)?;

    if let Some(plan) = &payee.plan {
        let instalments = plan.instalments.iter().map(|instalment| instalment.amount);
        let parts = sum(instalments.chain([plan.at_settlement]))?;
        equal("the instalments make up their base", of, &parts, &plan.base)?;
        not_negative("what is left for the settlement", of, plan.at_settlement)?;
        for instalment in &plan.instalments {
            let of = Of { what: "instalment", code: &instalment.code, parent: Some(&of) };
            not_negative("the amount", of, instalment.amount)?;
            not_negative("what was paid", of, instalment.paid)?;
        }
        let paid = sum(plan.instalments.iter().map(|instalment| instalment.paid))?;
        equal(
            "no more was paid of instalments than advanced",
            of,
            &(paid <= payee.advanced),
            &true,
        )?;
    }
    let advanced = sum([payee.balance, payee.advanced])?;
    equal("balance + advanced = payable", of, &advanced, &payee.payable)?;
    let none = payee.carried_forward == Money::ZERO;
    let carried = none || sum([payee.carried_forward, payee.balance])? == Money::ZERO;
    equal("what is carried forward is nothing or the whole excess", of, &carried, &true)
}

/// Everything due is deducted or carried forward, the first first.
fn check_deductions(payee: &PayeeFigures, of: Of<'_>) -> Result<(), StatementError> {
    let mut carried_before = Money::ZERO;
    for deduction in &payee.deductions {
        let DeductionFigures { due, deducted, carried_forward, .. } = deduction;
        let parts = sum([*deducted, *carried_forward])?;
        equal("deducted + carried forward = due", of, &parts, due)?;
        not_negative("every deduction", of, *deducted)?;
        not_negative("every claim carried forward", of, *carried_forward)?;
        let in_turn = carried_before == Money::ZERO || *deducted == Money::ZERO;
        equal("nothing is deducted after a claim that was carried forward", of, &in_turn, &true)?;
        carried_before = sum([carried_before, *carried_forward])?;
    }
    let deducted = sum(payee.deductions.iter().map(|deduction| deduction.deducted))?;
    equal("the deductions make up what is deducted", of, &deducted, &payee.deducted)?;
    let exhausted = carried_before == Money::ZERO || payee.payable == Money::ZERO;
    equal("nothing is payable while a claim is carried forward", of, &exhausted, &true)?;
    let origins = payee.deductions.iter().map(|deduction| &deduction.origin);
    let in_order = origins.clone().zip(origins.skip(1)).all(|(a, b)| a < b);
    equal("the deductions stand in order of their origin", of, &in_order, &true)
}

/// What the channel closes with, what its reserve holds, and the balance law.
pub(super) fn check_channel(channel: &ChannelFigures, of: Of<'_>) -> Result<(), StatementError> {
    let closing_is_stated = channel.closing.is_some() == channel.pool.is_some();
    equal("a closing is stated where there is a pool", of, &closing_is_stated, &true)?;
    let total = |amount: fn(&PayeeFigures) -> Money| sum(channel.payees.iter().map(amount));
    let none = ClosingFigures::default();
    let closing = channel.closing.as_ref().unwrap_or(&none);
    check_closing(channel, closing, of)?;
    let owed_paid = total(|payee| payee.owed_paid)?;
    if let Some(pool) = &channel.pool {
        equal("the payees make up the owed paid", of, &owed_paid, &pool.owed_paid)?;
    }

    let none = ReserveFigures::default();
    let reserve = channel.reserve.as_ref().unwrap_or(&none);
    check_reserve(channel, closing, reserve, of)?;

    let money = &channel.money;
    let payable = total(|payee| payee.payable)?;
    equal("the payees make up what is payable", of, &payable, &money.payable)?;
    let recorded = total(|payee| payee.recorded)?;
    let others_pay = match &channel.paid_by {
        Some(_) => total(|payee| payee.closed)?,
        None => Money::ZERO,
    };
    equal("others pay all of a recorded channel, or nothing", of, &recorded, &others_pay)?;
    let found = sum([money.appropriated, recorded])?;
    let needed = match &channel.pool {
        Some(pool) => pool.pool,
        None => sum([channel.entitlement, owed_paid])?,
    };
    equal("the money is the pool, or without one what is owed", of, &needed, &found)?;
    equal(
        "the payer's share is that of the closing",
        of,
        &money.payer_share,
        &closing.payer_share,
    )?;
    not_negative("what goes to the treasury", of, money.treasury)?;
    let sources = sum([money.appropriated, money.payer_share, reserve.opening])?;
    let uses = sum([money.payable, money.treasury, reserve.closing])?;
    let equation = "payable + treasury + reserve at the end = appropriated + payer's share + \
                    reserve at the beginning";
    equal(equation, of, &uses, &sources)
}

fn check_closing(
    channel: &ChannelFigures,
    closing: &ClosingFigures,
    of: Of<'_>,
) -> Result<(), StatementError> {
    for (what, amount) in [
        ("the gap", closing.gap),
        ("what is drawn", closing.drawn),
        ("the payer's share", closing.payer_share),
        ("the surplus", closing.surplus),
        ("what goes to the reserve", closing.to_reserve),
        ("what is returned", closing.returned),
    ] {
        not_negative(what, of, amount)?;
    }
    let one = closing.gap == Money::ZERO || closing.surplus == Money::ZERO;
    equal("there is a gap or a surplus, not both", of, &one, &true)?;
    if let Some(remainder) = channel.remainder {
        let left = sum([remainder, closing.gap])?;
        equal("remainder + gap = surplus", of, &left, &closing.surplus)?;
    }
    let gap = sum([closing.drawn, closing.payer_share, closing.borne, closing.owed])?;
    equal("drawn + payer's share + borne + owed = gap", of, &gap, &closing.gap)?;
    let surplus = sum([closing.to_reserve, closing.retained, closing.returned])?;
    equal("to the reserve + retained + returned = surplus", of, &surplus, &closing.surplus)?;
    let total = |amount: fn(&PayeeFigures) -> Money| sum(channel.payees.iter().map(amount));
    for (equation, parts, whole) in [
        ("the payees make up what is borne", total(|payee| payee.borne)?, closing.borne),
        ("the payees make up what is owed", total(|payee| payee.owed)?, closing.owed),
        ("the payees make up what is retained", total(|payee| payee.retained)?, closing.retained),
    ] {
        equal(equation, of, &parts, &whole)?;
    }
    Ok(())
}

fn check_reserve(
    channel: &ChannelFigures,
    closing: &ClosingFigures,
    reserve: &ReserveFigures,
    of: Of<'_>,
) -> Result<(), StatementError> {
    let total = |amount: fn(&PayeeFigures) -> Money| sum(channel.payees.iter().map(amount));
    let loss = &channel.appraisal_loss;
    let kept = if loss.to == AppraisalLoss::Reserve { loss.amount } else { Money::ZERO };
    let provision = channel.pool.as_ref().map_or(Money::ZERO, |pool| pool.provision);
    for (equation, stated, found) in [
        ("the reserve has the provision", reserve.provision, provision),
        ("the reserve gives what is drawn", reserve.drawn, closing.drawn),
        ("the reserve has the appraisal loss that goes to it", reserve.appraisal_loss, kept),
        ("the reserve has the surplus that goes to it", reserve.surplus, closing.to_reserve),
        ("the reserve has what is withheld", reserve.withheld, total(|payee| payee.withheld)?),
        ("the reserve gives what is released", reserve.released, total(|payee| payee.released)?),
    ] {
        equal(equation, of, &stated, &found)?;
    }
    not_negative("the reserve at the beginning", of, reserve.opening)?;
    not_negative("the reserve at the end", of, reserve.closing)?;
    not_negative("what the reserve has of deductions", of, reserve.deducted)?;
    let within = reserve.deducted <= total(|payee| payee.deducted)?;
    equal("the reserve has no more than what is deducted", of, &within, &true)?;
    let held = sum([reserve.opening, reserve.provision])?;
    equal("no more is drawn than the reserve holds", of, &(reserve.drawn <= held), &true)?;
    let coming =
        sum([held, reserve.appraisal_loss, reserve.surplus, reserve.withheld, reserve.deducted])?;
    let going = sum([reserve.drawn, reserve.released, reserve.closing])?;
    equal("the ledger of the reserve adds up", of, &going, &coming)
}
