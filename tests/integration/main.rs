//! The `fraudgen` command from the outside: what it promises about bytes, digests, errors and interrupted runs.

/// Runs each check of a module against a real store.
macro_rules! checks_of {
    ($name:ident: $start:expr; $($check:ident)*) => {
        mod $name {
            use fraudgen_tests::*;

            $(#[test] fn $check() {
                let real = $start;
                fraudgen_tests::say(&format!("{} ran against {:?}", stringify!($check), real.store().kind));
                super::$check(real.store());
            })*
        }
    };
}

/// Runs each check of a module against the embedded server and the real stores that are as strict as it.
macro_rules! checks {
    ($($check:ident)*) => {
        mod embedded {
            use fraudgen_tests::s3::{Options, Server};

            $(#[test] fn $check() {
                super::$check(Server::start(Options::default()).store());
            })*
        }
        checks_of! { minio_or_versitygw: RealStore::start(); $($check)* }
        checks_of! { seaweedfs: SharedStore::of(s3::Kind::SeaweedFs); $($check)* }
    };
}

/// The same, and against rclone, which takes every object for every key that it knows.
macro_rules! recipes {
    ($($check:ident)*) => {
        checks! { $($check)* }
        checks_of! { rclone: RealStore::of(s3::Kind::Rclone); $($check)* }
    };
}

mod command;
mod dataset;
mod storage;
