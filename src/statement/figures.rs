//! The figures of a statement: plain data, which a [`super::Statement`] proves to balance.

use serde::{Deserialize, Serialize};

use super::ledger::{ClosingFigures, DeductionFigures, MoneyFigures, PlanFigures, ReserveFigures};
use crate::period::{Date, Period};
use crate::scheme::{AppraisalLoss, Per, PoolLineKind, Terms};
use crate::units::{Coefficient, Equivalents, Money, Quota, Score, UnitPrice};

/// What is owed under a scheme for a period (结算单).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatementFigures {
    /// The scheme.
    pub scheme: SchemeReference,
    /// The period.
    pub period: Period,
    /// The statement whose closing opened this one; none where the opening was stated by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<PriorStatement>,
    /// Each channel, in order of code.
    pub channels: Vec<ChannelFigures>,
    /// Each payee over all channels, in order of code.
    pub payees: Vec<PayeeTotal>,
    /// Each class of income over all payees, in order of code.
    pub income_classes: Vec<NamedAmount>,
    /// All that is owed, recorded channels included.
    pub total: Money,
    /// What of it others pay.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub recorded: Money,
    /// All that is payable, after closing, withholding and deductions.
    pub payable: Money,
    /// All that was advanced.
    pub advanced: Money,
}

/// The statement of the period before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PriorStatement {
    /// The number of its scheme.
    pub scheme: String,
    /// Its period.
    pub period: Period,
    /// Its digest.
    pub digest: String,
}

/// Which policy document a statement follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SchemeReference {
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Whose money it is; none is the treasury (财政).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// What its payees are called; none is institutions (机构).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
}

impl SchemeReference {
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms::new([self.payer.as_ref(), self.payee.as_ref()])
    }
}

/// The figures of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChannelFigures {
    /// The channel's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The clause that opens it.
    pub cite: String,
    /// Stage 2; none where an announced price does without a pool.
    pub pool: Option<PoolFigures>,
    /// Stage 4.
    pub price: PriceFigures,
    /// Who pays it, where it is only recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<String>,
    /// The equivalents of all payees; none where the channel does not buy equivalents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalents: Option<Equivalents>,
    /// What all payees are owed: the demand on the pool.
    pub entitlement: Money,
    /// What the appraisal kept from payees, as far as the pool holds it.
    pub appraisal_loss: AppraisalLossFigures,
    /// What is left of the pool, or below zero what it lacks; none without a pool.
    pub remainder: Option<Money>,
    /// Stage 7; none without a pool.
    pub closing: Option<ClosingFigures>,
    /// The ledger of the risk reserve; none where the channel has no reserve.
    pub reserve: Option<ReserveFigures>,
    /// Where the money came from and where it goes.
    pub money: MoneyFigures,
    /// Each category over all payees, in order of code.
    pub categories: Vec<CategoryFigures>,
    /// Each payee, in order of code.
    pub payees: Vec<PayeeFigures>,
}

/// A channel's pool (stage 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoolFigures {
    /// Its lines, in order of code.
    pub lines: Vec<PoolLineFigures>,
    /// The sum of the sources.
    pub sources: Money,
    /// The sum of the carve-outs.
    pub carve_outs: Money,
    /// What of the rest lies beyond the limit, and stays with the payer.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub beyond_limit: Money,
    /// Sources less carve-outs, and less what lies beyond the limit.
    pub pool: Money,
    /// What is set aside for the risk reserve.
    pub provision: Money,
    /// What payees were still owed from the period before and are paid first.
    pub owed_paid: Money,
    /// The pool less both.
    pub distributable: Money,
}

/// A line of a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoolLineFigures {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: PoolLineKind,
    /// The amount.
    pub amount: Money,
}

/// The price of an equivalent (stage 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PriceFigures {
    /// Announced: each price that holds on some day of the period.
    Announced {
        /// The prices, in order of date.
        prices: Vec<DatedPrice>,
    },
    /// Derived from the pool, and not rounded.
    Derived {
        /// Yuan per equivalent, exact.
        price: UnitPrice,
    },
    /// Derived from the pool, rounded once, and then used as if announced.
    Published {
        /// Yuan per equivalent before rounding, exact.
        derived: UnitPrice,
        /// Yuan per equivalent as published.
        price: UnitPrice,
    },
    /// Each item has its own: its quota.
    Quota {
        /// The quotas that hold on some day of the period, by item, date and group.
        quotas: Vec<QuotaFigures>,
    },
    /// None: amounts are stated.
    Stated {},
}

/// The quota of an item (定额).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuotaFigures {
    /// The item's code.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Its unit of count.
    pub unit: String,
    /// Over what time a unit counts; none where it counts once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// The name of the group it is for; none where it is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The first day of the period on which it holds.
    pub from: Date,
    /// Yuan per unit.
    pub quota: Quota,
}

