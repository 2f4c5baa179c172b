//! [`Store`]: what a test needs to know of a running S3 store, whichever it is.

use std::hash::{BuildHasher, RandomState};

use base64::prelude::{BASE64_STANDARD, Engine};
use s3s::crypto::{Checksum, Md5};

/// The region that every store here calls its own.
pub const REGION: &str = "us-east-1";

/// Which program a store is: their answers differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// [`Server`](super::Server).
    Embedded,
    /// MinIO.
    Minio,
    /// VersityGW.
    VersityGw,
    /// SeaweedFS.
    SeaweedFs,
    /// `rclone serve s3`.
    Rclone,
}

/// An access key of a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    /// The access key's id.
    pub id: String,
    /// The secret that belongs to it.
    pub secret: String,
}

impl Key {
    /// A new key.
    pub fn random() -> Self {
        Self {
            id: hex(20),
            secret: hex(40),
        }
    }
}

/// Random hexadecimal digits. The standard library's randomly seeded hashers are enough: no real secret is kept.
fn hex(digits: usize) -> String {
    let mut text = String::new();
    while text.len() < digits {
        text += &format!("{:016x}", RandomState::new().hash_one(text.len()));
    }
    text.truncate(digits);
    text
}

/// A running store.
#[derive(Clone, Debug)]
pub struct Store {
    /// Which program it is.
    pub kind: Kind,
    /// Its address, as in `http://127.0.0.1:9000`.
    pub endpoint: String,
    /// Its bucket.
    pub bucket: String,
    /// A key that may do everything.
    pub admin: Key,
    /// A key that may only read.
    pub reader: Key,
}

impl Store {
    /// The same store as it is seen through a proxy: signatures are for the proxy's host.
    pub fn behind(&self, endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.into(),
            ..self.clone()
        }
    }

    /// The variables by which a command finds this store.
    pub fn environment(&self, key: &Key) -> [(&'static str, String); 4] {
        [
            ("AWS_ENDPOINT_URL_S3", self.endpoint.clone()),
            ("AWS_REGION", REGION.into()),
            ("AWS_ACCESS_KEY_ID", key.id.clone()),
            ("AWS_SECRET_ACCESS_KEY", key.secret.clone()),
        ]
    }
}

/// The value of a Content-MD5 header.
pub fn content_md5(body: &[u8]) -> String {
    BASE64_STANDARD.encode(Md5::checksum(body))
}
