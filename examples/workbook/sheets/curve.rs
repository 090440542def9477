//! From score to coefficient in cells (stage 3).

use work_equivalent::scheme::{AppraisalDocument, ShapeDocument};
use work_equivalent::units::Number;

use super::Maker;
use super::exact::{Big, Exact, Frac, MOST, Mode, Small};
use super::grid::{At, Look, Room};
use super::pool::mode;
use super::terms;

/// A curve with the cells of its parameters.
pub struct Curve {
    shape: Shape,
    floor: Option<At>,
    cap: Option<At>,
    rounding: Option<(u32, Mode)>,
    /// The room of scores, and that of coefficients.
    scores: Room,
    pub values: Room,
}

enum Shape {
    Proportional,
    FullFrom(At),
    Bands(Vec<(At, At)>),
    Points { points: Vec<(At, At)>, others: Vec<Big>, all: Big },
}

impl Maker<'_> {
    pub fn curve(&mut self, appraisal: &AppraisalDocument) -> Curve {
        let document = &appraisal.curve;
        let pairs: Vec<(&Number, &Number)> = match &document.shape {
            ShapeDocument::Bands(shape) => {
                shape.bands.iter().map(|band| (&band.from, &band.value)).collect()
            }
            ShapeDocument::Piecewise(shape) => {
                shape.points.iter().map(|point| (&point.score, &point.value)).collect()
            }
            _ => Vec::new(),
        };
        let mut scores: Vec<&str> = pairs.iter().map(|(score, _)| score.as_str()).collect();
        let mut values: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
        if let ShapeDocument::FullFrom(shape) = &document.shape {
            scores.push(shape.threshold.as_str());
        }
        values.extend(document.floor.iter().chain(&document.cap).map(Number::as_str));
        let kinds = &self.terms.scheme.finding_kinds;
        let vetoes = kinds.iter().filter_map(|kind| match &kind.rule {
            work_equivalent::scheme::FindingRuleDocument::Veto { coefficient, .. } => {
                Some(coefficient)
            }
            _ => None,
        });
        values.extend(vetoes.flatten().map(|value| value.value.as_str()));
        let scores = terms::room("scores of the curve", scores, 2, &mut self.refused);
        let values = terms::room("coefficients", values, 2, &mut self.refused);

        let label = match &document.shape {
            ShapeDocument::Proportional(_) => "得分÷100",
            ShapeDocument::FullFrom(_) => "达到分数线为1，未达为得分÷100",
            ShapeDocument::Bands(_) => "按得分分档",
            ShapeDocument::Piecewise(_) => "按得分在各点间线性插值",
            _ => {
                self.refused.push(format!("appraisal \"{}\": unknown curve", appraisal.code));
                ""
            }
        };
        let words = [appraisal.name.as_str(), &appraisal.code, "系数曲线", label];
        let row = self.rule_row(words, &document.cite);
        let key = |name: &str| format!("curve/{}/{name}", appraisal.code);
        let mut cells = Vec::new();
        for (place, (score, value)) in pairs.iter().enumerate() {
            let row = self.rule_row(["", &appraisal.code, "", "  得分 → 系数"], "");
            let look = Look::Quantity;
            let name = key(&format!("score/{place}"));
            let score = self.book.input(row.right(5), name, score.as_str(), look, scores);
            let name = key(&format!("value/{place}"));
            cells.push((score, self.book.input(row.right(6), name, value.as_str(), look, values)));
        }
        let shape = match &document.shape {
            ShapeDocument::FullFrom(shape) => {
                let text = shape.threshold.as_str();
                let name = key("threshold");
                Shape::FullFrom(self.book.input(row.right(5), name, text, Look::Quantity, scores))
            }
            ShapeDocument::Bands(_) => Shape::Bands(cells),
            ShapeDocument::Piecewise(_) => self.points(&appraisal.code, cells, scores),
            _ => Shape::Proportional,
        };
        let mut bound = |name: &str, label: &str, number: &Option<Number>| {
            let number = number.as_ref()?;
            let row = self.rule_row(["", &appraisal.code, "", label], "");
            let at = row.right(6);
            Some(self.book.input(at, key(name), number.as_str(), Look::Quantity, values))
        };
        let floor = bound("floor", "  系数最低", &document.floor);
        let cap = bound("cap", "  系数最高", &document.cap);
        let rounding =
            document.rounding.map(|rounding| (u32::from(rounding.places()), mode(rounding.mode())));
        if let Some((places, _)) = rounding
            && places + 2 > MOST
        {
            self.refused.push(format!(
                "appraisal \"{}\": a workbook rounds a coefficient to {} places at most",
                appraisal.code,
                MOST - 2
            ));
        }
        Curve { shape, floor, cap, rounding, scores, values }
    }

    /// The points of a curve, with the runs between them and the products of all other runs.
    fn points(&mut self, code: &str, points: Vec<(At, At)>, scores: Room) -> Shape {
        let mut exact = self.exact(code.to_owned());
        let runs: Vec<Big> = points
            .iter()
            .zip(points.iter().skip(1))
            .map(|((low, _), (high, _))| {
                let (low, high) = (Small::of(*low, scores), Small::of(*high, scores));
                let run = Small::new(format!("{}-{}", high.formula, low.formula), scores.digits);
                exact.big("相邻两点分差", &run)
            })
            .collect();
        let others = (0..runs.len()).map(|place| {
            let rest = runs.iter().enumerate().filter(|(at, _)| *at != place);
            let rest: Vec<Big> = rest.map(|(_, run)| run.clone()).collect();
            exact.product("其余分差积", &rest)
        });
        let others = others.collect();
        let all = exact.product("分差积", &runs);
        Shape::Points { points, others, all }
    }

    /// The coefficient of a score that is a fraction of full marks, before it is rounded.
    pub fn coefficient(&mut self, curve: &Curve, score: &Frac, about: &str) -> Frac {
        let Curve { scores, values, .. } = curve;
        let unit = Big::power(values.places);
        let mut exact = self.exact(about.to_owned());
        // The score out of 100 in the last place of the curve's scores, × the divisor.
        let scaled = exact.mul("得分", &score.n, &Big::power(scores.places + 2));
        let reached = |exact: &mut Exact<'_>, at: At| {
            let least = exact.big("分数线", &Small::of(at, *scores));
            let least = exact.mul("分数线×除数", &least, &score.d);
            exact.at_least("达到分数线", &scaled, &least)
        };
        let value = match &curve.shape {
            Shape::Proportional => score.clone(),
            Shape::FullFrom(threshold) => {
                let condition = reached(&mut exact, *threshold);
                let n = exact.select("系数分子", &condition, &score.d, &score.n);
                Frac { n, d: score.d.clone() }
            }
            Shape::Bands(bands) => {
                let mut chosen = "NA()".to_owned();
                for (from, value) in bands {
                    let condition = reached(&mut exact, *from);
                    chosen = format!("IF({condition},{value},{chosen})");
                }
                let chosen = exact.cell("所在档系数", chosen);
                let n = exact.big("系数分子", &Small::of(chosen, *values));
                Frac { n, d: unit.clone() }
            }
            Shape::Points { points, others, all } => {
                let conditions: Vec<String> =
                    points.iter().map(|(at, _)| reached(&mut exact, *at)).collect();
                Self::between(&mut exact, curve, score, &scaled, (points, others, all), &conditions)
            }
        };
        let value = self.bounded(value, curve.floor, true, curve.values, about);
        self.bounded(value, curve.cap, false, curve.values, about)
    }

    /// On the line between the points around the score; flat beyond the first and the last.
    fn between(
        exact: &mut Exact<'_>,
        curve: &Curve,
        score: &Frac,
        scaled: &Big,
        (points, others, all): (&[(At, At)], &[Big], &Big),
        conditions: &[String],
    ) -> Frac {
        let first =
            points.first().map_or_else(|| "NA()".to_owned(), |(_, value)| value.to_string());
        // Of the piece: where it begins, the value there and at its end; flat pieces begin at zero.
        let (mut at, mut low, mut high) = ("0".to_owned(), first.clone(), first);
        let mut other = Big::one();
        for (place, condition) in conditions.iter().enumerate() {
            let (score, value) = points[place];
            let next = points.get(place + 1);
            let (start, end) = match next {
                Some((_, end)) => (score.to_string(), end.to_string()),
                None => ("0".to_owned(), value.to_string()),
            };
            at = format!("IF({condition},{start},{at})");
            low = format!("IF({condition},{value},{low})");
            high = format!("IF({condition},{end},{high})");
            if let Some(own) = others.get(place) {
                other = if place == 0 {
                    own.clone()
                } else {
                    exact.select("其余分差积", condition, own, &other)
                };
            }
        }
        let at = exact.cell("段起点得分", at);
        let low = exact.cell("段起点系数", low);
        let high = exact.cell("段终点系数", high);
        let start = exact.big("段起点得分", &Small::of(at, curve.scores));
        let start = exact.mul("段起点×除数", &start, &score.d);
        let (beyond, _) = exact.sub("超过段起点", scaled, &start);
        let base = exact.big("段起点系数", &Small::of(low, curve.values));
        let divisor = exact.mul("分差积×除数", all, &score.d);
        let base = exact.mul("段起点系数×除数", &base, &divisor);
        let (from, to) = (Small::of(low, curve.values), Small::of(high, curve.values));
        let rise = Small::new(format!("ABS({}-{})", to.formula, from.formula), from.digits);
        let rise = exact.big("段系数差", &rise);
        let climb = exact.mul("超过×系数差", &beyond, &rise);
        let climb = exact.mul("超过×系数差×其余", &climb, &other);
        let up = exact.add("升", &[&base, &climb]);
        let (down, _) = exact.sub("降", &base, &climb);
        let n = exact.select("系数分子", &format!("{high}>={low}"), &up, &down);
        let d = exact.mul("系数除数", &divisor, &Big::power(curve.values.places));
        Frac { n, d }
    }

    /// No less than a floor, or no more than a cap.
    pub fn bounded(
        &mut self,
        value: Frac,
        at: Option<At>,
        floor: bool,
        room: Room,
        about: &str,
    ) -> Frac {
        let Some(at) = at else { return value };
        let mut exact = self.exact(about.to_owned());
        let bound = exact.big(if floor { "最低" } else { "最高" }, &Small::of(at, room));
        let bound = exact.mul("界×除数", &bound, &value.d);
        let unit = Big::power(room.places);
        let Frac { n, d } = exact.times("系数", &value, &unit, &unit);
        let reached = exact.at_least("达到界", &n, &bound);
        let (yes, no) = if floor { (&n, &bound) } else { (&bound, &n) };
        Frac { n: exact.select("界内系数", &reached, yes, no), d }
    }

    /// The coefficient as the scheme rounds it.
    pub fn rounded(&mut self, curve: &Curve, value: Frac, about: &str) -> Frac {
        let Some((places, mode)) = curve.rounding else { return value };
        let mut exact = self.exact(about.to_owned());
        let unit = Big::power(places);
        let n = exact.mul("系数×位值", &value.n, &unit);
        let digits = (places + 2).min(MOST);
        let rounded = exact.round("系数取整", &Frac { n, d: value.d }, mode, digits);
        let n = exact.big("系数", &Small::new(rounded.to_string(), digits));
        Frac { n, d: unit }
    }
}
