//! Why a record cannot be counted.

use crate::units::Volume;

/// The error of a record that cannot be counted, or of tables that cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct CountError(Box<Reason>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Reason {
    #[error("there is no payee \"{0}\"")]
    NoPayee(String),
    #[error("there is no service item \"{0}\"")]
    NoItem(String),
    #[error(
        "\"{text}\" is not a month such as \"2024-03\", nor a day such as \"2024-03-15\", of the \
         period from {first} to {last}"
    )]
    NoTime { text: String, first: String, last: String },
    #[error("a payee, item or month was looked up in another table")]
    Elsewhere,
    #[error("item \"{0}\": {1}")]
    TwoValues(String, String),
    #[error(
        "item \"{0}\" counts how many there are per month or year: state it in \"volumes\", as a \
         record of its own"
    )]
    Stock(String),
    #[error("item \"{0}\": nobody verified the volume, and channel \"{1}\" pays verified volumes")]
    Unverified(String, String),
    #[error("item \"{0}\" has no volume: give the verified one, or at least the reported one")]
    NoVolume(String),
    #[error(
        "item \"{0}\": {1} is negative: what corrects an earlier record stands in \"volumes\", with \
         its voucher"
    )]
    Negative(String, Volume),
    #[error("item \"{0}\": {1}")]
    Finer(String, String),
    #[error(
        "the tables were not made for the same payees, items, period and dates on which values \
         change"
    )]
    OtherAxes,
}

impl From<Reason> for CountError {
    fn from(kind: Reason) -> Self {
        Self(Box::new(kind))
    }
}
