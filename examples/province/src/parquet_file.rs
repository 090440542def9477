//! Parquet files that are there in full or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::ArrowWriterOptions;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;

use crate::Error;

/// A file that is being written, beside the place where it will be.
pub struct Output {
    writer: ArrowWriter<File>,
    written: PathBuf,
    path: PathBuf,
}

impl Output {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// A place in which nothing can be written.
    pub fn create(path: &Path, schema: SchemaRef) -> Result<Self, Error> {
        let written = path.with_added_extension("unfinished");
        let file = File::create(&written).map_err(|error| about(&written, error))?;
        let zstd = Compression::ZSTD(ZstdLevel::default());
        let properties = WriterProperties::builder().set_compression(zstd).build();
        // Plain Parquet, as any system exports it: nothing that only Arrow reads.
        let options =
            ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(file, schema, options)?;
        Ok(Self { writer, written, path: path.to_owned() })
    }

    /// Adds rows.
    ///
    /// # Errors
    ///
    /// Rows of another schema, or a disk that is full.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.writer.write(batch).map_err(|error| about(&self.written, error))
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    ///
    /// A disk that is full.
    pub fn finish(self) -> Result<(), Error> {
        self.writer.close().map_err(|error| about(&self.written, error))?;
        fs::rename(&self.written, &self.path).map_err(|error| about(&self.path, error))
    }
}

/// The files that paths name: a folder stands for the Parquet files in it.
///
/// # Errors
///
/// A path that does not exist, a folder without Parquet files, or no path at all.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if !fs::metadata(path).map_err(|error| about(path, error))?.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        for entry in fs::read_dir(path).map_err(|error| about(path, error))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "parquet") {
                files.push(path);
            }
        }
        if files.len() == before {
            return Err(about(path, "has no file that ends in .parquet"));
        }
        files[before..].sort();
    }
    if files.is_empty() {
        return Err("name a file or a folder of records".into());
    }
    Ok(files)
}

/// How many bytes files have.
///
/// # Errors
///
/// A file that is not there.
pub fn bytes(files: &[PathBuf]) -> Result<u64, Error> {
    let size = |path: &PathBuf| Ok(fs::metadata(path).map_err(|error| about(path, error))?.len());
    files.iter().map(size).sum()
}

/// What is wrong with a file.
pub fn about(path: &Path, error: impl std::fmt::Display) -> Error {
    format!("{}: {error}", path.display()).into()
}
