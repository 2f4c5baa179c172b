//! [`Typology`]: the parameters of each kind of fraud, as plain data. Its behaviour is in
//! [`super::typologies`].

use crate::fraud::kinds::FraudType;
use crate::schema::categories::{CaseRole, Remedy};

/// How many case lengths a typology cycles through.
pub(crate) const LENGTHS: usize = 16;
/// Maximum length of a case, so that a cell's cases fit among its transactions.
const MAX_LENGTH: u8 = 8;

/// One kind of fraud, and the legitimate behaviour that looks like it.
pub(crate) struct Typology {
    pub(crate) kind: FraudType,
    /// Default share of cases, per mille. The ten scams that bank customers complain about most keep the
    /// proportions of the complaints (Febraban 2024); the others are assumptions.
    pub(crate) weight: u16,
    /// Transactions per case: cases cycle through these lengths, in an order that changes every round.
    pub(crate) lengths: [u8; LENGTHS],
    /// The role of the account holder.
    pub(crate) role: CaseRole,
    /// The fraudster's own device, if one is used.
    pub(crate) intruder: Option<Intruder>,
    /// Whether the money goes to an account that collects from several victims.
    pub(crate) collected: bool,
    /// How the fraud is reported or detected.
    pub(crate) claim: Claim,
}

/// The device that a fraudster logs in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intruder {
    Phone,
    Computer,
}

/// How a typology's fraud is reported or detected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) remedy: Remedy,
    /// Cases that are never reported, per mille.
    pub(crate) unreported: u32,
    /// Days from the last transaction to the report: minimum, and end of the tail.
    pub(crate) days: (f64, f64),
}

impl Claim {
    /// A victim claims a Pix back: mostly within a day or two, with a tail up to the 80 days that MED allows.
    pub(crate) const MED: Self = Self {
        remedy: Remedy::Med,
        unreported: 250,
        days: (0.02, 80.0),
    };
    /// A victim who knows at once, as after a robbery, claims within hours or days (assumption).
    pub(crate) const MED_AT_ONCE: Self = Self {
        unreported: 150,
        days: (0.02, 15.0),
        ..Self::MED
    };
    /// A cardholder disputes a payment: [`crate::published::CARD_CLAIMS_IN_45_DAYS`].
    pub(crate) const CHARGEBACK: Self = Self {
        remedy: Remedy::Chargeback,
        unreported: 60,
        days: (0.02, 56.0),
    };
    /// Likewise, for a card that was taken.
    pub(crate) const CHARGEBACK_AT_ONCE: Self = Self {
        days: (0.02, 8.0),
        ..Self::CHARGEBACK
    };
    /// The bank detects it, or never does.
    pub(crate) const INVESTIGATION: Self = Self {
        remedy: Remedy::Investigation,
        unreported: 350,
        days: (20.0, 100.0),
    };
}

impl FraudType {
    pub(crate) fn typology(self) -> &'static Typology {
        &TYPOLOGIES[self.index()]
    }
}

