{
    "name": "Databases",
    "summary": "Look after a fleet of client Odoo databases: KPIs, users and versions in one list",
    "version": "19.0.1.0.0",
    "category": "Services/Project",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["project"],
    "external_dependencies": {"python": ["requests"]},
    "data": [
        "security/databases_groups.xml",
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "views/project_project_views.xml",
        "views/databases_run_views.xml",
        "views/res_config_settings_views.xml",
        "views/databases_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["fleet_databases/static/src/**/*"],
        "web.assets_tests": ["fleet_databases/static/tests/tours/**/*"],
    },
    "application": True,
}
