//! Random districts: what stays from year to year, and a scheme for it, another each time.

use serde_json::{Value, json};
use work_equivalent::scheme::SchemeDocument;

use crate::random::Random;

/// What stays from year to year, with the source of all choices.
pub struct District {
    pub random: Random,
    /// The codes of the payees, each with its group.
    pub payees: Vec<(String, String)>,
    /// The codes of the items, each with the place of its channel.
    pub items: Vec<(String, usize)>,
    pub channels: Vec<Channel>,
    groups: usize,
    /// Whether volumes are few and round, so that payees tie.
    pub is_round: bool,
    /// How many schemes were made.
    schemes: usize,
}

/// What stays of a channel.
pub struct Channel {
    pub code: String,
    /// The code of its appraisal.
    pub appraisal: Option<String>,
    pub has_pool: bool,
    pub has_reserve: bool,
    pub has_deductions: bool,
    /// About what its payees are owed in a year, in fen.
    pub scale: i64,
}

/// Which rounds the appraisals of a scheme may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rounds {
    Any,
    None,
}

/// A whole number with so many decimal places.
pub fn decimal(number: i64, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// One value in force from long before any period.
pub fn dated(value: &str, cite: &str) -> Value {
    json!([{ "from": "2020-01-01", "value": value, "cite": cite }])
}

impl District {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut codes = ["1", "10", "2", "A", "a", "B", "_c", "甲", "乙", "é"];
        random.shuffle(&mut codes);
        let groups = random.count(1, 2);
        let payees: Vec<(String, String)> = codes[..random.count(1, 5)]
            .iter()
            .map(|code| ((*code).to_owned(), format!("组{}", random.index(groups))))
            .collect();
        let channel_count = random.count(1, 2);
        let item_count = random.count(i64::try_from(channel_count).unwrap(), 3);
        let items: Vec<(String, usize)> =
            (0..item_count).map(|item| (format!("项{item}"), item % channel_count)).collect();
        let is_round = random.chance(20);
        let mut channels = Vec::new();
        for (place, code) in ["道", "D"].into_iter().take(channel_count).enumerate() {
            let bought = items.iter().filter(|(_, channel)| *channel == place).count();
            let each = if is_round { 60_00 } else { 3_700_00 };
            // Both channels may share one.
            let appraisal = ["评", "P"][if random.chance(70) { place } else { 0 }].to_owned();
            channels.push(Channel {
                code: code.to_owned(),
                appraisal: random.chance(75).then_some(appraisal),
                has_pool: random.chance(85),
                has_reserve: random.chance(80),
                has_deductions: random.chance(85),
                scale: each * i64::try_from(payees.len() * bought).unwrap(),
            });
        }
        Self { random, payees, items, channels, groups, is_round, schemes: 0 }
    }

    /// Some part of an amount of fen, by percentages to choose from, as yuan.
    pub fn money(&mut self, scale: i64, percentages: &[i64]) -> String {
        let percent = *self.random.pick(percentages);
        let odd = if percent > 0 { self.random.between(0, 99) } else { 0 };
        decimal(scale / 100 * percent + odd, 2)
    }

    /// A rate from 0 to 1.
    pub fn rate(&mut self) -> String {
        let some = self.random.between(0, 1000);
        let rate = *self.random.pick(&[some, some, some, 50, 333, 1000, 0]);
        decimal(rate, 3)
    }

    /// A scheme for the district in a year, in force from long before it.
    pub fn scheme(&mut self, year: i64, rounds: Rounds) -> SchemeDocument {
        self.schemes += 1;
        let number = format!("试〔{year}〕{}号", self.schemes);
        let groups: Vec<Value> = (0..self.groups)
            .map(|group| {
                let code = format!("组{group}");
                if self.random.chance(70) {
                    return json!({ "code": code, "name": code });
                }
                let difficulty = decimal(self.random.between(80, 150), 2);
                json!({ "code": code, "name": code, "difficulty": dated(&difficulty, "难度") })
            })
            .collect();
        let mut categories = Vec::new();
        let mut items = Vec::new();
        for (place, (code, channel)) in self.items.clone().into_iter().enumerate() {
            let category = format!("类{place}");
            categories.push(json!({
                "code": category, "name": category, "channel": self.channels[channel].code,
                "income_class": format!("收{}", place % 2),
            }));
            items.push(self.item(&code, &category));
        }
        let classes =
            ["收0", "收1"].map(|code| json!({ "code": code, "name": code, "cite": "收" }));
        let mut governing: Vec<String> =
            self.channels.iter().filter_map(|channel| channel.appraisal.clone()).collect();
        governing.sort();
        governing.dedup();
        let appraisals: Vec<Value> =
            governing.iter().map(|code| self.appraisal(code, rounds)).collect();
        let kinds = self.finding_kinds(&governing);
        let channels: Vec<Value> =
            (0..self.channels.len()).map(|channel| self.channel(channel, year)).collect();
        serde_json::from_value(json!({
            "title": "购买服务实施方案", "number": number, "issuer": "局", "from": "2020-01-01",
            "groups": groups, "income_classes": classes, "categories": categories, "items": items,
            "appraisals": appraisals, "finding_kinds": kinds, "channels": channels,
        }))
        .unwrap()
    }

    fn item(&mut self, code: &str, category: &str) -> Value {
        let weight = |random: &mut Random| decimal(random.between(50, 300), 2);
        let mut first = json!({ "from": "2020-01-01", "cite": "当量" });
        if self.random.chance(70) {
            first["value"] = json!(weight(&mut self.random));
        } else {
            for group in 0..self.groups {
                first["by_group"][format!("组{group}")] = json!(weight(&mut self.random));
            }
        }
        let mut item = json!({
            "code": code, "name": code, "unit": "次", "category": category, "weights": [first],
        });
        if self.random.chance(15) {
            let ceiling = decimal(self.random.between(20, 300), 0);
            item["ceiling"] = dated(&ceiling, "上限");
        }
        if self.random.chance(15) {
            let above = decimal(self.random.between(20, 200), 0);
            let factor = self.rate();
            let steps = json!([
                { "above": "0", "factor": "1" }, { "above": above, "factor": factor },
            ]);
            item["bands"] = json!({ "cite": "阶梯", "steps": steps });
        }
        item
    }

    fn appraisal(&mut self, code: &str, rounds: Rounds) -> Value {
        let shape = match self.random.below(4) {
            0 => json!({ "kind": "proportional" }),
            1 => json!({ "kind": "full-from", "threshold": "85" }),
            2 => json!({ "kind": "piecewise", "points": [
                { "score": "60", "value": "0.5" }, { "score": "95", "value": "1.05" },
            ] }),
            _ => json!({ "kind": "bands", "bands": [
                { "from": "0", "value": "0.5" },
                { "from": "70", "value": "1" },
                { "from": "95", "value": self.random.pick(&["1", "1.2"]) },
            ] }),
        };
        let mut curve = json!({ "shape": shape, "cite": "曲线" });
        if self.random.chance(60) {
            let places = self.random.between(1, 4);
            curve["rounding"] = json!({ "places": places, "mode": "half-away-from-zero" });
        }
        let indicator = |number: usize, full: &str| {
            let code = format!("{code}{number}");
            let rule = json!({ "kind": "given" });
            json!({ "code": code, "name": code, "full": full, "rule": rule, "cite": "指标" })
        };
        let indicators = if self.random.chance(50) {
            vec![indicator(1, "100")]
        } else {
            vec![indicator(1, "60"), indicator(2, "40")]
        };
        let mut appraisal = json!({
            "code": code, "name": code, "cite": "评价", "curve": curve,
            "dimensions": [{ "code": "维", "name": "维", "indicators": indicators }],
        });
        if rounds == Rounds::Any {
            appraisal["rounds"] = self.rounds();
        }
        appraisal
    }

    fn rounds(&mut self) -> Value {
        let round = |number: usize| format!("轮{number}");
        let combined = |of: &str, weights: &[i64]| {
            let rounds = weights.iter().enumerate().map(|(number, weight)| {
                let code = round(number);
                json!({ "code": code, "name": code, "weight": decimal(*weight, 2) })
            });
            let rounds: Vec<Value> = rounds.collect();
            json!({ "kind": "combined", "of": of, "rounds": rounds, "cite": "轮次" })
        };
        let count = self.random.count(1, 3);
        let weights: Vec<i64> = (0..count).map(|_| self.random.between(1, 300)).collect();
        match self.random.below(5) {
            0 => combined("scores", &weights),
            1 => combined("coefficients", &weights),
            2 => {
                let splits: [&[i64]; 5] = [&[6, 6], &[3, 9], &[3, 3, 3, 3], &[12], &[1, 11]];
                let months = *self.random.pick(&splits);
                let rounds = months.iter().enumerate().map(|(number, months)| {
                    let code = round(number);
                    json!({ "code": code, "name": code, "months": months })
                });
                let rounds: Vec<Value> = rounds.collect();
                json!({ "kind": "by-part", "rounds": rounds, "cite": "轮次" })
            }
            _ => Value::Null,
        }
    }

    /// Some kinds of finding; those of an amount deduct from a channel that says where it goes.
    fn finding_kinds(&mut self, appraisals: &[String]) -> Vec<Value> {
        let deducting: Vec<(String, i64)> = (self.channels.iter())
            .filter(|channel| channel.has_deductions)
            .map(|channel| (channel.code.clone(), channel.scale))
            .collect();
        let mut kinds = Vec::new();
        let mut kind = |code: &str, rule: Value| {
            kinds.push(json!({ "code": code, "name": code, "cite": "情形", "rule": rule }));
        };
        for (code, multiples) in [("不计", &["0"][..]), ("倍扣", &["0", "0.5", "1", "2"])] {
            let multiple = dated(self.random.pick::<&str>(multiples), "倍数");
            kind(code, json!({ "kind": "disallow", "multiple": multiple }));
        }
        if !deducting.is_empty() {
            let (channel, scale) = self.random.pick(&deducting).clone();
            let amount = self.money(scale, &[0, 2, 20, 100]);
            let amount = dated(&amount, "定额");
            kind("定额", json!({ "kind": "fixed", "channel": channel, "amount": amount }));
            let (channel, _) = self.random.pick(&deducting).clone();
            kind("另定", json!({ "kind": "stated", "channel": channel }));
        }
        if !appraisals.is_empty() {
            let appraisal = self.random.pick(appraisals).clone();
            let coefficient = dated(self.random.pick::<&str>(&["0", "0.5", "0.85", "1"]), "否决");
            let rule = json!({
                "kind": "veto", "appraisal": appraisal, "coefficient": coefficient,
            });
            kind("否决", rule);
        }
        kinds
    }
}
