//! What the oracle finds: every figure of a channel and of its payees.

use work_equivalent::facts::Cause;

use crate::numbers::{Fen, Fraction};

/// What a channel owes, and why.
#[derive(Debug, PartialEq)]
pub struct ChannelOutcome {
    pub code: String,
    pub sources: Option<Fen>,
    pub carve_outs: Option<Fen>,
    /// The lines of the pool, by code, each with its amount.
    pub lines: Option<Vec<(String, Fen)>>,
    pub beyond_limit: Option<Fen>,
    pub pool: Option<Fen>,
    pub provision: Option<Fen>,
    /// What was owed from the period before and is paid out of the pool.
    pub owed_paid: Option<Fen>,
    pub distributable: Option<Fen>,
    /// Whether it buys equivalents; or else it pays yuan for each unit of an item.
    pub buys_equivalents: bool,
    /// Each price with the day it begins: its own where announced, else the period's first. None
    /// where the channel does not buy equivalents.
    pub prices: Vec<(String, Fraction)>,
    /// By item, date and group; none where the channel pays no quotas.
    pub quotas: Vec<QuotaOutcome>,
    /// Who pays it, where it is only recorded.
    pub paid_by: Option<String>,
    /// By code.
    pub payees: Vec<PayeeOutcome>,
    pub appraisal_loss: Fen,
    /// Below zero, it is an overrun.
    pub remainder: Option<Fen>,
    pub closing: Option<ClosingOutcome>,
    pub reserve: Option<ReserveOutcome>,
    pub money: MoneyOutcome,
}

/// Stage 4: a quota that holds on some day of the period.
#[derive(Debug, PartialEq)]
pub struct QuotaOutcome {
    /// The code of the item.
    pub item: String,
    /// The name of the group; none where all groups have the same.
    pub group: Option<String>,
    /// The first day of the period on which it holds.
    pub from: String,
    pub quota: Fraction,
}

/// Stage 7: how demand and pool were brought together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClosingOutcome {
    pub gap: Fen,
    pub drawn: Fen,
    pub payer_share: Fen,
    pub borne: Fen,
    pub owed: Fen,
    pub surplus: Fen,
    pub to_reserve: Fen,
    pub retained: Fen,
    pub returned: Fen,
}

/// The ledger of a reserve.
#[derive(Debug, Default, PartialEq)]
pub struct ReserveOutcome {
    pub opening: Fen,
    pub provision: Fen,
    pub drawn: Fen,
    pub appraisal_loss: Fen,
    pub surplus: Fen,
    pub withheld: Fen,
    pub released: Fen,
    pub deducted: Fen,
    pub closing: Fen,
    pub target: Option<Fen>,
}

/// Where money came from and where it goes.
#[derive(Debug, PartialEq)]
pub struct MoneyOutcome {
    pub appropriated: Fen,
    pub payer_share: Fen,
    pub payable: Fen,
    pub treasury: Fen,
}

/// What a channel owes to a payee, and why.
#[derive(Debug, PartialEq)]
pub struct PayeeOutcome {
    pub code: String,
    /// E; or V in yuan, where the channel does not buy equivalents.
    pub measured: Fraction,
    /// None where there is no appraisal, or a score of each round.
    pub score: Option<Fraction>,
    /// None where each round has its own.
    pub coefficient: Option<Fraction>,
    pub rounds: Vec<RoundOutcome>,
    /// Σ E c, or Σ V c.
    pub appraised: Fraction,
    /// What full coefficients would have been worth.
    pub before_appraisal: Fen,
    pub entitlement: Fen,
    /// All categories of the channel, by code, each with its part of E or V and its amount.
    pub categories: Vec<(String, Fraction, Fen)>,
    /// All items of the channel, by code, each with its part of E or V and its amount.
    pub items: Vec<(String, Fraction, Fen)>,
    pub share: ShareOutcome,
    pub owed: OwedOutcome,
    pub withheld: Fen,
    pub released: Fen,
    /// In the order in which they are deducted.
    pub deductions: Vec<DeductionOutcome>,
    pub deducted: Fen,
    /// What others pay of it.
    pub recorded: Fen,
    pub payable: Fen,
    pub plan: Option<PlanOutcome>,
    pub advanced: Fen,
    pub balance: Fen,
    pub carried_forward: Fen,
}

/// Stage 3: a round of an appraisal.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundOutcome {
    pub code: String,
    pub score: Fraction,
    /// None where the scores of all rounds combine.
    pub coefficient: Option<Fraction>,
}

/// Stage 7: what closing does to a payee.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareOutcome {
    pub borne: Fen,
    pub owed: Fen,
    pub retained: Fen,
    pub closed: Fen,
}

/// What a payee is still owed.
#[derive(Debug, PartialEq)]
pub struct OwedOutcome {
    pub before: Fen,
    pub paid: Fen,
    pub after: Fen,
}

/// Stage 9: what a payee has to give back.
#[derive(Clone, Debug, PartialEq)]
pub struct DeductionOutcome {
    /// The period in which it arose, until the day after its last.
    pub from: String,
    pub until: String,
    pub cause: Cause,
    pub due: Fen,
    pub deducted: Fen,
    pub carried_forward: Fen,
}

/// Stage 10: the instalments that were planned for a payee.
#[derive(Debug, PartialEq)]
pub struct PlanOutcome {
    pub base: Fen,
    pub instalments: Vec<InstalmentOutcome>,
    pub at_settlement: Fen,
}

/// Stage 10: one instalment.
#[derive(Debug, PartialEq)]
pub struct InstalmentOutcome {
    pub code: String,
    pub due: String,
    /// The name of each tier, and its last day.
    pub deadlines: Vec<(String, String)>,
    pub amount: Fen,
    pub paid: Fen,
}

/// Why there is no settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A price is to be derived, but there is nothing to divide the pool by.
    NoEquivalents,
    /// More is carved out of a pool than there is.
    PoolNegative,
    /// A pool lacks this much, and the scheme rejects that.
    Overrun { rest: Fen },
    /// Nobody is owed anything, so nobody can retain a surplus.
    NobodyRetains,
    /// An amount has more digits than a statement can hold.
    OutOfRange,
}
