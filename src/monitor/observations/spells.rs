//! Stretches of days, such as one person's redeployment.

use crate::monitor::document::SpellDocument;
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::Codes;

/// An unbroken stretch of days of one person.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct Spell {
    pub(in crate::monitor) subject: usize,
    pub(in crate::monitor) measure: String,
    pub(in crate::monitor) who: String,
    pub(in crate::monitor) days: Period,
}

/// The stretches in order of subject, measure, person and date. Records that touch are one
/// stretch: cutting a record in two does not make days fewer.
pub(super) fn check(
    documents: &[SpellDocument],
    subjects: &Codes<'_>,
    observed: Option<Period>,
    report: &mut Report,
) -> Vec<Spell> {
    let mut records = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("spells", index, &document.subject);
        let found = subjects.find(&document.subject, "subject", &place.field("subject"), report);
        report.reference(&place.field("measure"), &document.measure);
        report.line(&place.field("who"), &document.who);
        let days = report.period(&place, &document.from, &document.until);
        if let (Some(days), Some(observed)) = (days, observed)
            && !days.overlaps(observed)
        {
            let observed = observed.in_words();
            let message = format!("{} has no day in the period, {observed}", days.in_words());
            report.add(&place, message);
        }
        if let (Some(subject), Some(days)) = (found, days) {
            let (measure, who) = (document.measure.clone(), document.who.clone());
            records.push((Spell { subject, measure, who, days }, index));
        }
    }
    records.sort_by(|(a, i), (b, j)| {
        (a.subject, &a.measure, &a.who, a.days, i).cmp(&(b.subject, &b.measure, &b.who, b.days, j))
    });
    join(documents, records, report)
}

/// Joins records of the same person that touch; those that overlap are a problem.
fn join(
    documents: &[SpellDocument],
    records: Vec<(Spell, usize)>,
    report: &mut Report,
) -> Vec<Spell> {
    let mut spells: Vec<(Spell, usize)> = Vec::new();
    for (spell, index) in records {
        let same = spells.last_mut().filter(|(before, _)| {
            (before.subject, &before.measure, &before.who)
                == (spell.subject, &spell.measure, &spell.who)
        });
        match same {
            Some((before, first)) if before.days.overlaps(spell.days) => {
                let code = documents.get(index).map_or("", |document| &document.subject);
                let place = Place::ROOT.record("spells", index, code);
                let message = "shares a day with another record of the same person: give each day \
                               once, and different people different texts";
                report.add_related(&place, message, *first);
            }
            Some((before, _)) if before.days.until() == spell.days.from() => {
                // Both have days, and so has the stretch from one to the other.
                let joined = Period::new(before.days.from(), spell.days.until());
                before.days = joined.unwrap_or(before.days);
            }
            _ => spells.push((spell, index)),
        }
    }
    spells.into_iter().map(|(spell, _)| spell).collect()
}
