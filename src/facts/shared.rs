//! What variants of facts share: the volumes, checked and counted once.

use std::sync::Arc;

use super::{
    Facts, FactsDocument, FactsError, Marks, PartOfPeriod, Payee, Stocks, Summed, VolumeTable,
};
use crate::period::Period;
use crate::report::Report;
use crate::scheme::{
    AppraisalDocument, Codes, Measure, Plan, Portion, Scheme, SchemeDocument, Unverified,
};

/// The counted volumes of facts, and everything that they were checked against.
#[derive(Debug)]
pub(crate) struct Counted {
    payees: Arc<[Payee]>,
    marks: Arc<Marks>,
    volumes: Arc<VolumeTable>,
    stocks: Arc<Stocks>,
    scheme: SchemeDocument,
    /// Without its volumes.
    document: FactsDocument,
    shape: Shape,
}

/// The parts of the period in which a unit is worth the same, whatever it is worth.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    segments: Vec<Period>,
    /// In order of code.
    channels: Vec<ChannelShape>,
}

#[derive(Debug, PartialEq, Eq)]
struct ChannelShape {
    code: String,
    measure: Measure,
    unverified: Unverified,
    segments: Vec<SegmentShape>,
}

#[derive(Debug, PartialEq, Eq)]
struct SegmentShape {
    is_priced: bool,
    /// Whether the price is another than in the segment before.
    changes: bool,
    round: usize,
}

impl Shape {
    fn of(scheme: &Scheme, plan: &Plan<'_>) -> Self {
        let channels = scheme.channels.iter().enumerate().map(|(place, channel)| {
            let price = |segment| plan.price(place, segment).map(|price| &price.value);
            let segments = (0..plan.segments().len()).map(|segment| SegmentShape {
                is_priced: price(segment).is_some(),
                changes: segment > 0 && price(segment) != price(segment - 1),
                round: plan.round_of(place, segment),
            });
            ChannelShape {
                code: channel.code.clone(),
                measure: channel.measure,
                unverified: channel.unverified,
                segments: segments.collect(),
            }
        });
        Self { segments: plan.segments().to_vec(), channels: channels.collect() }
    }
}

impl Counted {
    /// What facts of a whole period counted. The volumes of their document are not looked at.
    pub(crate) fn of(facts: &Facts<'_>, document: &FactsDocument) -> Self {
        Self {
            payees: Arc::clone(&facts.payees),
            marks: Arc::clone(&facts.marks),
            volumes: Arc::clone(&facts.volumes),
            stocks: Arc::clone(&facts.stocks),
            scheme: facts.scheme.document().clone(),
            document: document.without_volumes(),
            shape: Shape::of(facts.scheme, &facts.plan),
        }
    }

    /// The document without its volumes.
    pub(crate) fn document(&self) -> &FactsDocument {
        &self.document
    }

    /// The payees, each as it was checked, with the codes of a document that has the same.
    pub(super) fn payees<'d>(
        &self,
        document: &'d FactsDocument,
    ) -> (Codes<'d>, Vec<Option<Payee>>) {
        // Only findings look at them, of which there are few or none.
        let is_needed = !document.findings.is_empty();
        let payees = self.payees.iter().filter(|_| is_needed).cloned().map(Some);
        (Codes::of(&document.payees, |payee| &payee.code), payees.collect())
    }

    pub(super) fn who(&self) -> Arc<[Payee]> {
        Arc::clone(&self.payees)
    }

    /// The marks, where they and the appraisals that they were checked against are the same.
    pub(super) fn marks(&self, scheme: &Scheme, document: &FactsDocument) -> Option<Arc<Marks>> {
        let (mine, other) = (&self.scheme, scheme.document());
        let same = self.document.marks == document.marks
            && self.scheme.channels.len() == other.channels.len()
            && mine.channels.iter().zip(&other.channels).all(|(a, b)| a.appraisal == b.appraisal)
            && marked_alike(&mine.appraisals, &other.appraisals);
        same.then(|| Arc::clone(&self.marks))
    }

    pub(super) fn tables(&self) -> (Option<Arc<VolumeTable>>, Arc<Stocks>) {
        (Some(Arc::clone(&self.volumes)), Arc::clone(&self.stocks))
    }

    /// Whether all that the volumes were checked against, and all that is measured by, is the same.
    fn fits(&self, scheme: &Scheme, document: &FactsDocument) -> bool {
        let (mine, other) = (&self.scheme, scheme.document());
        let same = mine.groups == other.groups
            && mine.income_classes == other.income_classes
            && mine.categories == other.categories
            && mine.items == other.items
            && mine.finding_kinds == other.finding_kinds
            && self.document.period == document.period
            && self.document.payees == document.payees
            && self.document.findings == document.findings
            && self.document.approved == document.approved;
        if !same {
            return false;
        }
        let mut report = Report::default();
        let (from, until) = (&document.period.from, &document.period.until);
        let Some(period) = report.period(&crate::report::Place::ROOT, from, until) else {
            return false;
        };
        let plan = Plan::compile(scheme, period, &Portion::WHOLE, &mut report);
        plan.is_some_and(|plan| Shape::of(scheme, &plan) == self.shape)
    }
}

/// Whether appraisals differ by their curves at most.
pub(crate) fn marked_alike(mine: &[AppraisalDocument], others: &[AppraisalDocument]) -> bool {
    mine.len() == others.len()
        && mine
            .iter()
            .zip(others)
            .all(|(a, b)| a.code == b.code && a.dimensions == b.dimensions && a.rounds == b.rounds)
}

impl<'s> Facts<'s> {
    /// The facts of a document whose volumes were counted before, under another scheme or with
    /// other marks, advances or balances; none where the volumes would have to be counted again.
    pub(crate) fn sharing(
        scheme: &'s Scheme,
        document: &FactsDocument,
        counted: &Counted,
    ) -> Option<Result<Self, FactsError>> {
        counted.fits(scheme, document).then(|| {
            let report = Report::default();
            Self::reporting(scheme, &PartOfPeriod::WHOLE, document, Summed::All(counted), report)
        })
    }
}

impl FactsDocument {
    /// A copy of everything but the volumes, of which there can be millions.
    pub(crate) fn without_volumes(&self) -> Self {
        Self {
            period: self.period.clone(),
            payees: self.payees.clone(),
            volumes: Vec::new(),
            marks: self.marks.clone(),
            findings: self.findings.clone(),
            budgets: self.budgets.clone(),
            advances: self.advances.clone(),
            approved: self.approved.clone(),
            pool_amounts: self.pool_amounts.clone(),
            opening: self.opening.clone(),
        }
    }
}
