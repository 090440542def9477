//! The opening: what the period before left behind.

use std::collections::BTreeMap;

use super::findings::needs_deductions;
use super::{
    Cause, ClaimDocument, OpeningDocument, Origin, PayeeAmountDocument, PriorDocument, by_payee,
};
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::{Base, Codes, Scheme};
use crate::text::{clip, some_of};
use crate::units::Money;

/// What was brought forward, by place of channel and payee.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub(crate) after: Option<Prior>,
    /// By channel; none where nothing was stated.
    pub(crate) reserves: Vec<Option<Money>>,
    /// By channel, then payee: what payees are still owed.
    pub(crate) owed: Vec<Vec<Money>>,
    /// By payee: what they still have to give back, in the order in which it is deducted.
    pub(crate) claims: Vec<Vec<Claim>>,
    /// By channel, then payee: what payees were owed for the period before.
    pub(crate) entitlements: Vec<Vec<Option<Money>>>,
}

impl Opening {
    /// The balance of a channel's reserve; nothing where none was brought forward.
    pub(crate) fn reserve(&self, channel: usize) -> Money {
        self.reserves[channel].unwrap_or(Money::ZERO)
    }
}

/// The statement of the period before.
#[derive(Clone, Debug)]
pub(crate) struct Prior {
    pub(crate) scheme: String,
    pub(crate) period: Period,
    pub(crate) digest: String,
}

/// What a payee still has to give back.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) channel: usize,
    pub(crate) payee: usize,
    pub(crate) origin: Origin,
    pub(crate) amount: Money,
}

/// What the records of an opening refer to.
pub(super) struct Lookup<'a> {
    scheme: &'a Scheme,
    channels: Codes<'a>,
    payees: &'a Codes<'a>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(scheme: &'a Scheme, payees: &'a Codes<'a>) -> Self {
        Self { scheme, channels: Codes::of(&scheme.channels, |channel| &channel.code), payees }
    }

    fn channel(&self, code: &str, place: &Place<'_>, report: &mut Report) -> Option<usize> {
        self.channels.find(code, "channel", &place.field("channel"), report)
    }

    /// Nothing is brought forward in a channel that is only recorded.
    fn refuse_recorded(
        &self,
        channel: Option<usize>,
        amount: Option<Money>,
        place: &Place<'_>,
        report: &mut Report,
    ) {
        let channel = channel.map(|channel| &self.scheme.channels[channel]);
        let Some(channel) = channel.filter(|channel| channel.recorded.is_some()) else { return };
        if amount.is_some_and(|amount| !amount.is_zero()) {
            let message =
                format!("channel \"{}\" is only recorded: nothing is owed in it", channel.code);
            report.add(&place.field("channel"), message);
        }
    }

    fn payee(&self, code: &str, place: &Place<'_>, report: &mut Report) -> Option<usize> {
        self.payees.find(code, "payee", &place.field("payee"), report)
    }
}

/// Checks what was brought forward into a period.
pub(super) fn check(
    lookup: &Lookup<'_>,
    plans: bool,
    period: Option<Period>,
    document: &OpeningDocument,
    report: &mut Report,
) -> Opening {
    let root = Place::ROOT;
    let place = root.field("opening");
    let after = document
        .after
        .as_ref()
        .and_then(|after| check_prior(after, period, &place.field("after"), report));
    Opening {
        after,
        reserves: check_reserves(lookup, document, &place, report),
        owed: check_owed(lookup, &document.owed, &place, report),
        claims: check_claims(lookup, period, &document.claims, &place, report),
        entitlements: check_entitlements(lookup, plans, document, &place, report),
    }
}

