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
//!
//! Every stage is a pure function of the stages before it. Beside each stage, `explain/` says for
//! one payee what the stage did; `compose.rs` puts the figures into a statement.

mod appraise;
mod breakdown;
mod compose;
mod entitle;
mod error;
mod explain;
mod measure;
mod pool;
mod price;

pub use error::SettleError;

use crate::facts::Facts;
use crate::statement::{Statement, Trace};

/// A settlement: the statement, and everything needed to explain it.
///
/// ```
/// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
/// # let scheme: Scheme =
/// #     serde_json::from_str(include_str!("../../examples/data/small/scheme.json"))?;
/// # let document = serde_json::from_str(include_str!("../../examples/data/small/facts.json"))?;
/// # let facts = Facts::new(&scheme, &document)?;
/// let settlement = settle(&facts)?;
/// println!("{}", settlement.statement()); // every payee, in Chinese
/// println!("{}", settlement.explain("W01")?); // how one came about, step by step
/// assert!(settlement.explain("W99").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Settlement<'f> {
    facts: &'f Facts<'f>,
    /// In order of channel code.
    channels: Vec<ChannelSettlement>,
    statement: Statement,
}

/// What the stages found for one channel.
#[derive(Clone, Debug)]
struct ChannelSettlement {
    pool: Option<pool::Pool>,
    /// In order of payee code, as are the next.
    measured: Vec<measure::Measured>,
    appraised: Vec<appraise::Appraised>,
    price: price::Priced,
    entitled: entitle::Entitled,
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
///     serde_json::from_str(include_str!("../../examples/data/small/scheme.json"))?;
/// let document = serde_json::from_str(include_str!("../../examples/data/small/facts.json"))?;
/// let facts = Facts::new(&scheme, &document)?;
///
/// let settlement = settle(&facts)?;
/// let figures = settlement.statement().figures();
/// assert_eq!(figures.total.to_string(), "99000.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A pool whose carve-outs exceed its sources; a price to derive where nothing was counted, or
/// where every coefficient is zero and the money is to be redistributed; an amount of 37 digits
/// of yuan or more.
pub fn settle<'f>(facts: &'f Facts<'_>) -> Result<Settlement<'f>, SettleError> {
    let channels: Vec<ChannelSettlement> = (0..facts.scheme.channels.len())
        .map(|channel| settle_channel(facts, channel))
        .collect::<Result<_, _>>()?;
    let statement = compose::statement(facts, &channels, Detail::Categories)?;
    Ok(Settlement { facts, channels, statement })
}

fn settle_channel(facts: &Facts<'_>, channel: usize) -> Result<ChannelSettlement, SettleError> {
    let payees = 0..facts.payees.len();
    let measured: Vec<measure::Measured> =
        payees.clone().map(|payee| measure::measure(facts, payee, channel)).collect();
    let pool = pool::pool(facts, channel)?;
    let appraised: Vec<appraise::Appraised> =
        payees.map(|payee| appraise::appraise(facts, payee, channel)).collect::<Result<_, _>>()?;
    let price = price::price(facts, channel, pool.as_ref(), &measured, &appraised)?;
    let entitled = entitle::entitle(facts, channel, pool.as_ref(), &measured, &appraised, &price)?;
    Ok(ChannelSettlement { pool, measured, appraised, price, entitled })
}

impl Settlement<'_> {
    /// The statement, broken down by category.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The statement, broken down by category and by item.
    ///
    /// # Errors
    ///
    /// None that a settlement which exists can meet.
    pub fn statement_by_item(&self) -> Result<Statement, SettleError> {
        compose::statement(self.facts, &self.channels, Detail::Items)
    }

    /// How the figures of one payee came about.
    ///
    /// The time this takes does not depend on how many payees there are.
    ///
    /// # Errors
    ///
    /// A code that is not a payee's.
    pub fn explain(&self, payee: &str) -> Result<Trace, SettleError> {
        let place = self
            .facts
            .payees
            .binary_search_by(|record| record.code.as_str().cmp(payee))
            .map_err(|_| SettleError::unknown_payee(payee))?;

        explain::explain(self.facts, &self.channels, place)
    }
}
