//! Splitting a record in two changes nothing that is paid.

use proptest::prelude::*;
use work_equivalent::scheme::FindingRuleDocument;
use work_equivalent::statement::{Statement, StatementFigures};
use work_equivalent::units::Number;

use super::{Case, case, statement};
use crate::random::Random;
use crate::support::{check, from_millionths, millionths, seeds};

/// A number of at least two hundredths in two parts of at least one; none if it is less.
fn in_two(number: &Number, random: &mut Random) -> Option<[Number; 2]> {
    let hundredths = millionths(number) / 10_000;
    let part = (hundredths > 1).then(|| random.between(1, hundredths - 1))?;
    Some([part, hundredths - part].map(|part| from_millionths(part * 10_000)))
}

#[test]
fn splitting_an_advance_never_matters() {
    check(128, &seeds(), |seed| {
        let Case { scheme, mut facts, mut random } = case(seed);
        let before = statement(&scheme, &facts)?;
        let mut advances = Vec::new();
        for mut advance in facts.advances.drain(..) {
            if let Some([one, other]) = in_two(&advance.amount, &mut random) {
                let mut second = advance.clone();
                second.code = format!("再{}", advance.code);
                second.date = format!("2024-{:02}-09", random.between(1, 12));
                second.amount = other;
                advance.amount = one;
                advances.push(second);
            }
            advances.push(advance);
        }
        prop_assume!(advances.len() > 1);
        facts.advances = advances;
        prop_assert_eq!(statement(&scheme, &facts)?, before);
        Ok(())
    });
}

/// The figures without findings that cost nothing, of which there are more after a split.
fn without_free_findings(statement: &Statement) -> StatementFigures {
    let mut figures = statement.figures().clone();
    for payee in figures.channels.iter_mut().flat_map(|channel| &mut channel.payees) {
        payee.deductions.retain(|deduction| deduction.due.fen() > 0);
    }
    figures
}

#[test]
fn splitting_a_disallowed_volume_never_matters() {
    check(128, &seeds(), |seed| {
        let Case { scheme, mut facts, mut random } = case(seed);
        let before = without_free_findings(&statement(&scheme, &facts)?);
        let mut findings = Vec::new();
        let mut is_split = false;
        for mut finding in facts.findings.drain(..) {
            let kind = scheme.finding_kinds.iter().find(|kind| kind.code == finding.kind);
            let is_free = matches!(
                &kind.unwrap().rule,
                FindingRuleDocument::Disallow { multiple } if multiple[0].value.as_str() == "0"
            );
            let volume = finding.volume.as_ref().filter(|_| is_free);
            if let Some([one, other]) = volume.and_then(|volume| in_two(volume, &mut random)) {
                let mut second = finding.clone();
                second.code = format!("再{}", finding.code);
                second.volume = Some(other);
                finding.volume = Some(one);
                findings.push(second);
                is_split = true;
            }
            findings.push(finding);
        }
        prop_assume!(is_split);
        facts.findings = findings;
        prop_assert_eq!(without_free_findings(&statement(&scheme, &facts)?), before);
        Ok(())
    });
}
