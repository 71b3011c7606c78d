// All pages before the Nu HTML Checker, in one run of it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SITES } from './lib/sites.mjs';

const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

// Warnings that are wrong for these pages, each with the reason.
const ALLOWED = [
    // A file has no origin that 'self' could mean to the checker. The tests of pages and links see that stylesheets and images load.
    /^Resource violates Content Security Policy \(meta tag\): (external stylesheet|image) “[^”:]*” blocked/,
    // The checker doesn't compute digests. The tests of links see that the style has an effect.
    /^Inline style violates Content Security Policy .*noindex">\n<style>/s,
    // JSON-LD is data: it doesn't run, and browsers don't block it.
    /^Inline script violates Content Security Policy[^]*<script type="application\/ld\+json">/,
];

test('the Nu HTML Checker finds nothing', () => {
    const { stdout, error } = spawnSync('java', ['-jar', jar, '--stdout', '--skip-non-html', '--format', 'json', SITES], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error) throw error;
    const faults = JSON.parse(stdout).messages
        .filter(({ message, extract }) => !ALLOWED.some((allowed) => allowed.test(message) || allowed.test(`${message} ${extract}`)))
        .map(({ type, subType, url, lastLine, message, extract }) => {
            const page = url ? relative(SITES, fileURLToPath(url)) : '';
            return `${page}:${lastLine}: ${subType ?? type}: ${message} ${extract ? JSON.stringify(extract) : ''}`;
        });
    const shown = faults.slice(0, 40).join('\n');
    assert.equal(shown, '', faults.length > 40 ? `${faults.length} faults, of which 40` : undefined);
});
