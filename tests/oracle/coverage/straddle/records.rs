//! What must occur of schemes and records.

use work_equivalent::facts::{FindingDocument, MarkDocument};
use work_equivalent::scheme::{
    Base, FindingRuleDocument, PlanDocument, RoundsDocument, SchemeDocument,
};

use super::{Case, Feature, of_advance, of_finding, payees, record, settled};
use crate::numbers::Fraction;
use crate::straddle::SettledPart;

/// What the schemes have in common and what not.
pub(super) fn rules() -> Vec<Feature> {
    /// Whether a channel of one scheme is missing in another.
    fn lacks(case: &Case, [has, lacks]: [usize; 2]) -> bool {
        let [has, lacks] = [has, lacks].map(|index| &case.given.schemes[index].channels);
        has.iter().any(|channel| lacks.iter().all(|it| it.code != channel.code))
    }
    vec![
        settled("channel of the first scheme only", |case, _| lacks(case, [0, 1])),
        settled("channel of the second scheme only", |case, _| lacks(case, [1, 0])),
        settled("item of the first scheme only", |case, parts| {
            record(case, parts, [0, 1], |_, other| other.is_none())
        }),
        settled("item of the second scheme only", |case, parts| {
            record(case, parts, [1, 0], |_, other| other.is_none())
        }),
        settled("item in another category", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| other.category != it.category)
            })
        }),
        settled("item with other weights", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| other.weights != it.weights)
            })
        }),
        settled("item with a ceiling in both", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| other.ceiling == it.ceiling && !it.ceiling.is_empty())
            })
        }),
        settled("item with bands in both", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| other.bands == it.bands && it.bands.is_some())
            })
        }),
        settled("the same of both, with another coefficient", |_, parts| {
            let coefficient = |part: usize| {
                let payee = parts[part].outcomes.first().and_then(|it| it.payees.first());
                payee.and_then(|payee| payee.coefficient.clone())
            };
            let [first, second]: [Option<Fraction>; 2] = [0, 1].map(coefficient);
            first.is_some() && second.is_some() && first != second
        }),
        settled("another kind of price", |case, _| {
            let [first, second] = [0, 1].map(|index| &case.given.schemes[index].channels);
            first.iter().any(|channel| {
                second.iter().any(|it| {
                    let kinds = [&channel.price, &it.price].map(std::mem::discriminant);
                    it.code == channel.code && kinds[0] != kinds[1]
                })
            })
        }),
        settled("mark that counts in both parts", |_, parts| marks_in(parts, [true, true])),
        settled("mark that counts in the first part", |_, parts| marks_in(parts, [true, false])),
        settled("mark that counts in the second part", |_, parts| marks_in(parts, [false, true])),
        settled("round that counts in one part", |_, parts| {
            let has_round = |part: usize| parts[part].part.facts.marks.iter();
            has_round(0).any(|mark| {
                let indicator = |it: &&_| mark_of(it) == (&mark.payee, &mark.indicator);
                mark.round.is_some()
                    && has_round(1).any(|it| indicator(&it))
                    && has_round(1).filter(indicator).all(|it| it.round != mark.round)
            })
        }),
        settled("rounds by part in the first part", |_, parts| is_by_part(&parts[0])),
        settled("rounds by part in the second part", |_, parts| is_by_part(&parts[1])),
        settled("rounds by part in both", |_, parts| parts.iter().all(is_by_part)),
    ]
}

/// Payee and indicator of a mark.
fn mark_of(mark: &MarkDocument) -> (&String, &String) {
    (&mark.payee, &mark.indicator)
}

/// Whether a mark counts in the first two parts or not.
fn marks_in(parts: &[SettledPart], counts: [bool; 2]) -> bool {
    let mut marks = parts.iter().flat_map(|part| &part.part.facts.marks);
    marks
        .any(|mark| [0, 1].map(|part: usize| parts[part].part.facts.marks.contains(mark)) == counts)
}

/// Whether each round governs its part of a part.
fn is_by_part(part: &SettledPart) -> bool {
    part.part.scheme.channels.iter().any(|channel| {
        part.part.scheme.appraisals.iter().any(|it| {
            let is_used = channel.appraisal.as_ref() == Some(&it.code);
            is_used && matches!(it.rounds, Some(RoundsDocument::ByPart { .. }))
        })
    })
}

