//! [`Nginx`]: a proxy that people really put in front of stores.

use std::env;
use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::free_addresses;

/// An nginx in front of a store; ended when it is dropped.
#[derive(Debug)]
pub struct Nginx {
    endpoint: String,
    process: Child,
    _folder: TempDir,
}

impl Nginx {
    /// Starts one whose server has these directives; `STORE` in them is the store's URL.
    pub fn start(store: &str, directives: &str) -> Self {
        let program = env::var_os("FRAUDGEN_NGINX").expect(
            "FRAUDGEN_NGINX names no nginx: run tests/setup, then source the env.sh that it writes",
        );
        let folder = tempfile::tempdir().expect("a folder");
        let address = free_addresses().remove(0);
        let at = |name| folder.path().join(name).display().to_string();
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = kinds
            .map(|kind| format!("{kind}_temp_path {};\n", at(kind)))
            .concat();
        let text = format!(
            "daemon off;\npid {};\nerror_log {};\nworker_processes 1;\nevents {{}}\n\
             http {{\naccess_log off;\n{temporary}server {{\nlisten {address};\n{}\n}}\n}}\n",
            at("pid"),
            at("log"),
            directives.replace("STORE", store),
        );
        fs::write(folder.path().join("nginx.conf"), text).expect("a file");
        let process = Command::new(program)
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(folder.path().join("nginx.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx can be started");
        let began = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "nginx does not start"
            );
            sleep(Duration::from_millis(20));
        }
        Self {
            endpoint: format!("http://{address}"),
            process,
            _folder: folder,
        }
    }

    /// Its address, as in `http://127.0.0.1:8080`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers, which a kill would leave behind.
        let _ = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        let _ = self.process.wait();
    }
}
