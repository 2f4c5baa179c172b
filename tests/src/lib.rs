//! What the tests that cross crates share: calling the `fraudgen` command as a user would, looking at what
//! it leaves on disk, and S3 stores for it to upload to.

#![forbid(unsafe_code)]

mod command;
mod minio;
pub mod s3;
mod tree;
pub mod upload;

pub use self::command::{Outcome, done, fraudgen, run};
pub use self::minio::Minio;
pub use self::tree::{Tree, copy, manifest, read_table, tree};
