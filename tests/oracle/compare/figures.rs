//! Every figure of a statement against the oracle's.

use num_bigint::BigInt;
use work_equivalent::exact::Exact;
use work_equivalent::statement::{
    CategoryFigures, ChannelFigures, ClosingFigures, DeductionFigures, MoneyFigures, PayeeFigures,
    PlanFigures, PriceFigures, ReserveFigures, RoundFigures, StatementFigures,
};
use work_equivalent::units::Money;

use crate::numbers::{Fen, Fraction};
use crate::outcome::{
    ChannelOutcome, ClosingOutcome, DeductionOutcome, InstalmentOutcome, MoneyOutcome, OwedOutcome,
    PayeeOutcome, PlanOutcome, ReserveOutcome, RoundOutcome, ShareOutcome,
};

/// Holds a statement against what the oracle found, with every item, or only with categories.
pub fn agree(at: &str, figures: &StatementFigures, outcomes: &[ChannelOutcome], by_item: bool) {
    assert_eq!(figures.channels.len(), outcomes.len(), "{at}");
    let first_day = figures.period.from().to_string();
    for outcome in outcomes {
        let channel = figures.channels.iter().find(|channel| channel.code == outcome.code);
        channel_agrees(at, channel.unwrap(), outcome, &first_day, by_item);
    }
    let sum = |figure: fn(&PayeeOutcome) -> &Fen| -> Fen {
        outcomes.iter().flat_map(|outcome| &outcome.payees).map(figure).sum()
    };
    assert_eq!(fen(figures.total), sum(|payee| &payee.entitlement), "{at}: total");
    assert_eq!(fen(figures.payable), sum(|payee| &payee.payable), "{at}: payable");
    assert_eq!(fen(figures.advanced), sum(|payee| &payee.advanced), "{at}: advanced");
}

fn channel_agrees(
    at: &str,
    channel: &ChannelFigures,
    outcome: &ChannelOutcome,
    first_day: &str,
    by_item: bool,
) {
    let at = format!("{at}, channel {}", channel.code);
    let pool = channel.pool.as_ref();
    let money = |amount: Option<Money>| amount.map(fen);
    assert_eq!(money(pool.map(|pool| pool.sources)), outcome.sources, "{at}: sources");
    assert_eq!(money(pool.map(|pool| pool.carve_outs)), outcome.carve_outs, "{at}: carve-outs");
    assert_eq!(money(pool.map(|pool| pool.pool)), outcome.pool, "{at}: pool");
    assert_eq!(money(pool.map(|pool| pool.provision)), outcome.provision, "{at}: provision");
    assert_eq!(money(pool.map(|pool| pool.owed_paid)), outcome.owed_paid, "{at}: owed paid");
    let distributable = money(pool.map(|pool| pool.distributable));
    assert_eq!(distributable, outcome.distributable, "{at}: distributable");
    assert_eq!(prices(channel), expected_prices(channel, outcome, first_day), "{at}: prices");
    assert_eq!(fen(channel.appraisal_loss.amount), outcome.appraisal_loss, "{at}: appraisal_loss");
    assert_eq!(money(channel.remainder), outcome.remainder, "{at}: remainder");
    assert_eq!(channel.closing.as_ref().map(closing), outcome.closing, "{at}: closing");
    assert_eq!(channel.payees.len(), outcome.payees.len(), "{at}: payees");
    for (payee, outcome) in channel.payees.iter().zip(&outcome.payees) {
        payee_agrees(&at, payee, outcome, by_item);
    }
    assert_eq!(channel.reserve.as_ref().map(reserve), outcome.reserve, "{at}: reserve");
    assert_eq!(money_of(&channel.money), outcome.money, "{at}: money");
}

