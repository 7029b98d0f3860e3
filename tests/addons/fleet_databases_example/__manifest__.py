{
    "name": "Databases: Example",
    "summary": "Uses every door of Databases once; for its tests and for whoever writes an addon on top",
    "version": "19.0.1.0.0",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_databases"],
    "data": ["security/ir.model.access.csv", "data/ir.cron.csv", "data/databases.kpi.csv", "views/views.xml"],
}
