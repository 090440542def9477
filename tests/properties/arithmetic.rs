//! Rule 3.2: between two rounding points everything is exact, so the laws of arithmetic hold.

use proptest::prelude::*;
use work_equivalent::exact::Exact;

use crate::support::{check, exacts, fraction};

#[test]
fn sums_and_products_obey_the_laws_of_arithmetic() {
    check(500, &(exacts(), exacts(), exacts()), |(a, b, c)| {
        prop_assert_eq!(a.plus(&b), b.plus(&a));
        prop_assert_eq!(a.times(&b), b.times(&a));
        prop_assert_eq!(a.plus(&b).plus(&c), a.plus(&b.plus(&c)));
        prop_assert_eq!(a.times(&b).times(&c), a.times(&b.times(&c)));
        prop_assert_eq!(a.times(&b.plus(&c)), a.times(&b).plus(&a.times(&c)));
        prop_assert_eq!(a.plus(&Exact::zero()), a.clone());
        prop_assert_eq!(a.times(&Exact::one()), a.clone());
        prop_assert_eq!([&a, &b, &c].into_iter().sum::<Exact>(), a.plus(&b).plus(&c));
        Ok(())
    });
}

#[test]
fn differences_and_quotients_undo_sums_and_products() {
    check(500, &(exacts(), exacts()), |(a, b)| {
        prop_assert_eq!(a.plus(&b).minus(&b), a.clone());
        prop_assert_eq!(a.minus(&b).plus(&b), a.clone());
        match a.divided_by(&b) {
            None => prop_assert!(b.is_zero()),
            Some(quotient) => {
                prop_assert_eq!(quotient.times(&b), a.clone());
                prop_assert_eq!(a.times(&b).divided_by(&b), Some(a));
            }
        }
        Ok(())
    });
}

#[test]
fn the_order_of_numbers_is_that_of_their_difference() {
    check(500, &(exacts(), exacts(), exacts()), |(a, b, c)| {
        prop_assert_eq!(a < b, a.minus(&b).is_negative());
        prop_assert_eq!(a.cmp(&b), a.plus(&c).cmp(&b.plus(&c)));
        prop_assert_eq!(a.cmp(&b), fraction(&a).cmp(&fraction(&b)));
        prop_assert_eq!(a == b, a.to_string() == b.to_string());
        Ok(())
    });
}
