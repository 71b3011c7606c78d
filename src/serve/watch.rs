//! Watches the sources of a site.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use notify::event::ModifyKind;
use notify::{
    Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
};
use walkdir::{DirEntry, WalkDir};

use crate::base::tree;
use crate::model::settings::{self, Settings};

/// Changes that come closer together than this count as one, because editors
/// save in several steps.
pub const QUIET: Duration = Duration::from_millis(20);
/// With continuous changes, the site is rebuilt after this time.
const PATIENCE: Duration = Duration::from_millis(250);

/// How often files are polled if the system does not report changes.
const INTERVAL: Duration = Duration::from_millis(500);

/// The files and folders that contain a site's sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// The site's root, with which all other paths begin.
    root: PathBuf,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// The output folder, which may be inside these folders but is not watched.
    out: PathBuf,
}

impl Places {
    /// The places named in the settings.
    pub(super) fn of(root: &Path, out: &Path, settings: &Settings) -> Self {
        let paths = &settings.paths;
        let theme = Path::new(&paths.themes).join(&settings.theme);
        let logo = settings.brand.logo.as_ref();
        Self {
            root: root.to_owned(),
            files: [root.join(settings::FILE)]
                .into_iter()
                .chain(logo.map(|logo| root.join(logo)))
                .collect(),
            folders: [
                &paths.policies,
                &paths.facts,
                &paths.clauses,
                &paths.rules,
                &paths.words,
            ]
            .into_iter()
            .map(|folder| root.join(folder))
            .chain([root.join(theme)])
            .collect(),
            out: out.to_owned(),
        }
    }

    /// Whether a change at a path can affect the site.
    fn concern(&self, path: &Path) -> bool {
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        // Adding or removing a folder affects its contents.
        let holds = self.folders.iter().chain(&self.files);
        if holds.into_iter().any(|place| place.starts_with(path)) {
            return true;
        }
        let below = |folder: &PathBuf| {
            path.strip_prefix(folder).is_ok_and(|below| {
                !below
                    .iter()
                    .any(|name| is_left_out(name.as_encoded_bytes()))
            })
        };
        !path.starts_with(&self.out) && self.folders.iter().any(below)
    }

    /// Finds the folders and files to watch now.
    fn survey(&self) -> Survey {
        let mut survey = Survey::default();
        if !self.root.is_dir() {
            // If the root returns, the folder above it changes.
            let above = self.root.ancestors().find(|folder| folder.is_dir());
            survey.folders.extend(above.map(Path::to_owned));
        }
        // The parent folders may be added and removed.
        for place in self.folders.iter().chain(&self.files) {
            let above = place.ancestors().skip(1);
            let inside = above.take_while(|folder| folder.starts_with(&self.root));
            let there = inside.filter(|folder| folder.is_dir());
            survey.folders.extend(there.map(Path::to_owned));
        }
        for folder in &self.folders {
            let wanted = |entry: &DirEntry| {
                let kind = entry.file_type();
                entry.depth() == 0
                    || (kind.is_dir() || kind.is_symlink())
                        && !is_left_out(entry.file_name().as_encoded_bytes())
                        && !entry.path().starts_with(&self.out)
            };
            let entries = WalkDir::new(folder).into_iter().filter_entry(wanted);
            for entry in entries.flatten() {
                if entry.file_type().is_dir() || entry.depth() == 0 && entry.path().is_dir() {
                    survey.folders.insert(entry.into_path());
                } else if let Ok(target) = entry.path().canonicalize()
                    && target.is_file()
                {
                    // Changes affect the target of a link, not the link.
                    survey.folders.extend(target.parent().map(Path::to_owned));
                    survey.linked.insert(target);
                }
            }
        }
        survey
    }
}

/// Adds advice on the system's limits to an error.
fn explained(error: notify::Error) -> anyhow::Error {
    // The limit on inotify instances is reported as too many open files.
    const TOO_MANY_FILES: i32 = 24;
    let is_limit = match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => error.raw_os_error() == Some(TOO_MANY_FILES),
        _ => false,
    };
    match is_limit {
        true => anyhow::anyhow!(
            "the system's limit on watched files has been reached; raise `fs.inotify.max_user_watches` and `fs.inotify.max_user_instances`, or use `--poll`"
        ),
        false => error.into(),
    }
}

