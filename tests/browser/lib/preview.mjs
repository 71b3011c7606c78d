// `policygen serve` on a site of its own, in a folder that goes with it.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const policygen = compile();

/** Starts the server of a folder; gives its address and how to end it. */
export async function serve(folder, port = 0, more = []) {
    const server = spawn(policygen, ['serve', '--port', String(port), '--root', folder, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    const url = await new Promise((done, fail) => {
        let said = '';
        server.stdout.on('data', (data) => {
            said += data;
            if (said.includes('\n')) done(said.split(' ')[0]);
        });
        server.on('exit', () => fail(new Error('the server has ended')));
    });
    const ended = new Promise((done) => server.on('exit', done));
    return {
        url,
        port: Number(new URL(url).port),
        end: async () => {
            server.kill('SIGTERM');
            await ended;
        },
    };
}

/** A copy of the starter, and its server, with more arguments if need be. */
export async function preview(...more) {
    const folder = mkdtempSync(join(tmpdir(), 'policygen-serve-'));
    cpSync(join(root, 'content'), join(folder, 'content'), { recursive: true });
    cpSync(join(root, 'policygen.yaml'), join(folder, 'policygen.yaml'));
    let server = await serve(folder, 0, more);
    return {
        folder,
        get url() { return server.url; },
        read: (path) => readFileSync(join(folder, path), 'utf8'),
        write: (path, text) => {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), text);
        },
        end: () => server.end(),
        restart: async () => { server = await serve(folder, server.port, more); },
        remove: async () => {
            await server.end();
            rmSync(folder, { recursive: true });
        },
    };
}
