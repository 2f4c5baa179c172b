//! [`Scale`]: what a run by many workers takes, worked out from measured costs.

use std::time::Duration;

use fraudgen_core::Plan;
use serde::Serialize;

use super::size::TableEstimate;
use crate::dataset::run::Run;
use crate::encode::Format;
use crate::error::Error;
use crate::generate::Waiting;
use crate::storage::s3::LIFETIME;
use crate::units::{bytes_text, count_text, time_text};

/// Unit costs, measured on a machine with 2 cores (x86-64) as CPU time and as peak memory of the process;
/// requests by wall time, against VersityGW on the same machine. Repeated measurements were within 20 %; an
/// older or busy machine needs up to twice as long.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Costs {
    /// CPU microseconds of a row in Parquet with zstd(1): `generate` of 8 million transactions.
    pub parquet_row: f64,
    /// The same in CSV: a million transactions.
    pub csv_row: f64,
    /// The same in JSONL.
    pub jsonl_row: f64,
    /// Memory of `generate` before any thread starts.
    pub process_memory: u64,
    /// Memory of a thread at work, without the file that it makes: 8 million transactions in files of 1, 2
    /// and 4 million, on 1 and 2 threads.
    pub thread_memory: u64,
    /// CPU microseconds to sign the targets of a file: `presign` of 50,000 files.
    pub sign: f64,
    /// Memory of `presign` per file.
    pub sign_memory: u64,
    /// Bytes of a file's line in a target file.
    pub target: u64,
    /// Microseconds for `finish` to find that a file is there: 6,035 files, on 16 threads.
    pub head: f64,
    /// Memory of `finish` per file, with its targets.
    pub finish_memory: u64,
    /// Bytes of a file's record in the manifest.
    pub record: u64,
    /// Microseconds of a request that lists a thousand keys: 6,037 keys.
    pub list: f64,
}

/// The costs, as they were measured.
pub const COSTS: Costs = Costs {
    parquet_row: 0.7,
    csv_row: 1.1,
    jsonl_row: 1.9,
    process_memory: 14_000_000,
    thread_memory: 34_000_000,
    sign: 30.0,
    sign_memory: 4_000,
    target: 1_390,
    head: 440.0,
    finish_memory: 4_000,
    record: 493,
    list: 120_000.0,
};

/// Bytes that a store takes in one PUT.
const MOST_BYTES: u64 = 5 << 30;
/// Keys of one answer to a list request.
const LISTED: u64 = 1_000;
/// By what factor targets outlive the expected run.
const SPARE: f64 = 2.0;

/// Who makes a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Workers {
    /// How many there are.
    pub count: u64,
    /// Cores of each.
    pub cores: u64,
    /// Bytes that each sends in a second.
    pub bandwidth: u64,
    /// Bytes that the store takes in a second from all of them, if known.
    pub store_bandwidth: Option<u64>,
}

/// What takes longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bottleneck {
    /// The workers' cores.
    Cores,
    /// The workers' network.
    Network,
    /// The store.
    Store,
    /// The machine that signs before the run and closes it afterwards.
    Admin,
}

/// What a run by many workers takes, in seconds and bytes.
#[derive(Debug, Serialize)]
pub struct Scale {
    /// Who makes it.
    pub workers: Workers,
    /// Files.
    pub files: u64,
    /// Bytes of the largest kind of file, on average.
    pub file_bytes: u64,
    /// From the first file to the last.
    pub run_seconds: f64,
    /// What takes longest.
    pub bottleneck: Bottleneck,
    /// What the store has to take in a second.
    pub store_bytes: f64,
    /// Files that it has to take in a second.
    pub store_puts: f64,
    /// Memory of a worker.
    pub worker_memory: u64,
    /// Bytes of its target file.
    pub worker_targets: u64,
    /// Bytes of the target file of the whole.
    pub targets: u64,
    /// Seconds to sign it.
    pub sign_seconds: f64,
    /// Memory to sign it.
    pub sign_memory: u64,
    /// How long targets should live, as far as they can.
    pub expires_seconds: f64,
    /// Seconds to find that all files are there.
    pub finish_seconds: f64,
    /// Memory to find that.
    pub finish_memory: u64,
    /// Bytes of the manifest, which is one object.
    pub manifest: u64,
    /// Requests that list all files.
    pub list_requests: u64,
    /// Seconds to list them, one request after the other.
    pub list_seconds: f64,
    /// What prevents such a run.
    #[serde(skip)]
    pub limits: Vec<Limit>,
}

