//! [`AccessError`]: why there is no access to a store.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use reqwest::Url;

/// Why there is no access to a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The endpoint is not a URL of a store.
    #[error(
        "the endpoint `{endpoint}` is not the URL of a store: give one such as https://minio.example:9000"
    )]
    Endpoint {
        /// The endpoint, without user and password.
        endpoint: String,
    },
    /// The endpoint does not say whether to use TLS.
    #[error(
        "the endpoint `{endpoint}` does not say whether to use TLS: give https://{endpoint} or http://{endpoint}"
    )]
    NoScheme {
        /// The endpoint, without user and password.
        endpoint: String,
    },
    /// Only one of the two variables of a key is set.
    #[error("{set} is set, but {missing} is not: set both")]
    HalfOfAKey {
        /// The variable that is set.
        set: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// There are no credentials.
    #[error(
        "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or MINIO_ACCESS_KEY and \
         MINIO_SECRET_KEY), or add the profile [{profile}] to {}; nor does single sign-on, a process, a web \
         identity, the container or the instance give any",
        credentials.display()
    )]
    NoCredentials {
        /// The profile that was looked for.
        profile: String,
        /// The credentials file.
        credentials: PathBuf,
    },
    /// A service that should give credentials does not.
    #[error("the credentials of the profile {profile} cannot be had: {reason}")]
    Provider {
        /// The profile.
        profile: String,
        /// Why not.
        reason: String,
    },
    /// The key is one of a session that is over.
    #[error("the session of the key ended at {}", ended_at.strftime("%Y-%m-%d %H:%M:%SZ"))]
    Ended {
        /// When.
        ended_at: Timestamp,
    },
    /// The key's requests would go over the internet unencrypted.
    #[error(
        "{endpoint} is a public address, and http would show what is sent to everyone on the way"
    )]
    PlainHttp {
        /// The store.
        endpoint: Url,
    },
    /// No file has the profile that is asked for.
    #[error(
        "AWS_PROFILE is {profile}, but neither {} nor {} has that profile",
        credentials.display(),
        config.display()
    )]
    NoProfile {
        /// The profile.
        profile: String,
        /// The credentials file.
        credentials: PathBuf,
        /// The configuration file.
        config: PathBuf,
    },
    /// One of the AWS shared files cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// One of the AWS shared files is malformed. The parser's own error may quote a secret and is left out.
    #[error("cannot read {}: it is not in the form of AWS shared files", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The bucket's name cannot be part of a host name.
    #[error("the bucket {bucket} cannot be a host name at {endpoint}")]
    Bucket {
        /// The bucket.
        bucket: String,
        /// The store.
        endpoint: Url,
        /// Why not.
        source: rusty_s3::BucketError,
    },
}
