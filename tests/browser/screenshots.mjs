// The README's screenshots of the starter: `node screenshots.mjs [FOLDER]`.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from './build.mjs';

const folder = resolve(process.argv[2] ?? new URL('../../docs/screenshots', import.meta.url).pathname);
const PAGES = { hub: 'index.html', privacy: 'privacy/index.html' };
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const work = mkdtempSync(join(tmpdir(), 'policygen-screenshots-'));
build(work, ['starter'], ['default']);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--force-color-profile=srgb', '--font-render-hinting=none'] });
mkdirSync(folder, { recursive: true });
for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
        const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1, reducedMotion: 'reduce', hasTouch: size === 'phone', isMobile: size === 'phone' });
        const page = await context.newPage();
        for (const [name, file] of Object.entries(PAGES)) {
            await page.goto(pathToFileURL(join(work, 'default/starter', file)).href);
            await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), animations: 'disabled' });
        }
        await context.close();
    }
}
await browser.close();
rmSync(work, { recursive: true });
