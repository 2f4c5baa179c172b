//! [`Story`]: how a typology and its legitimate look-alike are played.

use crate::calendar::Date;
use crate::fraud::scene::Scene;
use crate::population::people::customer::Customer;

/// Who is affected by a typology, and how its cases and look-alikes are played.
pub(crate) struct Story {
    /// Relative propensity of a customer to be in such a case, given the start of the period.
    pub(crate) propensity: fn(&Customer, Date) -> u16,
    /// Plays a case of as many steps as the scene is long.
    pub(crate) fraud: fn(&mut Scene<'_>),
    /// Plays a legitimate look-alike of as many steps as the scene is long.
    pub(crate) decoy: fn(&mut Scene<'_>),
}
