//! Stage 1 explained: volume, weight and equivalents of every item that was counted.

use super::{Context, Figures, stock};
use crate::exact::{Exact, format_scaled};
use crate::formula::Formula;
use crate::period::Date;
use crate::scheme::{Bands, Price};
use crate::settle::SettleError;
use crate::settle::measure::{Counted, count_item, group_name, is_shaped};
use crate::statement::Unit;
use crate::units::Volume;

/// What an item counts in a stretch of the period: where it begins, and the figure.
type Part = (usize, Formula);

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let scheme = context.facts.scheme;
    let measured = context.settled.measured.of(context.payee);
    let words = context.words();
    if scheme.buys_equivalents(context.place) {
        difficulties(context, figures);
    }
    let mut all_parts = Vec::new();
    let mut categories = Vec::new();
    for ((place, category), equivalents) in
        scheme.categories_of(context.place).zip(measured.by_category)
    {
        let mut parts = Vec::new();
        let mut idle = 0_usize;
        let items = scheme.items.iter().enumerate();
        for (item, _) in items.filter(|(_, item)| item.category == place) {
            let counted = item_figures(context, figures, item)?;
            idle += usize::from(counted.is_empty());
            parts.extend(counted);
        }
        let rest = format!("{}/{}", words.id, category.code);
        let label = format!("{}：{}", category.name, words.label);
        let formula = Formula::Sum(parts.iter().map(|(_, part)| part.clone()).collect());
        let value = equivalents.exact().clone();
        let figure = figures.computed(context.id(&rest), label, words.unit, formula, value);
        if idle > 0 {
            figure.note(format!("另有{idle}个项目本期未发生"));
        }
        categories.push(context.figure(&rest));
        all_parts.extend(parts);
    }

    let id = context.id(words.id);
    let total = measured.total.exact().clone();
    let formula = Formula::Sum(categories);
    let label = format!("{}合计", words.label);
    let figure = figures.computed(id, label, words.unit, formula, total);
    figure.cite(context.record.cite.clone());
    if let Price::Quota { cite } | Price::Stated { cite } = &context.record.price {
        figure.cite(cite.clone());
    }
    by_run(context, figures, &all_parts);
    Ok(())
}

/// Where the announced price or the round of the appraisal changes in the period, the equivalents
/// of each part.
fn by_run(context: &Context<'_>, figures: &mut Figures, parts: &[Part]) {
    if !context.tells_runs_apart() {
        return;
    }
    let measured = context.settled.measured.of(context.payee);
    for run in context.runs() {
        let in_run = parts.iter().filter(|(segment, _)| run.segments.contains(segment));
        let formula = Formula::Sum(in_run.map(|(_, part)| part.clone()).collect());
        let equivalents = measured.in_part(&run.segments);
        let id = context.id(&run.measured);
        let words = context.words();
        let label = format!("{}至{}的{}", run.days.from(), run.days.last_day(), words.label);
        figures.computed(id, label, words.unit, formula, equivalents.exact().clone());
    }
}

/// The difficulties of the payee's group that hold in the period.
fn difficulties(context: &Context<'_>, figures: &mut Figures) {
    let facts = context.facts;
    let payee = &facts.payees[context.payee];
    let mut before: Option<Date> = None;
    for segment in 0..facts.plan.segments().len() {
        let Some(difficulty) = facts.plan.difficulty(payee.group, segment) else { continue };
        if before.replace(difficulty.from) == Some(difficulty.from) {
            continue;
        }
        let id = context.id(&format!("difficulty/{}", difficulty.from));
        let label = format!("{}：难度系数", group_name(facts, payee));
        figures.given(id, label, Unit::Factor, difficulty.value.to_exact()).cite_value(difficulty);
    }
}

/// The figures of one item, stretch by stretch.
fn item_figures(
    context: &Context<'_>,
    figures: &mut Figures,
    item: usize,
) -> Result<Vec<Part>, SettleError> {
    let facts = context.facts;
    let record = &facts.scheme.items[item];
    let words = context.words();
    let shaped = is_shaped(facts, item);
    let mut running = Running::default();
    let mut parts = Vec::new();
    for counted in count_item(facts, context.payee, item) {
        let named = Named::of(context, item, &counted);
        let volume = match record.per {
            Some(per) => stock::figures(context, figures, (item, per), &counted, &named)?,
            None => volume_figures(context, figures, item, &counted, &named),
        };
        let Some(mut measured) = volume else { continue };
        if shaped {
            measured = shaped_figures(context, figures, item, &counted, &mut running)?;
        }
        if let Some(worth) = &words.worth {
            let value = counted.rate.weight.to_exact();
            let (id, label) = (named.id(worth.id), named.label(worth.label));
            figures.given(id, label, worth.unit, value).cite_value(counted.rate.weights);
            let mut factors = vec![measured, Formula::figure(named.id(worth.id))];
            if let Some(difficulty) = counted.rate.difficulty {
                factors.push(context.figure(&format!("difficulty/{}", difficulty.from)));
            }
            let id = named.id(words.id);
            let value = counted.equivalents.exact().clone();
            let (label, formula) = (named.label(words.label), Formula::Product(factors));
            figures.computed(id.clone(), label, words.unit, formula, value);
            measured = Formula::figure(id);
        }
        parts.push((counted.stretch.start, measured));
    }
    Ok(parts)
}

