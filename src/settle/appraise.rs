//! Stage 3, appraise: marks become a score, and the score a coefficient; rounds combine or govern
//! their own part of the period, and a veto forces the coefficient down (一票否决)
//! (莲政办发〔2023〕75号 三(三)3, 四(三)).

use core::ops::Range;

use super::SettleError;
use super::each::{each_block, joined};
use super::measure::Measured;
use crate::exact::Exact;
use crate::facts::{Consequence, Facts, Finding};
use crate::formula::{Formula, Function};
use crate::scheme::{Appraisal, Combine, Indicator, Rounds};
use crate::units::{Coefficient, Equivalents, Mark, Score};

/// The appraisal of one payee in one channel.
#[derive(Clone, Debug)]
pub(super) struct Appraised {
    /// None where no appraisal governs the channel, or where only its rounds have scores.
    pub(super) score: Option<Score>,
    /// In order; empty where the appraisal has one for the whole period.
    pub(super) rounds: Vec<AppraisedRound>,
    pub(super) coefficient: Coefficients,
}

/// One round of an appraisal.
#[derive(Clone, Debug)]
pub(super) struct AppraisedRound {
    pub(super) score: Score,
    /// None where the scores of all rounds combine.
    pub(super) coefficient: Option<Coefficient>,
}

/// What pay is multiplied by.
#[derive(Clone, Debug)]
pub(super) enum Coefficients {
    /// One for the whole period; one where no appraisal governs the channel.
    Whole(Coefficient),
    /// One for each run of segments that a round governs.
    ByPart(Vec<(Range<usize>, Coefficient)>),
}

impl Appraised {
    /// `E_i × c_i`.
    pub(super) fn of_equivalents(&self, measured: Measured<'_>) -> Equivalents {
        match &self.coefficient {
            Coefficients::Whole(coefficient) => measured.total * coefficient,
            Coefficients::ByPart(parts) => {
                parts.iter().map(|(part, coefficient)| &measured.in_part(part) * coefficient).sum()
            }
        }
    }
}

/// The formulas of an appraisal, written out once for all payees.
#[derive(Clone, Debug)]
pub(super) struct Scoring {
    /// The column of its first mark.
    first: usize,
    /// In the order of the document: from a mark to the marks that it gets.
    indicators: Vec<Function>,
    /// From the marks to the score.
    score: Function,
    /// From the score to the coefficient.
    curve: Function,
}

impl Scoring {
    /// How the payees of a channel are scored; none where no appraisal governs it.
    pub(super) fn of(facts: &Facts<'_>, channel: usize) -> Option<Self> {
        let place = facts.scheme.channels[channel].appraisal?;
        let appraisal = &facts.scheme.appraisals[place];
        let indicators = appraisal.indicators().map(|indicator| {
            let full = Formula::Value(indicator.full.to_exact());
            Function::of(|mark| indicator.rule.formula(mark, full))
        });
        let full = Formula::Value(full_marks(appraisal));
        Some(Self {
            first: first_mark(facts, place),
            indicators: indicators.collect(),
            score: Function::of(|marks| score(marks, full)),
            curve: Function::of(|score| appraisal.curve.formula(score)),
        })
    }
}

/// The scores of all payees in a channel; none where no appraisal governs it.
#[derive(Clone, Debug)]
pub(super) struct Scores {
    rounds: usize,
    /// By payee, then round.
    scores: Vec<Exact>,
}

impl Scores {
    /// The scores of a payee, round by round.
    pub(super) fn of(&self, payee: usize) -> &[Exact] {
        &self.scores[payee * self.rounds..(payee + 1) * self.rounds]
    }
}

