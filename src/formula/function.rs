//! Formulas of one number, worked out once and evaluated for many.
//!
//! Between one bend and the next, most of what a document states is a straight line: pro rata up to
//! a target, bands, points. There, a look-up, a product and a sum give what evaluating the formula
//! gives; elsewhere it is evaluated.

use super::{Formula, FormulaError, Point};
use crate::exact::{Exact, Line};

/// A formula of one number.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    formula: Formula,
    lines: Lines,
}

impl Function {
    /// The function whose formula is made from that of its number.
    pub(crate) fn of(formula: impl FnOnce(Formula) -> Formula) -> Self {
        // The only figure there is.
        let formula = formula(Formula::figure(""));
        let lines = Lines::of(&formula);
        Self { formula, lines }
    }

    /// Its value at a number.
    pub(crate) fn at(&self, number: &Exact) -> Result<Exact, FormulaError> {
        match self.lines.line_at(number) {
            Some(line) => Ok(line.at(number)),
            None => self.formula.evaluate(&|_| Some(number.clone())),
        }
    }
}

/// A function from one bend to the next.
#[derive(Clone, Debug)]
struct Lines {
    /// Rising.
    bends: Vec<Exact>,
    /// Below the first bend, and then from each bend on, itself included; none where the function
    /// is no line, or has no value.
    lines: Vec<Option<Line>>,
}

impl Lines {
    /// A formula of one number, whichever figures it refers to.
    fn of(formula: &Formula) -> Self {
        let all = |formulas: &[Formula], join: fn(&Self, &Self) -> Self| {
            formulas
                .iter()
                .map(Self::of)
                .reduce(|all, one| join(&all, &one))
                .unwrap_or(Self::none())
        };
        let lines = match formula {
            Formula::Figure(_) => Self::one(Some(Line::new(Exact::one(), Exact::zero()))),
            Formula::Value(value) => Self::one(Some(Line::flat(value))),
            Formula::Sum(terms) => all(terms, |a, b| a.joined(b, |a, b| Some(a.plus(b)))),
            Formula::Difference(pair) => {
                let [from, minus] = pair.each_ref().map(Self::of);
                from.joined(&minus, |a, b| Some(a.plus(&b.times(&Exact::from(-1)))))
            }
            Formula::Product(factors) => all(factors, |a, b| a.joined(b, product)),
            Formula::Quotient(pair) => {
                let [of, by] = pair.each_ref().map(Self::of);
                of.joined(&by, quotient)
            }
            Formula::Least(choices) => all(choices, |a, b| a.chosen(b, |a, b| a <= b)),
            Formula::Greatest(choices) => all(choices, |a, b| a.chosen(b, |a, b| a >= b)),
            Formula::Step { of, steps } if is_number(of) => {
                let flat = steps.iter().map(|step| Some(Line::flat(&step.value)));
                Self { bends: places(steps), lines: [None].into_iter().chain(flat).collect() }
            }
            Formula::Interpolate { of, points } if is_number(of) => {
                let flat = |point: Option<&Point>| point.map(|point| Line::flat(&point.value));
                let place = |point: &Point| (point.at.clone(), point.value.clone());
                let between =
                    points.windows(2).map(|pair| Line::through(place(&pair[0]), place(&pair[1])));
                let lines = [flat(points.first())].into_iter().chain(between);
                let last = points.last().map(|last| flat(Some(last)));
                Self { bends: places(points), lines: lines.chain(last).collect() }
            }
            Formula::FromThreshold { of, threshold, reached, missed } if is_number(of) => {
                let (reached, missed) = (Self::of(reached), Self::of(missed));
                let bends = union([threshold], [&reached, &missed]);
                Self::over(bends, |from| {
                    let is_reached = from.is_some_and(|from| from >= threshold);
                    let lines = if is_reached { &reached } else { &missed };
                    lines.line_from(from).cloned()
                })
            }
            Formula::Step { .. }
            | Formula::Interpolate { .. }
            | Formula::FromThreshold { .. }
            | Formula::Share { .. } => Self::none(),
        };
        lines.simplified()
    }
}

impl Lines {
    /// One line everywhere.
    fn one(line: Option<Line>) -> Self {
        Self { bends: Vec::new(), lines: vec![line] }
    }

    /// No line anywhere.
    fn none() -> Self {
        Self::one(None)
    }

    /// Lines with these bends, each given by the bend from which it holds.
    fn over(bends: Vec<Exact>, line: impl Fn(Option<&Exact>) -> Option<Line>) -> Self {
        let from = [None].into_iter().chain(bends.iter().map(Some));
        let lines = from.map(line).collect();
        Self { bends, lines }
    }

