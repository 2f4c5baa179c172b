//! Where the bytes of parts go.

mod folder;
mod hashing;

pub use self::folder::{Folder, PartFile};
pub use self::hashing::{Hashing, Receipt};
