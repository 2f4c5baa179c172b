//! [`Signer`]: signs targets, which need no key to be used (AWS Signature Version 4).

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use rusty_s3::{Bucket, UrlStyle, signing};

use super::access::{Access, AccessError, Addressing};
use super::checksum::sha256_text;
use super::target::{Method, Target};
use super::uri::S3Uri;

/// How long a target may live.
pub const LIFETIME: std::ops::RangeInclusive<Duration> =
    Duration::from_secs(1)..=Duration::from_secs(7 * 24 * 3600);

/// Signs requests for the objects of a location.
#[derive(Debug, Clone)]
pub struct Signer {
    access: Access,
    bucket: Bucket,
    location: S3Uri,
    lifetime: Duration,
}

impl Signer {
    /// A signer of targets that live for `lifetime`.
    ///
    /// # Errors
    /// The bucket cannot be addressed as asked.
    pub fn new(access: Access, location: S3Uri, lifetime: Duration) -> Result<Self, AccessError> {
        let style = match access.addressing {
            Addressing::Path => UrlStyle::Path,
            Addressing::Virtual => UrlStyle::VirtualHost,
        };
        let bucket = Bucket::new(
            access.endpoint.clone(),
            style,
            location.bucket().to_owned(),
            access.region.clone(),
        )
        .map_err(|source| AccessError::Bucket {
            bucket: location.bucket().to_owned(),
            endpoint: access.endpoint.clone(),
            source,
        })?;
        Ok(Self {
            access,
            bucket,
            location,
            lifetime,
        })
    }

    /// Where the objects are.
    pub fn location(&self) -> &S3Uri {
        &self.location
    }

    /// The store's URL.
    pub fn endpoint(&self) -> &Url {
        self.access.endpoint()
    }

    /// The last characters of the key's id, by which its owner recognises it.
    pub fn key_tail(&self) -> String {
        let id: Vec<char> = self.access.keys.current().id.chars().collect();
        format!(
            "…{}",
            id[id.len().saturating_sub(4)..].iter().collect::<String>()
        )
    }

    /// Asks for the next key if this one is about to end, so that it can sign what follows.
    ///
    /// # Errors
    /// It has ended, and there is no other.
    pub(super) async fn renew_key(&self) -> Result<(), AccessError> {
        self.access.keys.renew().await
    }

    /// A target for the object at a path below the location.
    pub fn target(&self, method: Method, path: &str, now: Timestamp) -> Target {
        self.sign(
            method,
            self.bucket.object_url(&self.location.key(path)),
            &[],
            BTreeMap::new(),
            now,
        )
    }

    /// A target that writes an object; `create_only` makes the store refuse it if there is one already, and
    /// `sha256` if the bytes are others.
    pub fn put(
        &self,
        path: &str,
        create_only: bool,
        sha256: Option<&[u8; 32]>,
        now: Timestamp,
    ) -> Target {
        let mut headers =
            BTreeMap::from([("content-type".to_owned(), content_type(path).to_owned())]);
        if create_only {
            headers.insert("if-none-match".into(), "*".into());
        }
        if let Some(sha256) = sha256 {
            headers.insert("x-amz-checksum-sha256".into(), sha256_text(sha256));
        }
        let url = self.bucket.object_url(&self.location.key(path));
        self.sign(Method::Put, url, &[], headers, now)
    }

    /// A target that lists keys below the location, from the end of an earlier list.
    pub(super) fn list(&self, after: Option<&str>, now: Timestamp) -> Target {
        let prefix = self.location.key("");
        let mut query = vec![
            ("encoding-type", "url"),
            ("list-type", "2"),
            ("prefix", prefix.as_str()),
        ];
        query.extend(after.map(|after| ("continuation-token", after)));
        query.sort_unstable();
        self.sign(
            Method::Get,
            self.bucket.base_url().clone(),
            &query,
            BTreeMap::new(),
            now,
        )
    }

    /// A target that makes the bucket.
    pub fn create_bucket(&self, now: Timestamp) -> Target {
        self.sign(
            Method::Put,
            self.bucket.base_url().clone(),
            &[],
            BTreeMap::new(),
            now,
        )
    }