fn payee_agrees(at: &str, payee: &PayeeFigures, outcome: &PayeeOutcome, by_item: bool) {
    let at = format!("{at}, payee {}", payee.code);
    assert_eq!(payee.code, outcome.code, "{at}");
    assert_eq!(fraction(payee.equivalents.exact()), outcome.equivalents, "{at}: equivalents");
    let score = payee.score.as_ref().map(|score| fraction(score.exact()));
    assert_eq!(score, outcome.score, "{at}: score");
    let coefficient = payee.coefficient.as_ref().map(|coefficient| fraction(coefficient.exact()));
    assert_eq!(coefficient, outcome.coefficient, "{at}: coefficient");
    let rounds: Vec<RoundOutcome> = payee.rounds.iter().map(round).collect();
    assert_eq!(rounds, outcome.rounds, "{at}: rounds");
    assert_eq!(fen(payee.before_appraisal), outcome.before_appraisal, "{at}: before appraisal");
    assert_eq!(fen(payee.entitlement), outcome.entitlement, "{at}: entitlement");
    let parts = |category: &CategoryFigures| {
        let equivalents = fraction(category.equivalents.exact());
        (category.code.clone(), equivalents, fen(category.amount))
    };
    let categories: Vec<_> = payee.categories.iter().map(parts).collect();
    assert_eq!(categories, outcome.categories, "{at}: categories");
    if by_item {
        items_agree(&at, payee, outcome);
    }
    let share = ShareOutcome {
        borne: fen(payee.borne),
        owed: fen(payee.owed),
        retained: fen(payee.retained),
        closed: fen(payee.closed),
    };
    assert_eq!(share, outcome.share, "{at}: closing");
    let owed = OwedOutcome {
        before: fen(payee.owed_before),
        paid: fen(payee.owed_paid),
        after: fen(payee.owed_after),
    };
    assert_eq!(owed, outcome.owed, "{at}: owed");
    assert_eq!(fen(payee.withheld), outcome.withheld, "{at}: withheld");
    assert_eq!(fen(payee.released), outcome.released, "{at}: released");
    let deductions: Vec<DeductionOutcome> = payee.deductions.iter().map(deduction).collect();
    assert_eq!(deductions, outcome.deductions, "{at}: deductions");
    assert_eq!(fen(payee.deducted), outcome.deducted, "{at}: deducted");
    assert_eq!(fen(payee.payable), outcome.payable, "{at}: payable");
    assert_eq!(payee.plan.as_ref().map(plan), outcome.plan, "{at}: plan");
    assert_eq!(fen(payee.advanced), outcome.advanced, "{at}: advanced");
    assert_eq!(fen(payee.balance), outcome.balance, "{at}: balance");
    assert_eq!(fen(payee.carried_forward), outcome.carried_forward, "{at}: carried forward");
}

fn items_agree(at: &str, payee: &PayeeFigures, outcome: &PayeeOutcome) {
    let mut items: Vec<_> = payee
        .categories
        .iter()
        .flat_map(|category| &category.items)
        .map(|item| (item.code.clone(), fraction(item.equivalents.exact()), fen(item.amount)))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(items, outcome.items, "{at}: items");
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

fn round(figures: &RoundFigures) -> RoundOutcome {
    RoundOutcome {
        code: figures.code.clone(),
        score: fraction(figures.score.exact()),
        coefficient: figures.coefficient.as_ref().map(|it| fraction(it.exact())),
    }
}

fn deduction(figures: &DeductionFigures) -> DeductionOutcome {
    DeductionOutcome {
        from: figures.origin.period.from().to_string(),
        until: figures.origin.period.until().to_string(),
        cause: figures.origin.cause.clone(),
        due: fen(figures.due),
        deducted: fen(figures.deducted),
        carried_forward: fen(figures.carried_forward),
    }
}

fn plan(figures: &PlanFigures) -> PlanOutcome {
    let instalments = figures.instalments.iter().map(|it| InstalmentOutcome {
        code: it.code.clone(),
        due: it.due.to_string(),
        deadlines: it.deadlines.iter().map(|it| (it.name.clone(), it.by.to_string())).collect(),
        amount: fen(it.amount),
        paid: fen(it.paid),
    });
    PlanOutcome {
        base: fen(figures.base),
        instalments: instalments.collect(),
        at_settlement: fen(figures.at_settlement),
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

/// An amount in fen.
pub fn fen(amount: Money) -> Fen {
    BigInt::from(amount.fen())
}

fn fraction(number: &Exact) -> Fraction {
    let text = number.to_string();
    let integer = |digits: &str| digits.parse::<BigInt>().unwrap();
    if let Some((numerator, denominator)) = text.split_once('/') {
        return Fraction::new(integer(numerator), integer(denominator));
    }
    match text.split_once('.') {
        None => Fraction::from_integer(integer(&text)),
        Some((whole, decimals)) => {
            let places = u32::try_from(decimals.len()).unwrap();
            Fraction::new(integer(&format!("{whole}{decimals}")), BigInt::from(10).pow(places))
        }
    }
}
