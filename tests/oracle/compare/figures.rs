//! Every figure of a statement against the oracle's.

use work_equivalent::scheme::{PriceDocument, SchemeDocument};
use work_equivalent::statement::{
    ChannelFigures, ClosingFigures, MoneyFigures, PriceFigures, ReserveFigures, StatementFigures,
};
use work_equivalent::units::Money;

use super::payees::payee_agrees;
use super::read::{equivalents, fen, fraction};
use super::totals::{categories_agree, totals_agree};
use crate::numbers::{Fen, Fraction};
use crate::outcome::{ChannelOutcome, ClosingOutcome, MoneyOutcome, QuotaOutcome, ReserveOutcome};
use crate::setting::appraisal_loss;

/// Holds a statement against what the oracle found, with every item, or only with categories.
pub fn agree(
    at: &str,
    figures: &StatementFigures,
    scheme: &SchemeDocument,
    outcomes: &[ChannelOutcome],
    by_item: bool,
) {
    assert_eq!(figures.scheme.payer, scheme.payer, "{at}: payer");
    assert_eq!(figures.scheme.payee, scheme.payee, "{at}: payee");
    assert_eq!(figures.channels.len(), outcomes.len(), "{at}");
    let first_day = figures.period.from().to_string();
    for outcome in outcomes {
        let channel = figures.channels.iter().find(|channel| channel.code == outcome.code);
        let channel = channel.unwrap();
        channel_agrees(at, channel, outcome, &first_day, by_item);
        says_what_the_scheme_says(at, channel, scheme);
    }
    totals_agree(at, figures, scheme, outcomes);
}

fn channel_agrees(
    at: &str,
    channel: &ChannelFigures,
    outcome: &ChannelOutcome,
    first_day: &str,
    by_item: bool,
) {
    let at = format!("{at}, channel {}", channel.code);
    assert_eq!(channel.paid_by, outcome.paid_by, "{at}: paid by");
    pool_agrees(&at, channel, outcome);
    assert_eq!(prices(channel), expected_prices(channel, outcome, first_day), "{at}: prices");
    assert_eq!(quotas(channel), outcome.quotas, "{at}: quotas");
    let measured: Fraction = outcome.payees.iter().map(|payee| &payee.measured).sum();
    let expected = outcome.buys_equivalents.then_some(measured);
    assert_eq!(equivalents(channel.equivalents.as_ref()), expected, "{at}: equivalents");
    let demand: Fen = outcome.payees.iter().map(|payee| &payee.entitlement).sum();
    assert_eq!(fen(channel.entitlement), demand, "{at}: entitlement");
    assert_eq!(fen(channel.appraisal_loss.amount), outcome.appraisal_loss, "{at}: appraisal_loss");
    assert_eq!(channel.remainder.map(fen), outcome.remainder, "{at}: remainder");
    assert_eq!(channel.closing.as_ref().map(closing), outcome.closing, "{at}: closing");
    assert_eq!(channel.payees.len(), outcome.payees.len(), "{at}: payees");
    for (payee, of_payee) in channel.payees.iter().zip(&outcome.payees) {
        payee_agrees(&at, payee, of_payee, outcome.buys_equivalents, by_item);
    }
    categories_agree(&at, channel, outcome);
    assert_eq!(channel.reserve.as_ref().map(reserve), outcome.reserve, "{at}: reserve");
    assert_eq!(money_of(&channel.money), outcome.money, "{at}: money");
}

/// Holds what a channel only takes over from the scheme against it.
fn says_what_the_scheme_says(at: &str, channel: &ChannelFigures, scheme: &SchemeDocument) {
    let at = format!("{at}, channel {}", channel.code);
    let document = scheme.channels.iter().find(|it| it.code == channel.code).unwrap();
    let kinds_agree = matches!(
        (&document.price, &channel.price),
        (PriceDocument::Announced { .. }, PriceFigures::Announced { .. })
            | (PriceDocument::Derived { .. }, PriceFigures::Derived { .. })
            | (PriceDocument::Published { .. }, PriceFigures::Published { .. })
            | (PriceDocument::Quota { .. }, PriceFigures::Quota { .. })
            | (PriceDocument::Stated { .. }, PriceFigures::Stated {})
    );
    assert!(kinds_agree, "{at}: kind of price");
    assert_eq!(channel.appraisal_loss.to, appraisal_loss(&document.price), "{at}: loss to");
    for line in channel.pool.iter().flat_map(|pool| &pool.lines) {
        let of_scheme = document.pool.iter().find(|it| it.code == line.code).unwrap();
        assert_eq!((&line.name, line.kind), (&of_scheme.name, of_scheme.kind), "{at}: line");
    }
    if let PriceFigures::Quota { quotas } = &channel.price {
        for quota in quotas {
            let item = scheme.items.iter().find(|item| item.code == quota.item).unwrap();
            let said = (&quota.name, &quota.unit, quota.per);
            assert_eq!(said, (&item.name, &item.unit, item.per), "{at}: quota");
        }
    }
}

