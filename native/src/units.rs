//! Numbers, sizes and times as people read them: `1,000,000`, `30.00 GB`, `2 h 1 min`.

use std::time::Duration;

/// A size as people read it, in decimal units.
pub(crate) fn bytes_text(bytes: u64) -> String {
    let units = [
        (1_000_000_000_000_000, "PB"),
        (1_000_000_000_000, "TB"),
        (1_000_000_000, "GB"),
        (1_000_000, "MB"),
        (1_000, "kB"),
    ];
    match units.into_iter().find(|(factor, _)| bytes >= *factor) {
        Some((factor, unit)) => format!("{:.2} {unit}", bytes as f64 / factor as f64),
        None => format!("{bytes} B"),
    }
}

/// A length of time as people read it, in its two largest units.
pub(crate) fn time_text(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
    match units.into_iter().position(|(factor, _)| seconds >= factor) {
        None => format!("{:.2} s", time.as_secs_f64()),
        Some(first) => {
            let (factor, unit) = units[first];
            let (smaller, small_unit) = *units.get(first + 1).unwrap_or(&(1, "s"));
            match seconds % factor / smaller {
                0 => format!("{} {unit}", seconds / factor),
                rest => format!("{} {unit} {rest} {small_unit}", seconds / factor),
            }
        }
    }
}

/// A whole number with its digits grouped by threes.
pub(crate) fn count_text(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_units_and_groups() {
        assert_eq!(
            [0, 999, 1000, 1234567].map(count_text),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [12, 1_500, 30_000_000_000].map(bytes_text),
            ["12 B", "1.50 kB", "30.00 GB"]
        );
    }

    #[test]
    fn times_are_shown_in_two_units() {
        for (seconds, text) in [
            (0.25, "0.25 s"),
            (59.0, "59.00 s"),
            (59.7, "1 min"),
            (90.0, "1 min 30 s"),
            (3_600.0, "1 h"),
            (7_290.0, "2 h 1 min"),
            (604_800.0, "7 d"),
        ] {
            assert_eq!(time_text(Duration::from_secs_f64(seconds)), text);
        }
    }
}
