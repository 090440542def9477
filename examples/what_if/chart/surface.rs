//! The budget surface: what the pool leaves or lacks, over two things that vary.

use work_equivalent::units::Money;

use super::face::Face;
use super::scene::{Anchor, Area, BODY, Color, INK, MARGIN, Scene, WHITE};
use crate::number::{signed, ticks};

/// What is drawn.
pub struct Surface<'a> {
    /// The title, a line below it, and where the figures come from.
    pub title: &'a str,
    pub below: &'a str,
    pub source: &'a [String],
    /// What varies, with its unit: from left to right, and from the bottom up.
    pub axes: [&'a str; 2],
    /// The values, as they are written.
    pub columns: &'a [String],
    pub rows: &'a [String],
    /// By row, then column; none where nothing was tried, or could not be settled.
    pub cells: &'a [Vec<Option<Cell>>],
    /// The row and column of the documents as they are, and what to call them.
    pub now: Option<(usize, usize, String)>,
}

/// What became of one variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is left of the pool; below zero, what it lacks.
    pub left: Money,
    /// Whether the reserve does not cover what it lacks either.
    pub beyond_reserve: bool,
}

/// Where there is nothing.
const BLANK: Color = Color(0xf2, 0xf2, 0xf2);
const EVEN: Color = Color(0xf7, 0xf7, 0xf7);
const LACKS: Color = Color(0xb3, 0x58, 0x06);
const LEAVES: Color = Color(0x21, 0x66, 0xac);

const WIDTH: i32 = 1123;
const TOP: i32 = 138;
const LEFT: i32 = 70;
/// What is left free for the legend on the right.
const LEGEND: i32 = 124;

/// The grid on the page.
struct Grid {
    cell: (i32, i32),
    columns: usize,
    rows: usize,
}

impl Grid {
    /// The area of a cell, the first row at the bottom.
    fn area(&self, row: usize, column: usize) -> Area {
        let at = |place: usize, size: i32| i32::try_from(place).unwrap_or(0) * size;
        let left = LEFT + at(column, self.cell.0);
        let top = TOP + at(self.rows.saturating_sub(row + 1), self.cell.1);
        Area { left, top, right: left + self.cell.0, bottom: top + self.cell.1 }
    }

    fn right(&self) -> i32 {
        self.area(0, self.columns.saturating_sub(1)).right
    }

    fn bottom(&self) -> i32 {
        self.area(0, 0).bottom
    }
}

pub fn chart(surface: &Surface, face: &Face) -> Scene {
    let (columns, rows) = (surface.columns.len(), surface.rows.len());
    let share = |room: i32, count: usize, most: i32| {
        (room / i32::try_from(count.max(1)).unwrap_or(i32::MAX)).clamp(4, most)
    };
    let cell = (share(WIDTH - LEFT - LEGEND - MARGIN, columns, 64), share(550, rows, 32));
    let grid = Grid { cell, columns, rows };
    let size = (WIDTH.max(grid.right() + LEGEND + MARGIN), grid.bottom() + 104);
    let mut scene = Scene::page(size, surface.title, surface.below, surface.source);

    let largest = surface.cells.iter().flatten().flatten().map(|cell| cell.left.fen().abs()).max();
    let ticks = ticks(largest.unwrap_or(0), 6);
    let whole = ticks.last().copied().unwrap_or(1);
    for (row, cells) in surface.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let area = grid.area(row, column);
            scene.fill(area, cell.map_or(BLANK, |cell| color(cell.left.fen(), whole)));
        }
    }
    figures(&mut scene, surface, &grid, whole, face);
    boundaries(&mut scene, surface, &grid);
    axes(&mut scene, surface, &grid, face);
    legend(&mut scene, surface, &grid, (&ticks, whole), face);
    scene
}

fn color(left: i128, whole: i128) -> Color {
    let end = if left < 0 { LACKS } else { LEAVES };
    EVEN.towards(end, left.abs(), whole)
}

/// The amount in each cell, where all of them have room.
fn figures(scene: &mut Scene, surface: &Surface, grid: &Grid, whole: i128, face: &Face) {
    const SIZE: i32 = 11;
    let there = || surface.cells.iter().flatten().flatten();
    let widest = there().map(|cell| face.width(&short(cell.left), SIZE)).max().unwrap_or(0);
    if widest + 3 > grid.cell.0 || SIZE + 4 > grid.cell.1 {
        return;
    }
    for (row, cells) in surface.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let area = grid.area(row, column);
            let at = (i32::midpoint(area.left, area.right), i32::midpoint(area.top, area.bottom));
            // White is the clearer one on the darkest cells only.
            let ink = if cell.left.fen().abs() * 10 > whole * 9 { WHITE } else { INK };
            scene.text(&short(cell.left), at, SIZE, Anchor::Middle, ink);
        }
    }
}

/// An amount in whole 万元, without a mark between thousands, for which a cell has no room.
fn short(amount: Money) -> String {
    signed(amount, 0).replace(',', "")
}

