//! Rule 6, invariants: with an announced price, more verified volume never lowers an entitlement,
//! and a better mark never lowers it either where the curve rises.

use proptest::prelude::*;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{
    DatedDocument, IndicatorDocument, PriceDocument, RuleDocument, SchemeDocument, ShapeDocument,
};
use work_equivalent::statement::Statement;
use work_equivalent::units::{Money, Number};

use crate::random::Random;
use crate::support::{case, check, from_millionths, millionths, seeds, statement};

/// The largest volume or mark, in millionths.
const MOST: i64 = 9_999_999_999_999_999;

/// What a channel owes a payee.
fn entitlement(statement: &Statement, channel: &str, payee: &str) -> Money {
    let mut channels = statement.figures().channels.iter();
    let channel = channels.find(|figures| figures.code == channel).unwrap();
    channel.payees.iter().find(|figures| figures.code == payee).unwrap().entitlement
}

/// The channel with an announced price that buys an item.
fn announced<'s>(scheme: &'s SchemeDocument, item: &str) -> Option<(&'s str, &'s [DatedDocument])> {
    let item = scheme.items.iter().find(|record| record.code == item)?;
    let category = scheme.categories.iter().find(|record| record.code == item.category)?;
    let channel = scheme.channels.iter().find(|record| record.code == category.channel)?;
    match &channel.price {
        PriceDocument::Announced { values, .. } => Some((&channel.code, values)),
        _ => None,
    }
}

/// Whether more volume is always worth more. Where a ceiling or bands apply to the whole period
/// and a unit is worth more later in it, volume that comes early can push out later volume that
/// would be worth more; such items are left out.
fn is_worth_more(scheme: &SchemeDocument, facts: &FactsDocument, payee: &str, item: &str) -> bool {
    let record = scheme.items.iter().find(|record| record.code == item).unwrap();
    if record.ceiling.is_empty() && record.bands.is_none() {
        return true;
    }
    let payee = facts.payees.iter().find(|record| record.code == payee).unwrap();
    let group = scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
    let (_, prices) = announced(scheme, item).unwrap();
    let weights = record.weights.iter().map(|weight| &weight.from);
    let dated = group.difficulty.iter().chain(prices).map(|value| &value.from);
    let inside = |from: &&String| **from > facts.period.from && **from < facts.period.until;
    weights.chain(dated).filter(inside).count() == 0
}

/// Raises a number to a random one up to a limit; it stays if it cannot rise.
fn raise(number: &mut Number, most: i64, random: &mut Random) {
    let before = millionths(number);
    let raised = match random.below(3) {
        0 => before + 1,
        1 => random.between(before, before.saturating_mul(2).max(before + 1).min(most.max(before))),
        _ => random.between(before, most.max(before)),
    };
    *number = from_millionths(raised.min(most.max(before)));
}

#[test]
fn more_volume_never_lowers_an_entitlement() {
    check(300, &seeds(), |seed| {
        let (scheme, mut facts, mut random) = case(seed);
        let before = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        let places: Vec<usize> = (0..facts.volumes.len())
            .filter(|&place| {
                let record = &facts.volumes[place];
                announced(&scheme, &record.item).is_some()
                    && is_worth_more(&scheme, &facts, &record.payee, &record.item)
            })
            .collect();
        prop_assume!(!places.is_empty());
        let record = &mut facts.volumes[*random.pick(&places)];
        let paid = record.verified.as_mut().or(record.reported.as_mut()).unwrap();
        raise(paid, MOST, &mut random);
        let (payee, item) = (record.payee.clone(), record.item.clone());
        let after = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        let (channel, _) = announced(&scheme, &item).unwrap();
        let owed = |statement| entitlement(statement, channel, &payee);
        prop_assert!(owed(&before) <= owed(&after), "{item} of {payee}");
        Ok(())
    });
}

/// Makes every curve rise, by putting its coefficients in order.
fn make_curves_rise(scheme: &mut SchemeDocument) {
    for appraisal in &mut scheme.appraisals {
        let mut coefficients: Vec<&mut Number> = match &mut appraisal.curve.shape {
            ShapeDocument::Bands(shape) => {
                shape.bands.iter_mut().map(|band| &mut band.value).collect()
            }
            ShapeDocument::Piecewise(shape) => {
                shape.points.iter_mut().map(|point| &mut point.value).collect()
            }
            ShapeDocument::Proportional(_) | ShapeDocument::FullFrom(_) => Vec::new(),
            other => unreachable!("say how {other:?} rises"),
        };
        let mut sorted: Vec<Number> = coefficients.iter().map(|number| (*number).clone()).collect();
        sorted.sort_by_key(crate::numbers::read);
        for (place, coefficient) in coefficients.iter_mut().zip(sorted) {
            **place = coefficient;
        }
    }
}

/// Makes a mark better, by its rule; none where better is neither more nor less.
fn improve(mark: &mut Number, indicator: &IndicatorDocument, random: &mut Random) -> Option<()> {
    match &indicator.rule {
        RuleDocument::Given(_) => raise(mark, millionths(&indicator.full), random),
        RuleDocument::YesNo(_) => *mark = Number::from(1),
        RuleDocument::AtLeast(_) => raise(mark, MOST, random),
        RuleDocument::AtMost(_) => *mark = from_millionths(random.between(0, millionths(mark))),
        RuleDocument::Bands(_) | RuleDocument::Linear(_) => return None,
        other => unreachable!("say what is better for {other:?}"),
    }
    Some(())
}

#[test]
fn a_better_mark_never_lowers_an_entitlement() {
    check(300, &seeds(), |seed| {
        let (mut scheme, mut facts, mut random) = case(seed);
        make_curves_rise(&mut scheme);
        let before = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        let is_announced = |channel: &&work_equivalent::scheme::ChannelDocument| {
            matches!(channel.price, PriceDocument::Announced { .. })
        };
        let channel = scheme.channels.iter().filter(is_announced).find(|c| c.appraisal.is_some());
        let Some(channel) = channel else {
            return Err(TestCaseError::reject(
                "no channel with an announced price and an appraisal",
            ));
        };
        let code = channel.appraisal.as_ref().unwrap();
        let appraisal = scheme.appraisals.iter().find(|record| record.code == *code).unwrap();
        let indicators: Vec<&IndicatorDocument> =
            appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators).collect();
        let indicator = *random.pick(&indicators);
        let mut marks: Vec<_> =
            facts.marks.iter_mut().filter(|mark| mark.indicator == indicator.code).collect();
        let place = random.index(marks.len());
        let payee = marks[place].payee.clone();
        prop_assume!(improve(&mut marks[place].mark, indicator, &mut random).is_some());
        let after = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        let owed = |statement| entitlement(statement, &channel.code, &payee);
        prop_assert!(owed(&before) <= owed(&after), "{} of {payee}", indicator.code);
        Ok(())
    });
}
