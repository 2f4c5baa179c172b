//! [`CsvFile`]: nodes or edges as `neo4j-admin database import` reads them.
//!
//! The header names the type of each property: `:ID(Account)`, `amount:double`, `:END_ID(Merchant)`. A field that is empty
//! is a property that is not there.

use std::io::{self, Write};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType as ArrowType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type,
    TimestampMicrosecondType,
};
use fraudgen_core::schema::DataType;

use super::kind::Kind;
use super::property::{ENDS, NODE, Property, properties};
use crate::encode::{Day, float, integer, quoted, timestamp};

/// Lines are handed to the sink in pieces of about this many bytes.
const PIECE: usize = 1 << 18;

/// Writes nodes or edges of a kind.
#[derive(Debug)]
pub(super) struct CsvFile<W> {
    sink: W,
    lines: Vec<u8>,
    /// The end of each line: the label of a node, or the type of an edge.
    end: String,
    day: Day,
}

impl<W: Write> CsvFile<W> {
    pub(super) fn new(kind: Kind, sink: W) -> Self {
        let mut names: Vec<_> = properties(kind)
            .iter()
            .map(|property| heading(kind, property))
            .collect();
        let (column, word) = match kind {
            Kind::Nodes(node) => (":LABEL", node.label().to_owned()),
            Kind::Edges(edge) => (":TYPE", edge.triple().1.to_uppercase()),
        };
        names.push(column.into());
        Self {
            sink,
            lines: format!("{}\n", names.join(",")).into(),
            end: format!(",{word}\n"),
            day: Day::default(),
        }
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        for row in 0..rows.num_rows() {
            for (index, column) in rows.columns().iter().enumerate() {
                if index > 0 {
                    self.lines.push(b',');
                }
                if column.is_valid(row) {
                    value(&mut self.lines, &mut self.day, column, row)?;
                }
            }
            self.lines.extend_from_slice(self.end.as_bytes());
            if self.lines.len() >= PIECE {
                self.sink.write_all(&self.lines)?;
                self.lines.clear();
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.sink.write_all(&self.lines)?;
        Ok(self.sink)
    }
}

/// The name of a property with its type.
fn heading(kind: Kind, property: &Property) -> String {
    match kind {
        Kind::Nodes(node) if property.name == NODE => format!(":ID({})", node.label()),
        Kind::Edges(edge) if property.name == ENDS[0] => {
            format!(":START_ID({})", edge.triple().0.label())
        }
        Kind::Edges(edge) if property.name == ENDS[1] => {
            format!(":END_ID({})", edge.triple().2.label())
        }
        _ => format!("{}:{}", property.name, type_name(property.data_type)),
    }
}

/// What Neo4j calls a type.
pub(super) const fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Bool => "boolean",
        DataType::Int32 => "int",
        DataType::Int64 => "long",
        DataType::Float32 => "float",
        DataType::Money => "double",
        DataType::Timestamp => "datetime",
        DataType::Date => "date",
        DataType::Category | DataType::Text => "string",
    }
}

/// Appends a value that is not null.
fn value(out: &mut Vec<u8>, day: &mut Day, column: &ArrayRef, row: usize) -> io::Result<()> {
    match column.data_type() {
        ArrowType::Boolean => {
            let is = column.as_boolean().value(row);
            out.extend_from_slice(if is { b"true" } else { b"false" });
        }
        ArrowType::Int32 => integer(out, column.as_primitive::<Int32Type>().value(row)),
        ArrowType::Int64 => integer(out, column.as_primitive::<Int64Type>().value(row)),
        ArrowType::Float32 => float(out, column.as_primitive::<Float32Type>().value(row), b'.'),
        ArrowType::Float64 => float(out, column.as_primitive::<Float64Type>().value(row), b'.'),
        ArrowType::Date32 => {
            let date = column.as_primitive::<Date32Type>().value(row);
            out.extend_from_slice(day.text(date));
        }
        ArrowType::Timestamp(..) => {
            let time = column.as_primitive::<TimestampMicrosecondType>().value(row);
            timestamp(out, day, time);
        }
        ArrowType::Utf8 => quoted(out, column.as_string::<i32>().value(row)),
        other => return Err(io::Error::other(format!("no text for {other}"))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::kind::{Edge, Node};
    use super::*;

    fn header(kind: Kind) -> String {
        let written = CsvFile::new(kind, Vec::new()).finish().expect("written");
        String::from_utf8(written).expect("text")
    }

    #[test]
    fn headers_name_groups_and_types() {
        let nodes = header(Kind::Nodes(Node::Account));
        assert!(
            nodes.starts_with(":ID(Account),label_victim:boolean,"),
            "{nodes}"
        );
        assert!(nodes.ends_with(",blocked_at:datetime,:LABEL\n"), "{nodes}");
        assert_eq!(
            header(Kind::Edges(Edge::ExternalPays)),
            ":START_ID(External),:END_ID(Account),credit_id:long,timestamp:datetime,kind:string,\
             amount:double,fraud_case_id:long,:TYPE\n"
        );
    }
}
