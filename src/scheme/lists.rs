//! Lists of a document: codes that are unique and refer to each other, and dated values.

use std::collections::BTreeMap;

use super::document::DatedDocument;
use crate::exact::Exact;
use crate::period::{Dated, DatedValue};
use crate::report::{Place, Report};
use crate::text::clip;
use crate::units::{Factor, Quantity};

/// The codes of a list, sorted: what a reference is looked up in.
pub(crate) struct Codes<'d> {
    codes: Vec<&'d str>,
    /// Whether a list without records is reported where the list is checked.
    never_empty: bool,
}

impl<'d> Codes<'d> {
    /// The codes of a list that a document must not leave empty.
    pub(crate) fn of<D>(documents: &'d [D], code: impl Fn(&'d D) -> &'d String) -> Self {
        Self { never_empty: true, ..Self::of_any(documents, code) }
    }

    /// The codes of a list that a document can leave out.
    pub(crate) fn of_any<D>(documents: &'d [D], code: impl Fn(&'d D) -> &'d String) -> Self {
        let mut codes: Vec<&str> =
            documents.iter().map(|document| code(document).as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        Self { codes, never_empty: false }
    }

    /// The place of a code in the list sorted by code.
    pub(crate) fn position(&self, code: &str) -> Option<usize> {
        self.codes.binary_search(&code).ok()
    }

    /// The place of the code that a field refers to; a problem if there is none.
    pub(crate) fn find(
        &self,
        code: &str,
        what: &str,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<usize> {
        /// More choices than these are not listed.
        const MOST: usize = 8;
        let found = self.position(code);
        // Where there is nothing to refer to, and there has to be, that was reported, once.
        if found.is_none() && !(self.codes.is_empty() && self.never_empty) {
            let choices = if self.codes.is_empty() {
                ": there is none at all".to_owned()
            } else if self.codes.len() <= MOST {
                let codes: Vec<_> = self.codes.iter().map(|code| clip(code)).collect();
                format!(": there is {}", codes.join(", "))
            } else {
                String::new()
            };
            if code.is_empty() {
                report.add(place, format!("is empty: give the code of a {what}"));
            } else {
                report.add(place, format!("there is no {what} \"{}\"{choices}", clip(code)));
            }
        }
        found
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'d str> + '_ {
        self.codes.iter().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }
}

/// The message of a code that another record has too.
pub(crate) fn twice(code: &str) -> String {
    format!("\"{}\" is the code of another record too: codes are unique", clip(code))
}

/// Checks the records of a list and sorts them by code; codes that occur twice are reported.
pub(super) fn sorted<D, T>(
    list: &'static str,
    documents: &[D],
    code: impl Fn(&D) -> &String,
    report: &mut Report,
    check: impl FnMut(&D, &Place<'_>, &mut Report) -> Option<T>,
) -> Vec<T> {
    sorted_at(&Place::ROOT, list, documents, code, report, check)
}

/// [`sorted`], for a list inside another record.
pub(super) fn sorted_at<D, T>(
    parent: &Place<'_>,
    list: &'static str,
    documents: &[D],
    code: impl Fn(&D) -> &String,
    report: &mut Report,
    mut check: impl FnMut(&D, &Place<'_>, &mut Report) -> Option<T>,
) -> Vec<T> {
    let mut seen = BTreeMap::new();
    let mut checked = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let code = code(document).as_str();
        let place = parent.record(list, index, code);
        if let Some(first) = seen.insert(code, index) {
            report.add_related(&place.field("code"), twice(code), first);
        }
        checked.extend(check(document, &place, report).map(|record| (code, record)));
    }
    checked.sort_by_key(|(code, _)| *code);
    checked.into_iter().map(|(_, record)| record).collect()
}

/// The series of a list of dated values.
pub(super) fn dated_values<Q: Quantity>(
    documents: &[DatedDocument],
    field: &'static str,
    name: String,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Dated<Q>> {
    let value = |document: &DatedDocument, place: &Place<'_>, report: &mut Report| {
        report.number(&place.field("value"), &document.value)
    };
    series(documents, (field, name), place, report, |d| (&d.from, &d.until, &d.cite), value)
}

/// A series that may be left out altogether.
pub(super) fn optional_series<Q: Quantity>(
    documents: &[DatedDocument],
    field: &'static str,
    name: String,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Dated<Q>> {
    if documents.is_empty() {
        return None;
    }
    dated_values(documents, field, name, place, report)
}

/// The series of a list of dated shares, each from 0 to 1.
pub(super) fn dated_share(
    documents: &[DatedDocument],
    field: &'static str,
    name: String,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Dated<Factor>> {
    let value = |document: &DatedDocument, place: &Place<'_>, report: &mut Report| {
        let place = place.field("value");
        let value: Factor = report.number(&place, &document.value)?;
        if value.to_exact() > Exact::one() {
            let message = format!("{value} is above 1: a share of the whole is such as \"0.03\"");
            report.add(&place, message);
        }
        Some(value)
    };
    series(documents, (field, name), place, report, |d| (&d.from, &d.until, &d.cite), value)
}

/// The series of a list whose records have dates, a citation, and a value of their own kind.
pub(super) fn series<D, T>(
    documents: &[D],
    (field, name): (&'static str, String),
    place: &Place<'_>,
    report: &mut Report,
    head: fn(&D) -> (&String, &Option<String>, &String),
    value: impl Fn(&D, &Place<'_>, &mut Report) -> Option<T>,
) -> Option<Dated<T>> {
    let mut values = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = place.record(field, index, "");
        let (from, until, cite) = head(document);
        report.line(&place.field("cite"), cite);
        let dates = report.dates(&place, from, until.as_ref());
        let value = value(document, &place, report);
        values.extend(dates.zip(value).map(|((from, until), value)| DatedValue {
            from,
            until,
            value,
            cite: cite.clone(),
        }));
    }
    // A series that misses a value which was reported already would be reported twice.
    let complete = values.len() == documents.len();
    complete.then(|| report.series(&place.field(field), name, values))?
}
