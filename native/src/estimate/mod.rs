//! What a run will come to, before it is made: its size, and what many workers need for it.

mod memory;
mod objects;
mod scale;
mod size;

pub use self::memory::uploading;
pub use self::objects::check_objects;
pub use self::scale::{Bottleneck, COSTS, Costs, Limit, Scale, Workers};
pub use self::size::{Fit, TableEstimate, estimate, transactions_for};
