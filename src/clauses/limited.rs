//! The output of the template engine, within bounds.

use std::io::{self, Write};

use super::evaluator::MAX_MERGED;

/// A buffer that refuses to grow without bounds.
pub(super) struct Limited(pub(super) Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_MERGED {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too much text"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
