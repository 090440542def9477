//! What if: changes, comparisons, solving and sweeps, on random documents.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{PriceDocument, SchemeDocument};
use work_equivalent::statement::Statement;
use work_equivalent::units::Money;
use work_equivalent::whatif::{
    Base, ChangeDocument, Changes, ChangesDocument, ChannelTotals, Comparison, Entry, Goal,
    Movement, Sense, Solve, Sweep,
};

use crate::random::Random;
use crate::support::{case, check, seeds, statement};

/// The base of a generated case, or a rejection where it does not settle.
fn base<'d>(
    scheme: &'d SchemeDocument,
    facts: &'d FactsDocument,
) -> Result<Base<'d>, TestCaseError> {
    Base::new(scheme, facts).map_err(|error| TestCaseError::reject(error.to_string()))
}

fn changes(changes: Vec<ChangeDocument>) -> Changes {
    Changes::new(ChangesDocument { name: "试算".to_owned(), changes }).unwrap()
}

/// A code as a path quotes it.
fn quoted(code: &str) -> String {
    format!("\"{}\"", code.replace('"', "\"\""))
}

/// Paths to numbers that a document has, and factors that keep most of them in range.
fn numbers(scheme: &SchemeDocument, facts: &FactsDocument) -> Vec<String> {
    let mut paths = Vec::new();
    for channel in &scheme.channels {
        let at = format!("scheme.channels[{}]", quoted(&channel.code));
        if matches!(channel.price, PriceDocument::Announced { .. }) {
            paths.push(format!("{at}.price.values[*].value"));
        }
        for line in channel.pool.iter().filter(|line| !line.amounts.is_empty()) {
            paths.push(format!("{at}.pool[{}].amounts[*].value", quoted(&line.code)));
        }
        if let Some(reserve) = &channel.reserve {
            if reserve.withholding.is_some() {
                paths.push(format!("{at}.reserve.withholding.rate"));
            }
            if !reserve.target.is_empty() {
                paths.push(format!("{at}.reserve.target"));
            }
        }
    }
    for item in scheme.items.iter().filter(|item| !item.weights.is_empty()) {
        paths.push(format!("scheme.items[{}].weights", quoted(&item.code)));
        paths.push(format!("scheme.items[category={}].weights", quoted(&item.category)));
    }
    for volume in &facts.volumes {
        paths.push(format!("facts.volumes[{}]", quoted(&volume.payee)));
        paths.push(format!("facts.volumes[item={}]", quoted(&volume.item)));
    }
    for mark in &facts.marks {
        paths.push(format!("facts.marks[indicator={}].mark", quoted(&mark.indicator)));
    }
    for reserve in &facts.opening.reserves {
        paths.push(format!("facts.opening.reserves[{}].balance", quoted(&reserve.channel)));
    }
    paths
}

/// A factor below one, and few digits, so that most results stay in range.
fn factor(random: &mut Random) -> String {
    random.pick(&["0.5", "0.9", "0.25", "0", "1", "0.1"]).to_string()
}

#[test]
fn an_empty_set_changes_nothing() {
    check(150, &seeds(), |seed| {
        let (scheme, facts, _) = case(seed);
        let (same_scheme, same_facts) = Changes::none().apply(&scheme, &facts).unwrap();
        prop_assert_eq!((&same_scheme, &same_facts), (&scheme, &facts));
        let base = base(&scheme, &facts)?;
        prop_assert_eq!(&base.changed(&Changes::none()).unwrap(), base.statement());
        prop_assert_eq!(base.totals(&Changes::none()).unwrap(), totals_of(base.statement()));
        Ok(())
    });
}

/// Taking the documents apart and putting them together again, or multiplying by one, writes
/// numbers in another way at most.
#[test]
fn a_factor_of_one_changes_no_figure() {
    check(150, &seeds(), |seed| {
        let (scheme, facts, _) = case(seed);
        let base = base(&scheme, &facts)?;
        let all = numbers(&scheme, &facts);
        let all = all.into_iter().map(|path| ChangeDocument::scale(path, "1")).collect();
        prop_assert_eq!(&base.changed(&changes(all)).unwrap(), base.statement());
        Ok(())
    });
}

