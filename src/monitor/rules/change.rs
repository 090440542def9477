//! Equivalents against a base period.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching, rate, share_below_one};
use crate::exact::Exact;
use crate::monitor::equivalents::{self, Counts};
use crate::monitor::given::Given;
use crate::monitor::quantity::LeastEquivalents;
use crate::monitor::readings::{Figures, Found, Outcome};
use crate::report::{Place, Report};
use crate::units::{Equivalents, Number};

/// Equivalents now against a base period, channel by channel: beyond a rise or a fall is an alert.
///
/// Nothing in the base and something now is an alert of its own kind, whichever of the two is
/// stated. A payee or an item that only one of the two statements has counts zero in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChangeRule"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The part of the base by which equivalents may rise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rise: Option<Number>,
    /// The part of the base by which they may fall, below 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fall: Option<Number>,
    /// What is compared.
    pub of: ChangeOf,
    /// The equivalents that one of the two periods has to reach; below, nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<LeastEquivalents>"))]
    pub at_least: Option<Number>,
}

/// Whose equivalents are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeOf {
    /// All of a payee's in a channel.
    Payee,
    /// Those of each of its items; needs statements by item.
    Item,
}

#[derive(Clone, Debug)]
pub struct Rule {
    rise: Option<Exact>,
    fall: Option<Exact>,
    of: ChangeOf,
    at_least: Option<Exact>,
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        if self.rise.is_none() && self.fall.is_none() {
            report.add(place, "needs \"rise\" or \"fall\", or both");
        }
        let rise = rate(self.rise.as_ref(), &place.field("rise"), report);
        let field = place.field("fall");
        let fall = rate(self.fall.as_ref(), &field, report);
        if let Some(fall) = &fall {
            share_below_one(fall, &field, report);
        }
        let at_least = self.at_least.as_ref().and_then(|number| {
            report.number(&place.field("at_least"), number).map(|LeastEquivalents(least)| least)
        });
        Some(Rule { rise, fall, of: self.of, at_least })
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let statements = (given.statement(place, report), given.base(place, report));
        let (Some(now), Some(base)) = statements else { return Vec::new() };
        let counts = |statement, report: &mut Report| match self.of {
            ChangeOf::Payee => Some(equivalents::by_payee(statement)),
            ChangeOf::Item => equivalents::by_item(statement, place, report),
        };
        let (was, is) = (counts(base, report), counts(now, report));
        let (Some(mut was), Some(mut is)) = (was, is) else { return Vec::new() };
        // A channel that is bought by equivalents in one of the two only cannot be compared.
        for statement in [now, base] {
            for channel in equivalents::channels_without(statement) {
                was.retain(|spot, _| spot.channel != channel);
                is.retain(|spot, _| spot.channel != channel);
            }
        }
        self.compare(&is, &was)
    }
}

impl Rule {
    fn compare(&self, now: &Counts<'_>, base: &Counts<'_>) -> Vec<Found> {
        let spots: BTreeSet<_> = now.keys().chain(base.keys()).collect();
        let found = spots.into_iter().filter_map(|spot| {
            let counted = now.get(spot).or(base.get(spot))?;
            let of = |counts: &Counts<'_>| {
                counts.get(spot).map_or_else(Exact::zero, |counted| counted.equivalents.clone())
            };
            let (now, base) = (of(now), of(base));
            let (outcome, change) = self.outcome(&now, &base)?;
            let figures = Figures::Change {
                now: Equivalents::from_exact(now),
                base: Equivalents::from_exact(base),
                change,
                rise: self.rise.clone(),
                fall: self.fall.clone(),
            };
            Some(counted.found(spot, outcome, figures))
        });
        found.collect()
    }

    /// The outcome, and the change as a part of the base; none where there is nothing to compare.
    fn outcome(&self, now: &Exact, base: &Exact) -> Option<(Outcome, Option<Exact>)> {
        if self.at_least.as_ref().is_some_and(|least| now < least && base < least) {
            return None;
        }
        if *base <= Exact::zero() {
            // What was not there before rose; a rule of falls has nothing to say of it.
            let rose = *now > Exact::zero() && self.rise.is_some();
            return rose.then_some((Outcome::New, None));
        }
        let change = now.minus(base).divided_by(base)?;
        let fallen = Exact::zero().minus(&change);
        let beyond = |limit: &Option<Exact>, change: &Exact| {
            limit.as_ref().is_some_and(|limit| change > limit)
        };
        let outcome = if beyond(&self.rise, &change) {
            Outcome::Rose
        } else if beyond(&self.fall, &fallen) {
            Outcome::Fell
        } else {
            Outcome::Met
        };
        Some((outcome, Some(change)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn a_change_is_beyond_its_limit_or_not() {
        for (rise, fall, least, base, now, expected) in [
            // Exactly at the limit is no alert; the smallest step beyond is.
            (Some("0.3"), Some("0.2"), None, "1000", "1300", Some((Outcome::Met, "0.3"))),
            (
                Some("0.3"),
                Some("0.2"),
                None,
                "1000",
                "1300.000001",
                Some((Outcome::Rose, "0.300000001")),
            ),
            (
                Some("0.3"),
                Some("0.2"),
                None,
                "1000",
                "1299.999999",
                Some((Outcome::Met, "0.299999999")),
            ),
            (Some("0.3"), Some("0.2"), None, "1000", "800", Some((Outcome::Met, "-0.2"))),
            (
                Some("0.3"),
                Some("0.2"),
                None,
                "1000",
                "799.999999",
                Some((Outcome::Fell, "-0.200000001")),
            ),
            (
                Some("0.3"),
                Some("0.2"),
                None,
                "1000",
                "800.000001",
                Some((Outcome::Met, "-0.199999999")),
            ),
            // A third is a third: 0.333333333 lies below it.
            (Some("0.333333333"), None, None, "3", "4", Some((Outcome::Rose, "1/3"))),
            (Some("0.333333334"), None, None, "3", "4", Some((Outcome::Met, "1/3"))),
            // Only one side is watched.
            (Some("0.3"), None, None, "1000", "1", Some((Outcome::Met, "-0.999"))),
            (None, Some("0.2"), None, "1000", "9000", Some((Outcome::Met, "8"))),
            (Some("0"), Some("0"), None, "7", "7", Some((Outcome::Met, "0"))),
            (None, Some("0.2"), None, "1000", "0", Some((Outcome::Fell, "-1"))),
            // Nothing before.
            (Some("0.3"), None, None, "0", "0.000001", Some((Outcome::New, ""))),
            (None, Some("0.2"), None, "0", "5", None),
            (Some("0.3"), None, None, "0", "0", None),
            (Some("0.3"), None, Some("50"), "0", "49.999999", None),
            (Some("0.3"), None, Some("50"), "0", "50", Some((Outcome::New, ""))),
            (Some("0.3"), None, Some("0"), "0", "0", None),
            // Too few in both to be compared; enough in one is enough.
            (Some("0.3"), None, Some("50"), "10", "49.999999", None),
            (Some("0.3"), None, Some("50"), "10", "50", Some((Outcome::Rose, "4"))),
            (None, Some("0.2"), Some("50"), "50", "0", Some((Outcome::Fell, "-1"))),
        ] {
            let rule = Rule {
                rise: rise.map(exact),
                fall: fall.map(exact),
                of: ChangeOf::Payee,
                at_least: least.map(exact),
            };
            let found = rule.outcome(&exact(now), &exact(base));
            let expected = expected.map(|(outcome, change)| (outcome, change.parse().ok()));
            assert_eq!(found, expected, "{base} to {now}");
        }
    }
}
