//! The trace of one payee: every figure with its formula, operands, rounding and citations.
//!
//! A trace stands on its own: [`Trace::reevaluate`] computes every figure again from its formula
//! and the figures before it, without scheme, facts or engine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exact::{Exact, Rounding};
use crate::formula::{Formula, FormulaError};
use crate::period::Period;

/// How the figures of one payee came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// The number of the scheme.
    pub scheme: String,
    /// The period.
    pub period: Period,
    /// The code of the payee.
    pub payee: String,
    /// Its name.
    pub name: String,
    /// The figures, each after those that it refers to.
    pub figures: Vec<Figure>,
}

/// One figure of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// By which other figures refer to it.
    pub id: String,
    /// The stage that it belongs to.
    pub stage: Stage,
    /// What it is, in Chinese.
    pub label: String,
    /// Its unit.
    pub unit: Unit,
    /// How it is computed; none for what was given: a parameter, a fact, a sum over all payees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    /// Its value before rounding.
    pub exact: Exact,
    /// How it is rounded; none where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// Its value.
    pub value: Exact,
    /// The documents and clauses that set it or how it is computed, with their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
    /// Remarks in Chinese: which rules did not apply, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A stage of the calculation, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stage {
    /// Volumes become equivalents.
    Measure,
    /// The money there is.
    Pool,
    /// Marks become a coefficient.
    Appraise,
    /// The price of an equivalent.
    Price,
    /// What is owed.
    Entitle,
    /// What is owed, by category.
    BreakDown,
    /// What is owed is brought together with the pool.
    Close,
    /// A part is kept for the risk reserve.
    Withhold,
    /// Claims and findings are deducted.
    Deduct,
    /// What is payable is set off against advances.
    Pay,
    /// Over all channels.
    Total,
}

impl Stage {
    /// The stage in Chinese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Measure => "计量：工作当量或金额",
            Self::Pool => "资金：可分配资金",
            Self::Appraise => "评价：得分与系数",
            Self::Price => "定价：单位当量购买标准",
            Self::Entitle => "应付：应付额",
            Self::BreakDown => "分解：按服务类别",
            Self::Close => "结算：超支与结余",
            Self::Withhold => "计提：风险保障基金",
            Self::Deduct => "核减：核查与结转",
            Self::Pay => "支付：预拨与清算",
            Self::Total => "合计：全部渠道",
        }
    }
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Unit {
    /// A count of a service item.
    Volume,
    /// Equivalents per unit of count.
    Weight,
    /// Equivalents.
    Equivalents,
    /// Marks.
    Marks,
    /// What an indicator measured.
    Measured,
    /// A score out of 100.
    Score,
    /// A number without a unit.
    Factor,
    /// Yuan per equivalent.
    YuanPerEquivalent,
    /// Yuan per unit of count.
    YuanPerUnit,
    /// Yuan.
    Yuan,
}

impl Unit {
    /// The unit in Chinese; empty where a figure has none, or its item's own.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Volume | Self::Measured | Self::Factor => "",
            Self::Weight => "当量/单位",
            Self::Equivalents => "当量",
            Self::Marks | Self::Score => "分",
            Self::YuanPerEquivalent => "元/当量",
            Self::YuanPerUnit => "元/单位",
            Self::Yuan => "元",
        }
    }
}

/// The first figure of a trace that is not what its formula gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The figure's id.
    pub id: String,
    /// The value it states.
    pub stated: Exact,
    /// The value that was computed again.
    pub recomputed: Exact,
}

/// The error of a trace that cannot be evaluated: which figure, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("figure \"{id}\" of the trace of payee \"{payee}\" cannot be evaluated: {reason}")]
pub struct TraceError {
    payee: String,
    id: String,
    reason: String,
}

