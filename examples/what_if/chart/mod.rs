//! Charts: laid out in whole units, painted once as SVG and once as PNG.

mod face;
mod paint;
pub mod pay;
pub mod reserve;
mod scene;
pub mod surface;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub use face::Face;
pub use scene::Scene;

/// Pixels of a PNG for each unit of the layout, of which an inch has 96: 192 dots an inch.
pub const PNG_SCALE: i32 = 2;

/// Writes a chart as `STEM.svg` and `STEM.png`.
pub fn write(
    scene: &Scene,
    face: &Face,
    folder: &Path,
    stem: &str,
) -> Result<[PathBuf; 2], String> {
    let svg = paint::svg(scene, face)?;
    let png = paint::png(scene, face, PNG_SCALE)?;
    let paths = ["svg", "png"].map(|extension| folder.join(format!("{stem}.{extension}")));
    for (path, bytes) in paths.iter().zip([svg.as_bytes(), &png]) {
        fs::write(path, bytes).map_err(|error| format!("{}：{error}", path.display()))?;
    }
    Ok(paths)
}

/// The characters of charts that their font lacks.
pub fn lacking<'s>(face: &Face, scenes: impl IntoIterator<Item = &'s Scene>) -> BTreeSet<char> {
    scenes.into_iter().flat_map(Scene::texts).flat_map(|text| face.lacks(text)).collect()
}
