//! [`Uploads`]: finished parts on their way to a store, while the next ones are made.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::local::Folder;
use super::s3::{MOST_REQUESTS, Payload, PayloadBody, Store};
use super::spool::Spool;
use crate::error::Error;
use crate::parallel::CancelToken;

/// Bytes that one permit of the budget stands for.
const PERMIT_BYTES: u64 = 1024;
/// Bytes that may wait in a spool folder.
const SPOOL_BYTES: u64 = 4 << 30;
/// How often a wait checks whether it was cancelled.
const TICK: Duration = Duration::from_millis(100);

/// Where finished parts wait to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Spooling {
    /// In memory.
    Memory,
    /// In a temporary folder: for slow connections and large parts.
    Spool,
}

/// Buffers to make parts in, which are reused: allocating blocks of their size again and again on one thread
/// and freeing them on another would fragment memory, and a long run would take more and more of it.
#[derive(Debug, Default, Clone)]
struct BufferPool(Arc<Mutex<Vec<Vec<u8>>>>);

impl BufferPool {
    fn lock(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part's bytes, whose buffer returns to its pool when they are dropped.
struct PooledBuffer {
    bytes: Vec<u8>,
    pool: BufferPool,
}

impl AsRef<[u8]> for PooledBuffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for PooledBuffer {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        self.pool.lock().push(bytes);
    }
}

/// Finished parts on their way to a store.
#[derive(Debug)]
pub(crate) struct Uploads {
    store: Arc<Store>,
    /// Whether other objects must not be replaced.
    create_only: bool,
    /// Permits for bytes that may wait.
    budget: Arc<Semaphore>,
    permits: u32,
    requests: Arc<Semaphore>,
    /// Whether one failed: then no other is begun.
    failed: Arc<AtomicBool>,
    spool: Option<Spool>,
    buffers: BufferPool,
}

impl Uploads {
    /// Uploads of which up to `memory` bytes wait.
    ///
    /// # Errors
    /// The spool folder cannot be created.
    pub(crate) fn new(
        store: Arc<Store>,
        create_only: bool,
        spooling: Spooling,
        memory: u64,
    ) -> Result<Self, Error> {
        let (bytes, spool) = match spooling {
            Spooling::Memory => (memory, None),
            Spooling::Spool => (SPOOL_BYTES, Some(Spool::new_in(&std::env::temp_dir())?)),
        };
        let permits = (bytes / PERMIT_BYTES).clamp(1, u64::from(u32::MAX >> 4)) as u32;
        Ok(Self {
            store,
            create_only,
            budget: Arc::new(Semaphore::new(permits as usize)),
            permits,
            requests: Arc::new(Semaphore::new(MOST_REQUESTS as usize)),
            failed: Arc::default(),
            spool,
            buffers: BufferPool::default(),
        })
    }

    /// An empty buffer to make a part in, for [`Self::body`].
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.buffers.lock().pop().unwrap_or_default()
    }

    /// A part that was made in a buffer, which is reused once the part has been sent.
    pub(crate) fn body(&self, bytes: Vec<u8>) -> PayloadBody {
        PayloadBody::Memory(Bytes::from_owner(PooledBuffer {
            bytes,
            pool: self.buffers.clone(),
        }))
    }

    /// The folder that parts wait in, if they do not wait in memory.
    pub(crate) fn spool(&self) -> Option<Folder> {
        self.spool.as_ref().map(Spool::folder)
    }

    /// Sends a part, once there is room for it to wait; `done` gets the result.
    pub(crate) fn send(
        &self,
        path: String,
        payload: Payload,
        cancel: &CancelToken,
        done: impl FnOnce(Result<(), Error>) + Send + 'static,
    ) {
        let room = match self.store.block_on(self.room_for(payload.len(), cancel)) {
            Ok(room) => room,
            Err(error) => return done(Err(error)),
        };
        let (store, create_only) = (Arc::clone(&self.store), self.create_only);
        let (requests, failed) = (Arc::clone(&self.requests), Arc::clone(&self.failed));
        self.store.spawn(async move {
            let turn = requests.acquire().await;
            let sent = match failed.load(Ordering::Relaxed) {
                true => Err(Error::Cancelled),
                false => store
                    .put(&path, &payload, create_only)
                    .await
                    .map_err(Error::from),
            };
            if let PayloadBody::File(path, _) = &payload.body {
                // The whole folder is removed at the end.
                let _ = tokio::fs::remove_file(path).await;
            }
            // If this were the last reference, the store's runtime would be dropped on one of its own
            // threads, which it refuses.
            drop((payload, store));
            let has_failed = sent.is_err();
            done(sent.map(drop));
            // After the reason was passed on, and before the next request's turn.
            failed.fetch_or(has_failed, Ordering::Relaxed);
            drop((turn, room));
        });
    }

    /// A part larger than the budget takes all of it.
    async fn room_for(
        &self,
        bytes: u64,
        cancel: &CancelToken,
    ) -> Result<OwnedSemaphorePermit, Error> {
        let permits = (bytes / PERMIT_BYTES + 1).min(u64::from(self.permits)) as u32;
        // Kept from tick to tick, to keep the position in the queue.
        let room = Arc::clone(&self.budget).acquire_many_owned(permits);
        tokio::pin!(room);
        loop {
            match tokio::time::timeout(TICK, &mut room).await {
                Ok(Ok(room)) => return Ok(room),
                _ => cancel.check()?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_returns_to_its_pool_with_its_last_reader() {
        let pool = BufferPool::default();
        let bytes = Vec::with_capacity(1000);
        let first = Bytes::from_owner(PooledBuffer {
            bytes,
            pool: pool.clone(),
        });
        let second = first.clone();
        drop(first);
        assert_eq!(pool.lock().len(), 0);
        drop(second);
        let back = pool.lock().pop().expect("it returned");
        assert_eq!((back.len(), back.capacity()), (0, 1000));
    }
}
