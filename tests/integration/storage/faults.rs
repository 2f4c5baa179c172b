//! A store that fails costs time, never data and never a second copy.

use std::fs;
use std::net::TcpListener;
use std::process::Child;
use std::time::{Duration, Instant};

use fraudgen_tests::s3::{Fault, Options, Proxy, Server, Store};
use fraudgen_tests::upload::{
    CLOSING, DATASET, Desk, PARTS, assert_whole, below, parts_in, reference, start, wait_until,
    with_key,
};
use fraudgen_tests::{Outcome, RealStore, done, fraudgen, run};
use serde_json::Value;
use tempfile::tempdir;

/// PUTs of a worker that closes its run: parts, and what closes it.
const PUTS: usize = PARTS + CLOSING;

/// The most requests that are in flight at a time.
const WINDOW: usize = 16;

/// A server behind a proxy, and targets for it that lead through the proxy.
struct Rig {
    server: Server,
    proxy: Proxy,
    desk: Desk,
}

impl Rig {
    fn new(script: impl IntoIterator<Item = Fault>) -> Self {
        let server = Server::start(Options::default());
        let proxy = Proxy::start(&server.store().endpoint, []);
        let desk = Desk::default();
        desk.presign(&server.store().behind(proxy.endpoint()), "--no-check");
        script.into_iter().for_each(|fault| proxy.push(fault));
        Self {
            server,
            proxy,
            desk,
        }
    }

    /// A worker with short timeouts.
    fn work(&self, flags: &str) -> Outcome {
        run(&mut self
            .desk
            .worker(&format!("targets.jsonl --timeout 1s {flags}")))
    }

    fn puts(&self) -> usize {
        let attempts = self.proxy.attempts();
        attempts
            .iter()
            .filter(|attempt| attempt.method == "PUT")
            .count()
    }

    /// How many PUTs the server answered with success.
    fn stored(&self) -> usize {
        let seen = self.server.seen();
        seen.iter()
            .filter(|seen| seen.method == "PUT" && seen.status == Some(200))
            .count()
    }

    fn assert_whole(&self) {
        assert_whole(self.server.store(), "x", reference());
    }
}

/// Temporary faults are overcome: the dataset is whole, and each object was stored once.
fn is_overcome(script: &[Fault]) -> Rig {
    let rig = Rig::new(script.iter().cloned());
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(0), "{script:?}: {outcome:?}");
    rig.assert_whole();
    assert_eq!(rig.stored(), PUTS, "{script:?}: each object once");
    assert_eq!(rig.puts(), PUTS + script.len(), "{script:?}");
    rig
}

#[test]
fn a_busy_store_is_asked_again() {
    is_overcome(&vec![Fault::Status(503, None); 30]);
    for status in [408, 429, 500, 502, 504] {
        is_overcome(&[Fault::Status(status, None), Fault::Status(status, None)]);
    }
}

#[test]
fn a_store_that_asks_to_wait_is_given_the_time() {
    let rig = is_overcome(&[Fault::Status(503, Some(2))]);
    let attempts = rig.proxy.attempts();
    let (first, rest) = attempts.split_first().expect("an attempt");
    let again = rest.iter().find(|attempt| attempt.path == first.path);
    let waited = again.expect("it is sent again").at - first.at;
    assert!(waited >= Duration::from_secs(2), "{waited:?}");
}

#[test]
fn workers_that_failed_together_do_not_come_back_together() {
    let rig = is_overcome(&vec![Fault::Status(503, None); WINDOW]);
    let attempts = rig.proxy.attempts();
    let mut pauses = Vec::new();
    for (number, attempt) in attempts.iter().enumerate() {
        let again = attempts[number + 1..]
            .iter()
            .find(|later| later.path == attempt.path);
        pauses.extend(again.map(|again| (again.at - attempt.at).as_millis() / 5));
    }
    pauses.sort_unstable();
    pauses.dedup();
    assert!(pauses.len() > 5, "{pauses:?}");
}

#[test]
fn a_broken_connection_is_made_again() {
    for share in [0.0, 0.5, 1.0] {
        is_overcome(&[Fault::ResetAt(share), Fault::ResetAt(share)]);
    }
}

