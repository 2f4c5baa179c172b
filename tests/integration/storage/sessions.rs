//! Keys that end: a run renews them in time, and what they sign ends with them.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use fraudgen::dataset::TargetFile;
use fraudgen_tests::s3::{Fault, Options, Proxy, REGION, Server, Session};
use fraudgen_tests::upload::{DATASET, Desk, assert_whole, bare, reference, start, wait_until};
use fraudgen_tests::{Outcome, Service, done, run};
use jiff::{SignedDuration, Timestamp};
use tempfile::tempdir;

/// A container's service, which opens a session for whoever asks, `most` times.
fn service(server: &Arc<Server>, lasts: Duration, most: usize) -> Service {
    let server = Arc::clone(server);
    let left = AtomicUsize::new(most);
    Service::start(move |_| {
        let take = |left: usize| left.checked_sub(1);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .ok()?;
        let Session {
            key,
            token,
            ends_at,
        } = server.open_session(lasts);
        Some(format!(
            r#"{{"AccessKeyId": "{}", "SecretAccessKey": "{}", "Token": "{token}", "Expiration": "{ends_at}"}}"#,
            key.id, key.secret
        ))
    })
}

/// The command in the container of a service.
fn contained(service: &Service, endpoint: &str, line: &str) -> Command {
    let mut command = bare(line);
    command
        .env("AWS_ENDPOINT_URL_S3", endpoint)
        .env("AWS_REGION", REGION)
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", service.address());
    command
}

fn slow_server(delay: Duration) -> Arc<Server> {
    Arc::new(Server::start(Options {
        delay,
        ..Options::default()
    }))
}

/// Runs a command to its end, and asserts that nothing was refused, and that several keys were asked for, but not for
/// every request.
fn is_renewed_in_time(server: &Server, service: &Service, command: &mut Command) {
    let began = Instant::now();
    done(command);
    let seconds = began.elapsed().as_secs() as usize;
    let seen = server.seen();
    let refused = seen
        .iter()
        .find(|seen| matches!(seen.status, Some(400 | 403)));
    assert!(refused.is_none(), "{refused:?}");
    let asked = service.asked().len();
    assert!(
        (2..seconds + 3).contains(&asked),
        "{asked} keys in {seconds} s"
    );
}

#[test]
fn a_run_that_is_longer_than_its_keys_asks_for_the_next_in_time() {
    let server = slow_server(Duration::ZERO);
    let service = service(&server, Duration::from_secs(2), usize::MAX);
    // Its 6 MB at 1 MB per second.
    let line = format!("generate --out s3://lake/x {DATASET} --bandwidth 1MB");
    let mut command = contained(&service, &server.store().endpoint, &line);
    is_renewed_in_time(&server, &service, &mut command);
    assert_whole(server.store(), "x", reference());
}

#[test]
fn what_reads_a_store_for_longer_asks_for_the_next_key_too() {
    let server = slow_server(Duration::from_millis(20));
    let endpoint = &server.store().endpoint;
    let hours = service(&server, Duration::from_secs(3600), usize::MAX);
    let line = format!("generate --out s3://lake/x {DATASET}");
    done(&mut contained(&hours, endpoint, &line));
    assert_eq!(hours.asked().len(), 1, "it lasts");
    for line in ["verify s3://lake/x --threads 1", "report s3://lake/x"] {
        let seconds = service(&server, Duration::from_secs(2), usize::MAX);
        is_renewed_in_time(&server, &seconds, &mut contained(&seconds, endpoint, line));
    }
}

#[test]
fn a_request_that_is_retried_beyond_the_end_of_its_key_is_signed_by_the_next() {
    let server = slow_server(Duration::ZERO);
    let proxy = Proxy::start(&server.store().endpoint, [Fault::Status(503, Some(3))]);
    let service = service(&server, Duration::from_secs(2), usize::MAX);
    let line = format!("generate --out s3://lake/x {DATASET}");
    done(&mut contained(&service, proxy.endpoint(), &line));
    let seen = server.seen();
    let refused = seen.iter().filter(|seen| seen.status == Some(400)).count();
    assert_eq!(refused, 1, "{seen:?}");
    assert_whole(server.store(), "x", reference());
}

