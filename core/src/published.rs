//! Published figures of payments and fraud in Brazil, each stated once: the generator samples by them or is
//! fitted to them, and `fraudgen report` compares datasets with them.
//!
//! Percentages are from 0 to 100, amounts in reais. Values are named as in the dataset.

use crate::catalog::banks::BANKS;
use crate::catalog::states::STATES;

/// A published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Published {
    /// Its value.
    pub value: f64,
    /// Who published it, and for which period.
    pub source: &'static str,
}

impl Published {
    const fn new(value: f64, source: &'static str) -> Self {
        Self { value, source }
    }

    /// A percentage as per mille, rounded.
    pub(crate) const fn per_mille(self) -> u32 {
        (self.value * 10.0 + 0.5) as u32
    }

    /// A multiple in hundredths, rounded.
    pub(crate) const fn hundredths(self) -> u64 {
        (self.value * 100.0 + 0.5) as u64
    }
}

const BCB_PIX: &str = "BCB 2020–22";

/// Billions of payments by instrument, 2024 (BCB, Febraban, Abecs).
pub const PAYMENTS: [(&str, f64); 6] = [
    ("PIX", 63.8),
    ("CREDIT_CARD", 19.8),
    ("DEBIT_CARD", 16.7),
    ("PREPAID_CARD", 9.2),
    ("BOLETO", 4.2),
    ("TED", 0.82),
];

/// Trillions of reais by instrument, 2024 (Febraban, BCB, Abecs).
pub const PAYMENTS_VALUE: [(&str, f64); 6] = [
    ("PIX", 26.9),
    ("CREDIT_CARD", 2.8),
    ("DEBIT_CARD", 1.0),
    ("PREPAID_CARD", 0.379),
    ("BOLETO", 6.2),
    ("TED", 43.1),
];
/// Cash withdrawals, of the number of Pix, %.
pub const WITHDRAWALS: Published = Published::new(3.25, "BCB H1 2025: 1.2 of 36.9 bn");
/// Pix a month of a user.
pub const PIX_A_MONTH: Published = Published::new(34.4, "BCB H1 2025: 36.9 bn of 178.9 m users");

/// Pix of persons below R$100, %.
pub const PERSONS_PIX_BELOW_100: Published = Published::new(68.2, "fit to BCB 2020–22");
/// Pix of persons below R$200, %.
pub const PERSONS_PIX_BELOW_200: Published = Published::new(93.1, BCB_PIX);
/// 99th percentile of the Pix of persons, R$.
pub const PERSONS_PIX_P99: Published = Published::new(3_700.0, "BCB Sep 2025");
/// Mean Pix of persons, R$.
pub const PERSONS_PIX_MEAN: Published = Published::new(257.0, "BCB Dec 2022");
/// Pix of companies from R$2,000, %.
pub const COMPANIES_PIX_FROM_2000: Published = Published::new(18.6, BCB_PIX);
/// 99th percentile of the Pix of companies, R$.
pub const COMPANIES_PIX_P99: Published = Published::new(15_000.0, "BCB Sep 2025");
/// Pix of companies among all Pix, %.
pub const COMPANIES_PIX: Published = Published::new(12.5, "BCB H1 2025");
/// Pix from person to person among all Pix, %.
pub const PERSON_TO_PERSON_PIX: Published = Published::new(45.0, "BCB H1 2025");
/// Pix from person to business among all Pix, %.
pub const PERSON_TO_BUSINESS_PIX: Published = Published::new(42.1, "BCB H1 2025");
/// Pix to betting sites, of the value of all Pix, %.
pub const BETTING_PIX: Published = Published::new(0.87, "BCB 2024: R$18 to 21 of 2,240 bn a month");
/// Mean Pix of a weekend, as a multiple of that of a weekday.
pub const WEEKEND_PIX_MEAN: Published = Published::new(0.35, "BCB 2021");
/// Pix from Monday to Friday, %.
pub const WEEKDAY_PIX: Published = Published::new(77.0, BCB_PIX);
/// Pix after 17 h among those of weekdays, %.
pub const EVENING_PIX: Published = Published::new(38.0, "Nubank 2021");
/// Pix in the last minute of the day, as a multiple of the mean minute.
pub const LAST_MINUTE_PIX: Published = Published::new(0.26, "BCB: 8,000 against 30,000");
/// Pix on the fifth business day of a month, as a multiple of the mean day.
pub const PAYDAY_PIX: Published = Published::new(1.45, "BCB 2023–25: 1.4 to 1.5");
/// Mean Pix on the fifth business day of a month, as a multiple of the mean of all days.
pub const PAYDAY_PIX_MEAN: Published = Published::new(1.2, "BCB 2024: R$477 and 533 of 421");
/// Pix on Black Friday, as a multiple of those on the fifth business day of December.
pub const BLACK_FRIDAY_PIX: Published = Published::new(0.95, "BCB 2025: 297.4 of 313.3 m");
/// Purchases on a day of December, as a multiple of the mean day.
pub const DECEMBER_PURCHASES: Published = Published::new(1.25, "IBGE, PMC: December, rounded");
/// TED on Mondays and Tuesdays, as a multiple of the other days.
pub const MONDAY_TED: Published = Published::new(1.15, "Nubank: highest");

