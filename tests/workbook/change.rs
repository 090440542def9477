//! A changed input: in the workbook as an auditor types it, and in the documents.

use work_equivalent::exact::{Exact, Rounding};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{PriceDocument, SchemeDocument};
use work_equivalent::units::Number;

use crate::sheets::grid::{Book, Content};

/// The kinds of inputs that are changed.
pub const KINDS: [&str; 6] = ["volume", "mark", "pool", "price", "weight", "pool-amount"];

/// An input of the workbook, and what is typed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub input: String,
    pub value: String,
}

impl Change {
    pub fn new(input: &str, value: &str) -> Self {
        Self { input: input.to_owned(), value: value.to_owned() }
    }

    /// Changes both; none where either has no such input.
    pub fn apply(
        &self,
        (scheme, facts, book): (&SchemeDocument, &FactsDocument, &Book),
    ) -> Option<(SchemeDocument, FactsDocument, Book)> {
        let (mut scheme, mut facts, mut book) = (scheme.clone(), facts.clone(), book.clone());
        let parts: Vec<&str> = self.input.split('/').collect();
        let changed = match parts.as_slice() {
            ["volume", payee, item, from] => {
                self.volume(&mut facts, &book, [payee, item, from]).is_some()
            }
            ["mark", payee, indicator, round] => {
                let round = Some(*round).filter(|round| *round != "-");
                let mut marks = facts.marks.iter_mut();
                let mark = marks.find(|mark| {
                    mark.payee == *payee
                        && mark.indicator == *indicator
                        && mark.round.as_deref() == round
                });
                mark.map(|mark| mark.mark = self.number()).is_some()
            }
            ["pool-amount", place] => {
                let amount = facts.pool_amounts.get_mut(place.parse::<usize>().ok()?);
                amount.map(|amount| amount.amount = self.number()).is_some()
            }
            ["pool" | "price", channel, which] => {
                let day = facts.period.from.clone();
                let channel = scheme.channels.iter_mut().find(|record| record.code == *channel)?;
                let value = if let ("price", PriceDocument::Announced { values, .. }) =
                    (parts[0], &mut channel.price)
                {
                    values.iter_mut().find(|value| value.from == *which)
                } else {
                    let line = channel.pool.iter_mut().find(|line| line.code == *which)?;
                    let values = line.amounts.iter_mut().chain(&mut line.rate);
                    let begun = values.filter(|value| value.from <= day);
                    begun.max_by(|a, b| a.from.cmp(&b.from))
                };
                value.map(|value| value.value = self.number()).is_some()
            }
            ["weight", item, group, from] => {
                let item = scheme.items.iter_mut().find(|record| record.code == *item)?;
                let mut values = item.weights.iter_mut().chain(&mut item.quotas);
                let value = values.find(|value| value.from == *from)?;
                let own = value.by_group.as_mut().and_then(|values| values.get_mut(*group));
                own.or(value.value.as_mut()).map(|value| *value = self.number()).is_some()
            }
            _ => false,
        };
        (changed && book.change(&self.input, &self.value)).then_some((scheme, facts, book))
    }

    fn number(&self) -> Number {
        self.value.as_str().into()
    }

    /// What the row of a volume has more or less, in the first record of its days.
    fn volume(
        &self,
        facts: &mut FactsDocument,
        book: &Book,
        [payee, item, from]: [&str; 3],
    ) -> Option<()> {
        let before = input(book, &self.input)?;
        let more = exact(&self.value).minus(&exact(&before));
        // The days of the row reach to where the next one begins.
        let rows = format!("volume/{payee}/{item}/");
        let all = book.inputs.keys().filter_map(|key| key.strip_prefix(&rows));
        let end = all.filter(|first| *first > from).min().unwrap_or("9999");
        let record = facts.volumes.iter_mut().find(|record| {
            let first = record.month.as_ref().map(|month| format!("{month}-01"));
            let first = first.or(record.from.clone()).unwrap_or_default();
            record.payee == payee
                && record.item == item
                && record.correction.is_none()
                && from <= first.as_str()
                && first.as_str() < end
        })?;
        let volume = record.verified.as_mut().or(record.reported.as_mut())?;
        *volume = exact(volume.as_str()).plus(&more).to_string().as_str().into();
        Some(())
    }

    pub fn kind(&self) -> &str {
        self.input.split('/').next().unwrap_or_default()
    }
}

/// What an input of the workbook holds.
pub fn input(book: &Book, key: &str) -> Option<String> {
    let at = book.inputs.get(key)?;
    match &book.sheets[at.sheet].cells.get(&(at.row, at.col))?.content {
        Content::Number(number) => Some(number.clone()),
        _ => None,
    }
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

/// A change of every input of a kind, as far as there is another value to try.
pub fn of_kind<'b>(
    kind: &'b str,
    facts: &'b FactsDocument,
    book: &'b Book,
) -> impl Iterator<Item = Change> + 'b {
    let keys = book.inputs.keys().filter(move |key| key.split('/').next() == Some(kind));
    keys.filter_map(move |key| {
        let before = exact(&input(book, key)?);
        let plus = |number: &str| before.plus(&exact(number)).to_string();
        let value = match kind {
            "volume" => plus("1"),
            // What another payee has is a mark that the rule accepts.
            "mark" => {
                let indicator = key.split('/').nth(2)?;
                let mut others = facts.marks.iter().filter(|mark| mark.indicator == indicator);
                let other = others.find_map(|mark| {
                    let other: Exact = mark.mark.as_str().parse().ok()?;
                    (other != before).then(|| other.to_string())
                });
                other?
            }
            "pool" => {
                if before <= Exact::from(10) {
                    return None;
                }
                let half = before.times(&Exact::scaled(5, 1));
                Rounding::FEN.round(&half).to_string()
            }
            "price" | "weight" => plus("0.07"),
            _ => plus("1000.01"),
        };
        Some(Change::new(key, &value))
    })
}
