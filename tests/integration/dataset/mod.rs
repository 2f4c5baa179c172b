//! What a run makes, and what happens if it is interrupted.

#[cfg(unix)]
mod at_once;
mod disk_full;
mod documents;
#[cfg(unix)]
mod hostile;
mod interrupted;
mod parity;
mod scale;
mod shards;
mod size;
mod verify;
