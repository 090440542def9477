//! Volumes and approved numbers that do not fit their item.

use work_equivalent::facts::{ApprovedDocument, FactsDocument, FindingDocument, VolumeDocument};
use work_equivalent::scheme::{
    FindingKindDocument, FindingRuleDocument, ItemDocument, SchemeDocument, WeightDocument,
};
use work_equivalent::units::Number;

use super::{always, channel_of, is_quota, is_stated, item_of, placed, quoted, refused, words};
use crate::dated::{days_after, first_day};
use crate::numbers::read;

/// A record of an item that is so, with its place.
fn record_of<'a>(
    scheme: &'a SchemeDocument,
    facts: &'a FactsDocument,
    is_so: impl Fn(&ItemDocument) -> bool,
) -> Option<(usize, &'a ItemDocument, &'a VolumeDocument)> {
    facts.volumes.iter().enumerate().find_map(|(place, record)| {
        let item = scheme.items.iter().find(|item| item.code == record.item)?;
        is_so(item).then_some((place, item, record))
    })
}

#[test]
fn an_amount_finer_than_a_fen() {
    refused(|scheme, facts| {
        let price = |item: &ItemDocument| &channel_of(scheme, item).price;
        let (place, _, record) = record_of(scheme, facts, |item| is_stated(price(item)))?;
        let expected = Some(words(["volumes", "0.001", &placed(&record.payee)]));
        let record = &mut facts.volumes[place];
        record.verified = Some(Number::from("0.001"));
        expected
    });
}

#[test]
fn two_records_of_what_is_there_on_a_day() {
    refused(|scheme, facts| {
        let (_, item, record) = record_of(scheme, facts, |item| item.per.is_some())?;
        let from = first_day(record.month.as_ref(), record.from.as_ref());
        let again = VolumeDocument {
            month: None,
            until: Some(days_after(&from, 1)),
            from: Some(from),
            ..record.clone()
        };
        let expected =
            Some(words(["volumes", &quoted(&item.code), "on any day there is one number"]));
        facts.volumes.push(again);
        expected
    });
}

#[test]
fn what_is_there_is_not_corrected() {
    refused(|scheme, facts| {
        let (_, item, record) = record_of(scheme, facts, |item| item.per.is_some())?;
        let again = VolumeDocument { correction: Some("冲误".to_owned()), ..record.clone() };
        let expected = Some(words(["volumes", "correction", &quoted(&item.code)]));
        facts.volumes.push(again);
        expected
    });
}

#[test]
fn what_is_there_is_not_disallowed() {
    refused(|scheme, facts| {
        let (_, item, record) = record_of(scheme, facts, |item| {
            item.per.is_some() && channel_of(scheme, item).deductions.is_some()
        })?;
        let finding = FindingDocument {
            code: "误核".to_owned(),
            kind: "误设".to_owned(),
            payee: record.payee.clone(),
            item: Some(record.item.clone()),
            month: record.month.clone(),
            from: record.from.clone(),
            until: record.until.clone(),
            volume: record.verified.clone().or(record.reported.clone()),
            amount: None,
            round: None,
        };
        let expected = Some(words(["findings", &placed("误核"), &quoted(&item.code)]));
        facts.findings.push(finding);
        scheme.finding_kinds.push(FindingKindDocument {
            code: "误设".to_owned(),
            name: "误设".to_owned(),
            cite: "试".to_owned(),
            rule: FindingRuleDocument::Disallow { multiple: always(&scheme.from, "1") },
        });
        expected
    });
}

#[test]
fn a_record_over_a_change_of_quota() {
    refused(|scheme, facts| {
        let period = facts.period.clone();
        let is_inside = |from: &String| period.from < *from && *from < period.until;
        let item = item_of(scheme, is_quota)?;
        let differ = |pair: &&[WeightDocument]| {
            let [one, other] = [0, 1].map(|at: usize| pair[at].value.as_ref().map(read));
            one.is_some() && other.is_some() && one != other && is_inside(&pair[1].from)
        };
        let change = item.quotas.windows(2).find(differ)?[1].from.clone();
        let mut before = period.from.clone();
        while days_after(&before, 1) < change {
            before = days_after(&before, 1);
        }
        facts.volumes.push(VolumeDocument {
            payee: facts.payees[0].code.clone(),
            item: item.code.clone(),
            month: None,
            from: Some(before),
            until: Some(days_after(&change, 1)),
            reported: None,
            verified: Some(Number::from(1)),
            correction: None,
        });
        Some(words(["volumes", &quoted(&item.code), &change]))
    });
}

#[test]
fn an_approved_number_that_is_missing() {
    refused(|scheme, facts| {
        let (_, item, record) = record_of(scheme, facts, |item| item.approved.is_some())?;
        let (payee, item) = (record.payee.clone(), item.code.clone());
        facts.approved.retain(|it| (&it.payee, &it.item) != (&payee, &item));
        Some(words(["approved", &quoted(&payee), &quoted(&item)]))
    });
}

/// Adds an approved number, and expects a message about it.
fn approved_refused(spoil: impl Fn(&SchemeDocument, &mut ApprovedDocument) -> Option<String>) {
    refused(|scheme, facts| {
        let mut approved = facts.approved.first()?.clone();
        let expected = spoil(scheme, &mut approved)?;
        facts.approved.push(approved);
        Some(words(["approved", &expected]))
    });
}

#[test]
fn approved_numbers_without_their_place() {
    approved_refused(|_, approved| {
        approved.payee = "无".to_owned();
        Some(quoted("无"))
    });
    approved_refused(|_, approved| {
        approved.item = "无".to_owned();
        Some(quoted("无"))
    });
    approved_refused(|scheme, approved| {
        let item = scheme.items.iter().find(|item| item.approved.is_none())?;
        approved.item.clone_from(&item.code);
        Some(quoted(&item.code))
    });
    approved_refused(|_, approved| {
        // The same payee and item.
        approved.number = Number::from(7);
        Some(quoted(&approved.payee))
    });
}

#[test]
fn an_approved_number_below_zero() {
    refused(|_, facts| {
        let approved = facts.approved.first_mut()?;
        approved.number = Number::from(-1);
        Some(words(["approved", "-1"]))
    });
}
