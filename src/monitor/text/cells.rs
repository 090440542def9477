//! The cells of a reading: what it is of, its value, and the threshold.

use super::days;
use crate::exact::{Exact, Mode, Rounding};
use crate::monitor::{Bound, Figures, Reading};
use crate::statement::{approximate, readable, yuan_exact};

pub(super) use crate::statement::yuan;

/// What the reading is of, beside its subject.
pub(super) fn what(reading: &Reading) -> String {
    match (&reading.figures, &reading.channel, &reading.item) {
        (Figures::IncomeToCost { .. }, ..) => "收入与成本之比".to_owned(),
        (Figures::Target { measure, .. }, ..) => measure.clone(),
        (Figures::PassedOn { funds, .. }, ..) => format!("{} {}", funds.code, funds.name),
        (Figures::Spell { measure, who, .. }, ..) => format!("{measure}：{who}"),
        (_, Some(channel), Some(item)) => format!("{}：{}", channel.name, item.name),
        (_, Some(channel), None) => format!("{}：全部当量", channel.name),
        (_, None, _) => String::new(),
    }
}

pub(super) fn value(figures: &Figures) -> String {
    match figures {
        Figures::Change { now, base, change, rise, fall } => {
            let counts = format!("{} → {}", readable(base.exact()), readable(now.exact()));
            match change {
                None => counts,
                Some(change) if change.is_zero() => format!("{counts}，持平"),
                Some(change) if change.is_negative() => {
                    let fallen = Exact::zero().minus(change);
                    format!("{counts}，降 {}", percent(&fallen, fall.as_ref()))
                }
                Some(change) => format!("{counts}，增 {}", percent(change, rise.as_ref())),
            }
        }
        Figures::Concentration { equivalents, total, share, limit } => {
            let [part, whole] = [equivalents, total].map(|count| readable(count.exact()));
            format!("{}（{part}/{whole}）", percent(share, [limit]))
        }
        Figures::IncomeToCost { income, cost, ratio, low, high, .. } => {
            let cost = cost.as_ref().map_or_else(
                || "成本无数据".to_owned(),
                |cost| format!("成本 {} 元", yuan_exact(cost)),
            );
            let of = format!("收入 {} 元，{cost}", yuan(*income));
            let limits = [low.as_ref(), high.as_ref()].into_iter().flatten();
            match ratio {
                None => of,
                Some(ratio) => format!("{}（{of}）", percent(ratio, limits)),
            }
        }
        Figures::Target { value: None, .. } => "无数据".to_owned(),
        Figures::Target {
            value: Some(value), part, whole, target, percent: as_percent, ..
        } => {
            let value = match as_percent {
                true => percent(value, [target]),
                false => beside(value, [target], &[8, 12]),
            };
            match (part, whole) {
                (Some(part), Some(whole)) => {
                    format!("{value}（{}/{}）", readable(part), readable(whole))
                }
                _ => value,
            }
        }
        Figures::PassedOn { received, amount, passed, last, .. } => {
            let last = last.map_or_else(String::new, |last| format!("（末次 {last}）"));
            let [amount, passed] = [*amount, *passed].map(yuan);
            format!("{received} 收到 {amount} 元，已拨 {passed} 元{last}")
        }
        Figures::Spell { period, lasted, .. } => format!("{}，{lasted} 日", days(*period)),
    }
}

pub(super) fn threshold(figures: &Figures) -> String {
    match figures {
        Figures::Change { rise, fall, .. } => {
            let rise = rise.as_ref().map(|rise| format!("增 ≤ {}", whole(rise)));
            let fall = fall.as_ref().map(|fall| format!("降 ≤ {}", whole(fall)));
            rise.into_iter().chain(fall).collect::<Vec<_>>().join("，")
        }
        Figures::Concentration { limit, .. } => format!("≤ {}", whole(limit)),
        Figures::IncomeToCost { low, high, .. } => {
            let low = low.as_ref().map(|low| format!("≥ {}", whole(low)));
            let high = high.as_ref().map(|high| format!("≤ {}", whole(high)));
            low.into_iter().chain(high).collect::<Vec<_>>().join("，")
        }
        Figures::Target { bound, target, percent, .. } => {
            let sign = match bound {
                Bound::AtLeast => "≥",
                Bound::AtMost => "≤",
            };
            format!("{sign} {}", if *percent { whole(target) } else { readable(target) })
        }
        Figures::PassedOn { days, deadline, .. } => {
            let by = deadline.map_or_else(String::new, |day| format!("（至 {day}）"));
            format!("{days} 日内{by}")
        }
        Figures::Spell { days, .. } => format!("≤ {days} 日"),
    }
}

/// A limit as a percentage, in full: documents state no more digits than are shown.
fn whole(limit: &Exact) -> String {
    format!("{} %", readable(&limit.times(&Exact::from(100))))
}

/// A share as a percentage.
fn percent<'e>(share: &Exact, limits: impl IntoIterator<Item = &'e Exact>) -> String {
    let hundred = Exact::from(100);
    let limits: Vec<Exact> = limits.into_iter().map(|limit| limit.times(&hundred)).collect();
    format!("{} %", beside(&share.times(&hundred), &limits, &[2, 4, 8, 12]))
}

/// A number in as few decimals as tell it from its limits: what lies beside a limit must not read
/// as if it lay on it.
fn beside<'e>(
    number: &Exact,
    limits: impl IntoIterator<Item = &'e Exact>,
    places: &[u8],
) -> String {
    let limits: Vec<&Exact> = limits.into_iter().collect();
    let told_apart = |places: u8| {
        let rounding = Rounding::new(places, Mode::HalfAwayFromZero).unwrap_or(Rounding::FEN);
        let shown = rounding.round(number);
        limits.iter().all(|limit| number == *limit || shown != **limit)
    };
    let enough = places.iter().copied().find(|places| told_apart(*places));
    approximate(number, enough.unwrap_or(Rounding::MOST_PLACES))
}
