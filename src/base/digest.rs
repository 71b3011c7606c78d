//! 128-bit XXH3 digests that show whether files have changed.
//!
//! They detect mistakes, not forgery: anyone who can forge a page to match a digest can also write
//! the digest.

use std::fmt;
use std::io;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use twox_hash::xxhash3_128::Hasher;

use super::folder::Opened;

/// A digest.
pub type Digest = [u8; 16];

/// The digest of bytes.
pub fn of(bytes: &[u8]) -> Digest {
    Hasher::oneshot(bytes).to_be_bytes()
}

/// The digest of a file of any size.
pub fn of_file(opened: Opened) -> io::Result<Digest> {
    use io::Read as _;
    // Pages and policies are read in one piece; videos are not.
    const PIECE: usize = 1024 * 1024;
    let Opened { mut file, length } = opened;
    let mut buffer = Vec::with_capacity((length as usize).min(PIECE) + 1);
    file.by_ref().take(PIECE as u64).read_to_end(&mut buffer)?;
    if (buffer.len() as u64) < PIECE as u64 {
        return Ok(of(&buffer));
    }
    let mut parts = Parts::default();
    while !buffer.is_empty() {
        parts.0.write(&buffer);
        buffer.clear();
        file.by_ref().take(PIECE as u64).read_to_end(&mut buffer)?;
    }
    Ok(parts.finish())
}

/// A digest that is serialised as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hex(pub Digest);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(2 * self.0.len());
        for byte in self.0 {
            text.push(DIGITS[usize::from(byte >> 4)] as char);
            text.push(DIGITS[usize::from(byte & 15)] as char);
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HexVisitor;
        impl Visitor<'_> for HexVisitor {
            type Value = Hex;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hex, E> {
                let mut digest = Digest::default();
                let bytes = text.as_bytes();
                if bytes.len() != 2 * digest.len() {
                    return Err(E::invalid_length(bytes.len(), &self));
                }
                for (index, pair) in bytes.chunks_exact(2).enumerate() {
                    let digit = |byte: u8| (byte as char).to_digit(16);
                    match (digit(pair[0]), digit(pair[1])) {
                        (Some(high), Some(low)) => digest[index] = (high * 16 + low) as u8,
                        _ => return Err(E::custom("not hexadecimal")),
                    }
                }
                Ok(Hex(digest))
            }
        }
        deserializer.deserialize_str(HexVisitor)
    }
}

/// A SHA-256 digest, which others can verify.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Public([u8; 32]);

impl Public {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Public {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(71);
        text.push_str("sha256:");
        for byte in self.0 {
            text.push(DIGITS[usize::from(byte >> 4)] as char);
            text.push(DIGITS[usize::from(byte & 15)] as char);
        }
        f.write_str(&text)
    }
}

/// The error for text that is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADigest;

impl std::str::FromStr for Public {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let digits = text.strip_prefix("sha256:").ok_or(NotADigest)?;
        let mut bytes = [0; 32];
        // Only the canonical form is accepted, so that every digest has a single spelling.
        let is_digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != 64 || !digits.bytes().all(is_digit) {
            return Err(NotADigest);
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

/// A writer that passes bytes on and computes their digest.
pub struct Digesting<W> {
    inner: W,
    hasher: Hasher,
}

impl<W: io::Write> Digesting<W> {
    /// Creates a writer that passes bytes on to `inner`.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            hasher: Hasher::new(),
        }
    }

    /// Flushes the writer and returns the digest of everything written, as [`of`] computes it.
    pub fn finish(mut self) -> io::Result<Digest> {
        self.inner.flush()?;
        Ok(self.hasher.finish_128().to_be_bytes())
    }
}

impl<W: io::Write> io::Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.write(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W> fmt::Debug for Digesting<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digesting")
    }
}

/// A digest of several parts in order.
pub struct Parts(Hasher);

impl Default for Parts {
    fn default() -> Self {
        Self(Hasher::new())
    }
}

impl Parts {
    /// Adds bytes and their length, so that `ab`, `c` differs from `a`, `bc`.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.write(&(bytes.len() as u64).to_le_bytes());
        self.0.write(bytes);
    }

    /// The digest of everything added.
    pub fn finish(self) -> Digest {
        self.0.finish_128().to_be_bytes()
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parts")
    }
}
