//! VersityGW over a folder.

use std::fs;
use std::process::Command;

use rusty_s3::Method;

use super::setting::{BUCKET, Setting};
use crate::s3::{REGION, Store, send};

pub(super) fn command(setting: &Setting<'_>) -> Command {
    let Store { admin, reader, .. } = setting.store;
    let folder = |name: &str| {
        let path = setting.folder.join(name);
        fs::create_dir_all(&path).expect("a folder");
        path
    };
    let users = format!(
        r#"{{"accessAccounts": {{"{0}": {{"access": "{0}", "secret": "{1}", "role": "user"}}}}}}"#,
        reader.id, reader.secret
    );
    fs::write(folder("iam").join("users.json"), users).expect("a file");
    let mut command = Command::new(setting.program);
    command
        .env("ROOT_ACCESS_KEY", &admin.id)
        .env("ROOT_SECRET_KEY", &admin.secret)
        .args([
            "--quiet",
            "--region",
            REGION,
            "--port",
            &setting.addresses[0],
        ])
        .arg("--iam-dir")
        .arg(folder("iam"))
        .arg("posix")
        .arg(folder("data"));
    command
}

/// Its users have no rights but those that buckets give them.
pub(super) fn make_reader(store: &Store) {
    let id = &store.reader.id;
    let policy = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"AWS": ["{id}"]}}, "Action":
        ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::{BUCKET}", "arn:aws:s3:::{BUCKET}/*"]}}]}}"#
    );
    let url = store.presign(&store.admin, Method::Put, "");
    let answer = send(
        Method::Put,
        &url.query("policy", "").url(),
        &[],
        policy.as_bytes(),
    );
    let answer = answer.expect("an answer");
    assert!(
        answer.status < 300,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
}
