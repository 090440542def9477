//! The equations over all channels: each payee, each class of income, and the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::equation::{Of, StatementError, equal, in_order, sum};
use crate::statement::StatementFigures;
use crate::units::Money;

pub(super) fn check(figures: &StatementFigures) -> Result<(), StatementError> {
    let of = Of { what: "scheme", code: &figures.scheme.number, parent: None };
    in_order("channels", of, figures.channels.iter().map(|channel| channel.code.as_str()))?;
    in_order("payees", of, figures.payees.iter().map(|payee| payee.code.as_str()))?;
    in_order("income classes", of, figures.income_classes.iter().map(|class| class.code.as_str()))?;
    let known: BTreeSet<&str> =
        figures.income_classes.iter().map(|class| class.code.as_str()).collect();
    for channel in &figures.channels {
        let of = Of { what: "channel", code: &channel.code, parent: None };
        let codes = channel.payees.iter().map(|payee| &payee.code);
        let same = codes.eq(figures.payees.iter().map(|payee| &payee.code));
        equal("the payees are those of the statement", of, &same, &true)?;
        let mut categories = channel.categories.iter();
        let known = categories.all(|category| known.contains(category.income_class.as_str()));
        equal("every category has its income class", of, &known, &true)?;
    }
    for (place, payee) in figures.payees.iter().enumerate() {
        let of = Of { what: "payee", code: &payee.code, parent: None };
        let parts = figures.channels.iter().filter_map(|channel| channel.payees.get(place));
        let total = sum(parts.map(|part| part.entitlement))?;
        equal("the channels make up the total", of, &total, &payee.total)?;
        let parts = || figures.channels.iter().filter_map(|channel| channel.payees.get(place));
        let recorded = sum(parts().map(|part| part.recorded))?;
        equal("the channels make up what others pay", of, &recorded, &payee.recorded)?;
        let payable = sum(parts().map(|part| part.payable))?;
        equal("the channels make up what is payable", of, &payable, &payee.payable)?;
        let advanced = sum(parts().map(|part| part.advanced))?;
        equal("the channels make up what was advanced", of, &advanced, &payee.advanced)?;
        let balance = sum(parts().map(|part| part.balance))?;
        equal("the channels make up the balance", of, &balance, &payee.balance)?;
        let classes = payee.income_classes.iter().map(|class| &class.code);
        let same = classes.eq(figures.income_classes.iter().map(|class| &class.code));
        equal("the income classes are those of the statement", of, &same, &true)?;
        let total = sum(payee.income_classes.iter().map(|class| class.amount))?;
        equal("the income classes make up the total", of, &total, &payee.total)?;
    }
    let mut of_classes: BTreeMap<&str, Vec<Money>> = BTreeMap::new();
    for category in figures.channels.iter().flat_map(|channel| &channel.categories) {
        of_classes.entry(&category.income_class).or_default().push(category.amount);
    }
    for (place, class) in figures.income_classes.iter().enumerate() {
        let of = Of { what: "income class", code: &class.code, parent: None };
        let parts = figures.payees.iter().filter_map(|payee| payee.income_classes.get(place));
        let amount = sum(parts.map(|part| part.amount))?;
        equal("the payees make up the amount", of, &amount, &class.amount)?;
        let parts = of_classes.remove(class.code.as_str()).unwrap_or_default();
        let amount = sum(parts)?;
        equal("the categories make up the amount", of, &amount, &class.amount)?;
    }
    let total = sum(figures.payees.iter().map(|payee| payee.total))?;
    equal("the payees make up the total", of, &total, &figures.total)?;
    let recorded = sum(figures.payees.iter().map(|payee| payee.recorded))?;
    equal("the payees make up what others pay", of, &recorded, &figures.recorded)?;
    let payable = sum(figures.payees.iter().map(|payee| payee.payable))?;
    equal("the payees make up what is payable", of, &payable, &figures.payable)?;
    let advanced = sum(figures.payees.iter().map(|payee| payee.advanced))?;
    equal("the payees make up what was advanced", of, &advanced, &figures.advanced)
}
