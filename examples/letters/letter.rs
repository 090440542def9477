//! The letter to one institution: its notice, the explanation, and room to confirm both.

use work_equivalent::Settlement;
use work_equivalent::statement::{Notice, StatementFigures, Trace};
use work_equivalent::units::Money;

use crate::appendix;
use crate::blocks::{Block, Signature, Table, read};
use crate::markdown::{Align, yuan};

/// A letter, and what names it.
pub struct Letter {
    pub code: String,
    pub name: String,
    /// The result of the period, as the letter states it.
    #[allow(dead_code, reason = "for the list of letters, which no test prints")]
    pub result: String,
    pub digest: String,
    pub blocks: Vec<Block>,
}

impl Letter {
    /// The letter to a payee; none where the code is not a payee's.
    pub fn to(settlement: &Settlement<'_>, payee: &str) -> Result<Option<Self>, String> {
        let statement = settlement.statement().map_err(|error| error.to_string())?;
        let Some(notice) = statement.notice(payee) else { return Ok(None) };
        let trace = settlement.explain(payee).map_err(|error| error.to_string())?;
        let digests = [notice.digest(), statement.digest()];
        let [digest, whole] = digests.map(|digest| digest.map_err(|error| error.to_string()));
        Ok(Some(Self::new(statement.figures(), &notice, &trace, digest?, &whole?)))
    }

    fn new(
        figures: &StatementFigures,
        notice: &Notice<'_>,
        trace: &Trace,
        digest: String,
        whole: &str,
    ) -> Self {
        let text = notice.to_string();
        let mut parts = read(&text).into_iter();
        let (mut title, mut items) = (String::new(), Vec::new());
        let mut details = Vec::new();
        for block in &mut parts {
            match block {
                Block::Title(text) => title = text,
                Block::List(list) if items.is_empty() => items = list,
                other => {
                    details.push(other);
                    break;
                }
            }
        }
        details.extend(parts);
        // The last line of the notice is its digest, which has its place below.
        details.pop();

        let called = figures.scheme.payee.as_deref().unwrap_or("机构");
        let from = figures.scheme.payer.as_deref().unwrap_or("财政");
        let payee = notice.payee;
        let result = items.pop().unwrap_or_default();
        // The sums over all channels stand in the table below.
        let is_particular = |item: &String| {
            ["依据：", "结算期：", "承接", called].iter().any(|start| item.starts_with(start))
        };
        let particulars = items.iter().filter(|item| is_particular(item)).filter_map(|item| {
            item.split_once('：').map(|(what, says)| [what, says].map(str::to_owned))
        });
        let mut blocks = vec![
            Block::Title(title),
            Block::Particulars(particulars.collect()),
            Block::Paragraph(format!("{}：", payee.name)),
            Block::Paragraph(
                "本期结算结果如下，请核对各项数据，并在“四、确认”处签字盖章后退回一份。每个数怎样算出，见附件。"
                    .to_owned(),
            ),
            Block::Heading(2, "一、结算汇总（元）".to_owned()),
            Block::Table(summary(notice)),
            Block::Result(format!("{result}。")),
            Block::Heading(2, "二、各渠道明细".to_owned()),
        ];
        let mut explained = Vec::new();
        for block in details {
            match block {
                Block::Heading(2, heading) if heading.starts_with("收入类别") => {
                    blocks.push(Block::Heading(2, format!("三、{heading}")));
                }
                Block::Heading(2, heading) => {
                    let channel = notice
                        .channels
                        .iter()
                        .find(|channel| heading == format!("{}（{}）", channel.name, channel.cite));
                    explained.extend(channel.map(|c| (c.code.to_owned(), c.name.to_owned())));
                    blocks.push(Block::Heading(3, heading));
                }
                Block::Heading(level, heading) => blocks.push(Block::Heading(level + 1, heading)),
                other => blocks.push(other),
            }
        }
        if explained.len() > 1 {
            explained.push(("total".to_owned(), "全部渠道合计".to_owned()));
        }
        let signature = |role: String, name: &str| Signature { role, name: name.to_owned() };
        let confirmation = vec![
            Block::Heading(2, "四、确认".to_owned()),
            Block::List(vec![
                format!("本通知摘要（SHA-256）：{digest}"),
                format!("所属结算单摘要（SHA-256）：{whole}"),
                "摘要由通知中的数据算出：任何一个数变动，摘要都会不同。".to_owned(),
            ]),
            Block::Signatures([
                signature(format!("付费方（{from}）"), &figures.scheme.issuer),
                signature(format!("{called}确认"), &format!("{} {}", payee.code, payee.name)),
            ]),
        ];
        blocks.extend([
            Block::Together(confirmation),
            Block::NewPage,
            Block::Heading(2, "附件：计算说明".to_owned()),
            Block::Paragraph(
                "按计算先后列出各步；方括号内是出处的编号，列在最后。“≈”只用于显示，计算用精确值。没有发生的事项和照抄前一步的数不列。"
                    .to_owned(),
            ),
        ]);
        blocks.extend(appendix::blocks(trace, &explained));
        Self { code: payee.code.clone(), name: payee.name.clone(), result, digest, blocks }
    }
}

/// Every channel in which the payee has something, and the sum.
fn summary(notice: &Notice<'_>) -> Table {
    let total = notice.payee;
    let recorded = total.recorded > Money::ZERO;
    let row = |name: &str, [owed, by_others, payable, advanced, balance]: [Money; 5]| {
        let mut row = vec![name.to_owned(), yuan(owed)];
        row.extend(recorded.then(|| yuan(by_others)));
        row.extend([payable, advanced, balance].map(yuan));
        row
    };
    let mut rows = Vec::new();
    for channel in &notice.channels {
        let p = channel.figures;
        let amounts = [p.entitlement, p.recorded, p.payable, p.advanced, p.balance];
        if amounts.iter().any(|amount| *amount != Money::ZERO) {
            rows.push(row(channel.name, amounts));
        }
    }
    let sums = [total.total, total.recorded, total.payable, total.advanced, total.balance];
    rows.push(row("合计", sums));
    let mut names = vec!["应付额"];
    names.extend(recorded.then_some("由其他付费方支付"));
    names.extend(["应支付额", "已预拨", "清算差额"]);
    let names = names.into_iter().map(|name| (name.to_owned(), Align::Right));
    let columns = [("补偿渠道".to_owned(), Align::Left)].into_iter().chain(names).collect();
    Table { columns, rows, has_sum: true }
}
