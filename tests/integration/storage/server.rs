//! The stores that the tests upload to: what they accept, how each refuses, and the faults in front of them.
//!
//! The same checks run against the server in this process and against real ones. Each words its refusals
//! differently.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use fraudgen_tests::s3::{
    Answer, Fault, Key, Kind, Options, Proxy, Rights, Server, Store, content_md5, send,
};
use rusty_s3::Method::{self, Delete, Get, Head, Put};

checks! {
    objects_come_back_as_they_were_put
    a_wrong_signature_is_refused
    an_expired_url_is_refused
    a_url_that_lives_too_long_is_refused
    a_url_serves_no_other_request
    a_harmed_body_is_refused_and_not_stored
    a_truncated_body_is_not_stored
    a_second_object_of_a_name_can_be_refused
    a_missing_bucket_is_told_of
    a_key_that_may_only_read_cannot_write
    a_spoiled_put_is_seen_as_it_was_spoiled
}

/// The verdicts of the stores on the same request, in the order embedded, MinIO (by its source), VersityGW, SeaweedFS.
fn verdict_is(store: &Store, answer: &Answer, verdicts: [&str; 4]) {
    let expected = match store.kind {
        Kind::Embedded => verdicts[0],
        Kind::Minio => verdicts[1],
        Kind::VersityGw => verdicts[2],
        Kind::SeaweedFs => verdicts[3],
        Kind::Rclone => panic!("it is not strict"),
    };
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.verdict(), expected, "{:?}: {text}", store.kind);
}

/// Sends a PUT to a URL that was not made for it.
fn put(url: &str, headers: &[(&str, &str)]) -> Answer {
    send(Put, url, headers, b"body").expect("an answer")
}

fn objects_come_back_as_they_were_put(store: &Store) {
    for (name, body) in [
        ("a", ""),
        ("b/part-00000.parquet", "a part"),
        ("b/x=1 (ç)+~'.json", "{}"),
    ] {
        let body = body.as_bytes();
        let md5 = content_md5(body);
        let url = store.presign(&store.admin, Put, name).url();
        // The one header that is checked although no signature covers it.
        let answer = send(Put, &url, &[("content-md5", &md5)], body).expect("an answer");
        assert_eq!(answer.verdict(), "200");
        let tag = answer.header("etag").to_owned();
        assert_eq!(tag.len(), 34, "an MD5 in quotes: {tag}");

        let head = store.ask(Head, name);
        assert_eq!((head.status, head.header("etag")), (200, &*tag));
        assert_eq!(head.header("content-length"), body.len().to_string());
        assert_eq!(store.get(name).expect("it is there"), body);
    }
    let first = store.presign(&store.admin, Get, "b/part-00000.parquet");
    let range = send(Get, &first.url(), &[("range", "bytes=2-5")], &[]).expect("an answer");
    assert_eq!((range.status, &range.body[..]), (206, &b"part"[..]));

    assert_eq!(
        store.list("b/"),
        ["b/part-00000.parquet", "b/x=1 (ç)+~'.json"]
    );
    assert_eq!(store.ask(Delete, "a").status, 204);
    assert_eq!(store.get("a"), None);
    assert_eq!(store.ask(Head, "a").status, 404);
}

fn a_wrong_signature_is_refused(store: &Store) {
    let wrong = [
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
    ];
    let url = store.presign(&store.admin, Put, "a").url();
    let tampered = match url.strip_suffix('0') {
        Some(start) => format!("{start}1"),
        None => format!("{}0", &url[..url.len() - 1]),
    };
    verdict_is(store, &put(&tampered, &[]), wrong);

    let secret = Key::random().secret;
    let key = Key {
        secret,
        ..store.admin.clone()
    };
    verdict_is(store, &store.presign(&key, Put, "a").send(b"body"), wrong);

    let stranger = Key::random();
    verdict_is(
        store,
        &store.presign(&stranger, Put, "a").send(b"body"),
        [
            "403 InvalidAccessKeyId",
            "403 InvalidAccessKeyId",
            "403 InvalidAccessKeyId",
            "403 InvalidAccessKeyId",
        ],
    );
    let plain = url.split('?').next().expect("a URL");
    verdict_is(store, &put(plain, &[]), ["403 AccessDenied"; 4]);
    assert_eq!(store.list(""), [""; 0]);
}

