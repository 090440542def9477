//! The channels beside the one that buys equivalents: grants by purpose, quotas per head, post and
//! case, stated amounts, and what others pay; and what all channels are to every centre.

use work_equivalent::scheme::PoolLineKind;
use work_equivalent::settle;
use work_equivalent::statement::{NamedAmount, PriceFigures};
use work_equivalent::units::Money;

use crate::support::sample;
use crate::{channel, document, facts, line, lines, purchase, scheme};

/// The channels of the table below, in order of code.
const OTHERS: [&str; 6] = ["contract", "grants", "insurance", "remote", "staff", "tasks"];

/// What every centre is owed in each of them, computed elsewhere.
const ENTITLEMENTS: &str = "
    W01   796200.00   4299711.00   22709991.42      0.00   3680597.43  139597.15
    W02   398100.00   2143485.00   11407951.68      0.00   2096873.10   78775.18
    W03   186300.00   1858264.00    9616315.84      0.00   1500140.68   39743.16
    W04   310500.00   1548659.00   10397322.03      0.00   1742326.79   56976.74
    W05   230100.00   1384152.00    8577715.72      0.00   1140323.44   58368.92
    W06   124200.00    902406.00    5083580.16      0.00    964615.01   29835.37
    W07   106350.00   1041869.00    5085733.12      0.00    891746.67   28970.09
    W08   124200.00    831193.00    4684079.48      0.00    865442.21   25604.34
    W09   593632.26   3115159.00   13013089.37      0.00   2533862.88  102515.85
    W10   232650.00   2429824.00    6161799.88      0.00   1242813.80   29769.11
    W11   796200.00   3801160.00   14802223.87      0.00   3202359.42  106945.90
    W12   920400.00   4818975.00   20885418.41      0.00   3865294.45  123078.27
    W13   690300.00   3737220.00   16549638.97      0.00   3201195.27  127060.54
    W14    62100.00    580121.00    1745077.81  12430.00    432599.78   14922.41
    W15    62100.00    608170.00    2300126.13  15285.00    504118.61   16187.96
    W16        0.00    388385.50    1744246.44   6600.00    291754.15    8087.13
    W17    53834.48    369427.00    1443810.14   9475.00    293448.07   10054.91
    all  5687166.74  33858180.50  156208120.47  43790.00  28449511.76  996493.03
";

/// Every centre over all channels, computed elsewhere: its income by class (basic medical, basic
/// public health, major public health, grants, staff), all of it, what of it others pay, payable.
const COMPENSATION: &str = "
    W01   29543890.00   3209962.73   177926.49   4299711.00   4476797.43   41708287.65   22709991.42   18933798.67
    W02   14925462.94   1626659.29    95335.30   2143485.00   2494973.10   21285915.63   11407951.68    9824949.84
    W03   11967290.88    896372.16    51535.47   1858264.00   1686440.68   16459903.19    9616315.84    6822738.06
    W04   13358811.68   1337040.44    79232.34   1548659.00   2052826.79   18376570.25   10397322.03    7951607.39
    W05   10780199.50   1041329.28    77922.27   1384152.00   1370423.44   14654026.49    8577715.72    6055434.44
    W06    6412787.32    716802.03    33526.98    902406.00   1088815.01    9154337.34    5083580.16    4070125.24
    W07    6215474.57    482290.09    37353.89   1041869.00    998096.67    8775084.22    5085733.12    3364336.94
    W08    5825996.80    568057.47    35480.86    831193.00    989642.21    8250370.34    4684079.48    3555288.67
    W09   17684857.68   2028068.18   121641.39   3115159.00   3127495.14   26077221.39   13013089.37   13021149.63
    W10    8019321.14   1025298.50    44023.51   2429824.00   1475463.80   12993930.95    6161799.88    6813597.98
    W11   20430718.89   2577479.86   141410.40   3801160.00   3998559.42   30949328.57   14802223.87   16094389.16
    W12   27835564.70   3358273.85   156501.31   4818975.00   4785694.45   40955009.31   20885418.41   20002420.94
    W13   21755148.44   2844659.85   174858.16   3737220.00   3891495.27   32403381.72   16549638.97   15801938.63
    W14    2219275.24    268238.42    19130.41    592551.00    494699.78    3593894.85    1745077.81    1830976.29
    W15    3087657.61    383825.15    23209.86    623455.00    566218.61    4684366.23    2300126.13    2385617.00
    W16    1988840.32    110874.39    10692.64    394985.50    291754.15    2797147.00    1744246.44    1050609.90
    W17    1750922.37    115695.54    10752.75    378902.00    347282.55    2603555.21    1443810.14    1157035.83
    all  203802220.08  22590927.23  1290534.03  33901970.50  34136678.50  295722330.34  156208120.47  138736014.61
";

