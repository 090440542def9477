//! The equations that every statement satisfies, to the fen.

use core::fmt;

use super::figures::{
    CategoryFigures, ChannelFigures, PayeeFigures, PoolFigures, PriceFigures, StatementFigures,
};
use crate::scheme::{AppraisalLoss, PoolLineKind};
use crate::units::{Equivalents, Money};

/// The error of figures that do not balance: which equation fails, and by what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the statement does not balance: {equation}, but {left} is not {right}")]
pub struct StatementError {
    equation: String,
    left: String,
    right: String,
}

/// Checks every equation, from the parts to the whole.
pub(super) fn check(figures: &StatementFigures) -> Result<(), StatementError> {
    figures.channels.iter().try_for_each(|channel| {
        let of = Of { what: "channel", code: &channel.code, parent: None };
        check_channel(channel, of)
    })?;
    check_totals(figures)
}

/// Whose equation it is; written out only when it fails.
#[derive(Clone, Copy)]
struct Of<'a> {
    what: &'static str,
    code: &'a str,
    parent: Option<&'a Of<'a>>,
}

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of {} \"{}\"", self.what, self.code)?;
        self.parent.map_or(Ok(()), |parent| write!(f, " {parent}"))
    }
}

fn check_channel(channel: &ChannelFigures, of: Of<'_>) -> Result<(), StatementError> {
    for payee in &channel.payees {
        let of = Of { what: "payee", code: &payee.code, parent: Some(&of) };
        check_payee(payee, of)?;
    }
    let entitlement = sum(channel.payees.iter().map(|payee| payee.entitlement))?;
    equal("the payees' amounts make up the entitlement", of, &entitlement, &channel.entitlement)?;
    let equivalents = channel.payees.iter().map(|payee| &payee.equivalents).sum();
    equal("the payees' equivalents make up the sum", of, &equivalents, &channel.equivalents)?;

    check_categories(&channel.categories, &channel.equivalents, channel.entitlement, of)?;
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
    Ok(())
}

/// Where amounts are rounded products, the appraisal loss is what payees would have got with a
/// coefficient of one, less what they get, as far as the pool still holds it. Where the pool is
/// apportioned, the loss is one of its parts.
fn check_loss(channel: &ChannelFigures, of: Of<'_>) -> Result<(), StatementError> {
    let appraised = channel.payees.iter().any(|payee| payee.score.is_some());
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
    let pool_and_carve_outs = sum([pool.pool, pool.carve_outs])?;
    equal("pool + carve-outs = sources", of, &pool_and_carve_outs, &pool.sources)?;
    let split = sum([pool.provision, pool.distributable])?;
    equal("provision + distributable = pool", of, &split, &pool.pool)?;
    not_negative("the provision", of, pool.provision)?;
    not_negative("the distributable pool", of, pool.distributable)
}

fn check_payee(payee: &PayeeFigures, of: Of<'_>) -> Result<(), StatementError> {
    not_negative("the entitlement", of, payee.entitlement)?;
    check_categories(&payee.categories, &payee.equivalents, payee.entitlement, of)
}

/// Categories make up the whole and, where items are given, items make up their category.
fn check_categories(
    categories: &[CategoryFigures],
    equivalents: &Equivalents,
    amount: Money,
    of: Of<'_>,
) -> Result<(), StatementError> {
    in_order("categories", of, categories.iter().map(|category| category.code.as_str()))?;
    let amounts = sum(categories.iter().map(|category| category.amount))?;
    equal("the categories make up the amount", of, &amounts, &amount)?;
    let parts = categories.iter().map(|category| &category.equivalents).sum();
    equal("the categories make up the equivalents", of, &parts, equivalents)?;
    for category in categories.iter().filter(|category| !category.items.is_empty()) {
        let of = Of { what: "category", code: &category.code, parent: Some(&of) };
        in_order("items", of, category.items.iter().map(|item| item.code.as_str()))?;
        let amounts = sum(category.items.iter().map(|item| item.amount))?;
        equal("the items make up the amount", of, &amounts, &category.amount)?;
        let parts = category.items.iter().map(|item| &item.equivalents).sum();
        equal("the items make up the equivalents", of, &parts, &category.equivalents)?;
    }
    Ok(())
}

