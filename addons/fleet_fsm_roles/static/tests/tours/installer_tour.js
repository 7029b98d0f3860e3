import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("fleet_fsm_roles_installer", {
    steps: () => [
        {
            content: "own orders only",
            trigger: ".o_list_view:has(.o_data_row:contains('OWN1')):not(:has(.o_data_row:contains('OTHER1')))",
        },
        { trigger: ".o_data_row:contains('OWN1') td[name='name']", run: "click" },
        { trigger: ".o_form_view .o_notebook .nav-link:contains('Inventory')", run: "click" },
        { trigger: "button[name='action_add_material']", run: "click" },
        {
            content: "a delivery",
            trigger: ".o_form_view:has(button[name='action_confirm']) .o_field_x2many_list_row_add :is(a, button)",
            run: "click",
        },
        { trigger: ".o_selected_row .o_field_widget[name='product_id'] input", run: "edit Heat Pump" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Heat Pump')", run: "click" },
        { trigger: "button[name='action_confirm']:contains('Mark as Todo')", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "back on the order", trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a:contains('OWN1')", run: "click" },
        { trigger: ".o_form_view .o_notebook .nav-link:contains('Inventory')", run: "click" },
        { trigger: ".o_field_widget[name='move_ids'] .o_data_row:contains('Heat Pump')" },
        { trigger: ".o_form_view .o_notebook .nav-link:contains('Timesheets')", run: "click" },
        { trigger: ".o_field_widget[name='timesheet_ids'] .o_field_x2many_list_row_add :is(a, button)", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name='name'] input", run: "edit Pump installed" },
        { trigger: ".o_selected_row .o_field_widget[name='unit_amount'] input", run: "edit 2:30" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved .o_field_widget[name='timesheet_ids'] .o_data_row:contains('Pump installed')" },
    ],
});
