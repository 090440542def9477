//! The quotas of a channel, as its statement shows them.

use crate::facts::Facts;
use crate::scheme::InForce;
use crate::statement::QuotaFigures;
use crate::units::{Quota, Weight};

/// The quotas that hold on some day of the period, by item, date and group; one for all groups
/// where they are the same.
pub(super) fn figures(facts: &Facts<'_>, channel: usize) -> Vec<QuotaFigures> {
    let scheme = facts.scheme;
    let items = scheme.items.iter().enumerate();
    let items = items.filter(|(item, _)| scheme.channel_of(*item) == channel);
    let mut quotas = Vec::new();
    for (place, item) in items {
        let mut before: Option<InForce<'_, Vec<Weight>>> = None;
        for (segment, days) in facts.plan.segments().iter().enumerate() {
            let Some(values) = facts.plan.weights(place, segment) else { continue };
            if before.replace(values).is_some_and(|before| before.from == values.from) {
                continue;
            }
            let figure = |group: Option<&str>, quota: Weight| QuotaFigures {
                item: item.code.clone(),
                name: item.name.clone(),
                unit: item.unit.clone(),
                per: item.per,
                group: group.map(str::to_owned),
                from: days.from(),
                quota: Quota::of_weight(quota),
            };
            match one_for_all(&values.value) {
                Some(quota) => quotas.push(figure(None, quota)),
                None => quotas.extend(
                    scheme
                        .groups
                        .iter()
                        .zip(&values.value)
                        .map(|(group, quota)| figure(Some(&group.name), *quota)),
                ),
            }
        }
    }
    quotas
}

fn one_for_all(values: &[Weight]) -> Option<Weight> {
    let first = *values.first()?;
    values.iter().all(|value| *value == first).then_some(first)
}
