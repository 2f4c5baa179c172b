//! CPF and CNPJ: unique numbers with valid check digits, derived from ranks.

use alloc::format;
use alloc::string::String;

use crate::calendar::Date;
use crate::random::permutation::permute;
use crate::random::rng::{Purpose, key};

/// Available numbers in each fiscal region (eight free digits), and for companies.
pub(super) const NUMBERS: u64 = 100_000_000;
/// Companies founded from this date on have letters in their CNPJ (Receita Federal, IN 2.229/2024).
const LETTERS: Date = Date::from_civil(2026, 7, 1);
/// Roots of eight letters and digits, as numbers in base 36.
const ROOTS: u64 = 36u64.pow(8);
/// Roots from here on begin with a letter.
const FIRST_WITH_LETTER: u64 = 10 * 36u64.pow(7);
/// Domains of [`Purpose::Documents`] that are no fiscal region.
const NUMERIC: u64 = u8::MAX as u64;
const WITH_LETTERS: u64 = NUMERIC - 1;
/// The head office, among a company's establishments.
const HEAD_OFFICE: &[u8; 4] = b"0001";

/// A keyed permutation of 0..10⁸.
fn permuted(seed: u64, domain: u64, rank: u64) -> u64 {
    debug_assert!(rank < NUMBERS, "a rank is below 10⁸");
    permute(rank, NUMBERS, key(seed, Purpose::Documents, domain))
}

/// The CPF of the `rank`-th person of a fiscal region, formatted; unique for ranks below 10⁸.
pub(crate) fn cpf(seed: u64, region: u8, rank: u64) -> String {
    let base = permuted(seed, u64::from(region), rank) * 10 + u64::from(region);
    let mut digits = [0u8; 11];
    write_digits(&mut digits[..9], base, 10);
    digits[9] = check_digit(&digits[..9], 10);
    digits[10] = check_digit(&digits[..10], 11);
    let [a, b, c, d, e, f, g, h, i, j, k] = digits;
    format!("{a}{b}{c}.{d}{e}{f}.{g}{h}{i}-{j}{k}")
}

/// The CNPJ of the head office of the `rank`-th company, formatted; unique for ranks below 10⁸, whenever the
/// companies were founded.
pub(crate) fn cnpj(seed: u64, rank: u64, founded: Date) -> String {
    let mut root = [0u8; 8];
    if founded < LETTERS {
        write_digits(&mut root, permuted(seed, NUMERIC, rank), 10);
    } else {
        write_digits(&mut root, root_with_letters(seed, rank), 36);
    }
    let mut number = [b'0'; 12];
    for (symbol, digit) in number.iter_mut().zip(root) {
        *symbol = if digit < 10 { b'0' } else { b'A' - 10 } + digit;
    }
    number[8..].copy_from_slice(HEAD_OFFICE);
    format_cnpj(&number)
}

/// The root of the `rank`-th company as a number in base 36, with at least one letter, so that it is nobody's
/// root of digits only.
fn root_with_letters(seed: u64, rank: u64) -> u64 {
    let key = key(seed, Purpose::Documents, WITH_LETTERS);
    // From a root with a letter to the next one on its cycle: again different for every rank.
    let mut root = permute(FIRST_WITH_LETTER + rank, ROOTS, key);
    while !has_letter(root) {
        root = permute(root, ROOTS, key);
    }
    root
}

fn has_letter(mut root: u64) -> bool {
    while root > 0 && root % 36 < 10 {
        root /= 36;
    }
    root > 0
}

/// A CNPJ with its check digits, of twelve letters or digits in ASCII.
fn format_cnpj(number: &[u8; 12]) -> String {
    let mut values = [0u8; 14];
    for (value, symbol) in values.iter_mut().zip(number) {
        *value = symbol - b'0';
    }
    values[12] = check_digit(&values[..12], 9);
    values[13] = check_digit(&values[..13], 9);
    let [a, b, c, d, e, f, g, h, i, j, k, l] = number.map(char::from);
    let [.., m, n] = values;
    format!("{a}{b}.{c}{d}{e}.{f}{g}{h}/{i}{j}{k}{l}-{m}{n}")
}

fn write_digits(digits: &mut [u8], mut number: u64, base: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = (number % base) as u8;
        number /= base;
    }
}

/// The modulo-11 check digit, with weights that count up from 2 at the right and restart after `highest`.
fn check_digit(values: &[u8], highest: u32) -> u8 {
    let weights = (2..=highest).cycle();
    let sum: u32 = values
        .iter()
        .rev()
        .zip(weights)
        .map(|(&value, weight)| u32::from(value) * weight)
        .sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => (11 - rest) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn check_digits_match_known_numbers() {
        assert_eq!(check_digit(&[1, 1, 1, 4, 4, 4, 7, 7, 7], 10), 3);
        assert_eq!(check_digit(&[1, 1, 1, 4, 4, 4, 7, 7, 7, 3], 11), 5);
        // Banco do Brasil, and the example of the Receita Federal.
        assert_eq!(format_cnpj(b"000000000001"), "00.000.000/0001-91");
        assert_eq!(format_cnpj(b"12ABC34501DE"), "12.ABC.345/01DE-35");
    }

    #[test]
    fn the_ninth_digit_is_the_fiscal_region() {
        assert!((0..100).all(|rank| cpf(1, 8, rank).as_bytes()[10] == b'8'));
    }

    #[test]
    fn numbers_do_not_repeat() {
        let mut seen = alloc::vec![0_u64; NUMBERS.div_ceil(64) as usize];
        for rank in 0..NUMBERS {
            let number = permuted(7, 3, rank);
            let bit = 1 << (number % 64);
            assert_eq!(seen[(number / 64) as usize] & bit, 0, "rank {rank}");
            seen[(number / 64) as usize] |= bit;
        }
    }

    #[test]
    fn every_rank_has_a_root_with_a_letter_to_begin_from() {
        assert!(has_letter(FIRST_WITH_LETTER) && has_letter(FIRST_WITH_LETTER + NUMBERS));
        const { assert!(FIRST_WITH_LETTER + NUMBERS < 11 * 36u64.pow(7)) };
        let roots: BTreeSet<u64> = (0..100_000)
            .map(|rank| root_with_letters(7, rank))
            .collect();
        assert_eq!(roots.len(), 100_000);
        assert!(roots.into_iter().all(has_letter));
        assert!(!has_letter(0) && !has_letter(9 * 36 + 9) && has_letter(10 * 36));
    }

    #[test]
    fn a_cnpj_has_letters_from_july_2026_on() {
        let root_has_letter = |founded, rank| {
            let text = cnpj(42, rank, founded);
            assert!(text.len() == 18 && &text[10..16] == "/0001-", "{text}");
            text[..10].bytes().any(|symbol| symbol.is_ascii_uppercase())
        };
        assert!((0..1_000).all(|rank| !root_has_letter(Date(LETTERS.0 - 1), rank)));
        assert!((0..1_000).all(|rank| root_has_letter(LETTERS, rank)));
    }

    #[test]
    fn values_are_stable() {
        assert_eq!((cpf(42, 8, 0).len(), cnpj(42, 0, LETTERS).len()), (14, 18));
    }
}
