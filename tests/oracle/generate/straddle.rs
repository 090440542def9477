//! Random periods inside which the scheme changes.

use std::collections::BTreeSet;

use num_traits::ToPrimitive;
use work_equivalent::facts::{AdvanceDocument, FactsDocument, FindingDocument, PeriodDocument};
use work_equivalent::scheme::{
    DatedDocument, FindingRuleDocument, RoundsDocument, SchemeDocument, Split,
};

use super::Maker;
use super::appraisals::round_codes;
use super::calendar::{Calendar, Day};
use super::leaving::leave_little;
use super::quantities::MOST_MONEY;
use super::random::Random;
use crate::calculate;
use crate::dated::{day_in, days_after, days_between, days_in};
use crate::numbers::{Fraction, fen, read, whole};
use crate::opening::{next_opening, written};
use crate::straddle::{Part, part, part_of_advance, part_of_finding, periods, stranded};

/// A case: schemes that follow one another inside the period of the facts.
pub struct Straddle {
    pub schemes: Vec<SchemeDocument>,
    pub split: Split,
    pub facts: FactsDocument,
}

/// The documents of a case; the same seed always gives the same.
pub fn straddle(seed: u64) -> Straddle {
    told(seed, &[])
}

/// As [`straddle`], with the first choices told.
pub fn told(seed: u64, choices: &[u8]) -> Straddle {
    let random = Random::told(seed, choices);
    // What the facts state for a whole period cannot be split.
    let mut maker = Maker { may_state_lines: false, ..Maker::new(random, 1) };
    let period = maker.calendar;
    let calendars = maker.parts();
    let schemes = maker.schemes(&calendars);
    let payees = maker.payees(&schemes[0], 5);
    let mut years = Vec::new();
    for (scheme, calendar) in schemes.iter().zip(&calendars) {
        maker.calendar = *calendar;
        years.push(maker.facts(scheme, payees.clone()));
    }
    maker.calendar = period;
    let split = *maker.random().pick(&[Split::Days, Split::Months, Split::Amounts]);
    let facts = maker.merge(&schemes, years);
    let mut straddle = Straddle { schemes, split, facts };
    maker.aim_pools_of_parts(&mut straddle);
    // That is slow, and needs not be everywhere.
    if maker.random().chance(40) {
        maker.aim_targets_of_parts(&mut straddle);
    }
    straddle
}

impl Maker {
    /// Two parts, or three, that begin and end on any day.
    fn parts(&mut self) -> Vec<Calendar> {
        let Calendar { scheme, from, until, .. } = self.calendar;
        let changes = if self.random().chance(12) { 2 } else { 1 };
        let mut borders = BTreeSet::from([from, until]);
        for _ in 0..changes {
            borders.insert(self.change());
        }
        while borders.len() < 3 {
            borders.insert(self.change());
        }
        let borders: Vec<Day> = borders.into_iter().collect();
        let part = |(index, pair): (usize, &[Day])| {
            Calendar::part(if index == 0 { scheme } else { pair[0] }, pair[0], pair[1])
        };
        borders.windows(2).enumerate().map(part).collect()
    }

    /// A day on which the scheme changes: the first of a month, any day, the second or the last of
    /// the period, or the middle of its months or days.
    fn change(&mut self) -> Day {
        let Calendar { from, until, .. } = self.calendar;
        loop {
            let month = self.random().between(from.month, until.month);
            let last = Day { day: days_in(until.month - 1), month: until.month - 1 };
            let day = match self.random().below(20) {
                0..7 => Day::first_of(month),
                7..15 => Day { month, day: self.random().between(2, days_in(month)) },
                15..17 => Day { month: i64::midpoint(from.month, until.month), ..from },
                17 => {
                    let days = days_between(&from.text(), &until.text()).to_integer();
                    Day::read(&days_after(&from.text(), days.to_i64().unwrap() / 2))
                }
                18 => Day::read(&days_after(&from.text(), 1)),
                _ if until.day > 1 => Day { day: until.day - 1, ..until },
                _ => last,
            };
            if from < day && day < until {
                return day;
            }
        }
    }

