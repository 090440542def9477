//! A value against a target: met or missed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching};
use crate::exact::Exact;
use crate::monitor::given::Given;
use crate::monitor::lists::references;
use crate::monitor::quantity::Target;
use crate::monitor::readings::{Figures, Found, Named, Outcome};
use crate::report::{Place, Report};
use crate::units::Number;

/// An observed value against a target; a value at the target meets it.
///
/// Each subject concerned has a reading, met or missed, or else not observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TargetRule"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The code of the measure.
    pub measure: String,
    /// Whether the target is to be reached or not to be exceeded.
    pub bound: Bound,
    /// The target; or else `by_group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Target>"))]
    pub value: Option<Number>,
    /// The groups whose subjects `value` concerns; none is all subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// A target for each group, by its code; subjects of no other group are concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<BTreeMap<String, Target>>"))]
    pub by_group: Option<BTreeMap<String, Number>>,
    /// Whether people read it as a percentage: `0.85` as 85 %.
    #[serde(default)]
    pub percent: bool,
}

/// Whether a target is to be reached or not to be exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The value is the target or more.
    AtLeast,
    /// The value is the target or less.
    AtMost,
}

impl Bound {
    pub(in crate::monitor) fn is_met(self, value: &Exact, target: &Exact) -> bool {
        match self {
            Self::AtLeast => value >= target,
            Self::AtMost => value <= target,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Rule {
    measure: String,
    bound: Bound,
    targets: Targets,
    percent: bool,
}

/// Whom a target concerns.
#[derive(Clone, Debug)]
enum Targets {
    All(Exact),
    Groups(Exact, BTreeSet<String>),
    ByGroup(BTreeMap<String, Exact>),
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        report.reference(&place.field("measure"), &self.measure);
        references(report, place, "groups", &self.groups);
        let targets = match (&self.value, &self.by_group) {
            (Some(value), None) => {
                let Target(value) = report.number(&place.field("value"), value)?;
                if self.groups.is_empty() {
                    Targets::All(value)
                } else {
                    Targets::Groups(value, self.groups.iter().cloned().collect())
                }
            }
            (None, Some(by_group)) => self.check_groups(by_group, place, report)?,
            _ => {
                report.add(place, "needs either \"value\" or \"by_group\"");
                return None;
            }
        };
        let (measure, bound, percent) = (self.measure.clone(), self.bound, self.percent);
        Some(Rule { measure, bound, targets, percent })
    }
}

impl Document {
    fn check_groups(
        &self,
        by_group: &BTreeMap<String, Number>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Targets> {
        if !self.groups.is_empty() {
            report.add(&place.field("groups"), "\"by_group\" names its groups: leave this out");
        }
        let place = place.field("by_group");
        if by_group.is_empty() {
            report.add(&place, "is empty: give each group its target");
        }
        let mut targets = BTreeMap::new();
        for (group, value) in by_group {
            let place = place.key(group);
            report.reference(&place, group);
            if let Some(Target(value)) = report.number(&place, value) {
                targets.insert(group.clone(), value);
            }
        }
        (targets.len() == by_group.len()).then_some(Targets::ByGroup(targets))
    }
}

impl Targets {
    /// The target of a subject; none where the rule leaves it alone.
    fn of(&self, group: Option<&String>) -> Option<&Exact> {
        match self {
            Self::All(target) => Some(target),
            Self::Groups(target, groups) => group.filter(|g| groups.contains(*g)).map(|_| target),
            Self::ByGroup(targets) => targets.get(group?),
        }
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let Some(observations) = given.observations(place, report) else { return Vec::new() };
        let subjects = observations.subjects.iter().enumerate();
        let found = subjects.filter_map(|(index, subject)| {
            let target = self.targets.of(subject.group.as_ref())?;
            let observed = observations.observed(index, &self.measure);
            let outcome = match observed {
                None => Outcome::NotObserved,
                Some(observed) if self.bound.is_met(&observed.value, target) => Outcome::Met,
                Some(_) => Outcome::Missed,
            };
            let quotient = observed.and_then(|observed| observed.quotient.clone()).unzip();
            let figures = Figures::Target {
                measure: self.measure.clone(),
                value: observed.map(|observed| observed.value.clone()),
                part: quotient.0,
                whole: quotient.1,
                bound: self.bound,
                target: target.clone(),
                percent: self.percent,
                observed_in: observed.map(|observed| observed.cite.clone()),
            };
            Some(Found::of(Named::new(&subject.code, &subject.name), outcome, figures))
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_its_target_meets_it() {
        use Bound::{AtLeast, AtMost};
        for (bound, target, under, over) in [
            (AtLeast, "0.85", "0.849999999", "0.850000001"),
            (AtLeast, "0.8", "0.799999999", "0.800000001"),
            (AtLeast, "0.9", "0.899999999", "0.900000001"),
            (AtLeast, "60", "59", "61"),
            (AtMost, "0.2", "0.199999999", "0.200000001"),
            (AtMost, "0.1", "0.099999999", "0.100000001"),
            (AtMost, "-0.02", "-0.03", "-0.01"),
        ] {
            let exact = |text: &str| text.parse::<Exact>().unwrap();
            let met = |value| bound.is_met(&exact(value), &exact(target));
            let better = if bound == AtLeast { over } else { under };
            assert!(met(target) && met(better), "{bound:?} {target}");
            assert_ne!(met(under), met(over), "{bound:?} {target}");
        }
        // A third is neither 0.333333333 nor 0.333333334.
        let third = "1/3".parse().unwrap();
        assert!(AtLeast.is_met(&third, &"0.333333333".parse().unwrap()));
        assert!(!AtLeast.is_met(&third, &"0.333333334".parse().unwrap()));
    }

    #[test]
    fn a_target_concerns_its_groups() {
        let exact = |text: &str| text.parse::<Exact>().unwrap();
        let [a, b] = ["a", "b"].map(str::to_owned);
        let some = Targets::Groups(exact("1"), [a.clone()].into());
        let by_group = Targets::ByGroup([(a.clone(), exact("2"))].into());
        assert_eq!(Targets::All(exact("3")).of(None), Some(&exact("3")));
        assert_eq!(
            (some.of(Some(&a)), some.of(Some(&b)), some.of(None)),
            (Some(&exact("1")), None, None)
        );
        assert_eq!(by_group.of(Some(&a)), Some(&exact("2")));
        assert_eq!((by_group.of(Some(&b)), by_group.of(None)), (None, None));
    }

    /// Targets by group as 青政办〔2019〕35号 一(三)2 sets them for 2020.
    #[test]
    fn each_group_has_its_own_target() {
        let targets = ["0.65", "0.75", "0.7", "0.7", "0.7", "0.55", "0.6", "0.47"];
        let groups = targets
            .iter()
            .enumerate()
            .map(|(place, target)| (format!("g{place}"), Number::from(*target)));
        let document = Document {
            measure: "admissions".to_owned(),
            bound: Bound::AtLeast,
            value: None,
            groups: Vec::new(),
            by_group: Some(groups.collect()),
            percent: true,
        };
        let mut report = Report::default();
        let rule = document.check(&Place::ROOT, &mut report).unwrap();
        assert!(report.is_empty());
        let step = Exact::scaled(1, 4);
        for (place, target) in targets.iter().enumerate() {
            let exact: Exact = target.parse().unwrap();
            let found = rule.targets.of(Some(&format!("g{place}"))).unwrap();
            assert_eq!(*found, exact);
            assert!(
                rule.bound.is_met(&exact, found) && rule.bound.is_met(&exact.plus(&step), found)
            );
            assert!(!rule.bound.is_met(&exact.minus(&step), found), "{target}");
        }
        assert_eq!(rule.targets.of(Some(&"g8".to_owned())), None);
    }
}