/// An announced price and the first day of the period on which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatedPrice {
    /// The first day of the period on which the price holds.
    pub from: Date,
    /// Yuan per equivalent.
    pub price: UnitPrice,
}

/// What the appraisal kept from payees, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppraisalLossFigures {
    /// Where it goes.
    pub to: AppraisalLoss,
    /// How much it is; nothing where it was redistributed.
    pub amount: Money,
}

/// The figures of one payee in one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayeeFigures {
    /// The payee's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The name of its group.
    pub group: String,
    /// Stage 1; none where the channel does not buy equivalents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalents: Option<Equivalents>,
    /// Stage 3; none where no appraisal governs the channel, or where its rounds have a score each.
    pub score: Option<Score>,
    /// Stage 3; one where no appraisal governs the channel, none where its rounds have one each.
    pub coefficient: Option<Coefficient>,
    /// The rounds of the appraisal, in order; empty where it has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<RoundFigures>,
    /// Equivalents × price, or Σ volume × quota, rounded: what full marks would have been worth.
    pub before_appraisal: Money,
    /// Stage 5: what the payee is owed.
    pub entitlement: Money,
    /// Stage 6, in order of code.
    pub categories: Vec<CategoryFigures>,
    /// Stage 7: its part of what the payees bear of an overrun.
    pub borne: Money,
    /// Stage 7: its part of an overrun that is carried forward as owed.
    pub owed: Money,
    /// Stage 7: its part of a surplus that the payees retain.
    pub retained: Money,
    /// The entitlement after closing: less borne, less owed, plus retained.
    pub closed: Money,
    /// What it was still owed from the period before.
    pub owed_before: Money,
    /// What of that is paid now.
    pub owed_paid: Money,
    /// What it is still owed at the end.
    pub owed_after: Money,
    /// Stage 8: withheld for the risk reserve.
    pub withheld: Money,
    /// Stage 8: released from it.
    pub released: Money,
    /// Stage 9: what it has to give back, in the order in which it is deducted.
    pub deductions: Vec<DeductionFigures>,
    /// Stage 9: all that is deducted.
    pub deducted: Money,
    /// Stage 10: what others pay of it, where the channel is only recorded.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub recorded: Money,
    /// Stage 10: closed + owed paid − withheld + released − deducted − recorded.
    pub payable: Money,
    /// Stage 10: the instalments that were planned; none without a plan.
    pub plan: Option<PlanFigures>,
    /// Stage 10: all that was advanced.
    pub advanced: Money,
    /// Stage 10: payable − advanced; below zero, too much was advanced.
    pub balance: Money,
    /// The part of a balance below zero that is a claim in the next period.
    pub carried_forward: Money,
}

impl PayeeFigures {
    /// Whether a channel that does not buy equivalents has nothing for the payee. That nothing was
    /// done of what is bought is worth saying.
    pub(super) fn is_nothing(&self) -> bool {
        let amounts = [self.before_appraisal, self.owed_before, self.payable, self.advanced];
        self.equivalents.is_none()
            && self.deductions.is_empty()
            && self.plan.is_none()
            && amounts.iter().all(Money::is_zero)
    }

    /// What it still has to give back at the end, claim by claim.
    pub(super) fn claims_after(&self) -> impl Iterator<Item = Money> {
        let deductions = self.deductions.iter().map(|deduction| deduction.carried_forward);
        deductions.chain([self.carried_forward])
    }
}

/// One round of an appraisal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoundFigures {
    /// The round's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its score.
    pub score: Score,
    /// Its coefficient; none where the scores of all rounds combine.
    pub coefficient: Option<Coefficient>,
}

/// The part of a payee or of a channel that belongs to one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CategoryFigures {
    /// The category's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the class of income it is booked under.
    pub income_class: String,
    /// Its equivalents; none where the channel does not buy equivalents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalents: Option<Equivalents>,
    /// Its part of the amount.
    pub amount: Money,
    /// Its items, in order of code, where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemFigures>,
}

/// The part of a category that belongs to one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemFigures {
    /// The item's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its equivalents; none where the channel does not buy equivalents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalents: Option<Equivalents>,
    /// Its part of the amount.
    pub amount: Money,
}

/// One payee over all channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayeeTotal {
    /// The payee's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is owed over all channels, recorded ones included: its annual compensation.
    pub total: Money,
    /// What of it others pay.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub recorded: Money,
    /// What is payable, after closing, withholding and deductions.
    pub payable: Money,
    /// What was advanced.
    pub advanced: Money,
    /// What is still to be paid, or below zero was advanced too much.
    pub balance: Money,
    /// Its income by class, in order of code.
    pub income_classes: Vec<NamedAmount>,
}

/// An amount under a code and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedAmount {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The amount.
    pub amount: Money,
}
