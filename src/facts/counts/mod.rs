//! Counting: volumes summed from records in any order and in pieces, then merged.

mod axes;
mod error;
mod lookup;

use std::sync::Arc;

use axes::Axes;
pub use error::CountError;
use error::Reason;

use super::{FactsDocument, FactsError, VolumeTable};
use crate::period::{Date, Period};
use crate::report::{Place, Report};
use crate::scheme::Scheme;
use crate::text::clip;
use crate::units::Volume;

/// Volumes by payee, item and month, counted from records: a partial table.
///
/// Records can be counted in any order, one by one, on any number of threads or machines: each
/// counts into a table of its own, and tables that are merged, in whatever order, are the table of
/// all records. Its size depends on how many payees, items and months there are, never on how many
/// records.
///
/// [`Facts::counted`](super::Facts::counted) settles it. A record that corrects an earlier one, or
/// says how many there are of an item that counts per month or year, belongs into the document.
///
/// ```
/// use work_equivalent::facts::{Facts, VolumeCounts};
/// use work_equivalent::settle;
/// # use work_equivalent::{facts::FactsDocument, scheme::Scheme};
/// # let scheme: Scheme =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let mut document: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # document.volumes.clear();
///
/// let mut counts = VolumeCounts::new(&scheme, &document)?;
/// let mut elsewhere = counts.clone();
/// counts.count("W01", "M01", "2024-03", None, Some("12".parse()?))?;
/// elsewhere.count("W01", "M01", "2024-03", None, Some("0.5".parse()?))?;
/// counts.merge(&elsewhere)?;
/// assert_eq!(counts.records(), 2);
///
/// let facts = Facts::counted(&scheme, &document, &counts)?;
/// println!("{}", settle(&facts)?.statement()?);
///
/// let error = counts.count("W99", "M01", "2024-03", None, Some("1".parse()?)).unwrap_err();
/// assert_eq!(error.to_string(), "there is no payee \"W99\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct VolumeCounts {
    axes: Arc<Axes>,
    table: Arc<VolumeTable>,
    records: u64,
}

/// A payee of a table, looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayeeAt(usize);

/// An item of a table, looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAt(usize);

/// A month or a day of a table, looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeAt(usize);

/// A record whose payee, item and time were looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VolumeRecord {
    /// Whose it is.
    pub payee: PayeeAt,
    /// Of which item.
    pub item: ItemAt,
    /// In which month, or on which day.
    pub time: TimeAt,
    /// What the payee reported.
    pub reported: Option<Volume>,
    /// What was verified.
    pub verified: Option<Volume>,
}

impl VolumeCounts {
    /// An empty table of the payees of a document, the items of a scheme, and the months of the
    /// document's period.
    ///
    /// # Errors
    ///
    /// What [`Facts::new`](super::Facts::new) refuses in payees and period. The rest of the document
    /// is not looked at.
    pub fn new(scheme: &Scheme, document: &FactsDocument) -> Result<Self, FactsError> {
        let axes = Axes::of(scheme, document)?;
        let starts = Arc::clone(&axes.starts);
        let table = VolumeTable::with_starts(axes.groups.len(), axes.kinds.len(), starts);
        Ok(Self { axes: Arc::new(axes), table: Arc::new(table), records: 0 })
    }

