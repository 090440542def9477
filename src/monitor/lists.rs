//! Checks that the monitor's documents share.

use std::collections::BTreeMap;

use crate::report::{Place, Report};
use crate::scheme::twice;
use crate::text::clip;

/// Codes in a list of texts: each is one, and none occurs twice.
pub(super) fn references(
    report: &mut Report,
    place: &Place<'_>,
    list: &'static str,
    codes: &[String],
) {
    let mut seen = Seen::new();
    for (index, code) in codes.iter().enumerate() {
        let place = place.record(list, index, "");
        report.reference(&place, code);
        let message = || format!("\"{}\" stands here twice", clip(code));
        seen.once(report, &place, (code, index), message);
    }
}

/// The codes of records seen so far, with their index.
pub(super) struct Seen<K>(BTreeMap<K, usize>);

impl<K: Ord> Seen<K> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Reports a key that an earlier record has too.
    pub(super) fn once(
        &mut self,
        report: &mut Report,
        place: &Place<'_>,
        (key, index): (K, usize),
        message: impl FnOnce() -> String,
    ) {
        if let Some(first) = self.0.insert(key, index) {
            report.add_related(place, message(), first);
        }
    }
}

impl<'d> Seen<&'d str> {
    /// Reports a code that an earlier record has too.
    pub(super) fn code(
        &mut self,
        report: &mut Report,
        place: &Place<'_>,
        (code, index): (&'d str, usize),
    ) {
        self.once(report, &place.field("code"), (code, index), || twice(code));
    }
}
