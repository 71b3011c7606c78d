//! Decides which files next to policies may be published.

use crate::base::tree::AssetKind;
use crate::model::settings::Settings;

/// Extensions of files that are copied if a page links to them.
const MEDIA: &str = "
    csv doc docx epub htm html ics odp ods odt pdf ppt pptx rtf tsv txt vcf xls xlsx zip
    apng avif bmp gif heic ico jpeg jpg png svg tif tiff webp
    eot otf ttf woff woff2
    flac m4a m4v mov mp3 mp4 oga ogg ogv opus srt vtt wav webm
";

/// Extensions of text files that users may mistake for policies but policygen does not read.
const UNREAD: &str = "
    adoc asciidoc htm html mdx org rst textile xhtml
";

/// Extensions of secrets, backups, sources and leftovers of tools.
const PRIVATE: &str = "
    env gpg jks kdb kdbx key keystore ovpn p12 p8 pem pfx pgpass ppk tfstate tfvars
    backup bak dump log old orig part pyc rej save swo swp temp tmp
    db lock mdb sqlite sqlite3 sql
    astro bash bat c cc cfg cjs class clj cmd conf cpp cs csproj dart dll ejs erl ex exe exs
    fish gemspec go gradle h hbs hcl hpp hs ini ipynb jar java jinja jinja2 jl js jsx kt
    less liquid lua m mjs ml mod nix njk patch php pl po properties proto ps1 py r rb rs
    sass scala scss sh so sum svelte swift tex tf toml ts tsx vue wasm work zig zsh
";

/// Names of secrets, manifests and files of repositories, whatever their extensions.
const PRIVATE_NAMES: &str = "
    authors brewfile cargo changelog citation cmakelists codeowners code_of_conduct composer
    containerfile contributing contributors copying deno docker-compose
    dockerfile gemfile gnumakefile htpasswd id_dsa id_ecdsa id_ed25519 id_rsa jenkinsfile
    jsconfig justfile lerna licence license maintainers makefile netlify notice
    npm-shrinkwrap nx package package-lock pipfile pnpm-lock pnpm-workspace
    policygen procfile pyproject rakefile readme renovate requirements
    service-account tsconfig turbo vagrantfile vercel wrangler yarn
";

/// Extensions of secrets and backups that stay private even with another extension after them.
const HIDDEN_ENDINGS: &str = "
    backup bak env gpg key keystore p12 pem pfx ppk sql
";

/// Names of secrets and backups, whatever their extensions.
const SECRETS: &str = "
    api-key api-keys backup backups credentials dump passwd password passwords private-key
    secret secrets
";

/// Extensions of lists and archives, which may contain secrets.
const DATA: &str = "
    7z csv gz tar tgz tsv txt xls xlsx zip
";

/// Words at the end of the name of a list or archive that mark it as a secret or a backup.
/// Documents are named after their subject: `password-policy.pdf`.
const SECRET_WORDS: &str = "
    accesskey accesskeys apikey apikeys backup backups credential credentials dump env passwd
    password passwords privatekey rootkey secret secrets token tokens
    geheim geheimnisse kennwort kennwörter passwort passwörter passwoerter zugangsdaten
    claves contrasena contrasenas contraseña contraseñas credenciales
    identifiants motdepasse motsdepasse
";

/// Archives, and words anywhere in the name of one that mark it as a backup.
const ARCHIVES: &str = "
    7z gz tar tgz zip
";
const BACKUP_WORDS: &str = "
    backup backups dump datensicherung respaldo sauvegarde sauvegardes sicherung
";

/// Words that mark a secret if `key` follows.
const KEY_WORDS: &str = "
    access account api deploy host private root secret server service ssh
";

/// Extensions with which `PRIVATE_NAMES` are private. With any other extension, a file is a
/// document about the subject.
const PRIVATE_NAME_ENDINGS: &str = "
    adoc cff json json5 jsonc lock rst toml txt xml yaml yml
";

/// Stems of Markdown files about the repository, in any case. Those in the second list must be in
/// upper case, because legal pages may have the same names in lower case.
const REPOSITORY: &str = "
    changelog code_of_conduct contributing readme
";
const REPOSITORY_UPPER: &str = "
    AGENTS AUTHORS CLAUDE CONTRIBUTORS COPYING GOVERNANCE HISTORY ISSUE_TEMPLATE LICENCE
    LICENSE MAINTAINERS NOTICE PULL_REQUEST_TEMPLATE
";

/// The file that tells GitHub Pages to publish files as they are.
pub(super) const NOJEKYLL: &str = ".nojekyll";

/// The stem and extension of a path's name, in lower case; a second extension is part of the stem.
fn parts(path: &str) -> (String, String) {
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), ending.to_owned()),
        None => (name, String::new()),
    }
}

/// Whether a word is in a list.
fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Whether the Markdown file at a path is about the repository, and so not a policy by default.
pub(super) fn is_about_repository(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    has(REPOSITORY_UPPER, stem) || has(REPOSITORY, &stem.to_ascii_lowercase())
}

/// Whether users may mistake a file for a policy.
pub(crate) fn looks_like_policy(path: &str) -> bool {
    has(UNREAD, &parts(path).1)
}

