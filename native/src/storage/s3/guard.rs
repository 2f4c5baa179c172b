//! [`Guard`]: keeps runs apart in a store that replaces objects although it is asked not to.
//!
//! Most stores refuse a PUT with `If-None-Match: *` where there is an object already, so that no run replaces
//! another's. For those that do not, the run says in a marker that the location is its own; every PUT asks
//! first whether the marker still says so, and the parts are checked once more at the end.

use serde::{Deserialize, Serialize};

use super::target::Target;

/// The object that says which run a location is for.
pub const MARKER: &str = "_run.json";

/// What is known of a run's marker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Length of the marker.
    pub length: u64,
    /// Its MD5, in hexadecimal.
    pub md5: String,
    /// Asks for it.
    pub head: Target,
    /// Reads it, where its ETag is not an MD5.
    pub get: Target,
}
