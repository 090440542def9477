//! Random appraisals, and the marks of payees under them.

use work_equivalent::facts::{MarkDocument, PayeeDocument};
use work_equivalent::scheme::{
    AppraisalDocument, AtLeast, AtMost, Band, Combine, CombinedRound, CurveBands, CurveDocument,
    DimensionDocument, End, FullFrom, Given, IndicatorDocument, Linear, MarkBands, PartRound,
    Piecewise, Proportional, RoundsDocument, RuleDocument, SchemeDocument, ScoreBand, ScorePoint,
    ShapeDocument, YesNo,
};
use work_equivalent::units::Number;

use super::Maker;
use super::quantities::MILLION;

/// How a payee does throughout.
#[derive(Clone, Copy)]
enum Quality {
    Nothing,
    Everything,
    Mixed,
}

impl Maker {
    /// Rule 4, appraisal: one or two, with indicator codes that are unique over both.
    pub(super) fn appraisals(&mut self) -> Vec<AppraisalDocument> {
        let count = self.random().count(1, 2);
        let mut indicator_codes = self.codes(12);
        let mut dimension_codes = self.codes(4);
        let mut appraisals = Vec::new();
        for code in self.codes(count) {
            let mut dimensions = Vec::new();
            for _ in 0..self.random().between(1, 2) {
                let indicators = self.random().count(1, 3);
                dimensions.push(DimensionDocument {
                    code: dimension_codes.pop().unwrap(),
                    name: "服务质量".to_owned(),
                    indicators: (0..indicators)
                        .map(|_| self.indicator(indicator_codes.pop().unwrap()))
                        .collect(),
                });
            }
            appraisals.push(AppraisalDocument {
                name: format!("绩效评价{code}"),
                code,
                cite: "试 三".to_owned(),
                curve: self.curve(),
                rounds: self.rounds(),
                dimensions,
            });
        }
        appraisals
    }

    /// Rule 4, appraisal: one round, or several that combine or that govern a part each.
    pub(super) fn rounds(&mut self) -> Option<RoundsDocument> {
        let cite = "试 四".to_owned();
        let count = self.random().count(1, 4);
        let codes = self.codes(count);
        match (self.random().below(10), self.calendar.whole_months()) {
            (0..3, _) => None,
            (3..8, Some(months)) => {
                let mut left = months;
                let mut rounds = Vec::new();
                for code in codes {
                    if left == 0 {
                        break;
                    }
                    let lasts = self.random().between(1, left.min(months.div_euclid(2).max(1)));
                    rounds.push(part_round(code, lasts));
                    left -= lasts;
                }
                if left > 0 {
                    rounds.push(part_round("末".to_owned(), left));
                }
                Some(RoundsDocument::ByPart { rounds, cite })
            }
            _ => {
                let round = |code: String| CombinedRound {
                    name: format!("第{code}轮"),
                    code,
                    weight: self.quantities.share_weight(),
                };
                let rounds = codes.into_iter().map(round).collect();
                let of = *self.random().pick(&[Combine::Scores, Combine::Coefficients]);
                Some(RoundsDocument::Combined { of, rounds, cite })
            }
        }
    }

    /// Rule 4, appraisal: an indicator with any scoring rule.
    fn indicator(&mut self, code: String) -> IndicatorDocument {
        let full = self.quantities.full();
        let rule = match self.random().below(6) {
            0 => RuleDocument::Given(Given {}),
            1 => RuleDocument::YesNo(YesNo {}),
            2 => RuleDocument::AtLeast(AtLeast { target: self.target() }),
            3 => RuleDocument::AtMost(AtMost { target: self.target() }),
            4 => RuleDocument::Bands(self.mark_bands(full)),
            _ => RuleDocument::Linear(self.line(full)),
        };
        IndicatorDocument {
            name: format!("指标{code}"),
            code,
            full: self.quantities.mark(full),
            rule,
            cite: "试 附件3".to_owned(),
        }
    }

    /// A target above zero.
    pub(super) fn target(&mut self) -> Number {
        let target = self.quantities.full();
        self.quantities.mark(target)
    }

    /// Bands of a measurement in rising order, the first at or below zero.
    fn mark_bands(&mut self, full: i64) -> MarkBands {
        let mut from = *self.random().pick(&[0, 0, -5 * MILLION]);
        let mut bands = Vec::new();
        for _ in 0..self.random().between(1, 4) {
            let marks = self.quantities.part(full);
            bands.push(Band {
                from: self.quantities.mark(from),
                marks: self.quantities.mark(marks),
            });
            from += self.random().between(1, 40) * MILLION / 4;
        }
        MarkBands { bands }
    }

    /// A line between two points that rises or falls.
    fn line(&mut self, full: i64) -> Linear {
        let low = self.random().between(-10, 50) * MILLION / 10;
        let high = low + self.random().between(1, 100) * MILLION / 7;
        let mut end = |at| {
            let marks = self.quantities.part(full);
            End { at: self.quantities.mark(at), marks: self.quantities.mark(marks) }
        };
        Linear { low: end(low), high: end(high) }
    }

