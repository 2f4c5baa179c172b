//! [`Difficulty`]: how far fraudsters imitate everyday life.

use core::fmt;

use serde::{Deserialize, Serialize};

/// How far fraudsters imitate everyday life, and everyday life looks like fraud. Labels are correct at every level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Difficulty {
    /// Most cases are played openly; look-alikes are fewer, and fewer of them conspicuous.
    Easy,
    /// As a bank sees it.
    #[default]
    Realistic,
    /// Most cases are played with care, from the victim's own devices and addresses, and there are twice as many
    /// look-alikes; means and shares of everyday payments are further from those published.
    Hard,
}

impl Difficulty {
    /// Every difficulty, the easiest first.
    pub const ALL: [Difficulty; 3] = [Difficulty::Easy, Difficulty::Realistic, Difficulty::Hard];

    /// Its name in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Difficulty::Easy => "EASY",
            Difficulty::Realistic => "REALISTIC",
            Difficulty::Hard => "HARD",
        }
    }

    /// The difficulty with this name.
    pub fn from_name(name: &str) -> Option<Difficulty> {
        Self::ALL
            .into_iter()
            .find(|difficulty| difficulty.name() == name)
    }
}

impl fmt::Display for Difficulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_map_back_and_are_those_of_a_spec() {
        for difficulty in Difficulty::ALL {
            assert_eq!(Difficulty::from_name(difficulty.name()), Some(difficulty));
            let json = serde_json::to_string(&difficulty).expect("JSON");
            assert_eq!(json, alloc::format!("\"{difficulty}\""));
        }
    }
}
