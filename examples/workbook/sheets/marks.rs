//! The sheet of marks: what each payee achieved, and its exact score in a round (stage 3).
//!
//! Scores in whole marks are added up first, those with a divisor that is known (a target) over one
//! denominator after them, and those with a divisor that was measured last. [`Small::of`] makes an
//! integer of a decimal: so many digits after the point, all of them before it. The functions that a
//! formula can use are those of `evaluate.rs`, by which the tests read workbooks without `LibreOffice`.

use work_equivalent::scheme::{AppraisalDocument, IndicatorDocument};
use work_equivalent::units::Number;

use super::Maker;
use super::exact::{Big, Exact, Frac, MOST, Small, digits_of};
use super::grid::{At, Look, Room};
use super::rules::{Kind, Rule, Rules};

/// A score as a fraction of full marks, and the formula that shows it out of 100.
#[derive(Clone)]
pub struct Score {
    pub value: Frac,
    pub shown: String,
}

impl Maker<'_> {
    /// The score of a payee in a round.
    pub fn score(
        &mut self,
        appraisal: &AppraisalDocument,
        rules: &Rules,
        payee: usize,
        round: Option<&str>,
    ) -> Score {
        let indicators: Vec<&IndicatorDocument> =
            appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators).collect();
        let record = self.terms.payees[payee];
        let mut cells = Vec::new();
        for (indicator, rule) in indicators.iter().zip(&rules.indicators) {
            let row = At { sheet: self.sheets.marks, row: self.next_mark, col: 0 };
            self.next_mark += 1;
            let words = [
                appraisal.name.as_str(),
                round.unwrap_or_default(),
                &record.code,
                &record.name,
                &indicator.code,
                &indicator.name,
            ];
            for (col, text) in (0_u16..).zip(words) {
                self.book.text(row.right(col), text);
            }
            let mark = self.terms.facts.marks.iter().find(|mark| {
                mark.payee == record.code
                    && mark.indicator == indicator.code
                    && mark.round.as_deref() == round
            });
            let value = mark.map_or("0", |mark| plain(&mark.mark));
            let room = match rule.kind {
                Kind::Given => rules.marks,
                Kind::YesNo => Room { places: 0, digits: 1 },
                _ => rules.measured,
            };
            let key = format!("mark/{}/{}/{}", record.code, indicator.code, round.unwrap_or("-"));
            let mark = self.book.input(row.right(6), key, value, Look::Quantity, room);
            let points = self.book.formula(row.right(7), rule.points(mark), Look::Quantity);
            cells.push((mark, points));
        }
        let about = format!("{} {} {}", appraisal.code, record.code, round.unwrap_or(""));
        let value = self.exact_score(rules, &cells, about);
        let shown = match (cells.first(), cells.last()) {
            (Some((_, first)), Some((_, last))) => {
                format!("100*SUM({})/{}", first.to(*last), rules.shown)
            }
            _ => "0".to_owned(),
        };
        Score { value, shown }
    }

    /// `Σ n / d` of the indicators, over the full marks.
    fn exact_score(&mut self, rules: &Rules, cells: &[(At, At)], about: String) -> Frac {
        let (marks, measured) = (rules.marks, rules.measured);
        let mut exact = self.exact(about);
        let mut whole = Vec::new();
        for (rule, (mark, points)) in rules.indicators.iter().zip(cells) {
            match rule.kind {
                Kind::Given => whole.push(Small::of(*mark, marks).formula),
                Kind::YesNo => {
                    whole.push(format!("{}*{mark}", Small::of(rule.full, marks).formula));
                }
                Kind::Bands(_) => whole.push(Small::of(*points, marks).formula),
                _ => {}
            }
        }
        let digits = (marks.digits + digits_of(whole.len().max(1))).min(MOST);
        let mut sum = if whole.is_empty() {
            Big::constant("0")
        } else {
            exact.big("整分合计", &Small::new(whole.join("+"), digits))
        };
        for (step, (place, divisor)) in rules.fixed.iter().enumerate() {
            let rule = &rules.indicators[*place];
            let n = rule.numerator(&mut exact, cells[*place].0, divisor, (marks, measured));
            let before = exact.mul("通分", &sum, divisor);
            let more = exact.mul("通分", &n, &rules.products[step]);
            sum = exact.add("得分累计", &[&before, &more]);
        }
        let mut product = rules.products.last().cloned().unwrap_or_else(Big::one);
        for (rule, (mark, _)) in rules.indicators.iter().zip(cells) {
            let Kind::AtMost(target) = rule.kind else { continue };
            let (mark, target) = (Small::of(*mark, measured), Small::of(target, measured));
            let most =
                Small::new(format!("MAX({},{})", mark.formula, target.formula), target.digits);
            let divisor = exact.big("实际与目标之大", &most);
            let full = exact.big("满分", &Small::of(rule.full, marks));
            let target = exact.big("目标", &target);
            let n = exact.mul("满分×目标", &full, &target);
            let before = exact.mul("通分", &sum, &divisor);
            let more = exact.mul("通分", &n, &product);
            sum = exact.add("得分累计", &[&before, &more]);
            product = exact.mul("除数积", &product, &divisor);
        }
        Frac { n: sum, d: exact.mul("满分×除数积", &product, &rules.full) }
    }
}

