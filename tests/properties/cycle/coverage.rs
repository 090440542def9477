//! Whether the random districts contain what they are there to contain.

use work_equivalent::facts::Cause;
use work_equivalent::scheme::{
    AppraisalLoss, Base, ChannelDocument, FindingRuleDocument, OverrunRestDocument, Release,
};
use work_equivalent::statement::{
    ChannelFigures, ClosingFigures, PayeeFigures, PriceFigures, ReserveFigures,
};

use super::balance::{all, deducted};
use super::{Case, case, statement};

/// A channel that was settled, with its rules.
struct Seen<'s> {
    case: &'s Case,
    rules: &'s ChannelDocument,
    channel: &'s ChannelFigures,
    closing: ClosingFigures,
    reserve: ReserveFigures,
}

impl Seen<'_> {
    fn rest(&self) -> Option<&OverrunRestDocument> {
        self.rules.overrun.as_ref().map(|overrun| &overrun.rest)
    }

    fn release(&self) -> Option<Release> {
        self.rules.reserve.as_ref()?.withholding.as_ref().map(|withholding| withholding.release)
    }

    fn base(&self) -> Option<Base> {
        self.rules.advances.as_ref()?.plan.as_ref().map(|plan| plan.base)
    }

    fn payee(&self, is_so: impl Fn(&PayeeFigures) -> bool) -> bool {
        self.channel.payees.iter().any(is_so)
    }

    /// Whether a payee has a finding of such a rule.
    fn finding(&self, is_so: fn(&FindingRuleDocument) -> bool) -> bool {
        let kinds = self.case.scheme.finding_kinds.iter().filter(|kind| is_so(&kind.rule));
        let codes: Vec<&String> = kinds.map(|kind| &kind.code).collect();
        self.case.facts.findings.iter().any(|finding| codes.contains(&&finding.kind))
    }

    /// Whether something is deducted, and something carried forward, of what a payee has to give
    /// back for advances, or for findings.
    fn recovers(&self, for_advances: bool) -> bool {
        self.payee(|payee| {
            let mut own = payee
                .deductions
                .iter()
                .filter(|it| (it.origin.cause == Cause::Advances {}) == for_advances);
            own.any(|it| it.deducted.fen() > 0 && it.carried_forward.fen() > 0)
        })
    }
}

type Feature = (&'static str, fn(&Seen<'_>) -> bool);

