//! What is watched: one file for each kind of rule.
//!
//! A kind of rule is a document, the rule once it was checked, and the readings that it makes. To
//! add one, write its file, register it in the list below, and give its figures to
//! [`super::Figures`].

mod change;
mod concentration;
mod income_to_cost;
mod passed_on;
mod spell;
mod target;

pub use change::{ChangeOf, Document as ChangeRule};
pub use concentration::Document as ConcentrationRule;
pub use income_to_cost::Document as IncomeToCostRule;
pub use passed_on::Document as PassedOnRule;
pub use spell::Document as SpellRule;
pub use target::{Bound, Document as TargetRule};

use serde::{Deserialize, Serialize};

use super::given::Given;
use super::readings::Found;
use crate::exact::Exact;
use crate::report::{Place, Report};
use crate::units::{Factor, Number};

/// A rule as a document states it.
trait WatchOnPaper {
    /// The rule once checked.
    type Watch: Watching;

    /// Checks the rule; every problem goes into the report.
    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Self::Watch>;
}

/// A rule that was checked.
trait Watching {
    /// What it finds, in order of code. What it needs and is not given goes into the report.
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found>;
}

/// Declares the kinds: their variant names, which are their names in documents, and their files.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $file:ident,)*) => {
        /// What a rule watches, as a document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(
            tag = "kind",
            rename_all = "kebab-case",
            expecting = "a table such as { kind = \"concentration\", share = \"0.3\" }"
        )]
        #[non_exhaustive]
        pub enum WatchDocument {
            $($(#[$doc])* $name($file::Document),)*
        }

        /// What a rule watches.
        #[derive(Clone, Debug)]
        pub(super) enum Watch {
            $($name($file::Rule),)*
        }

        impl WatchDocument {
            pub(super) fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Watch> {
                match self {
                    $(Self::$name(rule) => rule.check(place, report).map(Watch::$name),)*
                }
            }
        }

        impl Watch {
            pub(super) fn watch(
                &self,
                given: &Given<'_>,
                place: &Place<'_>,
                report: &mut Report,
            ) -> Vec<Found> {
                match self {
                    $(Self::$name(rule) => rule.watch(given, place, report),)*
                }
            }
        }
    };
}

kinds! {
    /// Equivalents against a base period, beyond a rise or a fall (工作量异常变动).
    Change: change,
    /// The share of one item in all equivalents of a payee (单一项目占比).
    Concentration: concentration,
    /// What a payee earned against what it cost (收入成本比).
    IncomeToCost: income_to_cost,
    /// A value against a target, met or missed (目标值).
    Target: target,
    /// Funds passed on in full and in time (及时足额拨付).
    PassedOn: passed_on,
    /// A stretch of days that lasts no longer than so many (最长天数).
    Spell: spell,
}

/// A rate, if it is stated and well formed; a rule with a malformed one does not come to be.
fn rate(number: Option<&Number>, place: &Place<'_>, report: &mut Report) -> Option<Exact> {
    let rate: Factor = report.number(place, number?)?;
    Some(rate.to_exact())
}

/// A share of a whole that something can exceed: below one.
fn share_below_one(share: &Exact, place: &Place<'_>, report: &mut Report) {
    if *share >= Exact::one() {
        report.add(place, format!("{share} is not below 1: nothing would ever exceed it"));
    }
}
