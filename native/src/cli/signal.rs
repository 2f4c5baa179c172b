//! [`cancel_on_signal`]: Ctrl-C and termination signals.

use super::failure::TRY_AGAIN;
use crate::parallel::CancelToken;

/// A token that Ctrl-C or a termination signal cancels; a second one ends the process at once.
pub(super) fn cancel_on_signal() -> anyhow::Result<CancelToken> {
    let cancel = CancelToken::default();
    let token = cancel.clone();
    ctrlc::set_handler(move || {
        if token.cancel() {
            std::process::exit(TRY_AGAIN.into());
        }
    })?;
    Ok(cancel)
}
