//! Rule 6: the statement balances, per channel, to the fen. The equations are written here once
//! more, over plain integers, and from the parts of the lowest level up.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use work_equivalent::exact::Exact;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{AppraisalLoss, ChannelDocument, PoolLineKind, SchemeDocument};
use work_equivalent::statement::{
    CategoryFigures, ChannelFigures, PayeeFigures, PoolFigures, PriceFigures, StatementFigures,
};
use work_equivalent::units::{Coefficient, Equivalents, Money};

use crate::generate;
use crate::numbers::{fen, round_money};
use crate::support::{check, fraction, seeds, settled};

fn sum(amounts: impl IntoIterator<Item = Money>) -> i128 {
    amounts.into_iter().map(Money::fen).sum()
}

#[test]
fn statements_balance() {
    check(600, &seeds(), |seed| {
        let (scheme, facts) = generate::case(seed);
        let settled = settled(&scheme, &facts).map_err(TestCaseError::reject)?;
        for statement in [&settled.statement, &settled.by_item] {
            let figures = statement.figures();
            for channel in &figures.channels {
                let rules = scheme.channels.iter().find(|rules| rules.code == channel.code);
                channel_balances(channel, rules.unwrap())?;
            }
            totals_balance(figures)?;
            nothing_is_left_out(figures, &scheme, &facts)?;
        }
        Ok(())
    });
}

fn channel_balances(channel: &ChannelFigures, rules: &ChannelDocument) -> TestCaseResult {
    let entitlement = channel.entitlement.fen();
    prop_assert_eq!(sum(channel.payees.iter().map(|payee| payee.entitlement)), entitlement);
    for payee in &channel.payees {
        payee_balances(payee, channel, rules)?;
    }
    let buys_equivalents =
        !matches!(channel.price, PriceFigures::Quota { .. } | PriceFigures::Stated {});
    prop_assert_eq!(channel.equivalents.is_some(), buys_equivalents);
    let equivalents = channel.equivalents.as_ref();
    categories_balance(&channel.categories, channel.entitlement, equivalents)?;
    for (place, category) in channel.categories.iter().enumerate() {
        let parts = || channel.payees.iter().map(|payee| &payee.categories[place]);
        prop_assert!(parts().all(|part| part.code == category.code));
        prop_assert_eq!(sum(parts().map(|part| part.amount)), category.amount.fen());
        for (place, item) in category.items.iter().enumerate() {
            let parts = || parts().map(|part| &part.items[place]);
            prop_assert!(parts().all(|part| part.code == item.code));
            prop_assert_eq!(sum(parts().map(|part| part.amount)), item.amount.fen());
            let equivalents = parts().map(|part| part.equivalents.as_ref());
            prop_assert_eq!(sum_of(equivalents), item.equivalents.clone());
        }
    }

    let appraisal_loss = channel.appraisal_loss.amount.fen();
    let full = sum(channel.payees.iter().map(|payee| payee.before_appraisal));
    prop_assert!(appraisal_loss >= 0);
    prop_assert!(channel.appraisal_loss.to != AppraisalLoss::Redistributed || appraisal_loss == 0);
    let Some(pool) = &channel.pool else {
        prop_assert!(channel.remainder.is_none());
        let kept = if rules.appraisal.is_some() { full - entitlement } else { 0 };
        prop_assert_eq!(appraisal_loss, kept.max(0));
        return Ok(());
    };
    pool_balances(pool)?;
    let remainder = channel.remainder.unwrap().fen();
    prop_assert_eq!(entitlement + appraisal_loss + remainder, pool.distributable.fen());
    let is_derived = matches!(channel.price, PriceFigures::Derived { .. });
    let mut coefficients = channel.payees.iter().flat_map(coefficients);
    if is_derived && coefficients.all(|coefficient| *coefficient.exact() <= Exact::one()) {
        prop_assert_eq!(remainder, 0);
    }
    if is_derived && channel.appraisal_loss.to == AppraisalLoss::Redistributed {
        prop_assert_eq!(entitlement, pool.distributable.fen());
    }
    Ok(())
}

/// What the pay of a payee is multiplied by: one coefficient, or one for each round.
fn coefficients(payee: &PayeeFigures) -> impl Iterator<Item = &Coefficient> {
    payee.rounds.iter().filter_map(|round| round.coefficient.as_ref()).chain(&payee.coefficient)
}

fn pool_balances(pool: &PoolFigures) -> TestCaseResult {
    let lines = |kind| {
        let lines = pool.lines.iter().filter(move |line| line.kind == kind);
        sum(lines.map(|line| line.amount))
    };
    prop_assert_eq!(lines(PoolLineKind::Source), pool.sources.fen());
    prop_assert_eq!(lines(PoolLineKind::CarveOut), pool.carve_outs.fen());
    let left = pool.sources.fen() - pool.carve_outs.fen();
    prop_assert_eq!(left - pool.beyond_limit.fen(), pool.pool.fen());
    let limit = pool.lines.iter().find(|line| line.kind == PoolLineKind::Limit);
    prop_assert_eq!(pool.pool.fen(), limit.map_or(left, |limit| left.min(limit.amount.fen())));
    let left = pool.pool.fen() - pool.provision.fen() - pool.owed_paid.fen();
    prop_assert_eq!(left, pool.distributable.fen());
    prop_assert!(pool.pool.fen() >= 0 && pool.provision.fen() >= 0);
    prop_assert!(pool.owed_paid.fen() >= 0 && pool.distributable.fen() >= 0);
    Ok(())
}

