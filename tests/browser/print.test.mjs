// Pages on paper have all of the text, and numbers.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { BASE } from './build.mjs';
import { PARALLEL, launch, withPage } from './lib/browser.mjs';
import { real, serve } from './lib/sites.mjs';

const { getDocument } = createRequire(import.meta.url)('pdfjs-dist/legacy/build/pdf.js');
const browser = await launch();
const { root } = await serve();

/** Text without what a sheet of paper may change: spaces, hyphens, ligatures, capitals. */
const bare = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u2010\u2011\u200b-]/g, '').toLowerCase();

/** The sheets of a PDF: all text, and that of the margins at the top and bottom. */
async function sheets(bytes) {
    const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: true }).promise;
    const found = [];
    for (let number = 1; number <= pdf.numPages; number++) {
        const sheet = await pdf.getPage(number);
        const height = sheet.view[3];
        const { items } = await sheet.getTextContent();
        const margin = items.filter(({ transform }) => transform[5] < 70 || transform[5] > height - 70);
        found.push({ text: bare(items.map(({ str }) => str).join('')), margin: margin.map(({ str }) => str).join(' ') });
    }
    return found;
}

/** Whether a text is on a sheet, or runs from one to the next. */
function isPrinted(text, printed) {
    if (printed.some((sheet) => sheet.text.includes(text))) return true;
    return printed.some((sheet, index) => {
        const next = printed[index + 1];
        for (let cut = 1; next && cut < text.length; cut++) {
            if (sheet.text.includes(text.slice(0, cut)) && next.text.includes(text.slice(cut))) return true;
        }
        return false;
    });
}

/** The texts of a page's content, as they stand in the document, whatever the style shows. In the page. */
function texts() {
    const content = document.querySelector('.content') ?? document.querySelector('main');
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        // Marks that are for clicking are no text, and words for screen readers have a line on paper.
        if (!walker.currentNode.parentElement.closest('nav, .permalink, .footnote-back, .aloud')) found.push(walker.currentNode.data);
    }
    return [document.querySelector('h1').textContent, ...found];
}

/** Words in tables that are broken where nobody would break them. In the page. */
function broken() {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const found = new Set();
    const range = document.createRange();
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (!text.parentElement.closest('td, th') || text.parentElement.closest('a, code')) continue;
        for (const { 0: word, index } of text.data.matchAll(/(?<![\p{L}\d._@/-])\p{L}+(?![\p{L}\d._@/-])/gu)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.add(word);
        }
    }
    return [...found];
}

// What the margins leave of a sheet of A4.
const SHEET = { width: 658, height: 900 };

describe('printed tables keep words whole', { concurrency: PARALLEL }, () => {
    for (const site of real.filter(({ theme }) => theme !== 'plain')) {
        test(site.path, () => withPage(browser, { viewport: SHEET }, async (page) => {
            await page.emulateMedia({ media: 'print' });
            for (const file of site.pages) {
                await page.goto(root + site.path + file);
                assert.deepEqual(await page.evaluate(broken), [], `${site.path}${file}`);
            }
        }));
    }
});

/** Forty tables, each announced, with text of different length in front. In the page. */
function fill(content) {
    const block = (index) => `${'<p>Text</p>'.repeat(1 + index * 7 % 11)}<p>lead.${index}.</p>`
        + `<div class="table"><table><thead><tr><th>Head</th></tr></thead><tbody>${`<tr><td>row.${index}.</td></tr>`.repeat(3)}</tbody></table></div>`;
    content.innerHTML = Array.from({ length: 40 }, (_, index) => block(index)).join('');
}

const starter = real.find(({ theme, name }) => theme === 'default' && name === 'starter');

test('what announces a table is on the same sheet', { skip: !starter }, () => withPage(browser, {}, async (page) => {
    await page.goto(`${root}${starter.path}privacy/index.html`);
    await page.locator('.content').evaluate(fill);
    const printed = await sheets(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
    const alone = printed.flatMap(({ text }, index) => [...text.matchAll(/lead(\.\d+\.)/g)]
        .filter(([, which]) => !text.includes(`row${which}`)).map(([lead]) => `${lead} on sheet ${index + 1}`));
    assert.ok(printed.length > 5);
    assert.deepEqual(alone, []);
}));

describe('printed addresses', { concurrency: PARALLEL }, () => {
    /** The sheets of one of the starter's pages, and the links on it that show where they lead. */
    const print = (file) => withPage(browser, {}, async (page) => {
        await page.goto(root + starter.path + file);
        const shown = await page.locator('.content a.url').allTextContents();
        return { shown, printed: await sheets(await page.pdf({ format: 'A4', preferCSSPageSize: true })) };
    });

    test('every sheet has that of its page', { skip: !starter }, async () => {
        const { printed } = await print('privacy/index.html');
        assert.ok(printed.length > 1);
        for (const [index, { text }] of printed.entries()) {
            assert.ok(text.includes(bare(`${BASE}${starter.path}privacy/`)), `not on sheet ${index + 1}`);
        }
    });

    test('a link that shows where it leads says so once', { skip: !starter }, async () => {
        const { shown, printed } = await print('imprint/index.html');
        assert.ok(shown.length > 0);
        const all = printed.map(({ text }) => text).join('');
        for (const address of new Set(shown)) {
            const times = shown.filter((other) => other.startsWith(address)).length;
            assert.equal(all.split(bare(address)).length - 1, times, address);
        }
    });
});

describe('printed pages have all text, and numbers', { concurrency: PARALLEL }, () => {
    for (const site of real) {
        for (const file of site.pages.filter((file) => file !== '404.html')) {
            test(`${site.path}${file}`, () => withPage(browser, {}, async (page) => {
                await page.goto(root + site.path + file);
                const wanted = (await page.evaluate(texts)).map(bare).filter((text) => text !== '');
                const printed = await sheets(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
                const missing = [...new Set(wanted)].filter((text) => !isPrinted(text, printed));
                assert.deepEqual(missing, [], `${site.path}${file}: texts that were not printed`);
                // Without a stylesheet, numbers are left to the browser.
                if (site.theme === 'plain') return;
                for (const [index, { margin }] of printed.entries()) {
                    const numbers = margin.match(/\d+/g) ?? [];
                    assert.ok(numbers.includes(String(index + 1)), `${site.path}${file}: no number on sheet ${index + 1}: ${JSON.stringify(margin)}`);
                }
            }));
        }
    }
});
