//! Renders and stages the files of a page.

use std::sync::Arc;

use anyhow::Context as _;
use tera::Value;

use super::memory::{Kept, Made};
use super::policy::{Policies, Work};
use super::processed::{Outcome, Processed, Rare};
use super::shared::SharedData;
use crate::base::address;
use crate::base::dates::Date;
use crate::document::Document;
use crate::publish::{changes, feed, languages, retired, subprocessors_feed, versions};
use crate::releases::Chain;
use crate::render::data::{DateData, PageData, TwinsData, VersionsData, direction};
use crate::render::{opening, toc, twins};

impl Policies<'_> {
    /// Stages a page of an earlier run again.
    pub(super) fn repeat(&self, kept: &Arc<Kept>) -> anyhow::Result<Processed> {
        let made = kept.made();
        for (path, bytes) in &made.files {
            self.sink
                .put_shared(path, bytes)
                .with_context(|| format!("can't write {path}"))?;
        }
        Ok(Processed {
            outcome: Outcome::Made,
            rare: Some(Box::new(Rare {
                faults: kept.warnings.clone(),
                checked: kept.checked.clone(),
                ..Rare::default()
            })),
            ..Processed::known(kept)
        })
    }

    /// Stages a file, and keeps it for a later run.
    pub(super) fn put(
        &self,
        path: &str,
        bytes: &[u8],
        made: Option<&mut Made>,
    ) -> anyhow::Result<()> {
        match made {
            None => self.sink.put(path, bytes),
            Some(made) => {
                let bytes: Arc<[u8]> = bytes.into();
                let put = self.sink.put_shared(path, &bytes);
                made.files.push((path.to_owned(), bytes));
                put
            }
        }
        .with_context(|| format!("can't write {path}"))
    }

    /// Stages the twins of a page.
    pub(super) fn put_twins(
        &self,
        page: &PageData,
        input: twins::Input<'_>,
        shared: &SharedData,
        buffers: &mut twins::Twins,
        mut made: Option<&mut Made>,
    ) -> anyhow::Result<()> {
        let mut put = |path: &str, bytes: &[u8]| self.put(path, bytes, made.as_deref_mut());
        let files = &page.twins;
        if let Some(path) = &files.markdown {
            twins::markdown(page, input, &mut buffers.markdown);
            put(path, buffers.markdown.as_bytes())?;
        }
        if files.text.is_none() && files.json.is_none() {
            return Ok(());
        }
        twins::text(page, input, &mut buffers.plain);
        if let Some(path) = &files.text {
            put(path, buffers.plain.page.as_bytes())?;
        }
        if let (Some(path), Some(facts)) = (&files.json, &shared.facts) {
            twins::json(page, input, buffers, facts)?;
            put(path, &buffers.data)?;
        }
        Ok(())
    }

    /// Whether the titles of a policy's translations are known.
    pub(super) fn translations_are_known(&self, work: Work<'_>) -> bool {
        let mut all = work.known.translations(work.page).iter();
        work.known.is_all()
            || all.all(|other| {
                let header = work.known.header(*other);
                *other == work.page || header.is_none_or(|header| !header.about.title().is_empty())
            })
    }

    /// The releases of a page's document.
    fn chain<'s>(&'s self, work: Work<'_>) -> Option<&'s Chain> {
        self.site.releases.of(&work.merged.draft.path)
    }

    /// The path of the feed of a page's document.
    fn feed(&self, work: Work<'_>) -> Option<String> {
        let header = match work.version {
            Some(_) => work.known.header(work.page)?,
            None => work.header,
        };
        feed::of_policy(self.site, header, self.chain(work))
    }

    /// The versions of a page's document.
    fn versions_data(&self, work: Work<'_>) -> Option<VersionsData> {
        let site = self.site;
        let (chain, at, document, permanent) = match work.version {
            Some((chain, at, document)) => (chain, at, document, true),
            None => {
                let chain = self.chain(work)?;
                let at = chain.shown(site.evaluator.as_of())?;
                (chain, at, &*work.header.address, false)
            }
        };
        let language = &work.merged.language;
        let data = versions::versions(site, document, chain, at, permanent, language);
        Some(data)
    }

    /// The page data for a template.
    pub(super) fn page_data(
        &self,
        work: Work<'_>,
        document: &Document<'_>,
        file: &str,
    ) -> PageData {
        let site = self.site;
        let (merged, header) = (work.merged, work.header);
        let front_matter = &merged.draft.front_matter;
        let language: &str = &merged.language.tag;
        let date = |date: Date| DateData::new(date, &merged.language);
        let title = &document.outline.title;
        PageData {
            title: title.clone(),
            doc_type: header.about.doc_type().to_owned(),
            summary: front_matter.summary.clone(),
            description: match &front_matter.summary {
                Some(summary) => Some(summary.clone()),
                None => opening(document),
            },
            version: front_matter.version.clone(),
            language: language.to_owned(),
            direction: direction(language),
            updated: front_matter.updated.map(date),
            effective: front_matter.effective.map(date),
            in_force: front_matter
                .effective
                .is_none_or(|date| site.evaluator.as_of().reached(date)),
            draft: front_matter.draft,
            noindex: front_matter.draft || work.version.is_some() || header.is_retired(),
            href: address::encode(file).into_owned(),
            canonical: site.settings.page_url(&header.address),
            translations: match work.version {
                Some(_) => Vec::new(),
                None => languages::translations(site, work.known, work.page, title),
            },
            toc: toc(document, &merged.language.words.page),
            numbered: document.outline.numbered,
            change: header.change().map(str::to_owned),
            history: match work.version {
                Some(_) => Vec::new(),
                None => changes::data(site, header, self.chain(work), &merged.language),
            },
            feed: self.feed(work),
            subprocessors_feed: subprocessors_feed::data(
                site,
                header.about.doc_type(),
                &merged.language,
            ),
            subprocessors: subprocessors_feed::list(
                site,
                header.about.doc_type(),
                &merged.language,
            ),
            versions: self.versions_data(work),
            retired: match work.version {
                Some(_) => None,
                None => retired::data(
                    site,
                    &merged.draft.path,
                    front_matter,
                    work.known,
                    &merged.language,
                ),
            },
            digest: None,
            json_ld: Value::none(),
            twins: TwinsData::of(&header.address, site.settings.twins),
            words: document.words,
            minutes: document.minutes(),
            reading_time: merged
                .language
                .reading_time(document.minutes(), document.words),
            extra: front_matter.extra.clone(),
        }
    }
}
