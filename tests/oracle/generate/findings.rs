//! Random kinds of finding, and findings.

use work_equivalent::facts::{FindingDocument, PayeeDocument, VolumeDocument};
use work_equivalent::scheme::{
    ChannelDocument, FindingKindDocument, FindingRuleDocument, RoundsDocument, SchemeDocument,
};

use super::Maker;
use super::appraisals::{millionths, round_codes};
use super::items::step;
use super::quantities::Quantities;
use super::volumes::{MOST_VOLUME, channel_of, stretch};
use crate::dated::first_day;

impl Maker {
    /// Rule 4, deductions: kinds of finding of every rule; those of an amount deduct from a channel
    /// that says where it goes.
    pub(super) fn finding_kinds(&mut self, scheme: &SchemeDocument) -> Vec<FindingKindDocument> {
        let deducting: Vec<&ChannelDocument> =
            scheme.channels.iter().filter(|channel| channel.deductions.is_some()).collect();
        let count = self.random().count(0, 5);
        let mut kinds = Vec::new();
        for code in self.codes(count) {
            let rule = match self.random().below(4) {
                1 if !deducting.is_empty() => FindingRuleDocument::Fixed {
                    channel: self.random().pick(&deducting).code.clone(),
                    amount: self.amounts(),
                },
                2 if !deducting.is_empty() => FindingRuleDocument::Stated {
                    channel: self.random().pick(&deducting).code.clone(),
                },
                3 => FindingRuleDocument::Veto {
                    appraisal: self.random().pick(&scheme.appraisals).code.clone(),
                    // A veto forces the coefficient down: 1 is the most it states.
                    coefficient: self.dated(10, Quantities::rate),
                },
                _ => {
                    FindingRuleDocument::Disallow { multiple: self.dated(10, Quantities::multiple) }
                }
            };
            kinds.push(FindingKindDocument {
                name: format!("情形{code}"),
                code,
                cite: "试 七(一)".to_owned(),
                rule,
            });
        }
        kinds
    }

    /// Rule 5, findings: up to three on each payee.
    pub(super) fn findings(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
        volumes: &[VolumeDocument],
    ) -> Vec<FindingDocument> {
        let mut findings: Vec<FindingDocument> = Vec::new();
        let mut codes = self.codes(15);
        if scheme.finding_kinds.is_empty() {
            return findings;
        }
        for payee in payees {
            for _ in 0..self.random().below(4) {
                let kind = self.random().pick(&scheme.finding_kinds).clone();
                let mut finding = FindingDocument {
                    code: codes.pop().unwrap_or_else(|| format!("发现{}", findings.len())),
                    kind: kind.code,
                    payee: payee.code.clone(),
                    item: None,
                    month: None,
                    from: None,
                    until: None,
                    volume: None,
                    amount: None,
                    round: None,
                };
                match &kind.rule {
                    FindingRuleDocument::Disallow { .. } => {
                        if !self.disallow(scheme, payee, volumes, &findings, &mut finding) {
                            continue;
                        }
                    }
                    FindingRuleDocument::Fixed { .. } => {}
                    FindingRuleDocument::Stated { .. } => {
                        finding.amount = Some(self.quantities.money_or_nothing());
                    }
                    FindingRuleDocument::Veto { appraisal, .. } => {
                        finding.round = self.vetoed_round(scheme, appraisal);
                    }
                }
                findings.push(finding);
            }
        }
        self.random().shuffle(&mut findings);
        findings
    }

    /// Rule 5, findings: disallows a volume that is still payable on the days of a record, if
    /// there is one.
    fn disallow(
        &mut self,
        scheme: &SchemeDocument,
        payee: &PayeeDocument,
        volumes: &[VolumeDocument],
        others: &[FindingDocument],
        finding: &mut FindingDocument,
    ) -> bool {
        let mut places: Vec<(&VolumeDocument, i64)> = Vec::new();
        for record in volumes.iter().filter(|record| record.payee == payee.code) {
            let item = scheme.items.iter().find(|item| item.code == record.item).unwrap();
            // What there is, is not done: it cannot be disallowed.
            if channel_of(scheme, item).deductions.is_none() || item.per.is_some() {
                continue;
            }
            let changes = self.changes(scheme, payee, item);
            let of = |month: &Option<String>, from: &Option<String>| {
                stretch(&changes, &first_day(month.as_ref(), from.as_ref()))
            };
            let here = of(&record.month, &record.from);
            let counted = volumes.iter().filter(|it| {
                (&it.payee, &it.item) == (&record.payee, &record.item)
                    && of(&it.month, &it.from) == here
            });
            let disallowed = others.iter().filter(|it| {
                (&it.payee, it.item.as_ref()) == (&record.payee, Some(&record.item))
                    && of(&it.month, &it.from) == here
            });
            let payable: i64 = counted
                .map(|it| millionths(it.verified.as_ref().or(it.reported.as_ref()).unwrap()))
                .sum();
            let disallowed: i64 =
                disallowed.filter_map(|it| it.volume.as_ref()).map(millionths).sum();
            if payable > disallowed {
                places.push((record, payable - disallowed));
            }
        }
        if places.is_empty() {
            return false;
        }
        let (record, left) = *self.random().pick(&places);
        let item = scheme.items.iter().find(|item| item.code == record.item).unwrap();
        let step = step(channel_of(scheme, item));
        let most = left.min(MOST_VOLUME) / step;
        let some = self.random().between(1, most);
        let usual = (self.quantities.volume() / step).clamp(1, most);
        let volume = step * *self.random().pick(&[most, some, usual, usual]);
        finding.item = Some(record.item.clone());
        finding.month.clone_from(&record.month);
        finding.from.clone_from(&record.from);
        finding.until.clone_from(&record.until);
        finding.volume = Some(self.quantities.write(volume, 6));
        true
    }

    /// Rule 5, findings: a round that governs a part of the period, or none.
    fn vetoed_round(&mut self, scheme: &SchemeDocument, appraisal: &str) -> Option<String> {
        let appraisal = scheme.appraisals.iter().find(|it| it.code == *appraisal).unwrap();
        let is_by_part = matches!(appraisal.rounds, Some(RoundsDocument::ByPart { .. }));
        if !is_by_part || self.random().chance(40) {
            return None;
        }
        self.random().pick(&round_codes(appraisal)).clone()
    }
}
