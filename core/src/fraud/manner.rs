//! [`Manner`]: how openly a case is played; what each difficulty makes of it.

use crate::fraud::difficulty::Difficulty;
use crate::random::rng::Rng;

/// How openly a case, or a look-alike, is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As much as possible, as fast as possible.
    Blatant,
    /// As the victim's everyday life: amounts, pace and payees that are usual.
    Careful,
    /// With such care, and from the victim's own devices, addresses and places: by remote access, or by the holder, who is
    /// told what to do.
    Concealed,
}

/// A manner, and the factor of the amounts that goes with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Play {
    pub(crate) manner: Manner,
    pub(crate) size: f64,
}

impl Play {
    /// That of a fraud case.
    pub(super) fn of_case(difficulty: Difficulty, rng: &mut Rng) -> Self {
        let dial = Dial::at(difficulty);
        let [with_care, openly] = dial.sizes;
        let (manner, size) = match rng.below(1_000) as u32 {
            roll if roll < dial.concealed => (Manner::Concealed, with_care),
            roll if roll < dial.careful => (Manner::Careful, with_care),
            _ => (Manner::Blatant, openly),
        };
        Self { manner, size }
    }

    /// That of a look-alike.
    pub(crate) fn of_look_alike(difficulty: Difficulty, rng: &mut Rng) -> Self {
        let dial = Dial::at(difficulty);
        let [with_care, openly] = dial.look_alike_sizes;
        let (manner, size) = match rng.chance(dial.conspicuous) {
            true => (Manner::Blatant, openly),
            false => (Manner::Careful, with_care),
        };
        Self { manner, size }
    }
}

/// Rows of look-alikes at a difficulty, per mille of all that are not fraud.
pub(crate) fn look_alikes(difficulty: Difficulty) -> u64 {
    Dial::at(difficulty).look_alikes
}

/// What a difficulty sets.
struct Dial {
    /// Cases that are played with care, per mille.
    careful: u32,
    /// Those of them that are concealed, per mille of all cases.
    concealed: u32,
    /// The factors of the amounts of cases with care, and of the others: 1 on average, so that losses stay those
    /// published.
    sizes: [f64; 2],
    /// Rows of look-alikes, per mille of all that are not fraud.
    look_alikes: u64,
    /// Look-alikes that are as conspicuous as open fraud, per mille.
    conspicuous: u32,
    /// The factors of the amounts of inconspicuous look-alikes, and of the others: the more there are, the lower, so that
    /// everyday life's means stay near those published.
    look_alike_sizes: [f64; 2],
}

impl Dial {
    /// Assumptions: at the realistic one, a bank that stops one payment in twenty catches some two thirds of frauds.
    const fn at(difficulty: Difficulty) -> Self {
        match difficulty {
            Difficulty::Easy => Self {
                careful: 300,
                concealed: 0,
                sizes: [0.35, 1.279],
                look_alikes: 60,
                conspicuous: 200,
                look_alike_sizes: [0.8, 2.2],
            },
            Difficulty::Realistic => Self {
                careful: 612,
                concealed: 0,
                sizes: [0.35, 2.025],
                look_alikes: 75,
                conspicuous: 370,
                look_alike_sizes: [0.35, 2.025],
            },
            Difficulty::Hard => Self {
                careful: 780,
                concealed: 780,
                sizes: [0.35, 3.304],
                look_alikes: 150,
                conspicuous: 400,
                look_alike_sizes: [0.35, 1.3],
            },
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
            let mut size = || Play::of_case(difficulty, &mut rng).size;
            let mean = (0..20_000).map(|_| size()).sum::<f64>() / 20_000.0;
            assert!((0.98..1.02).contains(&mean), "{difficulty}: {mean}");
        }
    }

    #[test]
    fn the_harder_the_more_cases_are_careful_and_the_more_look_alikes_there_are() {
        let dials = Difficulty::ALL.map(Dial::at);
        assert!(dials.is_sorted_by(|easier, harder| {
            easier.careful < harder.careful
                && easier.concealed <= harder.concealed
                && easier.look_alikes < harder.look_alikes
                && easier.conspicuous < harder.conspicuous
        }));
    }

    #[test]
    fn concealed_cases_are_among_the_careful_ones() {
        let dials = Difficulty::ALL.map(Dial::at);
        assert!(dials.iter().all(|dial| dial.concealed <= dial.careful));
    }
}
