//! What a channel measures, in the words of its trace.

use crate::scheme::Measure;
use crate::statement::Unit;

/// Ids, labels and units of what a channel measures.
pub(super) struct Words {
    /// The id of what was measured.
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: Unit,
    /// What a unit of count is worth; none where an amount is worth itself.
    pub(super) worth: Option<Worth>,
    /// What was counted.
    pub(super) counted: &'static str,
}

/// The id, label and unit of what a unit of count is worth.
pub(super) struct Worth {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: Unit,
}

const EQUIVALENTS: Words = Words {
    id: "equivalents",
    label: "工作当量",
    unit: Unit::Equivalents,
    worth: Some(Worth { id: "weight", label: "当量值", unit: Unit::Weight }),
    counted: "核定量",
};

const QUOTAS: Words = Words {
    id: "value",
    label: "金额",
    unit: Unit::Yuan,
    worth: Some(Worth { id: "quota", label: "定额", unit: Unit::YuanPerUnit }),
    counted: "核定量",
};

const AMOUNTS: Words =
    Words { id: "value", label: "金额", unit: Unit::Yuan, worth: None, counted: "核定金额" };

impl Words {
    pub(super) fn of(measure: Measure) -> &'static Self {
        match measure {
            Measure::Equivalents => &EQUIVALENTS,
            Measure::Quotas => &QUOTAS,
            Measure::Amounts => &AMOUNTS,
        }
    }
}
