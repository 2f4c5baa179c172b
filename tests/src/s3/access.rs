//! Which key may do what at the embedded server, and what a presigned URL must be like.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};

use super::store::Key;

/// The longest that S3 lets a presigned URL live.
const WEEK_S: u64 = 7 * 24 * 60 * 60;

/// What a key may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rights {
    /// Everything.
    All,
    /// Read and list, but not write: such a key can sign, and is refused only when the URL is used.
    Read,
    /// Put objects, and nothing else.
    Put,
}

impl Rights {
    fn allow(self, operation: &str) -> bool {
        match self {
            Self::All => true,
            Self::Read => matches!(
                operation,
                "GetObject" | "HeadObject" | "HeadBucket" | "ListObjectsV2"
            ),
            Self::Put => operation == "PutObject",
        }
    }
}

/// A key that ends, as a role's does.
#[derive(Clone, Debug)]
pub struct Session {
    /// The key.
    pub key: Key,
    /// What must be sent along with it.
    pub token: String,
    /// When it ends.
    pub ends_at: Timestamp,
}

#[derive(Clone, Debug)]
struct Known {
    secret: String,
    rights: Rights,
    session: Option<Session>,
}

/// The keys that a server knows. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Keys(Arc<Mutex<BTreeMap<String, Known>>>);

impl FromIterator<(Key, Rights)> for Keys {
    fn from_iter<T: IntoIterator<Item = (Key, Rights)>>(keys: T) -> Self {
        let known = |(key, rights): (Key, Rights)| {
            let known = Known {
                secret: key.secret,
                rights,
                session: None,
            };
            (key.id, known)
        };
        Self(Arc::new(Mutex::new(keys.into_iter().map(known).collect())))
    }
}

impl Keys {
    /// Adds a key that may do everything until it ends.
    pub(super) fn open_session(&self, lasts: Duration) -> Session {
        let key = Key::random();
        let session = Session {
            token: Key::random().secret,
            ends_at: Timestamp::now() + lasts,
            key: key.clone(),
        };
        let known = Known {
            secret: key.secret,
            rights: Rights::All,
            session: Some(session.clone()),
        };
        self.0.lock().expect("no panic").insert(key.id, known);
        session
    }

    fn find(&self, id: &str) -> Option<Known> {
        self.0.lock().expect("no panic").get(id).cloned()
    }
}

#[async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, id: &str) -> S3Result<SecretKey> {
        match self.find(id) {
            Some(known) => Ok(SecretKey::from(known.secret)),
            None => Err(s3_error!(
                InvalidAccessKeyId,
                "The access key id is not known"
            )),
        }
    }
}

/// Called once the signature is right. Of URLs, it refuses two faults that AWS refuses and s3s accepts.
#[async_trait]
impl S3Access for Keys {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let parameter = |name| parameter(context.uri().query().unwrap_or_default(), name);
        if let Some(signed) = parameter("X-Amz-SignedHeaders") {
            let signed: Vec<_> = signed.split(';').collect();
            let mut names = context.headers().keys().map(|name| name.as_str());
            if names.any(|name| name.starts_with("x-amz-") && !signed.contains(&name)) {
                return Err(s3_error!(
                    AccessDenied,
                    "There were headers present in the request which were not signed"
                ));
            }
        }
        if parameter("X-Amz-Expires").is_some_and(|s| s.parse().is_ok_and(|s: u64| s > WEEK_S)) {
            return Err(s3_error!(
                AuthorizationQueryParametersError,
                "X-Amz-Expires must be less than a week (in seconds)"
            ));
        }
        let known = context
            .credentials()
            .and_then(|credentials| self.find(&credentials.access_key));
        if let Some(session) = known.as_ref().and_then(|known| known.session.as_ref()) {
            if parameter("X-Amz-Security-Token").as_ref() != Some(&session.token) {
                return Err(s3_error!(InvalidToken, "The provided token is malformed"));
            }
            if session.ends_at <= Timestamp::now() {
                return Err(s3_error!(ExpiredToken, "The provided token has expired"));
            }
        }
        match known {
            Some(known) if known.rights.allow(context.s3_op().name()) => Ok(()),
            _ => Err(s3_error!(AccessDenied, "Access Denied")),
        }
    }
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|pair| pair.0 == name)?.1;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}
