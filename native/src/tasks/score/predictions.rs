//! [`read`]: the scores of a file of predictions, one for each row of the truth.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::error::Error;
use crate::storage;
use crate::tasks::truth::Truth;

/// The column of the scores.
const SCORE: &str = "score";
/// What a Parquet file begins with.
const MAGIC: &[u8; 4] = b"PAR1";

/// Why predictions cannot be scored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PredictionsError {
    /// The file cannot be read.
    #[error(transparent)]
    File(Box<Error>),
    /// The file is empty.
    #[error("{path} is empty: give one row for each row of `test`, with `{key}` and `score`")]
    Empty {
        /// The file.
        path: String,
        /// The column of keys.
        key: &'static str,
    },
    /// The file is neither Parquet nor CSV.
    #[error("{path} is neither Parquet nor CSV that can be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why it is not.
        reason: String,
    },
    /// A column is missing.
    #[error("{path} has no column `{column}`, only {found}: give `{key}` and `score`")]
    NoColumn {
        /// The file.
        path: String,
        /// The column.
        column: &'static str,
        /// The columns that it has.
        found: String,
        /// The column of keys.
        key: &'static str,
    },
    /// A column is of another type.
    #[error("{path}: the column `{column}` is {found}: give {wanted}")]
    Type {
        /// The file.
        path: String,
        /// The column.
        column: &'static str,
        /// Its type, or a value.
        found: String,
        /// The type that it should have.
        wanted: &'static str,
    },
    /// Rows do not match those of test.
    #[error("{path}: {}. Give one finite score for each row of `test`", problems.join("; "))]
    Rows {
        /// The file.
        path: String,
        /// What is wrong, with the first key of each kind.
        problems: Vec<String>,
    },
}

impl From<Error> for PredictionsError {
    fn from(error: Error) -> Self {
        Self::File(Box::new(error))
    }
}

/// The scores of a file in Parquet or CSV for the rows of a truth, in their order.
///
/// # Errors
/// The file cannot be read, or it has not one finite score for each row.
pub fn read(truth: &Truth, path: &Path) -> Result<Vec<f64>, PredictionsError> {
    let (key, name) = (truth.kind.key(), path.display().to_string());
    let io = |error| PredictionsError::from(Error::io("read", path)(error));
    let file = storage::open(path)?;
    let mut file = file.ok_or_else(|| io(std::io::ErrorKind::NotFound.into()))?;
    let mut scores = Scores::new(truth);
    let mut start = Vec::new();
    (&mut file).take(4).read_to_end(&mut start).map_err(io)?;
    file.rewind().map_err(io)?;
    if start.is_empty() {
        return Err(PredictionsError::Empty { path: name, key });
    }
    match start == MAGIC {
        true => read_parquet(file, &name, key, &mut scores)?,
        false => read_csv(file, &name, key, &mut scores)?,
    }
    scores.finish(name, key)
}

fn read_parquet(
    file: File,
    path: &str,
    key: &'static str,
    scores: &mut Scores<'_>,
) -> Result<(), PredictionsError> {
    let unreadable = |error: &dyn std::error::Error| PredictionsError::Unreadable {
        path: path.into(),
        reason: format!("{error}; write it with the compression snappy or zstd, or none"),
    };
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| unreadable(&error))?;
    let names: Vec<_> = reader
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    check_columns(path, key, &names)?;
    let mask = ProjectionMask::columns(reader.parquet_schema(), [key, SCORE]);
    let batches = reader
        .with_projection(mask)
        .build()
        .map_err(|error| unreadable(&error))?;
    for batch in batches {
        let batch = batch.map_err(|error| unreadable(&error))?;
        let keys = column(&batch, path, key, DataType::is_integer, "whole numbers")?;
        let values = column(&batch, path, SCORE, DataType::is_numeric, "numbers")?;
        let keys = cast(&keys, &DataType::Int64).map_err(|error| unreadable(&error))?;
        let values = cast(&values, &DataType::Float64).map_err(|error| unreadable(&error))?;
        let (keys, values) = (
            keys.as_primitive::<Int64Type>(),
            values.as_primitive::<Float64Type>(),
        );
        for row in 0..batch.num_rows() {
            let key = keys.is_valid(row).then(|| keys.value(row));
            let score = values.is_valid(row).then(|| values.value(row));
            scores.add(key, score.unwrap_or(f64::NAN));
        }
    }
    Ok(())
}

