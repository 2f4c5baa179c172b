//! Keys: the values of any column as integers in the same order.

/// The key of null.
pub(in crate::report) const NULL: i64 = i64::MIN;

/// The key of a float; keys are in the order of the floats.
pub(super) fn key_of(number: f32) -> i64 {
    let bits = i64::from(number.to_bits() as i32);
    // Negative zero is zero.
    if bits < 0 {
        i64::from(i32::MIN) - bits
    } else {
        bits
    }
}

/// The float that has a key.
pub(in crate::report) fn number_of(key: i64) -> f32 {
    let bits = key as i32;
    f32::from_bits(if bits < 0 {
        (i64::from(i32::MIN) - key) as i32
    } else {
        bits
    } as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_the_numbers() {
        let numbers = [f32::MIN, -2.5, -1e-30, -0.0, 1e-30, 0.1, 2.5, f32::MAX];
        let keys = numbers.map(key_of);
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        assert_eq!(key_of(0.0), key_of(-0.0));
        assert_eq!(keys.map(number_of), numbers);
    }
}
