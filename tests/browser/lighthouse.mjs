// Lighthouse on the starter's privacy page: `node lighthouse.mjs`. On other pages:
// `SITES=FOLDER node lighthouse.mjs THEME/SITE/PAGE.html …`. Not part of the tests,
// as performance depends on the machine.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { build } from './build.mjs';

/** A port that nobody listens on. */
async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

const made = process.env.SITES ? undefined : mkdtempSync(join(tmpdir(), 'policygen-lighthouse-'));
if (made) {
    process.env.SITES = made;
    build(made, ['starter'], ['default']);
}
const pages = made ? ['default/starter/privacy/index.html'] : process.argv.slice(2);
const { serve } = await import('./lib/sites.mjs');
const { root } = await serve();
const port = await freePort();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', `--remote-debugging-port=${port}`] });
let imperfect = false;
for (const page of pages) {
    for (const formFactor of ['mobile', 'desktop']) {
        const screen = formFactor === 'desktop' ? { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false } : undefined;
        const throttling = formFactor === 'desktop' ? { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1 } : undefined;
        const { lhr } = await lighthouse(`${root}${page}`, { port, logLevel: 'error', output: 'json' }, {
            extends: 'lighthouse:default',
            settings: { formFactor, ...screen && { screenEmulation: screen, throttling } },
        });
        const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
        console.log(`${page}, ${formFactor}: ${scores.join(', ')}`);
        for (const { auditRefs, score } of Object.values(lhr.categories)) {
            if (score === 1) continue;
            imperfect = true;
            for (const { id } of auditRefs) {
                const audit = lhr.audits[id];
                if (audit.score !== null && audit.score < 1) console.log(`  ${audit.id} ${audit.score}: ${audit.title} ${audit.displayValue ?? audit.explanation ?? ''}`);
            }
        }
    }
}
await browser.close();
if (made) rmSync(made, { recursive: true });
process.exitCode = imperfect ? 1 : 0;
