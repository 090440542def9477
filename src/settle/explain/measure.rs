//! Stage 1 explained: volume, weight and equivalents of every item that was counted.

use super::{Context, Figures};
use crate::exact::{Exact, format_scaled};
use crate::formula::Formula;
use crate::scheme::{Bands, Unverified};
use crate::settle::SettleError;
use crate::settle::measure::{Counted, count_item, group_name, is_shaped};
use crate::statement::Unit;
use crate::units::Volume;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let facts = context.facts;
    let scheme = facts.scheme;
    difficulties(context, figures);
    let measured = &context.settled.measured[context.payee];
    let mut by_segment = vec![Vec::new(); facts.plan.segments().len()];
    for ((category, record), equivalents) in
        scheme.categories_of(context.place).zip(&measured.by_category)
    {
        let mut parts = Vec::new();
        let mut idle = 0_usize;
        let items = scheme.items.iter().enumerate();
        for (item, _) in items.filter(|(_, item)| item.category == category) {
            let counted = explain_item(context, figures, item)?;
            idle += usize::from(counted.is_empty());
            for (segment, id) in counted {
                by_segment[segment].push(Formula::figure(id.clone()));
                parts.push(Formula::figure(id));
            }
        }
        let id = context.id(&format!("equivalents/{}", record.code));
        let label = format!("{}:工作当量", record.name);
        let formula = Formula::Sum(parts);
        let value = equivalents.exact().clone();
        let figure = figures.computed(id, label, Unit::Equivalents, formula, value);
        if idle > 0 {
            figure.note(format!("另有{idle}个项目本期未发生,不计当量"));
        }
    }

    let categories = scheme.categories_of(context.place);
    let parts = categories.map(|(_, c)| context.figure(&format!("equivalents/{}", c.code)));
    let total = measured.total.exact().clone();
    let formula = Formula::Sum(parts.collect());
    let figure = figures.computed(
        context.id("equivalents"),
        "工作当量合计",
        Unit::Equivalents,
        formula,
        total,
    );
    figure.cite(context.record.cite.clone());

    // Where an announced price changes in the period, each segment meets its own price.
    let segments = facts.plan.segments().iter().zip(by_segment).zip(&measured.by_segment);
    for (segment, ((period, parts), equivalents)) in segments.enumerate() {
        if facts.plan.price(context.place, segment).is_none() {
            continue;
        }
        let id = context.id(&format!("equivalents-from/{}", period.from()));
        let label = format!("{}起至{}前的工作当量", period.from(), period.until());
        let value = equivalents.exact().clone();
        figures.computed(id, label, Unit::Equivalents, Formula::Sum(parts), value);
    }
    Ok(())
}

fn difficulties(context: &Context<'_>, figures: &mut Figures) {
    let facts = context.facts;
    let payee = &facts.payees[context.payee];
    for (segment, period) in facts.plan.segments().iter().enumerate() {
        let Some(difficulty) = facts.plan.difficulty(payee.group, segment) else { continue };
        let id = context.id(&format!("difficulty/{}", period.from()));
        let label = format!("{}:难度系数", group_name(facts, payee));
        figures.given(id, label, Unit::Factor, difficulty.value.to_exact()).cite_value(difficulty);
    }
}

