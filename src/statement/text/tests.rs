//! What is printed where there is something to print, and not else.

use serde_json::{Value, json};

use crate::sample::since;
use crate::statement::PayeeFigures;
use crate::statement::tests::{cycle, in_parts, settled};
use crate::units::Money;

/// The headings of a text.
fn headings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('#')).collect()
}

/// The lines under a heading, of tables what stands in their cells.
fn under(text: &str, heading: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| *line != heading).skip(1);
    told(lines.take_while(|line| !line.starts_with('#')))
}

fn told<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let cells = |line: &str| {
        let cells = line.split('|').map(str::trim).filter(|cell| !cell.is_empty());
        cells.collect::<Vec<_>>().join(" ")
    };
    lines.filter(|line| !line.is_empty() && !line.starts_with("|:")).map(cells).collect()
}

/// An announced price, and nothing else changed.
fn announced(scheme: &mut Value, price: &str) {
    scheme["channels"][0]["price"] =
        json!({ "kind": "announced", "appraisal_loss": "treasury", "values": since(price) });
}

#[test]
fn only_what_there_is_has_a_heading() {
    let small = settled(|_, _| {}).to_string();
    assert_eq!(
        headings(&small),
        [
            "# 政府购买服务结算单",
            "## 政府购买服务（示例 四）",
            "### 资金",
            "### 单位当量购买标准",
            "### 各机构应付额",
            "### 按服务类别",
            "### 可分配资金与应付额",
            "### 各机构支付（元）",
            "### 资金来源与去向",
            "## 收入类别汇总（按应付额）"
        ]
    );
    let cycle = settled(cycle).to_string();
    assert_eq!(
        headings(&cycle),
        [
            "# 政府购买服务结算单",
            "## 政府购买服务（示例 四）",
            "### 资金",
            "### 单位当量购买标准",
            "### 各机构应付额",
            "### 按服务类别",
            "### 可分配资金与应付额",
            "### 超支与结余",
            "### 各机构支付（元）",
            "### 核减明细",
            "### 风险保障基金台账",
            "### 资金来源与去向",
            "### 结转下期",
            "## 收入类别汇总（按应付额）"
        ]
    );
}

#[test]
fn an_overrun_and_a_surplus_are_told() {
    let short = settled(cycle).to_string();
    assert_eq!(
        under(&short, "### 超支与结余"),
        [
            "超支的处理 金额（元）",
            "超支 28,010.00",
            "动用风险保障基金 6,000.00",
            "结转下期的欠付 22,010.00"
        ]
    );
    let left = settled(|scheme, _| announced(scheme, "10")).to_string();
    assert_eq!(
        under(&left, "### 超支与结余"),
        ["结余的处理 金额（元）", "结余 35,000.00", "退回财政 35,000.00"]
    );
}

#[test]
fn the_lines_of_a_pool_are_those_that_it_has() {
    let small = settled(|_, _| {}).to_string();
    assert_eq!(
        under(&small, "### 资金"),
        [
            "项目 金额（元）",
            "加：购买服务资金 105,000.00",
            "可用资金 105,000.00",
            "减：风险金预提 0.00",
            "可分配资金 105,000.00"
        ]
    );
    let limited = settled(|scheme, facts| {
        let line =
            json!({ "code": "most", "name": "封顶", "kind": "limit", "amounts": since("100000") });
        scheme["channels"][0]["pool"].as_array_mut().unwrap().push(line);
        facts["opening"] =
            json!({ "owed": [{ "channel": "purchase", "payee": "W01", "amount": "10" }] });
    })
    .to_string();
    assert_eq!(
        under(&limited, "### 资金"),
        [
            "项目 金额（元）",
            "加：购买服务资金 105,000.00",
            "上限：封顶 100,000.00",
            "减：超出上限，留存财政 5,000.00",
            "可用资金 100,000.00",
            "减：风险金预提 0.00",
            "减：补付上期结转欠付 10.00",
            "可分配资金 99,990.00"
        ]
    );
}

#[test]
fn payments_have_a_column_for_all_that_changes_them() {
    let small = settled(|_, _| {}).to_string();
    assert_eq!(
        under(&small, "### 各机构支付（元）"),
        [
            "编码 机构 应付额 应支付额 已预拨 清算差额",
            "W01 甲卫生院 72,000.00 72,000.00 0.00 72,000.00",
            "W02 乙卫生院 27,000.00 27,000.00 0.00 27,000.00",
            "合计 99,000.00 99,000.00 0.00 99,000.00"
        ]
    );
    let cycle = settled(cycle).to_string();
    assert_eq!(
        under(&cycle, "### 各机构支付（元）"),
        [
            "编码 机构 应付额 结转欠付 结算额 补付欠付 风险金计提 风险金返还 核减 应支付额 已预拨 清算差额",
            "W01 甲卫生院 96,000.00 16,007.27 79,992.73 10.00 7,999.27 2,181.09 0.00 74,184.55 0.00 74,184.55",
            "W02 乙卫生院 36,000.00 6,002.73 29,997.27 0.00 2,999.73 817.91 27,815.45 0.00 50.00 -50.00",
            "合计 132,000.00 22,010.00 109,990.00 10.00 10,999.00 2,999.00 27,815.45 74,184.55 50.00 74,134.55"
        ]
    );
    assert_eq!(
        under(&cycle, "### 结转下期"),
        [
            "机构 欠付机构（元） 待扣回机构（元）",
            "甲卫生院 16,007.27 0.00",
            "乙卫生院 6,002.73 472,237.55"
        ]
    );
    // Amounts that are paid as they are owed.
    let stated = |advanced: bool| {
        settled(|scheme, facts| {
            for item in scheme["items"].as_array_mut().unwrap() {
                item.as_object_mut().unwrap().remove("weights");
            }
            let channel = scheme["channels"][0].as_object_mut().unwrap();
            for key in ["pool", "overrun", "surplus", "appraisal"] {
                channel.remove(key);
            }
            channel["price"] =
                json!({ "kind": "stated", "appraisal_loss": "treasury", "cite": "示例" });
            scheme.as_object_mut().unwrap().remove("appraisals");
            facts.as_object_mut().unwrap().remove("marks");
            if advanced {
                scheme["channels"][0]["advances"] = json!({ "excess": "recover", "cite": "示例" });
                facts["advances"] = json!([{
                    "code": "V1", "payee": "W02", "channel": "purchase", "date": "2024-01-31",
                    "amount": "50",
                }]);
            }
        })
        .to_string()
    };
    let short = "- 各机构应支付额即应付额，尚未预拨";
    assert_eq!(stated(false).lines().filter(|line| *line == short).count(), 1);
    let advanced = stated(true);
    assert!(!advanced.contains(short), "{advanced}");
    assert_eq!(
        under(&advanced, "### 各机构支付（元）"),
        [
            "编码 机构 应付额 应支付额 已预拨 清算差额",
            "W01 甲卫生院 4,400.00 4,400.00 0.00 4,400.00",
            "W02 乙卫生院 1,700.00 1,700.00 50.00 1,650.00",
            "合计 6,100.00 6,100.00 50.00 6,050.00"
        ]
    );
}

