//! Kinds of finding as documents (核查发现).

use serde::{Deserialize, Serialize};

use super::DatedDocument;

/// A kind of finding: what an inspection can find, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindingKindDocument {
    /// The code by which findings refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that provides for it.
    pub cite: String,
    /// What follows from it.
    pub rule: FindingRuleDocument,
}

/// What follows from a finding. Values are those in force on the first day of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"stated\", channel = \"…\" }"
)]
pub enum FindingRuleDocument {
    /// A volume is not paid, and a multiple of its value is deducted.
    Disallow {
        /// The multiple; 0 only takes the volume out.
        multiple: Vec<DatedDocument>,
    },
    /// A fixed amount is deducted for each finding.
    Fixed {
        /// The code of the channel from which it is deducted.
        channel: String,
        /// The amount in yuan.
        amount: Vec<DatedDocument>,
    },
    /// The amount that the finding states is deducted.
    Stated {
        /// The code of the channel from which it is deducted.
        channel: String,
    },
    /// The coefficient is forced down to a value (一票否决).
    Veto {
        /// The code of the appraisal.
        appraisal: String,
        /// The highest coefficient that the finding leaves.
        coefficient: Vec<DatedDocument>,
    },
}
