//! Rule 3.3: rounding to so many places, in one of four modes.

use proptest::prelude::*;
use work_equivalent::exact::{Exact, Mode, Rounding};

use crate::numbers;
use crate::support::{check, exacts, fraction};

fn roundings() -> impl Strategy<Value = Rounding> {
    let modes = [Mode::HalfAwayFromZero, Mode::HalfToEven, Mode::TowardsZero, Mode::AwayFromZero];
    let places = prop_oneof![Just(2), 0..=Rounding::MOST_PLACES];
    (places, prop::sample::select(modes.to_vec()))
        .prop_map(|(places, mode)| Rounding::new(places, mode).unwrap())
}

/// A rounding and a number; many numbers lie on a unit or on a half of one, or just beside it.
fn numbers_to_round() -> impl Strategy<Value = (Rounding, Exact)> {
    let near = |(rounding, halves, off): (Rounding, i64, i64)| {
        let half = unit(rounding).times(&Exact::scaled(5, 1));
        let number = half.times(&Exact::from(i128::from(halves)));
        (rounding, number.plus(&Exact::scaled(off.into(), 20)))
    };
    prop_oneof![(roundings(), -1000_i64..=1000, -1_i64..=1).prop_map(near), (roundings(), exacts()),]
}

/// One in the last place that is kept.
fn unit(rounding: Rounding) -> Exact {
    Exact::scaled(1, rounding.places().into())
}

fn negated(number: &Exact) -> Exact {
    Exact::zero().minus(number)
}

fn magnitude(number: &Exact) -> Exact {
    number.clone().max(negated(number))
}

#[test]
fn rounding_moves_a_number_by_less_than_a_unit() {
    check(1000, &numbers_to_round(), |(rounding, number)| {
        let rounded = rounding.round(&number);
        let moved = magnitude(&rounded.minus(&number));
        prop_assert!(moved < unit(rounding));
        if matches!(rounding.mode(), Mode::HalfAwayFromZero | Mode::HalfToEven) {
            prop_assert!(moved.times(&Exact::from(2)) <= unit(rounding));
        }
        // What is kept is a whole number of units.
        let units = rounded.divided_by(&unit(rounding)).unwrap();
        prop_assert!(fraction(&units).is_integer());
        Ok(())
    });
}

#[test]
fn rounding_twice_is_rounding_once() {
    check(1000, &numbers_to_round(), |(rounding, number)| {
        let rounded = rounding.round(&number);
        prop_assert_eq!(rounding.round(&rounded), rounded);
        Ok(())
    });
}

#[test]
fn rounding_treats_both_signs_alike() {
    check(1000, &numbers_to_round(), |(rounding, number)| {
        prop_assert_eq!(rounding.round(&negated(&number)), negated(&rounding.round(&number)));
        Ok(())
    });
}

#[test]
fn towards_zero_never_grows_a_number_and_away_from_it_never_shrinks_one() {
    check(1000, &numbers_to_round(), |(rounding, number)| {
        let by = |mode| {
            let rounding = Rounding::new(rounding.places(), mode).unwrap();
            magnitude(&rounding.round(&number))
        };
        let number = magnitude(&number);
        let (towards, away) = (by(Mode::TowardsZero), by(Mode::AwayFromZero));
        prop_assert!(towards <= number && number <= away);
        for mode in [Mode::HalfAwayFromZero, Mode::HalfToEven] {
            prop_assert!(by(mode) == towards || by(mode) == away);
        }
        Ok(())
    });
}

#[test]
fn rounding_never_turns_the_order_around() {
    check(1000, &(numbers_to_round(), -3_i64..=3, exacts()), |((rounding, one), units, far)| {
        let near = unit(rounding).times(&Exact::scaled(units.into(), 1));
        for other in [one.plus(&near), far] {
            let (least, most) = if one < other { (&one, &other) } else { (&other, &one) };
            prop_assert!(rounding.round(least) <= rounding.round(most));
        }
        Ok(())
    });
}

#[test]
fn rounding_is_what_the_oracle_does() {
    check(1000, &numbers_to_round(), |(rounding, number)| {
        let expected = numbers::round(&fraction(&number), rounding);
        prop_assert_eq!(fraction(&rounding.round(&number)), expected);
        Ok(())
    });
}
