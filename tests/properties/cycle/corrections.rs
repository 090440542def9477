//! The supplementary statement, and the digest by which statements are told apart.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde_json::Value;
use work_equivalent::exact::Exact;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{Reason, Statement, Supplement};

use super::tampering::places;
use super::{Case, case, statement};
use crate::random::Random;
use crate::support::{check, from_millionths, millionths, seeds};

/// Corrects something: a mark, a volume, a finding, an advance or the instalment it pays.
fn correct(facts: &mut FactsDocument, random: &mut Random) {
    match random.below(5) {
        0 if !facts.marks.is_empty() => {
            let place = random.index(facts.marks.len());
            let mark = &mut facts.marks[place].mark;
            *mark = from_millionths(millionths(mark) / 2);
        }
        1 if !facts.volumes.is_empty() => {
            let place = random.index(facts.volumes.len());
            let record = &mut facts.volumes[place];
            let volume = record.verified.as_mut().or(record.reported.as_mut()).unwrap();
            *volume = from_millionths(millionths(volume) + random.between(1, 50_000_000));
        }
        2 if !facts.findings.is_empty() => {
            let place = random.index(facts.findings.len());
            facts.findings.remove(place);
        }
        3 if !facts.advances.is_empty() => {
            let place = random.index(facts.advances.len());
            facts.advances.remove(place);
        }
        _ => facts.advances.iter_mut().for_each(|advance| advance.instalment = None),
    }
}

fn for_all() -> [Reason; 1] {
    [Reason { payee: None, text: "复核".to_owned() }]
}

#[test]
fn a_supplement_adds_up() {
    check(192, &seeds(), |seed| {
        let Case { scheme, mut facts, mut random } = case(seed);
        let closed = statement(&scheme, &facts)?;
        correct(&mut facts, &mut random);
        let corrected = statement(&scheme, &facts)?;
        let forth = Supplement::new(&closed, &corrected, &for_all());
        if closed == corrected {
            prop_assert!(forth.is_err());
            return Err(TestCaseError::reject("the correction changes nothing"));
        }
        let forth = forth.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let (before, after, difference) = forth.payable();
        prop_assert_eq!(before, closed.figures().payable);
        prop_assert_eq!(after, corrected.figures().payable);
        prop_assert_eq!(after.fen() - before.fen(), difference.fen());
        let mut of_payees = 0;
        for payee in forth.payees() {
            prop_assert_eq!(payee.after.fen() - payee.before.fen(), payee.difference.fen());
            of_payees += payee.difference.fen();
        }
        prop_assert_eq!(of_payees, difference.fen());
        let zero = Exact::zero();
        for change in forth.changes() {
            let before = change.before.as_ref().unwrap_or(&zero);
            prop_assert_ne!(&change.before, &change.after);
            let after = change.after.as_ref().unwrap_or(&zero);
            prop_assert_eq!(&before.plus(&change.difference), after);
        }
        let digests = [&closed, &corrected].map(|statement| statement.digest().unwrap());
        prop_assert_eq!(forth.digests(), (digests[0].as_str(), digests[1].as_str()));
        prop_assert_ne!(&digests[0], &digests[1]);

        // The way back undoes it all.
        let back = Supplement::new(&corrected, &closed, &for_all()).unwrap();
        prop_assert_eq!(back.payable().2.fen(), -difference.fen());
        prop_assert_eq!(back.changes().len(), forth.changes().len());
        for (back, forth) in back.changes().iter().zip(forth.changes()) {
            prop_assert_eq!((&back.channel, &back.payee), (&forth.channel, &forth.payee));
            prop_assert_eq!(&back.figure, &forth.figure);
            prop_assert_eq!((&back.before, &back.after), (&forth.after, &forth.before));
            prop_assert_eq!(back.difference.plus(&forth.difference), Exact::zero());
        }
        for (back, forth) in back.payees().iter().zip(forth.payees()) {
            prop_assert_eq!(&back.code, &forth.code);
            prop_assert_eq!((back.before, back.after), (forth.after, forth.before));
        }
        Ok(())
    });
}

#[test]
fn without_a_change_there_is_no_supplement() {
    check(32, &seeds(), |seed| {
        let case = case(seed);
        let closed = statement(&case.scheme, &case.facts)?;
        prop_assert!(Supplement::new(&closed, &closed.clone(), &for_all()).is_err());
        prop_assert!(Supplement::new(&closed, &closed.clone(), &[]).is_err());
        Ok(())
    });
}

/// The small example of the readme.
fn small() -> Statement {
    let scheme = include_str!("../../../examples/data/small/scheme.json");
    let scheme: Scheme = serde_json::from_str(scheme).unwrap();
    let facts = include_str!("../../../examples/data/small/facts.json");
    let facts = Facts::new(&scheme, &serde_json::from_str(facts).unwrap()).unwrap();
    settle(&facts).unwrap().statement().unwrap().clone()
}

/// The SHA-256 of bytes by the tool of that name; none where there is none.
fn sha256sum(bytes: &[u8]) -> Option<String> {
    let tool = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut tool = tool.ok()?;
    tool.stdin.take()?.write_all(bytes).ok()?;
    let said = String::from_utf8(tool.wait_with_output().ok()?.stdout).ok()?;
    said.split_whitespace().next().map(str::to_owned)
}

#[test]
fn the_digest_of_a_small_statement_is_known() {
    let digest = small().digest().unwrap();
    assert_eq!(digest, PINNED, "the statement, or how it is written, is another");
}

const PINNED: &str = "c7bd8f973be57dac4a40d108545ee671134df9773aa398dab0f2a3d9503b8039";

#[test]
fn a_digest_is_the_sha_256_of_the_statement() {
    if sha256sum(b"").is_none() {
        println!("skipped: there is no sha256sum here");
        return;
    }
    check(32, &seeds(), |seed| {
        let case = case(seed);
        let statement = statement(&case.scheme, &case.facts)?;
        let bytes = serde_json::to_vec(&statement).unwrap();
        prop_assert_eq!(statement.digest().unwrap(), sha256sum(&bytes).unwrap());
        Ok(())
    });
}

#[test]
fn whatever_changes_in_a_statement_changes_its_digest() {
    check(12, &seeds(), |seed| {
        let case = case(seed);
        let statement = statement(&case.scheme, &case.facts)?;
        let digest = statement.digest().unwrap();
        prop_assert_eq!(&statement.clone().digest().unwrap(), &digest);
        // Whatever can be changed alone: names, citations, and what no equation fixes.
        let mut json = serde_json::to_value(&statement).unwrap();
        let mut changed = 0;
        for place in places(&json) {
            let before = json.pointer(&place).unwrap().clone();
            let Some(text) = before.as_str() else { continue };
            *json.pointer_mut(&place).unwrap() = Value::from(format!("{text}1"));
            if let Ok(other) = serde_json::from_value::<Statement>(json.clone())
                && other != statement
            {
                prop_assert_ne!(&other.digest().unwrap(), &digest, "{}", place);
                changed += 1;
            }
            *json.pointer_mut(&place).unwrap() = before;
        }
        prop_assert!(changed > 5);
        Ok(())
    });
}
