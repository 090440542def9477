//! Two statements side by side: who gains, who loses, and where the difference comes from.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::exact::Exact;
use crate::period::Period;
use crate::statement::{CategoryFigures, ChannelFigures, Statement, StatementFigures};
use crate::units::Money;

/// What changes from one statement to another.
///
/// Lists are sorted by difference, the largest gain first and the largest loss last, ties by code:
/// channels and payees by what is payable, categories and classes of income, which have no payable
/// of their own, by entitlement. What only one of the statements has counts zero in the other. The
/// differences of a list sum to the difference of the total.
///
/// It serializes, and is printed as Markdown, in Chinese.
///
/// ```
/// use work_equivalent::whatif::{Base, Changes, Comparison};
/// # use work_equivalent::{facts::FactsDocument, scheme::SchemeDocument};
/// # let scheme: SchemeDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let facts: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # let base = Base::new(&scheme, &facts)?;
/// let changes: Changes = serde_json::from_str(
///     r#"{"name": "W02整改", "changes": [{"path": "facts.marks[W02].mark", "set": "96"}]}"#,
/// )?;
/// let comparison = Comparison::new(base.statement(), &base.changed(&changes)?);
/// assert_eq!(comparison.payable.difference.to_string(), "1800.00");
/// assert_eq!(comparison.winners().next().unwrap().code, "W02");
/// assert_eq!(comparison.losers().next(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// What is compared with.
    pub before: Compared,
    /// What is compared.
    pub after: Compared,
    /// All that is owed, recorded channels included.
    pub entitlement: Movement,
    /// All that is payable.
    pub payable: Movement,
    /// Each channel, with its payees and categories.
    pub channels: Vec<ChannelComparison>,
    /// Each payee over all channels.
    pub payees: Vec<Entry>,
    /// Each category over all payees.
    pub categories: Vec<Entry>,
    /// Each class of income over all payees.
    pub income_classes: Vec<Entry>,
}

/// Which statement is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Compared {
    /// The title of its scheme.
    pub title: String,
    /// The number of its scheme.
    pub number: String,
    /// Its period.
    pub period: Period,
}

/// What changes in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChannelComparison {
    /// The channel.
    #[serde(flatten)]
    pub entry: Entry,
    /// Each payee; shares are of the channel's difference.
    pub payees: Vec<Entry>,
    /// Each category; shares are of the channel's difference.
    pub categories: Vec<Entry>,
}

/// What changes for a channel, a payee, a category or a class of income.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// The code.
    pub code: String,
    /// The name; the later one, where there are two.
    pub name: String,
    /// What is owed.
    pub entitlement: Movement,
    /// What is payable; none for a category or a class of income.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payable: Option<Movement>,
}

/// How an amount changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Movement {
    /// The amount before.
    pub before: Money,
    /// The amount after.
    pub after: Money,
    /// After − before.
    pub difference: Money,
    /// Its part of the difference of the total: difference ÷ total difference; none where the total
    /// stays as it is.
    pub share: Option<Exact>,
    /// Difference ÷ before; none where there was nothing before.
    pub growth: Option<Exact>,
}

impl Movement {
    fn new(before: Money, after: Money, total: Option<Money>) -> Self {
        // Both are in range and not below zero: so is their difference.
        let difference = after.checked_sub(before).unwrap_or_default();
        let over = |money: Money| difference.to_exact().divided_by(&money.to_exact());
        let share = total.map_or_else(|| over(difference), over);
        Self { before, after, difference, share, growth: over(before) }
    }
}

impl Comparison {
    /// What changes from one statement to another.
    #[must_use]
    pub fn new(before: &Statement, after: &Statement) -> Self {
        let (before, after) = (before.figures(), after.figures());
        let total = Total {
            entitlement: Movement::new(before.total, after.total, None),
            payable: Movement::new(before.payable, after.payable, None),
        };
        let payees = |figures: &StatementFigures| -> Vec<Row> {
            let payees = figures.payees.iter();
            payees.map(|p| Row::new(&p.code, &p.name, p.total, Some(p.payable))).collect()
        };
        let classes = |figures: &StatementFigures| -> Vec<Row> {
            let classes = figures.income_classes.iter();
            classes.map(|class| Row::new(&class.code, &class.name, class.amount, None)).collect()
        };
        let categories = |figures: &StatementFigures| -> Vec<Row> {
            rows_of_categories(figures.channels.iter().flat_map(|channel| &channel.categories))
        };
        Self {
            before: Compared::of(before),
            after: Compared::of(after),
            channels: channels(before, after, &total),
            payees: entries(payees(before), payees(after), &total),
            categories: entries(categories(before), categories(after), &total),
            income_classes: entries(classes(before), classes(after), &total),
            entitlement: total.entitlement,
            payable: total.payable,
        }
    }

