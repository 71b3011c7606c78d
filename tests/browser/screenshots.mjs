// The README's screenshots of the starter: `node screenshots.mjs [FOLDER]`.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from './build.mjs';

const folder = resolve(process.argv[2] ?? new URL('../../docs/screenshots', import.meta.url).pathname);
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESK = { viewport: { width: 1280, height: 800 } };
const PICTURES = {
    hub: { file: 'index.html', colorScheme: 'light', ...DESK },
    // As high as the phone's picture beside it.
    privacy: { file: 'privacy/index.html', colorScheme: 'light', viewport: { width: 1280, height: 1000 } },
    'privacy-phone': { file: 'privacy/index.html', from: '#at-a-glance', colorScheme: 'dark', ...PHONE },
};

const work = mkdtempSync(join(tmpdir(), 'policygen-screenshots-'));
build(work, ['starter'], ['default']);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--force-color-profile=srgb', '--font-render-hinting=none'] });
mkdirSync(folder, { recursive: true });
for (const [name, { file, from, ...options }] of Object.entries(PICTURES)) {
    const context = await browser.newContext({ deviceScaleFactor: 1, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(work, 'default/starter', file)).href);
    if (from) await page.locator(from).evaluate((section) => section.scrollIntoView());
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    await context.close();
}
await browser.close();
rmSync(work, { recursive: true });
