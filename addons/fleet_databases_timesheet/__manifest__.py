{
    "name": "Databases: Timesheets",
    "summary": "Hours that were spent on a database are for those who may see it",
    "version": "19.0.1.0.0",
    "category": "Services/Project",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["fleet_databases", "hr_timesheet"],
    "auto_install": True,
    "data": ["security/timesheet_rules.xml"],
}
