//! [`SharedStore`]: a real store that checks use one after the other, where it starts slowly.

use std::mem;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::panicking;

use rusty_s3::Method;

use super::RealStore;
use crate::s3::{Kind, Store};

/// Those that no check has now.
static IDLE: Mutex<Vec<Lasting>> = Mutex::new(Vec::new());

/// Waits for the end of the process that holds its standard input, then ends a store and removes its folder.
const WATCHDOG: &str = r#"cat >/dev/null; kill -9 "$0"; rm -rf "$1""#;

/// A store that lasts as long as this process, which drops nothing at its end.
#[derive(Debug)]
struct Lasting {
    real: RealStore,
    _watchdog: Child,
}

impl Lasting {
    fn start(kind: Kind) -> Self {
        let real = RealStore::of(kind);
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, &real.process.id().to_string()])
            .arg(real.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self {
            real,
            _watchdog: watchdog.expect("a shell"),
        }
    }
}

/// A store with an empty bucket, for one check at a time.
#[derive(Debug)]
pub struct SharedStore(Option<Lasting>);

impl SharedStore {
    /// One that is idle, or another one.
    pub fn of(kind: Kind) -> Self {
        let idle = {
            let mut idle = IDLE.lock().expect("no panic");
            let found = idle
                .iter()
                .position(|lasting| lasting.real.store.kind == kind);
            found.map(|at| idle.swap_remove(at))
        };
        Self(Some(idle.unwrap_or_else(|| Lasting::start(kind))))
    }

    /// How to reach it.
    pub fn store(&self) -> &Store {
        let lasting = self.0.as_ref().expect("it is there until the end");
        lasting.real.store()
    }
}

impl Drop for SharedStore {
    fn drop(&mut self) {
        let Some(lasting) = self.0.take() else { return };
        if panicking() {
            // Nobody knows in which state it is; the watchdog ends it.
            mem::forget(lasting);
            return;
        }
        let store = lasting.real.store();
        for name in store.list("") {
            store.ask(Method::Delete, &name);
        }
        assert_eq!(store.list(""), [""; 0]);
        IDLE.lock().expect("no panic").push(lasting);
    }
}
