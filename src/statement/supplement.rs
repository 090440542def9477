//! The supplementary statement: what a correction of a closed period changes (更正结算单).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::named::named;
use super::{Statement, Unit};
use crate::exact::Exact;
use crate::period::Period;
use crate::text::{clip, objection_to_line};
use crate::units::Money;

/// What a correction changes, payee by payee and figure by figure; the closed statement stays as it
/// was, and is named by its digest.
///
/// ```
/// # use work_equivalent::{facts::{Facts, FactsDocument}, scheme::Scheme, settle};
/// use work_equivalent::statement::{Reason, Supplement};
/// # let scheme: Scheme =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let mut document: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # let facts = Facts::new(&scheme, &document)?;
/// let closed = settle(&facts)?.statement()?.clone();
/// document.marks[1].mark = "95".into();
/// let facts = Facts::new(&scheme, &document)?;
/// let corrected = settle(&facts)?.statement()?.clone();
///
/// let reasons = [Reason { payee: Some("W02".into()), text: "复核：评价得分改为95分".into() }];
/// let supplement = Supplement::new(&closed, &corrected, &reasons)?;
/// assert_eq!(supplement.payees()[0].code, "W02");
/// assert_eq!(supplement.payees()[0].difference.to_string(), "1500.00");
/// println!("{supplement}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supplement {
    /// The number of the scheme.
    pub(super) scheme: String,
    pub(super) period: Period,
    /// The digest of the closed statement.
    pub(super) closed: String,
    /// The digest of the corrected one.
    pub(super) corrected: String,
    pub(super) changes: Vec<Change>,
    pub(super) payees: Vec<SupplementTotal>,
    /// What is payable in all, before and after.
    pub(super) before: Money,
    pub(super) after: Money,
    pub(super) difference: Money,
}

/// Why a figure changed: for one payee, or for all that have no reason of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The payee's code; none for all others, and for the figures of channels.
    pub payee: Option<String>,
    /// What was corrected, and by which decision.
    pub text: String,
}

/// A figure that a correction changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The code of the channel.
    pub channel: String,
    /// Its name.
    pub channel_name: String,
    /// The code of the payee; none for a figure of the whole channel.
    pub payee: Option<String>,
    /// Which figure it is, in Chinese.
    pub figure: String,
    /// Its unit.
    pub unit: Unit,
    /// Its value in the closed statement; none where it was not in it.
    pub before: Option<Exact>,
    /// Its value in the corrected statement; none where it is no longer in it.
    pub after: Option<Exact>,
    /// After less before, where one that is missing counts nothing.
    pub difference: Exact,
    /// Why.
    pub reason: String,
}

/// What a correction changes in what is payable to a payee over all channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SupplementTotal {
    /// The payee's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What was payable.
    pub before: Money,
    /// What is payable.
    pub after: Money,
    /// What is paid in addition, or below zero recovered.
    pub difference: Money,
    /// Why.
    pub reason: String,
}

/// The error of two statements that do not make a supplement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no supplementary statement: {0}")]
pub struct SupplementError(String);

impl Supplement {
    /// What a corrected statement changes of a closed one.
    ///
    /// # Errors
    ///
    /// Statements of different schemes, periods or openings; a payee whose figures change and for
    /// which neither a reason of its own nor a general one is given; a reason for a payee that
    /// neither statement has or whose figures stay as they were, or that is empty; two statements
    /// whose figures are the same.
    pub fn new(
        closed: &Statement,
        corrected: &Statement,
        reasons: &[Reason],
    ) -> Result<Self, SupplementError> {
        let (old, new) = (closed.figures(), corrected.figures());
        let refuse = |message: String| Err(SupplementError(message));
        let (old_number, new_number) = (&old.scheme.number, &new.scheme.number);
        if old_number != new_number {
            return refuse(format!(
                "the closed statement is of scheme {old_number}, the corrected one of {new_number}"
            ));
        }
        if old.period != new.period {
            let [old, new] = [old.period, new.period].map(Period::in_words);
            return refuse(format!("the closed statement is of {old}, the corrected one of {new}"));
        }
        if !corrected.opens_like(closed) {
            return refuse(
                "the two were opened with different balances: correct the period before first"
                    .to_owned(),
            );
        }
        let known: BTreeSet<&str> =
            old.payees.iter().chain(&new.payees).map(|payee| payee.code.as_str()).collect();
        let reasons = Reasons::of(reasons, &known)?;

        let (before, after) = (named(old), named(new));
        let channels = old.channels.iter().chain(&new.channels);
        let names: BTreeMap<&str, &str> =
            channels.map(|channel| (channel.code.as_str(), channel.name.as_str())).collect();
        let places: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
        let mut changes = Vec::new();
        for place in places {
            let (was, is) = (before.get(&place), after.get(&place));
            if was == is {
                continue;
            }
            let Some((figure, unit, _)) = was.or(is).cloned() else { continue };
            let [before, after] = [was, is].map(|found| found.map(|(_, _, value)| value.clone()));
            let zero = Exact::zero;
            let was = before.clone().unwrap_or_else(zero);
            let difference = after.clone().unwrap_or_else(zero).minus(&was);
            let (channel, payee, _, _) = place;
            let reason = reasons.find(channel, payee)?;
            changes.push(Change {
                channel: channel.to_owned(),
                channel_name: names.get(channel).copied().unwrap_or_default().to_owned(),
                payee: payee.map(str::to_owned),
                figure,
                unit,
                before,
                after,
                difference,
                reason,
            });
        }
        if changes.is_empty() {
            return refuse("the two statements have the same figures".to_owned());
        }
        reasons.are_needed(&changes)?;
        let digest = |statement: &Statement| {
            statement.digest().map_err(|error| SupplementError(error.to_string()))
        };
        let range = || SupplementError("a difference is out of the range of money".to_owned());
        let difference = new.payable.checked_sub(old.payable).ok_or_else(range)?;
        Ok(Self {
            scheme: old.scheme.number.clone(),
            period: old.period,
            closed: digest(closed)?,
            corrected: digest(corrected)?,
            payees: totals(closed, corrected, &changes, &reasons)?,
            changes,
            before: old.payable,
            after: new.payable,
            difference,
        })
    }

