//! Stage 10: the plan of instalments, and what was advanced.

use num_traits::One;
use work_equivalent::facts::{AdvanceDocument, PayeeDocument};
use work_equivalent::scheme::{Base, InstalmentDocument, PlanDocument};
use work_equivalent::units::Number;

use crate::dated::{day_in, days_after, month_end, month_of};
use crate::numbers::{Fen, Fraction, apportion, fen, read};
use crate::outcome::{InstalmentOutcome, PlanOutcome};
use crate::setting::Setting;

/// What was advanced to a payee that `counts`.
fn sum_of_advances(
    setting: &Setting,
    payee: &PayeeDocument,
    counts: impl Fn(&AdvanceDocument) -> bool,
) -> Fen {
    let advances = setting.facts.advances.iter();
    advances
        .filter(|advance| advance.channel == setting.channel.code && advance.payee == payee.code)
        .filter(|advance| counts(advance))
        .map(|advance| fen(&read(&advance.amount)))
        .sum()
}

/// All that was advanced to a payee.
pub fn advanced(setting: &Setting, payee: &PayeeDocument) -> Fen {
    sum_of_advances(setting, payee, |_| true)
}

/// The plan of a payee: its base apportioned over the shares of the instalments and what they
/// leave.
pub fn plan(setting: &Setting, payee: &PayeeDocument) -> Option<PlanOutcome> {
    let plan = setting.channel.advances.as_ref()?.plan.as_ref()?;
    let mut instalments: Vec<(String, &InstalmentDocument)> =
        plan.instalments.iter().map(|instalment| (due(setting, instalment), instalment)).collect();
    instalments.sort_by_key(|(due, instalment)| (due.clone(), instalment.code.as_bytes()));
    let base = base(setting, plan, payee);
    let mut weights: Vec<Fraction> =
        instalments.iter().map(|(_, instalment)| read(&instalment.share)).collect();
    weights.push(Fraction::one() - weights.iter().sum::<Fraction>());
    let mut parts = apportion(&base, &weights);
    let at_settlement = parts.pop().unwrap();
    let instalments = instalments
        .into_iter()
        .zip(parts)
        .map(|((due, instalment), amount)| InstalmentOutcome {
            code: instalment.code.clone(),
            deadlines: deadlines(plan, &due),
            due,
            amount,
            paid: sum_of_advances(setting, payee, |advance| {
                advance.instalment.as_ref() == Some(&instalment.code)
            }),
        })
        .collect();
    Some(PlanOutcome { base, instalments, at_settlement })
}

/// What the shares are shares of.
fn base(setting: &Setting, plan: &PlanDocument, payee: &PayeeDocument) -> Fen {
    match plan.base {
        Base::Budget => {
            let mut budgets = setting.facts.budgets.iter();
            let budget = budgets
                .find(|it| it.channel == setting.channel.code && it.payee == payee.code)
                .unwrap();
            fen(&read(&budget.amount))
        }
        Base::PreviousEntitlement => {
            let entitlements = setting.brought_forward(&setting.facts.opening.entitlements);
            let position = setting.payees.iter().position(|it| it.code == payee.code).unwrap();
            entitlements[position].clone()
        }
    }
}

/// The day on which an instalment is due.
fn due(setting: &Setting, instalment: &InstalmentDocument) -> String {
    let first_month = month_of(&setting.facts.period.from);
    day_in(first_month + integer(&instalment.month) - 1, integer(&instalment.day))
}

/// By when each tier passes an instalment on.
fn deadlines(plan: &PlanDocument, due: &str) -> Vec<(String, String)> {
    let mut before = due.to_owned();
    let mut deadlines = Vec::new();
    for transfer in &plan.transfers {
        let by = match (&transfer.days, &transfer.month_ends) {
            (Some(days), None) => days_after(&before, integer(days)),
            (None, Some(months)) => month_end(&before, integer(months)),
            _ => panic!("a transfer takes days, or months"),
        };
        deadlines.push((transfer.name.clone(), by.clone()));
        before = by;
    }
    deadlines
}

/// A whole number as written.
fn integer(number: &Number) -> i64 {
    number.as_str().parse().unwrap()
}