/// Which part findings and advances belong to.
pub(super) fn records() -> Vec<Feature> {
    fn rule<'a>(
        scheme: &'a SchemeDocument,
        it: &FindingDocument,
    ) -> Option<&'a FindingRuleDocument> {
        scheme.finding_kinds.iter().find(|kind| kind.code == it.kind).map(|kind| &kind.rule)
    }
    fn is_veto(rule: &FindingRuleDocument) -> bool {
        matches!(rule, FindingRuleDocument::Veto { .. })
    }
    let mut features = vec![
        of_finding("finding with days in the first part", |it, part, _| {
            it.volume.is_some() && part == 0
        }),
        of_finding("finding with days in a later part", |it, part, _| {
            it.volume.is_some() && part > 0
        }),
        of_finding("finding of a kind that ends", |it, part, _| it.volume.is_none() && part == 0),
        of_finding("finding of a kind that goes on", |it, part, schemes| {
            it.volume.is_none() && part > 0 && rule(&schemes[0], it).is_some()
        }),
        of_finding("finding of a kind with another amount", |it, part, schemes| {
            part > 0
                && matches!(rule(&schemes[part], it), Some(FindingRuleDocument::Fixed { .. }))
                && rule(&schemes[0], it)
                    .is_some_and(|rule_before| Some(rule_before) != rule(&schemes[part], it))
        }),
        of_finding("finding with days of a kind in both schemes", |it, part, schemes| {
            it.volume.is_some() && part == 0 && rule(&schemes[1], it).is_some()
        }),
        of_finding("veto in the first part", |it, part, schemes| {
            part == 0 && rule(&schemes[0], it).is_some_and(is_veto)
        }),
        of_finding("veto in a later part", |it, part, schemes| {
            part > 0 && rule(&schemes[part], it).is_some_and(is_veto)
        }),
        of_finding("veto of a round of a later part", |it, part, _| part > 0 && it.round.is_some()),
        of_advance("advance before the period", |it, part, parts| {
            it.date < parts[0].from && part == 0 && it.instalment.is_none()
        }),
        of_advance("advance in the first part", |it, part, parts| {
            it.date >= parts[0].from && part == 0 && it.instalment.is_none()
        }),
        of_advance("advance in a later part", |it, part, parts| {
            part > 0 && it.date < parts[part].until
        }),
        of_advance("advance after the period", |it, part, parts| {
            part > 0 && it.date >= parts[part].until
        }),
        of_advance("instalment paid in the first part", |it, _, parts| {
            it.instalment.is_some() && it.date < parts[0].until
        }),
        of_advance("instalment paid after the change", |it, _, parts| {
            it.instalment.is_some() && it.date >= parts[0].until
        }),
    ];
    features.extend(plans());
    features
}

/// Plans of instalments.
fn plans() -> Vec<Feature> {
    fn plans(part: &SchemeDocument) -> impl Iterator<Item = &PlanDocument> {
        let advances = part.channels.iter().filter_map(|channel| channel.advances.as_ref());
        advances.filter_map(|advances| advances.plan.as_ref())
    }
    fn has(case: &Case, index: usize, base: Base) -> bool {
        plans(&case.given.schemes[index]).any(|plan| plan.base == base)
    }
    vec![
        settled("plan by budget in the first part", |case, _| has(case, 0, Base::Budget)),
        settled("plan by entitlement in the first part", |case, _| {
            has(case, 0, Base::PreviousEntitlement)
        }),
        settled("plan by budget without effect", |case, _| has(case, 1, Base::Budget)),
        settled("plan by entitlement without effect", |case, _| {
            has(case, 1, Base::PreviousEntitlement)
        }),
        settled("plan of a later scheme only", |case, _| {
            plans(&case.given.schemes[0]).next().is_none()
                && plans(&case.given.schemes[1]).next().is_some()
        }),
        settled("instalment due after the change", |case, parts| {
            let plans = payees(&parts[..1]).filter_map(|payee| payee.plan.as_ref());
            plans.flat_map(|plan| &plan.instalments).any(|it| it.due >= case.parts[0].until)
        }),
    ]
}