    /// The line that holds at a number.
    fn line_at(&self, number: &Exact) -> Option<&Line> {
        let place = self.bends.partition_point(|bend| bend <= number);
        self.lines.get(place)?.as_ref()
    }

    /// The line that holds from a number on, or else below the first bend.
    fn line_from(&self, from: Option<&Exact>) -> Option<&Line> {
        match from {
            Some(from) => self.line_at(from),
            None => self.lines.first()?.as_ref(),
        }
    }

    /// Both functions joined, line by line.
    fn joined(&self, other: &Self, join: impl Fn(&Line, &Line) -> Option<Line>) -> Self {
        Self::over(union([], [self, other]), |from| {
            join(self.line_from(from)?, other.line_from(from)?)
        })
    }

    /// At each number the value of one of both, which is chosen by comparing them.
    fn chosen(&self, other: &Self, is_first: fn(&Exact, &Exact) -> bool) -> Self {
        // Between one of these and the next, no line crosses another.
        let crossings = |a: &Option<Line>| {
            let others = other.lines.iter().flatten();
            let meets = others.filter_map(|b| a.as_ref()?.meets(b));
            meets.collect::<Vec<_>>()
        };
        let crossings: Vec<Exact> = self.lines.iter().flat_map(crossings).collect();
        let bends = union(&crossings, [self, other]);
        let next = bends.iter().map(Some).chain([None]);
        let from = [None].into_iter().chain(bends.iter().map(Some));
        let chosen = from.zip(next).map(|(from, next)| {
            let (a, b) = (self.line_from(from)?, other.line_from(from)?);
            let within = between(from, next);
            Some(if is_first(&a.at(&within), &b.at(&within)) { a } else { b }.clone())
        });
        let lines = chosen.collect();
        Self { bends, lines }
    }

    /// Without bends at which nothing changes.
    fn simplified(self) -> Self {
        let mut lines = self.lines.into_iter();
        let mut simple = Self { bends: Vec::new(), lines: lines.next().into_iter().collect() };
        for (bend, line) in self.bends.into_iter().zip(lines) {
            if simple.lines.last() != Some(&line) {
                simple.bends.push(bend);
                simple.lines.push(line);
            }
        }
        simple
    }
}

/// The product of two lines, where that is one.
fn product(a: &Line, b: &Line) -> Option<Line> {
    if b.is_flat() {
        return Some(a.times(&b.at_zero));
    }
    a.is_flat().then(|| b.times(&a.at_zero))
}

/// Their quotient, where that is one.
fn quotient(a: &Line, b: &Line) -> Option<Line> {
    let inverse = Exact::one().divided_by(&b.at_zero)?;
    b.is_flat().then(|| a.times(&inverse))
}

/// Whether a formula is the number itself.
fn is_number(formula: &Formula) -> bool {
    matches!(formula, Formula::Figure(_))
}

/// Where points are.
fn places(points: &[Point]) -> Vec<Exact> {
    points.iter().map(|point| point.at.clone()).collect()
}

/// A number between two, or beyond the one that there is.
fn between(low: Option<&Exact>, high: Option<&Exact>) -> Exact {
    match (low, high) {
        (Some(low), Some(high)) => low.plus(high).times(&Exact::scaled(5, 1)),
        (Some(low), None) => low.plus(&Exact::one()),
        (None, Some(high)) => high.minus(&Exact::one()),
        (None, None) => Exact::zero(),
    }
}

/// All bends of two functions, and more.
fn union<'b>(more: impl IntoIterator<Item = &'b Exact>, of: [&'b Lines; 2]) -> Vec<Exact> {
    let bends = of.into_iter().flat_map(|lines| &lines.bends);
    let mut bends: Vec<Exact> = bends.chain(more).cloned().collect();
    bends.sort_unstable();
    bends.dedup();
    bends
}

#[cfg(test)]
mod tests {
    use super::super::tests::{exact, number, points};
    use super::*;

