//! Rule 6, invariants: scaling all weights leaves derived-price payments as they are.

use proptest::prelude::*;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::statement::{CategoryFigures, ChannelFigures, PriceFigures};
use work_equivalent::units::Money;

use crate::generate;
use crate::support::{check, from_millionths, millionths, seeds, statement};

/// The scheme with all its weights multiplied and divided, if they stay in their range.
fn scaled(scheme: &SchemeDocument, (by, over): (i64, i64)) -> Option<SchemeDocument> {
    const MOST: i64 = 9_999_999_999;
    let mut scheme = scheme.clone();
    let weights = scheme.items.iter_mut().flat_map(|item| &mut item.weights);
    for weight in weights {
        for number in weight
            .value
            .iter_mut()
            .chain(weight.by_group.iter_mut().flatten().map(|(_, number)| number))
        {
            let scaled = millionths(number) * by;
            if scaled % over != 0 || scaled / over > MOST {
                return None;
            }
            *number = from_millionths(scaled / over);
        }
    }
    Some(scheme)
}

/// Everything about a channel that is money.
fn money(channel: &ChannelFigures) -> Vec<Option<Money>> {
    let category = |category: &CategoryFigures| -> Vec<Money> {
        let items = category.items.iter().map(|item| item.amount);
        items.chain([category.amount]).collect()
    };
    let payees = channel.payees.iter().flat_map(|payee| {
        let parts = payee.categories.iter().flat_map(category);
        parts.chain([payee.before_appraisal, payee.entitlement])
    });
    let all = channel.categories.iter().flat_map(category).chain(payees);
    let sums = [Some(channel.entitlement), Some(channel.appraisal_loss.amount), channel.remainder];
    all.map(Some).chain(sums).collect()
}

#[test]
fn scaling_all_weights_leaves_derived_payments_as_they_are() {
    let factors = prop::sample::select(vec![(2, 1), (1, 2), (3, 1), (1, 10), (7, 5), (100, 1)]);
    check(150, &(seeds(), factors), |(seed, factor)| {
        let (scheme, facts) = generate::case(seed);
        let Some(scaled) = scaled(&scheme, factor) else {
            return Err(TestCaseError::reject("a weight leaves its range"));
        };
        let before = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        // A published price is rounded, and leaves another surplus or overrun to refuse.
        let after = statement(&scaled, &facts).map_err(TestCaseError::reject)?;
        let channels = before.figures().channels.iter().zip(&after.figures().channels);
        let mut derived = channels
            .filter(|(before, _)| matches!(before.price, PriceFigures::Derived { .. }))
            .peekable();
        prop_assume!(derived.peek().is_some());
        for (before, after) in derived {
            prop_assert_eq!(money(before), money(after));
        }
        Ok(())
    });
}
