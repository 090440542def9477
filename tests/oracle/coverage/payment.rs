//! What must occur of what is owed, of stages 9 and 10: deductions, advances, plans.

use num_traits::{Signed, Zero};
use work_equivalent::facts::Cause;
use work_equivalent::scheme::{Base, ChannelDocument, Destination, Excess, PlanDocument};

use super::{Feature, breaks_tie, feature, of_channel, of_payee};
use crate::dated::month_of;
use crate::outcome::{DeductionOutcome, PayeeOutcome, PlanOutcome};

/// What must occur of what is owed, and of stages 9 and 10.
pub fn features() -> Vec<Feature> {
    let features = [owed_features(), deduction_features(), advance_features(), plan_features()];
    features.into_iter().flatten().collect()
}

/// What is owed from the period before.
fn owed_features() -> Vec<Feature> {
    let has_pool = |channel: &ChannelDocument| !channel.pool.is_empty();
    vec![
        of_payee("owed, paid in full out of the pool", move |channel, payee| {
            has_pool(channel) && payee.owed.before.is_positive() && payee.owed.after.is_zero()
        }),
        of_payee("owed, paid in part", |_, payee| {
            payee.owed.paid.is_positive() && payee.owed.paid < payee.owed.before
        }),
        of_payee("owed, not paid at all", |_, payee| {
            payee.owed.before.is_positive() && payee.owed.paid.is_zero()
        }),
        of_payee("owed, paid without a pool", move |channel, payee| {
            !has_pool(channel) && payee.owed.paid.is_positive()
        }),
        of_payee("owed for two periods", |_, payee| {
            payee.share.owed.is_positive() && payee.owed.before > payee.owed.paid
        }),
        of_payee("owed, and deducted again", |_, payee| {
            payee.owed.paid.is_positive() && payee.deducted > payee.share.closed
        }),
        of_channel("tie between payees that were owed", |_, outcome| {
            breaks_tie(outcome, |it| &it.owed.before, |it| &it.owed.paid)
        }),
    ]
}

/// Whether a deduction was brought forward.
fn is_claim(payee: &PayeeOutcome, deduction: &DeductionOutcome) -> bool {
    let periods = payee.deductions.iter().map(|it| (&it.from, &it.until));
    // The findings of this period come last; claims alone are all of earlier ones.
    Some((&deduction.from, &deduction.until)) != periods.max() || is_advance(deduction)
}

/// Whether a deduction comes of advances, and so of a period before.
fn is_advance(deduction: &DeductionOutcome) -> bool {
    deduction.cause == Cause::Advances {}
}

/// What is deducted, and how far.
fn deduction_features() -> Vec<Feature> {
    let of_deduction =
        |name: &str, occurs: fn(&ChannelDocument, &PayeeOutcome, &DeductionOutcome) -> bool| {
            of_payee(name, move |channel, payee| {
                payee.deductions.iter().any(|deduction| occurs(channel, payee, deduction))
            })
        };
    vec![
        of_deduction("finding deducted, to the treasury", |channel, _, it| {
            let to = channel.deductions.as_ref().map(|deductions| deductions.to);
            to == Some(Destination::Treasury) && it.deducted.is_positive() && !is_advance(it)
        }),
        of_deduction("finding deducted, to the reserve", |channel, _, it| {
            let to = channel.deductions.as_ref().map(|deductions| deductions.to);
            to == Some(Destination::Reserve) && it.deducted.is_positive() && !is_advance(it)
        }),
        of_deduction("advance deducted, where findings go to the reserve", |channel, _, it| {
            let to = channel.deductions.as_ref().map(|deductions| deductions.to);
            to == Some(Destination::Reserve) && it.deducted.is_positive() && is_advance(it)
        }),
        of_deduction("advance deducted, where nothing else is", |channel, _, it| {
            channel.deductions.is_none() && it.deducted.is_positive()
        }),
        of_deduction("nothing due", |_, _, it| it.due.is_zero()),
        of_deduction("deducted in full", |_, _, it| it.due.is_positive() && it.deducted == it.due),
        of_deduction("deducted in part", |_, _, it| {
            it.deducted.is_positive() && it.deducted < it.due
        }),
        of_deduction("nothing to deduct from", |_, _, it| {
            it.due.is_positive() && it.deducted.is_zero()
        }),
        of_deduction("claim of a finding carried again", |_, payee, it| {
            is_claim(payee, it) && !is_advance(it) && it.carried_forward.is_positive()
        }),
        of_deduction("claim of advances carried again", |_, _, it| {
            is_advance(it) && it.carried_forward.is_positive()
        }),
        of_payee("claims of both causes carried again", |_, payee| {
            let carried = payee.deductions.iter().filter(|it| it.carried_forward.is_positive());
            let causes: Vec<bool> =
                carried.filter(|it| is_claim(payee, it)).map(is_advance).collect();
            causes.contains(&true) && causes.contains(&false)
        }),
        of_payee("findings after claims", |_, payee| {
            let periods = payee.deductions.iter().map(|it| is_claim(payee, it));
            let kinds: Vec<bool> = periods.collect();
            kinds.contains(&true) && kinds.contains(&false)
        }),
        of_payee("findings before advances of a period", |_, payee| {
            payee.deductions.windows(2).any(|pair| {
                let same = (&pair[0].from, &pair[0].until) == (&pair[1].from, &pair[1].until);
                same && !is_advance(&pair[0]) && is_advance(&pair[1])
            })
        }),
        of_payee("periods that begin together", |_, payee| {
            payee
                .deductions
                .windows(2)
                .any(|pair| pair[0].from == pair[1].from && pair[0].until != pair[1].until)
        }),
        of_payee("three findings at once", |_, payee| {
            payee.deductions.iter().filter(|it| !is_claim(payee, it)).count() == 3
        }),
        of_payee("all is deducted", |_, payee| {
            payee.deducted.is_positive() && payee.payable.is_zero()
        }),
    ]
}

