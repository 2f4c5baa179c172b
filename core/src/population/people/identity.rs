//! Names, documents, e-mail addresses, phone numbers and postal codes: shown in tables, never used by
//! behaviour.

use alloc::format;
use alloc::string::String;

use crate::catalog::municipalities::MUNICIPALITIES;
use crate::catalog::names::{COHORTS, COMPANY_FORMS, COMPANY_TRADES, COMPANY_WORDS, SURNAMES};
use crate::population::people::customer::Customer;
use crate::population::people::document;
use crate::random::rng::{Purpose, Rng};

/// Persons whose last surname is that of the household, per mille (assumption).
const FAMILY_NAMES: u32 = 800;
/// Domains that RFC 2606 reserves for examples.
const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// A customer's name, document and contact details.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) postal_code: String,
}

impl Identity {
    pub(crate) fn new(seed: u64, customer: &Customer) -> Self {
        let mut rng = Rng::new(seed, Purpose::Identity, customer.number);
        let town = &MUNICIPALITIES[usize::from(customer.municipality)];
        let (name, document) = if customer.is_person() {
            (
                person_name(
                    &mut rng,
                    family_name(seed, customer),
                    customer.born.civil().0,
                ),
                document::cpf(seed, customer.class, customer.rank),
            )
        } else {
            let cnpj = document::cnpj(seed, customer.rank, customer.born);
            (company_name(&mut rng), cnpj)
        };
        let domain = rng.choose(&DOMAINS);
        let email = format!("{}{}@{domain}", mailbox(&name), customer.number + 1);
        let phone = format!(
            "+55 {} 9{:04}-{:04}",
            town.ddd,
            rng.between(6000, 9999),
            rng.below(10_000)
        );
        let [low, high] = town.cep;
        let mut home = Rng::new(seed, Purpose::Identity, customer.household | 1 << 63);
        let cep = home.between(i64::from(low), i64::from(high));
        let postal_code = format!("{:05}-{:03}", cep / 1000, cep % 1000);
        Self {
            name,
            document,
            email,
            phone,
            postal_code,
        }
    }
}

fn weighted<'a>(rng: &mut Rng, words: &[(&'a str, u16)]) -> &'a str {
    let total: u64 = words.iter().map(|&(_, weight)| u64::from(weight)).sum();
    let mut left = rng.below(total.max(1));
    for &(word, weight) in words {
        if left < u64::from(weight) {
            return word;
        }
        left -= u64::from(weight);
    }
    words[0].0
}

/// The surname that a household shares.
fn family_name(seed: u64, customer: &Customer) -> &'static str {
    let mut rng = Rng::new(seed, Purpose::Identity, customer.household | 1 << 62);
    weighted(&mut rng, &SURNAMES)
}

/// A given name of the person's generation and one to three surnames, of which the last is mostly the family's.
fn person_name(rng: &mut Rng, family: &str, born: i32) -> String {
    let cohort = COHORTS
        .iter()
        .rfind(|cohort| i32::from(cohort.born_from) <= born)
        .unwrap_or(&COHORTS[0]);
    let names = if rng.chance(515) {
        cohort.female
    } else {
        cohort.male
    };
    let given = weighted(rng, names);
    let mut name = String::from(given);
    let last = rng.pick(&[30, 60, 10]);
    for index in 0..=last {
        let surname = match index == last && rng.chance(FAMILY_NAMES) {
            true => family,
            false => weighted(rng, &SURNAMES),
        };
        if !name.ends_with(surname) {
            name.push(' ');
            name.push_str(surname);
        }
    }
    name
}

fn company_name(rng: &mut Rng) -> String {
    let word = rng.choose(&COMPANY_WORDS);
    let trade = weighted(rng, &COMPANY_TRADES);
    format!("{word} {trade} {}", weighted(rng, &COMPANY_FORMS))
}

/// First and last name in plain letters, each followed by a dot.
fn mailbox(name: &str) -> String {
    let mut words = name
        .split(' ')
        .filter(|word| word.starts_with(char::is_uppercase));
    let mut mailbox = String::new();
    for word in [words.next(), words.next_back()].into_iter().flatten() {
        mailbox.extend(word.chars().filter_map(plain_letter));
        mailbox.push('.');
    }
    mailbox
}

/// The letter in lower case and without its accent. The page's module has no room for the tables of all alphabets.
fn plain_letter(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' => Some(letter),
        'A'..='Z' => Some(letter.to_ascii_lowercase()),
        'á' | 'à' | 'â' | 'ã' | 'Á' | 'À' | 'Â' | 'Ã' => Some('a'),
        'é' | 'ê' | 'É' | 'Ê' => Some('e'),
        'í' | 'Í' => Some('i'),
        'ó' | 'ô' | 'õ' | 'Ó' | 'Ô' | 'Õ' => Some('o'),
        'ú' | 'ü' | 'Ú' | 'Ü' => Some('u'),
        'ç' | 'Ç' => Some('c'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_plain_ascii() {
        assert_eq!(mailbox("João da Conceição"), "joao.conceicao.");
        assert_eq!(mailbox("Ana de Sá"), "ana.sa.");
        assert_eq!(mailbox("Zoé"), "zoe.");
        assert_eq!(mailbox("Ângela Íris Évora"), "angela.evora.");
        assert_eq!(mailbox("Ipê Comércio de Alimentos Ltda"), "ipe.ltda.");
    }

    #[test]
    fn given_names_fit_the_generation() {
        let mut rng = Rng::new(1, Purpose::Identity, 0);
        let count = |rng: &mut Rng, born, name| {
            (0..2000)
                .filter(|_| person_name(rng, "Silva", born).starts_with(name))
                .count()
        };
        assert!(count(&mut rng, 1945, "José ") > 2 * count(&mut rng, 2004, "José "));
    }
}