    fn sign(
        &self,
        method: Method,
        url: Url,
        query: &[(&str, &str)],
        headers: BTreeMap<String, String>,
        now: Timestamp,
    ) -> Target {
        let key = self.access.keys.current();
        let signed = signing::sign(
            &now,
            match method {
                Method::Get => rusty_s3::Method::Get,
                Method::Head => rusty_s3::Method::Head,
                Method::Put => rusty_s3::Method::Put,
                Method::Delete => rusty_s3::Method::Delete,
            },
            url,
            &key.id,
            &key.secret,
            key.token.as_deref(),
            &self.access.region,
            self.lifetime.as_secs(),
            query.iter().copied(),
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let lifetime = SignedDuration::try_from(self.lifetime).unwrap_or(SignedDuration::MAX);
        let end = now.saturating_add(lifetime).unwrap_or(Timestamp::MAX);
        Target {
            method,
            url: signed,
            headers,
            // A signature is worth no more than the key behind it.
            expires_at: key.ends_at.map_or(end, |ends_at| ends_at.min(end)),
        }
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("parquet") => "application/vnd.apache.parquet",
        Some("jsonl") => "application/x-ndjson",
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("zst") => "application/zstd",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::super::access::{Key, Keys};
    use super::*;

    /// The key of AWS's examples.
    fn signer(endpoint: &str, addressing: Addressing, location: &str) -> Signer {
        let access = Access {
            keys: Keys::fixed(Key {
                id: "AKIAIOSFODNN7EXAMPLE".into(),
                secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
                token: None,
                ends_at: None,
            }),
            endpoint: endpoint.parse().expect("a URL"),
            region: "us-east-1".into(),
            addressing,
        };
        let location = location.parse().expect("a location");
        Signer::new(access, location, Duration::from_secs(86_400)).expect("a signer")
    }

    #[test]
    fn the_published_signature_is_reproduced() {
        // "Authenticating Requests: Using Query Parameters", Amazon S3 API Reference.
        let signer = signer(
            "https://s3.amazonaws.com",
            Addressing::Virtual,
            "s3://examplebucket",
        );
        let now = "2013-05-24T00:00:00Z".parse().expect("a time");
        let target = signer.target(Method::Get, "test.txt", now);
        assert_eq!(
            target.url.as_str(),
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
             &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
             &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        );
        assert_eq!(target.expires_at.to_string(), "2013-05-25T00:00:00Z");
    }

    #[test]
    fn what_must_be_sent_is_signed() {
        let signer = signer(
            "http://127.0.0.1:9000",
            Addressing::Path,
            "s3://lake/raw/a b",
        );
        let target = signer.put(
            "transactions/part-00000.parquet",
            true,
            None,
            Timestamp::UNIX_EPOCH,
        );
        let url = target.url.as_str();
        assert!(
            url.starts_with(
                "http://127.0.0.1:9000/lake/raw/a%20b/transactions/part-00000.parquet?"
            )
        );
        assert!(
            url.contains("X-Amz-SignedHeaders=content-type%3Bhost%3Bif-none-match"),
            "{url}"
        );
        assert_eq!(target.headers["if-none-match"], "*");
        let shown = format!("{target:?} {signer:?} {}", target.address());
        assert!(
            !shown.contains("X-Amz-Signature") && !shown.contains("wJalr"),
            "{shown}"
        );
        assert_eq!(signer.key_tail(), "…MPLE");
    }

    #[test]
    fn a_bucket_that_is_no_host_name_is_refused() {
        let access = signer("http://127.0.0.1:9000", Addressing::Path, "s3://lake").access;
        let access = Access {
            addressing: Addressing::Virtual,
            ..access
        };
        let error = Signer::new(
            access,
            "s3://lake".parse().expect("a location"),
            Duration::from_secs(1),
        );
        assert!(
            matches!(error, Err(AccessError::Bucket { .. })),
            "{error:?}"
        );
    }
}
