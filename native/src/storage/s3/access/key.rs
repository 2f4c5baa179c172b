//! [`Keys`]: the key to a store, and the next one before it ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex as AsyncMutex, oneshot};

use super::error::AccessError;

/// How long before its end a key is renewed, at most: services hand out the next one this early.
const EARLY: SignedDuration = SignedDuration::from_mins(5);
/// The shortest pause before a service is asked again.
const PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// A key to a store.
#[derive(Clone)]
pub(in crate::storage::s3) struct Key {
    /// Its id.
    pub(in crate::storage::s3) id: String,
    /// Its secret.
    pub(in crate::storage::s3) secret: String,
    /// The token of its session, if it belongs to one.
    pub(in crate::storage::s3) token: Option<String>,
    /// When it ends, if that is known.
    pub(in crate::storage::s3) ends_at: Option<Timestamp>,
}

/// Hands out a key.
type Source = dyn Fn() -> Result<Key, AccessError> + Send + Sync;

/// The key that is valid now. Clones share it.
#[derive(Clone)]
pub(in crate::storage::s3) struct Keys(Arc<Shared>);

struct Shared {
    held: Mutex<Held>,
    source: Option<Box<Source>>,
    /// Whoever asks for the next key has it.
    turn: AsyncMutex<()>,
}

struct Held {
    key: Arc<Key>,
    /// When to ask for the next one.
    ask_at: Timestamp,
}

impl Held {
    fn new(key: Key, now: Timestamp) -> Self {
        Self {
            ask_at: next_asking(key.ends_at, now),
            key: key.into(),
        }
    }

    fn has_ended(&self, now: Timestamp) -> bool {
        self.key.ends_at.is_some_and(|end| end <= now)
    }
}

impl Keys {
    /// A key that nothing renews.
    pub(in crate::storage::s3) fn fixed(key: Key) -> Self {
        Self::new(key, None)
    }

    /// The keys of a service.
    ///
    /// # Errors
    /// It hands out none.
    pub(super) fn of(
        source: impl Fn() -> Result<Key, AccessError> + Send + Sync + 'static,
    ) -> Result<Self, AccessError> {
        let first = source()?;
        Ok(Self::new(first, Some(Box::new(source))))
    }

    fn new(key: Key, source: Option<Box<Source>>) -> Self {
        Self(Arc::new(Shared {
            held: Mutex::new(Held::new(key, Timestamp::now())),
            source,
            turn: AsyncMutex::default(),
        }))
    }

    /// The key that requests are signed with now.
    pub(in crate::storage::s3) fn current(&self) -> Arc<Key> {
        Arc::clone(&self.held().key)
    }

    /// Asks for the next key if this one is about to end.
    ///
    /// # Errors
    /// It has ended, and there is no other.
    pub(in crate::storage::s3) async fn renew(&self) -> Result<(), AccessError> {
        if !self.is_due() {
            return Ok(());
        }
        // While the key lasts, one request asks and the others go on.
        let has_ended = self.held().has_ended(Timestamp::now());
        let turn = match has_ended {
            true => Some(self.0.turn.lock().await),
            false => self.0.turn.try_lock().ok(),
        };
        if turn.is_none() || !self.is_due() {
            return Ok(());
        }
        let keys = self.clone();
        let (answer, asked) = oneshot::channel();
        // Asking may take long, and nobody waits for it once the run is cancelled.
        let thread = thread::Builder::new().name("credentials".into());
        let spawned = thread.spawn(move || {
            let _ = answer.send(keys.ask());
        });
        match spawned {
            Ok(_) => asked.await.unwrap_or(Ok(())),
            // The next request asks.
            Err(_) => Ok(()),
        }
    }

    fn is_due(&self) -> bool {
        self.0.source.is_some() && self.held().ask_at <= Timestamp::now()
    }

    fn ask(&self) -> Result<(), AccessError> {
        let Some(source) = &self.0.source else {
            return Ok(());
        };
        let asked = source();
        let (mut held, now) = (self.held(), Timestamp::now());
        match asked {
            Ok(key) => *held = Held::new(key, now),
            Err(error) if held.has_ended(now) => return Err(error),
            // The service may be back before the key ends; then it is asked at once.
            Err(_) => {
                let next = next_asking(held.key.ends_at, now);
                held.ask_at = held.key.ends_at.map_or(next, |end| next.min(end));
            }
        }
        Ok(())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When to ask for the next key: when the last quarter of the time that is left begins, or later.
fn next_asking(ends_at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let Some(ends_at) = ends_at else {
        return Timestamp::MAX;
    };
    let left = ends_at.duration_since(now);
    let wait = (left - EARLY.min(left / 4)).max(PAUSE);
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;

    fn key(number: usize, seconds: i64) -> Key {
        Key {
            id: number.to_string(),
            secret: String::new(),
            token: None,
            ends_at: Some(Timestamp::now() + SignedDuration::from_secs(seconds)),
        }
    }

    fn no_key() -> AccessError {
        AccessError::Provider {
            profile: "default".into(),
            reason: "it is away".into(),
        }
    }

    /// Keys whose source answers a list, and then nothing.
    fn keys_of(answers: Vec<Option<i64>>) -> Keys {
        let asked = AtomicUsize::new(0);
        let source = move || {
            let number = asked.fetch_add(1, Ordering::Relaxed);
            let answer = answers.get(number).copied().flatten();
            answer
                .map(|seconds| key(number, seconds))
                .ok_or_else(no_key)
        };
        Keys::of(source).expect("a first key")
    }

    fn renew(keys: &Keys) -> Result<String, AccessError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(keys.renew())?;
        Ok(keys.current().id.clone())
    }

    #[test]
    fn the_next_key_is_asked_for_in_time() {
        let now = Timestamp::UNIX_EPOCH;
        let wait = |seconds: i64| {
            let end = now + SignedDuration::from_secs(seconds);
            next_asking(Some(end), now).as_second()
        };
        assert_eq!(
            [6 * 3600, 3600, 300, 4].map(wait),
            [6 * 3600 - 300, 3300, 225, 3]
        );
        // One that has ended, or comes ended, is not asked for without a pause.
        assert_eq!([0, -3600].map(wait), [1, 1]);
        assert_eq!(next_asking(None, now), Timestamp::MAX);
    }

    #[test]
    fn a_key_is_renewed_when_it_is_about_to_end_and_not_before() {
        let keys = keys_of(vec![Some(3600)]);
        assert_eq!(renew(&keys).expect("a key"), "0");
        let keys = keys_of(vec![Some(2), Some(3600)]);
        assert_eq!(renew(&keys).expect("a key"), "0");
        sleep(Duration::from_millis(1600));
        assert_eq!(renew(&keys).expect("a key"), "1");
    }

    #[test]
    fn a_service_that_is_away_is_an_error_once_the_key_has_ended() {
        let keys = keys_of(vec![Some(4), None, None, Some(9)]);
        sleep(Duration::from_millis(3100));
        assert_eq!(renew(&keys).expect("it lasts"), "0");
        sleep(Duration::from_millis(1100));
        assert!(renew(&keys).is_err(), "it has ended");
        assert_eq!(renew(&keys).expect("it is back"), "3");
    }

    #[test]
    fn a_key_that_has_ended_is_never_used_although_its_service_was_just_asked() {
        let keys = keys_of(vec![Some(2), None, None]);
        sleep(Duration::from_millis(1700));
        assert_eq!(renew(&keys).expect("it lasts"), "0");
        sleep(Duration::from_millis(500));
        assert!(renew(&keys).is_err(), "it has ended");
    }
}
