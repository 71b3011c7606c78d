// Writing with a browser beside the editor: what the pages of `policygen serve`
// do by themselves. `BROWSER=firefox` does it all in Firefox.

import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { axe } from './lib/axe.mjs';
import { launch, watch, withPage } from './lib/browser.mjs';
import { preview } from './lib/preview.mjs';

const browser = await launch(process.env.BROWSER);
const site = await preview();
after(() => site.remove());

const PRIVACY = 'content/policies/privacy.md';
const original = site.read(PRIVACY);
const edited = (sentence) => `${original}\n\n${sentence}\n`;

const fetched = async (path) => (await fetch(new URL(path, site.url))).text();
const untouched = await fetched('privacy/');

/** Puts the text back, and waits until that is what is shown. */
async function restore() {
    site.write(PRIVACY, original);
    for (let waited = 0; ; waited += 20) {
        const [page, problems] = [await fetched('privacy/'), await fetched('/.policygen/problems.json')];
        if (page === untouched && problems === '') return;
        assert.ok(waited < 20_000, `what was written stays\n${problems}\n${page}`);
        await sleep(20);
    }
}

/** Opens a page of the site, and puts everything back when `look` is done. */
const open = (path, look) => withPage(browser, {}, async (page) => {
    const seen = watch(page);
    await page.goto(site.url + path);
    await page.evaluate(() => { window.loaded = 'once'; });
    try {
        await look(page, seen);
    } finally {
        await restore();
    }
});
const says = (page, text) => page.getByText(text, { exact: true }).first().waitFor();
const isLoadedOnce = (page) => page.evaluate(() => window.loaded === 'once');
const overlay = (page) => page.locator('policygen-problems details');

describe('a page keeps up', { concurrency: false }, () => {
    test('an edit is seen, and no other page reloads', () => open('privacy/', (page) => open('terms/', async (other) => {
        site.write(PRIVACY, edited('This was just written.'));
        await says(page, 'This was just written.');
        assert.equal(await isLoadedOnce(page), false);
        assert.equal(await isLoadedOnce(other), true, 'the other page was reloaded');
    })));

    test('the scroll position stays', () => open('privacy/', async (page) => {
        await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
        const before = await page.evaluate(() => scrollY);
        assert.equal(before, 1500);
        site.write(PRIVACY, edited('At the very end.'));
        await says(page, 'At the very end.');
        await page.waitForFunction((before) => scrollY === before, before);
    }));

    test('a stylesheet is swapped without a reload', () => open('privacy/', async (page) => {
        const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const before = await colour();
        site.write('themes/default/assets/policygen.css', 'body { background: rgb(1, 2, 3) }');
        await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)');
        site.write('themes/default/assets/policygen.css', 'body { background: rgb(4, 5, 6) }');
        await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(4, 5, 6)');
        assert.equal(await page.locator('link[rel=stylesheet]').count(), 1);
        rmSync(join(site.folder, 'themes'), { recursive: true });
        await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor === before, before);
        assert.equal(await isLoadedOnce(page), true);
    }));

    test('a page that is deleted becomes the page for what is not there, and comes back', () => open('accessibility/', async (page) => {
        const file = join(site.folder, 'content/policies/accessibility.md');
        const title = await page.title();
        renameSync(file, `${file}.txt`);
        await page.waitForFunction((title) => document.title !== title, title);
        assert.match(await page.textContent('main'), /not (here|found)|no page|nothing/i);
        renameSync(`${file}.txt`, file);
        await page.waitForFunction((title) => document.title === title, title);
    }));

    test('a hundred saves in a second end with the last', () => open('privacy/', async (page) => {
        for (let save = 1; save <= 100; save += 1) {
            site.write(PRIVACY, edited(`Save number ${save}.`));
            await sleep(10);
        }
        await says(page, 'Save number 100.');
    }));

    test('a server that is started again is found again', () => open('privacy/', async (page) => {
        await site.end();
        site.write(PRIVACY, edited('Written while nobody served.'));
        await sleep(1500);
        await site.restart();
        await says(page, 'Written while nobody served.');
        site.write(PRIVACY, edited('Written after.'));
        await says(page, 'Written after.');
    }));

    test('a page that nobody sees does not listen, and catches up when it is seen', () => open('privacy/', async (page) => {
        const show = (state) => page.evaluate((state) => {
            Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
            document.dispatchEvent(new Event('visibilitychange'));
        }, state);
        await show('hidden');
        site.write(PRIVACY, edited('Written unseen.'));
        await sleep(1000);
        assert.equal(await isLoadedOnce(page), true);
        await show('visible');
        await says(page, 'Written unseen.');
    }));

    // A browser makes six connections to a host, and a page that listens holds one.
    test('pages in the background do not hold up another', () => withPage(browser, {}, async (page) => {
        const background = await Promise.all(Array.from({ length: 8 }, () => page.context().newPage()));
        await Promise.all(background.map(async (page) => {
            await page.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
            await page.goto(`${site.url}privacy/`);
        }));
        await page.goto(`${site.url}privacy/`);
        site.write(PRIVACY, edited('To who is in front.'));
        await says(page, 'To who is in front.');
        await restore();
    }));
});

