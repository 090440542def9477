//! The sheet of rules: how each indicator is scored, with the parameters of its rule (stage 3).

use work_equivalent::scheme::{AppraisalDocument, IndicatorDocument, RuleDocument};
use work_equivalent::units::Number;

use super::Maker;
use super::exact::{Big, MOST, Small, digits_of};
use super::grid::{At, Look, Room};
use super::marks::plain;
use super::terms;

/// The rules of an appraisal on their sheet.
pub struct Rules {
    /// In the order of the document.
    pub indicators: Vec<Rule>,
    /// The room of measurements, and that of marks.
    pub measured: Room,
    pub marks: Room,
    /// Divisors that are the same for all payees: of each indicator that has one, in order.
    pub fixed: Vec<(usize, Big)>,
    /// The products of the fixed divisors before each, and at last of all.
    pub products: Vec<Big>,
    /// All full marks, and the formula that shows their sum.
    pub full: Big,
    pub shown: String,
}

/// A rule with the cells of its parameters.
pub struct Rule {
    pub full: At,
    pub kind: Kind,
}

pub enum Kind {
    Given,
    YesNo,
    AtLeast(At),
    AtMost(At),
    /// Where each begins, and the marks from there on.
    Bands(Vec<(At, At)>),
    /// Low end, its marks, high end, its marks.
    Linear([At; 4]),
}