    /// Schemes that follow one another; each ends when the next one begins, or is repealed by it.
    fn schemes(&mut self, calendars: &[Calendar]) -> Vec<SchemeDocument> {
        let period = self.calendar;
        let mut schemes = vec![self.scheme()];
        // Rounds that each govern a part must fit the part.
        self.calendar = calendars[0];
        for appraisal in &mut schemes[0].appraisals {
            if matches!(appraisal.rounds, Some(RoundsDocument::ByPart { .. })) {
                appraisal.rounds = self.rounds();
            }
        }
        for (index, calendar) in calendars.iter().enumerate().skip(1) {
            // Its values are good for later parts too.
            self.calendar = Calendar::part(calendar.from, calendar.from, period.until);
            let mut next = self.following(&schemes, *calendar);
            next.number = format!("试〔2024〕{}号", index + 1);
            next.repeals = Vec::new();
            let before = schemes.last_mut().unwrap();
            let later = day_in(period.until.month + self.random().below(3), 31);
            before.until = match self.random().below(4) {
                0 => Some(later),
                1 => None,
                _ => Some(calendar.from.text()),
            };
            if before.until.as_ref() != Some(&calendar.from.text()) || self.random().chance(20) {
                next.repeals.push(before.number.clone());
            }
            for channel in &mut before.channels {
                if self.random().chance(85) {
                    let next = next.channels.iter().find(|it| it.code == channel.code);
                    leave_little(channel, next);
                }
            }
            schemes.push(next);
        }
        self.calendar = period;
        let still_in_force = self.random().chance(70);
        schemes.last_mut().unwrap().until = (!still_in_force).then(|| period.until.text());
        schemes
    }

    /// The facts of all parts as one document.
    fn merge(&mut self, schemes: &[SchemeDocument], years: Vec<FactsDocument>) -> FactsDocument {
        let mut years = years.into_iter();
        let mut facts = years.next().unwrap();
        for (index, mut year) in years.enumerate() {
            facts.volumes.append(&mut year.volumes);
            for mark in year.marks {
                let column = (&mark.payee, &mark.indicator, &mark.round);
                if facts.marks.iter().all(|it| (&it.payee, &it.indicator, &it.round) != column) {
                    facts.marks.push(mark);
                }
            }
            for approved in year.approved {
                let place = (&approved.payee, &approved.item);
                if facts.approved.iter().all(|it| (&it.payee, &it.item) != place) {
                    facts.approved.push(approved);
                }
            }
            for mut finding in year.findings {
                finding.code = format!("{}号{index}", finding.code);
                facts.findings.push(finding);
            }
            for mut advance in year.advances {
                advance.code = format!("{}-{index}", advance.code);
                advance.instalment = self.instalment(&schemes[0], &advance);
                facts.advances.push(advance);
            }
        }
        facts.period =
            PeriodDocument { from: self.calendar.from.text(), until: self.calendar.until.text() };
        let parts = periods(schemes, &facts.period);
        facts
            .findings
            .retain(|finding| fits(&schemes[part_of_finding(schemes, &parts, finding)], finding));
        facts.advances.retain(|advance| {
            let mut channels = schemes[part_of_advance(&parts, advance)].channels.iter();
            channels.any(|it| it.code == advance.channel && it.advances.is_some())
        });
        if self.random().chance(85) {
            let goes_on = |code: &String| {
                schemes[1].channels.iter().any(|it| it.code == *code && it.recorded.is_none())
            };
            facts.opening.owed.retain(|it| goes_on(&it.channel));
            facts.opening.claims.retain(|it| goes_on(&it.channel));
        }
        for reserve in &mut facts.opening.reserves {
            let mut channels = schemes[1].channels.iter();
            let goes_on = channels.any(|it| it.code == reserve.channel && it.reserve.is_some());
            if !goes_on && self.random().chance(85) {
                reserve.balance = self.quantities.write(0, 2);
            }
        }
        self.random().shuffle(&mut facts.volumes);
        self.random().shuffle(&mut facts.marks);
        self.random().shuffle(&mut facts.findings);
        self.random().shuffle(&mut facts.advances);
        facts
    }

    /// An instalment of the plan that applies, or none.
    fn instalment(&mut self, first: &SchemeDocument, advance: &AdvanceDocument) -> Option<String> {
        let channel = first.channels.iter().find(|it| it.code == advance.channel)?;
        let plan = channel.advances.as_ref()?.plan.as_ref()?;
        let instalment = self.random().pick(&plan.instalments).code.clone();
        self.random().chance(40).then_some(instalment)
    }

