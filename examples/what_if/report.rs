//! What a run prints.

use std::fmt;

use serde_json::{Value, json};
use work_equivalent::statement::StatementFigures;
use work_equivalent::whatif::{ChannelTotals, Comparison};

use crate::compare::{self, Tried};
use crate::plan::{Plan, Proposal};
use crate::questions::{self, Answer};

/// What a run found.
pub struct Report<'a> {
    pub plan: &'a Plan,
    /// Of what all proposals start from.
    pub figures: &'a StatementFigures,
    pub settled: &'a ChannelTotals,
    pub basis: &'a ChannelTotals,
    pub tried: &'a [Tried<'a>],
    pub answers: &'a [Answer],
    pub sweep: Option<&'a Sweeping>,
    pub charts: &'a [String],
}

/// What a sweep found.
pub struct Sweeping {
    pub name: String,
    pub variants: usize,
    /// How many could not be settled.
    pub refused: usize,
    pub file: String,
    /// The small table.
    pub plane: Option<String>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = &self.figures.scheme;
        let (from, last) = (self.figures.period.from(), self.figures.period.last_day());
        writeln!(f, "# 预算测算\n")?;
        writeln!(f, "- 依据：{}（{}），{from} 至 {last}", scheme.title, scheme.number)?;
        writeln!(f, "- 渠道：{}（{}）", self.basis.name, self.basis.code)?;
        writeln!(f, "- 基准：{}", of_basis(self.plan))?;

        writeln!(f, "\n## 一、方案\n")?;
        for (number, tried) in (1..).zip(self.tried) {
            writeln!(f, "{number}. {}", described(tried.proposal))?;
        }
        let gap = if self.tried.is_empty() { "" } else { "\n" };
        writeln!(f, "{gap}### 花多少（元）\n")?;
        let basis = self.plan.basis.as_ref().map(|_| self.basis);
        f.write_str(&compare::figures(self.settled, basis, self.tried))?;
        if !self.tried.is_empty() {
            writeln!(f, "\n### 谁增谁减（应支付额，元，与基准比）\n")?;
            f.write_str(&compare::movers(self.tried))?;
        }

        writeln!(f, "\n## 二、反求\n")?;
        if self.answers.is_empty() {
            writeln!(f, "这个渠道没有资金池，没有可反求的数。")?;
        } else {
            writeln!(f, "{}", questions::text(self.answers))?;
            writeln!(
                f,
                "每个答案都按全套规则重新结算过；“再进一步”是最后一位再动一个单位，就差那么多钱。"
            )?;
        }
        if let Some(sweep) = self.sweep {
            writeln!(f, "\n## 三、扫描：{}（{} 种组合）\n", sweep.name, sweep.variants)?;
            if let Some(plane) = &sweep.plane {
                writeln!(f, "资金余缺（万元）：可分配资金减应付额；“！”为风险金也不够。\n")?;
                writeln!(f, "{plane}")?;
            }
            if sweep.refused > 0 {
                writeln!(f, "{} 种组合不能结算，原因在表的末列。\n", sweep.refused)?;
            }
            writeln!(f, "全表：{}", sweep.file)?;
        }
        if !self.charts.is_empty() {
            writeln!(f, "\n## 图\n")?;
        }
        self.charts.iter().try_for_each(|chart| writeln!(f, "- {chart}"))
    }
}

impl Report<'_> {
    pub fn json(&self) -> String {
        let proposals: Vec<Value> =
            self.tried.iter().map(|tried| compare::as_json(self.basis, tried)).collect();
        let basis = self.plan.basis.as_ref().map(
            |basis| json!({ "file": basis.file, "name": basis.name(), "changes": basis.changes }),
        );
        let sweep = self.sweep.map(|sweep| {
            let Sweeping { name, variants, refused, file, .. } = sweep;
            json!({ "name": name, "variants": variants, "refused": refused, "file": file })
        });
        let report = json!({
            "scheme": self.figures.scheme,
            "period": self.figures.period,
            "channel": self.basis.code,
            "settled": self.settled,
            "basis": { "proposal": basis, "totals": self.basis },
            "proposals": proposals,
            "answers": self.answers,
            "sweep": sweep,
            "charts": self.charts,
        });
        // String keys throughout, and no state that could fail to serialize.
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    }
}

/// The whole comparison of one proposal.
pub fn of_one(plan: &Plan, proposal: &Proposal, comparison: &Comparison) -> String {
    let basis = of_basis(plan);
    format!("> 方案：{}\n>\n> 基准：{basis}\n\n{comparison}", described(proposal))
}

fn of_basis(plan: &Plan) -> String {
    plan.basis.as_ref().map_or_else(|| "本期结算".to_owned(), described)
}

/// A proposal with its reasons and its file.
fn described(proposal: &Proposal) -> String {
    let reasons: Vec<&str> = proposal.reasons().collect();
    let reasons =
        if reasons.is_empty() { String::new() } else { format!("：{}", reasons.join("；")) };
    format!("{}（{}）{reasons}", proposal.name(), proposal.file.display())
}