    /// Every figure that changes, by channel, payee and stage; those of a whole channel first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Every payee whose figures change, in order of code.
    #[must_use]
    pub fn payees(&self) -> &[SupplementTotal] {
        &self.payees
    }

    /// What is payable in all: before, after, and the difference.
    #[must_use]
    pub fn payable(&self) -> (Money, Money, Money) {
        (self.before, self.after, self.difference)
    }

    /// The digests of the closed and of the corrected statement.
    #[must_use]
    pub fn digests(&self) -> (&str, &str) {
        (&self.closed, &self.corrected)
    }
}

/// Each payee with a change, over all channels.
fn totals(
    closed: &Statement,
    corrected: &Statement,
    changes: &[Change],
    reasons: &Reasons<'_>,
) -> Result<Vec<SupplementTotal>, SupplementError> {
    let codes: BTreeSet<&str> =
        changes.iter().filter_map(|change| change.payee.as_deref()).collect();
    let find = |statement: &Statement, code: &str| {
        // They stand in order of code, or there would be no statement.
        let payees = &statement.figures().payees;
        let place = payees.binary_search_by(|payee| payee.code.as_str().cmp(code)).ok()?;
        payees.get(place).cloned()
    };
    let mut totals = Vec::new();
    for code in codes {
        let (old, new) = (find(closed, code), find(corrected, code));
        let name = new.as_ref().or(old.as_ref()).map(|payee| payee.name.clone());
        let [before, after] =
            [old, new].map(|payee| payee.map_or(Money::ZERO, |payee| payee.payable));
        let range = || SupplementError("a difference is out of the range of money".to_owned());
        totals.push(SupplementTotal {
            code: code.to_owned(),
            name: name.unwrap_or_default(),
            before,
            after,
            difference: after.checked_sub(before).ok_or_else(range)?,
            reason: reasons.find("", Some(code))?,
        });
    }
    Ok(totals)
}

/// The reasons of a correction.
struct Reasons<'r> {
    general: Option<&'r str>,
    payees: BTreeMap<&'r str, &'r str>,
}

impl<'r> Reasons<'r> {
    fn of(reasons: &'r [Reason], known: &BTreeSet<&str>) -> Result<Self, SupplementError> {
        let mut found = Self { general: None, payees: BTreeMap::new() };
        for reason in reasons {
            let text = reason.text.as_str();
            if let Some(objection) = objection_to_line(text) {
                return Err(SupplementError(format!("reason: {objection}")));
            }
            let before = match &reason.payee {
                None => found.general.replace(text),
                Some(payee) if known.contains(payee.as_str()) => found.payees.insert(payee, text),
                Some(payee) => {
                    let payee = clip(payee);
                    return Err(SupplementError(format!("there is no payee \"{payee}\"")));
                }
            };
            if before.is_some() {
                let whose = reason.payee.as_ref().map_or("all payees".into(), |payee| clip(payee));
                return Err(SupplementError(format!("there are two reasons for {whose}")));
            }
        }
        Ok(found)
    }

