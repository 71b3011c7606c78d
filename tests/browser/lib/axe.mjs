// axe-core on a page.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// What depends on the width alone, and on colours alone; everything else is the same in all of them.
const LAYOUT = ['scrollable-region-focusable', 'target-size', 'color-contrast', 'link-in-text-block'];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Faults that axe-core finds, one line each. `about`: `all`, `layout` or `colours`. */
export async function axe(page, about) {
    await page.evaluate(source);
    const options = {
        runOnly: about === 'all' ? { type: 'tag', values: TAGS } : { type: 'rule', values: about === 'layout' ? LAYOUT : COLOURS },
        // Without being asked, axe-core leaves out what is new in WCAG 2.2.
        rules: about === 'colours' ? {} : { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
        // Stylesheets would be fetched a second time, which pages forbid.
        preload: false,
    };
    // Where the page happens to be scrolled, contents at the foot of the screen lie over some link.
    const pin = (position) => document.querySelectorAll('.toc').forEach((contents) => { contents.style.position = position; });
    await page.evaluate(pin, 'static');
    const { violations } = await page.evaluate((options) => axe.run(document, options), options);
    await page.evaluate(pin, '');
    return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map(({ target, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message)[0] ?? '';
        const more = nodes.length > 3 ? ` (and ${nodes.length - 3} more)` : '';
        return `axe ${id}: ${help}: ${target.join(' ')}${more}: ${why}`;
    }));
}