/// The statement before ends where this period begins.
fn check_prior(
    document: &PriorDocument,
    period: Option<Period>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Prior> {
    report.line(&place.field("scheme"), &document.scheme);
    let digest = &document.digest;
    if digest.len() != 64 || !digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        report.add(
            &place.field("digest"),
            "is not a digest: it has 64 digits, 0 to 9 and a to f, as the statement prints it",
        );
    }
    let field = place.field("period");
    let before = report.period(&field, &document.period.from, &document.period.until)?;
    if let Some(period) = period
        && before.until() != period.from()
    {
        let message = format!(
            "{} is not followed by the period that is settled, {}: an opening comes out of the \
             period just before",
            before.in_words(),
            period.in_words()
        );
        report.add(&field, message);
    }
    let (scheme, digest) = (document.scheme.clone(), digest.clone());
    Some(Prior { scheme, period: before, digest })
}

fn check_reserves(
    lookup: &Lookup<'_>,
    document: &OpeningDocument,
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Option<Money>> {
    let mut reserves = vec![None; lookup.scheme.channels.len()];
    let mut seen = BTreeMap::new();
    // A closing lists all there is: a reserve that it does not list is new, and opens with nothing.
    let is_closing = document.after.is_some();
    for (index, document) in document.reserves.iter().enumerate() {
        let place = place.record("reserves", index, &document.channel);
        if let Some(first) = seen.insert(&document.channel, index) {
            let message = format!(
                "the reserve of channel \"{}\" opens with one balance, and this is another",
                clip(&document.channel)
            );
            report.add_related(&place.field("channel"), message, first);
        }
        let balance: Option<Money> = report.number(&place.field("balance"), &document.balance);
        // An empty reserve can end with its channel.
        if is_closing
            && balance == Some(Money::ZERO)
            && lookup.channels.position(&document.channel).is_none()
        {
            continue;
        }
        let Some(channel) = lookup.channel(&document.channel, &place, report) else { continue };
        if lookup.scheme.channels[channel].reserve.is_none() && balance != Some(Money::ZERO) {
            let message = format!(
                "channel \"{}\" has no reserve under this scheme, so {} yuan cannot be brought \
                 forward: give it one, or settle the balance first",
                document.channel,
                clip(document.balance.as_str())
            );
            report.add(&place.field("channel"), message);
        }
        reserves[channel] = balance;
    }
    let unknown = seen.keys().any(|code| lookup.channels.position(code).is_none());
    for channel in &lookup.scheme.channels {
        let has_target = channel.reserve.as_ref().is_some_and(|reserve| reserve.target.is_some());
        if has_target && !is_closing && !seen.contains_key(&channel.code) && !unknown {
            report.add(
                &place.field("reserves"),
                format!(
                    "the opening balance of channel \"{}\" is missing: its reserve has a target, \
                     so give the balance, 0 if there is none",
                    channel.code
                ),
            );
        }
    }
    reserves
}

fn check_owed(
    lookup: &Lookup<'_>,
    documents: &[PayeeAmountDocument],
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Vec<Money>> {
    let mut owed = vec![vec![Money::ZERO; lookup.payees.len()]; lookup.scheme.channels.len()];
    let mut first = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = place.record("owed", index, &document.payee);
        let channel = lookup.channel(&document.channel, &place, report);
        let payee = lookup.payee(&document.payee, &place, report);
        let amount: Option<Money> = report.number(&place.field("amount"), &document.amount);
        if let Some(first) = first.insert((&document.channel, &document.payee), index) {
            let message = format!(
                "payee \"{}\" is owed in channel \"{}\" twice: give one sum",
                clip(&document.payee),
                clip(&document.channel)
            );
            report.add_related(&place, message, first);
        }
        lookup.refuse_recorded(channel, amount, &place, report);
        if let (Some(channel), Some(payee), Some(amount)) = (channel, payee, amount) {
            owed[channel][payee] = amount;
        }
    }
    owed
}

fn check_claims(
    lookup: &Lookup<'_>,
    settled: Option<Period>,
    documents: &[ClaimDocument],
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Vec<Claim>> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut first = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = place.record("claims", index, &document.payee);
        let channel = lookup.channel(&document.channel, &place, report);
        let payee = lookup.payee(&document.payee, &place, report);
        let amount: Option<Money> = report.number(&place.field("amount"), &document.amount);
        let field = place.field("period");
        let period = report.period(&field, &document.period.from, &document.period.until);
        if let (Some(period), Some(settled)) = (period, settled)
            && period.until() > settled.from()
        {
            let message = format!(
                "{} does not lie before the period that is settled, {}",
                period.in_words(),
                settled.in_words()
            );
            report.add(&field, message);
        }
        if let Cause::Finding { code } = &document.cause {
            report.code(&place.field("cause"), code);
            let channel = channel.map(|channel| &lookup.scheme.channels[channel]);
            if let Some(channel) = channel.filter(|channel| channel.deductions.is_none()) {
                report.add(&place.field("channel"), needs_deductions(channel));
            }
        } else {
            lookup.refuse_recorded(channel, amount, &place, report);
        }
        let (Some(channel), Some(payee), Some(amount), Some(period)) =
            (channel, payee, amount, period)
        else {
            continue;
        };
        let origin = Origin { period, cause: document.cause.clone() };
        if let Some(first) = first.insert((channel, payee, origin.clone()), index) {
            report.add_related(&place, "is the same claim as another: give one sum", first);
        }
        claims.push(Claim { channel, payee, origin, amount });
    }
    claims.sort_by(|a, b| a.origin.cmp(&b.origin));
    by_payee(lookup.payees.len(), claims, |claim| claim.payee)
}

