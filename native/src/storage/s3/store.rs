//! [`Store`]: a location in an S3 store.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use md5::{Digest as _, Md5};
use tokio::runtime::Runtime;

use super::answer::Answer;
use super::client::{Client, Payload};
use super::error::{Failure, StoreError};
use super::guard::{Guard, MARKER};
use super::refusal::{Reason, Refusal};
use super::signer::Signer;
use super::target::{Method, Target};
use crate::dataset::targets::{ObjectTargets, TargetFile};
use crate::storage::hexadecimal;

/// Threads that move bytes: they mostly wait for the network.
const NETWORK_THREADS: usize = 2;

/// An object that is written to try a key, or how the name of one begins; it is not part of any dataset.
pub const PROBE: &str = "_probe";

/// Bytes of an object that are asked for at a time.
pub(super) const PIECE: u64 = 8 << 20;
/// The most objects that are listed: three times as many as a dataset can have.
const MOST_LISTED: usize = 3_000_000;

/// How often an object that is in the way is looked at, and how long after each other, before it counts as another's.
const LOOKS: u32 = 4;
const LOOK_AGAIN: Duration = Duration::from_millis(250);

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
    /// What keeps other runs away, if the store itself does not.
    guard: OnceLock<Guard>,
    /// Whether the store answered a checksum to a PUT.
    offers_checksums: AtomicBool,
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
        let guard = targets.header.guard.clone();
        let store = Self::new(TargetSource::Given(targets.into()), client)?;
        if let Some(guard) = guard {
            let _ = store.guard.set(guard);
        }
        Ok(store)
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
            guard: OnceLock::new(),
            offers_checksums: AtomicBool::new(false),
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
        self.check_guard().await?;
        let target = || self.put_target(path, payload, create_only);
        let answer = self.send(target, Some(payload), None).await?;
        if answer.status == reqwest::StatusCode::PRECONDITION_FAILED {
            let md5 = hexadecimal(&payload.md5);
            // Another writer's object may be refused to us before it can be read.
            for _ in 0..LOOKS {
                if self.is_there(path, payload.len(), &md5).await? {
                    return Ok(Stored::WasThere);
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            return Err(StoreError::OtherObject { path: path.into() });
        }
        if answer.checksum.is_some() {
            self.offers_checksums.store(true, Ordering::Relaxed);
        }
        self.check_stored(path, payload, answer).await?;
        Ok(Stored::Sent)
    }

    /// Checks that a store took the bytes that were sent: by the ETag if it is their MD5, else by a checksum;
    /// if the store answers neither, the object is read.
    async fn check_stored(
        &self,
        path: &str,
        payload: &Payload,
        answer: Answer,
    ) -> Result<(), StoreError> {
        let sent = hexadecimal(&payload.md5);
        if answer.etag.as_ref() == Some(&sent) {
            return Ok(());
        }
        let agrees = match &answer.checksum {
            Some(checksum) => checksum
                .is_of(&payload.sha256, || payload.bytes())
                .map_err(|source| Failure::File {
                    path: path.into(),
                    source,
                })?,
            // Encrypted: the store has checked the MD5 that was sent.
            None if answer.etag_is_opaque => true,
            None if answer.md5().is_some() => false,
            None => self.is_there(path, payload.len(), &sent).await?,
        };
        match agrees {
            true => Ok(()),
            false => Err(StoreError::Changed {
                path: path.into(),
                etag: answer.etag.unwrap_or_else(|| "none".into()),
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
        let target = self.put_target(path, &payload, false)?;
        self.runtime
            .block_on(client.send(&target, Some(&payload), None))?;
        Ok(())
    }

    /// Sends a request with the target that there is now: one that was given, or that is signed for it.
    async fn send(
        &self,
        target: impl Fn() -> Result<Target, StoreError>,
        payload: Option<&Payload>,
        range: Option<Range<u64>>,
    ) -> Result<Answer, StoreError> {
        self.renew_key().await?;
        let first = target()?;
        let sent = self.client.send(&first, payload, range.clone()).await;
        if sent.is_ok() || !self.has_key() || Timestamp::now() < first.expires_at {
            return Ok(sent?);
        }
        // The key ended while it was retried.
        self.renew_key().await?;
        Ok(self.client.send(&target()?, payload, range).await?)
    }

    /// Asks for the next key if this process has one that is about to end.
    async fn renew_key(&self) -> Result<(), StoreError> {
        match &self.source {
            TargetSource::Signer(signer) => {
                Ok(self.client.unless_cancelled(signer.renew_key()).await??)
            }
            TargetSource::Given(_) => Ok(()),
        }
    }

    /// A target for an object; with a key, one for these bytes only, where the store checks that.
    fn put_target(
        &self,
        path: &str,
        payload: &Payload,
        create_only: bool,
    ) -> Result<Target, StoreError> {
        match &self.source {
            TargetSource::Signer(signer) => {
                let offers = self.offers_checksums.load(Ordering::Relaxed);
                let sha256 = offers.then_some(&payload.sha256);
                let create_only = create_only && self.guard.get().is_none();
                Ok(signer.put(path, create_only, sha256, Timestamp::now()))
            }
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
        let target = || match &self.source {
            TargetSource::Signer(signer) => Ok(signer.target(Method::Head, path, Timestamp::now())),
            TargetSource::Given(targets) => Ok(given(targets, path)?.head.clone()),
        };
        let answer = self.send(target, None, None).await?;
        if answer.status == reqwest::StatusCode::NOT_FOUND {
            return Ok(None);
        }
        Ok(Some(Object {
            length: answer.length.unwrap_or_default(),
            md5: answer.md5().map(str::to_owned),
        }))
    }

    /// Reads an object, or a range of it; none if it does not exist.
    ///
    /// # Errors
    /// The store refuses it or keeps failing.
    pub fn get(&self, path: &str, range: Option<Range<u64>>) -> Result<Option<Bytes>, StoreError> {
        self.runtime.block_on(self.get_async(path, range))
    }

    async fn get_async(
        &self,
        path: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<Bytes>, StoreError> {
        let target = || match &self.source {
            TargetSource::Signer(signer) => Ok(signer.target(Method::Get, path, Timestamp::now())),
            TargetSource::Given(targets) => Ok(given(targets, path)?.get.clone()),
        };
        let answer = self.send(target, None, range).await?;
        Ok((answer.status != reqwest::StatusCode::NOT_FOUND).then_some(answer.body))
    }

    /// The paths of the objects below the location, up to the page of which `enough` says so; none if they
    /// cannot be known: without credentials, or without permission to list.
    ///
    /// # Errors
    /// The store refuses for another reason, or keeps failing.
    pub fn list(
        &self,
        mut enough: impl FnMut(&[String]) -> bool,
    ) -> Result<Option<Vec<String>>, StoreError> {
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
            let target = || Ok(signer.list(after.as_deref(), Timestamp::now()));
            let answer = match self.runtime.block_on(self.send(target, None, None)) {
                Err(StoreError::Failure(Failure::Refused(refusal)))
                    if refusal.reason == Reason::Denied =>
                {
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
            let before = paths.len();
            paths.extend(keys.iter().map(|key| signer.location().path_of(key)));
            let is_enough = enough(&paths[before..]);
            let next = answer.element("NextContinuationToken");
            let Some(next) = next.filter(|_| !is_enough) else {
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
        let target = || Ok(signer.target(Method::Delete, path, Timestamp::now()));
        self.runtime.block_on(self.send(target, None, None))?;
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
        let target = || Ok(signer.create_bucket(Timestamp::now()));
        let there = |refusal: &Refusal| {
            refusal.reason == Reason::Other && refusal.to_string().contains("BucketAlready")
        };
        match self.runtime.block_on(self.send(target, None, None)) {
            Err(StoreError::Failure(Failure::Refused(refusal))) if there(&refusal) => Ok(()),
            answer => answer.map(drop),
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

    /// Claims the location for the run that a text describes, and finds out whether the store refuses to replace
    /// objects. If it does not, every later PUT first asks whether the location is still this run's. `replace`
    /// takes the location from another run. Without credentials nothing is claimed.
    ///
    /// # Errors
    /// Another run has claimed it; the store refuses or keeps failing.
    pub fn claim(&self, run: &[u8], replace: bool) -> Result<Option<&Guard>, StoreError> {
        let TargetSource::Signer(signer) = &self.source else {
            return Ok(self.guard.get());
        };
        let payload = Payload::memory(Bytes::copy_from_slice(run));
        if !replace {
            let there = match self.get(MARKER, None) {
                Err(StoreError::Failure(Failure::Refused(refusal)))
                    if refusal.reason == Reason::Denied =>
                {
                    None
                }
                there => there?,
            };
            if there.is_some_and(|there| there != run) {
                return Err(self.other_run());
            }
        }
        if self.refuses_to_replace()? {
            return Ok(None);
        }
        self.put_small(MARKER, run)?;
        let now = Timestamp::now();
        let guard = Guard {
            length: payload.len(),
            md5: hexadecimal(&payload.md5),
            head: signer.target(Method::Head, MARKER, now),
            get: signer.target(Method::Get, MARKER, now),
        };
        Ok(Some(self.guard.get_or_init(|| guard)))
    }

    /// Whether the store refuses a PUT that must not replace an object, where there is one.
    fn refuses_to_replace(&self) -> Result<bool, StoreError> {
        // The same name each time, so that one that a killed run left is removed, too.
        let name = format!("{PROBE}-twice");
        let payload = Payload::memory(Bytes::from_static(PROBE.as_bytes()));
        let create = || self.runtime.block_on(self.put(&name, &payload, true));
        // Another shard may remove it between two tries, but not each time.
        let mut tried = create();
        for _ in 0..3 {
            match tried {
                Ok(Stored::Sent) => tried = create(),
                _ => break,
            }
        }
        self.remove(&name)?;
        match tried {
            Ok(stored) => Ok(stored == Stored::WasThere),
            Err(StoreError::OtherObject { .. }) => Ok(true),
            Err(StoreError::Failure(Failure::Refused(refusal)))
                if refusal.reason == Reason::Unsupported =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether other runs are kept away by a marker, since the store does not refuse to replace objects.
    pub fn is_guarded(&self) -> bool {
        self.guard.get().is_some()
    }

    /// Checks that the location is still this run's, if the store does not keep other runs away itself.
    async fn check_guard(&self) -> Result<(), StoreError> {
        let Some(guard) = self.guard.get() else {
            return Ok(());
        };
        let ask = |method, given: &Target| match &self.source {
            TargetSource::Signer(signer) => Ok(signer.target(method, MARKER, Timestamp::now())),
            TargetSource::Given(_) => Ok(given.clone()),
        };
        let head = || ask(Method::Head, &guard.head);
        let answer = self.send(head, None, None).await?;
        let is_ours = match (answer.length, answer.md5()) {
            _ if answer.status == reqwest::StatusCode::NOT_FOUND => false,
            (Some(length), _) if length != guard.length => false,
            (_, Some(md5)) => md5 == guard.md5,
            _ => {
                let get = || ask(Method::Get, &guard.get);
                let marker = self.send(get, None, None).await?.body;
                hexadecimal(&Payload::memory(marker).md5) == guard.md5
            }
        };
        match is_ours {
            true => Ok(()),
            false => Err(self.other_run()),
        }
    }

    fn other_run(&self) -> StoreError {
        StoreError::OtherRun {
            location: self.location(),
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
