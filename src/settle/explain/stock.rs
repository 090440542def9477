//! Stage 1 explained for what counts per month or year: how many there were, how many of them
//! count, and for how long.

use super::measure::Named;
use super::{Context, Figures};
use crate::facts::{Stock, time};
use crate::formula::Formula;
use crate::scheme::Per;
use crate::settle::SettleError;
use crate::settle::measure::Counted;
use crate::statement::Unit;

/// The figures of an item in a stretch of the period; none where there is no record.
pub(super) fn figures(
    context: &Context<'_>,
    figures: &mut Figures,
    (item, per): (usize, Per),
    counted: &Counted<'_>,
    named: &Named,
) -> Result<Option<Formula>, SettleError> {
    let facts = context.facts;
    let mut parts = Vec::new();
    for stock in facts.stocks.of(context.payee, item, counted.stretch.clone()) {
        let of = OnDays { named, stock };
        number_figures(context, figures, item, &of)?;
        let (what, length) = match per {
            Per::Month => ("月数", time(per, stock.days)),
            Per::Year => ("年数", time(per, stock.days)),
        };
        figures.given(of.id("time"), of.label(what), Unit::Factor, length);
        let factors = ["counted", "time"].map(|what| Formula::figure(of.id(what)));
        parts.push(Formula::Product(factors.to_vec()));
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let id = named.id("volume");
    let label = named.label("核定量");
    let (formula, value) = (Formula::Sum(parts), counted.volume.clone());
    let figure = figures.computed(id.clone(), label, Unit::Volume, formula, value);
    let unit = &facts.scheme.items[item].unit;
    figure.note(match per {
        Per::Month => format!("计量单位：{unit}·月"),
        Per::Year => format!("计量单位：{unit}·年，不足整月的按天数折算"),
    });
    Ok(Some(Formula::figure(id)))
}

/// Ids and labels of an item on the days of one record.
struct OnDays<'a> {
    named: &'a Named,
    stock: &'a Stock,
}

impl OnDays<'_> {
    fn id(&self, what: &str) -> String {
        format!("{}/{}", self.named.id(what), self.stock.days.from())
    }

    fn label(&self, what: &str) -> String {
        let days = self.stock.days;
        self.named.label(&format!("{}至{}{what}", days.from(), days.last_day()))
    }
}

/// How many there were, and how many of them count.
fn number_figures(
    context: &Context<'_>,
    figures: &mut Figures,
    item: usize,
    of: &OnDays<'_>,
) -> Result<(), SettleError> {
    let stock = of.stock;
    let number = stock.number().to_exact();
    let figure = figures.given(of.id("number"), of.label("核定数"), Unit::Volume, number);
    match (stock.reported, stock.verified) {
        (Some(reported), Some(verified)) if reported != verified => {
            figure.note(format!("申报{reported}，与核定不同，按核定"));
        }
        (_, None) => {
            figure.note("未经核定，按实施方案照申报付费");
        }
        _ => {}
    }
    let mut formula = Formula::figure(of.id("number"));
    if let Some(approved) = &stock.approved {
        let number = approved.number.to_exact();
        let figure = figures.given(of.id("approved"), of.label("批准数"), Unit::Volume, number);
        figure.cite(approved.cite.clone());
        formula = Formula::Least(vec![formula, Formula::figure(of.id("approved"))]);
    }
    let (id, label) = (of.id("counted"), of.label("计费数"));
    let figure = figures.evaluated(id, label, Unit::Volume, formula, None)?;
    if let Some(cite) = &context.facts.scheme.items[item].approved {
        figure.cite(cite.clone());
    }
    Ok(())
}
