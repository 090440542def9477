//! The distribution inside one institution: its income from the first level is what its staff
//! share, after cost and funds and within the approved total.

use std::collections::BTreeMap;
use std::path::PathBuf;

use work_equivalent::exact::Exact;
use work_equivalent::facts::{FactsDocument, PoolAmountDocument};
use work_equivalent::settle;
use work_equivalent::statement::PriceFigures;
use work_equivalent::units::Money;

use crate::support::{FactsFiles, Inputs, read_facts, read_scheme, sample};
use crate::{channel, document, facts, line, lines, purchase, right, scheme, takes};

/// Everyone, computed elsewhere: equivalents, score, coefficient, before appraisal, entitlement.
const STAFF: &str = "
    G01    15520.47  435223/4900  435223/490000  143042.40  127051.72
    G02   15870.015    39911/490    39911/49000  146263.94  119133.47
    G03    10126.62  194499/2450  194499/245000   93330.68   74092.75
    H01     5622.15    63271/700    63271/70000   51815.82   46834.84
    H02      4876.4    22052/245      5513/6125   44942.71   40452.11
    H03      7602.7  191007/2450  191007/245000   70069.30   54627.46
    H04      8901.9  416331/4900  416331/490000   82043.21   69708.43
    H05      5436.8        82.35         0.8235   50107.56   41263.58
    J01     12590.9        77.92         0.7792  116042.40   90420.24
    J02      5830.8         89.5          0.895   53738.81   48096.24
    J03       10341    83661/980    83661/98000   95306.49   81361.59
    X01     4045.95  422537/4900  422537/490000   37288.97   32155.04
    Y01  20214.4125  388401/4900  388401/490000  186303.51  147674.43
    Y02    19309.65    41707/490    41707/49000  177964.89  151477.17
    Y03   14897.905    80289/980    80289/98000  137304.61  112490.30
    Y04    16310.45  438341/4900  438341/490000  150323.15  134475.10
    Y05   15202.885    82393/980    82393/98000  140115.42  117801.32
    Y06     18857.7    52167/700    52167/70000  173799.55  129522.87
    Z01    8108.535    25563/350    25563/35000   74731.26   54581.58
    Z02     6581.22    13632/175      3408/4375   60654.96   47248.48
";

/// The lines of the pool in order of code, computed elsewhere.
const POOL: &str = "
    chengben    9574089.98
    fazhan       276538.17
    fengxian      20876.33
    fuli         115224.24
    gonggong    1041329.28
    jiben      10780199.50
    zhongda       77922.27
    zongliang   1720468.72
";

fn folder() -> PathBuf {
    sample().join("distribution")
}

/// The facts of the second level, with what they take from the first.
fn second_level() -> FactsFiles {
    let first = scheme();
    let first = facts(&first);
    let settlement = settle(&first).unwrap();
    let takes = right(takes::read(&folder().join("takes.toml")));
    assert_eq!(takes.len(), 3);
    let files = right(read_facts(&Inputs::in_folder(&folder())));
    let complete = |document: &mut _| {
        takes.iter().try_for_each(|take| take.add_to(document, settlement.statement().unwrap()))
    };
    files.completed(complete).unwrap()
}

#[test]
fn what_everyone_gets_is_that_of_a_separate_computation() {
    let scheme = right(read_scheme(&Inputs::in_folder(&folder())));
    let facts = right(second_level().check(&scheme));
    let settlement = settle(&facts).unwrap();
    let channel = channel(settlement.statement().unwrap(), "bonus");
    let found = channel.payees.iter().map(|payee| {
        let equivalents = payee.equivalents.as_ref().unwrap().to_string();
        let score = payee.score.as_ref().unwrap().to_string();
        let coefficient = payee.coefficient.as_ref().unwrap().to_string();
        let mut words = vec![payee.code.clone(), equivalents, score, coefficient];
        words.extend([payee.before_appraisal, payee.entitlement].map(|amount| amount.to_string()));
        words
    });
    assert_eq!(found.collect::<Vec<_>>(), lines(STAFF));
    assert_eq!(channel.equivalents.as_ref().unwrap().to_string(), "226248.4625");
    let PriceFigures::Derived { price } = &channel.price else { panic!("{:?}", channel.price) };
    assert_eq!(price.to_string(), "337211869120000/36588359028889");
    assert_eq!(channel.appraisal_loss.amount, Money::ZERO, "nothing is kept: it is redistributed");
    for payee in &channel.payees {
        assert_eq!(payee.payable, payee.entitlement, "{}", payee.code);
        let trace = settlement.explain(&payee.code).unwrap();
        assert_eq!(trace.reevaluate().unwrap(), None, "{}", payee.code);
    }
}