/// What prevents a run by many workers.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Limit {
    /// The run itself cannot be made.
    #[error(transparent)]
    Run(Error),
    /// Its files are too large.
    #[error(
        "files of {} cannot be sent: a store takes {} in one PUT",
        bytes_text(*bytes),
        bytes_text(*most)
    )]
    FileSize {
        /// Bytes of a file.
        bytes: u64,
        /// Bytes that a store takes in one request.
        most: u64,
    },
    /// Targets expire too soon.
    #[error(
        "targets live {} at most, too little for a run of {} with time to spare",
        time_text(*most),
        time_text(*run)
    )]
    Lifetime {
        /// How long the run takes.
        run: Duration,
        /// How long targets can live.
        most: Duration,
    },
    /// There are more cores than files.
    #[error(
        "{} cores have {} files to make, one each at a time",
        count_text(*cores),
        count_text(*files)
    )]
    IdleCores {
        /// Cores of all workers.
        cores: u64,
        /// Files of the run.
        files: u64,
    },
}

impl Scale {
    /// What a run with tables of those sizes takes.
    pub fn new(run: &Run, plan: &Plan, tables: &[TableEstimate], workers: Workers) -> Self {
        let costs = COSTS;
        let files = run.files(plan);
        let sum = |of: fn(&TableEstimate) -> u64| tables.iter().map(of).sum::<u64>() as f64;
        let (rows, bytes) = (sum(|table| table.rows), sum(|table| table.bytes));
        let file = |table: &TableEstimate| table.bytes / table.parts.max(1);
        let file_bytes = tables.iter().map(file).max().unwrap_or_default();

        // A file is made by one core: the last round takes as long as any other.
        let lanes = workers.count * workers.cores;
        let rounds = files.div_ceil(lanes) as f64 / (files as f64 / lanes as f64);
        let cores = rows * row_cost(run.format) * 1e-6 / lanes as f64 * rounds;
        let network = bytes / (workers.count * workers.bandwidth) as f64;
        let store = workers
            .store_bandwidth
            .map_or(0.0, |most| bytes / most as f64);
        let run_seconds = cores.max(network).max(store);
        let each = |cost: f64| files as f64 * cost * 1e-6;
        let (sign, finish) = (each(costs.sign), each(costs.head));
        let candidates = [
            (Bottleneck::Cores, cores),
            (Bottleneck::Network, network),
            (Bottleneck::Store, store),
            (Bottleneck::Admin, sign + finish),
        ];
        let longest = candidates
            .into_iter()
            .max_by(|(_, one), (_, other)| one.total_cmp(other));
        let worker_files = files.div_ceil(workers.count);
        let list_requests = files.div_ceil(LISTED);
        let mut scale = Self {
            workers,
            files,
            file_bytes,
            run_seconds,
            bottleneck: longest.map_or(Bottleneck::Cores, |(what, _)| what),
            store_bytes: bytes / run_seconds,
            store_puts: files as f64 / run_seconds,
            worker_memory: costs.process_memory
                + workers.cores * (costs.thread_memory + file_bytes)
                + file_bytes.max(Waiting::DEFAULT_MEMORY),
            worker_targets: worker_files * costs.target,
            targets: files * costs.target,
            sign_seconds: sign,
            sign_memory: costs.process_memory + files * costs.sign_memory,
            expires_seconds: (run_seconds * SPARE).clamp(3600.0, LIFETIME.end().as_secs_f64()),
            finish_seconds: finish,
            finish_memory: costs.process_memory + files * costs.finish_memory,
            manifest: files * costs.record,
            list_requests,
            list_seconds: list_requests as f64 * costs.list * 1e-6,
            limits: Vec::new(),
        };
        scale.limits = scale.limits(run, plan);
        scale
    }

    fn limits(&self, run: &Run, plan: &Plan) -> Vec<Limit> {
        let mut limits = Vec::new();
        if let Err(error) = run.check(plan) {
            limits.push(Limit::Run(error));
        }
        if self.file_bytes > MOST_BYTES {
            limits.push(Limit::FileSize {
                bytes: self.file_bytes,
                most: MOST_BYTES,
            });
        }
        if self.run_seconds * SPARE > LIFETIME.end().as_secs_f64() {
            limits.push(Limit::Lifetime {
                run: Duration::from_secs_f64(self.run_seconds),
                most: *LIFETIME.end(),
            });
        }
        let cores = self.workers.count * self.workers.cores;
        if cores > self.files {
            limits.push(Limit::IdleCores {
                cores,
                files: self.files,
            });
        }
        limits
    }
}

