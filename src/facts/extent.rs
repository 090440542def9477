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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::scheme::{IndicatorDocument, SchemeDocument};

    #[test]
    fn says_which_tables_are_too_large() {
        let mut document: SchemeDocument = sample::scheme();
        // Three indicators in two rounds, whose marks no channel asks for.
        let mut idle = document.appraisals[0].clone();
        idle.code = "idle".to_owned();
        let indicator = idle.dimensions[0].indicators.pop().unwrap();
        idle.dimensions[0].indicators = ["I1", "I2", "I3"]
            .map(|code| IndicatorDocument { code: code.to_owned(), ..indicator.clone() })
            .into();
        idle.rounds = serde_json::from_value(serde_json::json!({
            "kind": "combined", "of": "scores", "cite": "示例 三", "rounds": [
                { "code": "R1", "name": "上半年", "weight": "0.5" },
                { "code": "R2", "name": "下半年", "weight": "0.5" },
            ],
        }))
        .unwrap();
        document.appraisals.push(idle);
        let scheme = Scheme::new(document).unwrap();
        let items = |payees| format!("{payees} payees × 2 items × 1 stretches of time");
        let channels = |payees| format!("{payees} payees × 1 channels");
        let marks = |payees| format!("{payees} payees × 6 marks of appraisals that no channel has");
        for (payees, expected) in [
            (1_398_101, vec![]),
            (1_398_102, vec![(marks(1_398_102), MOST_PLACES)]),
            (8_388_608, vec![(marks(8_388_608), MOST_PLACES)]),
            (8_388_609, vec![(channels(8_388_609), MOST_PLACES), (marks(8_388_609), MOST_PLACES)]),
            (
                134_217_729,
                vec![
                    (items(134_217_729), MOST_CELLS),
                    (channels(134_217_729), MOST_PLACES),
                    (marks(134_217_729), MOST_PLACES),
                ],
            ),
        ] {
            let mut report = Report::default();
            let fits = check(&scheme, None, payees, &mut report);
            let problems = report.into_problems();
            let found: Vec<String> = problems.listed().iter().map(ToString::to_string).collect();
            let expected: Vec<String> = expected
                .iter()
                .map(|(sides, most)| {
                    format!("payees: {sides} are too many: their product is at most {most}")
                })
                .collect();
            assert_eq!((fits.is_some(), found), (expected.is_empty(), expected));
        }
    }
}
