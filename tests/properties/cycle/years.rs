//! Years in sequence: each closing opens the next year, and over all of them nothing is lost and
//! nothing comes from nowhere.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use work_equivalent::facts::{Cause, Closing, Facts, FactsDocument, OpeningDocument};
use work_equivalent::scheme::{Excess, Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::statement::{PayeeFigures, Statement};
use work_equivalent::units::Number;

use super::balance::{all, stated};
use super::district::{District, Rounds};
use super::tampering::{add_fen, places};
use super::{YEAR, checked};
use crate::support::{check, seeds};

/// A settled year, with the closing it leaves behind, as it is kept until the next.
struct Year {
    scheme: SchemeDocument,
    facts: FactsDocument,
    statement: Statement,
    closing: String,
}

/// A year after another: the statement and what it leaves behind, or why it is refused.
fn following(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    closing: &str,
) -> Result<(Statement, Closing), String> {
    let closing: Closing = serde_json::from_str(closing).map_err(|error| error.to_string())?;
    let scheme = checked(scheme);
    let facts = Facts::following(&scheme, facts, closing).map_err(|error| error.to_string())?;
    let settled = settle(&facts).map_err(|error| error.to_string())?;
    settled.close().map_err(|error| error.to_string())
}

/// Three to six years of a district, each under another scheme.
fn years(seed: u64) -> Result<Vec<Year>, TestCaseError> {
    let mut district = District::new(seed);
    let count = district.random.between(3, 6);
    let mut years: Vec<Year> = Vec::new();
    let mut left: Option<Closing> = None;
    for year in 2024..2024 + count {
        let document = district.scheme(year, Rounds::Any);
        let mut facts = district.facts(&document, year, &YEAR);
        let scheme = Scheme::new(document.clone()).unwrap();
        if left.is_none() {
            district.opening(&document, &mut facts, year);
        }
        let checked = match left.take() {
            None => Facts::new(&scheme, &facts),
            Some(closing) => Facts::following(&scheme, &facts, closing),
        };
        let checked = checked.unwrap_or_else(|error| panic!("{error}"));
        let settled = settle(&checked).map_err(|e| TestCaseError::reject(e.to_string()))?;
        let (statement, closing) = settled.close().unwrap();
        let kept = serde_json::to_string(&closing).unwrap();
        left = Some(closing);
        years.push(Year { scheme: document, facts, statement, closing: kept });
    }
    Ok(years)
}

/// Two years of a district that follow one another.
fn two_years(seed: u64) -> Result<[Year; 2], TestCaseError> {
    let mut years = years(seed)?;
    years.truncate(2);
    Ok(years.try_into().ok().unwrap())
}

#[test]
fn what_enters_leaves_or_is_still_held() {
    check(128, &seeds(), |seed| {
        let years = years(seed)?;
        let first = years[0].statement.figures();
        for (place, channel) in first.channels.iter().enumerate() {
            let channels = || years.iter().map(|year| &year.statement.figures().channels[place]);
            prop_assert!(channels().all(|other| other.code == channel.code));
            let money = |channel: &work_equivalent::statement::ChannelFigures| {
                let money = &channel.money;
                let entering = money.appropriated.fen() + money.payer_share.fen();
                entering - money.payable.fen() - money.treasury.fen()
            };
            let gained: i128 = channels().map(money).sum();
            let last = channels().next_back().unwrap();
            let [opened, held] = [(channel, true), (last, false)].map(|(channel, is_opening)| {
                let reserve = channel.reserve.as_ref();
                reserve.map_or(0, |it| if is_opening { it.opening } else { it.closing }.fen())
            });
            prop_assert_eq!(opened + gained, held);
            // Of all payees; each by itself below.
            let owed = channels().map(|channel| all(channel, |payee| payee.owed)).sum::<i128>();
            let paid = channels().map(|c| all(c, |payee| payee.owed_paid)).sum::<i128>();
            let before = all(channel, |payee| payee.owed_before);
            prop_assert_eq!(before + owed, paid + all(last, |payee| payee.owed_after));
        }
        for channel in 0..first.channels.len() {
            (0..first.payees.len()).try_for_each(|payee| payee_over(&years, channel, payee))?;
        }
        Ok(())
    });
}

/// What a payee is owed, what it has to give back, and its cash over all years.
fn payee_over(years: &[Year], channel: usize, payee: usize) -> TestCaseResult {
    let figures = |year: &Year| -> PayeeFigures {
        year.statement.figures().channels[channel].payees[payee].clone()
    };
    let code = &years[0].statement.figures().channels[channel].code;
    let opening = &years[0].facts.opening;
    let own = figures(&years[0]).code;
    let opened = opening.claims.iter().filter(|it| it.channel == *code && it.payee == own);
    let of_advances = |cause: &Cause| *cause == Cause::Advances {};
    let claims: i128 = opened.clone().map(|claim| stated(&claim.amount)).sum();
    let opened = opened.filter(|claim| of_advances(&claim.cause));
    let advanced_before: i128 = opened.map(|claim| stated(&claim.amount)).sum();

    // By year: what it is paid, what it is still owed, and what it still has to give back.
    let (mut new_claims, mut deducted, mut deducted_for_advances) = (0, 0, 0);
    let (mut cash, mut payable) = (0, 0);
    let mut owed = figures(&years[0]).owed_before.fen();
    for year in years {
        let figures = figures(year);
        let period = year.statement.figures().period;
        prop_assert_eq!(owed, figures.owed_before.fen());
        owed += figures.owed.fen() - figures.owed_paid.fen();
        prop_assert_eq!(owed, figures.owed_after.fen());
        for deduction in &figures.deductions {
            if deduction.origin.period == period {
                new_claims += deduction.due.fen();
            }
            deducted += deduction.deducted.fen();
            if of_advances(&deduction.origin.cause) {
                deducted_for_advances += deduction.deducted.fen();
            }
        }
        new_claims += figures.carried_forward.fen();
        payable += figures.payable.fen();
        // Advances, then what is paid at settlement, or paid back where the scheme says so.
        let rules = year.scheme.channels.iter().find(|rules| rules.code == *code).unwrap();
        let recovers = rules.advances.as_ref().is_none_or(|it| it.excess == Excess::Recover);
        let balance = figures.balance.fen();
        cash += figures.advanced.fen() + if recovers { balance } else { balance.max(0) };
    }
    let last = figures(years.last().unwrap());
    let left = last.deductions.iter().map(|deduction| deduction.carried_forward.fen());
    let left = left.sum::<i128>() + last.carried_forward.fen();
    prop_assert_eq!(claims + new_claims, deducted + left);
    let advanced_after = last.deductions.iter().filter(|it| of_advances(&it.origin.cause));
    let advanced_after = advanced_after.map(|it| it.carried_forward.fen()).sum::<i128>();
    let advanced_after = advanced_after + last.carried_forward.fen();
    // What it has in hand is what was payable, and what was advanced and is not given back yet.
    let kept = deducted_for_advances + advanced_after - advanced_before;
    prop_assert_eq!(cash, payable + kept);
    Ok(())
}

#[test]
fn each_year_follows_the_one_before_and_no_other() {
    check(64, &seeds(), |seed| {
        let years = years(seed)?;
        for (place, year) in years.iter().enumerate() {
            for (other, before) in years.iter().enumerate() {
                let follows = year.statement.follows(&before.statement);
                prop_assert_eq!(follows.is_ok(), other + 1 == place, "{} {}", place, other);
            }
            let after = &year.statement.figures().after;
            prop_assert_eq!(after.is_some(), place > 0);
        }
        Ok(())
    });
}

/// What a closing leaves behind, by what it is, without what is nothing.
fn balances(opening: &OpeningDocument) -> BTreeMap<String, i128> {
    let mut balances = BTreeMap::new();
    let mut add = |what: String, amount: &Number| {
        if stated(amount) != 0 {
            balances.insert(what, stated(amount));
        }
    };
    for reserve in &opening.reserves {
        add(format!("reserve {}", reserve.channel), &reserve.balance);
    }
    for owed in &opening.owed {
        add(format!("owed {} {}", owed.channel, owed.payee), &owed.amount);
    }
    for claim in &opening.claims {
        let from = &claim.period.from;
        let of = format!("{} {} {from} {:?}", claim.channel, claim.payee, claim.cause);
        add(format!("claim {of}"), &claim.amount);
    }
    for entitlement in &opening.entitlements {
        let of = format!("{} {}", entitlement.channel, entitlement.payee);
        add(format!("entitlement {of}"), &entitlement.amount);
    }
    balances
}

#[test]
fn a_closing_says_what_the_statement_leaves_behind() {
    check(64, &seeds(), |seed| {
        let [year, next] = two_years(seed)?;
        let figures = year.statement.figures();
        let closing: Closing = serde_json::from_str(&year.closing).unwrap();
        let mut expected = BTreeMap::new();
        for channel in &figures.channels {
            if let Some(reserve) = &channel.reserve {
                expected.insert(format!("reserve {}", channel.code), reserve.closing.fen());
            }
            for payee in &channel.payees {
                let of = format!("{} {}", channel.code, payee.code);
                expected.insert(format!("owed {of}"), payee.owed_after.fen());
                expected.insert(format!("entitlement {of}"), payee.entitlement.fen());
                let from = figures.period.from();
                let cause = Cause::Advances {};
                let claim = format!("claim {of} {from} {cause:?}");
                expected.insert(claim, payee.carried_forward.fen());
                for deduction in &payee.deductions {
                    let (from, cause) = (deduction.origin.period.from(), &deduction.origin.cause);
                    let claim = format!("claim {of} {from} {cause:?}");
                    expected.insert(claim, deduction.carried_forward.fen());
                }
            }
        }
        expected.retain(|_, amount| *amount != 0);
        prop_assert_eq!(balances(closing.balances()), expected);
        let after = closing.balances().after.as_ref().unwrap();
        prop_assert_eq!(&after.digest, &year.statement.digest().unwrap());

        // Read back, it opens the same year.
        prop_assert_eq!(&serde_json::to_string(&closing).unwrap(), &year.closing);
        let (again, left) = following(&next.scheme, &next.facts, &year.closing).unwrap();
        prop_assert_eq!(&again, &next.statement);
        prop_assert_eq!(serde_json::to_string(&left).unwrap(), next.closing);
        Ok(())
    });
}

/// Whether a closing still opens a year that follows the year before.
fn is_taken(closing: &Value, [year, next]: &[Year; 2]) -> bool {
    let settled = following(&next.scheme, &next.facts, &closing.to_string());
    settled.is_ok_and(|(statement, _)| statement.follows(&year.statement).is_ok())
}

/// What a statement says nothing about: it holds what payees were owed the year before only where
/// a plan of instalments is by it, and there as a base like any other.
const NOT_TIED: &str = "/entitlements/";

#[test]
fn an_altered_closing_shows() {
    let accepted = Cell::new(0);
    check(64, &seeds(), |seed| {
        let years = two_years(seed)?;
        let closing: Value = serde_json::from_str(&years[0].closing).unwrap();
        prop_assert!(is_taken(&closing, &years));
        for place in places(&closing) {
            let mut altered = closing.clone();
            let text = altered.pointer_mut(&place).unwrap();
            let before = text.as_str().unwrap_or_default().to_owned();
            let digit = before.rfind(|digit: char| digit.is_ascii_digit());
            *text = match (add_fen(&before, 1), digit) {
                (Some(more), _) => Value::from(more),
                // A date, a digest, a code: another digit.
                (None, Some(digit)) => {
                    let other = if &before[digit..=digit] == "1" { "2" } else { "1" };
                    Value::from(format!("{}{other}{}", &before[..digit], &before[digit + 1..]))
                }
                (None, None) => Value::from(format!("{before}9")),
            };
            let is_taken = is_taken(&altered, &years);
            // An empty reserve opens nothing, whichever channel it names.
            let record = place.rsplit_once('/').map_or("", |(record, _)| record);
            if place.starts_with("/reserves/")
                && closing.pointer(record).unwrap()["balance"] == "0.00"
                && place.ends_with("/channel")
            {
                continue;
            }
            if place.starts_with(NOT_TIED) {
                accepted.set(accepted.get() + u32::from(is_taken));
            } else {
                prop_assert!(!is_taken, "{} was {}", place, before);
            }
        }
        // A balance that is left out shows as well, if it was not zero.
        for list in ["reserves", "owed", "claims"] {
            let count = closing[list].as_array().map_or(0, Vec::len);
            for index in 0..count {
                let mut altered = closing.clone();
                let record = altered[list].as_array_mut().unwrap().remove(index);
                let is_nothing = record["balance"] == "0.00";
                prop_assert!(is_nothing || !is_taken(&altered, &years), "{}", record);
            }
        }
        Ok(())
    });
    assert!(accepted.get() > 0, "a statement says what payees were owed the year before");
}
