//! Rule 6, invariants: splitting a record in two never matters.

use jiff::civil::Date;
use proptest::prelude::*;
use work_equivalent::facts::VolumeDocument;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::units::Number;

use crate::random::Random;
use crate::support::{case, check, from_millionths, millionths, seeds, settled};

/// The largest volume, in millionths.
const MOST: i64 = 9_999_999_999_999_999;

/// Two numbers that sum to one; each is written in its own way. Where the number is of whole fen,
/// both are.
fn in_two(
    number: Option<&Number>,
    part: impl FnOnce(i64) -> i64,
) -> (Option<Number>, Option<Number>) {
    const FEN: i64 = 10_000;
    let Some(number) = number else { return (None, None) };
    let whole = millionths(number);
    let part = part(whole);
    let part = if whole % FEN == 0 { part / FEN * FEN } else { part };
    (Some(from_millionths(part)), Some(from_millionths(whole - part)))
}

/// A record of another volume, and a correction that makes up for the difference.
fn corrected(
    record: &VolumeDocument,
    voucher: usize,
    random: &mut Random,
) -> (VolumeDocument, VolumeDocument) {
    // An ordinary record stays at zero or above; the correction may be negative.
    let mut part = |whole: i64| match random.below(4) {
        0 => 0,
        1 => whole,
        2 => random.between(whole.min(0), whole.max(0)),
        _ => random.between(whole.min(0), MOST + whole.min(0)),
    };
    let (mut first, mut second) = (record.clone(), record.clone());
    (first.reported, second.reported) = in_two(record.reported.as_ref(), &mut part);
    (first.verified, second.verified) = in_two(record.verified.as_ref(), &mut part);
    second.correction = Some(format!("补{voucher}"));
    (first, second)
}

/// Two records that meet on a day inside the record; none if it has but one day.
fn by_dates(
    record: &VolumeDocument,
    random: &mut Random,
) -> Option<(VolumeDocument, VolumeDocument)> {
    let day = |text: &String| text.parse::<Date>().unwrap();
    let (from, until) = match &record.month {
        Some(month) => {
            let from = day(&format!("{month}-01"));
            (from, from.last_of_month().tomorrow().unwrap())
        }
        None => (day(record.from.as_ref()?), day(record.until.as_ref()?)),
    };
    let days: Vec<Date> =
        from.series(jiff::ToSpan::days(1)).take_while(|day| *day < until).collect();
    let inside = days.get(1..).filter(|inside| !inside.is_empty())?;
    let middle = random.pick(inside).to_string();

    let mut part = |whole: i64| random.between(whole.min(0), whole.max(0));
    let (mut first, mut second) = (record.clone(), record.clone());
    (first.reported, second.reported) = in_two(record.reported.as_ref(), &mut part);
    (first.verified, second.verified) = in_two(record.verified.as_ref(), &mut part);
    (first.month, second.month) = (None, None);
    (first.from, first.until) = (Some(from.to_string()), Some(middle.clone()));
    (second.from, second.until) = (Some(middle), Some(until.to_string()));
    Some((first, second))
}

#[test]
fn splitting_off_a_correction_never_matters() {
    check(300, &seeds(), |seed| {
        let (scheme, mut facts, mut random) = case(seed);
        prop_assume!(!facts.volumes.is_empty());
        let before = settled(&scheme, &facts);
        let mut volumes = Vec::new();
        for (voucher, record) in facts.volumes.drain(..).enumerate() {
            if is_stock(&scheme, &record) {
                volumes.push(record);
                continue;
            }
            let (first, second) = corrected(&record, voucher, &mut random);
            volumes.extend([first, second]);
        }
        facts.volumes = volumes;
        prop_assert_eq!(settled(&scheme, &facts), before);
        Ok(())
    });
}

/// Whether a record says how many there are.
fn is_stock(scheme: &SchemeDocument, record: &VolumeDocument) -> bool {
    scheme.items.iter().any(|item| item.code == record.item && item.per.is_some())
}

#[test]
fn splitting_by_dates_never_matters() {
    check(300, &seeds(), |seed| {
        let (scheme, mut facts, mut random) = case(seed);
        let before = settled(&scheme, &facts);
        let mut volumes = Vec::new();
        let mut stocks = false;
        for record in &facts.volumes {
            match by_dates(record, &mut random) {
                Some((mut first, mut second)) => {
                    if is_stock(&scheme, record) {
                        // As many on the days of one part as on those of the other.
                        stocks = true;
                        for part in [&mut first, &mut second] {
                            part.reported.clone_from(&record.reported);
                            part.verified.clone_from(&record.verified);
                        }
                    }
                    volumes.extend([first, second]);
                }
                None => volumes.push(record.clone()),
            }
        }
        prop_assume!(volumes.len() > facts.volumes.len());
        facts.volumes = volumes;
        let after = settled(&scheme, &facts);
        if let (true, Ok(before), Ok(after)) = (stocks, &before, &after) {
            // A trace lists the records of heads and posts one by one.
            prop_assert_eq!(&after.by_item, &before.by_item);
        } else {
            prop_assert_eq!(after, before);
        }
        Ok(())
    });
}
