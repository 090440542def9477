//! The part of a statement that concerns one payee, as it is sent to it and confirmed by it.

use serde::Serialize;

use super::balance::StatementError;
use super::figures::{
    NamedAmount, PayeeFigures, PayeeTotal, PriceFigures, PriorStatement, SchemeReference,
};
use super::{Statement, digest};
use crate::period::Period;

/// The part of a statement that concerns one payee (结算通知): it serializes, prints as a text in
/// Chinese, and has a digest of its own, which stays as it is while none of the payee's figures
/// changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice<'s> {
    /// The scheme.
    pub scheme: &'s SchemeReference,
    /// The period.
    pub period: Period,
    /// The statement whose closing opened this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<&'s PriorStatement>,
    /// The payee over all channels.
    pub payee: &'s PayeeTotal,
    /// Its figures in each channel.
    pub channels: Vec<NoticeChannel<'s>>,
    /// The names of the classes of income.
    #[serde(skip)]
    pub(super) income_classes: &'s [NamedAmount],
}

/// One channel of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeChannel<'s> {
    /// The channel's code.
    pub code: &'s str,
    /// Its name.
    pub name: &'s str,
    /// The clause that opens it.
    pub cite: &'s str,
    /// The price of an equivalent.
    pub price: &'s PriceFigures,
    /// Who pays it, where it is only recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<&'s str>,
    /// The payee's figures.
    pub figures: &'s PayeeFigures,
}

impl Statement {
    /// The part that concerns one payee; none where the code is not a payee's.
    ///
    /// ```
    /// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// # let settlement = settle(&facts)?;
    /// let notice = settlement.statement()?.notice("W01").unwrap();
    /// let text = notice.to_string();
    /// assert!(text.contains("甲卫生院") && text.contains("72,000.00"));
    /// assert!(text.contains(&notice.digest()?));
    /// assert_eq!(settlement.statement()?.notice("W99"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn notice(&self, payee: &str) -> Option<Notice<'_>> {
        let figures = self.figures();
        // Every channel lists the payees of the statement, in order of code.
        let place = figures.payees.binary_search_by(|total| total.code.as_str().cmp(payee)).ok()?;
        let channels = figures.channels.iter().filter_map(|channel| {
            Some(NoticeChannel {
                code: &channel.code,
                name: &channel.name,
                cite: &channel.cite,
                price: &channel.price,
                paid_by: channel.paid_by.as_deref(),
                figures: channel.payees.get(place)?,
            })
        });
        Some(Notice {
            scheme: &figures.scheme,
            period: figures.period,
            after: figures.after.as_ref(),
            payee: figures.payees.get(place)?,
            channels: channels.collect(),
            income_classes: &figures.income_classes,
        })
    }
}

impl Notice<'_> {
    /// The SHA-256 of the notice as compact JSON; see [`Statement::digest`].
    ///
    /// # Errors
    ///
    /// None that a notice which exists can meet.
    pub fn digest(&self) -> Result<String, StatementError> {
        digest::digest_of(self)
    }
}
