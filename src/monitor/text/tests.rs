//! What people read.

use serde_json::json;

use super::*;
use crate::exact::Exact;
use crate::monitor::readings::{Found, Named, RuleReference};
use crate::monitor::{Monitor, Observations, Watched};
use crate::units::{Equivalents, Money};

/// A report of readings made by hand, one rule each.
fn report(found: Vec<Found>) -> String {
    let rule = RuleReference { code: "R".into(), name: "规则".into(), cite: "示例 一".into() };
    let readings: Vec<Reading> = found.into_iter().map(|found| found.by(rule.clone())).collect();
    let readings = Readings {
        title: "监测规则".into(),
        number: "示例〔2024〕2号".into(),
        issuer: "示例区".into(),
        period: Some(Period::month("2024-03").unwrap()),
        base: Some(Period::month("2023-03").unwrap()),
        observed: None,
        rules: vec![rule],
        alerts: readings.iter().filter(|reading| reading.alert).count(),
        all: readings,
    };
    readings.to_string()
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn change(outcome: Outcome, base: &str, now: &str, item: Option<&str>) -> Found {
    let (base, now) = (exact(base), exact(now));
    let figures = Figures::Change {
        change: now.minus(&base).divided_by(&base),
        now: Equivalents::from_exact(now),
        base: Equivalents::from_exact(base),
        rise: Some(exact("0.3")),
        fall: Some(exact("0.2")),
    };
    Found {
        channel: Some(Named::new("C", "购买服务")),
        item: item.map(|name| Named::new(name, name)),
        ..Found::of(Named::new("W1", "甲卫生院"), outcome, figures)
    }
}

#[test]
fn changes_read_as_percentages() {
    let text = report(vec![
        change(Outcome::Met, "1000", "1300", None),
        change(Outcome::Rose, "1000000", "1300001", None),
        change(Outcome::Fell, "3", "2", None),
        change(Outcome::Met, "5", "5", None),
        change(Outcome::New, "0", "12.5", Some("门诊")),
        change(Outcome::Met, "10", "11", Some("档案")),
    ]);
    assert_eq!(
        text,
        "\
# 监测报告

- 依据：示例〔2024〕2号《监测规则》（示例区）
- 结算期：2024-03-01 至 2024-03-31
- 对比基期：2023-03-01 至 2023-03-31

## 规则（示例 一）

| 对象        | 项目               |                                数值 |                 阈值 | 结论                     |
|:------------|:-------------------|------------------------------------:|---------------------:|:-------------------------|
| W1 甲卫生院 | 购买服务：全部当量 |              1,000 → 1,300，增 30 % | 增 ≤ 30 %，降 ≤ 20 % | 正常                     |
| W1 甲卫生院 | 购买服务：全部当量 | 1,000,000 → 1,300,001，增 30.0001 % | 增 ≤ 30 %，降 ≤ 20 % | 预警：增幅超过阈值       |
| W1 甲卫生院 | 购买服务：全部当量 |                  3 → 2，降 ≈33.33 % | 增 ≤ 30 %，降 ≤ 20 % | 预警：降幅超过阈值       |
| W1 甲卫生院 | 购买服务：全部当量 |                         5 → 5，持平 | 增 ≤ 30 %，降 ≤ 20 % | 正常                     |
| W1 甲卫生院 | 购买服务：门诊     |                            0 → 12.5 | 增 ≤ 30 %，降 ≤ 20 % | 预警：基期没有，本期新增 |

未超过阈值的服务项目 1 项，不逐一列出。

共 6 项监测结果，其中预警 3 项。
"
    );
}

#[test]
fn a_report_of_observations() {
    let monitor: Monitor = serde_json::from_value(json!({
        "title": "监测规则", "number": "示例〔2024〕2号", "issuer": "示例区",
        "rules": [
            {"code": "1", "name": "签约率", "cite": "示例 一", "rule": {
                "kind": "target", "measure": "签约率", "bound": "at-least", "value": "0.85", "percent": true
            }},
            {"code": "2", "name": "诊治病种", "cite": "示例 二", "rule": {
                "kind": "target", "measure": "病种数", "bound": "at-least", "value": "60"
            }},
            {"code": "3", "name": "资金拨付", "cite": "示例 三", "rule": {"kind": "passed-on", "days": "30"}},
            {"code": "4", "name": "抽调天数", "cite": "示例 四", "rule": {
                "kind": "spell", "measure": "抽调", "days": "14"
            }},
            {"code": "5", "name": "山区指标", "cite": "示例 五", "rule": {
                "kind": "target", "measure": "签约率", "bound": "at-most", "by_group": {"remote": "1"}
            }}
        ]
    }))
    .unwrap();
    let transfer = |code: &str, received: &str, passed: serde_json::Value| {
        json!({
            "subject": "W1", "code": code, "name": "公卫补助", "received": received,
            "amount": "12000", "passed": passed
        })
    };
    let observations: Observations = serde_json::from_value(json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": [{"code": "W1", "name": "甲卫生院"}, {"code": "W2", "name": "乙|卫生院"}],
        "values": [
            {"subject": "W1", "measure": "签约率", "part": "8499999", "whole": "10000000", "cite": "年报"},
            {"subject": "W2", "measure": "签约率", "value": "0.9123", "cite": "年报"},
            {"subject": "W1", "measure": "病种数", "value": "60", "cite": "年报"}
        ],
        "spells": [
            {"subject": "W1", "measure": "抽调", "who": "张某", "from": "2024-03-01", "until": "2024-03-15"},
            {"subject": "W1", "measure": "抽调", "who": "李某", "from": "2024-03-01", "until": "2024-03-16"}
        ],
        "transfers": [
            transfer("T1", "2024-03-01", json!([{"date": "2024-03-31", "amount": "12000"}])),
            transfer("T2", "2024-03-01", json!([{"date": "2024-04-05", "amount": "12000"}])),
            transfer("T3", "2024-03-01", json!([{"date": "2024-03-05", "amount": "2000"}])),
            transfer("T4", "2024-03-01", json!([])),
            transfer("T5", "2024-12-15", json!([]))
        ]
    }))
    .unwrap();
    let watched = Watched { observations: Some(&observations), ..Watched::default() };
    let text = monitor.watch(&watched).unwrap().to_string();
    assert_eq!(
        text,
        "\
# 监测报告

- 依据：示例〔2024〕2号《监测规则》（示例区）
- 观测期：2024-01-01 至 2024-12-31

## 签约率（示例 一）

| 对象         | 项目   |                               数值 |   阈值 | 结论         |
|:-------------|:-------|-----------------------------------:|-------:|:-------------|
| W1 甲卫生院  | 签约率 | 84.99999 %（8,499,999/10,000,000） | ≥ 85 % | 预警：未达标 |
| W2 乙\\|卫生院 | 签约率 |                            91.23 % | ≥ 85 % | 达标         |

## 诊治病种（示例 二）

| 对象         | 项目   |   数值 | 阈值 | 结论               |
|:-------------|:-------|-------:|-----:|:-------------------|
| W1 甲卫生院  | 病种数 |     60 | ≥ 60 | 达标               |
| W2 乙\\|卫生院 | 病种数 | 无数据 | ≥ 60 | 预警：没有观测数据 |

## 资金拨付（示例 三）

| 对象        | 项目        |                                                               数值 |                     阈值 | 结论                                   |
|:------------|:------------|-------------------------------------------------------------------:|-------------------------:|:---------------------------------------|
| W1 甲卫生院 | T1 公卫补助 | 2024-03-01 收到 12,000.00 元，已拨 12,000.00 元（末次 2024-03-31） | 30 日内（至 2024-03-31） | 及时足额                               |
| W1 甲卫生院 | T2 公卫补助 | 2024-03-01 收到 12,000.00 元，已拨 12,000.00 元（末次 2024-04-05） | 30 日内（至 2024-03-31） | 预警：逾期 5 日                        |
| W1 甲卫生院 | T3 公卫补助 |  2024-03-01 收到 12,000.00 元，已拨 2,000.00 元（末次 2024-03-05） | 30 日内（至 2024-03-31） | 预警：尚欠 10,000.00 元，已逾期 275 日 |
| W1 甲卫生院 | T4 公卫补助 |                         2024-03-01 收到 12,000.00 元，已拨 0.00 元 | 30 日内（至 2024-03-31） | 预警：未拨付，已逾期 275 日            |
| W1 甲卫生院 | T5 公卫补助 |                         2024-12-15 收到 12,000.00 元，已拨 0.00 元 | 30 日内（至 2025-01-14） | 未足额，尚未到期                       |

## 抽调天数（示例 四）

| 对象        | 项目       |                            数值 |    阈值 | 结论            |
|:------------|:-----------|--------------------------------:|--------:|:----------------|
| W1 甲卫生院 | 抽调：张某 | 2024-03-01 至 2024-03-14，14 日 | ≤ 14 日 | 正常            |
| W1 甲卫生院 | 抽调：李某 | 2024-03-01 至 2024-03-15，15 日 | ≤ 14 日 | 预警：超过 1 日 |

## 山区指标（示例 五）

本期没有监测对象。

共 11 项监测结果，其中预警 6 项。
"
    );
}

