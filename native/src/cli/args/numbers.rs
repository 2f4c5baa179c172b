//! Numbers, sizes and times as people write them: `1_000_000`, `64.3M`, `30GB`, `512MiB`, `12h`.

use std::time::Duration;

/// Reads a whole number: digits, which `_` may group, and one of the suffixes k, M, G, T.
///
/// # Errors
/// What to give instead.
pub(in crate::cli) fn parse_count(text: &str) -> Result<u64, String> {
    let suffixes = [
        ("k", 1_000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
        ("T", 1_000_000_000_000),
    ];
    scaled(text, &suffixes, 1)
        .ok_or_else(|| "give a whole number such as 1000000, 1_000_000, 64.3M or 2G".into())
}

/// Reads a size in bytes, in decimal units (kB to PB) or binary ones (KiB to PiB).
///
/// # Errors
/// What to give instead.
pub(in crate::cli) fn parse_bytes(text: &str) -> Result<u64, String> {
    let units = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("TiB", 1 << 40),
        ("PiB", 1 << 50),
        ("kB", 1_000),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000),
        ("PB", 1_000_000_000_000_000),
        ("B", 1),
    ];
    scaled(text, &units, 0)
        .ok_or_else(|| "give a size with its unit, such as 500MB, 30GB or 28GiB".into())
}

/// Reads a length of time in seconds, minutes, hours or days: 90s, 15m, 12h, 7d.
///
/// # Errors
/// What to give instead.
pub(in crate::cli) fn parse_duration(text: &str) -> Result<Duration, String> {
    let units = [
        ("s", 1_000),
        ("m", 60_000),
        ("h", 3_600_000),
        ("d", 86_400_000),
    ];
    scaled(text, &units, 0)
        .map(Duration::from_millis)
        .ok_or_else(|| "give a length of time with its unit, such as 90s, 15m, 12h or 7d".into())
}

/// A number times the factor of its unit, if that is a whole number; `bare` is the factor without a unit,
/// or 0 if a unit is required.
fn scaled(text: &str, units: &[(&str, u64)], bare: u64) -> Option<u64> {
    let unit = units
        .iter()
        .find_map(|&(unit, factor)| Some((text.strip_suffix(unit)?.trim_end(), factor)));
    let (number, factor) = unit.unwrap_or((text, bare));
    if factor == 0 || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = number.replace('_', "");
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let unit_is_given = unit.is_some();
    if (digits.contains('.') && (!unit_is_given || decimals.is_empty())) || decimals.len() > 12 {
        return None;
    }
    let all_digits = [whole, decimals].concat();
    if !all_digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let product = all_digits
        .parse::<u128>()
        .ok()?
        .checked_mul(u128::from(factor))?;
    u64::try_from(product / 10u128.checked_pow(decimals.len() as u32)?).ok()
}

/// Reads bytes per second.
///
/// # Errors
/// What to give instead.
pub(in crate::cli) fn parse_bandwidth(text: &str) -> Result<u64, String> {
    parse_bytes(text)
        .ok()
        .filter(|bytes| (1_000..=1_000_000_000_000_000).contains(bytes))
        .ok_or_else(|| "give a size per second of 1kB or more, such as 125MB or 1.25GB".into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::units::{bytes_text, count_text};

    #[test]
    fn counts_are_read_as_people_write_them() {
        for (text, count) in [
            ("0", 0),
            ("1000000", 1_000_000),
            ("1_000_000", 1_000_000),
            ("64.3M", 64_300_000),
            ("2G", 2_000_000_000),
            ("268k", 268_000),
        ] {
            assert_eq!(parse_count(text), Ok(count), "{text}");
        }
        for text in [
            "",
            "M",
            "-1",
            "1.5",
            "1e6",
            "1,000",
            "1 000",
            "99999999999999999999",
            "20000000T",
            "_1",
        ] {
            assert!(parse_count(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("30GB", 30_000_000_000),
            ("1.5 GB", 1_500_000_000),
            ("28GiB", 28 << 30),
            ("500MB", 500_000_000),
            ("1024B", 1024),
            ("10kB", 10_000),
            ("1PB", 1_000_000_000_000_000),
        ] {
            assert_eq!(parse_bytes(text), Ok(bytes), "{text}");
        }
        for text in ["30", "GB", "30G", "30gigs", "-1GB", "1.GB", ""] {
            assert!(parse_bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_have_a_unit() {
        for (text, seconds) in [
            ("90s", 90.0),
            ("15m", 900.0),
            ("12h", 43_200.0),
            ("7d", 604_800.0),
            ("0.5s", 0.5),
        ] {
            assert_eq!(
                parse_duration(text),
                Ok(Duration::from_secs_f64(seconds)),
                "{text}"
            );
        }
        for text in ["", "12", "h", "-1h", "1w", "12 hours"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn whole_numbers_read_back_in_every_unit(number: u32, grouped: bool) {
            let digits = if grouped { count_text(number.into()).replace(',', "_") } else { number.to_string() };
            for (unit, factor) in [("", 1), ("k", 1_000), ("M", 1_000_000)] {
                prop_assert_eq!(parse_count(&format!("{digits}{unit}")), Ok(u64::from(number) * factor));
            }
            for (unit, factor) in [("B", 1), ("kB", 1_000), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("GiB", 1 << 30)] {
                prop_assert_eq!(parse_bytes(&format!("{digits}{unit}")), Ok(u64::from(number) * factor));
                prop_assert_eq!(parse_bytes(&format!("{digits} {unit}")), Ok(u64::from(number) * factor));
            }
            for (unit, seconds) in [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)] {
                let time = Duration::from_secs(u64::from(number) * seconds);
                prop_assert_eq!(parse_duration(&format!("{digits}{unit}")), Ok(time));
            }
        }

        #[test]
        fn decimals_are_exact(whole in 0..1_000_000_u64, decimals in 0..1_000_000_u64) {
            let micros = whole * 1_000_000 + decimals;
            prop_assert_eq!(parse_count(&format!("{whole}.{decimals:06}M")), Ok(micros));
            prop_assert_eq!(parse_bytes(&format!("{whole}.{decimals:06} MB")), Ok(micros));
        }

        #[test]
        fn what_is_shown_is_near_what_is_read(bytes: u64) {
            let shown = parse_bytes(&bytes_text(bytes)).expect("a size");
            prop_assert!(shown.abs_diff(bytes) <= bytes / 100, "{}", bytes_text(bytes));
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC*|[0-9_.]{0,40}[kMGTPiBsmhd ]{0,4}") {
            let _ = (parse_count(&text), parse_bytes(&text), parse_duration(&text));
        }
    }
}
