//! Sweeps: many variants at once, as a table.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::apply::concerns_measure;
use super::axis::{Axis, AxisDocument};
use super::base::{Base, Core};
use super::changes::{Change, Changes, ChangesDocument};
use super::random::SplitMix64;
use super::table::{SweepRow, SweepTable};
use super::value::Value;
use crate::text::{brief, clip, objection_to_name};

/// Which variants are tried, as a file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SweepDocument {
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(length(min = 0)))]
    pub name: String,
    /// What varies, in the order in which changes are made.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MOST_AXES)))]
    pub axes: Vec<AxisDocument>,
    /// Samples; where left out, all combinations are tried, the last axis fastest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<SamplesDocument>,
}

/// How many samples are drawn, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SamplesDocument {
    /// How many.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = MOST)))]
    pub count: u32,
    /// The seed; the same one gives the same samples on every machine.
    pub seed: u64,
}

/// Variants to try, checked: every one can be written as changes.
///
/// ```
/// use work_equivalent::whatif::{Base, Sweep};
/// # use work_equivalent::{facts::FactsDocument, scheme::SchemeDocument};
/// # let scheme: SchemeDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let facts: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
///
/// let sweep: Sweep = toml::from_str(r#"
///     name = "资金与得分"
///     [[axes]]
///     name = "资金"
///     path = "scheme.channels[purchase].pool[funds].amounts[*].value"
///     by = "set"
///     values = ["100000", "110000"]
///     [[axes]]
///     name = "提高分数"
///     path = "facts.marks[*].mark"
///     by = "add"
///     range = { low = "0", high = "4", step = "2" }
/// "#)?;
/// let base = Base::new(&scheme, &facts)?;
/// let table = base.sweep(&sweep, |_done| {});
/// assert_eq!(table.rows.len(), 6);
/// assert_eq!(table.rows[5].values, ["110000".into(), "4".into()]);
/// assert_eq!(table.rows[5].channels[0].entitlement.to_string(), "108114.29");
/// println!("{table}"); // CSV
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "SweepDocument")]
pub struct Sweep {
    document: SweepDocument,
    axes: Vec<Axis>,
    /// By variant, then axis: the place of its value. Of a grid, worked out when it is needed.
    samples: Option<Vec<Vec<u64>>>,
    count: usize,
}

/// The most variants of a sweep: their rows are held in memory.
const MOST: usize = 1_000_000;

/// The longest problem of a variant, in bytes: there can be a million that have a thousand each.
const MOST_BYTES: usize = 2_000;

/// The most axes: each variant holds a value of each.
const MOST_AXES: usize = 32;

impl Sweep {
    /// The sweep of a document.
    ///
    /// # Errors
    ///
    /// All at once: no axes; an axis without a name, with a path that cannot be read, with neither
    /// values nor a range, or both; a factor that is no number (`"5%"`); a range that is empty or
    /// has no step; no samples; more than a million variants.
    pub fn new(document: SweepDocument) -> Result<Self, SweepError> {
        let mut problems = Vec::from_iter(objection_to_name(&document.name));
        match document.axes.len() {
            0 => problems.push("needs an axis at least".to_owned()),
            count if count > MOST_AXES => {
                problems.push(format!("has {count} axes: at most {MOST_AXES}"));
                return Err(SweepError { name: document.name, problems });
            }
            _ => {}
        }
        let mut axes = Vec::with_capacity(document.axes.len());
        for (index, record) in document.axes.iter().enumerate() {
            match record.check() {
                Ok(checked) => axes.push(checked),
                Err(message) => {
                    problems.push(format!("axes[{index} {}]: {message}", clip(&record.name)));
                }
            }
        }
        let count = match document.samples {
            Some(samples) => u128::from(samples.count),
            None => axes.iter().fold(1, |count: u128, axis| count.saturating_mul(axis.count())),
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count == 0 {
            problems.push("tries nothing: give at least one value, and one sample".to_owned());
        } else if count > MOST {
            problems.push(format!("has more than {MOST} variants: draw samples"));
        }
        if problems.is_empty() {
            let samples = document.samples.and_then(|samples| draw(samples, &axes));
            return Ok(Self { document, axes, samples, count });
        }
        Err(SweepError { name: document.name, problems })
    }

    /// The document as it was given.
    #[must_use]
    pub fn document(&self) -> &SweepDocument {
        &self.document
    }

    /// How many variants there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none, which no sweep has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The values of a variant, by axis; none beyond the last variant.
    #[must_use]
    pub fn values(&self, variant: usize) -> Option<Vec<Value>> {
        let places = self.places(variant)?;
        Some(self.axes.iter().zip(places).map(|(axis, place)| axis.at(place)).collect())
    }

    /// The changes that make a variant; none beyond the last one.
    #[must_use]
    pub fn changes(&self, variant: usize) -> Option<Changes> {
        self.changes_of(&self.values(variant)?, |_| true)
    }

    /// The place of the value of each axis.
    fn places(&self, variant: usize) -> Option<Vec<u64>> {
        if variant >= self.count {
            return None;
        }
        if let Some(samples) = &self.samples {
            return samples.get(variant).cloned();
        }
        let mut rest = variant as u128;
        let mut places = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            let count = axis.count();
            places.push(u64::try_from(rest % count).ok()?);
            rest /= count;
        }
        places.reverse();
        Some(places)
    }

