//! Finished parts on their way to a store, while the next ones are made.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tempfile::TempDir;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;
use crate::storage::Folder;
use crate::storage::s3::{Payload, PayloadBody, Store};

/// Requests at a time, so that small parts do not open a connection each.
const MOST_REQUESTS: usize = 16;
/// What the budget is counted in.
const GRAIN: u64 = 1024;
/// Bytes that may lie in a spool folder, waiting.
const SPOOL_BYTES: u64 = 4 << 30;
/// How soon a stop is heard.
const TICK: Duration = Duration::from_millis(100);

/// Where finished parts wait to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Spooling {
    /// In memory.
    Memory,
    /// In a temporary folder: for slow lines and large parts.
    Spool,
}

/// Buffers to make parts in. They are kept: blocks of their size that came and went, from other threads'
/// hands, would leave memory in pieces, and a long run would take more and more.
#[derive(Debug, Default, Clone)]
struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

impl Buffers {
    fn lock(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part's bytes, whose buffer goes back when the last one has read them.
struct Lent {
    bytes: Vec<u8>,
    home: Buffers,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        self.home.lock().push(bytes);
    }
}

/// Finished parts on their way to a store.
#[derive(Debug)]
pub(crate) struct Uploads {
    store: Arc<Store>,
    once: bool,
    /// Bytes that may wait.
    budget: Arc<Semaphore>,
    grains: u32,
    requests: Arc<Semaphore>,
    /// Whether one came to nothing: then no other is begun.
    failed: Arc<AtomicBool>,
    spool: Option<TempDir>,
    buffers: Buffers,
}

impl Uploads {
    /// Uploads of which up to `memory` bytes wait.
    ///
    /// # Errors
    /// The spool folder cannot be made.
    pub(crate) fn new(
        store: Arc<Store>,
        once: bool,
        spooling: Spooling,
        memory: u64,
    ) -> Result<Self, Error> {
        let (bytes, spool) = match spooling {
            Spooling::Memory => (memory, None),
            Spooling::Spool => {
                let spool = tempfile::Builder::new().prefix("fraudgen-spool-").tempdir();
                let spool =
                    spool.map_err(Error::io("create a spool folder in", std::env::temp_dir()))?;
                (SPOOL_BYTES, Some(spool))
            }
        };
        let grains = (bytes / GRAIN).clamp(1, u64::from(u32::MAX >> 4)) as u32;
        Ok(Self {
            store,
            once,
            budget: Arc::new(Semaphore::new(grains as usize)),
            grains,
            requests: Arc::new(Semaphore::new(MOST_REQUESTS)),
            failed: Arc::default(),
            spool,
            buffers: Buffers::default(),
        })
    }

    /// An empty buffer to make a part in, for [`Self::body`].
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.buffers.lock().pop().unwrap_or_default()
    }

    /// A part made in a buffer, which is used again when the part was sent.
    pub(crate) fn body(&self, bytes: Vec<u8>) -> PayloadBody {
        PayloadBody::Memory(Bytes::from_owner(Lent {
            bytes,
            home: self.buffers.clone(),
        }))
    }

    /// The folder that parts wait in, where they do not wait in memory.
    pub(crate) fn spool(&self) -> Option<Folder> {
        self.spool.as_ref().map(|spool| Folder::new(spool.path()))
    }

    /// Sends a part, once there is room for it to wait; `done` is told how it went.
    pub(crate) fn send(
        &self,
        path: String,
        payload: Payload,
        stop: &AtomicBool,
        done: impl FnOnce(Result<(), Error>) + Send + 'static,
    ) {
        let room = match self.store.block_on(self.room_for(payload.len(), stop)) {
            Ok(room) => room,
            Err(error) => return done(Err(error)),
        };
        let (store, once) = (Arc::clone(&self.store), self.once);
        let (requests, failed) = (Arc::clone(&self.requests), Arc::clone(&self.failed));
        self.store.spawn(async move {
            let turn = requests.acquire().await;
            let sent = match failed.load(Ordering::Relaxed) {
                true => Err(Error::Interrupted),
                false => store.put(&path, &payload, once).await.map_err(Error::from),
            };
            if let PayloadBody::File(path, _) = &payload.body {
                // The whole folder goes in the end.
                let _ = tokio::fs::remove_file(path).await;
            }
            // The store's runtime must not end on a thread of its own, as it would if this were the last.
            drop((payload, store));
            let is_over = sent.is_err();
            done(sent.map(drop));
            // After the reason was told, and before the next one's turn.
            failed.fetch_or(is_over, Ordering::Relaxed);
            drop((turn, room));
        });
    }

    /// A part larger than the budget takes all of it.
    async fn room_for(&self, bytes: u64, stop: &AtomicBool) -> Result<OwnedSemaphorePermit, Error> {
        let grains = (bytes / GRAIN + 1).min(u64::from(self.grains)) as u32;
        // Kept from tick to tick, and with it the place in the queue.
        let room = Arc::clone(&self.budget).acquire_many_owned(grains);
        tokio::pin!(room);
        loop {
            match tokio::time::timeout(TICK, &mut room).await {
                Ok(Ok(room)) => return Ok(room),
                _ if stop.load(Ordering::Relaxed) => return Err(Error::Interrupted),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_when_the_last_one_has_read_it() {
        let home = Buffers::default();
        let bytes = Vec::with_capacity(1000);
        let first = Bytes::from_owner(Lent {
            bytes,
            home: home.clone(),
        });
        let second = first.clone();
        drop(first);
        assert_eq!(home.lock().len(), 0);
        drop(second);
        let back = home.lock().pop().expect("it came back");
        assert_eq!((back.len(), back.capacity()), (0, 1000));
    }
}
