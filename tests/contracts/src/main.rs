//! The public API as a listing: what a host can name with default features, and what each feature
//! adds.
//!
//! ```text
//! cargo run --manifest-path tests/contracts/Cargo.toml             # hold it against api.txt
//! UPDATE=1 cargo run --manifest-path tests/contracts/Cargo.toml    # write api.txt anew
//! ```

mod listing;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use serde_json::Value;

use listing::Listing;

/// The library, as cargo knows it.
struct Library {
    root: PathBuf,
    /// Where its documentation is built: apart, since the compiler is told to take unstable options.
    target: PathBuf,
    /// Its features, in order of name.
    features: Vec<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("contracts: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let library = Library::find()?;
    let mut found = Listing::default();
    let plain = library.items("")?;
    found.section("With default features", plain.clone());
    // Each alone, and all together.
    for feature in library.features.iter().chain([&library.features.join(",")]) {
        let items = library.items(feature)?;
        let there: BTreeSet<&String> = items.iter().collect();
        if let Some(lost) = plain.iter().find(|item| !there.contains(item)) {
            return Err(format!("features only add, but with {feature} there is no {lost}").into());
        }
        found.section(&format!("With {feature}"), items);
    }

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api.txt");
    let shown = path.strip_prefix(&library.root).unwrap_or(&path).display();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, found.to_string())?;
        println!("{shown}: {} items", found.len());
        return Ok(ExitCode::SUCCESS);
    }
    let recorded = fs::read_to_string(&path)?;
    let differences = listing::differences(&recorded, &found.to_string());
    if differences.is_empty() {
        println!("{shown}: {} items, as on record", found.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{shown} is not what the library has; removed -, added +:");
    for line in differences {
        println!("{line}");
    }
    println!("if that is meant: UPDATE=1 cargo run --manifest-path tests/contracts/Cargo.toml");
    Ok(ExitCode::FAILURE)
}

impl Library {
    fn find() -> Result<Self, Box<dyn Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let mut metadata = Command::new(env!("CARGO"));
        metadata.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root);
        let metadata: Value = serde_json::from_slice(&metadata.output()?.stdout)?;
        let packages = metadata["packages"].as_array().ok_or("cargo names no packages")?;
        let manifest = root.join("Cargo.toml");
        let package = packages.iter().find(|it| it["manifest_path"].as_str() == manifest.to_str());
        let features = package.and_then(|package| package["features"].as_object());
        let features = features.ok_or("cargo names no features")?;
        // Default features are in the listing without one.
        let features = features.keys().filter(|name| *name != "default").cloned().collect();
        let target = metadata["target_directory"].as_str().ok_or("cargo names no target")?;
        Ok(Self { root, target: Path::new(target).join("contracts"), features })
    }

    /// What a host can name with features, which are separated by commas.
    fn items(&self, features: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let status = Command::new(env!("CARGO"))
            .args(["rustdoc", "--quiet", "--lib", "--features", features])
            .args(["--", "-Z", "unstable-options", "--output-format", "json"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &self.target)
            .current_dir(&self.root)
            .status()?;
        if !status.success() {
            return Err(format!("rustdoc failed with features \"{features}\"").into());
        }
        listing::items(&self.target.join("doc/work_equivalent.json"))
    }
}
