//! Appraisal marks: one for each payee and indicator.

use std::collections::BTreeMap;

use super::MarkDocument;
use crate::report::{Place, Report};
use crate::scheme::{Appraisal, Codes, Indicator, Scheme};
use crate::units::Mark;

/// The marks by payee, then in the order of all indicators of all appraisals.
pub(super) fn check(
    scheme: &Scheme,
    payees: &Codes<'_>,
    documents: &[MarkDocument],
    report: &mut Report,
) -> Vec<Vec<Option<Mark>>> {
    let indicators: Vec<&Indicator> =
        scheme.appraisals.iter().flat_map(Appraisal::indicators).collect();
    let places: BTreeMap<&str, usize> = indicators
        .iter()
        .enumerate()
        .map(|(at, indicator)| (indicator.code.as_str(), at))
        .collect();
    let codes = Codes::of(&indicators, |indicator| &indicator.code);
    let mut marks = vec![vec![None; indicators.len()]; payees.len()];
    let mut first: BTreeMap<(usize, usize), usize> = BTreeMap::new();

    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("marks", index, &document.payee);
        let payee = payees.find(&document.payee, "payee", &place.field("payee"), report);
        let indicator = places.get(document.indicator.as_str()).copied();
        if indicator.is_none() {
            codes.find(&document.indicator, "indicator", &place.field("indicator"), report);
        }
        let mark: Option<Mark> = report.number(&place.field("mark"), &document.mark);
        let (Some(payee), Some(at)) = (payee, indicator) else { continue };
        if let Some(before) = first.insert((payee, at), index) {
            let message = format!(
                "payee \"{}\" has another mark for indicator \"{}\": each has one",
                document.payee, document.indicator
            );
            report.add_related(&place, message, before);
            continue;
        }
        let Some(mark) = mark else { continue };
        let indicator = indicators[at];
        if let Err(message) = indicator.rule.accepts(mark, indicator.full) {
            let message = format!(
                "payee \"{}\", indicator \"{}\": {message}",
                document.payee, indicator.code
            );
            report.add(&place.field("mark"), message);
        }
        marks[payee][at] = Some(mark);
    }

    for (at, payee) in payees.iter().enumerate() {
        let missing: Vec<&str> = needed(scheme)
            .filter(|(place, _)| !first.contains_key(&(at, *place)))
            .map(|(_, indicator)| indicator.code.as_str())
            .collect();
        if !missing.is_empty() {
            let message =
                format!("payee \"{payee}\" has no mark for {}: give one each", missing.join(", "));
            report.add(&Place::ROOT.field("marks"), message);
        }
    }
    marks
}

/// The indicators that decide about money, with their places in the list of all.
fn needed(scheme: &Scheme) -> impl Iterator<Item = (usize, &Indicator)> {
    let all = scheme.appraisals.iter().enumerate().flat_map(|(appraisal, record)| {
        record.indicators().map(move |indicator| (appraisal, indicator))
    });
    all.enumerate()
        .filter(|(_, (appraisal, _))| {
            scheme.channels.iter().any(|channel| channel.appraisal == Some(*appraisal))
        })
        .map(|(place, (_, indicator))| (place, indicator))
}
