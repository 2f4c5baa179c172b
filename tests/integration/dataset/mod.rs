//! What a run makes, and what happens if it is interrupted.

pub(crate) mod disk_full;
mod interrupted;
mod parity;
mod scale;
mod shards;
mod size;
mod verify;