#[test]
fn the_pool_is_that_of_a_separate_computation() {
    let scheme = right(read_scheme(&Inputs::in_folder(&folder())));
    let facts = right(second_level().check(&scheme));
    let settlement = settle(&facts).unwrap();
    let figures = settlement.statement().unwrap().figures();
    assert_eq!(figures.scheme.payer.as_deref(), Some("太平卫生院"));
    assert_eq!(figures.scheme.payee.as_deref(), Some("人员"));
    let channel = channel(settlement.statement().unwrap(), "bonus");
    let pool = channel.pool.as_ref().unwrap();
    let found = pool.lines.iter().map(|found| line(&found.code, &[found.amount]));
    assert_eq!(found.collect::<Vec<_>>(), lines(POOL));
    let amounts = [pool.sources, pool.carve_outs, pool.beyond_limit, pool.pool];
    let expected = ["pool", "11899451.05", "9986728.72", "192253.61", "1720468.72"];
    assert_eq!(line("pool", &amounts), expected);
    // All of the pool goes to staff; what is beyond it never was part of the channel's money.
    assert_eq!(pool.distributable, pool.pool);
    assert_eq!(channel.entitlement, pool.pool);
    assert_eq!(channel.remainder, Some(Money::ZERO));
    let money = &channel.money;
    assert_eq!(
        [money.appropriated, money.payable, money.treasury],
        [pool.pool, pool.pool, Money::ZERO]
    );
}

/// What stands in both levels is the same in both: the volumes of each item, what the risk reserve
/// holds back, and the four performance totals.
#[test]
fn the_two_levels_fit() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let (first, second) = (document(&sample()), document(&folder()));

    let verified = |document: &FactsDocument, payee: Option<&str>| {
        let mut volumes: BTreeMap<String, Exact> = BTreeMap::new();
        for record in &document.volumes {
            if payee.is_none_or(|payee| record.payee == payee) {
                let Some(volume) = &record.verified else { continue };
                let volume: Exact = volume.as_str().parse().unwrap();
                let total = volumes.entry(record.item.clone()).or_insert_with(Exact::zero);
                *total = total.plus(&volume);
            }
        }
        volumes
    };
    let (counted, shared) = (verified(&first, Some("W05")), verified(&second, None));
    assert_eq!(shared.len(), 15);
    for (item, volume) in shared.iter().filter(|(item, _)| *item != "XZ01") {
        assert_eq!(Some(volume), counted.get(item), "{item}");
    }

    let stated = |document: &FactsDocument,
                  lines: &[&str],
                  of: &dyn Fn(&PoolAmountDocument) -> bool| {
        let amounts = document.pool_amounts.iter();
        let amounts = amounts.filter(|amount| lines.contains(&amount.line.as_str()) && of(amount));
        let amounts = amounts.map(|amount| amount.amount.as_str().parse::<Money>().unwrap());
        Money::checked_sum(amounts).unwrap()
    };
    let payees = &purchase(settlement.statement().unwrap()).payees;
    let centre = payees.iter().find(|payee| payee.code == "W05").unwrap();
    let held = centre.withheld.checked_sub(centre.released).unwrap();
    assert_eq!(stated(&second, &["fengxian"], &|_| true), held);
    let four = ["jianglixing", "jichu", "nianxiujia", "kaohe"];
    let totals = stated(&first, &four, &|amount| amount.payee.as_deref() == Some("W05"));
    let limit = stated(&second, &["zongliang"], &|amount| amount.cite.contains("四项总额"));
    assert_eq!((totals, totals.to_string().as_str()), (limit, "1080468.72"));
}
