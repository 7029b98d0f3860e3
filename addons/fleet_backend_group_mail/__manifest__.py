{
    "name": "Backend User Types: Discuss",
    "summary": "Chatter, activities and notifications for backend users who are not employees",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_backend_group", "mail"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/backend_rules.xml",
    ],
    "demo": ["demo/dummy_app.xml"],
    "assets": {
        "web.assets_tests": ["fleet_backend_group_mail/static/tests/tours/**/*"],
    },
}