fn check_totals(figures: &StatementFigures) -> Result<(), StatementError> {
    let of = Of { what: "scheme", code: &figures.scheme.number, parent: None };
    in_order("channels", of, figures.channels.iter().map(|channel| channel.code.as_str()))?;
    in_order("payees", of, figures.payees.iter().map(|payee| payee.code.as_str()))?;
    in_order("income classes", of, figures.income_classes.iter().map(|class| class.code.as_str()))?;
    for channel in &figures.channels {
        let of = Of { what: "channel", code: &channel.code, parent: None };
        let codes = channel.payees.iter().map(|payee| &payee.code);
        let same = codes.eq(figures.payees.iter().map(|payee| &payee.code));
        equal("the payees are those of the statement", of, &same, &true)?;
        let known = channel.categories.iter().all(|category| {
            figures.income_classes.iter().any(|class| class.code == category.income_class)
        });
        equal("every category has its income class", of, &known, &true)?;
    }
    for (place, payee) in figures.payees.iter().enumerate() {
        let of = Of { what: "payee", code: &payee.code, parent: None };
        let parts = figures.channels.iter().filter_map(|channel| channel.payees.get(place));
        let total = sum(parts.map(|part| part.entitlement))?;
        equal("the channels make up the total", of, &total, &payee.total)?;
        let classes = payee.income_classes.iter().map(|class| &class.code);
        let same = classes.eq(figures.income_classes.iter().map(|class| &class.code));
        equal("the income classes are those of the statement", of, &same, &true)?;
        let total = sum(payee.income_classes.iter().map(|class| class.amount))?;
        equal("the income classes make up the total", of, &total, &payee.total)?;
    }
    for (place, class) in figures.income_classes.iter().enumerate() {
        let of = Of { what: "income class", code: &class.code, parent: None };
        let parts = figures.payees.iter().filter_map(|payee| payee.income_classes.get(place));
        let amount = sum(parts.map(|part| part.amount))?;
        equal("the payees make up the amount", of, &amount, &class.amount)?;
        let channels = figures.channels.iter().flat_map(|channel| &channel.categories);
        let parts = channels.filter(|category| category.income_class == class.code);
        let amount = sum(parts.map(|category| category.amount))?;
        equal("the categories make up the amount", of, &amount, &class.amount)?;
    }
    let total = sum(figures.payees.iter().map(|payee| payee.total))?;
    equal("the payees make up the total", of, &total, &figures.total)
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, StatementError> {
    Money::checked_sum(amounts).ok_or_else(|| StatementError {
        equation: "every sum is within the range of money".to_owned(),
        left: "one of them".to_owned(),
        right: format!("within {} of yuan", Money::COMPUTED_LIMITS),
    })
}

fn equal<T: PartialEq + fmt::Display>(
    equation: &str,
    of: Of<'_>,
    left: &T,
    right: &T,
) -> Result<(), StatementError> {
    if left == right {
        return Ok(());
    }
    Err(StatementError {
        equation: format!("{equation} {of}"),
        left: left.to_string(),
        right: right.to_string(),
    })
}

fn not_negative(what: &str, of: Of<'_>, amount: Money) -> Result<(), StatementError> {
    if !amount.is_negative() {
        return Ok(());
    }
    Err(StatementError {
        equation: format!("{what} {of} is zero or more"),
        left: amount.to_string(),
        right: "zero or more".to_owned(),
    })
}

fn in_order<'c>(
    what: &str,
    of: Of<'_>,
    codes: impl Iterator<Item = &'c str> + Clone,
) -> Result<(), StatementError> {
    let Some((before, after)) = codes.clone().zip(codes.skip(1)).find(|(a, b)| a >= b) else {
        return Ok(());
    };
    Err(StatementError {
        equation: format!("the {what} {of} stand in order of code, each once"),
        left: format!("\"{before}\""),
        right: format!("before \"{after}\""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::scheme::Scheme;
    use crate::statement::Statement;

    /// The figures of the small district, by item: two payees, a pool of 105,000, 6,000 of it lost
    /// to appraisal.
    fn figures() -> StatementFigures {
        let scheme = include_str!("../../examples/data/small/scheme.json");
        let scheme: Scheme = serde_json::from_str(scheme).unwrap();
        let document = include_str!("../../examples/data/small/facts.json");
        let facts = Facts::new(&scheme, &serde_json::from_str(document).unwrap()).unwrap();
        crate::settle(&facts).unwrap().statement_by_item().unwrap().figures().clone()
    }

    fn fen(money: &mut Money, by: i128) {
        *money = Money::from_fen(money.fen() + by).unwrap();
    }

    /// A name for the change, so that a case reads as a line.
    type Change = fn(&mut StatementFigures);

    #[test]
    fn every_equation_is_named_when_it_fails() {
        let cases: [(Change, &str); 16] = [
            (
                |f| fen(&mut f.channels[0].payees[0].entitlement, 1),
                "the categories make up the amount of payee \"W01\" of channel \"purchase\", \
                 but 72000.00 is not 72000.01",
            ),
            (
                |f| fen(&mut f.channels[0].payees[0].categories[1].items[0].amount, -1),
                "the items make up the amount of category \"records\" of payee \"W01\" of channel \
                 \"purchase\", but 14399.99 is not 14400.00",
            ),
            (
                |f| fen(&mut f.channels[0].entitlement, 1),
                "the payees' amounts make up the entitlement of channel \"purchase\", but 99000.00 \
                 is not 99000.01",
            ),
            (
                |f| f.channels[0].payees.swap(0, 1),
                "the payees are those of the statement of channel \"purchase\", but false is not \
                 true",
            ),
            (
                |f| f.channels[0].payees[0].categories.swap(0, 1),
                "the categories of payee \"W01\" of channel \"purchase\" stand in order of code, \
                 each once, but \"records\" is not before \"clinic\"",
            ),
            (
                |f| fen(&mut f.channels[0].appraisal_loss.amount, -1),
                "entitlement + appraisal loss + remainder = distributable of channel \"purchase\", \
                 but 104999.99 is not 105000.00",
            ),
            (
                |f| f.channels[0].remainder = None,
                "a remainder is stated where there is a pool of channel \"purchase\", but false is \
                 not true",
            ),
            (
                |f| fen(&mut f.channels[0].pool.as_mut().unwrap().lines[0].amount, 1),
                "the sources make up their sum of channel \"purchase\", but 105000.01 is not \
                 105000.00",
            ),
            (
                |f| fen(&mut f.channels[0].pool.as_mut().unwrap().carve_outs, 1),
                "the carve-outs make up their sum of channel \"purchase\", but 0.00 is not 0.01",
            ),
            (
                |f| fen(&mut f.channels[0].pool.as_mut().unwrap().provision, 1),
                "provision + distributable = pool of channel \"purchase\", but 105000.01 is not \
                 105000.00",
            ),
            (
                |f| fen(&mut f.channels[0].pool.as_mut().unwrap().pool, 1),
                "pool + carve-outs = sources of channel \"purchase\", but 105000.01 is not \
                 105000.00",
            ),
            (
                |f| f.channels[0].appraisal_loss.to = AppraisalLoss::Redistributed,
                "money that is redistributed is not lost of channel \"purchase\", but 6000.00 is \
                 not 0.00",
            ),
            (
                |f| f.channels[0].payees.iter_mut().for_each(|payee| payee.score = None),
                "without an appraisal nothing is lost to it of channel \"purchase\", but 6000.00 \
                 is not 0.00",
            ),
            (
                |f| fen(&mut f.payees[1].total, 1),
                "the channels make up the total of payee \"W02\", but 27000.00 is not 27000.01",
            ),
            (
                |f| fen(&mut f.income_classes[0].amount, 1),
                "the payees make up the amount of income class \"bph\", but 99000.00 is not \
                 99000.01",
            ),
            (
                |f| fen(&mut f.total, 1),
                "the payees make up the total of scheme \"示例〔2024〕1号\", but 99000.00 is not \
                 99000.01",
            ),
        ];
        assert!(Statement::new(figures()).is_ok());
        for (change, message) in cases {
            let mut figures = figures();
            change(&mut figures);
            let error = Statement::new(figures).unwrap_err().to_string();
            assert_eq!(error, format!("the statement does not balance: {message}"));
        }
    }

    #[test]
    fn amounts_below_zero_and_sums_out_of_range_are_refused() {
        let mut below = figures();
        let payee = &mut below.channels[0].payees[0];
        payee.entitlement = Money::from_fen(-1).unwrap();
        assert_eq!(
            Statement::new(below).unwrap_err().to_string(),
            "the statement does not balance: the entitlement of payee \"W01\" of channel \
             \"purchase\" is zero or more, but -0.01 is not zero or more"
        );
        let mut huge = figures();
        for payee in &mut huge.channels[0].payees {
            payee.entitlement = Money::from_fen(10_i128.pow(38) - 1).unwrap();
            payee.categories.truncate(1);
            payee.categories[0].amount = payee.entitlement;
            payee.categories[0].equivalents = payee.equivalents.clone();
            payee.categories[0].items.clear();
        }
        assert_eq!(
            Statement::new(huge).unwrap_err().to_string(),
            "the statement does not balance: every sum is within the range of money, but one of \
             them is not within 36 digits before the point and 2 after of yuan"
        );
    }

    #[test]
    fn a_loss_of_rounded_products_is_what_the_payees_do_not_get() {
        let mut announced = figures();
        let channel = &mut announced.channels[0];
        channel.price = PriceFigures::Announced { prices: Vec::new() };
        assert!(Statement::new(announced.clone()).is_ok());
        fen(&mut announced.channels[0].payees[0].before_appraisal, -1);
        assert_eq!(
            Statement::new(announced).unwrap_err().to_string(),
            "the statement does not balance: the appraisal loss is what the payees do not get of \
             what the pool holds of channel \"purchase\", but 6000.00 is not 5999.99"
        );
    }
}
