//! Appraisals: a tree of dimensions and indicators, and a curve from score to coefficient.

use std::collections::BTreeSet;

use super::curve::Curve;
use super::document::{AppraisalDocument, IndicatorDocument};
use super::extent::{MOST_PLACES, fits};
use super::lists::sorted;
use super::rounds::Rounds;
use super::scoring::Rule;
use crate::report::{Place, Report};
use crate::units::Mark;

/// An appraisal (绩效评价).
#[derive(Clone, Debug)]
pub(crate) struct Appraisal {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) cite: String,
    pub(crate) curve: Curve,
    pub(crate) rounds: Option<Rounds>,
    pub(crate) dimensions: Vec<Dimension>,
}

/// A dimension of an appraisal.
#[derive(Clone, Debug)]
pub(crate) struct Dimension {
    pub(crate) name: String,
    pub(crate) indicators: Vec<Indicator>,
}

/// An indicator of an appraisal.
#[derive(Clone, Debug)]
pub(crate) struct Indicator {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) full: Mark,
    pub(crate) rule: Rule,
    pub(crate) cite: String,
}

impl Appraisal {
    /// All indicators, in the order of the document.
    pub(crate) fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.dimensions.iter().flat_map(|dimension| &dimension.indicators)
    }

    /// How many rounds it has in a period; one where it has none of its own.
    pub(crate) fn round_count(&self) -> usize {
        self.rounds.as_ref().map_or(1, Rounds::count)
    }

    pub(super) fn check_all(documents: &[AppraisalDocument], report: &mut Report) -> Vec<Self> {
        let mut seen = BTreeSet::new();
        let check = |document: &AppraisalDocument, place: &Place<'_>, report: &mut Report| {
            Self::check(document, &mut seen, place, report)
        };
        sorted("appraisals", documents, |appraisal| &appraisal.code, report, check)
    }

    fn check(
        document: &AppraisalDocument,
        seen: &mut BTreeSet<String>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.code(place, &document.code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("cite"), &document.cite);
        let curve = Curve::check(&document.curve, &place.field("curve"), report);
        let rounds = document.rounds.as_ref();
        let rounds =
            rounds.and_then(|rounds| Rounds::check(rounds, &place.field("rounds"), report));
        if document.dimensions.is_empty() {
            report.add(&place.field("dimensions"), "is empty: give at least one");
        }
        let indicators = document.dimensions.iter().map(|d| d.indicators.len()).sum();
        let sides =
            [(rounds.as_ref().map_or(1, Rounds::count), "rounds"), (indicators, "indicators")];
        fits(&sides, MOST_PLACES, place, report);
        let mut codes = BTreeSet::new();
        let mut dimensions = Vec::new();
        for (index, dimension) in document.dimensions.iter().enumerate() {
            let place = place.record("dimensions", index, &dimension.code);
            report.code(&place, &dimension.code);
            report.line(&place.field("name"), &dimension.name);
            if !codes.insert(&dimension.code) {
                report.add(&place.field("code"), "occurs twice: codes are unique");
            }
            if dimension.indicators.is_empty() {
                report.add(&place.field("indicators"), "is empty: give at least one");
            }
            let indicators =
                dimension.indicators.iter().enumerate().filter_map(|(index, document)| {
                    let place = place.record("indicators", index, &document.code);
                    Indicator::check(document, seen, &place, report)
                });
            let indicators = indicators.collect();
            dimensions.push(Dimension { name: dimension.name.clone(), indicators });
        }
        Some(Self {
            code: document.code.clone(),
            name: document.name.clone(),
            cite: document.cite.clone(),
            curve: curve?,
            rounds,
            dimensions,
        })
    }
}

impl Indicator {
    fn check(
        document: &IndicatorDocument,
        seen: &mut BTreeSet<String>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.code(place, &document.code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("cite"), &document.cite);
        if !seen.insert(document.code.clone()) {
            report.add(
                &place.field("code"),
                "occurs twice: codes of indicators are unique in all appraisals",
            );
        }
        let full: Mark = report.number(&place.field("full"), &document.full)?;
        if full <= Mark::default() {
            report.add(
                &place.field("full"),
                format!("{full} is not above zero: give full marks above zero"),
            );
        }
        let rule = document.rule.check(full, &place.field("rule"), report)?;
        Some(Self {
            code: document.code.clone(),
            name: document.name.clone(),
            full,
            rule,
            cite: document.cite.clone(),
        })
    }
}
