//! [`Store`]: a location in an S3 store.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use md5::{Digest as _, Md5};
use tokio::runtime::Runtime;

use super::client::{Client, Payload};
use super::error::{Failure, StoreError};
use super::refusal::{Reason, Refusal};
use super::signer::Signer;
use super::target::{Method, Target};
use crate::dataset::targets::{ObjectTargets, TargetFile};
use crate::storage::hexadecimal;

/// Threads that move bytes: they mostly wait for the network.
const NETWORK_THREADS: usize = 2;

/// An object that is written to try a key; it is not part of any dataset.
pub const PROBE: &str = "_probe";

/// Bytes of an object that are asked for at a time.
pub(super) const PIECE: u64 = 8 << 20;
/// The most objects that are listed: three times as many as a dataset can have.
const MOST_LISTED: usize = 3_000_000;

/// Where targets come from.
#[derive(Debug)]
enum TargetSource {
    /// This process signs them, with credentials.
    Signer(Box<Signer>),
    /// They were given.
    Given(Box<TargetFile>),
}

/// A location in an S3 store.
pub struct Store {
    source: TargetSource,
    client: Client,
    runtime: Runtime,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("location", &self.location())
            .finish_non_exhaustive()
    }
}

/// What a store says about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its length.
    pub length: u64,
    /// Its MD5 in hexadecimal, if the ETag is one.
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
    /// A store that this process has credentials for.
    ///
    /// # Errors
    /// The system gives no threads for the network.
    pub fn with_signer(signer: Signer, client: Client) -> Result<Self, StoreError> {
        Self::new(TargetSource::Signer(signer.into()), client)
    }

    /// A store that this process was given targets for.
    ///
    /// # Errors
    /// The system gives no threads for the network.
    pub fn with_targets(targets: TargetFile, client: Client) -> Result<Self, StoreError> {
        Self::new(TargetSource::Given(targets.into()), client)
    }

    fn new(source: TargetSource, client: Client) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .thread_name("network")
            .enable_all()
            .build()
            .map_err(StoreError::Runtime)?;
        Ok(Self {
            source,
            client,
            runtime,
        })
    }

    /// The location, as `s3://bucket/prefix`.
    pub fn location(&self) -> String {
        match &self.source {
            TargetSource::Signer(signer) => signer.location().to_string(),
            TargetSource::Given(targets) => targets.header.location.clone(),
        }
    }

    /// Writes an object, unless there is one with the same bytes. `create_only` refuses to replace another
    /// one; targets that were given decide that themselves.
    ///
    /// # Errors
    /// The store refuses it, keeps failing, or has another object there.
    pub async fn put(
        &self,
        path: &str,
        payload: &Payload,
        create_only: bool,
    ) -> Result<Stored, StoreError> {
        let target = self.put_target(path, create_only)?;
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

    /// Whether an object has that length and MD5. If its ETag is not an MD5, it is read.
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
                let mut hash = Md5::new();
                for start in (0..length).step_by(PIECE as usize) {
                    let piece = start..length.min(start + PIECE);
                    hash.update(self.get_async(path, Some(piece)).await?.unwrap_or_default());
                }
                Ok(hexadecimal(&hash.finalize()) == md5)
            }
        }
    }

    /// Writes a small object, replacing any other.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn put_small(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let payload = Payload::memory(Bytes::copy_from_slice(bytes));
        self.runtime
            .block_on(self.put(path, &payload, false))
            .map(drop)
    }

    /// Writes a small object although the run was cancelled, within a few seconds.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub(crate) fn put_after_cancel(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let client = self.client.after_cancel();
        let payload = Payload::memory(Bytes::copy_from_slice(bytes));
        let target = self.put_target(path, false)?;
        self.runtime
            .block_on(client.send(&target, Some(&payload), None))?;
        Ok(())
    }

    fn put_target(&self, path: &str, create_only: bool) -> Result<Target, StoreError> {
        match &self.source {
            TargetSource::Signer(signer) => Ok(signer.put(path, create_only, Timestamp::now())),
            TargetSource::Given(targets) => Ok(given(targets, path)?.put.clone()),
        }
    }

    /// Asks for an object; none if it does not exist.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn head(&self, path: &str) -> Result<Option<Object>, StoreError> {
        self.runtime.block_on(self.head_async(path))
    }

    async fn head_async(&self, path: &str) -> Result<Option<Object>, StoreError> {
        let target = match &self.source {
            TargetSource::Signer(signer) => signer.target(Method::Head, path, Timestamp::now()),
            TargetSource::Given(targets) => given(targets, path)?.head.clone(),
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

    /// Reads an object, or a range of it; none if it does not exist.
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
            TargetSource::Signer(signer) => signer.target(Method::Get, path, Timestamp::now()),
            TargetSource::Given(targets) => given(targets, path)?.get.clone(),
        };
        let answer = self.client.send(&target, None, range).await?;
        Ok((answer.status != reqwest::StatusCode::NOT_FOUND).then_some(answer.body))
    }

    /// The paths of the objects below the location, all of them or those of the first response only; none
    /// if they cannot be known: without credentials, or without permission to list.
    ///
    /// # Errors
    /// The store refuses for another reason, or keeps failing.
    pub fn list(&self, all: bool) -> Result<Option<Vec<String>>, StoreError> {
        let TargetSource::Signer(signer) = &self.source else {
            return Ok(None);
        };
        let mut paths = Vec::new();
        let mut after: Option<String> = None;
        // Each page counts, too.
        let (mut tokens, mut left) = (HashSet::new(), MOST_LISTED);
        let endless = |reason| StoreError::EndlessList {
            location: self.location(),
            reason,
        };
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
            let keys = answer.elements("Key");
            left = left
                .checked_sub(keys.len() + 1)
                .ok_or_else(|| endless("it has more objects than a dataset can have"))?;
            paths.extend(keys.iter().map(|key| signer.location().path_of(key)));
            let next = answer.element("NextContinuationToken").filter(|_| all);
            let Some(next) = next else {
                return Ok(Some(paths));
            };
            if !tokens.insert(next.clone()) {
                return Err(endless(
                    "the store leads from a page of the list back to it",
                ));
            }
            after = Some(next);
        }
    }

    /// How many PUT requests were sent so far, retries included.
    pub fn puts(&self) -> u64 {
        self.client.puts()
    }

    /// Whether this process has credentials for the store.
    pub fn has_key(&self) -> bool {
        matches!(self.source, TargetSource::Signer(_))
    }

    /// Removes an object, which need not exist. Without credentials nothing is removed.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn remove(&self, path: &str) -> Result<(), StoreError> {
        let TargetSource::Signer(signer) = &self.source else {
            return Ok(());
        };
        let target = signer.target(Method::Delete, path, Timestamp::now());
        self.runtime
            .block_on(self.client.send(&target, None, None))?;
        Ok(())
    }

    /// Makes the bucket, which may exist already.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn create_bucket(&self) -> Result<(), StoreError> {
        let TargetSource::Signer(signer) = &self.source else {
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

    /// Checks that the key may do what its targets will: writes, finds, reads and removes an object.
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

    /// Starts work in the background.
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
