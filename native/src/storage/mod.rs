//! Where the bytes of parts go: a local folder or an S3 store.

mod hashing;
mod local;
mod location;
pub mod s3;
mod upload;

pub(crate) use self::hashing::hexadecimal;
pub use self::hashing::{Checksums, Hashing};
pub use self::local::{Folder, PartFile};
pub(crate) use self::local::{temp_path, temp_target};
pub(crate) use self::location::found;
pub use self::location::{Location, Opened};
pub use self::upload::Spooling;
pub(crate) use self::upload::Uploads;