#[test]
fn an_answer_that_is_lost_or_cut_short_leaves_one_object() {
    is_overcome(&[Fault::LoseAnswer, Fault::LoseAnswer, Fault::LoseAnswer]);
    is_overcome(&[Fault::TruncatedAnswer]);
}

#[test]
fn a_bit_that_flips_on_the_way_is_found() {
    let rig = is_overcome(&[Fault::FlipBit, Fault::FlipBit]);
    let seen = rig.server.seen();
    assert_eq!(
        seen.iter().filter(|seen| seen.status == Some(400)).count(),
        2
    );
}

#[test]
fn a_line_that_flips_bits_for_ever_is_given_up() {
    let rig = Rig::new(vec![Fault::FlipBit; 200]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    for word in ["BadDigest", "changed in transit"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(rig.server.objects().is_empty());
}

#[test]
fn a_store_that_stalls_is_asked_again() {
    is_overcome(&[Fault::Stall, Fault::Stall]);
}

#[test]
fn what_is_no_answer_of_a_store_is_asked_again_and_told_of() {
    is_overcome(&[
        Fault::Answer("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>".into()),
        Fault::Answer("no HTTP at all\r\n\r\n".into()),
    ]);
    let rig = Rig::new(vec![
        Fault::Answer(
            "HTTP/1.1 418 Teapot\r\n\r\n<html>".into()
        );
        40
    ]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("a proxy in the way"), "{outcome:?}");
}

#[test]
fn hostile_answers_do_no_harm() {
    let answer =
        |head: &str, body: &str| Fault::Answer(format!("HTTP/1.1 503 Odd\r\n{head}\r\n{body}"));
    let laughs = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Error><Code>&b;&b;</Code></Error>"#;
    let headers: String = (0..20_000).map(|n| format!("x-{n}: {n}\r\n")).collect();
    is_overcome(&[
        answer("content-length: 99999999999\r\n", "short"),
        answer("", laughs),
        answer(&headers, ""),
        answer("retry-after: soon\r\n", ""),
        answer("", &"<Error>".repeat(100_000)),
        answer("", "\u{0}\u{1b}[31m"),
    ]);
    let rig = Rig::new(vec![
        Fault::Answer(format!(
            "HTTP/1.1 403 No\r\n\r\n<Error><Code>Odd</Code><Message>\u{1b}[31m{}</Message></Error>",
            "long ".repeat(10_000)
        ));
        40
    ]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(77), "{outcome:?}");
    assert!(outcome.stderr.len() < 1000, "{outcome:?}");
    assert!(!outcome.stderr.contains('\u{1b}'), "{outcome:?}");
}

#[test]
fn a_bucket_of_another_region_is_named_with_its_region() {
    let moved = "HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: sa-east-1\r\ncontent-length: 0\r\n\r\n";
    let rig = Rig::new(vec![Fault::Answer(moved.into()); 40]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("--region sa-east-1"), "{outcome:?}");
}

#[test]
fn another_etag_is_no_success() {
    let rig = Rig::new([Fault::WrongEtag]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    for word in ["part-", "ETag 00000000", "--resume"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(!below(rig.server.store(), "x").contains_key("_SUCCESS"));
    done(&mut rig.desk.worker("targets.jsonl --resume"));
    rig.assert_whole();
    assert_eq!(rig.stored(), PUTS, "each object once");
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a free port");
    elsewhere.set_nonblocking(true).expect("a listener");
    let url = format!("http://{}/", elsewhere.local_addr().expect("an address"));
    let rig = Rig::new(vec![Fault::Redirect(url); 40]);
    let outcome = rig.work("");
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    for word in ["307", "not followed", "--region"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(elsewhere.accept().is_err(), "no one came");
    assert!(rig.server.objects().is_empty());
}

#[test]
fn a_refusal_stops_the_run_and_is_told_once() {
    for (status, code, words) in [
        (403, 77, "s3:PutObject"),
        (404, 1, "--create-bucket"),
        (507, 1, "is full"),
        (501, 1, "documentation"),
    ] {
        let rig = Rig::new(vec![Fault::Status(status, None); 40]);
        let outcome = rig.work("");
        assert_eq!(outcome.code, Some(code), "{status}: {outcome:?}");
        assert!(outcome.stderr.contains(words), "{status}: {outcome:?}");
        assert_eq!(
            outcome.stderr.matches("refused").count(),
            1,
            "{status}: {outcome:?}"
        );
        assert!(rig.puts() <= WINDOW, "{status}: {} requests", rig.puts());
        // Once the store works again, the run is continued.
        rig.proxy.heal();
        done(&mut rig.desk.worker("targets.jsonl --resume"));
        rig.assert_whole();
    }
}

/// The most memory that a process had, in bytes; watched until it ends.
fn peak_memory(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    wait_until(child, || {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        peak = peak.max(kib.unwrap_or_default() << 10);
        false
    });
    peak
}

/// No run here needs more, of which the budget for waiting parts is 16 MiB.
const MOST_MEMORY: u64 = 160 << 20;

#[test]
fn a_slow_store_does_not_fill_the_memory() {
    let server = Server::start(Options::default());
    let proxy = Proxy::start(
        &server.store().endpoint,
        vec![Fault::Delay(Duration::from_millis(60)); 1000],
    );
    let store = server.store().behind(proxy.endpoint());
    let line = "generate --out s3://lake/x --transactions 600000 --customers 12000 --format csv \
                --tables transactions --rows-per-file 20000 --threads 2 --memory 16MiB";
    let mut child = start(&mut with_key(&store, &store.admin, line));
    let peak = peak_memory(&mut child);
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let bytes: usize = server.objects().values().map(|object| object.len()).sum();
    eprintln!("{bytes} bytes uploaded, {peak} bytes of memory");
    assert!(bytes as u64 > MOST_MEMORY, "{bytes} prove nothing");
    assert!(peak < MOST_MEMORY, "{peak} bytes");
}

#[test]
fn an_error_without_end_does_not_fill_the_memory() {
    let rig = Rig::new([Fault::HugeErrorBody, Fault::HugeErrorBody]);
    let mut child = start(&mut rig.desk.worker("targets.jsonl"));
    let peak = peak_memory(&mut child);
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    rig.assert_whole();
    assert!(peak < MOST_MEMORY, "{peak} bytes");
}

/// Some 130 files, so that a run can be interrupted midway.
const LONGER: &str = "--transactions 120000 --customers 12000 --rows-per-file 1000 --threads 2";

fn wait_for_objects(child: &mut Child, store: &Store, objects: usize) {
    assert!(
        wait_until(child, || store.list("x/").len() >= objects),
        "it ended before there were {objects} objects"
    );
}

#[test]
fn a_real_store_that_is_killed_and_comes_back_costs_time_only() {
    let folder = tempdir().expect("a folder");
    done(fraudgen(&format!("generate {LONGER} --out")).arg(folder.path()));
    let parts = parts_in(folder.path());
    let mut real = RealStore::start();
    let store = real.store().clone();
    let line = format!("generate --out s3://lake/x {LONGER}");
    let mut child = start(&mut with_key(&store, &store.admin, &line));
    wait_for_objects(&mut child, &store, 20);
    real.kill();
    std::thread::sleep(Duration::from_secs(2));
    real.start_again();
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_whole(&store, "x", &parts);
}

#[test]
fn a_real_store_that_stays_away_ends_the_run_which_is_continued_when_it_is_back() {
    let folder = tempdir().expect("a folder");
    done(fraudgen(&format!("generate {LONGER} --out")).arg(folder.path()));
    let parts = parts_in(folder.path());
    let mut real = RealStore::start();
    let store = real.store().clone();
    let line = format!("generate --out s3://lake/x {LONGER} --retry-for 2s");
    let mut child = start(&mut with_key(&store, &store.admin, &line));
    wait_for_objects(&mut child, &store, 20);
    real.kill();
    let began = Instant::now();
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(20));
    for word in [&*store.endpoint, "tries", "--resume"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert_eq!(
        outcome.stderr.matches("with --resume").count(),
        1,
        "{outcome:?}"
    );
    real.start_again();
    done(&mut with_key(
        &store,
        &store.admin,
        &format!("{line} --resume"),
    ));
    assert_whole(&store, "x", &parts);
    let verified = done(&mut with_key(
        &store,
        &store.admin,
        "verify s3://lake/x --json",
    ));
    let found: Value = serde_json::from_str(&verified.stdout).expect("JSON");
    assert_eq!(found["parts"], parts.len());
}

#[test]
fn a_worker_whose_store_stays_away_keeps_what_is_done() {
    let rig = Rig::new(
        vec![Fault::Delay(Duration::ZERO); 8]
            .into_iter()
            .chain(vec![Fault::ResetAt(0.0); 400]),
    );
    let outcome = rig.work("--retry-for 1s");
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
    assert!(outcome.stderr.contains("--resume"), "{outcome:?}");
    assert_eq!(below(rig.server.store(), "x").len(), 8);
    rig.proxy.heal();
    let stored = rig.stored();
    let outcome = done(&mut rig.desk.worker("targets.jsonl --resume --json"));
    let receipt: Value = serde_json::from_str(&outcome.stdout).expect("a receipt");
    assert_eq!(receipt["kept"], 8);
    rig.assert_whole();
    assert_eq!(rig.stored() - stored, PUTS - 8);
}

/// The command's temporary folder, before and after.
#[test]
fn a_spool_folder_goes_with_the_run() {
    for (script, code) in [(0, 0), (40, 77)] {
        let rig = Rig::new(vec![Fault::Status(403, None); script]);
        let spool = tempdir().expect("a folder");
        let mut worker = rig.desk.worker("targets.jsonl --upload spool");
        let outcome = run(worker.env("TMPDIR", spool.path()));
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        assert_eq!(fraudgen_tests::tree(spool.path()).len(), 0);
        if code == 0 {
            rig.assert_whole();
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_spool_folder_on_a_full_disk_is_a_clear_error() {
    fraudgen_tests::mount::on_tmpfs("size=16k", |mount| {
        let rig = Rig::new([]);
        let mut worker = rig.desk.worker("targets.jsonl --upload spool");
        let outcome = run(worker.env("TMPDIR", mount.path()));
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        for word in ["No space left on device", "fraudgen-spool-", "--resume"] {
            assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
        }
        assert_eq!(fraudgen_tests::tree(mount.path()).len(), 0);
        done(&mut rig.desk.worker("targets.jsonl --resume --upload memory"));
        rig.assert_whole();
    });
}

/// Targets that expire during the run are replaced, and finished parts are kept.
#[test]
fn targets_that_end_in_mid_run_are_replaced_by_new_ones() {
    let server = Server::start(Options::default());
    let proxy = Proxy::start(&server.store().endpoint, []);
    let store = server.store().behind(proxy.endpoint());
    let desk = Desk::default();
    desk.presign(&store, "--no-check --expires 3s");
    for _ in 0..6 {
        proxy.push(Fault::Delay(Duration::ZERO));
    }
    for _ in 0..WINDOW {
        proxy.push(Fault::Delay(Duration::from_secs(4)));
    }
    let outcome = run(&mut desk.worker("targets.jsonl"));
    assert_eq!(outcome.code, Some(77), "{outcome:?}");
    for word in ["expired", "fraudgen presign"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(!below(&store, "x").contains_key("_SUCCESS"));

    desk.presign(server.store(), "--resume");
    let outcome = done(&mut desk.worker("targets.jsonl --resume --json"));
    let receipt: Value = serde_json::from_str(&outcome.stdout).expect("a receipt");
    assert_eq!(receipt["kept"], 6);
    assert_whole(&store, "x", reference());
}

#[test]
fn the_one_with_a_key_overcomes_the_same() {
    let server = Server::start(Options::default());
    let proxy = Proxy::start(
        &server.store().endpoint,
        [
            Fault::Status(503, None),
            Fault::LoseAnswer,
            Fault::ResetAt(0.5),
            Fault::LoseAnswer,
            Fault::FlipBit,
            Fault::TruncatedAnswer,
        ],
    );
    let store = server.store().behind(proxy.endpoint());
    let line = format!("generate --out s3://lake/x {DATASET}");
    done(&mut with_key(&store, &store.admin, &line));
    assert_whole(&store, "x", reference());
}
