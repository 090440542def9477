//! Appraisal marks: one for each payee, indicator and round.

use std::collections::{BTreeMap, BTreeSet};

use super::MarkDocument;
use crate::report::{Place, Report};
use crate::scheme::{Appraisal, Codes, Indicator, Scheme};
use crate::text::{clip, some_of};
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

/// How many marks that are missing are named.
const MOST_NAMED: usize = 20;

/// The marks by payee, then by appraisal, round and indicator; none where there are problems.
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
    let governing = scheme.governing();
    let codes = Codes::of_any(&indicators, |indicator| &indicator.code);
    let mut found = Vec::with_capacity(documents.len());
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
                clip(&document.payee),
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
                clip(&document.payee),
                indicator.code
            );
            report.add(&place.field("mark"), message);
        }
        found.push((payee, at, mark));
    }

    let needed: Vec<(usize, &str, String)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| governing[column.appraisal])
        .map(|(place, column)| (place, column.indicator.code.as_str(), column.name()))
        .collect();
    for (at, payee) in payees.iter().enumerate() {
        let mut missing = needed
            .iter()
            .filter(|(place, _, _)| !first.contains_key(&(at, *place)))
            .filter(|(_, indicator, _)| !misplaced.contains(&(at, indicator)))
            .map(|(_, _, name)| name.as_str());
        // All of them need not be looked for to say that there are more.
        let named: Vec<&str> = missing.by_ref().take(MOST_NAMED).collect();
        if !named.is_empty() {
            let (payee, named) = (clip(payee), named.join(", "));
            let more = if missing.next().is_some() { " and more" } else { "" };
            let message = format!("payee \"{payee}\" has no mark for {named}{more}: give one each");
            report.add(&Place::ROOT.field("marks"), message);
        }
    }
    // What is refused has no use for a table, and there may be few marks for a large one.
    if !report.is_empty() {
        return Vec::new();
    }
    let mut marks = vec![vec![None; columns.len()]; payees.len()];
    for (payee, at, mark) in found {
        marks[payee][at] = Some(mark);
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
    let code = &appraisal.code;
    let rounds = appraisal.rounds.as_ref().and_then(|rounds| some_of(rounds.codes()));
    match (round, rounds) {
        (None, rounds) => {
            format!("is missing: appraisal \"{code}\" has rounds {}", rounds.unwrap_or_default())
        }
        (Some(_), None) => format!("has no effect: appraisal \"{code}\" has no rounds"),
        (Some(round), Some(rounds)) => {
            let round = clip(round);
            format!("appraisal \"{code}\" has no round \"{round}\": there is {rounds}")
        }
    }
}
