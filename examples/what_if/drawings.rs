//! The charts of a run: what they say, and where their figures come from.

use std::path::{Path, PathBuf};

use work_equivalent::statement::StatementFigures;
use work_equivalent::whatif::{ChannelTotals, Comparison};

use crate::chart::pay::{self, Pay};
use crate::chart::reserve::{self, Reserve};
use crate::chart::surface::{self, Surface};
use crate::chart::{Face, Scene, lacking, write};
use crate::compare::in_channel;
use crate::number::{percent, price, wan};
use crate::plan::Problems;
use crate::sweep::Plane;
use crate::years::Sequence;

/// Charts that are laid out, each with the name of its files.
pub struct Drawings {
    face: Face,
    scenes: Vec<(String, Scene)>,
    /// Where figures come from.
    source: String,
}

impl Drawings {
    pub fn new(figures: &StatementFigures, is_sample: bool) -> Result<Self, Problems> {
        let face = Face::new().map_err(|error| vec![error])?;
        let (from, last) = (figures.period.from(), figures.period.last_day());
        let invented = if is_sample { "；示例数据，非公布值" } else { "" };
        let number = &figures.scheme.number;
        let source = format!("来源：{number}，结算期 {from} 至 {last}{invented}");
        Ok(Self { face, scenes: Vec::new(), source })
    }

    /// Pay before and after a proposal, in one channel.
    pub fn pay(&mut self, stem: &str, name: &str, comparison: &Comparison, channel: &str) {
        let Some(channel) = in_channel(comparison, channel) else { return };
        let mut below = channel.entry.name.clone();
        if let Some(payable) = &channel.entry.payable {
            let growth = payable.growth.as_ref().map(percent).unwrap_or_default();
            let (before, after) = (wan(payable.before, 2), wan(payable.after, 2));
            below = format!("{below}；合计 {before} → {after} 万元（{growth}）");
        }
        let shown = if channel.payees.len() > pay::MOST {
            format!("只画增减最大的 {} 家。", pay::MOST)
        } else {
            String::new()
        };
        let source = [
            format!("{shown}图中金额四舍五入到百元；括号内为比基准增减额（万元）和增减幅（%）。"),
            self.source.clone(),
        ];
        let pay = Pay {
            title: &self.face.fit(&format!("各机构应支付额：{name}"), 22, 1060),
            below: &self.face.fit(&below, 14, 1060),
            source: &source,
            names: ["基准", "方案"],
            entries: &channel.payees,
        };
        let scene = pay::chart(&pay, &self.face);
        self.scenes.push((format!("pay-{stem}"), scene));
    }

    /// What the pool leaves or lacks over a sweep.
    pub fn surface(&mut self, plane: &Plane, basis: &ChannelTotals) {
        let price = basis.prices.first().map(|dated| price(dated.price.exact()));
        let price = price.map_or_else(String::new, |price| format!("，单价 {price} 元"));
        let now = format!("基准{price}");
        let blank = plane.cells.iter().flatten().any(Option::is_none);
        let blank = if blank { "灰格没有试，或不能结算。" } else { "" };
        let source = [
            format!(
                "资金余缺＝可分配资金（已减风险金预提和补付欠付）－各机构应付额合计；每格按全套规则重新结算。{blank}"
            ),
            self.source.clone(),
        ];
        let [across, up] = &plane.axes;
        let below = self.face.fit(&format!("{}（{}）", basis.name, basis.code), 14, 1060);
        let scene = surface::chart(
            &Surface {
                title: "资金余缺：单价与服务量一起变时，资金够不够",
                below: &below,
                source: &source,
                axes: [across, up],
                columns: &plane.columns,
                rows: &plane.rows,
                cells: &plane.cells,
                now: plane.now.map(|(row, column)| (row, column, now)),
            },
            &self.face,
        );
        self.scenes.push(("surface".to_owned(), scene));
    }

    /// The reserve over the three sample years.
    pub fn reserve(&mut self, sequence: &Sequence) {
        let numbers = sequence.schemes.join("、");
        // Every year has the same steps.
        let steps = sequence.years.first().map_or(&[][..], |year| &year.steps);
        let explained = steps.iter().filter(|step| !step.explained.is_empty());
        let explained: Vec<String> =
            explained.map(|step| format!("{}：{}", step.name, step.explained)).collect();
        let source = [
            format!("{}。图中金额四舍五入到百元。", explained.join("；")),
            format!(
                "来源：{numbers}，2023-01-01 至 2025-12-31；虚构样例 examples/data/years，非公布值"
            ),
        ];
        let reserve = Reserve {
            title: "风险保障基金：三年怎样积累、动用和补足",
            below: "每年从期初到期末，逐笔转入转出",
            source: &source,
            years: &sequence.years,
        };
        let scene = reserve::chart(&reserve, &self.face);
        self.scenes.push(("reserve".to_owned(), scene));
    }

    /// Writes all charts; the paths, and the characters that their font lacks.
    pub fn write(&self, folder: &Path) -> Result<(Vec<PathBuf>, String), Problems> {
        let mut paths = Vec::new();
        for (stem, scene) in &self.scenes {
            let written = write(scene, &self.face, folder, stem).map_err(|error| vec![error])?;
            paths.extend(written);
        }
        let lacking = lacking(&self.face, self.scenes.iter().map(|(_, scene)| scene));
        Ok((paths, lacking.into_iter().collect()))
    }
}
