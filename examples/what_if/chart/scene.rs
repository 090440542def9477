//! What a chart is made of: areas, slanted strokes and texts, at whole units from the top left.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

pub const INK: Color = Color(0x1a, 0x1a, 0x1a);
pub const FAINT: Color = Color(0x5a, 0x5a, 0x5a);
pub const GRID: Color = Color(0xdd, 0xdd, 0xdd);
pub const WHITE: Color = Color(0xff, 0xff, 0xff);

impl Color {
    /// The colour `part ÷ whole` of the way to another.
    pub fn towards(self, other: Self, part: i128, whole: i128) -> Self {
        let mix = |from: u8, to: u8| {
            let (from, to) = (i128::from(from), i128::from(to));
            let mixed = from + (to - from) * part / whole.max(1);
            u8::try_from(mixed.clamp(0, 255)).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Fill {
        area: Area,
        color: Color,
    },
    /// A stroke at 45 degrees.
    Slant {
        from: (i32, i32),
        to: (i32, i32),
        color: Color,
    },
    Text {
        text: String,
        /// The anchor, at half the height of a character.
        at: (i32, i32),
        size: i32,
        anchor: Anchor,
        color: Color,
    },
}

/// A chart, laid out. What is added later covers what was added before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    pub title: String,
    pub width: i32,
    pub height: i32,
    pub marks: Vec<Mark>,
}

/// The size of most texts: 9 points on A4.
pub const BODY: i32 = 12;

impl Scene {
    /// A page with its title, a line below it, and where its figures come from at the bottom.
    pub fn page((width, height): (i32, i32), title: &str, below: &str, source: &[String]) -> Self {
        let mut scene = Self { title: title.to_owned(), width, height, marks: Vec::new() };
        scene.fill(Area { left: 0, top: 0, right: width, bottom: height }, WHITE);
        scene.text(title, (MARGIN, 34), 22, Anchor::Start, INK);
        scene.text(below, (MARGIN, 64), 14, Anchor::Start, FAINT);
        for (line, text) in (0..).zip(source.iter().rev()) {
            scene.text(text, (MARGIN, height - 18 - 18 * line), 11, Anchor::Start, FAINT);
        }
        scene
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            Mark::Fill { .. } | Mark::Slant { .. } => None,
        })
    }

    pub fn fill(&mut self, area: Area, color: Color) {
        self.marks.push(Mark::Fill { area, color });
    }

    pub fn text(&mut self, text: &str, at: (i32, i32), size: i32, anchor: Anchor, color: Color) {
        self.marks.push(Mark::Text { text: text.to_owned(), at, size, anchor, color });
    }

    /// A level line of a thickness.
    pub fn level(&mut self, (left, right): (i32, i32), y: i32, thickness: i32, color: Color) {
        let top = y - thickness / 2;
        self.fill(Area { left, top, right, bottom: top + thickness }, color);
    }

    /// An upright line of a thickness.
    pub fn upright(&mut self, x: i32, (top, bottom): (i32, i32), thickness: i32, color: Color) {
        let left = x - thickness / 2;
        self.fill(Area { left, top, right: left + thickness, bottom }, color);
    }

    /// A level line in dashes.
    pub fn dashes(&mut self, (left, right): (i32, i32), y: i32, thickness: i32, color: Color) {
        for start in (left..right).step_by(9) {
            self.level((start, right.min(start + 6)), y, thickness, color);
        }
    }

    /// The edge of an area, inside it.
    pub fn frame(&mut self, area: Area, thickness: i32, color: Color) {
        let Area { left, top, right, bottom } = area;
        for side in [
            Area { bottom: top + thickness, ..area },
            Area { top: bottom - thickness, ..area },
            Area { right: left + thickness, ..area },
            Area { left: right - thickness, ..area },
        ] {
            self.fill(side, color);
        }
    }

    /// Slanted strokes over an area, so that it is told apart in black and white too.
    pub fn hatch(&mut self, area: Area, color: Color) {
        let Area { left, top, right, bottom } = area;
        let (width, height) = (right - left, bottom - top);
        // Each stroke rises from the bottom or the left edge to the top or the right edge.
        for offset in (6..width + height).step_by(6) {
            let from = (left + (offset - height).max(0), top + offset.min(height));
            let to = (left + offset.min(width), top + (offset - width).max(0));
            self.marks.push(Mark::Slant { from, to, color });
        }
    }
}

/// What is left free on all sides.
pub const MARGIN: i32 = 28;
