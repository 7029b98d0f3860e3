/* What is wrong with the words and elements of the page as it is now. */
window.fleetLook = (() => {
    const { visible, isVisible } = window.fleetScreens;
    const TITLED = "[title]:not([title='']), [data-tooltip]:not([data-tooltip='']), [data-tooltip-template], [aria-label]:not([aria-label=''])";
    const WORDS = ["placeholder", "title", "aria-label", "data-tooltip", "alt"];
    // What people have written, and the names of languages and of time zones.
    const WRITTEN = ".o-mail-Message-content, .o-mail-Thread, option, script, style, .o_debug_manager";
    const CONTROL_PANEL = ".o_control_panel";
    const shown = (text) => text.replace(/\s+/g, " ").trim();

    /** A selector that people understand: the names of the element and of those around it. */
    function path(element) {
        const parts = [];
        for (let at = element; at && at !== document.body && parts.length < 4; at = at.parentElement) {
            const name = at.getAttribute("name") || at.dataset.name;
            const classes = [...at.classList].filter((name) => /^o[_-]/.test(name)).slice(0, 2);
            if (name || classes.length || !parts.length) {
                parts.unshift(at.tagName.toLowerCase() + classes.map((name) => `.${name}`).join("") + (name ? `[${name}]` : ""));
            }
        }
        return parts.join(" ");
    }

    const textNodes = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (shown(data) && !parentElement.closest(WRITTEN) && isVisible(parentElement)) {
                found.push(walker.currentNode);
            }
        }
        return found;
    };

    /** The element that cuts this text off, or nothing. What scrolls by itself cuts nothing. */
    function cutter(node) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
            const { overflowX, display, position, webkitLineClamp } = getComputedStyle(at);
            if (display === "inline" || display === "contents") {
                continue;
            }
            if (webkitLineClamp !== "none" && at.scrollHeight > at.clientHeight + 1) {
                return at;
            }
            if (overflowX === "auto" || overflowX === "scroll" || position === "fixed") {
                return;
            }
            const box = at.getBoundingClientRect();
            if (overflowX !== "visible" && (text.right > box.right + 1.5 || text.left < box.left - 1.5 ||
                (at === node.parentElement && at.scrollWidth > at.clientWidth + 1))) {
                return text.width > 1 && box.width > 1 ? at : undefined;
            }
        }
    }

    const cut = (roots) =>
        roots.flatMap(textNodes).filter((node) => !node.parentElement.closest(TITLED) && cutter(node))
            .map((node) => ({ kind: "cut", what: "", element: node.parentElement, text: shown(node.data) }));

    /** Words of ours that are still English. */
    function english(roots, { whole, parts }) {
        const are = new Set(whole);
        const isEnglish = (text) => are.has(text) || parts.some((part) => text.includes(part));
        const found = roots.flatMap(textNodes).map((node) => [node.parentElement, shown(node.data)]);
        for (const name of WORDS) {
            for (const element of roots.flatMap((root) => visible(`[${name}]`, root))) {
                if (!element.closest(WRITTEN)) {
                    found.push([element, shown(element.getAttribute(name))]);
                }
            }
        }
        return found.filter(([, text]) => text && isEnglish(text))
            .map(([element, text]) => ({ kind: "english", what: "", element, text }));
    }

    /** What axe says of the views; what is around them is Odoo's. */
    async function axeFindings(all) {
        const roots = all.filter((root) => !root.matches(CONTROL_PANEL));
        if (!roots.length) {
            return [];
        }
        const options = {
            resultTypes: ["violations"],
            elementRef: true,
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        };
        const { violations } = await axe.run({ include: roots, exclude: [[".o-mail-Form-chatter"]] }, options);
        return violations.filter(({ impact }) => impact === "critical" || impact === "serious").flatMap(({ id, nodes }) =>
            nodes.map((node) => ({ kind: "axe", what: id, element: node.element, text: node.html.slice(0, 160) }))
        );
    }

    /** The elements that are ours: all of the view, or what has one of these names. */
    function ours({ isWhole, names }) {
        const frames = visible(".modal:not(.o_inactive_modal) .modal-content");
        const roots = frames.length ? frames : visible(`.o_action_manager .o_content, .o_action_manager ${CONTROL_PANEL}`);
        if (isWhole) {
            return roots;
        }
        const selector = names.map((name) => `[name="${name}"], [data-name="${name}"], label[for^="${name}_"]`).join(",");
        return selector ? roots.flatMap((root) => visible(selector, root)) : [];
    }

    /** Everything that is wrong, as plain values.
     *
     * @param {{isWhole: boolean, names: string[], exceptions: Object[], english: Object|null, axe: boolean}} plan
     * @returns {{findings: Object[], used: number[]}} what no exception allows, and the numbers of those that were needed
     */
    async function look(plan) {
        const roots = ours(plan);
        const found = [
            ...cut(roots),
            ...(plan.english ? english(plan.isWhole ? [document.body] : roots, plan.english) : []),
            ...(plan.axe ? await axeFindings(roots) : []),
        ];
        const used = new Set();
        const findings = new Map();
        for (const { kind, what, element, text } of found) {
            const number = plan.exceptions.findIndex((exception) => exception.kind === kind && exception.what === what &&
                (exception.selector.startsWith("=") ? exception.selector.slice(1) === text : element.closest(exception.selector)));
            if (number >= 0) {
                used.add(number);
            } else {
                const where = path(element);
                findings.set(`${kind} ${what} ${where} ${text}`, { kind, what, where, text });
            }
        }
        return { findings: [...findings.values()], used: [...used] };
    }

    return look;
})();
