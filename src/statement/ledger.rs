//! The figures of the money cycle: closing, reserve, deductions, advances.

use serde::{Deserialize, Serialize};

use crate::facts::Origin;
use crate::period::Date;
use crate::units::Money;

/// How demand and pool were brought together (stage 7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClosingFigures {
    /// What the pool lacks: drawn + payer share + borne + owed.
    pub gap: Money,
    /// Drawn from the risk reserve.
    pub drawn: Money,
    /// Added by the payer.
    pub payer_share: Money,
    /// Borne by the payees.
    pub borne: Money,
    /// Carried forward as owed.
    pub owed: Money,
    /// What is left of the pool: to the reserve + retained + returned.
    pub surplus: Money,
    /// To the risk reserve, up to its target.
    pub to_reserve: Money,
    /// Retained by the payees.
    pub retained: Money,
    /// Returned to the treasury.
    pub returned: Money,
}

/// The ledger of a risk reserve, in the order of the stages (风险保障基金台账).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReserveFigures {
    /// The balance at the beginning.
    pub opening: Money,
    /// In: set aside from the pool.
    pub provision: Money,
    /// Out: drawn for an overrun.
    pub drawn: Money,
    /// In: what the appraisal kept from payees.
    pub appraisal_loss: Money,
    /// In: from a surplus.
    pub surplus: Money,
    /// In: withheld from entitlements.
    pub withheld: Money,
    /// Out: released to payees.
    pub released: Money,
    /// In: deducted from payees.
    pub deducted: Money,
    /// The balance at the end.
    pub closing: Money,
    /// The target; none where the scheme sets none.
    pub target: Option<Money>,
}

/// Where the money of a channel came from and where it goes:
/// appropriated + payer share + opening reserve = payable + treasury + closing reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoneyFigures {
    /// The pool; without one, what the payees are owed, less what others pay.
    pub appropriated: Money,
    /// What the payer adds to cover an overrun.
    pub payer_share: Money,
    /// What all payees are paid.
    pub payable: Money,
    /// What goes back to the treasury.
    pub treasury: Money,
}

/// What a payee has to give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeductionFigures {
    /// What it comes from.
    pub origin: Origin,
    /// How much it is: deducted + carried forward.
    pub due: Money,
    /// What is deducted now.
    pub deducted: Money,
    /// What could not be recovered, and is carried forward.
    pub carried_forward: Money,
}

/// The instalments of a payee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanFigures {
    /// What the shares are shares of: the sum of the instalments and of what is left.
    pub base: Money,
    /// The instalments, in order of due date.
    pub instalments: Vec<InstalmentFigures>,
    /// What the shares leave of the base.
    pub at_settlement: Money,
}

/// An instalment of a payee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalmentFigures {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The day on which it is due.
    pub due: Date,
    /// By when each tier passes it on.
    pub deadlines: Vec<TransferDeadline>,
    /// How much it is.
    pub amount: Money,
    /// What was paid of it.
    pub paid: Money,
}

/// By when a tier passes an instalment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TransferDeadline {
    /// The tier.
    pub name: String,
    /// The last day.
    pub by: Date,
}
