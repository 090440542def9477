//! Every ledger adds up, to the fen: the equations once more, in plain integers, from the figures
//! and the documents; and no figure leaves its bounds.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use work_equivalent::facts::{Cause, FactsDocument};
use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, Destination, Excess, FindingRuleDocument, Release,
    SchemeDocument, SurplusRestDocument,
};
use work_equivalent::statement::{
    ChannelFigures, ClosingFigures, PayeeFigures, ReserveFigures, StatementFigures,
};
use work_equivalent::units::{Money, Number};

use super::{case, statement};
use crate::support::{check, seeds};

/// An amount as a document states it, in fen.
pub fn stated(amount: &Number) -> i128 {
    let amount: Money = amount.as_str().parse().unwrap();
    amount.fen()
}

/// What all payees have of a figure, in fen.
pub fn all(channel: &ChannelFigures, figure: fn(&PayeeFigures) -> Money) -> i128 {
    channel.payees.iter().map(|payee| figure(payee).fen()).sum()
}

/// What is deducted from all payees for advances, and for findings.
pub fn deducted(channel: &ChannelFigures) -> (i128, i128) {
    let deductions = channel.payees.iter().flat_map(|payee| &payee.deductions);
    let (advances, findings): (Vec<_>, Vec<_>) =
        deductions.partition(|deduction| deduction.origin.cause == Cause::Advances {});
    let sum = |list: Vec<&work_equivalent::statement::DeductionFigures>| {
        list.iter().map(|deduction| deduction.deducted.fen()).sum()
    };
    (sum(advances), sum(findings))
}

/// A channel of a statement with the documents that it was settled by.
struct Settled<'s> {
    scheme: &'s SchemeDocument,
    facts: &'s FactsDocument,
    rules: &'s ChannelDocument,
    channel: &'s ChannelFigures,
}

#[test]
fn every_ledger_adds_up() {
    check(256, &seeds(), |seed| {
        let case = case(seed);
        let statement = statement(&case.scheme, &case.facts)?;
        let figures = statement.figures();
        for channel in &figures.channels {
            let rules = case.scheme.channels.iter().find(|rules| rules.code == channel.code);
            let (scheme, facts) = (&case.scheme, &case.facts);
            let settled = Settled { scheme, facts, rules: rules.unwrap(), channel };
            settled.money()?;
            settled.closing()?;
            settled.reserve()?;
            settled.channel.payees.iter().try_for_each(|payee| settled.payee(payee))?;
        }
        totals(figures)
    });
}

/// What a payee is paid over all channels, and everybody.
fn totals(figures: &StatementFigures) -> TestCaseResult {
    let channels = || figures.channels.iter();
    for (place, total) in figures.payees.iter().enumerate() {
        let sum = |figure: fn(&PayeeFigures) -> Money| -> i128 {
            channels().map(|channel| figure(&channel.payees[place]).fen()).sum()
        };
        prop_assert_eq!(sum(|payee| payee.entitlement), total.total.fen());
        prop_assert_eq!(sum(|payee| payee.payable), total.payable.fen());
        prop_assert_eq!(sum(|payee| payee.advanced), total.advanced.fen());
        prop_assert_eq!(sum(|payee| payee.balance), total.balance.fen());
    }
    let sum = |figure: fn(&PayeeFigures) -> Money| -> i128 {
        channels().map(|channel| all(channel, figure)).sum()
    };
    prop_assert_eq!(sum(|payee| payee.payable), figures.payable.fen());
    prop_assert_eq!(sum(|payee| payee.advanced), figures.advanced.fen());
    Ok(())
}