    /// Rule 4, appraisal: a curve of any shape, some with floor, cap or rounding.
    pub(super) fn curve(&mut self) -> CurveDocument {
        let shape = match self.random().below(4) {
            0 => ShapeDocument::Proportional(Proportional {}),
            1 => {
                let mut bands = Vec::new();
                for (index, score) in self.rising_scores().into_iter().enumerate() {
                    let from = if index == 0 { 0 } else { score };
                    bands.push(ScoreBand {
                        from: self.quantities.mark(from),
                        value: self.coefficient(),
                    });
                }
                ShapeDocument::Bands(CurveBands { bands })
            }
            2 => {
                let mut points = Vec::new();
                for score in self.rising_scores() {
                    points.push(ScorePoint {
                        score: self.quantities.mark(score),
                        value: self.coefficient(),
                    });
                }
                ShapeDocument::Piecewise(Piecewise { points })
            }
            _ => {
                let threshold = self.random().between(0, 100) * MILLION;
                ShapeDocument::FullFrom(FullFrom { threshold: self.quantities.mark(threshold) })
            }
        };
        let mut bounds = [self.quantities.coefficient(), self.quantities.coefficient()];
        bounds.sort_unstable();
        let [floor, cap] = bounds.map(|bound| {
            let bound = self.quantities.write(bound, 9);
            self.random().chance(30).then_some(bound)
        });
        CurveDocument {
            shape,
            floor,
            cap,
            rounding: self.random().chance(45).then(|| self.quantities.rounding(2, 6)),
            cite: "试 三".to_owned(),
        }
    }

    /// Scores from 0 to 100 in rising order.
    fn rising_scores(&mut self) -> Vec<i64> {
        let mut scores: Vec<i64> = Vec::new();
        for _ in 0..self.random().between(1, 4) {
            let fine = self.random().chance(20);
            let hundredths = self.random().between(0, 100) * MILLION;
            scores.push(if fine { self.random().between(0, 100 * MILLION) } else { hundredths });
        }
        scores.sort_unstable();
        scores.dedup();
        scores
    }

    /// A coefficient of a curve.
    fn coefficient(&mut self) -> Number {
        let coefficient = self.quantities.coefficient();
        self.quantities.write(coefficient, 9)
    }

    /// Rule 5, marks: one for each payee, indicator and round of the appraisals that a channel
    /// uses.
    pub(super) fn marks(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> Vec<MarkDocument> {
        let mut marks = Vec::new();
        for payee in payees {
            let quality = match self.random().below(100) {
                0..10 => Quality::Nothing,
                10..25 => Quality::Everything,
                _ => Quality::Mixed,
            };
            for appraisal in used_appraisals(scheme) {
                for indicator in
                    appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators)
                {
                    for round in round_codes(appraisal) {
                        marks.push(MarkDocument {
                            payee: payee.code.clone(),
                            indicator: indicator.code.clone(),
                            round,
                            mark: self.recorded(indicator, quality),
                        });
                    }
                }
            }
        }
        self.random().shuffle(&mut marks);
        marks
    }

    /// A mark or measurement that the rule of an indicator accepts.
    fn recorded(&mut self, indicator: &IndicatorDocument, quality: Quality) -> Number {
        let mark = match &indicator.rule {
            RuleDocument::Given(_) => self.given(millionths(&indicator.full), quality),
            RuleDocument::YesNo(_) => self.given(MILLION, quality) / MILLION * MILLION,
            RuleDocument::AtLeast(rule) => self.around(millionths(&rule.target), quality),
            RuleDocument::AtMost(rule) => self.around(millionths(&rule.target), quality),
            RuleDocument::Bands(rule) => {
                let band = millionths(&self.random().pick(&rule.bands).from);
                let beyond = *self.random().pick(&[0, 1, 2 * MILLION, 77 * MILLION / 10]);
                band + beyond
            }
            RuleDocument::Linear(rule) => {
                let (low, high) = (millionths(&rule.low.at), millionths(&rule.high.at));
                let inside = self.random().between(low, high);
                *self.random().pick(&[inside, inside, low, high, low - MILLION, high + MILLION])
            }
            other => panic!("no marks for {other:?}"),
        };
        self.quantities.mark(mark)
    }

    /// Marks from zero to full.
    fn given(&mut self, full: i64, quality: Quality) -> i64 {
        match quality {
            Quality::Nothing => 0,
            Quality::Everything => full,
            Quality::Mixed => self.quantities.part(full),
        }
    }

    /// A measurement below, at or above a target.
    fn around(&mut self, target: i64, quality: Quality) -> i64 {
        let part = self.given(target, quality);
        if self.random().chance(30) { target + part } else { part }
    }
}

/// A round that governs so many months.
fn part_round(code: String, months: i64) -> PartRound {
    PartRound { name: format!("第{code}轮"), code, months: Number::from(months) }
}

/// The codes of the rounds of an appraisal; none where it has one that has no code.
pub(super) fn round_codes(appraisal: &AppraisalDocument) -> Vec<Option<String>> {
    match &appraisal.rounds {
        None => vec![None],
        Some(RoundsDocument::Combined { rounds, .. }) => {
            rounds.iter().map(|round| Some(round.code.clone())).collect()
        }
        Some(RoundsDocument::ByPart { rounds, .. }) => {
            rounds.iter().map(|round| Some(round.code.clone())).collect()
        }
    }
}

/// The appraisals that at least one channel uses.
fn used_appraisals(scheme: &SchemeDocument) -> impl Iterator<Item = &AppraisalDocument> {
    let is_used = |appraisal: &&AppraisalDocument| {
        scheme.channels.iter().any(|channel| channel.appraisal.as_ref() == Some(&appraisal.code))
    };
    scheme.appraisals.iter().filter(is_used)
}

/// A mark or a volume as written, in millionths.
pub(super) fn millionths(mark: &Number) -> i64 {
    let millionths = crate::numbers::read(mark) * crate::numbers::whole(MILLION);
    millionths.to_integer().try_into().unwrap()
}
