//! rclone over a folder. Its keys have no rights: every key that it knows may do everything.

use std::fs;
use std::process::Command;

use super::setting::Setting;

pub(super) fn command(setting: &Setting<'_>) -> Command {
    let data = setting.folder.join("data");
    fs::create_dir_all(&data).expect("a folder");
    let admin = &setting.store.admin;
    let mut command = Command::new(setting.program);
    command
        .args(["serve", "s3", "--addr", &setting.addresses[0]])
        .arg(data)
        .env("RCLONE_CONFIG", setting.folder.join("rclone.conf"))
        .env(
            "RCLONE_AUTH_KEY",
            format!("\"{},{}\"", admin.id, admin.secret),
        );
    command
}
