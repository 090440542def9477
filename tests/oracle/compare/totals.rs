//! What a statement sums up, against the oracle's: categories, payees, classes of income.

use std::collections::BTreeMap;

use num_traits::Zero;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::statement::{ChannelFigures, NamedAmount, StatementFigures};
use work_equivalent::units::Money;

use super::read::{equivalents, fen};
use crate::numbers::{Fen, Fraction};
use crate::outcome::{ChannelOutcome, PayeeOutcome};

/// Holds the categories of a channel against the sums of the oracle's.
pub fn categories_agree(at: &str, channel: &ChannelFigures, outcome: &ChannelOutcome) {
    let mut sums: BTreeMap<&str, (Fraction, Fen)> = BTreeMap::new();
    for (code, measured, amount) in outcome.payees.iter().flat_map(|payee| &payee.categories) {
        let (of_category, fen) = sums.entry(code).or_default();
        *of_category += measured;
        *fen += amount;
    }
    let expected: Vec<_> = sums
        .into_iter()
        .map(|(code, (measured, fen))| (code, outcome.buys_equivalents.then_some(measured), fen))
        .collect();
    let categories: Vec<_> = (channel.categories.iter())
        .map(|it| (it.code.as_str(), equivalents(it.equivalents.as_ref()), fen(it.amount)))
        .collect();
    assert_eq!(categories, expected, "{at}: categories");
}

/// Holds the totals of payees and of the statement against the oracle's.
pub fn totals_agree(
    at: &str,
    figures: &StatementFigures,
    scheme: &SchemeDocument,
    outcomes: &[ChannelOutcome],
) {
    let all = || outcomes.iter().flat_map(|outcome| &outcome.payees);
    let sum = |figure: fn(&PayeeOutcome) -> &Fen| -> Fen { all().map(figure).sum() };
    assert_eq!(fen(figures.total), sum(|payee| &payee.entitlement), "{at}: total");
    assert_eq!(fen(figures.recorded), sum(|payee| &payee.recorded), "{at}: recorded");
    assert_eq!(fen(figures.payable), sum(|payee| &payee.payable), "{at}: payable");
    assert_eq!(fen(figures.advanced), sum(|payee| &payee.advanced), "{at}: advanced");
    assert_eq!(classes(&figures.income_classes), income(scheme, all()), "{at}: income");
    for total in &figures.payees {
        let of_payee = || all().filter(|payee| payee.code == total.code);
        let agrees = |name: &str, amount: Money, figure: fn(&PayeeOutcome) -> &Fen| {
            let expected: Fen = of_payee().map(figure).sum();
            assert_eq!(fen(amount), expected, "{at}, {}: {name} over all channels", total.code);
        };
        agrees("total", total.total, |payee| &payee.entitlement);
        agrees("recorded", total.recorded, |payee| &payee.recorded);
        agrees("payable", total.payable, |payee| &payee.payable);
        agrees("advanced", total.advanced, |payee| &payee.advanced);
        agrees("balance", total.balance, |payee| &payee.balance);
        let expected = income(scheme, of_payee());
        assert_eq!(classes(&total.income_classes), expected, "{at}, {}: income", total.code);
    }
}

/// What is owed under each class of income, those without anything left out.
fn income<'a>(
    scheme: &SchemeDocument,
    payees: impl Iterator<Item = &'a PayeeOutcome>,
) -> BTreeMap<String, Fen> {
    let mut income: BTreeMap<String, Fen> = BTreeMap::new();
    for (code, _, amount) in payees.flat_map(|payee| &payee.categories) {
        let category = scheme.categories.iter().find(|category| category.code == *code);
        *income.entry(category.unwrap().income_class.clone()).or_default() += amount;
    }
    income.retain(|_, amount| !amount.is_zero());
    income
}

/// The classes of a statement, those without anything left out.
fn classes(amounts: &[NamedAmount]) -> BTreeMap<String, Fen> {
    let amounts = amounts.iter().map(|it| (it.code.clone(), fen(it.amount)));
    amounts.filter(|(_, amount)| !amount.is_zero()).collect()
}
