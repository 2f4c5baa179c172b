//! Where the bytes of parts go: a local folder or an S3 store.

mod hashing;
mod local;
pub mod location;
pub mod s3;
pub mod upload;

pub(crate) use self::hashing::hexadecimal;
pub use self::hashing::{Hashing, Receipt};
pub use self::local::{Folder, PartFile};
pub(crate) use self::local::{draft_name, draft_of};
