//! [`Encoder`]: records into the bytes of one file.

use std::io::{self, Write};

use fraudgen_core::{Batch, Digest};

/// Writes the records of one part, unit after unit. The same records give the same bytes.
pub trait Encoder {
    /// Writes one unit.
    ///
    /// # Errors
    /// An error of the sink.
    fn write(&mut self, batch: &dyn Batch) -> io::Result<()>;

    /// Ends the file. `digest` is that of all records written.
    ///
    /// # Errors
    /// An error of the sink.
    fn finish(self: Box<Self>, digest: Digest) -> io::Result<()>;
}

/// Something to write a part to.
pub trait Sink: Write + Send {}

impl<W: Write + Send> Sink for W {}
