{
    "name": "Backend User Types: Employees",
    "summary": "The backend opens for users who are not employees while Employees is installed",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_backend_group", "hr"],
    "auto_install": True,
}
