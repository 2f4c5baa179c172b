//! Presigned requests to a [`Store`], by a signer and an HTTP client that are not fraudgen's own code.

use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use reqwest::header::HeaderMap;
use reqwest::redirect;
use rusty_s3::signing::sign;
use rusty_s3::{Bucket, Method, UrlStyle};
use tokio::runtime::Runtime;

use super::store::{Key, Kind, REGION, Store};

static CLIENT: LazyLock<(Runtime, reqwest::Client)> = LazyLock::new(|| {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .pool_max_idle_per_host(0)
        .timeout(Duration::from_secs(60));
    (
        Runtime::new().expect("a runtime"),
        client.build().expect("a client"),
    )
});

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The error code in the body; empty without one.
    pub code: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The status and the error code, as in `403 AccessDenied`.
    pub fn verdict(&self) -> String {
        format!("{} {}", self.status, self.code).trim_end().into()
    }

    /// A header's value; empty without one.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .map(|value| value.to_str().expect("ASCII"))
            .unwrap_or_default()
    }
}

/// Sends a request; the error is that of the connection.
pub fn send(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answer, reqwest::Error> {
    let (runtime, client) = &*CLIENT;
    let method = reqwest::Method::from_bytes(method.to_str().as_bytes()).expect("a method");
    let mut request = client.request(method.clone(), url).body(body.to_vec());
    // The client leaves it out for an empty body, and a strict store then refuses an empty object.
    if method == reqwest::Method::PUT {
        request = request.header("content-length", body.len());
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    runtime.block_on(async {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?;
        let text = String::from_utf8_lossy(&body);
        let code = elements(&text, "Code").concat();
        Ok(Answer {
            status,
            code,
            headers,
            body,
        })
    })
}

/// The text of each element with a name.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let parts = xml.split(&*open).skip(1);
    parts
        .filter_map(|part| part.split(&*close).next())
        .collect()
}

/// A name in a list: encoded for XML, and before that for URLs, if the store does.
fn decoded(name: &str, is_encoded: bool) -> String {
    let entities = [
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let unescape = |name: String, (entity, character)| name.replace(entity, character);
    let name = entities.into_iter().fold(name.to_owned(), unescape);
    if !is_encoded {
        return name;
    }
    let spaced = name.replace('+', " ");
    let name = percent_decode_str(&spaced).decode_utf8();
    name.expect("names are UTF-8").into_owned()
}

/// A request that is to be presigned. It says what the signature covers, so that a test can then send
/// something else.
#[derive(Clone, Debug)]
pub struct Presign<'a> {
    store: &'a Store,
    key: &'a Key,
    method: Method,
    bucket: &'a str,
    object: &'a str,
    at: Timestamp,
    expires: u64,
    headers: Vec<(&'a str, &'a str)>,
    query: Vec<(&'a str, &'a str)>,
}

impl<'a> Presign<'a> {
    /// As if it was signed this many seconds from now.
    #[must_use]
    pub fn seconds_from_now(mut self, seconds: i64) -> Self {
        self.at = Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        self
    }

    /// Valid for this many seconds, not for an hour.
    #[must_use]
    pub fn expires(mut self, seconds: u64) -> Self {
        self.expires = seconds;
        self
    }

    /// In another bucket.
    #[must_use]
    pub fn bucket(mut self, bucket: &'a str) -> Self {
        self.bucket = bucket;
        self
    }

    /// With a header that has to be sent; its name in lower case.
    #[must_use]
    pub fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With a parameter in the query.
    #[must_use]
    pub fn query(mut self, name: &'a str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    /// The URL.
    pub fn url(&self) -> String {
        let endpoint = self.store.endpoint.parse().expect("a URL");
        let bucket = Bucket::new(endpoint, UrlStyle::Path, self.bucket.to_owned(), REGION)
            .expect("a bucket's name");
        let url = match self.object {
            "" => bucket.base_url().clone(),
            object => bucket.object_url(object),
        };
        let (key, secret) = (&self.key.id, &self.key.secret);
        // They are signed in the order of their names.
        let sorted = |pairs: &[(&'a str, &'a str)]| {
            let mut pairs = pairs.to_vec();
            pairs.sort_unstable();
            pairs
        };
        let (query, headers) = (sorted(&self.query), sorted(&self.headers));
        sign(
            &self.at,
            self.method,
            url,
            key,
            secret,
            None,
            REGION,
            self.expires,
            query.iter().copied(),
            headers.iter().copied(),
        )
        .into()
    }

    /// Sends it as it was signed. Panics if no answer comes.
    pub fn send(&self, body: &[u8]) -> Answer {
        send(self.method, &self.url(), &self.headers, body).expect("an answer")
    }
}

impl Store {
    /// A request to be presigned with a key; for the bucket itself if the object's name is empty.
    pub fn presign<'a>(&'a self, key: &'a Key, method: Method, object: &'a str) -> Presign<'a> {
        Presign {
            store: self,
            key,
            method,
            bucket: &self.bucket,
            object,
            at: Timestamp::now(),
            expires: 3600,
            headers: Vec::new(),
            query: Vec::new(),
        }
    }

    /// Sends a request with the admin's key and without a body.
    pub fn ask(&self, method: Method, object: &str) -> Answer {
        self.presign(&self.admin, method, object).send(&[])
    }

    /// Puts an object with the admin's key. Panics if that is refused.
    pub fn put(&self, object: &str, body: &[u8]) {
        let answer = self.presign(&self.admin, Method::Put, object).send(body);
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// An object, if it is there.
    pub fn get(&self, object: &str) -> Option<Bytes> {
        let answer = self.ask(Method::Get, object);
        match answer.status {
            200 => Some(answer.body),
            404 => None,
            _ => panic!("{answer:?}"),
        }
    }

    /// The names of all objects with a prefix.
    pub fn list(&self, prefix: &str) -> Vec<String> {
        let mut names = Vec::<String>::new();
        loop {
            let mut list = self
                .presign(&self.admin, Method::Get, "")
                .query("list-type", "2")
                .query("encoding-type", "url")
                .query("prefix", prefix);
            let last = names.last().cloned().unwrap_or_default();
            if !last.is_empty() {
                list = list.query("start-after", &last);
            }
            let answer = list.send(&[]);
            assert_eq!(answer.status, 200, "{answer:?}");
            let xml = String::from_utf8_lossy(&answer.body);
            // VersityGW says that names are encoded, and sends them as they are.
            let is_encoded = self.kind != Kind::VersityGw;
            let keys = elements(&xml, "Key").into_iter();
            names.extend(keys.map(|key| decoded(key, is_encoded)));
            if elements(&xml, "IsTruncated") != ["true"] {
                return names;
            }
        }
    }
}
