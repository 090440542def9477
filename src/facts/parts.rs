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
use crate::report::{Place, Problem, Report};
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
        let refuse = |problems: Vec<Problem>| FactsError { number: number(), problems };
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
            // What every part refuses, such as an unknown group, is said once.
            let found = parts.check(part, provisional).err().map_or(Vec::new(), |e| e.problems);
            let known: BTreeSet<String> = problems.iter().map(ToString::to_string).collect();
            problems.extend(found.into_iter().filter(|p| !known.contains(&p.to_string())));
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
            let problems = error.problems.into_iter();
            FactsError {
                number: error.number,
                problems: problems.map(|problem| problem.reindexed(index_of)).collect(),
            }
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
            Ok(part) if period.covers(part) => periods.push(part),
            _ => report.add(
                &place,
                format!(
                    "scheme {} applies on no day of {}: leave it out",
                    scheme.number(),
                    period.in_words()
                ),
            ),
        }
        from = until;
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
        let findings = self.sorted(&document.findings, |sorting, index, record| {
            let place = Place::ROOT.record("findings", index, &record.code);
            let days = Days::of([&record.month, &record.from, &record.until]);
            if days.are_left_out() {
                let part = sorting.last_with(|scheme| {
                    let mut kinds = scheme.finding_kinds.iter();
                    kinds.any(|kind| {
                        kind.code == record.kind && !matches!(kind.rule, FindingRule::Disallow(_))
                    })
                });
                return Some(vec![part]);
            }
            sorting.part_of_days(&days, &place)
        });
        let advances = self.sorted(&document.advances, |sorting, _, record| {
            // What pays an instalment belongs to the plan, and so to the first part.
            if record.instalment.is_some() {
                return Some(vec![0]);
            }
            let date: Option<Date> = record.date.parse().ok();
            let ends = sorting.periods.iter().map(|part| part.until());
            let part = date.and_then(|date| ends.clone().position(|end| date < end));
            Some(vec![part.unwrap_or(if date.is_some() { ends.len() - 1 } else { 0 })])
        });
        let budgets = self.sorted(&document.budgets, |sorting, _, record| {
            let first = sorting.schemes.iter().position(|scheme| {
                let channels = || scheme.channels.iter();
                let channel = channels().position(|channel| channel.code == record.channel);
                channel.is_some_and(|channel| super::advances::plans_by_budget(scheme, channel))
            });
            Some(vec![first.unwrap_or(0)])
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
        let approved = self.sorted(&document.approved, |sorting, _, record| {
            let parts = sorting.schemes.iter().enumerate().filter(|(_, scheme)| {
                scheme.items.iter().any(|item| item.code == record.item && item.approved.is_some())
            });
            let parts: Vec<usize> = parts.map(|(part, _)| part).collect();
            Some(if parts.is_empty() { vec![0] } else { parts })
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

    /// The last part whose scheme has what a record refers to; else the first, which reports it.
    fn last_with(&self, has: impl Fn(&Scheme) -> bool) -> usize {
        self.schemes.iter().rposition(has).unwrap_or(0)
    }

    /// The part in which a record's days lie; none where that is a problem.
    fn part_of_days(&mut self, days: &Days<'_>, place: &Place<'_>) -> Option<Vec<usize>> {
        let mut ignored = Report::default();
        let Some(days) = days.period(None, place, &mut ignored) else {
            // The first part reports what is wrong with the days.
            return Some(vec![0]);
        };
        if let Some(part) = self.periods.iter().position(|part| part.covers(days)) {
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
