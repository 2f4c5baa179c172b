//! [`Minio`]: a real S3 store, in its own process.

use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusty_s3::Method;
use tempfile::TempDir;

use crate::s3::{Key, Kind, REGION, Store, send};

const BUCKET: &str = "lake";
const PATIENCE: Duration = Duration::from_secs(30);

/// MinIO, or garage if `tests/setup` could not get MinIO; killed when it is dropped, and its data removed.
#[derive(Debug)]
pub struct Minio {
    store: Store,
    command: Command,
    process: Child,
    folder: TempDir,
}

impl Minio {
    /// Starts the store that `tests/setup` installed, with a bucket and a key that may only read.
    pub fn start() -> Self {
        let found = [
            (Kind::Minio, "FRAUDGEN_MINIO"),
            (Kind::Garage, "FRAUDGEN_GARAGE"),
        ]
        .into_iter()
        .find_map(|(kind, variable)| Some((kind, env::var_os(variable)?)));
        let (kind, program) = found.expect(
            "neither FRAUDGEN_MINIO nor FRAUDGEN_GARAGE names a store: run tests/setup, then source the \
             env.sh that it writes (tests/run does both)",
        );
        let program = PathBuf::from(program);
        // Another process may take a free port before the store does.
        for _ in 0..3 {
            if let Some(minio) = Self::try_start(kind, &program) {
                return minio;
            }
        }
        panic!("{} does not start", program.display());
    }

    fn try_start(kind: Kind, program: &Path) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let (address, other) = free_addresses();
        let store = Store {
            kind,
            endpoint: format!("http://{address}"),
            bucket: BUCKET.into(),
            admin: Key::random(kind),
            reader: Key::random(kind),
        };
        let mut command = match kind {
            Kind::Minio => minio(program, folder.path(), &address, &store.admin),
            _ => garage(program, folder.path(), &address, &other, &store.admin),
        };
        let log = File::create(folder.path().join("log")).expect("a file");
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file"))
            .stderr(log);
        let process = command.spawn().expect("the store can be started");
        let mut minio = Self {
            store,
            command,
            process,
            folder,
        };
        minio.wait_until_live()?;
        match kind {
            Kind::Minio => minio.make_minio_reader(),
            _ => minio.make_garage_reader(program),
        }
        Some(minio)
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

    /// Waits until it has the bucket; nothing if it ended before.
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
        let ask = |method| {
            let url = self
                .store
                .presign(&self.store.admin, method, "")
                .query("list-type", "2");
            send(method, &url.url(), &[], &[]).is_ok_and(|answer| answer.status == 200)
        };
        if self.store.kind == Kind::Garage {
            return ask(Method::Get);
        }
        let health = format!("{}/minio/health/live", self.store.endpoint);
        send(Method::Get, &health, &[], &[]).is_ok_and(|answer| answer.status == 200) && {
            let bucket = self.store.presign(&self.store.admin, Method::Put, "");
            // It may be live and not yet ready for this.
            let _ = send(Method::Put, &bucket.url(), &[], &[]);
            ask(Method::Get)
        }
    }

    /// MinIO takes its users from its own client only, which encrypts its requests.
    fn make_minio_reader(&self) {
        let mc = env::var_os("FRAUDGEN_MC").expect("FRAUDGEN_MC, in addition to FRAUDGEN_MINIO");
        let (admin, reader) = (&self.store.admin, &self.store.reader);
        let address = self.store.endpoint.trim_start_matches("http://");
        let host = format!("http://{}:{}@{address}", admin.id, admin.secret);
        for line in [
            format!("admin user add store {} {}", reader.id, reader.secret),
            format!("admin policy attach store readonly --user {}", reader.id),
        ] {
            succeed(
                Command::new(&mc)
                    .env("MC_HOST_store", &host)
                    .env("MC_CONFIG_DIR", self.folder.path().join("mc"))
                    .args(line.split(' ')),
            );
        }
    }

    fn make_garage_reader(&self, program: &Path) {
        let reader = &self.store.reader;
        for line in [
            format!("key import --yes -n reader {} {}", reader.id, reader.secret),
            format!("bucket allow --read {BUCKET} --key {}", reader.id),
        ] {
            succeed(
                Command::new(program)
                    .arg("--config")
                    .arg(configuration(self.folder.path()))
                    .args(line.split(' ')),
            );
        }
    }
}

impl Drop for Minio {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Two addresses that are free now.
fn free_addresses() -> (String, String) {
    let bind = || TcpListener::bind("127.0.0.1:0").expect("a free port");
    let (one, other) = (bind(), bind());
    let address = |listener: &TcpListener| listener.local_addr().expect("an address").to_string();
    (address(&one), address(&other))
}

fn minio(program: &Path, folder: &Path, address: &str, admin: &Key) -> Command {
    let mut command = Command::new(program);
    command
        .args(["server", "--address", address])
        .arg(folder.join("data"))
        // A data folder on the system's disk is refused otherwise.
        .env("MINIO_CI_CD", "1")
        .env("MINIO_BROWSER", "off")
        .env("MINIO_UPDATE", "off")
        .env("MINIO_ROOT_USER", &admin.id)
        .env("MINIO_ROOT_PASSWORD", &admin.secret);
    command
}

fn configuration(folder: &Path) -> PathBuf {
    folder.join("garage.toml")
}

fn garage(program: &Path, folder: &Path, address: &str, rpc: &str, admin: &Key) -> Command {
    let at = |name| folder.join(name).display().to_string();
    let text = format!(
        "metadata_dir = {:?}\ndata_dir = {:?}\ndb_engine = \"sqlite\"\nreplication_factor = 1\n\
         rpc_bind_addr = {rpc:?}\nrpc_public_addr = {rpc:?}\nrpc_secret = {:?}\n\
         [s3_api]\ns3_region = {REGION:?}\napi_bind_addr = {address:?}\nroot_domain = \".s3.localhost\"\n",
        at("meta"),
        at("data"),
        Key::random(Kind::Garage).secret,
    );
    fs::write(configuration(folder), text).expect("a file");
    let mut command = Command::new(program);
    command
        .arg("--config")
        .arg(configuration(folder))
        .args(["server", "--single-node", "--default-bucket"])
        .env("GARAGE_DEFAULT_BUCKET", BUCKET)
        .env("GARAGE_DEFAULT_ACCESS_KEY", &admin.id)
        .env("GARAGE_DEFAULT_SECRET_KEY", &admin.secret);
    command
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the command can be started");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
