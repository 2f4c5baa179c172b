//! The flags that say how to reach a store, and the locations that they lead to.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::builder::{NonEmptyStringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::numbers::{parse_bytes, parse_duration};
use crate::cli::failure::Usage;
use crate::dataset::targets::TargetFile;
use crate::error::Error;
use crate::parallel::CancelToken;
use crate::storage::s3::{
    Access, Addressing, Client, LIFETIME, RetryPolicy, S3Uri, Signer, Store, StoreOptions,
};
use crate::storage::{Folder, Location, printable};

/// Lifetime of targets that this process signs for itself and uses at once.
const OWN_LIFETIME: Duration = Duration::from_secs(3600);

/// How to reach a store.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Store")]
pub(in crate::cli) struct StoreArgs {
    /// URL of the store, such as https://minio.example:9000 [default: AWS_ENDPOINT_URL_S3,
    /// AWS_ENDPOINT_URL, MINIO_ENDPOINT, the profile's endpoint_url, or AWS]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// Region of the bucket [default: AWS_REGION, AWS_DEFAULT_REGION, the profile's, or us-east-1]
    #[arg(long, value_name = "NAME")]
    region: Option<String>,

    /// Where the bucket's name goes in URLs [default: path, but virtual for AWS]
    #[arg(long, value_enum)]
    addressing: Option<Addressing>,

    /// Send requests to a public address over http, where everyone on the way can read them
    #[arg(long)]
    pub(in crate::cli) allow_http: bool,

    #[command(flatten)]
    pub(in crate::cli) retry: RetryArgs,
}

/// How long to wait for a store.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Store")]
pub(in crate::cli) struct RetryArgs {
    /// How long to wait for an answer, in addition to the time for the transfer
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_wait)]
    timeout: Duration,

    /// How long a request that fails is retried
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = parse_wait)]
    retry_for: Duration,

    /// The most bytes per second to send, where a command has a flag for it.
    #[arg(skip)]
    pub(in crate::cli) bandwidth: Option<u64>,
}

impl StoreArgs {
    /// The store's endpoint, and credentials for it.
    pub(in crate::cli) fn access(&self) -> Result<Access, Error> {
        Ok(Access::find(&StoreOptions {
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            addressing: self.addressing,
            allow_http: self.allow_http,
        })?)
    }

    /// The location that a text names: a store, with credentials, a folder, or nowhere.
    pub(in crate::cli) fn location(
        &self,
        text: &OsStr,
        flag: &str,
        cancel: &CancelToken,
    ) -> anyhow::Result<Location> {
        let text = match text.to_str() {
            Some(Location::NULL) => return Ok(Location::Null),
            Some(text) if S3Uri::looks_like(text) => text,
            _ => return Ok(Location::Folder(Folder::new(text))),
        };
        // Whether it is a place at all is said before credentials are asked for.
        let uri = parse_uri(text, flag)?;
        let signer = Signer::new(self.access()?, uri, OWN_LIFETIME).map_err(Error::from)?;
        Ok(Location::Store(self.retry.store(signer, cancel)?))
    }

    /// The location that a text names, or that a target file leads to.
    pub(in crate::cli) fn location_or_targets(
        &self,
        location: Option<&OsStr>,
        targets: Option<&Path>,
        cancel: &CancelToken,
    ) -> anyhow::Result<Location> {
        match targets {
            Some(path) => {
                let targets = TargetFile::read(path)?;
                Ok(Location::Store(self.retry.given(targets, cancel)?))
            }
            None => self.location(location.unwrap_or_default(), "PLACE", cancel),
        }
    }

    /// The same flags again, for another process, except those about retries.
    pub(in crate::cli) fn as_flags(&self) -> Vec<String> {
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
            .chain(self.allow_http.then(|| "--allow-http".into()))
            .collect()
    }
}

impl RetryArgs {
    /// The same flags again, for another process.
    pub(in crate::cli) fn as_flags(&self) -> Vec<String> {
        vec![
            format!("--timeout={}s", self.timeout.as_secs_f64()),
            format!("--retry-for={}s", self.retry_for.as_secs_f64()),
        ]
    }

    fn client(&self, cancel: &CancelToken) -> Result<Client, Error> {
        let policy = RetryPolicy {
            timeout: self.timeout,
            retry_for: self.retry_for,
        };
        let notice = |text: &str| {
            // A failure to say so is no reason to stop.
            let _ = writeln!(std::io::stderr(), "waiting: {}", printable(text));
        };
        let client = Client::new(policy, cancel.clone(), notice)?;
        Ok(match self.bandwidth {
            Some(bytes_per_second) => client.at_most(bytes_per_second),
            None => client,
        })
    }

    /// A store that there are credentials for.
    pub(in crate::cli) fn store(
        &self,
        signer: Signer,
        cancel: &CancelToken,
    ) -> Result<Arc<Store>, Error> {
        Ok(Store::with_signer(signer, self.client(cancel)?)?.into())
    }

    /// A store that others gave targets for.
    pub(in crate::cli) fn given(
        &self,
        targets: TargetFile,
        cancel: &CancelToken,
    ) -> Result<Arc<Store>, Error> {
        Ok(Store::with_targets(targets, self.client(cancel)?)?.into())
    }
}

/// Reads where a dataset is: any text but an empty one.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct NonEmptyPlace;

impl TypedValueParser for NonEmptyPlace {
    type Value = OsString;

    fn parse_ref(
        &self,
        command: &clap::Command,
        flag: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<OsString, clap::Error> {
        if value.is_empty() {
            // For its message, which names the flag.
            NonEmptyStringValueParser::new().parse_ref(command, flag, value)?;
        }
        Ok(value.to_owned())
    }
}

/// Reads `s3://bucket/prefix`.
pub(in crate::cli) fn parse_uri(text: &str, flag: &str) -> anyhow::Result<S3Uri> {
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
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Memory(pub(in crate::cli) u64);

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}MiB", self.0 >> 20)
    }
}

/// Reads such a number.
pub(in crate::cli) fn parse_memory(text: &str) -> Result<Memory, String> {
    parse_bytes(text)
        .ok()
        .filter(|bytes| *bytes >= 1 << 20)
        .map(Memory)
        .ok_or_else(|| "give a size of 1MiB or more, such as 64MiB or 1GB".into())
}