impl Trace {
    /// Computes every figure again and returns the first that differs, if any does.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    /// # use work_equivalent::{facts::Facts, scheme::Scheme};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// let settlement = work_equivalent::settle(&facts)?;
    /// let mut trace = settlement.explain("W01")?;
    /// assert_eq!(trace.reevaluate()?, None);
    ///
    /// let last = trace.figures.last_mut().unwrap();
    /// last.value = last.value.plus(&Exact::scaled(1, 2)); // one fen too much
    /// let difference = trace.reevaluate()?.unwrap();
    /// assert_eq!(difference.stated.minus(&difference.recomputed).to_string(), "0.01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A figure that refers to none before it, divides by zero, or has the id of another.
    pub fn reevaluate(&self) -> Result<Option<Difference>, TraceError> {
        let mut values: BTreeMap<&str, Exact> = BTreeMap::new();
        for figure in &self.figures {
            let error = |reason: String| TraceError {
                payee: self.payee.clone(),
                id: figure.id.clone(),
                reason,
            };
            let exact = match &figure.formula {
                None => figure.exact.clone(),
                Some(formula) => formula
                    .evaluate(&|id| values.get(id).cloned())
                    .map_err(|reason: FormulaError| error(reason.to_string()))?,
            };
            let value = match figure.rounding {
                None => exact.clone(),
                Some(rounding) => rounding.round(&exact),
            };
            for (stated, recomputed) in [(&figure.exact, &exact), (&figure.value, &value)] {
                if stated != recomputed {
                    return Ok(Some(Difference {
                        id: figure.id.clone(),
                        stated: stated.clone(),
                        recomputed: recomputed.clone(),
                    }));
                }
            }
            if values.insert(&figure.id, value).is_some() {
                return Err(error("another figure has the same id".to_owned()));
            }
        }
        Ok(None)
    }

    /// A figure, by its id.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_differs_from_its_formula() {
        let exact = |text: &str| text.parse::<Exact>().unwrap();
        let figure = |id: &str, formula: Option<Formula>, numbers: [&str; 2]| Figure {
            id: id.to_owned(),
            stage: Stage::Pay,
            label: String::new(),
            unit: Unit::Yuan,
            formula,
            exact: exact(numbers[0]),
            rounding: Some(Rounding::FEN),
            value: exact(numbers[1]),
            cites: Vec::new(),
            notes: Vec::new(),
        };
        let half = |of: &str| Some(Formula::figure(of).over(Formula::Value(Exact::from(2))));
        let differs = |id: &str, stated: &str, recomputed: &str| {
            let (stated, recomputed) = (exact(stated), exact(recomputed));
            Ok(Some(Difference { id: id.to_owned(), stated, recomputed }))
        };
        let error = |id: &str, reason: &str| {
            Err(format!(
                "figure \"{id}\" of the trace of payee \"W01\" cannot be evaluated: {reason}"
            ))
        };
        for (figures, expected) in [
            (vec![], Ok(None)),
            (vec![("A", None, ["0.05", "0.05"]), ("B", half("A"), ["0.025", "0.03"])], Ok(None)),
            (vec![("A", None, ["0.054", "0.054"])], differs("A", "0.054", "0.05")),
            (
                vec![("A", None, ["0.05", "0.05"]), ("B", half("A"), ["0.02", "0.02"])],
                differs("B", "0.02", "0.025"),
            ),
            (
                vec![("A", None, ["0.05", "0.05"]), ("B", half("A"), ["0.025", "0.02"])],
                differs("B", "0.02", "0.03"),
            ),
            (
                vec![("A", None, ["1", "1"]), ("A", None, ["1", "1"])],
                error("A", "another figure has the same id"),
            ),
            (
                vec![("B", half("A"), ["1", "1"])],
                error("B", "there is no figure \"A\" before this one"),
            ),
        ] {
            let figures = figures.into_iter().map(|(id, of, numbers)| figure(id, of, numbers));
            let trace = Trace {
                scheme: "示例〔2024〕1号".to_owned(),
                period: Period::month("2024-03").unwrap(),
                payee: "W01".to_owned(),
                name: "甲卫生院".to_owned(),
                figures: figures.collect(),
            };
            assert_eq!(trace.reevaluate().map_err(|error| error.to_string()), expected);
        }
    }
}
