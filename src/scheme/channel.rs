//! Channels: measure and price, and where the rules of the money cycle stand.

use super::advances::Advances;
use super::closing::Closing;
use super::document::{
    AppraisalLoss, ChannelDocument, DeductionsDocument, Destination, PriceDocument,
    RecordedDocument, Unverified,
};
use super::lists::{Codes, dated_values, sorted};
use super::pool::PoolLine;
use super::reserve::Reserve;
use crate::exact::Rounding;
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::UnitPrice;

/// A stream of money with its own measure, price and rules (补偿渠道).
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) cite: String,
    /// The place of the appraisal in the scheme's list.
    pub(crate) appraisal: Option<usize>,
    pub(crate) unverified: Unverified,
    /// Who pays it, where it is only recorded and classified.
    pub(crate) recorded: Option<RecordedDocument>,
    pub(crate) measure: Measure,
    pub(crate) price: Price,
    pub(crate) appraisal_loss: AppraisalLoss,
    /// In order of code; empty where an announced price does without a pool.
    pub(crate) pool: Vec<PoolLine>,
    /// Where there is a pool.
    pub(crate) closing: Option<Closing>,
    pub(crate) reserve: Option<Reserve>,
    /// Where deducted money goes, and the clause that says so.
    pub(crate) deductions: Option<DeductionsDocument>,
    pub(crate) advances: Option<Advances>,
    pub(crate) money: Rounding,
}

/// The price of an equivalent (单位当量购买标准).
#[derive(Clone, Debug)]
pub(crate) enum Price {
    Announced(Dated<UnitPrice>),
    Derived { cite: String },
    Published { rounding: Rounding, cite: String },
    Quota { cite: String },
    Stated { cite: String },
}

/// What a channel measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Equivalents: items have weights, and the channel has the price of an equivalent.
    Equivalents,
    /// What its items are worth: each has its own price, its quota.
    Quotas,
    /// Amounts in yuan, which the facts state.
    Amounts,
}

impl Channel {
    pub(super) fn check_all(
        documents: &[ChannelDocument],
        appraisals: &Codes<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        if documents.is_empty() {
            report.add(&Place::ROOT.field("channels"), "is empty: a scheme pays through a channel");
        }
        let check = |document: &ChannelDocument, place: &Place<'_>, report: &mut Report| {
            Self::check(document, appraisals, place, report)
        };
        sorted("channels", documents, |channel| &channel.code, report, check)
    }

    fn check(
        document: &ChannelDocument,
        appraisals: &Codes<'_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let code = &document.code;
        report.code(place, code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("cite"), &document.cite);
        let appraisal = document
            .appraisal
            .as_ref()
            .and_then(|code| appraisals.find(code, "appraisal", &place.field("appraisal"), report));
        let money = document.money.unwrap_or(Rounding::FEN);
        if money.places() > 2 {
            report.add(
                &place.field("money"),
                format!("{} places are less than a fen: money keeps at most 2", money.places()),
            );
        }
        document.check_recorded(place, report);
        let price = Price::check(&document.price, code, &place.field("price"), report);
        let appraisal_loss = document.price.appraisal_loss();
        if appraisal_loss == AppraisalLoss::Reserve {
            let missing = if document.recorded.is_some() {
                Some(
                    "goes to a reserve, which a channel that is only recorded has not: say treasury",
                )
            } else if document.reserve.is_none() {
                Some(
                    "goes to a reserve that the channel lacks: give it \"reserve\", or say treasury",
                )
            } else if document.has_no_use_for_a_pool() {
                Some("goes to the reserve out of a pool that the channel does not have")
            } else {
                None
            };
            if let Some(missing) = missing {
                report.add(&place.field("price").field("appraisal_loss"), missing);
            }
        }
        let has_no_pool = document.pool.is_empty() && document.recorded.is_none();
        if has_no_pool && document.price.needs_a_pool() {
            report.add(&place.field("pool"), "is empty: a price is derived from a pool");
        }
        let lines = document.pool.len();
        let pool = PoolLine::check_all(code, &document.pool, place, report);
        let closing = Closing::check(document, place, report);
        let reserve = document
            .reserve
            .as_ref()
            .map(|reserve| Reserve::check(document, reserve, &place.field("reserve"), report));
        if let Some(deductions) = &document.deductions {
            let place = place.field("deductions");
            report.line(&place.field("cite"), &deductions.cite);
            if deductions.to == Destination::Reserve && document.reserve.is_none() {
                report.add(&place.field("to"), "goes to a reserve that the channel lacks: give it \"reserve\", or say treasury");
            }
        }
        let advances = document
            .advances
            .as_ref()
            .map(|advances| Advances::check(advances, &place.field("advances"), report));
        (pool.len() == lines).then_some(())?;
        Some(Self {
            code: code.clone(),
            name: document.name.clone(),
            cite: document.cite.clone(),
            appraisal,
            unverified: document.unverified,
            recorded: document.recorded.clone(),
            measure: document.price.measure(),
            price: price?,
            appraisal_loss,
            pool,
            closing,
            reserve,
            deductions: document.deductions.clone(),
            advances,
            money,
        })
    }
}

