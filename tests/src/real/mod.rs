//! [`RealStore`]: a real S3 store, in its own process.

mod minio;
mod rclone;
mod seaweedfs;
mod setting;
mod shared;
mod versitygw;

use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusty_s3::Method;
use tempfile::TempDir;

use self::setting::{BUCKET, Setting};
pub use self::shared::SharedStore;
use crate::s3::{Key, Kind, Store, send};

const PATIENCE: Duration = Duration::from_secs(60);

/// A store that `tests/setup` installed; killed when it is dropped, and its data removed.
#[derive(Debug)]
pub struct RealStore {
    store: Store,
    command: Command,
    process: Child,
    folder: TempDir,
}

impl RealStore {
    /// Starts MinIO if `tests/setup` found it, else VersityGW.
    pub fn start() -> Self {
        let kind = match env::var_os("FRAUDGEN_MINIO") {
            Some(_) => Kind::Minio,
            None => Kind::VersityGw,
        };
        Self::of(kind)
    }

    /// Starts a store of a kind, with a bucket and, except of rclone, a key that may only read.
    pub fn of(kind: Kind) -> Self {
        let variable = match kind {
            Kind::Embedded => panic!("it is no program"),
            Kind::Minio => "FRAUDGEN_MINIO",
            Kind::VersityGw => "FRAUDGEN_VERSITYGW",
            Kind::SeaweedFs => "FRAUDGEN_WEED",
            Kind::Rclone => "FRAUDGEN_RCLONE",
        };
        let program: PathBuf = env::var_os(variable)
            .unwrap_or_else(|| {
                panic!(
                    "{variable} names no store: run tests/setup, then source the env.sh that it writes (tests/run \
                     does both)"
                )
            })
            .into();
        // Another process may take a free port before the store does.
        for _ in 0..3 {
            if let Some(store) = Self::try_start(kind, &program) {
                return store;
            }
        }
        panic!("{} does not start", program.display());
    }

    fn try_start(kind: Kind, program: &Path) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let addresses = free_addresses();
        let store = Store {
            kind,
            endpoint: format!("http://{}", addresses[0]),
            bucket: BUCKET.into(),
            admin: Key::random(),
            reader: Key::random(),
        };
        let setting = Setting {
            program,
            folder: folder.path(),
            addresses: &addresses,
            store: &store,
        };
        let mut command = match kind {
            Kind::Minio => minio::command(&setting),
            Kind::SeaweedFs => seaweedfs::command(&setting),
            Kind::Rclone => rclone::command(&setting),
            Kind::VersityGw | Kind::Embedded => versitygw::command(&setting),
        };
        let log = File::create(folder.path().join("log")).expect("a file");
        command
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file"))
            .stderr(log);
        let process = command.spawn().expect("the store can be started");
        let mut real = Self {
            store,
            command,
            process,
            folder,
        };
        real.wait_until_live()?;
        match kind {
            Kind::Minio => minio::make_reader(&real.store, real.folder.path()),
            Kind::VersityGw => versitygw::make_reader(&real.store),
            Kind::Embedded | Kind::SeaweedFs | Kind::Rclone => {}
        }
        Some(real)
    }

    /// How to reach it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Kills it; what it has on disk stays.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Starts it again after it was killed.
    pub fn start_again(&mut self) {
        self.process = self.command.spawn().expect("the store can be started");
        self.wait_until_live().expect("it starts again");
    }

    /// What it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Waits until it has the bucket and takes objects; nothing if it ended before.
    fn wait_until_live(&mut self) -> Option<()> {
        let start = Instant::now();
        loop {
            if self.process.try_wait().expect("it was started").is_some() {
                eprintln!("{:?} ended at once: {}", self.store.kind, self.log());
                return None;
            }
            if self.is_live() {
                return Some(());
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{:?} does not come up: {}",
                self.store.kind,
                self.log()
            );
            sleep(Duration::from_millis(50));
        }
    }

    fn is_live(&self) -> bool {
        let ask = |method, object| {
            let url = self.store.presign(&self.store.admin, method, object).url();
            send(method, &url, &[], &[]).map_or(0, |answer| answer.status)
        };
        // A second time the bucket is there, which some answer with 409.
        matches!(ask(Method::Put, ""), 200 | 409)
            && ask(Method::Put, "live") == 200
            && ask(Method::Delete, "live") == 204
    }
}

impl Drop for RealStore {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Addresses that are free now, as many as any store needs.
pub(crate) fn free_addresses() -> Vec<String> {
    let bound: Vec<_> = (0..8)
        .map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port"))
        .collect();
    let address = |listener: &TcpListener| listener.local_addr().expect("an address").to_string();
    bound.iter().map(address).collect()
}