    /// How many records were counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many bytes the table takes: 4 for each payee, item and month where volumes were verified,
    /// 8 where they were reported, too, and an eighth of one where nobody verified; more where the
    /// sum of a cell needs it.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.table.bytes()
    }

    /// Counts a record: of a month such as `2024-03`, or of a day such as `2024-03-15`.
    ///
    /// # Errors
    ///
    /// Those of [`Self::payee`], [`Self::item`], [`Self::time`] and [`Self::add`]. Nothing is
    /// counted then.
    pub fn count(
        &mut self,
        payee: &str,
        item: &str,
        time: &str,
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) -> Result<(), CountError> {
        let (payee, item, time) = (self.payee(payee)?, self.item(item)?, self.time(time)?);
        self.add(payee, item, time, reported, verified)
    }

    /// Where a payee is in this table, and in every one that can be merged with it. Its code is text,
    /// or the bytes of one, as a reader of files has them.
    ///
    /// # Errors
    ///
    /// A code that the document does not have.
    pub fn payee(&self, code: impl AsRef<[u8]>) -> Result<PayeeAt, CountError> {
        let code = code.as_ref();
        let place = self.axes.payees.find(code);
        place.map(PayeeAt).ok_or_else(|| Reason::NoPayee(quoted(code)).into())
    }

    /// Where an item is, by its code.
    ///
    /// # Errors
    ///
    /// A code that the scheme does not have.
    pub fn item(&self, code: impl AsRef<[u8]>) -> Result<ItemAt, CountError> {
        let code = code.as_ref();
        let place = self.axes.items.find(code);
        place.map(ItemAt).ok_or_else(|| Reason::NoItem(quoted(code)).into())
    }

    /// Where a month such as `2024-03` is, or a day such as `2024-03-15`.
    ///
    /// # Errors
    ///
    /// What is neither, or not in the period: `"2024-3"`, `"2031-01"`, `"2024-02-30"`.
    pub fn time(&self, text: impl AsRef<[u8]>) -> Result<TimeAt, CountError> {
        let text = text.as_ref();
        let of_day = |axes: &Axes| {
            let day: Date = str::from_utf8(text).ok()?.parse().ok()?;
            let sub = axes.sub_periods.partition_point(|sub| sub.until() <= day);
            let within = axes.sub_periods.get(sub).is_some_and(|sub| sub.contains(day));
            within.then(|| axes.month_count() + sub)
        };
        let place = self.axes.months.find(text).or_else(|| of_day(&self.axes));
        place.map(TimeAt).ok_or_else(|| {
            let first = self.axes.sub_periods.first().map(|sub| sub.from().to_string());
            let last = self.axes.sub_periods.last().map(|sub| sub.last_day().to_string());
            let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
            Reason::NoTime { text: quoted(text), first, last }.into()
        })
    }

    /// Counts a record whose payee, item and time were looked up.
    ///
    /// # Errors
    ///
    /// No volume, or one below zero; one that nobody verified, in a channel that pays verified
    /// volumes; an amount finer than a fen; an item that counts per month or year; a month in which
    /// a unit has two values, or none.
    pub fn add(
        &mut self,
        payee: PayeeAt,
        item: ItemAt,
        time: TimeAt,
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) -> Result<(), CountError> {
        let record = VolumeRecord { payee, item, time, reported, verified };
        let cell = self.axes.cell(&record, &self.table)?;
        Arc::make_mut(&mut self.table).add_to(cell, reported, verified);
        self.records = self.records.saturating_add(1);
        Ok(())
    }

    /// Counts a block of records: all of it, or nothing.
    ///
    /// ```
    /// # use work_equivalent::{facts::FactsDocument, scheme::Scheme};
    /// use work_equivalent::facts::{VolumeCounts, VolumeRecord};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let mut document: FactsDocument =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # document.volumes.clear();
    ///
    /// let mut counts = VolumeCounts::new(&scheme, &document)?;
    /// let record = VolumeRecord {
    ///     payee: counts.payee("W01")?,
    ///     item: counts.item("M01")?,
    ///     time: counts.time("2024-03")?,
    ///     reported: None,
    ///     verified: Some("12.5".parse()?),
    /// };
    /// counts.add_block(&[record, record])?;
    /// assert_eq!(counts.records(), 2);
    /// let nothing = VolumeRecord { verified: None, ..record };
    /// assert!(counts.add_block(&[record, nothing]).is_err());
    /// assert_eq!(counts.records(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Self::add`], of the first record that has one.
    pub fn add_block(&mut self, block: &[VolumeRecord]) -> Result<(), CountError> {
        let axes = &*self.axes;
        let mut cells = Vec::with_capacity(block.len());
        for record in block {
            cells.push(axes.cell(record, &self.table)?);
        }
        Arc::make_mut(&mut self.table).add_block(&cells, block);
        self.records = self.records.saturating_add(u64::try_from(block.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Adds everything that another table counted.
    ///
    /// # Errors
    ///
    /// A table of other payees, items or periods, or of a scheme whose values change on other days.
    pub fn merge(&mut self, other: &Self) -> Result<(), CountError> {
        if !Arc::ptr_eq(&self.axes, &other.axes) && self.axes != other.axes {
            return Err(Reason::OtherAxes.into());
        }
        Arc::make_mut(&mut self.table).merge(&other.table);
        self.records = self.records.saturating_add(other.records);
        Ok(())
    }

    /// The same, where it was made for this scheme and document.
    pub(super) fn fitting(
        &self,
        scheme: &Scheme,
        document: &FactsDocument,
        report: &mut Report,
    ) -> Option<&Self> {
        let axes = Axes::of(scheme, document);
        if axes.as_ref().is_ok_and(|axes| *axes == *self.axes) {
            return Some(self);
        }
        // What is wrong with payees or the period is in the report already.
        if axes.is_ok() {
            report.add(&Place::ROOT.field("volumes"), Reason::OtherAxes.to_string());
        }
        None
    }

    pub(super) fn table(&self) -> &Arc<VolumeTable> {
        &self.table
    }

    /// Whether anything was counted of a payee and item on some of these days.
    pub(super) fn has(&self, payee: usize, item: usize, days: Period) -> bool {
        let subs = &self.axes.sub_periods;
        let start = subs.partition_point(|sub| sub.until() <= days.from());
        let end = subs.partition_point(|sub| sub.from() < days.until());
        self.table.is_counted(payee, item, start..end)
    }
}

/// What was given, as a message quotes it.
fn quoted(text: &[u8]) -> String {
    clip(&String::from_utf8_lossy(text)).into_owned()
}

#[cfg(test)]
mod tests;
