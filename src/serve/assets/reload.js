// Keeps a page up to date: asks the server what the page should show, in
// digests, and mends what differs.
(() => {
    const shown = { ...document.currentScript.dataset, problems: '' };
    const own = (name) => `/.policygen/${name}?page=${encodeURIComponent(location.pathname)}`;
    let source;
    let retry;

    function update(state) {
        if (state.page !== shown.page) {
            disconnect();
            location.reload();
            return;
        }
        if (state.styles !== shown.styles) refreshStyles(state.styles);
        if (state.pictures !== shown.pictures) refreshPictures(state.pictures);
        if (state.problems !== shown.problems) refreshProblems(state.problems);
        Object.assign(shown, state);
    }

    const isOwn = (url) => new URL(url, location.href).origin === location.origin;

    function renewed(url, version) {
        const renewed = new URL(url, location.href);
        renewed.searchParams.set('policygen', version);
        return renewed.href;
    }

    function refreshStyles(version) {
        for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
            if (!isOwn(link.href) || link.dataset.old) continue;
            // The old sheet goes when the new one is there: nothing flickers.
            const next = link.cloneNode();
            next.href = renewed(link.href, version);
            link.dataset.old = 'old';
            next.onload = next.onerror = () => link.remove();
            link.after(next);
        }
    }

    function refreshPictures(version) {
        for (const image of document.images) {
            if (isOwn(image.src)) image.src = renewed(image.src, version);
        }
        for (const icon of document.querySelectorAll('link[rel~="icon"]')) {
            if (isOwn(icon.href)) icon.href = renewed(icon.href, version);
        }
    }

    // What is wrong lies over the page, in a tree that the page's styles don't reach.
    let overlay;
    let sheets;

    const fetchSheet = async (name) => {
        const response = await fetch(`/.policygen/${name}.css`);
        return new CSSStyleSheet().replace(await response.text());
    };

    async function refreshProblems(digest) {
        if (!digest) return show();
        try {
            sheets ??= Promise.all(['overlay', 'marks'].map(fetchSheet));
            // Waited for together: when the page goes both fail, and neither may do so unheard.
            const [response, loaded] = await Promise.all([fetch(own('problems.json')), sheets]);
            const problems = response.status === 200 ? await response.json() : undefined;
            // Mended, or broken otherwise, meanwhile.
            if (shown.problems === digest) show(problems, loaded);
        } catch {
            // The server is gone; the connection's own retry comes back to it.
            sheets = undefined;
            shown.problems = undefined;
        }
    }

    function element(name, text = '', className = '') {
        const made = document.createElement(name);
        made.textContent = text;
        made.className = className;
        return made;
    }

    // Findings are marked at the blocks that they are about.
    const BLOCKS = 'h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, pre, blockquote';
    let marks = new Map();

    const words = (text) => text.replace(/\s+/g, ' ').trim();

    // An item's text is not that of the items in it.
    function ownText(block) {
        const texts = [...block.childNodes].map((node) => {
            if (node.nodeType === Node.TEXT_NODE) return node.data;
            return node.matches?.(BLOCKS) ? ' ' : ownText(node);
        });
        return texts.join('');
    }

    // A finding of the text before may be about words that are gone.
    function blockOf({ section, text }, checking) {
        let blocks = [...document.querySelectorAll(BLOCKS)].filter((block) => !block.closest('nav'));
        const head = section ? document.getElementById(section) : undefined;
        if (head) {
            const isIn = (block) => block === head || head.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
            blocks = blocks.filter(isIn);
            const next = blocks.findIndex((block, at) => at > 0 && /^H[1-6]$/.test(block.tagName));
            if (next > 0) blocks = blocks.slice(0, next);
        }
        // Code is left out of the text that is looked for.
        const parts = text.split('\uFFFC').map(words).filter(Boolean);
        const holds = ([, inside]) => {
            let at = 0;
            return parts.every((part) => {
                const found = inside.indexOf(part, at);
                at = found + part.length;
                return found >= 0;
            });
        };
        const texts = parts.length ? blocks.map((block) => [block, words(ownText(block))]) : [];
        const [found] = texts.filter(holds).sort(([, one], [, other]) => one.length - other.length);
        return found?.[0] ?? (checking ? undefined : head ?? undefined);
    }

    function unmark() {
        for (const [block, button] of marks) {
            button.remove();
            delete block.dataset.policygenMark;
        }
        marks = new Map();
    }

    function mark(block, { severity, text }, item) {
        let button = marks.get(block);
        if (!button) {
            button = element('button', '0', 'policygen-mark');
            button.type = 'button';
            button.title = '';
            button.onclick = () => {
                for (let at = item; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
                item.scrollIntoView({ block: 'nearest' });
            };
            block.append(button);
            marks.set(block, button);
        }
        button.textContent = Number(button.textContent) + 1;
        button.title = `${button.title}\n${text.split('\n')[0]}`.trim();
        const worst = ['error', 'warning', 'info'].find((known) => [severity, block.dataset.policygenMark].includes(known));
        block.dataset.policygenMark = worst;
    }

    function goTo(block) {
        for (let at = block; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
        block.scrollIntoView({ block: 'center' });
        marks.get(block)?.focus({ preventScroll: true });
    }

    // Pages reload when they are saved, and what was folded stays so.
    const FOLDED = 'policygen-folded';
    const isFolded = () => {
        try { return sessionStorage.getItem(FOLDED) === 'yes'; } catch { return false; }
    };
    const fold = (folded) => {
        try { sessionStorage.setItem(FOLDED, folded ? 'yes' : 'no'); } catch { /* storage is off */ }
    };

    function show(report, [sheet, markSheet] = []) {
        // Who has folded it away does not want it back at each save.
        const before = overlay?.shadowRoot.querySelector('details');
        const had = overlay?.dataset.severity;
        const wasUrgent = overlay?.dataset.urgent === 'true';
        const scrolled = before?.scrollTop ?? 0;
        overlay?.remove();
        overlay = undefined;
        unmark();
        if (!report) return;
        const severity = report.problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning';
        overlay = element('policygen-problems');
        overlay.dataset.severity = report.findings ? 'findings' : severity;
        overlay.dataset.urgent = report.urgent;
        const root = overlay.attachShadow({ mode: 'open' });
        root.adoptedStyleSheets = [sheet];
        const details = element('details', '', `panel ${severity}${report.findings ? ' findings' : ''}`);
        if (report.findings) {
            const openedByHand = before?.open && !wasUrgent;
            details.open = openedByHand || !isFolded() && report.urgent;
            details.onclick = ({ target }) => { if (target === summary) fold(details.open); };
        } else {
            details.open = had === severity ? before.open : severity === 'error';
        }
        const summary = element('summary', report.checking ? `${report.summary} (checking again)` : report.summary);
        const lists = { shown: element('ol'), notes: element('ol'), elsewhere: element('ol') };
        // Found before any is marked: marks are text, too.
        const placed = report.problems.map((problem) => ({ ...problem, blocks: new Set(problem.marks.map((mark) => blockOf(mark, report.checking)).filter(Boolean)) }));
        for (const problem of placed) {
            const { severity, text, blocks, elsewhere } = problem;
            const [title, ...rest] = text.split('\n');
            const item = element('li', '', severity);
            const said = element('pre');
            said.append(element('strong', title), `\n${rest.join('\n')}`);
            item.append(said);
            const isNote = report.findings && severity === 'info';
            lists[elsewhere ? 'elsewhere' : isNote ? 'notes' : 'shown'].append(item);
            if (elsewhere) {
                const link = element('a', 'Open the page');
                link.href = elsewhere;
                item.append(link);
            }
            for (const [at, block] of [...blocks].entries()) {
                if (!isNote) mark(block, problem, item);
                const button = element('button', blocks.size > 1 ? `Show on the page (${at + 1})` : 'Show on the page');
                button.onclick = () => goTo(block);
                item.append(button);
            }
        }
        details.append(summary, lists.shown);
        for (const name of ['notes', 'elsewhere']) {
            const count = lists[name].childElementCount;
            if (!count) continue;
            const notes = count === 1 ? '1 note' : `${count} notes`;
            const folded = element('details', '', name);
            folded.open = before?.querySelector(`.${name}`)?.open ?? !lists.shown.childElementCount;
            folded.append(element('summary', name === 'notes' ? notes : `${count} on other pages`), lists[name]);
            details.append(folded);
        }
        if (report.more) details.append(element('p', `${report.more} more are in the terminal`));
        root.append(details);
        if (marks.size && !document.adoptedStyleSheets.includes(markSheet)) document.adoptedStyleSheets.push(markSheet);
        document.documentElement.append(overlay);
        details.scrollTop = scrolled;
    }

    function connect() {
        clearTimeout(retry);
        // Browsers allow few connections to a host: pages that nobody sees do without.
        if (source || document.visibilityState === 'hidden') return;
        source = new EventSource(own('events'));
        source.onmessage = ({ data }) => update(JSON.parse(data));
        source.onerror = () => {
            // Some errors the browser does not try again after.
            if (source.readyState !== EventSource.CLOSED) return;
            disconnect();
            retry = setTimeout(connect, 1000);
        };
    }

    function disconnect() {
        clearTimeout(retry);
        source?.close();
        source = undefined;
    }

    document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? disconnect() : connect()));
    addEventListener('pagehide', disconnect);
    addEventListener('pageshow', connect);
    connect();
})();
