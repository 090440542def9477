//! The monitor of the sample: readings that a separate program computed from the same files.

use work_equivalent::monitor::{Figures, Monitor, Observations, Outcome, Reading, Watched};
use work_equivalent::settle;

use crate::support::{read_toml, sample};
use crate::{facts, lines, right, scheme};

/// Every alert, computed elsewhere: rule, centre, item, what was found, the exact ratio or share.
const ALERTS: &str = "
    JC01  W07  -     Low           438754211/461360876
    JC01  W12  -     High          4095500931/3696300424
    JC01  W16  -     Low           279714700/288961403
    JC02  W07  -     Low           673511855/718029603
    JC02  W12  -     High          3135033986/2781751507
    JC02  W14  -     Low           250664407/265534337
    JC03  W03  MZ01  Concentrated  4694/21291
    JC03  W04  MZ01  Concentrated  298848/1489471
    JC03  W16  MZ01  Concentrated  103360/472069
";

fn words(reading: &Reading) -> Vec<String> {
    let ratio = match &reading.figures {
        Figures::IncomeToCost { ratio: Some(ratio), .. } => ratio.to_string(),
        Figures::Concentration { share, .. } => share.to_string(),
        other => panic!("{other:?}"),
    };
    let item = reading.item.as_ref().map_or("-", |item| item.code.as_str());
    let (rule, subject) = (&reading.rule.code, &reading.subject.code);
    lines(&format!("{rule} {subject} {item} {:?} {ratio}", reading.outcome)).concat()
}

#[test]
fn the_readings_are_those_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let statement = settle(&facts).unwrap().statement_by_item().unwrap();
    let monitor: Monitor = right(read_toml(&sample().join("monitor.toml")));
    let observations: Observations = right(read_toml(&sample().join("observations.toml")));
    let readings = monitor
        .watch(&Watched {
            statement: Some(&statement),
            observations: Some(&observations),
            ..Watched::default()
        })
        .unwrap();
    for (rule, count) in [("JC01", 17), ("JC02", 17), ("JC03", 744)] {
        let of_rule = readings.all().iter().filter(|reading| reading.rule.code == rule);
        assert_eq!(of_rule.count(), count, "{rule}");
    }
    assert_eq!(readings.alerts().map(words).collect::<Vec<_>>(), lines(ALERTS));
    let mut others = readings.all().iter().filter(|reading| !reading.alert);
    assert!(others.all(|reading| reading.outcome == Outcome::Met));
}
