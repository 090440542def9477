//! The sample district: what people read, as snapshots, and the figures that a separate program
//! computed from the same files in exact fractions (`examples/data/liandu/README.md`). Here stand
//! those of the channel that buys equivalents; the other channels, and the distribution inside one
//! institution, have files of their own.

mod channels;
mod distribution;
mod policies;
#[path = "../../examples/support/mod.rs"]
mod support;
#[path = "../../examples/policy/takes.rs"]
mod takes;
mod watched;
mod years;

use std::convert::Infallible;
use std::path::Path;

use support::{Inputs, Located, in_order, read_facts, read_scheme, sample};
use work_equivalent::facts::{Cause, Facts, FactsDocument, Origin};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{ChannelFigures, Statement};
use work_equivalent::units::Money;

fn scheme() -> Scheme {
    right(read_scheme(&Inputs::in_folder(&sample())))
}

fn facts(scheme: &Scheme) -> Facts<'_> {
    right(right(read_facts(&Inputs::in_folder(&sample()))).check(scheme))
}

/// The facts of a folder as they are written.
fn document(folder: &Path) -> FactsDocument {
    let mut copy = None;
    let files = right(read_facts(&Inputs::in_folder(folder)));
    let read = files.completed(|document| {
        copy = Some(document.clone());
        Ok::<(), Infallible>(())
    });
    read.unwrap_or_else(|none| match none {});
    copy.unwrap()
}

/// The channel that buys equivalents.
fn purchase(statement: &Statement) -> &ChannelFigures {
    channel(statement, "purchase")
}

fn channel<'s>(statement: &'s Statement, code: &str) -> &'s ChannelFigures {
    let mut channels = statement.figures().channels.iter();
    channels.find(|channel| channel.code == code).unwrap_or_else(|| panic!("no channel {code}"))
}