describe('what is wrong lies over the page', { concurrency: false }, () => {
    test('a fault is shown as the terminal shows it, and goes away when it is mended', () => open('privacy/', async (page, seen) => {
        site.write(PRIVACY, original.replace('{{ <changes /> }}', '{{ <chnages /> }}'));
        await overlay(page).waitFor();
        const text = await overlay(page).textContent();
        for (const part of ['error[', 'there is no clause `chnages`', `--> ${PRIVACY}:`, 'did you mean `changes`?']) {
            assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
        }
        assert.match(text, /^1 error/);
        // The site is still there, and was not reloaded.
        assert.equal(await isLoadedOnce(page), true);
        assert.equal(await page.locator('main h1').count(), 1);
        assert.deepEqual((await axe(page, 'all')).filter((fault) => fault.includes('policygen-problems')), []);
        site.write(PRIVACY, original);
        await overlay(page).waitFor({ state: 'detached' });
        assert.equal(await isLoadedOnce(page), true);
        assert.deepEqual(seen.console, []);
    }));

    test('it can be folded away, and stays so', () => open('privacy/', async (page) => {
        site.write(PRIVACY, edited('{{ nothing }}'));
        await overlay(page).locator('li').waitFor();
        await overlay(page).locator('summary').click();
        assert.equal(await overlay(page).locator('li').isVisible(), false);
        site.write(PRIVACY, edited('{{ nothing }} {{ at_all }}'));
        await overlay(page).getByText('2 errors').waitFor();
        assert.equal(await overlay(page).locator('li').first().isVisible(), false);
    }));

    test('warnings wait in a corner', () => open('privacy/', async (page) => {
        site.write(PRIVACY, original.replace('---\n', '---\ncolour: red\n'));
        await overlay(page).getByText('1 warning').waitFor();
        assert.equal(await overlay(page).locator('li').isVisible(), false);
        await overlay(page).locator('summary').click();
        assert.equal(await overlay(page).locator('li').isVisible(), true);
    }));

    test('a clause that is renamed is missed where it is called', () => open('privacy/', async (page) => {
        const clause = (name) => join(site.folder, `content/clauses/${name}.md`);
        site.write('content/clauses/own-words.md', '---\nsummary: Own\n---\nOur own words.\n');
        site.write(PRIVACY, edited('{{ <own_words /> }}'));
        await says(page, 'Our own words.');
        renameSync(clause('own-words'), clause('other-words'));
        await overlay(page).getByText('there is no clause `own_words`').waitFor();
        site.write(PRIVACY, edited('{{ <other_words /> }}\n\nMended.'));
        await says(page, 'Mended.');
        await says(page, 'Our own words.');
        assert.equal(await overlay(page).count(), 0);
    }));

    test('a site that is broken at the start', async () => {
        await site.end();
        site.write(PRIVACY, edited('{{ nothing }}'));
        await site.restart();
        await open('privacy/', async (page) => {
            await overlay(page).getByText('there is no variable `nothing`').waitFor();
            site.write(PRIVACY, original);
            await page.locator('main h1').waitFor();
            assert.equal(await overlay(page).count(), 0);
        });
    });
});

