//! [`Manner`]: how openly a case is played.

use crate::random::rng::Rng;

/// Cases that are played carefully, and look-alikes that are as conspicuous as open fraud, per mille
/// (assumptions: a bank that stops one payment in twenty catches some two thirds of frauds).
const CAREFUL: u32 = 612;
const CONSPICUOUS: u32 = 370;

/// How openly a case, or a look-alike, is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As much as possible, as fast as possible.
    Blatant,
    /// As the victim's everyday life: amounts, pace and payees that are usual.
    Careful,
}

impl Manner {
    /// That of a fraud case.
    pub(super) fn of_case(rng: &mut Rng) -> Self {
        match rng.chance(CAREFUL) {
            true => Manner::Careful,
            false => Manner::Blatant,
        }
    }

    /// That of a look-alike.
    pub(crate) fn of_look_alike(rng: &mut Rng) -> Self {
        match rng.chance(CONSPICUOUS) {
            true => Manner::Blatant,
            false => Manner::Careful,
        }
    }

    /// The factor of a fraud's amounts: 1 on average over all cases, so that losses stay those published.
    pub(super) fn size(self) -> f64 {
        match self {
            Manner::Blatant => 2.025,
            Manner::Careful => 0.35,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    #[test]
    fn amounts_of_all_cases_are_of_the_typologys_size_on_average() {
        let mut rng = Rng::new(1, Purpose::Case, 0);
        let sum: f64 = (0..20_000).map(|_| Manner::of_case(&mut rng).size()).sum();
        assert!((0.98..1.02).contains(&(sum / 20_000.0)), "{sum}");
    }
}