/// Mean credit card payment, R$.
pub const CREDIT_CARD_MEAN: Published = Published::new(136.59, "Abecs H1 2024");
/// Mean debit card payment, R$.
pub const DEBIT_CARD_MEAN: Published = Published::new(59.81, "Abecs H1 2024");
/// Mean prepaid card payment, R$.
pub const PREPAID_CARD_MEAN: Published = Published::new(40.91, "Abecs H1 2024");
/// Mean boleto, R$.
pub const BOLETO_MEAN: Published = Published::new(1_476.0, "2024: R$6.2 tn / 4.2 bn");
/// Mean TED, R$.
pub const TED_MEAN: Published = Published::new(50_000.0, "BCB 2023–24: 45,625 to 52,500");
/// Payments by app, among payments of persons by app or web, %.
pub const PERSONS_BY_APP: Published = Published::new(92.0, "Febraban 2024");
/// Payments by web, among payments of companies by app or web, %.
pub const COMPANIES_BY_WEB: Published = Published::new(79.0, "Febraban 2024");
/// Contactless payments, among card payments in person, %.
pub const CONTACTLESS: Published = Published::new(72.8, "Abecs Q3 2025");
/// Value paid in instalments, of the value of credit card payments, %.
pub const INSTALMENT_VALUE: Published = Published::new(42.3, "Abecs 2024");
/// Payments in up to six instalments, among payments in instalments, %.
pub const UP_TO_SIX_INSTALMENTS: Published = Published::new(65.3, "Abecs 2024");
/// The value of card payments by region, % (Abecs 2025: R$2.4, 0.642, 0.351, 0.573 and 0.179 trillion).
pub const CARD_VALUE: [(&str, f64); 5] = [
    ("Southeast", 57.9),
    ("South", 15.5),
    ("Northeast", 13.8),
    ("Centre-West", 8.5),
    ("North", 4.3),
];

/// Mean invoice of a credit card, R$.
pub const INVOICE_MEAN: Published = Published::new(1_416.58, "Mar 2024, Monitor Mercantil");
/// The same, of persons with up to one minimum wage a month.
pub const INVOICE_MEAN_TO_ONE_WAGE: Published =
    Published::new(417.51, "Mar 2024, Monitor Mercantil");
/// The same, of persons with more than ten.
pub const INVOICE_MEAN_FROM_TEN_WAGES: Published =
    Published::new(3_745.67, "Mar 2024, Monitor Mercantil");

/// Salaries in November and December, as a multiple of the other months: each brings half of the 13th.
pub const THIRTEENTH_SALARY: Published = Published::new(1.5, "Lei 4.090/1962, Lei 4.749/1965");
/// Minimum wage of 2024, R$ a month.
pub const MINIMUM_WAGE: u32 = 1_412;
/// Persons with up to one minimum wage a month, %.
pub const TO_ONE_WAGE: Published = Published::new(35.3, "IBGE, Census 2022");
/// Persons with more than five, %.
pub const FROM_FIVE_WAGES: Published = Published::new(7.6, "IBGE, Census 2022");
/// Residents from 65 years on, among those from 15 on, %.
pub const FROM_65_YEARS: Published = Published::new(13.6, "IBGE, Census 2022: 22.2 of 163.0 m");
/// Companies among users of Pix, %.
pub const COMPANIES: Published = Published::new(9.3, "BCB Nov 2025: 16.6 of 178.9 m");
/// The largest municipalities: residents, % of the country's (IBGE, Census 2022).
pub const MUNICIPALITIES: [(&str, f64); 4] = [
    ("São Paulo", 5.64),
    ("Rio de Janeiro", 3.06),
    ("Brasília", 1.39),
    ("Fortaleza", 1.20),
];

