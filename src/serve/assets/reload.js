// Keeps a page up to date: asks the server what the page should show, in
// digests, and mends what differs.
(() => {
    const shown = { ...document.currentScript.dataset, problems: '' };
    const events = `/.policygen/events?page=${encodeURIComponent(location.pathname)}`;
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
    let sheet;

    async function refreshProblems(digest) {
        if (!digest) return show();
        try {
            sheet ??= fetch('/.policygen/overlay.css').then((response) => response.text())
                .then((css) => new CSSStyleSheet().replace(css));
            const response = await fetch('/.policygen/problems.json');
            const problems = response.status === 200 ? await response.json() : undefined;
            // Mended, or broken otherwise, meanwhile.
            if (shown.problems === digest) show(problems, await sheet);
        } catch {
            // The server is gone; the connection's own retry comes back to it.
            sheet = undefined;
            shown.problems = undefined;
        }
    }

    function element(name, text = '', className = '') {
        const made = document.createElement(name);
        made.textContent = text;
        made.className = className;
        return made;
    }

    function show(report, sheet) {
        // Who has folded it away does not want it back at each save.
        const open = overlay?.shadowRoot.querySelector('details').open;
        const had = overlay?.dataset.severity;
        overlay?.remove();
        overlay = undefined;
        if (!report) return;
        const severity = report.problems.some((problem) => problem.severity === 'error') ? 'error' : 'warning';
        overlay = element('policygen-problems');
        overlay.dataset.severity = severity;
        const root = overlay.attachShadow({ mode: 'open' });
        root.adoptedStyleSheets = [sheet];
        const details = element('details', '', severity);
        details.open = had === severity ? open : severity === 'error';
        const summary = element('summary', report.summary);
        const list = element('ol');
        for (const { severity, text } of report.problems) {
            const [title, ...rest] = text.split('\n');
            const item = element('li', '', severity);
            const words = element('pre');
            words.append(element('strong', title), `\n${rest.join('\n')}`);
            item.append(words);
            list.append(item);
        }
        details.append(summary, list);
        root.append(details);
        document.documentElement.append(overlay);
    }

    function connect() {
        clearTimeout(retry);
        // Browsers allow few connections to a host: pages that nobody sees do without.
        if (source || document.visibilityState === 'hidden') return;
        source = new EventSource(events);
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
