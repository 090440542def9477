//! The monitor of a policy folder, where it has one.

use std::path::Path;

use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, Watched,
};
use work_equivalent::statement::Statement;

use crate::support::{Inputs, Located, read_toml};
use crate::{Failure, statement};

/// Watches a statement by the rules of a folder: beside what was observed, and against the base
/// period in `base`, where there is one. Readings as a text; none without rules.
pub fn run(folder: &Path, now: &Statement) -> Result<Option<String>, Failure> {
    let path = folder.join("monitor.toml");
    if !path.exists() {
        return Ok(None);
    }
    let document: MonitorDocument = read_toml(&path)?;
    let monitor = Monitor::new(document).map_err(|error| whole(&path, &error))?;

    let path = folder.join("observations.toml");
    let observations = if path.exists() {
        let document: ObservationsDocument = read_toml(&path)?;
        Some(Observations::new(&document).map_err(|error| whole(&path, &error))?)
    } else {
        None
    };
    let base = folder.join("base");
    let base = if base.exists() {
        // The base period is settled under the same scheme.
        let inputs = Inputs { scheme: folder.join("scheme.toml"), ..Inputs::in_folder(&base) };
        Some(statement(&inputs, |_| Ok(()))?.by_item)
    } else {
        None
    };
    let watched =
        Watched { statement: Some(now), base: base.as_ref(), observations: observations.as_ref() };
    let readings = monitor.watch(&watched).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(Some(readings.to_string()))
}

/// Everything that is wrong with a document that stands in one file.
fn whole(path: &Path, error: &dyn std::error::Error) -> Vec<Located> {
    vec![Located::new(path, None, error.to_string())]
}
