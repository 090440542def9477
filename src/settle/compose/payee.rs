//! The figures of one payee in one channel.

use super::sum;
use crate::facts::Facts;
use crate::settle::appraise::{Appraised, Coefficients};
use crate::settle::breakdown::break_down;
use crate::settle::measure::{group_name, item_equivalents};
use crate::settle::pay::PaidPayee;
use crate::settle::{Detail, SettleError, Settled};
use crate::statement::{
    CategoryFigures, DeductionFigures, InstalmentFigures, ItemFigures, PayeeFigures, PlanFigures,
    RoundFigures, TransferDeadline,
};
use crate::units::{Equivalents, Money};

/// The figures of one payee in one channel.
pub(super) fn figures(
    facts: &Facts<'_>,
    channel_place: usize,
    settled: &Settled,
    place: usize,
    detail: Detail,
) -> Result<PayeeFigures, SettleError> {
    let payee = &facts.payees[place];
    let channel = &settled.channels[channel_place];
    let measured = channel.measured.of(place);
    let appraised = &channel.appraised[place];
    let entitled = &channel.entitled.payees[place];
    let by_equivalents = facts.scheme.buys_equivalents(channel_place);
    let stated = |equivalents: &Equivalents| by_equivalents.then(|| equivalents.clone());
    let categories = facts
        .scheme
        .categories_of(channel_place)
        .zip(measured.by_category)
        .zip(settled.broken_down[channel_place].of(place))
        .map(|(((category, record), equivalents), &amount)| {
            let items = match detail {
                Detail::Categories => Vec::new(),
                Detail::Items => item_figures(facts, channel_place, place, category, amount)?,
            };
            Ok(CategoryFigures {
                code: record.code.clone(),
                name: record.name.clone(),
                income_class: facts.scheme.income_classes[record.income_class].code.clone(),
                equivalents: stated(equivalents),
                amount,
                items,
            })
        })
        .collect::<Result<_, SettleError>>()?;
    let closed = channel.closed.of(place);
    let owed = channel.owed.of(place);
    let withheld = channel.withheld.of(place);
    let deductions = channel.deducted.of(place);
    let paid = &channel.paid.payees[place];
    Ok(PayeeFigures {
        code: payee.code.clone(),
        name: payee.name.clone(),
        group: group_name(facts, payee).to_owned(),
        equivalents: stated(measured.total),
        score: appraised.score.clone(),
        coefficient: match &appraised.coefficient {
            Coefficients::Whole(coefficient) => Some(coefficient.clone()),
            Coefficients::ByPart(_) => None,
        },
        rounds: round_figures(facts, channel_place, appraised),
        before_appraisal: entitled.before_appraisal,
        entitlement: entitled.amount,
        categories,
        borne: closed.borne,
        owed: closed.owed,
        retained: closed.retained,
        closed: channel.closed.amounts[place],
        owed_before: owed.before,
        owed_paid: owed.paid,
        owed_after: closed.owed_after,
        withheld: withheld.withheld,
        released: withheld.released,
        deductions: deductions
            .iter()
            .map(|deduction| DeductionFigures {
                origin: deduction.origin.clone(),
                due: deduction.due,
                deducted: deduction.deducted,
                carried_forward: deduction.carried_forward,
            })
            .collect(),
        deducted: sum(deductions.iter().map(|deduction| deduction.deducted))?,
        recorded: paid.recorded,
        payable: paid.payable,
        plan: plan_figures(facts, channel_place, paid),
        advanced: paid.advanced,
        balance: paid.balance,
        carried_forward: paid.carried_forward,
    })
}

/// The rounds of a payee's appraisal.
fn round_figures(facts: &Facts<'_>, channel: usize, appraised: &Appraised) -> Vec<RoundFigures> {
    let appraisal = facts.scheme.channels[channel].appraisal;
    let appraisal = appraisal.map(|appraisal| &facts.scheme.appraisals[appraisal]);
    let Some(rounds) = appraisal.and_then(|appraisal| appraisal.rounds.as_ref()) else {
        return Vec::new();
    };
    let figures = rounds.named().into_iter().zip(&appraised.rounds).map(|((code, name), round)| {
        RoundFigures {
            code: code.clone(),
            name: name.clone(),
            score: round.score.clone(),
            coefficient: round.coefficient.clone(),
        }
    });
    figures.collect()
}

/// The instalments of a payee, where its channel has a plan.
fn plan_figures(facts: &Facts<'_>, channel: usize, paid: &PaidPayee) -> Option<PlanFigures> {
    let advances = facts.scheme.channels[channel].advances.as_ref();
    let plan = advances.and_then(|advances| advances.plan.as_ref())?;
    let planned = paid.plan.as_ref()?;
    let instalments = planned.instalments.iter().map(|instalment| {
        let record = &plan.instalments[instalment.due.record];
        let deadlines = plan.transfers.iter().zip(&instalment.due.deadlines);
        InstalmentFigures {
            code: record.code.clone(),
            name: record.name.clone(),
            due: instalment.due.date,
            deadlines: deadlines
                .map(|(transfer, by)| TransferDeadline { name: transfer.name.clone(), by: *by })
                .collect(),
            amount: instalment.amount,
            paid: instalment.paid,
        }
    });
    Some(PlanFigures {
        base: planned.base,
        instalments: instalments.collect(),
        at_settlement: planned.at_settlement,
    })
}

fn item_figures(
    facts: &Facts<'_>,
    channel: usize,
    payee: usize,
    category: usize,
    amount: Money,
) -> Result<Vec<ItemFigures>, SettleError> {
    let items = || {
        let items = facts.scheme.items.iter().enumerate();
        items.filter(|(_, item)| item.category == category)
    };
    let equivalents: Vec<Equivalents> =
        items().map(|(item, _)| item_equivalents(facts, payee, item)).collect();
    let code = &facts.scheme.channels[channel].code;
    let amounts = break_down(code, amount, &equivalents)?;
    let by_equivalents = facts.scheme.buys_equivalents(channel);
    let figures =
        items().zip(equivalents).zip(amounts).map(|(((_, item), equivalents), (amount, _))| {
            ItemFigures {
                code: item.code.clone(),
                name: item.name.clone(),
                equivalents: by_equivalents.then_some(equivalents),
                amount,
            }
        });
    Ok(figures.collect())
}