/// The figures of one item; the ids of its equivalents, by segment.
fn explain_item(
    context: &Context<'_>,
    figures: &mut Figures,
    item: usize,
) -> Result<Vec<(usize, String)>, SettleError> {
    let facts = context.facts;
    let record = &facts.scheme.items[item];
    let group = facts.payees[context.payee].group;
    let shaped = is_shaped(facts, item);
    let mut paid_before: Option<Formula> = None;
    let mut cumulative: Option<Formula> = None;
    let mut ids = Vec::new();

    for counted in count_item(facts, context.payee, item) {
        let cell = facts.volumes.cell(context.payee, item, counted.segment);
        if cell.payable == 0 && cell.reported == 0 && cell_is_empty(&counted) {
            continue;
        }
        let from = facts.plan.segments()[counted.segment].from();
        let id = |what: &str| context.id(&format!("item/{}/{from}/{what}", record.code));
        let label = |what: &str| format!("{}({}起):{what}", record.name, from);

        let volume = Exact::scaled(cell.payable, Volume::LIMITS.after);
        let figure = figures.given(id("volume"), label("核定量"), Unit::Volume, volume);
        figure.note(format!("计量单位:{}", record.unit));
        if cell.reported != cell.payable && cell.reported != 0 {
            let reported = format_scaled(cell.reported, Volume::LIMITS.after);
            figure.note(format!("申报{reported},与核定不同,按核定"));
        }
        if cell.unverified {
            let channel = &facts.scheme.channels[context.place];
            debug_assert_eq!(channel.unverified, Unverified::PayReported);
            figure.note("含未经核定的申报量,按实施方案照申报付费");
        }

        let mut volume = Formula::figure(id("volume"));
        if shaped {
            let running = match cumulative.take() {
                None => volume,
                Some(before) => Formula::Sum(vec![before, volume]),
            };
            let running_id = id("cumulative");
            figures.evaluated(&*running_id, label("累计量"), Unit::Volume, running, None)?;
            cumulative = Some(Formula::figure(running_id.clone()));
            let paid = shape(context, item, &Formula::figure(running_id));
            let paid_id = id("cumulative-paid");
            let figure =
                figures.evaluated(&*paid_id, label("累计计酬量"), Unit::Volume, paid, None)?;
            if let Some(ceiling) = facts.plan.ceiling(item) {
                figure.cite_value(ceiling).note(format!("上限{}", ceiling.value));
            }
            if let Some(bands) = &record.bands {
                figure.cite(bands.cite.clone()).note("按阶梯计");
            }
            let payable = match paid_before.take() {
                None => Formula::figure(paid_id.clone()),
                Some(before) => Formula::figure(paid_id.clone()).minus(before),
            };
            paid_before = Some(Formula::figure(paid_id));
            figures.computed(
                id("payable"),
                label("计酬量"),
                Unit::Volume,
                payable,
                counted.volume.clone(),
            );
            volume = Formula::figure(id("payable"));
        }

        let weight = figures.given(
            id("weight"),
            label("当量值"),
            Unit::Weight,
            counted.weights.value[group].to_exact(),
        );
        weight.cite_value(counted.weights);
        let mut factors = vec![volume, Formula::figure(id("weight"))];
        if counted.difficulty.is_some() {
            factors.push(context.figure(&format!("difficulty/{from}")));
        }
        figures.computed(
            id("equivalents"),
            label("工作当量"),
            Unit::Equivalents,
            Formula::Product(factors),
            counted.equivalents.exact().clone(),
        );
        ids.push((counted.segment, id("equivalents")));
    }
    Ok(ids)
}

fn cell_is_empty(counted: &Counted<'_>) -> bool {
    counted.volume.is_zero()
}

/// Ceiling, then bands, of a cumulative volume.
fn shape(context: &Context<'_>, item: usize, volume: &Formula) -> Formula {
    let capped = match context.facts.plan.ceiling(item) {
        None => volume.clone(),
        Some(ceiling) => {
            Formula::Least(vec![volume.clone(), Formula::Value(ceiling.value.to_exact())])
        }
    };
    match &context.facts.scheme.items[item].bands {
        None => capped,
        Some(bands) => banded(bands, &capped),
    }
}

/// `Σ factor × the part of the volume that lies in the band`.
fn banded(bands: &Bands, volume: &Formula) -> Formula {
    let number = |volume: &Volume| Formula::Value(volume.to_exact());
    let ends = bands.steps.iter().skip(1).map(|(above, _)| Some(above)).chain([None]);
    let parts = bands.steps.iter().zip(ends).enumerate().map(|(place, ((above, factor), end))| {
        let top = match end {
            None => volume.clone(),
            Some(end) => Formula::Least(vec![volume.clone(), number(end)]),
        };
        let part = match place {
            0 => top,
            _ => Formula::Greatest(vec![top, number(above)]).minus(number(above)),
        };
        Formula::Product(vec![part, Formula::Value(factor.to_exact())])
    });
    Formula::Sum(parts.collect())
}
