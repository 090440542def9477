//! Every figure of a payee against the oracle's.

use work_equivalent::statement::{
    CategoryFigures, DeductionFigures, PayeeFigures, PlanFigures, RoundFigures,
};

use super::read::{equivalents, fen, fraction};
use crate::numbers::{Fen, Fraction};
use crate::outcome::{
    DeductionOutcome, InstalmentOutcome, OwedOutcome, PayeeOutcome, PlanOutcome, RoundOutcome,
    ShareOutcome,
};

/// Holds the figures of a payee in a channel against the oracle's.
pub fn payee_agrees(
    at: &str,
    payee: &PayeeFigures,
    outcome: &PayeeOutcome,
    buys_equivalents: bool,
    by_item: bool,
) {
    let at = format!("{at}, payee {}", payee.code);
    assert_eq!(payee.code, outcome.code, "{at}");
    let measured = |value: &Fraction| buys_equivalents.then(|| value.clone());
    let expected = measured(&outcome.measured);
    assert_eq!(equivalents(payee.equivalents.as_ref()), expected, "{at}: equivalents");
    let score = payee.score.as_ref().map(|score| fraction(score.exact()));
    assert_eq!(score, outcome.score, "{at}: score");
    let coefficient = payee.coefficient.as_ref().map(|coefficient| fraction(coefficient.exact()));
    assert_eq!(coefficient, outcome.coefficient, "{at}: coefficient");
    let rounds: Vec<RoundOutcome> = payee.rounds.iter().map(round).collect();
    assert_eq!(rounds, outcome.rounds, "{at}: rounds");
    assert_eq!(fen(payee.before_appraisal), outcome.before_appraisal, "{at}: before appraisal");
    assert_eq!(fen(payee.entitlement), outcome.entitlement, "{at}: entitlement");
    let parts = |category: &CategoryFigures| {
        (category.code.clone(), equivalents(category.equivalents.as_ref()), fen(category.amount))
    };
    let expected = |parts: &[(String, Fraction, Fen)]| -> Vec<_> {
        parts
            .iter()
            .map(|(code, value, fen)| (code.clone(), measured(value), fen.clone()))
            .collect()
    };
    let categories: Vec<_> = payee.categories.iter().map(parts).collect();
    assert_eq!(categories, expected(&outcome.categories), "{at}: categories");
    if by_item {
        assert_eq!(items(payee), expected(&outcome.items), "{at}: items");
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
    assert_eq!(fen(payee.recorded), outcome.recorded, "{at}: recorded");
    assert_eq!(fen(payee.payable), outcome.payable, "{at}: payable");
    assert_eq!(payee.plan.as_ref().map(plan), outcome.plan, "{at}: plan");
    assert_eq!(fen(payee.advanced), outcome.advanced, "{at}: advanced");
    assert_eq!(fen(payee.balance), outcome.balance, "{at}: balance");
    assert_eq!(fen(payee.carried_forward), outcome.carried_forward, "{at}: carried forward");
}

/// The items of a payee, by code, with their equivalents and amounts.
fn items(payee: &PayeeFigures) -> Vec<(String, Option<Fraction>, Fen)> {
    let mut items: Vec<_> = payee
        .categories
        .iter()
        .flat_map(|category| &category.items)
        .map(|it| (it.code.clone(), equivalents(it.equivalents.as_ref()), fen(it.amount)))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items
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
