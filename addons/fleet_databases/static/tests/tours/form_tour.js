import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** The whole of an element is seen without scrolling, and none of its words is cut. */
const onFirstScreen = (trigger) => ({
    content: `${trigger} is on the first screen`,
    trigger,
    run({ anchor }) {
        const { top, bottom, left, right } = anchor.getBoundingClientRect();
        if (top < 0 || left < 0 || bottom > window.innerHeight || right > window.innerWidth) {
            throw new Error(`${trigger} is at ${top}–${bottom} of ${window.innerHeight}`);
        }
        if (anchor.scrollWidth > anchor.clientWidth) {
            throw new Error(`${trigger} is cut`);
        }
    },
});

const catchNewTabs = {
    trigger: ".o_form_view",
    run() {
        browser.open = (url) => {
            document.body.dataset.opened = url;
            return {};
        };
    },
};

const steps = () => [
    onFirstScreen(".o_form_view .o_field_widget[name='name'] textarea"),
    onFirstScreen("div[name='database_state'] .alert-danger:contains('Wrong key')"),
    onFirstScreen(".o_statusbar_buttons button[name='action_database_connect']"),
    onFirstScreen(".o_fleet_tile[data-kpi='account_journal_type_sale']:contains('14')"),
    onFirstScreen(".o_fleet_tile[data-kpi='account_return_vat__selection']:contains('Late') .text-danger[aria-label^='Late']"),
    onFirstScreen("div.o_fleet_tile:contains('Documents'):contains('–')"),
    catchNewTabs,
    { trigger: ".o_fleet_tile[data-kpi='account_journal_type_sale']", run: "click" },
    { trigger: "body[data-opened='https://bakery.example.com/odoo/action-account.action_move_out_invoice_type?db=bakery']" },
    { trigger: ".nav-link[name='users']", run: "click" },
    { content: "never is written out", trigger: ".o_data_row:contains('Ann'):contains('never')" },
    { content: "others can be removed", trigger: ".o_data_row:contains('Ann') button[name='action_remove']" },
    {
        content: "the hub's own user can't",
        trigger: ".o_data_row:contains('Hub'):not(:has(button[name='action_remove']))",
    },
    { trigger: ".nav-link[name='access']", run: "click" },
    { trigger: ".o_field_widget[name='database_audience']:contains('administrator of Databases')" },
];

registry.category("web_tour.tours").add("fleet_databases_form", { steps });

registry.category("web_tour.tours").add("fleet_databases_project_form", {
    steps: () => [
        {
            content: "an ordinary project has the form of Project",
            trigger: ".o_form_project_project:not(:has(.o_fleet_tiles)) .nav-link[name='settings']",
        },
        { trigger: ".o_form_project_project:not(:has(button[name='action_database_open']))" },
    ],
});

registry.category("web_tour.tours").add("fleet_databases_access", {
    steps: () => [
        { content: "a gap", trigger: ".o_fleet_access_grid td.o_fleet_gap" },
        { content: "an account", trigger: ".o_fleet_access_grid td.o_fleet_no_gap" },
        {
            content: "it fits the screen",
            trigger: ".o_fleet_access_grid.o_fleet_compact table",
            run({ anchor }) {
                const { right, bottom } = anchor.getBoundingClientRect();
                if (right > window.innerWidth || bottom > window.innerHeight) {
                    throw new Error(`${right} × ${bottom}`);
                }
            },
        },
        { trigger: ".o_fleet_access_grid td.o_fleet_gap", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Responsible without an account')" },
    ],
});
