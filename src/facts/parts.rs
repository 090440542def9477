//! Facts of a period inside which the scheme changes: every record goes to the part in which its
//! days lie.

use std::collections::{BTreeMap, BTreeSet};

use super::marks;
use super::volumes::Days;
use super::{
    Closing, Facts, FactsDocument, FactsError, OpeningDocument, PartOfPeriod, PeriodDocument,
    ReserveBalanceDocument,
};
use crate::exact::Exact;
use crate::period::{Date, Period};
use crate::report::{Place, Problem, Problems, Report};
use crate::scheme::{FindingRule, LineSize, Portion, Scheme, Split, twice};

/// The documents of all parts, checked as far as they can be before the first is settled.
#[derive(Debug)]
pub(crate) struct Parts<'s> {
    schemes: &'s [Scheme],
    period: Period,
    periods: Vec<Period>,
    portions: Vec<Portion>,
    documents: Vec<PartDocument>,
}

/// The records of one part, with their indices in the whole document.
#[derive(Debug)]
struct PartDocument {
    document: FactsDocument,
    indices: BTreeMap<&'static str, Vec<usize>>,
}

impl<'s> Parts<'s> {
    pub(crate) fn new(
        schemes: &'s [Scheme],
        split: Split,
        document: &FactsDocument,
    ) -> Result<Self, FactsError> {
        let mut report = Report::default();
        let number = || {
            let numbers: Vec<&str> = schemes.iter().map(Scheme::number).collect();
            numbers.join(" and ")
        };
        let refuse = |problems: Problems| FactsError { number: number(), problems };
        let place = Place::ROOT.field("period");
        let period = report.period(&place, &document.period.from, &document.period.until);
        let periods = period.and_then(|period| periods(schemes, period, &mut report));
        refuse_stated_lines(schemes, &mut report);
        let (Some(period), Some(periods), true) = (period, periods, report.is_empty()) else {
            return Err(refuse(report.into_problems()));
        };
        refuse_twice("findings", document.findings.iter().map(|f| &f.code), &mut report);
        refuse_twice("advances", document.advances.iter().map(|a| &a.code), &mut report);
        let documents =
            Sorting { schemes, period, periods: &periods, report: &mut report }.documents(document);
        let mut problems = report.into_problems();
        let portions = portions(split, &periods);
        let parts = Self { schemes, period, periods, portions, documents };
        for part in 0..parts.len() {
            let provisional = (part > 0).then(|| parts.provisional(part));
            let Err(found) = parts.check(part, provisional) else { continue };
            // What every part refuses, such as an unknown group, is said once.
            let known: BTreeSet<String> =
                problems.listed().iter().map(Problem::to_string).collect();
            let new = |problem: Problem| (!known.contains(&problem.to_string())).then_some(problem);
            problems.extend(found.problems, new);
            // Nobody could tell which of the rest are the same.
            if problems.unlisted() > 0 {
                break;
            }
        }
        if problems.is_empty() { Ok(parts) } else { Err(refuse(problems)) }
    }

    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The first day of a part.
    pub(crate) fn first_day(&self, part: usize) -> Date {
        self.periods[part].from()
    }

    pub(crate) fn period(&self) -> Period {
        self.period
    }

    /// The facts of a part, opened with what the one before left behind.
    pub(crate) fn facts(
        &self,
        part: usize,
        closing: Option<Closing>,
    ) -> Result<Facts<'s>, FactsError> {
        self.check(part, closing.map(Closing::into_document))
    }

    fn check(
        &self,
        part: usize,
        opening: Option<OpeningDocument>,
    ) -> Result<Facts<'s>, FactsError> {
        let PartDocument { document, indices } = &self.documents[part];
        let mut document = document.clone();
        if let Some(opening) = opening {
            document.opening = opening;
        }
        let portion = self.portions[part].clone();
        let part_of_period = PartOfPeriod { portion, plans: part == 0 };
        Facts::in_part(&self.schemes[part], &part_of_period, &document).map_err(|error| {
            let index_of = |list: &str, index: usize| {
                indices.get(list).and_then(|list| list.get(index)).copied().unwrap_or(index)
            };
            let mut problems = Problems::default();
            problems.extend(error.problems, |problem| Some(problem.reindexed(index_of)));
            FactsError { number: error.number, problems }
        })
    }

    /// An opening to check a part with before the one that opens it was settled: nothing was
    /// brought forward.
    fn provisional(&self, part: usize) -> OpeningDocument {
        let channels = self.schemes[part].channels.iter();
        let reserves = channels.filter(|channel| channel.reserve.is_some());
        OpeningDocument {
            reserves: reserves
                .map(|channel| ReserveBalanceDocument {
                    channel: channel.code.clone(),
                    balance: "0".into(),
                })
                .collect(),
            ..OpeningDocument::default()
        }
    }
}

