//! [`Externals`]: numbers for the accounts outside the population that pay or are paid.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;

use super::kind::{Edge, Kind, Node};
use super::property::schema;
use super::rows::Piece;

/// Numbers of accounts outside, from 0 in the order in which they first appear.
///
/// Their ids are a few more than twelve times the customers, and not all appear. A number takes four bytes an id: 48 bytes
/// a customer, which is 130 kB a million transactions.
#[derive(Debug, Default)]
pub(super) struct Externals {
    /// One more than the number of each id less 1; 0 for those that did not appear.
    numbers: Vec<u32>,
    count: u32,
}

impl Externals {
    /// Puts numbers in the place of ids, and adds the nodes that are new; none if the edges of a kind do not lead outside.
    pub(super) fn number(&mut self, piece: &mut Piece) -> Result<Option<Piece>, ArrowError> {
        let end = match piece.kind {
            Kind::Edges(Edge::PaysExternal) => 1,
            Kind::Edges(Edge::ExternalPays) => 0,
            _ => return Ok(None),
        };
        let before = self.count;
        let mut new = Vec::new();
        let ids = piece.rows.column(end).as_primitive::<Int64Type>();
        let numbers = ids.values().iter().map(|&id| self.of(id, &mut new));
        let numbers: Int64Array = numbers.map(Some).collect();
        debug_assert_eq!(numbers.len(), ids.len());
        let mut columns = piece.rows.columns().to_vec();
        columns[end] = Arc::new(numbers);
        piece.rows = RecordBatch::try_new(piece.rows.schema(), columns)?;
        let kind = Kind::Nodes(Node::External);
        let nodes = Int64Array::from_iter_values((before..self.count).map(i64::from));
        let columns: Vec<ArrayRef> = vec![Arc::new(nodes), Arc::new(Int64Array::from(new))];
        let rows = RecordBatch::try_new(schema(kind), columns)?;
        Ok(Some(Piece { kind, rows }))
    }

    /// The number of an id less 1, which is among the new ones if it appears for the first time.
    fn of(&mut self, id: i64, new: &mut Vec<i64>) -> i64 {
        let index = id as usize;
        if index >= self.numbers.len() {
            self.numbers.resize(index + 1, 0);
        }
        let number = &mut self.numbers[index];
        if *number == 0 {
            self.count += 1;
            *number = self.count;
            new.push(id + 1);
        }
        i64::from(*number) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_in_order_of_appearance() {
        let (mut externals, mut new) = (Externals::default(), Vec::new());
        let ids = [7, 2, 7, 100_000, 2, 0];
        let numbers = ids.map(|id| externals.of(id, &mut new));
        assert_eq!(numbers, [0, 1, 0, 2, 1, 3]);
        assert_eq!(new, [8, 3, 100_001, 1]);
    }
}
