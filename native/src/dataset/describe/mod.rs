//! What a dataset is, in the formats in which others read that: the schema of its tables.

pub mod schema;
