//! Stage 3 explained: each mark, each dimension, the score and the coefficient.

use super::{Context, Figures};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::settle::SettleError;
use crate::settle::appraise::{full_marks, marks_of, score};
use crate::statement::Unit;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let facts = context.facts;
    let appraised = &context.settled.appraised[context.payee];
    let coefficient = appraised.coefficient.exact().clone();
    let Some(place) = context.record.appraisal else {
        figures
            .given(context.id("coefficient"), "绩效评价系数", Unit::Factor, coefficient)
            .note("本渠道不与绩效评价挂钩，系数为1");
        return Ok(());
    };
    let appraisal = &facts.scheme.appraisals[place];
    let mut marks = marks_of(facts, context.payee, place);
    let mut dimensions = Vec::new();
    for (index, dimension) in appraisal.dimensions.iter().enumerate() {
        let mut scored = Vec::new();
        for (indicator, mark) in marks.by_ref().take(dimension.indicators.len()) {
            let id = |what: &str| context.id(&format!("indicator/{}/{what}", indicator.code));
            let name = &indicator.name;
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
        let rest = format!("dimension/{}", index + 1);
        let label = format!("{}：得分", dimension.name);
        figures.evaluated(context.id(&rest), label, Unit::Marks, Formula::Sum(scored), None)?;
        dimensions.push(context.figure(&rest));
    }
    let id = context.id("marks");
    figures.evaluated(id, "各维度得分合计", Unit::Marks, Formula::Sum(dimensions), None)?;
    figures.given(context.id("full-marks"), "满分合计", Unit::Marks, full_marks(appraisal));

    let zero = Exact::zero;
    let value = appraised.score.as_ref().map_or_else(zero, |score| score.exact().clone());
    let formula = score(context.figure("marks"), context.figure("full-marks"));
    let label = format!("{}：百分制得分", appraisal.name);
    let figure = figures.computed(context.id("score"), label, Unit::Score, formula, value);
    figure.cite(appraisal.cite.clone());

    let formula = appraisal.curve.formula(context.figure("score"));
    let id = context.id("coefficient");
    let label = "绩效评价系数";
    let figure = match appraisal.curve.rounding {
        None => figures.computed(id, label, Unit::Factor, formula, coefficient).note("系数不取整"),
        Some(rounding) => {
            figures.rounded(id, label, Unit::Factor, formula, (rounding, coefficient))?
        }
    };
    figure.cite(appraisal.curve.cite.clone()).note(appraisal.curve.label());
    Ok(())
}
