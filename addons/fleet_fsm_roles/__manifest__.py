{
    "name": "Field Service Roles",
    "summary": "Roles of a field-service company, each with its worker and its employee from the first login on",
    "version": "19.0.1.2.0",
    "category": "Field Service",
    "author": "Fleet contributors",
    "license": "AGPL-3",
    # All that a role opens is there: materials, hours, invoices and expenses.
    "depends": [
        "auth_signup",
        "fieldservice_account",
        "fieldservice_stock",
        "fieldservice_timesheet",
        "fleet_user_roles",
        "hr_expense",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/field_service_rules.xml",
        "security/wizard_rules.xml",
        "data/res_users_role.xml",
        "wizard/fsm_person_merge_views.xml",
        "wizard/fsm_new_user_views.xml",
        "views/fsm_order_views.xml",
        "views/fsm_person_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_users_role_views.xml",
        "views/res_users_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["fleet_fsm_roles/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
}