fn an_expired_url_is_refused(store: &Store) {
    let target = store.presign(&store.admin, Put, "a");
    let expired = target.clone().seconds_from_now(-120).expires(60);
    verdict_is(
        store,
        &expired.send(b"body"),
        [
            "403 AccessDenied",
            "403 AccessDenied",
            "403 AccessDenied",
            "403 AccessDenied",
        ],
    );
    assert_eq!(store.list(""), [""; 0]);
    // By the signer's clock it is valid: this is what a clock that is ahead looks like.
    verdict_is(
        store,
        &target.seconds_from_now(3600).send(b"body"),
        ["403 RequestTimeTooSkewed", "403 AccessDenied", "200", "200"],
    );
}

fn a_url_that_lives_too_long_is_refused(store: &Store) {
    let week = 7 * 24 * 60 * 60;
    let target = store.presign(&store.admin, Put, "a");
    assert_eq!(target.clone().expires(week).send(b"body").verdict(), "200");
    verdict_is(
        store,
        &target.expires(week + 1).send(b"body"),
        [
            "400 AuthorizationQueryParametersError",
            "400 AuthorizationQueryParametersError",
            "400 AuthorizationQueryParametersError",
            "400 AuthorizationQueryParametersError",
        ],
    );
}

fn a_url_serves_no_other_request(store: &Store) {
    store.put("there", b"before");
    let wrong = [
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
        "403 SignatureDoesNotMatch",
    ];
    let target = store.presign(&store.admin, Put, "a");
    let url = target.url();
    let conditional = target.clone().header("if-none-match", "*").url();
    for (what, url, headers) in [
        ("another name", url.replace("/a?", "/b?"), None),
        ("another bucket", url.replace("/lake/", "/other/"), None),
        (
            "a longer life",
            url.replace("Expires=3600", "Expires=3601"),
            None,
        ),
        ("one more parameter", format!("{url}&x-id=PutObject"), None),
        ("another call", format!("{url}&acl="), None),
        (
            "another header",
            conditional.clone(),
            Some(("if-none-match", "\"x\"")),
        ),
    ] {
        let answer = put(&url, headers.as_slice());
        eprintln!("{what}: {}", answer.verdict());
        verdict_is(store, &answer, wrong);
    }
    let left_out = put(&conditional, &[]);
    verdict_is(
        store,
        &left_out,
        [
            "403 SignatureDoesNotMatch",
            "400 AccessDenied",
            "403 SignatureDoesNotMatch",
            "403 SignatureDoesNotMatch",
        ],
    );
    for method in [Get, Delete] {
        let url = store.presign(&store.admin, Put, "there").url();
        verdict_is(
            store,
            &send(method, &url, &[], &[]).expect("an answer"),
            wrong,
        );
    }
    assert_eq!(store.list(""), ["there"]);
    assert_eq!(store.get("there").expect("it is there"), &b"before"[..]);
}

fn a_harmed_body_is_refused_and_not_stored(store: &Store) {
    let url = store.presign(&store.admin, Put, "a").url();
    let other = content_md5(b"another body");
    let answer = put(&url, &[("content-md5", &other)]);
    verdict_is(store, &answer, ["400 BadDigest"; 4]);
    let answer = put(&url, &[("content-md5", "no MD5")]);
    verdict_is(store, &answer, ["400 InvalidDigest"; 4]);

    let crc32 = store
        .presign(&store.admin, Put, "a")
        .header("x-amz-checksum-crc32", "AAAAAA==");
    verdict_is(
        store,
        &crc32.send(b"body"),
        [
            "400 BadDigest",
            "400 XAmzContentChecksumMismatch",
            "400 BadDigest",
            "400 BadDigest",
        ],
    );
    assert_eq!(store.list(""), [""; 0]);
}

/// The host of a URL, and the rest after it.
fn parts(url: &str) -> (&str, &str) {
    let url = url.trim_start_matches("http://");
    url.split_at(url.find('/').expect("a path"))
}

