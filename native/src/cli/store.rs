//! The flags that say how a store is reached, and the places that they lead to.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::{Args, ValueEnum};
use fraudgen::Error;
use fraudgen::dataset::targets::TargetFile;
use fraudgen::storage::Folder;
use fraudgen::storage::location::Place;
use fraudgen::storage::s3::{
    Access, Addressing, Client, LIFETIME, Location, Patience, Signer, Store, StoreError,
    StoreOptions,
};
use fraudgen::units::{parse_bytes, parse_duration};

use super::Usage;

/// How long a target of this process's own lives: it is sent at once.
const OWN_LIFETIME: Duration = Duration::from_secs(3600);

/// How a store is reached.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Store")]
pub(super) struct StoreArgs {
    /// URL of the store, such as https://minio.example:9000 [default: AWS_ENDPOINT_URL_S3,
    /// AWS_ENDPOINT_URL, MINIO_ENDPOINT, the profile's endpoint_url, or AWS]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// Region of the bucket [default: AWS_REGION, AWS_DEFAULT_REGION, the profile's, or us-east-1]
    #[arg(long, value_name = "NAME")]
    region: Option<String>,

    /// How the bucket stands in URLs [default: path, but virtual for AWS]
    #[arg(long, value_enum)]
    addressing: Option<Addressing>,

    #[command(flatten)]
    pub(super) patience: PatienceArgs,
}

/// How long a store is waited for.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Store")]
pub(super) struct PatienceArgs {
    /// How long an answer is waited for, beside the time that the bytes take
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_wait)]
    timeout: Duration,

    /// How long a request that fails is sent again and again
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = parse_wait)]
    retry_for: Duration,
}

impl StoreArgs {
    /// The key to the store.
    pub(super) fn access(&self) -> Result<Access, Error> {
        Ok(Access::find(&StoreOptions {
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            addressing: self.addressing,
        })?)
    }

    /// The place that a text names: a store's with the key to it, a folder, or nowhere.
    pub(super) fn place(
        &self,
        text: &str,
        flag: &str,
        stop: &Arc<AtomicBool>,
    ) -> anyhow::Result<Place> {
        if text == Place::NULL {
            return Ok(Place::Null);
        }
        if !Location::is_meant(text) {
            return Ok(Place::Folder(Folder::new(text)));
        }
        let signer = Signer::new(self.access()?, location(text, flag)?, OWN_LIFETIME)
            .map_err(Error::from)?;
        Ok(Place::Store(self.patience.store(signer, stop)?))
    }
}

impl StoreArgs {
    /// The place that a text names, or that a target file leads to.
    pub(super) fn place_or_targets(
        &self,
        place: Option<&str>,
        targets: Option<&Path>,
        stop: &Arc<AtomicBool>,
    ) -> anyhow::Result<Place> {
        match targets {
            Some(path) => {
                let targets = TargetFile::read(path)?;
                Ok(Place::Store(self.patience.given(targets, stop)?))
            }
            None => self.place(place.unwrap_or_default(), "PLACE", stop),
        }
    }
}

impl StoreArgs {
    /// The same flags again, for another process, but for those about patience.
    pub(super) fn as_flags(&self) -> Vec<String> {
        let addressing = self
            .addressing
            .and_then(|addressing| addressing.to_possible_value());
        let addressing = addressing.map(|value| value.get_name().to_owned());
        let flags = [
            ("endpoint", self.endpoint.clone()),
            ("region", self.region.clone()),
            ("addressing", addressing),
        ];
        let given = flags
            .into_iter()
            .filter_map(|(flag, value)| Some((flag, value?)));
        given
            .map(|(flag, value)| format!("--{flag}={value}"))
            .collect()
    }
}

impl PatienceArgs {
    /// The same flags again, for another process.
    pub(super) fn as_flags(&self) -> Vec<String> {
        vec![
            format!("--timeout={}s", self.timeout.as_secs_f64()),
            format!("--retry-for={}s", self.retry_for.as_secs_f64()),
        ]
    }

    fn client(&self, stop: &Arc<AtomicBool>) -> Result<Client, Error> {
        let patience = Patience {
            attempt: self.timeout,
            total: self.retry_for,
        };
        let notice = |text: &str| {
            // What no one reads is no reason to stop.
            let _ = writeln!(std::io::stderr(), "waiting: {text}");
        };
        let client = Client::new(patience, Arc::clone(stop), notice);
        client.map_err(|error| StoreError::Network(error.to_string()).into())
    }

    /// A store that there is the key to.
    pub(super) fn store(
        &self,
        signer: Signer,
        stop: &Arc<AtomicBool>,
    ) -> Result<Arc<Store>, Error> {
        Ok(Store::with_signer(signer, self.client(stop)?)?.into())
    }

    /// A store that others gave targets for.
    pub(super) fn given(
        &self,
        targets: TargetFile,
        stop: &Arc<AtomicBool>,
    ) -> Result<Arc<Store>, Error> {
        Ok(Store::with_targets(targets, self.client(stop)?)?.into())
    }
}

/// Reads `s3://bucket/prefix`.
pub(super) fn location(text: &str, flag: &str) -> anyhow::Result<Location> {
    text.parse()
        .map_err(|remedy| Usage(format!("invalid value '{text}' for '{flag}': {remedy}")).into())
}

fn parse_wait(text: &str) -> Result<Duration, String> {
    parse_duration(text)
        .ok()
        .filter(|time| (Duration::from_millis(100)..=*LIFETIME.end()).contains(time))
        .ok_or_else(|| "give 0.1s to 7d, such as 60s or 15m".into())
}

/// Bytes of memory, at least one mebibyte.
pub(super) fn parse_memory(text: &str) -> Result<u64, String> {
    parse_bytes(text)
        .ok()
        .filter(|bytes| *bytes >= 1 << 20)
        .ok_or_else(|| "give a size from 1MiB on, such as 64MiB or 1GB".into())
}
