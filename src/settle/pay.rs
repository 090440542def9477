//! Stage 10, pay: what is payable, what was advanced by which plan, and the balance that is paid or
//! recovered (预拨与清算; 青卫健〔2021〕16号 三(一) for transfer deadlines).

use super::SettleError;
use super::close::Closed;
use super::deduct::Deducted;
use super::sums::Sums;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::period::Date;
use crate::scheme::{Base, Excess, InstalmentPlan, Within};
use crate::units::Money;

/// What the payees of a channel are paid.
#[derive(Clone, Debug)]
pub(super) struct Paid {
    /// In order of payee code.
    pub(super) payees: Vec<PaidPayee>,
    pub(super) recorded: Money,
    pub(super) payable: Money,
    pub(super) advanced: Money,
}

/// What one payee is paid.
#[derive(Clone, Debug)]
pub(super) struct PaidPayee {
    /// What others pay, where the channel is only recorded.
    pub(super) recorded: Money,
    pub(super) payable: Money,
    /// Apart, since most payees have none.
    pub(super) plan: Option<Box<PlannedPayee>>,
    pub(super) advanced: Money,
    pub(super) balance: Money,
    /// What of a balance below zero is a claim in the next period.
    pub(super) carried_forward: Money,
}

/// The instalments of one payee, in order of due date and then of code.
#[derive(Clone, Debug)]
pub(super) struct PlannedPayee {
    pub(super) base: Money,
    pub(super) instalments: Vec<Planned>,
    pub(super) at_settlement: Money,
}

/// An instalment of one payee.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) due: Due,
    pub(super) amount: Money,
    pub(super) share: Share,
    pub(super) paid: Money,
}

/// When an instalment is due.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// The place of the instalment in the plan.
    pub(super) record: usize,
    pub(super) date: Date,
    /// In the order of the plan's transfers.
    pub(super) deadlines: Vec<Date>,
}

/// Pays what is left after deductions.
pub(super) fn pay(
    facts: &Facts<'_>,
    channel: usize,
    closed: &Closed,
    deducted: &Deducted,
) -> Result<Paid, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let plan = record.advances.as_ref().and_then(|advances| advances.plan.as_ref());
    let plan = plan.filter(|_| facts.plans);
    let schedule = plan.map(|plan| schedule(facts, &record.code, plan)).transpose()?;
    let excess = record.advances.as_ref().map(|advances| advances.excess);
    let mut payees = Vec::with_capacity(closed.amounts.len());
    for (payee, (amount, left)) in closed.amounts.iter().zip(&deducted.left).enumerate() {
        let recorded = if record.recorded.is_some() { *amount } else { Money::ZERO };
        let payable = sums.minus(*left, recorded)?;
        let vouchers = facts.advances[payee].iter().filter(|advance| advance.channel == channel);
        let advanced = sums.total(vouchers.map(|advance| advance.amount))?;
        let balance = sums.minus(payable, advanced)?;
        let carried_forward = if excess == Some(Excess::CarryForward) {
            sums.minus(Money::ZERO, balance)?.max(Money::ZERO)
        } else {
            Money::ZERO
        };
        let plan = plan.zip(schedule.as_deref());
        let plan = plan
            .map(|(plan, schedule)| planned(facts, channel, payee, plan, schedule).map(Box::new))
            .transpose()?;
        payees.push(PaidPayee { recorded, payable, plan, advanced, balance, carried_forward });
    }
    let payable = sums.total(payees.iter().map(|payee| payee.payable))?;
    let recorded = sums.total(payees.iter().map(|payee| payee.recorded))?;
    let advanced = sums.total(payees.iter().map(|payee| payee.advanced))?;
    Ok(Paid { payees, recorded, payable, advanced })
}

/// When the instalments of a plan are due: their places in the plan with their dates, in order of
/// due date and then of code. In a short month, different days are the same date.
pub(super) fn schedule(
    facts: &Facts<'_>,
    channel: &str,
    plan: &InstalmentPlan,
) -> Result<Vec<Due>, SettleError> {
    let mut schedule = Vec::with_capacity(plan.instalments.len());
    for (record, instalment) in plan.instalments.iter().enumerate() {
        let (date, deadlines) = dates(facts.period.from(), plan, instalment.month, instalment.day)
            .ok_or_else(|| SettleError::beyond_the_calendar(channel, &instalment.code))?;
        schedule.push(Due { record, date, deadlines });
    }
    // The plan is in order of code.
    schedule.sort_by_key(|due| (due.date, due.record));
    Ok(schedule)
}

/// The instalments of a payee: the base, apportioned over the shares and what they leave of it.
fn planned(
    facts: &Facts<'_>,
    channel: usize,
    payee: usize,
    plan: &InstalmentPlan,
    schedule: &[Due],
) -> Result<PlannedPayee, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let base = match plan.base {
        Base::Budget => facts.budgets[channel][payee],
        Base::PreviousEntitlement => facts.opening.entitlements[channel][payee],
    };
    // A payee that the period before did not have was owed nothing.
    let base = base.unwrap_or(Money::ZERO);
    let mut shares: Vec<Exact> =
        schedule.iter().map(|due| plan.instalments[due.record].share.to_exact()).collect();
    shares.push(Exact::one().minus(&shares.iter().sum()));
    let mut parts =
        base.apportion(&shares).map_err(|error| SettleError::apportion(&record.code, &error))?;
    let at_settlement = parts.pop().map_or(Money::ZERO, |(amount, _)| amount);
    let mut instalments = Vec::with_capacity(parts.len());
    for (due, (amount, share)) in schedule.iter().zip(parts) {
        let paid = facts.advances[payee]
            .iter()
            .filter(|advance| advance.channel == channel && advance.instalment == Some(due.record));
        let paid = sums.total(paid.map(|advance| advance.amount))?;
        instalments.push(Planned { due: due.clone(), amount, share, paid });
    }
    Ok(PlannedPayee { base, instalments, at_settlement })
}

/// The due date in a month of the period, and the deadline of each tier after it; none beyond the
/// calendar.
fn dates(first: Date, plan: &InstalmentPlan, month: i64, day: i64) -> Option<(Date, Vec<Date>)> {
    let due = first.day_of_month(1).months_later(month.checked_sub(1)?)?.day_of_month(day);
    let mut deadlines = Vec::with_capacity(plan.transfers.len());
    let mut last = due;
    for transfer in &plan.transfers {
        last = match transfer.within {
            Within::Days(days) => last.days_later(days)?,
            Within::MonthEnds(months) => last.day_of_month(1).months_later(months)?.last_of_month(),
        };
        deadlines.push(last);
    }
    Some((due, deadlines))
}