fn pool_agrees(at: &str, channel: &ChannelFigures, outcome: &ChannelOutcome) {
    let pool = channel.pool.as_ref();
    let money = |amount: Option<Money>| amount.map(fen);
    let lines = pool.map(|pool| {
        let lines = pool.lines.iter().map(|line| (line.code.clone(), fen(line.amount)));
        lines.collect::<Vec<_>>()
    });
    assert_eq!(lines, outcome.lines, "{at}: lines");
    assert_eq!(money(pool.map(|pool| pool.sources)), outcome.sources, "{at}: sources");
    assert_eq!(money(pool.map(|pool| pool.carve_outs)), outcome.carve_outs, "{at}: carve-outs");
    let beyond_limit = money(pool.map(|pool| pool.beyond_limit));
    assert_eq!(beyond_limit, outcome.beyond_limit, "{at}: beyond the limit");
    assert_eq!(money(pool.map(|pool| pool.pool)), outcome.pool, "{at}: pool");
    assert_eq!(money(pool.map(|pool| pool.provision)), outcome.provision, "{at}: provision");
    assert_eq!(money(pool.map(|pool| pool.owed_paid)), outcome.owed_paid, "{at}: owed paid");
    let distributable = money(pool.map(|pool| pool.distributable));
    assert_eq!(distributable, outcome.distributable, "{at}: distributable");
}

fn closing(figures: &ClosingFigures) -> ClosingOutcome {
    ClosingOutcome {
        gap: fen(figures.gap),
        drawn: fen(figures.drawn),
        payer_share: fen(figures.payer_share),
        borne: fen(figures.borne),
        owed: fen(figures.owed),
        surplus: fen(figures.surplus),
        to_reserve: fen(figures.to_reserve),
        retained: fen(figures.retained),
        returned: fen(figures.returned),
    }
}

fn reserve(figures: &ReserveFigures) -> ReserveOutcome {
    ReserveOutcome {
        opening: fen(figures.opening),
        provision: fen(figures.provision),
        drawn: fen(figures.drawn),
        appraisal_loss: fen(figures.appraisal_loss),
        surplus: fen(figures.surplus),
        withheld: fen(figures.withheld),
        released: fen(figures.released),
        deducted: fen(figures.deducted),
        closing: fen(figures.closing),
        target: figures.target.map(fen),
    }
}

fn money_of(figures: &MoneyFigures) -> MoneyOutcome {
    MoneyOutcome {
        appropriated: fen(figures.appropriated),
        payer_share: fen(figures.payer_share),
        payable: fen(figures.payable),
        treasury: fen(figures.treasury),
    }
}

fn prices(channel: &ChannelFigures) -> Vec<(String, Fraction)> {
    match &channel.price {
        PriceFigures::Announced { prices } => prices
            .iter()
            .map(|price| (price.from.to_string(), fraction(price.price.exact())))
            .collect(),
        PriceFigures::Derived { price } | PriceFigures::Published { price, .. } => {
            vec![(String::new(), fraction(price.exact()))]
        }
        PriceFigures::Quota { .. } | PriceFigures::Stated {} => Vec::new(),
    }
}

/// The oracle's prices in the statement's terms: each from its first day inside the period, and
/// one that only states the price before it again left out.
fn expected_prices(
    channel: &ChannelFigures,
    outcome: &ChannelOutcome,
    first_day: &str,
) -> Vec<(String, Fraction)> {
    if !matches!(channel.price, PriceFigures::Announced { .. }) {
        return outcome.prices.iter().map(|(_, price)| (String::new(), price.clone())).collect();
    }
    let mut prices: Vec<(String, Fraction)> = Vec::new();
    for (from, price) in &outcome.prices {
        if prices.last().is_none_or(|(_, before)| before != price) {
            prices.push((from.clone().max(first_day.to_owned()), price.clone()));
        }
    }
    prices
}

fn quotas(channel: &ChannelFigures) -> Vec<QuotaOutcome> {
    let PriceFigures::Quota { quotas } = &channel.price else {
        return Vec::new();
    };
    let quota = quotas.iter().map(|quota| QuotaOutcome {
        item: quota.item.clone(),
        group: quota.group.clone(),
        from: quota.from.to_string(),
        quota: fraction(&quota.quota.to_exact()),
    });
    quota.collect()
}
