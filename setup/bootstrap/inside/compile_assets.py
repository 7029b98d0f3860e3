"""Compiles the web client and keeps it in the database: compile_assets.py CONFIGURATION DATABASE js|css.

Odoo's own runner compiles every bundle there is, for minutes; these are those that a browser asks for in our tests. One
that is missing here is compiled when it is asked for, by each test anew.
"""

import sys

from opened import configure, opened  # first: it sets Odoo up

BUNDLES = {
    "js": (
        "web.__assets_tests_call__",
        "web.assets_backend_lazy",
        "web.assets_frontend_lazy",
        "web.assets_frontend_minimal",
        "web.assets_tests",
        "web.assets_web",
        "web.chartjs_lib",
        "web.fullcalendar_lib",
    ),
    "css": ("web.assets_backend_lazy", "web.assets_frontend", "web.assets_web", "web.assets_web_print"),
}


def main(configuration, database, kind):
    """Compile the bundles of this kind."""
    configure(configuration)
    with opened(database) as env:
        for name in BUNDLES[kind]:
            bundle = env["ir.qweb"]._get_asset_bundle(name, css=kind == "css", js=kind == "js")
            getattr(bundle, kind)()


main(*sys.argv[1:])
