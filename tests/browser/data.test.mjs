// What is written beside the pages: there, well-formed, and with addresses
// that lead to pages.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BASE } from './build.mjs';
import { PARALLEL, launch, withPage } from './lib/browser.mjs';
import { serve, sites } from './lib/sites.mjs';

const browser = await launch();
const { root } = await serve();

async function read(url) {
    const response = await fetch(url);
    assert.equal(response.status, 200, url);
    return response.text();
}

/** The addresses in an XML file, read by the browser's own parser. */
async function xml(url, addresses) {
    const text = await read(url);
    const { error, found } = await withPage(browser, {}, (page) => page.evaluate(([text, addresses]) => {
        const document = new DOMParser().parseFromString(text, 'application/xml');
        const error = document.querySelector('parsererror')?.textContent;
        const found = [...document.querySelectorAll(addresses)].map((element) => element.getAttribute('href') ?? element.textContent);
        return { error, found };
    }, [text, addresses]));
    assert.equal(error, undefined, url);
    return found;
}

describe('what is beside the pages', { concurrency: PARALLEL }, () => {
    for (const site of sites) {
        const home = root + site.path;

        test(`${site.path}: policies.json and the twins`, async () => {
            const { policies } = JSON.parse(await read(`${home}policies.json`));
            assert.ok(policies.length > 0);
            for (const policy of policies) {
                assert.ok(site.pages.includes(policy.html), policy.html);
                for (const twin of ['markdown', 'text']) {
                    const text = await read(home + policy[twin]);
                    // In Markdown, what would be HTML in a title is escaped.
                    assert.ok(text.includes(policy.title) || site.name === 'hostile', `${policy[twin]} has no title`);
                }
                assert.equal(JSON.parse(await read(home + policy.json)).title, policy.title, policy.json);
            }
        });

        test(`${site.path}: every JSON file`, async () => {
            for (const file of site.files.filter((file) => file.endsWith('.json'))) {
                const text = await read(home + file);
                assert.doesNotThrow(() => JSON.parse(text), file);
            }
        });

        // Without a base URL, there are none.
        if (site.name === 'hostile') continue;
        for (const [file, addresses] of [['feed.xml', 'link[href]'], ['sitemap.xml', 'loc']]) {
            test(`${site.path}${file}`, async () => {
                const found = await xml(home + file, addresses);
                assert.ok(found.length > 0, 'it has no addresses');
                for (const address of new Set(found)) {
                    assert.ok(address.startsWith(BASE + site.path), `${address} is elsewhere`);
                    await read(address.replace(BASE, root));
                }
            });
        }
    }
});
