//! The command line.

use std::path::{Path, PathBuf};

use lexopt::prelude::{Long, Short, ValueExt};
use work_equivalent::exact::Exact;
use work_equivalent::units::UnitPrice;
use work_equivalent::whatif::SamplesDocument;

use crate::support::sample;

pub const HELP: &str = "\
what_if：预算测算。比较方案，反求单价，扫描单价与服务量，画图

  cargo run --example what_if                       # 样例区：方案、反求、扫描、图
  cargo run --example what_if -- --proposal 文件    # 一个方案的全部对比（Markdown）

  --data 目录       你的数据（文件同 settle）；不写则用样例区。方案在其 proposals/ 下，每个方案一个
                    .toml 或 .json；其中 basis.toml 是各方案共同的前提，可以没有
  --proposal 文件   只看这一个方案；写了 --out 才画图
  --channel 编码    看哪个渠道；不写则看有资金池的那个
  --price 元        问：单价定为这么多，资金最少要多少；不写则为现价的 1.08 倍
  --growth 倍数     问：服务量增长到这么多倍，风险金最少要多少；不写则为 1.12
  --sweep 文件      扫描什么；不写则用数据目录下的 sweep.toml
  --samples 个数    不全部试，只抽这么多个
  --seed 数         抽样的种子；同一种子在任何机器上抽到的都一样；不写则为 1
  --out 目录        图和扫描表写到这里；不写则为 target/what_if
  --json            打印 JSON，不打印文字

退出码：0 完成；1 文件有问题；2 用法有误。
";

/// What the command line asks for.
pub struct Options {
    pub data: PathBuf,
    pub proposal: Option<PathBuf>,
    pub channel: Option<String>,
    pub price: Option<String>,
    pub growth: String,
    pub sweep: Option<PathBuf>,
    pub samples: Option<SamplesDocument>,
    pub out: PathBuf,
    pub out_is_given: bool,
    pub json: bool,
}

impl Options {
    /// None where help is asked for.
    pub fn parse() -> Result<Option<Self>, String> {
        Self::read().map_err(|error| error.to_string())
    }

    fn read() -> Result<Option<Self>, Box<dyn std::error::Error>> {
        let mut options = Self {
            data: relative(&sample()),
            proposal: None,
            channel: None,
            price: None,
            growth: "1.12".to_owned(),
            sweep: None,
            samples: None,
            out: relative(&folder()),
            out_is_given: false,
            json: false,
        };
        let (mut count, mut seed) = (None, None);
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("help") | Short('h') => return Ok(None),
                Long("data") => options.data = parser.value()?.into(),
                Long("proposal") => options.proposal = Some(parser.value()?.into()),
                Long("channel") => options.channel = Some(parser.value()?.string()?),
                Long("price") => {
                    let price = parser.value()?.string()?;
                    let read: Result<UnitPrice, _> = price.parse();
                    read.map_err(|error| format!("--price：{error}"))?;
                    options.price = Some(price);
                }
                Long("growth") => {
                    let growth = parser.value()?.string()?;
                    let above = |factor: Exact| !factor.is_negative() && !factor.is_zero();
                    let plain = !growth.contains('/') && growth.parse().is_ok_and(above);
                    if !plain {
                        let problem = format!("--growth：“{growth}”不是倍数：写如 1.12");
                        return Err(problem.into());
                    }
                    options.growth = growth;
                }
                Long("sweep") => options.sweep = Some(parser.value()?.into()),
                Long("samples") => count = Some(parser.value()?.parse()?),
                Long("seed") => seed = Some(parser.value()?.parse()?),
                Long("out") => {
                    options.out = parser.value()?.into();
                    options.out_is_given = true;
                }
                Long("json") => options.json = true,
                _ => return Err(argument.unexpected().into()),
            }
        }
        options.samples = match (count, seed) {
            (Some(0), _) => return Err("--samples：至少抽一个".into()),
            (Some(count), seed) => Some(SamplesDocument { count, seed: seed.unwrap_or(1) }),
            (None, Some(_)) => return Err("--seed 要与 --samples 一起用".into()),
            (None, None) => None,
        };
        Ok(Some(options))
    }
}

/// `target/what_if`, beside the folder of the profile that this binary was built with.
fn folder() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_default();
    let target = this.ancestors().nth(3).filter(|_| this.parent().is_some_and(is_examples));
    target.map_or_else(|| PathBuf::from("target"), Path::to_owned).join("what_if")
}

fn is_examples(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == "examples")
}

/// A path as seen from where the command runs, if it lies below.
fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).map_or_else(|_| path.to_owned(), Path::to_owned)
}
