import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("fleet_databases_synchronize", {
    steps: () => [
        { content: "KPIs have columns", trigger: ".o_list_view th[data-name='database_kpi_properties.account_journal_type_sale']" },
        { content: "with the number", trigger: "tr:contains('Bakery Dupont') td.o_list_number:contains('14')" },
        { content: "open the other database", trigger: "td:contains('Garage Peeters')", run: "click" },
        { trigger: ".o_form_view button[name='action_database_synchronize']", run: "click" },
        { content: "the failure says what to do", trigger: ".alert-danger:contains('The server cannot be reached')" },
        { trigger: ".o_breadcrumb a:contains('Databases')", run: "click" },
        {
            content: "failing databases tell the reason, and leave the first place to those with work",
            trigger: ".o_data_row:first-child:contains('Bakery Dupont') + .o_data_row:contains('Garage Peeters'):contains('No connection')",
        },
    ],
});

registry.category("web_tour.tours").add("fleet_databases_create", {
    steps: () => [
        { trigger: ".o_view_nocontent:contains('Add the first database of your fleet')" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name='name'] textarea", run: "edit Notary Wouters" },
        { trigger: ".o_field_widget[name='database_url'] input", run: "edit notary.example.com" },
        { trigger: ".o_field_widget[name='database_api_key'] input[type='password']", run: "edit the-secret-key" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".modal:contains('has to start with https:// or http://') .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name='database_url'] input", run: "edit https://Notary.example.com/odoo" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "the address is written in one way", trigger: ".o_form_saved .o_field_widget[name='database_url']" },
    ],
});

registry.category("web_tour.tours").add("fleet_databases_key_in_an_old_form", {
    steps: () => [
        { trigger: "td:contains('Bakery Dupont')", run: "click" },
        { trigger: ".nav-link[name='connection']", run: "click" },
        {
            content: "somebody else changes where the key goes",
            trigger: ".o_field_widget[name='database_api_key'] input",
            async run() {
                const id = Number(location.pathname.match(/\/(\d+)/)[1]);
                const args = [[id], { database_api_login: "other" }];
                await rpc("/web/dataset/call_kw", { model: "project.project", method: "write", args, kwargs: {} });
            },
        },
        { trigger: ".o_field_widget[name='database_api_key'] input", run: "edit the-secret-key" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".modal:contains('was changed meanwhile') .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_button_cancel", run: "click" },
        { trigger: ".o_breadcrumb a:contains('Databases')", run: "click" },
        { trigger: ".o_list_view td:contains('Bakery Dupont')", run: "click" },
        { trigger: ".nav-link[name='connection']", run: "click" },
        { content: "it is seen", trigger: ".o_field_widget[name='database_api_login'] input:value('other')" },
        { trigger: ".o_field_widget[name='database_api_key'] input", run: "edit the-secret-key" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "and told", trigger: ".o_form_saved .o-mail-Message:contains('The API key is sent to'):contains('login: other')" },
    ],
});

registry.category("web_tour.tours").add("fleet_databases_run", {
    steps: () => [
        {
            content: "how far the run is stands above the list, also after a reload",
            trigger: ".o_fleet_run_progress:contains('Synchronizing databases: 2'):contains('1 to go')",
        },
        { trigger: ".o_fleet_run_progress button:contains('See run')", run: "click" },
        { trigger: ".o_form_view .o_data_row:contains('Garage Peeters'):contains('Wrong key')" },
        { trigger: "button[name='action_open_failed']", run: "click" },
        {
            content: "only what failed",
            trigger: ".o_list_view:has(.o_data_row:contains('Garage Peeters')):not(:has(.o_data_row:contains('Bakery')))",
        },
    ],
});

/** What a remote side calls its things is text, whatever it looks like. */
function isText(trigger) {
    return {
        content: "markup is shown as it was told",
        trigger: `${trigger}:contains('<img src=x')`,
        run() {
            if (window.fleetMarkupRan || document.querySelector("img[src='x']")) {
                throw new Error(`Markup of a remote side became part of the page: ${trigger}`);
            }
        },
    };
}

function menu(xmlid) {
    return { trigger: `.o_menu_sections [data-menu-xmlid='fleet_databases.${xmlid}']`, run: "click" };
}

registry.category("web_tour.tours").add("fleet_databases_markup_is_text", {
    steps: () => [
        isText(".o_list_view thead th"),
        isText(".o_data_row .o_data_cell"),
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        isText(".o_kanban_record"),
        { trigger: ".o_kanban_record:contains('<img src=x')", run: "click" },
        isText(".o_field_widget[name='database_user_ids'] .o_data_cell"),
        isText(".alert-danger .o_field_widget[name='database_synchro_message']"),
        isText(".o-mail-Chatter"),
        menu("menu_databases_users"),
        isText(".o_list_view .o_data_cell"),
        menu("menu_databases_configuration"),
        { trigger: ".dropdown-item[data-menu-xmlid='fleet_databases.menu_databases_runs']", run: "click" },
        { trigger: ".o_list_view .o_data_cell:contains('Synchronize')", run: "click" },
        isText(".o_form_view .o_data_cell"),
    ],
});

registry.category("web_tour.tours").add("fleet_databases_groups", {
    steps: () => [
        {
            content: "one line says what fails",
            trigger: ".o_fleet_failures button:contains('1 failing: 1 × Wrong key')",
        },
        { trigger: ".o_data_row:contains('Bakery Dupont')" },
        { trigger: ".o_fleet_failures button", run: "click" },
        { trigger: ".o_facet_value:contains('Failing')" },
        { trigger: "body:not(:has(.o_data_row:contains('Bakery Dupont'))) .o_data_row:contains('Garage Peeters')" },
        { trigger: ".o_facet_remove", run: "click" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_group_by_menu .o_menu_item:contains('Hosting')", run: "click" },
        { content: "all groups are closed", trigger: ".o_group_header:contains('On Premise (2)'):not(.o_group_open)" },
        {
            content: "the columns of the KPIs are there, and their sums",
            trigger: ".o_list_view:has(th:contains('Draft sales')) .o_group_header .o_list_number:contains(/^17$/)",
        },
        { trigger: "th[data-name='database_kpi_properties.account_journal_type_sale']", run: "click" },
        { trigger: "th.table-active[data-name='database_kpi_properties.account_journal_type_sale']" },
        { trigger: ".o_group_header .o_list_number:contains(/^17$/)" },
        { trigger: ".o_group_header", run: "click" },
        { trigger: ".o_data_row:contains('Bakery Dupont') .o_fleet_kpi:contains(/^14$/)" },
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_view .o_fleet_failures" },
        { trigger: ".o_control_panel button[name='action_database_synchronize_all']" },
        { trigger: ".o_kanban_record a[name='action_database_synchronize']" },
    ],
});
