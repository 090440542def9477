//! Pay of each payee before and after: a pair of level bars.

use std::cmp::Reverse;

use work_equivalent::units::Money;
use work_equivalent::whatif::{Entry, Movement};

use super::face::Face;
use super::scene::{Anchor, Area, BODY, Color, FAINT, GRID, INK, MARGIN, Scene, WHITE};
use crate::number::{along, percent, signed, ticks, wan};

/// What is drawn.
pub struct Pay<'a> {
    /// The title, a line below it, and where the figures come from.
    pub title: &'a str,
    pub below: &'a str,
    pub source: &'a [String],
    /// What the two bars are.
    pub names: [&'a str; 2],
    pub entries: &'a [Entry],
}

/// The most payees: of more, those whose pay changes most.
pub const MOST: usize = 60;

const WIDTH: i32 = 1123;
const TOP: i32 = 126;
const ROW: i32 = 34;
const BAR: i32 = 13;
const BEFORE: Color = Color(0xb9, 0xc4, 0xd0);
const AFTER: Color = Color(0x1f, 0x4e, 0x79);
/// What is left free for the figures behind the bars.
const FIGURES: i32 = 190;

pub fn chart(pay: &Pay, face: &Face) -> Scene {
    let mut rows: Vec<(&Entry, &Movement)> =
        pay.entries.iter().filter_map(|entry| Some((entry, entry.payable.as_ref()?))).collect();
    rows.sort_by_key(|(_, payable)| Reverse(payable.difference.fen().unsigned_abs()));
    rows.truncate(MOST);
    rows.sort_by_key(|(_, payable)| Reverse(payable.before));
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX / ROW / 2);
    let bottom = TOP + count * ROW;
    let mut scene = Scene::page((WIDTH, bottom + 92), pay.title, pay.below, pay.source);

    let names = rows.iter().map(|(entry, _)| face.width(&label(entry, face), 13)).max();
    let left = MARGIN + names.unwrap_or(0) + 12;
    let length = WIDTH - MARGIN - FIGURES - left;
    let largest = rows.iter().map(|(_, payable)| payable.before.max(payable.after).fen()).max();
    // The longest bar takes all the room there is.
    let whole = largest.unwrap_or(0).max(1);
    for tick in ticks(whole, 7).iter().filter(|tick| **tick <= whole) {
        let x = left + along(*tick, whole, length);
        scene.upright(x, (TOP - 6, bottom), 1, GRID);
        let amount = Money::from_fen(*tick).unwrap_or_default();
        scene.text(&wan(amount, 0), (x, bottom + 12), BODY, Anchor::Middle, INK);
    }
    scene.text("应支付额（万元）", (left + length / 2, bottom + 32), 13, Anchor::Middle, INK);

    legend(&mut scene, pay.names, left, face);
    for (row, (entry, payable)) in (0..).zip(&rows) {
        let top = TOP + row * ROW + (ROW - 2 * BAR) / 2;
        let middle = top + BAR;
        scene.text(&label(entry, face), (left - 8, middle), 13, Anchor::End, INK);
        let change = match &payable.growth {
            _ if payable.difference.is_zero() => "不变".to_owned(),
            Some(growth) => format!("{}，{}", signed(payable.difference, 2), percent(growth)),
            None => signed(payable.difference, 2),
        };
        let texts = [wan(payable.before, 2), format!("{}（{change}）", wan(payable.after, 2))];
        for (index, (amount, color)) in
            (0..).zip([(payable.before, BEFORE), (payable.after, AFTER)])
        {
            let top = top + index * BAR;
            let end = left + along(amount.fen().max(0), whole, length).max(1);
            scene.fill(Area { left, top, right: end, bottom: top + BAR - 1 }, color);
            let text = texts.get(usize::from(index == 1)).map_or("", String::as_str);
            let color = if index == 0 { FAINT } else { INK };
            // A line of the grid behind a figure would cut it.
            let right = end + 8 + face.width(text, 11);
            scene.fill(Area { left: end + 1, top, right, bottom: top + BAR }, WHITE);
            scene.text(text, (end + 6, top + BAR / 2), 11, Anchor::Start, color);
        }
    }
    scene.upright(left, (TOP - 6, bottom), 1, INK);
    scene
}

fn label(entry: &Entry, face: &Face) -> String {
    face.fit(&format!("{} {}", entry.code, entry.name), 13, WIDTH / 3)
}

fn legend(scene: &mut Scene, names: [&str; 2], left: i32, face: &Face) {
    let mut x = left;
    let y = 98;
    for (name, color) in names.into_iter().zip([BEFORE, AFTER]) {
        scene.fill(Area { left: x, top: y - 6, right: x + 22, bottom: y + 6 }, color);
        scene.text(name, (x + 28, y), BODY, Anchor::Start, INK);
        x += 28 + face.width(name, BODY) + 28;
    }
}
