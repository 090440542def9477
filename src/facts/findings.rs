//! Findings: disallowed volumes leave the volume table, vetoes and amounts are kept for their stage
//! (莲政办发〔2023〕75号 三(三)4).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::volumes::{Days, Negative, constant_over, finer_than_a_fen, negative_total};
use super::{FindingDocument, Payee, VolumeTable, by_payee};
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::{
    Channel, Codes, FindingKind, FindingRule, InForce, Plan, Rounds, Scheme, twice,
};
use crate::text::{clip, some_of};
use crate::units::{Coefficient, Factor, Money, Number, Volume};

/// A finding, with the places of what it refers to.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'s> {
    pub(crate) code: String,
    pub(crate) kind: &'s FindingKind,
    pub(crate) payee: usize,
    pub(crate) consequence: Consequence<'s>,
}

/// What follows from a finding.
#[derive(Clone, Debug)]
pub(crate) enum Consequence<'s> {
    /// The volume is not paid, and a multiple of its value is deducted.
    Disallow { item: usize, days: Period, volume: Volume, multiple: InForce<'s, Factor> },
    /// An amount is deducted from a channel; with where it stands, if the scheme fixes it.
    Amount { channel: usize, amount: Money, fixed: Option<InForce<'s, Money>> },
    /// The coefficient is at most this; of one round where it names one.
    Veto { appraisal: usize, coefficient: InForce<'s, Coefficient>, round: Option<usize> },
}

/// What the findings are checked against.
pub(super) struct Against<'a, 's> {
    pub(super) scheme: &'s Scheme,
    pub(super) plan: Option<&'a Plan<'s>>,
    pub(super) codes: &'a Codes<'a>,
    pub(super) items: &'a Codes<'a>,
    pub(super) payees: &'a [Option<Payee>],
}

/// The findings by payee, in order of code; the volumes that they disallow leave the table.
pub(super) fn check<'s>(
    against: &Against<'_, 's>,
    documents: &[FindingDocument],
    mut table: Option<&mut Arc<VolumeTable>>,
    report: &mut Report,
) -> Vec<Vec<Finding<'s>>> {
    let kinds = Codes::of_any(&against.scheme.finding_kinds, |kind| &kind.code);
    if kinds.len() == 0 && !documents.is_empty() {
        report.add(
            &Place::ROOT.field("findings"),
            "the scheme has no \"finding_kinds\": give it some, or leave the findings out",
        );
    }
    let mut first = BTreeMap::new();
    let mut findings = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("findings", index, &document.code);
        report.code(&place, &document.code);
        if let Some(first) = first.insert(&document.code, index) {
            report.add_related(&place.field("code"), twice(&document.code), first);
        }
        // Where the scheme has none, that is said once.
        let kind = kinds.position(&document.kind).or_else(|| {
            let place = place.field("kind");
            (kinds.len() > 0)
                .then(|| kinds.find(&document.kind, "kind of finding", &place, report))?
        });
        let field = place.field("payee");
        let payee = against.codes.find(&document.payee, "payee", &field, report);
        let Some(kind) = kind.and_then(|kind| against.scheme.finding_kinds.get(kind)) else {
            continue;
        };
        let consequence = match (against.plan, &kind.rule) {
            (plan, FindingRule::Disallow(multiple)) => {
                refuse_fields(document, kind, &["amount", "round"], &place, report);
                disallow(against, document, payee, &place, report).and_then(
                    |(item, days, volume)| {
                        let multiple = multiple.at(plan?.period().from());
                        let multiple = report.take(&place.field("kind"), multiple)?;
                        needs_destination(against, item, multiple.value, &place, report);
                        Some(Consequence::Disallow { item, days, volume, multiple })
                    },
                )
            }
            (plan, FindingRule::Fixed { channel, amount }) => {
                let fields = ["item", "month", "from", "until", "volume", "amount", "round"];
                refuse_fields(document, kind, &fields, &place, report);
                plan.and_then(|plan| {
                    let amount = amount.at(plan.period().from());
                    let fixed = report.take(&place.field("kind"), amount)?;
                    let (channel, amount) = (*channel, fixed.value);
                    Some(Consequence::Amount { channel, amount, fixed: Some(fixed) })
                })
            }
            (_, FindingRule::Stated { channel }) => {
                let fields = ["item", "month", "from", "until", "volume", "round"];
                refuse_fields(document, kind, &fields, &place, report);
                let what = "the amount to deduct, in yuan";
                let amount = needed(document.amount.as_ref(), "amount", what, &place, report)
                    .and_then(|amount| report.number(&place.field("amount"), amount));
                amount.map(|amount| Consequence::Amount { channel: *channel, amount, fixed: None })
            }
            (plan, FindingRule::Veto { appraisal, coefficient }) => {
                let fields = ["item", "month", "from", "until", "volume", "amount"];
                refuse_fields(document, kind, &fields, &place, report);
                let round = veto_round(against.scheme, *appraisal, document, &place, report);
                plan.and_then(|plan| {
                    let coefficient = coefficient.at(plan.period().from());
                    let coefficient = report.take(&place.field("kind"), coefficient)?;
                    Some(Consequence::Veto { appraisal: *appraisal, coefficient, round })
                })
            }
        };
        let (Some(payee), Some(consequence)) = (payee, consequence) else { continue };
        if let (Consequence::Disallow { item, days, volume, .. }, Some(plan), Some(table)) =
            (&consequence, against.plan, table.as_deref_mut())
        {
            Arc::make_mut(table).disallow((payee, *item, plan.segment_of(days.from())), *volume);
        }
        let code = document.code.clone();
        findings.push((index, Finding { code, kind, payee, consequence }));
    }
    if let (Some(plan), Some(table)) = (against.plan, table) {
        refuse_negative_totals(against, plan, &findings, documents, table, report);
    }
    let mut findings: Vec<Finding<'s>> = findings.into_iter().map(|(_, finding)| finding).collect();
    findings.sort_by(|a, b| a.code.cmp(&b.code));
    by_payee(against.codes.len(), findings, |finding| finding.payee)
}

