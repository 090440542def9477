//! From one period to the next: what a statement leaves behind, and what it was opened with.

use std::collections::{BTreeMap, BTreeSet};

use super::balance::StatementError;
use super::figures::StatementFigures;
use super::{PriorStatement, Statement, StatementInParts};
use crate::facts::{
    ClaimDocument, Closing, OpeningDocument, Origin, PayeeAmountDocument, PeriodDocument,
    PriorDocument, ReserveBalanceDocument,
};
use crate::period::Period;
use crate::units::{Money, Number};

/// Balances by channel and payee; those of zero are left out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Balances<'s> {
    reserves: BTreeMap<&'s str, Money>,
    owed: BTreeMap<(&'s str, &'s str), Money>,
    claims: BTreeMap<(&'s str, &'s str, Origin), Money>,
}

impl<'s> Balances<'s> {
    /// What a statement leaves behind.
    fn after(figures: &'s StatementFigures) -> Self {
        let mut balances = Self::default();
        for channel in &figures.channels {
            let code = channel.code.as_str();
            balances.reserves.extend(channel.reserve.as_ref().map(|r| (code, r.closing)));
            for payee in &channel.payees {
                let at = (code, payee.code.as_str());
                balances.owed.insert(at, payee.owed_after);
                for deduction in &payee.deductions {
                    let key = (at.0, at.1, deduction.origin.clone());
                    balances.claims.insert(key, deduction.carried_forward);
                }
                let cause = crate::facts::Cause::Advances {};
                let origin = Origin { period: figures.period, cause };
                balances.claims.insert((at.0, at.1, origin), payee.carried_forward);
            }
        }
        balances.without_zeros()
    }

    /// What a statement was opened with.
    fn before(figures: &'s StatementFigures) -> Self {
        let mut balances = Self::default();
        for channel in &figures.channels {
            let code = channel.code.as_str();
            balances.reserves.extend(channel.reserve.as_ref().map(|r| (code, r.opening)));
            for payee in &channel.payees {
                let at = (code, payee.code.as_str());
                balances.owed.insert(at, payee.owed_before);
                let claims = payee.deductions.iter();
                for claim in claims.filter(|claim| claim.origin.period != figures.period) {
                    balances.claims.insert((at.0, at.1, claim.origin.clone()), claim.due);
                }
            }
        }
        balances.without_zeros()
    }

    fn without_zeros(mut self) -> Self {
        self.reserves.retain(|_, amount| *amount != Money::ZERO);
        self.owed.retain(|_, amount| *amount != Money::ZERO);
        self.claims.retain(|_, amount| *amount != Money::ZERO);
        self
    }
}

impl StatementInParts {
    /// What the last part leaves behind; what payees were owed is that of the whole period.
    pub(crate) fn closing(&self) -> Result<Closing, StatementError> {
        let mut owed: BTreeMap<(&str, &str), Money> = BTreeMap::new();
        for channel in self.parts().iter().flat_map(|part| &part.figures().channels) {
            for payee in &channel.payees {
                let sum = owed.entry((&channel.code, &payee.code)).or_default();
                *sum = sum.checked_add(payee.entitlement).ok_or_else(StatementError::range)?;
            }
        }
        let Some(last) = self.parts().last() else {
            return Err(StatementError::unlike("a statement has parts", "none", "one or more"));
        };
        let mut document = last.closing()?.into_document();
        document.entitlements = owed
            .into_iter()
            .map(|((channel, payee), amount)| PayeeAmountDocument {
                channel: channel.to_owned(),
                payee: payee.to_owned(),
                amount: number(amount),
            })
            .collect();
        Ok(Closing::new(document))
    }
}

fn number(amount: Money) -> Number {
    Number::from(amount.to_string())
}

fn written(period: Period) -> PeriodDocument {
    PeriodDocument { from: period.from().to_string(), until: period.until().to_string() }
}

