//! [`Manner`]: how openly a case is played.

use crate::fraud::difficulty::Difficulty;
use crate::random::rng::Rng;

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
    pub(super) fn of_case(difficulty: Difficulty, rng: &mut Rng) -> Self {
        match rng.chance(Shares::at(difficulty).careful) {
            true => Manner::Careful,
            false => Manner::Blatant,
        }
    }

    /// That of a look-alike.
    pub(crate) fn of_look_alike(difficulty: Difficulty, rng: &mut Rng) -> Self {
        match rng.chance(Shares::at(difficulty).conspicuous) {
            true => Manner::Blatant,
            false => Manner::Careful,
        }
    }

    /// The factor of a fraud's amounts: 1 on average over all cases, so that losses stay those published.
    pub(super) fn size(self, difficulty: Difficulty) -> f64 {
        let [careful, blatant] = Shares::at(difficulty).sizes;
        match self {
            Manner::Blatant => blatant,
            Manner::Careful => careful,
        }
    }
}

/// How many are played in which manner at a difficulty.
struct Shares {
    /// Cases that are played carefully, per mille.
    careful: u32,
    /// Look-alikes that are as conspicuous as open fraud, per mille.
    conspicuous: u32,
    /// The factors of the amounts of careful cases, and of the others.
    sizes: [f64; 2],
}

impl Shares {
    /// Assumptions: at the realistic one, a bank that stops one payment in twenty catches some two thirds of frauds.
    const fn at(difficulty: Difficulty) -> Self {
        let (careful, conspicuous, sizes) = match difficulty {
            Difficulty::Easy => (250, 120, [0.35, 1.217]),
            Difficulty::Realistic => (612, 370, [0.35, 2.025]),
            Difficulty::Hard => (780, 550, [0.35, 3.304]),
        };
        Self {
            careful,
            conspicuous,
            sizes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    #[test]
    fn amounts_of_all_cases_are_of_the_typologys_size_on_average() {
        for difficulty in Difficulty::ALL {
            let mut rng = Rng::new(1, Purpose::Case, 0);
            let mut size = || Manner::of_case(difficulty, &mut rng).size(difficulty);
            let mean = (0..20_000).map(|_| size()).sum::<f64>() / 20_000.0;
            assert!((0.98..1.02).contains(&mean), "{difficulty}: {mean}");
        }
    }

    #[test]
    fn the_harder_the_more_cases_are_careful_and_look_alikes_conspicuous() {
        let shares = Difficulty::ALL.map(Shares::at);
        assert!(shares.is_sorted_by(|easier, harder| {
            easier.careful < harder.careful && easier.conspicuous < harder.conspicuous
        }));
    }
}
