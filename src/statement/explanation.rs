//! The trace as a text in Chinese: every computed figure with its operands, step by step.

use core::fmt::{self, Display};

use super::table::readable;
use super::trace::{Figure, Trace};
use crate::formula::{Formula, Point};

impl Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {} {}:计算说明\n", self.payee, self.name)?;
        let last_day = self.period.last_day();
        writeln!(f, "- 依据:{}", self.scheme)?;
        writeln!(f, "- 结算期:{} 至 {last_day}", self.period.from())?;
        writeln!(f, "- 每一步列出算式、取整与出处;未取整的数为精确值,“≈”只用于显示\n")?;
        let mut step = 0_usize;
        for figure in &self.figures {
            if figure.formula.is_some() {
                step = step.saturating_add(1);
                figure_text(f, self, figure, step)?;
            } else if figure.cites.is_empty() && !figure.notes.is_empty() {
                // Given, and not quoted where it is used: what is known of it stands here.
                writeln!(f, "- {}:{}", value_of(figure), figure.notes.join(";"))?;
            }
        }
        Ok(())
    }
}

fn figure_text(
    f: &mut fmt::Formatter<'_>,
    trace: &Trace,
    figure: &Figure,
    step: usize,
) -> fmt::Result {
    writeln!(f, "{step}. {}", value_of(figure))?;
    if let Some(formula) = &figure.formula {
        writeln!(f, "   = {}", written(trace, formula, 0))?;
    }
    if let Some(rounding) = figure.rounding {
        writeln!(f, "   取整:{},取整前 {}", rounding, readable(&figure.exact))?;
    }
    let mut cites: Vec<&str> = figure.cites.iter().map(String::as_str).collect();
    for operand in given_operands(trace, figure) {
        for cite in &operand.cites {
            if !cites.contains(&cite.as_str()) {
                cites.push(cite);
            }
        }
    }
    if !cites.is_empty() {
        writeln!(f, "   出处:{}", cites.join(";"))?;
    }
    if !figure.notes.is_empty() {
        writeln!(f, "   说明:{}", figure.notes.join(";"))?;
    }
    Ok(())
}

/// A figure's label, value and unit.
fn value_of(figure: &Figure) -> String {
    let unit = figure.unit.label();
    let space = if unit.is_empty() { "" } else { " " };
    format!("{} {}{space}{unit}", figure.label, readable(&figure.value))
}

/// The figures that a formula refers to and that were given.
fn given_operands<'t>(trace: &'t Trace, figure: &'t Figure) -> Vec<&'t Figure> {
    let mut ids = Vec::new();
    if let Some(formula) = &figure.formula {
        formula.references(&mut ids);
    }
    ids.into_iter()
        .filter_map(|id| trace.figure(id))
        .filter(|operand| operand.formula.is_none())
        .collect()
}

/// More terms than these are counted instead of listed: each has a step of its own.
const MOST_TERMS: usize = 12;

/// How strongly an operation binds: sums, then products, then single values.
const SUM: u8 = 0;
const PRODUCT: u8 = 1;
const VALUE: u8 = 2;

/// A formula with its operands' labels and values; in parentheses where it binds more weakly than
/// what stands around it.
fn written(trace: &Trace, formula: &Formula, around: u8) -> String {
    let at = |formula: &Formula, around| written(trace, formula, around);
    let join = |formulas: &[Formula], separator: &str, around| -> String {
        let parts: Vec<String> = formulas.iter().map(|formula| at(formula, around)).collect();
        parts.join(separator)
    };
    let (text, binds) = match formula {
        Formula::Figure(id) => {
            let operand = trace.figure(id).map_or_else(
                || id.clone(),
                |operand| format!("{} {}", operand.label, readable(&operand.value)),
            );
            (operand, VALUE)
        }
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
            let [of, by] = pair.as_ref();
            (format!("{} ÷ {}", at(of, PRODUCT), at(by, VALUE)), PRODUCT)
        }
        Formula::Least(choices) => (format!("取小({})", join(choices, ",", SUM)), VALUE),
        Formula::Greatest(choices) => (format!("取大({})", join(choices, ",", SUM)), VALUE),
        Formula::Step { of, steps } => {
            (format!("分档({};{})", at(of, SUM), points(steps, "起")), VALUE)
        }
        Formula::Interpolate { of, points: list } => {
            (format!("线性插值({};{})", at(of, SUM), points(list, "处")), VALUE)
        }
        Formula::FromThreshold { of, threshold, reached, missed } => {
            let of = at(of, SUM);
            let threshold = readable(threshold);
            let (reached, missed) = (at(reached, SUM), at(missed, SUM));
            (format!("若 {of} ≥ {threshold} 则 {reached},否则 {missed}"), SUM)
        }
        Formula::Share { amount, weight, total, .. } => {
            let (amount, weight) = (at(amount, PRODUCT), at(weight, PRODUCT));
            (format!("{amount} × {weight} ÷ {}", at(total, VALUE)), PRODUCT)
        }
    };
    if binds < around { format!("({text})") } else { text }
}

fn points(points: &[Point], word: &str) -> String {
    let point = |point: &Point| format!("{}{word}{}", readable(&point.at), readable(&point.value));
    points.iter().map(point).collect::<Vec<_>>().join(",")
}
