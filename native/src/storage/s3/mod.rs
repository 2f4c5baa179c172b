//! Stores that speak S3.
//!
//! [`S3Uri`] and [`Access`] say which store, and with which credentials; a [`Signer`] turns them into
//! presigned [`Target`]s; a [`Client`] sends those. The client never sees a key, and a worker that was given
//! targets has none.

mod access;
mod answer;
mod checksum;
mod client;
mod environment;
mod error;
#[cfg(any(fuzzing, clippy))]
pub(crate) mod fuzzing;
mod guard;
mod obstacle;
mod reader;
mod refusal;
mod signer;
mod store;
mod target;
mod uri;

pub use self::access::{Access, AccessError, Addressing, StoreOptions};
pub use self::answer::Answer;
pub use self::checksum::Checksum;
pub(crate) use self::client::MOST_REQUESTS;
pub use self::client::{Client, Notice, Payload, PayloadBody, RetryPolicy};
pub use self::error::{Failure, StoreError, TryError};
pub use self::guard::{Guard, MARKER};
pub use self::obstacle::Obstacle;
pub use self::reader::ObjectReader;
pub use self::refusal::{Reason, Refusal};
pub use self::signer::{LIFETIME, Signer};
pub use self::store::{Object, PROBE, Store, Stored};
pub use self::target::{LARGEST_PUT, Method, Target};
pub use self::uri::{InvalidUri, S3Uri};
