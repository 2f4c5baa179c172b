//! Where the bytes of parts go: a local folder or an S3 store.

mod hashing;
mod limit;
mod local;
mod location;
mod lock;
mod new_folder;
mod output;
pub mod s3;
mod spool;
mod upload;

pub(crate) use self::hashing::hexadecimal;
pub use self::hashing::{Checksums, Hashing};
pub(crate) use self::limit::Limit;
pub use self::limit::TooLong;
#[cfg(feature = "cli")]
pub(crate) use self::limit::printable;
pub use self::local::{Folder, PartFile};
pub(crate) use self::local::{check_replaceable, open, remove, temp_path, temp_target};
pub(crate) use self::location::MOST_JSON;
pub use self::location::{Location, Opened};
pub(crate) use self::lock::{FolderLock, Sharing};
pub(crate) use self::new_folder::NewFolder;
pub use self::output::{OutputFile, Readers};
pub use self::upload::Spooling;
pub(crate) use self::upload::Uploads;
