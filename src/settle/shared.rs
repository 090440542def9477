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
