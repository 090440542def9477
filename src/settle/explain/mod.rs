//! Explaining one payee: a trace, stage by stage.
//!
//! The values are the ones the stages computed; the formulas say how. That both agree is what
//! [`Trace::reevaluate`] checks.

mod appraise;
mod close;
mod deduct;
mod entitle;
mod lines;
mod measure;
mod pay;
mod pool;
mod price;
mod share;
mod stock;
mod withhold;
mod words;

use core::ops::Range;
use std::collections::BTreeMap;

use super::appraise::Coefficients;
use super::price::Priced;
use super::{ChannelSettlement, SettleError};
use crate::exact::{Exact, Rounding};
use crate::facts::Facts;
use crate::formula::Formula;
use crate::period::{DatedValue, Period};
use crate::scheme::{Channel, Terms};
use crate::statement::{Figure, Stage, Trace, Unit};
use crate::units::Money;
use words::Words;

/// The trace of one payee over all channels.
pub(super) fn explain(
    facts: &Facts<'_>,
    channels: &[ChannelSettlement],
    payee: usize,
) -> Result<Trace, SettleError> {
    let mut figures = Figures { stage: Stage::Measure, list: Vec::new(), values: BTreeMap::new() };
    for (place, channel) in channels.iter().enumerate() {
        let record = &facts.scheme.channels[place];
        let context = Context { facts, payee, place, record, settled: channel };
        figures.stage = Stage::Measure;
        measure::explain(&context, &mut figures)?;
        figures.stage = Stage::Pool;
        pool::explain(&context, &mut figures)?;
        figures.stage = Stage::Appraise;
        appraise::explain(&context, &mut figures)?;
        figures.stage = Stage::Price;
        price::explain(&context, &mut figures)?;
        figures.stage = Stage::Entitle;
        entitle::explain(&context, &mut figures)?;
        figures.stage = Stage::BreakDown;
        entitle::explain_categories(&context, &mut figures)?;
        figures.stage = Stage::Close;
        close::explain(&context, &mut figures)?;
        figures.stage = Stage::Withhold;
        withhold::explain(&context, &mut figures)?;
        figures.stage = Stage::Deduct;
        deduct::explain(&context, &mut figures)?;
        figures.stage = Stage::Pay;
        pay::explain(&context, &mut figures)?;
    }
    figures.stage = Stage::Total;
    totals(facts, channels, payee, &mut figures)?;
    let record = &facts.payees[payee];
    Ok(Trace {
        scheme: facts.scheme.number().to_owned(),
        period: facts.period,
        payee: record.code.clone(),
        name: record.name.clone(),
        figures: figures.list,
    })
}

/// The payee's total over all channels, and its income by class.
fn totals(
    facts: &Facts<'_>,
    channels: &[ChannelSettlement],
    payee: usize,
    figures: &mut Figures,
) -> Result<(), SettleError> {
    let scheme = facts.scheme;
    for (place, class) in scheme.income_classes.iter().enumerate() {
        let parts = scheme.categories.iter().filter(|category| category.income_class == place);
        let parts = parts.map(|category| {
            let channel = &scheme.channels[category.channel].code;
            Formula::figure(format!("{channel}/category/{}", category.code))
        });
        // No channel has a figure of this name: codes contain no slash.
        let id = format!("total/income/{}", class.code);
        let formula = Formula::Sum(parts.collect());
        figures.evaluated(id, class.name.clone(), Unit::Yuan, formula, None)?;
    }
    let parts = scheme.channels.iter().map(|c| Formula::figure(format!("{}/entitlement", c.code)));
    let formula = Formula::Sum(parts.collect());
    let total = Money::checked_sum(channels.iter().map(|c| c.entitled.payees[payee].amount));
    let total = total.ok_or_else(|| SettleError::sum_out_of_range("all"))?;
    figures.computed("total", "应付额合计", Unit::Yuan, formula, total.to_exact());
    let recorded = scheme.channels.iter().any(|channel| channel.recorded.is_some());
    let others = recorded.then_some(("recorded", "其中由其他付费方支付合计"));
    let sums = [("payable", "应支付额合计"), ("advanced", "已预拨合计")];
    for (what, label) in others.into_iter().chain(sums) {
        let channels = scheme.channels.iter();
        let parts = channels.filter(|c| what != "recorded" || c.recorded.is_some());
        let parts = parts.map(|c| Formula::figure(format!("{}/{what}", c.code)));
        let formula = Formula::Sum(parts.collect());
        figures.evaluated(format!("total/all/{what}"), label, Unit::Yuan, formula, None)?;
    }
    let formula = Formula::figure("total/all/payable").minus(Formula::figure("total/all/advanced"));
    figures.evaluated("total/all/balance", "清算差额合计", Unit::Yuan, formula, None)?;
    Ok(())
}

/// What an explanation of one payee in one channel refers to.
pub(super) struct Context<'c> {
    facts: &'c Facts<'c>,
    payee: usize,
    place: usize,
    record: &'c Channel,
    settled: &'c ChannelSettlement,
}

