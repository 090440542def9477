//! Stage 4, price: announced, derived from the pool, or derived and published
//! (莲政办发〔2023〕75号 三(二)5: 单位标化工作当量财政购买标准); none where items have their quotas or amounts
//! are stated (三(二)1 to 3).

use super::SettleError;
use super::appraise::{Appraised, Coefficients};
use super::measure::{Measured, Measures};
use super::pool::Pool;
use crate::exact::Exact;
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Price};
use crate::units::{Amount, Equivalents, Money, UnitPrice};

/// The price of a channel.
#[derive(Clone, Debug)]
pub(super) enum Priced {
    /// By segment; none where nothing was announced, and nothing counted, in it.
    Announced(Vec<Option<UnitPrice>>),
    /// A fraction of the pool.
    Derived { price: UnitPrice, divisor: Equivalents },
    /// The same, rounded.
    Published { derived: UnitPrice, price: UnitPrice, divisor: Equivalents },
    /// None: what was measured is in yuan already.
    Worth,
}

/// The price of an equivalent.
///
/// The divisor of a derived price decides where money goes that the appraisal keeps from payees:
/// `Σ E_i` leaves it in the pool, `Σ E_i c_i` gives it to all payees.
pub(super) fn price(
    facts: &Facts<'_>,
    channel: usize,
    pool: Option<&Pool>,
    measured: &Measures,
    appraised: &[Appraised],
) -> Result<Priced, SettleError> {
    let record = &facts.scheme.channels[channel];
    match record.price {
        Price::Quota { .. } | Price::Stated { .. } => return Ok(Priced::Worth),
        Price::Announced(_) => {
            let segments = 0..facts.plan.segments().len();
            let price =
                |segment| facts.plan.price(channel, segment).map(|price| price.value.clone());
            return Ok(Priced::Announced(segments.map(price).collect()));
        }
        Price::Derived { .. } | Price::Published { .. } => {}
    }
    let divisor = match record.appraisal_loss {
        AppraisalLoss::Redistributed => appraised_equivalents(measured, appraised).sum(),
        AppraisalLoss::Treasury | AppraisalLoss::Reserve => measured.total(),
    };
    // A scheme whose price is derived has a pool.
    let distributable = pool.map_or(Money::ZERO, |pool| pool.distributable);
    let derived = distributable
        .to_exact()
        .divided_by(divisor.exact())
        .map(UnitPrice::from_exact)
        .ok_or_else(|| SettleError::no_equivalents(&record.code, distributable))?;
    Ok(match &record.price {
        Price::Published { rounding, .. } => {
            let price = UnitPrice::from_exact(rounding.round(derived.exact()));
            Priced::Published { derived, price, divisor }
        }
        _ => Priced::Derived { price: derived, divisor },
    })
}

/// `E_i × c_i` of every payee.
pub(super) fn appraised_equivalents<'a>(
    measured: &'a Measures,
    appraised: &'a [Appraised],
) -> impl Iterator<Item = Equivalents> + 'a {
    measured.iter().zip(appraised).map(|(measured, appraised)| appraised.of_equivalents(measured))
}

/// What was measured in yuan, as an amount.
fn worth(measured: &Equivalents) -> Amount {
    Amount::from_exact(measured.exact().clone())
}

impl Priced {
    /// `E_i × p`: what a payee's equivalents are worth before appraisal. Where the announced price
    /// changes in the period, the equivalents of each part meet the price of that part.
    pub(super) fn value_of(&self, measured: Measured<'_>) -> Amount {
        match self {
            Self::Announced(prices) => measured
                .by_segment
                .iter()
                .zip(prices)
                .filter_map(|(equivalents, price)| price.as_ref().map(|price| equivalents * price))
                .sum(),
            Self::Derived { price, .. } | Self::Published { price, .. } => measured.total * price,
            Self::Worth => worth(measured.total),
        }
    }

    /// `E_i × p × c_i`: what they are worth after appraisal, given `E_i × p`. Where each round of
    /// the appraisal governs its own part of the period, the equivalents of each part meet its
    /// coefficient.
    pub(super) fn value_after_appraisal(
        &self,
        measured: Measured<'_>,
        value: &Amount,
        appraised: &Appraised,
    ) -> Amount {
        match (self, &appraised.coefficient) {
            (_, Coefficients::Whole(coefficient)) => value * coefficient,
            (Self::Announced(prices), Coefficients::ByPart(parts)) => parts
                .iter()
                .flat_map(|(part, coefficient)| {
                    part.clone().map(move |segment| (segment, coefficient))
                })
                .filter_map(|(segment, coefficient)| {
                    let price = prices[segment].as_ref()?;
                    Some(&(&measured.by_segment[segment] * price) * coefficient)
                })
                .sum(),
            (Self::Derived { price, .. } | Self::Published { price, .. }, _) => {
                &appraised.of_equivalents(measured) * price
            }
            (Self::Worth, _) => worth(&appraised.of_equivalents(measured)),
        }
    }

    /// What a unit that was measured is worth in a segment.
    pub(super) fn in_segment(&self, segment: usize) -> Exact {
        match self {
            Self::Announced(prices) => {
                let price = prices.get(segment).and_then(Option::as_ref);
                price.map_or_else(Exact::zero, |price| price.exact().clone())
            }
            Self::Derived { price, .. } | Self::Published { price, .. } => price.exact().clone(),
            Self::Worth => Exact::one(),
        }
    }

    /// What a derived price divides the pool by; nothing where the price was announced.
    pub(super) fn divisor(&self) -> Option<&Exact> {
        match self {
            Self::Announced(_) | Self::Worth => None,
            Self::Derived { divisor, .. } | Self::Published { divisor, .. } => {
                Some(divisor.exact())
            }
        }
    }
}
