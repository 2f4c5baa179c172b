//! CPF and CNPJ: unique numbers with valid check digits, derived from ranks.

use alloc::format;
use alloc::string::String;

use crate::random::rng::{Purpose, key, mix};

/// Available numbers in each fiscal region (eight free digits), and for companies.
pub(super) const NUMBERS: u64 = 100_000_000;
const HALF: u64 = 10_000;

/// A keyed permutation of 0..10⁸: a Feistel network on two halves of four digits.
fn permute(seed: u64, domain: u64, rank: u64) -> u64 {
    let key = key(seed, Purpose::Documents, domain);
    let (mut left, mut right) = (rank % NUMBERS / HALF, rank % HALF);
    for round in 0..4 {
        (left, right) = (
            right,
            (left + mix(key ^ (right << 8 | round)) % HALF) % HALF,
        );
    }
    left * HALF + right
}

/// The CPF of the `rank`-th person of a fiscal region, formatted; unique for ranks below 10⁸.
pub(crate) fn cpf(seed: u64, region: u8, rank: u64) -> String {
    let base = permute(seed, u64::from(region), rank) * 10 + u64::from(region);
    let mut digits = [0u8; 11];
    write_digits(&mut digits[..9], base);
    digits[9] = check_digit(&digits[..9], 10);
    digits[10] = check_digit(&digits[..10], 11);
    let [a, b, c, d, e, f, g, h, i, j, k] = digits;
    format!("{a}{b}{c}.{d}{e}{f}.{g}{h}{i}-{j}{k}")
}

/// The CNPJ of the head office of the `rank`-th company, formatted; unique for ranks below 10⁸.
pub(crate) fn cnpj(seed: u64, rank: u64) -> String {
    let base = permute(seed, u64::from(u8::MAX), rank) * HALF + 1;
    let mut digits = [0u8; 14];
    write_digits(&mut digits[..12], base);
    digits[12] = check_digit(&digits[..12], 9);
    digits[13] = check_digit(&digits[..13], 9);
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = digits;
    format!("{a}{b}.{c}{d}{e}.{f}{g}{h}/{i}{j}{k}{l}-{m}{n}")
}

fn write_digits(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = (number % 10) as u8;
        number /= 10;
    }
}

/// The modulo-11 check digit, with weights that count up from 2 at the right and restart after `highest`.
fn check_digit(digits: &[u8], highest: u32) -> u8 {
    let weights = (2..=highest).cycle();
    let sum: u32 = digits
        .iter()
        .rev()
        .zip(weights)
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => (11 - rest) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_match_known_numbers() {
        assert_eq!(check_digit(&[1, 1, 1, 4, 4, 4, 7, 7, 7], 10), 3);
        assert_eq!(check_digit(&[1, 1, 1, 4, 4, 4, 7, 7, 7, 3], 11), 5);
        // Banco do Brasil: 00.000.000/0001-91
        assert_eq!(check_digit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 9), 9);
        assert_eq!(check_digit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9], 9), 1);
    }

    #[test]
    fn the_ninth_digit_is_the_fiscal_region() {
        assert!((0..100).all(|rank| cpf(1, 8, rank).as_bytes()[10] == b'8'));
    }

    #[test]
    fn numbers_do_not_repeat() {
        let mut seen = alloc::vec![0_u64; NUMBERS.div_ceil(64) as usize];
        for rank in 0..NUMBERS {
            let number = permute(7, 3, rank);
            let bit = 1 << (number % 64);
            assert_eq!(seen[(number / 64) as usize] & bit, 0, "rank {rank}");
            seen[(number / 64) as usize] |= bit;
        }
    }

    #[test]
    fn values_are_stable() {
        assert_eq!((cpf(42, 8, 0).len(), cnpj(42, 0).len()), (14, 18));
    }
}
