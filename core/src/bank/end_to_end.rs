//! [`EndToEnd`]: Pix end-to-end ids, written with digit tables because about half of the rows have one.

use crate::calendar::{DAY, Date, MINUTE};
use crate::catalog::banks::BANKS;
use crate::random::rng::{Keys, Purpose, mix, scale};

/// Numbers below 100 as two decimal digits, and below 62² = 3,844 as two digits of base 62.
const DECIMAL: [[u8; 2]; 100] = pairs();
const BASE_62: [[u8; 2]; 3844] = pairs();
/// 62¹⁰, of which 64 bits hold 22.
const TEN_DIGITS: u64 = 62_u64.pow(10);
/// ISPB of each bank, as eight digits.
const ISPB: [[u8; 8]; BANKS.len()] = ispb();

/// Writes each id over the previous one.
#[derive(Debug)]
pub(crate) struct EndToEnd {
    text: [u8; 32],
    /// The day in the text, to rewrite it only when it changes.
    day: i64,
    keys: Keys,
}

impl EndToEnd {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            text: [b'E'; 32],
            day: i64::MIN,
            keys: Keys::new(seed, Purpose::EndToEnd),
        }
    }

    /// E, the payer's ISPB, the minute in UTC, and 11 characters that the institution may choose: the row's number,
    /// encrypted. No two rows have the same, because each step can be undone: a key is one to one; its last ten
    /// digits are written as they are, and turn the first one, which they tell back.
    pub(crate) fn id(&mut self, bank: u16, time: i64, transaction: i64) -> &str {
        let (day, minute) = (time.div_euclid(DAY), time.rem_euclid(DAY) / MINUTE);
        if self.day != day {
            let (year, month, date) = Date(day as i32).civil();
            self.set(9, year as usize / 100);
            self.set(11, year as usize % 100);
            self.set(13, month as usize);
            self.set(15, date as usize);
            self.day = day;
        }
        self.text[1..9].copy_from_slice(&ISPB[usize::from(bank)]);
        self.set(17, minute as usize / 60);
        self.set(19, minute as usize % 60);
        let key = self.keys.of(transaction as u64);
        let (first, mut rest) = (key / TEN_DIGITS, key % TEN_DIGITS);
        // Alone, the first digit would be below 22.
        let turned = (first + scale(mix(rest), 62)) % 62;
        self.text[21] = BASE_62[turned as usize][1];
        for pair in self.text[22..].rchunks_exact_mut(2) {
            pair.copy_from_slice(&BASE_62[(rest % 3844) as usize]);
            rest /= 3844;
        }
        core::str::from_utf8(&self.text).unwrap_or_default()
    }

    fn set(&mut self, position: usize, number: usize) {
        self.text[position..position + 2].copy_from_slice(&DECIMAL[number]);
    }
}

/// All pairs of digits of base √N.
const fn pairs<const N: usize>() -> [[u8; 2]; N] {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let base = N.isqrt();
    let mut pairs = [[0; 2]; N];
    let mut number = 0;
    while number < N {
        pairs[number] = [DIGITS[number / base], DIGITS[number % base]];
        number += 1;
    }
    pairs
}

const fn ispb() -> [[u8; 8]; BANKS.len()] {
    let mut texts = [[b'0'; 8]; BANKS.len()];
    let mut bank = 0;
    while bank < BANKS.len() {
        let (mut rest, mut position) = (BANKS[bank].ispb, 8);
        while position > 0 {
            position -= 1;
            texts[bank][position] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        bank += 1;
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::HOUR;
    use alloc::collections::BTreeSet;
    use alloc::string::String;

    #[test]
    fn an_id_is_bank_minute_and_eleven_characters() {
        let mut ids = EndToEnd::new(1);
        let ispb = alloc::format!("{:08}", BANKS[1].ispb);
        let day = i64::from(Date::from_civil(2025, 12, 31).0) * DAY;
        let id = ids.id(1, day + 23 * HOUR + 59 * MINUTE + 1, 5);
        assert_eq!(&id[..21], alloc::format!("E{ispb}202512312359"));
        let id = ids.id(1, day + DAY, 6);
        assert_eq!(&id[..21], alloc::format!("E{ispb}202601010000"));
        assert!(
            id.len() == 32
                && id
                    .bytes()
                    .all(|character| character.is_ascii_alphanumeric())
        );
    }

    #[test]
    fn ids_of_consecutive_rows_differ_in_every_character() {
        let (mut ids, mut found) = (EndToEnd::new(1), BTreeSet::new());
        let mut counts = [[0; 128]; 11];
        for transaction in 0..62_000 {
            let id = String::from(&ids.id(1, 0, transaction)[21..]);
            for (position, character) in id.bytes().enumerate() {
                counts[position][usize::from(character)] += 1;
            }
            found.insert(id);
        }
        assert_eq!(found.len(), 62_000);
        for counts in counts {
            let used = counts.iter().filter(|&&count| count > 0);
            assert!(
                used.clone().count() == 62
                    && used.into_iter().all(|count| (800..1_200).contains(count))
            );
        }
    }

    #[test]
    fn an_id_tells_the_key_of_its_row() {
        let value = |digits: &[u8]| {
            let digit = |character: &u8| {
                BASE_62[..62]
                    .iter()
                    .position(|pair| pair[1] == *character)
                    .expect("a digit") as u64
            };
            digits
                .iter()
                .fold(0, |sum, character| sum * 62 + digit(character))
        };
        let mut ids = EndToEnd::new(7);
        for transaction in (0..1_000).chain((1 << 52)..(1 << 52) + 1_000) {
            let text = String::from(&ids.id(1, 0, transaction)[21..]);
            let (first, rest) = (value(&text.as_bytes()[..1]), value(&text.as_bytes()[1..]));
            let first = (first + 62 - scale(mix(rest), 62)) % 62;
            assert_eq!(first * TEN_DIGITS + rest, ids.keys.of(transaction as u64));
        }
    }
}
