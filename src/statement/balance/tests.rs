//! Every equation by name, when it fails.

use serde_json::json;

use super::*;
use crate::sample;
use crate::statement::Statement;
use crate::statement::tests::{cycle, settled};

/// The figures of the small district, by item: two payees, a pool of 105,000, 6,000 of it lost
/// to appraisal.
fn figures() -> StatementFigures {
    sample::settlement(
        |_, _| (),
        |settlement| settlement.statement_by_item().unwrap().figures().clone(),
    )
}

fn fen(money: &mut Money, by: i128) {
    *money = Money::from_fen(money.fen() + by).unwrap();
}

fn equivalents(text: &str) -> Option<Equivalents> {
    serde_json::from_value(json!(text)).unwrap()
}

/// A name for the change, so that a case reads as a line.
type Change = fn(&mut StatementFigures);

/// Each change makes the statement fall apart, with a message.
fn fail(cases: &[(Change, &str)]) {
    assert!(Statement::new(figures()).is_ok());
    for (change, message) in cases {
        let mut figures = figures();
        change(&mut figures);
        let error = Statement::new(figures).unwrap_err().to_string();
        assert_eq!(error, format!("the statement does not balance: {message}"));
    }
}

#[test]
fn every_equation_is_named_when_it_fails() {
    let cases: [(Change, &str); 16] = [
        (
            |f| fen(&mut f.channels[0].payees[0].entitlement, 1),
            "the categories make up the amount of payee \"W01\" of channel \"purchase\", \
             but 72000.00 is not 72000.01",
        ),
        (
            |f| fen(&mut f.channels[0].payees[0].categories[1].items[0].amount, -1),
            "the items make up the amount of category \"records\" of payee \"W01\" of channel \
             \"purchase\", but 14399.99 is not 14400.00",
        ),
        (
            |f| fen(&mut f.channels[0].entitlement, 1),
            "the payees' amounts make up the entitlement of channel \"purchase\", but 99000.00 \
             is not 99000.01",
        ),
        (
            |f| f.channels[0].payees.swap(0, 1),
            "the payees are those of the statement of channel \"purchase\", but false is not \
             true",
        ),
        (
            |f| f.channels[0].payees[0].categories.swap(0, 1),
            "the categories of payee \"W01\" of channel \"purchase\" stand in order of code, \
             each once, but \"records\" is not before \"clinic\"",
        ),
        (
            |f| fen(&mut f.channels[0].appraisal_loss.amount, -1),
            "entitlement + appraisal loss + remainder = distributable of channel \"purchase\", \
             but 104999.99 is not 105000.00",
        ),
        (
            |f| f.channels[0].remainder = None,
            "a remainder is stated where there is a pool of channel \"purchase\", but false is \
             not true",
        ),
        (
            |f| fen(&mut f.channels[0].pool.as_mut().unwrap().lines[0].amount, 1),
            "the sources make up their sum of channel \"purchase\", but 105000.01 is not \
             105000.00",
        ),
        (
            |f| fen(&mut f.channels[0].pool.as_mut().unwrap().carve_outs, 1),
            "the carve-outs make up their sum of channel \"purchase\", but 0.00 is not 0.01",
        ),
        (
            |f| fen(&mut f.channels[0].pool.as_mut().unwrap().provision, 1),
            "provision + owed paid + distributable = pool of channel \"purchase\", but 105000.01 is not \
             105000.00",
        ),
        (
            |f| fen(&mut f.channels[0].pool.as_mut().unwrap().pool, 1),
            "pool + beyond the limit + carve-outs = sources of channel \"purchase\", but 105000.01 is not \
             105000.00",
        ),
        (
            |f| f.channels[0].appraisal_loss.to = AppraisalLoss::Redistributed,
            "money that is redistributed is not lost of channel \"purchase\", but 6000.00 is \
             not 0.00",
        ),
        (
            |f| f.channels[0].payees.iter_mut().for_each(|payee| payee.score = None),
            "without an appraisal nothing is lost to it of channel \"purchase\", but 6000.00 \
             is not 0.00",
        ),
        (
            |f| fen(&mut f.payees[1].total, 1),
            "the channels make up the total of payee \"W02\", but 27000.00 is not 27000.01",
        ),
        (
            |f| fen(&mut f.income_classes[0].amount, 1),
            "the payees make up the amount of income class \"bph\", but 99000.00 is not \
             99000.01",
        ),
        (
            |f| fen(&mut f.total, 1),
            "the payees make up the total of scheme \"示例〔2024〕1号\", but 99000.00 is not \
             99000.01",
        ),
    ];
    fail(&cases);
}

#[test]
fn equivalents_are_those_of_their_parts() {
    let cases: [(Change, &str); 3] = [
        (
            |f| f.channels[0].payees[0].equivalents = None,
            "equivalents are stated where the channel buys them of payee \"W01\" of channel \
             \"purchase\", but false is not true",
        ),
        (
            |f| f.channels[0].payees[0].categories[1].items[0].equivalents = equivalents("999"),
            "the items make up the equivalents of category \"records\" of payee \"W01\" of channel \
             \"purchase\", but 999 is not 1000",
        ),
        (
            |f| f.channels[0].equivalents = equivalents("7001"),
            "the payees' equivalents make up the sum of channel \"purchase\", but 7000 is not 7001",
        ),
    ];
    fail(&cases);
}