    /// Formulas of one number, of every kind.
    fn plain() -> Vec<Formula> {
        let x = || Formula::figure("x");
        let of = || Box::new(x());
        let share = Formula::Share {
            amount: Box::new(number("10")),
            weight: of(),
            total: Box::new(number("3")),
            leftover: 1,
            rank: 0,
        };
        vec![
            x(),
            number("2.5"),
            number("0"),
            Formula::Sum(vec![]),
            Formula::Product(vec![]),
            Formula::Least(vec![]),
            Formula::Sum(vec![x(), number("1/3"), x()]),
            number("3").minus(x()),
            Formula::Product(vec![number("2"), x(), number("-0.5")]),
            Formula::Product(vec![x(), x()]),
            x().over(number("3")),
            x().over(number("0")),
            number("3").over(x()),
            Formula::Step { of: of(), steps: points(&[("-1", "2"), ("1", "-1"), ("2.5", "2.5")]) },
            Formula::Step { of: of(), steps: vec![] },
            Formula::Step { of: Box::new(x().over(number("2"))), steps: points(&[("0", "1")]) },
            Formula::Interpolate {
                of: of(),
                points: points(&[("0", "1"), ("1", "3"), ("3", "2")]),
            },
            Formula::Interpolate { of: of(), points: points(&[("1", "2")]) },
            Formula::Interpolate { of: of(), points: vec![] },
            Formula::FromThreshold {
                of: of(),
                threshold: exact("1.5"),
                reached: Box::new(number("1")),
                missed: Box::new(x().over(number("1.5"))),
            },
            Formula::FromThreshold {
                of: of(),
                threshold: exact("1"),
                reached: Box::new(Formula::Step {
                    of: of(),
                    steps: points(&[("2", "0"), ("3", "4")]),
                }),
                missed: Box::new(number("1").over(x())),
            },
            share,
        ]
    }

    /// Every pair of them, in every operation of two.
    fn pairs() -> Vec<Formula> {
        let mut pairs = Vec::new();
        for a in plain() {
            for b in plain() {
                let both = || vec![a.clone(), b.clone()];
                pairs.extend([
                    Formula::Sum(both()),
                    a.clone().minus(b.clone()),
                    Formula::Product(both()),
                    a.clone().over(b.clone()),
                    Formula::Least(both()),
                    Formula::Greatest(both()),
                ]);
            }
        }
        pairs
    }

    #[test]
    fn gives_what_the_formula_gives() {
        let numbers: Vec<Exact> =
            (-20..=40).map(|eighths| Exact::scaled(eighths * 125, 3)).collect();
        let (mut values, mut by_line) = (0, 0);
        for formula in plain().into_iter().chain(pairs()) {
            let function = Function::of(|_| formula.clone());
            for number in &numbers {
                let expected = formula.evaluate(&|_| Some(number.clone()));
                assert_eq!(function.at(number), expected, "{formula:?} at {number}");
                values += usize::from(expected.is_ok());
                by_line += usize::from(function.lines.line_at(number).is_some());
            }
        }
        // Lines are of use where they are found.
        assert_eq!((values, by_line), (108_622, 39_931));
    }

    /// From where on which line holds.
    fn lines(formula: &Formula) -> Vec<String> {
        let Lines { bends, lines } = Lines::of(formula);
        let from = [String::new()].into_iter().chain(bends.iter().map(|bend| format!("{bend}: ")));
        let line = |line: Option<Line>| match line {
            Some(Line { slope, at_zero, .. }) => format!("{slope} x + {at_zero}"),
            None => "none".to_owned(),
        };
        from.zip(lines).map(|(from, of)| from + &line(of)).collect()
    }

    #[test]
    fn bends_only_where_something_changes() {
        let x = || Formula::figure("x");
        let pro_rata = || x().over(number("0.5"));
        let steps =
            || Formula::Step { of: Box::new(x()), steps: points(&[("0", "1"), ("3", "2")]) };
        for (formula, expected) in [
            (x().minus(x()), &["0 x + 0"][..]),
            (Formula::Least(vec![pro_rata(), number("1")]), &["2 x + 0", "0.5: 0 x + 1"]),
            (Formula::Greatest(vec![pro_rata(), number("1")]), &["0 x + 1", "0.5: 2 x + 0"]),
            (steps(), &["none", "0: 0 x + 1", "3: 0 x + 2"]),
            (Formula::Product(vec![number("0"), steps()]), &["none", "0: 0 x + 0"]),
            (
                Formula::Least(vec![steps(), x()]),
                &["none", "0: 1 x + 0", "1: 0 x + 1", "3: 0 x + 2"],
            ),
            (
                Formula::Interpolate {
                    of: Box::new(x()),
                    points: points(&[("1", "1"), ("2", "4")]),
                },
                &["0 x + 1", "1: 3 x + -2", "2: 0 x + 4"],
            ),
            (Formula::Product(vec![x(), x()]), &["none"]),
        ] {
            assert_eq!(lines(&formula), expected, "{formula:?}");
        }
    }

    /// A scale of many steps does not take the square of their time.
    #[test]
    fn long_scales_are_worked_out_at_once() {
        let steps = (0..20_000).map(|at| Point { at: Exact::from(at), value: Exact::from(at) });
        let steps = Formula::Step { of: Box::new(Formula::figure("x")), steps: steps.collect() };
        let capped = Formula::Least(vec![steps, number("9999.5")]);
        assert_eq!(Lines::of(&capped).bends.len(), 10_001);
    }
}
