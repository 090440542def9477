//! Closing: what a channel does with an overrun and with a surplus of its pool (超支、结余).

use super::document::{
    ChannelDocument, OverrunDocument, OverrunRestDocument, SurplusDocument, SurplusRestDocument,
};
use super::lists::dated_share;
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::Factor;

/// What happens when the payees are owed more than the pool holds.
#[derive(Clone, Debug)]
pub(crate) struct Overrun {
    pub(crate) draw_reserve: bool,
    pub(crate) rest: OverrunRest,
    pub(crate) cite: String,
}

/// What happens with the part of an overrun that the reserve does not cover.
#[derive(Clone, Debug)]
pub(crate) enum OverrunRest {
    Prorate,
    CarryForward,
    Share(Dated<Factor>),
    Reject,
}

/// What happens with what is left of the pool.
#[derive(Clone, Debug)]
pub(crate) struct Surplus {
    pub(crate) to_reserve: bool,
    pub(crate) rest: SurplusRest,
    pub(crate) cite: String,
}

/// What happens with the part of a surplus that does not go to the reserve.
#[derive(Clone, Debug)]
pub(crate) enum SurplusRest {
    Return,
    Retain(Dated<Factor>),
}

/// How a channel with a pool closes.
#[derive(Clone, Debug)]
pub(crate) struct Closing {
    pub(crate) overrun: Overrun,
    pub(crate) surplus: Surplus,
}

impl Closing {
    /// Both rules, where the channel has a pool.
    pub(super) fn check(
        document: &ChannelDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let channel = &document.code;
        let has_reserve = document.reserve.is_some();
        let overrun = document.overrun.as_ref().and_then(|overrun| {
            Overrun::check(overrun, channel, has_reserve, &place.field("overrun"), report)
        });
        let surplus = document.surplus.as_ref().and_then(|surplus| {
            Surplus::check(surplus, channel, has_reserve, &place.field("surplus"), report)
        });
        let has_pool = !document.pool.is_empty();
        let mut named = |field, given: bool, missing: &str| {
            let place = place.field(field);
            if has_pool && !given {
                report.add(&place, missing.to_owned());
            } else if given && document.has_no_use_for_a_pool() {
                report.add(&place, "has no effect: the channel has no pool");
            }
        };
        named(
            "overrun",
            document.overrun.is_some(),
            "is missing: say whether the reserve is drawn on when the pool does not suffice, and \
             who bears the rest",
        );
        named(
            "surplus",
            document.surplus.is_some(),
            "is missing: say whether what is left of the pool goes to the reserve, and where the \
             rest goes",
        );
        Some(Self { overrun: overrun?, surplus: surplus? }).filter(|_| has_pool)
    }
}

impl Overrun {
    fn check(
        document: &OverrunDocument,
        channel: &str,
        has_reserve: bool,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.line(&place.field("cite"), &document.cite);
        if document.draw_reserve && !has_reserve {
            report.add(
                &place.field("draw_reserve"),
                "draws on a reserve that the channel lacks: give it \"reserve\", or say false",
            );
        }
        let rest = match &document.rest {
            OverrunRestDocument::Prorate {} => OverrunRest::Prorate,
            OverrunRestDocument::CarryForward {} => OverrunRest::CarryForward,
            OverrunRestDocument::Reject {} => OverrunRest::Reject,
            OverrunRestDocument::Share { payer } => {
                let name = format!("the payer's share of an overrun of channel \"{channel}\"");
                let share = dated_share(payer, "payer", name, &place.field("rest"), report);
                OverrunRest::Share(share?)
            }
        };
        Some(Self { draw_reserve: document.draw_reserve, rest, cite: document.cite.clone() })
    }
}

impl Surplus {
    fn check(
        document: &SurplusDocument,
        channel: &str,
        has_reserve: bool,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.line(&place.field("cite"), &document.cite);
        if document.to_reserve && !has_reserve {
            report.add(
                &place.field("to_reserve"),
                "goes to a reserve that the channel lacks: give it \"reserve\", or say false",
            );
        }
        let rest = match &document.rest {
            SurplusRestDocument::Return {} => SurplusRest::Return,
            SurplusRestDocument::Retain { share } => {
                let name = format!("the share of a surplus that stays in channel \"{channel}\"");
                let share = dated_share(share, "share", name, &place.field("rest"), report);
                SurplusRest::Retain(share?)
            }
        };
        Some(Self { to_reserve: document.to_reserve, rest, cite: document.cite.clone() })
    }
}