/// What was advanced.
fn advance_features() -> Vec<Feature> {
    let excess = |channel: &ChannelDocument| channel.advances.as_ref().map(|it| it.excess);
    vec![
        of_payee("advances set off", |_, payee| {
            payee.advanced.is_positive() && payee.balance.is_positive()
        }),
        of_payee("over-advance carried forward", |_, payee| payee.carried_forward.is_positive()),
        of_payee("over-advance recovered", move |channel, payee| {
            excess(channel) == Some(Excess::Recover) && payee.balance.is_negative()
        }),
        of_payee("over-advance after deductions", |_, payee| {
            payee.carried_forward.is_positive() && payee.deducted.is_positive()
        }),
        of_channel("advances without a plan", |channel, outcome| {
            let has_plan = channel.advances.as_ref().is_some_and(|it| it.plan.is_some());
            !has_plan && outcome.payees.iter().any(|payee| payee.advanced.is_positive())
        }),
        feature("advance before the period", |case| {
            case.facts.advances.iter().any(|it| it.date < case.facts.period.from)
        }),
        feature("advance after the period", |case| {
            case.facts.advances.iter().any(|it| it.date >= case.facts.period.until)
        }),
    ]
}

/// The instalments.
fn plan_features() -> Vec<Feature> {
    fn of_plan(name: &str, occurs: fn(&PlanDocument, &PlanOutcome) -> bool) -> Feature {
        of_channel(name, move |channel, outcome| {
            let plan = channel.advances.as_ref().and_then(|advances| advances.plan.as_ref());
            plan.is_some_and(|plan| {
                outcome.payees.iter().any(|payee| occurs(plan, payee.plan.as_ref().unwrap()))
            })
        })
    }
    vec![
        of_plan("plan by budget", |plan, it| plan.base == Base::Budget && it.base.is_positive()),
        of_plan("plan by entitlement", |plan, it| {
            plan.base == Base::PreviousEntitlement && it.base.is_positive()
        }),
        of_plan("base of nothing", |_, it| it.base.is_zero()),
        of_plan("nothing at settlement", |_, it| {
            it.base.is_positive() && it.at_settlement.is_zero()
        }),
        of_plan("something at settlement", |_, it| it.at_settlement.is_positive()),
        of_plan("part paid of an instalment", |_, it| {
            it.instalments.iter().any(|it| it.paid.is_positive() && it.paid < it.amount)
        }),
        of_plan("more paid than an instalment", |_, it| {
            it.instalments.iter().any(|it| it.paid > it.amount)
        }),
        of_plan("instalments in another order", |plan, it| {
            let written = plan.instalments.iter().map(|it| &it.code);
            !written.eq(it.instalments.iter().map(|it| &it.code))
        }),
        of_plan("instalments due on a day", |_, it| {
            it.instalments.windows(2).any(|pair| pair[0].due == pair[1].due)
        }),
        of_plan("tie between instalments", |plan, it| {
            let share = |code: &String| {
                plan.instalments.iter().find(|it| it.code == *code).map(|it| &it.share)
            };
            it.instalments.windows(2).any(|pair| {
                share(&pair[0].code) == share(&pair[1].code) && pair[0].amount > pair[1].amount
            })
        }),
        of_plan("due on the last day of a shorter month", |plan, it| {
            plan.instalments.iter().any(|one| {
                it.instalments.iter().any(|it| {
                    it.code == one.code && it.due[8..] != *format!("{:0>2}", one.day.as_str())
                })
            })
        }),
        of_plan("tiers by days and by month ends", |plan, _| {
            plan.transfers.iter().any(|it| it.days.is_some())
                && plan.transfers.iter().any(|it| it.month_ends.is_some())
        }),
        of_plan("deadline in another year", |_, it| {
            it.instalments.iter().any(|it| {
                let is_later = |by: &String| month_of(by) / 12 > month_of(&it.due) / 12;
                it.deadlines.iter().any(|(_, by)| is_later(by))
            })
        }),
    ]
}