/// Scores the payees of a channel.
pub(super) fn scores(
    facts: &Facts<'_>,
    channel: usize,
    scoring: Option<&Scoring>,
) -> Result<Scores, SettleError> {
    let (Some(place), Some(scoring)) = (facts.scheme.channels[channel].appraisal, scoring) else {
        return Ok(Scores { rounds: 0, scores: Vec::new() });
    };
    let rounds = facts.scheme.appraisals[place].round_count();
    let blocks = each_block(facts.payees.len(), |payees| {
        let mut scores = Vec::with_capacity(payees.len() * rounds);
        for payee in payees {
            for round in 0..rounds {
                scores.push(score_of(facts, (payee, round), channel, scoring)?);
            }
        }
        Ok::<_, SettleError>(scores)
    });
    Ok(Scores { rounds, scores: joined(blocks)? })
}

/// The score of a payee in a round of an appraisal.
fn score_of(
    facts: &Facts<'_>,
    (payee, round): (usize, usize),
    channel: usize,
    scoring: &Scoring,
) -> Result<Exact, SettleError> {
    let record = &facts.scheme.channels[channel];
    let error = |reason: crate::formula::FormulaError| {
        SettleError::appraisal(&record.code, &facts.payees[payee].code, &reason)
    };
    let columns = facts.marks[payee].iter().skip(scoring.first + round * scoring.indicators.len());
    let mut marks = Exact::zero();
    for (indicator, mark) in scoring.indicators.iter().zip(columns) {
        if let Some(mark) = mark {
            marks = marks.plus(&indicator.at(&mark.to_exact()).map_err(error)?);
        }
    }
    scoring.score.at(&marks).map_err(error)
}

/// The score and coefficient of a payee in a channel, from the scores of its rounds.
pub(super) fn appraise(
    facts: &Facts<'_>,
    payee: usize,
    channel: usize,
    scores: &[Exact],
    scoring: Option<&Scoring>,
) -> Result<Appraised, SettleError> {
    let record = &facts.scheme.channels[channel];
    let (Some(place), Some(scoring)) = (record.appraisal, scoring) else {
        let coefficient = Coefficients::Whole(Coefficient::from_exact(Exact::one()));
        return Ok(Appraised { score: None, rounds: Vec::new(), coefficient });
    };
    let error = |reason: crate::formula::FormulaError| {
        SettleError::appraisal(&record.code, &facts.payees[payee].code, &reason)
    };
    let appraisal = &facts.scheme.appraisals[place];
    let curve = |score: &Exact| scoring.curve.at(score).map_err(error);
    let whole = |exact: Exact| {
        let least = vetoes(facts, payee, place, None).map(|(_, most)| most.exact().clone());
        let value = least.fold(rounded(appraisal, exact), Exact::min);
        Coefficients::Whole(Coefficient::from_exact(value))
    };
    let (score, rounds, coefficient) = match &appraisal.rounds {
        None => {
            let score = scores.last().cloned().unwrap_or_else(Exact::zero);
            let coefficient = whole(curve(&score)?);
            (Some(score), Vec::new(), coefficient)
        }
        Some(Rounds::Combined { of: Combine::Scores, rounds, .. }) => {
            let weights: Vec<Exact> = rounds.iter().map(|round| round.size.to_exact()).collect();
            let combined = mean(scores, &weights).value().map_err(error)?;
            let coefficient = whole(curve(&combined)?);
            let rounds = scores.iter().map(|score| (score.clone(), None)).collect();
            (Some(combined), rounds, coefficient)
        }
        Some(Rounds::Combined { of: Combine::Coefficients, rounds, .. }) => {
            let weights: Vec<Exact> = rounds.iter().map(|round| round.size.to_exact()).collect();
            let each = scores.iter().map(curve).collect::<Result<Vec<Exact>, _>>()?;
            let coefficient = whole(mean(&each, &weights).value().map_err(error)?);
            let rounds = scores.iter().cloned().zip(each.into_iter().map(Some)).collect();
            (None, rounds, coefficient)
        }
        Some(Rounds::ByPart { .. }) => {
            let mut parts = Vec::with_capacity(scores.len());
            let mut rounds = Vec::with_capacity(scores.len());
            for (round, (score, part)) in scores.iter().zip(facts.plan.parts(place)).enumerate() {
                let least = vetoes(facts, payee, place, Some(round));
                let least = least.map(|(_, most)| most.exact().clone());
                let value = least.fold(rounded(appraisal, curve(score)?), Exact::min);
                parts.push((part, Coefficient::from_exact(value.clone())));
                rounds.push((score.clone(), Some(value)));
            }
            (None, rounds, Coefficients::ByPart(parts))
        }
    };
    let rounds: Vec<(Exact, Option<Exact>)> = rounds;
    let rounds = rounds.into_iter().map(|(score, coefficient)| AppraisedRound {
        score: Score::from_exact(score),
        coefficient: coefficient.map(Coefficient::from_exact),
    });
    Ok(Appraised { score: score.map(Score::from_exact), rounds: rounds.collect(), coefficient })
}

