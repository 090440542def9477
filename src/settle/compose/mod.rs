//! Putting the figures of all stages into a statement.

mod payee;
mod quotas;

use super::each::each;
use super::pool::Pool;
use super::price::Priced;
use super::{Detail, SettleError, Settled};
use crate::facts::Facts;
use crate::scheme::Measure;
use crate::statement::{
    AppraisalLossFigures, CategoryFigures, ChannelFigures, DatedPrice, NamedAmount, PayeeFigures,
    PayeeTotal, PoolFigures, PoolLineFigures, PriceFigures, PriorStatement, SchemeReference,
    Statement, StatementFigures,
};
use crate::units::{Equivalents, Money};

/// The statement of all channels; it exists only if it balances.
pub(super) fn statement(
    facts: &Facts<'_>,
    settled: &Settled,
    detail: Detail,
) -> Result<Statement, SettleError> {
    let scheme = facts.scheme;
    let channels: Vec<ChannelFigures> = (0..scheme.channels.len())
        .map(|channel| channel_figures(facts, channel, settled, detail))
        .collect::<Result<_, _>>()?;
    let payees: Vec<PayeeTotal> = facts
        .payees
        .iter()
        .enumerate()
        .map(|(place, payee)| {
            let parts = || channels.iter().filter_map(move |channel| channel.payees.get(place));
            let categories = || parts().flat_map(|part| &part.categories);
            Ok(PayeeTotal {
                code: payee.code.clone(),
                name: payee.name.clone(),
                total: sum(parts().map(|part| part.entitlement))?,
                recorded: sum(parts().map(|part| part.recorded))?,
                payable: sum(parts().map(|part| part.payable))?,
                advanced: sum(parts().map(|part| part.advanced))?,
                balance: sum(parts().map(|part| part.balance))?,
                income_classes: income_classes(facts, categories)?,
            })
        })
        .collect::<Result<_, SettleError>>()?;
    let total = sum(payees.iter().map(|payee| payee.total))?;
    let recorded = sum(payees.iter().map(|payee| payee.recorded))?;
    let payable = sum(payees.iter().map(|payee| payee.payable))?;
    let advanced = sum(payees.iter().map(|payee| payee.advanced))?;
    let income_classes =
        income_classes(facts, || channels.iter().flat_map(|channel| &channel.categories))?;
    let statement = Statement::new(StatementFigures {
        scheme: SchemeReference {
            title: scheme.title().to_owned(),
            number: scheme.number().to_owned(),
            issuer: scheme.issuer().to_owned(),
            payer: scheme.document().payer.clone(),
            payee: scheme.document().payee.clone(),
        },
        period: facts.period,
        after: facts.opening.after.as_ref().map(|prior| PriorStatement {
            scheme: prior.scheme.clone(),
            period: prior.period,
            digest: prior.digest.clone(),
        }),
        channels,
        payees,
        income_classes,
        total,
        recorded,
        payable,
        advanced,
    })?;
    Ok(statement)
}

fn channel_figures(
    facts: &Facts<'_>,
    place: usize,
    settled: &Settled,
    detail: Detail,
) -> Result<ChannelFigures, SettleError> {
    let record = &facts.scheme.channels[place];
    let channel = &settled.channels[place];
    let ledgers = &settled.ledgers[place];
    let entitled = &channel.entitled;
    let payees: Vec<PayeeFigures> =
        each(facts.payees.len(), |payee| payee::figures(facts, place, settled, payee, detail))?;
    Ok(ChannelFigures {
        code: record.code.clone(),
        name: record.name.clone(),
        cite: record.cite.clone(),
        pool: channel.pool.as_ref().map(|pool| pool_figures(facts, place, pool)),
        price: price_figures(facts, place, &channel.price),
        paid_by: record.recorded.as_ref().map(|recorded| recorded.by.clone()),
        equivalents: facts.scheme.buys_equivalents(place).then(|| channel.measured.total()),
        entitlement: entitled.entitlement,
        appraisal_loss: AppraisalLossFigures {
            to: record.appraisal_loss,
            amount: entitled.appraisal_loss,
        },
        remainder: entitled.remainder,
        closing: channel.closed.totals.clone(),
        reserve: ledgers.reserve.clone(),
        money: ledgers.money.clone(),
        categories: totals(&payees)?,
        payees,
    })
}

fn pool_figures(facts: &Facts<'_>, channel: usize, pool: &Pool) -> PoolFigures {
    let lines = facts.scheme.channels[channel].pool.iter();
    PoolFigures {
        lines: lines
            .zip(&pool.lines)
            .map(|(line, amount)| PoolLineFigures {
                code: line.code.clone(),
                name: line.name.clone(),
                kind: line.kind,
                amount: *amount,
            })
            .collect(),
        sources: pool.sources,
        carve_outs: pool.carve_outs,
        beyond_limit: pool.beyond_limit,
        pool: pool.available,
        provision: pool.provision,
        owed_paid: pool.owed_paid,
        distributable: pool.distributable,
    }
}

pub(super) fn price_figures(facts: &Facts<'_>, channel: usize, price: &Priced) -> PriceFigures {
    match price {
        Priced::Announced(_) => {
            let runs = facts.plan.price_runs(channel).into_iter();
            let dated = runs.filter_map(|(run, price)| {
                let from = facts.plan.days(&run)?.from();
                Some(DatedPrice { from, price: price.value.clone() })
            });
            PriceFigures::Announced { prices: dated.collect() }
        }
        Priced::Derived { price, .. } => PriceFigures::Derived { price: price.clone() },
        Priced::Published { derived, price, .. } => {
            PriceFigures::Published { derived: derived.clone(), price: price.clone() }
        }
        Priced::Worth if facts.scheme.channels[channel].measure == Measure::Quotas => {
            PriceFigures::Quota { quotas: quotas::figures(facts, channel) }
        }
        Priced::Worth => PriceFigures::Stated {},
    }
}

/// Each category, and each item where items are given, over all payees.
fn totals(payees: &[PayeeFigures]) -> Result<Vec<CategoryFigures>, SettleError> {
    let Some((first, rest)) = payees.split_first() else { return Ok(Vec::new()) };
    let mut totals = first.categories.clone();
    for payee in rest {
        for (total, part) in totals.iter_mut().zip(&payee.categories) {
            total.equivalents = plus(total.equivalents.as_ref(), part.equivalents.as_ref());
            total.amount = sum([total.amount, part.amount])?;
            for (total, part) in total.items.iter_mut().zip(&part.items) {
                total.equivalents = plus(total.equivalents.as_ref(), part.equivalents.as_ref());
                total.amount = sum([total.amount, part.amount])?;
            }
        }
    }
    Ok(totals)
}

/// The sum of two, where the channel buys equivalents.
fn plus(a: Option<&Equivalents>, b: Option<&Equivalents>) -> Option<Equivalents> {
    a.zip(b).map(|(a, b)| [a, b].into_iter().sum())
}

/// The amounts of categories by class of income.
fn income_classes<'c, I>(
    facts: &Facts<'_>,
    categories: impl Fn() -> I,
) -> Result<Vec<NamedAmount>, SettleError>
where
    I: Iterator<Item = &'c CategoryFigures>,
{
    let classes = facts.scheme.income_classes.iter().map(|class| {
        let parts = categories().filter(|category| category.income_class == class.code);
        Ok(NamedAmount {
            code: class.code.clone(),
            name: class.name.clone(),
            amount: sum(parts.map(|category| category.amount))?,
        })
    });
    classes.collect()
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, SettleError> {
    Money::checked_sum(amounts).ok_or_else(|| SettleError::sum_out_of_range("all"))
}
