//! The other policies: every sample settles, its second level sums to its pool to the fen, its
//! monitor reads, and the main figures are those of a separate program (each folder's README).

use std::path::{Path, PathBuf};

use serde_json::Value;
use work_equivalent::monitor::{Monitor, Observations, Watched};
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use crate::support::{Inputs, read_facts, read_scheme, read_toml};
use crate::{lines, right, takes};

/// Policy, level, channel, payee or `-`, figure, and its value, computed elsewhere.
const FIGURES: &str = "
    deqing            1 performance -   pool.pool             820000.00
    deqing            1 performance -   pool.beyond_limit     171060.33
    deqing            1 performance -   price.price           1640000000/109085493
    deqing            1 performance GW1 entitlement           105175.94
    deqing            1 performance YS3 entitlement           70982.99
    deqing            1 performance YS3 payable               70261.35
    deqing            1 performance YS4 entitlement           35069.70
    qinghai-package   1 package  A0  entitlement           8923583.66
    qinghai-package   1 package  B0  entitlement           2957616.57
    qinghai-package   1 package  -   appraisal_loss.amount 276805.57
    qinghai-package   1 package  -   money.payable         11826200.23
    qinghai-package   1 head     A0  payable               221943.08
    qinghai-package   1 head     B0  payable               182232.29
    qinghai-package   2 tasks    -   pool.pool             8270384.31
    qinghai-package   2 tasks    A0  entitlement           630241.33
    qinghai-package   2 tasks    A3  entitlement           1309644.92
    qinghai-package   2 tasks    A5  entitlement           812337.70
    qinghai-insurance 1 global   -   pool.pool             37514494.73
    qinghai-insurance 1 global   -   closing.gap           2205778.07
    qinghai-insurance 1 global   -   closing.drawn         420000.00
    qinghai-insurance 1 global   -   closing.payer_share   1071466.84
    qinghai-insurance 1 global   -   closing.borne         714311.23
    qinghai-insurance 1 global   C3  payable               1541445.49
    qinghai-insurance 1 patient  -   entitlement           11584158.68
    qinghai-insurance 1 patient  -   money.payable         0.00
    qinghai-insurance 2 pay      -   pool.pool             860000.00
    qinghai-insurance 2 pay      N8  payable               45573.78
    yunnan            1 posts    D1  entitlement           337940.86
    yunnan            1 posts    D2  entitlement           203785.71
    yunnan            1 posts    D3  entitlement           120612.90
    yunnan            1 posts    D4  entitlement           247516.67
    yunnan            1 basic    -   closing.retained      175641.57
    yunnan            1 basic    -   closing.returned      75274.96
    yunnan            1 village  -   entitlement           1927138.32
    invented          1 services -   price.price           27.444
    invented          1 services -   appraisal_loss.amount 565273.89
    invented          1 services -   reserve.closing       734980.00
    invented          1 services X2  entitlement           488308.95
    invented          2 bonus    -   pool.beyond_limit     191462.02
    invented          2 bonus    Z1  entitlement           60307.67
    invented          2 bonus    Z5  entitlement           11590.72
";

/// Policy, readings, alerts.
const READINGS: &str = "
    deqing            117 19
    qinghai-package   20 8
    qinghai-insurance 14 5
    yunnan            28 10
    invented          20 6
";

fn folder(policy: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(policy)
}

/// The statement of a folder by item, with what it takes from the level before.
fn settled(inputs: &Inputs, first: Option<(&Statement, &Path)>) -> Statement {
    let scheme = right(read_scheme(inputs));
    let mut files = right(read_facts(inputs));
    if let Some((first, path)) = first {
        let takes = right(takes::read(path));
        let complete =
            |document: &mut _| takes.iter().try_for_each(|take| take.add_to(document, first));
        files = files.completed(complete).unwrap();
    }
    let facts = right(files.check(&scheme));
    let settlement = settle(&facts).unwrap();
    for payee in facts.payees() {
        assert_eq!(settlement.explain(payee).unwrap().reevaluate(), Ok(None), "{payee}");
    }
    settlement.statement_by_item().unwrap()
}

