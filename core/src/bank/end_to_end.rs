//! [`EndToEnd`]: Pix end-to-end ids, written with digit tables because about half of the rows have one.

use crate::calendar::{DAY, Date, MINUTE};
use crate::catalog::banks::BANKS;

/// Numbers below 100 as two decimal digits, and below 36² = 1,296 as two digits of base 36.
const DECIMAL: [[u8; 2]; 100] = pairs();
const BASE_36: [[u8; 2]; 1296] = pairs();
/// ISPB of each bank, as eight digits.
const ISPB: [[u8; 8]; BANKS.len()] = ispb();

/// Writes each id over the previous one.
#[derive(Debug)]
pub(crate) struct EndToEnd {
    text: [u8; 32],
    /// The day in the text, to rewrite it only when it changes.
    day: i64,
}

impl EndToEnd {
    pub(crate) fn new() -> Self {
        Self {
            text: [b'E'; 32],
            day: i64::MIN,
        }
    }

    /// E, the payer's ISPB, the minute in UTC, and 11 characters that the institution may choose: the row's
    /// number.
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
        let mut rest = transaction as u64;
        for pair in self.text[22..].rchunks_exact_mut(2) {
            pair.copy_from_slice(&BASE_36[(rest % 1296) as usize]);
            rest /= 1296;
        }
        self.text[21] = BASE_36[(rest % 36) as usize][1];
        core::str::from_utf8(&self.text).unwrap_or_default()
    }

    fn set(&mut self, position: usize, number: usize) {
        self.text[position..position + 2].copy_from_slice(&DECIMAL[number]);
    }
}

/// All pairs of digits of base √N.
const fn pairs<const N: usize>() -> [[u8; 2]; N] {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
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

    #[test]
    fn an_id_is_bank_minute_and_number() {
        let mut ids = EndToEnd::new();
        let ispb = alloc::format!("{:08}", BANKS[1].ispb);
        let day = i64::from(Date::from_civil(2025, 12, 31).0) * DAY;
        let id = ids.id(1, day + 23 * HOUR + 59 * MINUTE + 1, 36 * 36 + 35);
        assert_eq!(id, alloc::format!("E{ispb}2025123123590000000010Z"));
        let id = ids.id(1, day + DAY, 36_i64.pow(10));
        assert_eq!(id, alloc::format!("E{ispb}20260101000010000000000"));
    }
}
