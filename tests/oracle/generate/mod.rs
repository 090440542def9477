//! Random valid documents: small cases, rich in rules.

mod aim;
mod appraisals;
mod approved;
mod calendar;
mod catalogue;
mod channels;
pub mod distribution;
mod findings;
mod following;
mod items;
mod leaving;
mod money;
mod openings;
mod pools;
mod quantities;
mod random;
pub mod straddle;
mod volumes;

use work_equivalent::facts::{FactsDocument, PayeeDocument, PeriodDocument};
use work_equivalent::scheme::{DatedDocument, SchemeDocument};
use work_equivalent::units::Number;

use calendar::Calendar;
pub use distribution::distribution;
use quantities::{Quantities, Style};
use random::Random;
pub use straddle::{Straddle, straddle};

/// The documents of a case; the same seed always gives the same.
pub fn case(seed: u64) -> (SchemeDocument, FactsDocument) {
    told_case(seed, &[])
}

/// As [`case`], with the first choices told.
pub fn told_case(seed: u64, choices: &[u8]) -> (SchemeDocument, FactsDocument) {
    let (scheme, mut years) = years(Random::told(seed, choices), 1);
    (scheme, years.remove(0))
}

/// The documents of three periods in a row under one scheme, for the same payees. Each opens with
/// random balances, in place of which those of the period before can be put.
pub fn sequence(seed: u64) -> (SchemeDocument, Vec<FactsDocument>) {
    told_sequence(seed, &[])
}

/// As [`sequence`], with the first choices told.
pub fn told_sequence(seed: u64, choices: &[u8]) -> (SchemeDocument, Vec<FactsDocument>) {
    years(Random::told(seed, choices), 3)
}

/// The documents of some periods in a row.
fn years(random: Random, periods: i64) -> (SchemeDocument, Vec<FactsDocument>) {
    let mut maker = Maker::new(random, periods);
    let calendar = maker.calendar;
    let mut scheme = maker.scheme();
    let payees = maker.payees(&scheme, 5);
    let mut years = Vec::new();
    for index in 0..periods {
        maker.calendar = calendar.period(index, periods);
        years.push(maker.facts(&scheme, payees.clone()));
    }
    maker.aim_pools(&mut scheme, &mut years[0]);
    maker.aim_targets(&mut scheme, &years[0]);
    (scheme, years)
}

/// Makes the parts of a case.
struct Maker {
    quantities: Quantities,
    calendar: Calendar,
    /// How many vouchers of corrections were given out.
    vouchers: usize,
    /// Whether a scheme may leave lines of pools to the facts.
    may_state_lines: bool,
}

impl Maker {
    /// The maker of a case with some periods in a row.
    fn new(mut random: Random, periods: i64) -> Self {
        let styles = [Style::Plain, Style::Plain, Style::Tie, Style::Fine, Style::Edge];
        let style = *random.pick(&styles);
        let calendar = Calendar::new(&mut random, periods);
        let quantities = Quantities { random, style };
        Self { quantities, calendar, vouchers: 0, may_state_lines: true }
    }

    /// Rule 4: a scheme in force throughout the period.
    fn scheme(&mut self) -> SchemeDocument {
        let groups = self.groups();
        let count = *self.random().pick(&[1, 1, 1, 1, 1, 2, 2, 2, 3, 4]);
        let channel_codes = self.codes(count);
        let categories = self.categories(&channel_codes);
        let items = self.items(&categories, &groups);
        let appraisals = self.appraisals();
        let channels = channel_codes.iter().map(|code| self.channel(code, &appraisals)).collect();
        let still_in_force = self.random().chance(70);
        let is_treasury = self.random().chance(60);
        let mut scheme = SchemeDocument {
            title: "购买服务实施方案".to_owned(),
            number: "试〔2024〕1号".to_owned(),
            issuer: "区卫生健康局".to_owned(),
            payer: (!is_treasury).then(|| "总院".to_owned()),
            payee: None,
            from: self.calendar.scheme.text(),
            until: (!still_in_force).then(|| self.calendar.until.text()),
            repeals: Vec::new(),
            groups,
            income_classes: Self::income_classes(),
            categories,
            items,
            appraisals,
            finding_kinds: Vec::new(),
            channels,
        };
        self.fit_items(&mut scheme);
        if self.random().chance(20) {
            Self::make_twins(&mut scheme.items);
        }
        scheme.finding_kinds = self.finding_kinds(&scheme);
        scheme
    }

