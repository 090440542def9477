//! Proposals: the fast way, which shares what does not change, gives what the slow way gives.

use serde_json::Value;
use work_equivalent::settle;
use work_equivalent::statement::Statement;
use work_equivalent::whatif::{Base, Changes, ChannelTotals, Comparison, Solve, Sweep};

use super::documents::{checked_facts, checked_scheme, documents, field};

/// The most variants of a sweep that are tried.
const MOST_VARIANTS: usize = 16;

/// Reads `{"scheme": …, "facts": …}` with `changes`, a `sweep` or a question to `solve`.
pub fn run(data: &[u8]) {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    let Some((scheme, facts)) = documents(&input) else { return };
    let Ok(base) = Base::new(&scheme, &facts) else { return };
    assert_eq!(base.totals(&Changes::none()).unwrap(), totals(base.statement()));
    if let Some(changes) = field::<Changes>(&input, "changes") {
        let slowly = changes.apply(&scheme, &facts).ok().and_then(|(scheme, facts)| {
            let scheme = checked_scheme(&scheme)?;
            let facts = checked_facts(&scheme, &facts)?;
            Some(settle(&facts).ok()?.statement().unwrap().clone())
        });
        tries(&base, &changes, slowly.as_ref());
    }
    if let Some(sweep) = field::<Sweep>(&input, "sweep")
        && sweep.len() <= MOST_VARIANTS
    {
        sweeps(&base, &sweep);
    }
    if let Some(question) = field::<Solve>(&input, "solve") {
        solves(&base, &question);
    }
}

fn totals(statement: &Statement) -> Vec<ChannelTotals> {
    let from = statement.figures().period.from();
    statement.figures().channels.iter().map(|channel| ChannelTotals::of(channel, from)).collect()
}

fn tries(base: &Base<'_>, changes: &Changes, slowly: Option<&Statement>) {
    let found = base.changed(changes);
    if let Err(error) = &found {
        assert!(!error.to_string().is_empty());
    }
    assert_eq!(found.as_ref().ok(), slowly, "changed");
    let fast = base.totals(changes);
    assert_eq!(fast.ok(), slowly.map(totals), "totals");
    if let Ok(after) = found {
        let comparison = Comparison::new(base.statement(), &after);
        assert!(!comparison.to_string().is_empty());
        let back = Comparison::new(&after, base.statement());
        let payable = (comparison.payable.difference.fen(), back.payable.difference.fen());
        assert_eq!(payable.0, -payable.1);
    }
}

fn sweeps(base: &Base<'_>, sweep: &Sweep) {
    let mut steps = 0;
    let table = base.sweep(sweep, |_| steps += 1);
    assert_eq!((table.rows.len(), steps), (sweep.len(), sweep.len()));
    for (variant, row) in table.rows.iter().enumerate() {
        assert_eq!(sweep.values(variant).as_ref(), Some(&row.values));
        let changes = sweep.changes(variant).expect("every value was tried");
        match base.changed(&changes) {
            Ok(statement) => {
                assert_eq!((&row.channels, &row.problem), (&totals(&statement), &None));
            }
            Err(error) => assert!(row.problem.is_some(), "variant {variant}: {error}"),
        }
    }
    assert!(sweep.changes(sweep.len()).is_none());
}

fn solves(base: &Base<'_>, question: &Solve) {
    match base.solve(question) {
        Ok(solution) => {
            let changes = Changes::new(solution.changes).unwrap();
            assert_eq!(base.changed(&changes).unwrap(), solution.statement);
            assert!(!solution.broken_by.is_zero(), "one unit further is missed by nothing");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
