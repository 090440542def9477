//! Stage 3 explained: each mark, each dimension, the scores and the coefficients.

use super::{Context, Figures};
use crate::exact::{Exact, Rounding};
use crate::formula::Formula;
use crate::scheme::{Appraisal, Combine, Rounds};
use crate::settle::SettleError;
use crate::settle::appraise::{Coefficients, full_marks, marks_of, score, vetoes, weighted_mean};
use crate::statement::Unit;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let facts = context.facts;
    let Some(place) = context.record.appraisal else {
        figures
            .given(context.id("coefficient"), "绩效评价系数", Unit::Factor, Exact::one())
            .note("本渠道不与绩效评价挂钩，系数为1");
        return Ok(());
    };
    let appraisal = &facts.scheme.appraisals[place];
    figures.given(context.id("full-marks"), "满分合计", Unit::Marks, full_marks(appraisal));
    let Some(rounds) = &appraisal.rounds else {
        score_of(context, figures, place, None)?;
        let formula = appraisal.curve.formula(context.figure("score"));
        return whole(context, figures, place, formula, None);
    };
    for (round, (_, name)) in rounds.named().into_iter().enumerate() {
        score_of(context, figures, place, Some((round, name)))?;
    }
    let score = |round: usize| context.figure(&format!("score/{}", round + 1));
    match rounds {
        Rounds::Combined { of: Combine::Scores, rounds, cite } => {
            let weights: Vec<Exact> = rounds.iter().map(|round| round.size.to_exact()).collect();
            let scores = (0..rounds.len()).map(score).collect();
            let label = format!("{}：各轮加权得分", appraisal.name);
            let formula = weighted_mean(scores, &weights);
            let id = context.id("score");
            figures.evaluated(id, label, Unit::Score, formula, None)?.cite(cite.clone());
            let formula = appraisal.curve.formula(context.figure("score"));
            whole(context, figures, place, formula, None)
        }
        Rounds::Combined { of: Combine::Coefficients, rounds, cite } => {
            let weights: Vec<Exact> = rounds.iter().map(|round| round.size.to_exact()).collect();
            for (round, record) in rounds.iter().enumerate() {
                let id = context.id(&format!("coefficient/{}", round + 1));
                let label = format!("{}：绩效评价系数", record.name);
                let formula = appraisal.curve.formula(score(round));
                let figure = figures.evaluated(id, label, Unit::Factor, formula, None)?;
                figure.cite(appraisal.curve.cite.clone()).note(appraisal.curve.label());
            }
            let each = (0..rounds.len())
                .map(|round| context.figure(&format!("coefficient/{}", round + 1)))
                .collect();
            whole(context, figures, place, weighted_mean(each, &weights), Some(cite))
        }
        Rounds::ByPart { rounds, cite } => {
            let Coefficients::ByPart(parts) = &context.settled.appraised[context.payee].coefficient
            else {
                return Ok(());
            };
            for (round, (record, (_, value))) in rounds.iter().zip(parts).enumerate() {
                let rest = format!("coefficient/{}", round + 1);
                let label = format!("{}：绩效评价系数", record.name);
                let formula = appraisal.curve.formula(score(round));
                let value = value.exact().clone();
                let of = Forced { place, round: Some(round), rest, label };
                coefficient(context, figures, &of, formula, value, Some(cite))?;
            }
            Ok(())
        }
    }
}

