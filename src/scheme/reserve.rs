//! The risk reserve of a channel: target, provision, withholding (风险保障基金).

use super::document::{
    ChannelDocument, ProvisionDocument, Release, ReserveDocument, WithholdingDocument,
};
use super::lists::{dated_share, dated_values};
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::{Factor, Money};

/// The risk reserve of a channel.
#[derive(Clone, Debug)]
pub(crate) struct Reserve {
    pub(crate) cite: String,
    pub(crate) target: Option<Dated<Money>>,
    pub(crate) provision: Option<Provision>,
    pub(crate) withholding: Option<Withholding>,
}

/// What is set aside from the pool (风险金预提): a rate of it, or an amount.
#[derive(Clone, Debug)]
pub(crate) enum Provision {
    Rate(Dated<Factor>),
    Amount(Dated<Money>),
}

/// What is kept from each entitlement (风险金计提).
#[derive(Clone, Debug)]
pub(crate) struct Withholding {
    pub(crate) rate: Dated<Factor>,
    pub(crate) release: Release,
}

impl Reserve {
    pub(super) fn check(
        channel: &ChannelDocument,
        document: &ReserveDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Self {
        let name = |what: &str| format!("the {what} of channel \"{}\"", channel.code);
        report.line(&place.field("cite"), &document.cite);
        let target = match document.target.as_slice() {
            [] => None,
            target => dated_values(target, "target", name("target of the reserve"), place, report),
        };
        let provision = document.provision.as_ref().and_then(|provision| {
            let place = place.field("provision");
            if channel.has_no_use_for_a_pool() {
                report.add(&place, "needs a pool to be taken from");
            }
            Provision::check(provision, &name("provision"), &place, report)
        });
        let withholding = document.withholding.as_ref().and_then(|withholding| {
            let place = place.field("withholding");
            if withholding.release == Release::AboveTarget && document.target.is_empty() {
                report.add(&place.field("release"), "\"above-target\" needs a target: give the reserve \"target\", or release \"held\" or \"all\"");
            }
            Withholding::check(withholding, &name("withholding"), &place, report)
        });
        Self { cite: document.cite.clone(), target, provision, withholding }
    }
}

impl Provision {
    fn check(
        document: &ProvisionDocument,
        name: &str,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        match (document.rate.is_empty(), document.amount.is_empty()) {
            (false, true) => {
                let name = format!("the rate of {name}");
                dated_share(&document.rate, "rate", name, place, report).map(Self::Rate)
            }
            (true, false) => {
                let name = format!("the amount of {name}");
                dated_values(&document.amount, "amount", name, place, report).map(Self::Amount)
            }
            _ => {
                report.add(place, "needs either \"rate\" or \"amount\", and not both");
                None
            }
        }
    }
}

impl Withholding {
    fn check(
        document: &WithholdingDocument,
        name: &str,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let name = format!("the rate of {name}");
        let rate = dated_share(&document.rate, "rate", name, place, report)?;
        Some(Self { rate, release: document.release })
    }
}
