//! What was observed, checked: values, stretches of days, funds to pass on.

mod spells;
mod transfers;
mod values;

pub(super) use spells::Spell;
pub(super) use transfers::Transfer;
pub(super) use values::Observed;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ObservationsError;
use super::document::{ObservationsDocument, SubjectDocument};
use super::lists::Seen;
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::Codes;

/// What was observed in a period beside the settlement, checked.
///
/// ```
/// use work_equivalent::monitor::{Observations, ObservationsDocument};
///
/// let document: ObservationsDocument = serde_json::from_str(r#"{
///     "period": {"from": "2024-01-01", "until": "2025-01-01"},
///     "subjects": [{"code": "W01", "name": "甲卫生院"}],
///     "values": [
///         {"subject": "W1", "measure": "signed", "value": "85%", "cite": "年报"},
///         {"subject": "W01", "measure": "renewed", "part": "80", "whole": "0", "cite": "年报"}
///     ]
/// }"#)?;
/// let error = Observations::new(&document).unwrap_err();
/// assert_eq!(error.problems().len(), 3); // the subject, the value, the whole
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "ObservationsDocument")]
pub struct Observations {
    period: Period,
    /// In order of code, as are all lists that go by subject.
    pub(super) subjects: Vec<Subject>,
    values: BTreeMap<(usize, String), Observed>,
    /// In order of subject, person and date.
    pub(super) spells: Vec<Spell>,
    /// In order of subject and code.
    pub(super) transfers: Vec<Transfer>,
}

/// Who was observed.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) group: Option<String>,
}

impl Observations {
    /// The observations of a document.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once: a code that occurs twice or refers to
    /// nobody; a measure that a subject has twice; a malformed number (`"85%"`) or date
    /// (`"2024-2-9"`); a value that is neither a decimal nor a part of a whole, or both; a whole of
    /// zero; days of the same person that overlap, or of which none lies in the period; funds
    /// received after the period, passed on before they were received, or more than was received;
    /// an amount that is negative or nothing.
    pub fn new(document: &ObservationsDocument) -> Result<Self, ObservationsError> {
        let mut report = Report::default();
        match Self::check(document, &mut report) {
            Some(checked) if report.is_empty() => Ok(checked),
            _ => Err(ObservationsError::new(report)),
        }
    }

    fn check(document: &ObservationsDocument, report: &mut Report) -> Option<Self> {
        let written = &document.period;
        let period = report.period(&Place::ROOT.field("period"), &written.from, &written.until);
        let codes = Codes::of(&document.subjects, |subject| &subject.code);
        let subjects = check_subjects(&document.subjects, report);
        let values = values::check(&document.values, &codes, report);
        let spells = spells::check(&document.spells, &codes, period, report);
        let transfers = transfers::check(&document.transfers, &codes, period, report);
        Some(Self { period: period?, subjects, values, spells, transfers })
    }

    /// The period in which it was observed.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// What was observed of a subject, by its place.
    pub(super) fn observed(&self, subject: usize, measure: &str) -> Option<&Observed> {
        self.values.get(&(subject, measure.to_owned()))
    }

    /// The place of a subject in the order of codes.
    pub(super) fn place_of(&self, code: &str) -> Option<usize> {
        self.subjects.binary_search_by(|subject| subject.code.as_str().cmp(code)).ok()
    }
}

/// The subjects, in order of code.
fn check_subjects(documents: &[SubjectDocument], report: &mut Report) -> Vec<Subject> {
    if documents.is_empty() {
        report.add(&Place::ROOT.field("subjects"), "is empty: there is nobody to observe");
    }
    let mut seen = Seen::new();
    let mut subjects = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("subjects", index, &document.code);
        report.code(&place, &document.code);
        report.line(&place.field("name"), &document.name);
        if let Some(group) = &document.group {
            report.reference(&place.field("group"), group);
        }
        seen.code(report, &place, (&document.code, index));
        let SubjectDocument { code, name, group } = document.clone();
        subjects.push(Subject { code, name, group });
    }
    subjects.sort_by(|a, b| a.code.cmp(&b.code));
    subjects
}

impl TryFrom<ObservationsDocument> for Observations {
    type Error = ObservationsError;

    fn try_from(document: ObservationsDocument) -> Result<Self, ObservationsError> {
        Self::new(&document)
    }
}

#[cfg(test)]
mod tests;
