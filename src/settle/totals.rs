//! The totals of a settlement, without a statement: what many variants are compared by.

use serde::Serialize;

use super::compose::price_figures;
use super::ledger;
use super::sums::Sums;
use super::{SettleError, Shared, settle_channel};
use crate::facts::Facts;
use crate::period::Date;
use crate::statement::{ChannelFigures, DatedPrice, PriceFigures};
use crate::units::Money;

/// The totals of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChannelTotals {
    /// The channel's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Yuan per equivalent: announced, by date; or derived or published, from the first day. None
    /// where the channel does not buy equivalents.
    pub prices: Vec<DatedPrice>,
    /// What the pool holds for entitlements, after provision and what was still owed; none without
    /// a pool.
    pub distributable: Option<Money>,
    /// What all payees are owed.
    pub entitlement: Money,
    /// What is payable, after closing, withholding and deductions.
    pub payable: Money,
    /// What the pool lacks.
    pub gap: Money,
    /// What of it the reserve covers.
    pub drawn: Money,
    /// What is left of the pool.
    pub surplus: Money,
    /// What the reserve holds at the end; none without a reserve.
    pub reserve: Option<Money>,
    /// What goes back to the treasury.
    pub treasury: Money,
}

/// The totals of every channel, in order of code: the same stages as those of a statement, with
/// what was measured and scored before, where it is the same.
pub(crate) fn totals(
    facts: &Facts<'_>,
    shared: Option<&Shared>,
) -> Result<Vec<ChannelTotals>, SettleError> {
    let channels = facts.scheme.channels.iter().enumerate();
    let totals = channels.map(|(place, record)| {
        let settled = settle_channel(facts, place, shared)?;
        let moved = settled.closed.moved();
        let ledgers = ledger::ledgers(facts, place, &settled)?;
        Ok(ChannelTotals {
            code: record.code.clone(),
            name: record.name.clone(),
            prices: prices(facts.period.from(), &price_figures(facts, place, &settled.price)),
            distributable: settled.pool.as_ref().map(|pool| pool.distributable),
            entitlement: settled.entitled.entitlement,
            payable: settled.paid.payable,
            gap: moved.gap,
            drawn: moved.drawn,
            surplus: moved.surplus,
            reserve: ledgers.reserve.map(|reserve| reserve.closing),
            treasury: ledgers.money.treasury,
        })
    });
    let totals: Vec<ChannelTotals> = totals.collect::<Result<_, SettleError>>()?;
    // A statement sums over channels, too, and is refused where that is out of range.
    let sums = Sums("all");
    sums.total(totals.iter().map(|channel| channel.entitlement))?;
    sums.total(totals.iter().map(|channel| channel.payable))?;
    Ok(totals)
}

fn prices(from: Date, price: &PriceFigures) -> Vec<DatedPrice> {
    match price {
        PriceFigures::Announced { prices } => prices.clone(),
        PriceFigures::Derived { price } | PriceFigures::Published { price, .. } => {
            vec![DatedPrice { from, price: price.clone() }]
        }
        PriceFigures::Quota { .. } | PriceFigures::Stated {} => Vec::new(),
    }
}

impl ChannelTotals {
    /// The totals of a channel of a statement.
    ///
    /// ```
    /// use work_equivalent::whatif::ChannelTotals;
    /// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// # let settlement = settle(&facts)?;
    /// let figures = settlement.statement()?.figures();
    /// let totals = ChannelTotals::of(&figures.channels[0], figures.period.from());
    /// assert_eq!(totals.entitlement.to_string(), "99000.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(channel: &ChannelFigures, from: Date) -> Self {
        let moved = channel.closing.clone().unwrap_or_default();
        Self {
            code: channel.code.clone(),
            name: channel.name.clone(),
            prices: prices(from, &channel.price),
            distributable: channel.pool.as_ref().map(|pool| pool.distributable),
            entitlement: channel.entitlement,
            payable: channel.money.payable,
            gap: moved.gap,
            drawn: moved.drawn,
            surplus: moved.surplus,
            reserve: channel.reserve.as_ref().map(|reserve| reserve.closing),
            treasury: channel.money.treasury,
        }
    }
}
