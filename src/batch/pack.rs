//! All tenants in one file: a tar archive, and an index of the files' positions in it.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::gather::{Content, Files};
use crate::base::digest::Hex;
use crate::output;

/// The block size of tar.
const BLOCK: u64 = 512;

/// A pack that is being written.
pub(super) struct Pack {
    path: PathBuf,
    archive: tar::Builder<Counting>,
    index_path: PathBuf,
    index: BufWriter<NamedTempFile>,
}

/// A line of the index.
#[derive(Serialize)]
struct Indexed<'a> {
    path: &'a str,
    digest: Hex,
    offset: u64,
    length: u64,
}

/// A reader that fails if a file is shorter than announced: otherwise, all later files would shift.
struct Exactly<R>(io::Take<R>);

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 if self.0.limit() > 0 && !buffer.is_empty() => {
                Err(io::Error::other("a file was truncated during copying"))
            }
            read => Ok(read),
        }
    }
}

/// A writer that counts bytes.
struct Counting {
    inner: BufWriter<NamedTempFile>,
    written: u64,
}

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Pack {
    pub(super) fn create(path: &Path, index_path: &Path) -> anyhow::Result<Self> {
        let inner = BufWriter::with_capacity(1024 * 1024, output::temporary(path)?);
        Ok(Self {
            path: path.to_owned(),
            archive: tar::Builder::new(Counting { inner, written: 0 }),
            index_path: index_path.to_owned(),
            index: BufWriter::new(output::temporary(index_path)?),
        })
    }

    /// Adds the files of a tenant.
    pub(super) fn add(&mut self, id: &str, files: &Files) -> io::Result<()> {
        for (path, (content, digest)) in files {
            let path = format!("{id}/{path}");
            let length = match content {
                Content::Bytes(bytes) => self.append(&path, bytes.len() as u64, &bytes[..])?,
                Content::Copy(from) => {
                    let opened = from.open()?;
                    let data = Exactly(opened.file.take(opened.length));
                    self.append(&path, opened.length, data)?
                }
            };
            let end = self.archive.get_ref().written;
            let line = Indexed {
                path: &path,
                digest: Hex(*digest),
                offset: end - length.next_multiple_of(BLOCK),
                length,
            };
            serde_json::to_writer(&mut self.index, &line)?;
            self.index.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Adds a file without this machine's times, owners or modes, so that the same input produces
    /// the same bytes.
    fn append(&mut self, path: &str, length: u64, data: impl Read) -> io::Result<u64> {
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o644);
        header.set_mtime(0);
        self.archive.append_data(&mut header, path, data)?;
        Ok(length)
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        let counting = self.archive.into_inner()?;
        output::persist(counting.inner, &self.path)?;
        output::persist(self.index, &self.index_path)
    }
}
