//! [`Store`]: a place in a store that speaks S3.
//!
//! [`Location`] and [`Access`] say which store and by whose right; a [`Signer`] turns that into
//! [`Target`]s; a [`Client`] sends them. The client never sees a key, and a worker that was given targets
//! has none.

mod access;
mod answer;
mod client;
mod reader;
mod signer;
mod target;
mod url;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::runtime::Runtime;

pub use self::access::{Access, Addressing, NoAccess, StoreOptions};
pub use self::answer::{Answer, Reason, Refusal};
pub use self::client::{Client, Failure, Notice, Patience, Payload, PayloadBody};
pub use self::reader::ObjectReader;
pub use self::signer::{LIFETIME, Signer};
pub use self::target::{Method, Target};
pub use self::url::Location;
use crate::dataset::targets::{ObjectTargets, TargetFile};
use crate::storage::hexadecimal;

/// Threads that move bytes: they wait for the network, not for one another.
const NETWORK_THREADS: usize = 2;

/// The object by which a key is proved; it is nobody's.
pub const PROBE: &str = "_probe";

/// Why something could not be done in a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A request came to nothing.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// There is another object already.
    #[error(
        "{path} is in the store already, with other bytes: it is of another run; choose another prefix, or replace it with the --force of generate or, for targets, of presign"
    )]
    OtherObject {
        /// Its path below the location.
        path: String,
    },
    /// The store keeps other bytes than were sent.
    #[error(
        "{path} arrived with the ETag {etag}, not {sent}: the store or a proxy changed it; try again with --resume"
    )]
    Changed {
        /// Its path below the location.
        path: String,
        /// The ETag that the store tells.
        etag: String,
        /// The MD5 of what was sent.
        sent: String,
    },
    /// No target was given for something.
    #[error("the target file has no target for {path}: it is for other parts")]
    NoTarget {
        /// The path below the location.
        path: String,
    },
    /// The network cannot be used at all.
    #[error("cannot use the network: {0}")]
    Network(String),
}

/// Who makes the targets.
#[derive(Debug)]
enum Source {
    /// This process, with credentials.
    Signer(Box<Signer>),
    /// Someone who gave them.
    Given(Box<TargetFile>),
}

/// A place in a store.
pub struct Store {
    source: Source,
    client: Client,
    runtime: Runtime,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}

/// An object as its store tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its length.
    pub length: u64,
    /// Its MD5 in hexadecimal, where the ETag is one.
    pub md5: Option<String>,
}

/// How an object came to be in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It was sent.
    Sent,
    /// It was there with the same bytes.
    WasThere,
}

impl Store {
    /// A store that this process has the key to.
    ///
    /// # Errors
    /// The network cannot be used at all.
    pub fn with_signer(signer: Signer, client: Client) -> Result<Self, StoreError> {
        Self::new(Source::Signer(signer.into()), client)
    }

    /// A store that this process was given targets for.
    ///
    /// # Errors
    /// The network cannot be used at all.
    pub fn with_targets(targets: TargetFile, client: Client) -> Result<Self, StoreError> {
        Self::new(Source::Given(targets.into()), client)
    }

