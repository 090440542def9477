//! The monitor: order never matters, scaling changes no outcome, better values never miss a target.

mod case;

use proptest::prelude::*;
use serde_json::{Value, json};
use work_equivalent::exact::Exact;
use work_equivalent::monitor::{
    Bound, Figures, Monitor, MonitorDocument, Named, Observations, ObservationsDocument, Outcome,
    Reading, Readings, Watched,
};
use work_equivalent::scheme::Scheme;

use crate::random::Random;
use crate::support::{check, seeds};
use case::{Case, statement};

#[test]
fn the_order_of_the_documents_never_matters() {
    check(200, &seeds(), |seed| {
        let mut case = Case::new(seed, 1);
        let before = case.readings()?;
        case.shuffle(&mut Random::new(!seed));
        let after = case.readings()?;
        prop_assert_eq!(after.to_string(), before.to_string());
        prop_assert_eq!(after, before);
        Ok(())
    });
}

#[test]
fn readings_are_in_order_and_alerts_are_among_them() {
    check(200, &seeds(), |seed| {
        let readings = Case::new(seed, 1).readings()?;
        let keys: Vec<_> = readings
            .all()
            .iter()
            .map(|r| {
                let code = |named: &Option<Named>| named.as_ref().map(|named| named.code.clone());
                (&r.rule.code, &r.subject.code, code(&r.channel), code(&r.item))
            })
            .collect();
        prop_assert!(keys.is_sorted());
        let alerts: Vec<_> = readings.alerts().collect();
        prop_assert!(alerts.iter().all(|reading| reading.outcome.is_alert()));
        let rest = readings.all().iter().filter(|reading| !reading.outcome.is_alert()).count();
        prop_assert_eq!(alerts.len() + rest, readings.all().len());
        let json = serde_json::to_value(&readings).unwrap();
        prop_assert_eq!(&json["alerts"], &json!(alerts.len()));
        Ok(())
    });
}

/// The figures without equivalents, which scale.
fn relative(figures: &Figures) -> Option<Exact> {
    match figures {
        Figures::Change { change, .. } => change.clone(),
        Figures::Concentration { share, .. } => Some(share.clone()),
        _ => None,
    }
}

#[test]
fn scaling_all_equivalents_changes_no_outcome() {
    let factors = prop::sample::select(vec![2, 3, 7, 100]);
    check(200, &(seeds(), factors), |(seed, times)| {
        let [before, after] = [Case::new(seed, 1), Case::new(seed, times)];
        let (before, after) = (before.readings()?, after.readings()?);
        let outcomes = |readings: &Readings| {
            let of_equivalents = readings.all().iter().filter(|reading| {
                matches!(reading.figures, Figures::Change { .. } | Figures::Concentration { .. })
            });
            let outcomes = of_equivalents.map(|reading| {
                let place =
                    (reading.subject.clone(), reading.channel.clone(), reading.item.clone());
                (reading.rule.clone(), place, reading.outcome, relative(&reading.figures))
            });
            outcomes.collect::<Vec<_>>()
        };
        prop_assert_eq!(outcomes(&before), outcomes(&after));
        Ok(())
    });
}

/// The outcome of each target, by rule and subject, and whether it is to be reached.
fn targets(readings: &Readings) -> Vec<(String, String, bool, Outcome)> {
    let target = |reading: &Reading| match &reading.figures {
        Figures::Target { bound, .. } => {
            let at_least = *bound == Bound::AtLeast;
            let (rule, subject) = (reading.rule.code.clone(), reading.subject.code.clone());
            Some((rule, subject, at_least, reading.outcome))
        }
        _ => None,
    };
    readings.all().iter().filter_map(target).collect()
}

#[test]
fn a_higher_value_never_misses_what_was_reached() {
    check(200, &seeds(), |seed| {
        let mut case = Case::new(seed, 1);
        let before = targets(&case.readings()?);
        let mut random = Random::new(!seed);
        for value in case.observations["values"].as_array_mut().unwrap() {
            if let Some(written) = value.get("value").and_then(Value::as_str) {
                let higher = Exact::scaled(random.between(0, 5).into(), 2);
                value["value"] = json!(written.parse::<Exact>().unwrap().plus(&higher).to_string());
            } else {
                value["part"] = json!(value["part"].as_i64().unwrap() + random.between(0, 3));
            }
        }
        let after = targets(&case.readings()?);
        prop_assert_eq!(before.len(), after.len());
        for ((rule, subject, at_least, was), (_, _, _, is)) in before.iter().zip(&after) {
            let (from, never) = match at_least {
                true => (Outcome::Met, Outcome::Missed),
                false => (Outcome::Missed, Outcome::Met),
            };
            prop_assert!(!(*was == from && *is == never), "{rule} of {subject}");
            prop_assert_eq!(*was == Outcome::NotObserved, *is == Outcome::NotObserved);
        }
        Ok(())
    });
}

