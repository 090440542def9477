//! The trace as a text in Chinese: every computed figure with its operands, step by step.

use core::fmt::{self, Display};
use std::collections::{BTreeMap, BTreeSet};

use super::table::{readable, yuan_exact};
use super::trace::{Figure, Stage, Trace, Unit};
use crate::exact::Exact;
use crate::formula::{Formula, Point};
use crate::text::{MOST_BYTES_OF_A_LINE, brief};

impl Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# 计算说明：{} {}\n", self.payee, self.name)?;
        writeln!(f, "- 依据：{}", self.scheme)?;
        writeln!(f, "- 结算期：{} 至 {}", self.period.from(), self.period.last_day())?;
        writeln!(f, "- 每步依次列出结果、算式、取整、出处和说明；“≈”只用于显示，计算用精确值")?;
        let page = Page {
            figures: self.figures.iter().map(|figure| (figure.id.as_str(), figure)).collect(),
        };
        let mut step = 0_usize;
        let mut stage: Option<Stage> = None;
        for figure in self.figures.iter().filter(|figure| figure.formula.is_some()) {
            if stage.replace(figure.stage) != Some(figure.stage) {
                writeln!(f, "\n## {}\n", figure.stage.label())?;
            }
            step = step.saturating_add(1);
            page.figure(f, figure, step)?;
        }
        Ok(())
    }
}

/// The figures by their ids.
struct Page<'t> {
    figures: BTreeMap<&'t str, &'t Figure>,
}

impl Page<'_> {
    fn figure(&self, f: &mut fmt::Formatter<'_>, figure: &Figure, step: usize) -> fmt::Result {
        let unit = figure.unit.label();
        let space = if unit.is_empty() { "" } else { " " };
        let value = shown(figure.unit, &figure.value);
        writeln!(f, "{step}. **{}** {value}{space}{unit}", figure.label)?;
        if let Some(formula) = &figure.formula {
            writeln!(f, "     - 算式：{}", self.written(figure, formula, SUM))?;
        }
        if let Some(rounding) = figure.rounding {
            writeln!(f, "     - 取整：{rounding}；取整前 {}", readable(&figure.exact))?;
        }
        // What was given has no step of its own: where it stands is said where it is used.
        let mut cites: Vec<&String> = figure.cites.iter().collect();
        let mut notes: Vec<&String> = Vec::new();
        for operand in self.given_operands(figure) {
            cites.extend(&operand.cites);
            notes.extend(&operand.notes);
        }
        notes.extend(&figure.notes);
        for (what, lines) in [("出处", cites), ("说明", notes)] {
            let mut known = BTreeSet::new();
            let said = lines.into_iter().map(String::as_str).filter(|line| known.insert(*line));
            let said: Vec<&str> = said.collect();
            if !said.is_empty() {
                writeln!(f, "     - {what}：{}", said.join("；"))?;
            }
        }
        Ok(())
    }

    /// The figures that a formula refers to and that were given.
    fn given_operands(&self, figure: &Figure) -> Vec<&Figure> {
        let mut ids = Vec::new();
        if let Some(formula) = &figure.formula {
            formula.references(&mut ids);
        }
        let mut known = BTreeSet::new();
        let ids = ids.into_iter().filter(|id| known.insert(*id));
        let operands = ids.filter_map(|id| self.figures.get(id).copied());
        operands.filter(|operand| operand.formula.is_none()).collect()
    }

    /// A formula with its operands' labels and values; in parentheses where it binds more weakly than
    /// what stands around it.
    fn written(&self, of: &Figure, formula: &Formula, around: u8) -> String {
        let at = |formula: &Formula, around| self.written(of, formula, around);
        let join = |formulas: &[Formula], separator: &str, around| -> String {
            let parts: Vec<String> = formulas.iter().map(|formula| at(formula, around)).collect();
            parts.join(separator)
        };
        let (text, binds) = match formula {
            Formula::Figure(id) => (self.operand(of, id), VALUE),
            Formula::Value(value) => (readable(value), VALUE),
            Formula::Sum(terms) if terms.is_empty() => ("0".to_owned(), VALUE),
            Formula::Sum(terms) if terms.len() > MOST_TERMS => {
                (format!("以上{}项之和", terms.len()), VALUE)
            }
            Formula::Sum(terms) => (join(terms, " + ", PRODUCT), SUM),
            Formula::Difference(pair) => {
                let [from, minus] = pair.as_ref();
                (format!("{} − {}", at(from, SUM), at(minus, PRODUCT)), SUM)
            }
            Formula::Product(factors) if factors.is_empty() => ("1".to_owned(), VALUE),
            Formula::Product(factors) => (join(factors, " × ", PRODUCT), PRODUCT),
            Formula::Quotient(pair) => {
                let [number, by] = pair.as_ref();
                (format!("{} ÷ {}", at(number, PRODUCT), at(by, VALUE)), PRODUCT)
            }
            Formula::Least(choices) => (format!("取小（{}）", join(choices, "，", SUM)), VALUE),
            Formula::Greatest(choices) => (format!("取大（{}）", join(choices, "，", SUM)), VALUE),
            Formula::Step { of: number, steps } => {
                (format!("分档（{}；{}）", at(number, SUM), points(steps, "起")), VALUE)
            }
            Formula::Interpolate { of: number, points: list } => {
                (format!("线性插值（{}；{}）", at(number, SUM), points(list, "处")), VALUE)
            }
            Formula::FromThreshold { of: number, threshold, reached, missed } => {
                let number = at(number, SUM);
                let threshold = readable(threshold);
                let (reached, missed) = (at(reached, SUM), at(missed, SUM));
                (format!("若 {number} ≥ {threshold} 则 {reached}，否则 {missed}"), SUM)
            }
            Formula::Share { amount, weight, total, .. } => {
                let (amount, weight) = (at(amount, PRODUCT), at(weight, PRODUCT));
                (format!("{amount} × {weight} ÷ {}", at(total, VALUE)), PRODUCT)
            }
        };
        if binds < around { format!("({text})") } else { text }
    }

    /// An operand's label and value; without the part of the label that it shares with the figure
    /// it is an operand of.
    fn operand(&self, of: &Figure, id: &str) -> String {
        let Some(operand) = self.figures.get(id) else { return id.to_owned() };
        let value = shown(operand.unit, &operand.value);
        // A trace that is read back can have a label of a megabyte, and refer to it in every line.
        let [operand, of] = [operand, of].map(|figure| brief(&figure.label, MOST_BYTES_OF_A_LINE));
        let label = match (operand.rsplit_once('：'), of.rsplit_once('：')) {
            (Some((subject, what)), Some((of, _))) if subject == of => what,
            (Some((subject, what)), Some((_, of))) if what == of => subject,
            _ => &*operand,
        };
        format!("{label} {value}")
    }
}