/// Everything that a case can have.
const FEATURES: [Feature; 46] = [
    ("one payee", |seen| seen.channel.payees.len() == 1),
    ("five payees", |seen| seen.channel.payees.len() == 5),
    ("two channels", |seen| seen.case.scheme.channels.len() == 2),
    ("no pool", |seen| seen.channel.pool.is_none()),
    ("no reserve", |seen| seen.channel.reserve.is_none()),
    ("announced", |seen| matches!(seen.channel.price, PriceFigures::Announced { .. })),
    ("derived", |seen| matches!(seen.channel.price, PriceFigures::Derived { .. })),
    ("published", |seen| matches!(seen.channel.price, PriceFigures::Published { .. })),
    ("rounded to more than fen", |seen| seen.rules.money.is_some_and(|money| money.places() < 2)),
    ("prorated", |seen| seen.closing.borne.fen() > 0 && seen.closing.payer_share.fen() == 0),
    ("carried forward", |seen| seen.closing.owed.fen() > 0),
    ("shared", |seen| seen.closing.borne.fen() > 0 && seen.closing.payer_share.fen() > 0),
    ("drawn, prorated", |seen| {
        let drawn = seen.closing.drawn.fen() > 0 && seen.closing.borne.fen() > 0;
        drawn && matches!(seen.rest(), Some(OverrunRestDocument::Prorate {}))
    }),
    ("drawn, carried forward", |seen| seen.closing.drawn.fen() > 0 && seen.closing.owed.fen() > 0),
    ("drawn, shared", |seen| seen.closing.drawn.fen() > 0 && seen.closing.payer_share.fen() > 0),
    ("drawn, all", |seen| seen.closing.drawn.fen() > 0 && seen.closing.drawn == seen.closing.gap),
    ("would reject", |seen| matches!(seen.rest(), Some(OverrunRestDocument::Reject {}))),
    ("to the reserve", |seen| seen.closing.to_reserve.fen() > 0),
    ("to the reserve, and more", |seen| {
        seen.closing.to_reserve.fen() > 0 && seen.closing.to_reserve != seen.closing.surplus
    }),
    ("retained", |seen| seen.closing.retained.fen() > 0),
    ("returned", |seen| seen.closing.returned.fen() > 0),
    ("provision", |seen| seen.reserve.provision.fen() > 0),
    ("provision up to the target", |seen| {
        let full = seen.reserve.opening.fen() + seen.reserve.provision.fen();
        seen.reserve.provision.fen() > 0 && seen.reserve.target.is_some_and(|it| it.fen() == full)
    }),
    ("held", |seen| seen.reserve.withheld.fen() > 0 && seen.release() == Some(Release::Held)),
    ("released", |seen| seen.reserve.released.fen() > 0 && seen.release() == Some(Release::All)),
    ("released in part", |seen| {
        let (withheld, released) = (seen.reserve.withheld.fen(), seen.reserve.released.fen());
        0 < released && released < withheld
    }),
    ("loss to the reserve", |seen| seen.reserve.appraisal_loss.fen() > 0),
    ("loss to the treasury", |seen| {
        let loss = &seen.channel.appraisal_loss;
        loss.to == AppraisalLoss::Treasury && loss.amount.fen() > 0
    }),
    ("loss redistributed", |seen| seen.channel.appraisal_loss.to == AppraisalLoss::Redistributed),
    ("deducted, to the reserve", |seen| seen.reserve.deducted.fen() > 0),
    ("deducted, to the treasury", |seen| {
        deducted(seen.channel).1 > 0 && seen.reserve.deducted.fen() == 0
    }),
    ("disallowed", |seen| seen.finding(|it| matches!(it, FindingRuleDocument::Disallow { .. }))),
    ("fixed", |seen| seen.finding(|it| matches!(it, FindingRuleDocument::Fixed { .. }))),
    ("stated", |seen| seen.finding(|it| matches!(it, FindingRuleDocument::Stated { .. }))),
    ("vetoed", |seen| seen.finding(|it| matches!(it, FindingRuleDocument::Veto { .. }))),
    ("a finding recovered in part", |seen| seen.recovers(false)),
    ("advances recovered in part", |seen| seen.recovers(true)),
    ("owed and paid", |seen| all(seen.channel, |payee| payee.owed_paid) > 0),
    ("owed and paid in part", |seen| {
        seen.payee(|payee| payee.owed_paid.fen() > 0 && payee.owed_paid < payee.owed_before)
    }),
    ("too much advanced, carried forward", |seen| {
        seen.payee(|payee| payee.carried_forward.fen() > 0)
    }),
    ("too much advanced, paid back", |seen| {
        seen.payee(|payee| payee.balance.is_negative() && payee.carried_forward.fen() == 0)
    }),
    ("plan by budget", |seen| seen.base() == Some(Base::Budget)),
    ("plan by entitlement", |seen| seen.base() == Some(Base::PreviousEntitlement)),
    ("scores combined", |seen| {
        seen.payee(|it| it.rounds.iter().any(|round| round.coefficient.is_none()))
    }),
    ("coefficients combined", |seen| {
        seen.payee(|it| it.coefficient.is_some() && it.score.is_none() && !it.rounds.is_empty())
    }),
    ("rounds by part", |seen| seen.payee(|payee| payee.coefficient.is_none())),
];

#[test]
fn the_districts_contain_every_rule() {
    let mut counts = [0; FEATURES.len()];
    for seed in 0..1500 {
        let case = case(seed);
        let Ok(statement) = statement(&case.scheme, &case.facts) else { continue };
        for channel in &statement.figures().channels {
            let rules = case.scheme.channels.iter().find(|rules| rules.code == channel.code);
            let (closing, reserve) = (channel.closing.clone(), channel.reserve.clone());
            let (closing, reserve) = (closing.unwrap_or_default(), reserve.unwrap_or_default());
            let seen = Seen { case: &case, rules: rules.unwrap(), channel, closing, reserve };
            for (count, (_, occurs)) in counts.iter_mut().zip(FEATURES) {
                *count += usize::from(occurs(&seen));
            }
        }
    }
    for (count, (name, _)) in counts.iter().zip(FEATURES) {
        println!("{count:5} {name}");
        assert!(*count >= 8, "only {count} channels of 1500 cases have: {name}");
    }
}
