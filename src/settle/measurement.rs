//! Stage 1 alone: what was measured, before there is a pool, a price or an appraisal.

use super::measure::{self, Measures};
use crate::facts::Facts;
use crate::units::Equivalents;

/// What every payee measured: equivalents, or yuan where a channel pays quotas or stated amounts.
///
/// ```
/// # use work_equivalent::{facts::Facts, scheme::Scheme};
/// use work_equivalent::measure;
/// # let scheme: Scheme =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let document =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # let facts = Facts::new(&scheme, &document)?;
///
/// let measured = measure(&facts);
/// assert_eq!(measured.of("purchase", "W01").unwrap().to_string(), "5000");
/// assert_eq!(measured.of("purchase", "W99"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Measurement<'f> {
    facts: &'f Facts<'f>,
    /// In order of channel code.
    channels: Vec<Measures>,
}

/// Measures what facts hold, and nothing else: as the year goes, before a pool is known and marks
/// are complete, or to see what a table of millions of records amounts to.
#[must_use]
pub fn measure<'f>(facts: &'f Facts<'_>) -> Measurement<'f> {
    let channels = 0..facts.scheme.channels.len();
    Measurement {
        facts,
        channels: channels.map(|channel| measure::measure(facts, channel)).collect(),
    }
}

impl Measurement<'_> {
    /// What a payee measured in a channel; none without such a payee or channel.
    #[must_use]
    pub fn of(&self, channel: &str, payee: &str) -> Option<&Equivalents> {
        let payee = self.facts.place_of(payee)?;
        Some(self.channel(channel)?.1.of(payee).total)
    }

    /// What a payee measured in a category of a channel.
    #[must_use]
    pub fn of_category(&self, channel: &str, payee: &str, category: &str) -> Option<&Equivalents> {
        let payee = self.facts.place_of(payee)?;
        let (place, measures) = self.channel(channel)?;
        let mut categories = self.facts.scheme.categories_of(place);
        let category = categories.position(|(_, record)| record.code == category)?;
        measures.of(payee).by_category.get(category)
    }

    /// What all payees measured in a channel.
    #[must_use]
    pub fn total(&self, channel: &str) -> Option<Equivalents> {
        Some(self.channel(channel)?.1.total())
    }

    fn channel(&self, code: &str) -> Option<(usize, &Measures)> {
        let place = self.facts.scheme.channels.iter().position(|channel| channel.code == code)?;
        Some((place, &self.channels[place]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn is_found_by_code() {
        let scheme = sample::scheme();
        let facts = Facts::new(&scheme, &sample::facts()).unwrap();
        let measured = measure(&facts);
        let text = |equivalents: Option<&Equivalents>| equivalents.map(ToString::to_string);
        assert_eq!(text(measured.of("purchase", "W02")).unwrap(), "2000");
        assert_eq!(text(measured.of_category("purchase", "W02", "clinic")).unwrap(), "1500");
        assert_eq!(text(measured.of_category("purchase", "W02", "records")).unwrap(), "500");
        assert_eq!(text(measured.total("purchase").as_ref()).unwrap(), "7000");
        assert_eq!(measured.of("other", "W02"), None);
        assert_eq!(measured.of_category("purchase", "W02", "other"), None);
        assert_eq!(measured.total("other"), None);
    }
}
