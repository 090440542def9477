//! How large the tables of facts are: refused before they are made where no memory would hold them.

use crate::report::{Place, Report};
use crate::scheme::{Appraisal, MOST_CELLS, MOST_PLACES, Plan, Scheme, fits};

/// Whether the tables of so many payees are within bounds; a problem for each that is not.
pub(super) fn check(
    scheme: &Scheme,
    plan: Option<&Plan<'_>>,
    payees: usize,
    report: &mut Report,
) -> Option<()> {
    let place = Place::ROOT.field("payees");
    let payees = (payees, "payees");
    let stretches = (plan.map_or(1, |plan| plan.segments().len()), "stretches of time");
    // Where an appraisal decides about money, every mark has to be given.
    let idle = scheme.appraisals.iter().zip(scheme.governing()).filter(|(_, governs)| !governs);
    let marks = |(appraisal, _): (&Appraisal, bool)| {
        appraisal.round_count() * appraisal.indicators().count()
    };
    let marks = (idle.map(marks).sum(), "marks of appraisals that no channel has");
    let tables = [
        (&[payees, (scheme.items.len(), "items"), stretches][..], MOST_CELLS),
        (&[payees, (scheme.channels.len(), "channels")], MOST_PLACES),
        (&[payees, marks], MOST_PLACES),
    ];
    let mut all_fit = true;
    for (sides, most) in tables {
        all_fit &= fits(sides, most, &place, report);
    }
    all_fit.then_some(())
}
