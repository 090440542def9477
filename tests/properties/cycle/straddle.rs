//! A year inside which the scheme changes: the parts make up the whole.

use num_bigint::BigInt;
use proptest::prelude::*;
use work_equivalent::exact::Rounding;
use work_equivalent::facts::FactsDocument;
use work_equivalent::period::Period;
use work_equivalent::scheme::{
    PriceDocument, ProvisionDocument, Scheme, SchemeDocument, Split, Unverified,
};
use work_equivalent::statement::{ChannelFigures, Statement};
use work_equivalent::{SettlementInParts, settle_in_parts};

use super::district::{District, Rounds};
use super::{YEAR, balance::stated, checked};
use crate::numbers::{Fraction, apportion, whole};
use crate::random::Random;
use crate::support::{check, seeds};

/// A year in which schemes follow one another.
pub struct Straddle {
    pub schemes: Vec<SchemeDocument>,
    pub facts: FactsDocument,
    pub random: Random,
}

/// Every way to split.
pub const SPLITS: [Split; 3] = [Split::Days, Split::Months, Split::Amounts];

/// A year of a random district with two or three schemes.
pub fn straddle(seed: u64) -> Straddle {
    let mut district = District::new(seed);
    let cuts = [vec![(5, 1)], vec![(12, 25)], vec![(2, 29)], vec![(3, 1), (8, 14)]];
    let cuts = district.random.pick(&cuts).clone();
    // A finding that deducts nothing under one scheme may deduct something under the next.
    district.channels.iter_mut().for_each(|channel| channel.has_deductions = true);
    let mut schemes = vec![district.scheme(2024, Rounds::None)];
    for (month, day) in &cuts {
        let mut scheme = district.scheme(2024, Rounds::None);
        let before = schemes.last_mut().unwrap();
        scheme.from = format!("2024-{month:02}-{day:02}");
        if district.random.chance(50) {
            before.until = Some(scheme.from.clone());
        } else {
            scheme.repeals = vec![before.number.clone()];
        }
        // What is marked and what is advanced is so under every scheme.
        let first = &schemes[0];
        for (appraisal, as_before) in scheme.appraisals.iter_mut().zip(&first.appraisals) {
            appraisal.dimensions.clone_from(&as_before.dimensions);
        }
        for (channel, as_before) in scheme.channels.iter_mut().zip(&first.channels) {
            if channel.advances.is_none() {
                channel.advances.clone_from(&as_before.advances);
            }
        }
        schemes.push(scheme);
    }
    let channels = schemes.iter_mut().flat_map(|scheme| &mut scheme.channels);
    channels.for_each(|channel| channel.unverified = Unverified::PayReported);
    // Records are of months: the one that is cut is left out.
    let is_cut = |month: &&i64| cuts.iter().any(|(cut, day)| cut == *month && *day > 1);
    let months: Vec<i64> = YEAR.iter().filter(|month| !is_cut(month)).copied().collect();
    let mut facts = district.facts(&schemes[0], 2024, &months);
    district.opening(&schemes[0], &mut facts, 2024);
    Straddle { schemes, facts, random: district.random }
}

/// The schemes of documents.
pub fn all_checked(documents: &[SchemeDocument]) -> Vec<Scheme> {
    documents.iter().map(checked).collect()
}

/// Settles in parts; what is refused has nothing to check, if it is the rules that refuse it.
pub fn in_parts<'s>(
    schemes: &'s [Scheme],
    split: Split,
    facts: &FactsDocument,
) -> Result<SettlementInParts<'s>, TestCaseError> {
    settle_in_parts(schemes, split, facts).map_err(|error| match error {
        work_equivalent::StraddleError::Settle { .. } => TestCaseError::reject(error.to_string()),
        other => TestCaseError::fail(other.to_string()),
    })
}

/// How many months a period has, of which one that is cut counts by its days.
fn months(period: Period) -> Fraction {
    let day = |date: work_equivalent::period::Date| -> jiff::civil::Date {
        date.to_string().parse().unwrap()
    };
    let (mut date, until) = (day(period.from()), day(period.until()));
    let mut months = whole(0);
    while date < until {
        months += whole(1) / whole(i64::from(date.days_in_month()));
        date = date.tomorrow().unwrap();
    }
    months
}

/// What each part takes of an amount for the year.
fn split_up(amount: i128, split: Split, parts: &[Statement]) -> Vec<BigInt> {
    let weight = |part: &Statement| match split {
        Split::Days => whole(part.figures().period.days()),
        _ => months(part.figures().period),
    };
    let weights: Vec<Fraction> = parts.iter().map(weight).collect();
    apportion(&BigInt::from(amount), &weights)
}