/// What was read; a panic with every problem if there are some.
fn right<T>(read: Result<T, Vec<Located>>) -> T {
    read.unwrap_or_else(|problems| {
        let lines: Vec<String> = in_order(problems).iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

/// Equivalents and entitlement of every centre, computed elsewhere.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("W01", "837391.25", "10082190.65"),
    ("W02", "430681", "5160730.67"),
    ("W03", "298074", "3259139.51"),
    ("W04", "372367.75", "4320785.69"),
    ("W05", "309841.55", "3263366.41"),
    ("W06", "197662.6", "2049700.80"),
    ("W07", "175304.45", "1620415.34"),
    ("W08", "183103.25", "1719851.31"),
    ("W09", "558053.325", "6718962.03"),
    ("W10", "254558.9", "2897074.16"),
    ("W11", "684421.875", "8240439.38"),
    ("W12", "858957.075", "10341843.18"),
    ("W13", "709708.7", "8097966.94"),
    ("W14", "73777.305", "746643.85"),
    ("W15", "98498.925", "1178378.53"),
    ("W16", "49567.245", "358073.78"),
    ("W17", "58624.8075", "423505.61"),
];

/// Every centre after closing, computed elsewhere: its entitlement after closing, what it was still
/// owed and is paid, withheld, released, deducted, payable.
const PAYABLE: &str = "
    W01  10082190.65      0.00  100821.91  36324.35       0.00  10017693.09
    W02   5160730.67      0.00   51607.31  18593.20   20000.00   5107716.56
    W03   3259139.51      0.00   32591.40  11742.11       0.00   3238290.22
    W04   4320785.69      0.00   43207.86  15567.03       0.00   4293144.86
    W05   3263366.41      0.00   32633.66  11757.33       0.00   3242490.08
    W06   2049700.80  12480.36   20497.01   7384.71       0.00   2049068.86
    W07   1620415.34      0.00   16204.15   5838.07  314648.08   1295401.18
    W08   1719851.31      0.00   17198.51   6196.32       0.00   1708849.12
    W09   6718962.03      0.00   67189.62  24207.23       0.00   6675979.64
    W10   2897074.16      0.00   28970.74  10437.65       0.00   2878541.07
    W11   8240439.38      0.00   82404.39  29688.85       0.00   8187723.84
    W12  10341843.18      0.00  103418.43  37259.83    1011.36  10274673.22
    W13   8097966.94      0.00   80979.67  29175.55       0.00   8046162.82
    W14    746643.85      0.00    7466.44   2690.03   13064.34    728803.10
    W15   1178378.53   8915.20   11783.79   4245.49       0.00   1179755.43
    W16    358073.78      0.00    3580.74   1290.08       0.00    355783.12
    W17    423505.61      0.00    4235.06   1525.82       0.00    420796.37
";

/// Every centre's advances, balance, and what of it is carried forward, computed elsewhere.
const BALANCE: &str = "
    W01  7694744.58  2322948.51      0.00
    W02  3949772.07  1157944.49      0.00
    W03  2630272.44   608017.78      0.00
    W04  3284418.36  1008726.50      0.00
    W05  2470893.84   771596.24      0.00
    W06  1589121.71   459947.15      0.00
    W07  1338366.73   -42965.55  42965.55
    W08  1316058.93   392790.19      0.00
    W09  5112169.50  1563810.14      0.00
    W10  2238836.82   639704.25      0.00
    W11  6283123.51  1904600.33      0.00
    W12  7929030.00  2345643.22      0.00
    W13  6268920.19  1777242.63      0.00
    W14   574611.82   154191.28      0.00
    W15   874777.25   304978.18      0.00
    W16   389772.29   -33989.17  33989.17
    W17   398928.20    21868.17      0.00
";

/// The claims of the year before, and this year's findings, computed elsewhere: each is deducted
/// in full.
const DEDUCTIONS: &str = "
    W02  2024  HC2024-04   20000.00
    W07  2023  HC2023-09   45120.00
    W07  2024  HC2024-01    1228.08
    W07  2024  HC2024-05  268300.00
    W12  2024  HC2024-02    1011.36
    W14  2023  advances    12604.17
    W14  2024  HC2024-03     460.17
";

/// The instalments of W16 with due date, deadlines, amount and payment, computed elsewhere.
const INSTALMENTS: &str = "
    Q1  2024-01-31  2024-03-01  2024-03-31  97443.08  97443.08
    Q2  2024-04-30  2024-05-30  2024-06-29  97443.07  97443.07
    Q3  2024-07-31  2024-08-30  2024-09-29  97443.07  97443.07
    Q4  2024-10-31  2024-11-30  2024-12-30  97443.07  97443.07
";

/// The words of each line of a table.
fn lines(table: &str) -> Vec<Vec<String>> {
    let lines = table.lines().map(|line| line.split_whitespace().map(str::to_owned).collect());
    lines.filter(|words: &Vec<String>| !words.is_empty()).collect()
}

/// A line of a table: a code, then amounts.
fn line(code: &str, amounts: &[Money]) -> Vec<String> {
    let amounts = amounts.iter().map(ToString::to_string);
    [code.to_owned()].into_iter().chain(amounts).collect()
}

#[test]
fn the_figures_are_those_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let channel = purchase(settlement.statement().unwrap());
    let found: Vec<(&str, String, String)> = channel
        .payees
        .iter()
        .map(|payee| {
            let equivalents = payee.equivalents.as_ref().unwrap();
            (payee.code.as_str(), equivalents.to_string(), payee.entitlement.to_string())
        })
        .collect();
    let expected: Vec<(&str, String, String)> = EXPECTED
        .iter()
        .map(|(code, equivalents, amount)| (*code, (*equivalents).into(), (*amount).into()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(channel.equivalents.as_ref().unwrap().to_string(), "6150594.0075");
    let pool = channel.pool.as_ref().unwrap();
    assert_eq!(pool.provision.to_string(), "1512473.61");
    assert_eq!(pool.owed_paid.to_string(), "21395.56");
    assert_eq!(pool.distributable.to_string(), "74089811.20");
    assert_eq!(channel.appraisal_loss.amount.to_string(), "3574084.01");
    assert_eq!(channel.remainder.unwrap().to_string(), "36659.35");
    assert_eq!(channel.entitlement.to_string(), "70479067.84");
    assert_eq!(channel.money.payable.to_string(), "69700872.58");
    let advanced = Money::checked_sum(channel.payees.iter().map(|payee| payee.advanced));
    assert_eq!(advanced.unwrap().to_string(), "54343818.24");
}

#[test]
fn what_every_centre_is_paid_is_that_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let payees = &purchase(settlement.statement().unwrap()).payees;
    let payable = payees.iter().map(|p| {
        let amounts = [p.closed, p.owed_paid, p.withheld, p.released, p.deducted, p.payable];
        line(&p.code, &amounts)
    });
    assert_eq!(payable.collect::<Vec<_>>(), lines(PAYABLE));
    let balance = payees.iter().map(|p| line(&p.code, &[p.advanced, p.balance, p.carried_forward]));
    assert_eq!(balance.collect::<Vec<_>>(), lines(BALANCE));

    let mut deductions = Vec::new();
    for payee in payees {
        for deduction in &payee.deductions {
            let Origin { period, cause } = &deduction.origin;
            let cause = match cause {
                Cause::Finding { code } => code,
                Cause::Advances {} => "advances",
            };
            let year = &period.from().to_string()[..4];
            deductions.push(lines(&format!("{} {year} {cause} {}", payee.code, deduction.due)));
            assert_eq!(deduction.deducted, deduction.due, "{} {cause}", payee.code);
        }
    }
    assert_eq!(deductions.concat(), lines(DEDUCTIONS));

    let plan = payees.iter().find(|payee| payee.code == "W16").unwrap().plan.as_ref().unwrap();
    let instalments = plan.instalments.iter().map(|instalment| {
        let deadlines = instalment.deadlines.iter().map(|deadline| deadline.by.to_string());
        let mut words = vec![instalment.code.clone(), instalment.due.to_string()];
        words.extend(deadlines.chain([instalment.amount.to_string(), instalment.paid.to_string()]));
        words
    });
    assert_eq!(instalments.collect::<Vec<_>>(), lines(INSTALMENTS));
    assert_eq!(plan.base.to_string(), "487215.36");
    assert_eq!(plan.at_settlement.to_string(), "97443.07");
}

#[test]
fn the_ledgers_are_those_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let (statement, closing) = settle(&facts).unwrap().close().unwrap();
    let channel = purchase(&statement);
    let closed = channel.closing.as_ref().unwrap();
    let closed = [closed.gap, closed.surplus, closed.to_reserve, closed.returned];
    assert_eq!(line("closing", &closed), ["closing", "0.00", "36659.35", "36659.35", "0.00"]);
    let reserve = channel.reserve.as_ref().unwrap();
    let into = [reserve.opening, reserve.provision, reserve.surplus, reserve.withheld];
    assert_eq!(line("in", &into), ["in", "3000000.00", "1512473.61", "36659.35", "704790.69"]);
    let out = [reserve.released, reserve.closing, reserve.target.unwrap()];
    assert_eq!(line("out", &out), ["out", "253923.65", "5000000.00", "5000000.00"]);
    let none = [reserve.drawn, reserve.appraisal_loss, reserve.deducted];
    assert_eq!(none, [Money::ZERO; 3]);
    let money = &channel.money;
    let money = [money.appropriated, money.payer_share, money.payable, money.treasury];
    assert_eq!(
        line("money", &money),
        ["money", "75623680.37", "0.00", "69700872.58", "3922807.79"]
    );

    let left = closing.balances();
    assert_eq!(left.reserves.len(), 1);
    assert_eq!(left.reserves[0].balance.as_str(), "5000000.00");
    assert!(left.owed.is_empty());
    let claims = left.claims.iter().map(|claim| {
        assert_eq!(claim.cause, Cause::Advances {}, "{}", claim.payee);
        (claim.payee.as_str(), claim.period.from.as_str(), claim.amount.as_str())
    });
    let expected = [("W07", "2024-01-01", "42965.55"), ("W16", "2024-01-01", "33989.17")];
    assert_eq!(claims.collect::<Vec<_>>(), expected);
    let entitlements = left.entitlements.iter().filter(|record| record.channel == "purchase");
    let entitlements = entitlements.map(|record| (record.payee.as_str(), record.amount.as_str()));
    let expected = EXPECTED.iter().map(|(code, _, amount)| (*code, *amount));
    assert!(entitlements.eq(expected));
}

#[test]
fn every_trace_of_the_sample_holds() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    for payee in facts.payees() {
        let trace = settlement.explain(payee).unwrap();
        assert_eq!(trace.reevaluate().unwrap(), None, "{payee}");
        let uncited = trace.figures.iter().filter(|figure| {
            let parameter = figure.formula.is_none()
                && ["weight", "full", "difficulty", "pool/"]
                    .iter()
                    .any(|id| figure.id.contains(id));
            parameter && figure.cites.is_empty()
        });
        let uncited: Vec<&str> = uncited.map(|figure| figure.id.as_str()).collect();
        assert_eq!(uncited, ["purchase/full-marks"], "{payee}: every parameter is cited");
    }
}

#[test]
fn what_people_read() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    insta::assert_snapshot!("statement", settlement.statement().unwrap());
    insta::assert_snapshot!(
        "notice",
        settlement.statement().unwrap().notice("W05").unwrap().to_string()
    );
    insta::assert_snapshot!("explanation", settlement.explain("W14").unwrap());
}

/// What the readmes quote of the sample is what the sample prints.
#[test]
fn the_readmes_quote_what_is_printed() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let printed =
        format!("{}{}", settlement.statement().unwrap(), settlement.explain("W05").unwrap());
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")] {
        let quoted =
            |line: &&str| ["| W05", "148. ", "     - "].iter().any(|start| line.starts_with(start));
        let lines: Vec<&str> = readme.lines().filter(quoted).collect();
        assert_eq!(lines.len(), 7, "{lines:?}");
        for line in lines {
            assert!(printed.lines().any(|found| found == line), "{line}");
        }
    }
}
