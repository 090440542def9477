//! What more of something never does to a payee. Where a sum is apportioned by largest remainder,
//! "never" is to within the fen that goes to the largest remainder: with another sum or other
//! weights it can go to another payee.

use proptest::prelude::*;
use work_equivalent::facts::FindingDocument;
use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, FindingKindDocument, FindingRuleDocument, PriceDocument,
    Release, SchemeDocument, SurplusRestDocument,
};
use work_equivalent::statement::{PayeeFigures, Statement};

use super::{Case, balance::stated, case, statement};
use crate::random::Random;
use crate::support::{check, from_millionths, millionths, seeds};

/// What a channel says of a payee.
fn figures<'s>(statement: &'s Statement, channel: &str, payee: &str) -> &'s PayeeFigures {
    let mut channels = statement.figures().channels.iter();
    let channel = channels.find(|figures| figures.code == channel).unwrap();
    channel.payees.iter().find(|figures| figures.code == payee).unwrap()
}

/// The channel that buys an item.
fn buyer<'s>(scheme: &'s SchemeDocument, item: &str) -> &'s ChannelDocument {
    let item = scheme.items.iter().find(|record| record.code == item).unwrap();
    let category = scheme.categories.iter().find(|record| record.code == item.category).unwrap();
    scheme.channels.iter().find(|record| record.code == category.channel).unwrap()
}

fn is_announced(channel: &ChannelDocument) -> bool {
    matches!(channel.price, PriceDocument::Announced { .. })
}

/// The least amount above zero that a channel pays, in fen.
fn unit(channel: &ChannelDocument) -> i128 {
    channel.money.map_or(1, |money| 10_i128.pow(u32::from(2 - money.places())))
}

/// A finding without anything in it.
fn finding(code: &str, kind: &str, payee: &str) -> FindingDocument {
    let (code, kind, payee) = (code.to_owned(), kind.to_owned(), payee.to_owned());
    FindingDocument {
        code,
        kind,
        payee,
        item: None,
        month: None,
        from: None,
        until: None,
        volume: None,
        amount: None,
        round: None,
    }
}

#[test]
fn a_veto_never_raises_an_entitlement() {
    check(192, &seeds(), |seed| {
        let Case { mut scheme, mut facts, mut random } = case(seed);
        let appraisals = scheme.channels.iter().filter_map(|channel| channel.appraisal.clone());
        let appraisals: Vec<String> = appraisals.collect();
        prop_assume!(!appraisals.is_empty());
        let appraisal = random.pick(&appraisals).clone();
        let kind = serde_json::from_value(serde_json::json!({
            "code": "新否决", "name": "新否决", "cite": "情形",
            "rule": { "kind": "veto", "appraisal": appraisal, "coefficient": [{
                "from": "2020-01-01", "cite": "否决",
                "value": random.pick(&["0", "0.3", "0.7", "1"]),
            }] },
        }));
        let kind: FindingKindDocument = kind.unwrap();
        scheme.finding_kinds.push(kind);
        let before = statement(&scheme, &facts)?;
        let vetoed = random.pick(&facts.payees).code.clone();
        facts.findings.push(finding("新", "新否决", &vetoed));
        let after = statement(&scheme, &facts)?;
        for channel in &scheme.channels {
            for payee in &facts.payees {
                let of = |of| figures(of, &channel.code, &payee.code).entitlement.fen();
                let (was, is) = (of(&before), of(&after));
                let is_governed = channel.appraisal.as_ref() == Some(&appraisal);
                match &channel.price {
                    _ if !is_governed => prop_assert_eq!(was, is),
                    // The price does not depend on the coefficients: nobody else is touched.
                    PriceDocument::Announced { .. }
                    | PriceDocument::Published { .. }
                    | PriceDocument::Quota { .. }
                    | PriceDocument::Stated { .. }
                        if !is_redistributed(&channel.price) =>
                    {
                        if payee.code == vetoed {
                            prop_assert!(is <= was, "{} became {}", was, is);
                        } else {
                            prop_assert_eq!(was, is);
                        }
                    }
                    // A published price is rounded: what the others do not lose, it can gain.
                    PriceDocument::Published { .. }
                    | PriceDocument::Announced { .. }
                    | PriceDocument::Quota { .. }
                    | PriceDocument::Stated { .. } => {}
                    // An apportionment, or where coefficients exceed one a rounded product.
                    PriceDocument::Derived { .. } => {
                        let within = unit(channel);
                        let is_vetoed = payee.code == vetoed;
                        prop_assert!(!is_vetoed || is <= was + within, "{} became {}", was, is);
                    }
                }
            }
        }
        Ok(())
    });
}

fn is_redistributed(price: &PriceDocument) -> bool {
    let (PriceDocument::Announced { appraisal_loss, .. }
    | PriceDocument::Derived { appraisal_loss, .. }
    | PriceDocument::Published { appraisal_loss, .. }
    | PriceDocument::Quota { appraisal_loss, .. }
    | PriceDocument::Stated { appraisal_loss, .. }) = price;
    *appraisal_loss == AppraisalLoss::Redistributed
}

