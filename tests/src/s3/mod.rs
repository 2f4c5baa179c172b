//! S3 stores for tests, and what tests need to talk to them.
//!
//! [`Server`] is one in this process: real HTTP and real signature checks over objects in memory, as strict
//! as AWS. A [`RealStore`](crate::RealStore) is another program. Each is described by a [`Store`], so that
//! the same checks run against all. A [`Proxy`] in front of any injects faults.

mod access;
mod faults;
mod objects;
mod request;
mod server;
mod store;

pub use self::access::{Rights, Session};
pub use self::faults::{Attempt, Fault, Proxy};
pub use self::request::{Answer, Presign, send};
pub use self::server::{Options, Seen, Server};
pub use self::store::{Key, Kind, REGION, Store, content_md5};
