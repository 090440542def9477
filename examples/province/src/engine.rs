//! The query: records by payee, item and month, under a bound of memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::dataframe::DataFrame;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::functions_aggregate::expr_fn::{count, max, min, sum};
use datafusion::physical_plan::displayable;
use datafusion::prelude::{
    ParquetReadOptions, SessionConfig, SessionContext, cast, col, date_trunc, lit, when,
};
use datafusion::scalar::ScalarValue;
use futures::StreamExt;
use tokio::runtime::{Builder, Runtime};
use work_equivalent::facts::VolumeCounts;

use crate::Error;
use crate::parquet_file::{Output, about};
use crate::tally::{Counted, Tally, schema};

/// How many years before and after 1970 a day has a month in the engine, more or less.
const YEARS: i32 = 250;

/// A query engine in this process.
pub struct Engine {
    context: SessionContext,
    runtime: Runtime,
}

impl Engine {
    /// An engine that sums in so many bytes, and on disk what does not fit; on so many threads.
    ///
    /// # Errors
    ///
    /// A system without threads or a folder for what is spilled.
    pub fn new(memory: usize, partitions: usize) -> Result<Self, Error> {
        let mut config = SessionConfig::new().with_target_partitions(partitions);
        let execution = &mut config.options_mut().execution;
        // The engine would pass records through where most of the first are of different groups; on
        // a cluster it is records that would move then.
        execution.skip_partial_aggregation_probe_ratio_threshold = 1.0;
        // What a sort keeps to merge with is fixed otherwise, and all there is if that is little.
        let kept = &mut execution.sort_spill_reservation_bytes;
        *kept = (memory / partitions / 8).min(*kept);
        let pool = Arc::new(FairSpillPool::new(memory));
        let environment = RuntimeEnvBuilder::new().with_memory_pool(pool).build_arc()?;
        let context = SessionContext::new_with_config_rt(config, environment);
        let runtime = Builder::new_multi_thread().worker_threads(partitions).build()?;
        Ok(Self { context, runtime })
    }

    /// Counts the records of files, each partition of the result into a table of its own.
    ///
    /// # Errors
    ///
    /// Files that hold no records. Records that cannot be counted are the tally's.
    pub fn count(&self, files: &[PathBuf], empty: &VolumeCounts) -> Result<Tally, Error> {
        self.runtime.block_on(async {
            let streams = self.sums(files).await?.execute_stream_partitioned().await?;
            let tasks: Vec<_> = streams
                .into_iter()
                .map(|stream| tokio::spawn(count_stream(stream, Tally::new(empty))))
                .collect();
            let mut all = Tally::new(empty);
            for task in tasks {
                all.merge(task.await??)?;
            }
            Ok(all)
        })
    }

    /// Counts the records of files into a partial table, which is written to a file if nothing was
    /// wrong. It is sorted: the same records make the same bytes.
    ///
    /// # Errors
    ///
    /// Those of [`Self::count`], and records that cannot be counted.
    pub fn count_into(
        &self,
        path: &Path,
        files: &[PathBuf],
        empty: &VolumeCounts,
    ) -> Result<Counted, Error> {
        self.runtime.block_on(async {
            let key = vec![col("payee"), col("item"), col("month")];
            let mut stream = self.sums(files).await?.sort_by(key)?.execute_stream().await?;
            let mut tally = Tally::new(empty);
            let mut output = Output::create(path, schema())?;
            while let Some(groups) = stream.next().await {
                output.write(&tally.add_groups(&groups?)?)?;
            }
            let counted = tally.finish()?;
            output.finish()?;
            Ok(counted)
        })
    }

    /// How the engine carries the query out.
    ///
    /// # Errors
    ///
    /// Those of [`Self::count`].
    pub fn plan(&self, files: &[PathBuf]) -> Result<String, Error> {
        self.runtime.block_on(async {
            let plan = self.sums(files).await?.create_physical_plan().await?;
            Ok(displayable(plan.as_ref()).indent(false).to_string())
        })
    }

    /// The query: what [`Tally::add_groups`] reads.
    async fn sums(&self, files: &[PathBuf]) -> Result<DataFrame, Error> {
        for path in files {
            let records = self.read(std::slice::from_ref(path)).await;
            check(&records.map_err(|error| about(path, error))?)
                .map_err(|error| about(path, error))?;
        }
        // Beyond nanoseconds of 64 bits the engine knows no months. Such a day stands for itself: no
        // period has it, and it will be reported with its payee and item.
        let known = col("day").between(lit(date(-YEARS)), lit(date(YEARS)));
        let seconds = DataType::Timestamp(TimeUnit::Second, None);
        let month = cast(date_trunc(lit("month"), cast(col("day"), seconds)), DataType::Date32);
        let month = when(known, month).otherwise(col("day"))?;
        Ok(self.read(files).await?.aggregate(
            vec![col("payee"), col("item"), month.alias("month")],
            vec![
                sum(col("volume")).alias("sum"),
                min(col("volume")).alias("least"),
                max(col("volume")).alias("most"),
                count(col("volume")).alias("with_volume"),
                count(lit(1)).alias("records"),
            ],
        )?)
    }

    async fn read(&self, files: &[PathBuf]) -> Result<DataFrame, Error> {
        let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        Ok(self.context.read_parquet(paths, ParquetReadOptions::default()).await?)
    }
}

/// About so many years after 1970.
fn date(years: i32) -> ScalarValue {
    ScalarValue::Date32(Some(365 * years))
}

async fn count_stream(
    mut stream: SendableRecordBatchStream,
    mut tally: Tally,
) -> Result<Tally, Error> {
    while let Some(groups) = stream.next().await {
        tally.add_groups(&groups?)?;
    }
    Ok(tally)
}

/// Whether a file has the columns of records: volumes that are not decimals are not exact.
fn check(records: &DataFrame) -> Result<(), Error> {
    let of = |column: &str| {
        let field = records.schema().field_with_unqualified_name(column);
        field.map(|field| field.data_type()).map_err(|_| format!("has no column \"{column}\""))
    };
    let text =
        |of: &DataType| matches!(of, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    for (column, fits, what) in [
        ("payee", text(of("payee")?), "text"),
        ("item", text(of("item")?), "text"),
        ("day", *of("day")? == DataType::Date32, "dates"),
        (
            "volume",
            matches!(of("volume")?, DataType::Decimal128(..)),
            "decimals of up to 38 digits",
        ),
    ] {
        if !fits {
            return Err(
                format!("column \"{column}\" is {}: it has to be {what}", of(column)?).into()
            );
        }
    }
    Ok(())
}