/// What the facts state of a pool is for the period that is settled, and nothing says which part of
/// it is for which scheme.
fn refuse_stated_lines(schemes: &[Scheme], report: &mut Report) {
    for scheme in schemes {
        for channel in &scheme.channels {
            let mut lines = channel.pool.iter();
            let stated = lines.find(|line| matches!(line.size, LineSize::Stated { .. }));
            if let Some(line) = stated {
                let message = format!(
                    "line \"{}\" of channel \"{}\" under scheme {} is stated by the facts, and \
                     cannot be split: settle each part as a period of its own",
                    line.code,
                    channel.code,
                    scheme.number()
                );
                report.add(&Place::ROOT.field("pool_amounts"), message);
            }
        }
    }
}

/// Codes are unique in the whole document, whichever part a record belongs to.
fn refuse_twice<'d>(
    list: &'static str,
    codes: impl Iterator<Item = &'d String>,
    report: &mut Report,
) {
    let mut seen = BTreeMap::new();
    for (index, code) in codes.enumerate() {
        if let Some(first) = seen.insert(code, index) {
            let place = Place::ROOT.record(list, index, code);
            report.add_related(&place.field("code"), twice(code), first);
        }
    }
}

/// The part of the period in which each scheme applies.
fn periods(schemes: &[Scheme], period: Period, report: &mut Report) -> Option<Vec<Period>> {
    let place = Place::ROOT.field("period");
    if let Some([before, after]) = schemes.windows(2).find_map(|pair| match pair {
        [before, after] if before.from() >= after.from() => Some([before, after]),
        _ => None,
    }) {
        let [before, after] = [before, after]
            .map(|scheme| format!("{} begins on {}", scheme.number(), scheme.from()));
        report.add(&place, format!("give the schemes in order of time: {before}, {after}"));
        return None;
    }
    let mut periods = Vec::new();
    let mut from = period.from();
    for (index, scheme) in schemes.iter().enumerate() {
        let next = schemes.get(index + 1);
        let until = next.map_or(period.until(), |next| next.from().min(period.until()));
        if let Some(next) = next {
            let repealed = next.document().repeals.iter().any(|number| number == scheme.number());
            let (number, other) = (scheme.number(), next.number());
            match scheme.until() {
                Some(end) if end < until => report.add(
                    &place,
                    format!(
                        "scheme {number} ends on {end}, and scheme {other} begins on {until}: no \
                         scheme applies between"
                    ),
                ),
                Some(end) if end == until => {}
                _ if repealed => {}
                end => {
                    let end = end.map_or("without an end".to_owned(), |end| format!("until {end}"));
                    report.add(
                        &place,
                        format!(
                            "scheme {number} applies {end}, and scheme {other} from {until}: both \
                             would apply; end the first, or name it in \"repeals\" of the other"
                        ),
                    );
                }
            }
        }
        match Period::new(from, until) {
            Ok(part) => periods.push(part),
            Err(_) => report.add(
                &place,
                format!(
                    "scheme {} applies on no day of {}: leave it out",
                    scheme.number(),
                    period.in_words()
                ),
            ),
        }
        // A scheme that another follows before the period begins has no part of it.
        from = from.max(until);
    }
    if schemes.is_empty() {
        report.add(&place, "has no scheme: give at least one");
    }
    report.is_empty().then_some(periods)
}

/// What each part takes of an amount for the whole period.
fn portions(split: Split, periods: &[Period]) -> Vec<Portion> {
    let weights: Vec<Exact> = match split {
        Split::Amounts => return periods.iter().map(|_| Portion::WHOLE).collect(),
        Split::Days => periods.iter().map(|part| Exact::from(i128::from(part.days()))).collect(),
        Split::Months => periods.iter().map(|part| part.months()).collect(),
    };
    (0..periods.len()).map(|part| Portion::part(weights.clone(), part)).collect()
}

/// Sorts the records of a document into parts.
struct Sorting<'a> {
    schemes: &'a [Scheme],
    period: Period,
    periods: &'a [Period],
    report: &'a mut Report,
}

