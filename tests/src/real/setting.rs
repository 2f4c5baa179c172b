//! [`Setting`]: what is needed to start a store.

use std::path::Path;

use crate::s3::Store;

/// The bucket of every store.
pub(super) const BUCKET: &str = "lake";

/// What is needed to start a store.
pub(super) struct Setting<'a> {
    pub(super) program: &'a Path,
    pub(super) folder: &'a Path,
    /// Addresses that are free; the first is the store's.
    pub(super) addresses: &'a [String],
    pub(super) store: &'a Store,
}
