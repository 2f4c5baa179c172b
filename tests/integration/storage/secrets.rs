//! No secret key, session token or signature is ever revealed, whatever goes wrong.

use std::fs;
use std::path::Path;
use std::process::Command;

use fraudgen_tests::s3::{Fault, Key, Options, Proxy, Server};
use fraudgen_tests::upload::{DATASET, Desk, start, wait_until, with_key};
use fraudgen_tests::{Outcome, RealStore};

/// A session token, which no store here knows.
const TOKEN: &str = "FwoGZXIvYXdzEBYaDTokenOfNoSession";

/// Collects what a command prints and writes.
#[derive(Default)]
struct Ear(Vec<(String, String)>);

impl Ear {
    /// Runs a command to its end and keeps what it printed and its command line.
    fn listen(&mut self, what: &str, command: &mut Command) -> Outcome {
        let mut child = start(command);
        let line = format!("/proc/{}/cmdline", child.id());
        wait_until(&mut child, || {
            let text = fs::read_to_string(&line).unwrap_or_default();
            self.0.push((format!("{what}: its command line"), text));
            true
        });
        let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
        self.0.push((
            what.into(),
            format!("{:?} {}{}", outcome.code, outcome.stdout, outcome.stderr),
        ));
        outcome
    }

    /// Keeps the files of a folder: receipts and journals. Target files are secrets themselves.
    fn look_around(&mut self, folder: &Path) {
        for (path, file) in fraudgen_tests::tree(folder) {
            if file.is_some() && !path.starts_with("targets") {
                let text = fs::read(folder.join(&path)).expect("a file");
                let text = String::from_utf8_lossy(&text).into_owned();
                self.0.push((path, text));
            }
        }
    }

    /// Keeps what fraudgen wrote of a run into a store.
    fn look_into(&mut self, server: &Server) {
        for (name, bytes) in server.objects() {
            if name.contains("/_") {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.0.push((name, text));
            }
        }
    }

    fn heard_none_of(&self, secrets: &[&str]) {
        for (what, text) in &self.0 {
            for secret in secrets {
                assert!(!text.contains(secret), "{what} reveals {secret:?}: {text}");
            }
        }
    }
}

/// Faults of PUTs, and the exit code that follows.
fn faults() -> Vec<(Vec<Fault>, i32)> {
    let for_ever = |fault| vec![fault; 1000];
    vec![
        (vec![], 0),
        (for_ever(Fault::Status(403, None)), 77),
        (for_ever(Fault::Status(404, None)), 1),
        (for_ever(Fault::Status(503, None)), 75),
        (for_ever(Fault::Status(507, None)), 1),
        (for_ever(Fault::ResetAt(0.5)), 75),
        (for_ever(Fault::Stall), 75),
        (for_ever(Fault::TruncatedAnswer), 75),
        (for_ever(Fault::FlipBit), 1),
        (for_ever(Fault::WrongEtag), 1),
        (for_ever(Fault::Redirect("http://127.0.0.1:1/".into())), 1),
        (for_ever(Fault::Answer("no HTTP\r\n\r\n".into())), 75),
        (
            for_ever(Fault::Answer(
                "HTTP/1.1 400 No\r\n\r\n<Error><Code>Odd</Code><Message>odd</Message></Error>"
                    .into(),
            )),
            1,
        ),
    ]
}

#[test]
fn no_failure_of_a_worker_tells_a_secret() {
    let mut ear = Ear::default();
    for (script, code) in faults() {
        let server = Server::start(Options::default());
        let proxy = Proxy::start(&server.store().endpoint, []);
        let store = server.store().behind(proxy.endpoint());
        let desk = Desk::default();
        let presign = format!("presign --to s3://lake/x {DATASET}");
        ear.listen(
            "presign",
            with_key(&store, &store.admin, &presign).current_dir(desk.root()),
        );
        let what = format!("{:?}", script.first());
        script.into_iter().for_each(|fault| proxy.push(fault));
        let flags = "targets.jsonl --timeout 0.5s --retry-for 1s --progress json";
        let line = format!("generate --threads 2 --json --targets {flags}");
        let outcome = ear.listen(&what, &mut desk.bare(&line));
        assert_eq!(outcome.code, Some(code), "{what}: {outcome:?}");
        ear.look_around(desk.root());
        ear.look_into(&server);
        ear.heard_none_of(&[&store.admin.secret, "X-Amz-", "x-amz-"]);
    }
}

#[test]
fn no_failure_with_a_key_tells_a_secret() {
    let mut ear = Ear::default();
    for (script, code) in faults() {
        let server = Server::start(Options::default());
        let proxy = Proxy::start(&server.store().endpoint, script.clone());
        let store = server.store().behind(proxy.endpoint());
        let what = format!("{:?}", script.first());
        let line =
            format!("generate --out s3://lake/x {DATASET} --timeout 0.5s --retry-for 1s --json");
        let outcome = ear.listen(&what, &mut with_key(&store, &store.admin, &line));
        assert_eq!(outcome.code, Some(code), "{what}: {outcome:?}");
        ear.look_into(&server);
        ear.heard_none_of(&[&store.admin.secret, "X-Amz-", "x-amz-"]);
    }
}

#[test]
fn no_refusal_of_a_key_tells_a_secret() {
    let (server, real) = (Server::start(Options::default()), RealStore::start());
    for store in [server.store(), real.store()] {
        let stranger = Key::random();
        let wrong = Key {
            secret: stranger.secret.clone(),
            ..store.admin.clone()
        };
        for key in [&store.admin, &store.reader, &stranger, &wrong] {
            for token in [None, Some(TOKEN)] {
                let mut ear = Ear::default();
                for line in [
                    "presign --out - --to s3://pond/x",
                    "generate --out s3://lake/x",
                    "generate --out s3://pond/x",
                    "verify s3://lake/x",
                    "verify s3://pond/x",
                    "finish s3://lake/x",
                ] {
                    let dataset = match line.starts_with(['p', 'g']) {
                        true => "--transactions 1000 --tables cards --resume",
                        false => "",
                    };
                    let mut command = with_key(store, key, &format!("{line} {dataset}"));
                    command.envs(token.map(|token| ("AWS_SESSION_TOKEN", token)));
                    ear.listen(line, &mut command);
                }
                ear.heard_none_of(&[&key.secret, TOKEN, "X-Amz-", "x-amz-"]);
            }
        }
    }
}
