//! What a payee earned against what it cost.

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching, rate};
use crate::exact::Exact;
use crate::monitor::Observations;
use crate::monitor::given::Given;
use crate::monitor::lists::references;
use crate::monitor::readings::{Figures, Found, Named, Outcome};
use crate::report::{Place, Report};
use crate::scheme::Codes;
use crate::statement::{PayeeTotal, Statement};
use crate::units::{Money, Number};

/// A payee's income in the statement against its observed cost in the same period.
///
/// Each payee of the statement has a reading: without an observed cost it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IncomeToCostRule"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Income ÷ cost below which there is an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Number>,
    /// Income ÷ cost above which there is an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Number>,
    /// The codes of the classes of income that count; none is all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub income: Vec<String>,
    /// The measure under which cost in yuan is observed.
    pub cost: String,
}

#[derive(Clone, Debug)]
pub struct Rule {
    low: Option<Exact>,
    high: Option<Exact>,
    income: Vec<String>,
    cost: String,
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        if self.low.is_none() && self.high.is_none() {
            report.add(place, "needs \"low\" or \"high\", or both");
        }
        let low = rate(self.low.as_ref(), &place.field("low"), report);
        let high = rate(self.high.as_ref(), &place.field("high"), report);
        if let (Some(low), Some(high)) = (&low, &high)
            && low > high
        {
            report.add(&place.field("low"), format!("{low} is above \"high\", {high}"));
        }
        references(report, place, "income", &self.income);
        report.reference(&place.field("cost"), &self.cost);
        let (income, cost) = (self.income.clone(), self.cost.clone());
        Some(Rule { low, high, income, cost })
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let both = (given.statement(place, report), given.observations(place, report));
        let (Some(statement), Some(observations)) = both else { return Vec::new() };
        self.check_fit(statement, observations, place, report);
        let payees = statement.figures().payees.iter();
        let found = payees.filter_map(|payee| self.read(payee, observations, place, report));
        found.collect()
    }
}

impl Rule {
    /// Income and cost are of one period, and the statement has the classes of income.
    fn check_fit(
        &self,
        statement: &Statement,
        observations: &Observations,
        place: &Place<'_>,
        report: &mut Report,
    ) {
        let (earned, cost) = (statement.figures().period, observations.period());
        if earned != cost {
            let [earned, cost] = [earned, cost].map(crate::period::Period::in_words);
            let message =
                format!("the statement is of {earned}, the observations of {cost}: give the same");
            report.add(place, message);
        }
        let classes = Codes::of_any(&statement.figures().income_classes, |class| &class.code);
        let rule = place.field("rule");
        for (index, code) in self.income.iter().enumerate() {
            classes.find(code, "class of income", &rule.record("income", index, ""), report);
        }
    }

    fn read(
        &self,
        payee: &PayeeTotal,
        observations: &Observations,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Found> {
        let classes = payee.income_classes.iter();
        let counted = classes.filter(|class| self.counts(&class.code)).map(|class| class.amount);
        let Some(income) = Money::checked_sum(counted) else {
            let message = format!("the income of payee \"{}\" is out of range", payee.code);
            report.add(place, message);
            return None;
        };
        let subject = observations.place_of(&payee.code);
        let observed = subject.and_then(|subject| observations.observed(subject, &self.cost));
        let cost = observed.map(|observed| &observed.value);
        if let Some(cost) = cost.filter(|cost| cost.is_negative()) {
            let (code, measure) = (&payee.code, &self.cost);
            let message = format!("\"{measure}\" of \"{code}\" is {cost}: a cost is zero or more");
            report.add(place, message);
        }
        let (outcome, ratio) = self.outcome(&income.to_exact(), cost);
        let figures = Figures::IncomeToCost {
            income,
            cost: cost.cloned(),
            ratio,
            low: self.low.clone(),
            high: self.high.clone(),
            observed_in: observed.map(|observed| observed.cite.clone()),
        };
        Some(Found::of(Named::new(&payee.code, &payee.name), outcome, figures))
    }

    fn counts(&self, class: &str) -> bool {
        self.income.is_empty() || self.income.iter().any(|code| code == class)
    }

    fn outcome(&self, income: &Exact, cost: Option<&Exact>) -> (Outcome, Option<Exact>) {
        let Some(cost) = cost else { return (Outcome::NotObserved, None) };
        let Some(ratio) = income.divided_by(cost) else {
            let earned = *income > Exact::zero();
            let outcome = if earned { Outcome::IncomeWithoutCost } else { Outcome::NotComputable };
            return (outcome, None);
        };
        let outcome = if self.low.as_ref().is_some_and(|low| ratio < *low) {
            Outcome::Low
        } else if self.high.as_ref().is_some_and(|high| ratio > *high) {
            Outcome::High
        } else {
            Outcome::Met
        };
        (outcome, Some(ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_lies_between_its_limits_or_not() {
        let exact = |text: &str| text.parse::<Exact>().unwrap();
        for (low, high, income, cost, expected) in [
            (Some("0.8"), Some("1.2"), "80", Some("100"), (Outcome::Met, Some("0.8"))),
            (Some("0.8"), Some("1.2"), "79.99", Some("100"), (Outcome::Low, Some("0.7999"))),
            (Some("0.8"), Some("1.2"), "80.01", Some("100"), (Outcome::Met, Some("0.8001"))),
            (Some("0.8"), Some("1.2"), "120", Some("100"), (Outcome::Met, Some("1.2"))),
            (Some("0.8"), Some("1.2"), "120.01", Some("100"), (Outcome::High, Some("1.2001"))),
            (None, Some("1.2"), "0", Some("100"), (Outcome::Met, Some("0"))),
            (Some("0.8"), None, "900", Some("1"), (Outcome::Met, Some("900"))),
            (Some("0.8"), None, "2", Some("3"), (Outcome::Low, Some("2/3"))),
            // Nothing is divided by zero, and nothing is passed over.
            (Some("0.8"), Some("1.2"), "0.01", Some("0"), (Outcome::IncomeWithoutCost, None)),
            (Some("0.8"), Some("1.2"), "0", Some("0"), (Outcome::NotComputable, None)),
            (Some("0.8"), Some("1.2"), "5", None, (Outcome::NotObserved, None)),
        ] {
            let (low, high) = (low.map(exact), high.map(exact));
            let rule = Rule { low, high, income: Vec::new(), cost: "cost".to_owned() };
            let found = rule.outcome(&exact(income), cost.map(exact).as_ref());
            assert_eq!(found, (expected.0, expected.1.map(exact)), "{income} over {cost:?}");
        }
    }

    #[test]
    fn its_limits_are_in_order() {
        for (low, high, refused) in [
            (Some("0.8"), Some("1.2"), &[][..]),
            // Income is to be as high as cost.
            (Some("1"), Some("1"), &[]),
            (Some("1.2"), Some("1.199"), &["rule.low: 1.2 is above \"high\", 1.199"]),
            (None, Some("1.2"), &[]),
            (None, None, &["rule: needs \"low\" or \"high\", or both"]),
        ] {
            let [low, high] = [low, high].map(|text| text.map(Number::from));
            let document = Document { low, high, income: Vec::new(), cost: "cost".to_owned() };
            let mut report = Report::default();
            document.check(&Place::ROOT.field("rule"), &mut report);
            let problems = report.into_problems();
            let found: Vec<String> = problems.listed().iter().map(ToString::to_string).collect();
            assert_eq!(found, refused);
        }
    }
}
