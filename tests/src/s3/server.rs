//! [`Server`]: an S3 store in this process.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::Body;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use super::access::{Keys, Rights, Session};
use super::objects::Objects;
use super::store::{Key, Kind, Store};

/// The options of a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its bucket.
    pub bucket: String,
    /// Keys in addition to the store's own two.
    pub keys: Vec<(Key, Rights)>,
    /// How long it takes to answer, at least.
    pub delay: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bucket: "lake".into(),
            keys: Vec::new(),
            delay: Duration::ZERO,
        }
    }
}

/// A request that came in. Neither the query nor the headers that can hold a secret are kept.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When.
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path, with the bucket, as it was sent.
    pub path: String,
    /// The names of the parameters in its query.
    pub parameters: Vec<String>,
    /// Its headers.
    pub headers: BTreeMap<String, String>,
    /// The status that answered it; none until then.
    pub status: Option<u16>,
}

type Log = Arc<Mutex<Vec<Seen>>>;

/// The server; dropping it closes it and its connections.
#[derive(Debug)]
pub struct Server {
    store: Store,
    keys: Keys,
    objects: Objects,
    log: Log,
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts one at a free port.
    pub fn start(options: Options) -> Self {
        let (admin, reader) = (Key::random(), Key::random());
        let own = [(admin.clone(), Rights::All), (reader.clone(), Rights::Read)];
        let keys: Keys = own.into_iter().chain(options.keys).collect();
        let objects = Objects::new(&options.bucket);
        let mut service = S3ServiceBuilder::new(objects.clone());
        service.set_auth(keys.clone());
        service.set_access(keys.clone());

        let (runtime, listener, endpoint) = listen();
        let log = Log::default();
        let service = Slow(service.build(), options.delay);
        runtime.spawn(accept(listener, service, log.clone()));
        let store = Store {
            kind: Kind::Embedded,
            endpoint,
            bucket: options.bucket,
            admin,
            reader,
        };
        Self {
            store,
            keys,
            objects,
            log,
            runtime: Some(runtime),
        }
    }

    /// How to reach it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A new key that may do everything for so long.
    pub fn open_session(&self, lasts: Duration) -> Session {
        self.keys.open_session(lasts)
    }

    /// The objects in its bucket.
    pub fn objects(&self) -> BTreeMap<String, Bytes> {
        self.objects.of(&self.store.bucket)
    }

    /// All requests until now.
    pub fn seen(&self) -> Vec<Seen> {
        self.log.lock().expect("no panic").clone()
    }

    /// How many requests of a method there were until now.
    pub fn count(&self, method: &str) -> usize {
        let log = self.log.lock().expect("no panic");
        log.iter().filter(|seen| seen.method == method).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        close(&mut self.runtime);
    }
}

/// A thread with a listener at a free port, and the URL of that.
pub(super) fn listen() -> (Runtime, TcpListener, String) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("an address");
    (runtime, listener, format!("http://{address}"))
}

/// Ends a thread without waiting for what it does, so that a test may do so from anywhere.
pub(super) fn close(runtime: &mut Option<Runtime>) {
    if let Some(runtime) = runtime.take() {
        runtime.shutdown_background();
    }
}

/// What answers, and how long it waits before.
#[derive(Clone)]
struct Slow(S3Service, Duration);

async fn accept(listener: TcpListener, service: Slow, log: Log) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(serve(stream, service.clone(), log.clone()));
    }
}

async fn serve(stream: TcpStream, service: Slow, log: Log) {
    let logged = service_fn(|request: hyper::Request<Incoming>| {
        let number = {
            let mut log = log.lock().expect("no panic");
            log.push(seen(&request));
            log.len() - 1
        };
        let (Slow(service, delay), log) = (service.clone(), log.clone());
        async move {
            sleep(delay).await;
            let answer = service.call(request.map(Body::from)).await;
            if let Ok(answer) = &answer {
                log.lock().expect("no panic")[number].status = Some(answer.status().as_u16());
            }
            answer
        }
    });
    // A broken connection is the client's problem.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), logged)
        .await;
}

fn seen(request: &hyper::Request<Incoming>) -> Seen {
    let uri = request.uri();
    let parameters = uri.query().unwrap_or_default().split('&');
    let headers = request.headers().iter();
    Seen {
        at: Instant::now(),
        method: request.method().to_string(),
        path: uri.path().into(),
        parameters: parameters
            .filter_map(|pair| pair.split('=').next())
            .filter(|name| !name.is_empty())
            .map(String::from)
            .collect(),
        headers: headers
            .filter(|(name, _)| !matches!(name.as_str(), "authorization" | "x-amz-security-token"))
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (name.to_string(), value.into_owned())
            })
            .collect(),
        status: None,
    }
}