    /// Makes the pool of most channels whose price does not come out of it about as large as the
    /// demand of the part.
    fn aim_pools_of_parts(&mut self, straddle: &mut Straddle) {
        for index in 0..straddle.schemes.len() {
            let Straddle { schemes, split, facts } = &*straddle;
            let before = &schemes[index];
            // As if the amounts were those of the part.
            let mut part = part(schemes, Split::Amounts, facts, index, facts.opening.clone());
            part.scheme = before.clone();
            self.aim_pools(&mut part.scheme, &mut part.facts);
            let share = match split {
                Split::Amounts => whole(1),
                Split::Days | Split::Months => share_of(straddle, index),
            };
            let channels =
                part.scheme.channels.into_iter().zip(&mut straddle.schemes[index].channels);
            for (aimed, channel) in channels {
                if aimed.pool == channel.pool {
                    continue;
                }
                let mut pool = aimed.pool;
                let amounts = pool.iter_mut().flat_map(|line| &mut line.amounts);
                if amounts.map(|amount| enlarge(amount, &share)).all(|it| it.is_some()) {
                    channel.pool = pool;
                }
            }
        }
    }

    /// Makes the target of some reserves a balance that a part just about reaches.
    fn aim_targets_of_parts(&mut self, straddle: &mut Straddle) {
        let mut opening = straddle.facts.opening.clone();
        for index in 0..straddle.schemes.len() {
            let of_part = |straddle: &Straddle, opening| {
                part(&straddle.schemes, straddle.split, &straddle.facts, index, opening)
            };
            let mut aimed = of_part(straddle, opening.clone());
            self.aim_targets(&mut aimed.scheme, &aimed.facts);
            let channels = straddle.schemes[index].channels.iter_mut().zip(aimed.scheme.channels);
            for (channel, aimed) in channels {
                if let (Some(reserve), Some(aimed)) = (&mut channel.reserve, aimed.reserve) {
                    reserve.target = aimed.target;
                }
            }
            let Part { scheme, facts } = of_part(straddle, opening);
            let Ok(outcomes) = calculate::settle(&scheme, &facts) else {
                return;
            };
            opening = next_opening(&facts, &outcomes);
            let next = straddle.schemes.get(index + 1);
            if next.is_some_and(|next| stranded(next, &opening).is_some()) {
                return;
            }
        }
    }
}

/// The share of amounts for the whole period that a part takes, nearly.
fn share_of(straddle: &Straddle, index: usize) -> Fraction {
    let parts = periods(&straddle.schemes, &straddle.facts.period);
    let days = |it: &PeriodDocument| days_between(&it.from, &it.until);
    days(&parts[index]) / days(&straddle.facts.period)
}

/// Makes the amount of a part one for the whole period, if that can be stated.
fn enlarge(amount: &mut DatedDocument, share: &Fraction) -> Option<()> {
    let all = (whole(100) * read(&amount.value) / share).round() / whole(100);
    let all = fen(&all);
    all.to_i64().filter(|fen| *fen <= MOST_MONEY)?;
    amount.value = written(&all);
    Some(())
}

/// Whether a finding states what its kind asks for in a scheme.
fn fits(scheme: &SchemeDocument, finding: &FindingDocument) -> bool {
    let kind = scheme.finding_kinds.iter().find(|kind| kind.code == finding.kind).unwrap();
    match &kind.rule {
        FindingRuleDocument::Disallow { .. } => finding.volume.is_some(),
        FindingRuleDocument::Fixed { .. } => {
            finding.volume.is_none() && finding.amount.is_none() && finding.round.is_none()
        }
        FindingRuleDocument::Stated { .. } => finding.amount.is_some(),
        FindingRuleDocument::Veto { appraisal, .. } => {
            let appraisal = scheme.appraisals.iter().find(|it| it.code == *appraisal).unwrap();
            let is_by_part = matches!(appraisal.rounds, Some(RoundsDocument::ByPart { .. }));
            let has_round = is_by_part && round_codes(appraisal).contains(&finding.round);
            finding.volume.is_none()
                && finding.amount.is_none()
                && (finding.round.is_none() || has_round)
        }
    }
}