/// A field that the kind of finding needs.
fn needed<'d, T>(
    value: Option<&'d T>,
    field: &'static str,
    what: &str,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<&'d T> {
    if value.is_none() {
        report.add(&place.field(field), format!("is missing: give {what}"));
    }
    value
}

/// Fields that the kind of finding has no use for.
fn refuse_fields(
    document: &FindingDocument,
    kind: &FindingKind,
    fields: &[&'static str],
    place: &Place<'_>,
    report: &mut Report,
) {
    let given = |field| match field {
        "item" => document.item.is_some(),
        "month" => document.month.is_some(),
        "from" => document.from.is_some(),
        "until" => document.until.is_some(),
        "volume" => document.volume.is_some(),
        "amount" => document.amount.is_some(),
        _ => document.round.is_some(),
    };
    for field in fields.iter().copied().filter(|field| given(field)) {
        let message = format!("has no effect in a finding of kind \"{}\": leave it out", kind.code);
        report.add(&place.field(field), message);
    }
}

/// Item, days and volume of a disallowed volume.
fn disallow(
    against: &Against<'_, '_>,
    document: &FindingDocument,
    payee: Option<usize>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<(usize, Period, Volume)> {
    let what = "the service item whose volume is disallowed";
    let item = needed(document.item.as_ref(), "item", what, place, report)
        .and_then(|item| against.items.find(item, "service item", &place.field("item"), report));
    let days = Days::of([&document.month, &document.from, &document.until]);
    let days = days.period(against.plan, place, report);
    let number: Option<&Number> =
        needed(document.volume.as_ref(), "volume", "the disallowed volume", place, report);
    let field = place.field("volume");
    let volume = number.and_then(|number| report.number::<Volume>(&field, number));
    let volume = volume.filter(|volume| {
        let right = *volume > Volume::default();
        if !right {
            report.add(&field, format!("{volume} is not above zero: give the disallowed volume"));
        }
        right
    });
    if let (Some(item), Some(volume)) = (item, volume)
        && against.scheme.is_of_amounts(item)
        && !volume.is_in_fen()
    {
        report.add(&field, finer_than_a_fen(volume));
    }
    if let Some(item) = item.map(|item| &against.scheme.items[item])
        && item.per.is_some()
    {
        let message = format!(
            "item \"{}\" says how many there are: state in its records how many were verified, and \
             let the finding be of an amount",
            item.code
        );
        report.add(&place.field("item"), message);
        return None;
    }
    let (item, days, volume) = (item?, days?, volume?);
    if let (Some(plan), Some(payee)) = (against.plan, payee)
        && let Some(Some(payee)) = against.payees.get(payee)
        && let Err(message) = constant_over(plan, payee.group, item, days)
    {
        report.add(place, message);
        return None;
    }
    Some((item, days, volume))
}

/// A channel from which a disallowed volume deducts says where the money goes.
fn needs_destination(
    against: &Against<'_, '_>,
    item: usize,
    multiple: Factor,
    place: &Place<'_>,
    report: &mut Report,
) {
    let scheme = against.scheme;
    let channel = &scheme.channels[scheme.channel_of(item)];
    if multiple > Factor::default() && channel.deductions.is_none() {
        report.add(&place.field("item"), needs_deductions(channel));
    }
}

/// What is missing in a channel from which money is deducted.
pub(super) fn needs_deductions(channel: &Channel) -> String {
    let code = &channel.code;
    if channel.recorded.is_some() {
        return format!("channel \"{code}\" is only recorded: nothing can be deducted from it");
    }
    format!(
        "channel \"{code}\" does not say where deducted money goes: give it \"deductions\" in the \
         scheme"
    )
}

/// The round that a veto names, if any.
fn veto_round(
    scheme: &Scheme,
    appraisal: usize,
    document: &FindingDocument,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<usize> {
    let round = document.round.as_ref()?;
    let place = place.field("round");
    let appraisal = &scheme.appraisals[appraisal];
    let Some(Rounds::ByPart { rounds, .. }) = &appraisal.rounds else {
        let code = &appraisal.code;
        let message = format!(
            "has no effect: appraisal \"{code}\" gives one coefficient for the whole period"
        );
        report.add(&place, message);
        return None;
    };
    let at = rounds.iter().position(|record| record.code == *round);
    if at.is_none() {
        let codes = some_of(rounds.iter().map(|round| round.code.as_str()));
        let (code, round, codes) = (&appraisal.code, clip(round), codes.unwrap_or_default());
        let message = format!("appraisal \"{code}\" has no round \"{round}\": there is {codes}");
        report.add(&place, message);
    }
    at
}

/// Findings may not disallow more than there is.
fn refuse_negative_totals(
    against: &Against<'_, '_>,
    plan: &Plan<'_>,
    findings: &[(usize, Finding<'_>)],
    documents: &[FindingDocument],
    table: &VolumeTable,
    report: &mut Report,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, finding) in findings {
        let Consequence::Disallow { item, days, .. } = &finding.consequence else { continue };
        let Some(Some(payee)) = against.payees.get(finding.payee) else { continue };
        let at = (finding.payee, payee.group, *item);
        let Some(negative) = negative_total(plan, table, at, *days) else { continue };
        let Negative { stretch, disallowed, counted, days, .. } = negative;
        // Corrections that bring the total below zero have been reported.
        if counted.starts_with('-') {
            continue;
        }
        if seen.insert((finding.payee, *item, stretch)) {
            let document = &documents[*index];
            let message = format!(
                "findings disallow {disallowed} of item \"{}\" of payee \"{}\" in {days}, where \
                 {counted} were counted: disallow no more than that",
                against.scheme.items[*item].code,
                clip(&document.payee),
            );
            report.add(&Place::ROOT.record("findings", *index, &document.code), message);
        }
    }
}
