//! Which key may do what at the embedded server, and what a presigned URL must be like.

use std::collections::BTreeMap;

use async_trait::async_trait;
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

/// The keys that a server knows.
#[derive(Clone, Debug)]
pub(super) struct Keys(BTreeMap<String, (String, Rights)>);

impl FromIterator<(Key, Rights)> for Keys {
    fn from_iter<T: IntoIterator<Item = (Key, Rights)>>(keys: T) -> Self {
        let keys = keys.into_iter();
        Self(
            keys.map(|(key, rights)| (key.id, (key.secret, rights)))
                .collect(),
        )
    }
}

#[async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, id: &str) -> S3Result<SecretKey> {
        match self.0.get(id) {
            Some((secret, _)) => Ok(SecretKey::from(secret.as_str())),
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
        let rights = context
            .credentials()
            .and_then(|credentials| self.0.get(&credentials.access_key));
        match rights {
            Some((_, rights)) if rights.allow(context.s3_op().name()) => Ok(()),
            _ => Err(s3_error!(AccessDenied, "Access Denied")),
        }
    }
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|pair| pair.0 == name)?.1;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}
