//! Painting a scene: as SVG with its texts as texts, and as pixels with the font of the example.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};
use plotters_bitmap::BitMapBackend;
use plotters_svg::SVGBackend;

use super::face::Face;
use super::scene::{Anchor, Area, Color, Mark, Scene};

/// Fonts that readers have, the one that the example measures with first.
const FAMILIES: &str = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, \
                        PingFang SC, SimHei, sans-serif";

/// What the SVG backend divides sizes by.
const SVG_SIZE: f64 = 1.24;

/// The dots of a metre, of which an inch has 96 times the scale.
const DOTS_IN_100_INCHES: i32 = 9_600;
const METRE_IN_10000_INCHES: i32 = 393_701;

/// The scene as an SVG document.
pub fn svg(scene: &Scene, face: &Face) -> Result<String, String> {
    let mut text = String::new();
    let mut backend = SVGBackend::with_string(&mut text, size(scene, 1)?);
    paint(scene, face, 1, &mut backend)?;
    drop(backend);
    // The title is what a screen reader says, and a browser shows.
    let title: String = scene.title.chars().map(escaped).collect();
    Ok(text.replacen(">\n", &format!(">\n<title>{title}</title>\n"), 1))
}

fn escaped(character: char) -> String {
    match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        other => other.to_string(),
    }
}

/// The scene as a PNG file with so many pixels for each unit.
pub fn png(scene: &Scene, face: &Face, scale: i32) -> Result<Vec<u8>, String> {
    let (width, height) = size(scene, scale)?;
    let pixels = usize::try_from(width).ok().zip(usize::try_from(height).ok());
    let bytes = pixels.and_then(|(width, height)| width.checked_mul(height)?.checked_mul(3));
    let mut buffer = vec![0; bytes.ok_or("图太大")?];
    let mut backend = BitMapBackend::with_buffer(&mut buffer, (width, height));
    paint(scene, face, scale, &mut backend)?;
    drop(backend);

    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Even areas and sharp edges: prediction from pixel to pixel gains nothing.
    encoder.set_filter(png::Filter::NoFilter);
    let dots = u32::try_from(DOTS_IN_100_INCHES * scale / 100 * METRE_IN_10000_INCHES / 10_000);
    let dots = dots.map_err(|error| error.to_string())?;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots,
        yppu: dots,
        unit: png::Unit::Meter,
    }));
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&buffer)?;
        writer.finish()
    });
    written.map_err(|error| error.to_string())?;
    Ok(file)
}

fn size(scene: &Scene, scale: i32) -> Result<(u32, u32), String> {
    let side = |length: i32| u32::try_from(length * scale).map_err(|error| error.to_string());
    Ok((side(scene.width)?, side(scene.height)?))
}

fn paint<B: DrawingBackend>(
    scene: &Scene,
    face: &Face,
    scale: i32,
    backend: &mut B,
) -> Result<(), String> {
    let failed = |error: DrawingErrorKind<B::ErrorType>| error.to_string();
    let scaled = |(x, y): (i32, i32)| (x * scale, y * scale);
    backend.ensure_prepared().map_err(failed)?;
    for mark in &scene.marks {
        match mark {
            Mark::Fill { area: Area { left, top, right, bottom }, color } => {
                if left < right && top < bottom {
                    let end = scaled((*right, *bottom));
                    backend.draw_rect(scaled((*left, *top)), end, &ink(*color), true)
                } else {
                    Ok(())
                }
            }
            Mark::Slant { from, to, color } => {
                let stroke = Stroke { color: ink(*color), width: scale.unsigned_abs() };
                backend.draw_line(scaled(*from), scaled(*to), &stroke)
            }
            Mark::Text { text, at, size, anchor, color } => {
                let size = size * scale;
                let label = Label { face, size, anchor: *anchor, color: ink(*color) };
                let (x, y) = scaled(*at);
                // Characters reach from 12 hundredths below the base line to 88 above it.
                backend.draw_text(text, &label, (x, y - size * 38 / 100))
            }
        }
        .map_err(failed)?;
    }
    backend.present().map_err(failed)
}

fn ink(Color(red, green, blue): Color) -> BackendColor {
    BackendColor { alpha: 1.0, rgb: (red, green, blue) }
}

struct Stroke {
    color: BackendColor,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// How a text is written. The SVG backend asks for family and size, the other for pixels.
struct Label<'f> {
    face: &'f Face,
    size: i32,
    anchor: Anchor,
    color: BackendColor,
}

impl BackendTextStyle for Label<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color
    }

    fn size(&self) -> f64 {
        f64::from(self.size) * SVG_SIZE
    }

    fn anchor(&self) -> Pos {
        let along = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(along, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILIES)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (self.face.width(text, self.size), self.size)))
    }

    fn draw<E, Pixel: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        (left, top): (i32, i32),
        mut pixel: Pixel,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(self.face.draw(text, self.size, |x, y, coverage| {
            let alpha = f64::from(coverage.clamp(0.0, 1.0));
            pixel(left + x, top + y, BackendColor { alpha, ..self.color })
        }))
    }
}
