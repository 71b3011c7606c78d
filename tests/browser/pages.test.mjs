// Every page in every theme, light and dark, on a phone, a tablet and a desk.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
            const [, name, text] = await page.locator('.heading:has(> #names) + .table table').evaluate(columns);
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

const starter = sites.find(({ theme, name }) => theme === 'default' && name === 'starter');
const kelpwell = sites.find(({ theme, name }) => theme === 'default' && name === 'kelpwell');

/** The nodes of the accessibility tree that a screen reader meets: role, name, and whether the keyboard stops there. */
async function tree(page) {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => ({ role: role?.value, name: name?.value ?? '' }));
}

describe('what a screen reader meets', { concurrency: PARALLEL }, () => {
    for (const site of sites.filter(({ name }) => name === 'starter' || name === 'kelpwell')) {
        const policies = site.pages.filter((file) => /^[a-z-]+\/index\.html$/.test(file));
        test(`${site.path}: each heading once, and rows by their names`, () => withPage(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
            let named = 0;
            for (const file of policies) {
                await page.goto(`${root}${site.path}${file}`);
                const nodes = await tree(page);
                const spoken = nodes.filter(({ role }) => role === 'heading').map(({ name }) => name.replace(/\s+/g, ' ').trim());
                const written = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
                    .map((heading) => heading.textContent.replace(/\s+/g, ' ').trim()));
                // The tree is not in the order of the text.
                assert.deepEqual(spoken.sort(), written.sort(), file);
                const rows = await page.evaluate(() => [...document.querySelectorAll('tbody tr')].filter((row) => row.querySelector('[id]'))
                    .map((row) => row.querySelector('th[scope=row]') !== null));
                assert.ok(rows.every(Boolean), `${file}: a row that can be linked to has no name`);
                named += nodes.filter(({ role }) => role === 'rowheader').length;
            }
            assert.ok(named > 0);
        }));
    }
});

/** What has the focus. In the page. */
const focused = () => {
    const element = document.activeElement;
    return { inText: element.closest('.content') !== null, name: `<${element.localName}> ${element.textContent.trim().slice(0, 40)}` };
};

describe('the keyboard comes to the text', { concurrency: PARALLEL }, () => {
    for (const width of [320, 1280]) {
        for (const site of [starter, kelpwell].filter(Boolean)) {
            test(`${site.path} at ${width} px, after at most 8 stops`, () => withPage(browser, { viewport: { width, height: 900 } }, async (page) => {
                for (const file of site.pages.filter((file) => /^[a-z-]+\/index\.html$/.test(file))) {
                    await page.goto(`${root}${site.path}${file}`);
                    if (await page.locator('.content :is(a, [tabindex])').count() === 0) continue;
                    const stops = [];
                    for (;;) {
                        await page.keyboard.press('Tab');
                        const { inText, name } = await page.evaluate(focused);
                        if (inText) break;
                        stops.push(name);
                        assert.ok(stops.length <= 8, `${file}: ${stops.join(', ')}`);
                    }
                }
            }));
        }
    }
});

describe('enlarged', { concurrency: PARALLEL }, () => {
    for (const file of ['privacy/index.html', 'subprocessors/index.html', 'terms/index.html']) {
        // 1280 px at 400 %.
        test(`${file} at 400 %`, { skip: !starter }, () => withPage(browser, { viewport: { width: 320, height: 256 } }, async (page) => {
            await page.goto(`${root}${starter.path}${file}`);
            assert.deepEqual(await page.evaluate(overflow), []);
            // The bar with the contents leaves the text room.
            const bar = await page.locator('.toc').evaluate((toc) => toc.getBoundingClientRect().height);
            assert.ok(bar < 128, `${bar} px`);
        }));

        test(`${file} with the spacing of WCAG 1.4.12`, { skip: !starter }, () => withPage(browser, { viewport: { width: 320, height: 900 }, bypassCSP: true }, async (page) => {
            await page.goto(`${root}${starter.path}${file}`);
            await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }' });
            assert.deepEqual(await page.evaluate(overflow), []);
        }));

        test(`${file} in forced colours`, { skip: !starter }, () => withPage(browser, { viewport: { width: 1280, height: 900 }, forcedColors: 'active' }, async (page) => {
            await page.goto(`${root}${starter.path}${file}`);
            assert.deepEqual(await axe(page, 'all'), []);
            assert.deepEqual(await page.evaluate(overflow), []);
        }));
    }
});

