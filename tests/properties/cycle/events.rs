//! Random facts: what happened in a district in a year, or in some months of it.

use serde_json::{Value, json};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{
    AppraisalDocument, Base, FindingRuleDocument, RoundsDocument, SchemeDocument, Unverified,
};

use super::district::{District, decimal};

/// The codes of the rounds in which an appraisal is marked; one without a code where it has none.
fn rounds(appraisal: &AppraisalDocument) -> Vec<Option<String>> {
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

impl District {
    /// What happened in a year, without an opening. Volumes are of some of its months.
    pub fn facts(&mut self, scheme: &SchemeDocument, year: i64, months: &[i64]) -> FactsDocument {
        let volumes = self.volumes(scheme, year, months);
        let findings = self.findings(scheme, &volumes);
        let (budgets, advances) = (self.budgets(scheme), self.advances_paid(scheme, year));
        let payees = self.payees.iter().map(|(code, group)| {
            json!({ "code": code, "name": format!("{code}卫生院"), "group": group })
        });
        let payees: Vec<Value> = payees.collect();
        let marks = self.marks(scheme);
        serde_json::from_value(json!({
            "period": { "from": format!("{year}-01-01"), "until": format!("{}-01-01", year + 1) },
            "payees": payees, "volumes": volumes, "marks": marks, "findings": findings,
            "budgets": budgets, "advances": advances,
        }))
        .unwrap()
    }

    fn volumes(&mut self, scheme: &SchemeDocument, year: i64, months: &[i64]) -> Vec<Value> {
        let mut volumes = Vec::new();
        for (payee, _) in self.payees.clone() {
            for (item, channel) in self.items.clone() {
                let code = &self.channels[channel].code;
                let rules = scheme.channels.iter().find(|rules| rules.code == *code).unwrap();
                let may_be_unverified = rules.unverified == Unverified::PayReported;
                let mut months = months.to_vec();
                self.random.shuffle(&mut months);
                months.truncate(self.random.count(0, 4));
                for month in months {
                    let some = self.random.between(0, 200_00);
                    let volume = if self.is_round { self.random.between(1, 2) * 100 } else { some };
                    let field = if may_be_unverified && self.random.chance(30) {
                        "reported"
                    } else {
                        "verified"
                    };
                    let mut record = json!({
                        "payee": payee, "item": item, "month": format!("{year}-{month:02}"),
                    });
                    record[field] = json!(decimal(volume, 2));
                    if self.random.chance(10) {
                        let mut correction = record.clone();
                        let change = self.random.between(-volume, 20_00);
                        correction[field] = json!(decimal(change, 2));
                        correction["correction"] = json!("冲");
                        volumes.push(correction);
                    }
                    volumes.push(record);
                }
            }
        }
        volumes
    }

    /// A mark for each payee, indicator and round.
    pub fn marks(&mut self, scheme: &SchemeDocument) -> Vec<Value> {
        let mut marks = Vec::new();
        for appraisal in &scheme.appraisals {
            let indicators: Vec<_> =
                appraisal.dimensions.iter().flat_map(|dimension| &dimension.indicators).collect();
            for (payee, _) in self.payees.clone() {
                for round in rounds(appraisal) {
                    for indicator in &indicators {
                        let full: i64 = indicator.full.as_str().parse().unwrap();
                        let (some, good) = (
                            self.random.between(0, full * 10),
                            self.random.between(full * 7, full * 10),
                        );
                        let mark = *self.random.pick(&[some, good, good, full * 10]);
                        marks.push(json!({
                            "payee": payee, "indicator": indicator.code, "round": round,
                            "mark": decimal(mark, 1),
                        }));
                    }
                }
            }
        }
        marks
    }

    /// Up to three findings on each payee, of any kind.
    fn findings(&mut self, scheme: &SchemeDocument, volumes: &[Value]) -> Vec<Value> {
        let mut findings: Vec<Value> = Vec::new();
        let scale = self.channels[0].scale;
        for (payee, _) in self.payees.clone() {
            // Records that were not corrected, each of which a finding can disallow once.
            let mut records: Vec<&Value> = (volumes.iter())
                .filter(|record| record["payee"] == json!(payee))
                .filter(|record| {
                    let same = |other: &&Value| {
                        (&other["payee"], &other["item"], &other["month"])
                            == (&record["payee"], &record["item"], &record["month"])
                    };
                    volumes.iter().filter(same).count() == 1
                })
                .collect();
            self.random.shuffle(&mut records);
            for _ in 0..self.random.below(4) {
                if scheme.finding_kinds.is_empty() {
                    break;
                }
                let kind = self.random.pick(&scheme.finding_kinds);
                let code = format!("决{}", 20 - findings.len());
                let mut finding = json!({ "code": code, "kind": kind.code, "payee": payee });
                match &kind.rule {
                    FindingRuleDocument::Disallow { multiple } => {
                        let Some(record) = records.pop() else { continue };
                        let place =
                            self.items.iter().position(|(code, _)| record["item"] == json!(code));
                        let channel = &self.channels[self.items[place.unwrap()].1];
                        if multiple[0].value.as_str() != "0" && !channel.has_deductions {
                            continue;
                        }
                        let mut fields = ["verified", "reported"].into_iter();
                        let volume = fields.find_map(|field| record[field].as_str());
                        let most: i64 = volume.unwrap().replace('.', "").parse().unwrap();
                        if most == 0 {
                            continue;
                        }
                        let some = self.random.between(1, most);
                        let volume = *self.random.pick(&[some, some, most]);
                        finding["volume"] = json!(decimal(volume, 2));
                        finding["item"] = record["item"].clone();
                        finding["month"] = record["month"].clone();
                    }
                    FindingRuleDocument::Fixed { .. } => {}
                    FindingRuleDocument::Stated { .. } => {
                        finding["amount"] = json!(self.money(scale, &[0, 1, 10, 50]));
                    }
                    FindingRuleDocument::Veto { appraisal, .. } => {
                        let appraisal =
                            scheme.appraisals.iter().find(|record| record.code == *appraisal);
                        let by_part = |it: &&AppraisalDocument| {
                            matches!(it.rounds, Some(RoundsDocument::ByPart { .. }))
                        };
                        if let Some(appraisal) = appraisal.filter(by_part)
                            && self.random.chance(50)
                        {
                            finding["round"] = json!(self.random.pick(&rounds(appraisal)));
                        }
                    }
                }
                findings.push(finding);
            }
        }
        findings
    }

    fn budgets(&mut self, scheme: &SchemeDocument) -> Vec<Value> {
        let mut budgets = Vec::new();
        for channel in &scheme.channels {
            let plan = channel.advances.as_ref().and_then(|advances| advances.plan.as_ref());
            if plan.is_none_or(|plan| plan.base != Base::Budget) {
                continue;
            }
            for (payee, _) in self.payees.clone() {
                let amount = self.money(self.channels[0].scale, &[0, 20, 100]);
                budgets.push(json!({ "payee": payee, "channel": channel.code, "amount": amount }));
            }
        }
        budgets
    }

    fn advances_paid(&mut self, scheme: &SchemeDocument, year: i64) -> Vec<Value> {
        let mut advances = Vec::new();
        for channel in &scheme.channels {
            let Some(rules) = &channel.advances else { continue };
            let own = self.channels.iter().find(|own| own.code == channel.code).unwrap();
            let scale = own.scale / i64::try_from(self.payees.len()).unwrap();
            for (payee, _) in self.payees.clone() {
                for _ in 0..self.random.below(3) {
                    let year = *self.random.pick(&[year, year, year, year, year - 1, year + 1]);
                    let (month, day) = (self.random.between(1, 12), self.random.between(1, 28));
                    let instalment = rules.plan.as_ref().filter(|_| self.random.chance(60));
                    let instalment =
                        instalment.map(|plan| self.random.pick(&plan.instalments).code.clone());
                    advances.push(json!({
                        "code": format!("凭{}", advances.len()), "payee": payee,
                        "channel": channel.code, "instalment": instalment,
                        "date": format!("{year}-{month:02}-{day:02}"),
                        "amount": self.money(scale, &[0, 10, 40, 80, 150]),
                    }));
                }
            }
        }
        advances
    }

    /// What was brought forward into a year, stated by hand.
    pub fn opening(&mut self, scheme: &SchemeDocument, facts: &mut FactsDocument, year: i64) {
        let mut reserves = Vec::new();
        let mut owed = Vec::new();
        let mut claims = Vec::new();
        let mut entitlements = Vec::new();
        for channel in &scheme.channels {
            let scale = self.channels.iter().find(|own| own.code == channel.code).unwrap().scale;
            if channel.reserve.is_some() {
                let balance = self.money(scale, &[0, 0, 5, 30, 100]);
                reserves.push(json!({ "channel": channel.code, "balance": balance }));
            }
            let scale = scale / i64::try_from(self.payees.len()).unwrap();
            let has_owed = self.random.chance(40);
            let plan = channel.advances.as_ref().and_then(|advances| advances.plan.as_ref());
            for (payee, _) in self.payees.clone() {
                let amount = |district: &mut Self, percentages: &[i64]| {
                    let amount = district.money(scale, percentages);
                    json!({ "channel": channel.code, "payee": payee, "amount": amount })
                };
                if has_owed && self.random.chance(70) {
                    owed.push(amount(self, &[0, 5, 30, 100]));
                }
                if plan.is_some_and(|plan| plan.base == Base::PreviousEntitlement) {
                    entitlements.push(amount(self, &[0, 30, 100]));
                }
                let causes = [
                    (json!({ "kind": "advances" }), channel.advances.is_some()),
                    (json!({ "kind": "finding", "code": "旧1" }), channel.deductions.is_some()),
                    (json!({ "kind": "finding", "code": "旧2" }), channel.deductions.is_some()),
                ];
                for (cause, is_possible) in causes {
                    if is_possible && self.random.chance(15) {
                        let earlier = year - self.random.between(1, 2);
                        let mut claim = amount(self, &[0, 5, 20, 150]);
                        claim["cause"] = cause;
                        claim["period"] = json!({
                            "from": format!("{earlier}-01-01"),
                            "until": format!("{}-01-01", earlier + 1),
                        });
                        claims.push(claim);
                    }
                }
            }
        }
        facts.opening = serde_json::from_value(json!({
            "reserves": reserves, "owed": owed, "claims": claims, "entitlements": entitlements,
        }))
        .unwrap();
    }
}
