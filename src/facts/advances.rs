//! Advances that were paid, and the budgets of which instalments are shares (预拨).

use std::collections::BTreeMap;

use super::{AdvanceDocument, BudgetDocument, by_payee};
use crate::period::Date;
use crate::report::{Place, Report};
use crate::scheme::{Base, Codes, Scheme, twice};
use crate::text::{clip, some_of};
use crate::units::Money;

/// What was paid during the period.
#[derive(Clone, Debug)]
pub(crate) struct Advance {
    pub(crate) code: String,
    pub(crate) payee: usize,
    pub(crate) channel: usize,
    /// The place of the instalment in the plan.
    pub(crate) instalment: Option<usize>,
    pub(crate) date: Date,
    pub(crate) amount: Money,
}

/// The advances by payee, in order of date and voucher.
pub(super) fn check(
    scheme: &Scheme,
    payees: &Codes<'_>,
    documents: &[AdvanceDocument],
    report: &mut Report,
) -> Vec<Vec<Advance>> {
    let channels = Codes::of(&scheme.channels, |channel| &channel.code);
    let mut first = BTreeMap::new();
    let mut advances = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("advances", index, &document.code);
        report.code(&place, &document.code);
        if let Some(first) = first.insert(&document.code, index) {
            report.add_related(&place.field("code"), twice(&document.code), first);
        }
        let payee = payees.find(&document.payee, "payee", &place.field("payee"), report);
        let field = place.field("channel");
        let channel = channels.find(&document.channel, "channel", &field, report);
        let date = report.date(&place.field("date"), &document.date);
        let amount: Option<Money> = report.number(&place.field("amount"), &document.amount);
        let Some(channel) = channel else { continue };
        let Some(rules) = &scheme.channels[channel].advances else {
            let code = &document.channel;
            let right = match scheme.channels[channel].recorded {
                None => "give it \"advances\" in the scheme",
                Some(_) => "it is only recorded",
            };
            let message = format!("channel \"{code}\" pays no advances: {right}");
            report.add(&field, message);
            continue;
        };
        let instalment = document.instalment.as_ref().and_then(|code| {
            let instalments =
                rules.plan.as_ref().map_or(&[][..], |plan| plan.instalments.as_slice());
            // They stand in order of code.
            let found =
                instalments.binary_search_by(|record| record.code.as_str().cmp(code.as_str()));
            if found.is_err() {
                let codes = some_of(instalments.iter().map(|record| record.code.as_str()));
                let choices =
                    codes.map_or("it has no plan".to_owned(), |codes| format!("there is {codes}"));
                let (channel, code) = (&document.channel, clip(code));
                let message =
                    format!("channel \"{channel}\" has no instalment \"{code}\": {choices}");
                report.add(&place.field("instalment"), message);
            }
            found.ok()
        });
        if let (Some(payee), Some(date), Some(amount)) = (payee, date, amount) {
            let code = document.code.clone();
            advances.push(Advance { code, payee, channel, instalment, date, amount });
        }
    }
    advances.sort_by(|a, b| (a.date, &a.code).cmp(&(b.date, &b.code)));
    by_payee(payees.len(), advances, |advance| advance.payee)
}

/// The budgets by channel, then payee; every payee has one where a plan needs it.
pub(super) fn check_budgets(
    scheme: &Scheme,
    plans: bool,
    payees: &Codes<'_>,
    documents: &[BudgetDocument],
    report: &mut Report,
) -> Vec<Vec<Option<Money>>> {
    let channels = Codes::of(&scheme.channels, |channel| &channel.code);
    let mut budgets = vec![vec![None; payees.len()]; scheme.channels.len()];
    let mut first = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("budgets", index, &document.payee);
        let payee = payees.find(&document.payee, "payee", &place.field("payee"), report);
        let field = place.field("channel");
        let channel = channels.find(&document.channel, "channel", &field, report);
        let amount: Option<Money> = report.number(&place.field("amount"), &document.amount);
        let (Some(channel), Some(payee)) = (channel, payee) else { continue };
        if !plans_by_budget(scheme, channel) {
            let code = &document.channel;
            let message = format!("channel \"{code}\" has no plan by budget: leave the budget out");
            report.add(&field, message);
        }
        if let Some(first) = first.insert((channel, payee), index) {
            let message = format!(
                "payee \"{}\" has another budget in channel \"{}\": each has one",
                clip(&document.payee),
                document.channel
            );
            report.add_related(&place, message, first);
        }
        budgets[channel][payee] = amount;
    }
    for (channel, record) in scheme.channels.iter().enumerate() {
        if !plans || !plans_by_budget(scheme, channel) {
            continue;
        }
        let missing = payees.iter().enumerate();
        let missing = missing.filter(|(payee, _)| !first.contains_key(&(channel, *payee)));
        let missing: Vec<&str> = missing.map(|(_, code)| code).collect();
        if let Some(missing) = some_of(missing.into_iter()) {
            let message = format!(
                "channel \"{}\" has no budget of {missing}: instalments are shares of it",
                record.code
            );
            report.add(&Place::ROOT.field("budgets"), message);
        }
    }
    budgets
}

/// Whether the instalments of a channel are shares of each payee's budget.
pub(super) fn plans_by_budget(scheme: &Scheme, channel: usize) -> bool {
    let advances = scheme.channels[channel].advances.as_ref();
    let plan = advances.and_then(|advances| advances.plan.as_ref());
    plan.is_some_and(|plan| plan.base == Base::Budget)
}
