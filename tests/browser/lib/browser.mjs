// The browser, and what is noted of a page that it shows.

import { after } from 'node:test';
import { chromium, firefox } from 'playwright-core';

/** How many pages are looked at at a time. */
export const PARALLEL = 3;

const BROWSERS = {
    // It reaches no other host.
    chromium: () => chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    }),
    // Debian's own, over WebDriver BiDi.
    firefox: () => firefox.launch({ executablePath: '/usr/bin/firefox-esr', channel: 'moz-firefox' }),
};

/** A browser that is closed behind the tests of a file. */
export async function launch(name = 'chromium') {
    const browser = await BROWSERS[name]();
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
