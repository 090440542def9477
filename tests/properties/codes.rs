//! Rule 8, trace: a figure is told from every other one, whatever codes a scheme chooses.

use proptest::prelude::*;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;

use crate::random::Random;
use crate::support::{case, check, seeds, settled};

/// Codes that are accepted, and that look like a part of something else.
const CODES: [&str; 14] = [
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

/// Gives every channel, category, class of income and pool line a code of those, each once.
fn rename(scheme: &mut SchemeDocument, facts: &mut FactsDocument, random: &mut Random) {
    let mut codes = CODES;
    random.shuffle(&mut codes);
    for (channel, code) in scheme.channels.iter_mut().zip(codes) {
        for category in &mut scheme.categories {
            if category.channel == channel.code {
                // Marked, so that a later channel of that code does not take it over.
                category.channel = format!("\n{code}");
            }
        }
        for reserve in &mut facts.reserves {
            if reserve.channel == channel.code {
                reserve.channel = format!("\n{code}");
            }
        }
        code.clone_into(&mut channel.code);
        let mut codes = CODES;
        random.shuffle(&mut codes);
        for (line, code) in channel.pool.iter_mut().zip(codes) {
            code.clone_into(&mut line.code);
        }
    }
    random.shuffle(&mut codes);
    for (category, code) in scheme.categories.iter_mut().zip(codes) {
        for item in &mut scheme.items {
            if item.category == category.code {
                item.category = format!("\n{code}");
            }
        }
        code.clone_into(&mut category.code);
    }
    random.shuffle(&mut codes);
    for (class, code) in scheme.income_classes.iter_mut().zip(codes) {
        for category in &mut scheme.categories {
            code.clone_into(&mut category.income_class);
        }
        code.clone_into(&mut class.code);
    }
    let channels = scheme.categories.iter_mut().map(|category| &mut category.channel);
    let reserves = facts.reserves.iter_mut().map(|reserve| &mut reserve.channel);
    let categories = scheme.items.iter_mut().map(|item| &mut item.category);
    for code in channels.chain(reserves).chain(categories) {
        *code = code.trim_start().to_owned();
    }
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
