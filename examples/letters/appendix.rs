//! The appendix of a letter: how its figures came about, as far as it matters.

use work_equivalent::exact::Exact;
use work_equivalent::formula::Formula;
use work_equivalent::statement::{Figure, Stage as At, Trace};

use crate::blocks::{Block, Stage, Step};

/// The parts of a trace that the letter explains: codes with headings.
pub fn blocks(trace: &Trace, parts: &[(String, String)]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut cites: Vec<String> = Vec::new();
    let mut number = 0;
    for (code, heading) in parts {
        let stages = stages(&part(trace, code).to_string(), &mut number, &mut cites);
        if !stages.is_empty() {
            blocks.push(Block::Heading(3, heading.clone()));
            blocks.push(Block::Steps(stages));
        }
    }
    if !cites.is_empty() {
        blocks.push(Block::Heading(3, "出处".to_owned()));
        blocks.push(Block::Cites(cites));
    }
    blocks
}

/// The trace with the steps of one channel that matter: all others become figures that were given.
fn part(trace: &Trace, code: &str) -> Trace {
    let mut part = trace.clone();
    let is_own = |figure: &Figure| figure.id.split('/').next() == Some(code);
    let divided = trace.figures.iter().filter(|f| is_own(f) && f.stage == At::BreakDown).count();
    for (figure, original) in part.figures.iter_mut().zip(&trace.figures) {
        if !is_own(original) {
            figure.formula = None;
            figure.cites.clear();
            figure.notes.clear();
        } else if original.formula.is_some()
            && (!matters(original, trace) || (original.stage == At::BreakDown && divided == 1))
        {
            // Its citations pass to the steps that use it; and that there is nothing is said there.
            figure.formula = None;
            if !figure.value.is_zero() {
                figure.notes.clear();
            }
        }
    }
    part
}

/// Whether a step says more than that a figure is another one, or that there is nothing.
fn matters(figure: &Figure, trace: &Trace) -> bool {
    const ALWAYS: [&str; 3] = ["/entitlement", "/payable", "/balance"];
    let Some(formula) = &figure.formula else { return false };
    if ALWAYS.iter().any(|end| figure.id.ends_with(end)) {
        return true;
    }
    let mut terms = Vec::new();
    if !added(formula, &mut terms) || figure.exact != figure.value {
        return true;
    }
    let value = |id: &str| trace.figure(id).map_or_else(Exact::zero, |figure| figure.value.clone());
    terms.iter().filter(|id| !value(id).is_zero()).count() > 1
}

/// The figures that a formula only adds and subtracts; false if it does more.
fn added<'f>(formula: &'f Formula, terms: &mut Vec<&'f str>) -> bool {
    match formula {
        Formula::Figure(id) => {
            terms.push(id);
            true
        }
        Formula::Sum(parts) => parts.iter().all(|part| added(part, terms)),
        Formula::Difference(pair) => pair.iter().all(|part| added(part, terms)),
        _ => false,
    }
}

/// Reads the text of a trace: stages, steps, and below each what is said about it.
fn stages(text: &str, number: &mut usize, cites: &mut Vec<String>) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            stages.push(Stage { name: name.to_owned(), steps: Vec::new() });
            continue;
        }
        let Some(stage) = stages.last_mut() else { continue };
        if let Some(said) = line.strip_prefix("     - ") {
            if let Some(step) = stage.steps.last_mut() {
                say(step, said, cites);
            }
        } else if let Some((label, value)) =
            line.split_once(". **").and_then(|(_, step)| step.rsplit_once("** "))
        {
            *number += 1;
            stage.steps.push(Step {
                number: *number,
                label: label.to_owned(),
                value: value.to_owned(),
                formula: String::new(),
                remarks: Vec::new(),
                cites: Vec::new(),
            });
        }
    }
    stages
}

/// Adds a line below a step to it.
fn say(step: &mut Step, said: &str, cites: &mut Vec<String>) {
    match said.split_once('：') {
        Some(("算式", formula)) => formula.clone_into(&mut step.formula),
        Some(("出处", places)) => {
            for place in places.split('；') {
                let at = cites.iter().position(|cite| cite == place).unwrap_or_else(|| {
                    cites.push(place.to_owned());
                    cites.len() - 1
                });
                step.cites.push(at + 1);
            }
        }
        Some(("说明", remark)) => step.remarks.push(remark.to_owned()),
        _ => step.remarks.push(said.to_owned()),
    }
}