/// The volume of an item that was counted record by record; none where nothing was.
fn volume_figures(
    context: &Context<'_>,
    figures: &mut Figures,
    item: usize,
    counted: &Counted<'_>,
    named: &Named,
) -> Option<Formula> {
    let facts = context.facts;
    let words = context.words();
    let sums = facts.volumes.total(context.payee, item, counted.stretch.clone());
    if sums.payable == 0 && sums.reported == 0 && sums.disallowed == 0 {
        return None;
    }
    let volume = Exact::scaled(sums.payable, Volume::LIMITS.after);
    let unit = if words.worth.is_some() { Unit::Volume } else { words.unit };
    let figure = figures.given(named.id("volume"), named.label(words.counted), unit, volume);
    figure.note(format!("计量单位：{}", facts.scheme.items[item].unit));
    if sums.disallowed != 0 {
        let disallowed = format_scaled(sums.disallowed, Volume::LIMITS.after);
        figure.note(format!("已剔除核查不认可的{disallowed}"));
    }
    if sums.reported != sums.payable + sums.disallowed && sums.reported != 0 {
        let reported = format_scaled(sums.reported, Volume::LIMITS.after);
        figure.note(format!("申报{reported}，与核定不同，按核定"));
    }
    if sums.unverified {
        figure.note("含未经核定的申报量，按实施方案照申报付费");
    }
    Some(Formula::figure(named.id("volume")))
}

/// Ids and labels of an item in a stretch of the period.
pub(super) struct Named {
    id: String,
    label: String,
}

impl Named {
    fn of(context: &Context<'_>, item: usize, counted: &Counted<'_>) -> Self {
        let facts = context.facts;
        let record = &facts.scheme.items[item];
        let days = facts.plan.days(&counted.stretch).unwrap_or(facts.period);
        // A stretch that is the whole period needs no dates.
        let dates = if days == facts.period {
            String::new()
        } else {
            format!("（{}至{}）", days.from(), days.last_day())
        };
        Self {
            id: context.id(&format!("item/{}/{}", record.code, days.from())),
            label: format!("{}{dates}", record.name),
        }
    }

    pub(super) fn id(&self, what: &str) -> String {
        format!("{}/{what}", self.id)
    }

    pub(super) fn label(&self, what: &str) -> String {
        format!("{}：{what}", self.label)
    }
}

/// What was done and paid since the period began.
#[derive(Default)]
struct Running {
    done: Option<Formula>,
    paid: Option<Formula>,
}

/// The volume that is paid of an item with a ceiling or bands: the running total after them, less
/// what it was before the stretch.
fn shaped_figures(
    context: &Context<'_>,
    figures: &mut Figures,
    item: usize,
    counted: &Counted<'_>,
    running: &mut Running,
) -> Result<Formula, SettleError> {
    let record = &context.facts.scheme.items[item];
    let named = Named::of(context, item, counted);
    let volume = Formula::figure(named.id("volume"));
    let done = match running.done.take() {
        None => volume,
        Some(before) => Formula::Sum(vec![before, volume]),
    };
    let id = named.id("running");
    figures.evaluated(&*id, named.label("本期累计量"), Unit::Volume, done, None)?;
    let done = running.done.insert(Formula::figure(id));

    let formula = shape(context, item, done);
    let id = named.id("running-paid");
    let label = named.label("本期累计计酬量");
    let figure = figures.evaluated(&*id, label, Unit::Volume, formula, None)?;
    if let Some(ceiling) = context.facts.plan.ceiling(item) {
        let reached = figure.value >= ceiling.value.to_exact();
        let payee = context.terms().payee;
        let outcome = if reached { "已达" } else { "未达" };
        figure.cite_value(ceiling).note(format!("每{payee}每期上限{}，{outcome}", ceiling.value));
    }
    if let Some(bands) = &record.bands {
        figure.cite(bands.cite.clone()).note(bands_label(bands));
    }
    let paid = Formula::figure(id);
    let before = running.paid.replace(paid.clone());
    let formula = match before {
        None => paid,
        Some(before) => paid.minus(before),
    };
    let id = named.id("paid");
    let value = counted.volume.clone();
    figures.computed(&*id, named.label("计酬量"), Unit::Volume, formula, value);
    Ok(Formula::figure(id))
}

/// Ceiling, then bands, of a running volume.
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

fn bands_label(bands: &Bands) -> String {
    let steps = bands.steps.iter().map(|(above, factor)| format!("超过{above}部分×{factor}"));
    format!("阶梯：{}", steps.collect::<Vec<_>>().join("，"))
}