impl Maker<'_> {
    pub fn rules_head(&mut self) {
        let sheet = self.sheets.rules;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "绩效评价标准", Look::Title);
        let note = "满分、目标与曲线；浅黄格可改。";
        self.book.styled(at.below(1), note, Look::Note);
        let headers = [
            "评价",
            "编码",
            "指标",
            "规则",
            "满分",
            "目标·低点·自",
            "低点得分·值",
            "高点",
            "高点得分",
            "出处",
        ];
        self.book.headers(at.below(2), &headers);
        self.book.sheets[sheet].header = (2, 2);
        self.book.widths(sheet, &[18, 10, 28, 34, 10, 14, 14, 12, 12, 44]);
        let sheet = self.sheets.marks;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "绩效评价结果", Look::Title);
        let note = "得分按“评价标准”各规则计算；得分合计与系数见各渠道表。浅黄格可改。";
        self.book.styled(at.below(1), note, Look::Note);
        let payee = self.terms.payee();
        let headers = ["评价", "轮次", "编码", payee, "指标编码", "指标", "评价结果", "得分"];
        self.book.headers(at.below(2), &headers);
        self.book.sheets[sheet].header = (2, 2);
        self.book.sheets[sheet].frozen = 4;
        self.book.widths(sheet, &[18, 10, 10, 26, 10, 30, 14, 14]);
    }

    /// A row of the sheet of rules with its words; returns its first cell.
    pub fn rule_row(&mut self, words: [&str; 4], cite: &str) -> At {
        let row = At { sheet: self.sheets.rules, row: self.next_rule, col: 0 };
        self.next_rule += 1;
        for (col, text) in (0_u16..).zip(words) {
            self.book.text(row.right(col), text);
        }
        for col in 4..9 {
            self.book.text(row.right(col), "");
        }
        self.book.text(row.right(9), cite);
        row
    }

    pub fn rules(&mut self, appraisal: &AppraisalDocument) -> Rules {
        let indicators: Vec<&IndicatorDocument> =
            appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators).collect();
        let (measured, marks) = self.rooms_of_marks(&indicators);
        let mut rules = Vec::new();
        for indicator in &indicators {
            rules.push(self.rule(appraisal, indicator, measured, marks));
        }
        let mut fixed = Vec::new();
        for (place, rule) in rules.iter().enumerate() {
            let formula = match &rule.kind {
                Kind::AtLeast(target) => Small::of(*target, measured),
                Kind::Linear([low, _, high, _]) => {
                    let (low, high) = (Small::of(*low, measured), Small::of(*high, measured));
                    let digits = (measured.digits + 1).min(MOST);
                    Small::new(format!("{}-{}", high.formula, low.formula), digits)
                }
                _ => continue,
            };
            let about = format!("{} {}", appraisal.code, indicators[place].code);
            fixed.push((place, self.exact(about).big("除数", &formula)));
        }
        let first = rules.first().map(|rule| rule.full);
        let shown = first.map_or_else(
            || "1".to_owned(),
            |first| format!("SUM({})", first.to(At { row: self.next_rule - 1, ..first })),
        );
        let mut exact = self.exact(appraisal.code.clone());
        let mut products = vec![Big::one()];
        for (_, divisor) in &fixed {
            let before = products.last().cloned().unwrap_or_else(Big::one);
            products.push(exact.mul("除数积", &before, divisor));
        }
        let full: Vec<String> =
            rules.iter().map(|rule| Small::of(rule.full, marks).formula).collect();
        let digits = (marks.digits + digits_of(full.len())).min(MOST);
        let full = exact.big("满分合计", &Small::new(full.join("+"), digits));
        Rules { indicators: rules, measured, marks, fixed, products, full, shown }
    }

    fn rooms_of_marks(&mut self, indicators: &[&IndicatorDocument]) -> (Room, Room) {
        let mut measured: Vec<&str> = Vec::new();
        let mut marks: Vec<&str> = Vec::new();
        for indicator in indicators {
            marks.push(indicator.full.as_str());
            let stated = self.terms.facts.marks.iter();
            let stated = stated.filter(|mark| mark.indicator == indicator.code);
            let stated = stated.map(|mark| plain(&mark.mark));
            match &indicator.rule {
                RuleDocument::Given(_) => marks.extend(stated),
                RuleDocument::AtLeast(rule) => {
                    measured.extend(stated.chain([rule.target.as_str()]));
                }
                RuleDocument::AtMost(rule) => {
                    measured.extend(stated.chain([rule.target.as_str()]));
                }
                RuleDocument::Bands(rule) => {
                    measured.extend(stated.chain(rule.bands.iter().map(|band| band.from.as_str())));
                    marks.extend(rule.bands.iter().map(|band| band.marks.as_str()));
                }
                RuleDocument::Linear(rule) => {
                    measured.extend(stated.chain([rule.low.at.as_str(), rule.high.at.as_str()]));
                    marks.extend([rule.low.marks.as_str(), rule.high.marks.as_str()]);
                }
                _ => {}
            }
        }
        let measured = terms::room("measured results", measured, 2, &mut self.refused);
        (measured, terms::room("marks", marks, 1, &mut self.refused))
    }

    fn rule(
        &mut self,
        appraisal: &AppraisalDocument,
        indicator: &IndicatorDocument,
        measured: Room,
        marks: Room,
    ) -> Rule {
        let label = match &indicator.rule {
            RuleDocument::Given(_) => "评定给分",
            RuleDocument::YesNo(_) => "是（1）得满分，否（0）不得分",
            RuleDocument::AtLeast(_) => "不低于目标得满分，未达按比例",
            RuleDocument::AtMost(_) => "不高于目标得满分，超出按比例",
            RuleDocument::Bands(_) => "分档给分",
            RuleDocument::Linear(_) => "低点与高点之间线性",
            _ => {
                self.refused.push(format!(
                    "indicator \"{}\": the workbook does not know its rule",
                    indicator.code
                ));
                ""
            }
        };
        let words = [&appraisal.name, &indicator.code, &indicator.name, label];
        let row = self.rule_row(words, &indicator.cite);
        let code = indicator.code.clone();
        let mut input = |at: At, name: &str, value: &Number, room: Room| {
            let key = format!("rule/{code}/{name}");
            self.book.input(at, key, value.as_str(), Look::Quantity, room)
        };
        let full = input(row.right(4), "full", &indicator.full, marks);
        let kind = match &indicator.rule {
            RuleDocument::YesNo(_) => Kind::YesNo,
            RuleDocument::AtLeast(rule) => {
                Kind::AtLeast(input(row.right(5), "target", &rule.target, measured))
            }
            RuleDocument::AtMost(rule) => {
                Kind::AtMost(input(row.right(5), "target", &rule.target, measured))
            }
            RuleDocument::Linear(rule) => Kind::Linear([
                input(row.right(5), "low", &rule.low.at, measured),
                input(row.right(6), "low-marks", &rule.low.marks, marks),
                input(row.right(7), "high", &rule.high.at, measured),
                input(row.right(8), "high-marks", &rule.high.marks, marks),
            ]),
            RuleDocument::Bands(rule) => {
                let mut bands = Vec::new();
                for (place, band) in rule.bands.iter().enumerate() {
                    let words = ["", &indicator.code, "", "  一档：自（含）→ 得分"];
                    let row = self.rule_row(words, "");
                    let key = |name| format!("rule/{}/{name}/{place}", indicator.code);
                    let look = Look::Quantity;
                    let from = band.from.as_str();
                    let from = self.book.input(row.right(5), key("from"), from, look, measured);
                    let value = band.marks.as_str();
                    bands.push((
                        from,
                        self.book.input(row.right(6), key("marks"), value, look, marks),
                    ));
                }
                Kind::Bands(bands)
            }
            _ => Kind::Given,
        };
        Rule { full, kind }
    }
}