/// Sends the head of a PUT and half its body, then hangs up.
fn put_half(store: &Store, name: &str, body: &[u8]) {
    let url = store.presign(&store.admin, Put, name).url();
    let (host, target) = parts(&url);
    let mut stream = TcpStream::connect(host).expect("a connection");
    let length = body.len();
    write!(
        stream,
        "PUT {target} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\ncontent-md5: {}\r\n\r\n",
        content_md5(body)
    )
    .and_then(|()| stream.write_all(&body[..length / 2]))
    .and_then(|()| stream.shutdown(std::net::Shutdown::Write))
    .expect("it is taken");
    let _ = stream.read_to_end(&mut Vec::new());
}

fn a_truncated_body_is_not_stored(store: &Store) {
    let body = vec![7; 3 << 20];
    store.put("old", b"old");
    put_half(store, "old", &body);
    put_half(store, "new", &body);
    assert_eq!(store.list(""), ["old"]);
    assert_eq!(store.get("old").expect("it is there"), &b"old"[..]);
}

fn a_second_object_of_a_name_can_be_refused(store: &Store) {
    let once = store
        .presign(&store.admin, Put, "a")
        .header("if-none-match", "*");
    assert_eq!(once.send(b"first").verdict(), "200");
    verdict_is(
        store,
        &once.send(b"second"),
        [
            "412 PreconditionFailed",
            "412 PreconditionFailed",
            "412 PreconditionFailed",
            "412 PreconditionFailed",
        ],
    );
}

fn a_missing_bucket_is_told_of(store: &Store) {
    let target = store.presign(&store.admin, Put, "a").bucket("nowhere");
    assert_eq!(target.send(b"body").verdict(), "404 NoSuchBucket");
}

fn a_key_that_may_only_read_cannot_write(store: &Store) {
    store.put("there", b"before");
    let ask = |method: Method, name, body| store.presign(&store.reader, method, name).send(body);
    assert_eq!(ask(Get, "there", b"").body, &b"before"[..]);
    assert_eq!(ask(Head, "there", b"").status, 200);
    assert_eq!(ask(Put, "there", b"after").verdict(), "403 AccessDenied");
    assert_eq!(ask(Put, "a", b"after").verdict(), "403 AccessDenied");
    assert_eq!(ask(Delete, "there", b"").verdict(), "403 AccessDenied");
    assert_eq!(store.list(""), ["there"]);
    assert_eq!(store.get("there").expect("it is there"), &b"before"[..]);
}

/// A PUT through a proxy with this fault.
fn spoiled(store: &Store, name: &str, fault: Fault) -> Result<Answer, reqwest::Error> {
    let proxy = Proxy::start(&store.endpoint, [fault.clone()]);
    let seen = store.behind(proxy.endpoint());
    let body = vec![1; 1 << 20];
    let url = seen.presign(&store.admin, Put, name).url();
    let answer = send(Put, &url, &[("content-md5", &content_md5(&body))], &body);

    let again = send(Put, &url, &[("content-md5", &content_md5(&body))], &body);
    assert_eq!(
        again.expect("an answer").verdict(),
        "200",
        "after {fault:?}"
    );
    assert_eq!(seen.get(name).expect("it is there").len(), 1 << 20);
    let attempts = proxy.attempts();
    let faults: Vec<_> = attempts.iter().map(|attempt| &attempt.fault).collect();
    assert_eq!(faults, [&Some(fault), &None, &None]);
    assert_eq!(attempts[0].path, format!("/lake/{name}"));
    assert!(attempts[0].at < attempts[1].at);
    store.ask(Delete, name);
    answer
}

fn a_spoiled_put_is_seen_as_it_was_spoiled(store: &Store) {
    let answered = |fault| spoiled(store, "a", fault).expect("an answer");
    let busy = answered(Fault::Status(503, Some(7)));
    assert_eq!(busy.verdict(), "503 SlowDown");
    assert_eq!(busy.header("retry-after"), "7");
    let moved = answered(Fault::Redirect("http://127.0.0.1:1/".into()));
    assert_eq!(moved.verdict(), "307");
    assert_eq!(moved.header("location"), "http://127.0.0.1:1/");
    verdict_is(store, &answered(Fault::FlipBit), ["400 BadDigest"; 4]);
    let tag = answered(Fault::WrongEtag);
    assert_eq!(tag.verdict(), "200");
    assert_eq!(tag.header("etag"), format!("\"{}\"", "0".repeat(32)));
    let start = Instant::now();
    assert_eq!(
        answered(Fault::Delay(Duration::from_millis(300))).status,
        200
    );
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert_eq!(
        answered(Fault::Answer("HTTP/1.1 502 Bad\r\n\r\n<html>".into())).body,
        "<html>"
    );

    for fault in [
        Fault::ResetAt(0.0),
        Fault::ResetAt(0.5),
        Fault::ResetAt(1.0),
        Fault::LoseAnswer,
        Fault::TruncatedAnswer,
    ] {
        let broken = spoiled(store, "a", fault.clone());
        assert!(broken.is_err(), "{fault:?}: {broken:?}");
    }
}

