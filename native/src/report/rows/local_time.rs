//! [`LocalTime`]: a time in Brasília.

use fraudgen_core::calendar::{Date, HOUR, MINUTE, time_of_day};

/// A time in Brasília.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct LocalTime {
    pub(in crate::report) day: Date,
    /// From 1 for Monday to 7.
    pub(in crate::report) weekday: u32,
    pub(in crate::report) hour: u32,
    pub(in crate::report) minute: u32,
}

impl LocalTime {
    /// The local time of a time in microseconds UTC.
    pub(in crate::report) fn of(time: i64) -> Self {
        let (day, since_midnight) = (Date::of(time), time_of_day(time));
        Self {
            day,
            // 1970-01-01 was a Thursday.
            weekday: (day.0 + 3).rem_euclid(7) as u32 + 1,
            hour: (since_midnight / HOUR) as u32,
            minute: (since_midnight % HOUR / MINUTE) as u32,
        }
    }
}

/// Whether a day is the fifth business day of its month, by which salaries must be paid.
pub(in crate::report) fn is_payday(day: Date) -> bool {
    let (year, month, number) = day.civil();
    // With any holidays it lies in this range: for other days no calendar is needed.
    (5..=12).contains(&number) && day == Date::nth_business_day(year, month, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_that_of_brasilia() {
        // Friday, 5 December 2025, 02:30:15 UTC: still Thursday in Brasília.
        let time = Date::from_civil(2025, 12, 5).midnight() - 30 * MINUTE;
        let late = LocalTime {
            day: Date::from_civil(2025, 12, 4),
            weekday: 4,
            hour: 23,
            minute: 30,
        };
        assert_eq!(LocalTime::of(time), late);
        let early = LocalTime {
            day: Date::from_civil(2025, 12, 5),
            weekday: 5,
            hour: 0,
            minute: 30,
        };
        assert_eq!(LocalTime::of(time + HOUR), early);
    }

    #[test]
    fn every_payday_is_found() {
        assert!(is_payday(Date::from_civil(2025, 12, 5)));
        assert!(!is_payday(Date::from_civil(2025, 12, 4)));
        for month in 0..12 * 80 {
            let (year, month) = (2015 + month / 12, month as u32 % 12 + 1);
            let payday = Date::nth_business_day(year, month, 5);
            assert!(is_payday(payday), "{year}-{month}");
        }
    }
}
