//! [`Client`]: sends requests to a store, and retries them where that may help.

mod pace;

use std::io::{self, Cursor};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use self::pace::{Pace, Paced};
use super::answer::{Answer, Verdict};
use super::checksum::{Checksum, sha256};
use super::environment::{Proxies, Proxy, ca_bundle, check_certificates};
use super::error::{Failure, StoreError, TryError};
use super::obstacle::Obstacle;
use super::refusal::Refusal;
use super::target::{Method, Target};
use crate::error::chain;
use crate::parallel::CancelToken;
use crate::storage::limit::{Limit, TooLong, printable};

/// First pause before a retry; it doubles up to [`LONGEST_PAUSE`], and is drawn between 0 and that ("full
/// jitter"), so that workers that failed together do not retry together.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// The longest wait that a store may ask for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(120);
/// Tries of a body that arrives corrupted.
const CORRUPTED_TRIES: u32 = 3;
/// The slowest connection that a try is given time for, in bytes per second.
const SLOWEST_CONNECTION: u64 = 64 * 1024;
/// Uploads at a time, so that small parts do not open a connection each.
pub(crate) const MOST_REQUESTS: u64 = 16;
/// The most bytes of an error's body that are read.
const LONGEST_ERROR: usize = 64 * 1024;
/// The most bytes of an object that is asked for as a whole, or of a list: of 1,000 keys of 1,024 bytes, each
/// of which may be encoded.
const LONGEST_ANSWER: u64 = 16 << 20;
/// How often a notice says what the client is waiting for.
const NOTICE_EVERY: Duration = Duration::from_secs(15);
/// How often a request checks whether it was cancelled.
const TICK: Duration = Duration::from_millis(100);

/// How long a store that has never answered is retried: its address may be wrong.
const FIRST_CONTACT: Duration = Duration::from_secs(10);

/// How long to wait for a store.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// How long one try waits for an answer, in addition to the time for the bytes on a slow connection.
    pub timeout: Duration,
    /// How long a request that keeps failing is retried.
    pub retry_for: Duration,
}

/// What a request carries.
#[derive(Debug, Clone)]
pub struct Payload {
    /// The bytes.
    pub body: PayloadBody,
    /// Their MD5, which the store checks.
    pub md5: [u8; 16],
    /// Their SHA-256, which some stores check too.
    pub sha256: [u8; 32],
}

/// Where a payload's bytes are.
#[derive(Debug, Clone)]
pub enum PayloadBody {
    /// In memory.
    Memory(Bytes),
    /// In a file of that length.
    File(PathBuf, u64),
}

