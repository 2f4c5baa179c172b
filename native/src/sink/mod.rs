//! Where the bytes of parts go.

mod folder;
mod hashing;

pub use self::folder::{Folder, PartFile};
pub(crate) use self::folder::{draft_name, draft_of};
pub(crate) use self::hashing::hexadecimal;
pub use self::hashing::{Hashing, Receipt};
