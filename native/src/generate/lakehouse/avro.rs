//! [`Avro`]: values in Avro's binary encoding, and [`container`], files of them.

use serde_json::Value;

use crate::encode::parquet::put_zigzag;

/// Values of a record, one after the other.
#[derive(Debug, Default)]
pub(super) struct Avro(Vec<u8>);

impl Avro {
    /// An int or a long.
    pub(super) fn long(mut self, value: impl Into<i64>) -> Self {
        put_zigzag(value.into(), &mut self.0);
        self
    }

    /// Bytes or a string.
    pub(super) fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        put_zigzag(bytes.len() as i64, &mut self.0);
        self.0.extend_from_slice(bytes);
        self
    }

    /// The absent value of an optional field, whose type is a union of null and another.
    pub(super) fn none(self) -> Self {
        self.long(0)
    }

    /// A present value of an optional field follows.
    pub(super) fn some(self) -> Self {
        self.long(1)
    }

    /// An array.
    pub(super) fn array<T>(
        mut self,
        values: impl ExactSizeIterator<Item = T>,
        mut put: impl FnMut(Self, T) -> Self,
    ) -> Self {
        if values.len() > 0 {
            self = self.long(values.len() as i64);
        }
        values.fold(self, &mut put).long(0)
    }
}

/// A file of records.
pub(super) fn container(
    schema: &Value,
    metadata: &[(&str, String)],
    records: impl ExactSizeIterator<Item = Avro>,
) -> Vec<u8> {
    /// Marks the ends of blocks.
    const SYNC: [u8; 16] = *b"fraudgen's block";
    let own = [
        ("avro.schema", schema.to_string()),
        ("avro.codec", "null".into()),
    ];
    let entries: Vec<_> = own.iter().chain(metadata).collect();
    let header = Avro::default().array(entries.into_iter(), |header, (key, value)| {
        header.bytes(key).bytes(value)
    });
    let mut file = [b"Obj\x01", &header.0[..], &SYNC].concat();
    let count = records.len() as i64;
    let records: Vec<u8> = records.flat_map(|record| record.0).collect();
    if count > 0 {
        file.extend(Avro::default().long(count).bytes(records).0);
        file.extend(SYNC);
    }
    file
}