    fn new(source: Source, client: Client) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .thread_name("network")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Network(error.to_string()))?;
        Ok(Self {
            source,
            client,
            runtime,
        })
    }

    /// The place, as `s3://bucket/prefix`.
    pub fn place(&self) -> String {
        match &self.source {
            Source::Signer(signer) => signer.location().to_string(),
            Source::Given(targets) => targets.header.location.clone(),
        }
    }

    /// Writes an object, unless there is one with the same bytes. `once` refuses to replace another one;
    /// targets that were given say that themselves.
    ///
    /// # Errors
    /// The store refuses it, keeps failing, or has another object there.
    pub async fn put(
        &self,
        path: &str,
        payload: &Payload,
        once: bool,
    ) -> Result<Stored, StoreError> {
        let target = self.put_target(path, once)?;
        let answer = self.client.send(&target, Some(payload), None).await?;
        let sent = hexadecimal(&payload.md5);
        if answer.status == reqwest::StatusCode::PRECONDITION_FAILED {
            return match self.is_there(path, payload.len(), &sent).await? {
                true => Ok(Stored::WasThere),
                false => Err(StoreError::OtherObject { path: path.into() }),
            };
        }
        match answer.etag {
            Some(ref etag) if *etag == sent => Ok(Stored::Sent),
            Some(_) if answer.etag_is_opaque => Ok(Stored::Sent),
            etag => Err(StoreError::Changed {
                path: path.into(),
                etag: etag.unwrap_or_else(|| "none".into()),
                sent,
            }),
        }
    }

    /// Whether an object has that length and MD5. Where its ETag is no MD5, it is read.
    async fn is_there(&self, path: &str, length: u64, md5: &str) -> Result<bool, StoreError> {
        let Some(object) = self
            .head_async(path)
            .await?
            .filter(|object| object.length == length)
        else {
            return Ok(false);
        };
        match object.md5 {
            Some(there) => Ok(there == md5),
            None => {
                let bytes = self.get_async(path, None).await?.unwrap_or_default();
                Ok(hexadecimal(&Payload::memory(bytes).md5) == md5)
            }
        }
    }

    /// Writes a small object, in the place of any other.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let payload = Payload::memory(Bytes::copy_from_slice(bytes));
        self.runtime
            .block_on(self.put(path, &payload, false))
            .map(drop)
    }

    /// Writes a small object when the run was asked to stop already: a few seconds must do.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub(crate) fn put_last(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let client = self.client.for_last_words();
        let payload = Payload::memory(Bytes::copy_from_slice(bytes));
        let target = self.put_target(path, false)?;
        self.runtime
            .block_on(client.send(&target, Some(&payload), None))?;
        Ok(())
    }

    fn put_target(&self, path: &str, once: bool) -> Result<Target, StoreError> {
        match &self.source {
            Source::Signer(signer) => Ok(signer.put(path, once, Timestamp::now())),
            Source::Given(targets) => Ok(given(targets, path)?.put.clone()),
        }
    }

    /// Asks for an object; none where there is none.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn head(&self, path: &str) -> Result<Option<Object>, StoreError> {
        self.runtime.block_on(self.head_async(path))
    }

    async fn head_async(&self, path: &str) -> Result<Option<Object>, StoreError> {
        let target = match &self.source {
            Source::Signer(signer) => signer.target(Method::Head, path, Timestamp::now()),
            Source::Given(targets) => given(targets, path)?.head.clone(),
        };
        let answer = self.client.send(&target, None, None).await?;
        if answer.status == reqwest::StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let is_md5 =
            |etag: &String| etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit());
        Ok(Some(Object {
            length: answer.length.unwrap_or_default(),
            md5: answer
                .etag
                .filter(|etag| !answer.etag_is_opaque && is_md5(etag)),
        }))
    }

    /// Reads an object, or a range of it; none where there is none.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn get(
        &self,
        path: &str,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Option<Bytes>, StoreError> {
        self.runtime.block_on(self.get_async(path, range))
    }

    async fn get_async(
        &self,
        path: &str,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Option<Bytes>, StoreError> {
        let target = match &self.source {
            Source::Signer(signer) => signer.target(Method::Get, path, Timestamp::now()),
            Source::Given(targets) => given(targets, path)?.get.clone(),
        };
        let answer = self.client.send(&target, None, range).await?;
        Ok((answer.status != reqwest::StatusCode::NOT_FOUND).then_some(answer.body))
    }

    /// The paths of the objects below the location, those of the first list only or all; none where that is
    /// not to be known: without credentials, or without the right to list.
    ///
    /// # Errors
    /// The store refuses for another reason, or keeps failing.
    pub fn list(&self, all: bool) -> Result<Option<Vec<String>>, StoreError> {
        let Source::Signer(signer) = &self.source else {
            return Ok(None);
        };
        let mut paths = Vec::new();
        let mut after = None;
        loop {
            let target = signer.list(after.as_deref(), Timestamp::now());
            let answer = match self.runtime.block_on(self.client.send(&target, None, None)) {
                Err(Failure::Refused(refusal)) if refusal.reason == Reason::Denied => {
                    return Ok(None);
                }
                answer => answer?,
            };
            if answer.status == reqwest::StatusCode::NOT_FOUND {
                return Ok(Some(paths));
            }
            paths.extend(
                answer
                    .elements("Key")
                    .iter()
                    .map(|key| signer.location().path_of(key)),
            );
            after = answer.element("NextContinuationToken").filter(|_| all);
            if after.is_none() {
                return Ok(Some(paths));
            }
        }
    }

    /// How many objects were sent so far, every try counted.
    pub fn puts(&self) -> u64 {
        self.client.puts()
    }

    /// Whether this process has the key to the store.
    pub fn has_key(&self) -> bool {
        matches!(self.source, Source::Signer(_))
    }

    /// Removes an object, which need not be there. Without credentials nothing is removed.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn remove(&self, path: &str) -> Result<(), StoreError> {
        let Source::Signer(signer) = &self.source else {
            return Ok(());
        };
        let target = signer.target(Method::Delete, path, Timestamp::now());
        self.runtime
            .block_on(self.client.send(&target, None, None))?;
        Ok(())
    }

    /// Makes the bucket, which may be there already.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn create_bucket(&self) -> Result<(), StoreError> {
        let Source::Signer(signer) = &self.source else {
            return Ok(());
        };
        let target = signer.create_bucket(Timestamp::now());
        let there = |refusal: &Refusal| {
            refusal.reason == Reason::Other && refusal.to_string().contains("BucketAlready")
        };
        match self.runtime.block_on(self.client.send(&target, None, None)) {
            Err(Failure::Refused(refusal)) if there(&refusal) => Ok(()),
            answer => Ok(answer.map(drop)?),
        }
    }

    /// Proves that the key may do what its targets will: writes, finds, reads and removes an object.
    ///
    /// # Errors
    /// The store refuses one of them or keeps failing.
    pub fn probe(&self) -> Result<(), StoreError> {
        self.put_small(PROBE, PROBE.as_bytes())?;
        let found = self.head(PROBE).and_then(|_| self.get(PROBE, None));
        self.remove(PROBE)?;
        match found?.as_deref() {
            Some(bytes) if bytes == PROBE.as_bytes() => Ok(()),
            _ => Err(StoreError::Changed {
                path: PROBE.into(),
                etag: "other bytes".into(),
                sent: "those sent".into(),
            }),
        }
    }

    /// Starts work on the network; it goes on meanwhile.
    pub(crate) fn spawn(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work);
    }

    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

fn given<'a>(targets: &'a TargetFile, path: &str) -> Result<&'a ObjectTargets, StoreError> {
    targets
        .objects
        .get(path)
        .ok_or_else(|| StoreError::NoTarget { path: path.into() })
}
