//! The `fraudgen` command from the outside: what it promises about bytes, digests, errors and interrupted runs.

/// Runs each check of a module against the embedded server and the real store.
macro_rules! checks {
    ($($check:ident)*) => {
        mod embedded {
            use fraudgen_tests::s3::{Options, Server};

            $(#[test] fn $check() {
                super::$check(Server::start(Options::default()).store());
            })*
        }
        mod minio_or_garage {
            use fraudgen_tests::Minio;

            $(#[test] fn $check() {
                let minio = Minio::start();
                fraudgen_tests::say(&format!("{} ran against {:?}", stringify!($check), minio.store().kind));
                super::$check(minio.store());
            })*
        }
    };
}

mod command;
mod dataset;
mod storage;
