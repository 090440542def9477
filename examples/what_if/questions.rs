//! Which price, pool, growth or reserve just fits.

use serde::Serialize;
use work_equivalent::exact::{Exact, Mode, Rounding};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{ChannelDocument, PoolLineKind, PriceDocument};
use work_equivalent::whatif::{
    Base, ChangeDocument, Changes, ChangesDocument, ChannelTotals, Goal, Solution, Solve,
};

use crate::markdown::{Align, table, yuan};
use crate::number::price;
use crate::plan::Documents;

/// What the questions are about.
pub struct Asked<'a> {
    pub documents: &'a Documents,
    pub base: &'a Base<'a>,
    pub totals: &'a ChannelTotals,
    /// The price whose pool is asked for.
    pub price: String,
    /// The growth whose reserve is asked for, as a factor.
    pub growth: String,
}

/// A question with its answer, as it is printed.
#[derive(Serialize)]
pub struct Answer {
    pub question: String,
    pub now: String,
    #[serde(flatten)]
    pub found: Found,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    Answer {
        value: String,
        /// One unit in the last place further, and what the goal is then missed by.
        beyond: String,
        broken_by: String,
    },
    /// Why there is none.
    None(String),
}

/// The price that is asked about where none is given: 8 % above the present one, in whole fen.
pub fn price_to_ask(totals: &ChannelTotals) -> Option<String> {
    let more = Exact::scaled(108, 2);
    let price = totals.prices.first()?.price.exact().times(&more);
    Some(Rounding::new(2, Mode::HalfAwayFromZero).ok()?.round(&price).to_string())
}

/// All questions about a channel that has a pool.
pub fn answers(asked: &Asked) -> Vec<Answer> {
    let code = asked.totals.code.as_str();
    let channels = asked.documents.scheme.channels.iter();
    let pooled = channels.filter(|channel| !channel.pool.is_empty());
    let Some(channel) = pooled.into_iter().find(|channel| channel.code == code) else {
        return Vec::new();
    };
    let mut answers = about_price(asked, code);
    answers.extend(about_pool(asked, channel));
    answers.extend(about_growth(asked, channel));
    answers
}

/// The highest price; nothing where the channel has none.
fn about_price(asked: &Asked, code: &str) -> Vec<Answer> {
    let Some(price) = &asked.totals.prices.first() else { return Vec::new() };
    let now = self::price(price.price.exact());
    let highest = Solve::highest_price(code, 2);
    let with_reserve = highest.clone().with_goal(Goal::Covered {});
    [("资金", highest), ("资金加风险金", with_reserve)]
        .into_iter()
        .map(|(who, solve)| Answer {
            question: format!("{who}最多付得起的单价（元/当量）"),
            now: now.clone(),
            found: if is_announced(asked.documents, code) {
                solved(asked.base, &solve, &money)
            } else {
                Found::None(DERIVED.to_owned())
            },
        })
        .collect()
}

/// Why a price that nobody sets is not asked for.
const DERIVED: &str =
    "单价由资金得出，不是事先公布的，没有可反求的数；先用 basis.toml 改为公布单价";

fn is_announced(documents: &Documents, code: &str) -> bool {
    let channel = documents.scheme.channels.iter().find(|channel| channel.code == code);
    channel.is_some_and(|channel| matches!(channel.price, PriceDocument::Announced { .. }))
}

/// What the pool has to hold, at a price where there is one.
fn about_pool(asked: &Asked, channel: &ChannelDocument) -> Option<Answer> {
    let (line, name, now) = line(channel)?;
    let code = channel.code.as_str();
    let solve = Solve::lowest_pool(code, line);
    if asked.totals.prices.is_empty() {
        let question = format!("“{name}”最少要（元）");
        return Some(Answer { question, now, found: solved(asked.base, &solve, &money) });
    }
    let at = asked.price.parse().map_or_else(|_| asked.price.clone(), |at| price(&at));
    let found = if is_announced(asked.documents, code) {
        let path = format!("scheme.channels[\"{code}\"].price.values[*].value");
        let change = ChangeDocument::set(path, asked.price.as_str());
        on_changed(asked.documents, change, |base| solved(base, &solve, &money))
    } else {
        Found::None(DERIVED.to_owned())
    };
    Some(Answer {
        question: format!("单价定为 {at} 元，“{name}”最少要（元）"), now, found
    })
}

