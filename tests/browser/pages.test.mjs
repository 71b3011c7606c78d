// Every page in every theme, light and dark, on a phone, a tablet and a desk.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe } from './lib/axe.mjs';
import { PARALLEL, launch, watch, withPage } from './lib/browser.mjs';
import { serve, sites } from './lib/sites.mjs';

const browser = await launch();
const { root } = await serve();

// Each with what axe-core has to look at there: structure changes with the
// width at most, and a colour scheme changes colours.
const LOOKS = [
    { width: 1280, scheme: 'light', about: 'all' },
    { width: 1280, scheme: 'dark', about: 'colours' },
    { width: 768, scheme: 'dark', about: 'colours' },
    { width: 768, scheme: 'light', about: 'layout' },
    { width: 320, scheme: 'light', about: 'all' },
    { width: 320, scheme: 'dark', about: 'colours' },
];
const LIGHT = 60 * 1024;

/** Whether something is wider than the screen, and what. In the page. */
function overflow() {
    const wide = document.documentElement.scrollWidth > innerWidth;
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const inScroller = (element) => element && (scrolls(element) || inScroller(element.parentElement));
    // Also what is cut off without a way to scroll there.
    const outside = [...document.querySelectorAll(wide ? 'body *' : 'main *')].filter((element) => {
        const { left, right, width, height } = element.getBoundingClientRect();
        return (right > innerWidth + 1 || left < -1) && width > 1 && height > 1 && !inScroller(element.parentElement) && !scrolls(element);
    });
    const innermost = outside.filter((element) => !outside.some((other) => other !== element && element.contains(other)));
    if (!wide && outside.length === 0) return [];
    const names = innermost.slice(0, 3).map((element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 40)}`);
    return [`wider than the screen (${document.documentElement.scrollWidth} px): ${names.join('; ')}`];
}

/** Headings that break the order. In the page. */
function headings() {
    const faults = [];
    const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
    const first = all.filter((heading) => heading.localName === 'h1').length;
    if (first !== 1) faults.push(`${first} headings of level 1`);
    let level = 0;
    for (const heading of all) {
        const next = Number(heading.localName[1]);
        if (next > level + 1) faults.push(`heading of level ${next} behind one of level ${level}: ${heading.textContent}`);
        level = next;
    }
    return faults;
}

async function look(page, site, file) {
    const seen = watch(page);
    const faults = [];
    await page.goto(`${root}${site.path}${file}`);
    faults.push(...await page.evaluate(headings));
    if (site.name !== 'torture') {
        const sizes = await Promise.all(seen.responses.map(async (response) => (await response.body()).length));
        const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
        if (size >= LIGHT) faults.push(`${size} bytes to load, which should be under ${LIGHT}`);
    }
    // Without a stylesheet, a page has no looks to differ in but the browser's colours.
    const looks = site.theme === 'plain' ? LOOKS.slice(0, 2) : LOOKS;
    for (const { width, scheme, about } of looks) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        // Colours in the middle of a transition are nobody's choice.
        await page.evaluate(() => Promise.allSettled(document.getAnimations()
            .filter((animation) => animation instanceof CSSTransition).map((animation) => animation.finished)));
        const found = await axe(page, about);
        // Without a stylesheet, nothing can keep a wide table inside a narrow screen.
        if (site.theme !== 'plain') found.push(...await page.evaluate(overflow));
        // Nor can links in a list be made larger.
        const faulty = found.filter((fault) => site.theme !== 'plain' || !fault.startsWith('axe target-size'));
        faults.push(...faulty.map((fault) => `${width} px, ${scheme}: ${fault}`));
    }
    faults.push(...seen.console.map((message) => `console: ${message}`));
    const origin = new URL(root).origin;
    faults.push(...seen.requests.filter((url) => new URL(url).origin !== origin).map((url) => `request to another host: ${url}`));
    return faults;
}

describe('pages are accessible, quiet, light and fit', { concurrency: PARALLEL }, () => {
    for (const site of sites.filter(({ name }) => name !== 'hostile')) {
        for (const file of site.pages) {
            test(`${site.path}${file}`, async () => {
                const faults = await withPage(browser, {}, (page) => look(page, site, file));
                assert.equal(faults.join('\n'), '', `${site.path}${file}`);
            });
        }
    }
});

const torture = sites.find(({ theme, name }) => theme === 'default' && name === 'torture');

/** The widths of a table's columns. In the page. */
const columns = (table) => [...table.rows[0].cells].map((cell) => cell.getBoundingClientRect().width);

describe('long names leave the text beside them room', { concurrency: PARALLEL }, () => {
    for (const width of [768, 1280]) {
        test(`at ${width} px`, { skip: !torture }, () => withPage(browser, { viewport: { width, height: 900 } }, async (page) => {
            await page.goto(`${root}${torture.path}blocks/index.html`);
            const [, name, text] = await page.locator('#names + .table table').evaluate(columns);
            assert.ok(text > name, `${Math.round(text)} px for the text, ${Math.round(name)} for names`);
        }));
    }
});

/** How far a block's text begins from the left and ends from the right. In the page. */
function room(block) {
    const range = document.createRange();
    range.selectNodeContents(block);
    const [text, around] = [range.getBoundingClientRect(), block.getBoundingClientRect()];
    return { left: text.left - around.left, right: around.right - text.right };
}

test('code in a page from right to left begins at the left', { skip: !torture }, () => (
    withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.goto(`${root}${torture.path}arabic/index.html`);
        const { left, right } = await page.locator('pre').first().evaluate(room);
        assert.ok(left < right, `${left} px to the left, ${right} px to the right`);
    })
));

test('a line of 64 characters of code fits beside the contents', { skip: !torture }, () => (
    withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.goto(`${root}${torture.path}blocks/index.html`);
        const height = (length) => page.locator('pre code').first().evaluate((code, length) => {
            code.textContent = 'm'.repeat(length);
            return code.parentElement.offsetHeight;
        }, length);
        assert.equal(await height(64), await height(1));
    })
));
