//! Rule 3.4: an amount is split by largest remainder; the parts always sum to it, and the order of
//! input never changes a part.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use proptest::prelude::*;
use work_equivalent::exact::{Exact, Part, apportion};
use work_equivalent::units::Money;

use crate::numbers::{self, Fraction, whole};
use crate::support::{check, fraction};

/// Weights that are not all zero; some are zero, some are equal, some are fractions.
fn weights() -> impl Strategy<Value = Vec<Exact>> {
    let weight = prop_oneof![
        2 => (0_i128..=3).prop_map(Exact::from),
        2 => (1_i128..=1_000_000).prop_map(Exact::from),
        2 => (0..=i128::from(u64::MAX), 0_u32..=12).prop_map(|(n, places)| Exact::scaled(n, places)),
        1 => (0_i128..=1000, 1_i128..=1000)
            .prop_map(|(n, d)| Exact::from(n).divided_by(&Exact::from(d)).unwrap()),
    ];
    prop::collection::vec(weight, 1..=12)
        .prop_filter("all zero", |weights| weights.iter().any(|weight| !weight.is_zero()))
}

fn amounts() -> impl Strategy<Value = i128> {
    prop_oneof![0_i128..=30, 0_i128..=100_000_000, 0..=i128::MAX]
}

fn split(amount: i128, weights: &[Exact]) -> Vec<Part> {
    apportion(amount, weights).unwrap()
}

fn parts(amount: i128, weights: &[Exact]) -> Vec<i128> {
    split(amount, weights).into_iter().map(|part| part.amount).collect()
}

/// The exact shares.
fn shares(amount: i128, weights: &[Exact]) -> Vec<Fraction> {
    let weights: Vec<Fraction> = weights.iter().map(fraction).collect();
    let total: Fraction = weights.iter().sum();
    weights.iter().map(|weight| weight * BigInt::from(amount) / &total).collect()
}

#[test]
fn parts_sum_to_the_amount_and_lie_within_a_unit_of_their_shares() {
    check(500, &(amounts(), weights()), |(amount, weights)| {
        let parts = parts(amount, &weights);
        prop_assert_eq!(parts.iter().sum::<i128>(), amount);
        for ((part, share), weight) in parts.iter().zip(shares(amount, &weights)).zip(&weights) {
            let part = Fraction::from_integer(BigInt::from(*part));
            prop_assert!(&share - whole(1) < part && part < &share + whole(1));
            prop_assert!(!weight.is_zero() || part == whole(0));
        }
        Ok(())
    });
}

#[test]
fn every_part_can_be_checked_without_the_others() {
    check(500, &(amounts(), weights()), |(amount, weights)| {
        let parts = split(amount, &weights);
        for (part, share) in parts.iter().zip(shares(amount, &weights)) {
            let floor = share.floor().to_integer().to_i128().unwrap();
            let extra = i128::from(part.share.rank < part.share.leftover);
            prop_assert_eq!(part.amount, floor + extra);
            prop_assert_eq!(part.share.leftover, parts[0].share.leftover);
        }
        let ranks: BTreeSet<u64> = parts.iter().map(|part| part.share.rank).collect();
        prop_assert_eq!(ranks.len(), parts.len());
        Ok(())
    });
}

#[test]
fn the_order_of_input_never_changes_a_part() {
    let shuffled = (amounts(), weights()).prop_flat_map(|(amount, weights)| {
        let places: Vec<usize> = (0..weights.len()).collect();
        (Just(amount), Just(weights), Just(places).prop_shuffle())
    });
    check(500, &shuffled, |(amount, weights, places)| {
        // Parts with equal remainders are told apart by their place, which stands for their code;
        // all others keep their amount wherever they stand.
        let remainders: Vec<Fraction> =
            shares(amount, &weights).iter().map(Fraction::fract).collect();
        let distinct: BTreeSet<&Fraction> = remainders.iter().collect();
        prop_assume!(distinct.len() == weights.len());
        let moved: Vec<Exact> = places.iter().map(|&place| weights[place].clone()).collect();
        let before = parts(amount, &weights);
        let expected: Vec<i128> = places.iter().map(|&place| before[place]).collect();
        prop_assert_eq!(parts(amount, &moved), expected);
        Ok(())
    });
}

#[test]
fn equal_weights_differ_by_a_unit_at_most_and_the_first_has_it() {
    check(300, &(amounts(), weights(), 2_usize..=4), |(amount, weights, times)| {
        let repeated: Vec<Exact> =
            weights.iter().flat_map(|weight| vec![weight.clone(); times]).collect();
        for twins in parts(amount, &repeated).chunks(times) {
            prop_assert!(twins.is_sorted_by(|a, b| a >= b));
            prop_assert!(twins[0] - twins[times - 1] <= 1);
        }
        Ok(())
    });
}

#[test]
fn scaling_all_weights_changes_nothing() {
    let factor = (1_i128..=1_000_000, 1_i128..=1_000_000);
    check(500, &(amounts(), weights(), factor), |(amount, weights, (by, over))| {
        let factor = Exact::from(by).divided_by(&Exact::from(over)).unwrap();
        let scaled: Vec<Exact> = weights.iter().map(|weight| weight.times(&factor)).collect();
        prop_assert_eq!(split(amount, &scaled), split(amount, &weights));
        Ok(())
    });
}

#[test]
fn apportionment_is_what_the_oracle_does() {
    check(500, &(amounts(), weights()), |(amount, weights)| {
        let plain: Vec<Fraction> = weights.iter().map(fraction).collect();
        let expected = numbers::apportion(&amount.into(), &plain);
        let parts: Vec<BigInt> = parts(amount, &weights).into_iter().map(BigInt::from).collect();
        prop_assert_eq!(parts, expected);
        Ok(())
    });
}

#[test]
fn money_is_split_by_the_fen() {
    check(200, &(0..10_i128.pow(38), weights()), |(fen, weights)| {
        let money = Money::from_fen(fen).unwrap();
        let parts = money.apportion(&weights).unwrap();
        let expected = split(fen, &weights);
        prop_assert_eq!(parts.len(), expected.len());
        for ((part, share), expected) in parts.into_iter().zip(expected) {
            prop_assert_eq!((part.fen(), share), (expected.amount, expected.share));
        }
        Ok(())
    });
}