#[test]
fn a_notice_tells_what_its_payee_gets() {
    let statement = settled(|_, _| {});
    let notice = statement.notice("W01").unwrap().to_string();
    assert_eq!(
        told(notice.lines().filter(|line| line.starts_with("- "))),
        [
            "- 依据：示例〔2024〕1号《两家卫生院的最小示例》（示例区卫生健康局）",
            "- 结算期：2024-01-01 至 2024-12-31",
            "- 机构：W01 甲卫生院",
            "- 应付额合计：72,000.00 元",
            "- 应支付额合计：72,000.00 元，已预拨 0.00 元",
            "- 本次应补付：72,000.00 元",
            "- 每当量 15 元（由可分配资金导出，不取整）"
        ]
    );
    let statement = settled(cycle);
    let notice = statement.notice("W02").unwrap().to_string();
    assert_eq!(
        under(&notice, "## 政府购买服务（示例 四）"),
        [
            "- 自2024-01-01起每当量 20 元（事先公布）",
            "项目 数值",
            "机构类别 平原",
            "工作当量 2,000",
            "绩效评价得分 90",
            "绩效评价系数 0.9",
            "评价前金额（元） 40,000.00",
            "应付额（元） 36,000.00",
            "结转欠付（元） 6,002.73",
            "结算额（元） 29,997.27",
            "风险金计提（元） 2,999.73",
            "风险金返还（元） 817.91",
            "核减（元） 27,815.45",
            "应支付额（元） 0.00",
            "已预拨（元） 50.00",
            "清算差额（元） -50.00",
            "其中结转下期核减（元） 50.00",
            "期末尚欠机构（元） 6,002.73"
        ]
    );
}

#[test]
fn a_statement_in_parts_begins_with_all_of_them() {
    let statement = in_parts("2024-04-01");
    let text = statement.to_string();
    let digest = statement.digest().unwrap();
    assert_eq!(
        told(text.lines().take_while(|line| *line != "---")),
        [
            "# 政府购买服务结算单（期中更替实施方案，分段结算）",
            "- 结算期：2024-01-01 至 2024-12-31",
            "- 资金分割：全期资金按各段月数分割，被切开的月份按天数折算",
            "- 2024-01-01 至 2024-03-31：依据示例〔2024〕1号",
            "- 2024-04-01 至 2024-12-31：依据示例〔2024〕2号",
            "## 各机构全期合计（元）",
            "编码 机构 应付额 应支付额 已预拨 本次清算 结转扣回",
            "W01 甲卫生院 25,200.00 25,200.00 0.00 25,200.00 0.00",
            "W02 乙卫生院 70,875.00 70,875.00 0.00 70,875.00 0.00",
            &format!("分段结算单摘要（SHA-256）：{digest}"),
        ]
    );
    let [first, second] = statement.parts() else { panic!("there are two parts") };
    let parts = format!("\n---\n\n第1段\n\n{first}\n\n---\n\n第2段\n\n{second}\n");
    assert!(text.ends_with(&parts), "{text}");
}

#[test]
fn nothing_is_what_has_no_amount_and_no_claim() {
    let with = settled(cycle).figures().channels[0].payees[1].clone();
    let none = {
        let mut none = settled(|_, _| {}).figures().channels[0].payees[1].clone();
        none.equivalents = None;
        for amount in [&mut none.before_appraisal, &mut none.payable] {
            *amount = Money::ZERO;
        }
        none
    };
    assert!(none.is_nothing());
    let fen = Money::from_fen(1).unwrap();
    let something = [
        PayeeFigures { equivalents: with.equivalents, ..none.clone() },
        PayeeFigures { deductions: with.deductions, ..none.clone() },
        PayeeFigures { plan: with.plan, ..none.clone() },
        PayeeFigures { before_appraisal: fen, ..none.clone() },
        PayeeFigures { owed_before: fen, ..none.clone() },
        PayeeFigures { payable: fen, ..none.clone() },
        PayeeFigures { advanced: fen, ..none.clone() },
    ];
    for (place, payee) in something.iter().enumerate() {
        assert!(!payee.is_nothing(), "{place}");
    }
}
