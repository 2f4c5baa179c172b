//! The closed sets of words that columns hold.

use crate::schema::stores::Categorical;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) enum $name { #[default] $($(#[$word_doc])* $variant),* }

        impl $name {
            /// Every value, in order of code.
            #[allow(dead_code, reason = "not every set is drawn from")]
            pub(crate) const ALL: &'static [$name] = &[$($name::$variant),*];
        }

        impl Categorical for $name {
            const VALUES: &'static [&'static str] = &[$($word),*];
            fn code(self) -> u16 {
                self as u16
            }
        }
    )*};
}

words! {
    /// What a customer is.
    CustomerKind { Person = "PERSON", Company = "COMPANY" }

    /// How a customer behaves; the shares of the earlier generator's six profiles.
    Profile {
        YoungDigital = "young_digital",
        TraditionalSenior = "traditional_senior",
        BusinessOwner = "business_owner",
        HighSpender = "high_spender",
        SubscriptionHeavy = "subscription_heavy",
        FamilyProvider = "family_provider",
    }

    /// What an account is.
    AccountType { Checking = "CHECKING", Savings = "SAVINGS", Digital = "DIGITAL" }

    /// What a transaction is paid with.
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

    /// Where a transaction is ordered.
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

    /// Kinds of card.
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
        /// An account outside the population: no table.
        External = "EXTERNAL",
    }

    /// What became of a transaction.
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

    /// How big a merchant is among those of its trade and town.
    MerchantSize { Large = "LARGE", Medium = "MEDIUM", Small = "SMALL", Micro = "MICRO" }

    /// What the account holder of a fraud case is in it.
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

    /// How a fraud is claimed, or found out.
    Remedy {
        /// The special refund mechanism of Pix.
        Med = "MED",
        Chargeback = "CHARGEBACK",
        Investigation = "INVESTIGATION",
    }

    /// What became of a report.
    Decision { Accepted = "ACCEPTED", Refused = "REFUSED", NeverReported = "NEVER_REPORTED" }
}

impl Instrument {
    /// Whether a card pays.
    pub(crate) fn is_card(self) -> bool {
        use Instrument::{CreditCard, DebitCard, PrepaidCard};
        matches!(self, CreditCard | DebitCard | PrepaidCard)
    }
}