    fn find(&self, channel: &str, payee: Option<&str>) -> Result<String, SupplementError> {
        let own = payee.and_then(|payee| self.payees.get(payee).copied());
        // What a channel's sums change for is what its payees change for.
        let any = || if payee.is_none() { self.payees.values().next().copied() } else { None };
        own.or(self.general).or_else(any).map(str::to_owned).ok_or_else(|| {
            let whose = payee.map_or_else(
                || format!("channel \"{channel}\""),
                |payee| format!("payee \"{payee}\""),
            );
            SupplementError(format!(
                "the figures of {whose} change without a reason: give one for it, or one for all"
            ))
        })
    }

    /// Every payee with a reason of its own has a figure that changes.
    fn are_needed(&self, changes: &[Change]) -> Result<(), SupplementError> {
        let with_changes: BTreeSet<&str> =
            changes.iter().filter_map(|change| change.payee.as_deref()).collect();
        match self.payees.keys().find(|payee| !with_changes.contains(**payee)) {
            None => Ok(()),
            Some(payee) => Err(SupplementError(format!(
                "no figure of payee \"{payee}\" changes: leave its reason out"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::statement::tests::settled;

    fn supplement(reasons: &[(Option<&str>, &str)]) -> Result<Supplement, String> {
        let closed = settled(|_, _| {});
        let corrected = settled(|_, facts| facts["marks"][1]["mark"] = "95".into());
        let reason = |(payee, text): &(Option<&str>, &str)| Reason {
            payee: payee.map(str::to_owned),
            text: (*text).to_owned(),
        };
        let reasons: Vec<Reason> = reasons.iter().map(reason).collect();
        Supplement::new(&closed, &corrected, &reasons).map_err(|error| error.to_string())
    }

    #[test]
    fn every_figure_that_changes_is_listed() {
        let supplement = supplement(&[(Some("W02"), "复核")]).unwrap();
        let changes: Vec<String> = supplement
            .changes()
            .iter()
            .map(|change| {
                let payee = change.payee.as_deref().unwrap_or_default();
                let [before, after] =
                    [&change.before, &change.after].map(|value| value.as_ref().unwrap());
                format!("{payee} {} {before} {after} {}", change.figure, change.reason)
            })
            .collect();
        assert_eq!(
            changes,
            [
                " 应付额 99000 100500 复核",
                " 因绩效评价少付 6000 4500 复核",
                " 应支付额 99000 100500 复核",
                " 退回财政 6000 4500 复核",
                "W02 绩效评价得分 90 95 复核",
                "W02 绩效评价系数 0.9 0.95 复核",
                "W02 应付额 27000 28500 复核",
                "W02 结算额 27000 28500 复核",
                "W02 应支付额 27000 28500 复核",
                "W02 清算差额 27000 28500 复核",
                "W02 门诊：应付额 20250 21375 复核",
                "W02 健康档案：应付额 6750 7125 复核"
            ]
        );
    }

    #[test]
    fn items_are_listed_where_statements_have_them() {
        let by_item = |mark: &str| {
            let change = |_: &mut _, facts: &mut serde_json::Value| {
                facts["marks"][1]["mark"] = mark.into();
                facts["volumes"][2]["verified"] = if mark == "90" { "1500" } else { "1400" }.into();
            };
            sample::settlement(change, |settlement| settlement.statement_by_item().unwrap())
        };
        let reasons = [Reason { payee: None, text: "复核".to_owned() }];
        let supplement = Supplement::new(&by_item("90"), &by_item("95"), &reasons).unwrap();
        let of_items = supplement.changes().iter().filter_map(|change| {
            let [before, after] = [&change.before, &change.after].map(Option::as_ref);
            let (before, after) = before.zip(after)?;
            let is_w02 = change.payee.as_deref() == Some("W02");
            (is_w02 && change.figure.contains("普通门诊"))
                .then(|| format!("{} {before} {after}", change.figure))
        });
        // 105,000 × 1,900 × 0.95 / 6,900 is 27,467.39, of which 14 parts of 19.
        assert_eq!(
            of_items.collect::<Vec<_>>(),
            ["普通门诊：应付额 20250 20239.13", "普通门诊：工作当量 1500 1400"]
        );
    }

    #[test]
    fn every_change_has_a_reason_and_every_reason_a_change() {
        for (reasons, refused) in [
            (&[(None, "复核")][..], None),
            (&[(Some("W02"), "复核")], None),
            (&[(None, "其他"), (Some("W02"), "复核")], None),
            (
                &[(Some("W02"), "复核"), (Some("W01"), "复核")],
                Some("no figure of payee \"W01\" changes: leave its reason out"),
            ),
            (&[(Some("W03"), "复核")], Some("there is no payee \"W03\"")),
            (
                &[],
                Some(
                    "the figures of channel \"purchase\" change without a reason: give one for it, or one for all",
                ),
            ),
        ] {
            let refused = refused.map(|why| format!("no supplementary statement: {why}"));
            assert_eq!(supplement(reasons).err(), refused, "{reasons:?}");
        }
    }
}
