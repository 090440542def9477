//! Stage 3: from marks to scores and coefficients.

use num_traits::{One, Zero};
use work_equivalent::facts::{FactsDocument, MarkDocument, PayeeDocument};
use work_equivalent::scheme::{
    AppraisalDocument, Combine, CurveDocument, FindingRuleDocument, IndicatorDocument,
    RoundsDocument, RuleDocument, ShapeDocument,
};

use crate::dated::month_of;
use crate::deduct;
use crate::numbers::{Fraction, read, round, whole};
use crate::outcome::RoundOutcome;
use crate::setting::Setting;

/// What the appraisal of a payee comes to.
pub struct Appraised {
    /// None where there is no appraisal, or a score of each round.
    pub score: Option<Fraction>,
    /// None where each round has its own.
    pub coefficient: Option<Fraction>,
    pub rounds: Vec<RoundOutcome>,
    /// Each coefficient after vetoes with the number of months that it governs, in order of time;
    /// the last governs what is left of the period.
    governing: Vec<(i64, Fraction)>,
}

impl Appraised {
    /// The coefficient that governs a day.
    pub fn coefficient_on(&self, setting: &Setting, date: &str) -> &Fraction {
        let mut months = month_of(date) - month_of(&setting.facts.period.from);
        for (lasts, coefficient) in &self.governing {
            if months < *lasts {
                return coefficient;
            }
            months -= lasts;
        }
        &self.governing.last().unwrap().1
    }

    /// One coefficient for the whole period.
    fn whole(coefficient: Fraction, score: Option<Fraction>, rounds: Vec<RoundOutcome>) -> Self {
        let governing = vec![(1, coefficient.clone())];
        Self { score, coefficient: Some(coefficient), rounds, governing }
    }
}

/// Stage 3: a payee's score and coefficient, which is 1 without an appraisal.
pub fn appraise(setting: &Setting, payee: &PayeeDocument) -> Appraised {
    let Some(appraisal) = setting.appraisal() else {
        return Appraised::whole(whole(1), None, Vec::new());
    };
    let score_of = |round| score(appraisal, setting.facts, payee, round);
    let curve = &appraisal.curve;
    let vetoed = |coefficient, round: Option<&String>| {
        veto(setting, appraisal, payee, round).into_iter().fold(coefficient, Fraction::min)
    };
    match &appraisal.rounds {
        None => {
            let score = score_of(None);
            let coefficient = vetoed(coefficient(curve, &score), None);
            Appraised::whole(coefficient, Some(score), Vec::new())
        }
        Some(RoundsDocument::Combined { of, rounds, .. }) => {
            let weights: Vec<Fraction> = rounds.iter().map(|round| read(&round.weight)).collect();
            let mut outcomes = Vec::new();
            for round in rounds {
                let score = score_of(Some(&round.code));
                let coefficient = match of {
                    Combine::Scores => None,
                    Combine::Coefficients => Some(unrounded(curve, &score)),
                };
                outcomes.push(RoundOutcome { code: round.code.clone(), score, coefficient });
            }
            match of {
                Combine::Scores => {
                    let scores = outcomes.iter().map(|round| &round.score);
                    let score = average(&weights, scores);
                    let coefficient = vetoed(coefficient(curve, &score), None);
                    Appraised::whole(coefficient, Some(score), outcomes)
                }
                Combine::Coefficients => {
                    let coefficients = outcomes.iter().filter_map(|it| it.coefficient.as_ref());
                    let coefficient = rounded(curve, average(&weights, coefficients));
                    Appraised::whole(vetoed(coefficient, None), None, outcomes)
                }
            }
        }
        Some(RoundsDocument::ByPart { rounds, .. }) => {
            let mut appraised = Appraised {
                score: None,
                coefficient: None,
                rounds: Vec::new(),
                governing: Vec::new(),
            };
            for round in rounds {
                let score = score_of(Some(&round.code));
                let coefficient = vetoed(coefficient(curve, &score), Some(&round.code));
                let months = round.months.as_str().parse().unwrap();
                appraised.governing.push((months, coefficient.clone()));
                appraised.rounds.push(RoundOutcome {
                    code: round.code.clone(),
                    score,
                    coefficient: Some(coefficient),
                });
            }
            appraised
        }
    }
}

/// Σ w x / Σ w.
fn average<'a>(weights: &[Fraction], values: impl Iterator<Item = &'a Fraction>) -> Fraction {
    let sum: Fraction = weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
    sum / weights.iter().sum::<Fraction>()
}

/// The coefficients that vetoes on a payee leave at most, in a round or in the whole period. One
/// that names a round concerns no other.
fn veto(
    setting: &Setting,
    appraisal: &AppraisalDocument,
    payee: &PayeeDocument,
    round: Option<&String>,
) -> Vec<Fraction> {
    let findings = setting.facts.findings.iter().filter(|finding| {
        let concerns_round = finding.round.is_none() || finding.round.as_ref() == round;
        finding.payee == payee.code && concerns_round
    });
    let coefficient = |finding| match &deduct::kind(setting.scheme, finding).rule {
        FindingRuleDocument::Veto { appraisal: code, coefficient } if *code == appraisal.code => {
            Some(setting.parameter(coefficient))
        }
        _ => None,
    };
    findings.filter_map(coefficient).collect()
}

/// Rule 4, appraisal: score = marks / full marks × 100, over all indicators of a round.
pub fn score(
    appraisal: &AppraisalDocument,
    facts: &FactsDocument,
    payee: &PayeeDocument,
    round: Option<&String>,
) -> Fraction {
    let mut marks = Fraction::zero();
    let mut full = Fraction::zero();
    for indicator in appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators) {
        let is_meant = |mark: &&MarkDocument| {
            mark.payee == payee.code
                && mark.indicator == indicator.code
                && mark.round.as_ref() == round
        };
        let recorded = facts.marks.iter().find(is_meant).unwrap();
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

/// Rule 4, appraisal, the curve: the coefficient of a score, rounded.
pub fn coefficient(curve: &CurveDocument, score: &Fraction) -> Fraction {
    rounded(curve, unrounded(curve, score))
}

/// Rule 4, appraisal, the curve: what the shape makes of a score, with floor, then cap.
fn unrounded(curve: &CurveDocument, score: &Fraction) -> Fraction {
    let mut coefficient = shape(&curve.shape, score);
    if let Some(floor) = &curve.floor {
        coefficient = coefficient.max(read(floor));
    }
    if let Some(cap) = &curve.cap {
        coefficient = coefficient.min(read(cap));
    }
    coefficient
}

/// Rule 4, appraisal, the curve: its rounding.
fn rounded(curve: &CurveDocument, coefficient: Fraction) -> Fraction {
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