#[test]
fn the_parts_take_every_amount_of_the_year() {
    check(96, &seeds(), |seed| {
        let mut case = straddle(seed);
        let (first, later) = case.schemes.split_first_mut().unwrap();
        for scheme in later {
            for (channel, first) in scheme.channels.iter_mut().zip(&first.channels) {
                channel.pool.clone_from(&first.pool);
                if let (Some(own), Some(first)) = (&mut channel.reserve, &first.reserve) {
                    own.provision.clone_from(&first.provision);
                }
                if channel.pool.is_empty()
                    || !matches!(first.price, PriceDocument::Announced { .. })
                {
                    channel.price.clone_from(&first.price);
                }
            }
        }
        let schemes = all_checked(&case.schemes);
        let split = *case.random.pick(&[Split::Days, Split::Months]);
        let settled = in_parts(&schemes, split, &case.facts)?;
        let parts = settled.statement().parts();
        let traces = settled.explain(&case.facts.payees[0].code).unwrap();
        for rules in &case.schemes[0].channels {
            let channel = |part: &Statement| -> ChannelFigures {
                let mut channels = part.figures().channels.iter();
                channels.find(|channel| channel.code == rules.code).unwrap().clone()
            };
            for line in &rules.pool {
                let taken: Vec<BigInt> = parts
                    .iter()
                    .map(|part| {
                        let pool = channel(part).pool.unwrap();
                        let own = pool.lines.iter().find(|own| own.code == line.code).unwrap();
                        BigInt::from(own.amount.fen())
                    })
                    .collect();
                let amount = stated(&line.amounts[0].value);
                prop_assert_eq!(taken.iter().sum::<BigInt>(), BigInt::from(amount));
                prop_assert_eq!(taken, split_up(amount, split, parts));
            }
            // What a provision takes is less where the reserve is full; a trace says what it would.
            let provision = rules.reserve.as_ref().and_then(|reserve| reserve.provision.as_ref());
            if let Some(ProvisionDocument { amount, .. }) = provision
                && let [amount] = amount.as_slice()
            {
                let id = format!("{}/provision-full", rules.code);
                let value = |trace: &work_equivalent::statement::Trace| {
                    trace.figure(&id).unwrap().value.clone()
                };
                let sum: work_equivalent::exact::Exact = traces.iter().map(value).sum();
                let amount = amount.value.as_str().parse().unwrap();
                prop_assert_eq!(sum, amount);
            }
        }
        Ok(())
    });
}

/// Makes all values whole but volumes, so that nothing is rounded, and pay depend on volumes only.
fn make_exact(scheme: &mut SchemeDocument) {
    let round = |number: &mut work_equivalent::units::Number| {
        let (whole, _) = number.as_str().split_once('.').unwrap_or((number.as_str(), ""));
        *number = format!("{}", whole.parse::<i64>().unwrap() + 1).as_str().into();
    };
    for item in &mut scheme.items {
        for weight in &mut item.weights {
            weight.value.iter_mut().for_each(round);
            weight.by_group.iter_mut().flatten().for_each(|(_, number)| round(number));
        }
    }
    scheme.groups.iter_mut().for_each(|group| group.difficulty.clear());
    for channel in &mut scheme.channels {
        channel.appraisal = None;
        channel.money = None;
        if let PriceDocument::Announced { values, .. } = &mut channel.price {
            for value in values {
                round(&mut value.value);
            }
        }
    }
}

/// How much a sum of rounded amounts can differ: the fen of a unit, for each that was rounded.
fn tolerance(scheme: &SchemeDocument, rounded: usize) -> i128 {
    let places = scheme.channels.iter().filter_map(|channel| channel.money);
    let places = places.map(Rounding::places).min().unwrap_or(2);
    i128::try_from(rounded).unwrap() * 10_i128.pow(u32::from(2 - places))
}

#[test]
fn an_announced_price_pays_the_same_in_parts() {
    check(96, &seeds(), |seed| {
        let mut case = straddle(seed);
        let is_exact = case.random.chance(50);
        let mut scheme = case.schemes[0].clone();
        (scheme.until, scheme.repeals) = (None, Vec::new());
        for item in &mut scheme.items {
            item.ceiling.clear();
            item.bands = None;
        }
        if is_exact {
            make_exact(&mut scheme);
        }
        // A veto counts in the last part only.
        case.facts.findings.retain(|finding| finding.kind != "否决");
        for later in &mut case.schemes {
            *later = SchemeDocument {
                from: later.from.clone(),
                until: later.until.clone(),
                number: later.number.clone(),
                repeals: later.repeals.clone(),
                ..scheme.clone()
            };
        }
        let schemes = all_checked(&case.schemes);
        let settled = in_parts(&schemes, *case.random.pick(&SPLITS), &case.facts)?;
        let parts = settled.statement().parts();
        let once = super::statement(&scheme, &case.facts)?;
        for (rules, channel) in scheme.channels.iter().zip(0..) {
            if !matches!(rules.price, PriceDocument::Announced { .. }) {
                continue;
            }
            let code = &rules.code;
            let place = once.figures().channels.iter().position(|it| it.code == *code).unwrap();
            for (payee, paid_once) in once.figures().channels[place].payees.iter().enumerate() {
                let own = |part: &Statement| {
                    part.figures().channels[place].payees[payee].entitlement.fen()
                };
                let sum: i128 = parts.iter().map(own).sum();
                let within = if is_exact { 0 } else { tolerance(&scheme, parts.len() + 1) };
                let difference = sum - paid_once.entitlement.fen();
                prop_assert!(difference.abs() <= within, "{} of channel {}", difference, channel);
            }
        }
        Ok(())
    });
}