impl Payload {
    /// Bytes in memory.
    pub fn memory(bytes: Bytes) -> Self {
        use md5::Digest;
        Self {
            md5: md5::Md5::digest(&bytes).into(),
            sha256: sha256(&bytes),
            body: PayloadBody::Memory(bytes),
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match &self.body {
            PayloadBody::Memory(bytes) => bytes.len() as u64,
            PayloadBody::File(_, length) => *length,
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn bytes(&self) -> io::Result<Bytes> {
        match &self.body {
            PayloadBody::Memory(bytes) => Ok(bytes.clone()),
            PayloadBody::File(path, _) => std::fs::read(path).map(Bytes::from),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Sends requests to a store.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    proxies: Arc<Proxies>,
    policy: RetryPolicy,
    cancel: CancelToken,
    /// Whether the store has answered yet, or was too slow to.
    has_answered: Arc<AtomicBool>,
    /// Whether it was asked if it wants TLS.
    asked_for_tls: Arc<AtomicBool>,
    /// How many PUT requests were sent, retries included.
    puts: Arc<AtomicU64>,
    notice: Notice,
    /// How fast bodies are sent, if that is limited.
    pace: Option<Arc<Pace>>,
}

/// Gets, from time to time, the reason why a request is being retried.
pub type Notice = fn(&str);

impl Client {
    /// A client whose requests end when they are cancelled.
    ///
    /// # Errors
    /// The environment names a proxy or TLS roots that cannot be used.
    pub fn new(
        policy: RetryPolicy,
        cancel: CancelToken,
        notice: Notice,
    ) -> Result<Self, StoreError> {
        let proxies = Arc::new(Proxies::find()?);
        check_certificates()?;
        let builder = || {
            reqwest::Client::builder()
                .user_agent(concat!("fraudgen/", env!("CARGO_PKG_VERSION")))
                // A signed URL is sent only to the host that it was signed for.
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(Duration::from_secs(10))
        };
        let given = ca_bundle()?;
        let http = builder()
            .tls_certs_merge(given.clone())
            .build()
            // A system that trusts no authorities, as a small container may, can send over http all the same.
            .or_else(|_| builder().tls_certs_only(given).build())
            .map_err(StoreError::Client)?;
        Ok(Self {
            http,
            proxies,
            policy,
            cancel,
            has_answered: Arc::default(),
            asked_for_tls: Arc::default(),
            puts: Arc::default(),
            notice,
            pace: None,
        })
    }

    /// The same client, which sends at most so many bytes per second.
    #[must_use]
    pub fn at_most(self, bytes_per_second: u64) -> Self {
        Self {
            pace: Some(Arc::new(Pace::new(bytes_per_second))),
            ..self
        }
    }

    /// A client for a request after the run was cancelled, which may take a few seconds.
    pub(super) fn after_cancel(&self) -> Self {
        let seconds = Duration::from_secs(5);
        Self {
            policy: RetryPolicy {
                timeout: seconds,
                retry_for: seconds,
            },
            cancel: CancelToken::default(),
            ..self.clone()
        }
    }

    /// How many PUT requests were sent so far, retries included.
    pub fn puts(&self) -> u64 {
        self.puts.load(Ordering::Relaxed)
    }

    /// Sends a request until its answer is final: done, or there is an object already.
    ///
    /// # Errors
    /// The store refuses it, or the time for retries is over, or the target expires.
    pub async fn send(
        &self,
        target: &Target,
        payload: Option<&Payload>,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Answer, Failure> {
        let began = Instant::now();
        let mut last_notice = began;
        let (mut tries, mut corrupted) = (0, 0);
        loop {
            tries += 1;
            let mut dead_proxy = None;
            let attempt = self.attempt(target, payload, range.clone());
            let (last, wait) = match self.unless_cancelled(attempt).await? {
                Ok(answer) => match answer.verdict(target.method) {
                    Verdict::Done | Verdict::Exists => return Ok(answer),
                    Verdict::Corrupted if corrupted + 1 < CORRUPTED_TRIES => {
                        corrupted += 1;
                        (try_error(&answer), None)
                    }
                    Verdict::Corrupted | Verdict::Refused => {
                        if let Some(blocked) = self.refused_by_another(&answer, target).await? {
                            return Err(blocked);
                        }
                        let refusal = Refusal::new(&answer, target, Timestamp::now());
                        return Err(Failure::Refused(refusal.into()));
                    }
                    Verdict::Retry => (try_error(&answer), answer.retry_after),
                },
                Err(AttemptError::Connection(error)) => {
                    if let Some((address, obstacle)) = self.obstacle(&error, target).await? {
                        return Err(Failure::Blocked {
                            address,
                            obstacle,
                            source: Some(TryError::Connection(error)),
                        });
                    }
                    dead_proxy = self.proxies.of(&target.url).filter(|_| error.is_connect());
                    (TryError::Connection(error), None)
                }
                Err(AttemptError::File(path, source)) => {
                    return Err(Failure::File { path, source });
                }
                Err(AttemptError::TooLong(source)) => {
                    let address = target.address();
                    return Err(Failure::TooLong { address, source });
                }
            };
            if last_notice.elapsed() >= NOTICE_EVERY {
                last_notice = Instant::now();
                let address = dead_proxy
                    .as_ref()
                    .map_or_else(|| target.address(), Proxy::to_string);
                (self.notice)(&format!("{address}: {}; still trying", chain(&last)));
            }
            let left = self.time_left(began);
            let target_expired = Timestamp::now() >= target.expires_at;
            if left.is_zero() || wait.is_some_and(|asked| asked >= left) || target_expired {
                return Err(Failure::Unavailable {
                    address: dead_proxy
                        .as_ref()
                        .map_or_else(|| target.address(), Proxy::to_string),
                    proxy_variable: dead_proxy.and_then(|proxy| proxy.variable),
                    tries,
                    seconds: began.elapsed().as_secs(),
                    target_expired,
                    last,
                });
            }
            // The last try comes at the very end of the time for retries.
            let pause = pause(tries, wait).min(left);
            self.unless_cancelled(tokio::time::sleep(pause)).await?;
        }
    }

    /// What an error about the connection says that no other try would change, and about which address.
    async fn obstacle(
        &self,
        error: &reqwest::Error,
        target: &Target,
    ) -> Result<Option<(String, Obstacle)>, Failure> {
        if let Some(obstacle) = Obstacle::of(error) {
            return Ok(Some((target.address(), obstacle)));
        }
        if let Some(proxy) = self.proxies.of(&target.url) {
            // The proxy's client has no other way to say so.
            let wants_password = chain(error).contains("proxy authorization required");
            return Ok(wants_password.then(|| wants_password_of(&proxy)));
        }
        let is_cut_off = !error.is_connect() && !error.is_timeout();
        let is_of_tls = is_cut_off && self.speaks_tls(target).await?;
        Ok(is_of_tls.then(|| (target.address(), Obstacle::OnlyTls)))
    }

    /// Whether a refusal is none of a store: a proxy wants a password, or a server wants TLS.
    async fn refused_by_another(
        &self,
        answer: &Answer,
        target: &Target,
    ) -> Result<Option<Failure>, Failure> {
        let blocked = |(address, obstacle)| Failure::Blocked {
            address,
            obstacle,
            source: None,
        };
        let proxy = self.proxies.of(&target.url);
        Ok(match (answer.status.as_u16(), proxy) {
            (407, Some(proxy)) => Some(blocked(wants_password_of(&proxy))),
            (400, None) if answer.code().is_none() && self.speaks_tls(target).await? => {
                Some(blocked((target.address(), Obstacle::OnlyTls)))
            }
            _ => None,
        })
    }

    /// Whether what does not answer to HTTP speaks TLS: asked once, of the host alone, before the first
    /// answer.
    async fn speaks_tls(&self, target: &Target) -> Result<bool, Failure> {
        let mut url = target.url.clone();
        if self.has_answered.load(Ordering::Relaxed)
            || url.scheme() != "http"
            || self.asked_for_tls.swap(true, Ordering::Relaxed)
        {
            return Ok(false);
        }
        let port = url.port_or_known_default();
        let is_changed = url.set_scheme("https").is_ok() && url.set_port(port).is_ok();
        url.set_path("/");
        url.set_query(None);
        let ask = self.http.head(url).timeout(Duration::from_secs(5)).send();
        Ok(is_changed
            && match self.unless_cancelled(ask).await? {
                Ok(_) => true,
                Err(error) => Obstacle::of(&error).is_some_and(|obstacle| obstacle.is_of_tls()),
            })
    }

    /// How long a request that began then is still retried.
    fn time_left(&self, began: Instant) -> Duration {
        let most = match self.has_answered.load(Ordering::Relaxed) {
            true => self.policy.retry_for,
            false => self.policy.retry_for.min(FIRST_CONTACT),
        };
        most.saturating_sub(began.elapsed())
    }

    /// Does work until the run is cancelled.
    pub(super) async fn unless_cancelled<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let cancelled = async {
            while !self.cancel.is_cancelled() {
                tokio::time::sleep(TICK).await;
            }
        };
        tokio::select! {
            biased;
            done = work => Ok(done),
            () = cancelled => Err(Failure::Cancelled),
        }
    }

    async fn attempt(
        &self,
        target: &Target,
        payload: Option<&Payload>,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Answer, AttemptError> {
        let length =
            payload.map_or(0, Payload::len) + range.as_ref().map_or(0, |r| r.end - r.start);
        let method = match target.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut transfer = Duration::from_secs(length / SLOWEST_CONNECTION);
        if let Some(pace) = &self.pace {
            transfer += pace.time_for(length, MOST_REQUESTS);
        }
        let mut request = self
            .http
            .request(method, target.url.clone())
            .timeout(self.policy.timeout + transfer);
        for (name, value) in &target.headers {
            request = request.header(name, value);
        }
        if let Some(range) = &range {
            request = request.header("range", format!("bytes={}-{}", range.start, range.end - 1));
        }
        if target.method == Method::Put {
            self.puts.fetch_add(1, Ordering::Relaxed);
            // Stores also require it for an empty body, for which it would not be sent.
            request = request.header("content-length", payload.map_or(0, Payload::len));
        }
        if let Some(payload) = payload {
            // Not signed, so that targets can be made before the bytes exist; every store checks it.
            request = request.header("content-md5", BASE64.encode(payload.md5));
            request = match &payload.body {
                PayloadBody::Memory(bytes) => match &self.pace {
                    None => request.body(bytes.clone()),
                    Some(pace) => request.body(paced(Cursor::new(bytes.clone()), pace)),
                },
                PayloadBody::File(path, _) => {
                    let file = tokio::fs::File::open(path).await;
                    let file = file.map_err(|error| AttemptError::File(path.clone(), error))?;
                    match &self.pace {
                        None => request.body(file),
                        Some(pace) => request.body(paced(file, pace)),
                    }
                }
            };
        }
        let response = request.send().await;
        // A connection that is cut off at once may be to something else.
        if response.as_ref().map_or_else(
            |error| error.is_timeout() && !error.is_connect(),
            is_of_http,
        ) {
            self.has_answered.store(true, Ordering::Relaxed);
        }
        let response = response.map_err(AttemptError::connection)?;
        let most = range.map_or(LONGEST_ANSWER, |range| range.end - range.start);
        read(response, target.method, Limit::bytes(most)).await
    }
}

/// A body that is sent at a pace.
fn paced(body: impl AsyncRead + Send + Unpin + 'static, pace: &Arc<Pace>) -> reqwest::Body {
    reqwest::Body::wrap_stream(ReaderStream::new(Paced::new(body, Arc::clone(pace))))
}

/// Whether an answer is not that of a server of TLS to what it did not understand.
fn is_of_http(response: &reqwest::Response) -> bool {
    response.status() != reqwest::StatusCode::BAD_REQUEST
}

fn wants_password_of(proxy: &Proxy) -> (String, Obstacle) {
    let variable = proxy.variable;
    (proxy.to_string(), Obstacle::ProxyPassword { variable })
}

/// Why an attempt got no answer.
enum AttemptError {
    Connection(reqwest::Error),
    File(PathBuf, io::Error),
    TooLong(TooLong),
}

impl AttemptError {
    /// Without the URL, which is a secret.
    fn connection(error: reqwest::Error) -> Self {
        Self::Connection(error.without_url())
    }
}

/// Reads an answer; only the beginning of an error's body.
async fn read(
    mut response: reqwest::Response,
    method: Method,
    mut limit: Limit,
) -> Result<Answer, AttemptError> {
    let headers = response.headers();
    let mut answer = Answer {
        status: response.status(),
        length: text(headers, "content-length").and_then(|length| length.parse().ok()),
        etag: text(headers, "etag").map(|etag| etag.trim_matches('"').to_ascii_lowercase()),
        etag_is_opaque: text(headers, "x-amz-server-side-encryption")
            .is_some_and(|how| how != "AES256"),
        checksum: text(headers, "x-amz-checksum-sha256")
            .map(|text| Checksum::Sha256(text.to_owned()))
            .or_else(|| {
                let crc = text(headers, "x-amz-checksum-crc64nvme")?;
                Some(Checksum::Crc64Nvme(crc.to_owned()))
            }),
        date: text(headers, "date")
            .and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
            .map(|date| date.timestamp()),
        retry_after: text(headers, "retry-after")
            .and_then(|seconds| seconds.parse().ok())
            .map(Duration::from_secs),
        region: text(headers, "x-amz-bucket-region").map(|region| printable(region).to_string()),
        body: Bytes::new(),
    };
    let is_whole = method == Method::Get && answer.status.is_success();
    let mut body = BytesMut::new();
    while is_whole || body.len() < LONGEST_ERROR {
        let piece = response.chunk().await.map_err(AttemptError::connection)?;
        let Some(mut piece) = piece else {
            break;
        };
        match is_whole {
            true => limit.count(&piece).map_err(AttemptError::TooLong)?,
            false => piece.truncate(LONGEST_ERROR - body.len()),
        }
        body.extend_from_slice(&piece);
    }
    answer.body = body.freeze();
    if answer.region.is_none() {
        answer.region = answer.said("Region");
    }
    Ok(answer)
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    headers.get(HeaderName::from_static(name))?.to_str().ok()
}

fn try_error(answer: &Answer) -> TryError {
    TryError::Answer {
        status: answer.status.as_u16(),
        code: answer.code(),
    }
}

/// How long to wait after this many tries.
fn pause(tries: u32, asked: Option<Duration>) -> Duration {
    let most = FIRST_PAUSE
        .saturating_mul(1 << (tries - 1).min(16))
        .min(LONGEST_PAUSE);
    let drawn = most.mul_f64(fastrand::f64());
    drawn + asked.unwrap_or_default().min(LONGEST_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_differ() {
        let longest = |tries| {
            (0..200)
                .map(|_| pause(tries, None))
                .max()
                .unwrap_or_default()
        };
        assert!(longest(1) <= FIRST_PAUSE);
        assert!(longest(5) > Duration::from_secs(1));
        assert!(longest(60) > Duration::from_secs(15) && longest(60) <= LONGEST_PAUSE);
        assert_ne!(pause(10, None), pause(10, None));
        let asked = Duration::from_secs(7);
        assert!(pause(1, Some(asked)) >= asked);
        assert!(pause(1, Some(Duration::MAX)) <= LONGEST_RETRY_AFTER + FIRST_PAUSE);
    }
}
