//! [`FraudType`]: the typologies by name. What each is like is in [`super::typology`], how it is played in
//! [`super::typologies`].

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::schema::stores::Categorical;

/// Declares the typologies in order of code: each with its name in the data.
macro_rules! fraud_types {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// A fraud typology.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[non_exhaustive]
        pub enum FraudType {
            #[default]
            $($(#[$doc])* $kind,)*
        }

        impl FraudType {
            /// Every typology, in order of code.
            pub const ALL: &'static [FraudType] = &[$(FraudType::$kind),*];
            /// Their names in the data, in the same order.
            const NAMES: &'static [&'static str] = &[$($name),*];
        }
    };
}

fraud_types! {
    /// Account takeover: a stranger logs in from a device of their own and empties the account.
    AccountTakeover = "CONTA_TOMADA",
    /// Advance fee: a lawyer, lottery or lover who does not exist asks for one fee after another.
    AdvanceFee = "ENGENHARIA_SOCIAL",
    /// Bust-out: a synthetic identity, used well for months, spends all it can and disappears.
    BustOut = "IDENTIDADE_FALSA",
    /// Card not present: stolen card data, tested with small purchases and then spent online within hours.
    CardNotPresent = "CARTAO_NAO_PRESENTE",
    /// Cloned card: a copied magnetic stripe or a stolen card, used at terminals in another town.
    ClonedCard = "CARTAO_CLONADO",
    /// Express kidnapping: the victim is held for hours and made to pay.
    ExpressKidnapping = "SEQUESTRO_RELAMPAGO",
    /// Fake boleto: a real bill with another account's bar code.
    FakeBoleto = "BOLETO_FALSO",
    /// Fake call centre: a caller who claims to be the bank talks the victim into paying.
    FakeCallCentre = "FALSA_CENTRAL",
    /// Fake investment: deposits that grow over weeks.
    FakeInvestment = "FALSO_INVESTIMENTO",
    /// Fake job: tasks that pay at first, until they ask for deposits.
    FakeJob = "FALSO_EMPREGO",
    /// Fake shop: one payment for goods that never arrive.
    FakeShop = "FALSA_VENDA",
    /// Friendly fraud: the holder buys, receives the goods and disputes the payment.
    FriendlyFraud = "FRAUDE_AMIGAVEL",
    /// Remote access ("ghost initiator"): malware lets a external_payee operate the victim's own phone.
    GhostHand = "MAO_FANTASMA",
    /// Money laundering: money of unknown origin is layered until it cannot be traced.
    Laundering = "LAVAGEM_DINHEIRO",
    /// Loan refund: a loan that nobody asked for arrives and is to be sent "back".
    LoanRefund = "DEVOLUCAO_EMPRESTIMO",
    /// Mule account ("conta laranja"): collects from several victims and passes the money on within minutes.
    MuleAccount = "CONTA_LARANJA",
    /// Phishing: a copy of the bank's site takes password and code, and a stranger logs in by web.
    Phishing = "PHISHING",
    /// Swapped QR code: a sticker over a shop's code, or another account's code on a bill.
    QrSwap = "QR_CODE_FALSO",
    /// Self-fraud: the holder pays an accomplice and reports a scam to the bank.
    SelfFraud = "AUTOFRAUDE",
    /// SIM swap: the victim's number is moved to a stranger's SIM card, and with it every code sent by message.
    SimSwap = "SIM_SWAP",
    /// Stolen phone: taken unlocked, and used before it is missed.
    StolenPhone = "CELULAR_ROUBADO",
    /// Swapped card: the card is exchanged at the till or at the door, its PIN observed.
    SwappedCard = "TROCA_CARTAO",
    /// Triangulation: a shop that sells below price and buys what it sold with stolen cards.
    Triangulation = "TRIANGULACAO",
    /// WhatsApp impostor: "mum, I have a new number", and then a bill that cannot wait.
    WhatsappImpostor = "GOLPE_WHATSAPP",
    /// Wrong Pix: a external_payee sends money "by mistake", asks for it back on another key, and claims the first payment too.
    WrongPix = "PIX_ERRADO",
}

impl FraudType {
    /// How many there are.
    pub(crate) const COUNT: u64 = Self::ALL.len() as u64;

    /// Its name in the data.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self.index()]
    }

    /// The typology of that name.
    pub fn from_name(name: &str) -> Option<FraudType> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl Categorical for FraudType {
    const VALUES: &'static [&'static str] = FraudType::NAMES;
    fn code(self) -> u16 {
        self as u16
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
                "unknown fraud type `{name}`, expected one of {:?}",
                Self::NAMES
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for (index, kind) in FraudType::ALL.iter().enumerate() {
            assert_eq!(FraudType::from_name(kind.name()), Some(*kind));
            assert_eq!(kind.index(), index);
        }
    }

    #[test]
    fn the_previous_generator_s_names_stay_valid() {
        let names = "ENGENHARIA_SOCIAL CONTA_TOMADA CARTAO_CLONADO IDENTIDADE_FALSA AUTOFRAUDE GOLPE_WHATSAPP \
            PHISHING FRAUDE_AMIGAVEL LAVAGEM_DINHEIRO TRIANGULACAO SIM_SWAP BOLETO_FALSO QR_CODE_FALSO";
        for name in names.split_whitespace() {
            assert!(FraudType::from_name(name).is_some(), "{name}");
        }
    }
}
