//! SeaweedFS: master, volumes, filer and S3 gateway in one process.

use std::fs;
use std::process::Command;

use super::setting::Setting;

/// The flags of its ports, in the order of the addresses.
const PORTS: [&str; 8] = [
    "s3.port",
    "s3.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "master.port",
    "master.port.grpc",
];

pub(super) fn command(setting: &Setting<'_>) -> Command {
    let (admin, reader) = (&setting.store.admin, &setting.store.reader);
    let identity = |name: &str, id: &str, secret: &str, actions: &str| {
        format!(
            r#"{{"name": "{name}", "credentials": [{{"accessKey": "{id}", "secretKey": "{secret}"}}], "actions": [{actions}]}}"#
        )
    };
    let identities = [
        identity("admin", &admin.id, &admin.secret, r#""Admin""#),
        identity("reader", &reader.id, &reader.secret, r#""Read", "List""#),
    ];
    let config = setting.folder.join("s3.json");
    let text = format!(r#"{{"identities": [{}]}}"#, identities.join(","));
    fs::write(&config, text).expect("a file");
    let data = setting.folder.join("data");
    fs::create_dir_all(&data).expect("a folder");

    let mut command = Command::new(setting.program);
    command.args(["server", "-filer", "-s3", "-ip=127.0.0.1"]);
    for (flag, address) in PORTS.iter().zip(setting.addresses) {
        let port = address.rsplit(':').next().unwrap_or_default();
        command.arg(format!("-{flag}={port}"));
    }
    let path = |name: &str| setting.folder.join(name).display().to_string();
    command.args([
        format!("-dir={}", data.display()),
        format!("-s3.config={}", config.display()),
        format!("-s3.localSocket={}", path("s3.sock")),
        format!("-filer.localSocket={}", path("filer.sock")),
        "-s3.port.iceberg=0".into(),
        "-s3.port.lance=0".into(),
        "-s3.autoCreateBucket=false".into(),
        // Each bucket takes several volumes.
        "-volume.max=100".into(),
        "-master.volumeSizeLimitMB=128".into(),
        "-master.telemetry=false".into(),
        // It starts sooner.
        "-master.electionTimeout=1s".into(),
        "-master.heartbeatInterval=100ms".into(),
    ]);
    command
}
