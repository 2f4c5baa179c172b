//! [`score()`]: how good predictions are, with intervals.

mod bootstrap;
mod figures;
mod measure;
mod predictions;
mod ranking;

pub use self::bootstrap::{Estimate, RESAMPLES};
pub use self::figures::{At, Figures, Found, Group, RATES};
pub use self::predictions::{PredictionsError, read};

use self::measure::Subject;
use super::truth::Truth;
use crate::error::Error;
use crate::parallel::Context;

/// The figures of scores, one for each row of the truth, with intervals of 95 %: the same on any machine and any number
/// of threads.
///
/// # Errors
/// The system gives no threads, or the work was cancelled.
pub fn score(context: &Context, truth: &Truth, scores: &[f64]) -> Result<Figures<Estimate>, Error> {
    bootstrap::estimate(context, &Subject::new(truth, scores))
}
