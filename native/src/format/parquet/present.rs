//! What nulls leave: the present values of a column, and where they stand.

use fraudgen_core::column::Bits;

/// Calls `each` with every row that holds a value, in order.
#[inline]
pub(super) fn for_each_present(rows: usize, validity: Option<&Bits>, mut each: impl FnMut(usize)) {
    let Some(validity) = validity else {
        (0..rows).for_each(each);
        return;
    };
    for (index, chunk) in validity.as_bytes().chunks(8).enumerate() {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        let mut word = u64::from_le_bytes(bytes);
        if word == u64::MAX {
            (index * 64..index * 64 + 64).for_each(&mut each);
            continue;
        }
        while word != 0 {
            each(index * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}

/// Appends the present values.
pub(super) fn extend_present<T: Copy>(out: &mut Vec<T>, values: &[T], validity: Option<&Bits>) {
    match validity {
        None => out.extend_from_slice(values),
        Some(_) => for_each_present(values.len(), validity, |row| out.push(values[row])),
    }
}

/// A growing run of bits, least significant first.
#[derive(Debug, Default)]
pub(super) struct BitRun {
    bytes: Vec<u8>,
    len: usize,
    ones: usize,
}

impl BitRun {
    /// Appends bits, byte by byte.
    pub(super) fn extend(&mut self, bits: &Bits) {
        self.ones += bits.count_ones();
        let shift = self.len % 8;
        self.len += bits.len();
        if shift == 0 {
            self.bytes.extend_from_slice(bits.as_bytes());
            return;
        }
        for &byte in bits.as_bytes() {
            if let Some(last) = self.bytes.last_mut() {
                *last |= byte << shift;
            }
            self.bytes.push(byte >> (8 - shift));
        }
        self.bytes.truncate(self.len.div_ceil(8));
    }

    /// Appends one bit.
    pub(super) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
        self.ones += usize::from(bit);
    }

    /// The packed bytes; bits beyond the length are 0.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many bits there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many of them are set.
    pub(super) fn ones(&self) -> usize {
        self.ones
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        (self.len, self.ones) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(len: usize, set: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::default();
        (0..len).for_each(|row| bits.push(set(row)));
        bits
    }

    #[test]
    fn present_rows_are_found() {
        for len in [0, 1, 63, 64, 65, 200] {
            let validity = bits(len, |row| row % 3 != 1 || (64..128).contains(&row));
            let mut found = Vec::new();
            for_each_present(len, Some(&validity), |row| found.push(row));
            assert_eq!(
                found,
                (0..len)
                    .filter(|&row| validity.get(row))
                    .collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn runs_join_at_any_bit() {
        let mut run = BitRun::default();
        let mut expected = Vec::new();
        for (index, len) in [3, 8, 0, 13, 64, 1, 7].into_iter().enumerate() {
            let set = |row: usize| (row + index) % 3 == 0;
            run.extend(&bits(len, set));
            expected.extend((0..len).map(set));
        }
        run.push(true);
        expected.push(true);
        assert_eq!(run.len(), expected.len());
        assert_eq!(run.ones(), expected.iter().filter(|bit| **bit).count());
        assert_eq!(run.as_bytes().len(), expected.len().div_ceil(8));
        for (at, &bit) in expected.iter().enumerate() {
            assert_eq!(run.as_bytes()[at / 8] >> (at % 8) & 1 == 1, bit, "bit {at}");
        }
    }
}
