//! Stores: uploads, access, faults and presigned targets.

mod access;
mod connection;
mod faults;
mod resume;
mod secrets;
mod server;
mod targets;
mod upload;
