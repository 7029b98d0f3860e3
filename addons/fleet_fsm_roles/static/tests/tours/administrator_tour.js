import { registry } from "@web/core/registry";

const typed = (name, value) => ({ trigger: `.modal .o_field_widget[name='${name}'] input`, run: `edit ${value}` });
const picked = (value) => ({ trigger: `.o-autocomplete--dropdown-item:contains(/^${value}$/)`, run: "click" });

registry.category("web_tour.tours").add("fleet_fsm_roles_administrator", {
    steps: () => [
        typed("name", "Anna Korhonen"),
        typed("login", "anna@example.com"),
        typed("role_id", "Installer"),
        picked("Installer"),
        { trigger: ".modal .alert:contains('A field-service worker comes with this role')" },
        { trigger: ".modal .alert:contains('An invitation goes out by mail')" },
        { trigger: ".modal button[name='action_create_user']", run: "click" },
        { content: "the user", trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name='role_line_ids']:contains('Installer')" },
        { trigger: ".o_notebook button:contains('Assign')", run: "click" },
        { trigger: ".modal .o_field_widget[name='role_ids'] input", run: "edit Foreman" },
        picked("Foreman"),
        { content: "preview", trigger: ".modal .o_data_row:contains('Anna Korhonen') td[name='gained']:contains('Field Service Management / Manager')" },
        { trigger: ".modal footer button:contains('Assign')", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name='role_line_ids']:contains('Foreman')" },
        { trigger: "button[name='action_open_worker']", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='worker_user_id']:contains('Anna Korhonen')" },
    ],
});