#[test]
fn half_a_body_is_not_stored_and_a_lost_answer_is() {
    let server = Server::start(Options::default());
    let store = server.store();
    for (fault, stored) in [(Fault::ResetAt(0.5), 0), (Fault::LoseAnswer, 1)] {
        let proxy = Proxy::start(&store.endpoint, [fault]);
        let url = store
            .behind(proxy.endpoint())
            .presign(&store.admin, Put, "a")
            .url();
        assert!(send(Put, &url, &[], &[1; 1 << 20]).is_err());
        assert_eq!(server.objects().len(), stored);
    }
}

#[test]
fn a_stalled_store_never_answers_and_a_huge_error_never_ends() {
    let server = Server::start(Options::default());
    let proxy = Proxy::start(&server.store().endpoint, [Fault::Stall]);
    proxy.push(Fault::HugeErrorBody);
    let address = proxy.endpoint().trim_start_matches("http://");
    let ask = || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_millis(500)))
            .expect("a time-out");
        stream
            .write_all(b"PUT /lake/a HTTP/1.1\r\ncontent-length: 1\r\n\r\n1")
            .expect("it is taken");
        stream
    };
    assert!(ask().read(&mut [0]).is_err(), "it stalls");
    let mut bytes = vec![0; 64 << 20];
    ask().read_exact(&mut bytes).expect("it goes on and on");
    assert!(bytes.starts_with(b"HTTP/1.1 503 "));
    assert_eq!(proxy.attempts().len(), 2);
    assert_eq!(server.count("PUT"), 0);
}

#[test]
fn the_server_tells_what_it_saw_but_no_secret() {
    let putter = Key::random();
    let server = Server::start(Options {
        keys: vec![(putter.clone(), Rights::Put)],
        ..Options::default()
    });
    let store = server.store();
    let ask = |method, body| store.presign(&putter, method, "a").send(body).verdict();
    assert_eq!(ask(Put, b"body"), "200");
    assert_eq!(ask(Get, b""), "403 AccessDenied");
    assert_eq!(ask(Delete, b""), "403 AccessDenied");
    let unsigned = put(
        &store.presign(&store.admin, Put, "b").url(),
        &[("x-amz-meta-who", "me")],
    );
    assert_eq!(unsigned.verdict(), "403 AccessDenied");

    assert_eq!(server.objects()["a"], &b"body"[..]);
    assert_eq!((server.count("PUT"), server.count("GET")), (2, 1));
    let seen = server.seen();
    assert_eq!((&*seen[0].path, seen[0].status), ("/lake/a", Some(200)));
    assert_eq!(seen[0].headers["content-length"], "4");
    assert!(seen[0].parameters.contains(&"X-Amz-Signature".into()));
    let told = format!("{seen:?}");
    assert!(!told.contains(&putter.secret) && !told.contains(&putter.id));
}

#[test]
fn even_an_empty_object_needs_its_length() {
    let server = Server::start(Options::default());
    let store = server.store();
    let url = store.presign(&store.admin, Put, "_SUCCESS").url();
    let (host, target) = parts(&url);
    let mut stream = TcpStream::connect(host).expect("a connection");
    write!(
        stream,
        "PUT {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )
    .expect("it is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 411 "), "{answer}");
    assert!(answer.contains("MissingContentLength"), "{answer}");
    store.put("_SUCCESS", b"");
    assert_eq!(store.get("_SUCCESS").expect("it is there").len(), 0);
}

#[test]
fn a_listing_is_in_pages() {
    let server = Server::start(Options::default());
    let store = server.store();
    let names: Vec<_> = (0..1002).map(|i| format!("p/{i:04}")).collect();
    for name in &names {
        store.put(name, b"");
    }
    assert_eq!(store.list("p/"), names);
}
