/* What the walk needs in the page. It is evaluated once after each load; axe-core is there already. Each function that
 * changes the page ends when the page has come to rest. */
window.fleetScreens = (() => {
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    const { Domain } = odoo.loader.modules.get("@web/core/domain");
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    // Buttons that lead to a client's database would leave this page behind.
    window.open = () => ({ closed: false, opener: null, location: {} });
    const asked = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => asked.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail: { data, error } }) => {
        asked.delete(data.id);
        if (error?.data) {
            const { model, method, ...others } = data.params;
            console.error(`${model || JSON.stringify(others)} ${method || ""}: ${error.exceptionName}: ${error.data.message}`);
        }
    });

    const DIALOG = ".modal:not(.o_inactive_modal)";
    const CLOSING = `${DIALOG} .btn-close, ${DIALOG} .o_form_button_cancel, ${DIALOG} .modal-header .oi-arrow-left, .o_notification_close`;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isAtRest = () => !asked.size && [...owl.App.apps].every((app) => !app.scheduler.tasks.size);

    /** Wait until nothing is asked of the server and nothing is being drawn. */
    async function settle() {
        const end = Date.now() + 20000;
        for (let rest = 0; rest < 4; rest = isAtRest() ? rest + 1 : 0) {
            await frame();
            if (Date.now() > end) {
                throw new Error(`The page does not come to rest: ${[...asked]}`);
            }
        }
        // What only moves is not waited for: it would be seen half-way there.
        for (const animation of document.getAnimations()) {
            if (animation.effect.getComputedTiming().endTime < Infinity) {
                animation.finish();
            }
        }
    }

    async function open(action, options = {}) {
        await close();
        const menu = services.menu.getAll().find(({ actionID }) => actionID === action);
        if (menu) {
            services.menu.setCurrentMenu(menu);
        }
        await services.action.doAction(action, { clearBreadcrumbs: true, ...options });
        await settle();
        return state();
    }

    async function switchTo(viewType, props) {
        await services.action.switchView(viewType, props);
        await settle();
        return state();
    }

    /** Open the first record that this action shows, or a new one. */
    async function openFirst() {
        const { action } = services.action.currentController;
        const domain = new Domain(action.domain || []).toList({ uid: services.user?.userId, ...action.context });
        const [first] = await services.orm.search(action.res_model, domain, { limit: 1, context: action.context });
        return switchTo("form", first ? { resId: first } : {});
    }

    // The views that were loaded last. What a dialog shows is no controller of its own that could be asked.
    let loaded = { resModel: null, views: {} };
    const { loadViews } = services.view;
    services.view.loadViews = async (params, ...others) => {
        const answer = await loadViews(params, ...others);
        loaded = { resModel: params.resModel, views: answer.views };
        return answer;
    };

    /** Where we are; null stands for what is not known. */
    function state() {
        const isDialog = Boolean(document.querySelector(DIALOG));
        const { props = {}, action = {} } = services.action.currentController || {};
        const viewType = isDialog ? Object.keys(loaded.views).find((type) => type !== "search") : props.type;
        return {
            isDialog,
            model: (isDialog ? loaded.resModel : props.resModel) || null,
            viewType: viewType || null,
            viewId: loaded.views[viewType]?.id || null,
            viewTypes: isDialog ? [] : (action.views || []).map(([, type]) => type),
        };
    }

    /** Close what lies over the page. */
    async function close() {
        for (let tries = 0; tries < 5; tries++) {
            const button = document.querySelector(CLOSING);
            if (!button) {
                return;
            }
            button.click();
            await settle();
        }
        throw new Error("What lies over the page can't be closed");
    }

    const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const visible = (selector, root = document) => [...root.querySelectorAll(selector)].filter(isVisible);

    /** Click what has this selector and this number among those that are visible. */
    async function click(selector, number = 0) {
        visible(selector)[number].click();
        await settle();
        return state();
    }

    /** @returns {string[]} the text of all that have the selector and are visible */
    const texts = (selector) => visible(selector).map((element) => element.textContent.trim());

    /** @returns {string[]} the names of all that have the selector and are visible */
    const names = (selector) => visible(selector).map((element) => element.getAttribute("name"));

    return { settle, open, switchTo, openFirst, state, close, click, texts, names, visible, isVisible };
})();
