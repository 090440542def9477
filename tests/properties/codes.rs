//! Rule 8, trace: a figure is told from every other one, whatever codes a scheme chooses.

use std::collections::BTreeMap;

use proptest::prelude::*;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{FindingRuleDocument, SchemeDocument};

use crate::random::Random;
use crate::support::{case, check, seeds, settled};

/// Codes that are accepted, and that look like a part of something else.
const CODES: [&str; 20] = [
    "advance",
    "advanced",
    "deduction",
    "due",
    "instalment",
    "share",
    "income",
    "entitlement",
    "a",
    "category",
    "equivalents",
    "pool",
    "item",
    "total",
    "score",
    "distributable",
    "coefficient",
    "marks",
    "price",
    "total-income",
];

/// A new code for each of some records, from those above while they last, and each once.
fn renamed<'c>(
    codes: impl IntoIterator<Item = &'c String>,
    random: &mut Random,
) -> BTreeMap<String, String> {
    let mut new = CODES;
    random.shuffle(&mut new);
    codes.into_iter().cloned().zip(new.map(str::to_owned)).collect()
}

/// Gives every channel, category, class of income, pool line, instalment, advance and finding a
/// code of those.
fn rename(scheme: &mut SchemeDocument, facts: &mut FactsDocument, random: &mut Random) {
    let channels = renamed(scheme.channels.iter().map(|record| &record.code), random);
    let categories = renamed(scheme.categories.iter().map(|record| &record.code), random);
    let classes = renamed(scheme.income_classes.iter().map(|record| &record.code), random);
    let advances = renamed(facts.advances.iter().map(|record| &record.code), random);
    let findings = renamed(facts.findings.iter().map(|record| &record.code), random);
    let change = |code: &mut String, to: &BTreeMap<String, String>| {
        if let Some(new) = to.get(code) {
            code.clone_from(new);
        }
    };
    for channel in &mut scheme.channels {
        let lines = renamed(channel.pool.iter().map(|record| &record.code), random);
        channel.pool.iter_mut().for_each(|line| change(&mut line.code, &lines));
        let amounts = facts.pool_amounts.iter_mut();
        let amounts = amounts.filter(|amount| amount.channel == channel.code);
        amounts.for_each(|amount| change(&mut amount.line, &lines));
        let plan = channel.advances.iter_mut().filter_map(|advances| advances.plan.as_mut());
        for plan in plan {
            let instalments = renamed(plan.instalments.iter().map(|record| &record.code), random);
            plan.instalments.iter_mut().for_each(|record| change(&mut record.code, &instalments));
            for advance in facts.advances.iter_mut().filter(|it| it.channel == channel.code) {
                advance.instalment.iter_mut().for_each(|code| change(code, &instalments));
            }
        }
        change(&mut channel.code, &channels);
    }
    for category in &mut scheme.categories {
        change(&mut category.code, &categories);
        change(&mut category.channel, &channels);
        change(&mut category.income_class, &classes);
    }
    scheme.income_classes.iter_mut().for_each(|record| change(&mut record.code, &classes));
    scheme.items.iter_mut().for_each(|record| change(&mut record.category, &categories));
    for kind in &mut scheme.finding_kinds {
        if let FindingRuleDocument::Fixed { channel, .. }
        | FindingRuleDocument::Stated { channel } = &mut kind.rule
        {
            change(channel, &channels);
        }
    }
    facts.advances.iter_mut().for_each(|record| change(&mut record.code, &advances));
    facts.findings.iter_mut().for_each(|record| change(&mut record.code, &findings));
    let opening = &mut facts.opening;
    let amounts = opening.owed.iter_mut().chain(&mut opening.entitlements);
    let refer = (facts.advances.iter_mut().map(|record| &mut record.channel))
        .chain(facts.budgets.iter_mut().map(|record| &mut record.channel))
        .chain(opening.reserves.iter_mut().map(|record| &mut record.channel))
        .chain(opening.claims.iter_mut().map(|record| &mut record.channel))
        .chain(amounts.map(|record| &mut record.channel))
        .chain(facts.pool_amounts.iter_mut().map(|record| &mut record.channel));
    refer.for_each(|code| change(code, &channels));
}

#[test]
fn no_code_takes_the_place_of_a_figure() {
    check(300, &seeds(), |seed| {
        let (mut scheme, mut facts, mut random) = case(seed);
        rename(&mut scheme, &mut facts, &mut random);
        let settled = settled(&scheme, &facts).map_err(TestCaseError::reject)?;
        for trace in &settled.traces {
            prop_assert_eq!(trace.reevaluate(), Ok(None));
        }
        Ok(())
    });
}
