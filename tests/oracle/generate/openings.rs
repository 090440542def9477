//! Random budgets and advances, and balances that are brought forward.

use std::collections::BTreeSet;

use work_equivalent::facts::{
    AdvanceDocument, BudgetDocument, Cause, ClaimDocument, OpeningDocument, PayeeAmountDocument,
    PayeeDocument, PeriodDocument, ReserveBalanceDocument,
};
use work_equivalent::scheme::{Base, ChannelDocument, PlanDocument, SchemeDocument};

use super::Maker;
use super::calendar::Day;

/// The plan of a channel.
fn plan(channel: &ChannelDocument) -> Option<&PlanDocument> {
    channel.advances.as_ref()?.plan.as_ref()
}

impl Maker {
    /// Rule 5, budgets: one for each payee where a plan asks for it.
    pub(super) fn budgets(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> Vec<BudgetDocument> {
        let mut budgets = Vec::new();
        for channel in &scheme.channels {
            if plan(channel).is_some_and(|plan| plan.base == Base::Budget) {
                budgets.extend(payees.iter().map(|payee| BudgetDocument {
                    payee: payee.code.clone(),
                    channel: channel.code.clone(),
                    amount: self.quantities.money_or_nothing(),
                }));
            }
        }
        self.random().shuffle(&mut budgets);
        budgets
    }

    /// Rule 5, advances: up to three for each payee, some of an instalment, some paid before or
    /// after the period.
    pub(super) fn paid_advances(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> Vec<AdvanceDocument> {
        let mut advances = Vec::new();
        for channel in scheme.channels.iter().filter(|channel| channel.advances.is_some()) {
            for payee in payees {
                for _ in 0..self.random().below(4) {
                    let instalment = plan(channel).and_then(|plan| {
                        let instalment = self.random().pick(&plan.instalments).code.clone();
                        self.random().chance(65).then_some(instalment)
                    });
                    let day = self.calendar.inside(&mut self.quantities.random);
                    // The last days of a month are not those of another year's.
                    let of_year = Day { day: day.day.min(28), ..day };
                    let earlier = Day { month: day.month - 12, ..of_year };
                    let later = Day { month: day.month + 12, ..of_year };
                    let date = *self.random().pick(&[day, day, day, day, earlier, later]);
                    advances.push(AdvanceDocument {
                        code: format!("凭{}", advances.len()),
                        payee: payee.code.clone(),
                        channel: channel.code.clone(),
                        instalment,
                        date: date.text(),
                        amount: self.quantities.some_money(),
                    });
                }
            }
        }
        self.random().shuffle(&mut advances);
        advances
    }

    /// Rule 5, balances: of reserves, and of payees that are owed something, that owe something,
    /// and that were owed something for the period before.
    pub(super) fn opening(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> OpeningDocument {
        let mut opening = OpeningDocument { reserves: self.reserves(scheme), ..Default::default() };
        // Others pay what is only recorded: nothing of it is brought forward.
        for channel in scheme.channels.iter().filter(|channel| channel.recorded.is_none()) {
            if self.random().chance(35) {
                opening.owed.extend(self.amounts_of(channel, payees, 70));
            }
            let base = plan(channel).map(|plan| plan.base);
            if base == Some(Base::PreviousEntitlement) {
                opening.entitlements.extend(self.amounts_of(channel, payees, 100));
            }
            if self.random().chance(50) {
                for payee in payees {
                    opening.claims.extend(self.claims(channel, payee));
                }
            }
        }
        self.random().shuffle(&mut opening.owed);
        self.random().shuffle(&mut opening.claims);
        self.random().shuffle(&mut opening.entitlements);
        opening
    }

    /// Rule 5, balances: one for each reserve with a target, and for some others.
    fn reserves(&mut self, scheme: &SchemeDocument) -> Vec<ReserveBalanceDocument> {
        let mut reserves = Vec::new();
        for channel in &scheme.channels {
            let Some(reserve) = &channel.reserve else {
                continue;
            };
            if reserve.target.is_empty() && self.random().chance(40) {
                continue;
            }
            let balance = self.quantities.money();
            let balance = *self.random().pick(&[0, balance, balance]);
            reserves.push(ReserveBalanceDocument {
                channel: channel.code.clone(),
                balance: self.quantities.write(balance, 2),
            });
        }
        reserves
    }

    /// An amount of so many payees in a hundred.
    fn amounts_of(
        &mut self,
        channel: &ChannelDocument,
        payees: &[PayeeDocument],
        percent: i64,
    ) -> Vec<PayeeAmountDocument> {
        let mut amounts = Vec::new();
        for payee in payees {
            if self.random().chance(percent) {
                amounts.push(PayeeAmountDocument {
                    channel: channel.code.clone(),
                    payee: payee.code.clone(),
                    amount: self.quantities.some_money(),
                });
            }
        }
        amounts
    }

    /// Rule 5, balances: up to three claims, of findings where the channel says where they go.
    fn claims(&mut self, channel: &ChannelDocument, payee: &PayeeDocument) -> Vec<ClaimDocument> {
        let mut claims = Vec::new();
        let mut seen = BTreeSet::new();
        for _ in 0..self.random().below(4) {
            let of_finding = channel.deductions.is_some() && self.random().chance(60);
            let cause = if of_finding {
                Cause::Finding { code: self.codes(1).remove(0) }
            } else {
                Cause::Advances {}
            };
            let earlier = *self.random().pick(&[12, 12, 24]);
            let months = *self.random().pick(&[1, 12, 12]);
            let from = Day { month: self.calendar.from.month - earlier, ..self.calendar.from };
            let until = Day { month: from.month + months, ..from };
            if !seen.insert((from, until, cause.clone())) {
                continue;
            }
            claims.push(ClaimDocument {
                channel: channel.code.clone(),
                payee: payee.code.clone(),
                period: PeriodDocument { from: from.text(), until: until.text() },
                cause,
                amount: self.quantities.some_money(),
            });
        }
        claims
    }
}
