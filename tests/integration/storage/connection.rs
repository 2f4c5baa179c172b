//! What cannot heal is not retried: a store that cannot be reached as things are set up is told of at once, with
//! the remedy.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use fraudgen::dataset::TargetFile;
use fraudgen_tests::s3::{Options, Server};
use fraudgen_tests::upload::{Desk, bare};
use fraudgen_tests::{Outcome, run};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

/// A certificate, or the key of all.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("integration/storage/tls")
        .join(name)
}

/// Serves connections at a free port, until the test is over.
fn serve(each: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    thread::spawn(move || listener.incoming().flatten().for_each(each));
    address
}

/// Serves TLS with a certificate; to each request the answer is that there is no such thing.
fn tls(certificate: &str) -> String {
    let certificate = CertificateDer::from_pem_file(file(certificate)).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(file("key.pem")).expect("a key");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("they fit");
    let config = Arc::new(config);
    serve(move |mut client| {
        let mut connection = ServerConnection::new(config.clone()).expect("a server");
        let mut stream = Stream::new(&mut connection, &mut client);
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 501 No\r\ncontent-length: 0\r\n\r\n");
    })
}

/// A server of HTTP that has an answer ready, and answers to anything else as one in Go does.
fn http(answer: &'static str) -> String {
    serve(move |mut client| {
        let mut request = [0; 4096];
        let read = client.read(&mut request).unwrap_or_default();
        let is_http = request[..read].ends_with(b"\r\n\r\n");
        let answer = match is_http {
            true => answer,
            false => "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
        };
        let _ = client.write_all(answer.as_bytes());
    })
}

const NOTHING: &str = "HTTP/1.1 501 No\r\ncontent-length: 0\r\n\r\n";

/// A run into a store, with variables.
fn into(endpoint: &str, variables: &[(&str, &str)]) -> Outcome {
    let line = format!("generate --transactions 1000 --out s3://lake/x --endpoint {endpoint}");
    run(bare(&line)
        .env("AWS_ACCESS_KEY_ID", "AKIDOFNOONE")
        .env("AWS_SECRET_ACCESS_KEY", "a-secret-of-no-one")
        .envs(variables.iter().copied()))
}

/// Asserts that a run into a store ends at once, with these words.
fn blocked(endpoint: &str, variables: &[(&str, &str)], words: &[&str]) {
    let began = Instant::now();
    let outcome = into(endpoint, variables);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    for word in words {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}: {outcome:?}");
}

#[test]
fn what_is_wrong_with_a_certificate_is_told_with_the_remedy() {
    let authority = file("authority.pem");
    let trusted = [("SSL_CERT_FILE", authority.to_str().expect("text"))];
    let here = format!("https://{}", tls("here.pem"));
    blocked(&here, &[], &["authority", "not trusted", "SSL_CERT_FILE"]);
    blocked(&here, &trusted, &["was refused (501)"]);
    let elsewhere = format!("https://{}", tls("elsewhere.pem"));
    blocked(&elsewhere, &trusted, &["another host name", "--endpoint"]);
    let own = format!("https://{}", tls("authority.pem"));
    blocked(&own, &trusted, &["CA:TRUE", "CA:FALSE"]);
}

