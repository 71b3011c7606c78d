// Every link and anchor, followed from the hub: on a server, below a path of
// its own, and from disk.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BASE } from './build.mjs';
import { PARALLEL, launch, watch, withPage } from './lib/browser.mjs';
import { SITES, encode, serve, sites } from './lib/sites.mjs';

const browser = await launch();
const places = {
    'on a server': (await serve()).root,
    'below a path': (await serve('/some/legal/')).root,
    'from disk': `${pathToFileURL(SITES).href}/`,
};

/** What a page links to, as the browser understands it, and its ids. In the page. */
function contents() {
    const links = [...document.querySelectorAll('[href], [src]')].map((element) => ({
        shown: element.getAttribute('href') ?? element.getAttribute('src'),
        url: element.href || element.src,
        canonical: element.rel === 'canonical',
    }));
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    const unstyled = [...document.querySelectorAll('link[rel=stylesheet]')].filter((link) => !link.sheet).length;
    const unseen = [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src);
    return { links, ids, twice, unstyled, unseen };
}

async function isThere(url) {
    if (url.startsWith('http')) return (await fetch(url)).ok;
    const path = fileURLToPath(url);
    return existsSync(path) && statSync(path).isFile();
}

/** Reads all pages that the first one leads to, and finds what is wrong with their links. */
async function crawl(page, start, home, canonicalHome, redirects) {
    const faults = new Set();
    const seen = watch(page);
    const pages = new Map();
    const wanted = [start];
    const there = new Map();
    const leadOn = new Set(redirects.map((file) => home + encode(file)));
    while (wanted.length > 0) {
        const url = wanted.shift();
        if (pages.has(url)) continue;
        await page.goto(url);
        const found = await page.evaluate(contents);
        pages.set(url, found);
        const say = (fault) => faults.add(`${url.slice(home.length)}: ${fault}`);
        if (found.twice.length > 0) say(`ids that are there twice: ${found.twice}`);
        if (found.unstyled > 0) say('the stylesheet was not loaded');
        if (found.unseen.length > 0) say(`images that were not loaded: ${found.unseen}`);
        for (const message of seen.console.splice(0)) say(`console: ${message}`);
        for (const { shown, url: full, canonical } of found.links) {
            if (!URL.canParse(full)) {
                say(`not an address: ${shown}`);
                continue;
            }
            const target = new URL(full);
            const fragment = decodeURIComponent(target.hash.slice(1));
            target.hash = '';
            if (canonical) {
                if (target.href.replace(canonicalHome, home) !== url.replace(/index\.html$/, '')) say(`canonical link to ${shown}`);
            } else if (target.href.startsWith(home)) {
                if (!there.has(target.href)) there.set(target.href, await isThere(target.href));
                if (!there.get(target.href)) say(`dead link: ${shown}`);
                else if (target.pathname.endsWith('.html') && !leadOn.has(target.href)) wanted.push(target.href);
                found.anchors = [...found.anchors ?? [], { target: target.href, fragment, shown }];
            } else if (!['http:', 'https:', 'mailto:', 'tel:'].includes(target.protocol) || target.host === new URL(home).host && target.protocol === new URL(home).protocol) {
                say(`link out of the site: ${shown}`);
            }
        }
    }
    for (const [url, { anchors = [] }] of pages) {
        for (const { target, fragment, shown } of anchors) {
            const ids = pages.get(target)?.ids;
            if (ids && fragment !== '' && fragment !== 'top' && !ids.includes(fragment)) faults.add(`${url.slice(home.length)}: dead anchor: ${shown}`);
        }
    }
    return { faults: [...faults], pages };
}

for (const [place, root] of Object.entries(places)) {
    describe(`links work ${place}`, { concurrency: PARALLEL }, () => {
        // Themes have the same links: one of them is enough for the first of three places.
        for (const site of sites.filter(({ theme }) => theme !== 'plain' || place !== 'on a server')) {
            test(site.path, () => withPage(browser, {}, async (page) => {
                const home = root + site.path;
                // The index of a site with one document leads on to it.
                const start = site.redirects.includes('index.html') ? site.pages.find((file) => file !== '404.html') : 'index.html';
                const { faults, pages } = await crawl(page, home + encode(start), home, BASE + site.path, site.redirects);
                assert.equal(faults.join('\n'), '', `${site.path} ${place}`);
                // The page for what is not there is linked by nobody, nor are those that lead on.
                const linked = site.pages.filter((file) => file !== '404.html');
                assert.deepEqual([...pages.keys()].map((url) => decodeURIComponent(url.slice(home.length))).sort(), linked, 'pages that the hub leads to');
            }));
            for (const file of site.redirects) {
                test(`${site.path}${file}`, () => withPage(browser, {}, async (page) => {
                    const from = root + site.path + encode(file);
                    await page.goto(from, { waitUntil: 'commit' });
                    await page.waitForURL((url) => url.pathname !== new URL(from).pathname);
                    assert.ok(site.pages.includes(page.url().slice((root + site.path).length)), `${from} leads to ${page.url()}`);
                }));
            }
        }
    });
}

