//! Parts of an apportionment explained, by largest remainder.

use super::Figures;
use crate::exact::{Exact, Share};
use crate::formula::Formula;
use crate::settle::SettleError;
use crate::statement::{Figure, Unit};

/// A part of an apportionment: of an amount, by a weight, over a total.
pub(super) fn share_figure(
    figures: &mut Figures,
    id: String,
    label: impl Into<String>,
    [amount, weight, total]: [Formula; 3],
    (share, value): (Share, Exact),
) -> Result<&mut Figure, SettleError> {
    let exact = Formula::Product(vec![amount.clone(), weight.clone()]).over(total.clone());
    let exact = figures.evaluate(&id, &exact)?;
    let formula = Formula::Share {
        amount: Box::new(amount),
        weight: Box::new(weight),
        total: Box::new(total),
        leftover: share.leftover,
        rank: share.rank,
    };
    let figure = figures.computed(id, label, Unit::Yuan, formula, value);
    Ok(figure.note(remainder_note(share, &exact)))
}

fn remainder_note(share: Share, exact: &Exact) -> String {
    let Share { leftover, rank } = share;
    let outcome = if rank < leftover { "加1分" } else { "不加" };
    format!(
        "最大余数法：取整前{exact}元，各份舍去到分后余{leftover}分，本份余数排第{}，{outcome}",
        rank + 1
    )
}
