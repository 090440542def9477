//! Schemes that a rule forbids.

use work_equivalent::scheme::{
    AppraisalLoss, BandDocument, BandsDocument, ClauseDocument, ItemDocument, Per, PoolLineKind,
    PriceDocument, WeightDocument,
};
use work_equivalent::units::Number;

use super::{always, channel, is_quota, is_stated, item_of, line, placed, refused, words};
use crate::setting::buys_equivalents;

/// A weight or quota from a day on.
fn worth(from: &str, value: &str) -> Vec<WeightDocument> {
    vec![WeightDocument {
        from: from.to_owned(),
        until: None,
        value: Some(Number::from(value)),
        by_group: None,
        cite: "试".to_owned(),
    }]
}

/// Bands that count everything.
fn bands() -> BandsDocument {
    let step = BandDocument { above: Number::from(0), factor: Number::from(1) };
    BandsDocument { cite: "试".to_owned(), steps: vec![step] }
}

/// Spoils an item of a channel with such a price, and expects a message about a field of it.
fn item_refused(
    is_so: fn(&PriceDocument) -> bool,
    field: &'static str,
    spoil: impl Fn(&mut ItemDocument, &str),
) {
    refused(|scheme, _| {
        let from = scheme.from.clone();
        let item = item_of(scheme, is_so)?;
        spoil(item, &from);
        Some(words([field, &placed(&item.code)]))
    });
}

#[test]
fn what_an_item_needs_and_may_not_have() {
    item_refused(buys_equivalents, "weights", |item, _| item.weights.clear());
    item_refused(buys_equivalents, "quotas", |item, from| item.quotas = worth(from, "1"));
    item_refused(is_quota, "quotas", |item, _| item.quotas.clear());
    item_refused(is_quota, "weights", |item, from| item.weights = worth(from, "1"));
    item_refused(is_stated, "weights", |item, from| item.weights = worth(from, "1"));
    item_refused(is_stated, "quotas", |item, from| item.quotas = worth(from, "1"));
    item_refused(is_stated, "per", |item, _| item.per = Some(Per::Year));
    item_refused(is_stated, "ceiling", |item, from| item.ceiling = always(from, "1"));
    item_refused(is_stated, "bands", |item, _| item.bands = Some(bands()));
}

#[test]
fn a_quota_out_of_its_range() {
    for quota in ["1000000000", "0.0000001", "-1"] {
        item_refused(is_quota, "quotas", |item, from| item.quotas = worth(from, quota));
    }
}

#[test]
fn what_is_measured_over_time_has_no_ceiling_and_no_bands() {
    refused(|scheme, _| {
        let from = scheme.from.clone();
        let item = scheme.items.iter_mut().find(|item| item.per.is_some())?;
        item.ceiling = always(&from, "1");
        Some(words(["ceiling", &placed(&item.code)]))
    });
    refused(|scheme, _| {
        let item = scheme.items.iter_mut().find(|item| item.per.is_some())?;
        item.bands = Some(bands());
        Some(words(["bands", &placed(&item.code)]))
    });
    refused(|scheme, _| {
        let item = scheme.items.iter_mut().find(|item| item.per.is_none())?;
        item.approved = Some(ClauseDocument { cite: "试".to_owned() });
        Some(words(["approved", &placed(&item.code)]))
    });
}

#[test]
fn what_has_no_common_pool_cannot_be_redistributed() {
    refused(|scheme, _| {
        let channel = channel(scheme, |it| !buys_equivalents(&it.price))?;
        match &mut channel.price {
            PriceDocument::Quota { appraisal_loss, .. }
            | PriceDocument::Stated { appraisal_loss, .. } => {
                *appraisal_loss = AppraisalLoss::Redistributed;
            }
            _ => unreachable!(),
        }
        Some(words(["appraisal_loss", &placed(&channel.code)]))
    });
}

#[test]
fn a_line_is_stated_in_one_way() {
    let clause = || Some(ClauseDocument { cite: "试".to_owned() });
    refused(|scheme, _| {
        let (channel, line) = line(scheme, |line| !line.amounts.is_empty())?;
        line.stated = clause();
        Some(words([&placed(&channel), &placed(&line.code)]))
    });
    refused(|scheme, _| {
        let from = scheme.from.clone();
        let (channel, line) =
            line(scheme, |line| line.kind == PoolLineKind::CarveOut && !line.amounts.is_empty())?;
        line.rate = always(&from, "0.1");
        Some(words([&placed(&channel), &placed(&line.code)]))
    });
    refused(|scheme, _| {
        let (channel, line) = line(scheme, |line| !line.amounts.is_empty())?;
        line.amounts.clear();
        Some(words([&placed(&channel), &placed(&line.code)]))
    });
}

#[test]
fn only_a_carve_out_can_be_a_rate_from_0_to_1() {
    for kind in [PoolLineKind::Source, PoolLineKind::Limit] {
        refused(|scheme, _| {
            let from = scheme.from.clone();
            let (channel, line) = line(scheme, |line| line.kind == kind)?;
            line.amounts.clear();
            line.stated = None;
            line.rate = always(&from, "0.1");
            Some(words(["rate", &placed(&channel), &placed(&line.code)]))
        });
    }
    for rate in ["1.000000001", "-0.1"] {
        refused(|scheme, _| {
            let (channel, line) = line(scheme, |line| !line.rate.is_empty())?;
            line.rate[0].value = Number::from(rate);
            Some(words(["rate", &placed(&channel), &placed(&line.code)]))
        });
    }
}

#[test]
fn a_pool_has_a_source_and_at_most_one_limit() {
    refused(|scheme, _| {
        let is_so = |kind: PoolLineKind| kind == PoolLineKind::Limit;
        let channel = channel(scheme, |it| it.pool.iter().any(|line| is_so(line.kind)))?;
        let mut another = channel.pool.iter().find(|line| is_so(line.kind))?.clone();
        another.code = "又一限额".to_owned();
        channel.pool.push(another);
        Some(words(["limit", &placed(&channel.code)]))
    });
    refused(|scheme, _| {
        let channel =
            channel(scheme, |it| it.pool.iter().any(|line| line.kind != PoolLineKind::Source))?;
        channel.pool.retain(|line| line.kind != PoolLineKind::Source);
        Some(words(["source", &placed(&channel.code)]))
    });
}