/** How a page looks that says so little. In the page. */
function looks() {
    const { fontFamily } = getComputedStyle(document.querySelector('h1'));
    return { heading: document.querySelector('h1').textContent, fontFamily, narrow: document.querySelector('main > p').clientWidth < innerWidth };
}

describe('the page for what is not there works where it is shown', { concurrency: PARALLEL }, () => {
    for (const site of sites) {
        // Without a base URL, it has no links into the site.
        if (site.name !== 'hostile') {
            test(`${site.path}: its links`, () => withPage(browser, {}, async (page) => {
                const root = places['on a server'] + site.path;
                const { faults } = await crawl(page, `${root}404.html`, root, BASE + site.path, site.redirects);
                assert.equal(faults.join('\n'), '', site.path);
            }));
        }
        for (const address of [`${places['on a server']}${site.path}no/such/page/`, `${places['from disk']}${site.path}404.html`]) {
            test(address.replace(/.*(?=default|plain)/, ''), () => withPage(browser, { viewport: { width: 1280, height: 800 } }, async (page) => {
                const seen = watch(page);
                const response = await page.goto(address);
                if (address.startsWith('http')) assert.equal(response.status(), 404);
                const { heading, fontFamily, narrow } = await page.evaluate(looks);
                assert.equal(heading, 'Page not found');
                if (site.theme !== 'plain') assert.ok(fontFamily.startsWith('system-ui') && narrow, `it has no style: ${fontFamily}`);
                // The browser notes the page itself as not found; from disk, also the stylesheet of where the site will be.
                const notes = seen.console.filter((message) => !/404|ERR_FILE_NOT_FOUND/.test(message));
                assert.deepEqual(notes, []);
            }));
        }
    }
});

/** The best of the links to an address: one that can be seen, if there is one. In the page. */
function choose(href) {
    const links = [...document.querySelectorAll('body a[href]')];
    const visible = (link) => link.checkVisibility({ visibilityProperty: true });
    const same = links.filter((link) => link.href === href);
    const link = same.find(visible) ?? same[0];
    // What is folded away is opened first.
    for (let at = link.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
    link.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, right, bottom } = link.getBoundingClientRect();
    const onScreen = visible(link) && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right - left > 1;
    return { index: links.indexOf(link), onScreen };
}

/** Follows each distinct link of a page. */
async function click(page, url, home) {
    const faults = [];
    await page.goto(url);
    const hrefs = await page.evaluate(() => [...new Set([...document.querySelectorAll('body a[href]')].map((link) => link.href))]);
    for (const href of hrefs.filter((href) => href.startsWith(home) && new URL(href).pathname.endsWith('.html'))) {
        if (page.url().split('#')[0] !== url) await page.goto(url);
        const { index, onScreen } = await page.evaluate(choose, href);
        const link = page.locator('body a[href]').nth(index);
        try {
            // A link that is on the screen only while it has the focus is for the keyboard.
            if (onScreen) {
                await link.click({ timeout: 5000 });
            } else {
                await link.focus();
                await page.keyboard.press('Enter');
            }
            await page.waitForURL(href, { timeout: 5000 });
        } catch (error) {
            faults.push(`${href}: ${error.message.split('\n')[0]}; the page is ${page.url()}`);
            continue;
        }
        const fragment = decodeURIComponent(new URL(href).hash.slice(1));
        if (fragment === '' || fragment === 'top') continue;
        const seen = await page.evaluate((id) => {
            const target = document.getElementById(id);
            if (!target) return 'there is no such id';
            if (target !== document.querySelector(':target')) return 'it is not the target';
            const { top, bottom } = target.getBoundingClientRect();
            // Below whatever stays at the top of the screen, with the first line in sight.
            return top < innerHeight && bottom > 0 ? '' : `it is out of sight, at ${top} px`;
        }, fragment);
        if (seen !== '') faults.push(`${href}: ${seen}`);
    }
    return faults;
}

describe('links can be clicked', { concurrency: PARALLEL }, () => {
    const clicked = [
        ['starter', 'index.html', 'below a path'],
        ['starter', 'index.html', 'from disk'],
        ['starter', 'privacy/index.html', 'from disk'],
        ['datafuse', 'dpa/index.html', 'below a path'],
        ['torture', 'blocks/index.html', 'below a path'],
    ];
    for (const site of sites) {
        for (const [, file, place] of clicked.filter(([name]) => name === site.name)) {
            test(`${site.path}${file} ${place}`, () => withPage(browser, { reducedMotion: 'reduce' }, async (page) => {
                const home = places[place] + site.path;
                const faults = await click(page, home + file, home);
                assert.equal(faults.join('\n'), '', `${site.path}${file} ${place}`);
            }));
        }
    }
});
