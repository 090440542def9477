//! Stage 9: what payees have to give back.

use num_traits::Zero;
use work_equivalent::facts::{Cause, FindingDocument, PayeeDocument};
use work_equivalent::scheme::{FindingKindDocument, FindingRuleDocument, SchemeDocument};

use crate::dated::first_day;
use crate::measure::is_bought_by;
use crate::numbers::{Fen, Fraction, fen, read};
use crate::outcome::DeductionOutcome;
use crate::price::price_on;
use crate::setting::Setting;
use crate::worth::worth;

/// The kind of a finding.
pub fn kind<'a>(scheme: &'a SchemeDocument, finding: &FindingDocument) -> &'a FindingKindDocument {
    scheme.finding_kinds.iter().find(|kind| kind.code == finding.kind).unwrap()
}

/// What is due from a payee: claims brought forward in order of age, then findings in order of
/// code. Each takes what it can of what is available; the rest is carried forward.
pub fn deduct(
    setting: &Setting,
    payee: &PayeeDocument,
    prices: &[(String, Fraction)],
    available: &Fen,
) -> Vec<DeductionOutcome> {
    let mut due = claims(setting, payee);
    due.extend(findings(setting, payee, prices));
    let mut left = available.clone();
    for deduction in &mut due {
        deduction.deducted = deduction.due.clone().min(left.clone());
        deduction.carried_forward = &deduction.due - &deduction.deducted;
        left -= &deduction.deducted;
    }
    due
}

/// What is due, before any of it is deducted.
fn due(from: &str, until: &str, cause: Cause, due: Fen) -> DeductionOutcome {
    DeductionOutcome {
        from: from.to_owned(),
        until: until.to_owned(),
        cause,
        due,
        deducted: Fen::zero(),
        carried_forward: Fen::zero(),
    }
}

/// Claims by the period in which they arose, findings before advances, findings by code.
fn claims(setting: &Setting, payee: &PayeeDocument) -> Vec<DeductionOutcome> {
    let mut claims: Vec<DeductionOutcome> = setting
        .facts
        .opening
        .claims
        .iter()
        .filter(|claim| claim.channel == setting.channel.code && claim.payee == payee.code)
        .map(|claim| {
            let amount = fen(&read(&claim.amount));
            due(&claim.period.from, &claim.period.until, claim.cause.clone(), amount)
        })
        .collect();
    claims.sort_by_key(|claim| {
        let (is_advances, code) = match &claim.cause {
            Cause::Finding { code } => (false, code.as_bytes().to_vec()),
            Cause::Advances {} => (true, Vec::new()),
        };
        (claim.from.clone(), claim.until.clone(), is_advances, code)
    });
    claims
}

/// The findings of this period that deduct from the channel, by code.
fn findings(
    setting: &Setting,
    payee: &PayeeDocument,
    prices: &[(String, Fraction)],
) -> Vec<DeductionOutcome> {
    let mut findings: Vec<&FindingDocument> =
        setting.facts.findings.iter().filter(|finding| finding.payee == payee.code).collect();
    findings.sort_by_key(|finding| finding.code.as_bytes());
    let period = &setting.facts.period;
    findings
        .into_iter()
        .filter_map(|finding| {
            let cause = Cause::Finding { code: finding.code.clone() };
            let amount = amount(setting, payee, finding, prices)?;
            Some(due(&period.from, &period.until, cause, amount))
        })
        .collect()
}

/// What a finding deducts from the channel; none where it deducts from another, or nothing ever.
fn amount(
    setting: &Setting,
    payee: &PayeeDocument,
    finding: &FindingDocument,
    prices: &[(String, Fraction)],
) -> Option<Fen> {
    let is_here = |channel: &String| *channel == setting.channel.code;
    match &kind(setting.scheme, finding).rule {
        FindingRuleDocument::Disallow { multiple } => {
            let value = value(setting, payee, finding, prices)?;
            Some(setting.round(&(setting.parameter(multiple) * value)))
        }
        FindingRuleDocument::Fixed { channel, amount } => {
            is_here(channel).then(|| fen(&setting.parameter(amount)))
        }
        FindingRuleDocument::Stated { channel } => {
            is_here(channel).then(|| fen(&read(finding.amount.as_ref().unwrap())))
        }
        FindingRuleDocument::Veto { .. } => None,
    }
}

/// What a disallowed volume would be worth in full: without coefficient, ceiling and bands. None
/// where another channel buys the item.
fn value(
    setting: &Setting,
    payee: &PayeeDocument,
    finding: &FindingDocument,
    prices: &[(String, Fraction)],
) -> Option<Fraction> {
    let code = finding.item.as_ref().unwrap();
    let item = setting.scheme.items.iter().find(|item| item.code == *code).unwrap();
    if !is_bought_by(setting, item) {
        return None;
    }
    let date = first_day(finding.month.as_ref(), finding.from.as_ref());
    let volume = read(finding.volume.as_ref().unwrap());
    Some(volume * worth(setting, payee, item, &date) * price_on(setting, prices, &date))
}