describe('what check finds stands on the page', { concurrency: false }, () => {
    let checked;
    before(async () => { checked = await preview('--check'); });
    after(() => checked.remove());
    const onPage = (path, look) => withPage(browser, {}, async (page) => {
        const seen = watch(page);
        await page.goto(checked.url + path);
        await look(page, {
            panel: page.locator('policygen-problems .panel'),
            marked: page.locator('[data-policygen-mark]'),
            seen,
        });
    });
    const isOpen = (panel) => panel.evaluate((panel) => panel.open);

    test('a finding is listed and marked at its block, and both go when it is mended', () => onPage('privacy/', async (page, { panel, marked, seen }) => {
        checked.write(PRIVACY, edited('## Old law {#old-law}\n\nFirst.\n\nSee *§ 25* of the `old` TTDSG.\n\nLast.'));
        await says(page, 'Last.');
        await panel.getByText('LAW906').waitFor();
        assert.equal(await isOpen(panel), true);
        assert.match(await panel.textContent(), new RegExp(`--> ${PRIVACY}:\\d+`));
        assert.equal(await marked.count(), 1);
        assert.match(await marked.textContent(), /^See §\s25 of the old TTDSG\.1$/);
        assert.equal(await marked.getAttribute('data-policygen-mark'), 'error');
        assert.notEqual(await marked.evaluate((block) => getComputedStyle(block).outlineStyle), 'none');
        await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
        await panel.getByRole('button', { name: 'Show on the page' }).first().click();
        await page.waitForFunction(() => {
            const { top, bottom } = document.querySelector('[data-policygen-mark]').getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
        });
        assert.deepEqual((await axe(page, 'all')).filter((fault) => /policygen-(problems|mark)/.test(fault)), []);
        // Folded away, it stays so when the page reloads.
        await panel.locator('summary').first().click();
        checked.write(PRIVACY, edited('## Old law {#old-law}\n\nSee the TTDSG, still.'));
        await says(page, 'See the TTDSG, still.1');
        assert.equal(await isOpen(panel), false);
        checked.write(PRIVACY, edited('## New law {#new-law}\n\nSee the TDDDG.'));
        await says(page, 'See the TDDDG.');
        await marked.waitFor({ state: 'detached' });
        await panel.getByText('LAW906').waitFor({ state: 'detached' });
        assert.deepEqual(seen.console, []);
        checked.write(PRIVACY, original);
    }));

    test('in cells, items and quotes, and in clauses on all pages that show them', async () => {
        checked.write('content/clauses/old-law.md', [
            '---\nsummary: Old law\n---\n',
            '| Law | Name |\n|---|---|\n| One | [Company Name], in a cell |\n',
            '- first\n- [Company Name], in an item\n    - [Company Name], in an item of it\n',
            '> TTDSG, in a quote\n',
        ].join('\n'));
        const call = '\n\n## Old law {#old-law}\n\n{{ <old_law /> }}\n';
        const terms = checked.read('content/policies/terms.md');
        checked.write(PRIVACY, original + call);
        checked.write('content/policies/terms.md', terms + call);
        for (const path of ['privacy/', 'terms/']) {
            await onPage(path, async (page, { panel, marked, seen }) => {
                await marked.filter({ hasText: 'TTDSG, in a quote' }).waitFor();
                assert.match(await panel.textContent(), /LAW906/);
                const texts = await marked.evaluateAll((blocks) => blocks.map((block) => `${block.localName}: ${block.firstChild.textContent.trim()}`));
                for (const text of ['td: [Company Name], in a cell', 'li: [Company Name], in an item', 'li: [Company Name], in an item of it']) {
                    assert.ok(texts.includes(text), `${path} ${text} is not in ${texts.join(', ')}`);
                }
                assert.deepEqual(seen.console, []);
            });
        }
        checked.write('content/policies/terms.md', terms);
        checked.write(PRIVACY, original);
    });

    test('those of other pages are out of the way, and led to', async () => {
        checked.write(PRIVACY, edited('## Old law {#old-law}\n\nSee the TTDSG.'));
        await onPage('privacy/', async (page, { marked }) => {
            await says(page, 'See the TTDSG.1');
            await marked.waitFor();
        });
        for (const path of ['', 'terms/', 'nowhere/']) {
            await onPage(path, async (page, { panel, marked }) => {
                const elsewhere = panel.locator('.elsewhere');
                await elsewhere.waitFor({ state: 'attached' });
                assert.equal(await isOpen(panel), false, `${path} has the panel open`);
                assert.equal(await marked.count(), 0);
                await panel.locator('summary').filter({ hasText: /1 error.* on other pages/ }).waitFor();
                await panel.locator('summary').first().click();
                await elsewhere.locator('li.error').getByRole('link', { name: 'Open the page' }).click();
                await marked.waitFor();
                assert.match(page.url(), /\/privacy\/$/);
            });
        }
        checked.write(PRIVACY, original);
    });
});
