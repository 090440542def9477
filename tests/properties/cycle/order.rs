//! The order of the documents never matters, where an order means nothing.

use proptest::prelude::*;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{
    DatedDocument, FindingRuleDocument, OverrunRestDocument, PriceDocument, SchemeDocument,
    SurplusRestDocument,
};
use work_equivalent::settle;

use super::{case, checked};
use crate::random::Random;
use crate::support::{check, seeds};

/// Every list of dated values of the money cycle.
fn dated(scheme: &mut SchemeDocument) -> Vec<&mut Vec<DatedDocument>> {
    let mut lists = Vec::new();
    for kind in &mut scheme.finding_kinds {
        match &mut kind.rule {
            FindingRuleDocument::Disallow { multiple: values }
            | FindingRuleDocument::Fixed { amount: values, .. }
            | FindingRuleDocument::Veto { coefficient: values, .. } => lists.push(values),
            FindingRuleDocument::Stated { .. } => {}
        }
    }
    for channel in &mut scheme.channels {
        if let PriceDocument::Announced { values, .. } = &mut channel.price {
            lists.push(values);
        }
        lists.extend(channel.pool.iter_mut().map(|line| &mut line.amounts));
        if let Some(overrun) = &mut channel.overrun
            && let OverrunRestDocument::Share { payer } = &mut overrun.rest
        {
            lists.push(payer);
        }
        if let Some(surplus) = &mut channel.surplus
            && let SurplusRestDocument::Retain { share } = &mut surplus.rest
        {
            lists.push(share);
        }
        if let Some(reserve) = &mut channel.reserve {
            lists.push(&mut reserve.target);
            if let Some(provision) = &mut reserve.provision {
                lists.extend([&mut provision.rate, &mut provision.amount]);
            }
            lists.extend(reserve.withholding.as_mut().map(|withholding| &mut withholding.rate));
        }
    }
    lists
}

/// Cuts every list of dated values in two values that are the same, so that there is an order.
fn cut(scheme: &mut SchemeDocument) {
    for list in dated(scheme) {
        if let [only] = list.as_slice() {
            let mut later = only.clone();
            "2023-05-01".clone_into(&mut later.from);
            list.push(later);
        }
    }
}

/// Shuffles everything whose order means nothing.
pub fn shuffle(scheme: &mut SchemeDocument, facts: &mut FactsDocument, random: &mut Random) {
    for list in dated(scheme) {
        random.shuffle(list);
    }
    for channel in &mut scheme.channels {
        random.shuffle(&mut channel.pool);
        let plans = channel.advances.iter_mut().filter_map(|advances| advances.plan.as_mut());
        plans.for_each(|plan| random.shuffle(&mut plan.instalments));
    }
    random.shuffle(&mut scheme.groups);
    random.shuffle(&mut scheme.income_classes);
    random.shuffle(&mut scheme.categories);
    random.shuffle(&mut scheme.items);
    random.shuffle(&mut scheme.appraisals);
    random.shuffle(&mut scheme.finding_kinds);
    random.shuffle(&mut scheme.channels);
    random.shuffle(&mut facts.payees);
    random.shuffle(&mut facts.volumes);
    random.shuffle(&mut facts.marks);
    random.shuffle(&mut facts.findings);
    random.shuffle(&mut facts.budgets);
    random.shuffle(&mut facts.advances);
    let opening = &mut facts.opening;
    random.shuffle(&mut opening.reserves);
    random.shuffle(&mut opening.owed);
    random.shuffle(&mut opening.claims);
    random.shuffle(&mut opening.entitlements);
}

/// All that a settlement says: statement, digest, traces and closing; or why there is none.
fn said(scheme: &SchemeDocument, facts: &FactsDocument) -> Result<Vec<String>, String> {
    let scheme = checked(scheme);
    let facts = Facts::new(&scheme, facts).unwrap();
    let settled = settle(&facts).map_err(|error| error.to_string())?;
    let traces = facts.payees().map(|payee| settled.explain(payee).unwrap());
    let traces = serde_json::to_string(&traces.collect::<Vec<_>>()).unwrap();
    let by_item = settled.statement_by_item().unwrap();
    let (statement, closing) = settled.close().unwrap();
    let closing = serde_json::to_string(&closing).unwrap();
    let digests = [&statement, &by_item].map(|statement| statement.digest().unwrap());
    let json = [&statement, &by_item].map(|it| serde_json::to_string(it).unwrap());
    Ok([traces, closing].into_iter().chain(digests).chain(json).collect())
}

#[test]
fn the_order_of_the_documents_never_matters() {
    check(200, &seeds(), |seed| {
        let mut case = case(seed);
        let plain = said(&case.scheme, &case.facts);
        cut(&mut case.scheme);
        let before = said(&case.scheme, &case.facts);
        // A value that was restated later is still the same: only its citation is of another date.
        prop_assert_eq!(before.clone().map(|it| it[4].clone()), plain.map(|it| it[4].clone()));
        shuffle(&mut case.scheme, &mut case.facts, &mut case.random);
        // Too much to print: the seed says what to look at.
        prop_assert!(said(&case.scheme, &case.facts) == before);
        Ok(())
    });
}
