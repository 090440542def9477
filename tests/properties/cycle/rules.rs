//! Random channels: price and pool, and every rule of the money cycle. Each rule has a clause of
//! its own, so that a trace shows which one it cites.

use serde_json::{Value, json};

use super::district::{District, dated, decimal};

impl District {
    /// A channel with its rules in a year.
    pub(super) fn channel(&mut self, place: usize, year: i64) -> Value {
        let channel = &self.channels[place];
        let (code, scale) = (channel.code.clone(), channel.scale);
        let (has_pool, has_reserve) = (channel.has_pool, channel.has_reserve);
        let has_deductions = channel.has_deductions;
        let unverified = *self.random.pick(&["refuse", "pay-reported"]);
        let mut record = json!({
            "code": code, "name": code, "cite": "渠道", "unverified": unverified,
            "appraisal": channel.appraisal,
            "price": self.price(year, has_pool, has_reserve),
        });
        if has_pool {
            record["pool"] = self.pool(scale);
            record["overrun"] = self.overrun(has_reserve);
            record["surplus"] = self.surplus(has_reserve);
        }
        if has_reserve {
            record["reserve"] = self.reserve(scale, has_pool);
        }
        if has_deductions {
            let to = *self.random.pick(if has_reserve {
                &["treasury", "reserve"][..]
            } else {
                &["treasury"]
            });
            record["deductions"] = json!({ "to": to, "cite": "核减去向" });
        }
        if self.random.chance(65) {
            record["advances"] = self.advances();
        }
        if self.random.chance(15) {
            let places = self.random.between(0, 2);
            let modes = ["half-away-from-zero", "half-to-even", "towards-zero", "away-from-zero"];
            record["money"] = json!({ "places": places, "mode": self.random.pick(&modes) });
        }
        record
    }

    fn price(&mut self, year: i64, has_pool: bool, has_reserve: bool) -> Value {
        let mut losses = vec!["treasury"];
        if has_reserve && has_pool {
            losses.push("reserve");
        }
        let announced = !has_pool || self.random.chance(70);
        if announced {
            let loss = *self.random.pick(&losses);
            let mut price = || decimal(self.random.between(200, 2000), 2);
            let mut values = dated(&price(), "单价");
            if self.random.chance(25) {
                let price = decimal(self.random.between(200, 2000), 2);
                let later = json!({
                    "from": format!("{year}-07-01"), "value": price, "cite": "单价",
                });
                values.as_array_mut().unwrap().push(later);
            }
            return json!({ "kind": "announced", "appraisal_loss": loss, "values": values });
        }
        losses.push("redistributed");
        let loss = *self.random.pick(&losses);
        if self.random.chance(50) {
            return json!({ "kind": "derived", "appraisal_loss": loss, "cite": "单价" });
        }
        let mode = *self.random.pick(&["towards-zero", "half-away-from-zero", "away-from-zero"]);
        let rounding = json!({ "places": self.random.between(0, 3), "mode": mode });
        json!({
            "kind": "published", "appraisal_loss": loss, "rounding": rounding, "cite": "单价",
        })
    }

    fn pool(&mut self, scale: i64) -> Value {
        let line = |code: &str, kind: &str, amount: &str| json!({ "code": code, "name": code, "kind": kind, "amounts": dated(amount, "资金") });
        let mut lines = Vec::new();
        let source = self.money(scale, &[5, 40, 70, 90, 100, 110, 150, 300]);
        lines.push(line("县级", "source", &source));
        if self.random.chance(40) {
            lines.push(line("上级", "source", &self.money(scale, &[0, 10, 30])));
        }
        if self.random.chance(30) {
            lines.push(line("另付", "carve-out", &self.money(scale, &[0, 3])));
        }
        json!(lines)
    }

    fn overrun(&mut self, has_reserve: bool) -> Value {
        let rest = match self.random.below(10) {
            0..3 => json!({ "kind": "prorate" }),
            3..6 => json!({ "kind": "carry-forward" }),
            6..9 => json!({ "kind": "share", "payer": dated(&self.rate(), "分担率") }),
            _ => json!({ "kind": "reject" }),
        };
        let draws = has_reserve && self.random.chance(60);
        json!({ "draw_reserve": draws, "rest": rest, "cite": "超支" })
    }

    fn surplus(&mut self, has_reserve: bool) -> Value {
        let rest = if self.random.chance(50) {
            json!({ "kind": "return" })
        } else {
            json!({ "kind": "retain", "share": dated(&self.rate(), "留用率") })
        };
        let to_reserve = has_reserve && self.random.chance(60);
        json!({ "to_reserve": to_reserve, "rest": rest, "cite": "结余" })
    }

    fn reserve(&mut self, scale: i64, has_pool: bool) -> Value {
        let mut reserve = json!({ "cite": "基金" });
        let has_target = self.random.chance(60);
        if has_target {
            reserve["target"] = dated(&self.money(scale, &[0, 5, 20, 60, 200]), "目标");
        }
        if has_pool && self.random.chance(65) {
            reserve["provision"] = if self.random.chance(60) {
                let rate = decimal(self.random.between(0, 150), 3);
                json!({ "rate": dated(&rate, "预提率") })
            } else {
                json!({ "amount": dated(&self.money(scale, &[0, 3, 30, 400]), "预提额") })
            };
        }
        if self.random.chance(65) {
            let releases = ["held", "all", "above-target", "above-target"];
            let release = *self.random.pick(if has_target { &releases } else { &releases[..2] });
            let rate = dated(&self.rate(), "计提率");
            reserve["withholding"] = json!({ "rate": rate, "release": release });
        }
        reserve
    }

    fn advances(&mut self) -> Value {
        let excess = *self.random.pick(&["recover", "carry-forward"]);
        let mut advances = json!({ "excess": excess, "cite": "预拨" });
        if self.random.chance(60) {
            let mut left = 1000;
            let mut instalments = Vec::new();
            for code in ["首期", "2", "末期"].into_iter().take(self.random.count(1, 3)) {
                let share = self.random.between(1, left - 2);
                let share = *self.random.pick(&[share, share, 250.min(left)]);
                left -= share;
                instalments.push(json!({
                    "code": code, "name": code, "share": decimal(share, 3), "cite": "分期",
                    "month": self.random.between(1, 12), "day": self.random.pick(&[1, 15, 30, 31]),
                }));
                if left < 10 {
                    break;
                }
            }
            let tier = |name: &str, key: &str, number: i64| {
                let mut tier = json!({ "name": name, "cite": "拨付时限" });
                tier[key] = json!(number);
                tier
            };
            let (days, months) = (self.random.between(0, 60), self.random.between(0, 2));
            let mut transfers =
                vec![tier("市级", "days", days), tier("县级", "month_ends", months)];
            transfers.truncate(self.random.count(0, 2));
            advances["plan"] = json!({
                "base": self.random.pick(&["budget", "previous-entitlement"]),
                "instalments": instalments, "transfers": transfers,
            });
        }
        advances
    }
}
