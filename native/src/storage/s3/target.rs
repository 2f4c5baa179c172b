//! [`Target`]: a presigned request, which anyone who has it can send: a bearer secret.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use reqwest::Url;
use serde::{Deserialize, Serialize};

/// The most bytes that one PUT may send, to AWS and most others.
pub const LARGEST_PUT: u64 = 5 << 30;

/// What a target does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads an object.
    Get,
    /// Asks for an object's length and ETag.
    Head,
    /// Writes an object.
    Put,
    /// Removes an object.
    Delete,
}

/// A request to a store, signed beforehand.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What it does.
    pub method: Method,
    /// Where, with the signature: a secret.
    #[serde(with = "url_text")]
    pub url: Url,
    /// Headers that must be sent as they are, since they are signed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// When it expires.
    pub expires_at: Timestamp,
}

impl Target {
    /// Host and path, without the signature.
    pub fn address(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let port = self
            .url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        format!("{}://{host}{port}{}", self.url.scheme(), self.url.path())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} {} (signature withheld)",
            self.method,
            self.address()
        )
    }
}

mod url_text {
    use super::Url;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(url: &Url, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(url.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
        let text = String::deserialize(deserializer)?;
        let url = Url::parse(&text).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
            // The text itself is a secret.
            .ok_or_else(|| de::Error::custom("a target's url is not one of http or https"))
    }
}