    fn changes_of(&self, values: &[Value], of: impl Fn(usize) -> bool) -> Option<Changes> {
        let axes = self.document.axes.iter().zip(values).enumerate();
        let changes = axes.filter(|(index, _)| of(*index));
        let changes = changes.map(|(_, (axis, value))| axis.change(value)).collect();
        // Every value was tried when the sweep was checked.
        Changes::new(ChangesDocument { name: self.document.name.clone(), changes }).ok()
    }

    /// Whether each axis concerns what is counted and measured, where such axes can go before the
    /// others; none does where they cannot.
    fn counting_axes(&self) -> Vec<bool> {
        let first = Value::from("1");
        let changes: Vec<Option<Change>> =
            self.document.axes.iter().map(|axis| axis.change(&first).read().ok()).collect();
        let counting: Vec<bool> =
            changes.iter().map(|change| change.as_ref().is_some_and(concerns_measure)).collect();
        let others = changes.iter().flatten().zip(&counting).filter(|(_, counting)| !**counting);
        let apart = others.into_iter().all(|(change, _)| !change.path.concerns_selection());
        if apart { counting } else { vec![false; counting.len()] }
    }
}

/// The places of the values of each sample; none where an axis has too many, or none.
fn draw(samples: SamplesDocument, axes: &[Axis]) -> Option<Vec<Vec<u64>>> {
    let counts: Option<Vec<u64>> = axes.iter().map(|axis| axis.count().try_into().ok()).collect();
    let counts = counts?;
    let mut random = SplitMix64::new(samples.seed);
    let count = usize::try_from(samples.count).ok().filter(|count| *count <= MOST)?;
    Some((0..count).map(|_| counts.iter().map(|count| random.below(*count)).collect()).collect())
}

impl TryFrom<SweepDocument> for Sweep {
    type Error = SweepError;

    fn try_from(document: SweepDocument) -> Result<Self, SweepError> {
        Self::new(document)
    }
}

impl Serialize for Sweep {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

/// Everything that is wrong with a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepError {
    name: String,
    problems: Vec<String>,
}

impl SweepError {
    /// The problems.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sweep \"{}\": ", clip(&self.name))?;
        match self.problems.as_slice() {
            [problem] => f.write_str(problem),
            problems => {
                write!(f, "{} problems", problems.len())?;
                problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
        }
    }
}

impl core::error::Error for SweepError {}

impl Base<'_> {
    /// The totals of every variant of a sweep.
    ///
    /// After each variant, `progress` is told how many are done. A variant that cannot be settled
    /// has a row that says why, and the others go on.
    #[must_use]
    pub fn sweep(&self, sweep: &Sweep, mut progress: impl FnMut(usize)) -> SweepTable {
        let counting = sweep.counting_axes();
        let shares = counting.contains(&true);
        let mut variants: Vec<(Vec<u64>, usize)> = (0..sweep.len())
            .filter_map(|variant| Some((sweep.places(variant)?, variant)))
            .collect();
        // Variants that count and measure the same come one after another.
        let of_counting = |places: &[u64]| -> Vec<u64> {
            let places = places.iter().zip(&counting).filter(|(_, counting)| **counting);
            places.map(|(place, _)| *place).collect()
        };
        variants.sort_by_cached_key(|(places, variant)| (of_counting(places), *variant));

        let mut rows: Vec<Option<SweepRow>> = vec![None; sweep.len()];
        let mut group: Option<(Vec<u64>, Option<Core<'static>>)> = None;
        for (done, (places, variant)) in variants.into_iter().enumerate() {
            let values: Vec<Value> =
                sweep.axes.iter().zip(&places).map(|(axis, place)| axis.at(*place)).collect();
            let key = of_counting(&places);
            if group.as_ref().is_none_or(|(of, _)| *of != key) {
                let common = sweep.changes_of(&values, |axis| counting[axis]).filter(|_| shares);
                let core = common.and_then(|changes| self.core().changed(&changes).ok());
                group = Some((key, core));
            }
            let row = match group.as_ref().and_then(|(_, core)| core.as_ref()) {
                Some(core) => sweep.row(core, values, |axis| !counting[axis]),
                None => sweep.row(self.core(), values, |_| true),
            };
            if let Some(place) = rows.get_mut(variant) {
                *place = Some(row);
            }
            progress(done + 1);
        }
        SweepTable {
            name: sweep.document.name.clone(),
            axes: sweep.document.axes.iter().map(|axis| axis.name.clone()).collect(),
            rows: rows.into_iter().flatten().collect(),
        }
    }
}