#[test]
fn a_run_whose_service_goes_away_ends_with_its_key_and_can_be_continued() {
    let server = slow_server(Duration::ZERO);
    let once = service(&server, Duration::from_secs(2), 1);
    let endpoint = &server.store().endpoint;
    let line = format!("generate --out s3://lake/x {DATASET} --bandwidth 1MB");
    let outcome = run(&mut contained(&once, endpoint, &line));
    assert_eq!(outcome.code, Some(77), "{outcome:?}");
    for word in ["the key has ended", "credentials", "--resume"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(once.asked().len() <= 24, "{} times", once.asked().len());
    let back = service(&server, Duration::from_secs(3600), usize::MAX);
    let line = format!("generate --out s3://lake/x {DATASET} --resume");
    done(&mut contained(&back, endpoint, &line));
    assert_whole(server.store(), "x", reference());
}

#[test]
fn a_run_that_waits_for_its_next_key_can_be_interrupted() {
    let server = slow_server(Duration::ZERO);
    let home = tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    let Session {
        key,
        token,
        ends_at,
    } = server.open_session(Duration::from_secs(3));
    // It answers once, and then hangs.
    let script = format!(
        "mkdir {0} || exec sleep 30\necho '{{\"Version\": 1, \"AccessKeyId\": \"{1}\", \"SecretAccessKey\": \"{2}\", \
         \"SessionToken\": \"{token}\", \"Expiration\": \"{ends_at}\"}}'\n",
        path("asked"),
        key.id,
        key.secret
    );
    std::fs::write(path("key.sh"), script).expect("written");
    let config = format!(
        "[default]\ncredential_process = /bin/sh {}\n",
        path("key.sh")
    );
    std::fs::write(path("config"), config).expect("written");
    let line = format!("generate --out s3://lake/x {DATASET} --bandwidth 1MB");
    let mut child = start(
        bare(&line)
            .env("PATH", "/usr/bin:/bin")
            .env("AWS_ENDPOINT_URL_S3", &server.store().endpoint)
            .env("AWS_CONFIG_FILE", path("config")),
    );
    // No request can be signed any more.
    assert!(wait_until(&mut child, || ends_at
        + SignedDuration::from_millis(500)
        < Timestamp::now()));
    let sent = server.count("PUT");
    sleep(Duration::from_millis(300));
    assert_eq!(server.count("PUT"), sent);
    let interrupted = Instant::now();
    let id = child.id().to_string();
    Command::new("kill")
        .args(["-INT", &id])
        .status()
        .expect("kill is there");
    let outcome = Outcome::from(child.wait_with_output().expect("it was started"));
    assert_eq!(outcome.code, Some(75), "{outcome:?}");
    assert!(interrupted.elapsed() < Duration::from_secs(10));
}

/// Signs targets with a key whose end is known or not; returns what was said.
fn presign(
    server: &Server,
    desk: &Desk,
    session: &Session,
    is_known: bool,
    flags: &str,
) -> Outcome {
    let line = format!("presign --to s3://lake/x {DATASET} {flags}");
    let mut command = bare(&line);
    command
        .current_dir(desk.root())
        .envs(server.store().environment(&session.key))
        .env("AWS_SESSION_TOKEN", &session.token);
    if is_known {
        command.env("AWS_CREDENTIAL_EXPIRATION", session.ends_at.to_string());
    }
    run(&mut command)
}

#[test]
fn targets_end_with_the_session_that_signs_them_and_presign_says_so() {
    let server = Server::start(Options::default());
    let session = server.open_session(Duration::from_secs(3600));
    let end = session.ends_at.strftime("%Y-%m-%d %H:%M:%SZ").to_string();

    let desk = Desk::default();
    let signed = presign(&server, &desk, &session, true, "--expires 12h");
    assert_eq!(signed.code, Some(0), "{signed:?}");
    for words in [
        "note: the session of the key ends",
        "--expires",
        &format!("until {end}"),
    ] {
        assert!(signed.stderr.contains(words), "no {words}: {signed:?}");
    }
    let text = std::fs::read_to_string(desk.path("targets.jsonl")).expect("targets");
    let targets = TargetFile::parse(&text).expect("targets");
    let ends: BTreeSet<_> = targets
        .objects
        .values()
        .map(|object| object.put.expires_at)
        .collect();
    assert_eq!(ends, BTreeSet::from([targets.header.expires_at]));
    assert_eq!(targets.header.expires_at, session.ends_at);

    // Sooner than the session: nothing to say.
    let signed = presign(&server, &desk, &session, true, "--expires 30m --force");
    assert_eq!(signed.code, Some(0), "{signed:?}");
    assert!(!signed.stderr.contains("session"), "{signed:?}");

    // Nobody knows when it ends.
    let signed = presign(&server, &desk, &session, false, "--expires 12h --force");
    assert!(signed.stderr.contains("or until the session"), "{signed:?}");
}

#[test]
fn a_session_that_is_over_signs_no_targets() {
    let server = Server::start(Options::default());
    let session = Session {
        ends_at: Timestamp::now() - SignedDuration::from_secs(1),
        ..server.open_session(Duration::from_secs(3600))
    };
    for flags in ["", "--no-check"] {
        let desk = Desk::default();
        let refused = presign(&server, &desk, &session, true, flags);
        assert_eq!(refused.code, Some(77), "{refused:?}");
        assert!(
            refused.stderr.contains("the session of the key ended at"),
            "{refused:?}"
        );
        assert_eq!(fraudgen_tests::tree(desk.root()).len(), 0, "no target file");
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_worker_whose_targets_ended_with_their_session_is_told_so() {
    let server = Server::start(Options::default());
    for (is_known, words) in [
        (true, "expired at"),
        (false, "or the session that signed it did"),
    ] {
        let session = server.open_session(Duration::from_secs(2));
        let desk = Desk::default();
        let signed = presign(&server, &desk, &session, is_known, "--force");
        assert_eq!(signed.code, Some(0), "{signed:?}");
        sleep(Duration::from_millis(2100));
        let refused = run(&mut desk.worker("targets.jsonl"));
        assert_eq!(refused.code, Some(77), "{refused:?}");
        for words in [words, "`fraudgen presign"] {
            assert!(refused.stderr.contains(words), "no {words}: {refused:?}");
        }
    }
}