/// The typologies, in code order.
static TYPOLOGIES: [Typology; FraudType::ALL.len()] = [
    Typology {
        kind: FraudType::AccountTakeover,
        weight: 25,
        lengths: [5, 6, 4, 7, 5, 6, 8, 5, 4, 6, 7, 5, 6, 5, 4, 7],
        role: CaseRole::Victim,
        intruder: Some(Intruder::Phone),
        collected: true,
        claim: Claim::MED_AT_ONCE,
    },
    Typology {
        kind: FraudType::AdvanceFee,
        weight: 35,
        lengths: [2, 1, 3, 1, 2, 4, 1, 2, 3, 1, 5, 2, 1, 3, 2, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::BustOut,
        weight: 10,
        lengths: [5, 6, 7, 4, 8, 5, 6, 7, 5, 6, 4, 8, 7, 5, 6, 7],
        role: CaseRole::Fraudster,
        intruder: None,
        collected: false,
        claim: Claim {
            remedy: Remedy::Investigation,
            unreported: 100,
            days: (60.0, 120.0),
        },
    },
    Typology {
        kind: FraudType::CardNotPresent,
        weight: 143,
        lengths: [4, 5, 3, 6, 5, 7, 4, 5, 6, 3, 8, 5, 4, 6, 5, 4],
        role: CaseRole::Victim,
        intruder: None,
        collected: false,
        claim: Claim::CHARGEBACK,
    },
    Typology {
        kind: FraudType::ClonedCard,
        weight: 14,
        lengths: [3, 4, 2, 5, 3, 4, 6, 3, 2, 4, 5, 3, 4, 3, 2, 5],
        role: CaseRole::Victim,
        intruder: None,
        collected: false,
        claim: Claim::CHARGEBACK,
    },
    Typology {
        kind: FraudType::ExpressKidnapping,
        weight: 5,
        lengths: [4, 5, 6, 3, 7, 5, 4, 6, 5, 8, 4, 5, 6, 4, 7, 5],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED_AT_ONCE,
    },
    Typology {
        kind: FraudType::FakeBoleto,
        weight: 11,
        lengths: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        // Noticed when the biller sends a reminder.
        claim: Claim {
            remedy: Remedy::Med,
            unreported: 200,
            days: (3.0, 60.0),
        },
    },
    Typology {
        kind: FraudType::FakeCallCentre,
        weight: 90,
        lengths: [1, 2, 2, 3, 1, 2, 3, 4, 2, 1, 3, 2, 2, 4, 1, 3],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::FakeInvestment,
        weight: 27,
        lengths: [3, 4, 2, 5, 3, 6, 4, 3, 2, 5, 4, 3, 7, 4, 3, 5],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim {
            remedy: Remedy::Med,
            unreported: 300,
            days: (2.0, 80.0),
        },
    },
    Typology {
        kind: FraudType::FakeJob,
        weight: 45,
        lengths: [4, 3, 5, 4, 6, 3, 4, 5, 7, 4, 3, 5, 4, 6, 3, 4],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::FakeShop,
        weight: 129,
        lengths: [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim {
            remedy: Remedy::Med,
            unreported: 350,
            days: (2.0, 80.0),
        },
    },
    Typology {
        kind: FraudType::FriendlyFraud,
        weight: 45,
        lengths: [1, 2, 1, 1, 3, 1, 2, 1, 1, 4, 1, 2, 1, 1, 2, 1],
        role: CaseRole::Fraudster,
        intruder: None,
        collected: false,
        claim: Claim {
            remedy: Remedy::Chargeback,
            unreported: 0,
            days: (10.0, 45.0),
        },
    },
    Typology {
        kind: FraudType::GhostHand,
        weight: 5,
        lengths: [3, 4, 5, 3, 6, 4, 2, 5, 4, 3, 7, 4, 5, 3, 4, 6],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED_AT_ONCE,
    },
    Typology {
        kind: FraudType::Laundering,
        weight: 30,
        lengths: [4, 5, 3, 6, 8, 4, 5, 3, 6, 4, 7, 5, 4, 3, 8, 5],
        role: CaseRole::Launderer,
        intruder: None,
        collected: false,
        claim: Claim {
            remedy: Remedy::Investigation,
            unreported: 650,
            days: (20.0, 120.0),
        },
    },
    Typology {
        kind: FraudType::LoanRefund,
        weight: 7,
        lengths: [1, 1, 2, 1, 1, 2, 1, 1, 3, 1, 2, 1, 1, 1, 2, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::MuleAccount,
        weight: 75,
        lengths: [3, 4, 2, 5, 6, 3, 4, 8, 3, 2, 5, 4, 6, 3, 4, 2],
        role: CaseRole::Mule,
        intruder: None,
        collected: false,
        claim: Claim::INVESTIGATION,
    },
    Typology {
        kind: FraudType::Phishing,
        weight: 28,
        lengths: [2, 3, 2, 4, 3, 2, 5, 3, 2, 4, 3, 2, 3, 4, 2, 3],
        role: CaseRole::Victim,
        intruder: Some(Intruder::Computer),
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::QrSwap,
        weight: 20,
        lengths: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::SelfFraud,
        weight: 14,
        lengths: [1, 2, 1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 1, 1, 1],
        role: CaseRole::Fraudster,
        intruder: None,
        collected: false,
        claim: Claim {
            remedy: Remedy::Med,
            unreported: 0,
            days: (0.1, 15.0),
        },
    },
    Typology {
        kind: FraudType::SimSwap,
        weight: 10,
        lengths: [5, 6, 4, 7, 5, 6, 4, 8, 5, 6, 7, 5, 4, 6, 5, 7],
        role: CaseRole::Victim,
        intruder: Some(Intruder::Phone),
        collected: true,
        claim: Claim::MED_AT_ONCE,
    },
    Typology {
        kind: FraudType::StolenPhone,
        weight: 30,
        lengths: [4, 5, 3, 6, 4, 5, 7, 3, 4, 6, 5, 4, 3, 8, 5, 4],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED_AT_ONCE,
    },
    Typology {
        kind: FraudType::SwappedCard,
        weight: 21,
        lengths: [4, 5, 3, 6, 4, 5, 7, 4, 3, 5, 6, 4, 5, 4, 3, 6],
        role: CaseRole::Victim,
        intruder: None,
        collected: false,
        claim: Claim::CHARGEBACK_AT_ONCE,
    },
    Typology {
        kind: FraudType::Triangulation,
        weight: 30,
        lengths: [1, 1, 2, 1, 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: false,
        claim: Claim::CHARGEBACK,
    },
    Typology {
        kind: FraudType::WhatsappImpostor,
        weight: 132,
        lengths: [1, 2, 1, 1, 2, 1, 1, 3, 1, 2, 1, 1, 2, 1, 1, 2],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        claim: Claim::MED,
    },
    Typology {
        kind: FraudType::WrongPix,
        weight: 19,
        lengths: [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1],
        role: CaseRole::Victim,
        intruder: None,
        collected: true,
        // Noticed when the bank reverses the first payment.
        claim: Claim {
            remedy: Remedy::Med,
            unreported: 400,
            days: (0.5, 40.0),
        },
    },
];

// Rows are in code order, and no case is longer than a cell has room for.
const _: () = {
    let mut code = 0;
    while code < TYPOLOGIES.len() {
        assert!(TYPOLOGIES[code].kind.index() == code);
        let mut length = 0;
        while length < LENGTHS {
            assert!(matches!(TYPOLOGIES[code].lengths[length], 1..=MAX_LENGTH));
            length += 1;
        }
        code += 1;
    }
};
