//! Stage 3: from marks to score and coefficient.

use num_traits::{One, Zero};
use work_equivalent::facts::{FactsDocument, PayeeDocument};
use work_equivalent::scheme::{
    AppraisalDocument, CurveDocument, IndicatorDocument, RuleDocument, ShapeDocument,
};

use crate::numbers::{Fraction, read, round, whole};

/// Rule 4, appraisal: score = marks / full marks × 100, over all indicators.
pub fn score(
    appraisal: &AppraisalDocument,
    facts: &FactsDocument,
    payee: &PayeeDocument,
) -> Fraction {
    let mut marks = Fraction::zero();
    let mut full = Fraction::zero();
    for indicator in appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators) {
        let recorded = facts
            .marks
            .iter()
            .find(|mark| mark.payee == payee.code && mark.indicator == indicator.code)
            .unwrap();
        marks += marks_by_rule(indicator, &read(&recorded.mark));
        full += read(&indicator.full);
    }
    marks / full * whole(100)
}

/// Rule 4, appraisal: what an indicator's scoring rule makes of what was recorded.
fn marks_by_rule(indicator: &IndicatorDocument, recorded: &Fraction) -> Fraction {
    let full = read(&indicator.full);
    match &indicator.rule {
        RuleDocument::Given(_) => recorded.clone(),
        RuleDocument::YesNo(_) => full * recorded,
        RuleDocument::AtLeast(rule) => full * (recorded / read(&rule.target)).min(Fraction::one()),
        RuleDocument::AtMost(rule) if *recorded <= read(&rule.target) => full,
        RuleDocument::AtMost(rule) => full * read(&rule.target) / recorded,
        RuleDocument::Bands(rule) => {
            let bands = rule.bands.iter().map(|band| (read(&band.from), read(&band.marks)));
            step(&bands.collect::<Vec<_>>(), recorded)
        }
        RuleDocument::Linear(rule) => {
            let ends = [&rule.low, &rule.high].map(|end| (read(&end.at), read(&end.marks)));
            line(&ends, recorded)
        }
        other => panic!("the rule book has no rule {other:?}"),
    }
}

/// Rule 4, appraisal, the curve: the coefficient of a score, with floor, then cap, then rounding.
pub fn coefficient(curve: &CurveDocument, score: &Fraction) -> Fraction {
    let mut coefficient = shape(&curve.shape, score);
    if let Some(floor) = &curve.floor {
        coefficient = coefficient.max(read(floor));
    }
    if let Some(cap) = &curve.cap {
        coefficient = coefficient.min(read(cap));
    }
    match curve.rounding {
        Some(rounding) => round(&coefficient, rounding),
        None => coefficient,
    }
}

/// Rule 4, appraisal, the shape of the curve: proportional, bands, piecewise or full from a
/// threshold.
fn shape(shape: &ShapeDocument, score: &Fraction) -> Fraction {
    match shape {
        ShapeDocument::Bands(shape) => {
            let bands = shape.bands.iter().map(|band| (read(&band.from), read(&band.value)));
            step(&bands.collect::<Vec<_>>(), score)
        }
        ShapeDocument::Piecewise(shape) => {
            let points = shape.points.iter().map(|point| (read(&point.score), read(&point.value)));
            line(&points.collect::<Vec<_>>(), score)
        }
        ShapeDocument::FullFrom(shape) if *score >= read(&shape.threshold) => Fraction::one(),
        ShapeDocument::FullFrom(_) | ShapeDocument::Proportional(_) => score / whole(100),
        other => panic!("the rule book has no shape {other:?}"),
    }
}

/// Rule 4, bands: closed below and open above, so the last band that begins at or below.
fn step(bands: &[(Fraction, Fraction)], at: &Fraction) -> Fraction {
    bands.iter().rfind(|(from, _)| from <= at).unwrap().1.clone()
}

/// Rule 4, linear: on the line between neighbouring points, flat beyond the first and the last.
fn line(points: &[(Fraction, Fraction)], at: &Fraction) -> Fraction {
    for pair in points.windows(2) {
        let [(low, left), (high, right)] = pair else { unreachable!() };
        if low <= at && at <= high {
            return left + (right - left) * (at - low) / (high - low);
        }
    }
    let (first, last) = (points.first().unwrap(), points.last().unwrap());
    if *at <= first.0 { first.1.clone() } else { last.1.clone() }
}
