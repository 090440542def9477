//! The risk reserve over years: from what it begins with, step by step, to what it closes with.

use work_equivalent::units::Money;

use super::face::Face;
use super::scene::{Anchor, Area, BODY, Color, FAINT, GRID, INK, MARGIN, Scene, WHITE};
use crate::number::{along, signed, ticks, wan};

/// What is drawn.
pub struct Reserve<'a> {
    /// The title, a line below it, and where the figures come from.
    pub title: &'a str,
    pub below: &'a str,
    pub source: &'a [String],
    pub years: &'a [Year],
}

/// One year, each with the same steps.
pub struct Year {
    pub name: String,
    pub steps: Vec<Step>,
    pub target: Option<Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: &'static str,
    /// What the name means; empty where that is plain.
    pub explained: &'static str,
    pub kind: Kind,
    pub amount: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Balance,
    In,
    Out,
}

const SIZE: (i32, i32) = (1123, 794);
const LEFT: i32 = 92;
const TOP: i32 = 150;
const BOTTOM: i32 = 664;
const BALANCE: Color = Color(0x1f, 0x4e, 0x79);
const IN: Color = Color(0x9f, 0xc5, 0xe0);
const OUT: Color = Color(0xff, 0xff, 0xff);
const OUT_EDGE: Color = Color(0xb3, 0x58, 0x06);

/// From fen to places on the page.
struct Scale {
    whole: i128,
}

impl Scale {
    fn y(&self, fen: i128) -> i32 {
        BOTTOM - along(fen, self.whole, BOTTOM - TOP)
    }
}

pub fn chart(reserve: &Reserve, face: &Face) -> Scene {
    let mut scene = Scene::page(SIZE, reserve.title, reserve.below, reserve.source);
    let targets = reserve.years.iter().filter_map(|year| Some(year.target?.fen()));
    let levels = reserve.years.iter().flat_map(|year| levels(&year.steps));
    let largest = levels.map(|(_, top)| top).chain(targets).max().unwrap_or(0);
    let ticks = ticks(largest, 6);
    let scale = Scale { whole: ticks.last().copied().unwrap_or(1) };
    for tick in &ticks {
        let y = scale.y(*tick);
        scene.level((LEFT, SIZE.0 - MARGIN), y, 1, GRID);
        let amount = Money::from_fen(*tick).unwrap_or_default();
        scene.text(&wan(amount, 0), (LEFT - 8, y), BODY, Anchor::End, INK);
    }
    scene.text("金额（万元）", (MARGIN, TOP - 26), 13, Anchor::Start, INK);
    legend(&mut scene, face);

    // A place for each step of each year, and one between two years.
    let places = reserve.years.iter().map(|year| year.steps.len()).sum::<usize>();
    let places = places + reserve.years.len().saturating_sub(1);
    let place = (SIZE.0 - MARGIN - LEFT) / i32::try_from(places.max(1)).unwrap_or(i32::MAX);
    let mut x = LEFT;
    for year in reserve.years {
        let end = x + place * i32::try_from(year.steps.len()).unwrap_or(0);
        draw(&mut scene, year, (x, end, place), &scale, face);
        x = end + place;
    }
    scene.level((LEFT, SIZE.0 - MARGIN), BOTTOM, 1, INK);
    scene
}

/// The lower and the upper end of the bar of each step.
fn levels(steps: &[Step]) -> Vec<(i128, i128)> {
    let mut level = 0;
    let mut ends = Vec::new();
    for step in steps {
        let amount = step.amount.fen();
        let before = level;
        level = match step.kind {
            Kind::Balance => amount,
            Kind::In => before + amount,
            Kind::Out => before - amount,
        };
        let from = if step.kind == Kind::Balance { 0 } else { before };
        ends.push((from.min(level), from.max(level)));
    }
    ends
}

fn draw(
    scene: &mut Scene,
    year: &Year,
    (start, end, place): (i32, i32, i32),
    scale: &Scale,
    face: &Face,
) {
    if let Some(target) = year.target {
        scene.dashes((start, end), scale.y(target.fen()), 1, INK);
    }
    let gap = (place / 7).max(2);
    let levels = levels(&year.steps);
    let mut labels = Vec::new();
    for (index, (step, (low, high))) in (0..).zip(year.steps.iter().zip(&levels)) {
        let left = start + index * place + gap;
        let right = left + place - 2 * gap;
        let (top, bottom) = (scale.y(*high), scale.y(*low));
        let area = Area { left, top, right, bottom: bottom.max(top + 1) };
        match step.kind {
            // What did not move leaves the level as it is.
            _ if step.amount.is_zero() => scene.level((left, right), top, 1, FAINT),
            Kind::Balance => scene.fill(area, BALANCE),
            Kind::In => {
                scene.fill(area, IN);
                scene.frame(area, 1, BALANCE);
            }
            Kind::Out => {
                scene.fill(area, OUT);
                scene.hatch(area, OUT_EDGE);
                scene.frame(area, 1, OUT_EDGE);
            }
        }
        // Where the level stands after this step, up to the next bar.
        let after = if step.kind == Kind::Out { bottom } else { top };
        if right + gap < end {
            scene.level((right, right + 2 * gap), after, 1, FAINT);
        }
        let middle = i32::midpoint(left, right);
        let text = match step.kind {
            _ if step.amount.is_zero() => "0".to_owned(),
            Kind::Balance => wan(step.amount, 2),
            Kind::In => signed(step.amount, 2),
            Kind::Out => format!("−{}", wan(step.amount, 2)),
        };
        labels.push((text, (middle, top - 10)));
        scene.text(step.name, (middle, BOTTOM + 14), BODY, Anchor::Middle, INK);
    }
    for (text, (x, y)) in labels {
        // A line behind a figure would cut it.
        let half = face.width(&text, 11) / 2 + 1;
        let clear = Area { left: x - half, top: y - 7, right: x + half, bottom: y + 7 };
        scene.fill(clear, WHITE);
        scene.text(&text, (x, y), 11, Anchor::Middle, INK);
    }
    scene.level((start + gap, end - gap), BOTTOM + 28, 1, FAINT);
    let middle = i32::midpoint(start, end);
    scene.text(&year.name, (middle, BOTTOM + 44), 14, Anchor::Middle, INK);
}

fn legend(scene: &mut Scene, face: &Face) {
    let y = 98;
    let mut x = LEFT;
    for (name, kind) in [
        ("余额", Some(Kind::Balance)),
        ("转入", Some(Kind::In)),
        ("转出", Some(Kind::Out)),
        ("目标", None),
    ] {
        let area = Area { left: x, top: y - 7, right: x + 26, bottom: y + 7 };
        match kind {
            Some(Kind::Balance) => scene.fill(area, BALANCE),
            Some(Kind::In) => {
                scene.fill(area, IN);
                scene.frame(area, 1, BALANCE);
            }
            Some(Kind::Out) => {
                scene.hatch(area, OUT_EDGE);
                scene.frame(area, 1, OUT_EDGE);
            }
            None => scene.dashes((area.left, area.right), y, 1, INK),
        }
        scene.text(name, (x + 32, y), BODY, Anchor::Start, INK);
        x += 32 + face.width(name, BODY) + 28;
    }
}
