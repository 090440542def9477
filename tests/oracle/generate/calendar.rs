//! Random days: the period, and the days on which dated values begin.

use super::random::Random;

/// A day up to the 28th of a month; months are counted from the year zero.
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
pub struct Calendar {
    /// The first day of the scheme, on or before the period.
    pub scheme: Day,
    pub from: Day,
    pub until: Day,
}

impl Calendar {
    /// A year or some months, within a scheme that may be older.
    pub fn new(random: &mut Random) -> Self {
        let first = 2023 * 12 + random.below(24);
        let months = *random.pick(&[1, 2, 3, 6, 12, 12, 12]);
        let age = if random.chance(50) { 0 } else { random.between(1, 24) };
        Self {
            scheme: Day::first_of(first - age),
            from: Day::first_of(first),
            until: Day::first_of(first + months),
        }
    }

    /// A day inside the period, after its first: often the first of a month.
    pub fn inside(&self, random: &mut Random) -> Day {
        let month = random.between(self.from.month, self.until.month - 1);
        let first = Day::first_of(month);
        if first > self.from && random.chance(60) {
            return first;
        }
        Day { month, day: random.between(2, 28) }
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
