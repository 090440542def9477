//! What variants of a settlement share: what was measured, and what was scored.
//!
//! Facts share a volume table only after it was checked that everything which measuring depends on
//! is the same ([`crate::facts::Counted`]); so facts that hold the very table of others measure the
//! same. Scores are shared where the marks and the indicators are equal, coefficients where the
//! curve is, too.

use std::sync::Arc;

use super::SettleError;
use super::appraise::{Appraised, Scores, Scoring, appraise, scores};
use super::each::each;
use super::measure::{Measures, measure};
use crate::facts::{Facts, Marks, VolumeTable, marked_alike};
use crate::scheme::AppraisalDocument;

/// What variants of a settlement share.
#[derive(Debug)]
pub(crate) struct Shared {
    volumes: Arc<VolumeTable>,
    marks: Arc<Marks>,
    appraisals: Vec<AppraisalDocument>,
    /// In order of channel code.
    channels: Vec<SharedChannel>,
}

#[derive(Debug)]
struct SharedChannel {
    appraisal: Option<usize>,
    measured: Arc<Measures>,
    scores: Scores,
    appraised: Arc<Vec<Appraised>>,
}

impl Shared {
    /// What variants of these facts can share.
    pub(crate) fn of(facts: &Facts<'_>) -> Result<Self, SettleError> {
        let channels = (0..facts.scheme.channels.len()).map(|channel| {
            let scoring = Scoring::of(facts, channel);
            let scores = scores(facts, channel, scoring.as_ref())?;
            Ok(SharedChannel {
                appraisal: facts.scheme.channels[channel].appraisal,
                measured: Arc::new(measure(facts, channel)),
                appraised: with_scores(facts, channel, scoring.as_ref(), &scores)?,
                scores,
            })
        });
        Ok(Self {
            volumes: Arc::clone(&facts.volumes),
            marks: Arc::clone(&facts.marks),
            appraisals: facts.scheme.document().appraisals.clone(),
            channels: channels.collect::<Result<_, SettleError>>()?,
        })
    }

    /// What was measured in a channel, where it is what these facts measure.
    pub(super) fn measured(&self, facts: &Facts<'_>, channel: usize) -> Option<Arc<Measures>> {
        self.channel(facts, channel).map(|channel| Arc::clone(&channel.measured))
    }

    fn channel(&self, facts: &Facts<'_>, channel: usize) -> Option<&SharedChannel> {
        // The very table, and with it all that it was checked against.
        let same = Arc::ptr_eq(&self.volumes, &facts.volumes);
        same.then(|| self.channels.get(channel)).flatten()
    }

    /// The channel, where its payees have the same scores.
    fn scored(&self, facts: &Facts<'_>, channel: usize) -> Option<&SharedChannel> {
        let shared = self.channel(facts, channel)?;
        let appraisals = &facts.scheme.document().appraisals;
        let same = shared.appraisal == facts.scheme.channels[channel].appraisal
            && marked_alike(&self.appraisals, appraisals)
            && (Arc::ptr_eq(&self.marks, &facts.marks) || self.marks == facts.marks);
        same.then_some(shared)
    }
}

/// The appraisal of every payee in a channel.
pub(super) fn appraised(
    facts: &Facts<'_>,
    channel: usize,
    shared: Option<&Shared>,
) -> Result<Arc<Vec<Appraised>>, SettleError> {
    let scored = shared.and_then(|shared| Some((shared, shared.scored(facts, channel)?)));
    // Vetoes come out of findings, which facts with the same volumes have in common.
    if let Some((all, shared)) = scored
        && all.appraisals == facts.scheme.document().appraisals
    {
        return Ok(Arc::clone(&shared.appraised));
    }
    let scoring = Scoring::of(facts, channel);
    let scoring = scoring.as_ref();
    match scored {
        Some((_, shared)) => with_scores(facts, channel, scoring, &shared.scores),
        None => with_scores(facts, channel, scoring, &scores(facts, channel, scoring)?),
    }
}

fn with_scores(
    facts: &Facts<'_>,
    channel: usize,
    scoring: Option<&Scoring>,
    scores: &Scores,
) -> Result<Arc<Vec<Appraised>>, SettleError> {
    let appraised = each(facts.payees.len(), |payee| {
        appraise(facts, payee, channel, scores.of(payee), scoring)
    })?;
    Ok(Arc::new(appraised))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::facts::Counted;
    use crate::sample;

    /// What a variant of the smallest sample has in common with it: what was measured, the scores,
    /// and their coefficients.
    fn shared(change: impl FnOnce(&mut Value, &mut Value)) -> [bool; 3] {
        let (base, facts) = (sample::scheme(), sample::facts());
        let checked = Facts::new(&base, &facts).unwrap();
        let (counted, shared) = (Counted::of(&checked, &facts), Shared::of(&checked).unwrap());

        let (scheme, document) = sample::changed(change);
        let variant = Facts::sharing(&scheme, &document, &counted).unwrap().unwrap();
        let coefficients = appraised(&variant, 0, Some(&shared)).unwrap();
        [
            shared.measured(&variant, 0).is_some(),
            shared.scored(&variant, 0).is_some(),
            Arc::ptr_eq(&coefficients, &shared.channels[0].appraised),
        ]
    }

    #[test]
    fn a_variant_shares_what_it_has_in_common() {
        assert_eq!(shared(|_, _| ()), [true; 3]);
        assert_eq!(
            shared(|scheme, _| scheme["channels"][0]["pool"][0]["amounts"][0]["value"] = json!("1")),
            [true; 3]
        );
        // The same marks, written in another way.
        assert_eq!(shared(|_, facts| facts["marks"][0]["mark"] = json!("96.0")), [true; 3]);
        assert_eq!(
            shared(|scheme, _| scheme["appraisals"][0]["curve"]["floor"] = json!("0.95")),
            [true, true, false]
        );
        let indicator = "/appraisals/0/dimensions/0/indicators/0";
        for change in [
            (|_, facts| facts["marks"][0]["mark"] = json!("95")) as fn(&mut Value, &mut Value),
            |scheme, _| scheme["channels"][0]["appraisal"] = Value::Null,
        ] {
            assert_eq!(shared(change), [true, false, false]);
        }
        let rule = json!({"kind": "at-least", "target": "100"});
        assert_eq!(
            shared(|scheme, _| scheme.pointer_mut(indicator).unwrap()["rule"] = rule),
            [true, false, false]
        );
    }

    #[test]
    fn facts_that_were_counted_anew_share_nothing() {
        let (scheme, document) = (sample::scheme(), sample::facts());
        let facts = Facts::new(&scheme, &document).unwrap();
        let anew = Facts::new(&scheme, &document).unwrap();
        assert!(Shared::of(&facts).unwrap().measured(&anew, 0).is_none());
    }
}
