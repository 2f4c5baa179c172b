//! [`StoreError`]: what can go wrong with a store.

use std::io;
use std::path::PathBuf;

use super::access::AccessError;
use super::obstacle::Obstacle;
use super::refusal::Refusal;
use crate::storage::TooLong;

/// Why something could not be done in a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A request failed.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The key has ended, and there is no other.
    #[error("the key has ended")]
    Access(#[from] AccessError),
    /// There is another object already.
    #[error("{path} is in the store already, with other bytes: it belongs to another run")]
    OtherObject {
        /// Its path below the location.
        path: String,
    },
    /// Another run has claimed the location.
    #[error("{location} was claimed by another run, as its _run.json says")]
    OtherRun {
        /// The location.
        location: String,
    },
    /// The store holds other bytes than were sent.
    #[error("{path} arrived with the ETag {etag}, not {sent}: the store or a proxy changed it")]
    Changed {
        /// Its path below the location.
        path: String,
        /// The ETag that the store answered.
        etag: String,
        /// The MD5 of what was sent.
        sent: String,
    },
    /// A list of objects that does not end.
    #[error("{location} cannot be listed: {reason}")]
    EndlessList {
        /// The location.
        location: String,
        /// How that shows.
        reason: &'static str,
    },
    /// There is no target for an object.
    #[error("the target file has no target for {path}: it is for other parts")]
    NoTarget {
        /// The path below the location.
        path: String,
    },
    /// A variable of the environment does not name a proxy that can be used.
    #[error("cannot use the proxy that {variable} names: {reason}")]
    Proxy {
        /// The variable.
        variable: &'static str,
        /// Why not.
        reason: &'static str,
    },
    /// A variable of the environment names authorities to trust that cannot be read.
    #[error("cannot read {}, which {variable} names", path.display())]
    Certificates {
        /// The variable.
        variable: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The HTTP client cannot be set up.
    #[error("cannot use the network")]
    Client(#[source] reqwest::Error),
    /// The system gives no threads for the network.
    #[error("cannot use the network")]
    Runtime(#[source] io::Error),
}

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The store refused it, and would again.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The store did not answer, or asked to wait, for too long.
    #[error("{address} did not accept it in {tries} tries over {seconds} s")]
    Unavailable {
        /// Host and path of the request; or the proxy that does not answer.
        address: String,
        /// How many times it was tried.
        tries: u32,
        /// For how long.
        seconds: u64,
        /// Whether the target expired meanwhile.
        target_expired: bool,
        /// The variable that names the proxy which does not answer, if that is the reason.
        proxy_variable: Option<&'static str>,
        /// How the last try failed.
        #[source]
        last: TryError,
    },
    /// The store cannot be reached, however often it is tried.
    #[error("{address} cannot be used: {obstacle}")]
    Blocked {
        /// Host and path of the request, or the proxy.
        address: String,
        /// Why.
        obstacle: Obstacle,
        /// What the network says.
        #[source]
        source: Option<TryError>,
    },
    /// The store answered with more than it was asked for.
    #[error("{address} answered with more than it was asked for")]
    TooLong {
        /// Host and path of the request.
        address: String,
        /// How long it is.
        #[source]
        source: TooLong,
    },
    /// The file to be sent cannot be read.
    #[error("cannot read {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The run was cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// Why one try of a request failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TryError {
    /// The store answered that a retry may help.
    #[error("{status}{}", code.as_ref().map(|code| format!(" {code}")).unwrap_or_default())]
    Answer {
        /// The HTTP status.
        status: u16,
        /// The error code, such as `SlowDown`.
        code: Option<String>,
    },
    /// The request or its answer did not get through. The URL, which is a secret, has been removed.
    #[error(transparent)]
    Connection(reqwest::Error),
}
