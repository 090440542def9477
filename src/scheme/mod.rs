//! Policy as data: everything one policy document fixes, with effective dates (实施方案).
//!
//! A [`SchemeDocument`] is what a file holds. A [`Scheme`] is one that was checked: it exists only
//! if everything in it is right, and what is wrong is reported all at once ([`SchemeError`]).
//! There are no constants: every number has a date from which it holds and a citation.

mod advances;
mod appraisal;
mod catalogue;
mod channel;
mod closing;
mod curve;
mod document;
mod envelope;
mod extent;
mod findings;
mod item;
mod lists;
mod plan;
mod pool;
mod reserve;
mod rounds;
mod scoring;
mod terms;

pub(crate) use advances::{InstalmentPlan, Within};
pub(crate) use appraisal::{Appraisal, Indicator};
pub(crate) use catalogue::{Category, Group, IncomeClass};
pub(crate) use channel::{Channel, Measure, Price};
pub(crate) use closing::{Closing, OverrunRest, SurplusRest};
pub use curve::*;
pub use document::{
    AdvancesDocument, AppraisalDocument, AppraisalLoss, BandDocument, BandsDocument, Base,
    CategoryDocument, ChannelDocument, ClauseDocument, Combine, CombinedRound, DatedDocument,
    DeductionsDocument, Destination, DimensionDocument, Excess, FindingKindDocument,
    FindingRuleDocument, GroupDocument, IncomeClassDocument, IndicatorDocument, InstalmentDocument,
    ItemDocument, OverrunDocument, OverrunRestDocument, PartRound, Per, PlanDocument,
    PoolLineDocument, PoolLineKind, PriceDocument, ProvisionDocument, RecordedDocument, Release,
    ReserveDocument, RoundsDocument, SchemeDocument, Split, SurplusDocument, SurplusRestDocument,
    TransferDocument, Unverified, WeightDocument, WithholdingDocument,
};
pub(crate) use envelope::{LineInForce, PeriodAmount, Portion, ProvisionInForce};
pub(crate) use extent::{MOST_CELLS, MOST_PLACES, fits};
pub(crate) use findings::{FindingKind, FindingRule};
pub(crate) use item::{Bands, Item};
pub(crate) use lists::{Codes, twice};
pub(crate) use plan::{InForce, Plan, Rate};
pub(crate) use pool::LineSize;
pub(crate) use rounds::Rounds;
pub use scoring::*;
pub(crate) use terms::Terms;

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use crate::period::{Date, Period};
use crate::report::{Place, Problem, Problems, Report};
use crate::text::clip;

/// Everything one policy document fixes, checked.
///
/// ```
/// use work_equivalent::scheme::{Scheme, SchemeDocument};
///
/// let text = &std::fs::read_to_string("examples/data/liandu/scheme.toml")?;
/// let document: SchemeDocument = toml::from_str(text)?;
/// let scheme = Scheme::new(document)?;
/// assert_eq!(scheme.number(), "莲政办发〔2023〕75号");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "SchemeDocument")]
pub struct Scheme {
    document: SchemeDocument,
    from: Date,
    until: Option<Date>,
    pub(crate) groups: Vec<Group>,
    pub(crate) income_classes: Vec<IncomeClass>,
    pub(crate) categories: Vec<Category>,
    pub(crate) items: Vec<Item>,
    pub(crate) appraisals: Vec<Appraisal>,
    pub(crate) finding_kinds: Vec<FindingKind>,
    pub(crate) channels: Vec<Channel>,
}