impl Statement {
    /// What the statement leaves behind.
    pub(crate) fn closing(&self) -> Result<Closing, StatementError> {
        let figures = self.figures();
        let balances = Balances::after(figures);
        let channels = figures.channels.iter();
        let reserves = channels.clone().filter_map(|channel| {
            let reserve = channel.reserve.as_ref()?;
            let (channel, balance) = (channel.code.clone(), number(reserve.closing));
            Some(ReserveBalanceDocument { channel, balance })
        });
        let owed = balances.owed.iter().map(|((channel, payee), amount)| PayeeAmountDocument {
            channel: (*channel).to_owned(),
            payee: (*payee).to_owned(),
            amount: number(*amount),
        });
        let claims =
            balances.claims.iter().map(|((channel, payee, origin), amount)| ClaimDocument {
                channel: (*channel).to_owned(),
                payee: (*payee).to_owned(),
                period: written(origin.period),
                cause: origin.cause.clone(),
                amount: number(*amount),
            });
        let entitlements = channels.flat_map(|channel| {
            channel.payees.iter().map(|payee| PayeeAmountDocument {
                channel: channel.code.clone(),
                payee: payee.code.clone(),
                amount: number(payee.entitlement),
            })
        });
        Ok(Closing::new(OpeningDocument {
            after: Some(PriorDocument {
                scheme: figures.scheme.number.clone(),
                period: written(figures.period),
                digest: self.digest()?,
            }),
            reserves: reserves.collect(),
            owed: owed.collect(),
            claims: claims.collect(),
            entitlements: entitlements.collect(),
        }))
    }

    /// Whether both were opened with the same balances, of the same statement.
    pub(super) fn opens_like(&self, other: &Self) -> bool {
        let (figures, others) = (self.figures(), other.figures());
        figures.after == others.after && Balances::before(figures) == Balances::before(others)
    }

    /// Checks that this statement was opened with exactly what the one before left behind: every
    /// reserve, every amount still owed, every claim, and its digest.
    ///
    /// # Errors
    ///
    /// A statement of another period than the next; one that names another digest; a balance that
    /// was lost, added or changed between the two.
    pub fn follows(&self, before: &Self) -> Result<(), StatementError> {
        let figures = self.figures();
        let prior = PriorStatement {
            scheme: before.figures().scheme.number.clone(),
            period: before.figures().period,
            digest: before.digest()?,
        };
        if figures.after.as_ref() != Some(&prior) {
            return Err(StatementError::unlike(
                "the statement before is the one that was named",
                figures.after.as_ref().map_or("none", |after| after.digest.as_str()),
                &prior.digest,
            ));
        }
        if figures.period.from() != prior.period.until() {
            return Err(StatementError::unlike(
                "the period begins where the one before ends",
                &figures.period.from().to_string(),
                &prior.period.until().to_string(),
            ));
        }
        let (left, right) = (Balances::before(figures), Balances::after(before.figures()));
        if left == right {
            return Ok(());
        }
        let [left, right] = [left, right].map(|balances| balances.in_words());
        let sets = [&left, &right].map(|lines| lines.iter().collect::<BTreeSet<_>>());
        let differing = left.iter().find(|line| !sets[1].contains(line));
        let lost = right.iter().find(|line| !sets[0].contains(line));
        Err(StatementError::unlike(
            "the opening is the closing of the statement before",
            differing.map_or("nothing", String::as_str),
            lost.map_or("nothing", String::as_str),
        ))
    }
}

