{
    "name": "User Roles: Presets, Preview, Log",
    "summary": "A role is one click and stays true: presets that come with the software, a preview of what happens, "
    "effect at once, and a log",
    "version": "19.0.1.0.0",
    "category": "Administration",
    "author": "Fleet contributors",
    "license": "LGPL-3",
    "depends": ["base_setup", "base_user_role", "mail"],
    "data": [
        "security/ir.model.access.csv",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