impl Sweep {
    fn row(&self, core: &Core<'_>, values: Vec<Value>, of: impl Fn(usize) -> bool) -> SweepRow {
        let totals = match self.changes_of(&values, of) {
            Some(changes) => core
                .totals(&changes)
                .map_err(|error| brief(&error.to_string(), MOST_BYTES).into_owned()),
            None => Err("cannot be written as changes".to_owned()),
        };
        match totals {
            Ok(channels) => SweepRow { values, channels, problem: None },
            Err(problem) => SweepRow { values, channels: Vec::new(), problem: Some(problem) },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{facts, scheme};
    use super::*;

    #[test]
    fn a_sweep_has_32_axes_at_most() {
        let axis = json!({ "name": "a", "path": "scheme.title", "by": "set", "values": ["甲"] });
        for (count, refused) in [(32, false), (33, true), (34, true)] {
            let document = json!({ "name": "s", "axes": vec![axis.clone(); count] });
            let found = Sweep::new(serde_json::from_value(document).unwrap());
            let found = found.err().map(|error| error.problems().to_vec());
            let expected = refused.then(|| vec![format!("has {count} axes: at most 32")]);
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_is_counted_once_is_what_changes_make() {
        let price = ("scheme.channels[purchase].price.values[*].value", "set", ["12", "13"]);
        let volumes = ("facts.volumes", "scale", ["1", "1.2"]);
        let remote = ("facts.volumes[group=remote]", "scale", ["1", "1.2"]);
        let group = ("facts.payees[W01].group", "set", ["plain", "remote"]);
        let weights = ("scheme.items[GX03].weights", "scale", ["1", "1.1"]);
        let title = ("scheme.title", "set", ["甲", "乙"]);
        for (axes, counting) in [
            (&[volumes][..], &[true][..]),
            (&[weights], &[true]),
            (&[("facts.volumes[*].verified", "add", ["0", "1"])], &[true]),
            (&[("scheme.items[GX03].quotas", "scale", ["1", "2"])], &[true]),
            (&[("facts.volumes[W01].item", "set", ["GX01", "GX03"])], &[false]),
            (&[("facts.volumes", "set", ["1", "2"])], &[false]),
            (&[("scheme.items[GX03].unit", "set", ["份", "例"])], &[false]),
            (&[price, title], &[false, false]),
            (&[price, weights, volumes], &[false, true, true]),
            (&[volumes, price], &[true, false]),
            // What records are selected by changes before them, or after them: in this order.
            (&[group, remote], &[false, false]),
            (&[remote, group, price], &[false, false, false]),
        ] {
            let records: Vec<_> = axes
                .iter()
                .map(|(path, by, values)| {
                    json!({ "name": path, "path": path, "by": by, "values": values })
                })
                .collect();
            let sweep: Sweep =
                serde_json::from_value(json!({ "name": "试算", "axes": records })).unwrap();
            assert_eq!(sweep.counting_axes(), counting, "{axes:?}");

            let (scheme, facts) = (scheme(), facts());
            let base = Base::new(&scheme, &facts).unwrap();
            let mut told = Vec::new();
            let table = base.sweep(&sweep, |done| told.push(done));
            assert!(told.into_iter().eq(1..=sweep.len()));
            assert_eq!(table.rows.len(), sweep.len());
            for (variant, row) in table.rows.iter().enumerate() {
                assert_eq!(sweep.values(variant).as_ref(), Some(&row.values));
                let found = match &row.problem {
                    Some(problem) => Err(problem.clone()),
                    None => Ok(row.channels.clone()),
                };
                let alone = base.totals(&sweep.changes(variant).unwrap());
                assert_eq!(found, alone.map_err(|error| error.to_string()), "{axes:?} {variant}");
            }
            assert_eq!(sweep.changes(sweep.len()), None);
        }
    }
}
