import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";

const HELPS = {
    group_user: _t("Employee: has what every module gives to employees, and what their groups add."),
    group_system: _t("Employee who also changes the settings, installs modules and gives access rights."),
    group_backend_ui: _t(
        "Works in the backend without being an employee: sees the apps that name one of their groups, and what these groups allow."
    ),
    group_backend: _t("Program or robot: logs in over RPC, has no screens, and only what its groups allow."),
    group_portal: _t("Customer or supplier: sees their own documents on the portal's pages, not the backend."),
};

/** The kinds of user, each with a sentence about what it may do. */
export class UserTypeField extends RadioField {
    static template = "fleet_backend_group.UserTypeField";

    help(kind) {
        return HELPS[kind];
    }
}

registry.category("fields").add("user_type", {
    ...radioField,
    component: UserTypeField,
    displayName: _t("Kind of user"),
    supportedTypes: ["selection"],
});
