{
    "name": "Backend User Types: OdooBot",
    "summary": "OdooBot does not greet backend users who are not employees",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_backend_group", "mail_bot"],
    "auto_install": True,
}