/// The score of an appraisal, or of one of its rounds.
fn score_of(
    context: &Context<'_>,
    figures: &mut Figures,
    place: usize,
    round: Option<(usize, &String)>,
) -> Result<(), SettleError> {
    let facts = context.facts;
    let appraisal = &facts.scheme.appraisals[place];
    let number = round.map_or(0, |(round, _)| round);
    let (suffix, prefix) = match round {
        None => (String::new(), String::new()),
        Some((round, name)) => (format!("/{}", round + 1), format!("{name}·")),
    };
    let mut marks = marks_of(facts, context.payee, place, number);
    let mut dimensions = Vec::new();
    for (index, dimension) in appraisal.dimensions.iter().enumerate() {
        let mut scored = Vec::new();
        for (indicator, mark) in marks.by_ref().take(dimension.indicators.len()) {
            let id =
                |what: &str| context.id(&format!("indicator{suffix}/{}/{what}", indicator.code));
            let name = format!("{prefix}{}", indicator.name);
            let label = format!("{name}：评价结果");
            figures.given(id("mark"), label, Unit::Measured, mark.to_exact());
            let label = format!("{name}：满分");
            let full = figures.given(id("full"), label, Unit::Marks, indicator.full.to_exact());
            full.cite(indicator.cite.clone());
            let formula =
                indicator.rule.formula(Formula::figure(id("mark")), Formula::figure(id("full")));
            let label = format!("{name}：得分");
            let figure = figures.evaluated(id("marks"), label, Unit::Marks, formula, None)?;
            figure.cite(indicator.cite.clone()).note(indicator.rule.label());
            scored.push(Formula::figure(id("marks")));
        }
        // Dimensions have codes, but only their order matters here.
        let rest = format!("dimension{suffix}/{}", index + 1);
        let label = format!("{prefix}{}：得分", dimension.name);
        figures.evaluated(context.id(&rest), label, Unit::Marks, Formula::Sum(scored), None)?;
        dimensions.push(context.figure(&rest));
    }
    let id = context.id(&format!("marks{suffix}"));
    let label = format!("{prefix}各维度得分合计");
    figures.evaluated(id, label, Unit::Marks, Formula::Sum(dimensions), None)?;
    let formula = score(context.figure(&format!("marks{suffix}")), context.figure("full-marks"));
    let label = format!("{prefix}{}：百分制得分", appraisal.name);
    let id = context.id(&format!("score{suffix}"));
    figures.evaluated(id, label, Unit::Score, formula, None)?.cite(appraisal.cite.clone());
    Ok(())
}

/// The one coefficient of the whole period.
fn whole(
    context: &Context<'_>,
    figures: &mut Figures,
    place: usize,
    formula: Formula,
    cite: Option<&String>,
) -> Result<(), SettleError> {
    let Coefficients::Whole(value) = &context.settled.appraised[context.payee].coefficient else {
        return Ok(());
    };
    let (rest, label) = ("coefficient".to_owned(), "绩效评价系数".to_owned());
    let of = Forced { place, round: None, rest, label };
    coefficient(context, figures, &of, formula, value.exact().clone(), cite)
}

/// A coefficient that a veto can force down: of which appraisal and round, and what it is called.
struct Forced {
    place: usize,
    round: Option<usize>,
    rest: String,
    label: String,
}

/// A coefficient, rounded, and forced down by vetoes.
fn coefficient(
    context: &Context<'_>,
    figures: &mut Figures,
    of: &Forced,
    formula: Formula,
    value: Exact,
    cite: Option<&String>,
) -> Result<(), SettleError> {
    let appraisal = &context.facts.scheme.appraisals[of.place];
    let vetoes: Vec<_> = vetoes(context.facts, context.payee, of.place, of.round).collect();
    let id = context.id(&of.rest);
    if vetoes.is_empty() {
        return earned(figures, appraisal, id, &of.label, formula, cite);
    }
    let before = format!("{id}/earned");
    let label = format!("{}（否决前）", of.label);
    earned(figures, appraisal, before.clone(), &label, formula, cite)?;
    let mut least = vec![Formula::figure(before)];
    for (finding, most) in vetoes {
        let veto = format!("{id}/veto/{}", finding.code);
        let label = format!("{}（{}）的系数上限", finding.kind.name, finding.code);
        let figure = figures.given(veto.clone(), label, Unit::Factor, most.exact().clone());
        figure.cite(finding.kind.cite.clone());
        least.push(Formula::figure(veto));
    }
    let figure = figures.computed(id, of.label.clone(), Unit::Factor, Formula::Least(least), value);
    figure.note("一票否决：系数不高于否决所定上限");
    Ok(())
}

/// The coefficient that the marks earned.
fn earned(
    figures: &mut Figures,
    appraisal: &Appraisal,
    id: String,
    label: &str,
    formula: Formula,
    cite: Option<&String>,
) -> Result<(), SettleError> {
    let rounding: Option<Rounding> = appraisal.curve.rounding;
    let figure = figures.evaluated(id, label, Unit::Factor, formula, rounding)?;
    if rounding.is_none() {
        figure.note("系数不取整");
    }
    figure.cite(appraisal.curve.cite.clone()).note(appraisal.curve.label());
    if let Some(cite) = cite {
        figure.cite(cite.clone());
    }
    Ok(())
}
