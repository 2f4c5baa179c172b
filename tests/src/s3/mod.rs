//! S3 stores for tests, and what tests need to talk to them.
//!
//! [`Server`] is one in this process: real HTTP and real signature checks over objects in memory, as strict
//! as AWS. [`Minio`](crate::Minio) is a real one. Both are described by a [`Store`], so that the
//! same checks run against both. A [`Proxy`] in front of either injects faults.

mod access;
mod faults;
mod objects;
mod request;
mod server;
mod store;

pub use self::access::Rights;
pub use self::faults::{Attempt, Fault, Proxy};
pub use self::request::{Answer, Presign, send};
pub use self::server::{Options, Seen, Server};
pub use self::store::{Key, Kind, REGION, Store, content_md5};