    /// The payees who get more, the largest gain first.
    pub fn winners(&self) -> impl Iterator<Item = &Entry> {
        self.payees.iter().filter(|payee| payee.difference() > Money::ZERO)
    }

    /// The payees who get less, the largest loss first.
    pub fn losers(&self) -> impl Iterator<Item = &Entry> {
        let losers = self.payees.iter().filter(|payee| payee.difference() < Money::ZERO);
        // Equal losses in order of code, as everywhere.
        let mut losers: Vec<&Entry> = losers.collect();
        losers.sort_by_key(|payee| payee.difference());
        losers.into_iter()
    }
}

impl Entry {
    /// The difference that it is sorted by: of what is payable, or else of what is owed.
    #[must_use]
    pub fn difference(&self) -> Money {
        self.payable.as_ref().unwrap_or(&self.entitlement).difference
    }
}

impl Compared {
    fn of(figures: &StatementFigures) -> Self {
        Self {
            title: figures.scheme.title.clone(),
            number: figures.scheme.number.clone(),
            period: figures.period,
        }
    }
}

/// What shares are shares of.
struct Total {
    entitlement: Movement,
    payable: Movement,
}

/// The figures of one statement that are compared.
struct Row {
    code: String,
    name: String,
    entitlement: Money,
    payable: Option<Money>,
}

impl Row {
    fn new(code: &str, name: &str, entitlement: Money, payable: Option<Money>) -> Self {
        Self { code: code.to_owned(), name: name.to_owned(), entitlement, payable }
    }
}

fn rows_of_categories<'f>(categories: impl Iterator<Item = &'f CategoryFigures>) -> Vec<Row> {
    categories
        .map(|category| Row::new(&category.code, &category.name, category.amount, None))
        .collect()
}

fn channels(
    before: &StatementFigures,
    after: &StatementFigures,
    total: &Total,
) -> Vec<ChannelComparison> {
    let rows = |figures: &StatementFigures| -> Vec<Row> {
        let channels = figures.channels.iter();
        channels.map(|c| Row::new(&c.code, &c.name, c.entitlement, Some(c.money.payable))).collect()
    };
    let find = |figures, code: &str| channel_of(figures, code);
    entries(rows(before), rows(after), total)
        .into_iter()
        .map(|entry| {
            let total = Total {
                entitlement: entry.entitlement.clone(),
                payable: entry.payable.clone().unwrap_or_default(),
            };
            let (before, after) = (find(before, &entry.code), find(after, &entry.code));
            let payees = |channel: Option<&ChannelFigures>| -> Vec<Row> {
                let payees = channel.into_iter().flat_map(|channel| &channel.payees);
                payees.map(|p| Row::new(&p.code, &p.name, p.entitlement, Some(p.payable))).collect()
            };
            let categories = |channel: Option<&ChannelFigures>| {
                rows_of_categories(channel.into_iter().flat_map(|channel| &channel.categories))
            };
            ChannelComparison {
                payees: entries(payees(before), payees(after), &total),
                categories: entries(categories(before), categories(after), &total),
                entry,
            }
        })
        .collect()
}

fn channel_of<'f>(figures: &'f StatementFigures, code: &str) -> Option<&'f ChannelFigures> {
    // They stand in order of code, or there would be no statement.
    let place = figures.channels.binary_search_by(|channel| channel.code.as_str().cmp(code));
    place.ok().and_then(|place| figures.channels.get(place))
}

/// The rows of both statements side by side, sorted by difference.
fn entries(before: Vec<Row>, after: Vec<Row>, total: &Total) -> Vec<Entry> {
    let mut pairs: BTreeMap<String, (Option<Row>, Option<Row>)> = BTreeMap::new();
    for row in before {
        let (before, _) = pairs.entry(row.code.clone()).or_default();
        *before = Some(row);
    }
    for row in after {
        let (_, after) = pairs.entry(row.code.clone()).or_default();
        *after = Some(row);
    }
    let mut entries: Vec<Entry> = pairs
        .into_iter()
        .map(|(code, (before, after))| {
            let owed = |row: &Option<Row>| row.as_ref().map_or(Money::ZERO, |row| row.entitlement);
            let paid = |row: &Option<Row>| row.as_ref().and_then(|row| row.payable);
            let entitlement =
                Movement::new(owed(&before), owed(&after), Some(total.entitlement.difference));
            let payable = match (paid(&before), paid(&after)) {
                (None, None) => None,
                (before, after) => Some(Movement::new(
                    before.unwrap_or_default(),
                    after.unwrap_or_default(),
                    Some(total.payable.difference),
                )),
            };
            let name = after.or(before).map(|row| row.name).unwrap_or_default();
            Entry { code, name, entitlement, payable }
        })
        .collect();
    // Stable: ties stay in order of code.
    entries.sort_by_key(|entry| core::cmp::Reverse(entry.difference()));
    entries
}