/// Mean monthly income from work, R$.
pub const INCOME_MEAN: Published = Published::new(3_225.0, "PNAD 2024");
/// Gini index of income from work.
pub const INCOME_GINI: Published = Published::new(0.506, "PNAD 2024");
/// Mean monthly household income per capita, R$.
pub const INCOME_PER_CAPITA: Published = Published::new(2_069.0, "PNAD 2024");

/// A state: its code, its residents (IBGE, Census 2022) and its monthly household income per capita in reais
/// (PNAD 2024).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct State {
    /// Two-letter code.
    pub code: &'static str,
    /// Residents.
    pub residents: u32,
    /// Monthly household income per capita, R$.
    pub income_per_capita: u16,
}

/// The 27 states, in no particular order.
pub fn states() -> impl Iterator<Item = State> {
    STATES.iter().map(|state| State {
        code: state.uf,
        residents: state.population,
        income_per_capita: state.income_per_capita,
    })
}

/// The ten banks with the most clients: COMPE code, and millions of clients (BCB, fourth quarter of 2025).
pub fn largest_banks() -> impl Iterator<Item = (&'static str, f64)> {
    const TEN: usize = 10;
    BANKS[..TEN]
        .iter()
        .map(|bank| (bank.code, f64::from(bank.clients) / 10.0))
}

/// Phones by manufacturer, % (survey of 2025).
pub const PHONES: [(&str, f64); 4] = [
    ("Samsung", 40.0),
    ("Apple", 27.0),
    ("Motorola", 16.0),
    ("Xiaomi", 14.0),
];
/// Phones with Android, %.
pub const ANDROID: Published = Published::new(72.0, "survey 2025");
/// Persons who are online only by phone, %.
pub const PHONE_ONLY: Published = Published::new(60.0, "CGI.br, TIC Domicílios 2024");
/// Active cards by type, in millions, 2024 (Abecs, BCB).
pub const CARDS: [(&str, f64); 3] = [("CREDIT", 235.0), ("DEBIT", 154.0), ("PREPAID", 74.0)];
/// Persons who use a credit card, %.
pub const CREDIT_CARD_USERS: Published =
    Published::new(52.2, "BCB Jun 2022: 84.7 of 162.3 m users of Pix");
/// Credit cards of a person.
pub const CREDIT_CARDS: Published = Published::new(1.45, "2024–25: 235 m of 162.3 m users of Pix");
/// Card schemes: scheme, type of card, and % of the cards of this type (BCB, end of 2023).
pub const CARD_SCHEMES: [(&str, &str, f64); 5] = [
    ("MASTERCARD", "CREDIT", 61.1),
    ("VISA", "CREDIT", 32.1),
    ("ELO", "CREDIT", 4.3),
    ("AMEX", "CREDIT", 0.4),
    ("MASTERCARD", "DEBIT", 39.5),
];
/// Pix keys by type, % (DICT, end of 2024).
pub const PIX_KEYS: [(&str, f64); 3] = [("ALEATORIA", 48.1), ("TELEFONE", 18.4), ("CPF", 17.3)];

