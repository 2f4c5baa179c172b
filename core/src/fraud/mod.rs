//! Fraud as stories: typologies, and the cases of a district.
//!
//! To add a typology, write its file beside the others and name it in the list below.

mod aftermath;
mod cases;
mod collectors;
mod drift;
mod holds;
mod planner;
mod ring;
mod scene;

pub(crate) use aftermath::{Claim, label_known};
pub(crate) use cases::Cases;
pub use drift::Drift;
pub(crate) use scene::{Hand, Outcome, Payee, Payment, Scene, Step, settle_steps};

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::Date;
use crate::column::Word;
use crate::people::customer::Customer;
use crate::words::CaseRole;

/// Declares the typologies: one module each, with a `TYPOLOGY`.
macro_rules! typologies {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// The typologies, in order of code.
        pub(crate) static TYPOLOGIES: [&Typology; NAMES.len()] = [$(&$module::TYPOLOGY),*];
        const NAMES: &[&str] = &[$($module::TYPOLOGY.name),*];
    };
}

typologies! {
    account_takeover,
    advance_fee,
    bust_out,
    card_not_present,
    cloned_card,
    express_kidnapping,
    fake_boleto,
    fake_call_centre,
    fake_investment,
    fake_job,
    fake_shop,
    friendly_fraud,
    ghost_hand,
    laundering,
    loan_refund,
    mule_account,
    phishing,
    qr_swap,
    self_fraud,
    sim_swap,
    stolen_phone,
    swapped_card,
    triangulation,
    whatsapp_impostor,
    wrong_pix,
}

/// How many lengths of cases a typology repeats.
pub(crate) const LENGTHS: usize = 16;
/// No case is longer, so that a cell's cases fit among its transactions.
#[cfg(test)]
const LONGEST: u8 = 8;

/// One kind of fraud, and the everyday behaviour that looks like it.
pub(crate) struct Typology {
    /// Its name in the data.
    pub(crate) name: &'static str,
    /// Default share of cases, per mille of all. The ten scams that customers complain about keep the
    /// proportions of the complaints (Febraban 2024); the others are assumptions.
    pub(crate) weight: u16,
    /// Transactions of a case: cases repeat these lengths, in an order that changes every round.
    pub(crate) lengths: [u8; LENGTHS],
    /// What the holder of the case's account is.
    pub(crate) role: CaseRole,
    /// The device that the fraudster brings, where there is one.
    pub(crate) intruder: Option<Intruder>,
    /// Whether the money goes to an account that collects from several victims.
    pub(crate) collected: bool,
    /// Days that a case lasts at the most.
    pub(crate) days: i64,
    /// How the fraud comes to be known.
    pub(crate) claim: Claim,
    /// How likely a customer is to be in such a case, given when the period starts.
    pub(crate) prone: fn(&Customer, Date) -> u32,
    /// Plays a case: as many steps as the scene is long.
    pub(crate) fraud: fn(&mut Scene<'_>),
    /// Plays everyday life that looks alike: as many steps as the scene is long.
    pub(crate) decoy: fn(&mut Scene<'_>),
}

/// What a fraudster logs in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intruder {
    Phone,
    Computer,
}

/// A typology, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FraudType(u8);

impl FraudType {
    /// How many there are.
    pub(crate) const COUNT: u64 = NAMES.len() as u64;

    /// Every typology.
    pub fn all() -> impl Iterator<Item = FraudType> {
        (0..NAMES.len() as u8).map(FraudType)
    }

    /// Its name in the data.
    pub fn name(self) -> &'static str {
        NAMES[self.index()]
    }

    /// The typology of that name.
    pub fn from_name(name: &str) -> Option<FraudType> {
        FraudType::all().find(|kind| kind.name() == name)
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    pub(crate) fn typology(self) -> &'static Typology {
        TYPOLOGIES[self.index()]
    }
}

impl Word for FraudType {
    const WORDS: &'static [&'static str] = NAMES;
    fn code(self) -> u16 {
        u16::from(self.0)
    }
}

impl fmt::Display for FraudType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for FraudType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for FraudType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        FraudType::from_name(&name).ok_or_else(|| {
            de::Error::custom(format_args!(
                "unknown fraud type `{name}`, expected one of {NAMES:?}"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_bounded_and_names_unique() {
        for (index, typology) in TYPOLOGIES.iter().enumerate() {
            assert!(
                typology
                    .lengths
                    .iter()
                    .all(|length| (1..=LONGEST).contains(length)),
                "{}",
                typology.name
            );
            assert!(!NAMES[..index].contains(&typology.name));
            assert_eq!(
                FraudType::from_name(typology.name).map(FraudType::index),
                Some(index)
            );
        }
    }

    #[test]
    fn the_earlier_generator_s_names_stay_valid() {
        let names = "ENGENHARIA_SOCIAL CONTA_TOMADA CARTAO_CLONADO IDENTIDADE_FALSA AUTOFRAUDE GOLPE_WHATSAPP \
            PHISHING FRAUDE_AMIGAVEL LAVAGEM_DINHEIRO TRIANGULACAO SIM_SWAP BOLETO_FALSO QR_CODE_FALSO";
        for name in names.split_whitespace() {
            assert!(FraudType::from_name(name).is_some(), "{name}");
        }
    }
}
