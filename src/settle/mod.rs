//! The calculation: facts in, statement out, one file a stage.
//!
//! | stage | file | formula |
//! |---|---|---|
//! | 1 measure | `measure.rs` | `E_i = Σ volume × weight × difficulty` |
//! | 2 pool | `pool.rs` | `P = Σ sources − Σ carve-outs`, `D = P − R` |
//! | 3 appraise | `appraise.rs` | marks → score → `c_i` |
//! | 4 price | `price.rs` | announced `p`, or `D / Σ E_i`, or `D / Σ E_i c_i` |
//! | 5 entitle | `entitle.rs` | `A_i = E_i × p × c_i`, in fen |
//! | 6 break down | `breakdown.rs` | `A_i` over categories and items |
//! | 7 close | `close.rs` | demand against `D`: overrun and surplus |
//! | 8 withhold | `withhold.rs` | `h_i` for the risk reserve, and its release |
//! | 9 deduct | `deduct.rs` | claims brought forward, then findings |
//! | 10 pay | `pay.rs` | payable, instalments, advances, balance |
//!
//! Every stage is a pure function of the stages before it. Beside each stage, `explain/` says for
//! one payee what the stage did; `compose/` puts the figures into a statement.

mod appraise;
mod breakdown;
mod close;
mod compose;
mod deduct;
mod each;
mod entitle;
mod error;
mod explain;
mod ledger;
mod measure;
mod measurement;
mod pay;
mod pool;
mod price;
mod shared;
mod straddle;
mod sums;
mod totals;
mod withhold;

pub use error::SettleError;
pub use measurement::{Measurement, measure};
pub(crate) use shared::Shared;
pub use straddle::{SettlementInParts, StraddleError, settle_in_parts};
pub use totals::ChannelTotals;
pub(crate) use totals::totals;

use std::sync::{Arc, OnceLock};

use crate::facts::{Closing, Facts};
use crate::statement::{Statement, Trace};
use crate::units::Money;

/// A settlement: the statement, and everything needed to explain it.
///
/// ```
/// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
/// # let scheme: Scheme =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # let facts = Facts::new(&scheme, &document)?;
/// let settlement = settle(&facts)?;
/// println!("{}", settlement.statement()?); // every payee, in Chinese
/// println!("{}", settlement.explain("W01")?); // how one came about, step by step
/// assert!(settlement.explain("W99").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Settlement<'f> {
    facts: &'f Facts<'f>,
    settled: Settled,
}

/// What was found for a period.
#[derive(Debug)]
struct Settled {
    /// In order of channel code.
    channels: Vec<ChannelSettlement>,
    /// By channel.
    broken_down: Vec<breakdown::BrokenDown>,
    /// By channel.
    ledgers: Vec<ledger::Ledgers>,
    /// Put together when it is asked for.
    statement: OnceLock<Statement>,
}

/// What the stages found for one channel; lists of payees are in order of their codes.
#[derive(Clone, Debug)]
struct ChannelSettlement {
    pool: Option<pool::Pool>,
    owed: pool::Owed,
    measured: Arc<measure::Measures>,
    appraised: Arc<Vec<appraise::Appraised>>,
    price: price::Priced,
    entitled: entitle::Entitled,
    closed: close::Closed,
    withheld: withhold::Withheld,
    deducted: deduct::Deducted,
    paid: pay::Paid,
}

/// How far a statement breaks amounts down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Categories,
    Items,
}

/// Settles a period: what every payee is owed, exact to the fen.
///
/// ```
/// use work_equivalent::{facts::Facts, scheme::Scheme, settle};
///
/// let scheme: Scheme =
///     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// let facts = Facts::new(&scheme, &document)?;
///
/// let settlement = settle(&facts)?;
/// let figures = settlement.statement()?.figures();
/// assert_eq!(figures.total.to_string(), "99000.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A pool whose carve-outs exceed its sources; a price to derive where nothing was counted, or
/// where every coefficient is zero and the money is to be redistributed; an overrun that the scheme
/// refuses; a surplus to retain where nobody is owed anything; an amount of 37 digits of yuan or
/// more.
pub fn settle<'f>(facts: &'f Facts<'_>) -> Result<Settlement<'f>, SettleError> {
    Ok(Settlement { facts, settled: settle_facts(facts)? })
}

fn settle_facts(facts: &Facts<'_>) -> Result<Settled, SettleError> {
    let (mut channels, mut broken_down, mut ledgers) = (Vec::new(), Vec::new(), Vec::new());
    for channel in 0..facts.scheme.channels.len() {
        let settled = settle_channel(facts, channel, None)?;
        let (measured, entitled) = (&settled.measured, &settled.entitled);
        broken_down.push(breakdown::by_category(facts, channel, measured, entitled)?);
        ledgers.push(ledger::ledgers(facts, channel, &settled)?);
        channels.push(settled);
    }
    across(&channels)?;
    Ok(Settled { channels, broken_down, ledgers, statement: OnceLock::new() })
}

