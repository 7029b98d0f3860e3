import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** What the test tells its tour: addresses, names and keys of the servers that it has started. */
const told = () => JSON.parse(browser.localStorage.getItem("fleet_databases.tour"));

const typed = (name, value) => ({
    trigger: `.o_field_widget[name='${name}'] :is(input, textarea)`,
    run: `edit ${value}`,
});

/** Write down where a new tab would go, instead of opening it. */
const catchNewTabs = {
    trigger: ".o_list_view",
    run() {
        browser.open = (url) => {
            document.body.dataset.opened = url;
            return {};
        };
    },
};

const opened = (address) => ({ content: `a new tab at ${address}`, trigger: `body[data-opened='${address}']` });

registry.category("web_tour.tours").add("fleet_databases_add_client", {
    steps: () => {
        const { url, name, login, key, sales } = told();
        return [
            { trigger: ".o_list_button_add", run: "click" },
            typed("name", "Bakery Dupont"),
            typed("database_url", url),
            typed("database_name", name),
            typed("database_api_login", login),
            typed("database_api_key", key),
            { trigger: "button[name='action_database_test_connection']", run: "click" },
            { trigger: ".modal tr:contains('Change users'):contains('Works')" },
            { trigger: ".modal button:contains('Close')", run: "click" },
            { trigger: "body:not(:has(.modal)) button[name='action_database_synchronize']", run: "click" },
            { trigger: ".o_field_widget[name='database_version']:contains('19.0')" },
            { trigger: ".nav-link[name='users']", run: "click" },
            { trigger: ".o_field_widget[name='database_user_ids'] tr:contains('Julie Dupont')" },
            { trigger: ".o_breadcrumb a:contains('Databases')", run: "click" },
            { trigger: `tr:contains('Bakery Dupont') td[name$='account_journal_type_sale']:contains(/^${sales}$/)` },
            { trigger: "tr:contains('Bakery Dupont') td[name='database_nb_documents']:contains(/^–$/)" },
        ];
    },
});

registry.category("web_tour.tours").add("fleet_databases_invite", {
    steps: () => {
        const { names } = told();
        return [
            ...names.map((name) => ({ trigger: `tr:contains('${name}') .o_list_record_selector input`, run: "click" })),
            { trigger: ".o_control_panel button:contains('Invite Users')", run: "click" },
            { trigger: ".modal .o_field_widget[name='user_ids'] input", run: "edit Ida Invited" },
            { trigger: ".o-autocomplete--dropdown-item:contains('Ida Invited')", run: "click" },
            { trigger: ".modal button:contains('Preview')", run: "click" },
            ...names.map((name) => ({ trigger: `.modal tr:contains('${name}'):contains('Will be created')` })),
            { trigger: ".modal button[name='action_apply']:contains('Invite (3)')", run: "click" },
            { content: "the run", trigger: ".o_form_view:contains('3 done, 0 failed')" },
            ...names.map((name) => ({ trigger: `tr:contains('${name}'):contains('Created')` })),
        ];
    },
});

registry.category("web_tour.tours").add("fleet_databases_offboard", {
    steps: () => {
        const { names } = told();
        return [
            { trigger: ".o_form_view .o_cp_action_menus button:has(.fa-cog)", run: "click" },
            { trigger: ".o-dropdown--menu .o-dropdown-item:contains('Offboard from Databases')", run: "click" },
            ...names.map((name) => ({ trigger: `.modal tr:contains('${name}'):contains('Will be deactivated')` })),
            { trigger: ".modal button[name='action_apply']:contains('Remove (3)')", run: "click" },
            { trigger: ".o_form_view:contains('3 done, 0 failed')" },
            ...names.map((name) => ({ trigger: `tr:contains('${name}'):contains('Deactivated')` })),
            { content: "for the auditor", trigger: "button[name='action_download']" },
        ];
    },
});

registry.category("web_tour.tours").add("fleet_databases_connect", {
    steps: () => {
        const { url, name } = told();
        return [
            catchNewTabs,
            { trigger: "tr:contains('Bakery Dupont') button[name='action_database_connect']", run: "click" },
            opened(`${url}/odoo?db=${name}`),
            { trigger: "tr:contains('Bakery Dupont') td[name$='account_journal_type_sale']", run: "click" },
            opened(`${url}/odoo/action-account.action_move_out_invoice_type?db=${name}`),
            { trigger: "tr:contains('Bakery Dupont') td[name='database_nb_users']", run: "click" },
            opened(`${url}/odoo/action-base.action_res_users?db=${name}`),
            { trigger: "tr:contains('Old Client') button[name='action_database_connect']", run: "click" },
            opened("https://old.example.com/web?db=old"),
            { trigger: "tr:contains('Old Client') td[name='database_nb_users']", run: "click" },
            opened("https://old.example.com/web?db=old#action=base.action_res_users"),
            { trigger: "tr:contains('Online Client') button[name='action_database_connect']", run: "click" },
            opened("https://www.odoo.com/my/databases/connect/0b1c2d3e-0000-4000-8000-000000000001"),
            { trigger: "tr:contains('Webshop') button[name='action_database_connect']", run: "click" },
            opened("https://shop.example.com/admin"),
        ];
    },
});

/** The server answers when that many tabs have told it. Odoo drops the first of two actions that are under way at once. */
const tabsHaveTold = (count) => ({
    content: `the server answers when ${count} tabs have told it`,
    trigger: ".o_list_view",
    run: () => browser.fetch(`${told().url}/told/${count}`, { mode: "no-cors" }),
});

registry.category("web_tour.tours").add("fleet_databases_opener", {
    steps: () => [
        { trigger: "tr:contains('Hostile') button[name='action_database_connect']", run: "click" },
        tabsHaveTold(1),
        { trigger: "tr:contains('Hostile') td[name='database_nb_users']", run: "click" },
        tabsHaveTold(2),
    ],
});

registry.category("web_tour.tours").add("fleet_databases_settings", {
    steps: () => {
        const { login, key } = told();
        return [
            { content: "nothing is set", trigger: ".o_form_view:contains('No key is set.')" },
            typed("odoo_com_login", login),
            typed("odoo_com_key", "wrong"),
            { trigger: "button[name='action_check']", run: "click" },
            { trigger: ".o_notification:contains('Odoo.com refused the user or the key')" },
            { trigger: ".o_notification_close", run: "click" },
            { content: "the key does not come back", trigger: ".o_form_view:contains('A key is set.')" },
            {
                trigger: ".o_field_widget[name='odoo_com_key'] input[type='password']",
                run({ anchor }) {
                    if (anchor.value) {
                        throw new Error("The key is shown");
                    }
                },
            },
            typed("odoo_com_key", key),
            { trigger: "button[name='action_check']", run: "click" },
            { trigger: ".o_notification:contains('the account lists 2 databases')" },
            { trigger: ".o_notification_close", run: "click" },
            { trigger: "button[name='action_pull']", run: "click" },
            { trigger: ".o_notification:contains('2 × New')" },
            { trigger: ".o_menu_sections a:contains('Databases')", run: "click" },
            { trigger: ".o_list_view tr:contains('bakery-online'):contains('Odoo Online')" },
        ];
    },
});
