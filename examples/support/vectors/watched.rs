//! Watches what a vector of the monitor has as its input.

use std::path::Path;

use serde_json::Value;
use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, Watched,
};
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use super::settled::{Settled, Trouble, facts, fields, json, parse, problems, refused, scheme};

/// The keys of an input; all but the first can be left out.
const KEYS: [&str; 5] = ["monitor", "statement", "base", "by_category", "observations"];

impl Settled {
    /// The readings of a monitor, and how many of them are alerts.
    pub fn watched(input: &Value, folder: &Path) -> Result<Self, Trouble> {
        let form = |what: String| Trouble::Form(format!("input：{what}"));
        let keys = input.as_object().ok_or_else(|| form("要写成一组数据".to_owned()))?;
        if let Some(key) = keys.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(form(format!("没有 \"{key}\"，可以写 {}", KEYS.join("、"))));
        }
        let monitor = keys.get("monitor").ok_or_else(|| form("缺 monitor".to_owned()))?;
        let document: MonitorDocument = parse(monitor, "input.monitor")?;
        let monitor = Monitor::new(document).map_err(|error| problems(error.problems()))?;

        let by_category = keys.get("by_category") == Some(&Value::Bool(true));
        let settled = |key: &str| {
            keys.get(key).map(|input| statement(input, key, by_category, folder)).transpose()
        };
        let (now, base) = (settled("statement")?, settled("base")?);
        let observations = keys.get("observations").map(|value| {
            let document: ObservationsDocument = parse(value, "input.observations")?;
            Observations::new(&document).map_err(|error| problems(error.problems()))
        });
        let observations = observations.transpose()?;
        let watched = Watched {
            statement: now.as_ref(),
            base: base.as_ref(),
            observations: observations.as_ref(),
        };
        let readings = monitor.watch(&watched).map_err(|error| problems(error.problems()))?;
        let whole = serde_json::json!({
            "readings": json(&readings.all())?,
            "alerts": readings.alerts().count(),
        });
        Ok(Self { whole, traces: Vec::new(), warnings: Vec::new(), failed: Vec::new() })
    }
}

fn statement(
    input: &Value,
    key: &str,
    by_category: bool,
    folder: &Path,
) -> Result<Statement, Trouble> {
    let place = format!("input.{key}");
    let [with, what] = fields(input, &place, ["scheme", "facts"])?;
    let scheme = scheme(with, &format!("{place}.scheme"), folder)?;
    let facts = facts(what, &format!("{place}.facts"), folder)?.check(&scheme, None, folder)?;
    let settlement = settle(&facts).map_err(|error| refused(&error))?;
    if by_category {
        let (statement, _closing) = settlement.close().map_err(|error| refused(&error))?;
        return Ok(statement);
    }
    settlement.statement_by_item().map_err(|error| refused(&error))
}