impl Context<'_> {
    /// The id of a figure of this channel.
    fn id(&self, rest: &str) -> String {
        format!("{}/{rest}", self.record.code)
    }

    /// A figure of this channel.
    fn figure(&self, rest: &str) -> Formula {
        Formula::figure(self.id(rest))
    }

    /// The words for payer and payee.
    fn terms(&self) -> Terms<'_> {
        self.facts.scheme.terms()
    }

    /// What the channel measures, in words.
    fn words(&self) -> &'static Words {
        Words::of(self.record.measure)
    }

    /// Whether the channel sets a provision aside.
    fn has_provision(&self) -> bool {
        self.record.reserve.as_ref().is_some_and(|reserve| reserve.provision.is_some())
    }

    /// The runs of segments in which neither the announced price nor the round of the appraisal
    /// changes, each with its price, where one was announced, and its coefficient's figure.
    fn runs(&self) -> Vec<Run> {
        let plan = &self.facts.plan;
        let coefficients = &self.settled.appraised[self.payee].coefficient;
        let parts: Vec<(Range<usize>, String)> = match coefficients {
            Coefficients::Whole(_) => {
                vec![(0..plan.segments().len(), "coefficient".to_owned())]
            }
            Coefficients::ByPart(parts) => parts
                .iter()
                .enumerate()
                .map(|(round, (part, _))| (part.clone(), format!("coefficient/{}", round + 1)))
                .collect(),
        };
        let whole = 0..plan.segments().len();
        let prices: Vec<(Range<usize>, Option<String>)> = match self.settled.price {
            Priced::Announced(_) => {
                let runs = plan.price_runs(self.place).into_iter();
                let named = runs.filter_map(|(run, _)| {
                    let from = plan.days(&run)?.from();
                    Some((run, Some(format!("price-from/{from}"))))
                });
                named.collect()
            }
            Priced::Derived { .. } | Priced::Published { .. } => {
                vec![(whole, Some("price".to_owned()))]
            }
            Priced::Worth => vec![(whole, None)],
        };
        let mut runs = Vec::new();
        for (part, coefficient) in &parts {
            for (run, price) in &prices {
                let segments = part.start.max(run.start)..part.end.min(run.end);
                if let Some(days) = plan.days(&segments) {
                    let measured = format!("{}-from/{}", self.words().id, days.from());
                    let (price, coefficient) = (price.clone(), coefficient.clone());
                    runs.push(Run { segments, days, measured, price, coefficient });
                }
            }
        }
        runs
    }

    /// Whether equivalents are told apart by run: where the price was announced, or where each
    /// round of the appraisal governs its own part.
    fn tells_runs_apart(&self) -> bool {
        matches!(self.settled.price, Priced::Announced(_))
            || matches!(self.settled.appraised[self.payee].coefficient, Coefficients::ByPart(_))
    }
}

/// A run of segments, with the figures that hold in it.
struct Run {
    segments: Range<usize>,
    days: Period,
    measured: String,
    /// None where what was measured is in yuan already.
    price: Option<String>,
    coefficient: String,
}

/// The figures so far.
pub(super) struct Figures {
    /// The stage that is being explained.
    stage: Stage,
    list: Vec<Figure>,
    values: BTreeMap<String, Exact>,
}

impl Figures {
    /// A figure that was given: a parameter, a fact, a sum over all payees.
    fn given(
        &mut self,
        id: impl Into<String>,
        label: impl Into<String>,
        unit: Unit,
        value: Exact,
    ) -> &mut Figure {
        self.push(Figure {
            id: id.into(),
            stage: self.stage,
            label: label.into(),
            unit,
            formula: None,
            exact: value.clone(),
            rounding: None,
            value,
            cites: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// A figure that a stage computed, and did not round.
    fn computed(
        &mut self,
        id: impl Into<String>,
        label: impl Into<String>,
        unit: Unit,
        formula: Formula,
        value: Exact,
    ) -> &mut Figure {
        let figure = self.given(id, label, unit, value);
        figure.formula = Some(formula);
        figure
    }

    /// A figure that a stage computed and rounded.
    fn rounded(
        &mut self,
        id: impl Into<String>,
        label: impl Into<String>,
        unit: Unit,
        formula: Formula,
        (rounding, value): (Rounding, Exact),
    ) -> Result<&mut Figure, SettleError> {
        let id = id.into();
        let exact = self.evaluate(&id, &formula)?;
        let figure = self.computed(id, label, unit, formula, value);
        figure.exact = exact;
        figure.rounding = Some(rounding);
        Ok(figure)
    }

    /// A figure between two stages, which only its formula computes.
    fn evaluated(
        &mut self,
        id: impl Into<String>,
        label: impl Into<String>,
        unit: Unit,
        formula: Formula,
        rounding: Option<Rounding>,
    ) -> Result<&mut Figure, SettleError> {
        let id = id.into();
        let exact = self.evaluate(&id, &formula)?;
        match rounding {
            None => Ok(self.computed(id, label, unit, formula, exact)),
            Some(rounding) => {
                let value = rounding.round(&exact);
                self.rounded(id, label, unit, formula, (rounding, value))
            }
        }
    }

    fn evaluate(&self, id: &str, formula: &Formula) -> Result<Exact, SettleError> {
        formula
            .evaluate(&|id| self.values.get(id).cloned())
            .map_err(|reason| SettleError::explanation(id, reason))
    }

    fn push(&mut self, figure: Figure) -> &mut Figure {
        self.values.insert(figure.id.clone(), figure.value.clone());
        let last = self.list.len();
        self.list.push(figure);
        &mut self.list[last]
    }
}

impl Figure {
    fn cite(&mut self, cite: impl Into<String>) -> &mut Self {
        self.cites.push(cite.into());
        self
    }

    /// The citation of a dated value, with its date.
    fn cite_value<T>(&mut self, value: &DatedValue<T>) -> &mut Self {
        let until = value.until.map_or(String::new(), |until| format!("至{until}前"));
        self.cite(format!("{}（自{}起{until}）", value.cite, value.from))
    }

    fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }
}

#[cfg(test)]
mod tests;