/// How a file next to policies may be published.
pub(super) fn kind(path: &str, shown: &str, settings: &Settings) -> AssetKind {
    let publish = &settings.publishing.publish;
    if path.contains(|c: char| c.is_control()) {
        return AssetKind::Unnameable;
    }
    let kind = kind_of_type(path);
    let is_for_hosts = path == "robots.txt"
        || path == NOJEKYLL
        || path.starts_with(".well-known/") && kind != AssetKind::Private;
    let is_asked_for =
        publish.names(path, shown) || kind != AssetKind::Private && publish.matches(path, shown);
    match is_for_hosts || is_asked_for {
        true => AssetKind::Always,
        false => kind,
    }
}

/// How a symbolic link may be published: no more freely than its target.
pub(super) fn of_link(kind: AssetKind, target: Option<&str>) -> AssetKind {
    match (kind, target.map(kind_of_type)) {
        (AssetKind::Always | AssetKind::Media, Some(AssetKind::Private)) => AssetKind::Private,
        (AssetKind::Media, Some(AssetKind::Other)) => AssetKind::Other,
        (kind, _) => kind,
    }
}

fn kind_of_type(path: &str) -> AssetKind {
    let (stem, ending) = parts(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    // `requirements-dev.txt`, `package.json5`, `secrets.prod.yaml`, `tsconfig.base.json`
    let first = stem.split('.').next().unwrap_or_default();
    let is_named = |stem: &str| has(PRIVATE_NAMES, stem);
    // `server.key.txt`, `terms.md.bak.pdf`
    let hides_ending = stem
        .split('.')
        .skip(1)
        .any(|part| has(HIDDEN_ENDINGS, part));
    // `private-key.txt`, `passwords.csv`, `backup.zip`, whatever the extension
    let says_secret = has(SECRETS, &first.replace(['_', ' '], "-"))
        || has(DATA, &ending) && has_secret(&stem)
        || has(ARCHIVES, &ending) && words(&stem).any(|word| has(BACKUP_WORDS, word));
    let is_private_name = (ending.is_empty() || has(PRIVATE_NAME_ENDINGS, &ending))
        && (is_named(&stem)
            || is_named(first)
            || first
                .split('-')
                .next()
                .is_some_and(|first| first == "requirements")
            || stem.contains("baseline"));
    let is_private = has(PRIVATE, &ending)
        || is_private_name
        || hides_ending
        || says_secret
        || name.starts_with('.')
        || name.to_ascii_lowercase().starts_with("id_rsa")
        || name.to_ascii_lowercase().starts_with("id_ed25519");
    if is_private {
        AssetKind::Private
    } else if has(MEDIA, &ending) {
        AssetKind::Media
    } else {
        AssetKind::Other
    }
}

fn words(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(['-', '_', ' ', '.'])
}

/// Whether a word in the name of a list or an archive marks it as a secret: `client-secret.txt`.
fn has_secret(stem: &str) -> bool {
    let words: Vec<&str> = words(stem).collect();
    // `mots-de-passe.csv`
    if has(SECRET_WORDS, &words.concat()) {
        return true;
    }
    let is_key =
        |before: &str, last: &str| has(KEY_WORDS, before) && matches!(last, "key" | "keys");
    match words.as_slice() {
        ["secret" | "secrets" | "credentials" | "passwords", ..] => true,
        [.., before, last] => has(SECRET_WORDS, last) || is_key(before, last),
        [only] => has(SECRET_WORDS, only) || *only == "keys",
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_about_repository, kind_of_type};
    use crate::base::tree::AssetKind::{Media, Other, Private};

    #[test]
    fn files_are_told_apart_by_their_names() {
        for (path, kind) in [
            ("forms/dpa.PDF", Media),
            ("data/subprocessors.csv", Media),
            ("logo.svg", Media),
            ("license.pdf", Media),
            ("security.pdf", Media),
            ("a/notes.txt", Media),
            ("x.json", Other),
            ("pgp.asc", Other),
            ("privacy", Other),
            ("x.unknown", Other),
            ("deploy.key", Private),
            ("secrets.env", Private),
            ("secrets.prod.yaml", Private),
            ("package.json", Private),
            ("requirements-dev.txt", Private),
            ("README.txt", Private),
            ("LICENSE", Private),
            ("privacy.md.bak", Private),
            ("src/main.rs", Private),
            ("vendor/x.php", Private),
            ("yarn.lock", Private),
            ("policygen-baseline.json", Private),
            ("id_rsa.txt", Private),
            ("client-secret.txt", Private),
            ("db_backup.zip", Private),
            ("prod.env.txt", Private),
            ("aws-root-key.csv", Private),
            ("mots-de-passe.csv", Private),
            ("geheim.txt", Private),
            ("AGB_Backup_2024.zip", Private),
            ("sauvegarde.zip", Private),
            ("password-policy.pdf", Media),
            ("backup-schedule.xlsx", Media),
            ("token-list.csv", Media),
            ("service-key-facts.txt", Media),
            ("trade-secrets.docx", Media),
            ("key-dates.csv", Media),
        ] {
            assert_eq!(kind_of_type(path), kind, "{path}");
        }
    }

    #[test]
    fn pages_of_repositories_are_no_policies() {
        for path in [
            "README.md",
            "a/Readme.markdown",
            "LICENSE.md",
            "CONTRIBUTING.md",
        ] {
            assert!(is_about_repository(path), "{path}");
        }
        for path in [
            "license.md",
            "security.md",
            "SECURITY.md",
            "notice.md",
            "readme-first.md",
        ] {
            assert!(!is_about_repository(path), "{path}");
        }
    }
}
