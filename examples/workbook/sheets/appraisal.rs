//! Stage 3 in cells: rounds, vetoes, and the coefficient of each payee.

use std::collections::BTreeMap;

use work_equivalent::scheme::{AppraisalDocument, Combine, FindingRuleDocument, RoundsDocument};

use super::Maker;
use super::curve::Curve;
use super::exact::{Big, Frac, MOST, Small, approximately, digits_of};
use super::grid::{At, Look};
use super::marks::Score;
use super::parameters::Parameter;
use super::terms;

/// The appraisal of one payee.
#[derive(Clone)]
pub struct Appraised {
    /// None where each round has its own.
    pub score: Option<Score>,
    /// The score of each round, and its coefficient where it has one.
    pub rounds: Vec<(Score, Option<Frac>)>,
    /// One for the whole period, or one for each round that governs a part.
    pub coefficients: Vec<Frac>,
    /// Whether each round governs its part, even where there is one round.
    pub by_part: bool,
}

impl Appraised {
    /// No appraisal: everything is paid in full.
    pub fn full() -> Self {
        let one = Frac { n: Big::one(), d: Big::one() };
        Self { score: None, rounds: Vec::new(), coefficients: vec![one], by_part: false }
    }
}

impl Maker<'_> {
    /// All appraisals that govern a channel, by code; of every payee.
    pub fn appraise_all(&mut self) -> BTreeMap<String, Vec<Appraised>> {
        self.rules_head();
        let mut all = BTreeMap::new();
        let scheme = self.terms.scheme;
        for appraisal in &scheme.appraisals {
            let governs =
                scheme.channels.iter().any(|c| c.appraisal.as_ref() == Some(&appraisal.code));
            if governs {
                all.insert(appraisal.code.clone(), self.appraise(appraisal));
            }
        }
        all
    }

    fn appraise(&mut self, appraisal: &AppraisalDocument) -> Vec<Appraised> {
        let rules = self.rules(appraisal);
        let curve = self.curve(appraisal);
        let weights = self.weights_of_rounds(appraisal);
        let mut payees = Vec::new();
        for payee in 0..self.terms.payees.len() {
            let about = format!("{} {}", appraisal.code, self.terms.payees[payee].code);
            let codes: Vec<Option<&str>> = match &appraisal.rounds {
                None => vec![None],
                Some(RoundsDocument::Combined { rounds, .. }) => {
                    rounds.iter().map(|round| Some(round.code.as_str())).collect()
                }
                Some(RoundsDocument::ByPart { rounds, .. }) => {
                    rounds.iter().map(|round| Some(round.code.as_str())).collect()
                }
            };
            let mut scores = Vec::new();
            for code in &codes {
                scores.push(self.score(appraisal, &rules, payee, *code));
            }
            let appraised = match &appraisal.rounds {
                None => {
                    let coefficient = self.coefficient(&curve, &scores[0].value, &about);
                    let coefficient = self.whole(appraisal, &curve, payee, coefficient, &about);
                    Appraised {
                        score: scores.pop(),
                        rounds: Vec::new(),
                        coefficients: vec![coefficient],
                        by_part: false,
                    }
                }
                Some(RoundsDocument::Combined { of: Combine::Scores, .. }) => {
                    let each: Vec<Frac> = scores.iter().map(|score| score.value.clone()).collect();
                    let combined = self.mean(&each, &weights, &about);
                    let shown = format!("100*{}", approximately(&combined.n, &combined.d));
                    let coefficient = self.coefficient(&curve, &combined, &about);
                    let coefficient = self.whole(appraisal, &curve, payee, coefficient, &about);
                    Appraised {
                        score: Some(Score { value: combined, shown }),
                        rounds: scores.into_iter().map(|score| (score, None)).collect(),
                        coefficients: vec![coefficient],
                        by_part: false,
                    }
                }
                Some(RoundsDocument::Combined { of: Combine::Coefficients, .. }) => {
                    let mut each = Vec::new();
                    for score in &scores {
                        each.push(self.coefficient(&curve, &score.value, &about));
                    }
                    let mean = self.mean(&each, &weights, &about);
                    let coefficient = self.whole(appraisal, &curve, payee, mean, &about);
                    let rounds = scores.into_iter().zip(each.into_iter().map(Some));
                    Appraised {
                        score: None,
                        rounds: rounds.collect(),
                        coefficients: vec![coefficient],
                        by_part: false,
                    }
                }
                Some(RoundsDocument::ByPart { .. }) => {
                    let mut coefficients = Vec::new();
                    for (score, code) in scores.iter().zip(&codes) {
                        let value = self.coefficient(&curve, &score.value, &about);
                        let value = self.rounded(&curve, value, &about);
                        coefficients.push(self.vetoed(appraisal, &curve, payee, (value, *code)));
                    }
                    let rounds = scores.into_iter().zip(coefficients.iter().cloned().map(Some));
                    Appraised { score: None, rounds: rounds.collect(), coefficients, by_part: true }
                }
            };
            payees.push(appraised);
        }
        payees
    }

    /// The coefficient of the whole period, rounded, and after vetoes.
    fn whole(
        &mut self,
        appraisal: &AppraisalDocument,
        curve: &Curve,
        payee: usize,
        value: Frac,
        about: &str,
    ) -> Frac {
        let value = self.rounded(curve, value, about);
        self.vetoed(appraisal, curve, payee, (value, None))
    }

    /// No more than any finding of the payee leaves.
    fn vetoed(
        &mut self,
        appraisal: &AppraisalDocument,
        curve: &Curve,
        payee: usize,
        (mut value, round): (Frac, Option<&str>),
    ) -> Frac {
        let facts = self.terms.facts;
        let code = &self.terms.payees[payee].code;
        let by_part = matches!(appraisal.rounds, Some(RoundsDocument::ByPart { .. }));
        for finding in facts.findings.iter().filter(|finding| finding.payee == *code) {
            let mut kinds = self.terms.scheme.finding_kinds.iter();
            let Some(kind) = kinds.find(|kind| kind.code == finding.kind) else { continue };
            let FindingRuleDocument::Veto { appraisal: of, coefficient } = &kind.rule else {
                continue;
            };
            let named = finding.round.as_deref();
            if *of != appraisal.code || (by_part && named.is_some() && named != round) {
                continue;
            }
            let Some(least) = terms::in_force(coefficient, self.terms.first_day()) else {
                continue;
            };
            let parameter = Parameter {
                key: format!("veto/{}", kind.code),
                owner: &kind.name,
                what: "一票否决：系数至多",
                look: Look::Quantity,
                room: curve.values,
            };
            let at = self.parameter(parameter, least);
            let about = format!("{} {code} {}", appraisal.code, finding.code);
            value = self.bounded(value, Some(at), false, curve.values, &about);
        }
        value
    }

    /// The weights of rounds that combine, and their sum.
    fn weights_of_rounds(&mut self, appraisal: &AppraisalDocument) -> Vec<Big> {
        let Some(RoundsDocument::Combined { rounds, cite, .. }) = &appraisal.rounds else {
            return Vec::new();
        };
        let numbers = rounds.iter().map(|round| round.weight.as_str());
        let room = terms::room("weights of rounds", numbers, 2, &mut self.refused);
        let mut cells: Vec<At> = Vec::new();
        for round in rounds {
            let row = self.rule_row([&appraisal.name, &round.code, &round.name, "轮次权重"], cite);
            let key = format!("round/{}/{}", appraisal.code, round.code);
            let weight = round.weight.as_str();
            cells.push(self.book.input(row.right(5), key, weight, Look::Quantity, room));
        }
        let mut exact = self.exact(appraisal.code.clone());
        let mut weights: Vec<Big> =
            cells.iter().map(|at| exact.big("轮次权重", &Small::of(*at, room))).collect();
        let sum: Vec<String> = cells.iter().map(|at| Small::of(*at, room).formula).collect();
        let digits = (room.digits + digits_of(sum.len())).min(MOST);
        weights.push(exact.big("权重合计", &Small::new(sum.join("+"), digits)));
        weights
    }

    /// `Σ weight × value ÷ Σ weight`.
    fn mean(&mut self, values: &[Frac], weights: &[Big], about: &str) -> Frac {
        let mut exact = self.exact(about.to_owned());
        let weighted: Vec<Frac> = values
            .iter()
            .zip(weights)
            .map(|(value, weight)| Frac {
                n: exact.mul("轮次加权", &value.n, weight),
                d: value.d.clone(),
            })
            .collect();
        let sum = exact.sum("轮次合计", &weighted);
        let all = weights.last().cloned().unwrap_or_else(Big::one);
        Frac { n: sum.n, d: exact.mul("权重合计×除数", &sum.d, &all) }
    }
}