/// The growth that pool and reserve bear, and the reserve that a growth needs.
fn about_growth(asked: &Asked, channel: &ChannelDocument) -> Vec<Answer> {
    let code = channel.code.as_str();
    // Volumes of a channel that does not buy equivalents can be sums of money, in whole fen.
    let places = asked.totals.prices.is_empty().then_some(2);
    let solve = Solve::highest_growth(code, 4, "2", places);
    let mut answers = vec![Answer {
        question: "服务量普遍增长，资金加风险金最多承受".to_owned(),
        now: "0%".to_owned(),
        found: solved(asked.base, &solve, &over_one),
    }];
    if channel.reserve.is_some() {
        let path = format!("facts.volumes[channel=\"{code}\"]");
        let mut change = ChangeDocument::scale(path, &*asked.growth);
        change.places = places;
        let found = on_changed(asked.documents, change, |base| {
            solved(base, &Solve::lowest_reserve(code), &money)
        });
        let by = asked.growth.parse().map_or_else(|_| asked.growth.clone(), |by| over_one(&by));
        answers.push(Answer {
            question: format!(
                "服务量增长 {}时，风险金期初最少要（元）",
                by.trim_start_matches('+')
            ),
            now: opening(&asked.documents.facts, code),
            found,
        });
    }
    answers
}

/// Asks about documents as a change makes them.
fn on_changed(
    documents: &Documents,
    change: ChangeDocument,
    ask: impl FnOnce(&Base) -> Found,
) -> Found {
    let document = ChangesDocument { name: "前提".to_owned(), changes: vec![change] };
    match Changes::new(document).and_then(|changes| documents.changed(&changes)) {
        Err(error) => Found::None(why(&error.to_string())),
        Ok(changed) => match changed.base() {
            Err(problems) => Found::None(why(&problems.join("\n"))),
            Ok(base) => ask(&base),
        },
    }
}

fn solved(base: &Base, solve: &Solve, write: &dyn Fn(&Exact) -> String) -> Found {
    match base.solve(solve) {
        Ok(Solution { value, beyond, broken_by, .. }) => Found::Answer {
            value: write(&value),
            beyond: write(&beyond),
            broken_by: yuan(broken_by),
        },
        Err(error) => Found::None(why(&error.to_string())),
    }
}

/// A reason of the library, with what it means for a budget before it.
fn why(reason: &str) -> String {
    /// More lines than these are left out.
    const MOST: usize = 4;
    let meaning = if reason.contains("the goal still holds at") {
        "所问的范围内处处付得起。"
    } else if reason.contains("already at") {
        "所问范围的起点就付不起。"
    } else {
        ""
    };
    let mut lines: Vec<&str> = reason.lines().take(MOST).collect();
    if reason.lines().count() > MOST {
        lines.push("  …");
    }
    format!("{meaning}{}", lines.join("\n"))
}

/// The first source of a pool whose amount the scheme states: code, name, amount.
fn line(channel: &ChannelDocument) -> Option<(&str, &str, String)> {
    let mut sources = channel.pool.iter().filter(|line| line.kind == PoolLineKind::Source);
    let line = sources.find(|line| !line.amounts.is_empty())?;
    let now = line.amounts.first().and_then(|amount| amount.value.as_str().parse().ok());
    Some((&line.code, &line.name, now.as_ref().map_or_else(String::new, money)))
}

fn opening(facts: &FactsDocument, channel: &str) -> String {
    let reserve = facts.opening.reserves.iter().find(|reserve| reserve.channel == channel);
    let balance = reserve.and_then(|reserve| reserve.balance.as_str().parse().ok());
    balance.as_ref().map_or_else(String::new, money)
}

/// A number of yuan, with its thousands apart where it is whole fen.
fn money(value: &Exact) -> String {
    value.to_string().parse().map_or_else(|_| value.to_string(), yuan)
}

/// A factor as what it adds: 1.0512 is +5.12%.
fn over_one(factor: &Exact) -> String {
    let more = factor.minus(&Exact::one());
    let hundredfold = more.times(&Exact::from(100)).to_string();
    if more.is_negative() || more.is_zero() {
        format!("{hundredfold}%")
    } else {
        format!("+{hundredfold}%")
    }
}

/// The answers as a table, and the reasons where there is none.
pub fn text(answers: &[Answer]) -> String {
    let columns = [
        ("问题", Align::Left),
        ("目前", Align::Right),
        ("答案", Align::Right),
        ("再进一步", Align::Right),
        ("就差（元）", Align::Right),
    ];
    let rows: Vec<Vec<String>> = answers
        .iter()
        .map(|answer| {
            let (value, beyond, by) = match &answer.found {
                Found::Answer { value, beyond, broken_by } => {
                    (value.as_str(), beyond.as_str(), broken_by.as_str())
                }
                Found::None(_) => ("无解", "", ""),
            };
            let cells = [answer.question.as_str(), &answer.now, value, beyond, by];
            cells.map(str::to_owned).to_vec()
        })
        .collect();
    let reasons = answers.iter().filter_map(|answer| match &answer.found {
        Found::None(why) => Some(format!("- {}：{why}\n", answer.question)),
        Found::Answer { .. } => None,
    });
    let reasons: String = reasons.collect();
    let reasons = if reasons.is_empty() { reasons } else { format!("\n{reasons}") };
    table(&columns, &rows) + &reasons
}
