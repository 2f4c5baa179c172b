//! The `fraudgen` command from the outside: what it promises of bytes, digests, errors and broken runs.

mod bad_input;
mod disk_full;
mod interrupted;
mod parity;
mod pipes;
mod s3_server;
mod scale;
mod secrets;
mod size;
mod store;
mod store_access;
mod store_faults;
mod store_resume;
mod targets;
mod verify;
