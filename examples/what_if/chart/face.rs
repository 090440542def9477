//! The font of the charts, read from the binary itself: no font of the system is needed.

use ab_glyph::{Font, FontRef, PxScale, point};

const FONT: &[u8] = include_bytes!("../font/NotoSansCJKsc-subset.otf");

/// Where a line of text has its base line, in hundredths of its size below its top: what the SVG
/// backend writes as `dy`.
const BASE: i32 = 76;

pub struct Face(FontRef<'static>);

impl Face {
    pub fn new() -> Result<Self, String> {
        FontRef::try_from_slice(FONT).map(Self).map_err(|error| format!("字体：{error}"))
    }

    /// The characters of a text that the font lacks.
    pub fn lacks<'t>(&self, text: &'t str) -> impl Iterator<Item = char> + use<'t, '_> {
        text.chars().filter(|character| self.0.glyph_id(*character).0 == 0)
    }

    /// How wide a text is, in the unit of its size.
    pub fn width(&self, text: &str, size: i32) -> i32 {
        let advances = text.chars().map(|c| self.0.h_advance_unscaled(self.0.glyph_id(c)));
        let units: f32 = advances.sum();
        pixels((units * self.em(size) / self.per_em()).ceil())
    }

    /// A text, cut where it would take more room than there is.
    pub fn fit(&self, text: &str, size: i32, room: i32) -> String {
        let mut fitting = text.to_owned();
        let mut kept: Vec<char> = text.chars().collect();
        while self.width(&fitting, size) > room && kept.pop().is_some() {
            fitting = kept.iter().chain(&['…']).collect();
        }
        fitting
    }

    /// Draws a text with its top left at the origin: each pixel with how much of it is covered.
    pub fn draw<E>(
        &self,
        text: &str,
        size: i32,
        mut pixel: impl FnMut(i32, i32, f32) -> Result<(), E>,
    ) -> Result<(), E> {
        let em = self.em(size);
        // The library's scale is the height of a line, not the size of the font.
        let scale = PxScale::from(em * self.0.height_unscaled() / self.per_em());
        let base = self.em(size * BASE / 100);
        let mut x = 0.0;
        for character in text.chars() {
            let id = self.0.glyph_id(character);
            let glyph = id.with_scale_and_position(scale, point(x, base));
            x += self.0.h_advance_unscaled(id) * em / self.per_em();
            let Some(outline) = self.0.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            let (left, top) = (pixels(bounds.min.x), pixels(bounds.min.y));
            let mut done = Ok(());
            outline.draw(|x, y, coverage| {
                if done.is_ok()
                    && let (Ok(x), Ok(y)) = (i32::try_from(x), i32::try_from(y))
                {
                    done = pixel(left + x, top + y, coverage);
                }
            });
            done?;
        }
        Ok(())
    }

    fn per_em(&self) -> f32 {
        self.0.units_per_em().unwrap_or(1000.0)
    }

    #[allow(clippy::cast_precision_loss, clippy::unused_self, reason = "a size is below 2²⁴")]
    fn em(&self, size: i32) -> f32 {
        size as f32
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a place on a page, and whole already")]
fn pixels(length: f32) -> i32 {
    length as i32
}
