//! The output of the template engine, with a limit on its size.

use std::io::{self, Write};

use super::wording::Words;
use crate::base::diagnostic::codes;
use crate::model::limits::MAX_MERGED;

/// The message for a text larger than `MAX_MERGED`.
pub(super) fn too_large() -> Words {
    let message = format!(
        "the merged text is larger than {} MB",
        MAX_MERGED / 1024 / 1024
    );
    let help = "look for a loop that runs too often".to_owned();
    Words::new(&codes::TEMPLATE, message, Some(help))
}

/// A buffer that can't grow beyond `MAX_MERGED` bytes.
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
