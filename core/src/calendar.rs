//! Civil dates, Brazil's bank holidays, business days and paydays.
//!
//! All local times are in Brasília time, UTC−3; Brazil has had no daylight saving time since 2019.

use core::fmt;
use core::ops::Range;
use core::str::FromStr;

use alloc::string::String;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day.
pub const DAY: i64 = 24 * HOUR;
/// Offset from Brasília time to UTC, in microseconds.
pub const BRASILIA_TO_UTC: i64 = 3 * HOUR;

/// A civil date: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(pub i32);

impl Date {
    /// The date of a year, month and day of month in the proleptic Gregorian calendar.
    pub const fn from_civil(year: i32, month: u32, day: u32) -> Self {
        let (month, day) = (month as i32, day as i32);
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y - era * 400;
        let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month (1 to 12) and day of month; correct for some 30,000 years around 1970 (Neri and Schneider,
    /// 2023: multiplications instead of divisions).
    pub const fn civil(self) -> (i32, u32, u32) {
        // Shifts the epoch by whole eras of 400 years, so that days and years are never negative.
        const ERAS: i32 = 82;
        let days = (self.0 + 719_468 + ERAS * 146_097) as u32;
        let of_century = (4 * days + 3) % 146_097 / 4;
        let century = (4 * days + 3) / 146_097;
        let scaled = 2_939_745 * (4 * of_century + 3) as u64;
        let day_of_year = scaled as u32 / 2_939_745 / 4;
        let shifted = 2_141 * day_of_year + 197_913;
        let (month, day) = (shifted >> 16, (shifted & 0xffff) / 2_141 + 1);
        let in_next_year = day_of_year >= 306;
        let year = (100 * century + (scaled >> 32) as u32 + in_next_year as u32) as i32;
        (
            year - ERAS * 400,
            if in_next_year { month - 12 } else { month },
            day,
        )
    }

    /// Day of the week: Monday is 0, Sunday is 6.
    pub const fn weekday(self) -> u32 {
        (self.0 + 3).rem_euclid(7) as u32
    }

    /// Whether it is a Saturday or Sunday.
    pub const fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }

    /// Whether banks are closed nationwide on this date, weekends aside: the national holidays of Law
    /// 662/1949 and later laws, Carnival, Good Friday and Corpus Christi.
    pub const fn is_bank_holiday(self) -> bool {
        let (year, month, day) = self.civil();
        let fixed = matches!(
            (month, day),
            (1, 1) | (4, 21) | (5, 1) | (9, 7) | (10, 12) | (11, 2) | (11, 15) | (12, 25)
        ) || (month == 11 && day == 20 && year >= 2024);
        // From Carnival to Corpus Christi.
        let movable = matches!(month, 2..=6);
        fixed || movable && matches!(self.0 - easter(year).0, -48 | -47 | -2 | 60)
    }

    /// Whether banks are open, so that TED and boletos settle.
    pub const fn is_business_day(self) -> bool {
        !self.is_weekend() && !self.is_bank_holiday()
    }

    /// This date, or the first business day after it.
    pub const fn next_business_day(self) -> Self {
        let mut date = self;
        while !date.is_business_day() {
            date.0 += 1;
        }
        date
    }

    /// This date, or the last business day before it.
    pub const fn previous_business_day(self) -> Self {
        let mut date = self;
        while !date.is_business_day() {
            date.0 -= 1;
        }
        date
    }

    /// The `n`-th business day (from 1) of a month; by law salaries are due by the fifth.
    pub const fn nth_business_day(year: i32, month: u32, n: u32) -> Self {
        let mut date = Self::from_civil(year, month, 1).next_business_day();
        let mut left = n;
        while left > 1 {
            date = Self(date.0 + 1).next_business_day();
            left -= 1;
        }
        date
    }

    /// Black Friday: the day after the fourth Thursday of November.
    pub const fn black_friday(year: i32) -> Self {
        let first = Self::from_civil(year, 11, 1);
        Self(first.0 + (3 - first.weekday() as i32).rem_euclid(7) + 22)
    }

    /// The start of the day in Brasília, in microseconds UTC.
    pub const fn midnight(self) -> i64 {
        self.0 as i64 * DAY + BRASILIA_TO_UTC
    }

    /// The date in Brasília at a time in microseconds UTC.
    pub const fn of(time: i64) -> Self {
        Self((time - BRASILIA_TO_UTC).div_euclid(DAY) as i32)
    }
}

/// A calendar month, numbered from January of year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(pub(crate) i32);

impl Month {
    /// A month (1 to 12) of a year.
    pub(crate) const fn new(year: i32, month: u32) -> Self {
        Self(year * 12 + month as i32 - 1)
    }