describe('what a section is in short fits a screen', { concurrency: PARALLEL }, () => {
    for (const [width, most] of [[1280, 900], [390, 1266]]) {
        test(`at ${width} px`, { skip: !starter }, () => withPage(browser, { viewport: { width, height: 900 } }, async (page) => {
            await page.goto(`${root}${starter.path}privacy/index.html`);
            const list = page.locator('.heading:has(#at-a-glance) + dl');
            const height = await list.evaluate((list) => list.offsetHeight);
            assert.ok(height <= most, `${height} px`);
            const dead = await list.evaluate((list) => [...list.querySelectorAll('dt')].filter((term) => {
                const link = term.querySelector('a');
                return !link || !document.getElementById(decodeURIComponent(link.hash.slice(1)));
            }).map((term) => term.textContent));
            assert.deepEqual(dead, [], 'questions without a link to their section');
        }));
    }
});

describe('contents', { concurrency: PARALLEL }, () => {
    test('on a phone, they open from anywhere', { skip: !starter }, () => withPage(browser, { viewport: { width: 390, height: 844 } }, async (page) => {
        await page.goto(`${root}${starter.path}privacy/index.html#retention`);
        const summary = page.locator('.toc summary');
        assert.ok(await summary.evaluate((summary) => summary.getBoundingClientRect().bottom <= innerHeight + 1));
        await summary.click();
        await page.locator('.toc a[href="#contact"]').click();
        const top = await page.locator('#contact').evaluate((heading) => heading.getBoundingClientRect().top);
        const list = await page.locator('.toc').evaluate((toc) => toc.getBoundingClientRect().top);
        assert.ok(top >= 0 && top < list, `the section begins at ${top} px, the open contents at ${list} px`);
    }));

    test('at a desk, the current entry stays in view', { skip: !starter }, () => withPage(browser, { viewport: { width: 1280, height: 420 } }, async (page) => {
        await page.goto(`${root}${starter.path}privacy/index.html`);
        if (!await page.evaluate(() => CSS.supports('scroll-target-group: auto'))) return;
        for (const id of ['retention', 'contact', 'controller']) {
            await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
            await page.waitForTimeout(300);
            const shown = await page.evaluate(() => {
                const entry = document.querySelector('.toc a:target-current');
                const { top, bottom } = entry.getBoundingClientRect();
                return top >= 0 && bottom <= innerHeight;
            });
            assert.ok(shown, id);
        }
    }));
});

/** What a browser makes of a stylesheet, with the commas and slashes of either spelling. In the page. */
function understood(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const spelt = (text) => text.replace(/\s*([,\/])\s*/g, '$1');
    const all = (rules) => [...rules].flatMap((rule) => [spelt(rule.cssText), ...all(rule.cssRules ?? [])]);
    return all(sheet.cssRules);
}

for (const name of ['policygen', 'hub', 'redline']) {
    test(`the stylesheet ${name} that is served says what the theme says`, () => withPage(browser, {}, async (page) => {
        const theme = readFileSync(new URL(`../../themes/default/assets/${name}.css`, import.meta.url), 'utf8');
        // A site with releases: others have no redlines.
        const site = sites.find(({ path }) => path === 'default/kelpwell/');
        await page.goto(`${root}${site.path}index.html`);
        const served = await page.evaluate(async (href) => (await fetch(href)).text(), `assets/${name}.css`);
        assert.ok(served.length < theme.length);
        assert.deepEqual(await page.evaluate(understood, served), await page.evaluate(understood, theme));
    }));
}
