// Nothing runs: the pages forbid it, and hostile input doesn't get that far.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { launch, watch, withPage } from './lib/browser.mjs';
import { encode, serve, sites } from './lib/sites.mjs';

const browser = await launch();
const { root } = await serve();
const policy = /<meta[^>]*http-equiv="?Content-Security-Policy[^>]*>/i;
const injected = '<script>document.documentElement.dataset.ran = "script"</script>'
    + '<img src="/nothing" onerror="document.documentElement.dataset.ran = \'handler\'">'
    + '<script src="https://evil.example/evil.js"></script>';

/** Loads a page with scripts in it; gives the name of what ran, and what was asked for. */
async function inject(url, change) {
    return withPage(browser, {}, async (page) => {
        const requests = [];
        // Asked only for what the page's policy lets through.
        await page.route('https://evil.example/**', (route) => {
            requests.push(route.request().url());
            return route.fulfill({ contentType: 'text/javascript', body: '' });
        });
        await page.route(url, async (route) => {
            const body = await (await route.fetch()).text();
            await route.fulfill({ contentType: 'text/html', body: change(body) });
        });
        await page.goto(url);
        const ran = await page.evaluate(() => document.documentElement.dataset.ran);
        return { ran, requests };
    });
}

describe('pages forbid scripts', () => {
    for (const site of sites.filter(({ name }) => name === 'starter')) {
        for (const file of ['index.html', 'privacy/index.html', '404.html']) {
            test(`${site.path}${file}`, async () => {
                const url = root + site.path + file;
                const insert = (body) => body.replace('</body>', `${injected}</body>`);
                assert.deepEqual(await inject(url, insert), { ran: undefined, requests: [] }, 'something ran');
                // The same without the policy, so that this test can fail.
                const without = await inject(url, (body) => insert(body).replace(policy, ''));
                assert.ok(without.ran && without.requests.length > 0, 'nothing ran without the policy either');
            });
        }
    }
});

/** What has no place on a page, besides `expected`. In the page. */
function dangers(expected) {
    const faults = [];
    const forbidden = 'script:not([type="application/ld+json"]), style, iframe, frame, object, embed, applet, form, input, button, textarea, select, '
        + 'base, svg, math, template, noscript, video, audio, body link, body meta';
    for (const element of document.querySelectorAll(`:is(${forbidden}):not(${expected})`)) faults.push(`<${element.localName}>`);
    for (const element of document.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            if (/^on|^(style|srcdoc|formaction|ping|background|autofocus|target)$/.test(name)) faults.push(`<${element.localName} ${name}>`);
            // The browser leaves these out of addresses, too.
            const address = value.replace(/[\u0000-\u0020]/g, '');
            if (['href', 'src', 'action', 'xlink:href'].includes(name) && /^(javascript|data|vbscript):/i.test(address)) faults.push(`<${element.localName} ${name}="${value}">`);
        }
    }
    if (window.ran.length > 0) faults.push(`ran: ${window.ran.join(', ')}`);
    return faults;
}

describe('hostile input stays text', () => {
    for (const site of sites.filter(({ name }) => name === 'hostile')) {
        for (const file of [...site.pages, ...site.redirects]) {
            test(`${site.path}${file}`, async () => {
                // Without the page's own policy, which would hide what comes through.
                const faults = await withPage(browser, { bypassCSP: true }, async (page) => {
                    const { requests } = watch(page);
                    await page.addInitScript(() => { window.ran = []; window.pwned = (what) => window.ran.push(what); });
                    // Pages that lead on are to stay where they are.
                    await page.route('**/index.html', async (route) => {
                        const body = await (await route.fetch()).text();
                        await route.fulfill({ contentType: 'text/html', body: body.replace(/<meta http-equiv="refresh"[^>]*>/, '') });
                    });
                    await page.goto(root + site.path + encode(file));
                    for (const element of await page.$$('main a, main b, main summary')) {
                        await element.dispatchEvent('mouseover');
                        await element.dispatchEvent('focus');
                    }
                    // The one page that may be shown where its stylesheet is not found.
                    const found = await page.evaluate(dangers, file === '404.html' ? 'head > style' : '#nothing');
                    const strange = requests.filter((url) => new URL(url).origin !== new URL(root).origin || url.includes('evil'));
                    return [...found, ...strange.map((url) => `request: ${url}`)];
                });
                assert.equal(faults.join('\n'), '', `${site.path}${file}`);
            });
        }

        test(`${site.path}: what is around it stays`, () => withPage(browser, {}, async (page) => {
            await page.goto(`${root}${site.path}hostile/index.html`);
            const text = await page.textContent('main');
            for (const kept of ['Evil <script>pwned("fact")</script> & "Sons"', '</td><script>pwned("cell")</script>', 'A </title></script>', 'The last sentence stays.']) {
                assert.ok(text.includes(kept), `${kept} is missing`);
            }
            assert.equal(await page.locator('h1').count(), 1);
            assert.equal(await page.locator('main').count(), 1);
            // Text that closes the main element early would push the last sentence out of the article.
            assert.ok((await page.textContent('main article')).includes('The last sentence stays.'));
        }));
    }
});