impl Sorting<'_> {
    fn documents(mut self, document: &FactsDocument) -> Vec<PartDocument> {
        let volumes = self.sorted(&document.volumes, |sorting, index, record| {
            let place = Place::ROOT.record("volumes", index, &record.payee);
            let days = Days::of([&record.month, &record.from, &record.until]);
            sorting.part_of_days(&days, &place)
        });
        // The last part whose scheme has a kind that needs no days; else the first, which reports it.
        let mut parts_of_kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (part, scheme) in self.schemes.iter().enumerate() {
            let kinds = scheme.finding_kinds.iter();
            let kinds = kinds.filter(|kind| !matches!(kind.rule, FindingRule::Disallow(_)));
            parts_of_kinds.extend(kinds.map(|kind| (kind.code.as_str(), part)));
        }
        let findings = self.sorted(&document.findings, |sorting, index, record| {
            let place = Place::ROOT.record("findings", index, &record.code);
            let days = Days::of([&record.month, &record.from, &record.until]);
            if days.are_left_out() {
                let part = parts_of_kinds.get(record.kind.as_str());
                return Some(vec![part.copied().unwrap_or(0)]);
            }
            sorting.part_of_days(&days, &place)
        });
        let advances = self.sorted(&document.advances, |sorting, _, record| {
            // What pays an instalment belongs to the plan, and so to the first part.
            if record.instalment.is_some() {
                return Some(vec![0]);
            }
            let date: Option<Date> = record.date.parse().ok();
            let part = date.map_or(0, |date| {
                let after = sorting.periods.partition_point(|part| part.until() <= date);
                after.min(sorting.periods.len() - 1)
            });
            Some(vec![part])
        });
        // The first part whose scheme has a plan by the budget; else the first, which reports it.
        let mut parts_of_channels: BTreeMap<&str, usize> = BTreeMap::new();
        for (part, scheme) in self.schemes.iter().enumerate().rev() {
            let channels = scheme.channels.iter().enumerate();
            let channels =
                channels.filter(|(place, _)| super::advances::plans_by_budget(scheme, *place));
            parts_of_channels.extend(channels.map(|(_, channel)| (channel.code.as_str(), part)));
        }
        let budgets = self.sorted(&document.budgets, |_, _, record| {
            let first = parts_of_channels.get(record.channel.as_str());
            Some(vec![first.copied().unwrap_or(0)])
        });
        // A mark counts in every part whose scheme has its indicator and round.
        let places: Vec<_> = self.schemes.iter().map(marks::places).collect();
        let marks = self.sorted(&document.marks, |_, _, record| {
            let mark = (record.indicator.as_str(), record.round.as_deref());
            let parts = places.iter().enumerate().filter(|(_, places)| places.contains(&mark));
            let parts: Vec<usize> = parts.map(|(part, _)| part).collect();
            Some(if parts.is_empty() { vec![0] } else { parts })
        });
        // An approved number holds in every part whose scheme has its item.
        let mut parts_of_items: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (part, scheme) in self.schemes.iter().enumerate() {
            for item in scheme.items.iter().filter(|item| item.approved.is_some()) {
                parts_of_items.entry(&item.code).or_default().push(part);
            }
        }
        let approved = self.sorted(&document.approved, |_, _, record| {
            Some(parts_of_items.get(record.item.as_str()).cloned().unwrap_or_else(|| vec![0]))
        });
        let parts = self.periods.iter().enumerate();
        let parts = parts.map(|(part, period)| {
            let mut indices = BTreeMap::new();
            let mut take = |list, sorted: &[Vec<usize>]| indices.insert(list, sorted[part].clone());
            take("volumes", &volumes);
            take("findings", &findings);
            take("advances", &advances);
            take("budgets", &budgets);
            take("marks", &marks);
            take("approved", &approved);
            let document = FactsDocument {
                period: PeriodDocument {
                    from: period.from().to_string(),
                    until: period.until().to_string(),
                },
                payees: document.payees.clone(),
                volumes: pick(&document.volumes, &volumes[part]),
                marks: pick(&document.marks, &marks[part]),
                findings: pick(&document.findings, &findings[part]),
                budgets: pick(&document.budgets, &budgets[part]),
                advances: pick(&document.advances, &advances[part]),
                approved: pick(&document.approved, &approved[part]),
                // No scheme leaves a line to the facts: the first part says so of what is stated.
                pool_amounts: if part == 0 { document.pool_amounts.clone() } else { Vec::new() },
                opening: if part == 0 {
                    document.opening.clone()
                } else {
                    OpeningDocument::default()
                },
            };
            PartDocument { document, indices }
        });
        parts.collect()
    }

    /// The indices of a list's records by part; a record can be in none, or in several.
    fn sorted<D>(
        &mut self,
        records: &[D],
        parts_of: impl Fn(&mut Self, usize, &D) -> Option<Vec<usize>>,
    ) -> Vec<Vec<usize>> {
        let mut sorted = vec![Vec::new(); self.periods.len()];
        for (index, record) in records.iter().enumerate() {
            for part in parts_of(self, index, record).into_iter().flatten() {
                sorted[part].push(index);
            }
        }
        sorted
    }

    /// The part in which a record's days lie; none where that is a problem.
    fn part_of_days(&mut self, days: &Days<'_>, place: &Place<'_>) -> Option<Vec<usize>> {
        let mut ignored = Report::default();
        let Some(days) = days.period(None, place, &mut ignored) else {
            // The first part reports what is wrong with the days.
            return Some(vec![0]);
        };
        let part = self.periods.partition_point(|part| part.until() <= days.from());
        if self.periods.get(part).is_some_and(|part| part.covers(days)) {
            return Some(vec![part]);
        }
        let changes = self.periods.iter().skip(1).map(|part| part.from());
        let inside: Vec<String> = changes
            .filter(|change| *change > days.from() && *change < days.until())
            .map(|change| change.to_string())
            .collect();
        let message = if inside.is_empty() || !self.period.covers(days) {
            let (days, period) = (days.in_words(), self.period.in_words());
            format!("{days} is not inside the period that is settled, {period}")
        } else {
            format!(
                "{} spans a change of scheme on {}: split the record there",
                days.in_words(),
                inside.join(" and ")
            )
        };
        self.report.add(place, message);
        None
    }
}

fn pick<D: Clone>(records: &[D], indices: &[usize]) -> Vec<D> {
    indices.iter().filter_map(|index| records.get(*index)).cloned().collect()
}

#[cfg(test)]
mod tests;