#[test]
fn every_subject_concerned_has_one_reading_of_a_target() {
    check(200, &seeds(), |seed| {
        let case = Case::new(seed, 1);
        let readings = case.readings()?;
        for rule in case.monitor["rules"].as_array().unwrap() {
            let (code, rule) = (rule["code"].as_str().unwrap(), &rule["rule"]);
            if rule["kind"] != "target" {
                continue;
            }
            let subjects = case.observations["subjects"].as_array().unwrap();
            let concerned = subjects.iter().filter(|subject| {
                let group = subject.get("group").and_then(Value::as_str);
                match (rule.get("by_group"), rule.get("groups")) {
                    (Some(targets), _) => group.is_some_and(|group| targets.get(group).is_some()),
                    (_, Some(groups)) => {
                        groups.as_array().unwrap().iter().any(|g| g.as_str() == group)
                    }
                    (None, None) => true,
                }
            });
            let found = readings.all().iter().filter(|reading| reading.rule.code == code);
            prop_assert_eq!(concerned.count(), found.count());
        }
        Ok(())
    });
}

#[test]
fn cutting_a_spell_in_two_never_matters() {
    check(100, &seeds(), |seed| {
        let mut case = Case::new(seed, 1);
        let before = case.readings()?;
        let spells = case.observations["spells"].as_array_mut().unwrap();
        let mut second = spells[0].clone();
        let (from, until) = (second["from"].clone(), second["until"].clone());
        let [first, last] =
            [&from, &until].map(|date| date.as_str().unwrap()[8..].parse().unwrap());
        let cut: i64 = Random::new(!seed).between(first, last);
        prop_assume!(cut > first && cut < last);
        spells[0]["until"] = json!(format!("2024-03-{cut:02}"));
        second["from"] = spells[0]["until"].clone();
        spells.push(second);
        prop_assert_eq!(case.readings()?, before);
        Ok(())
    });
}

/// Texts that mean something somewhere, or nearly so.
const TEXTS: [&str; 16] = [
    "",
    "0",
    "-1",
    "0.5",
    "1/0",
    "1e3",
    "99.999999999",
    "999999999999999.999999999",
    "9999-12-31",
    "0001-01-01",
    "2024-01-01",
    "W1",
    "cost",
    "x",
    "\u{202e}",
    "by_group",
];

/// The places of all texts in a document.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(record) => {
            for (key, value) in record {
                places(value, &format!("{place}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &format!("{place}/{index}"), found);
            }
        }
        Value::String(_) | Value::Number(_) => found.push(place.to_owned()),
        _ => {}
    }
}

#[test]
fn whatever_the_documents_say_the_answer_is_readings_or_an_error() {
    let (drawn, watched) = (core::cell::Cell::new(0), core::cell::Cell::new(0));
    check(600, &seeds(), |seed| {
        drawn.set(drawn.get() + 1);
        let case = Case::new(seed, 1);
        let mut random = Random::new(!seed);
        let mut documents = [case.monitor, case.observations];
        for document in &mut documents {
            let mut found = Vec::new();
            places(document, "", &mut found);
            for _ in 0..random.between(0, 3) {
                let place = random.pick::<String>(&found);
                *document.pointer_mut(place).unwrap() = json!(random.pick(&TEXTS));
            }
        }
        let [monitor, observations] = documents;
        let scheme: Scheme = serde_json::from_value(case.scheme).unwrap();
        let [base, now] = [&case.base, &case.now].map(|facts| statement(&scheme, facts));
        let monitor = serde_json::from_value::<MonitorDocument>(monitor);
        let observations = serde_json::from_value::<ObservationsDocument>(observations);
        let (Ok(monitor), Ok(observations)) = (monitor, observations) else { return Ok(()) };
        let monitor = Monitor::new(monitor).map_err(|error| error.problems().len());
        let observations = Observations::new(&observations).map_err(|error| error.problems().len());
        prop_assert!(!matches!(monitor, Err(0)) && !matches!(observations, Err(0)));
        let (Ok(monitor), Ok(observations)) = (monitor, observations) else { return Ok(()) };
        for base in [Some(&base), None] {
            let given = Watched { statement: Some(&now), base, observations: Some(&observations) };
            match monitor.watch(&given) {
                Ok(readings) => {
                    prop_assert!(!readings.to_string().is_empty());
                    watched.set(watched.get() + 1);
                }
                Err(error) => prop_assert!(!error.problems().is_empty()),
            }
        }
        Ok(())
    });
    let (drawn, watched) = (drawn.get(), watched.get());
    assert!(6 * watched > drawn, "only {watched} of {drawn} were watched");
}
