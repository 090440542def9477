//! Values of a measure: a decimal, or a part of a whole.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::monitor::document::ValueDocument;
use crate::monitor::lists::Seen;
use crate::monitor::quantity::{Count, Value};
use crate::report::{Place, Report};
use crate::scheme::Codes;
use crate::text::clip;

/// A value that was observed.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct Observed {
    pub(in crate::monitor) value: Exact,
    /// The part and the whole that it is the quotient of.
    pub(in crate::monitor) quotient: Option<(Exact, Exact)>,
    pub(in crate::monitor) cite: String,
}

/// The values by subject and measure.
pub(super) fn check(
    documents: &[ValueDocument],
    subjects: &Codes<'_>,
    report: &mut Report,
) -> BTreeMap<(usize, String), Observed> {
    let mut seen = Seen::new();
    let mut values = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let (subject, measure) = (&document.subject, &document.measure);
        let place = Place::ROOT.record("values", index, subject);
        let found = subjects.find(subject, "subject", &place.field("subject"), report);
        report.reference(&place.field("measure"), measure);
        seen.once(report, &place, ((subject, measure), index), || {
            let (subject, measure) = (clip(subject), clip(measure));
            format!("\"{subject}\" has another value of \"{measure}\": give one")
        });
        report.line(&place.field("cite"), &document.cite);
        let observed = check_value(document, &place, report);
        if let (Some(subject), Some((value, quotient))) = (found, observed) {
            let cite = document.cite.clone();
            values.insert((subject, measure.clone()), Observed { value, quotient, cite });
        }
    }
    values
}

fn check_value(
    document: &ValueDocument,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<(Exact, Option<(Exact, Exact)>)> {
    match (&document.value, &document.part, &document.whole) {
        (Some(value), None, None) => {
            let Value(value) = report.number(&place.field("value"), value)?;
            Some((value, None))
        }
        (None, Some(part), Some(whole)) => {
            let part: Option<Count> = report.number(&place.field("part"), part);
            let place = place.field("whole");
            let Count(whole) = report.number(&place, whole)?;
            if whole.is_zero() {
                report.add(&place, "is zero: nothing is a part of it");
            }
            let Count(part) = part?;
            Some((part.divided_by(&whole)?, Some((part, whole))))
        }
        _ => {
            report.add(place, "needs either \"value\", or \"part\" and \"whole\"");
            None
        }
    }
}
