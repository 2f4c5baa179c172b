//! [`row!`]: declares what is read of a table.

/// Declares a row: its fields, each from a column of a type, `short_texts`, `longs`, `ints`, `floats` or `flags`. A
/// column that may be null is marked `? nullable`.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $read:ident $column:literal $(? $nullable:ident)?;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(in crate::report) struct $name { $($(#[$field_doc])* pub(in crate::report) $field: $type,)* }

        impl $name {
            /// The columns that are read.
            pub(in crate::report) const COLUMNS: &'static [&'static str] = &[$($column),*];

            /// Gives the rows of these columns by their positions.
            pub(in crate::report) fn reader(
                columns: &$crate::report::read::Columns,
            ) -> Result<impl Fn(usize) -> Self + '_, $crate::error::Error> {
                $(let $field = columns.$read($column)?;)*
                Ok(move |row| Self { $($field: row!(@value $field row $($nullable)?),)* })
            }
        }
    };
    (@value $column:ident $row:ident) => { $column.at($row) };
    (@value $column:ident $row:ident nullable) => { $column.get($row) };
}

pub(super) use row;