impl ChannelDocument {
    /// Whether the channel does without a pool, rather than having forgotten it: a derived price
    /// reports a missing pool already.
    pub(super) fn has_no_use_for_a_pool(&self) -> bool {
        self.pool.is_empty() && !self.price.needs_a_pool()
    }

    /// What others pay has no pool here, and nothing is deducted from it or advanced.
    fn check_recorded(&self, place: &Place<'_>, report: &mut Report) {
        let Some(recorded) = &self.recorded else { return };
        let field = place.field("recorded");
        report.line(&field.field("by"), &recorded.by);
        report.line(&field.field("cite"), &recorded.cite);
        if self.price.measure() == Measure::Equivalents {
            report.add(
                &place.field("price"),
                "buys equivalents, but the channel is only recorded: others pay by quotas or in \
                 stated amounts",
            );
        }
        for (field, given) in [
            ("pool", !self.pool.is_empty()),
            ("reserve", self.reserve.is_some()),
            ("deductions", self.deductions.is_some()),
            ("advances", self.advances.is_some()),
        ] {
            if given {
                report.add(
                    &place.field(field),
                    "has no place in a channel that is only recorded: others pay it",
                );
            }
        }
    }
}

impl PriceDocument {
    /// What a channel with this price measures.
    pub(super) fn measure(&self) -> Measure {
        match self {
            Self::Announced { .. } | Self::Derived { .. } | Self::Published { .. } => {
                Measure::Equivalents
            }
            Self::Quota { .. } => Measure::Quotas,
            Self::Stated { .. } => Measure::Amounts,
        }
    }

    /// Whether the price comes out of a pool.
    fn needs_a_pool(&self) -> bool {
        matches!(self, Self::Derived { .. } | Self::Published { .. })
    }

    fn appraisal_loss(&self) -> AppraisalLoss {
        match self {
            Self::Announced { appraisal_loss, .. }
            | Self::Derived { appraisal_loss, .. }
            | Self::Published { appraisal_loss, .. }
            | Self::Quota { appraisal_loss, .. }
            | Self::Stated { appraisal_loss, .. } => *appraisal_loss,
        }
    }
}

impl Price {
    fn check(
        document: &PriceDocument,
        channel: &str,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let redistributed = document.appraisal_loss() == AppraisalLoss::Redistributed;
        if redistributed && !document.needs_a_pool() {
            let message = match document.measure() {
                Measure::Equivalents => {
                    "an announced price has nothing to redistribute: derive the price, or let the \
                     money go to the treasury or the reserve"
                }
                Measure::Quotas => {
                    "a quota has nothing to redistribute: let the money go to the treasury or the \
                     reserve"
                }
                Measure::Amounts => {
                    "a stated amount has nothing to redistribute: let the money go to the treasury \
                     or the reserve"
                }
            };
            report.add(&place.field("appraisal_loss"), message);
        }
        match document {
            PriceDocument::Announced { values, .. } => {
                let name = format!("the unit price of channel \"{channel}\"");
                dated_values(values, "values", name, place, report).map(Self::Announced)
            }
            PriceDocument::Derived { cite, .. } => {
                report.line(&place.field("cite"), cite);
                Some(Self::Derived { cite: cite.clone() })
            }
            PriceDocument::Published { rounding, cite, .. } => {
                report.line(&place.field("cite"), cite);
                Some(Self::Published { rounding: *rounding, cite: cite.clone() })
            }
            PriceDocument::Quota { cite, .. } => {
                report.line(&place.field("cite"), cite);
                Some(Self::Quota { cite: cite.clone() })
            }
            PriceDocument::Stated { cite, .. } => {
                report.line(&place.field("cite"), cite);
                Some(Self::Stated { cite: cite.clone() })
            }
        }
    }
}
