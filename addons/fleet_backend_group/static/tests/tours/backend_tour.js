import { registry } from "@web/core/registry";

const openView = (type) => [
    { content: `switch to ${type}`, trigger: `.o_switch_view.o_${type}`, run: "click" },
    { content: `${type} is there`, trigger: `.o_${type}_view` },
];

registry.category("web_tour.tours").add("fleet_backend_group_views", {
    steps: () => [
        { content: "the list, with a record", trigger: ".o_list_view .o_data_cell:contains('First dummy')" },
        { content: "one app, no other", trigger: ".o_navbar_apps_menu button", run: "click" },
        { trigger: ".o-dropdown--menu .o_app:contains('Dummy App')" },
        { content: "no second app", trigger: ".o-dropdown--menu:not(:has(.o_app:eq(1)))" },
        { content: "close the apps", trigger: ".o_navbar_apps_menu button", run: "click" },
        ...["kanban", "calendar", "pivot", "graph", "list"].flatMap(openView),
    ],
});

registry.category("web_tour.tours").add("fleet_backend_group_edit", {
    steps: () => [
        { content: "create", trigger: ".o_list_button_add", run: "click" },
        { trigger: "div[name='x_name'] input", run: "edit Made in a tour" },
        { content: "a colleague", trigger: "div[name='x_user_id'] input", run: "edit Dee" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Dee Dummy')", run: "click" },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { content: "saved", trigger: ".o_form_saved" },
        { content: "edit", trigger: "div[name='x_amount'] input", run: "edit 42" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "back to the list", trigger: ".o_back_button a", run: "click" },
        { content: "the record is there", trigger: ".o_data_row:contains('Made in a tour') td[name='x_amount']:contains('42.00')" },
        { content: "a favourite", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_favorite_menu .o_add_favorite", run: "click" },
        { trigger: ".o_favorite_menu input[type='text']", run: "edit My dummies" },
        { trigger: ".o_favorite_menu .o_save_favorite", run: "click" },
        { content: "it is kept", trigger: ".o_favorite_menu .o_menu_item:contains('My dummies')" },
        { content: "close", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { content: "export", trigger: ".o_data_row:first .o_list_record_selector input", run: "click" },
        { trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(/^Export$/)", run: "click" },
        { content: "fields to export", trigger: ".o_export_data_dialog .o_export_field:contains('Name')" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("fleet_backend_group_preferences", {
    steps: () => [
        { trigger: ".o_user_menu button", run: "click" },
        { trigger: ".o-dropdown--menu [data-menu='preferences']", run: "click" },
        { content: "preferences", trigger: ".o_form_view .o_notebook .nav-link:contains('Security')" },
        { content: "another phone", trigger: "div[name='phone'] input", run: "edit +32 81 81 37 00" },
        { content: "save", trigger: "button[name='preference_save']", run: "click", expectUnloadPage: true },
        { content: "the page is loaded anew", trigger: "body:not(:has(.modal)) .o_list_view" },
        { trigger: ".o_user_menu button", run: "click" },
        { trigger: ".o-dropdown--menu [data-menu='preferences']", run: "click" },
        { trigger: ".o_notebook .nav-link:contains('Security')", run: "click" },
        { content: "change the password", trigger: "button[name='preference_change_password']", run: "click" },
        { content: "prove who I am", trigger: ".modal div[name='password'] input", run: "edit dummydummy" },
        { trigger: ".modal button[name='run_check']", run: "click" },
        { trigger: ".modal div[name='new_password'] input", run: "edit another-password" },
        { trigger: ".modal div[name='confirm_password'] input", run: "edit another-password" },
        { trigger: ".modal button[name='change_password']", run: "click", expectUnloadPage: true },
    ],
});

// What each kind of user may do, beside the option that makes it.
const HELPS = {
    group_user: "Employee",
    group_system: "settings",
    group_backend_ui: "apps that name one of their groups",
    group_backend: "Program",
    group_portal: "Customer",
};

registry.category("web_tour.tours").add("fleet_backend_group_role", {
    steps: () => [
        { content: "not the first tab, where roles are installed", trigger: ".o_notebook .nav-link:contains('Access Rights')", run: "click" },
        { content: "it is not called a role", trigger: "label:contains('Kind of user')" },
        { content: "nor is what is around it", trigger: "[name='access_rights']:not(:has(.o_horizontal_separator:contains('Roles')))" },
        ...Object.entries(HELPS).map(([kind, help]) => ({
            content: "each option has its help",
            trigger: `div[name='role'] .o_radio_item:has(input[data-value='${kind}']) .o_user_type_help:contains('${help}')`,
        })),
        { content: "a portal user is of a kind", trigger: "div[name='role'] input[data-value='group_portal']:checked" },
        { content: "make them a backend user", trigger: "div[name='role'] input[data-value='group_backend_ui']", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "saved, and no external user any more", trigger: ".o_form_saved:not(:has(.ribbon:contains('External')))" },
        { content: "an employee", trigger: "div[name='role'] input[data-value='group_user']", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "and back", trigger: "div[name='role'] input[data-value='group_backend_ui']", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "the list names the type", trigger: ".o_back_button a, .o_menu_sections", run: "click" },
    ],
});
