//! What the tests that cross crates share: calling the `fraudgen` command as a user would, looking at what
//! it leaves on disk, and S3 stores for it to upload to.

#![forbid(unsafe_code)]

mod command;
#[cfg(target_os = "linux")]
pub mod mount;
mod nginx;
mod real;
pub mod s3;
mod say;
mod service;
mod tree;
pub mod upload;

pub use self::command::{Outcome, done, fraudgen, run};
pub use self::nginx::Nginx;
use self::real::free_addresses;
pub use self::real::{RealStore, SharedStore};
pub use self::say::say;
pub use self::service::Service;
pub use self::tree::{Tree, copy, manifest, read_table, tree};
