// Builds every site in every theme: `node build.mjs FOLDER` writes
// FOLDER/<theme>/<site>/.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');

/** Where the sites would be; the tests serve them below the same path. */
export const BASE = 'https://policygen.example/legal/';

// The examples that are site folders of their own, besides the starter.
const SITES = {
    starter: root,
    patuih: join(root, 'examples/patuih'),
    cabinet: join(root, 'examples/cabinet'),
    itskode: join(root, 'examples/itskode'),
    datafuse: join(root, 'examples/datafuse'),
    kelpwell: join(root, 'examples/kelpwell'),
    torture: join(here, 'torture'),
    hostile: join(here, 'hostile'),
};
// One theme is enough to try something out.
const THEMES = (process.env.THEMES ?? 'default plain').split(' ');

function run(command, args, cwd) {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    if (error) throw error;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
}

/** Compiles policygen and gives its path. */
export function compile() {
    if (process.env.POLICYGEN) return process.env.POLICYGEN;
    const messages = run('cargo', ['build', '--locked', '--quiet', '--bin', 'policygen', '--message-format', 'json'], root);
    return messages.trim().split('\n').map((line) => JSON.parse(line))
        .find((message) => message.executable && message.target.name === 'policygen').executable;
}

export function build(out, wanted = Object.keys(SITES), themes = THEMES) {
    const policygen = compile();
    const work = mkdtempSync(join(tmpdir(), 'policygen-sites-'));
    for (const theme of themes) {
        for (const site of wanted) {
            // Only what a site is made of: a theme in the folder would hide the one in the binary.
            const copy = join(work, theme, site);
            mkdirSync(copy, { recursive: true });
            for (const part of ['content', 'releases']) {
                const from = join(SITES[site], part);
                if (existsSync(from)) cpSync(from, join(copy, part), { recursive: true });
            }
            const settings = readFileSync(join(SITES[site], 'policygen.yaml'), 'utf8').replace(/^theme:.*\n/m, '');
            writeFileSync(join(copy, 'policygen.yaml'), `${settings.trimEnd()}\ntheme: ${theme}\n`);
            const args = ['build', '--quiet', '--drafts', '--root', copy, '--out', join(out, theme, site), '--as-of', '2026-06-20'];
            // The hostile site stands for those without a base URL.
            if (site !== 'hostile') args.push('--base-url', `${BASE}${theme}/${site}/`);
            run(policygen, args, root);
        }
    }
    rmSync(work, { recursive: true });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) build(process.argv[2]);
