//! Stage 4, quotas: what the statement says of them.

use std::collections::BTreeSet;

use work_equivalent::scheme::{GroupDocument, ItemDocument, PriceDocument};

use crate::dated::weight_in_force;
use crate::measure::is_bought_by;
use crate::numbers::Fraction;
use crate::outcome::QuotaOutcome;
use crate::setting::Setting;

/// The quotas of a channel that hold on some day of the period, by item, date and group.
pub fn quotas(setting: &Setting) -> Vec<QuotaOutcome> {
    if !matches!(setting.channel.price, PriceDocument::Quota { .. }) {
        return Vec::new();
    }
    let mut items: Vec<&ItemDocument> =
        setting.scheme.items.iter().filter(|item| is_bought_by(setting, item)).collect();
    items.sort_by_key(|item| item.code.as_bytes());
    let mut groups: Vec<&GroupDocument> = setting.scheme.groups.iter().collect();
    groups.sort_by_key(|group| group.code.as_bytes());
    let mut rows = Vec::new();
    for item in items {
        for from in starts(setting, item) {
            let quota = |group: &&GroupDocument| weight_in_force(&item.quotas, &group.code, &from);
            let quotas: Vec<Fraction> = groups.iter().map(quota).collect();
            let row = |group: Option<&&GroupDocument>, quota: &Fraction| QuotaOutcome {
                item: item.code.clone(),
                group: group.map(|group| group.name.clone()),
                from: from.clone(),
                quota: quota.clone(),
            };
            if quotas.iter().all(|quota| *quota == quotas[0]) {
                rows.push(row(None, &quotas[0]));
            } else {
                rows.extend(groups.iter().zip(&quotas).map(|(it, quota)| row(Some(it), quota)));
            }
        }
    }
    rows
}

/// The first day of the period, and the days inside it on which the quota of an item begins.
fn starts(setting: &Setting, item: &ItemDocument) -> BTreeSet<String> {
    let period = &setting.facts.period;
    let starts = item.quotas.iter().map(|quota| quota.from.clone());
    let mut starts: BTreeSet<String> =
        starts.filter(|from| period.from < *from && *from < period.until).collect();
    starts.insert(period.from.clone());
    starts
}
