//! Random second-level distributions: what an institution has, over its staff.

use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, ClauseDocument, PoolLineDocument, PoolLineKind, PriceDocument,
    SchemeDocument,
};

use super::Maker;
use super::quantities::Quantities;
use super::random::Random;

/// The documents of a case; the same seed always gives the same.
pub fn distribution(seed: u64) -> (SchemeDocument, FactsDocument) {
    told(seed, &[])
}

/// As [`distribution`], with the first choices told.
pub fn told(seed: u64, choices: &[u8]) -> (SchemeDocument, FactsDocument) {
    let random = Random::told(seed, choices);
    let mut maker = Maker::new(random, 1);
    let mut scheme = maker.scheme();
    "绩效工资分配方案".clone_into(&mut scheme.title);
    scheme.payer = Some("卫生院".to_owned());
    scheme.payee = Some("职工".to_owned());
    for group in &mut scheme.groups {
        if maker.random().chance(85) {
            group.difficulty = maker.dated(20, Quantities::factor);
        }
    }
    let code = maker.codes(1).remove(0);
    for category in &mut scheme.categories {
        category.channel.clone_from(&code);
    }
    let channel = maker.channel(&code, &scheme.appraisals);
    scheme.channels = vec![maker.distributing(channel)];
    maker.fit_items(&mut scheme);
    scheme.finding_kinds = maker.finding_kinds(&scheme);
    let payees = maker.payees(&scheme, 8);
    let facts = maker.facts(&scheme, payees);
    (scheme, facts)
}

impl Maker {
    /// A channel with the price and the pool of a distribution, and without a reserve.
    fn distributing(&mut self, channel: ChannelDocument) -> ChannelDocument {
        let appraisal_loss = if self.random().chance(80) {
            AppraisalLoss::Redistributed
        } else {
            AppraisalLoss::Treasury
        };
        ChannelDocument {
            recorded: None,
            price: PriceDocument::Derived { appraisal_loss, cite: "试 二".to_owned() },
            pool: self.means(),
            overrun: Some(self.overrun(false)),
            surplus: Some(self.surplus(false)),
            reserve: None,
            deductions: self.random().chance(30).then(|| self.deductions(false)),
            ..channel
        }
    }

    /// What an institution has for its staff: income less costs, less what goes to its funds at a
    /// rate, and no more than the approved total.
    fn means(&mut self) -> Vec<PoolLineDocument> {
        let mut kinds = vec![(PoolLineKind::Source, false), (PoolLineKind::CarveOut, false)];
        kinds.extend(vec![(PoolLineKind::CarveOut, true); self.random().count(0, 2)]);
        if self.random().chance(70) {
            kinds.push((PoolLineKind::Limit, false));
        }
        let mut lines = Vec::new();
        for ((kind, is_at_rate), code) in kinds.iter().zip(self.codes(kinds.len())) {
            let stated = ClauseDocument { cite: "试 三".to_owned() };
            lines.push(PoolLineDocument {
                name: format!("资金{code}"),
                code,
                kind: *kind,
                amounts: Vec::new(),
                stated: (!is_at_rate).then_some(stated),
                rate: if *is_at_rate {
                    self.dated(15, Quantities::carved_rate)
                } else {
                    Vec::new()
                },
            });
        }
        self.random().shuffle(&mut lines);
        lines
    }
}
