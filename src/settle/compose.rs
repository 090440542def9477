//! Putting the figures of all stages into a statement.

use super::breakdown::break_down;
use super::measure::{group_name, item_equivalents};
use super::pool::Pool;
use super::price::Priced;
use super::{ChannelSettlement, Detail, SettleError};
use crate::facts::Facts;
use crate::statement::{
    AppraisalLossFigures, CategoryFigures, ChannelFigures, DatedPrice, ItemFigures, NamedAmount,
    PayeeFigures, PayeeTotal, PoolFigures, PoolLineFigures, PriceFigures, SchemeReference,
    Statement, StatementFigures,
};
use crate::units::{Equivalents, Money};

/// The statement of all channels; it exists only if it balances.
pub(super) fn statement(
    facts: &Facts<'_>,
    channels: &[ChannelSettlement],
    detail: Detail,
) -> Result<Statement, SettleError> {
    let scheme = facts.scheme;
    let channels: Vec<ChannelFigures> = channels
        .iter()
        .enumerate()
        .map(|(place, channel)| channel_figures(facts, place, channel, detail))
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
                income_classes: income_classes(facts, categories)?,
            })
        })
        .collect::<Result<_, SettleError>>()?;
    let total = sum(payees.iter().map(|payee| payee.total))?;
    let income_classes =
        income_classes(facts, || channels.iter().flat_map(|channel| &channel.categories))?;
    let statement = Statement::new(StatementFigures {
        scheme: SchemeReference {
            title: scheme.title().to_owned(),
            number: scheme.number().to_owned(),
            issuer: scheme.issuer().to_owned(),
        },
        period: facts.period,
        channels,
        payees,
        income_classes,
        total,
    })?;
    Ok(statement)
}

fn channel_figures(
    facts: &Facts<'_>,
    place: usize,
    channel: &ChannelSettlement,
    detail: Detail,
) -> Result<ChannelFigures, SettleError> {
    let record = &facts.scheme.channels[place];
    let entitled = &channel.entitled;
    let payees: Vec<PayeeFigures> = (0..facts.payees.len())
        .map(|payee| payee_figures(facts, place, channel, payee, detail))
        .collect::<Result<_, _>>()?;
    Ok(ChannelFigures {
        code: record.code.clone(),
        name: record.name.clone(),
        cite: record.cite.clone(),
        pool: channel.pool.as_ref().map(|pool| pool_figures(facts, place, pool)),
        price: price_figures(facts, place, &channel.price),
        equivalents: channel.measured.iter().map(|measured| &measured.total).sum(),
        entitlement: entitled.entitlement,
        appraisal_loss: AppraisalLossFigures {
            to: record.appraisal_loss,
            amount: entitled.appraisal_loss,
        },
        remainder: entitled.remainder,
        categories: totals(&payees)?,
        payees,
    })
}

fn pool_figures(facts: &Facts<'_>, channel: usize, pool: &Pool) -> PoolFigures {
    let lines = facts.scheme.channels[channel].pool.iter();
    let amounts = &facts.plan.envelope(channel).amounts;
    PoolFigures {
        lines: lines
            .zip(amounts)
            .map(|(line, amount)| PoolLineFigures {
                code: line.code.clone(),
                name: line.name.clone(),
                kind: line.kind,
                amount: amount.value,
            })
            .collect(),
        sources: pool.sources,
        carve_outs: pool.carve_outs,
        pool: pool.available,
        provision: pool.provision,
        distributable: pool.distributable,
    }
}

fn price_figures(facts: &Facts<'_>, channel: usize, price: &Priced) -> PriceFigures {
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
    }
}

fn payee_figures(
    facts: &Facts<'_>,
    channel_place: usize,
    channel: &ChannelSettlement,
    place: usize,
    detail: Detail,
) -> Result<PayeeFigures, SettleError> {
    let payee = &facts.payees[place];
    let measured = &channel.measured[place];
    let appraised = &channel.appraised[place];
    let entitled = &channel.entitled.payees[place];
    let code = &facts.scheme.channels[channel_place].code;
    let amounts = break_down(code, entitled.amount, measured.by_category.iter())?;
    let categories = facts
        .scheme
        .categories_of(channel_place)
        .zip(&measured.by_category)
        .zip(amounts)
        .map(|(((category, record), equivalents), (amount, _))| {
            let items = match detail {
                Detail::Categories => Vec::new(),
                Detail::Items => item_figures(facts, code, place, category, amount)?,
            };
            Ok(CategoryFigures {
                code: record.code.clone(),
                name: record.name.clone(),
                income_class: facts.scheme.income_classes[record.income_class].code.clone(),
                equivalents: equivalents.clone(),
                amount,
                items,
            })
        })
        .collect::<Result<_, SettleError>>()?;
    Ok(PayeeFigures {
        code: payee.code.clone(),
        name: payee.name.clone(),
        group: group_name(facts, payee).to_owned(),
        equivalents: measured.total.clone(),
        score: appraised.score.clone(),
        coefficient: appraised.coefficient.clone(),
        before_appraisal: entitled.before_appraisal,
        entitlement: entitled.amount,
        categories,
    })
}

fn item_figures(
    facts: &Facts<'_>,
    channel: &str,
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
    let amounts = break_down(channel, amount, equivalents.iter())?;
    let figures =
        items().zip(equivalents).zip(amounts).map(|(((_, item), equivalents), (amount, _))| {
            ItemFigures { code: item.code.clone(), name: item.name.clone(), equivalents, amount }
        });
    Ok(figures.collect())
}

/// Each category, and each item where items are given, over all payees.
fn totals(payees: &[PayeeFigures]) -> Result<Vec<CategoryFigures>, SettleError> {
    let Some((first, rest)) = payees.split_first() else { return Ok(Vec::new()) };
    let mut totals = first.categories.clone();
    for payee in rest {
        for (total, part) in totals.iter_mut().zip(&payee.categories) {
            total.equivalents = [&total.equivalents, &part.equivalents].into_iter().sum();
            total.amount = sum([total.amount, part.amount])?;
            for (total, part) in total.items.iter_mut().zip(&part.items) {
                total.equivalents = [&total.equivalents, &part.equivalents].into_iter().sum();
                total.amount = sum([total.amount, part.amount])?;
            }
        }
    }
    Ok(totals)
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
