//! What the documents of the monitor state as numbers, each in a bounded range.

use crate::exact::{Exact, Limits};
use crate::units::Quantity;

/// Declares a quantity held as an [`Exact`]; only forwarding code.
macro_rules! stated {
    ($(#[$doc:meta])* $name:ident, $word:literal, signed: $signed:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(super) struct $name(pub(super) Exact);

        impl Quantity for $name {
            const NAME: &'static str = $word;
            const LIMITS: Limits = LIMITS;
            const SIGNED: bool = $signed;

            fn from_scaled(scaled: i128) -> Option<Self> {
                Some(Self(Exact::scaled(scaled, LIMITS.after)))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::units::schema::stated::<Self>(generator)
            }
        }
    };
}

/// Yuan of a large hospital and a rate with nine decimals both fit.
const LIMITS: Limits = Limits { before: 15, after: 9 };

stated! {
    /// What was observed. A rate of growth may be below zero.
    Value, "value", signed: true
}

stated! {
    /// What should be reached or not exceeded.
    Target, "target", signed: true
}

stated! {
    /// A part or a whole of which an observation is the quotient.
    Count, "count", signed: false
}

stated! {
    /// Equivalents below which nothing is compared.
    LeastEquivalents, "number of equivalents", signed: false
}
