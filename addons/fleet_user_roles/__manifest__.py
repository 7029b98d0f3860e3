{
    "name": "User Roles: Presets, Preview, Log",
    "summary": "A role is one click and stays true: presets that come with the software, a preview of what happens, "
    "effect at once, and a log",
    "version": "19.0.1.1.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["auth_signup", "base_setup", "base_user_role", "mail"],
    "data": [
        "security/ir.model.access.csv",
        "security/wizard_rules.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "wizard/res_users_role_wizard_views.xml",
        "wizard/res_users_role_import_views.xml",
        "wizard/base_module_uninstall_views.xml",
        "views/res_users_role_views.xml",
        "views/res_users_role_log_views.xml",
        "views/res_users_apikeys_views.xml",
        "views/res_users_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["fleet_user_roles/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