    /// The month of a date.
    pub(crate) const fn of(date: Date) -> Self {
        let (year, month, _) = date.civil();
        Self::new(year, month)
    }

    pub(crate) const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }
}

/// Microseconds since midnight in Brasília at a time in microseconds UTC.
pub const fn time_of_day(time: i64) -> i64 {
    (time - BRASILIA_TO_UTC).rem_euclid(DAY)
}

/// Easter Sunday (Meeus, Jones and Butcher).
const fn easter(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = h + l - 7 * m;
    let month = (n + 90) / 25;
    Date::from_civil(year, month as u32, ((n + 33 * month + 19) % 32) as u32)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write it as YYYY-MM-DD, such as 2025-01-31")]
pub struct DateError(String);

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text).ok_or_else(|| DateError(text.into()))
    }
}

fn parse(text: &str) -> Option<Date> {
    let number = |range: Range<usize>| -> Option<u32> {
        let digits = text.get(range)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    if text.len() != 10 || text.get(4..5)? != "-" || text.get(7..8)? != "-" {
        return None;
    }
    let (year, month, day) = (number(0..4)? as i32, number(5..7)?, number(8..10)?);
    let date = Date::from_civil(year, month, day);
    (date.civil() == (year, month, day)).then_some(date)
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// The year and month of every month that overlaps a period.
pub(crate) fn months(period: Range<Date>) -> impl Iterator<Item = (i32, u32)> {
    let (year, month, _) = period.start.civil();
    (0..)
        .map(move |index| {
            (
                year + (month as i32 - 1 + index) / 12,
                (month as i32 - 1 + index) as u32 % 12 + 1,
            )
        })
        .take_while(move |&(year, month)| Date::from_civil(year, month, 1) < period.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn dates_survive_the_round_trip() {
        for day in (-200_000..200_000).step_by(37) {
            let (year, month, dom) = Date(day).civil();
            assert_eq!(Date::from_civil(year, month, dom), Date(day));
        }
        assert_eq!(Date::from_civil(2025, 1, 1).to_string(), "2025-01-01");
        assert_eq!("2024-02-29".parse(), Ok(Date::from_civil(2024, 2, 29)));
    }

    #[test]
    fn invalid_dates_are_rejected() {
        for text in [
            "2025-02-29",
            "2025-13-01",
            "25-01-01",
            "2025/01/01",
            "+025-01-01",
            "2025-01-0é",
            "",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn bank_holidays_of_2025_match_febraban() {
        let holidays: alloc::vec::Vec<_> = (0..365)
            .map(|d| Date(Date::from_civil(2025, 1, 1).0 + d))
            .filter(|d| d.is_bank_holiday() && !d.is_weekend())
            .map(|d| (d.civil().1, d.civil().2))
            .collect();
        assert_eq!(
            holidays,
            [
                (1, 1),
                (3, 3),
                (3, 4),
                (4, 18),
                (4, 21),
                (5, 1),
                (6, 19),
                (11, 20),
                (12, 25)
            ]
        );
    }

    #[test]
    fn paydays_and_black_friday_fall_on_known_dates() {
        assert_eq!(
            Date::nth_business_day(2024, 4, 5),
            Date::from_civil(2024, 4, 5)
        );
        assert_eq!(
            Date::nth_business_day(2025, 12, 5),
            Date::from_civil(2025, 12, 5)
        );
        assert_eq!(Date::black_friday(2025), Date::from_civil(2025, 11, 28));
        assert_eq!(Date::black_friday(2024), Date::from_civil(2024, 11, 29));
    }

    #[test]
    fn the_local_day_starts_at_three_utc() {
        let date = Date::from_civil(2025, 6, 1);
        assert_eq!(Date::of(date.midnight()), date);
        assert_eq!(Date::of(date.midnight() - 1), Date(date.0 - 1));
        assert_eq!(time_of_day(date.midnight() + HOUR), HOUR);
    }

    #[test]
    fn months_are_numbered_in_order() {
        let december = Month::of(Date::from_civil(2024, 12, 31));
        assert_eq!(december, Month::new(2024, 12));
        assert_eq!(Month(december.0 + 1), Month::new(2025, 1));
        assert_eq!(
            (december.year(), Month(december.0 + 1).year()),
            (2024, 2025)
        );
    }

    #[test]
    fn months_cover_the_period() {
        let period = Date::from_civil(2024, 11, 15)..Date::from_civil(2025, 2, 1);
        assert!(months(period).eq([(2024, 11), (2024, 12), (2025, 1)]));
    }
}