impl Rule {
    /// The marks of a result, for people to read.
    fn points(&self, mark: At) -> String {
        let full = self.full;
        match &self.kind {
            Kind::Given => mark.to_string(),
            Kind::YesNo => format!("{full}*{mark}"),
            Kind::AtLeast(target) => format!("{full}*MIN(1,{mark}/{target})"),
            Kind::AtMost(target) => format!("{full}*{target}/MAX({mark},{target})"),
            Kind::Linear([low, low_marks, high, high_marks]) => format!(
                "{low_marks}+(MIN(MAX({mark},{low}),{high})-{low})*({high_marks}-{low_marks})/({high}-{low})"
            ),
            Kind::Bands(bands) => bands.iter().fold("NA()".to_owned(), |below, (from, marks)| {
                format!("IF({mark}>={from},{marks},{below})")
            }),
        }
    }

    /// The marks of a result × the divisor, as an integer.
    fn numerator(
        &self,
        exact: &mut Exact<'_>,
        mark: At,
        divisor: &Big,
        (marks, measured): (Room, Room),
    ) -> Big {
        let mark = Small::of(mark, measured).formula;
        match &self.kind {
            Kind::AtLeast(target) => {
                let target = Small::of(*target, measured);
                let least = format!("MIN({mark},{})", target.formula);
                let least = exact.big("实际与目标之小", &Small::new(least, target.digits));
                let full = exact.big("满分", &Small::of(self.full, marks));
                exact.mul("满分×实际", &full, &least)
            }
            Kind::Linear([low, low_marks, high, high_marks]) => {
                let [low, high] = [low, high].map(|at| Small::of(*at, measured).formula);
                let [first, last] = [low_marks, high_marks].map(|at| Small::of(*at, marks).formula);
                let inside = format!("MIN(MAX({mark},{low}),{high})");
                // Along the line from the end with fewer marks.
                let along = format!("IF({last}>={first},{inside}-{low},{high}-{inside})");
                let digits = (measured.digits + 1).min(MOST);
                let along = exact.big("距少分端", &Small::new(along, digits));
                let rise = Small::new(format!("ABS({last}-{first})"), marks.digits);
                let rise = exact.big("两端分差", &rise);
                let low_end = Small::new(format!("MIN({first},{last})"), marks.digits);
                let low_end = exact.big("少分端得分", &low_end);
                let flat = exact.mul("少分×全程", &low_end, divisor);
                let climb = exact.mul("分差×距离", &rise, &along);
                exact.add("线性得分", &[&flat, &climb])
            }
            _ => Big::constant("0"),
        }
    }
}

/// A mark in digits: a table may say yes or no.
pub fn plain(mark: &Number) -> &str {
    match mark.as_str() {
        "是" => "1",
        "否" => "0",
        digits => digits,
    }
}
