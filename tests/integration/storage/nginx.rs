//! A store behind nginx: as it should be, and as it often is.

use fraudgen_tests::s3::{Kind, Store};
use fraudgen_tests::upload::{DATASET, Desk, assert_whole, reference, with_key};
use fraudgen_tests::{Nginx, Outcome, RealStore, done, run};

/// What a store needs of nginx.
const RIGHT: &str = "client_max_body_size 0;\nlocation / {\nproxy_pass STORE;\nproxy_http_version 1.1;\n\
                     proxy_request_buffering off;\nproxy_set_header Host $http_host;\n}";

#[test]
fn a_store_is_used_through_nginx() {
    let real = RealStore::start();
    let nginx = Nginx::start(&real.store().endpoint, RIGHT);
    let store = real.store().behind(nginx.endpoint());
    let desk = Desk::default();
    desk.presign(&store, "");
    done(&mut desk.worker("targets.jsonl"));
    assert_whole(&store, "x", reference());
    let line = format!("generate --out s3://lake/y {DATASET}");
    done(&mut with_key(&store, &store.admin, &line));
    done(&mut with_key(
        &store,
        &store.admin,
        "verify s3://lake/y --deep",
    ));
}

/// A run through nginx that is refused, with a key and with targets; all of its messages.
fn refused(store: &Store, path: &str, directives: &str) -> Vec<Outcome> {
    let nginx = Nginx::start(&store.endpoint, directives);
    let seen = store.behind(&format!("{}{path}", nginx.endpoint()));
    let desk = Desk::default();
    desk.presign(&seen, "--no-check");
    let line = format!("generate --out s3://lake/x {DATASET} --retry-for 2s");
    let outcomes = vec![
        run(&mut with_key(&seen, &seen.admin, &line)),
        run(&mut desk.worker("targets.jsonl --retry-for 2s")),
    ];
    for outcome in &outcomes {
        assert!(matches!(outcome.code, Some(1 | 77)), "{outcome:?}");
        assert_eq!(outcome.stderr.matches("error:").count(), 1, "{outcome:?}");
    }
    outcomes
}

fn all_say(outcomes: &[Outcome], words: &[&str]) {
    for (outcome, word) in outcomes
        .iter()
        .flat_map(|outcome| words.iter().map(move |word| (outcome, word)))
    {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
}

#[test]
fn a_limit_of_nginx_is_named() {
    let real = RealStore::start();
    let small = RIGHT.replace("client_max_body_size 0", "client_max_body_size 100k");
    let words = ["413", "client_max_body_size", "--rows-per-file"];
    all_say(&refused(real.store(), "", &small), &words);
}

#[test]
fn a_host_or_a_path_that_nginx_changes_is_named() {
    let real = RealStore::start();
    let changed = RIGHT.replace("proxy_set_header Host $http_host;", "");
    let words = [
        "the signature does not match",
        "changes the host name 127.0.0.1 or the path",
    ];
    all_say(&refused(real.store(), "", &changed), &words);

    let stripped = RIGHT
        .replace("location /", "location /s3/")
        .replace("STORE", "STORE/");
    all_say(&refused(real.store(), "/s3", &stripped), &words);
    // Where the store says what it was asked for, it is certain.
    let seaweedfs = RealStore::of(Kind::SeaweedFs);
    let words = ["takes /s3 away from the path", "pass the path on as it is"];
    all_say(&refused(seaweedfs.store(), "/s3", &stripped), &words);
}

#[test]
fn answers_that_no_store_gives_are_said_to_be_a_proxys() {
    let real = RealStore::start();
    for status in [304, 405] {
        let directives = format!("location / {{\nreturn {status};\n}}");
        let words = [
            &*status.to_string(),
            "not the answer of a store",
            "proxy in the way",
        ];
        all_say(&refused(real.store(), "", &directives), &words);
    }
}
