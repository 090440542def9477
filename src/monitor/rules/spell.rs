//! A stretch of days that lasts no longer than so many.

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching};
use crate::monitor::given::Given;
use crate::monitor::readings::{Figures, Found, Named, Outcome};
use crate::report::{Place, Report};
use crate::units::Number;

/// A stretch of days, such as one person's redeployment, lasts no longer than so many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SpellRule"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The code of the measure.
    pub measure: String,
    /// The calendar days that it may last, from 1 to 3650: two weeks are 14.
    pub days: Number,
}

#[derive(Clone, Debug)]
pub struct Rule {
    measure: String,
    days: i64,
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        const DAYS: (i64, i64) = (1, 3650);
        report.reference(&place.field("measure"), &self.measure);
        let days = report.count(&place.field("days"), &self.days, DAYS)?;
        Some(Rule { measure: self.measure.clone(), days })
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let Some(observations) = given.observations(place, report) else { return Vec::new() };
        let spells = observations.spells.iter().filter(|spell| spell.measure == self.measure);
        let found = spells.filter_map(|spell| {
            let subject = observations.subjects.get(spell.subject)?;
            let lasted = spell.days.days();
            let outcome = if lasted > self.days { Outcome::TooLong } else { Outcome::Met };
            let figures = Figures::Spell {
                measure: self.measure.clone(),
                who: spell.who.clone(),
                period: spell.days,
                lasted,
                days: self.days,
            };
            Some(Found::of(Named::new(&subject.code, &subject.name), outcome, figures))
        });
        found.collect()
    }
}
