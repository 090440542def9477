//! Straddling periods with one thing wrong: the engine refuses them, and says what and where.

use work_equivalent::facts::{AdvanceDocument, PoolAmountDocument, VolumeDocument};
use work_equivalent::scheme::{ClauseDocument, PartRound, RoundsDocument, Scheme};
use work_equivalent::settle_in_parts;
use work_equivalent::units::Number;

use super::parts::reasons;
use crate::dated::{days_after, first_day, month_of};
use crate::generate::{Straddle, straddle};

/// How many cases are spoilt in each way.
const CASES: u64 = 20;

/// Spoils cases in which that can be done, and expects a refusal that names something.
fn refused(spoil: impl Fn(&mut Straddle) -> Option<String>) {
    let mut spoilt = 0;
    for seed in 0.. {
        let mut case = straddle(seed);
        let Some(expected) = spoil(&mut case) else {
            continue;
        };
        let schemes: Vec<Scheme> =
            case.schemes.into_iter().map(|scheme| Scheme::new(scheme).unwrap()).collect();
        match settle_in_parts(&schemes, case.split, &case.facts) {
            Ok(_) => panic!("straddle {seed} settles, but: {expected}"),
            Err(error) => {
                let reasons = reasons(&error);
                assert!(reasons.contains(&expected), "straddle {seed}: {expected}, but {reasons}");
            }
        }
        spoilt += 1;
        if spoilt == CASES {
            return;
        }
    }
}

/// The days around the first change, with the change.
fn around_change(case: &Straddle) -> [String; 3] {
    let change = &case.schemes[1].from;
    let mut before = case.facts.period.from.clone();
    while days_after(&before, 1) < *change {
        before = days_after(&before, 1);
    }
    [before, change.clone(), days_after(change, 1)]
}

#[test]
fn a_volume_that_spans_the_change() {
    refused(|case| {
        let [from, change, until] = around_change(case);
        let item = &case.schemes[0].items[0].code;
        case.facts.volumes.push(VolumeDocument {
            payee: case.facts.payees[0].code.clone(),
            item: item.clone(),
            month: None,
            from: Some(from),
            until: Some(until),
            reported: None,
            verified: Some(Number::from(1)),
            correction: None,
        });
        Some(format!("change of scheme on {change}"))
    });
}

#[test]
fn a_finding_that_spans_the_change() {
    refused(|case| {
        let [from, change, until] = around_change(case);
        let finding = case.facts.findings.iter_mut().find(|finding| finding.volume.is_some())?;
        finding.month = None;
        finding.from = Some(from);
        finding.until = Some(until);
        Some(format!("change of scheme on {change}"))
    });
}

#[test]
fn a_code_that_two_parts_have() {
    refused(|case| {
        let change = &case.schemes[1].from;
        let by_date = |it: &&mut AdvanceDocument, before: bool| {
            it.instalment.is_none() && (it.date < *change) == before
        };
        let code =
            case.facts.advances.iter_mut().find(|advance| by_date(advance, true))?.code.clone();
        let other = case.facts.advances.iter_mut().find(|advance| by_date(advance, false))?;
        other.code.clone_from(&code);
        Some(format!("\"{code}\" is the code of another record too"))
    });
    refused(|case| {
        let change = &case.schemes[1].from;
        let mut findings = case.facts.findings.iter_mut().filter(|it| it.from.is_some());
        let one = findings.find(|it| it.from.as_ref() < Some(change))?;
        let code = one.code.clone();
        let mut findings = case.facts.findings.iter_mut().filter(|it| it.from.is_some());
        findings.find(|it| it.from.as_ref() >= Some(change))?.code.clone_from(&code);
        Some(format!("\"{code}\" is the code of another record too"))
    });
}

#[test]
fn two_schemes_on_a_day_and_none() {
    refused(|case| {
        case.schemes[0].until = None;
        case.schemes[1].repeals.clear();
        Some("both would apply".to_owned())
    });
    refused(|case| {
        let [before, ..] = around_change(case);
        (before > case.schemes[0].from).then(|| case.schemes[0].until = Some(before))?;
        Some("no scheme applies between".to_owned())
    });
}

#[test]
fn rounds_that_fit_the_period_and_not_the_part() {
    refused(|case| {
        let months = |from: &str, until: &str| month_of(until) - month_of(from);
        let period = &case.facts.period;
        let lasts = months(&period.from, &period.until);
        let channel = case.schemes[0].channels.iter().find_map(|it| it.appraisal.clone())?;
        let mut appraisals = case.schemes[0].appraisals.iter_mut();
        let appraisal = appraisals.find(|it| it.code == channel)?;
        if appraisal.rounds.is_some() || lasts == 0 {
            return None;
        }
        let round = |code: &str, months| PartRound {
            code: code.to_owned(),
            name: code.to_owned(),
            months: Number::from(months),
        };
        appraisal.rounds = Some(RoundsDocument::ByPart {
            rounds: vec![round("全", lasts)],
            cite: "试".to_owned(),
        });
        Some(format!("{lasts} whole months that the rounds of appraisal"))
    });
}

#[test]
fn a_pool_line_that_the_facts_state() {
    refused(|case| {
        let scheme = case.schemes.last_mut()?;
        let channel = scheme.channels.iter_mut().find(|it| !it.pool.is_empty())?;
        let line = channel.pool.iter_mut().find(|line| !line.amounts.is_empty())?;
        line.amounts.clear();
        line.stated = Some(ClauseDocument { cite: "试".to_owned() });
        case.facts.pool_amounts.push(PoolAmountDocument {
            channel: channel.code.clone(),
            line: line.code.clone(),
            payee: None,
            amount: Number::from(1),
            cite: "试".to_owned(),
        });
        Some(format!("\"{}\"", line.code))
    });
}

#[test]
fn an_approved_number_that_a_part_needs() {
    refused(|case| {
        let scheme = &case.schemes[1];
        let from = &scheme.from;
        let record = case.facts.volumes.iter().find(|record| {
            let item = scheme.items.iter().find(|item| item.code == record.item);
            let day = first_day(record.month.as_ref(), record.from.as_ref());
            item.is_some_and(|item| item.approved.is_some()) && day >= *from
        })?;
        // A third part has its own items.
        if case.schemes.len() > 2 {
            return None;
        }
        let (payee, item) = (record.payee.clone(), record.item.clone());
        case.facts.approved.retain(|it| (&it.payee, &it.item) != (&payee, &item));
        Some(format!("approved number of item \"{item}\""))
    });
}