impl Balances<'_> {
    /// A line for each balance.
    fn in_words(&self) -> Vec<String> {
        let reserves = self
            .reserves
            .iter()
            .map(|(channel, amount)| format!("{amount} in the reserve of channel \"{channel}\""));
        let owed = self.owed.iter().map(|((channel, payee), amount)| {
            format!("{amount} owed to payee \"{payee}\" in channel \"{channel}\"")
        });
        let claims = self.claims.iter().map(|((channel, payee, origin), amount)| {
            let period = origin.period;
            format!(
                "a claim of {amount} on payee \"{payee}\" in channel \"{channel}\" from {period}"
            )
        });
        reserves.chain(owed).chain(claims).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::facts::Facts;
    use crate::sample;
    use crate::statement::tests::{closed, cycle};

    /// The year after a statement with all of the money cycle, opened with balances.
    fn next_year(change: impl FnOnce(&mut Value)) -> Statement {
        let (_, closing) = closed(cycle);
        let mut opening = serde_json::to_value(closing).unwrap();
        change(&mut opening);
        let (scheme, facts) = sample::changed(|scheme, facts| {
            cycle(scheme, facts);
            facts["period"] = json!({ "from": "2025-01-01", "until": "2026-01-01" });
            for list in ["volumes", "findings", "advances"] {
                facts[list] = json!([]);
            }
            facts.as_object_mut().unwrap().remove("opening");
        });
        let opening = Closing::new(serde_json::from_value(opening).unwrap());
        let facts = Facts::following(&scheme, &facts, opening).unwrap();
        crate::settle(&facts).unwrap().statement().unwrap().clone()
    }

    #[test]
    fn a_statement_leaves_its_balances_behind() {
        let (statement, closing) = closed(cycle);
        let year = json!({ "from": "2024-01-01", "until": "2025-01-01" });
        let of = |payee: &str, amount: &str| -> Value {
            json!({ "channel": "purchase", "payee": payee, "amount": amount })
        };
        let claim = |cause: Value, amount: &str| -> Value {
            let mut claim = of("W02", amount);
            (claim["period"], claim["cause"]) = (year.clone(), cause);
            claim
        };
        // The pool holds 103,990.00 after 1,000.00 for the reserve and 10.00 still owed; with the
        // 6,000.00 of the reserve, 109,990.00 of 132,000.00 are paid, 79,992.73 and 29,997.27.
        // Withheld are 10,999.00, of which 2,999.00 are above the target and released; W02 gives
        // back all that it gets, 29,997.27 − 2,999.73 + 817.91 = 27,815.45, which the reserve has.
        assert_eq!(
            serde_json::to_value(&closing).unwrap(),
            json!({
                "after": {
                    "scheme": "示例〔2024〕1号", "period": year,
                    "digest": statement.digest().unwrap(),
                },
                "reserves": [{ "channel": "purchase", "balance": "35815.45" }],
                "owed": [of("W01", "16007.27"), of("W02", "6002.73")],
                "claims": [
                    claim(json!({ "kind": "finding", "code": "F1" }), "472184.55"),
                    claim(json!({ "kind": "finding", "code": "F2" }), "3.00"),
                    claim(json!({ "kind": "advances" }), "50.00"),
                ],
                "entitlements": [of("W01", "96000.00"), of("W02", "36000.00")],
            })
        );
    }

    #[test]
    fn a_statement_follows_the_one_whose_balances_it_opens_with() {
        let (before, _) = closed(cycle);
        let follows =
            |change: fn(&mut Value)| next_year(change).follows(&before).map_err(|e| e.to_string());
        assert_eq!(follows(|_| {}), Ok(()));
        let unlike = |what: &str, opening: &str, closing: &str| {
            Err(format!("the statement does not balance: {what}, but {opening} is not {closing}"))
        };
        let balances = "the opening is the closing of the statement before";
        let reserve = |amount: &str| format!("{amount} in the reserve of channel \"purchase\"");
        assert_eq!(
            follows(|opening| opening["reserves"][0]["balance"] = "1.00".into()),
            unlike(balances, &reserve("1.00"), &reserve("35815.45"))
        );
        assert_eq!(
            follows(|opening| opening["reserves"] = json!([])),
            unlike(balances, "nothing", &reserve("35815.45"))
        );
        let owed = |amount: &str| format!("{amount} owed to payee \"W01\" in channel \"purchase\"");
        assert_eq!(
            follows(|opening| opening["owed"][0]["amount"] = "1.00".into()),
            unlike(balances, &owed("1.00"), &owed("16007.27"))
        );
        assert_eq!(
            follows(|opening| drop(opening["owed"].as_array_mut().unwrap().remove(0))),
            unlike(balances, "nothing", &owed("16007.27"))
        );
        let claim = |amount: &str| {
            format!(
                "a claim of {amount} on payee \"W02\" in channel \"purchase\" from [2024-01-01, \
                 2025-01-01)"
            )
        };
        assert_eq!(
            follows(|opening| opening["claims"][1]["amount"] = "4.00".into()),
            unlike(balances, &claim("4.00"), &claim("3.00"))
        );
        let other = "0".repeat(64);
        assert_eq!(
            follows(|opening| opening["after"]["digest"] = "0".repeat(64).into()),
            unlike(
                "the statement before is the one that was named",
                &other,
                &before.digest().unwrap()
            )
        );
    }
}
