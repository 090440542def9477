//! A period inside which the scheme changes: each part is settled under its own scheme, with its
//! own records and its share of the money, and opens with what the part before left behind.

use num_traits::Zero;
use work_equivalent::facts::{
    AdvanceDocument, ApprovedDocument, Cause, FactsDocument, FindingDocument, MarkDocument,
    OpeningDocument, PeriodDocument,
};
use work_equivalent::scheme::{
    AppraisalDocument, ChannelDocument, DatedDocument, RoundsDocument, SchemeDocument, Split,
};

use crate::calculate;
use crate::dated::{days_between, first_day, in_force, months_between};
use crate::numbers::{Fen, Fraction, apportion, fen, read};
use crate::opening::{next_opening, written};
use crate::outcome::{ChannelOutcome, Refusal};

/// The first balance that a document may no longer state, in fen.
const TOO_MUCH: i64 = 100_000_000_000_000_000;

/// A part of a period as a period of its own.
pub struct Part {
    pub scheme: SchemeDocument,
    pub facts: FactsDocument,
}

/// What a part came to.
pub struct SettledPart {
    pub part: Part,
    pub outcomes: Vec<ChannelOutcome>,
}

/// Why there is no settlement in parts.
#[derive(Debug)]
pub enum Unsettled {
    /// A part has none.
    Refused(Refusal),
    /// A part leaves a balance behind for which the scheme of the next has no place; the list.
    Stranded(&'static str),
    /// A part leaves more behind than an opening may state.
    TooLarge,
}

/// Settles part after part.
pub fn settle(
    schemes: &[SchemeDocument],
    split: Split,
    facts: &FactsDocument,
) -> Result<Vec<SettledPart>, Unsettled> {
    let mut settled: Vec<SettledPart> = Vec::new();
    let mut opening = facts.opening.clone();
    for index in 0..schemes.len() {
        let part = part(schemes, split, facts, index, opening);
        let outcomes = calculate::settle(&part.scheme, &part.facts).map_err(Unsettled::Refused)?;
        opening = next_opening(&part.facts, &outcomes);
        settled.push(SettledPart { part, outcomes });
        if let Some(next) = schemes.get(index + 1) {
            if let Some(left) = stranded(next, &opening) {
                return Err(Unsettled::Stranded(left));
            }
            if !can_be_stated(&opening) {
                return Err(Unsettled::TooLarge);
            }
        }
    }
    Ok(settled)
}

/// One part: its scheme with its share of the money, and its records.
pub fn part(
    schemes: &[SchemeDocument],
    split: Split,
    facts: &FactsDocument,
    index: usize,
    opening: OpeningDocument,
) -> Part {
    let parts = periods(schemes, &facts.period);
    let mut scheme = schemes[index].clone();
    for channel in &mut scheme.channels {
        for line in &mut channel.pool {
            if !line.amounts.is_empty() {
                share_out(&mut line.amounts, split, &parts, index);
            }
        }
        let reserve = channel.reserve.as_mut();
        if let Some(provision) = reserve.and_then(|reserve| reserve.provision.as_mut())
            && !provision.amount.is_empty()
        {
            share_out(&mut provision.amount, split, &parts, index);
        }
        if let Some(advances) = &mut channel.advances
            && index > 0
        {
            advances.plan = None;
        }
    }
    let period = parts[index].clone();
    let is_inside = |day: &str| *period.from <= *day && *day < *period.until;
    let mut facts_of_part = FactsDocument { opening, ..facts.clone() };
    facts_of_part.volumes.retain(|it| is_inside(&first_day(it.month.as_ref(), it.from.as_ref())));
    facts_of_part.marks.retain(|mark| counts(&scheme, mark));
    facts_of_part.approved.retain(|it| limits(&scheme, it));
    facts_of_part.findings.retain(|it| part_of_finding(schemes, &parts, it) == index);
    facts_of_part.advances.retain(|it| part_of_advance(&parts, it) == index);
    if index > 0 {
        facts_of_part.budgets.clear();
    }
    facts_of_part.period = period;
    Part { scheme, facts: facts_of_part }
}

/// The days of each part: a scheme ends where the next one begins.
pub fn periods(schemes: &[SchemeDocument], period: &PeriodDocument) -> Vec<PeriodDocument> {
    let mut borders = vec![period.from.clone()];
    borders.extend(schemes[1..].iter().map(|scheme| scheme.from.clone()));
    borders.push(period.until.clone());
    let part = |pair: &[String]| PeriodDocument { from: pair[0].clone(), until: pair[1].clone() };
    borders.windows(2).map(part).collect()
}

/// Replaces the amounts for a whole period by what a part takes of the one that is in force when
/// the part begins.
fn share_out(
    amounts: &mut Vec<DatedDocument>,
    split: Split,
    parts: &[PeriodDocument],
    index: usize,
) {
    let from = &parts[index].from;
    let whole = fen(&in_force(amounts, from));
    let share = match split {
        Split::Days => {
            let days: Vec<Fraction> =
                parts.iter().map(|it| days_between(&it.from, &it.until)).collect();
            apportion(&whole, &days).swap_remove(index)
        }
        Split::Months => {
            let months: Vec<Fraction> =
                parts.iter().map(|it| months_between(&it.from, &it.until)).collect();
            apportion(&whole, &months).swap_remove(index)
        }
        Split::Amounts => whole,
    };
    *amounts = vec![DatedDocument {
        from: from.clone(),
        until: None,
        value: written(&share),
        cite: "试".to_owned(),
    }];
}

/// Whether a scheme has the indicator of a mark, in its round.
fn counts(scheme: &SchemeDocument, mark: &MarkDocument) -> bool {
    let has_round = |appraisal: &AppraisalDocument| match (&appraisal.rounds, &mark.round) {
        (None, None) => true,
        (Some(RoundsDocument::Combined { rounds, .. }), Some(code)) => {
            rounds.iter().any(|round| round.code == *code)
        }
        (Some(RoundsDocument::ByPart { rounds, .. }), Some(code)) => {
            rounds.iter().any(|round| round.code == *code)
        }
        _ => false,
    };
    scheme.appraisals.iter().any(|appraisal| {
        let mut indicators = appraisal.dimensions.iter().flat_map(|it| &it.indicators);
        indicators.any(|indicator| indicator.code == mark.indicator) && has_round(appraisal)
    })
}

/// Whether a scheme has the item of an approved number, with such a number.
fn limits(scheme: &SchemeDocument, approved: &ApprovedDocument) -> bool {
    scheme.items.iter().any(|item| item.code == approved.item && item.approved.is_some())
}

/// The part of a finding: by its days, or else the last whose scheme has its kind.
pub fn part_of_finding(
    schemes: &[SchemeDocument],
    parts: &[PeriodDocument],
    finding: &FindingDocument,
) -> usize {
    if finding.month.is_some() || finding.from.is_some() {
        let day = first_day(finding.month.as_ref(), finding.from.as_ref());
        return parts.iter().position(|part| part.from <= day && day < part.until).unwrap();
    }
    let has_kind =
        |scheme: &SchemeDocument| scheme.finding_kinds.iter().any(|kind| kind.code == finding.kind);
    schemes.iter().rposition(has_kind).unwrap()
}

/// The part of an advance: the first if it pays an instalment, or else by its date; the first of
/// what was paid before, and the last of what was paid after.
pub fn part_of_advance(parts: &[PeriodDocument], advance: &AdvanceDocument) -> usize {
    if advance.instalment.is_some() {
        return 0;
    }
    let inside = parts.iter().position(|part| advance.date < part.until);
    inside.unwrap_or(parts.len() - 1)
}

/// The first list with a balance that a scheme has no place for.
pub fn stranded(scheme: &SchemeDocument, opening: &OpeningDocument) -> Option<&'static str> {
    let channel = |code: &String| scheme.channels.iter().find(|channel| channel.code == *code);
    for it in &opening.reserves {
        let is_empty = read(&it.balance).is_zero();
        if !is_empty && channel(&it.channel).is_none_or(|channel| channel.reserve.is_none()) {
            return Some("opening.reserves");
        }
    }
    let pays = |channel: Option<&ChannelDocument>| channel.is_some_and(|it| it.recorded.is_none());
    if opening.owed.iter().any(|it| !pays(channel(&it.channel))) {
        return Some("opening.owed");
    }
    for it in &opening.claims {
        let is_of_finding = matches!(it.cause, Cause::Finding { .. });
        let channel = channel(&it.channel);
        let deducts = channel.is_some_and(|channel| channel.deductions.is_some());
        let fits = pays(channel) && (!is_of_finding || deducts);
        if !fits {
            return Some("opening.claims");
        }
    }
    None
}

/// Whether no balance is larger than a document may state.
fn can_be_stated(opening: &OpeningDocument) -> bool {
    let reserves = opening.reserves.iter().map(|it| &it.balance);
    let amounts = opening.owed.iter().chain(&opening.entitlements).map(|it| &it.amount);
    let claims = opening.claims.iter().map(|it| &it.amount);
    reserves.chain(amounts).chain(claims).all(|amount| fen(&read(amount)) < Fen::from(TOO_MUCH))
}
