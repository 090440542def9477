//! What a claim on a payee comes from.

use serde::{Deserialize, Serialize};

use crate::period::Period;

/// What a claim on a payee comes from; in order of period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The period in which it arose.
    pub period: Period,
    /// What it was.
    pub cause: Cause,
}

/// What gave rise to a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"advances\" }"
)]
pub enum Cause {
    /// A finding.
    Finding {
        /// Its code.
        code: String,
    },
    /// More was advanced than was payable.
    Advances {},
}