/// The lines at which the pool breaks even, and the reserve is used up; and where we are now.
fn boundaries(scene: &mut Scene, surface: &Surface, grid: &Grid) {
    let at = |row: usize, column: usize| *surface.cells.get(row)?.get(column)?;
    let lacks = |cell: Cell| cell.left.is_negative();
    let beyond = |cell: Cell| cell.beyond_reserve;
    let kinds: [(&dyn Fn(Cell) -> bool, bool); 2] = [(&lacks, false), (&beyond, true)];
    for (differs, dashed) in kinds {
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                let Some(cell) = at(row, column) else { continue };
                let area = grid.area(row, column);
                let parted = |other: Option<Cell>| {
                    other.is_some_and(|other| differs(other) != differs(cell))
                };
                if parted(at(row, column + 1)) {
                    edge(scene, Area { left: area.right, ..area }, dashed);
                }
                if parted(at(row + 1, column)) {
                    edge(scene, Area { bottom: area.top, ..area }, dashed);
                }
            }
        }
    }
    if let Some((row, column, _)) = &surface.now {
        let Area { left, top, right, bottom } = grid.area(*row, *column);
        scene.frame(Area { left, top, right: right + 1, bottom: bottom + 1 }, 3, INK);
    }
}

/// One edge between two cells: an area without width or without height.
fn edge(scene: &mut Scene, edge: Area, dashed: bool) {
    let Area { left, top, right, bottom } = edge;
    let upright = left == right;
    let mut piece = |from: i32, to: i32| {
        if upright {
            scene.upright(left, (from, to), 3, INK);
        } else {
            scene.level((from, to), top, 3, INK);
        }
    };
    let (from, to) = if upright { (top, bottom) } else { (left, right) };
    if dashed {
        // Two dashes to an edge, so that they run on evenly from cell to cell.
        let quarter = (to - from) / 4;
        piece(from, from + quarter);
        piece(from + 2 * quarter, from + 3 * quarter);
    } else {
        piece(from - 1, to + 2);
    }
}

fn axes(scene: &mut Scene, surface: &Surface, grid: &Grid, face: &Face) {
    let [across, up] = surface.axes;
    let widest = surface.columns.iter().map(|text| face.width(text, 11)).max().unwrap_or(0);
    let every = |needed: i32, room: i32| usize::try_from((needed / room) + 1).unwrap_or(1);
    for column in (0..grid.columns).step_by(every(widest + 3, grid.cell.0)) {
        let area = grid.area(0, column);
        let at = (i32::midpoint(area.left, area.right), grid.bottom() + 12);
        let text = surface.columns.get(column).map_or("", String::as_str);
        scene.text(text, at, 11, Anchor::Middle, INK);
    }
    for row in (0..grid.rows).step_by(every(14, grid.cell.1)) {
        let area = grid.area(row, 0);
        let at = (LEFT - 8, i32::midpoint(area.top, area.bottom));
        let text = surface.rows.get(row).map_or("", String::as_str);
        scene.text(text, at, 11, Anchor::End, INK);
    }
    let middle = i32::midpoint(LEFT, grid.right());
    scene.text(across, (middle, grid.bottom() + 34), 13, Anchor::Middle, INK);
    scene.text(up, (MARGIN, TOP - 16), 13, Anchor::Start, INK);
}

fn legend(
    scene: &mut Scene,
    surface: &Surface,
    grid: &Grid,
    (ticks, whole): (&[i128], i128),
    face: &Face,
) {
    const SWATCH: i32 = 26;
    let x = grid.right() + 20;
    scene.text("资金余缺（万元）", (x, TOP + 2), 13, Anchor::Start, INK);
    scene.text("＋ 有余", (x, TOP + 24), BODY, Anchor::Start, INK);
    let levels = ticks.iter().rev().copied().chain(ticks.iter().skip(1).map(|tick| -tick));
    let mut top = TOP + 36;
    for level in levels {
        let area = Area { left: x, top, right: x + 30, bottom: top + SWATCH };
        scene.fill(area, color(level, whole));
        scene.frame(Area { bottom: area.bottom + 1, ..area }, 1, BLANK);
        let amount = signed(Money::from_fen(level).unwrap_or_default(), 0);
        scene.text(&amount, (x + 38, top + SWATCH / 2), BODY, Anchor::Start, INK);
        top += SWATCH;
    }
    scene.text("− 不足", (x, top + 14), BODY, Anchor::Start, INK);

    // What the lines are, above the grid.
    let y = 98;
    let mut x = LEFT;
    let mut entry = |scene: &mut Scene, sample: &dyn Fn(&mut Scene, i32), text: &str| {
        sample(scene, x);
        scene.text(text, (x + 36, y), BODY, Anchor::Start, INK);
        x += 36 + face.width(text, BODY) + 28;
    };
    let solid = |scene: &mut Scene, x: i32| scene.level((x, x + 30), y, 3, INK);
    entry(scene, &solid, "收支平衡线：一侧有余，一侧不足");
    if surface.cells.iter().flatten().flatten().any(|cell| cell.beyond_reserve) {
        let dashed = |scene: &mut Scene, x: i32| {
            for start in (x..x + 30).step_by(16) {
                scene.level((start, start + 8), y, 3, INK);
            }
        };
        entry(scene, &dashed, "风险金用尽线：越过它，风险金也不够");
    }
    if let Some((_, _, name)) = &surface.now {
        let frame = |scene: &mut Scene, x: i32| {
            scene.frame(Area { left: x + 2, top: y - 8, right: x + 28, bottom: y + 8 }, 3, INK);
        };
        entry(scene, &frame, name);
    }
}
