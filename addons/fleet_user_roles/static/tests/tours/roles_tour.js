import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("fleet_user_roles_assign", {
    steps: () => [
        { content: "choose two users", trigger: "tr:contains('Ann Mason') .o_list_record_selector input", run: "click" },
        { trigger: "tr:contains('Bob Roofer') .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button:contains('Assign Roles')", run: "click" },
        { trigger: ".modal .o_field_widget[name='role_ids'] input", run: "edit Mason" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Mason')", run: "click" },
        {
            content: "what happens stands there before it does",
            trigger: ".modal tr:contains('Ann Mason'):contains('Bricks'):contains('Site')",
        },
        { trigger: ".modal tr:contains('Bob Roofer'):contains('Bricks')" },
        { trigger: ".modal .o_field_widget[name='reason'] input", run: "edit New site" },
        { trigger: ".modal button[name='action_apply']:contains('Assign')", run: "click" },
        { content: "it says what it did", trigger: ".o_notification:contains('Mason: given to Ann Mason, Bob Roofer.')" },
        { trigger: "body:not(:has(.modal)) tr:contains('Ann Mason'):contains('Mason')" },
        { content: "open her", trigger: "td[name='name']:contains('Ann Mason')", run: "click" },
        { trigger: ".o_notebook a:contains('User Roles')", run: "click" },
        { trigger: ".o_field_widget[name='role_line_ids'] tr:contains('Mason'):contains('New site')" },
        { content: "the log says who did it", trigger: "button[name='action_show_role_log']", run: "click" },
        {
            trigger: ".o_list_view tr:contains('Ann Mason'):contains('Given'):contains('Mason'):contains('New site')",
        },
    ],
});
