//! The schema of the tables as databases and formats of data have it.

mod avro;
mod ddl;
mod json_schema;
mod markdown;

pub use self::avro::avro;
pub use self::ddl::{clickhouse, duckdb, postgresql};
pub use self::json_schema::json_schema;
pub use self::markdown::markdown;