fn payee_balances(
    payee: &PayeeFigures,
    channel: &ChannelFigures,
    rules: &ChannelDocument,
) -> TestCaseResult {
    prop_assert!(payee.entitlement.fen() >= 0);
    categories_balance(&payee.categories, payee.entitlement, payee.equivalents.as_ref())?;
    if payee.score.is_none() && payee.rounds.is_empty() {
        prop_assert_eq!(payee.coefficient.as_ref().unwrap().exact(), &Exact::one());
    }
    // One price for the whole period: what it comes to can be computed from the statement alone.
    let (price, is_apportioned) = match &channel.price {
        PriceFigures::Announced { prices } => match prices.as_slice() {
            [only] => (&only.price, false),
            _ => return Ok(()),
        },
        PriceFigures::Derived { price } => (price, true),
        PriceFigures::Published { price, .. } => (price, false),
        // What units were worth is not in a statement by category.
        PriceFigures::Quota { .. } | PriceFigures::Stated {} => return Ok(()),
    };
    let value = payee.equivalents.as_ref().unwrap().exact().times(price.exact());
    let before_appraisal = round_money(&fraction(&value), rules.money);
    prop_assert_eq!(fen(&fraction(&payee.before_appraisal.to_exact())), before_appraisal);
    // One coefficient for the whole period, too.
    let Some(coefficient) = &payee.coefficient else { return Ok(()) };
    let value = value.times(coefficient.exact());
    if is_apportioned {
        let difference = payee.entitlement.to_exact().minus(&value);
        let within = Exact::one(); // a part is within a fen of its share, a product within a yuan
        prop_assert!(difference <= within && Exact::zero().minus(&difference) <= within);
    } else {
        let entitlement = round_money(&fraction(&value), rules.money);
        prop_assert_eq!(fen(&fraction(&payee.entitlement.to_exact())), entitlement);
    }
    Ok(())
}

/// The sum of equivalents; none where one has none.
fn sum_of<'e>(parts: impl Iterator<Item = Option<&'e Equivalents>>) -> Option<Equivalents> {
    let parts: Option<Vec<&Equivalents>> = parts.collect();
    parts.map(|parts| parts.into_iter().sum())
}

/// Items make up their category, and categories the whole, in money and in equivalents.
fn categories_balance(
    categories: &[CategoryFigures],
    amount: Money,
    equivalents: Option<&Equivalents>,
) -> TestCaseResult {
    prop_assert_eq!(sum(categories.iter().map(|category| category.amount)), amount.fen());
    let parts = categories.iter().map(|category| category.equivalents.as_ref());
    prop_assert_eq!(sum_of(parts), equivalents.cloned());
    for category in categories.iter().filter(|category| !category.items.is_empty()) {
        let items = &category.items;
        prop_assert_eq!(sum(items.iter().map(|item| item.amount)), category.amount.fen());
        let parts = items.iter().map(|item| item.equivalents.as_ref());
        prop_assert_eq!(sum_of(parts), category.equivalents.clone());
    }
    Ok(())
}

fn totals_balance(figures: &StatementFigures) -> TestCaseResult {
    let channels = &figures.channels;
    for (place, payee) in figures.payees.iter().enumerate() {
        let parts = || channels.iter().map(|channel| &channel.payees[place]);
        prop_assert!(parts().all(|part| part.code == payee.code));
        prop_assert_eq!(sum(parts().map(|part| part.entitlement)), payee.total.fen());
        for class in &payee.income_classes {
            let categories = parts().flat_map(|part| &part.categories);
            let parts = categories.filter(|category| category.income_class == class.code);
            prop_assert_eq!(sum(parts.map(|part| part.amount)), class.amount.fen());
        }
    }
    for class in &figures.income_classes {
        let categories = channels.iter().flat_map(|channel| &channel.categories);
        let parts = categories.filter(|category| category.income_class == class.code);
        prop_assert_eq!(sum(parts.map(|part| part.amount)), class.amount.fen());
    }
    let total = figures.total.fen();
    prop_assert_eq!(sum(figures.income_classes.iter().map(|class| class.amount)), total);
    prop_assert_eq!(sum(figures.payees.iter().map(|payee| payee.total)), total);
    prop_assert_eq!(sum(channels.iter().map(|channel| channel.entitlement)), total);
    Ok(())
}

/// All payees, channels, categories and pool lines of the documents are in the statement.
fn nothing_is_left_out(
    figures: &StatementFigures,
    scheme: &SchemeDocument,
    facts: &FactsDocument,
) -> TestCaseResult {
    prop_assert_eq!(figures.channels.len(), scheme.channels.len());
    prop_assert_eq!(figures.payees.len(), facts.payees.len());
    prop_assert_eq!(figures.income_classes.len(), scheme.income_classes.len());
    for channel in &figures.channels {
        let rules = scheme.channels.iter().find(|rules| rules.code == channel.code).unwrap();
        let lines = channel.pool.as_ref().map_or(0, |pool| pool.lines.len());
        prop_assert_eq!(lines, rules.pool.len());
        let categories =
            scheme.categories.iter().filter(|category| category.channel == channel.code);
        prop_assert_eq!(channel.categories.len(), categories.count());
        prop_assert_eq!(channel.payees.len(), facts.payees.len());
    }
    Ok(())
}
