//! The share of one item in all equivalents of a payee.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching, share_below_one};
use crate::exact::Exact;
use crate::monitor::equivalents;
use crate::monitor::given::Given;
use crate::monitor::readings::{Figures, Found, Outcome};
use crate::report::{Place, Report};
use crate::units::{Equivalents, Factor, Number};

/// The share of one item in all equivalents of a payee in a channel: beyond a limit is an alert.
///
/// Items without equivalents have no reading, and so have payees without any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ConcentrationRule")
)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The share that one item may have, below 1.
    pub share: Number,
}

#[derive(Clone, Debug)]
pub struct Rule {
    share: Exact,
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        let place = place.field("share");
        let share = report.number::<Factor>(&place, &self.share)?.to_exact();
        share_below_one(&share, &place, report);
        Some(Rule { share })
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let Some(statement) = given.statement(place, report) else { return Vec::new() };
        let items = equivalents::by_item(statement, place, report).unwrap_or_default();
        let totals: BTreeMap<_, _> = equivalents::by_payee(statement)
            .into_iter()
            .map(|(spot, counted)| ((spot.payee, spot.channel), counted.equivalents))
            .collect();
        let found = items.iter().filter_map(|(spot, counted)| {
            let total = totals.get(&(spot.payee, spot.channel))?;
            if counted.equivalents.is_zero() {
                return None;
            }
            let (outcome, share) = self.outcome(&counted.equivalents, total)?;
            let figures = Figures::Concentration {
                equivalents: Equivalents::from_exact(counted.equivalents.clone()),
                total: Equivalents::from_exact(total.clone()),
                share,
                limit: self.share.clone(),
            };
            Some(counted.found(spot, outcome, figures))
        });
        found.collect()
    }
}

impl Rule {
    fn outcome(&self, part: &Exact, total: &Exact) -> Option<(Outcome, Exact)> {
        let share = part.divided_by(total)?;
        let outcome = if share > self.share { Outcome::Concentrated } else { Outcome::Met };
        Some((outcome, share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_beyond_its_limit_or_not() {
        for (limit, part, total, expected) in [
            ("0.3", "300", "1000", Some((Outcome::Met, "0.3"))),
            ("0.3", "300.000001", "1000", Some((Outcome::Concentrated, "0.300000001"))),
            ("0.3", "299.999999", "1000", Some((Outcome::Met, "0.299999999"))),
            ("0.333333333", "1", "3", Some((Outcome::Concentrated, "1/3"))),
            ("0", "1", "1000000", Some((Outcome::Concentrated, "0.000001"))),
            ("0.3", "0", "0", None),
        ] {
            let exact = |text: &str| text.parse::<Exact>().unwrap();
            let rule = Rule { share: exact(limit) };
            let found = rule.outcome(&exact(part), &exact(total));
            assert_eq!(found, expected.map(|(outcome, share)| (outcome, exact(share))), "{part}");
        }
    }
}