/// What all centres are owed for each item of the channels that do not buy equivalents, computed
/// elsewhere.
const ITEMS: &str = "
    HT01    4789266.74
    HT02     897900.00
    PY01      43790.00
    RY01    9711369.32
    RY02   14993958.94
    RY03    3744183.50
    YB01  105820152.03
    YB02   50387968.44
    ZR01     420896.50
    ZR02      60846.53
    ZR03     379070.00
    ZR04     135680.00
    ZX01    2226580.50
    ZX02    5155600.00
    ZX03     697500.00
    ZX04    1860000.00
    ZX05   23918500.00
";

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::checked_sum(amounts).unwrap()
}

#[test]
fn what_is_owed_in_every_channel_is_that_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let statement = settlement.statement().unwrap();
    let codes: Vec<&str> =
        statement.figures().channels.iter().map(|channel| channel.code.as_str()).collect();
    assert_eq!(codes, ["contract", "grants", "insurance", "purchase", "remote", "staff", "tasks"]);

    let channels = OTHERS.map(|code| channel(statement, code));
    let mut found = Vec::new();
    for (index, payee) in channels[0].payees.iter().enumerate() {
        found.push(line(&payee.code, &channels.map(|channel| channel.payees[index].entitlement)));
    }
    found.push(line("all", &channels.map(|channel| channel.entitlement)));
    assert_eq!(found, lines(ENTITLEMENTS));

    for channel in channels {
        assert_eq!(channel.equivalents, None, "{}", channel.code);
        assert_eq!(channel.pool, None, "{}", channel.code);
        let quotas = matches!(channel.price, PriceFigures::Quota { .. });
        let stated = matches!(channel.price, PriceFigures::Stated {});
        let expected = matches!(channel.code.as_str(), "contract" | "remote" | "tasks");
        assert_eq!((quotas, stated), (expected, !expected), "{}", channel.code);
        let recorded = channel.code == "insurance";
        let paid_by = recorded.then(|| "医保基金和患者个人".to_owned());
        assert_eq!(channel.paid_by, paid_by, "{}", channel.code);
        let payable = if recorded { Money::ZERO } else { channel.entitlement };
        assert_eq!(channel.money.payable, payable, "{}", channel.code);
        assert_eq!(channel.money.appropriated, payable, "{}", channel.code);
    }
}

#[test]
fn the_compensation_of_every_centre_is_that_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let figures = settlement.statement().unwrap().figures();
    let row = |code: &str, classes: &[NamedAmount], rest: [Money; 3]| {
        let amounts: Vec<Money> = classes.iter().map(|class| class.amount).chain(rest).collect();
        line(code, &amounts)
    };
    let mut found: Vec<_> = figures
        .payees
        .iter()
        .map(|p| row(&p.code, &p.income_classes, [p.total, p.recorded, p.payable]))
        .collect();
    let all = [figures.total, figures.recorded, figures.payable];
    found.push(row("all", &figures.income_classes, all));
    assert_eq!(found, lines(COMPENSATION));
}

#[test]
fn what_each_item_costs_is_that_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let statement = settle(&facts).unwrap().statement_by_item().unwrap();
    let mut found = Vec::new();
    for code in OTHERS {
        for category in &channel(&statement, code).categories {
            found.extend(category.items.iter().map(|item| line(&item.code, &[item.amount])));
        }
    }
    found.sort();
    assert_eq!(found, lines(ITEMS));
}

/// Grants pay what the pool leaves out for staff training and basic staff costs, no more and no
/// less; and the four performance totals of the centres are what the pool holds of them.
#[test]
fn nothing_is_paid_twice_and_nothing_is_lost_between_channels() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let statement = settle(&facts).unwrap().statement_by_item().unwrap();
    let pool = purchase(&statement).pool.as_ref().unwrap();
    let held = |code: &str| pool.lines.iter().find(|line| line.code == code).unwrap().amount;
    let grants = channel(&statement, "grants").categories.iter().flat_map(|c| &c.items);
    for (item, carve_out) in [("ZX04", "peixun"), ("ZX05", "renyuan")] {
        let granted = grants.clone().filter(|found| found.code == item).map(|found| found.amount);
        assert_eq!(sum(granted), held(carve_out), "{carve_out}");
    }
    let carve_outs = pool.lines.iter().filter(|line| line.kind == PoolLineKind::CarveOut);
    assert_eq!(carve_outs.count(), 2);

    let amounts = document(&sample()).pool_amounts;
    assert_eq!(amounts.len(), 4 * 17);
    for (code, total) in [
        ("jianglixing", "12680000.00"),
        ("jichu", "8435500.00"),
        ("nianxiujia", "1263480.37"),
        ("kaohe", "3987200.00"),
    ] {
        let stated = amounts.iter().filter(|amount| amount.line == code);
        let stated = stated.map(|amount| amount.amount.as_str().parse::<Money>().unwrap());
        assert_eq!(sum(stated).to_string(), total, "{code}");
        assert_eq!(held(code).to_string(), total, "{code}");
    }
}