/// `Σ marks ÷ Σ full marks × 100`.
pub(super) fn score(marks: Formula, full: Formula) -> Formula {
    Formula::Product(vec![marks.over(full), Formula::Value(Exact::from(100))])
}

/// `Σ weight × value ÷ Σ weight`.
fn mean(values: &[Exact], weights: &[Exact]) -> Formula {
    let values = values.iter().cloned().map(Formula::Value).collect();
    weighted_mean(values, weights)
}

/// `Σ weight × value ÷ Σ weight`, of formulas.
pub(super) fn weighted_mean(values: Vec<Formula>, weights: &[Exact]) -> Formula {
    let terms = values.into_iter().zip(weights);
    let terms =
        terms.map(|(value, weight)| Formula::Product(vec![Formula::Value(weight.clone()), value]));
    Formula::Sum(terms.collect()).over(Formula::Value(weights.iter().sum()))
}

/// The full marks of all indicators.
pub(super) fn full_marks(appraisal: &Appraisal) -> Exact {
    appraisal.indicators().map(|indicator| indicator.full.to_exact()).sum()
}

fn rounded(appraisal: &Appraisal, coefficient: Exact) -> Exact {
    match appraisal.curve.rounding {
        None => coefficient,
        Some(rounding) => rounding.round(&coefficient),
    }
}

/// The findings that force a payee's coefficient down, with how far; those of a round, or of the
/// whole period.
pub(super) fn vetoes<'f>(
    facts: &'f Facts<'_>,
    payee: usize,
    appraisal: usize,
    round: Option<usize>,
) -> impl Iterator<Item = (&'f Finding<'f>, &'f Coefficient)> {
    facts.findings[payee].iter().filter_map(move |finding| match &finding.consequence {
        Consequence::Veto { appraisal: of, coefficient, round: named }
            if *of == appraisal && (named.is_none() || *named == round) =>
        {
            Some((finding, &coefficient.value))
        }
        _ => None,
    })
}

/// The column of the first mark of an appraisal: marks stand in order of appraisal, round and
/// indicator.
fn first_mark(facts: &Facts<'_>, appraisal: usize) -> usize {
    let before = facts.scheme.appraisals[..appraisal].iter();
    before.map(|appraisal| appraisal.indicators().count() * appraisal.round_count()).sum()
}

/// The indicators of an appraisal and the marks of a payee in a round, in the order of the
/// document.
///
/// Facts hold a mark for every indicator and round of an appraisal that governs a channel.
pub(super) fn marks_of<'f>(
    facts: &'f Facts<'_>,
    payee: usize,
    appraisal: usize,
    round: usize,
) -> impl Iterator<Item = (&'f Indicator, Mark)> {
    let record = &facts.scheme.appraisals[appraisal];
    let skipped = first_mark(facts, appraisal) + round * record.indicators().count();
    let marks = facts.marks[payee].iter().skip(skipped);
    record.indicators().zip(marks).filter_map(|(indicator, mark)| Some((indicator, (*mark)?)))
}