impl Settled<'_> {
    /// appropriated + payer's share + reserve opening = payable + treasury + reserve closing.
    fn money(&self) -> TestCaseResult {
        let Self { channel, rules, .. } = self;
        let money = &channel.money;
        let appropriated = match &channel.pool {
            Some(pool) => {
                prop_assert_eq!(pool.owed_paid.fen(), all(channel, |payee| payee.owed_paid));
                pool.pool.fen()
            }
            None => channel.entitlement.fen() + all(channel, |payee| payee.owed_paid),
        };
        prop_assert_eq!(money.appropriated.fen(), appropriated);
        prop_assert_eq!(money.payable.fen(), all(channel, |payee| payee.payable));
        let none = ClosingFigures::default();
        let closing = channel.closing.as_ref().unwrap_or(&none);
        prop_assert_eq!(money.payer_share.fen(), closing.payer_share.fen());
        let (for_advances, for_findings) = deducted(channel);
        let to = rules.deductions.as_ref().map(|deductions| deductions.to);
        let mut treasury = closing.returned.fen() + for_advances;
        if channel.pool.is_some() && channel.appraisal_loss.to == AppraisalLoss::Treasury {
            treasury += channel.appraisal_loss.amount.fen();
        }
        if to != Some(Destination::Reserve) {
            treasury += for_findings;
        }
        prop_assert_eq!(money.treasury.fen(), treasury);

        let none = ReserveFigures::default();
        let reserve = channel.reserve.as_ref().unwrap_or(&none);
        let in_all = appropriated + money.payer_share.fen() + reserve.opening.fen();
        prop_assert_eq!(in_all, money.payable.fen() + treasury + reserve.closing.fen());
        Ok(())
    }

    /// Demand against the pool.
    fn closing(&self) -> TestCaseResult {
        let Self { channel, rules, .. } = self;
        prop_assert_eq!(channel.closing.is_some(), channel.pool.is_some());
        let (Some(closing), Some(pool)) = (&channel.closing, &channel.pool) else {
            let touched = |payee: &PayeeFigures| payee.closed != payee.entitlement;
            prop_assert!(!channel.payees.iter().any(touched));
            return Ok(());
        };
        let used = channel.entitlement.fen() + channel.appraisal_loss.amount.fen();
        let remainder = pool.distributable.fen() - used;
        prop_assert_eq!(closing.gap.fen(), (-remainder).max(0));
        prop_assert_eq!(closing.surplus.fen(), remainder.max(0));
        let parts = [closing.drawn, closing.payer_share, closing.borne, closing.owed];
        prop_assert!(parts.iter().all(|part| part.fen() >= 0));
        prop_assert_eq!(parts.map(Money::fen).iter().sum::<i128>(), closing.gap.fen());
        let parts = [closing.to_reserve, closing.retained, closing.returned];
        prop_assert!(parts.iter().all(|part| part.fen() >= 0));
        prop_assert_eq!(parts.map(Money::fen).iter().sum::<i128>(), closing.surplus.fen());
        prop_assert_eq!(all(channel, |payee| payee.borne), closing.borne.fen());
        prop_assert_eq!(all(channel, |payee| payee.owed), closing.owed.fen());
        prop_assert_eq!(all(channel, |payee| payee.retained), closing.retained.fen());
        prop_assert!(closing.borne.fen() == 0 || closing.owed.fen() == 0);

        let holds = channel.reserve.as_ref().map_or(0, |reserve| reserve.opening.fen());
        let holds = holds + pool.provision.fen();
        let may_draw = rules.overrun.as_ref().unwrap().draw_reserve;
        let drawn = if may_draw { closing.gap.fen().min(holds) } else { 0 };
        prop_assert_eq!(closing.drawn.fen(), drawn);
        let surplus = rules.surplus.as_ref().unwrap();
        prop_assert!(surplus.to_reserve || closing.to_reserve.fen() == 0);
        let retains = matches!(surplus.rest, SurplusRestDocument::Retain { .. });
        prop_assert!(retains || closing.retained.fen() == 0);
        Ok(())
    }

    /// The ledger of the reserve, which never falls below zero and is not filled beyond its target.
    fn reserve(&self) -> TestCaseResult {
        let Self { channel, rules, facts, .. } = self;
        let Some(reserve) = &channel.reserve else {
            prop_assert!(rules.reserve.is_none());
            prop_assert_eq!(all(channel, |payee| payee.withheld), 0);
            return Ok(());
        };
        let opened = facts.opening.reserves.iter().find(|opened| opened.channel == channel.code);
        prop_assert_eq!(reserve.opening.fen(), opened.map_or(0, |it| stated(&it.balance)));
        let (_, for_findings) = deducted(channel);
        let to = rules.deductions.as_ref().map(|deductions| deductions.to);
        let to_reserve = to == Some(Destination::Reserve);
        let lost = channel.appraisal_loss.to == AppraisalLoss::Reserve;
        let lost = if lost { channel.appraisal_loss.amount.fen() } else { 0 };
        let of_closing = |figure: fn(&ClosingFigures) -> Money| {
            channel.closing.as_ref().map_or(0, |closing| figure(closing).fen())
        };
        for (stated, found) in [
            (reserve.provision, channel.pool.as_ref().map_or(0, |pool| pool.provision.fen())),
            (reserve.drawn, of_closing(|closing| closing.drawn)),
            (reserve.appraisal_loss, lost),
            (reserve.surplus, of_closing(|closing| closing.to_reserve)),
            (reserve.withheld, all(channel, |payee| payee.withheld)),
            (reserve.released, all(channel, |payee| payee.released)),
            (reserve.deducted, if to_reserve { for_findings } else { 0 }),
        ] {
            prop_assert_eq!(stated.fen(), found);
            prop_assert!(found >= 0);
        }
        // Step by step: it is never below zero, and what fills it stops at its target.
        let target = rules.reserve.as_ref().and_then(|reserve| reserve.target.first());
        let target = target.map(|target| stated(&target.value));
        prop_assert_eq!(reserve.target.map(Money::fen), target);
        let within = |balance: i128, filled: Money| {
            filled.fen() == 0 || target.is_none_or(|target| balance <= target)
        };
        let mut balance = reserve.opening.fen() + reserve.provision.fen();
        prop_assert!(within(balance, reserve.provision), "provision lifts it to {}", balance);
        balance -= reserve.drawn.fen();
        prop_assert!(balance >= 0);
        balance += lost + reserve.surplus.fen();
        prop_assert!(within(balance, reserve.surplus), "surplus lifts it to {}", balance);
        balance += reserve.withheld.fen();
        let withholding = rules.reserve.as_ref().and_then(|rules| rules.withholding.as_ref());
        let released = match withholding.map(|withholding| withholding.release) {
            None | Some(Release::Held) => 0,
            Some(Release::All) => reserve.withheld.fen(),
            Some(Release::AboveTarget) => {
                (balance - target.unwrap()).max(0).min(reserve.withheld.fen())
            }
        };
        prop_assert_eq!(reserve.released.fen(), released);
        balance += reserve.deducted.fen() - released;
        prop_assert!(balance >= 0);
        prop_assert_eq!(reserve.closing.fen(), balance);
        Ok(())
    }

    /// From the entitlement to what is paid out, and every claim and amount owed beside it.
    fn payee(&self, payee: &PayeeFigures) -> TestCaseResult {
        let Self { channel, rules, facts, .. } = self;
        let is_own = |code: &str, of: &str| code == channel.code && of == payee.code;
        let [entitled, closed] = [payee.entitlement, payee.closed].map(Money::fen);
        let [borne, owed, retained] = [payee.borne, payee.owed, payee.retained].map(Money::fen);
        prop_assert_eq!(closed, entitled - borne - owed + retained);
        let opened = facts.opening.owed.iter().find(|it| is_own(&it.channel, &it.payee));
        let before = opened.map_or(0, |it| stated(&it.amount));
        prop_assert_eq!(payee.owed_before.fen(), before);
        let paid = payee.owed_paid.fen();
        prop_assert_eq!(before + owed, paid + payee.owed_after.fen());
        let [withheld, released] = [payee.withheld, payee.released].map(Money::fen);
        let available = paid + closed - withheld + released;
        let [payable, in_advance] = [payee.payable, payee.advanced].map(Money::fen);
        prop_assert_eq!(payable, available - payee.deducted.fen());
        for amount in [closed, borne, owed, retained, before, paid, withheld, released, payable] {
            prop_assert!(amount >= 0);
        }
        prop_assert!(paid <= before && released <= withheld && withheld <= closed);
        self.deductions(payee, available)?;

        let advances = facts.advances.iter().filter(|it| is_own(&it.channel, &it.payee));
        let all_advances: i128 = advances.clone().map(|it| stated(&it.amount)).sum();
        prop_assert_eq!(in_advance, all_advances);
        prop_assert_eq!(payee.balance.fen(), payable - in_advance);
        let excess = rules.advances.as_ref().map(|advances| advances.excess);
        let is_carried = excess == Some(Excess::CarryForward);
        let carried = if is_carried { (in_advance - payable).max(0) } else { 0 };
        prop_assert_eq!(payee.carried_forward.fen(), carried);
        if let Some(plan) = &payee.plan {
            let budget = facts.budgets.iter().find(|it| is_own(&it.channel, &it.payee));
            let previous = facts.opening.entitlements.iter();
            let previous = previous.filter(|it| is_own(&it.channel, &it.payee));
            let base = budget.map(|it| &it.amount).or(previous.map(|it| &it.amount).next());
            prop_assert_eq!(plan.base.fen(), stated(base.unwrap()));
            let amounts: i128 = plan.instalments.iter().map(|it| it.amount.fen()).sum();
            prop_assert_eq!(plan.base.fen(), amounts + plan.at_settlement.fen());
            for instalment in &plan.instalments {
                prop_assert!(instalment.amount.fen() >= 0 && plan.at_settlement.fen() >= 0);
                let named = Some(&instalment.code);
                let of_it = advances.clone().filter(|it| it.instalment.as_ref() == named);
                let of_it: i128 = of_it.map(|it| stated(&it.amount)).sum();
                prop_assert_eq!(instalment.paid.fen(), of_it);
            }
        }
        Ok(())
    }

    /// Opening claims and new dues = deducted and carried forward, the first first.
    fn deductions(&self, payee: &PayeeFigures, available: i128) -> TestCaseResult {
        let Self { channel, facts, scheme, .. } = self;
        let (period, mut left) = (&facts.period, available);
        let mut claims = 0;
        let mut new = Vec::new();
        for deduction in &payee.deductions {
            let [due, taken] = [deduction.due, deduction.deducted].map(Money::fen);
            prop_assert_eq!(taken, due.min(left));
            left -= taken;
            prop_assert_eq!(deduction.carried_forward.fen(), due - taken);
            if deduction.origin.period.from().to_string() == period.from {
                let Cause::Finding { code } = &deduction.origin.cause else {
                    return Err(TestCaseError::fail("an advance is claimed in its own period"));
                };
                new.push(code.clone());
            } else {
                prop_assert!(new.is_empty(), "a claim stands after a finding");
                claims += due;
            }
        }
        prop_assert_eq!(payee.deducted.fen(), available - left);
        let opened = facts.opening.claims.iter();
        let opened = opened.filter(|it| it.channel == channel.code && it.payee == payee.code);
        prop_assert_eq!(claims, opened.map(|it| stated(&it.amount)).sum::<i128>());

        let concerns = |finding: &&work_equivalent::facts::FindingDocument| {
            let kind = scheme.finding_kinds.iter().find(|kind| kind.code == finding.kind).unwrap();
            let bought_by = |item: &String| {
                let item = scheme.items.iter().find(|record| record.code == *item).unwrap();
                let mut categories = scheme.categories.iter();
                &categories.find(|record| record.code == item.category).unwrap().channel
            };
            let of = match &kind.rule {
                FindingRuleDocument::Veto { .. } => None,
                FindingRuleDocument::Disallow { .. } => finding.item.as_ref().map(bought_by),
                FindingRuleDocument::Fixed { channel, .. }
                | FindingRuleDocument::Stated { channel } => Some(channel),
            };
            finding.payee == payee.code && of == Some(&channel.code)
        };
        let mut found: Vec<String> =
            facts.findings.iter().filter(concerns).map(|finding| finding.code.clone()).collect();
        found.sort();
        prop_assert_eq!(new, found);
        Ok(())
    }
}
