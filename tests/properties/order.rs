//! Rule 6, invariants: the order of records, payees and items never matters; nor does that of
//! anything else in the documents whose order means nothing.

use proptest::prelude::*;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{PriceDocument, SchemeDocument};

use crate::random::Random;
use crate::support::{case, check, seeds, settled, statement};

/// Shuffles everything but what an appraisal consists of, whose order a trace follows.
fn shuffle(scheme: &mut SchemeDocument, facts: &mut FactsDocument, random: &mut Random) {
    for group in &mut scheme.groups {
        random.shuffle(&mut group.difficulty);
    }
    for item in &mut scheme.items {
        random.shuffle(&mut item.weights);
        random.shuffle(&mut item.ceiling);
    }
    for channel in &mut scheme.channels {
        for line in &mut channel.pool {
            random.shuffle(&mut line.amounts);
        }
        random.shuffle(&mut channel.pool);
        if let Some(reserve) = &mut channel.reserve {
            random.shuffle(&mut reserve.target);
            if let Some(provision) = &mut reserve.provision {
                random.shuffle(&mut provision.rate);
                random.shuffle(&mut provision.amount);
            }
            if let Some(withholding) = &mut reserve.withholding {
                random.shuffle(&mut withholding.rate);
            }
        }
        if let PriceDocument::Announced { values, .. } = &mut channel.price {
            random.shuffle(values);
        }
    }
    random.shuffle(&mut scheme.groups);
    random.shuffle(&mut scheme.income_classes);
    random.shuffle(&mut scheme.categories);
    random.shuffle(&mut scheme.items);
    random.shuffle(&mut scheme.appraisals);
    random.shuffle(&mut scheme.channels);
    random.shuffle(&mut facts.payees);
    random.shuffle(&mut facts.volumes);
    random.shuffle(&mut facts.marks);
    random.shuffle(&mut facts.opening.reserves);
}

#[test]
fn the_order_of_the_documents_never_matters() {
    check(400, &seeds(), |seed| {
        let (mut scheme, mut facts, mut random) = case(seed);
        let before = settled(&scheme, &facts);
        shuffle(&mut scheme, &mut facts, &mut random);
        prop_assert_eq!(settled(&scheme, &facts), before);
        Ok(())
    });
}

#[test]
fn the_order_of_dimensions_and_indicators_never_changes_a_statement() {
    check(200, &seeds(), |seed| {
        let (mut scheme, facts, mut random) = case(seed);
        let before = statement(&scheme, &facts);
        for appraisal in &mut scheme.appraisals {
            for dimension in &mut appraisal.dimensions {
                random.shuffle(&mut dimension.indicators);
            }
            random.shuffle(&mut appraisal.dimensions);
        }
        prop_assert_eq!(statement(&scheme, &facts), before);
        Ok(())
    });
}