/// Card payments that are fraud, of 100,000.
pub const CARD_FRAUD: Published = Published::new(35.0, "Abecs Q3 2025");
/// Card payments in person that are fraud, of 100,000.
pub const CARD_FRAUD_IN_PERSON: Published = Published::new(4.0, "Abecs end of 2024");
/// Pix that are fraud, of 100,000.
pub const PIX_FRAUD: Published = Published::new(15.0, "Abecs Dec 2024; BCB's notices: 7");
/// Victims of Pix fraud who claim it within a year, of the persons who use Pix, %.
pub const VICTIMS_BY_CLAIMS: Published = Published::new(
    2.9,
    "BCB 2024–25: 390,000 accepted notices a month, 162 m persons",
);
/// People from 16 on who say that they lost money to a digital crime within a year, %.
pub const VICTIMS_BY_SURVEY: Published = Published::new(24.0, "DataSenado 2024");
/// Cases of Pix fraud for each key that is marked for fraud.
pub const CASES_PER_MARKED_KEY: Published = Published::new(
    3.8,
    "BCB, DICT 2024: 390,000 accepted notices a month, 1.223 m keys",
);
/// Pix keys that are an e-mail address or a CNPJ, %.
pub const OTHER_KEYS: Published = Published::new(16.2, "DICT 2024: neither of those");
/// Pix keys of a user.
pub const KEYS_A_USER: Published = Published::new(4.97, "DICT Nov 2025: 890 m of 178.9 m users");

/// Shops and firms that are micro or small, %.
pub const SMALL_BUSINESSES: Published = Published::new(93.5, "Mapa de Empresas 2023");
/// Businesses that open in a year, of those there are, %.
pub const BUSINESSES_OPENED: Published =
    Published::new(18.6, "Mapa de Empresas 2023: 3.87 of 20.8 m");
/// Businesses that close in a year, of those there are, %.
pub const BUSINESSES_CLOSED: Published =
    Published::new(10.4, "Mapa de Empresas 2023: 2.15 of 20.8 m");

/// Days within which a claim through MED must be made.
pub const MED_CLAIM_DAYS: u32 = 80;
/// Days of the analysis.
pub const MED_DECISION_DAYS: u32 = 7;
/// Days from the claim to the refund.
pub const MED_REFUND_DAYS: u32 = 11;
/// Claims through MED that keep such a term, %.
pub const MED_IN_TIME: Published = Published::new(100.0, "BCB, rules of MED");
/// Claims that are accepted, among claims of Pix fraud, %.
pub const MED_ACCEPTED: Published = Published::new(38.0, "BCB H1 2025");
/// Claims of card fraud within 45 days of the last payment, %.
pub const CARD_CLAIMS_IN_45_DAYS: Published = Published::new(90.0, "Koin, Visa");
/// Value that is recovered, of the value of Pix fraud, %.
pub const MED_RECOVERED: Published = Published::new(8.0, "BCB 2024–25: 7 to 9");
/// Keys of mules among those marked for fraud, %.
pub const KEYS_OF_MULES: Published = Published::new(27.0, "DICT 2024");
/// Scammers' own keys among those marked for fraud, %.
pub const KEYS_OF_SCAMMERS: Published = Published::new(38.0, "DICT 2024");
/// Scam money that goes to accounts of companies, %.
pub const MONEY_TO_COMPANIES: Published =
    Published::new(53.5, "Silverguard: 42 (2024) to 65 (2025)");
/// Mean loss of a victim of a fake call centre, R$.
pub const FAKE_CALL_CENTRE_LOSS: Published = Published::new(2_540.0, "Silverguard 2025");
/// Mean approved fraud with a card not present, R$.
pub const CARD_NOT_PRESENT_MEAN: Published = Published::new(263.5, "Abecs Q3 2025");
/// Mean approved fraud with a credit card, R$.
pub const CREDIT_FRAUD_MEAN: Published = Published::new(266.69, "Abecs Q3 2025");
/// Mean approved fraud with a debit card, R$.
pub const DEBIT_FRAUD_MEAN: Published = Published::new(163.88, "Abecs Q3 2025");
/// Fraud online, of the value of card fraud, %.
pub const ONLINE_CARD_FRAUD: Published = Published::new(
    89.0,
    "Abecs Q3 2025: 34.5 bp of 22.6 % and 1.2 bp of the rest",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_in_whole_per_mille_and_hundredths() {
        assert_eq!(
            (CONTACTLESS.per_mille(), MED_ACCEPTED.per_mille()),
            (728, 380)
        );
        assert_eq!(PAYDAY_PIX.hundredths(), 145);
        assert_eq!(INCOME_MEAN.value * 100.0, 322_500.0);
    }

    #[test]
    fn tables_of_facts_are_published() {
        let residents: u64 = states().map(|state| u64::from(state.residents)).sum();
        assert_eq!((states().count(), residents), (27, 203_080_756));
        assert_eq!(largest_banks().next(), Some(("104", 158.1)));
    }
}
