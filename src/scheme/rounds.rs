//! Rounds of an appraisal: several in a period, combined or each governing its part (评价轮次).

use std::collections::BTreeMap;

use super::document::{Combine, CombinedRound, PartRound, RoundsDocument};
use super::lists::twice;
use crate::report::{Place, Report};
use crate::units::{Factor, Number};

/// The rounds of an appraisal.
#[derive(Clone, Debug)]
pub(crate) enum Rounds {
    Combined { of: Combine, rounds: Vec<Round<Factor>>, cite: String },
    ByPart { rounds: Vec<Round<i64>>, cite: String },
}

/// A round, with its weight or with how many months it governs.
#[derive(Clone, Debug)]
pub(crate) struct Round<T> {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) size: T,
}

impl Rounds {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Combined { rounds, .. } => rounds.len(),
            Self::ByPart { rounds, .. } => rounds.len(),
        }
    }

    /// The codes of the rounds, in order.
    pub(crate) fn codes(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.count()).map(move |place| match self {
            Self::Combined { rounds, .. } => rounds[place].code.as_str(),
            Self::ByPart { rounds, .. } => rounds[place].code.as_str(),
        })
    }

    /// The codes and names of the rounds, in order.
    pub(crate) fn named(&self) -> Vec<(&String, &String)> {
        fn named<T>(rounds: &[Round<T>]) -> Vec<(&String, &String)> {
            rounds.iter().map(|round| (&round.code, &round.name)).collect()
        }
        match self {
            Self::Combined { rounds, .. } => named(rounds),
            Self::ByPart { rounds, .. } => named(rounds),
        }
    }

    pub(super) fn check(
        document: &RoundsDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        match document {
            RoundsDocument::Combined { of, rounds, cite } => {
                report.line(&place.field("cite"), cite);
                let rounds = check_all(rounds, place, report, |round, place, report| {
                    let CombinedRound { code, name, weight } = round;
                    let place = place.field("weight");
                    let weight: Factor = report.number(&place, weight)?;
                    if weight == Factor::default() {
                        report.add(&place, "is zero: leave out a round that does not count");
                    }
                    Some(Round { code: code.clone(), name: name.clone(), size: weight })
                });
                Some(Self::Combined { of: *of, rounds: rounds?, cite: cite.clone() })
            }
            RoundsDocument::ByPart { rounds, cite } => {
                report.line(&place.field("cite"), cite);
                let rounds = check_all(rounds, place, report, |round, place, report| {
                    let PartRound { code, name, months } = round;
                    let months: &Number = months;
                    let months = report.count(&place.field("months"), months, (1, 1_200))?;
                    Some(Round { code: code.clone(), name: name.clone(), size: months })
                });
                Some(Self::ByPart { rounds: rounds?, cite: cite.clone() })
            }
        }
    }
}

/// What both kinds of round have.
trait RoundDocument {
    fn code(&self) -> &String;
    fn name(&self) -> &String;
}

impl RoundDocument for CombinedRound {
    fn code(&self) -> &String {
        &self.code
    }

    fn name(&self) -> &String {
        &self.name
    }
}

impl RoundDocument for PartRound {
    fn code(&self) -> &String {
        &self.code
    }

    fn name(&self) -> &String {
        &self.name
    }
}

/// The rounds in the order of the document, which is their order in time.
fn check_all<D: RoundDocument, T>(
    documents: &[D],
    place: &Place<'_>,
    report: &mut Report,
    check: impl Fn(&D, &Place<'_>, &mut Report) -> Option<Round<T>>,
) -> Option<Vec<Round<T>>> {
    if documents.is_empty() {
        report.add(&place.field("rounds"), "is empty: give at least one, or leave rounds out");
    }
    let mut seen = BTreeMap::new();
    let mut rounds = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = place.record("rounds", index, document.code());
        report.code(&place, document.code());
        report.line(&place.field("name"), document.name());
        if let Some(first) = seen.insert(document.code(), index) {
            report.add_related(&place.field("code"), twice(document.code()), first);
        }
        rounds.extend(check(document, &place, report));
    }
    (rounds.len() == documents.len()).then_some(rounds)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_round_has_a_name_that_people_can_read() {
        for document in [
            json!({ "kind": "combined", "of": "scores", "cite": "示例",
                    "rounds": [{ "code": "H1", "name": "", "weight": "1" }] }),
            json!({ "kind": "by-part", "cite": "示例",
                    "rounds": [{ "code": "H1", "name": "", "months": "12" }] }),
        ] {
            let mut report = Report::default();
            let rounds: RoundsDocument = serde_json::from_value(document).unwrap();
            assert!(Rounds::check(&rounds, &Place::ROOT.field("rounds"), &mut report).is_some());
            let problems = report.into_problems();
            assert_eq!(
                problems.listed().iter().map(ToString::to_string).collect::<Vec<_>>(),
                ["rounds.rounds[0 H1].name: is empty: write what people should read there"]
            );
        }
    }
}
