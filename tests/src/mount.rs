//! [`on_tmpfs`]: tests on a small file system of their own.

use std::any::type_name;
use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::say::say;

/// Set to 1, leaves out what needs a file system of its own.
const NO_MOUNT: &str = "FRAUDGEN_NO_MOUNT";
/// Set for a test that runs in namespaces of its own.
const IN_NAMESPACES: &str = "FRAUDGEN_IN_NAMESPACES";

/// Whether this is root.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Runs a closure of a test on a file system in memory. Where none can be mounted, the whole test runs again as
/// root of namespaces of its own.
///
/// # Panics
/// None can be mounted there either, unless `FRAUDGEN_NO_MOUNT=1` leaves the closure out.
pub fn on_tmpfs<F: FnOnce(&Mount)>(options: &str, check: F) {
    let test = test_of::<F>();
    if env::var_os(NO_MOUNT).is_some_and(|value| value == "1") {
        return say(&format!("{test}: left out, because {NO_MOUNT} is 1"));
    }
    match Mount::new(options) {
        Ok(mount) => check(&mount),
        Err(reason) => {
            assert!(
                env::var_os(IN_NAMESPACES).is_none(),
                "cannot mount a tmpfs, even in namespaces of its own: {reason}; {NO_MOUNT}=1 leaves such tests out"
            );
            run_in_namespaces(test, &reason);
        }
    }
}

/// The harness's name for the test that a closure is in.
fn test_of<F>() -> &'static str {
    let path = type_name::<F>();
    let (_, test) = path.split_once("::").expect("a path begins with its crate");
    test.trim_end_matches("::{{closure}}")
}

fn run_in_namespaces(test: &str, reason: &str) {
    let this = env::current_exe().expect("the path of this test");
    let mut command = Command::new("unshare");
    command
        .args(["--user", "--map-root-user", "--mount"])
        .arg(this)
        .args([test, "--exact", "--nocapture"])
        .env(IN_NAMESPACES, "1");
    let output = command.output().expect("unshare can be started");
    let [told, errors] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(
        told.contains("running 1 test"),
        "cannot mount a tmpfs: {reason}; nor run {test} where it could: {errors}{told}; {NO_MOUNT}=1 leaves such \
         tests out"
    );
    assert!(output.status.success(), "{told}{errors}");
}

/// A file system in memory, until it is dropped.
#[derive(Debug)]
pub struct Mount(TempDir);

impl Mount {
    fn new(options: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder.path());
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(Self(folder))
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().into())
        }
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives it another size.
    pub fn resize(&self, size: &str) {
        let mut command = Command::new("mount");
        // With its source, or else it takes the present options too, and may not set their owner again.
        command
            .args(["-o", &format!("remount,size={size}"), "tmpfs"])
            .arg(self.path());
        assert!(command.status().expect("it was there before").success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}
