//! Stage 3, appraise: marks become a score, and the score a coefficient
//! (莲政办发〔2023〕75号 三(三)3, 四(三)).

use super::SettleError;
use crate::exact::Exact;
use crate::facts::Facts;
use crate::formula::Formula;
use crate::scheme::{Appraisal, Indicator};
use crate::units::{Coefficient, Mark, Score};

/// The appraisal of one payee in one channel.
#[derive(Clone, Debug)]
pub(super) struct Appraised {
    /// None where no appraisal governs the channel.
    pub(super) score: Option<Score>,
    /// One where no appraisal governs the channel.
    pub(super) coefficient: Coefficient,
}

/// The score and coefficient of a payee in a channel.
pub(super) fn appraise(
    facts: &Facts<'_>,
    payee: usize,
    channel: usize,
) -> Result<Appraised, SettleError> {
    let record = &facts.scheme.channels[channel];
    let Some(appraisal) = record.appraisal else {
        return Ok(Appraised { score: None, coefficient: Coefficient::from_exact(Exact::one()) });
    };
    let error = |reason: crate::formula::FormulaError| {
        SettleError::appraisal(&record.code, &facts.payees[payee].code, &reason)
    };
    let mut marks = Exact::zero();
    for (indicator, mark) in marks_of(facts, payee, appraisal) {
        let formula = indicator
            .rule
            .formula(Formula::Value(mark.to_exact()), Formula::Value(indicator.full.to_exact()));
        marks = marks.plus(&formula.value().map_err(error)?);
    }
    let appraisal = &facts.scheme.appraisals[appraisal];
    let score = score(Formula::Value(marks), Formula::Value(full_marks(appraisal)))
        .value()
        .map_err(error)?;
    let exact = appraisal.curve.formula(Formula::Value(score.clone())).value().map_err(error)?;
    let coefficient = match appraisal.curve.rounding {
        None => exact,
        Some(rounding) => rounding.round(&exact),
    };
    Ok(Appraised {
        score: Some(Score::from_exact(score)),
        coefficient: Coefficient::from_exact(coefficient),
    })
}

/// `Σ marks ÷ Σ full marks × 100`.
pub(super) fn score(marks: Formula, full: Formula) -> Formula {
    Formula::Product(vec![marks.over(full), Formula::Value(Exact::from(100))])
}

/// The full marks of all indicators.
pub(super) fn full_marks(appraisal: &Appraisal) -> Exact {
    appraisal.indicators().map(|indicator| indicator.full.to_exact()).sum()
}

/// The indicators of an appraisal with the marks of a payee, in the order of the document.
///
/// Facts hold a mark for every indicator of an appraisal that governs a channel.
pub(super) fn marks_of<'f>(
    facts: &'f Facts<'_>,
    payee: usize,
    appraisal: usize,
) -> impl Iterator<Item = (&'f Indicator, Mark)> {
    let before = facts.scheme.appraisals[..appraisal].iter();
    let skipped: usize = before.map(|appraisal| appraisal.indicators().count()).sum();
    let marks = facts.marks[payee].iter().skip(skipped);
    let indicators = facts.scheme.appraisals[appraisal].indicators();
    indicators.zip(marks).filter_map(|(indicator, mark)| mark.map(|mark| (indicator, mark)))
}
