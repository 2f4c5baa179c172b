//! The closed sets of values that category columns hold.

use crate::schema::stores::Categorical;

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $variant:ident = $value:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) enum $name { #[default] $($(#[$value_doc])* $variant),* }

        impl $name {
            /// Every value, in code order.
            #[allow(dead_code, reason = "not every set is drawn from")]
            pub(crate) const ALL: &'static [$name] = &[$($name::$variant),*];
        }

        impl Categorical for $name {
            const VALUES: &'static [&'static str] = &[$($value),*];
            fn code(self) -> u16 {
                self as u16
            }
        }
    )*};
}

categories! {
    /// Kinds of customer.
    CustomerKind { Person = "PERSON", Company = "COMPANY" }

    /// Behaviour profiles: the six of the previous generator.
    Profile {
        YoungDigital = "young_digital",
        TraditionalSenior = "traditional_senior",
        BusinessOwner = "business_owner",
        HighSpender = "high_spender",
        SubscriptionHeavy = "subscription_heavy",
        FamilyProvider = "family_provider",
    }

    /// Types of account.
    AccountType { Checking = "CHECKING", Savings = "SAVINGS", Digital = "DIGITAL" }

    /// Payment instruments.
    Instrument {
        Pix = "PIX",
        CreditCard = "CREDIT_CARD",
        DebitCard = "DEBIT_CARD",
        PrepaidCard = "PREPAID_CARD",
        Boleto = "BOLETO",
        Ted = "TED",
        AutoDebit = "AUTO_DEBIT",
        Withdrawal = "WITHDRAWAL",
    }

    /// Channels in which a transaction is initiated.
    Channel {
        MobileApp = "MOBILE_APP",
        WebBanking = "WEB_BANKING",
        Pos = "POS",
        Ecommerce = "ECOMMERCE",
        Atm = "ATM",
        Branch = "BRANCH",
        WhatsappPay = "WHATSAPP_PAY",
        Scheduled = "SCHEDULED",
    }

    /// The currency.
    Currency { Brl = "BRL" }

    /// Types of card.
    CardType { Credit = "CREDIT", Debit = "DEBIT", Prepaid = "PREPAID" }

    /// Card schemes.
    CardBrand {
        Mastercard = "MASTERCARD",
        Visa = "VISA",
        Elo = "ELO",
        Hipercard = "HIPERCARD",
        Amex = "AMEX",
    }

    /// How a card's data reached the acquirer.
    CardEntry { Chip = "CHIP", Contactless = "CONTACTLESS", Magnetic = "MAGNETIC", Manual = "MANUAL" }

    /// Kinds of Pix key.
    PixKeyType {
        Cpf = "CPF",
        Phone = "TELEFONE",
        Email = "EMAIL",
        Random = "ALEATORIA",
        Cnpj = "CNPJ",
    }

    /// What the beneficiary is, and so which table its id refers to.
    BeneficiaryKind {
        /// `accounts.account_id`
        Account = "ACCOUNT",
        /// `merchants.merchant_id`
        Merchant = "MERCHANT",
        /// An account outside the population: in no table.
        External = "EXTERNAL",
    }

    /// What money comes into an account for.
    CreditKind {
        Salary = "SALARY",
        /// A company's sales of the days before.
        Sales = "SALES",
        /// A payment by someone else.
        Transfer = "TRANSFER",
        /// From the holder's savings or account at another bank.
        OwnTransfer = "OWN_TRANSFER",
        Loan = "LOAN",
        /// Returned through MED, or by the payee's bank.
        MedReturn = "MED_RETURN",
        Chargeback = "CHARGEBACK",
    }

    /// What the payer of a credit is, and so which table its id refers to.
    PayerKind {
        /// `accounts.account_id`
        Account = "ACCOUNT",
        /// `merchants.merchant_id`
        Merchant = "MERCHANT",
        /// An account outside the population: in no table.
        External = "EXTERNAL",
        /// The bank of the account itself.
        Bank = "BANK",
    }

    /// The outcome of a transaction.
    Status { Approved = "APPROVED", Declined = "DECLINED", Pending = "PENDING", Blocked = "BLOCKED" }

    /// Why a transaction was declined.
    RefusalReason {
        InsufficientBalance = "INSUFFICIENT_BALANCE",
        LimitExceeded = "LIMIT_EXCEEDED",
        FraudSuspect = "FRAUD_SUSPECT",
        CardBlocked = "CARD_BLOCKED",
        CardExpired = "CARD_EXPIRED",
        CvvError = "CVV_ERROR",
        InvalidPin = "INVALID_PIN",
        AccountBlocked = "ACCOUNT_BLOCKED",
    }

    /// The size of a merchant among those of its trade and municipality.
    MerchantSize { Large = "LARGE", Medium = "MEDIUM", Small = "SMALL", Micro = "MICRO" }

    /// The role of the account holder in a fraud case.
    CaseRole {
        Victim = "VICTIM",
        Mule = "MULE",
        Launderer = "LAUNDERER",
        /// The holder defrauds the bank.
        Fraudster = "FRAUDSTER",
    }

    /// Who receives the money of a fraud case.
    BeneficiaryRole {
        Mule = "MULE",
        Launderer = "LAUNDERER",
        Scammer = "SCAMMER",
        ShellCompany = "SHELL_COMPANY",
        Merchant = "MERCHANT",
    }

    /// How a fraud is claimed or detected.
    Remedy {
        /// The special return mechanism of Pix (Mecanismo Especial de Devolução).
        Med = "MED",
        /// To the bank, about a Pix, before there was MED.
        Complaint = "COMPLAINT",
        Chargeback = "CHARGEBACK",
        Investigation = "INVESTIGATION",
    }

    /// The outcome of a report.
    Decision { Accepted = "ACCEPTED", Refused = "REFUSED", NeverReported = "NEVER_REPORTED" }
}

impl CardType {
    /// The instrument that its cards are.
    pub(crate) fn instrument(self) -> Instrument {
        match self {
            CardType::Credit => Instrument::CreditCard,
            CardType::Debit => Instrument::DebitCard,
            CardType::Prepaid => Instrument::PrepaidCard,
        }
    }
}

impl Instrument {
    /// Whether the instrument is a card.
    pub(crate) fn is_card(self) -> bool {
        use Instrument::{CreditCard, DebitCard, PrepaidCard};
        matches!(self, CreditCard | DebitCard | PrepaidCard)
    }
}
