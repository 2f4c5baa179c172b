//! [`Client`]: sends targets to a store, and sends them again where that may help.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};

use super::answer::{Answer, Refusal, Verdict};
use super::target::{Method, Target};

/// First pause before another try; it doubles up to [`LONGEST_PAUSE`], and is drawn from 0 to that ("full
/// jitter"), so that workers that failed together do not come back together.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// The longest wait that a store may ask for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(120);
/// Tries of a body that arrived changed.
const CORRUPTED_TRIES: u32 = 3;
/// The slowest line that an attempt is given time for, in bytes a second.
const SLOWEST_LINE: u64 = 64 * 1024;
/// Of an error's body no more is read than this.
const LONGEST_ERROR: usize = 64 * 1024;
/// How often the user is told what is waited for.
const TELL_EVERY: Duration = Duration::from_secs(15);
/// How soon a stop is heard.
const TICK: Duration = Duration::from_millis(100);

/// A store that was never heard of is given up after this: its address may be wrong.
const FIRST_CONTACT: Duration = Duration::from_secs(10);

/// How long to wait for a store.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For an answer, beside the time that the bytes take on a slow line.
    pub attempt: Duration,
    /// Until a request that fails again and again is given up.
    pub total: Duration,
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

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The store refused it, and will again.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The store did not answer, or asked to wait, for too long.
    #[error(
        "{place} did not take it in {tries} tries over {seconds} s, at last: {last}; try again later with --resume"
    )]
    Away {
        /// Host and path.
        place: String,
        /// How often it was tried.
        tries: u32,
        /// For how long.
        seconds: u64,
        /// What happened at last.
        last: String,
    },
    /// The file to be sent cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The run was asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Sends targets.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    patience: Patience,
    stop: Arc<AtomicBool>,
    /// Whether the store has answered yet.
    heard: Arc<AtomicBool>,
    /// How many objects were sent, every try counted.
    puts: Arc<AtomicU64>,
    notice: Notice,
}

/// Is told, now and then, what a store is waited for.
pub type Notice = fn(&str);

impl Client {
    /// A client that gives up when `stop` is set.
    ///
    /// # Errors
    /// The system has no TLS roots to trust, or a proxy's setting cannot be read.
    pub fn new(
        patience: Patience,
        stop: Arc<AtomicBool>,
        notice: Notice,
    ) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("fraudgen/", env!("CARGO_PKG_VERSION")))
            // A signed URL is sent to no one but whom it was signed for.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self {
            http,
            patience,
            stop,
            heard: Arc::default(),
            puts: Arc::default(),
            notice,
        })
    }

    /// A client for what is still to be said after a stop, if it takes no more than seconds.
    pub(super) fn for_last_words(&self) -> Self {
        let seconds = Duration::from_secs(5);
        Self {
            patience: Patience {
                attempt: seconds,
                total: seconds,
            },
            stop: Arc::default(),
            ..self.clone()
        }
    }

    /// How many objects were sent so far, every try counted.
    pub fn puts(&self) -> u64 {
        self.puts.load(Ordering::Relaxed)
    }

    /// Sends a target until it is answered for good: done, or there is an object already.
    ///
    /// # Errors
    /// A refusal; or patience is at an end, or the target's time.
    pub async fn send(
        &self,
        target: &Target,
        payload: Option<&Payload>,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Answer, Failure> {
        let began = Instant::now();
        let mut told = began;
        let (mut tries, mut corrupted) = (0, 0);
        loop {
            tries += 1;
            let attempt = self.attempt(target, payload, range.clone());
            let (mut last, wait) = match self.unless_stopped(attempt).await? {
                Ok(answer) => match answer.verdict(target.method) {
                    Verdict::Done | Verdict::Exists => return Ok(answer),
                    Verdict::Corrupted if corrupted + 1 < CORRUPTED_TRIES => {
                        corrupted += 1;
                        (describe(&answer), None)
                    }
                    Verdict::Corrupted | Verdict::Refused => {
                        let refusal = Refusal::new(&answer, target, Timestamp::now());
                        return Err(Failure::Refused(refusal.into()));
                    }
                    Verdict::Retry => (describe(&answer), answer.retry_after),
                },
                Err(AttemptError::Line(error)) => (error, None),
                Err(AttemptError::File(path, source)) => {
                    return Err(Failure::File { path, source });
                }
            };
            let most = match self.heard.load(Ordering::Relaxed) {
                true => self.patience.total,
                false => self.patience.total.min(FIRST_CONTACT),
            };
            let left = most.saturating_sub(began.elapsed());
            let over = left.is_zero() || wait.is_some_and(|asked| asked >= left);
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                (self.notice)(&format!("{}: {last}; still trying", target.place()));
            }
            let has_ended = Timestamp::now() >= target.expires_at;
            if has_ended {
                last +=
                    "; its target ended meanwhile: make new ones with `fraudgen presign --resume`";
            }
            if over || has_ended {
                return Err(Failure::Away {
                    place: target.place(),
                    tries,
                    seconds: began.elapsed().as_secs(),
                    last,
                });
            }
            // The last try comes when patience ends, not before.
            let pause = pause(tries, wait).min(left);
            self.unless_stopped(tokio::time::sleep(pause)).await?;
        }
    }

    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        let stopped = async {
            while !self.stop.load(Ordering::Relaxed) {
                tokio::time::sleep(TICK).await;
            }
        };
        tokio::select! {
            biased;
            done = work => Ok(done),
            () = stopped => Err(Failure::Interrupted),
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
            .timeout(self.patience.attempt + Duration::from_secs(length / SLOWEST_LINE));
        for (name, value) in &target.headers {
            request = request.header(name, value);
        }
        if let Some(range) = &range {
            request = request.header("range", format!("bytes={}-{}", range.start, range.end - 1));
        }
        if target.method == Method::Put {
            self.puts.fetch_add(1, Ordering::Relaxed);
            // Stores want it even of an empty body, for which it is not sent otherwise.
            request = request.header("content-length", payload.map_or(0, Payload::len));
        }
        if let Some(payload) = payload {
            // Not signed, so that targets can be made before the bytes; every store checks it.
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
            self.heard.store(true, Ordering::Relaxed);
        }
        let response = response.map_err(AttemptError::line)?;
        read(response, target.method)
            .await
            .map_err(AttemptError::line)
    }
}

enum AttemptError {
    /// What happened on the line, without the URL.
    Line(String),
    File(PathBuf, std::io::Error),
}

impl AttemptError {
    fn line(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        Self::Line(text)
    }
}

/// Reads an answer; an error's body only so far.
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

fn describe(answer: &Answer) -> String {
    format!(
        "{} {}",
        answer.status.as_u16(),
        answer.code().unwrap_or_default()
    )
    .trim_end()
    .to_owned()
}

/// How long to wait after so many tries.
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
