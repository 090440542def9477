//! Questions: what is changed, until which goal just holds.

use serde::{Deserialize, Serialize};

use super::changes::{ChangeDocument, Changes, ChangesDocument, ChangesError};
use crate::exact::Exact;
use crate::text::clip;
use crate::units::Number;

/// A question: what is changed, until which goal just holds.
///
/// ```
/// use work_equivalent::whatif::{Base, Changes, Solve};
/// # use work_equivalent::{facts::FactsDocument, scheme::SchemeDocument};
/// # let scheme: SchemeDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let facts: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
///
/// // The price was derived from the pool; what if it were announced?
/// let announced: Changes = toml::from_str(r#"
///     name = "公布单价"
///     [[changes]]
///     path = "scheme.channels[purchase].price"
///     [changes.set]
///     kind = "announced"
///     appraisal_loss = "treasury"
///     values = [{ from = "2024-01-01", value = "10", cite = "草案 四" }]
/// "#)?;
/// let (scheme, facts) = announced.apply(&scheme, &facts)?;
/// let base = Base::new(&scheme, &facts)?;
///
/// // 5,000 × 0.96 and 2,000 × 0.9 equivalents, 105,000 yuan.
/// let solution = base.solve(&Solve::highest_price("purchase", 2))?;
/// assert_eq!(solution.value.to_string(), "15.9");
/// assert_eq!(solution.statement.figures().total.to_string(), "104940.00");
/// // A cent more, and 6,600 × 15.91 = 105,006.00 yuan are owed.
/// assert_eq!(solution.beyond.to_string(), "15.91");
/// assert_eq!(solution.broken_by.to_string(), "6.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Solve {
    /// What is changed.
    pub unknown: Unknown,
    /// The channel whose goal it is; it has a pool.
    pub channel: String,
    /// What has to hold.
    pub goal: Goal,
    /// Which of the values with which it holds is the answer.
    pub sense: Sense,
}

/// What is changed to reach a goal: a number, or many numbers alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    /// What is changed, as in a [`ChangeDocument`].
    #[cfg_attr(feature = "schema", schemars(length(max = super::path::Path::MOST_BYTES)))]
    pub path: String,
    /// Whether the value is set, scaled by, or added.
    pub by: Operation,
    /// The least value.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::schema::Signed"))]
    pub low: Number,
    /// The greatest value.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::schema::Signed"))]
    pub high: Number,
    /// To how many decimal places the answer is looked for.
    #[cfg_attr(feature = "schema", schemars(range(max = crate::exact::Rounding::MOST_PLACES)))]
    pub places: u8,
    /// To how many places what is scaled or added to is rounded; where left out, it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(max = crate::exact::Rounding::MOST_PLACES)))]
    pub rounded: Option<u8>,
}

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// It is put in place.
    Set,
    /// It multiplies what is in place.
    Scale,
    /// It is added to what is in place.
    Add,
}

/// What has to hold of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Goal {
    /// The pool pays all that is owed, without the reserve.
    NoGap {},
    /// The pool and the reserve pay all that is owed: nothing is borne by payees, carried forward
    /// or added by the payer.
    Covered {},
    /// The same, and the reserve closes with so much.
    ReserveKeeps {
        /// The least closing balance, in yuan.
        least: Number,
    },
}

/// Which of the values with which a goal holds is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// The largest: the goal breaks above it.
    Largest,
    /// The smallest: the goal breaks below it.
    Smallest,
}

impl Solve {
    /// The highest announced price of a channel, at so many places, that its pool can pay.
    #[must_use]
    pub fn highest_price(channel: &str, places: u8) -> Self {
        let path = format!("scheme.channels[{}].price.values[*].value", word(channel));
        let unknown = Unknown {
            path,
            by: Operation::Set,
            low: Number::from(0),
            high: Number::from(99_999_999),
            places,
            rounded: None,
        };
        Self::new(unknown, channel, Goal::NoGap {}, Sense::Largest)
    }

    /// The least that a line of a pool has to hold, with all else as it is.
    #[must_use]
    pub fn lowest_pool(channel: &str, line: &str) -> Self {
        let (at, line) = (word(channel), word(line));
        let path = format!("scheme.channels[{at}].pool[{line}].amounts[*].value");
        Self::new(Unknown::yuan(path), channel, Goal::NoGap {}, Sense::Smallest)
    }

    /// The highest uniform factor on all volumes of a channel, from 1 up to `high`, at so many
    /// places, that its pool and reserve can bear. Volumes that are scaled are rounded, if asked.
    #[must_use]
    pub fn highest_growth(
        channel: &str,
        places: u8,
        high: impl Into<Number>,
        rounded: Option<u8>,
    ) -> Self {
        let path = format!("facts.volumes[channel={}]", word(channel));
        let (by, low, high) = (Operation::Scale, Number::from(1), high.into());
        let unknown = Unknown { path, by, low, high, places, rounded };
        Self::new(unknown, channel, Goal::Covered {}, Sense::Largest)
    }

    /// The least opening balance of the reserve that survives the overrun of these facts. For
    /// another overrun, change the facts first ([`Changes::apply`]).
    #[must_use]
    pub fn lowest_reserve(channel: &str) -> Self {
        let path = format!("facts.opening.reserves[{}].balance", word(channel));
        Self::new(Unknown::yuan(path), channel, Goal::Covered {}, Sense::Smallest)
    }

    fn new(unknown: Unknown, channel: &str, goal: Goal, sense: Sense) -> Self {
        Self { unknown, channel: channel.to_owned(), goal, sense }
    }

    /// The same question with another goal.
    #[must_use]
    pub fn with_goal(self, goal: Goal) -> Self {
        Self { goal, ..self }
    }

    /// The same question inside another range.
    #[must_use]
    pub fn between(self, low: impl Into<Number>, high: impl Into<Number>) -> Self {
        let unknown = Unknown { low: low.into(), high: high.into(), ..self.unknown };
        Self { unknown, ..self }
    }
}

/// A code inside brackets, in quotes that it may need.
fn word(code: &str) -> String {
    format!("\"{}\"", code.replace('"', "\"\""))
}

impl Unknown {
    /// An amount in yuan, to the fen, in all of the range in which a document states it.
    fn yuan(path: String) -> Self {
        let high = Number::from("999999999999999.99");
        let (by, low) = (Operation::Set, Number::from(0));
        Self { path, by, low, high, places: 2, rounded: None }
    }

    /// The change to a value.
    fn change(&self, value: &Exact) -> ChangeDocument {
        let (path, text) = (self.path.clone(), value.to_string());
        let change = self.by.change(path, text);
        ChangeDocument { places: self.rounded, ..change }
    }
}

impl Operation {
    /// The change that does this with a number.
    fn change(self, path: String, number: String) -> ChangeDocument {
        match self {
            Self::Set => ChangeDocument::set(path, number),
            Self::Scale => ChangeDocument::scale(path, number),
            Self::Add => ChangeDocument::add(path, number),
        }
    }
}

impl Solve {
    /// The changes that give the unknown a value.
    pub(super) fn changes(&self, value: &Exact) -> Result<Changes, ChangesError> {
        let change = self.unknown.change(value);
        let name = format!("{} = {value}", clip(&self.unknown.path));
        Changes::new(ChangesDocument { name, changes: vec![change] })
    }
}