/// What payees were owed for the period before, as far as a plan needs it.
fn check_entitlements(
    lookup: &Lookup<'_>,
    plans: bool,
    document: &OpeningDocument,
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Vec<Option<Money>>> {
    let mut entitlements = vec![vec![None; lookup.payees.len()]; lookup.scheme.channels.len()];
    let mut first = BTreeMap::new();
    for (index, entitlement) in document.entitlements.iter().enumerate() {
        let place = place.record("entitlements", index, &entitlement.payee);
        let amount: Option<Money> = report.number(&place.field("amount"), &entitlement.amount);
        if let Some(first) = first.insert((&entitlement.channel, &entitlement.payee), index) {
            report.add_related(&place, "is stated twice: give one sum", first);
        }
        // A closing lists all payees of its period; one that is gone needs no instalments.
        let known = (
            lookup.channels.position(&entitlement.channel),
            lookup.payees.position(&entitlement.payee),
        );
        if document.after.is_none() {
            let channel = lookup.channel(&entitlement.channel, &place, report);
            lookup.payee(&entitlement.payee, &place, report);
            if channel.is_some_and(|channel| !plans_by_entitlement(lookup.scheme, channel)) {
                let message = format!(
                    "channel \"{}\" has no plan by the previous entitlement: leave it out",
                    entitlement.channel
                );
                report.add(&place.field("channel"), message);
            }
        }
        if let (Some(channel), Some(payee)) = known {
            entitlements[channel][payee] = amount;
        }
    }
    for (channel, record) in lookup.scheme.channels.iter().enumerate() {
        // A payee that the statement before did not have was owed nothing.
        if !plans || document.after.is_some() || !plans_by_entitlement(lookup.scheme, channel) {
            continue;
        }
        let missing = lookup.payees.iter().zip(&entitlements[channel]);
        // A malformed amount has been reported.
        let missing = missing.filter(|(payee, amount)| {
            amount.is_none() && !first.contains_key(&(&record.code, &(*payee).to_owned()))
        });
        let missing: Vec<&str> = missing.map(|(payee, _)| payee).collect();
        if let Some(missing) = some_of(missing.into_iter()) {
            let message = format!(
                "what was owed in channel \"{}\" for the period before is missing for {missing}: \
                 instalments are shares of it; give 0 if it was nothing",
                record.code
            );
            report.add(&place.field("entitlements"), message);
        }
    }
    entitlements
}

/// Whether the instalments of a channel are shares of what each payee was owed before.
fn plans_by_entitlement(scheme: &Scheme, channel: usize) -> bool {
    let advances = scheme.channels[channel].advances.as_ref();
    let plan = advances.and_then(|advances| advances.plan.as_ref());
    plan.is_some_and(|plan| plan.base == Base::PreviousEntitlement)
}

#[cfg(test)]
mod tests;
