//! Three years in sequence: every figure of the table in `examples/data/years/README.md`, which a
//! separate program computed, is the engine's.

#[path = "../../examples/years/ledger.rs"]
mod ledger;

use std::fs;
use std::path::{Path, PathBuf};

use work_equivalent::facts::Closing;
use work_equivalent::scheme::{Scheme, Split};
use work_equivalent::settle;
use work_equivalent::statement::{ChannelFigures, PayeeFigures, Reason, Statement, Supplement};
use work_equivalent::units::Money;

use crate::right;
use crate::support::{FactsFiles, Inputs, read_facts, read_scheme};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/years")
}

fn scheme(file: &str) -> Scheme {
    let mut inputs = Inputs::in_folder(&folder());
    inputs.scheme = folder().join(file);
    right(read_scheme(&inputs))
}

fn facts(year: &str) -> FactsFiles {
    right(read_facts(&Inputs::in_folder(&folder().join(year))))
}

/// The statements: two of the year in which the scheme changes, then one a year; and what the first
/// year left behind.
fn statements(schemes: &[Scheme]) -> (Vec<Statement>, work_equivalent::facts::OpeningDocument) {
    let settlement = right(facts("2023").settle_in_parts(schemes, Split::Days));
    let (in_parts, closing) = settlement.close().unwrap();
    let mut statements = in_parts.parts().to_vec();
    let first = closing.balances().clone();
    let mut closing: Option<Closing> = Some(closing);
    for year in ["2024", "2025"] {
        let before = closing.take().unwrap();
        let facts = right(facts(year).follow(&schemes[1], before));
        let (statement, left) = settle(&facts).unwrap().close().unwrap();
        statements.push(statement);
        closing = Some(left);
    }
    (statements, first)
}

fn sum(channel: &ChannelFigures, amount: fn(&PayeeFigures) -> Money) -> Money {
    Money::checked_sum(channel.payees.iter().map(amount)).unwrap()
}

/// The figure that a row of the table is about.
fn figure(row: &str, channel: &ChannelFigures) -> Money {
    let closing = channel.closing.as_ref().unwrap();
    let reserve = channel.reserve.as_ref().unwrap();
    let pool = channel.pool.as_ref().unwrap();
    match row {
        "资金" => pool.pool,
        "风险金预提" => pool.provision,
        "还上年欠付" => pool.owed_paid,
        "应付额" => channel.entitlement,
        "绩效评价扣减，退回财政" => channel.appraisal_loss.amount,
        "结余（负为超支）" => channel.remainder.unwrap(),
        "动用风险金" => closing.drawn,
        "结余转入风险金" => closing.to_reserve,
        "结余退回财政" => closing.returned,
        "结转欠付" => closing.owed,
        "风险金计提" => reserve.withheld,
        "风险金返还" => reserve.released,
        "核减" => sum(channel, |payee| payee.deducted),
        "应支付额" => channel.money.payable,
        "已预拨" => sum(channel, |payee| payee.advanced),
        "多拨，结转扣回" => sum(channel, |payee| payee.carried_forward),
        "风险金期初" => reserve.opening,
        "风险金期末" => reserve.closing,
        other => panic!("the table has a row that is not checked: {other}"),
    }
}

#[test]
fn the_years_are_those_of_a_separate_computation() {
    let schemes = [scheme("scheme-2019.toml"), scheme("scheme-2023.toml")];
    let (statements, _) = statements(&schemes);
    for (before, after) in statements.iter().zip(statements.iter().skip(1)) {
        after.follows(before).unwrap();
    }
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let table = readme.split("| 金额（元） |").nth(1).unwrap();
    let mut checked = 0;
    for line in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [row, amounts @ ..] = cells.as_slice() else { panic!("{line}") };
        assert_eq!(amounts.len(), statements.len(), "{line}");
        for (stated, statement) in amounts.iter().zip(&statements) {
            let found = figure(row, &statement.figures().channels[0]);
            assert_eq!(found.to_string(), stated.replace(',', ""), "{row}");
            checked += 1;
        }
    }
    assert_eq!(checked, 72, "the table is read to its end");
}

/// What the readmes quote of the three years is what the example prints.
#[test]
fn the_readmes_quote_the_ledger() {
    let schemes = [scheme("scheme-2019.toml"), scheme("scheme-2023.toml")];
    let (mut parts, _) = statements(&schemes);
    let rest = parts.split_off(2);
    let mut years = vec![ledger::Year { name: "2023", parts }];
    years.extend(
        ["2024", "2025"]
            .into_iter()
            .zip(rest)
            .map(|(name, part)| ledger::Year { name, parts: vec![part] }),
    );
    assert!(ledger::conservation(&years).contains("10,532,093.71"));
    let printed = ledger::ledger(&years);
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")] {
        let quoted = readme.split("```text\n|                          |").nth(1).unwrap();
        let lines: Vec<&str> = quoted.lines().skip(1).take_while(|l| l.starts_with('|')).collect();
        assert_eq!(lines.len(), 7, "{lines:?}");
        for line in lines {
            assert!(printed.lines().any(|found| found == line), "{line}");
        }
    }
}

#[test]
fn a_correction_leaves_the_closed_statement_as_it_was() {
    let schemes = [scheme("scheme-2019.toml"), scheme("scheme-2023.toml")];
    let (statements, opening) = statements(&schemes);
    let closed = &statements[2];
    let digest = closed.digest().unwrap();

    let mut inputs = Inputs::in_folder(&folder().join("2024"));
    inputs.volumes = folder().join("2024-corrected/volumes.csv");
    let files = right(read_facts(&inputs)).opened_again(&opening);
    let facts = right(files.check(&schemes[1]));
    let corrected = settle(&facts).unwrap();
    let reasons = [Reason { payee: None, text: "复核".to_owned() }];
    let supplement = Supplement::new(closed, corrected.statement().unwrap(), &reasons).unwrap();
    assert_eq!(closed.digest().unwrap(), digest);
    assert_eq!(supplement.digests().0, digest);
    let (before, after, difference) = supplement.payable();
    assert_eq!(before.checked_add(difference), Some(after));
    let differences = supplement.payees().iter().map(|payee| payee.difference);
    assert_eq!(Money::checked_sum(differences), Some(difference));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("supplement", supplement.to_string());
    });
}