#[test]
fn shares_and_ratios() {
    let concentration = Figures::Concentration {
        equivalents: Equivalents::from_exact(exact("352")),
        total: Equivalents::from_exact(exact("1000")),
        share: exact("0.352"),
        limit: exact("0.3"),
    };
    let ratio = |income: &str, cost: Option<&str>| Figures::IncomeToCost {
        income: income.parse::<Money>().unwrap(),
        cost: cost.map(exact),
        ratio: cost.and_then(|cost| exact(income).divided_by(&exact(cost))),
        low: Some(exact("0.8")),
        high: Some(exact("1.2")),
        observed_in: None,
    };
    let subject = || Named::new("W1", "甲卫生院");
    let text = report(vec![
        Found {
            channel: Some(Named::new("C", "购买服务")),
            item: Some(Named::new("M", "门诊")),
            ..Found::of(subject(), Outcome::Concentrated, concentration)
        },
        Found::of(subject(), Outcome::Low, ratio("790", Some("1000"))),
        Found::of(subject(), Outcome::High, ratio("1200.01", Some("1000"))),
        Found::of(subject(), Outcome::IncomeWithoutCost, ratio("5", Some("0"))),
        Found::of(subject(), Outcome::NotComputable, ratio("0", Some("0"))),
        Found::of(subject(), Outcome::NotObserved, ratio("5", None)),
    ]);
    assert_eq!(
        text,
        "\
# 监测报告

- 依据：示例〔2024〕2号《监测规则》（示例区）
- 结算期：2024-03-01 至 2024-03-31
- 对比基期：2023-03-01 至 2023-03-31

## 规则（示例 一）

| 对象        | 项目           |                                            数值 |            阈值 | 结论                       |
|:------------|:---------------|------------------------------------------------:|----------------:|:---------------------------|
| W1 甲卫生院 | 购买服务：门诊 |                             35.2 %（352/1,000） |          ≤ 30 % | 预警：占比超过阈值         |
| W1 甲卫生院 | 收入与成本之比 |        79 %（收入 790.00 元，成本 1,000.00 元） | ≥ 80 %，≤ 120 % | 预警：低于下限             |
| W1 甲卫生院 | 收入与成本之比 | 120.001 %（收入 1,200.01 元，成本 1,000.00 元） | ≥ 80 %，≤ 120 % | 预警：高于上限             |
| W1 甲卫生院 | 收入与成本之比 |                      收入 5.00 元，成本 0.00 元 | ≥ 80 %，≤ 120 % | 预警：有收入而成本为零     |
| W1 甲卫生院 | 收入与成本之比 |                      收入 0.00 元，成本 0.00 元 | ≥ 80 %，≤ 120 % | 收入与成本均为零，无法计算 |
| W1 甲卫生院 | 收入与成本之比 |                        收入 5.00 元，成本无数据 | ≥ 80 %，≤ 120 % | 预警：没有观测数据         |

共 6 项监测结果，其中预警 5 项。
"
    );
}

#[test]
fn what_must_not_be_exceeded_is_not_missed_but_exceeded() {
    let target = |bound, value| Figures::Target {
        measure: "drugs".to_owned(),
        value: Some(exact(value)),
        part: None,
        whole: None,
        bound,
        target: exact("0.3"),
        percent: true,
        observed_in: None,
    };
    let text = report(vec![
        Found::of(Named::new("W1", "甲"), Outcome::Met, target(Bound::AtMost, "0.3")),
        Found::of(Named::new("W2", "乙"), Outcome::Missed, target(Bound::AtMost, "0.31")),
        Found::of(Named::new("W3", "丙"), Outcome::Met, target(Bound::AtLeast, "0.3")),
        Found::of(Named::new("W4", "丁"), Outcome::Missed, target(Bound::AtLeast, "0.29")),
    ]);
    let conclusions: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| W"))
        .filter_map(|line| line.trim_end_matches([' ', '|']).rsplit("| ").next())
        .collect();
    assert_eq!(conclusions, ["未超限", "预警：超限", "达标", "预警：未达标"]);
}