/// The statements of a policy's levels.
fn levels(policy: &str) -> Vec<Statement> {
    let folder = folder(policy);
    let first = settled(&Inputs::in_folder(&folder), None);
    let second = folder.join("distribution");
    let second = second.exists().then(|| {
        let takes = second.join("takes.toml");
        settled(&Inputs::in_folder(&second), Some((&first, &takes)))
    });
    [first].into_iter().chain(second).collect()
}

fn policies() -> Vec<String> {
    lines(READINGS).into_iter().map(|line| line[0].clone()).collect()
}

/// A record of a list, by its code.
fn coded<'v>(list: &'v Value, code: &str) -> &'v Value {
    let mut records = list.as_array().unwrap().iter();
    records.find(|record| record["code"] == code).unwrap_or_else(|| panic!("no {code}"))
}

#[test]
fn the_figures_of_every_policy_are_those_of_a_separate_computation() {
    for policy in policies() {
        let levels = levels(&policy);
        let expected: Vec<Vec<String>> =
            lines(FIGURES).into_iter().filter(|line| line[0] == policy).collect();
        assert!(expected.len() >= 7, "{policy}");
        for line in expected {
            let [_, level, channel, payee, figure, value] = line.as_slice() else { panic!() };
            let statement = &levels[level.parse::<usize>().unwrap() - 1];
            let json = serde_json::to_value(statement).unwrap();
            let mut found = coded(&json["channels"], channel);
            if payee != "-" {
                found = coded(&found["payees"], payee);
            }
            for key in figure.split('.') {
                found = &found[key];
            }
            assert_eq!(found, value.as_str(), "{line:?}");
        }
    }
}

#[test]
fn the_second_level_sums_to_its_pool() {
    let mut found = 0;
    for policy in policies() {
        for statement in levels(&policy).iter().skip(1) {
            let channel = &statement.figures().channels[0];
            let closed = channel.payees.iter().map(|payee| payee.closed.fen()).sum::<i128>();
            assert_eq!(closed, channel.pool.as_ref().unwrap().distributable.fen(), "{policy}");
            found += 1;
        }
    }
    assert_eq!(found, 3);
}

#[test]
fn every_monitor_reads() {
    for line in lines(READINGS) {
        let folder = folder(&line[0]);
        let now = settled(&Inputs::in_folder(&folder), None);
        let base = folder.join("base");
        let base = base.exists().then(|| {
            let inputs = Inputs { scheme: folder.join("scheme.toml"), ..Inputs::in_folder(&base) };
            settled(&inputs, None)
        });
        let monitor: Monitor = right(read_toml(&folder.join("monitor.toml")));
        let observations: Observations = right(read_toml(&folder.join("observations.toml")));
        let watched = Watched {
            statement: Some(&now),
            base: base.as_ref(),
            observations: Some(&observations),
        };
        let readings = monitor.watch(&watched).unwrap();
        let found = [readings.all().len(), readings.alerts().count()].map(|n| n.to_string());
        assert_eq!(found.as_slice(), &line[1..], "{}", line[0]);
    }
}

#[test]
fn the_year_with_a_surplus_settles_under_the_same_scheme() {
    let folder = folder("qinghai-insurance");
    let surplus = Inputs {
        scheme: folder.join("scheme.toml"),
        ..Inputs::in_folder(&folder.join("facts-surplus"))
    };
    let statement = settled(&surplus, None);
    let global = statement.figures().channels.iter().find(|channel| channel.code == "global");
    let closing = global.unwrap().closing.as_ref().unwrap();
    let found = [closing.surplus, closing.to_reserve, closing.retained, closing.returned];
    let found = found.map(|amount| amount.to_string());
    assert_eq!(found, ["1154656.85", "600000.00", "443725.48", "110931.37"]);
}
