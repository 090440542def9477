//! Appraisal marks: one for each payee, indicator and round.

use std::collections::{BTreeMap, BTreeSet};

use super::MarkDocument;
use crate::report::{Place, Report};
use crate::scheme::{Appraisal, Codes, Indicator, Scheme};
use crate::text::clip;
use crate::units::Mark;

/// A column of marks: an indicator of an appraisal, in one of its rounds.
struct Column<'s> {
    appraisal: usize,
    indicator: &'s Indicator,
    /// None where the appraisal has one round for the whole period.
    round: Option<&'s str>,
}

/// Every column that marks can stand in: by appraisal, then round, then indicator.
fn columns(scheme: &Scheme) -> Vec<Column<'_>> {
    let mut columns = Vec::new();
    for (appraisal, record) in scheme.appraisals.iter().enumerate() {
        for round in rounds_of(record) {
            columns.extend(record.indicators().map(|indicator| Column {
                appraisal,
                indicator,
                round,
            }));
        }
    }
    columns
}

/// The indicators and rounds that marks can name.
pub(super) fn places(scheme: &Scheme) -> BTreeSet<(&str, Option<&str>)> {
    let columns = columns(scheme).into_iter();
    columns.map(|column| (column.indicator.code.as_str(), column.round)).collect()
}

/// The rounds of an appraisal by their code; one without a code where it has no rounds.
fn rounds_of(appraisal: &Appraisal) -> Vec<Option<&str>> {
    match &appraisal.rounds {
        None => vec![None],
        Some(rounds) => rounds.named().into_iter().map(|(code, _)| Some(code.as_str())).collect(),
    }
}

/// The marks by payee, then by appraisal, round and indicator.
pub(super) fn check(
    scheme: &Scheme,
    payees: &Codes<'_>,
    documents: &[MarkDocument],
    report: &mut Report,
) -> Vec<Vec<Option<Mark>>> {
    let columns = columns(scheme);
    let places: BTreeMap<(&str, Option<&str>), usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| ((column.indicator.code.as_str(), column.round), at))
        .collect();
    let indicators: Vec<&Indicator> =
        scheme.appraisals.iter().flat_map(Appraisal::indicators).collect();
    let appraisals: BTreeMap<&str, &Appraisal> = scheme
        .appraisals
        .iter()
        .flat_map(|appraisal| appraisal.indicators().map(move |i| (i.code.as_str(), appraisal)))
        .collect();
    let codes = Codes::of_any(&indicators, |indicator| &indicator.code);
    let mut marks = vec![vec![None; columns.len()]; payees.len()];
    let mut first: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    // A mark in a wrong round is not reported again as missing in the right one.
    let mut misplaced: BTreeSet<(usize, &str)> = BTreeSet::new();

    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("marks", index, &document.payee);
        let payee = payees.find(&document.payee, "payee", &place.field("payee"), report);
        let round = document.round.as_deref();
        let column = places.get(&(document.indicator.as_str(), round)).copied();
        if column.is_none() {
            match appraisals.get(document.indicator.as_str()) {
                None => {
                    codes.find(&document.indicator, "indicator", &place.field("indicator"), report);
                }
                Some(appraisal) => {
                    report.add(&place.field("round"), no_such_round(appraisal, round));
                    misplaced.extend(payee.map(|payee| (payee, document.indicator.as_str())));
                }
            }
        }
        let mark: Option<Mark> = report.number(&place.field("mark"), &document.mark);
        let (Some(payee), Some(at)) = (payee, column) else { continue };
        if let Some(before) = first.insert((payee, at), index) {
            let message = format!(
                "payee \"{}\" has another mark for {}: each has one",
                document.payee,
                columns[at].name()
            );
            report.add_related(&place, message, before);
            continue;
        }
        let Some(mark) = mark else { continue };
        let indicator = columns[at].indicator;
        if let Err(message) = indicator.rule.accepts(mark, indicator.full) {
            let message = format!(
                "payee \"{}\", indicator \"{}\": {message}",
                document.payee, indicator.code
            );
            report.add(&place.field("mark"), message);
        }
        marks[payee][at] = Some(mark);
    }

    let needed: Vec<(usize, &str, String)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| governs(scheme, column.appraisal))
        .map(|(place, column)| (place, column.indicator.code.as_str(), column.name()))
        .collect();
    for (at, payee) in payees.iter().enumerate() {
        let missing: Vec<&str> = needed
            .iter()
            .filter(|(place, _, _)| !first.contains_key(&(at, *place)))
            .filter(|(_, indicator, _)| !misplaced.contains(&(at, indicator)))
            .map(|(_, _, name)| name.as_str())
            .collect();
        if !missing.is_empty() {
            let message =
                format!("payee \"{payee}\" has no mark for {}: give one each", missing.join(", "));
            report.add(&Place::ROOT.field("marks"), message);
        }
    }
    marks
}

impl Column<'_> {
    fn name(&self) -> String {
        let code = &self.indicator.code;
        self.round.map_or_else(|| code.clone(), |round| format!("{code} in round {round}"))
    }
}

/// What is wrong with the round of a mark whose indicator exists.
fn no_such_round(appraisal: &Appraisal, round: Option<&str>) -> String {
    let rounds = rounds_of(appraisal);
    let list: Vec<&str> = rounds.into_iter().flatten().collect();
    let code = &appraisal.code;
    match round {
        Some(_) if list.is_empty() => {
            format!("has no effect: appraisal \"{code}\" has no rounds")
        }
        Some(round) => format!(
            "appraisal \"{code}\" has no round \"{}\": there is {}",
            clip(round),
            list.join(", ")
        ),
        None => format!("is missing: appraisal \"{code}\" has rounds {}", list.join(", ")),
    }
}

/// Whether an appraisal decides about money.
fn governs(scheme: &Scheme, appraisal: usize) -> bool {
    scheme.channels.iter().any(|channel| channel.appraisal == Some(appraisal))
}