fn row_cost(format: Format) -> f64 {
    match format {
        Format::Parquet => COSTS.parquet_row,
        Format::Csv | Format::CsvPtBr => COSTS.csv_row,
        Format::Jsonl => COSTS.jsonl_row,
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::plan::CELL_CUSTOMERS;
    use fraudgen_core::schema::Table;
    use fraudgen_core::{DATASET_VERSION, Generator, MAX_CUSTOMERS, Spec};

    use super::*;
    use crate::dataset::layout::Shard;
    use crate::encode::Compression;

    const WORKERS: Workers = Workers {
        count: 1_000,
        cores: 16,
        bandwidth: 2_500_000_000,
        store_bandwidth: None,
    };

    /// 800 billion transactions, some 40 TB; nothing is generated.
    fn large(rows_per_file: u64, workers: Workers) -> Scale {
        let generator = Generator::new(&Spec {
            transactions: 800_000_000_000,
            ..Spec::default()
        })
        .expect("a valid spec");
        let plan = generator.plan();
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: plan.spec().clone(),
            format: Format::Parquet,
            compression: Compression::Zstd(1),
            rows_per_file,
            tables: vec![Table::Transactions],
            shard: Shard::WHOLE,
        };
        let tables = [TableEstimate {
            table: Table::Transactions,
            parts: run.layout(plan).parts(Table::Transactions),
            rows: plan.table_rows(Table::Transactions),
            bytes: 40_000_000_000_000,
        }];
        Scale::new(&run, plan, &tables, workers)
    }

    #[test]
    fn forty_terabytes_take_a_thousand_workers_a_minute() {
        let scale = large(20_000_000, WORKERS);
        assert_eq!((scale.files, scale.limits.len()), (40_000, 0), "{scale:?}");
        assert_eq!(scale.bottleneck, Bottleneck::Cores);
        // 800 billion rows at 0.7 µs on 16,000 cores, in 3 rounds instead of 2.5.
        let cores = 800e9 * 0.7e-6 / 16_000.0 * 3.0 / 2.5;
        assert!((scale.run_seconds / cores - 1.0).abs() < 1e-9, "{scale:?}");
        assert_eq!(scale.file_bytes, 1_000_000_000);
        assert_eq!(scale.manifest, 40_000 * COSTS.record);
        assert_eq!(scale.list_requests, 40);
        // Each core has a file in hand, and one waits.
        assert!(scale.worker_memory > 17 * scale.file_bytes);
        assert!(scale.worker_memory < 20 * scale.file_bytes);
    }

    #[test]
    fn the_bottleneck_is_named() {
        let slow = |workers| large(10_000_000, workers).bottleneck;
        let network = Workers {
            bandwidth: 100_000_000,
            ..WORKERS
        };
        assert_eq!(slow(network), Bottleneck::Network);
        let store = Workers {
            store_bandwidth: Some(10_000_000_000),
            ..WORKERS
        };
        assert_eq!(slow(store), Bottleneck::Store);
        let many = Workers {
            count: 100_000,
            ..WORKERS
        };
        assert_eq!(large(4_000_000, many).bottleneck, Bottleneck::Admin);
    }

    #[test]
    fn limits_are_found() {
        let limits = |rows_per_file, workers| large(rows_per_file, workers).limits;
        let too_many = |limit: &Limit| match limit {
            Limit::Run(Error::TooManyFiles {
                files,
                rows_per_file,
                ..
            }) => Some((*files, *rows_per_file)),
            _ => None,
        };
        let (files, rows) = limits(100_000, WORKERS)
            .iter()
            .find_map(too_many)
            .expect("too many files");
        // A file holds at least a cell.
        assert_eq!(files, MAX_CUSTOMERS.div_ceil(CELL_CUSTOMERS));
        assert!(limits(rows, WORKERS).is_empty());
        assert!(!limits(rows * 99 / 100, WORKERS).is_empty());
        let found = |rows_per_file, workers, is_it: fn(&Limit) -> bool| {
            let limits = limits(rows_per_file, workers);
            assert!(limits.iter().any(is_it), "{limits:?}");
        };
        found(150_000_000, WORKERS, |limit| {
            matches!(limit, Limit::FileSize { .. })
        });
        let few = Workers {
            count: 1,
            cores: 1,
            ..WORKERS
        };
        found(10_000_000, few, |limit| {
            matches!(limit, Limit::Lifetime { .. })
        });
        let many = Workers {
            count: 1_000_000,
            ..WORKERS
        };
        found(10_000_000, many, |limit| {
            matches!(limit, Limit::IdleCores { .. })
        });
    }
}