/// The folders and files to watch.
#[derive(Debug, Default)]
struct Survey {
    /// Folders, each without its subfolders.
    folders: HashSet<PathBuf>,
    /// Files elsewhere to which links point.
    linked: HashSet<PathBuf>,
}

/// Names that are never part of a site.
fn is_left_out(name: &[u8]) -> bool {
    tree::is_left_out(name) || name == tree::NODE_MODULES
}

/// Watches the places of a site.
pub(super) struct Watch {
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
    places: Places,
    watched: Survey,
}

impl Watch {
    /// Watches places. If `poll` is true, polls all files, for file systems that don't report
    /// changes.
    pub(super) fn new(places: Places, poll: bool) -> anyhow::Result<Self> {
        let (send, events) = channel();
        let note = move |event: notify::Result<Event>| {
            // Reading is not a change, and a build reads everything.
            let reading = matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_)));
            if !reading {
                // The receiver is gone when the program ends.
                let _ = send.send(event);
            }
        };
        // Modification times may be in whole seconds, and a file may be saved twice within one.
        let config = Config::default()
            .with_poll_interval(INTERVAL)
            .with_compare_contents(true);
        let watcher: notify::Result<Box<dyn Watcher + Send>> = match poll {
            true => PollWatcher::new(note, config).map(|watcher| Box::new(watcher) as _),
            false => RecommendedWatcher::new(note, config).map(|watcher| Box::new(watcher) as _),
        };
        let watcher = watcher.map_err(explained).context("can't watch files")?;
        let mut watch = Self {
            watcher,
            events,
            places,
            watched: Survey::default(),
        };
        watch.look()?;
        Ok(watch)
    }

    /// Watches other places from now on, or keeps the current ones if `None`. Returns whether any
    /// of their folders were not watched before and may have changed meanwhile.
    pub(super) fn turn_to(&mut self, places: Option<Places>) -> anyhow::Result<bool> {
        if let Some(places) = places {
            self.places = places;
        }
        self.look()
    }

    /// Starts watching new folders. Returns whether there are any: another build has to find the
    /// changes made in them meanwhile.
    fn look(&mut self) -> anyhow::Result<bool> {
        let found = self.places.survey();
        self.watched.linked = found.linked;
        let mut found_new = false;
        for folder in found.folders {
            if self.watched.folders.contains(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => found_new |= self.watched.folders.insert(folder),
                // It has been removed again, which caused an event.
                Err(_) if !folder.is_dir() => {}
                Err(error) => {
                    let watching = || format!("can't watch {}", folder.display());
                    return Err(explained(error)).with_context(watching);
                }
            }
        }
        Ok(found_new)
    }

    /// Waits for changes until there have been none for a moment. Returns the changed files and
    /// folders, if known; `None` if no more changes are possible.
    pub(super) fn wait(&mut self) -> Option<HashSet<PathBuf>> {
        let mut changes = HashSet::new();
        while !self.note(self.events.recv().ok()?, &mut changes) {}
        let end = Instant::now() + PATIENCE;
        let mut quiet = Instant::now() + QUIET;
        loop {
            let now = Instant::now();
            let left = quiet.min(end).saturating_duration_since(now);
            match self.events.recv_timeout(left) {
                Ok(event) => {
                    if self.note(event, &mut changes) {
                        quiet = Instant::now() + QUIET;
                    }
                }
                Err(_) => return Some(changes),
            }
        }
    }

    /// Records an event. Returns whether it concerns the site.
    fn note(&mut self, event: notify::Result<Event>, changes: &mut HashSet<PathBuf>) -> bool {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // Events were lost; a build finds the changes by file times and sizes.
            Ok(_) | Err(_) => return true,
        };
        let moved = matches!(
            event.kind,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        let mut concerns = false;
        for path in event.paths {
            if moved {
                self.forget(&path);
            }
            if self.places.concern(&path) || self.watched.linked.contains(&path) {
                concerns = true;
                changes.insert(path);
            }
        }
        concerns
    }

    /// Forgets a removed folder: a new folder with the same name must be
    /// watched again.
    fn forget(&mut self, path: &Path) {
        let Self {
            watched, watcher, ..
        } = self;
        watched.folders.retain(|folder| {
            let gone = folder.starts_with(path);
            if gone {
                // The watcher may also have lost it.
                let _ = watcher.unwatch(folder);
            }
            !gone
        });
    }
}
