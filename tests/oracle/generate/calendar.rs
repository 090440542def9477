//! Random days: the period, and the days on which dated values begin.

use super::random::Random;

/// A day; months are counted from the year zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub month: i64,
    pub day: i64,
}

impl Day {
    /// The first day of a month.
    pub fn first_of(month: i64) -> Self {
        Self { month, day: 1 }
    }

    /// The month, such as `2024-03`.
    pub fn month_text(self) -> String {
        format!("{:04}-{:02}", self.month / 12, self.month % 12 + 1)
    }

    /// The day, such as `2024-03-01`.
    pub fn text(self) -> String {
        format!("{}-{:02}", self.month_text(), self.day)
    }

    /// The day that is written so.
    pub fn read(text: &str) -> Self {
        let [year, month, day] =
            [&text[..4], &text[5..7], &text[8..]].map(|part| part.parse().unwrap());
        let (year, month): (i64, i64) = (year, month);
        Self { month: year * 12 + month - 1, day }
    }
}

/// The interval of a dated value.
pub struct Span {
    pub from: String,
    pub until: Option<String>,
}

/// The days that a case lives in.
#[derive(Clone, Copy)]
pub struct Calendar {
    /// The first day of the scheme, on or before the period.
    pub scheme: Day,
    pub from: Day,
    pub until: Day,
    /// How many months each period lasts.
    pub months: i64,
}

impl Calendar {
    /// A year or some months, or several of them in a row, within a scheme that may be older.
    pub fn new(random: &mut Random, periods: i64) -> Self {
        let first = 2023 * 12 + random.below(24);
        let months = *random.pick(&[1, 2, 3, 4, 6, 12, 12, 12]);
        let age = if random.chance(50) { 0 } else { random.between(1, 24) };
        let mut from = Day::first_of(first);
        let mut until = Day::first_of(first + months * periods);
        if random.chance(12) {
            from.day = random.between(2, 28);
            // At least a month, and each of several periods as long as another.
            until.day = if periods > 1 { from.day } else { random.between(from.day, 28) };
        }
        Self { scheme: Day::first_of(first - age), from, until, months }
    }

    /// A part of the period, under a scheme that begins on a day of its own.
    pub fn part(scheme: Day, from: Day, until: Day) -> Self {
        Self { scheme, from, until, months: (until.month - from.month).max(1) }
    }

    /// How many months each period lasts; none where one begins or ends inside a month.
    pub fn whole_months(&self) -> Option<i64> {
        (self.from.day == 1 && self.until.day == 1).then_some(self.months)
    }

    /// One of several periods in a row.
    pub fn period(&self, index: i64, periods: i64) -> Self {
        if periods == 1 {
            return *self;
        }
        let first = self.from.month + self.months * index;
        let [from, until] = [first, first + self.months].map(|month| Day { month, ..self.from });
        Self { from, until, ..*self }
    }

    /// A day inside the period, after its first: often the first of a month. Where there is hardly
    /// one, its first.
    pub fn inside(&self, random: &mut Random) -> Day {
        for _ in 0..1_000 {
            let month = random.between(self.from.month, self.until.month);
            let day = if random.chance(60) { 1 } else { random.between(2, 28) };
            let day = Day { month, day };
            if self.from < day && day < self.until {
                return day;
            }
        }
        self.from
    }

    /// Intervals without gaps that cover the period and, so often in a hundred, change inside it.
    pub fn spans(&self, random: &mut Random, change_percent: i64) -> Vec<Span> {
        let mut starts = vec![*random.pick(&[self.scheme, self.from])];
        if random.chance(15) {
            starts.extend([self.scheme, self.from]);
        }
        if random.chance(change_percent) {
            for _ in 0..random.between(1, 2) {
                starts.push(self.inside(random));
            }
        }
        if random.chance(10) {
            starts.push(Day::first_of(self.until.month + random.below(6)));
        }
        starts.sort();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|&next| (next, 30));
        let after = *starts.last().unwrap().max(&self.until);
        let last = (Day::first_of(after.month + 1 + random.below(3)), 15);
        let ends: Vec<(Day, i64)> = ends.chain([last]).collect();
        let mut span = |(from, (until, percent)): (&Day, (Day, i64))| Span {
            from: from.text(),
            until: random.chance(percent).then(|| until.text()),
        };
        starts.iter().zip(ends).map(&mut span).collect()
    }
}