#[test]
fn amounts_below_zero_and_sums_out_of_range_are_refused() {
    let mut below = figures();
    let payee = &mut below.channels[0].payees[0];
    payee.entitlement = Money::from_fen(-1).unwrap();
    assert_eq!(
        Statement::new(below).unwrap_err().to_string(),
        "the statement does not balance: the entitlement of payee \"W01\" of channel \
         \"purchase\" is zero or more, but -0.01 is not zero or more"
    );
    let mut huge = figures();
    for payee in &mut huge.channels[0].payees {
        payee.entitlement = Money::from_fen(10_i128.pow(38) - 1).unwrap();
        payee.categories.truncate(1);
        payee.categories[0].amount = payee.entitlement;
        payee.categories[0].equivalents = payee.equivalents.clone();
        payee.categories[0].items.clear();
        // The payee itself adds up; all payees together do not.
        for amount in [&mut payee.closed, &mut payee.payable, &mut payee.balance] {
            *amount = payee.entitlement;
        }
    }
    assert_eq!(
        Statement::new(huge).unwrap_err().to_string(),
        "the statement does not balance: every sum is within the range of money, but one of \
         them is not within 36 digits before the point and 2 after of yuan"
    );
}

#[test]
fn a_loss_of_rounded_products_is_what_the_payees_do_not_get() {
    let mut announced = figures();
    let channel = &mut announced.channels[0];
    channel.price = PriceFigures::Announced { prices: Vec::new() };
    assert!(Statement::new(announced.clone()).is_ok());
    fen(&mut announced.channels[0].payees[0].before_appraisal, -1);
    assert_eq!(
        Statement::new(announced).unwrap_err().to_string(),
        "the statement does not balance: the appraisal loss is what the payees do not get of \
         what the pool holds of channel \"purchase\", but 6000.00 is not 5999.99"
    );
}

fn cycle_figures() -> StatementFigures {
    settled(cycle).figures().clone()
}

/// A place where a fen more makes the statement fall apart, and the equation that says so.
type Place = fn(&mut StatementFigures) -> &mut Money;

#[test]
fn every_equation_of_the_money_cycle_is_named_when_it_fails() {
    let cases: [(Place, &str); 35] = [
        (|f| &mut f.channels[0].payees[0].owed, "closed + borne + owed = entitlement + retained"),
        (|f| &mut f.channels[0].payees[0].borne, "closed + borne + owed = entitlement + retained"),
        (|f| &mut f.channels[0].payees[0].retained, "closed + borne + owed = entitlement + ret"),
        (|f| &mut f.channels[0].payees[0].closed, "closed + borne + owed = entitlement + retained"),
        (
            |f| &mut f.channels[0].payees[0].owed_before,
            "owed after + owed paid = owed before + owed",
        ),
        (
            |f| &mut f.channels[0].payees[0].owed_after,
            "owed after + owed paid = owed before + owed",
        ),
        (|f| &mut f.channels[0].payees[0].owed_paid, "owed after + owed paid = owed before + owed"),
        (
            |f| &mut f.channels[0].payees[0].withheld,
            "payable + withheld + deducted + recorded = closed + owed",
        ),
        (
            |f| &mut f.channels[0].payees[0].released,
            "payable + withheld + deducted + recorded = closed + owed",
        ),
        (
            |f| &mut f.channels[0].payees[0].payable,
            "payable + withheld + deducted + recorded = closed + owed",
        ),
        (|f| &mut f.channels[0].payees[1].deductions[0].due, "deducted + carried forward = due"),
        (
            |f| &mut f.channels[0].payees[1].deductions[0].deducted,
            "deducted + carried forward = due",
        ),
        (|f| &mut f.channels[0].payees[1].deducted, "the deductions make up what is deducted"),
        (|f| &mut f.channels[0].payees[1].plan.as_mut().unwrap().base, "the instalments make up"),
        (
            |f| &mut f.channels[0].payees[1].plan.as_mut().unwrap().instalments[0].paid,
            "no more was paid of instalments than advanced",
        ),
        (|f| &mut f.channels[0].payees[1].advanced, "balance + advanced = payable"),
        (|f| &mut f.channels[0].payees[1].carried_forward, "what is carried forward is nothing or"),
        (|f| &mut f.channels[0].closing.as_mut().unwrap().gap, "remainder + gap = surplus"),
        (
            |f| &mut f.channels[0].closing.as_mut().unwrap().surplus,
            "there is a gap or a surplus, not",
        ),
        (|f| &mut f.channels[0].closing.as_mut().unwrap().drawn, "drawn + payer's share + borne +"),
        (
            |f| &mut f.channels[0].closing.as_mut().unwrap().payer_share,
            "drawn + payer's share + bo",
        ),
        (
            |f| &mut f.channels[0].closing.as_mut().unwrap().borne,
            "drawn + payer's share + borne + ",
        ),
        (
            |f| &mut f.channels[0].closing.as_mut().unwrap().owed,
            "drawn + payer's share + borne + ow",
        ),
        (
            |f| &mut f.channels[0].closing.as_mut().unwrap().returned,
            "to the reserve + retained + r",
        ),
        (
            |f| &mut f.channels[0].reserve.as_mut().unwrap().opening,
            "the ledger of the reserve adds",
        ),
        (
            |f| &mut f.channels[0].reserve.as_mut().unwrap().provision,
            "the reserve has the provision",
        ),
        (|f| &mut f.channels[0].reserve.as_mut().unwrap().drawn, "the reserve gives what is drawn"),
        (|f| &mut f.channels[0].reserve.as_mut().unwrap().surplus, "the reserve has the surplus"),
        (|f| &mut f.channels[0].reserve.as_mut().unwrap().withheld, "the reserve has what is with"),
        (
            |f| &mut f.channels[0].reserve.as_mut().unwrap().released,
            "the reserve gives what is rel",
        ),
        (|f| &mut f.channels[0].reserve.as_mut().unwrap().deducted, "the reserve has no more than"),
        (
            |f| &mut f.channels[0].reserve.as_mut().unwrap().closing,
            "the ledger of the reserve adds",
        ),
        (
            |f| &mut f.channels[0].money.appropriated,
            "the money is the pool, or without one what is",
        ),
        (|f| &mut f.channels[0].money.payable, "the payees make up what is payable"),
        (|f| &mut f.channels[0].money.treasury, "payable + treasury + reserve at the end = approp"),
    ];
    assert!(Statement::new(cycle_figures()).is_ok());
    for (place, equation) in cases {
        let mut figures = cycle_figures();
        fen(place(&mut figures), 1);
        let error = Statement::new(figures).unwrap_err().to_string();
        let named = error.strip_prefix("the statement does not balance: ").unwrap();
        assert!(named.starts_with(equation), "{error}\n{equation}");
    }
}

