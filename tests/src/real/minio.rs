//! MinIO, with its client.

use std::env;
use std::path::Path;
use std::process::Command;

use super::setting::Setting;
use crate::s3::Store;

pub(super) fn command(setting: &Setting<'_>) -> Command {
    let mut command = Command::new(setting.program);
    command
        .args(["server", "--address", &setting.addresses[0]])
        .arg(setting.folder.join("data"))
        // A data folder on the system's disk is refused otherwise.
        .env("MINIO_CI_CD", "1")
        .env("MINIO_BROWSER", "off")
        .env("MINIO_UPDATE", "off")
        .env("MINIO_ROOT_USER", &setting.store.admin.id)
        .env("MINIO_ROOT_PASSWORD", &setting.store.admin.secret);
    command
}

/// MinIO takes its users from its own client only, which encrypts its requests.
pub(super) fn make_reader(store: &Store, folder: &Path) {
    let mc = env::var_os("FRAUDGEN_MC").expect("FRAUDGEN_MC, in addition to FRAUDGEN_MINIO");
    let (admin, reader) = (&store.admin, &store.reader);
    let address = store.endpoint.trim_start_matches("http://");
    let host = format!("http://{}:{}@{address}", admin.id, admin.secret);
    for line in [
        format!("admin user add store {} {}", reader.id, reader.secret),
        format!("admin policy attach store readonly --user {}", reader.id),
    ] {
        let output = Command::new(&mc)
            .env("MC_HOST_store", &host)
            .env("MC_CONFIG_DIR", folder.join("mc"))
            .args(line.split(' '))
            .output()
            .expect("the client can be started");
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
