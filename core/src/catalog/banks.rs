//! [`BANKS`]: the institutions that hold the accounts.

use BankKind::{Cooperative, Digital, Private, Public};

/// The kind of institution that a bank is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BankKind {
    /// Owned by the federal government or a state.
    Public,
    /// Private, with branches or a background in wholesale banking.
    Private,
    /// Without branches: digital banks and payment institutions.
    Digital,
    /// A system of credit cooperatives.
    Cooperative,
}

/// An institution with accounts and Pix keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bank {
    /// Clearing code (COMPE), three digits.
    pub(crate) code: &'static str,
    /// Identifier in the Brazilian payment system (ISPB): the first eight digits of the CNPJ.
    pub(crate) ispb: u32,
    /// The name known to customers.
    pub(crate) name: &'static str,
    /// The kind of institution.
    pub(crate) kind: BankKind,
    /// Clients in tenths of a million; the bank's weight.
    pub(crate) clients: u16,
}

const fn bank(
    code: &'static str,
    ispb: u32,
    name: &'static str,
    kind: BankKind,
    clients: u16,
) -> Bank {
    Bank {
        code,
        ispb,
        name,
        kind,
        clients,
    }
}

/// The banks, largest number of clients first.
///
/// Codes and ISPB are those of the Banco Central's list of participants (2026). Client counts are the Banco
/// Central's ranking for the fourth quarter of 2025 as reported by the press (C6: 2024), including
/// credit-only relationships; those marked `assumed` are plausible figures, in the order of the number of Pix
/// keys held (Banco Central, end of 2025) where that is known. The ranking counts BTG Pactual and Pan as one
/// (26.7 million): the split is assumed.
#[rustfmt::skip]
pub(crate) static BANKS: [Bank; 30] = [
    bank("104",    360_305, "Caixa Econômica Federal", Public,      1581),
    bank("260", 18_236_120, "Nubank",                  Digital,     1120),
    bank("237", 60_746_948, "Bradesco",                Private,     1105),
    bank("341", 60_701_190, "Itaú Unibanco",           Private,     1003),
    bank("001",          0, "Banco do Brasil",         Public,       820),
    bank("033", 90_400_888, "Santander Brasil",        Private,      706),
    bank("323", 10_573_521, "Mercado Pago",            Digital,      688),
    bank("380", 22_896_431, "PicPay",                  Digital,      669),
    bank("077",    416_968, "Banco Inter",             Digital,      419),
    bank("290",  8_561_701, "PagBank",                 Digital,      339),
    bank("336", 31_872_495, "C6 Bank",                 Digital,      310),
    bank("769", 24_313_102, "99Pay",                   Digital,      261),
    bank("536", 20_855_875, "Neon",                    Digital,      260),
    bank("623", 59_285_411, "Banco Pan",               Private,      207), // assumed share of 267
    bank("542", 18_189_547, "CloudWalk",               Digital,      158),
    bank("197", 16_501_555, "Stone",                   Digital,      105), // assumed
    bank("748",  1_181_521, "Sicredi",                 Cooperative,   95), // assumed
    bank("756",  2_038_232, "Sicoob",                  Cooperative,   90), // assumed
    bank("280", 23_862_762, "Will Bank",               Digital,       85), // assumed
    bank("121", 10_664_513, "Agibank",                 Digital,       71),
    bank("208", 30_306_294, "BTG Pactual",             Private,       60), // assumed share of 267
    bank("004",  7_237_373, "Banco do Nordeste",       Public,        55), // assumed
    bank("318", 61_186_680, "BMG",                     Private,       50), // assumed
    bank("041", 92_702_067, "Banrisul",                Public,        45), // assumed
    bank("070",        208, "BRB",                     Public,        40), // assumed
    bank("655", 59_588_111, "BV",                      Private,       35), // assumed
    bank("212", 92_894_922, "Banco Original",          Digital,       25), // assumed
    bank("707", 62_232_889, "Daycoval",                Private,       20), // assumed
    bank("422", 58_160_789, "Safra",                   Private,       18), // assumed
    bank("403", 37_880_206, "Cora",                    Digital,       15), // assumed
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_clients_come_first() {
        assert!(BANKS.is_sorted_by_key(|bank| core::cmp::Reverse(bank.clients)));
        assert!(BANKS.iter().all(|bank| bank.clients > 0));
    }

    #[test]
    fn codes_ispb_and_names_are_distinct() {
        for (i, bank) in BANKS.iter().enumerate() {
            assert_eq!(bank.code.len(), 3);
            assert!(
                bank.code.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                bank.code
            );
            assert!(bank.ispb < 100_000_000);
            for other in &BANKS[..i] {
                assert_ne!(bank.code, other.code);
                assert_ne!(bank.ispb, other.ispb);
                assert_ne!(bank.name, other.name);
            }
        }
    }

    #[test]
    fn codes_go_with_their_ispb() {
        let ispb = |code| {
            BANKS
                .iter()
                .find(|bank| bank.code == code)
                .map(|bank| bank.ispb)
        };
        assert_eq!(ispb("001"), Some(0));
        assert_eq!(ispb("104"), Some(360_305));
        assert_eq!(ispb("260"), Some(18_236_120));
        assert_eq!(ispb("769"), Some(24_313_102));
    }
}