/// Leaves out what gives volume that is counted late another worth.
fn without_ceilings(scheme: &mut SchemeDocument) {
    for item in &mut scheme.items {
        item.ceiling.clear();
        item.bands = None;
    }
}

#[test]
fn more_disallowed_volume_never_raises_what_is_payable() {
    check(192, &seeds(), |seed| {
        let Case { mut scheme, mut facts, mut random } = case(seed);
        without_ceilings(&mut scheme);
        let before = statement(&scheme, &facts)?;
        let disallowing = |finding: &FindingDocument| {
            let kind = scheme.finding_kinds.iter().find(|kind| kind.code == finding.kind);
            matches!(kind.unwrap().rule, FindingRuleDocument::Disallow { .. })
        };
        let places: Vec<usize> = (0..facts.findings.len())
            .filter(|place| disallowing(&facts.findings[*place]))
            .filter(|place| {
                let item = facts.findings[*place].item.as_ref().unwrap();
                is_announced(buyer(&scheme, item))
            })
            .collect();
        prop_assume!(!places.is_empty());
        let finding = &mut facts.findings[*random.pick(&places)];
        let (payee, item) = (finding.payee.clone(), finding.item.clone().unwrap());
        // What a generated finding disallows is of one record; it leaves at most all of that.
        let recorded = facts.volumes.iter().find(|record| {
            (&record.payee, &record.item, &record.month) == (&payee, &item, &finding.month)
        });
        let recorded = recorded.unwrap();
        let most = millionths(recorded.verified.as_ref().or(recorded.reported.as_ref()).unwrap());
        let least = millionths(finding.volume.as_ref().unwrap());
        prop_assume!(least < most);
        finding.volume = Some(from_millionths(random.between(least + 1, most)));
        let after = statement(&scheme, &facts)?;
        let channel = buyer(&scheme, &item);
        prop_assume!(!gains_by_less_loss(channel));
        let of = |of| figures(of, &channel.code, &payee).payable.fen();
        let (was, is) = (of(&before), of(&after));
        let within = apportionments(channel) * unit(channel);
        prop_assert!(is <= was + within, "{} became {}, within {}", was, is, within);
        Ok(())
    });
}

/// Whether a payee can gain by less volume: an appraisal that keeps a part of what volume is worth
/// keeps less of less volume, so that more of the pool is left than the payee lost. Where that goes
/// back to the payees, as surplus that they retain or as more of what was withheld, the payee gets
/// its share of it. The rules say so: no error of the calculation.
fn gains_by_less_loss(channel: &ChannelDocument) -> bool {
    let retains = channel
        .surplus
        .as_ref()
        .is_some_and(|surplus| matches!(surplus.rest, SurplusRestDocument::Retain { .. }));
    channel.appraisal.is_some() && (retains || releases_above_target(channel))
}

fn releases_above_target(channel: &ChannelDocument) -> bool {
    let withholding = channel.reserve.as_ref().and_then(|reserve| reserve.withholding.as_ref());
    withholding.is_some_and(|withholding| withholding.release == Release::AboveTarget)
}

/// How many sums are apportioned between an entitlement and what is payable, each of which can
/// give a payee a fen more for having less than before.
fn apportionments(channel: &ChannelDocument) -> i128 {
    i128::from(!channel.pool.is_empty()) + i128::from(releases_above_target(channel))
}

#[test]
fn a_larger_pool_never_lowers_what_is_closed_and_owed() {
    check(192, &seeds(), |seed| {
        let Case { mut scheme, facts, mut random } = case(seed);
        let before = statement(&scheme, &facts)?;
        let places: Vec<usize> = (0..scheme.channels.len())
            .filter(|place| {
                let channel = &scheme.channels[*place];
                is_announced(channel) && !channel.pool.is_empty()
            })
            .collect();
        prop_assume!(!places.is_empty());
        let channel = &mut scheme.channels[*random.pick(&places)];
        let amount = &mut channel.pool[0].amounts[0].value;
        *amount = more(stated(amount), &mut random).as_str().into();
        let channel = channel.clone();
        let after = statement(&scheme, &facts)?;
        let provision = channel.reserve.as_ref().and_then(|reserve| reserve.provision.as_ref());
        let by_rate = provision.is_some_and(|provision| !provision.rate.is_empty());
        // A provision that is rounded to yuan can grow by more than the pool did.
        let within = if by_rate { unit(&channel) } else { 1 };
        for payee in &facts.payees {
            let of = |of| {
                let figures = figures(of, &channel.code, &payee.code);
                figures.closed.fen() + figures.owed.fen()
            };
            let (was, is) = (of(&before), of(&after));
            prop_assert!(is + within >= was, "{} became {}", was, is);
        }
        Ok(())
    });
}

/// More yuan than so many fen: a fen, or up to as much again.
fn more(fen: i128, random: &mut Random) -> String {
    let fen = i64::try_from(fen).unwrap();
    let some = random.between(1, fen.max(1));
    super::district::decimal(fen + *random.pick(&[1, 1, some, some]), 2)
}
