//! Second-level distributions: what an institution has, over its staff, to the fen.

use num_bigint::BigInt;
use work_equivalent::facts::Facts;
use work_equivalent::scheme::{AppraisalLoss, Scheme, SchemeDocument};
use work_equivalent::statement::{ChannelFigures, PayeeFigures};
use work_equivalent::units::Money;

use super::read::fen;
use super::{compare, on_all_cores, seeds};
use crate::calculate;
use crate::generate;
use crate::numbers::Fen;
use crate::setting::appraisal_loss;

#[test]
fn two_thousand_random_distributions_agree() {
    let seeds = seeds(2_000);
    let settled = on_all_cores(&seeds, |seed| {
        let (scheme, facts) = generate::distribution(seed);
        let at = format!("distribution {seed}");
        let oracle = calculate::settle(&scheme, &facts);
        let checked = Scheme::new(scheme.clone()).unwrap_or_else(|error| panic!("{at}: {error}"));
        let facts = Facts::new(&checked, &facts).unwrap_or_else(|error| panic!("{at}: {error}"));
        let settled = compare(&at, &scheme, &facts, &oracle, seed.is_multiple_of(7));
        if let Some((statement, _)) = &settled {
            all_is_distributed(&at, &scheme, &statement.figures().channels[0]);
        }
        settled.is_some()
    });
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} distributions agree");
    assert!(settled * 10 > seeds * 7, "most distributions settle");
}

/// Whether the parts of the staff are the distributable amount; where the institution keeps what an
/// appraisal costs them, together with that and with what remains.
fn all_is_distributed(at: &str, scheme: &SchemeDocument, channel: &ChannelFigures) {
    let sum = |figure: fn(&PayeeFigures) -> Money| -> Fen {
        channel.payees.iter().map(figure).map(fen).sum()
    };
    let pool = channel.pool.as_ref().unwrap();
    let staff = sum(|payee| payee.entitlement);
    if appraisal_loss(&scheme.channels[0].price) == AppraisalLoss::Redistributed {
        assert_eq!(staff, fen(pool.distributable), "{at}: all is the staff's");
        // Nothing is set aside, so all is the pool, less what was owed before.
        assert_eq!(&staff + fen(pool.owed_paid), fen(pool.pool), "{at}: the pool is the staff's");
        assert_eq!(sum(|payee| payee.closed), staff, "{at}: nothing remains to be closed");
    } else {
        let kept = fen(channel.appraisal_loss.amount) + fen(channel.remainder.unwrap());
        assert_eq!(staff + kept, fen(pool.distributable), "{at}: all is somebody's");
    }
    let limit =
        pool.lines.iter().find(|it| it.kind == work_equivalent::scheme::PoolLineKind::Limit);
    let sources = fen(pool.pool) + fen(pool.beyond_limit) + fen(pool.carve_outs);
    assert_eq!(sources, fen(pool.sources), "{at}: the pool balances");
    if let Some(limit) = limit {
        assert!(fen(pool.pool) <= fen(limit.amount), "{at}: no more than the limit");
        let is_beyond = fen(pool.beyond_limit) > BigInt::ZERO;
        assert!(!is_beyond || pool.pool == limit.amount, "{at}: the limit is reached first");
    }
}