#[test]
fn what_a_statement_must_not_say_is_refused() {
    let refused = |change: fn(&mut StatementFigures)| {
        let mut figures = cycle_figures();
        change(&mut figures);
        Statement::new(figures).unwrap_err().to_string()
    };
    // A later claim is not deducted before an earlier one.
    let error = refused(|f| f.channels[0].payees[1].deductions.swap(0, 1));
    assert!(
        error.contains("nothing is deducted after a claim that was carried forward"),
        "{error}"
    );
    let error = refused(|f| f.channels[0].closing = None);
    assert!(error.contains("a closing is stated where there is a pool"), "{error}");
    let error = refused(|f| f.channels[0].reserve = None);
    assert!(error.contains("the reserve has the provision"), "{error}");
    let error = refused(|f| f.payable = Money::ZERO);
    assert!(error.contains("the payees make up what is payable of scheme"), "{error}");
    let error = refused(|f| f.advanced = Money::ZERO);
    assert!(error.contains("the payees make up what was advanced of scheme"), "{error}");
    // No more is released than withheld, and withheld than closed.
    let error = refused(|f| {
        let payee = &mut f.channels[0].payees[0];
        payee.released = payee.withheld;
        fen(&mut payee.released, 1);
    });
    assert!(error.contains("no more is released than withheld, and withheld"), "{error}");
    let error = refused(|f| {
        let payee = &mut f.channels[0].payees[0];
        payee.withheld = payee.closed;
        fen(&mut payee.withheld, 1);
    });
    assert!(error.contains("no more is released than withheld, and withheld"), "{error}");
    // A claim stands once.
    let error = refused(|f| {
        let deductions = &mut f.channels[0].payees[1].deductions;
        deductions[1].origin = deductions[0].origin.clone();
    });
    assert!(error.contains("the deductions stand in order of their origin"), "{error}");
}

#[test]
fn a_pool_is_within_its_limit() {
    let of = Of { what: "channel", code: "purchase", parent: None };
    for (limit, pool, beyond, within) in [
        (Some(100), 99, 0, true),
        (Some(100), 100, 0, true),
        (Some(100), 100, 7, true),
        (Some(100), 101, 0, false),
        (Some(100), 101, 7, false),
        // Nothing lies beyond a limit that is not reached, or that is not there.
        (Some(100), 99, 7, false),
        (None, 99, 0, true),
        (None, 99, 7, false),
    ] {
        let money = |fen| Money::from_fen(fen).unwrap();
        let mut figures = figures().channels.remove(0).pool.unwrap();
        if let Some(limit) = limit {
            let mut line = figures.lines[0].clone();
            (line.kind, line.amount) = (PoolLineKind::Limit, money(limit));
            figures.lines.push(line);
        }
        (figures.pool, figures.beyond_limit) = (money(pool), money(beyond));
        let expected = if within {
            Ok(())
        } else {
            Err("the statement does not balance: the pool is within its limit, and reaches it where \
                 some lies beyond of channel \"purchase\", but false is not true".to_owned())
        };
        let found = check_limit(&figures, of).map_err(|error| error.to_string());
        assert_eq!(found, expected, "{pool} and {beyond} of {limit:?}");
    }
}
