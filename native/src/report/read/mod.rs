//! Reading a dataset for a report: which row groups, and their columns.

mod columns;
mod dataset;
mod keys;
mod row_group;
mod selection;
mod short_text;

pub(super) use self::columns::Columns;
pub(super) use self::dataset::manifest;
pub(super) use self::keys::{NULL, number_of};
pub(super) use self::row_group::RowGroup;
pub(super) use self::selection::{Cells, Selection};
pub(super) use self::short_text::ShortText;