#[test]
fn a_change_and_its_inverse_leave_every_figure() {
    check(100, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let base = base(&scheme, &facts)?;
        let paths = numbers(&scheme, &facts);
        let path = random.pick(&paths);
        let both = changes(vec![
            ChangeDocument::scale(path, "4"),
            ChangeDocument::add(path, "3"),
            ChangeDocument::add(path, "-3"),
            ChangeDocument::scale(path, "0.25"),
        ]);
        prop_assert_eq!(&base.changed(&both).unwrap(), base.statement());
        Ok(())
    });
}

fn totals_of(statement: &Statement) -> Vec<ChannelTotals> {
    let figures = statement.figures();
    let from = figures.period.from();
    figures.channels.iter().map(|channel| ChannelTotals::of(channel, from)).collect()
}

fn sums_to<'e>(
    entries: &(impl Iterator<Item = &'e Entry> + Clone),
    entitlement: &Movement,
    payable: Option<&Movement>,
) -> Result<(), TestCaseError> {
    let sum = |figure: fn(&Movement) -> Money, of: &dyn Fn(&'e Entry) -> Option<&'e Movement>| {
        Money::checked_sum(entries.clone().filter_map(of).map(figure)).unwrap()
    };
    let figures: [fn(&Movement) -> Money; 3] = [|m| m.before, |m| m.after, |m| m.difference];
    for figure in figures {
        prop_assert_eq!(sum(figure, &|entry| Some(&entry.entitlement)), figure(entitlement));
        if let Some(payable) = payable {
            prop_assert_eq!(sum(figure, &|entry| entry.payable.as_ref()), figure(payable));
        }
    }
    Ok(())
}

/// Every list of a comparison sums to its total, and is in order.
fn is_right(comparison: &Comparison) -> Result<(), TestCaseError> {
    let Comparison { entitlement, payable, channels, payees, categories, income_classes, .. } =
        comparison;
    sums_to(&channels.iter().map(|channel| &channel.entry), entitlement, Some(payable))?;
    sums_to(&payees.iter(), entitlement, Some(payable))?;
    sums_to(&categories.iter(), entitlement, None)?;
    sums_to(&income_classes.iter(), entitlement, None)?;
    for channel in channels {
        let entry = &channel.entry;
        sums_to(&channel.payees.iter(), &entry.entitlement, entry.payable.as_ref())?;
        sums_to(&channel.categories.iter(), &entry.entitlement, None)?;
    }
    for list in [payees, categories, income_classes] {
        let key = |entry: &Entry| (core::cmp::Reverse(entry.difference()), entry.code.clone());
        prop_assert!(list.is_sorted_by_key(key));
    }
    let (winners, losers) = (comparison.winners().count(), comparison.losers().count());
    let same = payees.iter().filter(|payee| payee.difference() == Money::ZERO).count();
    prop_assert_eq!(winners + losers + same, payees.len());
    Ok(())
}

#[test]
fn differences_sum_to_the_difference_of_the_total() {
    check(150, &(seeds(), seeds()), |(seed, other)| {
        let (scheme, facts, mut random) = case(seed);
        let before = statement(&scheme, &facts).map_err(TestCaseError::reject)?;
        // Another district: other payees, channels and categories, of which some have equal codes.
        let (scheme_after, facts_after, _) = case(other);
        let after = statement(&scheme_after, &facts_after).map_err(TestCaseError::reject)?;
        is_right(&Comparison::new(&before, &after))?;
        is_right(&Comparison::new(&before, &before))?;

        let base = base(&scheme, &facts)?;
        let path = random.pick(&numbers(&scheme, &facts)).clone();
        let change = changes(vec![ChangeDocument::scale(path, factor(&mut random))]);
        if let Ok(after) = base.changed(&change) {
            let there = Comparison::new(base.statement(), &after);
            is_right(&there)?;
            let back = Comparison::new(&after, base.statement());
            let opposite = Money::ZERO.checked_sub(back.payable.difference);
            prop_assert_eq!(Some(there.payable.difference), opposite);
        }
        Ok(())
    });
}

/// Axes over some of the numbers of a case, and over its curves.
fn axes(scheme: &SchemeDocument, facts: &FactsDocument, random: &mut Random) -> Vec<Json> {
    let mut paths = numbers(scheme, facts);
    random.shuffle(&mut paths);
    paths.truncate(random.count(1, 3));
    let mut axes: Vec<Json> = paths
        .iter()
        .map(|path| {
            let values = [factor(random), factor(random)];
            json!({ "name": path, "path": path, "by": "scale", "values": values })
        })
        .collect();
    if let Some(appraisal) = scheme.appraisals.first() {
        let path = format!("scheme.appraisals[{}].curve", quoted(&appraisal.code));
        let full = json!({ "shape": { "kind": "full-from", "threshold": "70" }, "cite": "草案" });
        let values = json!([appraisal.curve, full]);
        axes.push(json!({ "name": "curve", "path": path, "by": "set", "values": values }));
    }
    random.shuffle(&mut axes);
    axes
}

#[test]
fn a_row_of_a_sweep_is_what_a_settlement_gives() {
    check(200, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let base = base(&scheme, &facts)?;
        let axes = axes(&scheme, &facts, &mut random);
        let document = json!({ "name": "试算", "axes": axes });
        let sweep: Sweep = serde_json::from_value(document).unwrap();
        let mut done = Vec::new();
        let table = base.sweep(&sweep, |count| done.push(count));
        prop_assert_eq!(done, (1..=sweep.len()).collect::<Vec<_>>());
        prop_assert_eq!(table.rows.len(), sweep.len());
        for (variant, row) in table.rows.iter().enumerate() {
            prop_assert_eq!(&row.values, &sweep.values(variant).unwrap());
            let (scheme, facts) = sweep.changes(variant).unwrap().apply(&scheme, &facts).unwrap();
            // Without any sharing: another base, of the changed documents.
            match Base::new(&scheme, &facts) {
                Ok(changed) => {
                    prop_assert_eq!(&row.problem, &None);
                    prop_assert_eq!(&row.channels, &totals_of(changed.statement()));
                }
                Err(error) => {
                    let (whole, told) = (error.to_string(), row.problem.as_deref().unwrap());
                    // What a thousand problems would fill is cut.
                    let is_cut = whole.len() > 2_000
                        && told.strip_suffix('…').is_some_and(|told| whole.starts_with(told));
                    prop_assert!(whole == told || is_cut, "{whole}: {told}");
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_same_seed_draws_the_same_samples() {
    check(60, &(seeds(), seeds()), |(seed, other)| {
        let (scheme, facts, mut random) = case(seed);
        let base = base(&scheme, &facts)?;
        let axes = axes(&scheme, &facts, &mut random);
        let range = json!({ "low": "-1", "high": "1", "step": "0.000001" });
        let sweep = |seed: u64| -> Sweep {
            let mut axes = axes.clone();
            let path = "facts.marks[*].mark";
            axes.push(json!({ "name": "marks", "path": path, "by": "add", "range": range }));
            let samples = json!({ "count": 5, "seed": seed });
            serde_json::from_value(json!({ "name": "抽样", "axes": axes, "samples": samples }))
                .unwrap()
        };
        let (first, again, different) = (sweep(other), sweep(other), sweep(other.wrapping_add(1)));
        prop_assert_eq!(base.sweep(&first, |_| {}), base.sweep(&again, |_| {}));
        let values = |sweep: &Sweep| (0..5).map(|at| sweep.values(at).unwrap()).collect::<Vec<_>>();
        prop_assert_ne!(values(&first), values(&different));
        Ok(())
    });
}

/// By how many fen the money of a channel falls short of a goal, seen from a statement.
fn missed(statement: &Statement, channel: &str, goal: &Goal) -> i128 {
    let channels = &statement.figures().channels;
    let channel = channels.iter().find(|figures| figures.code == channel).unwrap();
    let closing = channel.closing.as_ref().unwrap();
    match goal {
        Goal::NoGap {} => closing.gap.fen(),
        _ => closing.borne.fen() + closing.owed.fen() + closing.payer_share.fen(),
    }
}

/// Settles an answer, and one unit in the last place further, without the solver.
fn is_optimal(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    question: &Solve,
) -> Result<(), TestCaseError> {
    let base = base(scheme, facts)?;
    let Ok(solution) = base.solve(question) else { return Ok(()) };
    let settled = |value: &work_equivalent::exact::Exact| {
        let mut change = solution.changes.changes[0].clone();
        for number in [&mut change.scale, &mut change.add].into_iter().flatten() {
            *number = value.to_string().into();
        }
        change.set = change.set.map(|_| value.to_string().into());
        let (scheme, facts) = changes(vec![change]).apply(scheme, facts).unwrap();
        statement(&scheme, &facts)
    };
    let at = settled(&solution.value).unwrap();
    prop_assert_eq!(missed(&at, &question.channel, &question.goal), 0);
    let unit = work_equivalent::exact::Exact::scaled(1, u32::from(question.unknown.places));
    let beyond = match question.sense {
        Sense::Largest => solution.value.plus(&unit),
        Sense::Smallest => solution.value.minus(&unit),
    };
    prop_assert_eq!(&beyond, &solution.beyond);
    match settled(&beyond) {
        Ok(beyond) => {
            let by = missed(&beyond, &question.channel, &question.goal);
            prop_assert!(by > 0, "{question:?}: {} still holds", solution.beyond);
            prop_assert_eq!(by, solution.broken_by.fen());
        }
        Err(message) => prop_assert!(message.contains("rejects an overrun"), "{message}"),
    }
    Ok(())
}

#[test]
fn a_solution_is_optimal() {
    check(250, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let pools = scheme.channels.iter().filter(|channel| !channel.pool.is_empty());
        let pools: Vec<_> = pools.collect();
        prop_assume!(!pools.is_empty());
        let channel = *random.pick(&pools);
        let code = channel.code.as_str();
        let line = random.pick(&channel.pool);
        let places = *random.pick(&[0, 2, 4]);
        let question = match random.below(4) {
            0 => Solve::highest_price(code, places),
            1 => Solve::lowest_pool(code, &line.code),
            2 => Solve::lowest_reserve(code),
            _ => Solve::highest_growth(code, places, "9", Some(6)),
        };
        let question =
            if random.chance(40) { question.with_goal(Goal::Covered {}) } else { question };
        is_optimal(&scheme, &facts, &question)
    });
}

/// The solver answers often enough for the property above to mean something.
#[test]
fn questions_are_answered() {
    let mut answered = [0; 4];
    for seed in 0..400 {
        let (scheme, facts, _) = case(seed);
        let Ok(base) = Base::new(&scheme, &facts) else { continue };
        for channel in scheme.channels.iter().filter(|channel| !channel.pool.is_empty()) {
            let code = channel.code.as_str();
            let questions = [
                Solve::highest_price(code, 2),
                Solve::lowest_pool(code, &channel.pool[0].code),
                Solve::lowest_reserve(code),
                Solve::highest_growth(code, 3, "9", Some(6)),
            ];
            for (count, question) in answered.iter_mut().zip(questions) {
                *count += usize::from(base.solve(&question).is_ok());
            }
        }
    }
    assert!(answered.iter().all(|count| *count >= 10), "{answered:?}");
}

/// What an error names as nearest is there.
#[test]
fn the_nearest_paths_match_something() {
    check(200, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let path = random.pick(&numbers(&scheme, &facts)).clone();
        // A letter less, or one more, anywhere behind the root.
        let chars: Vec<char> = path.chars().collect();
        let at = random.index(chars.len() - 7) + 7;
        let mut wrong = chars.clone();
        if random.chance(50) {
            wrong.remove(at);
        } else {
            wrong.insert(at, 'x');
        }
        let wrong: String = wrong.into_iter().collect();
        let document = ChangesDocument {
            name: "试算".to_owned(),
            changes: vec![ChangeDocument::scale(wrong, "1")],
        };
        let Ok(wrong) = Changes::new(document) else { return Ok(()) };
        let Err(error) = wrong.apply(&scheme, &facts) else { return Ok(()) };
        prop_assert_eq!(error.problems().len(), 1);
        for near in error.problems()[0].nearest().iter().filter(|near| !near.contains('…')) {
            // Setting what is there to itself would need its value: a number is enough to see
            // whether the path leads anywhere, since the rest is said of the value.
            let to = changes(vec![ChangeDocument::scale(near.clone(), "1")]);
            if let Err(error) = to.apply(&scheme, &facts) {
                prop_assert!(error.problems()[0].nearest().is_empty(), "{near}: {error}");
            }
        }
        Ok(())
    });
}
