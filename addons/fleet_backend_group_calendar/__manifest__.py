{
    "name": "Backend User Types: Calendar",
    "summary": "Own meetings, for backend users who are not employees",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_backend_group_mail", "calendar"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/backend_rules.xml",
    ],
}
