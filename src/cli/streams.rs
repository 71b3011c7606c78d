//! Standard output and standard error as writers that don't panic, unlike the macros of the
//! standard library, if a stream can't be written.

use std::borrow::Cow;
use std::io::{self, StderrLock, StdoutLock, Write};

use policygen::base::text::{io_error, visible};

/// A standard stream of the process. If its reader has gone, as in `policygen rules | head -1`, the
/// rest of the output is dropped, and the command ends with its own exit code. Other errors name
/// the stream.
pub(crate) struct Stream<W> {
    name: &'static str,
    inner: W,
    /// Whether control characters are written unchanged.
    is_styled: bool,
}

pub(crate) fn stdout() -> Stream<StdoutLock<'static>> {
    Stream {
        name: "standard output",
        is_styled: false,
        inner: io::stdout().lock(),
    }
}

pub(crate) fn stderr() -> Stream<StderrLock<'static>> {
    Stream {
        name: "standard error",
        is_styled: false,
        inner: io::stderr().lock(),
    }
}

impl<W> Stream<W> {
    /// Writes control characters unchanged, for colored text in which everything else is already
    /// escaped.
    pub(crate) fn styled(mut self) -> Self {
        self.is_styled = true;
        self
    }

    /// Handles the result of a write. Returns `dropped` if the reader has gone.
    pub(crate) fn settle<T>(&self, done: io::Result<T>, dropped: T) -> io::Result<T> {
        done.or_else(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Ok(dropped),
            // The caller retries.
            io::ErrorKind::Interrupted => Err(error),
            kind => Err(io::Error::new(
                kind,
                format!("can't write to {}: {}", self.name, io_error(&error)),
            )),
        })
    }
}

impl<W: Write> Write for Stream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = match std::str::from_utf8(bytes).map(visible) {
            Ok(Cow::Owned(text)) if !self.is_styled => {
                self.inner.write_all(text.as_bytes()).map(|()| bytes.len())
            }
            _ => self.inner.write(bytes),
        };
        self.settle(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.settle(done, ())
    }
}
