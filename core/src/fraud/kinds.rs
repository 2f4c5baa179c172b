//! [`FraudType`]: the typologies by name. Their parameters are in [`super::typology`], their behaviour in
//! [`super::typologies`].

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::schema::stores::Categorical;

/// Declares the typologies in code order, each with its name in the data.
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
            /// Every typology, in code order.
            pub const ALL: &'static [FraudType] = &[$(FraudType::$kind),*];
            /// Their names in the data, in the same order.
            const NAMES: &'static [&'static str] = &[$($name),*];
        }
    };
}

fraud_types! {
    /// Account takeover: a fraudster logs in from another device and empties the account.
    AccountTakeover = "CONTA_TOMADA",
    /// Advance fee: a lawyer, lottery or lover who does not exist asks for one fee after another.
    AdvanceFee = "ENGENHARIA_SOCIAL",
    /// Bust-out: a synthetic identity builds a good record for months, then spends all it can and disappears.
    BustOut = "IDENTIDADE_FALSA",
    /// Card not present: stolen card data, tested with small purchases, then used online within hours.
    CardNotPresent = "CARTAO_NAO_PRESENTE",
    /// Cloned card: a copied magnetic stripe or a stolen card, used at terminals in another town.
    ClonedCard = "CARTAO_CLONADO",
    /// Express kidnapping: the victim is held for hours and forced to pay.
    ExpressKidnapping = "SEQUESTRO_RELAMPAGO",
    /// Fake boleto: a real bill with the barcode of another account.
    FakeBoleto = "BOLETO_FALSO",
    /// Fake call centre: a caller posing as the bank talks the victim into paying.
    FakeCallCentre = "FALSA_CENTRAL",
    /// Fake investment: a series of growing deposits over weeks.
    FakeInvestment = "FALSO_INVESTIMENTO",
    /// Fake job: tasks that pay at first, then require deposits.
    FakeJob = "FALSO_EMPREGO",
    /// Fake shop: one payment for goods that never arrive.
    FakeShop = "FALSA_VENDA",
    /// Friendly fraud: the cardholder buys, receives the goods and disputes the payment.
    FriendlyFraud = "FRAUDE_AMIGAVEL",
    /// Remote access ("mão fantasma", ghost hand): malware lets a fraudster operate the victim's own phone.
    GhostHand = "MAO_FANTASMA",
    /// Money laundering: proceeds of crime are layered until their origin cannot be traced.
    Laundering = "LAVAGEM_DINHEIRO",
    /// Loan refund: a loan that the victim never asked for arrives, and the victim is told to send it "back".
    LoanRefund = "DEVOLUCAO_EMPRESTIMO",
    /// Mule account ("conta laranja"): collects from several victims and passes the money on within minutes.
    MuleAccount = "CONTA_LARANJA",
    /// Phishing: a copy of the bank's site captures password and code, and a fraudster logs in on the web.
    Phishing = "PHISHING",
    /// Swapped QR code: a sticker over a merchant's code, or another account's code on a bill.
    QrSwap = "QR_CODE_FALSO",
    /// Self-fraud: the account holder pays an accomplice and reports a scam to the bank.
    SelfFraud = "AUTOFRAUDE",
    /// SIM swap: the victim's number is moved to a fraudster's SIM card, and with it every code sent by text
    /// message.
    SimSwap = "SIM_SWAP",
    /// Stolen phone: taken unlocked, and used before it is reported.
    StolenPhone = "CELULAR_ROUBADO",
    /// Swapped card: the card is exchanged at the till or at the door after its PIN was observed.
    SwappedCard = "TROCA_CARTAO",
    /// Triangulation: a shop sells goods below market price and buys them with stolen cards.
    Triangulation = "TRIANGULACAO",
    /// WhatsApp impostor: "Mum, I have a new number", and then a bill that cannot wait.
    WhatsappImpostor = "GOLPE_WHATSAPP",
    /// Wrong Pix: a fraudster sends money "by mistake", asks for it back on another key, and claims the first
    /// payment back too.
    WrongPix = "PIX_ERRADO",
}

impl FraudType {
    /// The number of typologies.
    pub(crate) const COUNT: u64 = Self::ALL.len() as u64;

    /// Its name in the data.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self.index()]
    }

    /// The typology with this name.
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
    fn names_are_unique_and_map_back() {
        for (index, kind) in FraudType::ALL.iter().enumerate() {
            assert_eq!(FraudType::from_name(kind.name()), Some(*kind));
            assert_eq!(kind.index(), index);
        }
    }

    #[test]
    fn names_of_the_previous_generator_stay_valid() {
        let names = "ENGENHARIA_SOCIAL CONTA_TOMADA CARTAO_CLONADO IDENTIDADE_FALSA AUTOFRAUDE GOLPE_WHATSAPP \
            PHISHING FRAUDE_AMIGAVEL LAVAGEM_DINHEIRO TRIANGULACAO SIM_SWAP BOLETO_FALSO QR_CODE_FALSO";
        for name in names.split_whitespace() {
            assert!(FraudType::from_name(name).is_some(), "{name}");
        }
    }
}
