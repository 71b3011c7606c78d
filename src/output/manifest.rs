//! `.policygen.json`: lists the files of the output that policygen wrote.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::Context as _;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, SerializeStruct as _, Serializer};

use super::{Files, Record, read_own};
use crate::base::dates::{self, Date, Window};
use crate::base::digest::{Digest, Hex};
use crate::base::tree::MANIFEST;

/// The manifest of a build.
#[derive(Debug, Default, Clone)]
pub struct Manifest {
    /// The program that wrote it; `None` for a new one.
    pub generator: Option<String>,
    /// The inputs of the build.
    pub record: Record,
    /// The files with their digests, sorted by path.
    pub files: Files,
}

impl Manifest {
    /// The name of this program in the manifest.
    pub(super) const GENERATOR: &'static str = concat!("policygen ", env!("CARGO_PKG_VERSION"));

    /// Reads the manifest of an output folder; `None` if there is none.
    pub fn read(out: &Path) -> anyhow::Result<Option<Self>> {
        let path = out.join(MANIFEST);
        let read = read_own(out, MANIFEST);
        let Some(bytes) = read.with_context(|| format!("can't read {}", path.display()))? else {
            return Ok(None);
        };
        let mut manifest: Self = serde_json::from_slice(&bytes).with_context(|| {
            format!(
                "{} is damaged, so policygen can't tell which files are its own; restore it, or empty the folder",
                path.display()
            )
        })?;
        manifest.files.sort();
        manifest.record.sources.sort();
        Ok(Some(manifest))
    }

    /// The contents of the manifest's file.
    pub fn to_bytes(&self) -> anyhow::Result<Vec<u8>> {
        // On a large site the list is long; growing the buffer step by step would take twice the
        // memory.
        let all = self.files.iter().chain(self.record.sources.iter());
        let length: usize = all.map(|(path, _)| path.len() + 48).sum();
        let mut bytes = Vec::with_capacity(length + 512);
        serde_json::to_writer_pretty(&mut bytes, self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Whether two builds have the same sources, inputs and days of validity.
    pub(super) fn same_sources(&self, other: &Self) -> bool {
        let (one, other) = (&self.record, &other.record);
        let same = one.sources.iter().eq(other.sources.iter());
        same && one.inputs == other.inputs && one.window == other.window
    }

    /// The digest of a file, if it is part of the build.
    pub fn digest(&self, path: &str) -> Option<&Digest> {
        self.files.digest(path)
    }
}

impl Serialize for Manifest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Manifest", 9)?;
        let record = &self.record;
        out.serialize_field("generator", Self::GENERATOR)?;
        out.serialize_field("inputs", &record.inputs.map(Hex))?;
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        out.serialize_field("good_from", &date(record.window.from))?;
        out.serialize_field("good_before", &date(record.window.before))?;
        if !record.slugs.is_empty() {
            out.serialize_field("slugs", &record.slugs)?;
        }
        if !record.versions.is_empty() {
            let versions = record.versions.iter();
            let versions: BTreeMap<_, _> = versions.map(|(path, key)| (path, Hex(*key))).collect();
            out.serialize_field("versions", &versions)?;
        }
        if !record.parts.is_empty() {
            let parts = record.parts.iter();
            let parts: BTreeMap<_, _> = parts.map(|(name, digest)| (name, Hex(*digest))).collect();
            out.serialize_field("parts", &parts)?;
        }
        out.serialize_field("sources", &DigestsOf(&record.sources))?;
        out.serialize_field("files", &DigestsOf(&self.files))?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for Manifest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Raw {
            inputs: Option<Hex>,
            good_from: Option<String>,
            good_before: Option<String>,
            #[serde(default)]
            generator: Option<String>,
            #[serde(default)]
            slugs: BTreeMap<String, String>,
            #[serde(default)]
            versions: BTreeMap<String, Hex>,
            #[serde(default)]
            parts: BTreeMap<String, Hex>,
            #[serde(default)]
            sources: Digests,
            files: Digests,
        }
        let raw = Raw::deserialize(deserializer)?;
        let date = |text: Option<String>| text.as_deref().and_then(dates::parse);
        Ok(Self {
            generator: raw.generator,
            record: Record {
                inputs: raw.inputs.map(|hex| hex.0),
                window: Window {
                    from: date(raw.good_from),
                    before: date(raw.good_before),
                },
                slugs: raw.slugs,
                versions: raw
                    .versions
                    .into_iter()
                    .map(|(path, key)| (path, key.0))
                    .collect(),
                parts: raw
                    .parts
                    .into_iter()
                    .map(|(name, digest)| (name, digest.0))
                    .collect(),
                sources: raw.sources.0,
            },
            files: raw.files.0,
        })
    }
}

/// The digests of files by path, for writing.
pub(super) struct DigestsOf<'a>(pub(super) &'a Files);

impl Serialize for DigestsOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (path, digest) in self.0.iter() {
            map.serialize_entry(path, &Hex(*digest))?;
        }
        map.end()
    }
}

/// The digests of files by path.
#[derive(Debug, Default)]
pub(super) struct Digests(pub(super) Files);

impl<'de> Deserialize<'de> for Digests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DigestsVisitor;
        impl<'de> Visitor<'de> for DigestsVisitor {
            type Value = Digests;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("digests by path")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Digests, A::Error> {
                let mut files = Files::default();
                while let Some((path, digest)) = access.next_entry::<String, Hex>()? {
                    if !is_inside(&path) {
                        return Err(de::Error::custom(format!("`{path}` is not in the output")));
                    }
                    files.add(&path, digest.0);
                }
                Ok(Digests(files))
            }
        }
        deserializer.deserialize_map(DigestsVisitor)
    }
}

/// Whether a relative path stays inside its folder. Manifests are committed, so
/// they can come from anyone.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}
