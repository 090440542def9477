//! Channels: the price of an equivalent, the pool it is paid from, and the provision.

use super::advances::Advances;
use super::closing::Closing;
use super::document::{
    AppraisalLoss, ChannelDocument, DeductionsDocument, Destination, PoolLineDocument,
    PoolLineKind, PriceDocument, Unverified,
};
use super::lists::{Codes, dated_values, sorted, sorted_at};
use super::reserve::Reserve;
use crate::exact::Rounding;
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::{Money, UnitPrice};

/// A stream of money bought by equivalents (补偿渠道).
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) cite: String,
    /// The place of the appraisal in the scheme's list.
    pub(crate) appraisal: Option<usize>,
    pub(crate) unverified: Unverified,
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
}

/// A line of the pool.
#[derive(Clone, Debug)]
pub(crate) struct PoolLine {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: PoolLineKind,
    pub(crate) amounts: Dated<Money>,
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
        let price = Price::check(&document.price, code, &place.field("price"), report);
        let appraisal_loss = document.price.appraisal_loss();
        if appraisal_loss == AppraisalLoss::Reserve {
            let missing = if document.reserve.is_none() {
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
        if document.pool.is_empty() && !matches!(document.price, PriceDocument::Announced { .. }) {
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
        self.pool.is_empty() && matches!(self.price, PriceDocument::Announced { .. })
    }
}

impl PriceDocument {
    fn appraisal_loss(&self) -> AppraisalLoss {
        match self {
            Self::Announced { appraisal_loss, .. }
            | Self::Derived { appraisal_loss, .. }
            | Self::Published { appraisal_loss, .. } => *appraisal_loss,
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
        match document {
            PriceDocument::Announced { appraisal_loss, values } => {
                if *appraisal_loss == AppraisalLoss::Redistributed {
                    report.add(
                        &place.field("appraisal_loss"),
                        "an announced price has nothing to redistribute: derive the price, or let \
                         the money go to the treasury or the reserve",
                    );
                }
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
        }
    }
}

impl PoolLine {
    fn check_all(
        channel: &str,
        documents: &[PoolLineDocument],
        place: &Place<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        let check = |document: &PoolLineDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            let name = format!("pool line \"{}\" of channel \"{channel}\"", document.code);
            Some(Self {
                code: document.code.clone(),
                name: document.name.clone(),
                kind: document.kind,
                amounts: dated_values(&document.amounts, "amounts", name, place, report)?,
            })
        };
        sorted_at(place, "pool", documents, |line| &line.code, report, check)
    }
}
