//! Vectors of the monitor: rules, what they watch, and what they find.

use serde::Deserialize;
use serde_json::Value;
use work_equivalent::facts::Facts;
use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, Watched,
};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use super::{Settle, compare, problems};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    monitor: MonitorDocument,
    statement: Option<Settle>,
    base: Option<Settle>,
    /// Whether statements go by category only.
    #[serde(default)]
    by_category: bool,
    observations: Option<ObservationsDocument>,
}

/// Every reading, in order, and how many are alerts; or every problem.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchExpected {
    #[serde(default)]
    readings: Vec<Value>,
    #[serde(default)]
    alerts: usize,
    errors: Option<Vec<String>>,
}

pub fn run(input: Watch, expected: &WatchExpected) -> Result<(), String> {
    match (&expected.errors, watched(input, expected)) {
        (None, found) => found.map_err(|errors| errors.join("; ")),
        (Some(errors), Err(found)) if found == *errors => Ok(()),
        (Some(errors), found) => Err(format!("{found:?} is not {errors:?}")),
    }
}

fn watched(input: Watch, expected: &WatchExpected) -> Result<(), Vec<String>> {
    let monitor = Monitor::new(input.monitor).map_err(|error| problems(error.problems()))?;
    let by_category = input.by_category;
    let settled = |settle| statement(settle, by_category).map_err(|error| vec![error]);
    let now = input.statement.map(settled).transpose()?;
    let base = input.base.map(settled).transpose()?;
    let observations = input.observations.as_ref().map(Observations::new).transpose();
    let observations = observations.map_err(|error| problems(error.problems()))?;
    let watched = Watched {
        statement: now.as_ref(),
        base: base.as_ref(),
        observations: observations.as_ref(),
    };
    let readings = monitor.watch(&watched).map_err(|error| problems(error.problems()))?;

    let mut differences = Vec::new();
    let found = serde_json::to_value(readings.all()).unwrap();
    compare("readings", &found, &Value::Array(expected.readings.clone()), &mut differences);
    let alerts = readings.alerts().count();
    if alerts != expected.alerts {
        differences.push(format!("{alerts} alerts are not {}", expected.alerts));
    }
    if differences.is_empty() { Ok(()) } else { Err(differences) }
}

fn statement(input: Settle, by_category: bool) -> Result<Statement, String> {
    let scheme = Scheme::new(input.scheme).map_err(|error| error.to_string())?;
    let facts = Facts::new(&scheme, &input.facts).map_err(|error| error.to_string())?;
    let settlement = settle(&facts).map_err(|error| error.to_string())?;
    if by_category {
        return Ok(settlement.statement().clone());
    }
    settlement.statement_by_item().map_err(|error| error.to_string())
}
