//! The monitor: rules and what they watch, as they come.

use serde_json::Value;
use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, Watched,
};

use super::documents::{field, reads_back, statement};

/// Reads `{"monitor": …}` with what its rules need of `statement`, `base` and `observations`.
pub fn run(data: &[u8]) {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    let Some(document) = field::<MonitorDocument>(&input, "monitor") else { return };
    reads_back(&document);
    let observed: Option<ObservationsDocument> = field(&input, "observations");
    let observations = observed.as_ref().and_then(|document| {
        reads_back(document);
        match Observations::new(document) {
            Ok(observations) => Some(observations),
            Err(error) => {
                assert!(!error.problems().is_empty() && !error.to_string().is_empty());
                None
            }
        }
    });
    let monitor = match Monitor::new(document.clone()) {
        Ok(monitor) => monitor,
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            return;
        }
    };
    let statement_of = |name| input.get(name).and_then(statement);
    let (statement, base) = (statement_of("statement"), statement_of("base"));
    let watched = Watched {
        statement: statement.as_ref(),
        base: base.as_ref(),
        observations: observations.as_ref(),
    };
    let readings = match monitor.watch(&watched) {
        Ok(readings) => readings,
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            return;
        }
    };
    assert!(!readings.to_string().is_empty());
    assert!(readings.alerts().eq(readings.all().iter().filter(|it| it.alert)));
    assert!(readings.all().iter().all(|it| it.alert == it.outcome.is_alert()));

    // The order of the input changes nothing.
    let mut document = document;
    document.rules.reverse();
    let mut observed = observed;
    if let Some(observed) = &mut observed {
        observed.subjects.reverse();
        observed.values.reverse();
        observed.spells.reverse();
        observed.transfers.reverse();
    }
    let observations = observed.map(|document| Observations::new(&document).unwrap());
    let watched = Watched { observations: observations.as_ref(), ..watched };
    let again = Monitor::new(document).unwrap().watch(&watched).unwrap();
    assert_eq!(again, readings, "the order matters");
}