#[test]
fn tls_to_a_port_without_and_the_reverse_are_told_apart() {
    let plain = format!("https://{}", http(NOTHING));
    blocked(&plain, &[], &["does not speak TLS", "http:"]);
    let other = serve(|mut client| drop(client.write_all(b"SSH-2.0-OpenSSH_9.2\r\n")));
    blocked(&format!("https://{other}"), &[], &["does not speak TLS"]);
    let tls = format!("http://{}", tls("here.pem"));
    blocked(&tls, &[], &["speaks TLS", "https:"]);
    // A 400 alone says nothing.
    let odd = http("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    let outcome = into(&format!("http://{odd}"), &[]);
    assert!(outcome.stderr.contains("was refused (400)"), "{outcome:?}");
}

#[test]
fn a_proxy_that_cannot_be_used_is_told_by_its_variable() {
    let store = "http://store.example:9000";
    for (variable, value, word) in [
        ("http_proxy", "::junk::", "not the URL of a proxy"),
        (
            "HTTPS_PROXY",
            "ftp://me:secret@proxy:21",
            "not the URL of a proxy",
        ),
        ("all_proxy", "socks5://me:secret@127.0.0.1:1080", "SOCKS"),
    ] {
        blocked(store, &[(variable, value)], &[variable, word, "unset it"]);
        assert!(!into(store, &[(variable, value)]).stderr.contains("secret"));
    }
    let wants = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let proxy = format!("http://{}", http(wants));
    for (scheme, variable) in [("http", "http_proxy"), ("https", "https_proxy")] {
        let store = format!("{scheme}://store.example:9000");
        blocked(
            &store,
            &[(variable, &proxy)],
            &[&proxy, variable, "USER:PASSWORD"],
        );
    }
}

#[test]
fn a_proxy_that_is_dead_is_named_instead_of_the_store() {
    for (scheme, variable) in [("http", "http_proxy"), ("https", "HTTPS_PROXY")] {
        let line = format!(
            "generate --transactions 1000 --out s3://lake/x --retry-for 1s --endpoint {scheme}://store.example"
        );
        let outcome = run(bare(&line)
            .env("AWS_ACCESS_KEY_ID", "AKIDOFNOONE")
            .env("AWS_SECRET_ACCESS_KEY", "a-secret-of-no-one")
            .env(variable, "http://me:secret@127.0.0.1:1"));
        assert_eq!(outcome.code, Some(75), "{outcome:?}");
        for word in ["the proxy http://127.0.0.1:1", variable, "NO_PROXY"] {
            assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
        }
        for word in ["store.example", "secret@"] {
            assert!(!outcome.stderr.contains(word), "{word}: {outcome:?}");
        }
    }
}

#[test]
fn authorities_that_cannot_be_read_are_named() {
    let store = format!("http://{}", http(NOTHING));
    let folder = tempfile::tempdir().expect("a folder");
    let junk = folder.path().join("junk.pem");
    fs::write(&junk, "junk").expect("written");
    for (path, word) in [
        ("/nowhere.pem", "No such file"),
        (junk.to_str().expect("text"), "holds no certificate"),
        ("/dev/zero", "longer than"),
    ] {
        blocked(
            &store,
            &[("SSL_CERT_FILE", path)],
            &["SSL_CERT_FILE", path, word],
        );
    }
}

#[test]
fn an_endpoint_without_a_scheme_is_asked_for_one() {
    let outcome = into("store.example:9000", &[]);
    assert_eq!(outcome.code, Some(77), "{outcome:?}");
    let words = "https://store.example:9000 or http://store.example:9000";
    assert!(outcome.stderr.contains(words), "{outcome:?}");
}

#[test]
fn a_target_that_cannot_be_sent_is_told_at_once() {
    let server = Server::start(Options::default());
    let desk = Desk::default();
    desk.presign(server.store(), "--no-check");
    let path = desk.path("targets.jsonl");
    let text = fs::read_to_string(&path).expect("targets");
    let mut targets = TargetFile::parse(&text).expect("targets");
    for object in targets.objects.values_mut() {
        object.put.headers.insert("no header".into(), "x".into());
    }
    fs::write(&path, targets.to_text()).expect("written");
    let began = Instant::now();
    let outcome = run(&mut desk.worker("targets.jsonl"));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    for word in ["header", "fraudgen presign"] {
        assert!(outcome.stderr.contains(word), "no {word}: {outcome:?}");
    }
    assert!(!outcome.stderr.contains("X-Amz-"), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(server.seen().is_empty());
}

/// A store whose answers have no end.
fn endless(piece: &'static str) -> String {
    serve(move |mut client| {
        let mut request = [0; 4096];
        let read = client.read(&mut request).unwrap_or_default();
        let is_head = request[..read].starts_with(b"HEAD");
        let head = match is_head {
            true => "HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\netag: \"x\"\r\n\r\n",
            false => "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
        };
        let _ = client.write_all(head.as_bytes());
        let block = piece.repeat(1 << 16);
        while !is_head && client.write_all(block.as_bytes()).is_ok() {}
    })
}

#[test]
fn an_answer_or_a_list_without_end_is_refused() {
    let key = [("AWS_ACCESS_KEY_ID", "A"), ("AWS_SECRET_ACCESS_KEY", "B")];
    for piece in ["\0", " ", "\"a"] {
        let endpoint = format!("http://{}", endless(piece));
        for command in ["verify", "report", "finish"] {
            let line = format!("{command} s3://lake/x --endpoint {endpoint}");
            let outcome = run(bare(&line).envs(key));
            assert_eq!(outcome.code, Some(1), "{outcome:?}");
            assert!(
                outcome.stderr.contains("more than it was asked for"),
                "{outcome:?}"
            );
        }
    }
    let list = "<ListBucketResult><Contents><Key>x/a</Key></Contents>\
                <NextContinuationToken>again</NextContinuationToken></ListBucketResult>";
    let list = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{list}",
        list.len()
    );
    let line = format!("finish s3://lake/x --endpoint http://{}", http(list.leak()));
    let outcome = run(bare(&line).envs(key));
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("back to it"), "{outcome:?}");
}

#[test]
fn a_terminal_obeys_no_store() {
    for status in [301, 400, 503] {
        let body = "<Error><Code>\u{1b}]0;x\u{7}Odd</Code><Message>\u{1b}[2J\u{202e}gone</Message>\
                    <Region>\u{1b}[31mred</Region></Error>";
        let answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let line = format!(
            "generate --transactions 1000 --out s3://lake/x --retry-for 1s --endpoint http://{}",
            http(answer.leak())
        );
        let key = [("AWS_ACCESS_KEY_ID", "A"), ("AWS_SECRET_ACCESS_KEY", "B")];
        let outcome = run(bare(&line).envs(key));
        assert!(outcome.stderr.contains("Odd"), "{outcome:?}");
        for sign in ['\u{1b}', '\u{7}', '\u{202e}'] {
            assert!(!outcome.stderr.contains(sign), "{outcome:?}");
        }
    }
}