/// A value as people read it: money with both decimals.
fn shown(unit: Unit, value: &Exact) -> String {
    match unit {
        Unit::Yuan => yuan_exact(value),
        _ => readable(value),
    }
}

/// More terms than these are counted instead of listed: each has a step of its own.
const MOST_TERMS: usize = 12;

/// How strongly an operation binds: sums, then products, then single values.
const SUM: u8 = 0;
const PRODUCT: u8 = 1;
const VALUE: u8 = 2;

fn points(points: &[Point], word: &str) -> String {
    let point = |point: &Point| format!("{}{word}{}", readable(&point.at), readable(&point.value));
    points.iter().map(point).collect::<Vec<_>>().join("，")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;

    /// A figure of yuan with a formula.
    fn figure(id: &str, value: i128, formula: Option<Formula>) -> Figure {
        Figure {
            id: id.to_owned(),
            stage: Stage::Pay,
            label: format!("款{id}"),
            unit: Unit::Yuan,
            formula,
            exact: Exact::from(value),
            rounding: None,
            value: Exact::from(value),
            cites: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_formula_is_written_with_its_operands() {
        let ones = |count| vec![Formula::Value(Exact::one()); count];
        let a = || Formula::figure("A");
        for (formula, expected) in [
            (Formula::Sum(ones(0)), "0"),
            (Formula::Sum(ones(2)), "1 + 1"),
            (Formula::Sum(ones(12)), "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1"),
            (Formula::Sum(ones(13)), "以上13项之和"),
            (Formula::Product(ones(0)), "1"),
            (Formula::Product(vec![a(), Formula::Sum(ones(2))]), "款A 7.00 × (1 + 1)"),
            (Formula::Product(vec![a(), Formula::Sum(ones(13))]), "款A 7.00 × 以上13项之和"),
            (a().minus(a().minus(a())), "款A 7.00 − (款A 7.00 − 款A 7.00)"),
            (a().over(Formula::Product(vec![a(), a()])), "款A 7.00 ÷ (款A 7.00 × 款A 7.00)"),
            (a().over(Formula::Product(ones(0))), "款A 7.00 ÷ 1"),
            (Formula::figure("B"), "B"),
        ] {
            let figures = vec![figure("A", 7, None), figure("C", 0, Some(formula))];
            let trace = Trace {
                scheme: "示例〔2024〕1号".to_owned(),
                period: Period::month("2024-03").unwrap(),
                payee: "W01".to_owned(),
                name: "甲卫生院".to_owned(),
                figures,
            };
            let text = trace.to_string();
            let written = text.lines().find_map(|line| line.strip_prefix("     - 算式："));
            assert_eq!(written, Some(expected));
        }
    }
}