/// A column, if its type is right.
fn column(
    batch: &RecordBatch,
    path: &str,
    name: &'static str,
    is_right: fn(&DataType) -> bool,
    wanted: &'static str,
) -> Result<arrow::array::ArrayRef, PredictionsError> {
    let column = batch.column_by_name(name).cloned();
    let column = column.ok_or_else(|| PredictionsError::NoColumn {
        path: path.into(),
        column: name,
        found: "a group".into(),
        key: name,
    })?;
    match is_right(column.data_type()) {
        true => Ok(column),
        false => Err(PredictionsError::Type {
            path: path.into(),
            column: name,
            found: column.data_type().to_string(),
            wanted,
        }),
    }
}

fn read_csv(
    file: File,
    path: &str,
    key: &'static str,
    scores: &mut Scores<'_>,
) -> Result<(), PredictionsError> {
    let unreadable = |error: csv::Error| PredictionsError::Unreadable {
        path: path.into(),
        reason: error.to_string(),
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(file);
    let names: Vec<_> = reader
        .headers()
        .map_err(unreadable)?
        .iter()
        .map(String::from)
        .collect();
    check_columns(path, key, &names)?;
    let position = |column| names.iter().position(|name| name == column).unwrap_or(0);
    let positions = [position(key), position(SCORE)];
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let [id, score] = positions.map(|position| record.get(position).unwrap_or_default());
        let wrong = |column, value: &str, wanted| PredictionsError::Type {
            path: path.into(),
            column,
            found: format!(
                "{value:?} in line {}",
                record.position().map_or(0, csv::Position::line)
            ),
            wanted,
        };
        let id = id.parse().map_err(|_| wrong(key, id, "whole numbers"))?;
        let score = score.parse().map_err(|_| wrong(SCORE, score, "numbers"))?;
        scores.add(Some(id), score);
    }
    Ok(())
}

fn check_columns(path: &str, key: &'static str, names: &[String]) -> Result<(), PredictionsError> {
    let missing = [key, SCORE]
        .into_iter()
        .find(|column| !names.iter().any(|name| name == column));
    missing.map_or(Ok(()), |column| {
        // What is no CSV may be one long line of anything.
        let found: String = names.join(", ").chars().take(200).collect();
        Err(PredictionsError::NoColumn {
            path: path.into(),
            column,
            found: format!("{found:?}"),
            key,
        })
    })
}

/// How many keys something is wrong with, and the first of them.
#[derive(Debug, Default)]
struct Wrong(u64, Option<i64>);

impl Wrong {
    fn add(&mut self, key: Option<i64>) {
        self.0 += 1;
        self.1 = self.1.or(key);
    }

    fn text(&self, what: &str, key: &str) -> Option<String> {
        let first = self.1.map_or("null".into(), |first| first.to_string());
        (self.0 > 0).then(|| format!("{} {what} (the first has {key} {first})", self.0))
    }
}

/// Scores as they are read.
#[derive(Debug)]
struct Scores<'a> {
    truth: &'a Truth,
    rows: HashMap<i64, usize>,
    /// None where a row has not been read.
    scores: Vec<Option<f64>>,
    unknown: Wrong,
    doubled: Wrong,
    not_finite: Wrong,
    read: u64,
}

impl<'a> Scores<'a> {
    fn new(truth: &'a Truth) -> Self {
        Self {
            truth,
            rows: truth
                .rows
                .iter()
                .enumerate()
                .map(|(index, row)| (row.id, index))
                .collect(),
            scores: vec![None; truth.rows.len()],
            unknown: Wrong::default(),
            doubled: Wrong::default(),
            not_finite: Wrong::default(),
            read: 0,
        }
    }

    fn add(&mut self, key: Option<i64>, score: f64) {
        self.read += 1;
        let row = key.and_then(|key| self.rows.get(&key));
        let Some(place) = row.map(|row| &mut self.scores[*row]) else {
            return self.unknown.add(key);
        };
        if place.replace(score).is_some() {
            self.doubled.add(key);
        }
        if !score.is_finite() {
            self.not_finite.add(key);
        }
    }