/// Checks the sums over all channels. Nothing that they are made of is below zero, so that where
/// they are in range, so is what any payee or category adds up to.
fn across(channels: &[ChannelSettlement]) -> Result<(), SettleError> {
    let sums = sums::Sums("all");
    let of: [fn(&ChannelSettlement) -> Money; 4] = [
        |channel| channel.entitled.entitlement,
        |channel| channel.paid.recorded,
        |channel| channel.paid.payable,
        |channel| channel.paid.advanced,
    ];
    of.into_iter().try_for_each(|of| sums.total(channels.iter().map(of)).map(|_| ()))
}

impl Settled {
    fn compose(&self, facts: &Facts<'_>, detail: Detail) -> Result<Statement, SettleError> {
        compose::statement(facts, self, detail)
    }
}

fn settle_channel(
    facts: &Facts<'_>,
    channel: usize,
    shared: Option<&Shared>,
) -> Result<ChannelSettlement, SettleError> {
    let measured = shared
        .and_then(|shared| shared.measured(facts, channel))
        .unwrap_or_else(|| Arc::new(measure::measure(facts, channel)));
    let (pool, owed) = pool::pool(facts, channel)?;
    let appraised = shared::appraised(facts, channel, shared)?;
    let price = price::price(facts, channel, pool.as_ref(), &measured, &appraised)?;
    let entitled = entitle::entitle(facts, channel, pool.as_ref(), &measured, &appraised, &price)?;
    let closed = close::close(facts, channel, pool.as_ref(), &owed, &entitled)?;
    let withheld = withhold::withhold(facts, channel, pool.as_ref(), &entitled, &closed)?;
    let deducted = deduct::deduct(facts, channel, &owed, &closed, &withheld, &price)?;
    let paid = pay::pay(facts, channel, &closed, &deducted)?;
    Ok(ChannelSettlement {
        pool,
        owed,
        measured,
        appraised,
        price,
        entitled,
        closed,
        withheld,
        deducted,
        paid,
    })
}

impl Settlement<'_> {
    /// The statement, broken down by category: put together when it is first asked for.
    ///
    /// Everything in it was calculated before. It is checked once more, against the equations that
    /// every statement satisfies.
    ///
    /// # Errors
    ///
    /// None that a settlement which exists can meet.
    pub fn statement(&self) -> Result<&Statement, SettleError> {
        let statement = &self.settled.statement;
        if let Some(statement) = statement.get() {
            return Ok(statement);
        }
        let composed = self.settled.compose(self.facts, Detail::Categories)?;
        Ok(statement.get_or_init(|| composed))
    }

    /// The statement, broken down by category and by item.
    ///
    /// # Errors
    ///
    /// None that a settlement which exists can meet.
    pub fn statement_by_item(&self) -> Result<Statement, SettleError> {
        self.settled.compose(self.facts, Detail::Items)
    }

    /// Closes the period: the statement, and what it leaves behind for the next one.
    ///
    /// This uses the settlement up, and a [`Closing`] cannot be copied: the same balance opens one
    /// period only.
    ///
    /// ```
    /// # use work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let document: FactsDocument =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// let (statement, closing) = settle(&facts)?.close()?;
    ///
    /// let mut next = document.clone();
    /// next.period.from = "2025-01-01".to_owned();
    /// next.period.until = "2026-01-01".to_owned();
    /// for record in &mut next.volumes {
    ///     record.month = Some("2025-06".to_owned());
    /// }
    /// let facts = Facts::following(&scheme, &next, closing)?;
    /// let settlement = settle(&facts)?;
    /// settlement.statement()?.follows(&statement)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None that a settlement which exists can meet.
    pub fn close(mut self) -> Result<(Statement, Closing), SettleError> {
        let statement = match self.settled.statement.take() {
            Some(statement) => statement,
            None => self.settled.compose(self.facts, Detail::Categories)?,
        };
        let closing = statement.closing()?;
        Ok((statement, closing))
    }

    /// How the figures of one payee came about.
    ///
    /// The time this takes does not depend on how many payees there are.
    ///
    /// # Errors
    ///
    /// A code that is not a payee's.
    pub fn explain(&self, payee: &str) -> Result<Trace, SettleError> {
        let place = self.facts.place_of(payee).ok_or_else(|| SettleError::unknown_payee(payee))?;
        explain::explain(self.facts, &self.settled.channels, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn sums_over_all_channels_are_in_range() {
        let scheme = sample::scheme();
        let facts = Facts::new(&scheme, &sample::facts()).unwrap();
        let channel = settle_channel(&facts, 0, None).unwrap();
        let most = Money::from_fen(10_i128.pow(38) - 1).unwrap();
        let amounts: [fn(&mut ChannelSettlement) -> &mut Money; 4] = [
            |channel| &mut channel.entitled.entitlement,
            |channel| &mut channel.paid.recorded,
            |channel| &mut channel.paid.payable,
            |channel| &mut channel.paid.advanced,
        ];
        for amount in amounts {
            let mut large = channel.clone();
            *amount(&mut large) = most;
            assert!(across(std::slice::from_ref(&large)).is_ok());
            let found = across(&[large.clone(), large]).unwrap_err().to_string();
            assert_eq!(found, SettleError::sum_out_of_range("all").to_string());
        }
    }
}
