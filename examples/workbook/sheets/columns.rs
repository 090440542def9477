//! The columns of a channel's sheet: what each is for, and where it stands.

use work_equivalent::scheme::{ChannelDocument, PriceDocument};

use super::grid::Look;

/// The columns of a payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Equivalents,
    Score,
    Coefficient,
    BeforeAppraisal,
    /// What a spreadsheet makes of measure × price × coefficient: no figure, for people to compare.
    Product,
    Entitlement,
    Borne,
    Owed,
    Retained,
    Closed,
    OwedBefore,
    OwedPaid,
    OwedAfter,
    Withheld,
    Released,
    Deducted,
    Recorded,
    Payable,
    Advanced,
    Balance,
    CarriedForward,
}

/// All columns in order, with header and the field of their figure.
pub const COLUMNS: [(Column, &str, &str); 21] = [
    (Column::Equivalents, "工作当量", "equivalents"),
    (Column::Score, "得分", "score"),
    (Column::Coefficient, "系数", "coefficient"),
    (Column::BeforeAppraisal, "评价前", "before_appraisal"),
    (Column::Product, "直接相乘（对照）", ""),
    (Column::Entitlement, "应付额", "entitlement"),
    (Column::Borne, "超支自担", "borne"),
    (Column::Owed, "结转欠付", "owed"),
    (Column::Retained, "结余留用", "retained"),
    (Column::Closed, "收支相抵后", "closed"),
    (Column::OwedBefore, "上年欠付", "owed_before"),
    (Column::OwedPaid, "补付欠付", "owed_paid"),
    (Column::OwedAfter, "期末欠付", "owed_after"),
    (Column::Withheld, "风险金计提", "withheld"),
    (Column::Released, "风险金返还", "released"),
    (Column::Deducted, "核减", "deducted"),
    (Column::Recorded, "他方支付", "recorded"),
    (Column::Payable, "应支付额", "payable"),
    (Column::Advanced, "已预拨", "advanced"),
    (Column::Balance, "清算差额", "balance"),
    (Column::CarriedForward, "结转下期追回", "carried_forward"),
];

/// The columns before: code, name, group.
pub const BEFORE: u16 = 3;
/// So many columns stand side by side; with more, what follows closing stands in a second table.
const ABREAST: usize = 9;
/// Where columns stand that are zero throughout, because the channel has no such rule.
pub const ASIDE: u16 = 100;

impl Column {
    pub fn place(self) -> usize {
        COLUMNS.iter().position(|(column, ..)| *column == self).unwrap_or(0)
    }

    pub fn look(self) -> Look {
        match self {
            Self::Equivalents => Look::Quantity,
            Self::Score | Self::Coefficient => Look::Ratio,
            Self::Product => Look::Approximate,
            _ => Look::Money,
        }
    }

    /// Whether the column says what another says already where the channel has no rule for it.
    fn repeats_another(self) -> bool {
        matches!(self, Self::Score | Self::Coefficient | Self::Closed | Self::Balance)
    }

    /// Whether the channel has a rule that the column is for.
    fn is_used(self, record: &ChannelDocument) -> bool {
        let reserve = record.reserve.as_ref();
        match self {
            Self::Equivalents => buys_equivalents(record),
            Self::Score | Self::Coefficient => record.appraisal.is_some(),
            Self::Borne
            | Self::Owed
            | Self::Retained
            | Self::Closed
            | Self::OwedBefore
            | Self::OwedPaid
            | Self::OwedAfter => !record.pool.is_empty(),
            Self::Withheld | Self::Released => {
                reserve.is_some_and(|reserve| reserve.withholding.is_some())
            }
            Self::Deducted => record.deductions.is_some(),
            Self::Recorded => record.recorded.is_some(),
            Self::Advanced | Self::Balance | Self::CarriedForward => record.advances.is_some(),
            _ => true,
        }
    }
}

/// Whether a channel buys equivalents; otherwise what it measures is in yuan.
pub fn buys_equivalents(record: &ChannelDocument) -> bool {
    !matches!(record.price, PriceDocument::Quota { .. } | PriceDocument::Stated { .. })
}

/// Where each column stands: in which table, and in which column of the sheet.
///
/// A column without a rule is used where its field is not zero throughout.
pub fn places(record: &ChannelDocument, is_zero: impl Fn(&str) -> bool) -> Vec<(u32, u16)> {
    let used = COLUMNS.map(|(column, _, field)| {
        column.is_used(record) || (!column.repeats_another() && !is_zero(field))
    });
    let split = used.iter().filter(|used| **used).count() > ABREAST;
    let mut next = [BEFORE, BEFORE];
    let mut aside = ASIDE;
    let places = COLUMNS.iter().zip(used).map(|((column, ..), used)| {
        if !used {
            aside += 1;
            return (0, aside - 1);
        }
        let table = usize::from(split && column.place() > Column::Closed.place());
        next[table] += 1;
        (u32::from(table > 0), next[table] - 1)
    });
    places.collect()
}