    fn finish(self, path: String, key: &'static str) -> Result<Vec<f64>, PredictionsError> {
        if self.read == 0 {
            return Err(PredictionsError::Empty { path, key });
        }
        let mut missing = Wrong::default();
        for (row, score) in self.truth.rows.iter().zip(&self.scores) {
            if score.is_none() {
                missing.add(Some(row.id));
            }
        }
        let problems: Vec<_> = [
            missing.text("rows of test have no score", key),
            self.doubled.text("rows are there again", key),
            self.unknown.text("rows are not in test", key),
            self.not_finite.text("scores are not finite", key),
        ]
        .into_iter()
        .flatten()
        .collect();
        match problems.is_empty() {
            true => Ok(self.scores.into_iter().flatten().collect()),
            false => Err(PredictionsError::Rows { path, problems }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use arrow::array::{Float32Array, Int32Array, StringArray, UInt64Array};
    use parquet::arrow::ArrowWriter;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;
    use tempfile::NamedTempFile;

    use super::*;
    use crate::tasks::{Kind, Row};

    fn truth() -> Truth {
        let row = |id| Row {
            id,
            customer: id,
            time: 0,
            value: 0,
            group: None,
            case: None,
        };
        Truth {
            kind: Kind::Row,
            rows: [3, 5, 8].map(row).to_vec(),
            groups: Vec::new(),
        }
    }

    fn file(bytes: &[u8]) -> NamedTempFile {
        let mut file = NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        file
    }

    fn refusal(file: &NamedTempFile) -> String {
        read(&truth(), file.path())
            .expect_err("refused")
            .to_string()
    }

    fn parquet(columns: Vec<(&str, arrow::array::ArrayRef)>) -> NamedTempFile {
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let file = NamedTempFile::new().expect("a file");
        let handle = file.reopen().expect("a handle");
        // As pandas and pyarrow do by default.
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let writer = ArrowWriter::try_new(handle, batch.schema(), Some(properties.build()));
        let mut writer = writer.expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("closed");
        file
    }

    #[test]
    fn scores_are_matched_by_key_whatever_their_order_and_type() {
        let csv = file(b"score,transaction_id,note\n1e-3, 8,x\n7,3,y\n-2.5,5,z\n");
        assert_eq!(
            read(&truth(), csv.path()).expect("scores"),
            [7.0, -2.5, 0.001]
        );
        let file = parquet(vec![
            ("score", Arc::new(Float32Array::from(vec![0.5, 0.25, 1.0]))),
            ("transaction_id", Arc::new(Int32Array::from(vec![8, 5, 3]))),
        ]);
        assert_eq!(
            read(&truth(), file.path()).expect("scores"),
            [1.0, 0.25, 0.5]
        );
        let file = parquet(vec![
            ("transaction_id", Arc::new(UInt64Array::from(vec![3, 5, 8]))),
            ("score", Arc::new(Int32Array::from(vec![1, 2, 3]))),
        ]);
        assert_eq!(
            read(&truth(), file.path()).expect("scores"),
            [1.0, 2.0, 3.0]
        );
    }

    #[test]
    fn rows_that_do_not_match_are_refused_by_name() {
        let csv = file(b"transaction_id,score\n5,1\n5,2\n9,1\n10,1\n3,nan\n");
        let text = refusal(&csv);
        for part in [
            "1 rows of test have no score (the first has transaction_id 8)",
            "1 rows are there again (the first has transaction_id 5)",
            "2 rows are not in test (the first has transaction_id 9)",
            "1 scores are not finite (the first has transaction_id 3)",
        ] {
            assert!(text.contains(part), "{text}");
        }
        let text = refusal(&parquet(vec![
            (
                "transaction_id",
                Arc::new(Int32Array::from(vec![Some(3), Some(5), Some(8), None])),
            ),
            (
                "score",
                Arc::new(Int32Array::from(vec![Some(1), Some(2), None, Some(3)])),
            ),
        ]));
        assert!(
            text.contains("1 rows are not in test (the first has transaction_id null)"),
            "{text}"
        );
        assert!(
            text.contains("1 scores are not finite (the first has transaction_id 8)"),
            "{text}"
        );
    }

    #[test]
    fn what_is_no_file_of_predictions_is_refused() {
        for (bytes, part) in [
            (&b""[..], "is empty"),
            (b"transaction_id,score\n", "is empty"),
            (b"PAR1 and no more", "neither Parquet nor CSV"),
            (b"\xff\xfe\x00,\xff\n", "neither Parquet nor CSV"),
            (
                b"id,score\n1,2\n",
                "no column `transaction_id`, only \"id, score\"",
            ),
            (b"transaction_id,p\n1,2\n", "no column `score`"),
            (b"transaction_id,score\n3,high\n", "\"high\" in line 2"),
            (b"transaction_id,score\n3.5,1\n", "\"3.5\" in line 2"),
            (b"transaction_id,score\n3\n", "neither Parquet nor CSV"),
        ] {
            let text = refusal(&file(bytes));
            assert!(text.contains(part), "{text}");
        }
        let text = refusal(&parquet(vec![
            ("transaction_id", Arc::new(Int32Array::from(vec![3]))),
            ("score", Arc::new(StringArray::from(vec!["high"]))),
        ]));
        assert!(
            text.contains("the column `score` is Utf8: give numbers"),
            "{text}"
        );
        let nowhere = read(&truth(), Path::new("/nowhere/predictions.csv"));
        assert!(
            nowhere
                .expect_err("refused")
                .to_string()
                .contains("/nowhere/predictions.csv")
        );
    }
}
