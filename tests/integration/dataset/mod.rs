//! What a run makes, and what happens if it is interrupted.

mod disk_full;
mod interrupted;
mod parity;
mod scale;
mod shards;
mod size;
mod verify;
