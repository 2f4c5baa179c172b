//! [`Client`]: sends requests to a store, and retries them where that may help.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};

use super::answer::{Answer, Verdict};
use super::error::{Failure, StoreError, TryError};
use super::refusal::Refusal;
use super::target::{Method, Target};
use crate::error::chain;
use crate::parallel::CancelToken;

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
/// The most bytes of an error's body that are read.
const LONGEST_ERROR: usize = 64 * 1024;
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

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Sends requests to a store.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    policy: RetryPolicy,
    cancel: CancelToken,
    /// Whether the store has answered yet.
    has_answered: Arc<AtomicBool>,
    /// How many PUT requests were sent, retries included.
    puts: Arc<AtomicU64>,
    notice: Notice,
}

/// Gets, from time to time, the reason why a request is being retried.
pub type Notice = fn(&str);

impl Client {
    /// A client whose requests end when they are cancelled.
    ///
    /// # Errors
    /// The system has no TLS roots to trust, or a proxy setting cannot be read.
    pub fn new(
        policy: RetryPolicy,
        cancel: CancelToken,
        notice: Notice,
    ) -> Result<Self, StoreError> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("fraudgen/", env!("CARGO_PKG_VERSION")))
            // A signed URL is sent only to the host that it was signed for.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(StoreError::Client)?;
        Ok(Self {
            http,
            policy,
            cancel,
            has_answered: Arc::default(),
            puts: Arc::default(),
            notice,
        })
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
            let attempt = self.attempt(target, payload, range.clone());
            let (last, wait) = match self.unless_cancelled(attempt).await? {
                Ok(answer) => match answer.verdict(target.method) {
                    Verdict::Done | Verdict::Exists => return Ok(answer),
                    Verdict::Corrupted if corrupted + 1 < CORRUPTED_TRIES => {
                        corrupted += 1;
                        (try_error(&answer), None)
                    }
                    Verdict::Corrupted | Verdict::Refused => {
                        let refusal = Refusal::new(&answer, target, Timestamp::now());
                        return Err(Failure::Refused(refusal.into()));
                    }
                    Verdict::Retry => (try_error(&answer), answer.retry_after),
                },
                Err(AttemptError::Connection(error)) => (TryError::Connection(error), None),
                Err(AttemptError::File(path, source)) => {
                    return Err(Failure::File { path, source });
                }
            };
            if last_notice.elapsed() >= NOTICE_EVERY {
                last_notice = Instant::now();
                (self.notice)(&format!(
                    "{}: {}; still trying",
                    target.address(),
                    chain(&last)
                ));
            }
            let left = self.time_left(began);
            let target_expired = Timestamp::now() >= target.expires_at;
            if left.is_zero() || wait.is_some_and(|asked| asked >= left) || target_expired {
                return Err(Failure::Unavailable {
                    address: target.address(),
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

    /// How long a request that began then is still retried.
    fn time_left(&self, began: Instant) -> Duration {
        let most = match self.has_answered.load(Ordering::Relaxed) {
            true => self.policy.retry_for,
            false => self.policy.retry_for.min(FIRST_CONTACT),
        };
        most.saturating_sub(began.elapsed())
    }

    async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
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
        let mut request = self
            .http
            .request(method, target.url.clone())
            .timeout(self.policy.timeout + Duration::from_secs(length / SLOWEST_CONNECTION));
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
                PayloadBody::Memory(bytes) => request.body(bytes.clone()),
                PayloadBody::File(path, _) => {
                    let file = tokio::fs::File::open(path).await;
                    let file = file.map_err(|error| AttemptError::File(path.clone(), error))?;
                    request.body(file)
                }
            };
        }
        let response = request.send().await;
        if !response.as_ref().is_err_and(reqwest::Error::is_connect) {
            self.has_answered.store(true, Ordering::Relaxed);
        }
        let response = response.map_err(AttemptError::connection)?;
        read(response, target.method)
            .await
            .map_err(AttemptError::connection)
    }
}

/// Why an attempt got no answer.
enum AttemptError {
    Connection(reqwest::Error),
    File(PathBuf, std::io::Error),
}

impl AttemptError {
    /// Without the URL, which is a secret.
    fn connection(error: reqwest::Error) -> Self {
        Self::Connection(error.without_url())
    }
}

/// Reads an answer; only the beginning of an error's body.
async fn read(mut response: reqwest::Response, method: Method) -> Result<Answer, reqwest::Error> {
    let headers = response.headers();
    let mut answer = Answer {
        status: response.status(),
        length: text(headers, "content-length").and_then(|length| length.parse().ok()),
        etag: text(headers, "etag").map(|etag| etag.trim_matches('"').to_ascii_lowercase()),
        etag_is_opaque: text(headers, "x-amz-server-side-encryption")
            .is_some_and(|how| how != "AES256"),
        date: text(headers, "date")
            .and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
            .map(|date| date.timestamp()),
        retry_after: text(headers, "retry-after")
            .and_then(|seconds| seconds.parse().ok())
            .map(Duration::from_secs),
        region: text(headers, "x-amz-bucket-region").map(str::to_owned),
        body: Bytes::new(),
    };
    let most = match method {
        Method::Get if answer.status.is_success() => usize::MAX,
        _ => LONGEST_ERROR,
    };
    let mut body = BytesMut::new();
    while body.len() < most
        && let Some(piece) = response.chunk().await?
    {
        let room = most - body.len();
        body.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    answer.body = body.freeze();
    if answer.region.is_none() {
        answer.region = answer.element("Region");
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
