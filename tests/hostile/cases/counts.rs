//! Records that are counted.

use work_equivalent::facts::VolumeCounts;
use work_equivalent::scheme::Scheme;

use super::{Case, Job, MILLION, code, day, documents, many};

pub const CASES: &[Case] = &[
    ("counts: records of days", 2_000, MILLION, days),
    ("counts: groups, items and months", 10, 20_000, axes),
    ("counts: codes of a megabyte", 1_000, 20_000, long_codes),
];

fn days(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes.clear();
    // As many months as records, up to the end of the calendar.
    facts.period.until = day((count * 28).min(2_000_000));
    let scheme = Scheme::new(scheme).unwrap();
    Box::new(move || {
        let mut counts = match VolumeCounts::new(&scheme, &facts) {
            Ok(counts) => counts,
            Err(error) => return error.to_string(),
        };
        let one = "1".parse().ok();
        for number in 0..count {
            let day = day(number % 300 + (count * 28).min(2_000_000) - 400);
            if let Err(error) = counts.count("W01", "M01", &day, None, one) {
                return error.to_string();
            }
        }
        counts.records().to_string()
    })
}

fn axes(count: usize) -> Job {
    let (mut scheme, mut facts) = documents();
    facts.volumes.clear();
    let (group, item) = (scheme.groups[0].clone(), scheme.items[0].clone());
    scheme.groups.extend(many(count / 4, &group, |group, number| group.code = code(number)));
    scheme.items.extend(many(count, &item, |item, number| item.code = code(number)));
    facts.period.until = day(count * 28);
    let Ok(scheme) = Scheme::new(scheme) else { return Box::new(|| "too many weights".to_owned()) };
    Box::new(move || match VolumeCounts::new(&scheme, &facts) {
        Ok(counts) => counts.bytes().to_string(),
        Err(error) => error.to_string(),
    })
}

fn long_codes(count: usize) -> Job {
    let (scheme, mut facts) = documents();
    facts.volumes.clear();
    let scheme = Scheme::new(scheme).unwrap();
    let long = "长".repeat(count * 20);
    Box::new(move || {
        let counts = VolumeCounts::new(&scheme, &facts).unwrap();
        let payee = counts.payee(&long).unwrap_err();
        let item = counts.item(&long).unwrap_err();
        let time = counts.time(&long).unwrap_err();
        format!("{payee} {item} {time}")
    })
}
