{
    "name": "Backend User Types",
    "summary": "Users of the backend who are not employees: they get what is granted to them, and nothing that a "
    "module installed tomorrow gives to employees",
    "version": "19.0.1.3.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    # What every database has with the web client unless somebody took it away: its parts ask for rights of their own.
    "depends": ["auth_passkey", "auth_totp", "base_import", "base_setup", "web_tour"],
    "data": [
        "security/backend_groups.xml",
        "security/ir.model.access.csv",
        "security/backend_rules.xml",
        "security/wizard_rules.xml",
        "wizard/base_module_uninstall_views.xml",
        "views/res_users_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "demo": [
        "demo/dummy_app.xml",
        "demo/res_users.xml",
    ],
    "assets": {
        "web.assets_backend": ["fleet_backend_group/static/src/**/*"],
        "web.assets_tests": ["fleet_backend_group/static/tests/tours/**/*"],
    },
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