    /// Rule 5, payees: up to so many.
    fn payees(&mut self, scheme: &SchemeDocument, most: i64) -> Vec<PayeeDocument> {
        let count = self.random().count(1, most);
        let mut payees = Vec::new();
        for code in self.codes(count) {
            payees.push(PayeeDocument {
                name: format!("卫生院{code}"),
                code,
                group: self.random().pick(&scheme.groups).code.clone(),
            });
        }
        if self.random().chance(15)
            && let [one, other, ..] = payees.as_mut_slice()
        {
            other.group.clone_from(&one.group);
        }
        payees
    }

    /// Rule 5: facts that fit the scheme.
    fn facts(&mut self, scheme: &SchemeDocument, payees: Vec<PayeeDocument>) -> FactsDocument {
        let mut volumes = self.volumes(scheme, &payees);
        let mut marks = self.marks(scheme, &payees);
        if self.random().chance(60)
            && let [one, other, ..] = payees.as_slice()
            && one.group == other.group
        {
            twin(&mut volumes, |record| &mut record.payee, &one.code, &other.code);
            twin(&mut marks, |mark| &mut mark.payee, &one.code, &other.code);
        }
        for (one, other) in self.twins(&scheme.items) {
            twin(&mut volumes, |record| &mut record.item, &one, &other);
        }
        FactsDocument {
            period: PeriodDocument {
                from: self.calendar.from.text(),
                until: self.calendar.until.text(),
            },
            findings: self.findings(scheme, &payees, &volumes),
            budgets: self.budgets(scheme, &payees),
            advances: self.paid_advances(scheme, &payees),
            approved: self.approved(scheme, &payees, &volumes),
            pool_amounts: self.pool_amounts(scheme, &payees),
            opening: self.opening(scheme, &payees),
            volumes,
            marks,
            payees,
        }
    }

    /// The source of choices.
    fn random(&mut self) -> &mut Random {
        &mut self.quantities.random
    }

    /// So many codes, each once, in random order, that sort differently as bytes, as numbers and
    /// without regard to case.
    fn codes(&mut self, count: usize) -> Vec<String> {
        let mut codes = [
            "1", "10", "2", "A", "A-1", "A1", "B", "a", "b", "_c", "甲", "乙", "é", "P10", "P2",
            "p1", "Z",
        ];
        self.random().shuffle(&mut codes);
        codes[..count].iter().map(|&code| code.to_owned()).collect()
    }

    /// Dated values that cover the period and, so often in a hundred, change inside it.
    fn dated(
        &mut self,
        change_percent: i64,
        mut value: impl FnMut(&mut Quantities) -> Number,
    ) -> Vec<DatedDocument> {
        let spans = self.calendar.spans(&mut self.quantities.random, change_percent);
        spans
            .into_iter()
            .map(|span| DatedDocument {
                from: span.from,
                until: span.until,
                value: value(&mut self.quantities),
                cite: "试 二".to_owned(),
            })
            .collect()
    }
}

/// Replaces what is known of one payee or item by what is known of another, so that they tie.
fn twin<T: Clone>(list: &mut Vec<T>, code: fn(&mut T) -> &mut String, one: &str, other: &str) {
    list.retain_mut(|entry| code(entry) != other);
    for mut entry in list.clone() {
        if code(&mut entry) == one {
            other.clone_into(code(&mut entry));
            list.push(entry);
        }
    }
}
