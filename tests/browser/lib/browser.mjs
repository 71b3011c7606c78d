// The browser, and what is noted of a page that it shows.

import { after } from 'node:test';
import { chromium } from 'playwright-core';

/** How many pages are looked at at a time. */
export const PARALLEL = 3;

/** A browser that is closed behind the tests of a file. It reaches no other host. */
export async function launch() {
    const browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    after(() => browser.close());
    return browser;
}

/** Notes what a page says on the console and asks of hosts. */
export function watch(page) {
    const seen = { console: [], requests: [], responses: [] };
    page.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => seen.console.push(`error: ${error.message}`));
    page.on('request', (request) => seen.requests.push(request.url()));
    page.on('response', (response) => seen.responses.push(response));
    return seen;
}

/** Runs `look` with a page of its own. */
export async function withPage(browser, options, look) {
    const context = await browser.newContext(options);
    try {
        return await look(await context.newPage());
    } finally {
        await context.close();
    }
}
