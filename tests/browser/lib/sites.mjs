// The sites that were built, and a server for them.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, relative, sep } from 'node:path';

/** The folder that build.mjs wrote to. */
export const SITES = process.env.SITES ?? (() => { throw new Error('SITES is not set: use run.sh'); })();

/** Files below a folder, as paths from it. */
export function files(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? files(path).map((file) => `${entry.name}/${file}`) : [entry.name];
    }).sort();
}

/** A path as it stands in an address. */
export const encode = (path) => path.split('/').map(encodeURIComponent).join('/');

const folders = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/**
 * Every site in every theme: `path` is its place below the served root,
 * `pages` the files that are read as pages, `redirects` those that lead on.
 */
export const sites = folders(SITES).flatMap((theme) => folders(join(SITES, theme)).map((name) => {
    const folder = join(SITES, theme, name);
    const html = files(folder).filter((file) => file.endsWith('.html'));
    const leadsOn = (file) => /http-equiv="?refresh/.test(readFileSync(join(folder, file), 'utf8'));
    return {
        theme,
        name,
        folder,
        path: `${theme}/${name}/`,
        files: files(folder),
        pages: html.filter((file) => !leadsOn(file)),
        redirects: html.filter(leadsOn),
    };
}));

/** The sites of people, without those that are there to be difficult. */
export const real = sites.filter(({ name }) => name !== 'torture' && name !== 'hostile');

const TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.json': 'application/json',
    '.xml': 'application/xml',
    '.md': 'text/markdown; charset=utf-8',
    '.txt': 'text/plain; charset=utf-8',
    '.csv': 'text/csv; charset=utf-8',
};

/** What a site's `_headers` has its pages sent with. */
function headers(site) {
    const file = join(site.folder, '_headers');
    if (!existsSync(file)) return {};
    return Object.fromEntries([...readFileSync(file, 'utf8').matchAll(/^ {2}([^:]+): (.*)$/gm)].map(([, name, value]) => [name, value]));
}

/**
 * Serves all sites below a path, and nothing outside of it. It does as hosts
 * do that read `_headers`, and show `404.html` for what is not there.
 */
export async function serve(prefix = '/legal/') {
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
        // Browsers ask every host for this; it is not the site's.
        if (path === '/favicon.ico') return response.writeHead(204).end();
        const site = sites.find((site) => path.startsWith(prefix + site.path));
        let file = path.startsWith(prefix) && normalize(join(SITES, path.slice(prefix.length)));
        if (file && relative(SITES, file).startsWith('..')) file = undefined;
        try {
            if (statSync(file).isDirectory()) {
                if (!file.endsWith(sep)) throw new Error('a folder without a slash');
                file = join(file, 'index.html');
            }
            const body = readFileSync(file);
            response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...site && headers(site) });
            response.end(body);
        } catch {
            response.writeHead(404, { 'content-type': TYPES['.html'], ...site && headers(site) });
            response.end(site ? readFileSync(join(site.folder, '404.html')) : 'not found');
        }
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    // Connections that browsers keep open must not keep the test from ending.
    server.unref();
    return { root: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}
