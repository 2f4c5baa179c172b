//! Stores: uploads, access, faults and presigned targets.

mod access;
mod connection;
mod credentials;
mod faults;
mod nginx;
mod resume;
mod secrets;
mod server;
mod sessions;
mod targets;
mod upload;