/// Something that is allowed but that its authors should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Scheme {
    /// The scheme of a document.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once: a malformed number (`"1,2"`), a
    /// number out of range, a date that is none, dated values that overlap or leave a gap, a code
    /// that occurs twice or refers to nothing, a group without a weight, a band of scores that
    /// leaves scores without a coefficient, a price without a pool, and so on.
    pub fn new(document: SchemeDocument) -> Result<Self, SchemeError> {
        let mut report = Report::default();
        match Self::check(&document, &mut report) {
            Some(checked) if report.is_empty() => Ok(checked),
            _ => Err(SchemeError { number: document.number, problems: report.into_problems() }),
        }
    }

    fn check(document: &SchemeDocument, report: &mut Report) -> Option<Self> {
        let root = Place::ROOT;
        report.line(&root.field("title"), &document.title);
        report.line(&root.field("number"), &document.number);
        report.line(&root.field("issuer"), &document.issuer);
        for (field, term) in [("payer", &document.payer), ("payee", &document.payee)] {
            if let Some(term) = term {
                report.line(&root.field(field), term);
            }
        }
        let from = report.date(&root.field("from"), &document.from);
        let until =
            document.until.as_ref().and_then(|until| report.date(&root.field("until"), until));
        if let (Some(from), Some(until)) = (from, until) {
            report.take(&root.field("until"), Period::new(from, until));
        }
        for (index, number) in document.repeals.iter().enumerate() {
            report.line(&root.record("repeals", index, ""), number);
        }

        // References are checked against the codes of the document, not against the records that
        // passed, so that one bad record is not reported again by each that refers to it.
        let group_codes = Codes::of(&document.groups, |group| &group.code);
        let class_codes = Codes::of_any(&document.income_classes, |class| &class.code);
        let category_codes = Codes::of(&document.categories, |category| &category.code);
        let appraisal_codes = Codes::of_any(&document.appraisals, |appraisal| &appraisal.code);
        let channel_codes = Codes::of(&document.channels, |channel| &channel.code);

        let groups = Group::check_all(&document.groups, report);
        let income_classes = IncomeClass::check_all(&document.income_classes, report);
        let categories =
            Category::check_all(&document.categories, &class_codes, &channel_codes, report);
        let worth = |item: &ItemDocument| item.weights.len() + item.quotas.len() + 1;
        let values = document.items.iter().map(worth).sum();
        let sides = [(document.groups.len(), "groups"), (values, "items and their values")];
        let items = if fits(&sides, MOST_PLACES, &root.field("items"), report) {
            Item::check_all(document, &group_codes, &category_codes, from, report)
        } else {
            Vec::new()
        };
        let appraisals = Appraisal::check_all(&document.appraisals, report);
        let channels = Channel::check_all(&document.channels, &appraisal_codes, report);
        let kinds = &document.finding_kinds;
        let finding_kinds = FindingKind::check_all(kinds, &channel_codes, &appraisal_codes, report);
        let by_code: BTreeMap<&str, &ChannelDocument> = document
            .channels
            .iter()
            .rev()
            .map(|channel| (channel.code.as_str(), channel))
            .collect();
        for (index, kind) in kinds.iter().enumerate() {
            let place = root.record("finding_kinds", index, &kind.code);
            check_destination(&by_code, kind, &place, report);
        }
        let bought: BTreeSet<&str> =
            document.categories.iter().map(|category| category.channel.as_str()).collect();
        for (index, channel) in document.channels.iter().enumerate() {
            if !bought.contains(channel.code.as_str()) {
                let place = root.record("channels", index, &channel.code);
                report.add(&place, "buys nothing: no category names it as its channel");
            }
        }

        Some(Self {
            document: document.clone(),
            from: from?,
            until,
            groups,
            income_classes,
            categories,
            items,
            appraisals,
            finding_kinds,
            channels,
        })
    }

    /// The title of the policy document.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.title
    }

    /// The number of the policy document.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.document.number
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.document.issuer
    }

    /// What it calls those who pay and those who are paid.
    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms::new([self.document.payer.as_ref(), self.document.payee.as_ref()])
    }

    /// The first day on which it applies.
    #[must_use]
    pub fn from(&self) -> Date {
        self.from
    }

    /// The day on which it ceases to apply, if it is known.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// The document as it was given.
    #[must_use]
    pub fn document(&self) -> &SchemeDocument {
        &self.document
    }

    /// What is allowed but should be known: scores at which one point more moves pay by a jump.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let warnings = self.appraisals.iter().flat_map(|appraisal| {
            appraisal.curve.cliffs().into_iter().map(move |cliff| {
                let jump = cliff.reached.minus(&cliff.below);
                let message = format!(
                    "appraisal \"{}\": at a score of {} the coefficient jumps from {} to {}, by {jump}",
                    appraisal.code, cliff.score, cliff.below, cliff.reached
                );
                Warning { message }
            })
        });
        warnings.collect()
    }

    /// Whether the scheme applies on every day of a period.
    pub(crate) fn covers(&self, period: Period) -> bool {
        self.from <= period.from() && self.until.is_none_or(|until| period.until() <= until)
    }

    /// Whether a channel buys equivalents, rather than paying quotas or stated amounts.
    pub(crate) fn buys_equivalents(&self, channel: usize) -> bool {
        self.channels[channel].measure == Measure::Equivalents
    }

    /// Whether the volumes of an item are amounts in yuan.
    pub(crate) fn is_of_amounts(&self, item: usize) -> bool {
        self.channels[self.channel_of(item)].measure == Measure::Amounts
    }

    /// The channel that an item belongs to.
    pub(crate) fn channel_of(&self, item: usize) -> usize {
        self.categories[self.items[item].category].channel
    }

    /// Whether each appraisal governs what a channel pays.
    pub(crate) fn governing(&self) -> Vec<bool> {
        let mut governing = vec![false; self.appraisals.len()];
        for appraisal in self.channels.iter().filter_map(|channel| channel.appraisal) {
            governing[appraisal] = true;
        }
        governing
    }

    /// The categories that a channel buys, with their places in the list.
    pub(crate) fn categories_of(&self, channel: usize) -> impl Iterator<Item = (usize, &Category)> {
        self.categories.iter().enumerate().filter(move |(_, category)| category.channel == channel)
    }
}

/// A finding that deducts money needs a channel that says where the money goes.
fn check_destination(
    channels: &BTreeMap<&str, &ChannelDocument>,
    kind: &FindingKindDocument,
    place: &Place<'_>,
    report: &mut Report,
) {
    let (FindingRuleDocument::Fixed { channel, .. } | FindingRuleDocument::Stated { channel }) =
        &kind.rule
    else {
        return;
    };
    let channel = channels.get(channel.as_str());
    if let Some(channel) = channel.filter(|channel| channel.deductions.is_none()) {
        let message = if channel.recorded.is_some() {
            format!(
                "channel \"{}\" is only recorded: nothing can be deducted from it",
                clip(&channel.code)
            )
        } else {
            format!(
                "channel \"{}\" does not say where deducted money goes: give it \"deductions\"",
                clip(&channel.code)
            )
        };
        report.add(&place.field("rule").field("channel"), message);
    }
}

impl TryFrom<SchemeDocument> for Scheme {
    type Error = SchemeError;

    fn try_from(document: SchemeDocument) -> Result<Self, SchemeError> {
        Self::new(document)
    }
}

impl Serialize for Scheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

/// Everything that is wrong with a scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("scheme {}: {problems}", clip(number))]
pub struct SchemeError {
    number: String,
    problems: Problems,
}

impl SchemeError {
    /// The problems, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.problems.listed()
    }

    /// How many more there are: of many, the first thousand are listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.problems.unlisted()
    }
}

#[cfg(test)]
mod tests;
