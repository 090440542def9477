//! Extents: how large a table over several lists can be. Lists multiply, so a file of some megabytes
//! can name a table that no memory holds; it is refused before it is made.

use crate::report::{Place, Report};

/// The most cells of volumes: a whole country's 35,000 institutions × 600 items × 12 months.
pub(crate) const MOST_CELLS: usize = 1 << 28;

/// The most places of every other table, such as payees of channels and weights of groups: the same
/// institutions in 240 channels.
pub(crate) const MOST_PLACES: usize = 1 << 23;

/// The most stretches of a period between days on which values change: two years, cut every day.
pub(crate) const MOST_STRETCHES: usize = 731;

/// Whether a table has no more places than these; a problem if it has.
pub(crate) fn fits(
    sides: &[(usize, &str)],
    most: usize,
    place: &Place<'_>,
    report: &mut Report,
) -> bool {
    let places = sides.iter().try_fold(1_usize, |places, (side, _)| places.checked_mul(*side));
    let fits = places.is_some_and(|places| places <= most);
    if !fits {
        let sides: Vec<String> =
            sides.iter().map(|(count, what)| format!("{count} {what}")).collect();
        let sides = sides.join(" × ");
        report.add(place, format!("{sides} are too many: their product is at most {most}"));
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_that_overflows_is_too_many() {
        let mut report = Report::default();
        let place = Place::ROOT.field("payees");
        assert!(fits(&[(2, "payees"), (3, "channels")], 6, &place, &mut report));
        assert!(fits(&[(usize::MAX, "payees"), (0, "channels")], 6, &place, &mut report));
        assert!(report.is_empty());
        assert!(!fits(&[(2, "payees"), (4, "channels")], 7, &place, &mut report));
        assert!(!fits(&[(usize::MAX, "payees"), (2, "channels")], 7, &place, &mut report));
        let problems = report.into_problems();
        assert_eq!(
            problems.listed()[0].to_string(),
            "payees: 2 payees × 4 channels are too many: their product is at most 7"
        );
        assert_eq!(problems.listed().len(), 2);
    }
}
