//! The money terms of a channel in one period: amounts, rates and shares in force on its first day.

use super::channel::Channel;
use super::closing::{OverrunRest, SurplusRest};
use super::plan::InForce;
use super::pool::LineSize;
use super::reserve::Provision;
use crate::exact::{Exact, Share};
use crate::period::{Date, Dated};
use crate::report::{Place, Report};
use crate::units::{Factor, Money};

/// The part of a scheme's amounts for a period that a part of the period takes, where the scheme
/// changes inside the period; all of them where it does not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Portion(Option<(Vec<Exact>, usize)>);

impl Portion {
    /// All of every amount.
    pub(crate) const WHOLE: Self = Self(None);

    /// One part of amounts that are apportioned over weights.
    pub(crate) fn part(weights: Vec<Exact>, part: usize) -> Self {
        Self(Some((weights, part)))
    }

    fn of(&self, stated: Money) -> Option<(Money, Option<PartOf>)> {
        let Some((weights, part)) = &self.0 else { return Some((stated, None)) };
        let (value, share) = stated.apportion(weights).ok()?.into_iter().nth(*part)?;
        let weight = weights.get(*part)?.clone();
        Some((value, Some(PartOf { weight, total: weights.iter().sum(), share })))
    }
}

/// How an amount came to be a part of a stated one.
#[derive(Clone, Debug)]
pub(crate) struct PartOf {
    pub(crate) weight: Exact,
    pub(crate) total: Exact,
    pub(crate) share: Share,
}

/// An amount for the period, as stated, and the part of it that the period takes.
#[derive(Clone, Debug)]
pub(crate) struct PeriodAmount<'s> {
    pub(crate) stated: InForce<'s, Money>,
    pub(crate) part: Option<PartOf>,
    pub(crate) value: Money,
}

/// The amounts, rates and shares of a channel in the period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope<'s> {
    /// In the order of the channel's pool lines.
    pub(crate) lines: Vec<LineInForce<'s>>,
    pub(crate) target: Option<InForce<'s, Money>>,
    pub(crate) provision: Option<ProvisionInForce<'s>>,
    pub(crate) withholding: Option<InForce<'s, Factor>>,
    /// The payer's share of an overrun.
    pub(crate) payer: Option<InForce<'s, Factor>>,
    /// The payees' share of a surplus.
    pub(crate) retained: Option<InForce<'s, Factor>>,
}

/// What a line of the pool holds in the period.
#[derive(Clone, Debug)]
pub(crate) enum LineInForce<'s> {
    Amount(PeriodAmount<'s>),
    /// What the facts state.
    Stated {
        cite: &'s str,
    },
    Rate(InForce<'s, Factor>),
}

/// The size of a provision in the period.
#[derive(Clone, Debug)]
pub(crate) enum ProvisionInForce<'s> {
    Rate(InForce<'s, Factor>),
    Amount(PeriodAmount<'s>),
}

/// Looks up the values of the first day.
struct FirstDay<'r> {
    day: Date,
    report: &'r mut Report,
}

impl FirstDay<'_> {
    fn of<'s, T>(&mut self, series: &'s Dated<T>) -> Option<InForce<'s, T>> {
        self.report.take(&Place::ROOT.field("period"), series.at(self.day))
    }

    fn amount<'s>(
        &mut self,
        series: &'s Dated<Money>,
        portion: &Portion,
    ) -> Option<PeriodAmount<'s>> {
        let stated = self.of(series)?;
        let (value, part) = portion.of(stated.value)?;
        Some(PeriodAmount { stated, part, value })
    }
}

impl<'s> Envelope<'s> {
    pub(super) fn compile(
        channel: &'s Channel,
        first_day: Date,
        portion: &Portion,
        report: &mut Report,
    ) -> Self {
        let mut values = FirstDay { day: first_day, report };
        let lines = channel.pool.iter().filter_map(|line| match &line.size {
            LineSize::Amounts(amounts) => values.amount(amounts, portion).map(LineInForce::Amount),
            LineSize::Stated { cite } => Some(LineInForce::Stated { cite }),
            LineSize::Rate(rate) => values.of(rate).map(LineInForce::Rate),
        });
        let mut envelope = Self { lines: lines.collect(), ..Self::default() };
        if let Some(reserve) = &channel.reserve {
            envelope.target = reserve.target.as_ref().and_then(|target| values.of(target));
            envelope.provision = match &reserve.provision {
                None => None,
                Some(Provision::Rate(rate)) => values.of(rate).map(ProvisionInForce::Rate),
                Some(Provision::Amount(amount)) => {
                    values.amount(amount, portion).map(ProvisionInForce::Amount)
                }
            };
            let withholding = reserve.withholding.as_ref();
            envelope.withholding = withholding.and_then(|w| values.of(&w.rate));
        }
        if let Some(closing) = &channel.closing {
            if let OverrunRest::Share(payer) = &closing.overrun.rest {
                envelope.payer = values.of(payer);
            }
            if let SurplusRest::Retain(share) = &closing.surplus.rest {
                envelope.retained = values.of(share);
            }
        }
        envelope
    }
}
